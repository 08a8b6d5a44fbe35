/* Lists in plain text: bulleted, numbered and lettered, nested by indentation. */
#include "plain.h"

/* How far the next item of a list is looked for: an item is a few lines. */
#define LIST_AHEAD 40
/* Columns by which a nested list, or an item's second paragraph, is indented. */
#define NESTED_INDENT 2

static bool same_list(struct marker a, struct marker b)
{
    return a.kind == b.kind && a.sign == b.sign;
}

/* True when b can be the item behind a: the next number, or the same where all are "1.". */
static bool follows(struct marker a, struct marker b)
{
    return same_list(a, b) && (a.kind == MARKER_BULLET || b.number == a.number + 1 ||
                               (a.number == 1 && b.number == 1));
}

static bool same_indent(const struct lines *lines, size_t i, size_t j)
{
    uint32_t a = lines->items[i].indent, b = lines->items[j].indent;
    return a > b ? a - b < NESTED_INDENT : b - a < NESTED_INDENT;
}

/* True when line j, which has no marker, goes on with the item that begins at line i. */
static bool continues(const struct lines *lines, size_t i, size_t j)
{
    if (lines->items[j].text.p[0] == '>' || text_is_rule(lines->items[j].text))
        return false;
    return lines->items[j].indent > lines->items[i].indent || lines_full(lines, j - 1);
}

/* True when another item follows the one at line i. */
static bool has_second(const struct lines *lines, size_t i, struct marker first)
{
    for (size_t j = i + 1; j < lines->count && j - i <= LIST_AHEAD; j++) {
        if (lines_blank(lines, j))
            continue;
        struct marker m = marker_read(lines->items[j].text);
        bool outer = lines->items[j].indent <= lines->items[i].indent + 1;
        if (m.kind != MARKER_NONE && outer && same_indent(lines, i, j))
            return follows(first, m);
        if (outer && (lines_blank(lines, j - 1) || !continues(lines, i, j)))
            return false;
    }
    return false;
}

bool plain_list_starts(const struct lines *lines, size_t i)
{
    struct marker m = marker_read(lines->items[i].text);
    if (m.kind == MARKER_NONE)
        return false;
    /* One "- item" is a list. One "7. Mai" is a date, one "– Ja." is said by somebody. */
    if (m.kind == MARKER_BULLET && m.sign != '+' && m.sign != 0x2013)
        return true;
    return has_second(lines, i, m);
}

/* True when line j begins an item: the next one of the list whose item at line i has marker m, one
 * of an outer list, or the first of a nested one. */
static bool begins_item(const struct lines *lines, size_t i, struct marker m, size_t j)
{
    struct marker other = marker_read(lines->items[j].text);
    if (other.kind == MARKER_NONE)
        return false;
    return (same_indent(lines, i, j) && follows(m, other)) ||
           lines->items[j].indent + NESTED_INDENT <= lines->items[i].indent ||
           plain_list_starts(lines, j);
}

/* Builds a paragraph of the item at line i, which begins with `first` in line j; returns the line
 * behind it. */
static size_t read_text(struct plain *p, const struct lines *lines, size_t i, size_t j, str first)
{
    struct marker m = marker_read(lines->items[i].text);
    plain_join_start(p);
    plain_join(p, first);
    for (j++; !lines_blank(lines, j); j++) {
        if (!continues(lines, i, j) || begins_item(lines, i, m, j))
            break;
        plain_join(p, lines->items[j].text);
    }
    plain_join_end(p);
    return j;
}

/* Reads what belongs to the item at line i behind its first paragraph, from line j on: nested lists
 * and, which makes the list loose, further paragraphs. */
static size_t read_rest(struct plain *p, const struct lines *lines, size_t i, size_t j,
                        unsigned depth, bool *loose)
{
    for (;;) {
        size_t next = lines_blank(lines, j) ? j + 1 : j;
        if (next >= lines->count ||
            lines->items[next].indent < lines->items[i].indent + NESTED_INDENT)
            return j;
        if (depth < PLAIN_DEPTH && plain_list_starts(lines, next)) {
            j = plain_read_list(p, lines, next, depth + 1);
        } else if (next > j && marker_read(lines->items[next].text).kind == MARKER_NONE) {
            *loose = true;
            j = read_text(p, lines, i, next, lines->items[next].text);
        } else {
            return j;
        }
    }
}

size_t plain_read_list(struct plain *p, const struct lines *lines, size_t i, unsigned depth)
{
    struct marker m = marker_read(lines->items[i].text);
    size_t first = i;
    bool loose = false;
    build_open_list(&p->build,
                    (struct build_list){m.kind != MARKER_BULLET, m.sign != '.', m.number});
    for (;;) {
        str text = lines->items[i].text;
        build_open_item(&p->build);
        size_t j = read_text(p, lines, i, i, str_slice(text, m.length, text.n));
        j = read_rest(p, lines, i, j, depth, &loose);
        build_close(&p->build);

        size_t next = lines_blank(lines, j) ? j + 1 : j;
        struct marker following = {0};
        if (next < lines->count && same_indent(lines, first, next))
            following = marker_read(lines->items[next].text);
        if (following.kind == MARKER_NONE || !follows(m, following)) {
            build_close_list(&p->build, loose);
            return j;
        }
        loose |= next > j;
        i = next;
        m = following;
    }
}
