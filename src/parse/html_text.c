/*
 * Text out of markup: character references, tags dropped, white space folded, characters that do
 * not belong on a page removed.
 */
#include "html_text.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "digest/limits.h"
#include "digest/sanitize.h"
#include "digest/utf8.h"
#include "entities.h"

/* -- Character references ---------------------------------------------------------------------- */

/* What numbers 0x80 to 0x9F mean: Windows-1252 (HTML Standard 13.2.5.84). */
static const uint16_t c1_meaning[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
};

static int digit_value(char c, unsigned base)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 32);
    return base == 16 && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Decodes "#123;" or "#x1F;" at the start of s. The bytes it took, 0 when it is no reference. */
static size_t decode_number(struct buf *out, str s)
{
    bool hex = s.n > 1 && (s.p[1] | 32) == 'x';
    unsigned base = hex ? 16 : 10;
    size_t start = hex ? 2 : 1, i = start;
    uint32_t value = 0;
    for (int digit; i < s.n && (digit = digit_value(s.p[i], base)) >= 0; i++)
        if (value <= 0x10FFFF)
            value = value * base + (uint32_t)digit;
    if (i == start)
        return 0;
    if (value >= 0x80 && value < 0xA0)
        value = c1_meaning[value - 0x80];
    buf_add_codepoint(out, value ? value : 0xFFFD);
    return i < s.n && s.p[i] == ';' ? i + 1 : i;
}

/* The references that all markup is full of, and what markup_repair writes for "<": not worth a
 * search. */
static size_t decode_common(struct buf *out, str s)
{
    static const struct {
        str name;
        char c;
    } common[] = {{{"lt;", 3}, '<'}, {{"amp;", 4}, '&'}, {{"gt;", 3}, '>'}, {{"quot;", 5}, '"'}};
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++)
        if (str_starts(s, common[i].name)) {
            buf_addc(out, common[i].c);
            return common[i].name.n;
        }
    return 0;
}

/* Decodes "amp;" at the start of s, or the longest name that needs no semicolon. */
static size_t decode_name(struct buf *out, str s, enum reference_place place)
{
    size_t n = decode_common(out, s);
    if (n > 0)
        return n;
    while (n < s.n && n <= ENTITY_NAME_MAX && is_alnum(s.p[n]))
        n++;
    const struct entity *found = 0;
    if (n < s.n && s.p[n] == ';' && (found = entity_find(str_slice(s, 0, n)))) {
        buf_add_codepoint(out, found->codepoint);
        return n + 1;
    }
    /* The longest bare name has six letters. */
    for (n = n < 6 ? n : 6; n >= 2; n--) {
        found = entity_find(str_slice(s, 0, n));
        if (!found || !found->bare)
            continue;
        bool goes_on = n < s.n && (s.p[n] == '=' || is_alnum(s.p[n]));
        if (place == IN_ATTRIBUTE && goes_on)
            return 0;
        buf_add_codepoint(out, found->codepoint);
        return n;
    }
    return 0;
}

void references_decode(struct buf *out, str s, str ampersand, enum reference_place place)
{
    for (size_t at = 0; at < s.n;) {
        size_t mark = str_find(s, ampersand, at);
        buf_add(out, str_slice(s, at, mark));
        if (mark == SIZE_MAX)
            return;
        at = mark + ampersand.n;
        str rest = str_slice(s, at, at + ENTITY_NAME_MAX + 2);
        size_t taken;
        if (rest.n > 0 && rest.p[0] == '#')
            taken = decode_number(out, str_slice(s, at, s.n));
        else
            taken = decode_name(out, rest, place);
        if (taken == 0)
            buf_addc(out, '&');
        at += taken;
    }
}

void html_decode(struct buf *out, str s)
{
    references_decode(out, s, STR("&"), IN_TEXT);
}

/* Combining marks on one character; Unicode's stream-safe form (UAX 15) allows as many. */
#define COMBINING_MAX 30

/* -- Characters -------------------------------------------------------------------------------- */

bool codepoint_unwanted(uint32_t c)
{
    if (c < 0xA0)
        return (c < ' ' && c != '\t' && c != '\n') || c >= 0x7F;
    if (c < 0x202D)
        return false;
    return c == 0x202D || c == 0x202E || (c >= 0xD800 && c < 0xF900) ||
           (c >= 0xFDD0 && c < 0xFDF0) || c == 0xFEFF || (c & 0xFFFE) == 0xFFFE || c >= 0xF0000;
}

