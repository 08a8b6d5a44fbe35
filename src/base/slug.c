/* Slugs: one pass over the name's characters, composed and cut at the end. */
#include "digest/slug.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "digest/buf.h"
#include "digest/hash.h"
#include "digest/limits.h"
#include "digest/utf8.h"

/* As much of a name as is looked at once this many bytes have come of it: composing makes them at
 * most three times fewer, so enough for the longest slug are left. */
#define ENOUGH ((size_t)LIMIT_SLUG * 4)

/* No character becomes more code points than this (U+FDFA, a phrase of 18). */
#define EXPANSION 32

/* A slug being made. */
struct maker {
    struct buf out;
    bool gap;    /* a hyphen is due before the next letter */
    bool letter; /* a letter or digit came last, with nothing between */
    bool latin;  /* and it is Latin */
};

/* Latin letters that Unicode does not take apart, and what is written without them. */
static const struct {
    uint32_t letter;
    char plain[3];
} plain_latin[] = {
    {0x00E6, "ae"}, {0x00F0, "d"}, {0x00F8, "o"}, {0x00FE, "th"}, {0x0111, "d"},  {0x0127, "h"},
    {0x0131, "i"},  {0x0138, "k"}, {0x0142, "l"}, {0x014B, "n"},  {0x0153, "oe"}, {0x0167, "t"},
    {0x0180, "b"},  {0x0192, "f"}, {0x0199, "k"}, {0x01B6, "z"},  {0x01E5, "g"},  {0x0237, "j"},
    {0x0253, "b"},  {0x0257, "d"}, {0x0260, "g"}, {0x0268, "i"},
};

static bool is_latin(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0xC0 && c <= 0x2AF) || (c >= 0x1E00 && c <= 0x1EFF) ||
           (c >= 0x2C60 && c <= 0x2C7F) || (c >= 0xA722 && c <= 0xA7FF) ||
           (c >= 0xAB30 && c <= 0xAB6F);
}

/* What is written for an apostrophe, left out so that "it's" gives "its". */
static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == '`' || c == 0xB4 || c == 0x2BB || c == 0x2BC || c == 0x2018 ||
           c == 0x2019 || c == 0x2032 || c == 0xFF07;
}

static bool is_mark(uint32_t c)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC;
}

static void add_gap(struct maker *m)
{
    m->gap = true;
    m->letter = false;
}

static void add_letter(struct maker *m, uint32_t c)
{
    if (m->gap && m->out.n)
        buf_addc(&m->out, '-');
    m->gap = false;
    m->letter = true;
    m->latin = is_latin(c);
    for (size_t i = 0; m->latin && c >= 0x80 && i < sizeof plain_latin / sizeof *plain_latin; i++) {
        if (plain_latin[i].letter == c) {
            buf_addz(&m->out, plain_latin[i].plain);
            return;
        }
    }
    buf_add_codepoint(&m->out, c);
}

/* A word in the place of a symbol. */
static void add_word(struct maker *m, const char *word)
{
    add_gap(m);
    for (; *word; word++)
        add_letter(m, (unsigned char)*word);
    add_gap(m);
}

/* Adds a character that is already folded and taken apart. Marks stay where they make the letter
 * (vowel signs), but on Latin letters they are accents. */
static void add_folded(struct maker *m, uint32_t c)
{
    if (is_apostrophe(c))
        return;
    if (utf8_is_word(c))
        add_letter(m, c);
    else if (!is_mark(c))
        add_gap(m);
    else if (m->letter && !m->latin)
        buf_add_codepoint(&m->out, c);
}

/* Adds a letter, digit or mark of the name: folded, compatibility forms (full width, ligatures)
 * replaced, taken apart, without invisible characters. */
static void add_character(struct maker *m, uint32_t c)
{
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                      UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    utf8proc_int32_t parts[EXPANSION];
    int boundary = 0;
    utf8proc_ssize_t n =
        utf8proc_decompose_char((utf8proc_int32_t)c, parts, EXPANSION, options, &boundary);
    for (utf8proc_ssize_t i = 0; i < n && i < EXPANSION; i++)
        add_folded(m, (uint32_t)parts[i]);
}

