/*
 * Mending lines: the runs of phrasing in a block. Empty elements and shortcodes go, links and ruby
 * get the form that HTML asks of them. Each of these can make room for another, so a line is gone
 * over until nothing changes; most are done at once.
 */
#include "sanitize_line.h"

#include "digest/limits.h"
#include "html_text.h"

/* Rounds over one line. Builders' leftovers take two or three. */
#define ROUNDS_MAX 10

static bool has_ancestor(const struct node *n, enum element e)
{
    for (n = n->parent; n; n = n->parent)
        if (n->element == e)
            return true;
    return false;
}

/* The text of a link repeated as its image's alternative text would be read out twice. */
static void mend_redundant_alt(struct cleaner *c, struct node *link)
{
    struct node *image = link;
    while (image && (image->element != EL_IMG || node_attr(image, "alt").n == 0))
        image = node_next(image, link);
    if (!image)
        return;
    struct buf text = buf_init(LIMIT_BODY);
    node_text(link, &text);
    str label = str_trim(buf_str(&text));
    for (; image && label.n > 0; image = node_next(image, link))
        if (image->element == EL_IMG && str_eq_nocase(str_trim(node_attr(image, "alt")), label))
            node_set_attr(c->scratch, image, "alt", (str){0});
    buf_release(&text);
}

/* True when ruby holds bases each followed by rt or by rp, rt, rp, and nothing else. */
static bool is_regular_ruby(const struct node *ruby)
{
    bool base = false, annotated = false;
    for (const struct node *n = ruby->first; n; n = n->next) {
        if (n->element == EL_RP) {
            n = n->next;
            if (!n || n->element != EL_RT || !n->next || n->next->element != EL_RP || !base)
                return false;
            n = n->next;
            base = false;
            annotated = true;
        } else if (n->element == EL_RT) {
            if (!base)
                return false;
            base = false;
            annotated = true;
        } else {
            base = base || node_is_named(n);
        }
    }
    return annotated && !base;
}

static void unwrap_annotations(struct node *ruby)
{
    struct node *next;
    for (struct node *n = ruby->first; n; n = next) {
        next = n->next;
        if (n->element == EL_RT || n->element == EL_RP)
            node_unwrap(n);
    }
}

/* White space and line breaks that n begins with go before it, where the builder puts them too. */
static void hoist_space(struct cleaner *c, struct node *n)
{
    while (n->first && !n->target &&
           (n->first->element == EL_BR ||
            (n->first->element == EL_TEXT && str_trim(n->first->text).n == 0))) {
        node_move(n->first, n->parent, n);
        c->changed = true;
    }
}

/* True when n is nothing HTML allows where it stands, or nothing at all. */
static bool is_pointless(const struct node *n)
{
    switch (n->element) {
    case EL_A: return !node_is_named(n) || has_ancestor(n, EL_SUMMARY);
    case EL_SPAN: return !n->attrs && !n->target;
    case EL_DFN:
    case EL_TIME: return has_ancestor(n, n->element);
    case EL_RT:
    case EL_RP: return n->parent->element != EL_RUBY;
    case EL_RUBY: return !is_regular_ruby(n) || has_ancestor(n, EL_RUBY);
    default: return false;
    }
}

/* Mends an element whose children are mended already. */
static void mend_inline(struct cleaner *c, struct node *n)
{
    hoist_space(c, n);
    if (!n->first && !n->target) {
        node_remove(n);
        c->changed = true;
    } else if (is_pointless(n)) {
        if (n->element == EL_RUBY)
            unwrap_annotations(n);
        node_unwrap(n);
        c->changed = true;
    } else if (n->element == EL_A) {
        mend_redundant_alt(c, n);
    }
}

static void mend_inlines(struct cleaner *c, struct node *n)
{
    struct node *next;
    for (struct node *child = n->first; child; child = next) {
        next = child->next;
        mend_inlines(c, child);
        if (element_is_inline(child->element))
            mend_inline(c, child);
    }
    texts_join(c, n);
}

/* Drops shortcodes from all texts in n that are not code. */
static void drop_shortcodes(struct cleaner *c, struct node *n)
{
    if (n->element == EL_CODE)
        return;
    if (n->element == EL_TEXT && str_find_char(n->text, '[', 0) != SIZE_MAX) {
        str text = shortcodes_drop(c->scratch, n->text);
        c->changed = c->changed || text.n != n->text.n;
        n->text = text;
    }
    for (struct node *child = n->first; child; child = child->next)
        drop_shortcodes(c, child);
}

/* Ids alone are no content: without it the builder would have put them elsewhere. */
static bool line_has_content(const struct node *first, const struct node *end)
{
    for (const struct node *n = first; n && n != end; n = n->next)
        if (node_is_seen(n))
            return true;
    return false;
}

static void mend_line(struct cleaner *c, struct node *parent, struct node *first, struct node *end)
{
    struct node *before = first->prev, *next;
    for (struct node *n = first; n && n != end; n = next) {
        next = n->next;
        mend_inlines(c, n);
        if (element_is_inline(n->element))
            mend_inline(c, n);
    }
    first = before ? before->next : parent->first;
    if (first && first != end)
        line_fold(c, parent, first, end);
    first = before ? before->next : parent->first;
    if (first == end || line_has_content(first, end))
        return;
    for (struct node *n = first; n && n != end; n = next) {
        next = n->next;
        node_remove(n);
        c->changed = true;
    }
}

/* Mends each run of phrasing among the children of n. */
static void mend_runs(struct cleaner *c, struct node *n)
{
    for (struct node *child = n->first; child;) {
        if (!element_is_phrasing(child->element)) {
            child = child->next;
            continue;
        }
        struct node *end = child;
        while (end && element_is_phrasing(end->element))
            end = end->next;
        mend_line(c, n, child, end);
        child = end;
    }
    texts_join(c, n);
}

static void pre_mend(struct cleaner *c, struct node *pre)
{
    mend_inlines(c, pre);
    pre_trim(pre, false);
    pre_trim(pre, true);
    mend_inlines(c, pre);
    const struct node *n = pre;
    while (n && n->element != EL_TEXT && n->element != EL_IMG)
        n = node_next(n, pre);
    while (!n && pre->first)
        node_remove(pre->first);
}

static void ground_texts(struct cleaner *c, struct node *n)
{
    n->text = text_grounded(c->scratch, n->text);
    for (struct node *child = n->first; child; child = child->next)
        if (element_is_phrasing(child->element))
            ground_texts(c, child);
}

/* Mends everything but preformatted text. */
static void flow_mend(struct cleaner *c, struct node *block)
{
    int rounds = 0;
    do {
        c->changed = false;
        mend_runs(c, block);
        for (struct node *n = block->first; n; n = n->next)
            if (element_is_phrasing(n->element))
                drop_shortcodes(c, n);
    } while (c->changed && ++rounds < ROUNDS_MAX);
}

void lines_mend(struct cleaner *c, struct node *block)
{
    if (block->element == EL_PRE)
        pre_mend(c, block);
    else
        flow_mend(c, block);
    ground_texts(c, block);
}
