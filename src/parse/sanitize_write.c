/*
 * The tree as markup, byte for byte what a browser's innerHTML gives for the tree it builds from
 * it; and as plain text.
 */
#include "digest/limits.h"
#include "sanitize_tree.h"

/* Appends s with the characters of `special` escaped, and U+00A0 always. */
static void add_escaped(struct buf *out, str s, const char *special)
{
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        const char *escape = 0;
        size_t bytes = 1;
        if (c == (char)0xC2 && i + 1 < s.n && s.p[i + 1] == (char)0xA0) {
            escape = "&nbsp;";
            bytes = 2;
        } else if (c && strchr(special, c)) {
            escape = c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&quot;";
        }
        if (!escape)
            continue;
        buf_add(out, str_slice(s, from, i));
        buf_addz(out, escape);
        from = i + bytes;
        i += bytes - 1;
    }
    buf_add(out, str_slice(s, from, s.n));
}

static void add_attribute(struct buf *out, const char *name, str value)
{
    buf_addc(out, ' ');
    buf_addz(out, name);
    buf_addz(out, "=\"");
    add_escaped(out, value, "&<>\"");
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

/* Room that every open element's end tag finds at the end. */
#define END_ROOM (LIMIT_HTML_DEPTH * sizeof "</blockquote>")

static void write_node(struct buf *out, const struct node *n, bool *whole)
{
    /* An element is written only if its start tag and all end tags surely fit. */
    size_t worst = n->text.n * 6 + n->id.n * 6 + 256;
    for (size_t i = 0; n->attrs && i < n->attrs->count; i++)
        worst += n->attrs->items[i].value.n * 6 + 16;
    if (out->n + worst + END_ROOM > out->max) {
        *whole = false;
        return;
    }
    if (n->element == EL_TEXT) {
        add_escaped(out, n->text, "&<>");
        return;
    }
    write_start(out, n);
    for (const struct node *child = n->first; child; child = child->next)
        write_node(out, child, whole);
    if (!is_void(n->element))
        buf_addf(out, "</%s>", element_name(n->element));
}

bool tree_write(struct buf *out, const struct node *root)
{
    bool whole = true;
    for (const struct node *n = root->first; n; n = n->next) {
        if (n != root->first)
            buf_addc(out, '\n');
        write_node(out, n, &whole);
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
        if (block || n->element == EL_BR)
            end_line(out);
        buf_add(out, n->text);
        tree_write_text(out, n);
        if (block)
            end_line(out);
    }
}
