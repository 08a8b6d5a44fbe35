/* Fingerprints by xxHash. */
#include "digest/hash.h"

#include <endian.h>
#include <stdio.h>
#include <xxhash.h>

static struct hash from_xxh(XXH128_hash_t h)
{
    return (struct hash){.high = h.high64, .low = h.low64};
}

struct hash hash_of(str s)
{
    return from_xxh(XXH3_128bits(s.n ? s.p : "", s.n));
}

struct hash hash_with(struct hash before, str s)
{
    /* The fields' own fingerprints are chained, in one byte order on every machine, so that all
     * 128 bits of the earlier one count (a seed of xxHash has 64). */
    struct hash own = hash_of(s);
    const uint64_t chain[4] = {htole64(before.high), htole64(before.low), htole64(own.high),
                               htole64(own.low)};
    return from_xxh(XXH3_128bits(chain, sizeof chain));
}

bool hash_eq(struct hash a, struct hash b)
{
    return a.high == b.high && a.low == b.low;
}

void hash_hex(struct hash h, char out[33])
{
    snprintf(out, 33, "%016llx%016llx", (unsigned long long)h.high, (unsigned long long)h.low);
}