/* The code point at byte `at`, 0 at the end. */
static uint32_t peek(str name, size_t at)
{
    return at < name.n ? utf8_next(name, &at) : 0;
}

/* The word for a symbol between two characters, where it carries meaning, else null. */
static const char *find_word(uint32_t before, uint32_t symbol, uint32_t after)
{
    switch (symbol) {
    case '+': return "plus";
    case '&': return "and";
    case '%': return before >= '0' && before <= '9' ? "percent" : NULL;
    case '#': return utf8_is_word(before) && !utf8_is_word(after) ? "sharp" : NULL;
    case '.':
        return !utf8_is_word(before) && before != '.' && utf8_is_word(after) &&
                       !(after >= '0' && after <= '9')
                   ? "dot"
                   : NULL;
    default: return NULL;
    }
}

/* Soft hyphens, joiners, direction marks, variation selectors: seen by nobody. */
static bool is_invisible(uint32_t c)
{
    return c >= 0x80 && utf8proc_get_property((utf8proc_int32_t)c)->ignorable;
}

static void add_name(struct maker *m, str name)
{
    uint32_t before = 0;
    for (size_t at = 0; at < name.n && m->out.n < ENOUGH;) {
        uint32_t c = utf8_next(name, &at);
        const char *word = find_word(before, c, peek(name, at));
        if (word)
            add_word(m, word);
        else if (utf8_is_word(c) || is_mark(c))
            add_character(m, c);
        else if (!is_apostrophe(c) && !is_invisible(c))
            add_gap(m);
        if (c != ' ') /* "100 %" */
            before = c;
        else if (before < '0' || before > '9')
            before = 0;
    }
}

/* s in NFC, in the arena. */
static str compose(struct arena *a, str s)
{
    utf8proc_uint8_t *composed = NULL;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n,
                                      &composed, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    str result = arena_copy(a, n > 0 ? (str){(const char *)composed, (size_t)n} : s);
    free(composed);
    return result;
}

/* The slug shortened to its limit: at the last hyphen, unless that would lose half of it. */
static str cut(str slug)
{
    if (slug.n <= LIMIT_SLUG)
        return slug;
    bool between_words = slug.p[LIMIT_SLUG] == '-';
    slug = utf8_cut(slug, LIMIT_SLUG);
    size_t end = slug.n;
    while (!between_words && end > LIMIT_SLUG / 2 && slug.p[end - 1] != '-')
        end--;
    if (end > LIMIT_SLUG / 2)
        slug.n = end;
    while (slug.n && slug.p[slug.n - 1] == '-')
        slug.n--;
    return slug;
}

static str make_once(struct arena *a, str name)
{
    struct maker m = {.out = buf_init(ENOUGH * 2)};
    add_name(&m, name);
    str slug = m.out.n ? cut(compose(a, buf_str(&m.out))) : (str){0};
    buf_release(&m.out);
    return slug;
}

str slug_make(struct arena *a, str name)
{
    /* What comes of a few characters folds once more (a Cherokee letter, a Greek iota below), so
     * again until nothing changes: a slug's slug is itself. */
    str slug = make_once(a, name);
    for (int i = 0; i < 4; i++) {
        str again = make_once(a, slug);
        if (str_eq(again, slug))
            break;
        slug = again;
    }
    if (slug.n == 0)
        return arena_printf(a, "x-%08x", (unsigned)(hash_of(name).low & 0xFFFFFFFF));
    if (str_is(slug, "page"))
        return arena_copy(a, STR("page-1"));
    return arena_copy(a, slug);
}

/* WordPress cuts long slugs at 200 bytes, through an escape if need be. */
static str without_cut_escape(str slug)
{
    if (slug.n >= 2 && slug.p[slug.n - 2] == '%')
        return str_slice(slug, 0, slug.n - 2);
    return str_ends(slug, STR("%")) ? str_slice(slug, 0, slug.n - 1) : slug;
}

str slug_from_foreign(struct arena *a, str slug)
{
    struct buf decoded = buf_init(slug.n);
    buf_add_percent_decoded(&decoded, without_cut_escape(slug));
    str result = slug_make(a, buf_str(&decoded));
    buf_release(&decoded);
    return result;
}
