/* From events to the tree: what becomes of each tag. */
#include "sanitize_build.h"

#include <stdlib.h>

#include "digest/limits.h"
#include "sanitize_strip.h"

/* Elements left out with content are looked for anew with their content kept when their end tag
 * is missing; more kinds than this in one body are a trick. */
#define KEPT_MAX 4

struct kept {
    const struct source_element *elements[KEPT_MAX];
    size_t count;
};

struct build {
    struct builder b;
    const struct kept *kept;
};

void builder_anchor(struct builder *b, str id)
{
    if (id.n == 0)
        return;
    struct arena *a = b->c->scratch;
    b->pending = arena_grow(a, b->pending, b->pending_count, &b->pending_cap, sizeof *b->pending);
    b->pending[b->pending_count++] = id;
}

void builder_place_ids(struct builder *b, struct node *n)
{
    struct cleaner *c = b->c;
    for (size_t i = 0; i < b->pending_count; i++) {
        c->anchors =
            arena_grow(c->scratch, c->anchors, c->anchor_count, &c->anchor_cap, sizeof *c->anchors);
        c->anchors[c->anchor_count++] = (struct anchor){b->pending[i], n};
    }
    b->pending_count = 0;
}

struct node *builder_node(struct builder *b, struct node *parent, enum element e)
{
    if (b->nodes >= LIMIT_HTML_NODES) {
        b->c->findings->cut = true;
        return 0;
    }
    b->nodes++;
    struct node *n = node_new(b->c->scratch, parent, e);
    if (!element_is_phrasing(e) && e != EL_HR) {
        builder_anchor(b, b->own_id);
        b->own_id = (str){0};
    }
    if (e != EL_BR && e != EL_WBR && e != EL_HR)
        builder_place_ids(b, n);
    return n;
}

/* Puts "<a>text</a>", as a paragraph where one can stand; nothing when that link was the last one
 * anyway, as in the quote before an embedded WordPress post. */
static void put_link(struct builder *b, const struct link *link)
{
    const struct source_element *a = source_element_find(STR("a"));
    size_t count = b->count;
    if (str_eq(b->last_href, link->url))
        return;
    struct node *paragraph = block_place(b, EL_P);
    if (paragraph) {
        paragraph->implied = true;
        count = b->count - 1;
    }
    struct attr_list list = {0};
    attrs_add(&list, "href", link->url);
    attrs_add(&list, "rel", STR("nofollow"));
    inline_end(b, a);
    inline_push(b, a, attrs_keep(b->c->scratch, &list));
    inline_text(b, link->text);
    inline_end(b, a);
    if (paragraph)
        builder_pop(b, count);
}

static void image_start(struct builder *b, const struct tag *tag)
{
    struct attrs *attrs = 0;
    str text = {0};
    enum image_kind kind = image_read(b->c, tag, &attrs, &text);
    if (kind == IMAGE_EMOJI && !b->noscript)
        inline_text(b, text);
    if (kind != IMAGE_REAL)
        return;
    str url = attrs->items[0].value;
    size_t known = sizeof b->images / sizeof b->images[0];
    if (b->noscript || b->image_of_noscript)
        for (size_t i = 0; i < known; i++)
            if (image_same(b->images[i], url))
                return;
    b->images[b->image_count++ % known] = url;
    b->image_of_noscript = b->noscript;
    builder_anchor(b, policy_id(b->c, tag));
    inline_leaf(b, EL_IMG, attrs);
}

static void leaf_start(struct builder *b, const struct source_element *source,
                       const struct tag *tag)
{
    if (source->element == EL_IMG)
        image_start(b, tag);
    else if (source->element == EL_HR)
        block_place(b, EL_HR);
    else
        inline_leaf(b, source->element, 0);
}

static void skip_start(struct builder *b, const struct source_element *source)
{
    b->skip = source;
    b->skip_nested = 0;
    b->skip_text = false;
    b->media = (struct link){0};
}

static bool is_kept(const struct build *build, const struct source_element *source)
{
    for (size_t i = 0; i < build->kept->count; i++)
        if (build->kept->elements[i] == source)
            return true;
    return false;
}

static void element_start(struct build *build, const struct source_element *source,
                          const struct tag *tag)
{
    struct builder *b = &build->b;
    struct link link;
    bool kept = is_kept(build, source);
    switch (kept && source->role != ROLE_EMBED ? ROLE_WRAP : source->role) {
    case ROLE_PASS:
    case ROLE_VOID: break;
    case ROLE_INLINE: inline_start(b, source, tag); break;
    case ROLE_LEAF: leaf_start(b, source, tag); break;
    case ROLE_WRAP:
    case ROLE_BLOCK: block_start(b, source, tag); break;
    case ROLE_SKIP: skip_start(b, source); break;
    case ROLE_NOSCRIPT:
        skip_start(b, source);
        b->noscript = true;
        break;
    case ROLE_MEDIA:
        skip_start(b, source);
        policy_embed(b->c, tag, &b->media);
        break;
    case ROLE_EMBED:
        if (policy_embed(b->c, tag, &link))
            put_link(b, &link);
        break;
    }
}

