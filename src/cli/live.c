/* Asking live sources: see live.h. */
#include "live.h"

#include <malloc.h>
#include <stdlib.h>
#include <time.h>

#include "digest/limits.h"
#include "digest/pool.h"
#include "keeper.h"

/* Memory blocks from this size on go back to the system when they are freed. By itself the library
 * keeps them, for each thread, for blocks of the same size: answers and pictures have others. */
#define LARGE (1 << 20)

/* How far one source is. */
struct advance {
    size_t done, total;
};

struct live {
    struct build_run *run;
    size_t *sources; /* indices of those to be asked */
    size_t count;
    struct health *health;    /* parallel to the configuration's sources; as the store had it */
    struct advance *advances; /* likewise */
    pthread_mutex_t lock;     /* around advances and what follows */
    struct err err;           /* the store failed: why the run ends */
    size_t refused; /* the first source that failed with `on_error: fail`; SIZE_MAX: none */
};

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* -- Opening ---------------------------------------------------------------------------------- */

static bool any_remote(const struct config *config)
{
    for (size_t i = 0; i < config->source_count; i++)
        if (config->sources[i].remote)
            return true;
    return false;
}

bool live_open(struct build_run *run, const struct live_options *options, struct err *err)
{
    if (!any_remote(&run->config) || (run->config.offline && !options->replay))
        return true;
    mallopt(M_MMAP_THRESHOLD, LARGE);
    struct http_options http = {.user_agent = run->config.user_agent,
                                .per_host = run->config.per_host,
                                .now = run->config.now,
                                .record = options->record,
                                .replay = options->replay,
                                .cancel = &run->cancel};
    if (!http_open(&run->http, &http, err))
        return false;
    int64_t recorded = http_replayed_now(run->http);
    if (recorded != INSTANT_NONE)
        run->config.now = recorded;
    return true;
}

/* -- Progress --------------------------------------------------------------------------------- */

/* One bar for all sources: items, as far as sources say how many they have. */
static void show_progress(void *context, size_t index, size_t done, size_t total)
{
    struct live *live = context;
    size_t all = 0, ready = 0;
    pthread_mutex_lock(&live->lock);
    live->advances[index] = (struct advance){done, total > done ? total : done};
    for (size_t i = 0; i < live->count; i++) {
        const struct advance *a = &live->advances[live->sources[i]];
        all += a->total ? a->total : 1;
        ready += a->done;
    }
    pthread_mutex_unlock(&live->lock);
    /* The full bar is for the end: a source may have more than it said. */
    log_progress(&live->run->cli->log, "fetching", ready < all ? ready : all - 1, all);
}

/* -- One source ------------------------------------------------------------------------------- */

/* The store failed, which ends the run: what the other sources bring could not be kept, either. */
static bool stop(struct live *live, const struct err *why)
{
    pthread_mutex_lock(&live->lock);
    if (live->err.code == ERR_NONE)
        live->err = *why;
    pthread_mutex_unlock(&live->lock);
    atomic_store(&live->run->cancel, true);
    return false;
}

static bool worth_keeping(const struct sync_counts *counts)
{
    return counts->added + counts->changed + counts->gone > 0;
}

/* What a sync came to. */
struct result {
    bool read;      /* else err says why not */
    bool broken;    /* the store failed, as err says */
    struct err err; /* else the first problem of a source that came incomplete */
    bool incomplete;
};

/* Notes how a source fared. False: the store failed. */
static bool note_health(struct live *live, size_t index, const struct result *result,
                        const struct sync_counts *counts)
{
    struct build_run *run = live->run;
    struct health *health = &live->health[index];
    struct err failed = {0};
    health->last_attempt = run->config.now;
    /* What has not changed is as incomplete as it was. */
    if (!(counts->untouched && result->read && !result->incomplete && health->failures == 0)) {
        health->degraded = result->incomplete;
        health->message = result->read && !result->incomplete ? STR("") : str_of(result->err.why);
    }
    health->failures = result->read ? 0 : health->failures + 1;
    if (result->read)
        health->last_success = run->config.now;
    if (worth_keeping(counts))
        health->last_new = run->config.now;
    pthread_mutex_lock(&run->store_lock);
    bool good = store_begin(run->store, &failed);
    if (good && !(good = store_health_set(run->store, health, &failed)))
        store_rollback(run->store);
    good = good && store_commit(run->store, &failed);
    pthread_mutex_unlock(&run->store_lock);
    return good || stop(live, &failed);
}

