/*
 * Patterns, by PCRE2.
 *
 * PCRE2's own limits hold for each place where a match may begin, so a pattern that is slow at every
 * place of a long text is slow by the square of its length. Three things together bound the whole:
 * a callout before each item of a regular expression counts steps for all of a text; text is
 * searched in pieces, since a repeat of single characters is one step however many it takes; and of a
 * very long text only the beginning is searched. None of them is a clock, so the result is the same on
 * every machine. Words make an expression that takes linear time and needs none of this.
 *
 * Texts have their blocks in lines: "^" and "$" are those of a block, and words that follow each other
 * do so in one.
 */
#include "digest/pattern.h"

#include <stdlib.h>
#include <utf8proc.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "digest/buf.h"
#include "digest/limits.h"
#include "digest/utf8.h"

/* Bytes of a text that are searched at once, and what two pieces of it share. */
#define PIECE  ((size_t)4096)
#define SHARED ((size_t)512)

/*
 * True between two letters of scripts that part words, in which no word begins or ends. In the others
 * (Chinese, Japanese, Thai, …) and in Korean, whose particles are joined to words, any place will do.
 */
#define PARTED                                                                                     \
    "[^\\W\\p{Han}\\p{Hiragana}\\p{Katakana}\\p{Hangul}\\p{Thai}\\p{Lao}\\p{Khmer}\\p{Myanmar}]"
#define BOUNDARY "(?!(?<=" PARTED ")" PARTED ")"

struct pattern {
    pcre2_code *code;
    bool counted; /* its steps are counted; without, it takes linear time */
};

/* -- Compiling -------------------------------------------------------------------------------- */

/* How a pattern is written. */
struct form {
    str body;
    bool expression;
    bool caseless;
};

static bool is_flags(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("gimsuxy", s.p[i]) || !s.p[i])
            return false;
    return s.n <= 3;
}

static bool read_form(str s, struct form *form, struct err *err)
{
    *form = (struct form){s, false, true};
    size_t end = s.n;
    while (end > 0 && s.p[end - 1] != '/')
        end--;
    str flags = str_slice(s, end, s.n);
    if (str_starts(s, STR("/")) && end > 1 && is_flags(flags)) {
        *form = (struct form){str_slice(s, 1, end - 1), true, str_is(flags, "i")};
        if (flags.n && !form->caseless) {
            err_set(err, ERR_CONFIG, "a pattern has no flag \"%.*s\"", STR_ARGS(flags));
            return err_hint(err, "write /…/ or, for upper and lower case alike, /…/i");
        }
    }
    return form->body.n > 0 || err_set(err, ERR_CONFIG, "the pattern is empty");
}

/* Appends text as it stands: a backslash before whatever is no letter, digit or part of a longer
 * character is always only that character. */
static void quote(struct buf *out, str text)
{
    bool space = false;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool plain =
            c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
        if (c == ' ' && !space)
            buf_addz(out, "[^\\S\n]+");
        else if (c != ' ' && !plain)
            buf_addc(out, '\\');
        if (c != ' ')
            buf_addc(out, text.p[i]);
        space = c == ' ';
    }
}

/* The expression for words. They are looked at before the boundary, which takes far longer. */
static void quote_words(struct buf *out, str words)
{
    buf_addz(out, "(?=");
    quote(out, words);
    buf_addz(out, ")" BOUNDARY);
    quote(out, words);
    buf_addz(out, BOUNDARY);
}

/* Composed (NFC), as texts are. False: not UTF-8, or it has a NUL. */
static bool compose(struct buf *out, str s)
{
    utf8proc_uint8_t *composed = NULL;
    if (str_find_char(s, '\0', 0) != SIZE_MAX)
        return false;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n,
                                      &composed, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (n >= 0)
        buf_add(out, (str){(const char *)composed, (size_t)n});
    free(composed);
    return n >= 0;
}

static bool refuse(int code, size_t at, str expression, struct err *err)
{
    PCRE2_UCHAR why[160];
    pcre2_get_error_message(code, why, sizeof why);
    size_t place = utf8_count(str_slice(expression, 0, at));
    err_set(err, ERR_CONFIG, "the pattern is no regular expression: %s (behind character %zu)",
            (const char *)why, place);
    return err_hint(err, "to find a text as it stands, leave out the slashes");
}

