/* What the requests of one source share. */
#ifndef DIGEST_FETCH_HTTP_SITE_H
#define DIGEST_FETCH_HTTP_SITE_H

#include <pthread.h>
#include <stdatomic.h>

#include "digest/http.h"
#include "http_secret.h"
#include "http_url.h"

struct http_site {
    struct http_site *next; /* the engine's list, to free them */
    struct arena arena;
    struct url location, home; /* without host when the source names none */
    str authorization;         /* "Basic …", or "" */
    struct secrets secrets;    /* not to be recorded */
    str ca;                    /* certificates to trust, PEM, the system's among them; or "" */
    bool insecure;
    bool listed;                            /* the location came out of a fetched list */
    unsigned timeout, patience, time_limit; /* seconds; time_limit 0 is none */
    atomic_uint requests;
    atomic_bool heavy;    /* its answers are large */
    pthread_mutex_t lock; /* for what follows */
    int64_t started;      /* system_ms of the first request; 0 before */
    int64_t spent;        /* milliseconds of failed attempts and pauses */
};

/* Reads a source's settings; `secrets` false leaves out credentials and certificates, for replays. As
 * http_site_open. */
bool site_new(struct http_site **out, const struct source *source, bool secrets, struct err *err);

/* Frees a site. Null is fine. */
void site_free(struct http_site *site);

/* True for URLs at the very host and port that the configuration names for the source. */
bool site_covers(const struct http_site *site, const struct url *u);

/* The milliseconds that the source's time_limit still allows, INT64_MAX without one; counted from the
 * first call on. `second` is the length of a second in milliseconds. */
int64_t site_time_left(struct http_site *site, unsigned second);

/* Adds milliseconds of failure to what the source has used of its patience. */
void site_spend(struct http_site *site, int64_t ms);

/* Takes the milliseconds of a pause from the source's patience. False, nothing taken: they are more
 * than what is left of that or of its time. */
bool site_take_pause(struct http_site *site, int64_t ms, unsigned second);

#endif
