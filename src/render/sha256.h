/* SHA-256, for the one place where a page must name a fingerprint that browsers know. */
#ifndef DIGEST_RENDER_SHA256_H
#define DIGEST_RENDER_SHA256_H

#include "digest/arena.h"

/* The SHA-256 digest of s (FIPS 180-4). */
void sha256(str s, unsigned char out[32]);

/* The digest of s as a Content-Security-Policy names it: "sha256-" and Base64. In the arena. */
str sha256_csp(struct arena *a, str s);

#endif
