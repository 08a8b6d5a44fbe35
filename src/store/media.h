/* The files of mirrored images, beside the store. Private to src/store. */
#ifndef DIGEST_STORE_MEDIA_H
#define DIGEST_STORE_MEDIA_H

#include "digest/hash.h"
#include "digest/str.h"

/* True when s is the name of such a file: "ab/" and 32 hexadecimal digits that begin with the same
 * two, a dot and an ending of 1 to 8 small letters or digits. No other name may come from a store:
 * files of these names are copied into sites. */
bool media_is_name(str s);

/* True when the file is named by the content that hash is of. */
bool media_matches(str name, struct hash hash);

struct store;

/* Removes what runs that were killed while they wrote such a file left there. Whoever calls it holds
 * the store's lock, so that nobody else is writing. */
void media_sweep(struct store *store);

#endif
