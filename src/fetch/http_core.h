/* The engine with all that belongs to it. */
#ifndef DIGEST_FETCH_HTTP_CORE_H
#define DIGEST_FETCH_HTTP_CORE_H

#include "http_engine.h"
#include "http_proxy.h"
#include "http_site.h"

struct recording;

struct http {
    struct arena arena;
    str user_agent;
    int64_t now;
    unsigned second; /* milliseconds that a second of a limit, setting or pause takes: 1000 */
    const atomic_bool *cancel;
    struct proxies proxies;
    struct engine engine; /* not started when replaying */
    struct recording *recording;
    bool replaying;
    pthread_mutex_t lock; /* for what follows */
    pthread_cond_t left;
    struct http_site *sites;
    unsigned callers;             /* in http_get */
    struct http_site *berth_site; /* whose large answers are held; or null */
    unsigned berth_count;         /* how many */
};

/* For tests: lets a second of pauses, timeouts and patience take only that many milliseconds. Call it
 * before the first request. */
void http_set_second(struct http *http, unsigned ms);

#endif
