/* Arenas: blocks that are bumped through, freed together. Also the two heap calls that end the
 * program when memory runs out. */
#include "digest/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Blocks double from the first size to the largest; larger objects get a block of their own. */
#define BLOCK_FIRST   ((size_t)8 << 10)
#define BLOCK_LARGEST ((size_t)1 << 20)

struct arena_block {
    struct arena_block *next;
    size_t size; /* bytes of data */
    size_t used;
    _Alignas(max_align_t) char data[];
};

/* Written past stdio, whose buffers may need memory themselves. */
static _Noreturn void end_without_memory(void)
{
    static const char message[] = "digest: error: out of memory\n";
    (void)!write(STDERR_FILENO, message, sizeof message - 1);
    _exit(EXIT_FAILURE);
}

void *mem_resize(void *p, size_t n)
{
    void *resized = realloc(p, n ? n : 1);
    if (!resized)
        end_without_memory();
    return resized;
}

void *mem_alloc(size_t n)
{
    void *p = calloc(1, n ? n : 1);
    if (!p)
        end_without_memory();
    return p;
}

static struct arena_block *block_new(size_t size)
{
    if (size > SIZE_MAX - sizeof(struct arena_block))
        end_without_memory();
    struct arena_block *block = mem_resize(NULL, sizeof *block + size);
    *block = (struct arena_block){.size = size};
    return block;
}

#ifdef DIGEST_SANITIZED

/* A block for each object, exactly as large: AddressSanitizer sees what runs over its end. */
static struct arena_block *block_for(struct arena *a, size_t n)
{
    struct arena_block *block = block_new(n);
    block->next = a->blocks;
    a->blocks = block;
    return block;
}

#else

/* A block with room for n more bytes. The first of the list is the one being filled. */
static struct arena_block *block_for(struct arena *a, size_t n)
{
    struct arena_block *first = a->blocks;
    if (first && n <= first->size - first->used)
        return first;
    size_t size = first ? first->size * 2 : BLOCK_FIRST;
    if (size > BLOCK_LARGEST)
        size = BLOCK_LARGEST;
    if (first && n > size / 4) {
        /* A large object goes behind the first block, whose rest stays in use. */
        struct arena_block *own = block_new(n);
        own->next = first->next;
        first->next = own;
        return own;
    }
    struct arena_block *block = block_new(n > size ? n : size);
    block->next = first;
    a->blocks = block;
    return block;
}

#endif

void *arena_alloc(struct arena *a, size_t n)
{
    const size_t align = _Alignof(max_align_t);
    if (n > SIZE_MAX - align)
        end_without_memory();
    size_t rounded = (n + align - 1) / align * align;
#ifdef DIGEST_SANITIZED
    struct arena_block *block = block_for(a, n);
#else
    struct arena_block *block = block_for(a, rounded);
#endif
    void *p = block->data + block->used;
    block->used += rounded;
    a->used += rounded;
    memset(p, 0, n);
    return p;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    size_t n;
    if (__builtin_mul_overflow(count, size, &n))
        end_without_memory();
    return arena_alloc(a, n);
}

str arena_copy(struct arena *a, str s)
{
    char *copy = arena_alloc(a, s.n + 1);
    if (s.n)
        memcpy(copy, s.p, s.n);
    return (str){copy, s.n};
}

str arena_printf(struct arena *a, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    size_t length = n > 0 ? (size_t)n : 0;
    char *text = arena_alloc(a, length + 1);
    vsnprintf(text, length + 1, format, again);
    va_end(again);
    va_end(args);
    return (str){text, length};
}

static void blocks_free(struct arena_block *block)
{
    while (block) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
}

void arena_reset(struct arena *a)
{
#ifdef DIGEST_SANITIZED
    arena_release(a);
#else
    /* The first block is the youngest of the regular ones, so the largest. One that a huge object
     * made is not worth keeping. */
    struct arena_block *kept = a->blocks;
    if (!kept || kept->size > BLOCK_LARGEST) {
        arena_release(a);
        return;
    }
    blocks_free(kept->next);
    kept->next = NULL;
    kept->used = 0;
    a->used = 0;
#endif
}

void arena_release(struct arena *a)
{
    blocks_free(a->blocks);
    *a = (struct arena){0};
}

void *arena_grow(struct arena *a, void *items, size_t count, size_t *cap, size_t size)
{
    if (count < *cap)
        return items;
    size_t wanted = *cap < 4 ? 8 : *cap;
    while (wanted <= count)
        wanted = wanted > SIZE_MAX / 2 ? SIZE_MAX : wanted * 2;
    void *grown = arena_array(a, wanted, size);
    if (*cap)
        memcpy(grown, items, *cap * size);
    *cap = wanted;
    return grown;
}