/* True for code points that normalization neither changes nor joins to what stands before them:
 * a sure test for common scripts, the others are left to utf8proc. */
static bool is_inert(uint32_t c)
{
    return c < 0x300 || (c >= 0x2010 && c < 0x20D0) || (c >= 0x400 && c < 0x483) ||
           (c >= 0x3041 && c < 0x3099) || (c >= 0x309B && c < 0xA000) ||
           (c >= 0xAC00 && c < 0xD7A4) || (c >= 0x1F300 && c < 0x1FB00) || c == 0xFE0F;
}

/* s without the marks that follow COMBINING_MAX others: sorting them takes n² time. */
static str without_mark_towers(struct arena *a, str s)
{
    char *copy = arena_alloc(a, s.n + 1);
    size_t n = 0, marks = 0;
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        uint32_t c = utf8_next(s, &at);
        bool mark = utf8proc_get_property((utf8proc_int32_t)c)->combining_class != 0;
        marks = mark ? marks + 1 : 0;
        if (marks > COMBINING_MAX)
            continue;
        memcpy(copy + n, s.p + from, at - from);
        n += at - from;
    }
    return (str){copy, n};
}

static str compose(struct arena *a, str s)
{
    s = without_mark_towers(a, s);
    utf8proc_uint8_t *result = 0;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &result,
                                      UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    if (n < 0)
        return s;
    str copy = arena_copy(a, (str){(const char *)result, (size_t)n});
    free(result);
    return copy;
}

static str without_unwanted(struct arena *a, str s)
{
    char *copy = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        if (codepoint_unwanted(utf8_next(s, &at)))
            continue;
        memcpy(copy + n, s.p + from, at - from);
        n += at - from;
    }
    return (str){copy, n};
}

/* Moves over printable ASCII, eight bytes at a time: all text goes through here. */
static size_t skip_plain(str s, size_t at)
{
    const uint64_t each = 0x0101010101010101, high = 0x80 * each;
    for (uint64_t v; at + sizeof v <= s.n; at += sizeof v) {
        memcpy(&v, s.p + at, sizeof v);
        /* Some byte has its high bit, is below 0x20, or is 0x7F. */
        if ((v | (v - 0x20 * each) | (v + each)) & high)
            break;
    }
    while (at < s.n && s.p[at] >= ' ' && s.p[at] < 0x7F)
        at++;
    return at;
}

str text_normal(struct arena *a, str s)
{
    bool unwanted = false, inert = true;
    for (size_t at = 0; (at = skip_plain(s, at)) < s.n;) {
        uint32_t c = utf8_next(s, &at);
        unwanted = unwanted || codepoint_unwanted(c);
        inert = inert && is_inert(c);
    }
    if (unwanted)
        s = without_unwanted(a, s);
    return inert ? s : compose(a, s);
}

str text_grounded(struct arena *a, str s)
{
    if (s.n == 0 || (unsigned char)s.p[0] < 0xCC) /* the lead byte of U+0300 */
        return s;
    uint32_t first = utf8_next(s, &(size_t){0});
    if (utf8proc_get_property((utf8proc_int32_t)first)->combining_class == 0)
        return s;
    return arena_printf(a, "\u25CC%.*s", STR_ARGS(s));
}

/* -- Plain text -------------------------------------------------------------------------------- */

