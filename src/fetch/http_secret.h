/* Keeping secrets out of messages and recordings. */
#ifndef DIGEST_FETCH_HTTP_SECRET_H
#define DIGEST_FETCH_HTTP_SECRET_H

#include "digest/arena.h"
#include "digest/buf.h"

/* What stands in a secret's place. */
#define SECRET_SHOWN "REDACTED"

/* Texts that must not be shown. Zero-initialise. */
struct secrets {
    str *items; /* borrowed */
    size_t count, cap;
};

/* Adds a text. Short ones (below six bytes) are not taken: they would be found everywhere. */
void secrets_add(struct secrets *secrets, struct arena *a, str text);

/* Adds the values that secret_add_url would hide. They stay borrowed from `url`. */
void secrets_add_of_url(struct secrets *secrets, struct arena *a, str url);

/* Appends text with every secret replaced by SECRET_SHOWN. */
void secrets_strike(struct buf *out, const struct secrets *secrets, str text);

/* Appends a URL, or a text that holds URLs, without what stands for "user:password@", and with
 * SECRET_SHOWN for the values of query parameters whose names speak of secrets. */
void secret_add_url(struct buf *out, str text);

/* The same as a text in the arena. */
str secret_url(struct arena *a, str text);

#endif
