/*
 * Threads for loops whose rounds do not depend on each other.
 */
#ifndef DIGEST_POOL_H
#define DIGEST_POOL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * One round of a loop: item `index` of `count`, run by worker 0 … workers-1. A worker runs its
 * rounds one after another, so per-worker scratch memory needs no lock. False stops the loop:
 * rounds not yet begun are skipped.
 */
typedef bool pool_round(void *context, size_t index, unsigned worker);

/*
 * Runs round for every index below count on `workers` threads (at least 1; the caller's thread is
 * worker 0). Rounds are begun in ascending order. Returns false when any round did.
 */
bool pool_run(unsigned workers, size_t count, pool_round *round, void *context);

/* The number of processors this process may use (its affinity mask), at least 1. */
unsigned pool_processors(void);

#endif
