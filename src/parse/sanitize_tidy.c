/* Mending blocks: empty ones go, lists, figures and the like get the children HTML allows. */
#include "sanitize_line.h"

/* -- Moving things out -------------------------------------------------------------------------- */

void paragraph_link(struct cleaner *c, struct node *p)
{
    struct node *text = p->first;
    if (!text || text->next || text->element != EL_TEXT || !str_starts(text->text, STR("http")))
        return;
    for (size_t i = 0; i < text->text.n; i++)
        if ((unsigned char)text->text.p[i] <= ' ')
            return;
    str url = url_resolve(c->scratch, (str){0}, text->text, false);
    if (url.n == 0)
        return;
    struct node *link = node_new(c->scratch, p, EL_A);
    node_set_attr(c->scratch, link, "href", url);
    node_set_attr(c->scratch, link, "rel", STR("nofollow"));
    node_move(text, link, 0);
}

/* Wraps every run of phrasing among the children of n in a paragraph. */
static void wrap_runs(struct cleaner *c, struct node *n)
{
    struct node *paragraph = 0, *next;
    for (struct node *child = n->first; child; child = next) {
        next = child->next;
        if (!element_is_phrasing(child->element)) {
            paragraph = 0;
            continue;
        }
        if (!paragraph) {
            paragraph = node_new(c->scratch, n, EL_P);
            node_move(paragraph, n, child);
        }
        node_move(child, paragraph, 0);
    }
}

/* Puts n's content in n's place, phrasing as paragraphs. */
static void unwrap_flow(struct cleaner *c, struct node *n)
{
    wrap_runs(c, n);
    for (struct node *child = n->first; child; child = child->next)
        if (child->element == EL_P)
            paragraph_link(c, child);
    node_unwrap(n);
}

/* Takes out n; where it stood between phrasing, a space keeps words apart. */
static void remove_block(struct cleaner *c, struct node *n)
{
    bool between = n->prev && n->next && element_is_phrasing(n->prev->element) &&
                   element_is_phrasing(n->next->element);
    if (between) {
        struct node *space = node_new(c->scratch, n->parent, EL_TEXT);
        space->text = STR(" ");
        node_move(space, n->parent, n);
    }
    node_remove(n);
}

static bool is_rule(const struct node *n)
{
    return n && n->element == EL_HR;
}

/* Rules part what is before from what is behind; elsewhere they go. */
static void drop_rules(struct node *n)
{
    struct node *next;
    for (struct node *child = n->first; child; child = next) {
        next = child->next;
        if (is_rule(child) && (!child->prev || is_rule(child->prev)))
            node_remove(child);
    }
    while (is_rule(n->last))
        node_remove(n->last);
}

/* -- Kinds of blocks ---------------------------------------------------------------------------- */

static void tidy_heading(struct cleaner *c, struct node *n)
{
    if (!n->first)
        remove_block(c, n);
    else if (!node_is_named(n))
        n->element = EL_P; /* only an image: no heading to anyone who cannot see it */
}

/* A paragraph of ours that is all a block holds, but for a caption, is not needed. */
static void unwrap_only_paragraph(struct node *n)
{
    struct node *p = n->first && n->first->element == EL_FIGCAPTION ? n->first->next : n->first;
    bool only = p && (!p->next || p->next->element == EL_FIGCAPTION);
    if (only && p->element == EL_P && p->implied && !p->target && !p->attrs)
        node_unwrap(p);
}

/* A figure has at most one caption, first or last, and something that it captions. */
static void tidy_figure(struct cleaner *c, struct node *n)
{
    struct node *caption = 0, *next;
    for (struct node *child = n->first; child; child = next) {
        next = child->next;
        if (child->element != EL_FIGCAPTION)
            continue;
        if (caption)
            unwrap_flow(c, child);
        else
            caption = child;
    }
    if (caption && caption != n->first && caption != n->last)
        node_move(caption, n, 0);
    unwrap_only_paragraph(n);
    bool alone = caption && !caption->prev && !caption->next;
    if (!n->first || (alone && c->options->no_images)) {
        remove_block(c, n);
    } else if (alone) {
        unwrap_flow(c, caption);
        unwrap_flow(c, n);
    }
}

static void tidy_details(struct cleaner *c, struct node *n)
{
    struct node *summary = 0, *next;
    for (struct node *child = n->first; child; child = next) {
        next = child->next;
        if (child->element != EL_SUMMARY)
            continue;
        if (summary || !node_is_named(child))
            unwrap_flow(c, child);
        else
            summary = child;
    }
    if (summary)
        node_move(summary, n, n->first);
    drop_rules(n);
    if (!summary)
        unwrap_flow(c, n);
}

/* Terms come before their descriptions; what is left without the other goes before or behind. */
static void tidy_description_list(struct cleaner *c, struct node *n)
{
    while (n->first && n->first->element != EL_DT) {
        struct node *stray = n->first;
        node_move(stray, n->parent, n);
        unwrap_flow(c, stray);
    }
    while (n->last && n->last->element == EL_DT) {
        struct node *stray = n->last;
        node_move(stray, n->parent, n->next);
        unwrap_flow(c, stray);
    }
    if (!n->first)
        remove_block(c, n);
}

/* Lists hold items, nothing else; the builder saw to that. */
static void tidy_table(struct cleaner *c, struct node *n)
{
    if (!table_tidy(c, n))
        remove_block(c, n);
}

static void tidy_block(struct cleaner *c, struct node *n)
{
    switch (n->element) {
    case EL_H1:
    case EL_H2:
    case EL_H3:
    case EL_H4:
    case EL_H5:
    case EL_H6: tidy_heading(c, n); return;
    case EL_P:
        paragraph_link(c, n);
        if (!n->first)
            remove_block(c, n);
        return;
    case EL_FIGURE: tidy_figure(c, n); return;
    case EL_DETAILS: tidy_details(c, n); return;
    case EL_DL: tidy_description_list(c, n); return;
    case EL_TABLE: tidy_table(c, n); return;
    case EL_HR:
    case EL_TD:
    case EL_TH:
    case EL_TR:
    case EL_THEAD:
    case EL_TBODY:
    case EL_TFOOT:
    case EL_ROOT: return;
    default:
        if (!n->first)
            remove_block(c, n);
    }
}

void tree_tidy(struct cleaner *c, struct node *root)
{
    struct node *next;
    for (struct node *child = root->first; child; child = next) {
        next = child->next;
        if (!element_is_phrasing(child->element))
            tree_tidy(c, child);
    }
    drop_rules(root);
    if (root->element != EL_UL && root->element != EL_OL && root->element != EL_DL)
        lines_mend(c, root);
    if (root->element >= EL_LI)
        unwrap_only_paragraph(root);
    drop_rules(root);
    if (root->element != EL_ROOT)
        tidy_block(c, root);
}
