/* The elements of foreign markup and of ours, and the operations on the tree. */
#include "sanitize_tree.h"

/* Sorted by name, for binary search. What is not here is passed through: unknown and custom
 * elements, font, big, nobr, label, button, data, picture, slot. */
static const struct source_element source_elements[] = {
    {"a", EL_A, ROLE_INLINE},
    {"abbr", EL_ABBR, ROLE_INLINE},
    {"acronym", EL_ABBR, ROLE_INLINE},
    {"address", EL_TEXT, ROLE_WRAP},
    {"amp-img", EL_IMG, ROLE_LEAF},
    {"applet", EL_TEXT, ROLE_WRAP},
    {"area", EL_TEXT, ROLE_VOID},
    {"article", EL_TEXT, ROLE_WRAP},
    {"aside", EL_TEXT, ROLE_WRAP},
    {"audio", EL_TEXT, ROLE_MEDIA},
    {"b", EL_B, ROLE_INLINE},
    {"base", EL_TEXT, ROLE_VOID},
    {"bdi", EL_BDI, ROLE_INLINE},
    {"bdo", EL_BDO, ROLE_INLINE},
    {"bgsound", EL_TEXT, ROLE_VOID},
    {"blockquote", EL_BLOCKQUOTE, ROLE_BLOCK},
    {"br", EL_BR, ROLE_LEAF},
    {"canvas", EL_TEXT, ROLE_WRAP},
    {"caption", EL_CAPTION, ROLE_BLOCK},
    {"center", EL_TEXT, ROLE_WRAP},
    {"cite", EL_CITE, ROLE_INLINE},
    {"code", EL_CODE, ROLE_INLINE},
    {"col", EL_TEXT, ROLE_VOID},
    {"colgroup", EL_TEXT, ROLE_PASS},
    {"datalist", EL_TEXT, ROLE_SKIP},
    {"dd", EL_DD, ROLE_BLOCK},
    {"del", EL_DEL, ROLE_INLINE},
    {"details", EL_DETAILS, ROLE_BLOCK},
    {"dfn", EL_DFN, ROLE_INLINE},
    {"dialog", EL_TEXT, ROLE_WRAP},
    {"dir", EL_UL, ROLE_BLOCK},
    {"div", EL_TEXT, ROLE_WRAP},
    {"dl", EL_DL, ROLE_BLOCK},
    {"dt", EL_DT, ROLE_BLOCK},
    {"em", EL_EM, ROLE_INLINE},
    {"embed", EL_TEXT, ROLE_EMBED},
    {"fieldset", EL_TEXT, ROLE_WRAP},
    {"figcaption", EL_FIGCAPTION, ROLE_BLOCK},
    {"figure", EL_FIGURE, ROLE_BLOCK},
    {"footer", EL_TEXT, ROLE_WRAP},
    {"form", EL_TEXT, ROLE_WRAP},
    {"frame", EL_TEXT, ROLE_EMBED},
    {"frameset", EL_TEXT, ROLE_WRAP},
    {"h1", EL_H1, ROLE_BLOCK},
    {"h2", EL_H2, ROLE_BLOCK},
    {"h3", EL_H3, ROLE_BLOCK},
    {"h4", EL_H4, ROLE_BLOCK},
    {"h5", EL_H5, ROLE_BLOCK},
    {"h6", EL_H6, ROLE_BLOCK},
    {"header", EL_TEXT, ROLE_WRAP},
    {"hgroup", EL_TEXT, ROLE_WRAP},
    {"hr", EL_HR, ROLE_LEAF},
    {"i", EL_I, ROLE_INLINE},
    {"iframe", EL_TEXT, ROLE_EMBED},
    {"image", EL_IMG, ROLE_LEAF},
    {"img", EL_IMG, ROLE_LEAF},
    {"input", EL_TEXT, ROLE_VOID},
    {"ins", EL_INS, ROLE_INLINE},
    {"kbd", EL_KBD, ROLE_INLINE},
    {"keygen", EL_TEXT, ROLE_VOID},
    {"legend", EL_TEXT, ROLE_WRAP},
    {"li", EL_LI, ROLE_BLOCK},
    {"link", EL_TEXT, ROLE_VOID},
    {"listing", EL_PRE, ROLE_BLOCK},
    {"main", EL_TEXT, ROLE_WRAP},
    {"mark", EL_MARK, ROLE_INLINE},
    {"marquee", EL_TEXT, ROLE_WRAP},
    {"math", EL_TEXT, ROLE_SKIP},
    {"menu", EL_UL, ROLE_BLOCK},
    {"meta", EL_TEXT, ROLE_VOID},
    {"nav", EL_TEXT, ROLE_WRAP},
    {"noframes", EL_TEXT, ROLE_WRAP},
    {"noscript", EL_TEXT, ROLE_NOSCRIPT},
    {"object", EL_TEXT, ROLE_MEDIA},
    {"ol", EL_OL, ROLE_BLOCK},
    {"optgroup", EL_TEXT, ROLE_WRAP},
    {"option", EL_TEXT, ROLE_WRAP},
    {"p", EL_P, ROLE_BLOCK},
    {"param", EL_TEXT, ROLE_VOID},
    {"plaintext", EL_TEXT, ROLE_WRAP},
    {"pre", EL_PRE, ROLE_BLOCK},
    {"q", EL_Q, ROLE_INLINE},
    {"rp", EL_RP, ROLE_INLINE},
    {"rt", EL_RT, ROLE_INLINE},
    {"ruby", EL_RUBY, ROLE_INLINE},
    {"s", EL_S, ROLE_INLINE},
    {"samp", EL_SAMP, ROLE_INLINE},
    {"search", EL_TEXT, ROLE_WRAP},
    {"section", EL_TEXT, ROLE_WRAP},
    {"select", EL_TEXT, ROLE_SKIP},
    {"small", EL_SMALL, ROLE_INLINE},
    {"source", EL_TEXT, ROLE_VOID},
    {"span", EL_SPAN, ROLE_INLINE},
    {"strike", EL_S, ROLE_INLINE},
    {"strong", EL_STRONG, ROLE_INLINE},
    {"sub", EL_SUB, ROLE_INLINE},
    {"summary", EL_SUMMARY, ROLE_BLOCK},
    {"sup", EL_SUP, ROLE_INLINE},
    {"svg", EL_TEXT, ROLE_SKIP},
    {"table", EL_TABLE, ROLE_BLOCK},
    {"tbody", EL_TBODY, ROLE_BLOCK},
    {"td", EL_TD, ROLE_BLOCK},
    {"template", EL_TEXT, ROLE_SKIP},
    {"textarea", EL_TEXT, ROLE_WRAP},
    {"tfoot", EL_TFOOT, ROLE_BLOCK},
    {"th", EL_TH, ROLE_BLOCK},
    {"thead", EL_THEAD, ROLE_BLOCK},
    {"time", EL_TIME, ROLE_INLINE},
    {"title", EL_TEXT, ROLE_SKIP},
    {"tr", EL_TR, ROLE_BLOCK},
    {"track", EL_TEXT, ROLE_VOID},
    {"tt", EL_CODE, ROLE_INLINE},
    {"u", EL_U, ROLE_INLINE},
    {"ul", EL_UL, ROLE_BLOCK},
    {"var", EL_VAR, ROLE_INLINE},
    {"video", EL_TEXT, ROLE_MEDIA},
    {"wbr", EL_WBR, ROLE_LEAF},
    {"xmp", EL_PRE, ROLE_BLOCK},
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
        int order = str_compare(name, str_of(source_elements[middle].name));
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
