/*
 * Building the body of a plain text: blocks go in one after the other, markup comes out.
 *
 * cmark's nodes are what is built, so cmark does all escaping. Blocks at the top are rendered and
 * freed in portions, so that memory does not grow with the text.
 */
#ifndef DIGEST_PARSE_PLAIN_BUILD_H
#define DIGEST_PARSE_PLAIN_BUILD_H

#include "digest/arena.h"
#include "digest/buf.h"

struct cmark_node;

/* The body being built. */
struct build {
    struct buf *out;
    struct arena *a; /* for URLs */
    struct buf scratch;
    struct cmark_node *document;
    struct cmark_node *open; /* the innermost open block */
    size_t blocks;           /* in the document so far */
    size_t links;            /* made so far, of the whole text */
};

/* A list's kind. */
struct build_list {
    bool ordered;
    bool paren;     /* "1)" */
    unsigned start; /* of ordered ones */
};

/* Starts a body whose markup is appended to out. End it with build_finish. */
void build_init(struct build *b, struct arena *a, struct buf *out);

/* Renders what is left and releases b. Open blocks are closed. */
void build_finish(struct build *b);

/* Opens a block quote, a list or an item of the open list, or a paragraph. */
void build_open_quote(struct build *b);
void build_open_list(struct build *b, struct build_list list);
void build_open_item(struct build *b);
void build_open_paragraph(struct build *b);

/* Closes the block opened last. */
void build_close(struct build *b);

/* Closes a list; loose ones have blank lines between their items. */
void build_close_list(struct build *b, bool loose);

/* Adds text to the open paragraph: white space folded, URLs made links. */
void build_text(struct build *b, str text);

/* Breaks the line in the open paragraph. */
void build_break(struct build *b);

/* Adds a heading of level 2 to 6, and a thematic break. */
void build_heading(struct build *b, int level, str text);
void build_rule(struct build *b);

#endif
