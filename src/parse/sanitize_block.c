/* The block half of the builder: which block may begin where, and which ends then. */
#include "digest/limits.h"
#include "sanitize_build.h"

/* Holds phrasing only: blocks inside leave at most a space. */
static bool is_line_only(enum element e)
{
    return e == EL_PRE || e == EL_DT || e == EL_CAPTION || e == EL_SUMMARY;
}

/* Places on the stack kept for blocks that the source left out. */
#define OPEN_RESERVE 16

static bool is_table_frame(enum element e)
{
    return e == EL_TABLE || e == EL_THEAD || e == EL_TBODY || e == EL_TFOOT || e == EL_TR;
}

static bool is_cell(enum element e)
{
    return e == EL_TD || e == EL_TH;
}

static bool is_table_part(enum element e)
{
    return e == EL_CAPTION || e == EL_THEAD || e == EL_TBODY || e == EL_TFOOT || e == EL_TR ||
           is_cell(e);
}

struct open *builder_top(struct builder *b)
{
    return &b->open[b->count - 1];
}

static enum element holder_element(struct builder *b)
{
    return builder_top(b)->holder->element;
}

/* Where blocks that are no elements of ours begin and end in a line. */
static void part_words(struct builder *b)
{
    enum element e = holder_element(b);
    if (is_line_only(e) || element_is_heading(e))
        inline_part(b);
}

void builder_pop(struct builder *b, size_t count)
{
    while (b->count > count) {
        struct open *top = builder_top(b);
        bool plain = !top->node;
        if (!plain)
            inline_finish(b, top->node);
        /* Phrasing that a paragraph leaves open goes on in the next one; browsers let it go on
         * behind any block, here a block that ends takes it along. */
        if (top->element != EL_P && b->active_count > top->inlines) {
            b->active_count = top->inlines;
            b->active_lost = 0;
        }
        b->count--;
        b->line = 0;
        b->made = 0;
        if (plain)
            part_words(b);
    }
}

/* Opens a block; node may be null. False when too many are open. */
static bool push(struct builder *b, const struct source_element *source, struct node *node)
{
    if (b->count >= (source ? OPEN_MAX - OPEN_RESERVE : OPEN_MAX)) {
        b->lost += source != 0;
        b->c->findings->depth_dropped++;
        return false;
    }
    struct open *below = builder_top(b), *top = &b->open[b->count];
    *top = *below;
    top->source = source;
    top->element = node ? node->element : EL_TEXT;
    top->node = node;
    top->holder = node ? node : below->holder;
    top->inlines = b->active_count;
    enum element e = source && is_table_part(source->element) ? source->element : top->element;
    if (is_cell(e) || e == EL_CAPTION)
        top->barrier = b->active_count;
    if (top->element == EL_TABLE || (source && source->element == EL_TABLE)) {
        top->table = b->count;
        top->tables += node != 0;
    }
    b->count++;
    b->line = 0;
    b->made = 0;
    return true;
}

/* Opens an element that only its content counts of. */
static void push_plain(struct builder *b, const struct source_element *source)
{
    part_words(b);
    push(b, source, 0);
}

/* Opens a block that the source left out. */
static void push_implied(struct builder *b, enum element e)
{
    struct node *n = builder_node(b, builder_top(b)->holder, e);
    if (n) {
        n->implied = true;
        push(b, 0, n);
    }
}

static void close_paragraph(struct builder *b)
{
    if (builder_top(b)->element == EL_P)
        builder_pop(b, b->count - 1);
}

/* Opens a paragraph before the innermost table, for what a table cannot hold (HTML's foster
 * parenting). */
static struct node *foster(struct builder *b, enum element e)
{
    struct node *table = builder_top(b)->holder;
    while (table->element != EL_TABLE)
        table = table->parent;
    struct node *n = builder_node(b, table->parent, e);
    if (n) {
        node_move(n, table->parent, table);
        n->depth = table->depth;
    }
    return n;
}

/* Makes room for a flow block, ending or opening what must be. False when none can stand here. */
static bool make_room(struct builder *b, enum element e)
{
    for (;;) {
        enum element holder = holder_element(b);
        struct node *last = builder_top(b)->holder->last;
        if (holder == EL_P || element_is_heading(holder)) {
            size_t count = b->count;
            while (!b->open[count - 1].node)
                count--;
            builder_pop(b, count - 1);
        } else if (holder == EL_UL || holder == EL_OL) {
            if (builder_top(b)->element == EL_UL && !builder_top(b)->source)
                builder_pop(b, b->count - 1);
            else if ((e == EL_UL || e == EL_OL) && last && push(b, 0, last))
                return true; /* a list right in a list belongs to the item before it */
            else
                push_implied(b, EL_LI);
        } else if (holder == EL_DL) {
            push_implied(b, EL_DD);
        } else {
            return !is_line_only(holder);
        }
        if (b->nodes >= LIMIT_HTML_NODES || b->count == OPEN_MAX)
            return false;
    }
}

