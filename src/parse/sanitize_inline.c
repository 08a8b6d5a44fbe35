/* The phrasing half of the builder: text, inline elements, images, line breaks. */
#include "digest/limits.h"
#include "html_text.h"
#include "sanitize_build.h"

static bool is_blank(str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!strchr(" \t\n\f\r", text.p[i]) || !text.p[i])
            return false;
    return true;
}

/* Elements of which a second one inside the first changes nothing. */
static bool is_idempotent(enum element e)
{
    switch (e) {
    case EL_B:
    case EL_CITE:
    case EL_CODE:
    case EL_EM:
    case EL_I:
    case EL_KBD:
    case EL_MARK:
    case EL_S:
    case EL_SAMP:
    case EL_STRONG:
    case EL_U:
    case EL_VAR: return true;
    default: return false;
    }
}

/* Elements that mean nothing without an attribute. */
static bool is_bare(enum element e, const struct attrs *attrs)
{
    bool needs = e == EL_A || e == EL_SPAN || e == EL_BDO || e == EL_TIME;
    if (!needs || !attrs)
        return needs;
    const char *which = e == EL_A ? "href" : e == EL_BDO ? "dir" : e == EL_TIME ? "datetime" : "";
    for (size_t i = 0; i < attrs->count; i++)
        if (!*which || strcmp(attrs->items[i].name, which) == 0)
            return false;
    return true;
}

/* The index of the innermost active element of that kind within reach, or INLINE_MAX. */
static size_t find_active(struct builder *b, enum element e)
{
    size_t barrier = builder_top(b)->barrier;
    for (size_t i = b->active_count; i > barrier; i--)
        if (b->active[i - 1].source->element == e)
            return i - 1;
    return INLINE_MAX;
}

static void remove_active(struct builder *b, size_t index)
{
    memmove(&b->active[index], &b->active[index + 1],
            (b->active_count - index - 1) * sizeof b->active[0]);
    b->active_count--;
    if (b->made > index)
        b->made = index;
    for (size_t i = b->count; i > 0 && b->open[i - 1].inlines > index; i--)
        b->open[i - 1].inlines--;
    for (size_t i = b->count; i > 0 && b->open[i - 1].barrier > index; i--)
        b->open[i - 1].barrier--;
}

void inline_push(struct builder *b, const struct source_element *source, struct attrs *attrs)
{
    if (b->active_count == INLINE_MAX) {
        b->active_lost++;
        b->c->findings->depth_dropped++;
        return;
    }
    if (source->element == EL_A && attrs)
        b->last_href = attrs->items[0].value;
    b->active[b->active_count++] =
        (struct active){.source = source, .attrs = attrs, .bare = is_bare(source->element, attrs)};
}

/* Links do not nest: a further one ends those around it, within a cell as far as it goes there. */
static void end_links(struct builder *b)
{
    size_t same = find_active(b, EL_A);
    if (same < INLINE_MAX)
        remove_active(b, same);
    for (size_t i = 0; i < b->made; i++)
        if (b->active[i].source->element == EL_A)
            b->made = i;
}

void inline_start(struct builder *b, const struct source_element *source, const struct tag *tag)
{
    enum element e = source->element;
    builder_anchor(b, policy_id(b->c, tag));
    if (e == EL_A)
        end_links(b);
    if (e == EL_RT || e == EL_RP) {
        inline_end(b, source_element_find(STR("rt")));
        inline_end(b, source_element_find(STR("rp")));
    }
    inline_push(b, source, policy_attributes(b->c, e, tag));
}

void inline_end(struct builder *b, const struct source_element *source)
{
    size_t index = find_active(b, source->element);
    if (b->active_lost > 0) {
        b->active_lost--;
        return;
    }
    if (index < INLINE_MAX)
        remove_active(b, index);
}

/* True when the active element at index means nothing: a phrasing element inside one of its kind,
 * a link around another. */
