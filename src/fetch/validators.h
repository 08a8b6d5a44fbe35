/*
 * What a feed or text is asked by the next time: its present address, and the validators of its last
 * answer (RFC 9110 section 8.8), remembered as notes together with the address of the configuration.
 * When that changes, they are worth nothing.
 */
#ifndef DIGEST_FETCH_VALIDATORS_H
#define DIGEST_FETCH_VALIDATORS_H

#include "sync.h"

/* The names of the notes of one kind of source. */
struct validator_names {
    const char *url, *etag, *modified;
};

struct validators {
    const struct validator_names *names;
    str configured; /* URL that the configuration, or the caller, names */
    str url;        /* URL to be asked: another one after a permanent move, or found on a page */
    str etag, modified;
};

/* Reads the notes; without such, and in a full sync, url is the configured one and the others are
 * "". Texts in the arena. */
struct validators validators_load(struct arena *a, const struct sync *sync,
                                  const struct validator_names *names, str configured);

/* Takes the validators of an answer, none from one that is dated after the moment it was sent at. Texts
 * are borrowed from it. */
void validators_take(struct validators *v, const struct http_response *response);

/* Remembers them. False: the store failed. */
bool validators_keep(const struct validators *v, const struct sync *sync, struct err *err);

/* True when the server says that nothing has changed since. A 304 that nobody asked for is none. */
bool validators_untouched(const struct validators *v, const struct http_response *response);

/* The instant of Last-Modified, or INSTANT_NONE. */
int64_t validators_date(const struct http_response *response);

#endif
