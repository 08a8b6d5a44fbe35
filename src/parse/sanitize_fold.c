/* White space in lines: folded across elements as browsers show it, so that what is written is what
 * is seen, and cleaning again finds nothing to do. */
#include "digest/limits.h"
#include "digest/utf8.h"
#include "html_text.h"
#include "sanitize_line.h"

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

/* -- Folding ------------------------------------------------------------------------------------ */

/* The state of a walk along a line. */
struct fold {
    struct cleaner *c;
    struct node *last; /* the last text, null behind anything else that shows */
    bool open;         /* a space may follow: neither at the start nor behind a space */
    unsigned breaks;   /* line breaks in a row */
};

static bool is_white(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r';
}

/* True when s has no white space but single spaces, none at its start unless `open`. All text goes
 * through here, so without branches: every sixth byte or so is a space. */
static bool is_folded(str s, bool open)
{
    const unsigned char *p = (const unsigned char *)s.p;
    unsigned odd = s.n > 0 && p[0] <= ' ' && (p[0] != ' ' || !open);
    for (size_t i = 1; i < s.n; i++)
        odd |= (unsigned)(p[i] <= ' ') & ((unsigned)(p[i] != ' ') | (unsigned)(p[i - 1] == ' '));
    return odd == 0;
}

/* s with runs of white space as one space; none at the start unless `open`. */
static str fold_text(struct arena *a, str s, bool open)
{
    if (is_folded(s, open))
        return s;
    char *copy = arena_alloc(a, s.n);
    size_t n = 0;
    bool white = !open;
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

/* Folds one node. False when nothing is left of it. */
static bool fold_node(struct fold *f, struct node *n)
{
    if (n->element == EL_TEXT) {
        n->text = fold_text(f->c->scratch, n->text, f->open);
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

static void discard(struct cleaner *c, struct node *n)
{
    node_remove(n);
    c->changed = true;
}

/* The last node before `end` in parent that has none inside it. */
static struct node *last_leaf(const struct node *parent, const struct node *end)
{
    struct node *n = end ? end->prev : parent->last;
    while (n && n->last)
        n = n->last;
    return n;
}

void line_fold(struct cleaner *c, struct node *parent, struct node *first, const struct node *end)
{
    struct fold f = {.c = c};
    struct node *before = first->prev;
    struct node *next;
    for (struct node *n = first; n && n != end; n = next) {
        next = node_next(n, parent);
        if (!fold_node(&f, n))
            discard(c, n);
    }
    trim_last(&f);
    for (struct node *n; (n = last_leaf(parent, end)) && n != before; discard(c, n)) {
        bool empty = n->element == EL_BR || n->element == EL_WBR ||
                     (n->element == EL_TEXT && (n->text.n == 0 || str_is(n->text, " ")));
        if (n->element == EL_TEXT && !empty && n->text.p[n->text.n - 1] == ' ')
            n->text.n--;
        if (!empty && !(element_is_inline(n->element) && !n->target))
            break;
    }
}

/* -- Preformatted text -------------------------------------------------------------------------- */

void pre_trim(struct node *pre, bool end)
{
    while (pre->first) {
        struct node *n = end ? pre->last : pre->first;
        while (n->first)
            n = end ? n->last : n->first;
        str *text = &n->text;
        while (text->n > 0 && text->p[end ? text->n - 1 : 0] == '\n')
            *text = end ? str_slice(*text, 0, text->n - 1) : str_slice(*text, 1, text->n);
        bool empty =
            n->element == EL_WBR ||
            (n->element == EL_TEXT ? text->n == 0 : element_is_inline(n->element) && !n->target);
        if (!empty)
            return;
        node_remove(n);
    }
}

/* -- Joining ------------------------------------------------------------------------------------ */

void texts_join(struct cleaner *c, struct node *parent)
{
    for (struct node *n = parent->first; n; n = n->next) {
        if (n->element != EL_TEXT || !n->next || n->next->element != EL_TEXT)
            continue;
        size_t size = 0;
        for (struct node *i = n; i && i->element == EL_TEXT; i = i->next)
            size += i->text.n;
        char *joined = arena_alloc(c->scratch, size + 1);
        size = 0;
        for (struct node *i = n; i && i->element == EL_TEXT; i = i->next) {
            memcpy(joined + size, i->text.p, i->text.n);
            size += i->text.n;
        }
        while (n->next && n->next->element == EL_TEXT)
            discard(c, n->next);
        n->text = text_normal(c->scratch, (str){joined, size});
    }
}
