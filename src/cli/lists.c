/* Lists of feeds: each becomes a source for every feed in it, before anything else is done. */
#include "build.h"
#include "digest/fs.h"
#include "digest/limits.h"
#include "digest/parse.h"

/* What the store remembers of a fetched list: its text as it was when it could last be read. */
#define NOTE_LIST "list"

static bool is_opml(const struct source *source)
{
    return source->kind == SOURCE_OPML;
}

/* Asks for a list. The answer is copied into the arena. */
static bool ask(struct build_run *run, const struct source *source, str *bytes, struct err *err)
{
    struct http_site *site;
    struct http_response response = {0};
    if (!http_site_open(&site, run->http, source, err))
        return false;
    struct http_request request = {.site = site,
                                   .url = source->location,
                                   .accept = STR("text/x-opml, text/xml, application/xml"),
                                   .max = LIMIT_FEED_FILE};
    bool good = http_get(run->http, &request, &run->arena, &response, err);
    if (good && response.status != 200) {
        good = err_set(err, ERR_NETWORK, "the server answers with status %d", response.status);
        err_hint(err, "look at the address in a browser");
    }
    if (good)
        *bytes = arena_copy(&run->arena, buf_str(&response.body));
    http_response_release(&response);
    return good;
}

static bool remember(struct build_run *run, const struct source *source, str bytes, struct err *err)
{
    if (!store_begin(run->store, err))
        return false;
    if (store_note_set(run->store, source->key, NOTE_LIST, bytes, err))
        return store_commit(run->store, err);
    store_rollback(run->store);
    return false;
}

static void report(struct build_run *run, const struct source *source, struct err *why)
{
    err_at(why, source->location, 0, 0);
    run->report.degraded = true;
    log_problem(&run->cli->log, LOG_ERROR, source->name, why);
}

static bool read_file(struct build_run *run, const struct source *source, str *bytes,
                      struct err *err)
{
    struct buf text = buf_init(LIMIT_FEED_FILE);
    bool good = fs_read(&text, source->path.p, err);
    if (good)
        *bytes = arena_copy(&run->arena, buf_str(&text));
    buf_release(&text);
    return good;
}

/* Reads a list as it is now. False: *err says why not; ERR_NONE when nobody may ask. */
static bool read_now(struct build_run *run, const struct source *source, str *bytes,
                     struct outlines *outlines, struct err *err)
{
    if (source->remote && !run->http)
        return false;
    bool good = source->remote ? ask(run, source, bytes, err) : read_file(run, source, bytes, err);
    return good && parse_opml(outlines, &run->arena, *bytes, source->location, err);
}

/* Reads a list as it was when it last could be. *found says whether it ever could. False: the store
 * failed. */
static bool read_remembered(struct build_run *run, const struct source *source,
                            struct outlines *outlines, bool *found, struct err *err)
{
    struct err ignored = {0};
    str bytes;
    if (!store_note_get(run->store, &run->arena, source->key, NOTE_LIST, &bytes, err))
        return false;
    *found = bytes.n && parse_opml(outlines, &run->arena, bytes, source->location, &ignored);
    return true;
}

static void add_feeds(struct build_run *run, size_t index, const struct outlines *outlines)
{
    for (size_t i = 0; i < outlines->count; i++) {
        const struct outline *outline = &outlines->items[i];
        struct listed_feed feed = {outline->title, outline->url, outline->home, outline->category};
        struct err why = {0};
        if (config_add_feed(&run->config, &run->arena, index, &feed, &why))
            continue;
        report(run, &run->config.sources[index], &why);
        if (why.code == ERR_LIMIT) /* so will be all others */
            break;
    }
}

/* What becomes of a list that cannot be read. False: there is to be no build. */
static bool report_failure(struct build_run *run, const struct source *source, struct err *why,
                           struct outlines *outlines, struct err *err)
{
    report(run, source, why);
    if (source->on_error == ON_ERROR_SKIP)
        outlines->count = 0;
    return source->on_error != ON_ERROR_FAIL ||
           err_set(err, ERR_INPUT,
                   "%.*s could not be read, and its configuration says \"on_error: fail\"",
                   STR_ARGS(source->name));
}

/* One list. False: the store failed, or `on_error: fail` is set. */
static bool expand(struct build_run *run, size_t index, struct err *err)
{
    struct source source = run->config.sources[index];
    struct outlines outlines = {0};
    struct err why = {0};
    str bytes = {0};
    bool found = true;
    bool fresh = read_now(run, &source, &bytes, &outlines, &why);
    if (!fresh && !read_remembered(run, &source, &outlines, &found, err))
        return false;
    if (!fresh && !found && why.code == ERR_NONE) {
        err_set(&why, ERR_INPUT, "this list of feeds was never fetched");
        err_hint(&why, "run \"digest fetch\", or build without --offline");
    }
    if (why.code != ERR_NONE && !report_failure(run, &source, &why, &outlines, err))
        return false;
    add_feeds(run, index, &outlines);
    return !fresh || remember(run, &source, bytes, err);
}

bool build_expand_lists(struct build_run *run, struct err *err)
{
    size_t given = run->config.source_count;
    for (size_t i = 0; i < given; i++)
        if (is_opml(&run->config.sources[i]) && !expand(run, i, err))
            return false;
    config_drop_lists(&run->config);
    return true;
}