static struct pattern *compile(const struct form *form, struct err *err)
{
    struct buf composed = buf_init(LIMIT_PATTERN), source = buf_init(16 * LIMIT_PATTERN);
    struct pattern *pattern = NULL;
    int code;
    PCRE2_SIZE at;
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C;
    options |= form->caseless ? PCRE2_CASELESS : 0;
    options |= form->expression ? PCRE2_AUTO_CALLOUT | PCRE2_MULTILINE : 0;
    if (!compose(&composed, form->body))
        err_set(err, ERR_CONFIG, "the pattern is no text");
    else if (form->expression)
        buf_add(&source, buf_str(&composed));
    else
        quote_words(&source, buf_str(&composed));
    if (composed.over || source.over)
        err_set(err, ERR_LIMIT, "the pattern is longer than %zu bytes", LIMIT_PATTERN);
    if (!err->code) {
        pattern = mem_alloc(sizeof *pattern);
        pattern->counted = form->expression;
        pattern->code = pcre2_compile((PCRE2_SPTR)source.p, source.n, options, &code, &at, NULL);
        if (!pattern->code) {
            refuse(code, at, buf_str(&source), err);
            pattern_free(pattern);
            pattern = NULL;
        }
    }
    buf_release(&composed);
    buf_release(&source);
    return pattern;
}

struct pattern *pattern_new(str s, struct err *err)
{
    struct form form;
    return read_form(s, &form, err) ? compile(&form, err) : NULL;
}

void pattern_free(struct pattern *pattern)
{
    if (!pattern)
        return;
    pcre2_code_free(pattern->code);
    free(pattern);
}

/* -- Matching --------------------------------------------------------------------------------- */

/* One text being searched. */
struct search {
    const struct pattern *pattern;
    pcre2_match_data *data;
    pcre2_match_context *context;
    size_t steps;
};

/* Called before each item that is tried. */
static int count_step(pcre2_callout_block *block, void *context)
{
    struct search *search = context;
    (void)block;
    return ++search->steps > LIMIT_PATTERN_STEPS ? PCRE2_ERROR_CALLOUT : 0;
}

/* The beginning of the character that byte `at` belongs to. */
static size_t char_start(str text, size_t at)
{
    for (int i = 0; i < 3 && ((unsigned char)text.p[at] & 0xC0) == 0x80; i++)
        at--;
    return at;
}

/* Where the piece of the text that begins at `from` ends: between words if that is near. */
static size_t piece_end(const struct search *search, str text, size_t from)
{
    if (!search->pattern->counted || text.n - from <= PIECE)
        return text.n;
    for (size_t end = from + PIECE; end > from + PIECE / 2; end--)
        if (text.p[end - 1] == ' ' || text.p[end - 1] == '\n')
            return end;
    return char_start(text, from + PIECE);
}

/* Below 0: it is not there, a limit was reached, or the text is not UTF-8. */
static int search_text(struct search *search, str text)
{
    const char *p = text.n ? text.p : "";
    for (size_t from = 0;;) {
        size_t end = piece_end(search, text, from);
        int found = pcre2_match(search->pattern->code, (PCRE2_SPTR)p, end, from,
                                end < text.n ? PCRE2_NOTEOL : 0, search->data, search->context);
        if (found != PCRE2_ERROR_NOMATCH || end == text.n)
            return found;
        from = char_start(text, end - SHARED);
    }
}

/* For PCRE2, so that running out of memory ends the program here as well. */
static void *take_memory(size_t n, void *unused)
{
    (void)unused;
    return mem_alloc(n);
}

static void give_memory(void *p, void *unused)
{
    (void)unused;
    free(p);
}

bool pattern_found(const struct pattern *pattern, str text)
{
    pcre2_general_context *memory = pcre2_general_context_create(take_memory, give_memory, NULL);
    struct search search = {
        .pattern = pattern,
        .data = pcre2_match_data_create(1, memory),
        .context = pcre2_match_context_create(memory),
    };
    pcre2_set_match_limit(search.context, LIMIT_PATTERN_MATCH);
    pcre2_set_heap_limit(search.context, LIMIT_PATTERN_HEAP);
    if (pattern->counted)
        pcre2_set_callout(search.context, count_step, &search);
    int found = search_text(&search, utf8_cut(text, LIMIT_PATTERN_TEXT));
    pcre2_match_data_free(search.data);
    pcre2_match_context_free(search.context);
    pcre2_general_context_free(memory);
    return found >= 0;
}
