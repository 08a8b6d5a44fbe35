/* Images from the network to the store: fetched several at a time, converted one at a time. */
#include "mirror.h"

#include <stdlib.h>

#include "digest/limits.h"
#include "digest/pool.h"

/* Formats that can be scaled first: some servers choose by it. */
#define ACCEPT "image/webp,image/jpeg,image/png,image/svg+xml,image/gif,image/*;q=0.8,*/*;q=0.5"

/* A host that did not answer so often in a row is left alone. */
#define SILENT_MOST 5

struct worker {
    struct arena scratch;
    struct http_response response;
};

struct fetching {
    struct mirroring *m;
    struct http *http;
    struct http_site **sites; /* by source; null: its credentials cannot be read */
    struct wanted **due;
    size_t count;
    struct worker workers[LIMIT_IMAGE_WORKERS];
    pthread_mutex_t converting; /* what one takes in memory is bounded, what many take is not */
    struct err err;             /* of the store; written under its lock */
    atomic_size_t done;
};

/* -- One image ---------------------------------------------------------------------------------- */

/* Asks for an image. *passing: it may be there another time. */
static bool ask(struct fetching *f, struct worker *w, const struct wanted *wanted, bool *passing,
                struct err *err)
{
    const struct http_request request = {.site = f->sites[wanted->source],
                                         .url = wanted->image.url,
                                         .accept = STR(ACCEPT),
                                         .max = LIMIT_IMAGE_FETCHED,
                                         .content = true};
    if (!http_get(f->http, &request, &w->scratch, &w->response, err)) {
        *passing = err->code == ERR_NETWORK;
        return false;
    }
    int status = w->response.status;
    if (status == 200)
        return true;
    *passing = status == 408 || status == 425 || status == 429 || status >= 500;
    return err_set(err, ERR_NETWORK, "the server answers with status %d", status);
}

/* Keeps the files of an image, and notes it. Under the lock of the store. */
static bool keep_files(struct build_run *run, struct stored_image *image,
                       const struct media_set *set, struct err *err)
{
    struct stored_variant *variants = arena_array(&run->arena, set->count, sizeof *variants);
    for (size_t i = 0; i < set->count; i++) {
        const struct media_variant *from = &set->variants[i];
        variants[i].width = from->width;
        variants[i].height = from->height;
        if (!store_media_put(run->store, &run->arena, from->bytes, from->ending, &variants[i].file,
                             err))
            return false;
    }
    image->variants = variants;
    image->count = set->count;
    image->failures = 0;
    image->why = (str){0};
    return true;
}

static bool note_image(struct build_run *run, const struct stored_image *image, struct err *err)
{
    if (!store_begin(run->store, err))
        return false;
    if (store_image_set(run->store, image, err) && store_commit(run->store, err))
        return true;
    store_rollback(run->store);
    return false;
}

/* Keeps what became of an image: its files, or (set is null) that it failed. False: the store did. */
static bool keep_outcome(struct fetching *f, struct wanted *wanted, const struct media_set *set,
                         const struct err *why)
{
    struct build_run *run = f->m->run;
    struct stored_image *image = &wanted->image;
    bool good = true;
    pthread_mutex_lock(&run->store_lock);
    image->checked = run->config.now;
    if (set) {
        good = keep_files(run, image, set, &f->err);
    } else {
        image->variants = NULL;
        image->count = 0;
        image->why = arena_copy(&run->arena, str_of(why->why));
    }
    good = good && note_image(run, image, &f->err);
    pthread_mutex_unlock(&run->store_lock);
    return good;
}

static bool convert(struct fetching *f, struct worker *w, const struct wanted *wanted,
                    struct media_set *set, struct err *err)
{
    const struct source *source = &f->m->run->config.sources[wanted->source];
    pthread_mutex_lock(&f->converting);
    bool good =
        media_convert(set, &w->scratch, buf_str(&w->response.body), source->image_width, err);
    pthread_mutex_unlock(&f->converting);
    return good;
}

/* Fetches one image. False: the store failed. */
static bool fetch_image(struct fetching *f, struct worker *w, struct wanted *wanted)
{
    struct media_set set;
    struct err why = {0};
    bool passing = false, answered = ask(f, w, wanted, &passing, &why);
    bool silent = !answered && passing;
    atomic_store(&wanted->host->silent, silent ? atomic_load(&wanted->host->silent) + 1 : 0);
    if (answered && convert(f, w, wanted, &set, &why)) {
        wanted->fate = MIRROR_COPIED;
        wanted->whole = true;
        return keep_outcome(f, wanted, &set, NULL);
    }
    unsigned failures = wanted->image.failures + 1;
    bool settled = !silent && failures < MIRROR_GONE_FROM;
    wanted->image.failures = settled ? MIRROR_GONE_FROM : failures;
    wanted->fate = wanted->image.failures < MIRROR_GONE_FROM ? MIRROR_MISSED : MIRROR_GONE;
    wanted->whole = false;
    return keep_outcome(f, wanted, NULL, &why);
}

/* -- All of them -------------------------------------------------------------------------------- */

static bool fetch_round(void *context, size_t index, unsigned number)
{
    struct fetching *f = context;
    struct worker *w = &f->workers[number];
    struct wanted *wanted = f->due[index];
    bool good = true;
    if (f->sites[wanted->source] && atomic_load(&wanted->host->silent) < SILENT_MOST)
        good = fetch_image(f, w, wanted);
    arena_reset(&w->scratch);
    size_t done = atomic_fetch_add(&f->done, 1) + 1;
    if (number == 0)
        log_progress(&f->m->run->cli->log, "images", done, f->count);
    return good;
}

/* Opens the sites of the sources that need one. One that cannot be opened is reported. */
static void open_sites(struct fetching *f)
{
    struct build_run *run = f->m->run;
    bool *tried = arena_array(&run->arena, run->config.source_count, sizeof *tried);
    f->sites = arena_array(&run->arena, run->config.source_count, sizeof(struct http_site *));
    for (size_t i = 0; i < f->count; i++) {
        uint32_t index = f->due[i]->source;
        struct err why = {0};
        if (tried[index])
            continue;
        tried[index] = true;
        if (!http_site_open(&f->sites[index], f->http, &run->config.sources[index], &why)) {
            f->sites[index] = NULL;
            log_problem(&run->cli->log, LOG_WARNING, run->config.sources[index].name, &why);
        }
    }
}

bool mirror_fetch(struct mirroring *m, struct http *http, struct wanted **due, size_t count,
                  struct err *err)
{
    struct fetching *f = mem_alloc(sizeof *f);
    *f = (struct fetching){.m = m, .http = http, .due = due, .count = count};
    pthread_mutex_init(&f->converting, NULL);
    open_sites(f);
    unsigned workers = count < LIMIT_IMAGE_WORKERS ? (unsigned)count : LIMIT_IMAGE_WORKERS;
    bool good = pool_run(workers ? workers : 1, count, fetch_round, f);
    log_progress(&m->run->cli->log, "images", 1, 1);
    if (!good)
        *err = f->err;
    for (size_t i = 0; i < LIMIT_IMAGE_WORKERS; i++) {
        arena_release(&f->workers[i].scratch);
        http_response_release(&f->workers[i].response);
    }
    pthread_mutex_destroy(&f->converting);
    free(f);
    return good;
}
