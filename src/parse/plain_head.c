/*
 * The head and the foot of a plain text: title, dek, byline, dates, tags, origin.
 *
 * The first line is the title. One line directly below it, before the first blank line, is the dek;
 * so is one between the title and a line about the article, such as the byline. Lines about the
 * article are taken off wherever they stand together near the top, and off the end.
 */
#include "digest/limits.h"
#include "digest/sanitize.h"
#include "digest/utf8.h"
#include "plain.h"

/* A first line with more is a paragraph: only its first sentence is the title. */
#define TITLE_COLUMNS 200
/* A second line with more is a paragraph. */
#define DEK_COLUMNS 300
/* Lines that a wrapped dek has at most. */
#define DEK_LINES 4
/* Lines about the article looked for below the title and at the end. */
#define META_LINES 12
/* Lines of a block of pairs; mail can have many. */
#define BLOCK_LINES 50

static str line_text(const struct plain *p, size_t i)
{
    return lines_blank(&p->lines, i) ? (str){0} : p->lines.items[i].text;
}

static size_t skip_blank(const struct plain *p, size_t i)
{
    while (i < p->to && lines_blank(&p->lines, i))
        i++;
    return i;
}

/* -- The foot --------------------------------------------------------------------------------- */

/* What press releases and manuscripts end with. */
static bool is_end_mark(str text)
{
    static const char *const marks[] = {"###",  "# # #",  "-30-",     "- 30 -", "–30–",
                                        "ENDS", "-ENDS-", "- ENDS -", "(END)"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_is(text, marks[i]))
            return true;
    return text_is_rule(text);
}

/* Takes lines about the article, end marks and rules off the end, but never line `least`. */
static void read_foot(struct plain *p, size_t least)
{
    for (int n = 0; n < META_LINES && p->to > least + 1; n++) {
        str text = line_text(p, p->to - 1);
        if (text.n && !is_end_mark(text) && !meta_line_read(p->job, text, META_FOOT, p->meta))
            return;
        p->to--;
    }
}

/* -- A block of "Key: value" lines ------------------------------------------------------------ */

/* One value with the lines that continue it, which are indented. */
static str whole_pair(struct plain *p, size_t *i)
{
    str text = line_text(p, *i);
    for (++*i; *i < p->to && !lines_blank(&p->lines, *i) && p->lines.items[*i].indent > 0; ++*i)
        text = arena_printf(p->job->a, "%.*s %.*s", STR_ARGS(text), STR_ARGS(line_text(p, *i)));
    return text;
}

/*
 * Reads a block such as a mail's header, which ends with a blank line: two lines at least, every
 * one a pair, the first of a known kind, and one of them the title. Returns the line behind it, or
 * `from` when there is no such block.
 */
static size_t read_block(struct plain *p, size_t from)
{
    struct meta read = *p->meta;
    size_t i = from, pairs = 0;
    while (i < p->to && !lines_blank(&p->lines, i)) {
        if (!meta_line_is_pair(line_text(p, i)) || pairs >= BLOCK_LINES)
            return from;
        bool known = meta_line_read(p->job, whole_pair(p, &i), META_BLOCK, &read);
        if (pairs++ == 0 && !known)
            return from;
    }
    if (pairs < 2 || read.title.n == 0)
        return from;
    *p->meta = read;
    return i;
}

/* -- The title -------------------------------------------------------------------------------- */

/* "# Title #", "Title: The title". */
static str strip_title(str text)
{
    static const char *const words[] = {"title:", "headline:"};
    size_t signs = 0;
    while (signs < text.n && text.p[signs] == '#')
        signs++;
    if (signs && signs <= 6 && signs < text.n && text.p[signs] == ' ') {
        text = str_trim(str_slice(text, signs, text.n));
        while (text.n > 1 && text.p[text.n - 1] == '#')
            text = str_trim(str_slice(text, 0, text.n - 1));
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);
        if (text.n > n && str_eq_nocase(str_slice(text, 0, n), str_of(words[i])))
            return str_trim(str_slice(text, n, text.n));
    }
    return text;
}

/* A title that was wrapped goes on in the second line: the first is full, the second begins with a
 * small letter, and ends the block. */
static bool title_goes_on(const struct plain *p, size_t i)
{
    size_t at = 0;
    str next = line_text(p, i + 1);
    if (!lines_full(&p->lines, i) || !lines_blank(&p->lines, i + 2) || next.n == 0 ||
        text_is_closed(line_text(p, i)) || text_ends_sentence(next))
        return false;
    uint32_t first = utf8_next(next, &at);
    return utf8_is_word(first) && !utf8_is_upper(first) && !(first >= '0' && first <= '9');
}

/* Lines before the title that say only what kind of text this is. */
static bool is_kind_of_text(str text)
{
    return str_eq_nocase(text, STR("for immediate release")) ||
           str_eq_nocase(text, STR("press release")) || str_eq_nocase(text, STR("news release")) ||
           text_is_rule(text);
}

/* The first sentence of a text, cut when it is too long for a title. */
static str first_sentence(struct arena *a, str text)
{
    str sentences = text_summary(a, text, TITLE_COLUMNS);
    for (;;) {
        str fewer = text_summary(a, text, sentences.n ? sentences.n - 1 : 0);
        if (fewer.n == 0 || fewer.n >= sentences.n || str_ends(fewer, STR("…")))
            return sentences;
        sentences = fewer;
    }
}

/* Reads the title in the lines from i; returns the line behind it, or i itself when what stands
 * there is a paragraph and belongs to the body, too. */
