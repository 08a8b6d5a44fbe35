/*
 * Names of folders relative to the store, so that both can be moved together. Private to
 * src/store.
 */
#ifndef DIGEST_STORE_PLACE_H
#define DIGEST_STORE_PLACE_H

#include "digest/arena.h"

/* The absolute name of path, in the arena: symbolic links resolved as far as it exists, "." and
 * ".." taken literally behind that. */
str place_resolve(struct arena *a, str path);

/* The relative name that leads from the folder `from` to `to`, both absolute and resolved. */
str place_relative(struct arena *a, str from, str to);

#endif
