/* The elements of foreign markup and of ours, and the operations on the tree. */
#include "sanitize_tree.h"

/* Sorted by name, for binary search. What is not here is passed through: unknown and custom
 * elements, font, big, nobr, label, button, data, picture, slot. */
#define NAME(literal)                                                                              \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }
static const struct source_element source_elements[] = {
    {NAME("a"), EL_A, ROLE_INLINE},
    {NAME("abbr"), EL_ABBR, ROLE_INLINE},
    {NAME("acronym"), EL_ABBR, ROLE_INLINE},
    {NAME("address"), EL_TEXT, ROLE_WRAP},
    {NAME("amp-img"), EL_IMG, ROLE_LEAF},
    {NAME("applet"), EL_TEXT, ROLE_WRAP},
    {NAME("area"), EL_TEXT, ROLE_VOID},
    {NAME("article"), EL_TEXT, ROLE_WRAP},
    {NAME("aside"), EL_TEXT, ROLE_WRAP},
    {NAME("audio"), EL_TEXT, ROLE_MEDIA},
    {NAME("b"), EL_B, ROLE_INLINE},
    {NAME("base"), EL_TEXT, ROLE_VOID},
    {NAME("bdi"), EL_BDI, ROLE_INLINE},
    {NAME("bdo"), EL_BDO, ROLE_INLINE},
    {NAME("bgsound"), EL_TEXT, ROLE_VOID},
    {NAME("blockquote"), EL_BLOCKQUOTE, ROLE_BLOCK},
    {NAME("br"), EL_BR, ROLE_LEAF},
    {NAME("canvas"), EL_TEXT, ROLE_WRAP},
    {NAME("caption"), EL_CAPTION, ROLE_BLOCK},
    {NAME("center"), EL_TEXT, ROLE_WRAP},
    {NAME("cite"), EL_CITE, ROLE_INLINE},
    {NAME("code"), EL_CODE, ROLE_INLINE},
    {NAME("col"), EL_TEXT, ROLE_VOID},
    {NAME("colgroup"), EL_TEXT, ROLE_PASS},
    {NAME("datalist"), EL_TEXT, ROLE_SKIP},
    {NAME("dd"), EL_DD, ROLE_BLOCK},
    {NAME("del"), EL_DEL, ROLE_INLINE},
    {NAME("details"), EL_DETAILS, ROLE_BLOCK},
    {NAME("dfn"), EL_DFN, ROLE_INLINE},
    {NAME("dialog"), EL_TEXT, ROLE_WRAP},
    {NAME("dir"), EL_UL, ROLE_BLOCK},
    {NAME("div"), EL_TEXT, ROLE_WRAP},
    {NAME("dl"), EL_DL, ROLE_BLOCK},
    {NAME("dt"), EL_DT, ROLE_BLOCK},
    {NAME("em"), EL_EM, ROLE_INLINE},
    {NAME("embed"), EL_TEXT, ROLE_EMBED},
    {NAME("fieldset"), EL_TEXT, ROLE_WRAP},
    {NAME("figcaption"), EL_FIGCAPTION, ROLE_BLOCK},
    {NAME("figure"), EL_FIGURE, ROLE_BLOCK},
    {NAME("footer"), EL_TEXT, ROLE_WRAP},
    {NAME("form"), EL_TEXT, ROLE_WRAP},
    {NAME("frame"), EL_TEXT, ROLE_EMBED},
    {NAME("frameset"), EL_TEXT, ROLE_WRAP},
    {NAME("h1"), EL_H1, ROLE_BLOCK},
    {NAME("h2"), EL_H2, ROLE_BLOCK},
    {NAME("h3"), EL_H3, ROLE_BLOCK},
    {NAME("h4"), EL_H4, ROLE_BLOCK},
    {NAME("h5"), EL_H5, ROLE_BLOCK},
    {NAME("h6"), EL_H6, ROLE_BLOCK},
    {NAME("header"), EL_TEXT, ROLE_WRAP},
    {NAME("hgroup"), EL_TEXT, ROLE_WRAP},
    {NAME("hr"), EL_HR, ROLE_LEAF},
    {NAME("i"), EL_I, ROLE_INLINE},
    {NAME("iframe"), EL_TEXT, ROLE_EMBED},
    {NAME("image"), EL_IMG, ROLE_LEAF},
    {NAME("img"), EL_IMG, ROLE_LEAF},
    {NAME("input"), EL_TEXT, ROLE_VOID},
    {NAME("ins"), EL_INS, ROLE_INLINE},
    {NAME("kbd"), EL_KBD, ROLE_INLINE},
    {NAME("keygen"), EL_TEXT, ROLE_VOID},
    {NAME("legend"), EL_TEXT, ROLE_WRAP},
    {NAME("li"), EL_LI, ROLE_BLOCK},
    {NAME("link"), EL_TEXT, ROLE_VOID},
    {NAME("listing"), EL_PRE, ROLE_BLOCK},
    {NAME("main"), EL_TEXT, ROLE_WRAP},
    {NAME("mark"), EL_MARK, ROLE_INLINE},
    {NAME("marquee"), EL_TEXT, ROLE_WRAP},
    {NAME("math"), EL_TEXT, ROLE_SKIP},
    {NAME("menu"), EL_UL, ROLE_BLOCK},
    {NAME("meta"), EL_TEXT, ROLE_VOID},
    {NAME("nav"), EL_TEXT, ROLE_WRAP},
    {NAME("noframes"), EL_TEXT, ROLE_WRAP},
    {NAME("noscript"), EL_TEXT, ROLE_NOSCRIPT},
    {NAME("object"), EL_TEXT, ROLE_MEDIA},
    {NAME("ol"), EL_OL, ROLE_BLOCK},
    {NAME("optgroup"), EL_TEXT, ROLE_WRAP},
    {NAME("option"), EL_TEXT, ROLE_WRAP},
    {NAME("p"), EL_P, ROLE_BLOCK},
    {NAME("param"), EL_TEXT, ROLE_VOID},
    {NAME("plaintext"), EL_TEXT, ROLE_WRAP},
    {NAME("pre"), EL_PRE, ROLE_BLOCK},
    {NAME("q"), EL_Q, ROLE_INLINE},
    {NAME("rp"), EL_RP, ROLE_INLINE},
    {NAME("rt"), EL_RT, ROLE_INLINE},
    {NAME("ruby"), EL_RUBY, ROLE_INLINE},
    {NAME("s"), EL_S, ROLE_INLINE},
    {NAME("samp"), EL_SAMP, ROLE_INLINE},
    {NAME("search"), EL_TEXT, ROLE_WRAP},
    {NAME("section"), EL_TEXT, ROLE_WRAP},
    {NAME("select"), EL_TEXT, ROLE_SKIP},
    {NAME("small"), EL_SMALL, ROLE_INLINE},
    {NAME("source"), EL_TEXT, ROLE_VOID},
    {NAME("span"), EL_SPAN, ROLE_INLINE},
    {NAME("strike"), EL_S, ROLE_INLINE},
    {NAME("strong"), EL_STRONG, ROLE_INLINE},
    {NAME("sub"), EL_SUB, ROLE_INLINE},
    {NAME("summary"), EL_SUMMARY, ROLE_BLOCK},
    {NAME("sup"), EL_SUP, ROLE_INLINE},
    {NAME("svg"), EL_TEXT, ROLE_SKIP},
    {NAME("table"), EL_TABLE, ROLE_BLOCK},
    {NAME("tbody"), EL_TBODY, ROLE_BLOCK},
    {NAME("td"), EL_TD, ROLE_BLOCK},
    {NAME("template"), EL_TEXT, ROLE_SKIP},
    {NAME("textarea"), EL_TEXT, ROLE_WRAP},
    {NAME("tfoot"), EL_TFOOT, ROLE_BLOCK},
    {NAME("th"), EL_TH, ROLE_BLOCK},
    {NAME("thead"), EL_THEAD, ROLE_BLOCK},
    {NAME("time"), EL_TIME, ROLE_INLINE},
    {NAME("title"), EL_TEXT, ROLE_SKIP},
    {NAME("tr"), EL_TR, ROLE_BLOCK},
    {NAME("track"), EL_TEXT, ROLE_VOID},
    {NAME("tt"), EL_CODE, ROLE_INLINE},
    {NAME("u"), EL_U, ROLE_INLINE},
    {NAME("ul"), EL_UL, ROLE_BLOCK},
    {NAME("var"), EL_VAR, ROLE_INLINE},
    {NAME("video"), EL_TEXT, ROLE_MEDIA},
    {NAME("wbr"), EL_WBR, ROLE_LEAF},
    {NAME("xmp"), EL_PRE, ROLE_BLOCK},
};

