/*
 * The engine's thread: one libcurl multi handle, touched by no other thread but for its wakeup call.
 * A transfer's easy handle is prepared and read by the thread that waits for it, and in between
 * belongs to the engine; the lock hands it over.
 */
#include "http_engine.h"

#include <signal.h>

#include "http_system.h"

/* Milliseconds after which a set `cancel` is seen at the latest, while there is something to end. */
#define HEARTBEAT 50
/* With nothing to do, the thread sleeps until it is woken; this is only how long at a time. */
#define IDLE 60000
/* Connections kept open for the next request. */
#define KEPT_CONNECTIONS 64L

static bool is_cancelled(const struct engine *engine)
{
    return engine->cancel && atomic_load(engine->cancel);
}

/* -- Ends ------------------------------------------------------------------------------------- */

/* Hands a transfer back to the thread that waits for it. It must not be touched any more. */
static void hand_back(struct engine *engine, struct transfer *t)
{
    t->ended = system_ms();
    pthread_mutex_lock(&engine->lock);
    t->done = true;
    pthread_cond_signal(&t->finished);
    pthread_mutex_unlock(&engine->lock);
}

/* Takes a transfer off a list. */
static void unlink_transfer(struct transfer **list, const struct transfer *t)
{
    while (*list && *list != t)
        list = &(*list)->next;
    if (*list)
        *list = t->next;
}

/* Ends a running transfer. */
static void finish(struct engine *engine, struct transfer *t, CURLcode code)
{
    curl_multi_remove_handle(engine->multi, t->easy);
    unlink_transfer(&engine->running, t);
    t->code = code;
    hand_back(engine, t);
}

static void finish_ended(struct engine *engine)
{
    CURLMsg *message;
    int left;
    while ((message = curl_multi_info_read(engine->multi, &left))) {
        struct transfer *t = NULL;
        CURLcode code = message->data.result;
        if (message->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &t);
        finish(engine, t, code);
    }
}

/* Why a transfer must not go on, as far as this side is concerned. */
static enum stop reason_to_end(const struct transfer *t, bool all, int64_t now)
{
    if (all)
        return STOP_CANCELLED;
    return now >= t->deadline ? STOP_OVERTIME : STOP_NONE;
}

static void end_running(struct engine *engine, bool all)
{
    int64_t now = system_ms();
    for (struct transfer *t = engine->running, *next; t; t = next) {
        enum stop why = reason_to_end(t, all, now);
        next = t->next;
        if (why == STOP_NONE)
            continue;
        t->stop = why;
        finish(engine, t, CURLE_ABORTED_BY_CALLBACK);
    }
}

/* -- Beginnings ------------------------------------------------------------------------------- */

static bool has_room(const struct engine *engine, str slot)
{
    unsigned taken = 0;
    for (const struct transfer *t = engine->running; t; t = t->next)
        taken += str_eq(t->slot, slot);
    return taken < engine->per_slot;
}

static void begin(struct engine *engine, struct transfer *t)
{
    t->next = engine->running;
    engine->running = t;
    t->began = system_ms();
    if (!t->easy || curl_multi_add_handle(engine->multi, t->easy) != CURLM_OK)
        finish(engine, t, CURLE_FAILED_INIT);
}

/* Takes the next transfer off the queue that may begin, or must end; null when there is none. */
static struct transfer *take_queued(struct engine *engine, bool all)
{
    int64_t now = system_ms();
    pthread_mutex_lock(&engine->lock);
    struct transfer **at = &engine->queue;
    for (; *at; at = &(*at)->next) {
        (*at)->stop = reason_to_end(*at, all, now);
        if ((*at)->stop != STOP_NONE || has_room(engine, (*at)->slot))
            break;
    }
    struct transfer *found = *at;
    if (found) {
        *at = found->next;
        if (!found->next)
            engine->queue_end = at;
    }
    pthread_mutex_unlock(&engine->lock);
    return found;
}

static void begin_queued(struct engine *engine, bool all)
{
    struct transfer *t;
    while ((t = take_queued(engine, all))) {
        if (t->stop == STOP_NONE) {
            begin(engine, t);
        } else {
            t->began = system_ms();
            t->code = CURLE_ABORTED_BY_CALLBACK;
            hand_back(engine, t);
        }
    }
}