/* True for tags at which browsers leave svg and math (HTML Standard 13.2.6.5). */
static bool breaks_out(const struct builder *b, const struct source_element *source)
{
    if (!str_is(b->skip->name, "svg") && !str_is(b->skip->name, "math"))
        return false;
    return source->role == ROLE_BLOCK || (source->role == ROLE_LEAF && source->element != EL_IMG) ||
           (source->role == ROLE_INLINE && source->element != EL_A) ||
           str_is(source->name, "div") || str_is(source->name, "center") ||
           str_is(source->name, "img");
}

/* A start tag inside what is left out. False when that ends here. */
static bool skipped_start(struct builder *b, const struct source_element *source,
                          const struct tag *tag)
{
    if (!source)
        return true;
    if (b->noscript && source->element == EL_IMG)
        image_start(b, tag);
    if (source == b->skip)
        b->skip_nested++;
    if (b->skip->role == ROLE_MEDIA && b->media.url.n == 0 &&
        (source->role == ROLE_EMBED || str_is(source->name, "source")))
        policy_embed(b->c, tag, &b->media);
    if (!breaks_out(b, source))
        return true;
    b->skip = 0;
    return false;
}

static void on_start(void *state, const struct tag *tag)
{
    struct build *build = state;
    const struct source_element *source = source_element_find(tag->name);
    if (build->b.skip && skipped_start(&build->b, source, tag))
        return;
    if (source)
        element_start(build, source, tag);
    else
        builder_anchor(&build->b, policy_id(build->b.c, tag));
}

static void skipped_end(struct builder *b, const struct source_element *source)
{
    if (source != b->skip)
        return;
    if (b->skip_nested > 0) {
        b->skip_nested--;
        return;
    }
    b->skip = 0;
    b->noscript = false;
    if (b->media.url.n > 0)
        put_link(b, &b->media);
}

static void on_end(void *state, str name)
{
    struct build *build = state;
    struct builder *b = &build->b;
    const struct source_element *source = source_element_find(name);
    if (!source)
        return;
    if (b->skip)
        skipped_end(b, source);
    else if (source->role == ROLE_INLINE)
        inline_end(b, source);
    else if (source->role == ROLE_BLOCK || source->role == ROLE_WRAP || is_kept(build, source))
        block_end(b, source);
    else if (source->element == EL_BR)
        inline_leaf(b, EL_BR, 0);
}

static void on_text(void *state, str text)
{
    struct build *build = state;
    if (build->b.skip)
        build->b.skip_text = true;
    else
        inline_text(&build->b, text);
}

/* Builds the tree once. Returns the element that was still being left out at the end, or null. */
static const struct source_element *build_once(struct cleaner *c, str markup,
                                               const struct kept *kept)
{
    struct build *build = mem_alloc(sizeof *build + sizeof(struct strip_filter));
    struct strip_filter *filter = (struct strip_filter *)(build + 1);
    struct builder *b = &build->b;
    build->kept = kept;
    b->c = c;
    b->tail = buf_init(LIMIT_BODY);
    c->root = node_new(c->scratch, 0, EL_ROOT);
    c->anchor_count = 0;
    b->open[b->count++] = (struct open){.element = EL_ROOT, .node = c->root, .holder = c->root};
    struct event_sink sink = {.state = build, .start = on_start, .end = on_end, .text = on_text};
    *filter = (struct strip_filter){.c = c, .next = &sink};
    struct event_sink first = strip_sink(filter);
    events_read(c->scratch, markup, &first);
    builder_pop(b, 1);
    if (b->tail.n > 0) {
        struct node *line = node_new(c->scratch, c->root, EL_P);
        node_new(c->scratch, line, EL_TEXT)->text = arena_copy(c->scratch, buf_str(&b->tail));
    }
    const struct source_element *open = b->skip;
    buf_release(&b->tail);
    free(build);
    return open;
}

void tree_build(struct cleaner *c, str markup)
{
    struct kept kept = {0};
    const struct source_element *open;
    while ((open = build_once(c, markup, &kept)) && kept.count < KEPT_MAX)
        kept.elements[kept.count++] = open;
    if (open)
        c->findings->cut = true;
}
