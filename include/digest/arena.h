/*
 * An arena owns what lives together and frees it at once.
 *
 * Allocations are never freed one by one. Not thread-safe: one arena belongs to one thread at a
 * time. Running out of memory ends the program. In sanitizer builds every allocation is a malloc
 * of its own, so that overruns are seen.
 */
#ifndef DIGEST_ARENA_H
#define DIGEST_ARENA_H

#include <stdarg.h>

#include "digest/str.h"

struct arena_block;

/* Zero-initialise; that is an empty arena. */
struct arena {
    struct arena_block *blocks;
    size_t used; /* bytes handed out since the start or the last reset */
};

/* n zeroed bytes, aligned for any type. n may be 0; the result is never null. */
void *arena_alloc(struct arena *a, size_t n);

/* count * size zeroed bytes; an overflowing product ends the program. */
void *arena_array(struct arena *a, size_t count, size_t size);

/* A copy of s, NUL-terminated behind its end. */
str arena_copy(struct arena *a, str s);

/* What printf would print, as a str in the arena, NUL-terminated. */
str arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Frees all allocations but one block kept for reuse. */
void arena_reset(struct arena *a);

/* Frees everything; the arena may be used again. */
void arena_release(struct arena *a);

/*
 * Makes room for one more element in an array kept in an arena that holds `count` of at most *cap
 * elements of `size` bytes: returns `items` when there is room, else a zeroed-out copy at least
 * twice as large, and sets *cap. The old one stays in the arena, so total waste is below the final
 * size. Starts from null and a *cap of 0.
 */
void *arena_grow(struct arena *a, void *items, size_t count, size_t *cap, size_t size);

/* One n-byte zeroed block from the heap, or the end of the program. Freed by free(). For the few
 * objects that outlive every arena. */
void *mem_alloc(size_t n);

/* realloc that ends the program when memory runs out. */
void *mem_resize(void *p, size_t n);

#endif
