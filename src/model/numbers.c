/*
 * Numbers behind names that are taken: "a-2", "a-3", ….
 *
 * Trying them from the first takes a time, and in an arena a memory, that grows with the square of
 * how many things share a name; a source can give thousands the same.
 */
#include "parts.h"

unsigned *number_behind(struct map *numbers, str name)
{
    unsigned *next = map_get(numbers, name);
    if (!next) {
        next = arena_alloc(numbers->arena, sizeof *next);
        *next = 2;
        map_set(numbers, name, next);
    }
    return next;
}
