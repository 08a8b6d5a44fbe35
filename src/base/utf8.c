/* Checking, repairing and converting bytes to UTF-8. What characters are is in utf8_text.c. */
#include "digest/utf8.h"

#define REPLACEMENT 0xFFFD

/* The highest bit, and the lowest, of each of eight bytes. */
#define HIGH_BITS UINT64_C(0x8080808080808080)
#define LOW_BITS  UINT64_C(0x0101010101010101)

/* One decoded sequence. An invalid one has the length of its maximal subpart, at least 1. */
struct decoded {
    uint32_t codepoint;
    unsigned length;
    bool valid;
};

/* Decodes the n > 0 bytes at p by the state machine of the WHATWG Encoding Standard, 8.1.1. */
static struct decoded decode(const unsigned char *p, size_t n)
{
    unsigned char lead = p[0], lower = 0x80, upper = 0xBF;
    if (lead < 0x80)
        return (struct decoded){lead, 1, true};
    if (lead < 0xC2 || lead > 0xF4)
        return (struct decoded){REPLACEMENT, 1, false};
    unsigned length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    /* The second byte alone decides about overlong forms, surrogates and the end of Unicode. */
    if (lead == 0xE0)
        lower = 0xA0;
    else if (lead == 0xED)
        upper = 0x9F;
    else if (lead == 0xF0)
        lower = 0x90;
    else if (lead == 0xF4)
        upper = 0x8F;
    uint32_t codepoint = lead & (0x7Fu >> length);
    for (unsigned i = 1; i < length; i++) {
        if (i >= n || p[i] < lower || p[i] > upper)
            return (struct decoded){REPLACEMENT, i, false};
        codepoint = codepoint << 6 | (p[i] & 0x3F);
        lower = 0x80;
        upper = 0xBF;
    }
    return (struct decoded){codepoint, length, true};
}

/* The number of bytes at the start of s that are ASCII and not NUL, in steps of eight, so perhaps
 * up to seven fewer than there are. */
static size_t plain_run(const char *p, size_t n)
{
    size_t at = 0;
    for (; n - at >= 8; at += 8) {
        uint64_t word;
        memcpy(&word, p + at, 8);
        /* Without high bits a borrow into bit 7 happens just where a byte is zero. */
        if ((word | (word - LOW_BITS)) & HIGH_BITS)
            break;
    }
    return at;
}

/* The length of the longest prefix of s, from byte `at`, that is valid and has no NUL. */
static size_t good_run(str s, size_t at)
{
    size_t from = at;
    while (at < s.n) {
        at += plain_run(s.p + at, s.n - at);
        if (at == s.n)
            break;
        struct decoded d = decode((const unsigned char *)s.p + at, s.n - at);
        if (!d.valid || d.codepoint == 0)
            break;
        at += d.length;
    }
    return at - from;
}

bool utf8_valid(str s)
{
    for (size_t at = 0; at < s.n; at++) {
        at += good_run(s, at);
        /* The run ended at the end, at a NUL, which is valid, or at a fault. */
        if (at < s.n && s.p[at] != '\0')
            return false;
    }
    return true;
}

uint32_t utf8_next(str s, size_t *at)
{
    struct decoded d = decode((const unsigned char *)s.p + *at, s.n - *at);
    *at += d.length;
    return d.codepoint;
}

void utf8_repair(struct buf *out, str s)
{
    size_t at = 0;
    while (at < s.n && !out->over) {
        size_t run = good_run(s, at);
        buf_add(out, str_slice(s, at, at + run));
        at += run;
        if (at < s.n) {
            utf8_next(s, &at);
            buf_add_codepoint(out, REPLACEMENT);
        }
    }
}

#define UTF8_MARK    STR("\xEF\xBB\xBF")
#define UTF16LE_MARK STR("\xFF\xFE")
#define UTF16BE_MARK STR("\xFE\xFF")

/* How much of a file is looked at for the NULs of UTF-16. */
#define DETECT_BYTES 4096

enum encoding utf8_detect(str bytes)
{
    if (str_starts(bytes, UTF8_MARK))
        return ENCODING_UTF8;
    if (str_starts(bytes, UTF16LE_MARK))
        return ENCODING_UTF16LE;
    if (str_starts(bytes, UTF16BE_MARK))
        return ENCODING_UTF16BE;
    size_t pairs = (bytes.n < DETECT_BYTES ? bytes.n : DETECT_BYTES) / 2;
    size_t first = 0, second = 0;
    for (size_t i = 0; i < pairs; i++) {
        first += bytes.p[2 * i] == '\0';
        second += bytes.p[2 * i + 1] == '\0';
    }
    /* Half of the pairs: quotation marks and accents beyond Latin-1 have no NUL. */
    if (second > first && second * 2 >= pairs)
        return ENCODING_UTF16LE;
    if (first > second && first * 2 >= pairs)
        return ENCODING_UTF16BE;
    return utf8_valid(bytes) ? ENCODING_UTF8 : ENCODING_WINDOWS1252;
}

/* The unit at byte `at`, which must not be the last. */
static uint32_t utf16_unit(str bytes, size_t at, bool big)
{
    unsigned char first = (unsigned char)bytes.p[at], second = (unsigned char)bytes.p[at + 1];
    return big ? (uint32_t)first << 8 | second : (uint32_t)second << 8 | first;
}

static void from_utf16(struct buf *out, str bytes, bool big)
{
    size_t at = 0;
    while (bytes.n - at >= 2 && !out->over) {
        uint32_t unit = utf16_unit(bytes, at, big);
        at += 2;
        if (unit >= 0xD800 && unit <= 0xDBFF && bytes.n - at >= 2) {
            uint32_t low = utf16_unit(bytes, at, big);
            if (low >= 0xDC00 && low <= 0xDFFF) {
                at += 2;
                unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
            }
        }
        /* A lone surrogate becomes U+FFFD in there. */
        buf_add_codepoint(out, unit ? unit : REPLACEMENT);
    }
    if (at < bytes.n)
        buf_add_codepoint(out, REPLACEMENT);
}

/* What 0x80 to 0x9F mean in Windows-1252; 0 where nothing (WHATWG: a C1 control, dropped here). */
static const uint16_t windows1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static void from_windows1252(struct buf *out, str bytes)
{
    size_t at = 0;
    while (at < bytes.n && !out->over) {
        size_t run = plain_run(bytes.p + at, bytes.n - at);
        buf_add(out, str_slice(bytes, at, at + run));
        at += run;
        if (at == bytes.n)
            break;
        unsigned char c = (unsigned char)bytes.p[at++];
        uint32_t codepoint = c >= 0x80 && c <= 0x9F ? windows1252[c - 0x80] : c;
        if (c == 0)
            codepoint = REPLACEMENT;
        if (codepoint)
            buf_add_codepoint(out, codepoint);
    }
}

static str without(str bytes, str mark)
{
    return str_starts(bytes, mark) ? str_slice(bytes, mark.n, bytes.n) : bytes;
}

void utf8_from(struct buf *out, str bytes, enum encoding encoding)
{
    switch (encoding) {
    case ENCODING_UTF8: utf8_repair(out, without(bytes, UTF8_MARK)); break;
    case ENCODING_UTF16LE: from_utf16(out, without(bytes, UTF16LE_MARK), false); break;
    case ENCODING_UTF16BE: from_utf16(out, without(bytes, UTF16BE_MARK), true); break;
    case ENCODING_WINDOWS1252: from_windows1252(out, bytes); break;
    }
}