static size_t read_title(struct plain *p, size_t i)
{
    struct arena *a = p->job->a;
    size_t next = i + 1;
    str text = strip_title(line_text(p, i));
    if (p->lines.items[i].columns > TITLE_COLUMNS) {
        p->meta->title = first_sentence(a, text_clean(a, text, LIMIT_FIELD));
        return i;
    }
    if (title_goes_on(p, i)) {
        text = arena_printf(a, "%.*s %.*s", STR_ARGS(text), STR_ARGS(line_text(p, next)));
        next++;
    }
    p->meta->title = text_clean(a, text, LIMIT_TITLE);
    return next < p->to && text_is_underline(line_text(p, next)) ? next + 1 : next;
}

/* -- Between title and body ------------------------------------------------------------------- */

/* "LONDON (Reuters) - …", "BERLIN, May 7 — …": how a report begins, and no dek does. */
static bool has_dateline(const struct plain *p, str text)
{
    struct stamp ignored;
    str head = str_slice(text, 0, 80);
    size_t agency = str_find(head, STR(" ("), 0), end = str_find(head, STR(") "), 0);
    bool dash = end < head.n &&
                (head.p[end + 2] == '-' || str_has(str_slice(head, end, head.n), STR("—")) ||
                 str_has(str_slice(head, end, head.n), STR("–")));
    return (dash && agency < end && text_is_capitals(str_slice(head, 0, agency))) ||
           text_date_of_dateline(p->job, text, &ignored);
}

/* True when line i can be a dek: a phrase or sentence, nothing that begins a block of its own. */
static bool is_dek(const struct plain *p, size_t i)
{
    const struct line *line = &p->lines.items[i];
    return line->text.n && line->columns <= DEK_COLUMNS && line->text.p[0] != '>' &&
           line->text.p[0] != '#' && !text_is_rule(line->text) &&
           marker_read(line->text).kind == MARKER_NONE &&
           !(i + 1 < p->to && text_is_underline(line_text(p, i + 1))) &&
           !has_dateline(p, line->text);
}

/* The line behind the dek that may begin at line i: one line, or in a wrapped text a few. i: none. */
static size_t dek_end(const struct plain *p, size_t i)
{
    size_t end = i;
    while (end < p->to && end - i < DEK_LINES && is_dek(p, end) &&
           !meta_line_read(p->job, line_text(p, end), META_HEAD, &(struct meta){0}))
        if (!lines_full(&p->lines, end++))
            break;
    return end;
}

/* The columns of the paragraph that begins at line i of a wrapped text. */
static size_t paragraph_columns(const struct plain *p, size_t i)
{
    size_t columns = 0;
    for (; i < p->to && !lines_blank(&p->lines, i); i++) {
        columns += p->lines.items[i].columns;
        if (lines_end_paragraph(&p->lines, i))
            break;
    }
    return columns;
}

/* True when the lines, right below the title and before a blank one, are a dek and not the first
 * paragraph: one line, or in a wrapped text one sentence that is clearly shorter than what follows. */
static bool is_dek_block(struct plain *p, size_t from, size_t end)
{
    if (end != p->to && !lines_blank(&p->lines, end))
        return false;
    if (end == from + 1)
        return true;
    size_t columns = 0;
    for (size_t i = from; i < end; i++) {
        columns += p->lines.items[i].columns;
        if (i + 1 < end && text_ends_sentence(line_text(p, i)))
            return false;
    }
    return columns <= DEK_COLUMNS && paragraph_columns(p, end + 1) * 2 > columns * 3;
}

static void set_dek(struct plain *p, size_t from, size_t to)
{
    plain_join_start(p);
    for (size_t i = from; i < to; i++)
        plain_join(p, line_text(p, i));
    if (p->meta->dek.n == 0)
        p->meta->dek = text_clean(p->job->a, buf_str(&p->joined), LIMIT_FIELD);
}

/* Takes lines about the article from i on; returns the line behind the last one. */
static size_t read_meta_lines(struct plain *p, size_t i)
{
    size_t end = i;
    for (int n = 0; n < META_LINES; n++, end = i) {
        i = skip_blank(p, i);
        if (i >= p->to || !meta_line_read(p->job, line_text(p, i), META_HEAD, p->meta))
            break;
        i++;
    }
    return end;
}

/* Reads what stands between the title and the body, from line i on; returns the body's first. */
static size_t read_below_title(struct plain *p, size_t i)
{
    size_t start = read_meta_lines(p, i);
    size_t from = skip_blank(p, start), end = dek_end(p, from);
    if (end == from)
        return start;
    struct meta before = *p->meta;
    size_t behind = read_meta_lines(p, end);
    bool named = behind > end && skip_blank(p, behind) < p->to;
    /* Without a byline below it, no blank line parts the dek from the title. */
    bool alone = from == start && is_dek_block(p, from, end);
    for (size_t k = i; k < start; k++)
        alone &= !lines_blank(&p->lines, k);
    if (!named && !alone) {
        *p->meta = before;
        return start;
    }
    set_dek(p, from, end);
    return behind;
}

void plain_read_ends(struct plain *p)
{
    p->from = 0;
    p->to = p->lines.count;
    if (p->front->title.n) {
        /* The first line is body, unless it is the title once more. */
        str first = text_clean(p->job->a, strip_title(line_text(p, 0)), LIMIT_TITLE);
        bool again = p->to && str_eq(first, p->front->title);
        read_foot(p, 0);
        p->from = again ? read_below_title(p, read_title(p, 0)) : 0;
        return;
    }
    while (p->from + 1 < p->to && is_kind_of_text(line_text(p, p->from)))
        p->from = skip_blank(p, p->from + 1);
    if (p->from >= p->to)
        return;
    read_foot(p, p->from);
    size_t behind = read_block(p, p->from);
    if (behind == p->from)
        behind = read_title(p, p->from);
    p->from = behind == p->from ? behind : read_below_title(p, behind);
}
