/*
 * The thread that all transfers run on. Whoever wants one hands it over and waits; the engine holds it
 * back while its slot (one host and port) is full, first come first served.
 */
#ifndef DIGEST_FETCH_HTTP_ENGINE_H
#define DIGEST_FETCH_HTTP_ENGINE_H

#include <stdatomic.h>

#include "digest/err.h"
#include "http_transfer.h"

struct engine {
    CURLM *multi;
    unsigned per_slot;         /* transfers of one slot at a time */
    const atomic_bool *cancel; /* set from outside: all ends; or null */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t pausing; /* waited on by those who sleep */
    /* Guarded by the lock. */
    struct transfer *queue, **queue_end;
    bool closing;
    /* The engine's thread's own. */
    struct transfer *running;
};

/* Starts the thread. `engine` must stay where it is. False: ERR_IO. */
bool engine_start(struct engine *engine, unsigned per_slot, const atomic_bool *cancel,
                  struct err *err);

/* Ends all transfers and pauses as cancelled, also those still to come, and the thread. */
void engine_stop(struct engine *engine);

/* Frees what a stopped engine holds, once nobody uses it any more. */
void engine_release(struct engine *engine);

/* Runs a transfer and waits for its end; its outcome is then there, after transfer_finish. */
void engine_run(struct engine *engine, struct transfer *t);

/* Waits, holding nothing. False: it was cut short, as everything ends. */
bool engine_pause(struct engine *engine, int64_t ms);

#endif
