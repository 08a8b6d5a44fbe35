/*
 * Markdown → markup, by cmark, with what a hostile file could cost bounded beforehand.
 *
 * Measured with cmark 0.30.2 on fifty patterns of up to 160 kB: time is linear for all but two.
 * "![[]()" repeated takes the square of its length (4.6 s at 160 kB), since each link looks through
 * all image openers before it; and blank lines behind a deeply nested list cost its depth each
 * (3.8 s at 40 kB). Memory is linear, but up to 400 bytes for one byte of markup.
 */
#include <cmark.h>
#include <stdlib.h>

#include "digest/limits.h"
#include "digest/sanitize.h"
#include "text.h"

/* Blank lines in a row that are kept; code blocks with more lose the rest. */
#define BLANK_LINES 8

/* What cmark will have to work on. */
struct cost {
    size_t marks;
    size_t steps;
    size_t images, closers; /* in the paragraph so far */
};

/* Adds up one line; blank ones end a paragraph. */
static void cost_add_line(struct cost *cost, str line)
{
    if (str_trim(line).n == 0) {
        cost->steps += cost->images * cost->closers;
        cost->images = cost->closers = 0;
        return;
    }
    cost->marks++;
    for (size_t i = 0; i < line.n; i++) {
        char c = line.p[i];
        bool digit_before = i > 0 && line.p[i - 1] >= '0' && line.p[i - 1] <= '9';
        cost->marks += c != '\0' && strchr("`\\&<>*_[]!-+", c) != NULL;
        cost->marks += digit_before && (c == '.' || c == ')');
        cost->closers += c == ']';
        cost->images += c == '[' && i > 0 && line.p[i - 1] == '!';
    }
}

static bool check_cost(str text, struct err *err)
{
    struct cost cost = {0};
    for (str line; str_next_line(&text, &line);)
        cost_add_line(&cost, line);
    cost_add_line(&cost, (str){0});
    if (cost.marks > LIMIT_MARKDOWN_MARKS)
        return err_set(err, ERR_LIMIT,
                       "a Markdown article has at most %zu lines and marks, not %zu",
                       LIMIT_MARKDOWN_MARKS, cost.marks);
    if (cost.steps > LIMIT_MARKDOWN_STEPS)
        return err_set(err, ERR_LIMIT, "too many images and links in one paragraph");
    return true;
}

/* Hands the text to cmark, all but the blank lines of a run that are over BLANK_LINES. */
static cmark_node *parse_document(str text)
{
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_UNSAFE);
    size_t blank = 0;
    const char *from = text.p;
    str rest = text;
    for (str line; str_next_line(&rest, &line);) {
        blank = str_trim(line).n ? 0 : blank + 1;
        if (blank > BLANK_LINES) {
            if (line.p > from)
                cmark_parser_feed(parser, from, (size_t)(line.p - from));
            from = text.p + (text.n - rest.n);
        }
    }
    if (text.p + text.n > from)
        cmark_parser_feed(parser, from, (size_t)(text.p + text.n - from));
    cmark_node *document = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    return document;
}

/* The text of a heading, in the arena. */
static str heading_text(cmark_node *heading, struct arena *a)
{
    struct buf text = buf_init(LIMIT_TEXT_FILE);
    cmark_iter *iter = cmark_iter_new(heading);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (event != CMARK_EVENT_ENTER)
            continue;
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
            buf_addz(&text, cmark_node_get_literal(node));
        else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
            buf_addc(&text, ' ');
    }
    cmark_iter_free(iter);
    str clean = text_clean(a, buf_str(&text), LIMIT_TITLE);
    buf_release(&text);
    return clean;
}

static bool is_heading1(cmark_node *node)
{
    return node && cmark_node_get_type(node) == CMARK_NODE_HEADING &&
           cmark_node_get_heading_level(node) == 1;
}

/* Moves every heading a level down when one of level 1 is left: that level is the title's, and the
 * sanitizer would take a leading one for it. */
static void lower_headings(cmark_node *document)
{
    bool found = false;
    for (cmark_node *node = cmark_node_first_child(document); node; node = cmark_node_next(node))
        found |= is_heading1(node);
    for (cmark_node *node = found ? cmark_node_first_child(document) : NULL; node;
         node = cmark_node_next(node)) {
        int level = cmark_node_get_heading_level(node);
        if (level > 0 && level < 6)
            cmark_node_set_heading_level(node, level + 1);
    }
}

/* Takes the leading heading for the title, unless it is another than the front matter's. */
static void take_title(cmark_node *document, struct arena *a, struct meta *meta)
{
    cmark_node *first = cmark_node_first_child(document);
    if (is_heading1(first)) {
        str title = heading_text(first, a);
        if (meta->title.n == 0)
            meta->title = title;
        if (title.n == 0 || str_eq(title, meta->title)) {
            cmark_node_unlink(first);
            cmark_node_free(first);
        }
    }
    lower_headings(document);
}

bool markdown_read(str text, struct arena *a, struct meta *meta, struct buf *out, struct err *err)
{
    if (!check_cost(text, err))
        return false;
    cmark_node *document = parse_document(text);
    take_title(document, a, meta);
    char *markup = cmark_render_html(document, CMARK_OPT_UNSAFE);
    cmark_node_free(document);
    buf_addz(out, markup);
    free(markup);
    if (out->over)
        return err_set(err, ERR_LIMIT, "the article's markup is over %zu MiB", LIMIT_BODY >> 20);
    return true;
}
