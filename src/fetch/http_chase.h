/* From a URL to its answer: redirects, and second tries. */
#ifndef DIGEST_FETCH_HTTP_CHASE_H
#define DIGEST_FETCH_HTTP_CHASE_H

#include "digest/limits.h"
#include "http_core.h"

/* How a request went, for its recording. */
struct trail {
    str urls[LIMIT_REDIRECTS + 1]; /* that were asked, the first one first */
    int statuses[LIMIT_REDIRECTS]; /* of the redirects between them */
    size_t hops;                   /* redirects followed */
    unsigned tries;                /* 1, and one more for each time that one of them failed */
};

/* Does what http_get does, over the network. */
bool chase(struct http *http, const struct http_request *request, struct arena *a,
           struct http_response *out, struct trail *trail, struct err *err);

#endif
