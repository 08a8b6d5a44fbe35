/*
 * What frames an article rather than belonging to it: a title repeated as a leading h1, the line
 * that names the source, "The post … appeared first on …". And the levels of what is left.
 */
#include "digest/limits.h"
#include "sanitize_line.h"

/* A source line is no longer than this, in bytes. */
#define SOURCE_LINE_MAX 200

/* n's text, white space folded, in the scratch arena. */
static str text_of(struct cleaner *c, const struct node *n)
{
    struct buf text = buf_init(LIMIT_BODY);
    node_text(n, &text);
    str clean = text_clean(c->scratch, buf_str(&text), SIZE_MAX);
    buf_release(&text);
    return clean;
}

static void drop_edge_rules(struct node *root)
{
    while (root->first && root->first->element == EL_HR)
        node_remove(root->first);
    while (root->last && root->last->element == EL_HR)
        node_remove(root->last);
    for (struct node *n = root->first; n; n = n->next)
        while (n->element == EL_HR && n->next && n->next->element == EL_HR)
            node_remove(n->next);
}

static void take_heading1(struct cleaner *c)
{
    struct node *first = c->root->first;
    if (!first || first->element != EL_H1)
        return;
    c->findings->first_heading1 = text_clean(c->scratch, text_of(c, first), LIMIT_TITLE);
    node_remove(first);
}

/* The only link to elsewhere in n, null when there is none or more than one. */
static struct node *only_link(struct node *n)
{
    struct node *link = 0;
    for (struct node *i = n; i; i = node_next(i, n)) {
        if (i->element == EL_IMG)
            return 0;
        if (i->element != EL_A)
            continue;
        if (link || !str_starts(node_attr(i, "href"), STR("http")))
            return 0;
        link = i;
    }
    return link;
}

static bool starts_nocase(str s, const char *prefix)
{
    str p = str_of(prefix);
    return s.n >= p.n && str_eq_nocase(str_slice(s, 0, p.n), p);
}

static bool is_source_text(str text)
{
    static const char *const words[] = {"source", "sources", "quelle", "quellen", "fuente",
                                        "via",    "fonte",   "bron",   "źródło",  0};
    for (size_t i = 0; words[i]; i++) {
        str rest = str_slice(text, strlen(words[i]), text.n);
        if (starts_nocase(text, words[i]) &&
            (str_starts(str_trim(rest), STR(":")) || str_starts(rest, STR("\u00A0:"))))
            return true;
    }
    return starts_nocase(text, "originally published at ") ||
           starts_nocase(text, "originally published on ") ||
           starts_nocase(text, "originally published in ");
}

static bool take_source_line(struct cleaner *c, struct node *n)
{
    if (n->element != EL_P && !element_is_heading(n->element))
        return false;
    struct node *link = only_link(n);
    str text = link ? text_of(c, n) : (str){0};
    if (text.n == 0 || text.n > SOURCE_LINE_MAX || !is_source_text(text))
        return false;
    if (c->findings->source_link.url.n == 0)
        c->findings->source_link = (struct link){node_attr(link, "href"), text_of(c, link)};
    node_remove(n);
    return true;
}

/* "The post <a>…</a> appeared first on <a>…</a>." as plugins add it in the site's language. */
static bool take_first_seen_line(struct cleaner *c, struct node *n)
{
    static const char *const lines[][2] = {
        {"The post ", " appeared first on "},
        {"The post ", " first appeared on "},
        {"Der Beitrag ", " erschien zuerst "},
        {"L’article ", " est apparu en premier sur "},
        {"L'article ", " est apparu en premier sur "},
        {"La entrada ", " se publicó primero en "},
        {"La entrada ", " aparece primero en "},
        {"L’articolo ", " proviene da "},
        {"L'articolo ", " proviene da "},
        {"Het bericht ", " verscheen eerst op "},
        {"O post ", " apareceu primeiro em "},
    };
    const struct node *link = n->element == EL_P ? n : 0;
    while (link && link->element != EL_A)
        link = node_next(link, n);
    str text = link ? text_of(c, n) : (str){0};
    if (text.n == 0 || text.n >= 2 * LIMIT_TITLE)
        return false;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        if (str_starts(text, str_of(lines[i][0])) && str_has(text, str_of(lines[i][1]))) {
            node_remove(n);
            return true;
        }
    }
    return false;
}

void tree_trim(struct cleaner *c)
{
    drop_edge_rules(c->root);
    take_heading1(c);
    drop_edge_rules(c->root);
    for (struct node *last; (last = c->root->last);) {
        struct node *before = last->prev;
        if (before && before->element == EL_HR)
            before = before->prev;
        if (!take_first_seen_line(c, last) && !take_source_line(c, last) &&
            !(before && take_source_line(c, before)))
            break;
        drop_edge_rules(c->root);
    }
}

void headings_level(struct cleaner *c)
{
    /* The levels of the headings around, outermost first. */
    enum element around[6];
    int depth = 0, top = c->options->top_heading;
    top = top < 1 ? 1 : top > 6 ? 6 : top;
    for (struct node *n = c->root; n; n = node_next(n, c->root)) {
        if (!element_is_heading(n->element))
            continue;
        while (depth > 0 && around[depth - 1] >= n->element)
            depth--;
        around[depth++] = n->element;
        int level = top + depth - 1;
        n->element = (enum element)(EL_H1 + (level > 6 ? 6 : level) - 1);
    }
}
