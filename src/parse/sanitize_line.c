/*
 * Mending lines: the runs of phrasing in a block. White space is folded across elements, empty
 * elements go, links and ruby get the form that HTML asks of them.
 */
#include "sanitize_line.h"

#include "digest/limits.h"
#include "digest/utf8.h"
#include "html_text.h"

/* -- What can be seen --------------------------------------------------------------------------- */

/* True for characters that leave no mark. */
static bool is_unseen(uint32_t c)
{
    return c <= ' ' || c == 0xA0 || c == 0xAD || (c >= 0x2000 && c <= 0x200F) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || (c >= 0x2060 && c <= 0x206F) ||
           c == 0x3000 || c == 0xFEFF || c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0x2800;
}

bool text_is_seen(str text)
{
    for (size_t at = 0; at < text.n;)
        if (!is_unseen(utf8_next(text, &at)))
            return true;
    return false;
}

bool node_is_named(const struct node *n)
{
    for (const struct node *i = n; i; i = node_next(i, n))
        if (text_is_seen(i->text) || (i->element == EL_IMG && text_is_seen(node_attr(i, "alt"))))
            return true;
    return false;
}

bool node_is_seen(const struct node *n)
{
    for (const struct node *i = n; i; i = node_next(i, n))
        if (i->element == EL_IMG || text_is_seen(i->text))
            return true;
    return false;
}

/* -- White space -------------------------------------------------------------------------------- */

/* The state of a walk along a line. */
struct fold {
    struct arena *a;
    struct node *last; /* the last text with content, or null after something else */
    bool open;         /* a space may follow: neither at the start nor behind a space */
    unsigned breaks;   /* line breaks in a row */
};

static bool is_white(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r';
}

/* s with runs of white space as one space; none at the start unless `open`. */
static str fold_text(struct arena *a, str s, bool open)
{
    bool white = !open, plain = true;
    for (size_t i = 0; i < s.n && plain; i++) {
        plain = !is_white(s.p[i]) || (s.p[i] == ' ' && !white);
        white = is_white(s.p[i]);
    }
    if (plain)
        return s;
    char *copy = arena_alloc(a, s.n);
    size_t n = 0;
    white = !open;
    for (size_t i = 0; i < s.n; i++) {
        if (!is_white(s.p[i]))
            copy[n++] = s.p[i];
        else if (!white)
            copy[n++] = ' ';
        white = is_white(s.p[i]);
    }
    return (str){copy, n};
}

/* Takes the space off the end of the last text. */
static void trim_last(struct fold *f)
{
    if (f->last && f->last->text.n > 0 && f->last->text.p[f->last->text.n - 1] == ' ')
        f->last->text.n--;
    f->last = 0;
}

/* Folds one node; it may be removed by the caller when it says so. */
static bool fold_node(struct fold *f, struct node *n)
{
    if (n->element == EL_TEXT) {
        n->text = fold_text(f->a, n->text, f->open);
        if (n->text.n == 0)
            return false;
        f->open = n->text.p[n->text.n - 1] != ' ';
        f->last = n;
        f->breaks = f->open || n->text.n > 1 ? 0 : f->breaks;
        return true;
    }
    if (n->element == EL_BR) {
        bool first = !f->last && f->breaks == 0 && !f->open;
        trim_last(f);
        f->open = false;
        f->breaks++;
        return !first && f->breaks <= 2;
    }
    if (n->element == EL_WBR)
        return f->open;
    if (n->element == EL_IMG || n->target) {
        f->open = true;
        f->breaks = 0;
        f->last = n->element == EL_IMG ? 0 : f->last;
    }
    return true;
}

/* The last text, image or break before `end` (exclusive) in the line that begins with `first`. */
static struct node *last_leaf(const struct node *parent, const struct node *end)
{
    struct node *n = end ? end->prev : parent->last;
    while (n && n->last)
        n = n->last;
    return n;
}

static void fold_line(struct arena *a, struct node *parent, struct node *first,
                      const struct node *end)
{
    struct fold f = {.a = a};
    struct node *before = first->prev;
    struct node *next;
    for (struct node *n = first; n && n != end; n = next) {
        next = node_next(n, parent);
        if (!fold_node(&f, n))
            node_remove(n);
    }
    trim_last(&f);
    for (struct node *n; (n = last_leaf(parent, end)) && n != before; node_remove(n)) {
        bool empty = n->element == EL_BR || n->element == EL_WBR ||
                     (n->element == EL_TEXT && (n->text.n == 0 || str_is(n->text, " ")));
        if (n->element == EL_TEXT && !empty && n->text.p[n->text.n - 1] == ' ')
            n->text.n--;
        if (!empty && !(element_is_inline(n->element) && !n->target))
            break;
    }
}

/* -- Elements ----------------------------------------------------------------------------------- */