/* Reports a source that could not be read, and sees to what is shown of it now. */
static void report_failure(struct live *live, size_t index, struct err *err)
{
    struct build_run *run = live->run;
    const struct source *source = &run->config.sources[index];
    err_at(err, source->location, 0, 0);
    log_problem(&run->cli->log, LOG_ERROR, source->name, err);
    if (source->on_error == ON_ERROR_SKIP)
        run->left_out[index] = true;
    pthread_mutex_lock(&live->lock);
    if (source->on_error == ON_ERROR_FAIL && index < live->refused)
        live->refused = index;
    pthread_mutex_unlock(&live->lock);
}

static struct result ask(struct live *live, size_t index, struct sync_counts *counts)
{
    struct build_run *run = live->run;
    const struct source *source = &run->config.sources[index];
    struct result result = {0};
    struct keeping keeping = {
        .run = run, .index = index, .progress = show_progress, .context = live};
    struct sync sync = {.http = run->http,
                        .source = source,
                        .keeper = &keeping.keeper,
                        .now = run->config.now,
                        .full = run->config.full};
    keeping_init(&keeping);
    result.read = http_site_open(&sync.site, run->http, source, &result.err) &&
                  fetch_sync(&sync, &result.err);
    *counts = sync.counts;
    result.incomplete = result.read && (counts->degraded || counts->failed);
    result.broken = keeping.failed.code != ERR_NONE;
    if (result.broken)
        result.err = keeping.failed;
    else if (result.incomplete)
        result.err = keeping.doubt;
    keeping_release(&keeping);
    return result;
}

/* Says how old what is shown of a source that failed is. */
static void note_shown(struct live *live, size_t index, struct report_source *report)
{
    struct build_run *run = live->run;
    int64_t last = live->health[index].last_success;
    if (last == INSTANT_NONE || run->config.sources[index].on_error != ON_ERROR_LAST_GOOD)
        return;
    pthread_mutex_lock(&live->lock); /* for the arena */
    report->shown = report_age(&run->arena, last, run->config.now);
    pthread_mutex_unlock(&live->lock);
}

/* One round of the loop. False only when the store failed: a bad source is an outcome. */
static bool ask_source(void *context, size_t number, unsigned worker)
{
    (void)worker;
    struct live *live = context;
    size_t index = live->sources[number];
    struct report_source *report = &live->run->report.sources[index];
    double began = seconds_now();
    struct result result = ask(live, index, &report->sync);
    report->seconds = seconds_now() - began;
    if (result.broken)
        return stop(live, &result.err);
    if (!result.read && atomic_load(&live->run->cancel))
        return false; /* cut off: that says nothing of the source */
    report->asked = result.incomplete ? ASKED_PARTLY : result.read ? ASKED_WHOLE : ASKED_FAILED;
    if (!result.read) {
        note_shown(live, index, report);
        report_failure(live, index, &result.err);
    }
    return note_health(live, index, &result, &report->sync);
}

/* -- All of them ------------------------------------------------------------------------------ */

static struct health *find_health(struct health *all, size_t count, str key)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(all[i].source, key))
            return &all[i];
    return NULL;
}

/* Reads the health that the store has of each source of the configuration. */
static bool load_health(struct live *live, struct err *err)
{
    struct build_run *run = live->run;
    struct health *all;
    size_t count;
    if (!store_health(run->store, &run->arena, &all, &count, err))
        return false;
    live->health = arena_array(&run->arena, run->config.source_count, sizeof *live->health);
    for (size_t i = 0; i < run->config.source_count; i++) {
        str key = run->config.sources[i].key;
        const struct health *known = find_health(all, count, key);
        live->health[i] = known ? *known
                                : (struct health){.source = key,
                                                  .last_attempt = INSTANT_NONE,
                                                  .last_success = INSTANT_NONE,
                                                  .last_new = INSTANT_NONE};
    }
    return true;
}