/* Puts a node for a flow block. */
static struct node *put(struct builder *b, enum element e)
{
    if (is_table_frame(holder_element(b)))
        return foster(b, e);
    return builder_node(b, builder_top(b)->holder, e);
}

struct node *block_place(struct builder *b, enum element e)
{
    close_paragraph(b);
    if (!make_room(b, e))
        return 0;
    struct node *n = put(b, e);
    if (n && e == EL_P && !push(b, 0, n))
        return 0;
    return n;
}

struct node *block_line(struct builder *b)
{
    while (b->nodes < LIMIT_HTML_NODES && b->count < OPEN_MAX) {
        struct open *top = builder_top(b);
        switch (top->holder->element) {
        case EL_LI:
        case EL_DD:
        case EL_TD:
        case EL_TH:
        case EL_FIGURE:
        case EL_FIGCAPTION:
            if (top->node)
                return top->holder;
            push_implied(b, EL_P);
            break;
        case EL_UL:
        case EL_OL:
        case EL_DL: make_room(b, EL_P); break;
        case EL_ROOT:
        case EL_BLOCKQUOTE:
        case EL_DETAILS: push_implied(b, EL_P); break;
        case EL_TABLE:
        case EL_THEAD:
        case EL_TBODY:
        case EL_TFOOT:
        case EL_TR: {
            struct node *n = foster(b, EL_P);
            if (n) {
                n->implied = true;
                push(b, 0, n);
            }
            break;
        }
        default: return top->holder;
        }
    }
    return builder_top(b)->holder;
}

/* True when a container may begin here: not too deep, tables not too deep in tables. */
static bool may_nest(struct builder *b, enum element e)
{
    bool container = e >= EL_BLOCKQUOTE && e <= EL_DETAILS;
    if (!container)
        return true;
    bool fits = builder_top(b)->holder->depth < BLOCK_DEPTH_MAX &&
                (e != EL_TABLE || builder_top(b)->tables < TABLE_DEPTH_MAX);
    b->c->findings->depth_dropped += !fits;
    return fits;
}

static bool is_inside(const struct node *n, enum element e)
{
    while (n && n->element != e)
        n = n->parent;
    return n != 0;
}

static void flow_start(struct builder *b, const struct source_element *source, enum element e,
                       const struct tag *tag)
{
    bool heading = element_is_heading(holder_element(b));
    bool empty_heading = heading && !builder_top(b)->holder->last;
    if (is_line_only(holder_element(b)) || (empty_heading && e == EL_P)) {
        push_plain(b, source);
        return;
    }
    if (element_is_heading(e) && is_inside(builder_top(b)->holder, EL_TH))
        e = EL_P; /* HTML has no headings in header cells */
    if (!make_room(b, e) || !may_nest(b, e)) {
        push_plain(b, source);
        return;
    }
    struct node *n = put(b, e);
    if (n)
        n->attrs = policy_attributes(b->c, e, tag);
    push(b, source, n);
}

/* Ends the innermost of two kinds of element, unless another block with a node is in between. */
static void end_sibling(struct builder *b, enum element e1, enum element e2)
{
    for (size_t i = b->count; i > 1; i--) {
        enum element e =
            b->open[i - 1].source ? b->open[i - 1].source->element : b->open[i - 1].element;
        if (e == e1 || e == e2) {
            builder_pop(b, i - 1);
            return;
        }
        if (b->open[i - 1].node)
            return;
    }
}

static void item_start(struct builder *b, const struct source_element *source,
                       const struct tag *tag)
{
    end_sibling(b, EL_LI, EL_LI);
    enum element holder = holder_element(b);
    if (holder != EL_UL && holder != EL_OL && make_room(b, EL_UL) && may_nest(b, EL_UL)) {
        struct node *list = put(b, EL_UL);
        if (list)
            push(b, 0, list);
        holder = holder_element(b);
    }
    struct node *n = 0;
    if (holder == EL_UL || holder == EL_OL)
        n = builder_node(b, builder_top(b)->holder, EL_LI);
    if (n)
        n->attrs = policy_attributes(b->c, EL_LI, tag);
    if (n)
        push(b, source, n);
    else
        push_plain(b, source);
}

/* A part that can only stand right in its whole: dt and dd in dl, figcaption in figure, summary
 * in details. */
