/* Encodings by name, through iconv; see charset.h. */
#include "charset.h"

#include <errno.h>
#include <iconv.h>

#include "digest/utf8.h"

#define REPLACEMENT 0xFFFD

/* What browsers understand by a label; the labels of one encoding parted by spaces. */
static const struct {
    const char *labels;
    const char *name; /* for iconv; null: Windows-1252; "": UTF-8 */
} encodings[] = {
    {"utf-8 utf8 unicode-1-1-utf-8 x-unicode20utf8", ""},
    {"windows-1252 iso-8859-1 latin1 latin-1 us-ascii ascii cp1252 x-cp1252 iso8859-1 iso_8859-1 "
     "l1 "
     "iso-ir-100 ansi_x3.4-1968 cp819 ibm819",
     NULL},
    {"iso-8859-2 latin2 iso8859-2 iso_8859-2 l2", "ISO-8859-2"},
    {"iso-8859-3 latin3 iso8859-3", "ISO-8859-3"},
    {"iso-8859-4 latin4 iso8859-4", "ISO-8859-4"},
    {"iso-8859-5 cyrillic iso8859-5", "ISO-8859-5"},
    {"iso-8859-6 arabic iso8859-6", "ISO-8859-6"},
    {"iso-8859-7 greek iso8859-7", "ISO-8859-7"},
    {"iso-8859-8 iso-8859-8-i hebrew iso8859-8", "ISO-8859-8"},
    {"iso-8859-10 latin6", "ISO-8859-10"},
    {"iso-8859-13", "ISO-8859-13"},
    {"iso-8859-14", "ISO-8859-14"},
    {"iso-8859-15 latin9 latin-9 iso8859-15", "ISO-8859-15"},
    {"iso-8859-16", "ISO-8859-16"},
    {"windows-874 iso-8859-11 tis-620 dos-874", "CP874"},
    {"windows-1250 cp1250 x-cp1250", "CP1250"},
    {"windows-1251 cp1251 x-cp1251", "CP1251"},
    {"windows-1253 cp1253 x-cp1253", "CP1253"},
    {"windows-1254 iso-8859-9 latin5 cp1254 x-cp1254 iso8859-9", "CP1254"},
    {"windows-1255 cp1255 x-cp1255", "CP1255"},
    {"windows-1256 cp1256 x-cp1256", "CP1256"},
    {"windows-1257 cp1257 x-cp1257", "CP1257"},
    {"windows-1258 cp1258 x-cp1258", "CP1258"},
    {"koi8-r koi koi8 cskoi8r", "KOI8-R"},
    {"koi8-u koi8-ru", "KOI8-U"},
    {"macintosh mac x-mac-roman", "MACINTOSH"},
    {"ibm866 866 cp866", "CP866"},
    {"gbk gb2312 gb_2312 gb_2312-80 x-gbk gb18030 chinese euc-cn", "GB18030"},
    {"big5 big5-hkscs x-x-big5 cn-big5", "BIG5-HKSCS"},
    {"shift_jis shift-jis sjis x-sjis ms_kanji windows-31j", "CP932"},
    {"euc-jp x-euc-jp", "EUC-JP"},
    {"iso-2022-jp", "ISO-2022-JP"},
    {"euc-kr korean ks_c_5601-1987 ksc5601 windows-949 uhc", "UHC"},
    {"utf-16 utf-16le utf16 ucs-2 unicode iso-10646-ucs-2", "UTF-16LE"},
    {"utf-16be", "UTF-16BE"},
};

/* True when `word`, its ASCII case ignored, is one of the space-separated words. */
static bool is_among(str word, const char *words)
{
    for (str all = str_of(words), one; str_next_part(&all, ' ', &one);)
        if (str_eq_nocase(one, word))
            return true;
    return false;
}