/* True when a source was asked less than its interval ago and answered, this last time, too. */
static bool may_wait(const struct build_run *run, const struct source *source,
                     const struct health *health)
{
    return source->interval > 0 && !run->config.full && health->failures == 0 &&
           health->last_success != INSTANT_NONE && health->last_success <= run->config.now &&
           run->config.now - health->last_success < source->interval;
}

/* Checking no certificates is the user's right, but said each time. */
static void announce_insecure(const struct build_run *run, const struct source *source)
{
    struct err warning = {0};
    if (!source->insecure)
        return;
    err_set(&warning, ERR_CONFIG, "its certificates are not checked, as \"insecure: true\" says");
    err_at(&warning, source->location, 0, 0);
    err_hint(&warning, "name its certificate with \"ca_file:\" instead");
    log_problem(&run->cli->log, LOG_WARNING, source->name, &warning);
}

static void choose_sources(struct live *live)
{
    struct build_run *run = live->run;
    live->sources = arena_array(&run->arena, run->config.source_count, sizeof(size_t));
    for (size_t i = 0; i < run->config.source_count; i++) {
        const struct source *source = &run->config.sources[i];
        if (!source->remote)
            continue;
        if (may_wait(run, source, &live->health[i])) {
            run->report.sources[i].asked = ASKED_LATER;
            continue;
        }
        announce_insecure(run, source);
        live->sources[live->count++] = i;
    }
}

static void judge_report(struct build_run *run)
{
    run->report.fetched = true;
    for (size_t i = 0; i < run->config.source_count; i++)
        run->report.degraded |= run->report.sources[i].asked >= ASKED_PARTLY;
}

/* Problems are told in the order in which they come; a report has them in that of the sources. */
static void sort_problems(struct build_run *run, size_t from)
{
    str *names = arena_array(&run->arena, run->config.source_count, sizeof *names);
    for (size_t i = 0; i < run->config.source_count; i++)
        names[i] = run->config.sources[i].name;
    log_sort(&run->cli->log, from, names, run->config.source_count);
}

/* Says why there is to be no build, after all sources were asked. */
static bool refuse(const struct live *live, struct err *err)
{
    if (live->refused == SIZE_MAX)
        return true;
    err_set(err, ERR_INPUT, "%.*s could not be read, and its configuration says \"on_error: fail\"",
            STR_ARGS(live->run->config.sources[live->refused].name));
    return false;
}

/* Offline, sources that are to be skipped when they cannot be read are those that last could not, so
 * that a fetch and a build after it show what a build with a fetch in it does. */
static void skip_failing(struct live *live)
{
    struct build_run *run = live->run;
    for (size_t i = 0; i < run->config.source_count; i++) {
        const struct source *source = &run->config.sources[i];
        struct err why = {0};
        if (!source->remote || source->on_error != ON_ERROR_SKIP || !live->health[i].failures)
            continue;
        run->left_out[i] = true;
        run->report.degraded = true;
        err_set(&why, ERR_INPUT,
                "left out, since it could not be read when it was last asked: %.*s",
                STR_ARGS(live->health[i].message));
        err_at(&why, source->location, 0, 0);
        log_problem(&run->cli->log, LOG_WARNING, source->name, &why);
    }
}

bool live_fetch(struct build_run *run, struct err *err)
{
    if (!any_remote(&run->config))
        return true;
    struct live live = {.run = run, .refused = SIZE_MAX};
    size_t count = run->config.source_count, told = run->cli->log.problem_count;
    run->left_out = arena_array(&run->arena, count, sizeof *run->left_out);
    live.advances = arena_array(&run->arena, count, sizeof *live.advances);
    if (!load_health(&live, err))
        return false;
    if (!run->http) {
        skip_failing(&live);
        return true;
    }
    choose_sources(&live);
    pthread_mutex_init(&live.lock, NULL);
    unsigned workers = live.count < LIMIT_SYNCS ? (unsigned)live.count : LIMIT_SYNCS;
    bool good = live.count == 0 || pool_run(workers, live.count, ask_source, &live);
    log_progress(&run->cli->log, "fetching", 1, 1);
    pthread_mutex_destroy(&live.lock);
    sort_problems(run, told);
    judge_report(run);
    if (good)
        return refuse(&live, err);
    *err = live.err;
    return false;
}