static bool is_white(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Spaces of a certain width, or that no line breaks at: kept inside a text, for the languages that
 * set them, but as white as any other at its ends and beside others. */
static bool is_set_space(uint32_t c)
{
    return c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F ||
           c == 0x3000;
}

/* Marks without width that only disturb a title: directional embeddings and isolates, zero-width
 * space. Joiners stay, for the scripts that are spelt with them. */
static bool is_invisible(uint32_t c)
{
    return c == 0x200B || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

str text_clean(struct arena *a, str text, size_t limit)
{
    char *copy = arena_alloc(a, text.n + 1);
    size_t n = 0;
    str space = {0}; /* to be put before what comes next */
    for (size_t at = 0; at < text.n;) {
        size_t from = at;
        uint32_t c = utf8_next(text, &at);
        if (is_white(c) || is_set_space(c)) {
            bool alone = space.n == 0 && !is_white(c);
            space = alone ? str_slice(text, from, at) : STR(" ");
            continue;
        }
        if (codepoint_unwanted(c) || is_invisible(c))
            continue;
        if (n > 0 && space.n) {
            memcpy(copy + n, space.p, space.n);
            n += space.n;
        }
        space = (str){0};
        memcpy(copy + n, text.p + from, at - from);
        n += at - from;
    }
    str clean = text_grounded(a, text_normal(a, (str){copy, n}));
    return clean.n > limit ? str_trim(utf8_cut(clean, limit)) : clean;
}

/* -- Markup to text ---------------------------------------------------------------------------- */

/* The bytes of the tag or comment at the start of s, 0 when "<" is only a character there. s.n + 1
 * when a tag does not end: then no later one does either. */
static size_t tag_length(str s)
{
    if (str_starts(s, STR("<!--"))) {
        size_t end = str_find(s, STR("-->"), 2);
        return end == SIZE_MAX ? s.n : end + 3;
    }
    char c = s.n > 1 ? s.p[1] : 0;
    char d = c == '/' && s.n > 2 ? s.p[2] : c;
    if (c != '!' && c != '?' && !((d | 32) >= 'a' && (d | 32) <= 'z'))
        return 0;
    char quote = 0;
    for (size_t i = 1; i < s.n; i++) {
        if (quote)
            quote = s.p[i] == quote ? 0 : quote;
        else if ((s.p[i] == '"' || s.p[i] == '\'') && s.p[i - 1] == '=')
            quote = s.p[i];
        else if (s.p[i] == '>')
            return i + 1;
    }
    return s.n + 1;
}

static str tag_name(str tag)
{
    size_t from = tag.n > 1 && tag.p[1] == '/' ? 2 : 1, n = from;
    while (n < tag.n && is_alnum(tag.p[n]))
        n++;
    return str_slice(tag, from, n);
}

/* The bytes from a start tag of script or style to behind its end tag; tag.n for others. */
static size_t raw_length(str s, str tag)
{
    str name = tag_name(tag);
    if (!str_eq_nocase(name, STR("script")) && !str_eq_nocase(name, STR("style")))
        return tag.n;
    for (size_t at = tag.n; (at = str_find(s, STR("</"), at)) != SIZE_MAX; at += 2)
        if (str_eq_nocase(str_slice(s, at + 2, at + 2 + name.n), name)) {
            size_t end = str_find_char(s, '>', at);
            return end == SIZE_MAX ? s.n : end + 1;
        }
    return s.n;
}

/* True for tags that part words: blocks, line breaks, cells. */
static bool parts_words(str name)
{
    static const char blocks[] = " p br div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd td th tr table hr "
                                 "blockquote pre section article figure figcaption ";
    char key[16] = " ";
    if (name.n == 0 || name.n + 3 > sizeof key)
        return false;
    for (size_t i = 0; i < name.n; i++)
        key[i + 1] = (char)(name.p[i] | ((name.p[i] >= 'A' && name.p[i] <= 'Z') ? 32 : 0));
    key[name.n + 1] = ' ';
    key[name.n + 2] = 0;
    return strstr(blocks, key) != 0;
}

static void add_without_tags(struct buf *out, str markup)
{
    for (size_t at = 0; at < markup.n;) {
        size_t mark = str_find_char(markup, '<', at);
        html_decode(out, str_slice(markup, at, mark));
        if (mark == SIZE_MAX)
            return;
        str rest = str_slice(markup, mark, markup.n);
        size_t n = tag_length(rest);
        if (n > rest.n) {
            html_decode(out, rest);
            return;
        }
        if (n == 0) {
            buf_addc(out, '<');
            at = mark + 1;
            continue;
        }
        str tag = str_slice(rest, 0, n);
        if (parts_words(tag_name(tag)))
            buf_addc(out, ' ');
        bool ends = n > 1 && tag.p[1] == '/';
        at = mark + (ends ? n : raw_length(rest, tag));
    }
}

str html_to_text(struct arena *a, str markup)
{
    if (str_find_char(markup, '<', 0) == SIZE_MAX && str_find_char(markup, '&', 0) == SIZE_MAX)
        return text_clean(a, markup, SIZE_MAX);
    struct buf out = buf_init(4 * LIMIT_BODY);
    add_without_tags(&out, markup);
    str text = text_clean(a, buf_str(&out), SIZE_MAX);
    buf_release(&out);
    return text;
}