/* -- The thread ------------------------------------------------------------------------------- */

/* What the thread needs to know of the world outside. */
struct state {
    bool closing, queued;
};

static struct state look(struct engine *engine)
{
    pthread_mutex_lock(&engine->lock);
    struct state state = {.closing = engine->closing, .queued = engine->queue != NULL};
    pthread_mutex_unlock(&engine->lock);
    return state;
}

static void *engine_main(void *argument)
{
    struct engine *engine = argument;
    struct state state = look(engine);
    while (!state.closing || state.queued || engine->running) {
        int count;
        bool all = state.closing || is_cancelled(engine);
        end_running(engine, all);
        begin_queued(engine, all);
        curl_multi_perform(engine->multi, &count);
        finish_ended(engine);
        begin_queued(engine, all); /* what waited for a slot that is free now */
        state = look(engine);
        if (!state.closing)
            curl_multi_poll(engine->multi, NULL, 0,
                            engine->running || state.queued ? HEARTBEAT : IDLE, NULL);
        state = look(engine);
    }
    return NULL;
}

/* Starts the thread with all signals blocked: they are for the program's first thread; and a write to
 * a connection that is gone must not end the program (libcurl leaves SIGPIPE alone with NOSIGNAL). */
static bool start_thread(struct engine *engine)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&engine->thread, NULL, engine_main, engine);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed == 0;
}

bool engine_start(struct engine *engine, unsigned per_slot, const atomic_bool *cancel,
                  struct err *err)
{
    pthread_condattr_t monotonic;
    *engine = (struct engine){.per_slot = per_slot ? per_slot : 1, .cancel = cancel};
    engine->queue_end = &engine->queue;
    engine->multi = curl_multi_init();
    if (!engine->multi)
        return err_set(err, ERR_IO, "libcurl cannot be started");
    curl_multi_setopt(engine->multi, CURLMOPT_MAXCONNECTS, KEPT_CONNECTIONS);
    pthread_mutex_init(&engine->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&engine->pausing, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (start_thread(engine))
        return true;
    pthread_cond_destroy(&engine->pausing);
    pthread_mutex_destroy(&engine->lock);
    curl_multi_cleanup(engine->multi);
    return err_set(err, ERR_IO, "no thread can be started for the network");
}

void engine_stop(struct engine *engine)
{
    pthread_mutex_lock(&engine->lock);
    engine->closing = true;
    pthread_cond_broadcast(&engine->pausing);
    pthread_mutex_unlock(&engine->lock);
    curl_multi_wakeup(engine->multi);
    pthread_join(engine->thread, NULL);
}

void engine_release(struct engine *engine)
{
    curl_multi_cleanup(engine->multi);
    pthread_cond_destroy(&engine->pausing);
    pthread_mutex_destroy(&engine->lock);
}

/* -- For those who wait ----------------------------------------------------------------------- */

void engine_run(struct engine *engine, struct transfer *t)
{
    pthread_mutex_lock(&engine->lock);
    if (engine->closing) {
        pthread_mutex_unlock(&engine->lock);
        t->stop = STOP_CANCELLED;
        return;
    }
    t->next = NULL;
    *engine->queue_end = t;
    engine->queue_end = &t->next;
    pthread_mutex_unlock(&engine->lock);
    curl_multi_wakeup(engine->multi);
    pthread_mutex_lock(&engine->lock);
    while (!t->done)
        pthread_cond_wait(&t->finished, &engine->lock);
    pthread_mutex_unlock(&engine->lock);
    transfer_finish(t);
}

bool engine_pause(struct engine *engine, int64_t ms)
{
    int64_t end = system_ms() + ms;
    pthread_mutex_lock(&engine->lock);
    for (int64_t now; !engine->closing && !is_cancelled(engine) && (now = system_ms()) < end;) {
        /* In pieces, since `cancel` wakes nobody. */
        int64_t until = end - now > HEARTBEAT ? now + HEARTBEAT : end;
        struct timespec at = {.tv_sec = until / 1000, .tv_nsec = until % 1000 * 1000000};
        pthread_cond_timedwait(&engine->pausing, &engine->lock, &at);
    }
    bool undisturbed = !engine->closing && !is_cancelled(engine);
    pthread_mutex_unlock(&engine->lock);
    return undisturbed;
}
