/*
 * Fingerprints of content: XXH3, 128 bits. Fast and the same on every machine, but no defence
 * against someone who makes collisions on purpose; a collision can only make a change go unseen.
 */
#ifndef DIGEST_HASH_H
#define DIGEST_HASH_H

#include "digest/str.h"

struct hash {
    uint64_t high, low;
};

/* The fingerprint of s; order and length matter. */
struct hash hash_of(str s);

/* The fingerprint of s seeded by an earlier one: chains fields without joining their bytes. */
struct hash hash_with(struct hash before, str s);

/* True when a and b are equal. */
bool hash_eq(struct hash a, struct hash b);

/* Writes 32 lower-case hexadecimal digits and a NUL to out. */
void hash_hex(struct hash h, char out[33]);

#endif
