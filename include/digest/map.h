/*
 * A hash map from text to pointers, in an arena.
 *
 * Open addressing, linear probing, at most three quarters full. Keys are borrowed and must live as
 * long as the map. Nothing is ever removed. Its order is never seen: no function walks a map, so
 * no output can depend on it.
 */
#ifndef DIGEST_MAP_H
#define DIGEST_MAP_H

#include "digest/arena.h"

struct map_slot;

/* Zero-initialise, but for the arena. */
struct map {
    struct arena *arena;
    struct map_slot *slots;
    size_t count, cap;
};

/* The value stored under key, or null. */
void *map_get(const struct map *map, str key);

/* Stores value, not null, under key, replacing what is there. */
void map_set(struct map *map, str key, void *value);

#endif
