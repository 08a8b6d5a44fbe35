/*
 * Links within a body. An id stays only if such a link leads to it; a link that leads nowhere here
 * leads to the article it came from.
 */
#include <stdlib.h>

#include "digest/limits.h"
#include "digest/map.h"
#include "sanitize_tree.h"

static bool is_attached(const struct cleaner *c, const struct node *n)
{
    while (n && n != c->root)
        n = n->parent;
    return n != 0;
}

/* The map of names to their anchors; the first of a name wins. */
static struct map index_anchors(struct cleaner *c)
{
    struct map map = {.arena = c->scratch};
    for (size_t i = 0; i < c->anchor_count; i++)
        if (!map_get(&map, c->anchors[i].name))
            map_set(&map, c->anchors[i].name, c->anchors[i].node);
    return map;
}

/* The name that an href of ours refers to, "" for other links. */
static str fragment_of(const struct node *n)
{
    str href = n->element == EL_A ? node_attr(n, "href") : (str){0};
    return href.n > 0 && href.p[0] == '#' ? str_slice(href, 1, href.n) : (str){0};
}

static bool is_cell(const struct node *n)
{
    return n->element == EL_TD || n->element == EL_TH;
}

/* The header cell of n's own table that the word of a headers attribute names, or null. */
static struct node *header_named(struct cleaner *c, const struct map *map, const struct node *n,
                                 str word)
{
    struct node *header = map_get(map, policy_fragment(c, word));
    if (!header || header == n || header->element != EL_TH || !is_attached(c, header) ||
        header->parent->parent->parent != n->parent->parent->parent)
        return 0;
    return header;
}

void anchors_mark(struct cleaner *c)
{
    if (c->anchor_count == 0)
        return;
    struct map map = index_anchors(c);
    for (struct node *n = c->root; n; n = node_next(n, c->root)) {
        str name = fragment_of(n), word;
        struct node *target = name.n > 0 ? map_get(&map, name) : 0;
        if (target)
            target->target = true;
        str headers = is_cell(n) ? node_attr(n, "headers") : (str){0};
        while (str_next_part(&headers, ' ', &word)) {
            target = word.n > 0 ? header_named(c, &map, n, word) : 0;
            if (target)
                target->target = true;
        }
    }
}

static str use_target(struct node *target, str name)
{
    if (target->id.n == 0)
        target->id = name;
    return target->id;
}

static void resolve_link(struct cleaner *c, const struct map *map, struct node *n, str name)
{
    struct node *target = map_get(map, name);
    str elsewhere = node_attr(n, ELSEWHERE);
    if (target && is_attached(c, target)) {
        str id = use_target(target, name);
        node_set_attr(c->scratch, n, "href", arena_printf(c->scratch, "#%.*s", STR_ARGS(id)));
    } else if (elsewhere.n > 0) {
        node_set_attr(c->scratch, n, "href", elsewhere);
        node_set_attr(c->scratch, n, "rel", STR("nofollow"));
        node_drop_attr(c->scratch, n, ELSEWHERE);
    } else {
        node_unwrap(n);
    }
}

static void resolve_headers(struct cleaner *c, const struct map *map, struct node *n)
{
    str words = node_attr(n, "headers"), word;
    if (words.n == 0)
        return;
    struct buf out = buf_init(2 * LIMIT_FIELD);
    while (str_next_part(&words, ' ', &word)) {
        struct node *header = word.n > 0 ? header_named(c, map, n, word) : 0;
        if (!header)
            continue;
        buf_addz(&out, out.n > 0 ? " " : "");
        buf_add(&out, use_target(header, policy_fragment(c, word)));
    }
    if (out.n > 0)
        node_set_attr(c->scratch, n, "headers", arena_copy(c->scratch, buf_str(&out)));
    else
        node_drop_attr(c->scratch, n, "headers");
    buf_release(&out);
}

bool anchors_resolve(struct cleaner *c)
{
    struct map map = index_anchors(c);
    struct node *next;
    for (struct node *n = c->root; n; n = next) {
        next = node_next(n, c->root);
        str name = fragment_of(n);
        if (name.n > 0)
            resolve_link(c, &map, n, name);
        else if (is_cell(n))
            resolve_headers(c, &map, n);
    }
    bool left = false;
    for (struct node *n = c->root; n; n = node_next(n, c->root)) {
        left = left || (n->target && n->id.n == 0);
        n->target = n->id.n > 0;
    }
    return left;
}
