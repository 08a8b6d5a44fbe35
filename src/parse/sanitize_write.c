/*
 * The tree as markup, byte for byte what a browser's innerHTML gives for the tree it builds from
 * it; and as plain text.
 */
#include "digest/limits.h"
#include "sanitize_tree.h"

/* The reference for the character at byte i of s, null when it may stand as it is. */
static const char *reference_at(str s, size_t i, bool attribute)
{
    switch (s.p[i]) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return attribute ? "&quot;" : 0;
    case (char)0xC2: return i + 1 < s.n && s.p[i + 1] == (char)0xA0 ? "&nbsp;" : 0;
    default: return 0;
    }
}

/* The first byte at or after `at` that may need a reference. */
static size_t next_special(str s, size_t at)
{
    static const bool special[256] = {
        ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, [0xC2] = true,
    };
    while (at < s.n && !special[(unsigned char)s.p[at]])
        at++;
    return at;
}

static void add_escaped(struct buf *out, str s, bool attribute)
{
    size_t from = 0;
    for (size_t i = 0; (i = next_special(s, i)) < s.n; i++) {
        const char *reference = reference_at(s, i, attribute);
        if (!reference)
            continue;
        buf_add(out, str_slice(s, from, i));
        buf_addz(out, reference);
        i += s.p[i] == (char)0xC2;
        from = i + 1;
    }
    buf_add(out, str_slice(s, from, s.n));
}

static void add_attribute(struct buf *out, const char *name, str value)
{
    buf_addc(out, ' ');
    buf_addz(out, name);
    buf_addz(out, "=\"");
    add_escaped(out, value, true);
    buf_addc(out, '"');
}

/* An id may hold any letter; in a URL what is not ASCII is percent-encoded. */
static void add_fragment(struct buf *out, str href)
{
    buf_addz(out, " href=\"");
    for (size_t i = 0; i < href.n; i++) {
        unsigned char c = (unsigned char)href.p[i];
        if (c < 0x80)
            buf_addc(out, (char)c);
        else
            buf_addf(out, "%%%02X", c);
    }
    buf_addc(out, '"');
}

static void write_start(struct buf *out, const struct node *n)
{
    buf_addc(out, '<');
    buf_addz(out, element_name(n->element));
    for (size_t i = 0; n->attrs && i < n->attrs->count; i++) {
        const struct attr *a = &n->attrs->items[i];
        if (strcmp(a->name, ELSEWHERE) == 0)
            continue;
        if (strcmp(a->name, "href") == 0 && a->value.n > 0 && a->value.p[0] == '#')
            add_fragment(out, a->value);
        else
            add_attribute(out, a->name, a->value);
    }
    if (n->id.n > 0)
        add_attribute(out, "id", n->id);
    if (n->element == EL_IMG)
        buf_addz(out, " loading=\"lazy\" decoding=\"async\" referrerpolicy=\"no-referrer\"");
    buf_addc(out, '>');
}

static bool is_void(enum element e)
{
    return e == EL_BR || e == EL_WBR || e == EL_IMG || e == EL_HR;
}

static void write_end(struct buf *out, enum element e)
{
    buf_addz(out, "</");
    buf_addz(out, element_name(e));
    buf_addc(out, '>');
}

/* Room that every open element's end tag finds at the end. */
#define END_ROOM (LIMIT_HTML_DEPTH * sizeof "</blockquote>")
/* Text is written in pieces of this size, so that one that is too long is cut, not left out. */
#define PIECE 4096
/* The most bytes that one byte of text is written as. */
#define ESCAPED_MAX 6

static bool fits(const struct buf *out, size_t bytes)
{
    return out->n + bytes * ESCAPED_MAX + END_ROOM <= out->max;
}

static bool write_text(struct buf *out, str text)
{
    while (text.n > 0) {
        size_t n = text.n < PIECE ? text.n : PIECE;
        while (n < text.n && ((unsigned char)text.p[n] & 0xC0) == 0x80)
            n--;
        if (!fits(out, n))
            return false;
        add_escaped(out, str_slice(text, 0, n), false);
        text = str_slice(text, n, text.n);
    }
    return true;
}

static bool start_fits(const struct buf *out, const struct node *n)
{
    size_t bytes = n->id.n + 40;
    for (size_t i = 0; n->attrs && i < n->attrs->count; i++)
        bytes += n->attrs->items[i].value.n + 16;
    return fits(out, bytes);
}

/* False when something had to be left out: then nothing more is written but end tags. */
static bool write_node(struct buf *out, const struct node *n)
{
    if (n->element == EL_TEXT)
        return write_text(out, n->text);
    if (!start_fits(out, n))
        return false;
    write_start(out, n);
    bool whole = true;
    for (const struct node *child = n->first; child && whole; child = child->next)
        whole = write_node(out, child);
    if (!is_void(n->element))
        write_end(out, n->element);
    return whole;
}

bool tree_write(struct buf *out, const struct node *root)
{
    bool whole = true;
    for (const struct node *n = root->first; n && whole; n = n->next) {
        if (n != root->first)
            buf_addc(out, '\n');
        whole = write_node(out, n);
    }
    return whole;
}

/* A line feed, unless the text is at the beginning of a line. */
static void end_line(struct buf *out)
{
    if (out->n > 0 && out->p[out->n - 1] != '\n')
        buf_addc(out, '\n');
}

void tree_write_text(struct buf *out, const struct node *root)
{
    for (const struct node *n = root->first; n; n = n->next) {
        bool block = !element_is_phrasing(n->element);
        if (block)
            end_line(out);
        else if (n->element == EL_BR) /* sentences go on behind it */
            buf_addc(out, ' ');
        buf_add(out, n->text);
        tree_write_text(out, n);
        if (block)
            end_line(out);
    }
}
