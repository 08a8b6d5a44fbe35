/*
 * The tree that a cleaned body is built as, and the steps that make, mend and write it.
 *
 * Everything lives in one scratch arena that ends with the call of sanitize(). Which element may
 * hold which is decided while building (sanitize_build.c); what is left to mend afterwards needs
 * to see whole elements (sanitize_tidy.c and the files beside it).
 */
#ifndef DIGEST_PARSE_SANITIZE_TREE_H
#define DIGEST_PARSE_SANITIZE_TREE_H

#include "digest/sanitize.h"
#include "sanitize_events.h"

/* The elements that a cleaned body consists of. Nothing else can be written. */
enum element {
    EL_TEXT,
    EL_ROOT,
    /* phrasing with content; sanitize_tree.c relies on the order */
    EL_A,
    EL_ABBR,
    EL_B,
    EL_BDI,
    EL_BDO,
    EL_CITE,
    EL_CODE,
    EL_DEL,
    EL_DFN,
    EL_EM,
    EL_I,
    EL_INS,
    EL_KBD,
    EL_MARK,
    EL_Q,
    EL_RP,
    EL_RT,
    EL_RUBY,
    EL_S,
    EL_SAMP,
    EL_SMALL,
    EL_SPAN,
    EL_STRONG,
    EL_SUB,
    EL_SUP,
    EL_TIME,
    EL_U,
    EL_VAR,
    /* phrasing without content */
    EL_BR,
    EL_IMG,
    EL_WBR,
    /* blocks */
    EL_P,
    EL_H1,
    EL_H2,
    EL_H3,
    EL_H4,
    EL_H5,
    EL_H6,
    EL_PRE,
    EL_HR,
    EL_BLOCKQUOTE,
    EL_UL,
    EL_OL,
    EL_DL,
    EL_TABLE,
    EL_FIGURE,
    EL_DETAILS,
    /* parts of blocks */
    EL_LI,
    EL_DT,
    EL_DD,
    EL_CAPTION,
    EL_THEAD,
    EL_TBODY,
    EL_TFOOT,
    EL_TR,
    EL_TD,
    EL_TH,
    EL_FIGCAPTION,
    EL_SUMMARY,
    EL_COUNT,
};

/* What is done with an element of the source. */
enum role {
    ROLE_PASS,    /* only its content counts; it is part of the line it stands in */
    ROLE_WRAP,    /* only its content counts; it parts paragraphs */
    ROLE_INLINE,  /* phrasing */
    ROLE_LEAF,    /* br, wbr, hr, img */
    ROLE_BLOCK,   /* a block or part of one */
    ROLE_SKIP,    /* left out with content */
    ROLE_VOID,    /* has no content and is left out */
    ROLE_MEDIA,   /* becomes a link, its content left out */
    ROLE_EMBED,   /* the same, has no content */
    ROLE_NOSCRIPT /* only its images count, if they are new */
};

/* An element of the source; compared by address. */
struct source_element {
    str name;
    enum element element; /* what it becomes; EL_TEXT for none */
    enum role role;
};

/* One attribute to be written; name is a literal. */
struct attr {
    const char *name;
    str value;
};

/* Not written: where a link within the body leads when its target is not there. */
#define ELSEWHERE ""

/* Few enough for every element; see sanitize_policy.c. */
#define ATTRS_MAX 8

/* Attributes while they are being collected. */
struct attr_list {
    struct attr items[ATTRS_MAX];
    size_t count;
};

/* The attributes of a node, as many as it has. */
struct attrs {
    size_t count;
    struct attr items[];
};

struct node {
    struct node *parent, *first, *last, *prev, *next;
    struct attrs *attrs; /* may be null; shared by the clones of a split element */
    str text;            /* EL_TEXT only */
    str id;              /* to be written, or "" */
    enum element element;
    bool implied;        /* made for content that stood in no such element */
    bool target;         /* something refers to an id that stood here */
    unsigned char depth; /* elements between the root and this one */
};

/* An id of the source and where it stood. */
struct anchor {
    str name;
    struct node *node;
};

/* What a body is cleaned with; one per call of sanitize. */
struct cleaner {
    struct arena *scratch; /* nodes and attributes */
    const struct sanitize_options *options;
    struct sanitize_findings *findings;
    struct node *root;
    bool changed; /* something was taken out of the line being mended */
    struct anchor *anchors;
    size_t anchor_count, anchor_cap;
};

/* -- sanitize_tree.c -------------------------------------------------------------------------- */

/* The entry for a name in lower case, or null for elements that are only passed through. */
const struct source_element *source_element_find(str name);

/* The name that the element is written with. */
const char *element_name(enum element e);

/* True for phrasing elements with content, a to var. */
bool element_is_inline(enum element e);

/* True for phrasing: text, inline elements, br, img, wbr. */
bool element_is_phrasing(enum element e);

/* True for h1 to h6. */
bool element_is_heading(enum element e);

/* A new node as last child of parent. */
struct node *node_new(struct arena *a, struct node *parent, enum element e);

/* Takes n out of its tree. */
void node_remove(struct node *n);