/* Appends what the converter makes of bytes. Linear: each fault costs one byte. */
static void convert(struct buf *out, iconv_t converter, str bytes, size_t *bad)
{
    char room[4096];
    char *in = (char *)(uintptr_t)bytes.p; /* iconv only reads there */
    size_t left = bytes.n;
    while (left && !out->over) {
        char *to = room;
        size_t free_bytes = sizeof room;
        size_t result = iconv(converter, &in, &left, &to, &free_bytes);
        int why = errno;
        buf_add(out, (str){room, sizeof room - free_bytes});
        if (result != (size_t)-1 || why == E2BIG)
            continue;
        buf_add_codepoint(out, REPLACEMENT);
        ++*bad;
        in++;
        left--;
    }
}

static void decode_utf8(struct buf *out, str bytes, size_t *bad)
{
    for (size_t at = 0; at < bytes.n;)
        *bad += utf8_next(bytes, &at) == REPLACEMENT;
    utf8_repair(out, bytes);
}

/* What iconv calls the encoding that a label names: "" for UTF-8 and Windows-1252, which it need not
 * know. Null: there is none. */
static const char *find_encoding(str label, enum encoding *own)
{
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
        const char *name = encodings[i].name;
        if (!is_among(label, encodings[i].labels))
            continue;
        *own = name ? ENCODING_UTF8 : ENCODING_WINDOWS1252;
        return name ? name : "";
    }
    return NULL;
}

bool charset_decode(struct buf *out, str bytes, str label, size_t *bad)
{
    enum encoding own;
    const char *name = find_encoding(str_trim(label), &own);
    *bad = 0;
    if (!name)
        return false;
    if (!*name && own == ENCODING_UTF8) {
        decode_utf8(out, bytes, bad);
    } else if (!*name) {
        utf8_from(out, bytes, own);
    } else {
        iconv_t converter = iconv_open("UTF-8", name);
        if (converter == (iconv_t)-1)
            return false;
        convert(out, converter, bytes, bad);
        iconv_close(converter);
    }
    return true;
}

/* True when more of the sequences over 0x7F are well-formed UTF-8 than not: a file cut inside a character,
 * or with a few bytes of another encoding pasted in. */
static bool is_rather_utf8(str bytes)
{
    size_t good = 0, bad = 0;
    for (size_t at = 0; at < bytes.n;) {
        size_t before = at;
        if ((unsigned char)bytes.p[at] < 0x80) {
            at++;
            continue;
        }
        uint32_t c = utf8_next(bytes, &at);
        *(c == REPLACEMENT && at - before < 3 ? &bad : &good) += 1;
    }
    return good > bad;
}

/* Encodings that hide other characters behind ASCII bytes: text of theirs is valid UTF-8. */
static bool is_escaped_encoding(str label)
{
    return str_eq_nocase(label, STR("iso-2022-jp"));
}

/* Converts bytes that are not valid UTF-8, and not UTF-16. That they are UTF-8 all the same is found
 * by looking, whatever the label says. */
static void decode_odd(struct buf *store, str bytes, str label, bool marked)
{
    size_t bad, from = store->n;
    enum encoding own;
    const char *name = find_encoding(label, &own);
    bool utf8 = marked || is_rather_utf8(bytes), said = name && (*name || own != ENCODING_UTF8);
    if (!utf8 && said && charset_decode(store, bytes, label, &bad) && bad <= bytes.n / 100)
        return;
    buf_cut(store, from);
    utf8_from(store, bytes, utf8 ? ENCODING_UTF8 : ENCODING_WINDOWS1252);
}

str charset_text(struct buf *store, str bytes, str label)
{
    enum encoding seen = utf8_detect(bytes);
    bool marked = str_starts(bytes, STR("\xEF\xBB\xBF"));
    size_t bad, from = store->n;
    if (marked)
        bytes = str_slice(bytes, 3, bytes.n);
    label = str_trim(label);
    if (seen == ENCODING_UTF16LE || seen == ENCODING_UTF16BE)
        utf8_from(store, bytes, seen);
    else if (!utf8_valid(bytes))
        decode_odd(store, bytes, label, marked);
    else if (marked || !is_escaped_encoding(label) || !charset_decode(store, bytes, label, &bad))
        return bytes;
    return str_slice(buf_str(store), from, store->n);
}
