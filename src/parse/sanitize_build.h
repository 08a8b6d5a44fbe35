/*
 * The builder's state: which elements of the source are open, which phrasing is active.
 *
 * Blocks and phrasing are kept apart. Open blocks are a stack. Phrasing elements are a list of what
 * is active; each becomes nodes only where content comes that it applies to, in every block anew.
 * So phrasing never contains a block, crossed tags need no repair, and empty elements never arise.
 */
#ifndef DIGEST_PARSE_SANITIZE_BUILD_H
#define DIGEST_PARSE_SANITIZE_BUILD_H

#include "sanitize_tree.h"

/* Source blocks open at once; deeper ones are flattened. Page builders need about 40. */
#define OPEN_MAX 256
/* Phrasing elements active at once. */
#define INLINE_MAX 32
/* Depth at which no further list, quote, table … begins. The parts of one (table, tbody, tr, td, p)
 * and INLINE_MAX fit between this and LIMIT_HTML_DEPTH. */
#define BLOCK_DEPTH_MAX 56
/* Tables inside each other. */
#define TABLE_DEPTH_MAX 3
/* Phrasing elements begun again in a further block, over a whole body: more is a trick. */
#define CLONES_MAX 10000

/* An open block of the source. */
struct open {
    const struct source_element *source; /* null when implied */
    enum element element;                /* EL_TEXT when it has no node */
    struct node *node;                   /* null when only its content counts */
    struct node *holder;                 /* node, or that of the nearest block around */
    size_t inlines;                      /* active phrasing when it began */
    size_t barrier;                      /* end tags inside cannot end phrasing before this */
    size_t table;                        /* index of the innermost table, 0 for none */
    unsigned tables;                     /* real tables around */
};

/* An active phrasing element. */
struct active {
    const struct source_element *source;
    struct attrs *attrs;
    struct node *node; /* in the current line; what holds the line when it is bare */
    bool bare;         /* has nothing that is worth an element */
    bool begun;        /* was made once: another one is a clone */
};

struct builder {
    struct cleaner *c;
    struct open open[OPEN_MAX];
    size_t count;
    size_t lost; /* blocks open beyond OPEN_MAX */
    struct active active[INLINE_MAX];
    size_t active_count;
    size_t active_lost;
    struct node *line; /* the block in which the first `made` active elements have nodes */
    size_t made;
    size_t clones;
    size_t nodes;
    struct buf tail; /* text beyond LIMIT_HTML_NODES */
    str own_id;      /* of the block that is about to begin */
    str *pending;    /* ids waiting for an element to stand on */
    size_t pending_count, pending_cap;
    const struct source_element *skip; /* being left out with content */
    size_t skip_nested;
    bool skip_text;    /* there was text in it */
    struct link media; /* what a skipped video shows */
    bool noscript;     /* inside noscript */
    str last_href;     /* of the last link */
    str images[8];     /* URLs of the last images */
    size_t image_count;
    bool image_of_noscript; /* the last image came from noscript */
};

/* The innermost open block; there always is one. */
struct open *builder_top(struct builder *b);

/* Ends open blocks until only `count` are left. */
void builder_pop(struct builder *b, size_t count);

/* A start tag of ROLE_BLOCK or ROLE_WRAP. */
void block_start(struct builder *b, const struct source_element *source, const struct tag *tag);

/* Its end tag. */
void block_end(struct builder *b, const struct source_element *source);

/* Begins a paragraph (EL_P) or puts a rule (EL_HR). Null where none can stand. */
struct node *block_place(struct builder *b, enum element e);

/* The block that phrasing goes into now; opens a paragraph, list item or cell where none is. */
struct node *block_line(struct builder *b);

/* A node below parent, with the ids that wait; null when LIMIT_HTML_NODES is reached. */
struct node *builder_node(struct builder *b, struct node *parent, enum element e);

/* A start tag of ROLE_INLINE. */
void inline_start(struct builder *b, const struct source_element *source, const struct tag *tag);

/* Begins phrasing with known attributes. */
void inline_push(struct builder *b, const struct source_element *source, struct attrs *attrs);

/* Its end tag. */
void inline_end(struct builder *b, const struct source_element *source);

/* Text, references decoded. */
void inline_text(struct builder *b, str text);

/* Keeps words apart that stand before and behind the border of a block in a line. */
void inline_part(struct builder *b);

/* At the end of a block: ids that wait behind its last phrasing get their place there. */
void inline_finish(struct builder *b, struct node *block);

/* br, wbr and img with its attributes. */
void inline_leaf(struct builder *b, enum element e, struct attrs *attrs);

/* Lets the ids that wait stand on n. */
void builder_place_ids(struct builder *b, struct node *n);

/* Notes that an id stands here. */
void builder_anchor(struct builder *b, str id);

#endif