static const char *const element_names[EL_COUNT] = {
    "",      "",      "a",      "abbr",    "b",     "bdi",        "bdo",        "cite",    "code",
    "del",   "dfn",   "em",     "i",       "ins",   "kbd",        "mark",       "q",       "rp",
    "rt",    "ruby",  "s",      "samp",    "small", "span",       "strong",     "sub",     "sup",
    "time",  "u",     "var",    "br",      "img",   "wbr",        "p",          "h1",      "h2",
    "h3",    "h4",    "h5",     "h6",      "pre",   "hr",         "blockquote", "ul",      "ol",
    "dl",    "table", "figure", "details", "li",    "dt",         "dd",         "caption", "thead",
    "tbody", "tfoot", "tr",     "td",      "th",    "figcaption", "summary",
};

const struct source_element *source_element_find(str name)
{
    size_t low = 0, high = sizeof source_elements / sizeof source_elements[0];
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = str_compare(name, source_elements[middle].name);
        if (order == 0)
            return &source_elements[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return 0;
}

const char *element_name(enum element e)
{
    return element_names[e];
}

bool element_is_inline(enum element e)
{
    return e >= EL_A && e <= EL_VAR;
}

bool element_is_phrasing(enum element e)
{
    return e == EL_TEXT || (e >= EL_A && e <= EL_WBR);
}

bool element_is_heading(enum element e)
{
    return e >= EL_H1 && e <= EL_H6;
}

static void link_in(struct node *n, struct node *parent, struct node *before)
{
    n->parent = parent;
    n->next = before;
    n->prev = before ? before->prev : parent->last;
    if (n->prev)
        n->prev->next = n;
    else
        parent->first = n;
    if (before)
        before->prev = n;
    else
        parent->last = n;
}

struct node *node_new(struct arena *a, struct node *parent, enum element e)
{
    struct node *n = arena_alloc(a, sizeof *n);
    n->element = e;
    if (parent) {
        n->depth = (unsigned char)(parent->depth + 1);
        link_in(n, parent, 0);
    }
    return n;
}

void node_remove(struct node *n)
{
    if (!n->parent)
        return;
    if (n->prev)
        n->prev->next = n->next;
    else
        n->parent->first = n->next;
    if (n->next)
        n->next->prev = n->prev;
    else
        n->parent->last = n->prev;
    n->parent = n->prev = n->next = 0;
}

void node_move(struct node *n, struct node *parent, struct node *before)
{
    if (n == before)
        return;
    node_remove(n);
    link_in(n, parent, before);
}

void node_unwrap(struct node *n)
{
    while (n->first)
        node_move(n->first, n->parent, n);
    node_remove(n);
}

str node_attr(const struct node *n, const char *name)
{
    for (size_t i = 0; n->attrs && i < n->attrs->count; i++)
        if (strcmp(n->attrs->items[i].name, name) == 0)
            return n->attrs->items[i].value;
    return (str){0};
}

/* n's attributes but the one of that name. */
static struct attr_list attrs_without(const struct node *n, const char *name)
{
    struct attr_list list = {0};
    for (size_t i = 0; n->attrs && i < n->attrs->count; i++)
        if (strcmp(n->attrs->items[i].name, name) != 0)
            list.items[list.count++] = n->attrs->items[i];
    return list;
}

void node_set_attr(struct arena *a, struct node *n, const char *name, str value)
{
    struct attr_list list = attrs_without(n, name);
    size_t at = 0;
    while (at < list.count && strcmp(n->attrs->items[at].name, name) != 0)
        at++;
    /* Where it was, so that the order of attributes does not depend on changes. */
    attrs_add(&list, name, value);
    struct attr set = list.items[list.count - 1];
    memmove(&list.items[at + 1], &list.items[at], (list.count - 1 - at) * sizeof set);
    list.items[at] = set;
    n->attrs = attrs_keep(a, &list);
}

void node_drop_attr(struct arena *a, struct node *n, const char *name)
{
    struct attr_list list = attrs_without(n, name);
    n->attrs = attrs_keep(a, &list);
}

void node_text(const struct node *n, struct buf *out)
{
    for (const struct node *i = n; i; i = node_next(i, n))
        buf_add(out, i->text);
}

struct node *node_after(const struct node *n, const struct node *root)
{
    while (n != root && !n->next)
        n = n->parent;
    return n == root ? 0 : n->next;
}

struct node *node_next(const struct node *n, const struct node *root)
{
    return n->first ? n->first : node_after(n, root);
}
