/* What characters are: folding, whole characters, letters and words. By utf8proc. */
#include "digest/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

/*
 * Decomposes s with the options into code points on the heap, which the caller frees; their number
 * goes to *count. Null when s is not valid UTF-8.
 */
static utf8proc_int32_t *decompose(str s, utf8proc_option_t options, size_t *count)
{
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)(s.n ? s.p : "");
    utf8proc_ssize_t n = utf8proc_decompose(bytes, (utf8proc_ssize_t)s.n, NULL, 0, options);
    if (n < 0)
        return NULL;
    /* One more, since utf8proc_reencode puts a NUL behind. */
    utf8proc_int32_t *codepoints = mem_alloc(((size_t)n + 1) * sizeof *codepoints);
    n = utf8proc_decompose(bytes, (utf8proc_ssize_t)s.n, codepoints, n, options);
    *count = n > 0 ? (size_t)n : 0;
    return codepoints;
}

/* A copy with A-Z in lower case, if s has nothing else to fold or normalize: true for most words. */
static bool fold_ascii(struct arena *a, str s, str *folded)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    char *p = arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + ('a' - 'A') : s.p[i]);
    *folded = (str){p, s.n};
    return true;
}

str utf8_fold(struct arena *a, str s)
{
    str ascii;
    if (fold_ascii(a, s, &ascii))
        return ascii;
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD;
    size_t count = 0;
    utf8proc_int32_t *codepoints = decompose(s, options, &count);
    if (!codepoints)
        return arena_copy(a, s);
    utf8proc_ssize_t n = utf8proc_reencode(codepoints, (utf8proc_ssize_t)count, options);
    str folded = arena_copy(a, (str){(const char *)codepoints, n > 0 ? (size_t)n : 0});
    free(codepoints);
    return folded;
}

size_t utf8_count(str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.n; i++)
        count += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return count;
}

str utf8_cut(str s, size_t max)
{
    if (s.n <= max)
        return s;
    size_t at = 0, whole = 0, codepoint_end = 0;
    utf8proc_int32_t before = 0, state = 0;
    while (at <= max) {
        size_t start = at;
        utf8proc_int32_t codepoint = (utf8proc_int32_t)utf8_next(s, &at);
        if (start > 0 && utf8proc_grapheme_break_stateful(before, codepoint, &state))
            whole = start;
        codepoint_end = start;
        before = codepoint;
    }
    /* A single character can be longer than max: a letter under a heap of marks. Then some of it
     * is better than nothing. */
    return str_slice(s, 0, whole ? whole : codepoint_end);
}

static bool is_alphanumeric_ascii(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static utf8proc_category_t category_of(uint32_t codepoint)
{
    return utf8proc_category((utf8proc_int32_t)codepoint);
}

static bool category_within(uint32_t codepoint, utf8proc_category_t first, utf8proc_category_t last)
{
    utf8proc_category_t category = category_of(codepoint);
    return category >= first && category <= last;
}

bool utf8_is_word(uint32_t codepoint)
{
    if (codepoint < 0x80)
        return is_alphanumeric_ascii(codepoint);
    return category_within(codepoint, UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LO) ||
           category_within(codepoint, UTF8PROC_CATEGORY_ND, UTF8PROC_CATEGORY_NO);
}

bool utf8_is_upper(uint32_t codepoint)
{
    utf8proc_category_t category = category_of(codepoint);
    return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
}

/* Han, Kana and Thai, which put no spaces between words. */
static bool is_unspaced(uint32_t c)
{
    return (c >= 0x0E00 && c <= 0x0E7F) || (c >= 0x3005 && c <= 0x3007) ||
           (c >= 0x3041 && c <= 0x30FF) || (c >= 0x31F0 && c <= 0x31FF) ||
           (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF66 && c <= 0xFF9D) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

/* What goes on within a word but does not make one: apostrophes, hyphens, and marks on letters. */
static bool is_joiner(uint32_t c)
{
    if (c < 0x80)
        return c == '\'' || c == '-';
    return c == 0xAD || c == 0x2010 || c == 0x2011 || c == 0x2019 || c == 0x200C || c == 0x200D ||
           category_within(c, UTF8PROC_CATEGORY_MN, UTF8PROC_CATEGORY_ME);
}

size_t utf8_words(str s)
{
    size_t words = 0, unspaced = 0;
    bool within = false;
    for (size_t at = 0; at < s.n;) {
        unsigned char byte = (unsigned char)s.p[at];
        if (byte < 0x80) { /* by far the most, so by comparisons alone */
            bool word = is_alphanumeric_ascii(byte);
            words += word && !within;
            within = word || (within && is_joiner(byte));
            at++;
            continue;
        }
        uint32_t c = utf8_next(s, &at);
        if (is_unspaced(c)) {
            unspaced += utf8_is_word(c);
            within = false;
        } else if (utf8_is_word(c)) {
            words += !within;
            within = true;
        } else if (!is_joiner(c)) {
            within = false;
        }
    }
    return words + (unspaced + 1) / 2;
}
