/*
 * Recordings: every exchange in a file of its own, so that a fetch can be done again without a network.
 *
 * An exchange is one call of http_get, redirects and further tries included: what a source's logic saw
 * is what counts, and a replay then needs neither clock nor patience to take the same turns. How it
 * came about stands in the file for people. The folder holds
 *
 *     recording               the first line "digest recording 1", then "program:" and "now:"
 *     <hash>-<n>.http         the n-th answer to one method and URL
 *
 * An exchange begins with the line "digest exchange 1"; lines "name: value" follow up to an empty one,
 * and behind it the body, unpacked, of as many bytes as "body:" says. Secrets are not in it: no
 * request credentials, no cookies, no values of parameters called like secrets, and the source's
 * password nowhere. The name of the file comes from the URL so cleaned, so whoever replays need not
 * know the secrets.
 */
#ifndef DIGEST_FETCH_HTTP_RECORD_H
#define DIGEST_FETCH_HTTP_RECORD_H

#include <pthread.h>

#include "digest/http.h"
#include "digest/map.h"
#include "http_chase.h"

#define RECORDING_INDEX "recording"
#define RECORDING_FIRST "digest recording 1"
#define EXCHANGE_FIRST  "digest exchange 1"

struct recording {
    struct arena arena;
    str folder;
    int64_t now; /* when it was made */
    pthread_mutex_t lock;
    struct map asked; /* method and URL → unsigned: how often */
};

/* Begins a recording in a folder, which is made, or must be empty. False: ERR_IO, or ERR_USAGE when
 * something is in there. */
bool recording_create(struct recording **out, const char *folder, int64_t now, struct err *err);

/* Opens one to replay it. False: ERR_INPUT when it is none. */
bool recording_open(struct recording **out, const char *folder, struct err *err);

/* Closes a recording; what is in its files stays. Null is fine. */
void recording_free(struct recording *recording);

/* The file of the next answer to a request. From any thread. */
str recording_next(struct recording *recording, struct arena *a,
                   const struct http_request *request);

/* One exchange, to keep it. */
struct exchange {
    const struct http_request *request;
    const struct trail *trail;
    const struct http_response *response; /* null: it failed */
    const struct err *failure;            /* null: it did not */
};

/* Writes an exchange down. False: ERR_IO. */
bool recording_keep(struct recording *recording, const struct exchange *exchange, struct err *err);

/* Does what http_get does, from the recording. False also when that holds no such exchange. */
bool recording_play(struct recording *recording, const struct http_request *request,
                    struct arena *a, struct http_response *out, struct err *err);

#endif