static void part_start(struct builder *b, const struct source_element *source, enum element e,
                       const struct tag *tag)
{
    if (e == EL_DT || e == EL_DD)
        end_sibling(b, EL_DT, EL_DD);
    enum element whole = e == EL_FIGCAPTION ? EL_FIGURE : e == EL_SUMMARY ? EL_DETAILS : EL_DL;
    struct node *n = 0;
    if (holder_element(b) == whole)
        n = builder_node(b, builder_top(b)->holder, e);
    if (n)
        n->attrs = policy_attributes(b->c, e, tag);
    if (n)
        push(b, source, n);
    else
        push_plain(b, source);
}

/* The element of the source that an open block stands for. */
static enum element source_of(const struct open *o)
{
    return o->source ? o->source->element : o->element;
}

/* Ends blocks inside the innermost table until one that may hold e is on top. */
static void clear_to_table(struct builder *b, enum element e)
{
    size_t table = builder_top(b)->table;
    while (b->count > table + 1) {
        enum element top = source_of(builder_top(b));
        bool section = top == EL_THEAD || top == EL_TBODY || top == EL_TFOOT;
        if (is_cell(e) ? top == EL_TR || section : e == EL_TR && section)
            return;
        builder_pop(b, b->count - 1);
    }
}

static void table_part_start(struct builder *b, const struct source_element *source,
                             const struct tag *tag)
{
    enum element e = source->element;
    if (builder_top(b)->table == 0) {
        push_plain(b, source);
        return;
    }
    clear_to_table(b, e);
    bool real = b->open[builder_top(b)->table].node != 0;
    if (real && (is_cell(e) || e == EL_TR) && holder_element(b) == EL_TABLE)
        push_implied(b, EL_TBODY);
    if (real && is_cell(e) && holder_element(b) != EL_TR)
        push_implied(b, EL_TR);
    enum element holder = holder_element(b);
    bool fits = is_cell(e)   ? holder == EL_TR
                : e == EL_TR ? is_table_frame(holder)
                             : holder == EL_TABLE;
    struct node *n = real && fits ? builder_node(b, builder_top(b)->holder, e) : 0;
    if (n)
        n->attrs = policy_attributes(b->c, e, tag);
    if (n)
        push(b, source, n);
    else
        push_plain(b, source);
}

/* What WordPress writes otherwise than it is meant: old galleries as dl, captions as div and p. */
static enum element classic_element(const struct source_element *source, const struct tag *tag)
{
    str classes = tag_attribute(tag, "class");
    if (classes.n == 0)
        return source->element;
    str name = source->name;
    if (class_is(classes, "wp-caption-text") || class_is(classes, "gallery-caption"))
        return EL_FIGCAPTION;
    if (str_is(name, "div") && class_is(classes, "wp-caption"))
        return EL_FIGURE;
    if (str_is(name, "dl") && class_is(classes, "gallery-item"))
        return EL_FIGURE;
    if (str_is(name, "dt") && class_is(classes, "gallery-icon"))
        return EL_TEXT;
    /* Another site's post is a link, and neither a quotation nor a figure. */
    if (class_is(classes, "wp-embedded-content") || class_is(classes, "is-type-wp-embed"))
        return EL_TEXT;
    return source->element;
}

void block_start(struct builder *b, const struct source_element *source, const struct tag *tag)
{
    enum element e = classic_element(source, tag);
    close_paragraph(b);
    b->own_id = policy_id(b->c, tag);
    switch (e) {
    case EL_TEXT: push_plain(b, source); break;
    case EL_LI: item_start(b, source, tag); break;
    case EL_DT:
    case EL_DD:
    case EL_FIGCAPTION:
    case EL_SUMMARY: part_start(b, source, e, tag); break;
    default:
        if (is_table_part(e))
            table_part_start(b, source, tag);
        else
            flow_start(b, source, e, tag);
    }
    builder_anchor(b, b->own_id);
    b->own_id = (str){0};
}

/* True when an end tag for `source` cannot reach past the open block o. */
static bool stops(const struct open *o, const struct source_element *source)
{
    enum element e = source->element, at = source_of(o);
    if (is_table_part(e) || e == EL_TABLE)
        return at == EL_TABLE;
    if (e == EL_LI && (at == EL_UL || at == EL_OL))
        return true;
    return is_cell(at) || at == EL_CAPTION || at == EL_TABLE;
}

void block_end(struct builder *b, const struct source_element *source)
{
    if (b->lost > 0) {
        b->lost--;
        return;
    }
    for (size_t i = b->count; i > 1; i--) {
        const struct open *o = &b->open[i - 1];
        bool same = o->source ? o->source == source : o->element == source->element;
        if (element_is_heading(source->element) && element_is_heading(source_of(o)))
            same = true;
        if (same && (o->element != EL_TEXT || o->source)) {
            builder_pop(b, i - 1);
            return;
        }
        if (stops(o, source))
            return;
    }
}