/* Joins texts that stand side by side. */
static void join_texts(struct arena *a, struct node *parent)
{
    for (struct node *n = parent->first; n; n = n->next) {
        if (n->element != EL_TEXT || !n->next || n->next->element != EL_TEXT)
            continue;
        size_t size = 0;
        for (struct node *i = n; i && i->element == EL_TEXT; i = i->next)
            size += i->text.n;
        char *joined = arena_alloc(a, size + 1);
        size = 0;
        for (struct node *i = n; i && i->element == EL_TEXT; i = i->next) {
            memcpy(joined + size, i->text.p, i->text.n);
            size += i->text.n;
        }
        while (n->next && n->next->element == EL_TEXT)
            node_remove(n->next);
        n->text = text_normal(a, (str){joined, size});
    }
}

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
    struct buf text = buf_init(LIMIT_BODY);
    node_text(link, &text);
    str label = str_trim(buf_str(&text));
    for (struct node *n = link; label.n > 0 && n; n = node_next(n, link))
        if (n->element == EL_IMG && str_eq_nocase(str_trim(node_attr(n, "alt")), label))
            node_set_attr(c->scratch, n, "alt", (str){0});
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

static void mend_ruby(struct node *ruby)
{
    if (is_regular_ruby(ruby) && !has_ancestor(ruby, EL_RUBY))
        return;
    struct node *next;
    for (struct node *n = ruby->first; n; n = next) {
        next = n->next;
        if (n->element == EL_RT || n->element == EL_RP)
            node_unwrap(n);
    }
    node_unwrap(ruby);
}

/* White space and line breaks that n begins with go before it, where the builder puts them too. */
static void hoist_space(struct node *n)
{
    while (n->first && !n->target &&
           (n->first->element == EL_BR ||
            (n->first->element == EL_TEXT && str_trim(n->first->text).n == 0)))
        node_move(n->first, n->parent, n);
}

/* Takes n out or unwraps it where it is not what HTML allows; its children are mended already. */
static void mend_inline(struct cleaner *c, struct node *n)
{
    hoist_space(n);
    if (!n->first && !n->target) {
        node_remove(n);
        return;
    }
    switch (n->element) {
    case EL_A:
        if (!node_is_named(n) || has_ancestor(n, EL_SUMMARY)) {
            node_unwrap(n);
            return;
        }
        mend_redundant_alt(c, n);
        return;
    case EL_SPAN:
        if (!n->attrs && !n->target)
            node_unwrap(n);
        return;
    case EL_DFN:
    case EL_TIME:
        if (has_ancestor(n, n->element))
            node_unwrap(n);
        return;
    case EL_RT:
    case EL_RP:
        if (n->parent->element != EL_RUBY)
            node_unwrap(n);
        return;
    case EL_RUBY: mend_ruby(n); return;
    default: return;
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
    join_texts(c->scratch, n);
}

/* Shortcodes in all texts below n that are not code. True when there were any. */
static bool drop_shortcodes(struct cleaner *c, struct node *n)
{
    bool changed = false;
    if (n->element == EL_CODE)
        return false;
    if (n->element == EL_TEXT && str_find_char(n->text, '[', 0) != SIZE_MAX) {
        str text = shortcodes_drop(c->scratch, n->text);
        changed = text.n != n->text.n;
        n->text = text;
    }
    for (struct node *child = n->first; child; child = child->next)
        changed = drop_shortcodes(c, child) || changed;
    return changed;
}

static bool line_has_content(const struct node *first, const struct node *end)
{
    for (const struct node *n = first; n && n != end; n = n->next) {
        if (node_is_seen(n))
            return true;
        for (const struct node *i = n; i; i = node_next(i, n))
            if (i->target)
                return true;
    }
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
        fold_line(c->scratch, parent, first, end);
    first = before ? before->next : parent->first;
    if (first == end || line_has_content(first, end))
        return;
    for (struct node *n = first; n && n != end; n = next) {
        next = n->next;
        node_remove(n);
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
    join_texts(c->scratch, n);
}

/* The first or the last leaf of n: a text, an image, an element without content. */
static struct node *edge_leaf(struct node *n, bool last)
{
    while (n->first)
        n = last ? n->last : n->first;
    return n;
}

/* Takes line feeds off one end of preformatted text: browsers drop one right behind <pre>, and
 * show none at its end. */
static void trim_pre(struct node *pre, bool end)
{
    while (pre->first) {
        struct node *n = edge_leaf(pre, end);
        str *text = &n->text;
        while (text->n > 0 && text->p[end ? text->n - 1 : 0] == '\n')
            *text = end ? str_slice(*text, 0, text->n - 1) : str_slice(*text, 1, text->n);
        bool empty = n->element == EL_TEXT ? text->n == 0
                                           : element_is_inline(n->element) && !n->target;
        if (!empty)
            return;
        node_remove(n);
    }
}

static void mend_pre(struct cleaner *c, struct node *pre)
{
    mend_inlines(c, pre);
    trim_pre(pre, false);
    trim_pre(pre, true);
    mend_inlines(c, pre);
}

void lines_mend(struct cleaner *c, struct node *block)
{
    if (block->element == EL_PRE) {
        mend_pre(c, block);
        return;
    }
    mend_runs(c, block);
    bool again = false;
    for (struct node *n = block->first; n; n = n->next)
        if (element_is_phrasing(n->element))
            again = drop_shortcodes(c, n) || again;
    if (again)
        mend_runs(c, block);
    /* What became empty or neighbours by folding. */
    mend_runs(c, block);
}