static bool is_repeated(const struct builder *b, size_t index)
{
    const struct active *inner = &b->active[index];
    for (size_t i = index + 1; i < b->active_count && inner->source->element == EL_A; i++)
        if (b->active[i].source->element == EL_A)
            return true;
    if (inner->attrs || !is_idempotent(inner->source->element))
        return false;
    for (size_t i = 0; i < index; i++)
        if (b->active[i].source->element == inner->source->element)
            return true;
    return false;
}

/* What content goes into when the first `made` active elements stay open. */
static struct node *line_end(struct builder *b, struct node *line)
{
    if (b->line != line) {
        b->line = line;
        b->made = 0;
    }
    return b->made > 0 ? b->active[b->made - 1].node : line;
}

/* Gives every active element a node in the line. */
static struct node *make_active(struct builder *b, struct node *line)
{
    struct node *parent = line_end(b, line);
    for (; b->made < b->active_count; b->made++) {
        struct active *active = &b->active[b->made];
        bool clone = active->begun;
        active->node = parent;
        if (active->bare || is_repeated(b, b->made) || (clone && b->clones >= CLONES_MAX))
            continue;
        struct node *n = builder_node(b, parent, active->source->element);
        if (!n)
            continue;
        n->attrs = active->attrs;
        active->node = parent = n;
        active->begun = true;
        b->clones += clone;
    }
    return parent;
}

/* The block that white space or a line break would go into, null when it means nothing here. */
static struct node *begun_line(struct builder *b)
{
    struct open *top = builder_top(b);
    struct node *holder = top->holder;
    switch (holder->element) {
    case EL_ROOT:
    case EL_BLOCKQUOTE:
    case EL_DETAILS:
    case EL_UL:
    case EL_OL:
    case EL_DL:
    case EL_TABLE:
    case EL_THEAD:
    case EL_TBODY:
    case EL_TFOOT:
    case EL_TR: return 0;
    case EL_LI:
    case EL_DD:
    case EL_TD:
    case EL_TH:
    case EL_FIGURE:
    case EL_FIGCAPTION:
        if (!top->node)
            return 0;
        break;
    default: break;
    }
    return holder->last && element_is_phrasing(holder->last->element) ? holder : 0;
}

static void add_text(struct builder *b, struct node *parent, str text)
{
    if (b->nodes >= LIMIT_HTML_NODES) {
        buf_add(&b->tail, text);
        return;
    }
    b->nodes++;
    node_new(b->c->scratch, parent, EL_TEXT)->text = text;
}

/* Ids that wait where text comes next stand on what that begins, or on an empty span. */
static void place_pending(struct builder *b, struct node *parent)
{
    if (b->pending_count == 0)
        return;
    if (parent->first)
        builder_node(b, parent, EL_SPAN);
    else
        builder_place_ids(b, parent);
}

void inline_text(struct builder *b, str text)
{
    bool pre = builder_top(b)->holder->element == EL_PRE;
    struct node *line;
    str normal = text_normal(b->c->scratch, text);
    if (is_blank(normal) && !pre) {
        if (normal.n > 0 && (line = begun_line(b)))
            add_text(b, line_end(b, line), STR(" "));
        return;
    }
    if (normal.n == 0)
        return;
    if (normal.p == text.p)
        normal = arena_copy(b->c->scratch, normal);
    line = block_line(b);
    struct node *parent = make_active(b, line);
    place_pending(b, parent);
    add_text(b, parent, normal);
}

void inline_finish(struct builder *b, struct node *block)
{
    if (block->last && element_is_phrasing(block->last->element))
        place_pending(b, block);
}

void inline_part(struct builder *b)
{
    struct node *line = begun_line(b);
    if (line)
        add_text(b, line_end(b, line), line->element == EL_PRE ? STR("\n") : STR(" "));
}

void inline_leaf(struct builder *b, enum element e, struct attrs *attrs)
{
    if (e == EL_BR && builder_top(b)->holder->element == EL_PRE) {
        inline_text(b, STR("\n"));
        return;
    }
    struct node *line = e == EL_IMG ? block_line(b) : begun_line(b);
    if (!line)
        return;
    struct node *parent = e == EL_BR ? line_end(b, line) : make_active(b, line);
    struct node *n = builder_node(b, parent, e);
    if (n)
        n->attrs = attrs;
}
