/* Plain text's blocks as cmark nodes. Links are found here, by RFC 3986's characters. */
#include "plain_build.h"

#include <cmark.h>
#include <stdlib.h>

#include "digest/limits.h"
#include "digest/utf8.h"

/* Blocks rendered at a time; a paragraph takes some 500 bytes while it is a tree. */
#define PORTION 1000

void build_init(struct build *b, struct arena *a, struct buf *out)
{
    *b = (struct build){.out = out, .a = a, .scratch = buf_init(3 * LIMIT_TEXT_FILE)};
    b->document = b->open = cmark_node_new(CMARK_NODE_DOCUMENT);
}

static void render(struct build *b)
{
    char *markup = cmark_render_html(b->document, CMARK_OPT_DEFAULT);
    buf_addz(b->out, markup);
    free(markup);
    cmark_node_free(b->document);
}

void build_finish(struct build *b)
{
    render(b);
    buf_release(&b->scratch);
    b->document = b->open = NULL;
}

/* -- Blocks ----------------------------------------------------------------------------------- */

static cmark_node *add_node(struct build *b, cmark_node_type type)
{
    cmark_node *node = cmark_node_new(type);
    cmark_node_append_child(b->open, node);
    return node;
}

static cmark_node *add_block(struct build *b, cmark_node_type type)
{
    if (b->open == b->document && ++b->blocks > PORTION) {
        render(b);
        b->document = b->open = cmark_node_new(CMARK_NODE_DOCUMENT);
        b->blocks = 1;
    }
    return add_node(b, type);
}

void build_open_quote(struct build *b)
{
    b->open = add_block(b, CMARK_NODE_BLOCK_QUOTE);
}

void build_open_list(struct build *b, struct build_list list)
{
    b->open = add_block(b, CMARK_NODE_LIST);
    cmark_node_set_list_type(b->open, list.ordered ? CMARK_ORDERED_LIST : CMARK_BULLET_LIST);
    if (list.ordered) {
        cmark_node_set_list_start(b->open, (int)list.start);
        cmark_node_set_list_delim(b->open, list.paren ? CMARK_PAREN_DELIM : CMARK_PERIOD_DELIM);
    }
}

void build_open_item(struct build *b)
{
    b->open = add_block(b, CMARK_NODE_ITEM);
}

void build_open_paragraph(struct build *b)
{
    b->open = add_block(b, CMARK_NODE_PARAGRAPH);
}

void build_close(struct build *b)
{
    b->open = cmark_node_parent(b->open);
}

void build_close_list(struct build *b, bool loose)
{
    cmark_node_set_list_tight(b->open, !loose);
    build_close(b);
}

void build_rule(struct build *b)
{
    add_block(b, CMARK_NODE_THEMATIC_BREAK);
}

/* -- Text and links --------------------------------------------------------------------------- */

/* Adds a text node, white space folded; text has no NUL. */
static void add_literal(struct build *b, str text)
{
    bool space = false;
    if (text.n == 0)
        return;
    buf_reset(&b->scratch);
    for (size_t i = 0; i < text.n; i++) {
        bool white = text.p[i] == ' ' || text.p[i] == '\t';
        if (!white || !space)
            buf_addc(&b->scratch, white ? ' ' : text.p[i]);
        space = white;
    }
    cmark_node_set_literal(add_node(b, CMARK_NODE_TEXT), b->scratch.p);
}

/* Characters that end a URL wherever they stand: white space, quotes and brackets, punctuation of
 * scripts that put no space behind it, and East Asian letters, which follow without one. */
static bool ends_url(uint32_t c)
{
    if (c < 0x80)
        return c <= ' ' || strchr("<>\"`{}|\\^", (int)c) != NULL;
    return c == 0xA0 || c == 0xAB || c == 0xBB || (c >= 0x2000 && c <= 0x206F) || c >= 0x2E80;
}

/* The length of s, which begins with a URL, up to its end. What closes the sentence around it is not
 * part of it, nor is a bracket that it did not open. */
static size_t url_length(str s)
{
    size_t end = 0;
    for (size_t at = 0; at < s.n && at <= LIMIT_URL; end = at)
        if (ends_url(utf8_next(s, &at)))
            break;
    long open = 0;
    for (size_t i = 0; i < end; i++)
        open += (s.p[i] == '(') - (s.p[i] == ')');
    while (end > 0) {
        char last = s.p[end - 1];
        if (last == ')' && open < 0)
            open++;
        else if (!strchr(".,:;!?'*_]", last))
            break;
        end--;
    }
    return end;
}

/* Finds the next URL in text at or after `from`: its start, with its length in *length. SIZE_MAX:
 * there is none. */
static size_t find_url(str text, size_t from, size_t *length)
{
    for (size_t at = from; (at = str_find(text, STR("://"), at)) != SIZE_MAX; at += 3) {
        size_t scheme = 0;
        if (at >= 5 + from && str_eq_nocase(str_slice(text, at - 5, at), STR("https")))
            scheme = 5;
        else if (at >= 4 + from && str_eq_nocase(str_slice(text, at - 4, at), STR("http")))
            scheme = 4;
        size_t start = at - scheme;
        bool inside = scheme && start > 0 &&
                      (((text.p[start - 1] | 0x20) >= 'a' && (text.p[start - 1] | 0x20) <= 'z'));
        if (scheme == 0 || inside)
            continue;
        *length = url_length(str_slice(text, start, text.n));
        if (*length > scheme + 3 && *length <= LIMIT_URL)
            return start;
        if (*length > LIMIT_URL)
            at = start + *length - 3; /* not to look at it again from each "://" in it */
    }
    return SIZE_MAX;
}

/* Adds text to the innermost open node, with its URLs as links. */
static void add_inlines(struct build *b, str text)
{
    size_t from = 0, length, at;
    while (b->links < LIMIT_TEXT_LINKS && (at = find_url(text, from, &length)) != SIZE_MAX) {
        b->links++;
        str url = str_slice(text, at, at + length);
        add_literal(b, str_slice(text, from, at));
        b->open = add_node(b, CMARK_NODE_LINK);
        cmark_node_set_url(b->open, arena_copy(b->a, url).p);
        add_literal(b, url);
        build_close(b);
        from = at + length;
    }
    add_literal(b, str_slice(text, from, text.n));
}

void build_text(struct build *b, str text)
{
    add_inlines(b, text);
}

void build_break(struct build *b)
{
    add_node(b, CMARK_NODE_LINEBREAK);
}

void build_heading(struct build *b, int level, str text)
{
    b->open = add_block(b, CMARK_NODE_HEADING);
    cmark_node_set_heading_level(b->open, level);
    add_inlines(b, text);
    build_close(b);
}