/* Moves n, wherever it is, to before `before` (a child of parent) or, when that is null, to the end
 * of parent. */
void node_move(struct node *n, struct node *parent, struct node *before);

/* Puts n's children in n's place. */
void node_unwrap(struct node *n);

/* The value of an attribute to be written, or "". */
str node_attr(const struct node *n, const char *name);

/* Sets an attribute, replacing one of that name; on a copy of n's attributes, as those may be
 * shared. */
void node_set_attr(struct arena *a, struct node *n, const char *name, str value);

/* Leaves out an attribute. */
void node_drop_attr(struct arena *a, struct node *n, const char *name);

/* Appends the text of n and all inside it, without alternative texts. */
void node_text(const struct node *n, struct buf *out);

/* The next node in document order after n within root, null at the end. */
struct node *node_next(const struct node *n, const struct node *root);

/* The same, leaving out what is inside n. */
struct node *node_after(const struct node *n, const struct node *root);

/* -- sanitize_build.c ------------------------------------------------------------------------- */

/* Builds the tree below c->root from markup. */
void tree_build(struct cleaner *c, str markup);

/* -- sanitize_policy.c ------------------------------------------------------------------------ */

/* The value of a source attribute (name in lower case), or "". */
str tag_attribute(const struct tag *tag, const char *name);

/* True when the source tag has the attribute. */
bool tag_has(const struct tag *tag, const char *name);

/* True when the white-space separated list of classes has the word. */
bool class_is(str classes, const char *word);

/* Adds an attribute to be written. */
void attrs_add(struct attr_list *list, const char *name, str value);

/* The list in the arena, null when it is empty. */
struct attrs *attrs_keep(struct arena *a, const struct attr_list *list);

/* The attributes that element e keeps of the tag, or null when there are none. */
struct attrs *policy_attributes(struct cleaner *c, enum element e, const struct tag *tag);

/* The id of a tag, or its name where that is an anchor's, brought into the form of ids of ours. */
str policy_id(struct cleaner *c, const struct tag *tag);

/* The same form for the fragment of a link, percent-encodings undone. */
str policy_fragment(struct cleaner *c, str fragment);

/* The class list names something that is no part of the article: share buttons, related posts. */
bool policy_is_clutter(const struct tag *tag);

/* A link for what cannot be embedded: its address and a readable name. False when it has none. */
bool policy_embed(struct cleaner *c, const struct tag *tag, struct link *link);

/* -- sanitize_image.c ------------------------------------------------------------------------- */

/* What an img element turns out to be. */
enum image_kind { IMAGE_REAL, IMAGE_NONE, IMAGE_EMOJI };

/*
 * Reads an img tag: repairs lazy loading, resolves its URLs, drops trackers, and all images if the
 * options say so. IMAGE_REAL: *attrs is
 * what to write. IMAGE_EMOJI: *text is the character it shows.
 */
enum image_kind image_read(struct cleaner *c, const struct tag *tag, struct attrs **attrs,
                           str *text);

/* True when two image URLs differ only in WordPress's size suffix and query. */
bool image_same(str url1, str url2);

/* -- sanitize_values.c ------------------------------------------------------------------------ */

/* The value as a BCP 47 tag that validators know (language, known script, region), or "". */
str value_language(struct arena *a, str value);

/* True for a valid date, time, or date with time (HTML Standard 2.3.5). */
bool value_is_datetime(str value);

/* Reads a whole number between min and max, with nothing but digits and perhaps a sign. */
bool value_integer(str value, long min, long max, long *out);

/* -- shortcode.c ------------------------------------------------------------------------------ */

/* text without the tags of page builders' shortcodes; their inner text stays. */
str shortcodes_drop(struct arena *a, str text);

/* -- sanitize_tidy.c and beside it ------------------------------------------------------------ */

/* Mends every element below root: white space, empty elements, structure. */
void tree_tidy(struct cleaner *c, struct node *root);

/* Makes a paragraph that is only an address a link to it: an embed that did not resolve. */
void paragraph_link(struct cleaner *c, struct node *p);

/* Makes a table's rows and columns whole (HTML Standard 4.9.12). False when nothing is left. */
bool table_tidy(struct cleaner *c, struct node *table);

/* Takes off what frames the article: a leading h1, the source line, "appeared first on". */
void tree_trim(struct cleaner *c);

/* Gives headings their levels. */
void headings_level(struct cleaner *c);

/* Finds the elements that links within the body lead to; tidying leaves them. */
void anchors_mark(struct cleaner *c);

/* Gives the marked elements their ids, and the links to what is not there (any more) another end.
 * True when an element was kept for a link that has gone: then tidy once more. */
bool anchors_resolve(struct cleaner *c);

/* -- sanitize_write.c ------------------------------------------------------------------------- */

/* Appends the tree as markup. False when it did not fit and was cut at a whole element. */
bool tree_write(struct buf *out, const struct node *root);

/* Appends the tree's text, blocks parted by line feeds. */
void tree_write_text(struct buf *out, const struct node *root);

#endif
