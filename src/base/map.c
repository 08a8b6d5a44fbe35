/* The hash map of digest/map.h. */
#include "digest/map.h"

#include "digest/hash.h"

struct map_slot {
    str key;
    void *value; /* null: free */
};

static struct map_slot *slot_of(struct map_slot *slots, size_t cap, str key)
{
    size_t at = (size_t)hash_of(key).low & (cap - 1);
    while (slots[at].value && !str_eq(slots[at].key, key))
        at = (at + 1) & (cap - 1);
    return &slots[at];
}

void *map_get(const struct map *map, str key)
{
    return map->count ? slot_of(map->slots, map->cap, key)->value : NULL;
}

static void map_double(struct map *map)
{
    size_t cap = map->cap ? map->cap * 2 : 16;
    struct map_slot *slots = arena_array(map->arena, cap, sizeof *slots);
    for (size_t i = 0; i < map->cap; i++)
        if (map->slots[i].value)
            *slot_of(slots, cap, map->slots[i].key) = map->slots[i];
    map->slots = slots;
    map->cap = cap;
}

void map_set(struct map *map, str key, void *value)
{
    if ((map->count + 1) * 4 > map->cap * 3)
        map_double(map);
    struct map_slot *slot = slot_of(map->slots, map->cap, key);
    if (!slot->value)
        map->count++;
    *slot = (struct map_slot){key, value};
}
