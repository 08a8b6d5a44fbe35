/* Base 64 (RFC 4648, section 4), for bytes that are no text. Private to src/store. */
#ifndef DIGEST_STORE_BASE64_H
#define DIGEST_STORE_BASE64_H

#include "digest/arena.h"
#include "digest/buf.h"

/* Appends bytes in base 64, padded. */
void base64_add(struct buf *out, str bytes);

/* Decodes text into the arena. False: it is not base 64 as base64_add writes it. */
bool base64_read(struct arena *a, str text, str *out);

#endif
