/* Cutting plain text at the end of a sentence. */
#include "digest/sanitize.h"
#include "digest/utf8.h"

/* Words that end in a full stop without ending a sentence, in lower case, each between spaces:
 * English, German, French, Spanish, Italian. Single letters are told by their length. */
static const char abbreviations[] =
    " mr mrs ms dr prof sr jr st mt ft no nos vs etc e.g i.e cf al approx ca est dept inc corp ltd "
    "co"
    " bros jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun gen col sgt"
    " capt lt maj cmdr adm rev hon pres gov sen rep fig figs vol pp ed eds op cit u.s u.k u.n e.u "
    "d.c"
    " a.m p.m ph.d m.d b.a m.a"
    " z.b d.h u.a o.ä u.ä bzw ggf evtl usw vgl inkl exkl zzgl bspw sog ca str nr abs art hrsg mio "
    "mrd"
    " tsd jh jhd st ing dipl hr fr i.d.r u.u v.a s.o s.u z.t z.zt i.v.m"
    " mme mlle mm m sra srta ud uds p.ej ej pág núm av avda ecc sig ";

static bool is_space(uint32_t c)
{
    return c == ' ' || c == '\n' || c == 0xA0;
}

/* Marks that close what a sentence ended in. */
static bool is_closing(uint32_t c)
{
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x201D || c == 0x2019 ||
           c == 0xBB || c == 0x201C || c == 0x203A || c == 0x300D || c == 0x300F || c == 0xFF09;
}

/* Marks that may stand before the capital of a next sentence. */
static bool is_opening(uint32_t c)
{
    return c == '"' || c == '\'' || c == '(' || c == '[' || c == 0x201C || c == 0x201E ||
           c == 0x2018 || c == 0x201A || c == 0xAB || c == 0x2039 || c == 0xBF || c == 0xA1 ||
           c == 0x2013 || c == 0x2014;
}

/* Full stops of scripts that put no space behind them. */
static bool is_wide_stop(uint32_t c)
{
    return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0xFF61;
}

static bool is_stop(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x061F || c == 0x06D4 ||
           c == 0x0964 || is_wide_stop(c);
}

/* True when the word that ends before byte `stop` (a full stop) is known not to end a sentence. */
static bool is_abbreviation(str text, size_t stop)
{
    size_t from = stop;
    while (from > 0 && text.p[from - 1] != ' ' && text.p[from - 1] != '\n' && stop - from < 24)
        from--;
    while (from < stop && strchr("(\"'[", text.p[from]))
        from++;
    str word = str_slice(text, from, stop);
    size_t digits = 0;
    while (digits < word.n && word.p[digits] >= '0' && word.p[digits] <= '9')
        digits++;
    if (word.n == 0 || (digits == word.n && digits <= 2)) /* "7. Mai": an ordinal */
        return true;
    if (utf8_count(word) == 1)
        return utf8_is_upper(utf8_next(word, &(size_t){0})); /* an initial */
    char key[32] = " ";
    if (word.n + 3 > sizeof key)
        return false;
    for (size_t i = 0; i < word.n; i++)
        key[i + 1] = word.p[i] >= 'A' && word.p[i] <= 'Z' ? (char)(word.p[i] + 32) : word.p[i];
    key[word.n + 1] = ' ';
    key[word.n + 2] = 0;
    return strstr(abbreviations, key) != 0;
}

/* True when what follows the sentence's last mark at byte `at` looks like a new sentence. */
static bool starts_sentence(str text, size_t at)
{
    while (at < text.n) {
        uint32_t c = utf8_next(text, &at);
        if (!is_space(c) && !is_opening(c))
            return utf8_is_upper(c) || (c >= '0' && c <= '9') || (c >= 0x590 && utf8_is_word(c));
    }
    return true;
}

/* The end of the first sentence at or after byte `from`, or 0 when none ends before the end. */
static size_t sentence_end(str text, size_t from)
{
    for (size_t at = from; at < text.n;) {
        size_t mark = at;
        uint32_t c = utf8_next(text, &at);
        if (c == '\n')
            return mark;
        if (!is_stop(c))
            continue;
        bool plain = c == '.';
        bool wide = is_wide_stop(c);
        size_t end = at;
        for (size_t next = end; next < text.n; end = next) {
            c = utf8_next(text, &next);
            if (!is_stop(c) && !is_closing(c))
                break;
            plain = plain && !is_stop(c);
        }
        at = end;
        if (end == text.n || wide)
            return end;
        if (!is_space(utf8_next(text, &(size_t){end})))
            continue;
        if ((!plain || !is_abbreviation(text, mark)) && starts_sentence(text, end))
            return end;
    }
    return text.n;
}

/* text cut before `limit` at a word, with "…". */
static str cut_at_word(struct arena *a, str text, size_t limit)
{
    size_t room = limit > 3 ? limit - 3 : 0;
    str cut = utf8_cut(text, room);
    size_t end = cut.n;
    while (end > 0 && cut.p[end - 1] != ' ' && cut.p[end - 1] != '\n')
        end--;
    if (end > room / 2)
        cut.n = end;
    while (cut.n > 0 && strchr(" \n,;:-", cut.p[cut.n - 1]))
        cut.n--;
    return arena_printf(a, "%.*s…", STR_ARGS(cut));
}

/* A copy of text with its line breaks as spaces. */
static str on_one_line(struct arena *a, str text)
{
    char *copy = arena_alloc(a, text.n + 1);
    for (size_t i = 0; i < text.n; i++)
        copy[i] = text.p[i] == '\n' ? ' ' : text.p[i];
    return (str){copy, text.n};
}

str text_summary(struct arena *a, str text, size_t limit)
{
    text = str_trim(text);
    size_t end = 0;
    while (end < text.n) {
        size_t next = sentence_end(text, end);
        if (next > limit)
            break;
        end = next;
        while (end < text.n && (text.p[end] == ' ' || text.p[end] == '\n'))
            end++;
    }
    if (end == 0)
        return text.n > limit ? on_one_line(a, cut_at_word(a, text, limit)) : (str){0};
    return on_one_line(a, str_trim(str_slice(text, 0, end)));
}
