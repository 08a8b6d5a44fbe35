/* Sets and lists of ids: a sweep of 100,000 posts must not take more than a few megabytes. */
#include <stdlib.h>

#include "digest/buf.h"
#include "wordpress.h"

/* Spreads ids, which often follow each other, over the slots (the golden ratio's 64 bits). */
static size_t slot_of(const uint64_t *slots, size_t cap, uint64_t id)
{
    size_t at = (size_t)((id * 0x9E3779B97F4A7C15u) >> 20) & (cap - 1);
    while (slots[at] && slots[at] != id)
        at = (at + 1) & (cap - 1);
    return at;
}

static void grow(struct wp_ids *ids)
{
    size_t cap = ids->cap ? ids->cap * 2 : 256;
    uint64_t *slots = mem_alloc(cap * sizeof *slots);
    for (size_t i = 0; i < ids->cap; i++)
        if (ids->slots[i])
            slots[slot_of(slots, cap, ids->slots[i])] = ids->slots[i];
    free(ids->slots);
    ids->slots = slots;
    ids->cap = cap;
}

bool wp_ids_add(struct wp_ids *ids, uint64_t id)
{
    if ((ids->count + 1) * 3 > ids->cap * 2)
        grow(ids);
    size_t at = slot_of(ids->slots, ids->cap, id);
    if (ids->slots[at])
        return false;
    ids->slots[at] = id;
    ids->count++;
    return true;
}

bool wp_ids_has(const struct wp_ids *ids, uint64_t id)
{
    return ids->count && ids->slots[slot_of(ids->slots, ids->cap, id)];
}

void wp_ids_release(struct wp_ids *ids)
{
    free(ids->slots);
    *ids = (struct wp_ids){0};
}

void wp_list_add(struct wp_list *list, struct arena *a, uint64_t id)
{
    list->items = arena_grow(a, list->items, list->count, &list->cap, sizeof *list->items);
    list->items[list->count++] = id;
}

str wp_list_join(struct arena *a, const struct wp_list *list, size_t from, size_t count)
{
    struct buf text = buf_init((size_t)1 << 20);
    for (size_t i = from; i < list->count && i < from + count; i++)
        buf_addf(&text, "%s%llu", i > from ? "," : "", (unsigned long long)list->items[i]);
    str joined = arena_copy(a, buf_str(&text));
    buf_release(&text);
    return joined;
}
