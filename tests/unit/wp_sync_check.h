/* A source at the WordPress of wp_server.h, a keeper in memory, and runs of the client between
 * them. */
#ifndef DIGEST_TESTS_WP_SYNC_CHECK_H
#define DIGEST_TESTS_WP_SYNC_CHECK_H

#include "wp_server.h"

#include "../../src/fetch/http_core.h"
#include "../../src/fetch/http_system.h"
#include "../../src/fetch/sync.h"
#include "digest/json.h"
#include "digest/map.h"

/* A document in memory. */
struct kept {
    str id, bytes, modified, url;
    struct hash content;
    enum raw_kind kind;
    int64_t published;
    bool present, gone;
    unsigned versions;
};

struct kept_note {
    char name[64];
    str value;
};

/* Everything of one source, and what happened to it. */
struct wp_check {
    struct wp_server server;
    struct source source;
    struct sync_counts counts; /* of the last run */
    struct err err;            /* likewise */
    int64_t now;
    bool full;
    struct arena arena;
    struct map by_id;
    struct kept **kept;
    size_t kept_count, kept_cap;
    struct kept_note notes[64];
    size_t note_count;
    struct err problems[200]; /* of the last run */
    bool fatal[200];
    size_t problem_count;
    unsigned commits; /* of the last run */
    unsigned killed;  /* the commit that does not happen, from 1; 0: all do */
    bool keep_quiet;  /* problems are expected */
};

/* -- The keeper ------------------------------------------------------------------------------- */

static inline str check_note(void *context, struct arena *a, const char *name)
{
    struct wp_check *c = context;
    for (size_t i = 0; i < c->note_count; i++)
        if (strcmp(c->notes[i].name, name) == 0)
            return arena_copy(a, c->notes[i].value);
    return STR("");
}

static inline void check_note_set(struct wp_check *c, const char *name, str value)
{
    size_t i = 0;
    while (i < c->note_count && strcmp(c->notes[i].name, name) != 0)
        i++;
    if (i == c->note_count) {
        assert_true(c->note_count++ < sizeof c->notes / sizeof *c->notes);
        assert_true(strlen(name) < sizeof c->notes[i].name);
        memcpy(c->notes[i].name, name, strlen(name) + 1);
    }
    c->notes[i].value = arena_copy(&c->arena, value);
}

static inline bool check_known(void *context, struct arena *a, str id, struct known *out)
{
    struct wp_check *c = context;
    const struct kept *kept = map_get(&c->by_id, id);
    if (!kept)
        return false;
    *out = (struct known){kept->content, arena_copy(a, kept->modified), kept->present};
    return true;
}

static inline int check_compare_ids(const void *a, const void *b)
{
    return str_compare(*(const str *)a, *(const str *)b);
}

static inline bool check_ids(void *context, struct arena *a, str **out, size_t *count,
                             struct err *err)
{
    struct wp_check *c = context;
    (void)err;
    *out = arena_array(a, c->kept_count + 1, sizeof **out);
    *count = 0;
    for (size_t i = 0; i < c->kept_count; i++)
        if (c->kept[i]->present)
            (*out)[(*count)++] = c->kept[i]->id;
    qsort(*out, *count, sizeof **out, check_compare_ids);
    return true;
}

static inline enum document_fate check_keep(struct wp_check *c, const struct document *d)
{
    struct kept *kept = map_get(&c->by_id, d->id);
    enum document_fate fate = DOCUMENT_UNCHANGED;
    struct json j = json_init(d->bytes);
    json_skip(&j);
    json_finish(&j);
    if (d->kind == RAW_POSTS && json_failed(&j))
        fail_msg("document %.*s is no JSON: %.*s", STR_ARGS(d->id), STR_ARGS(d->bytes));
    if (!kept) {
        kept = arena_alloc(&c->arena, sizeof *kept);
        c->kept = arena_grow(&c->arena, c->kept, c->kept_count, &c->kept_cap, sizeof *c->kept);
        c->kept[c->kept_count++] = kept;
        kept->id = arena_copy(&c->arena, d->id);
        map_set(&c->by_id, kept->id, kept);
        fate = DOCUMENT_NEW;
    } else if (!(d->modified.n && str_eq(kept->modified, d->modified)) &&
               !hash_eq(kept->content, d->content)) {
        fate = DOCUMENT_CHANGED;
        kept->versions++;
    }
    kept->bytes = arena_copy(&c->arena, d->bytes);
    kept->modified = arena_copy(&c->arena, d->modified);
    kept->url = arena_copy(&c->arena, d->url);
    kept->content = d->content;
    kept->kind = d->kind;
    kept->published = d->published;
    kept->present = true;
    kept->gone = false;
    return fate;
}

static inline bool check_commit(void *context, struct batch *batch, struct err *err)
{
    struct wp_check *c = context;
    if (++c->commits == c->killed)
        return err_set(err, ERR_STORE, "killed");
    for (size_t i = 0; i < batch->count; i++)
        batch->fates[i] = check_keep(c, &batch->documents[i]);
    for (size_t i = 0; i < batch->departure_count; i++) {
        struct kept *kept = map_get(&c->by_id, batch->departures[i].id);
        assert_non_null(kept);
        kept->present = false;
        kept->gone = batch->departures[i].gone;
    }
    for (size_t i = 0; i < batch->note_count; i++)
        check_note_set(c, batch->notes[i].name, batch->notes[i].value);
    return true;
}

static inline void check_problem(void *context, const struct err *problem, bool fatal)
{
    struct wp_check *c = context;
    if (c->problem_count == sizeof c->problems / sizeof *c->problems)
        return;
    c->problems[c->problem_count] = *problem;
    c->fatal[c->problem_count++] = fatal;
}

static inline void check_progress(void *context, size_t done, size_t total)
{
    (void)context;
    assert_true(total == 0 || done <= total + 200);
}

/* -- Runs ------------------------------------------------------------------------------------- */

static inline void check_start(struct wp_check *c, size_t posts)
{
    *c = (struct wp_check){.now = WP_NOW};
    c->by_id.arena = &c->arena;
    wp_server_start(&c->server, posts);
    c->source = (struct source){.key = STR("site"),
                                .name = STR("Site"),
                                .kind = SOURCE_WORDPRESS,
                                .remote = true,
                                .since = INSTANT_NONE,
                                .timeout = 300,
                                .patience = 600};
    c->source.location = http_server_url(&c->server.http, &c->arena, "/");
}

static inline void check_stop(struct wp_check *c)
{
    wp_server_stop(&c->server);
    arena_release(&c->arena);
}

/* One run, with an engine of its own as the program has; seconds take 20 milliseconds. */
static inline bool check_run(struct wp_check *c)
{
    const struct keeper keeper = {.context = c,
                                  .note = check_note,
                                  .known = check_known,
                                  .ids = check_ids,
                                  .commit = check_commit,
                                  .problem = check_problem,
                                  .progress = check_progress};
    const struct http_options options = {.per_host = 2, .now = c->now};
    struct sync sync = {.source = &c->source, .keeper = &keeper, .now = c->now, .full = c->full};
    c->err = (struct err){0};
    c->problem_count = c->commits = 0;
    c->server.asked = c->server.listed = 0;
    c->server.asked_users = c->server.asked_singles = 0;
    if (!http_open(&sync.http, &options, &c->err) ||
        !http_site_open(&sync.site, sync.http, &c->source, &c->err))
        fail_msg("%s", c->err.why);
    http_set_second(sync.http, 20);
    sync.http->proxies = (struct proxies){0};
    bool ok = sync_wordpress(&sync, &c->err);
    assert_true(ok == (c->err.code == ERR_NONE));
    http_close(sync.http);
    c->counts = sync.counts;
    return ok;
}

/* Fails unless the run works out, without a problem unless those are expected. */
static inline void check_runs(struct wp_check *c)
{
    if (!check_run(c))
        fail_msg("%s: %s", c->err.file, c->err.why);
    for (size_t i = 0; i < c->problem_count && !c->keep_quiet; i++)
        fail_msg("problem: %s", c->problems[i].why);
}

/* Fails unless a problem of the last run has these words. */
static inline void check_said(struct wp_check *c, const char *words)
{
    for (size_t i = 0; i < c->problem_count; i++)
        if (strstr(c->problems[i].why, words) || strstr(c->problems[i].hint, words))
            return;
    for (size_t i = 0; i < c->problem_count; i++)
        print_error("said: %s\n", c->problems[i].why);
    fail_msg("nobody said \"%s\"", words);
}

/* -- What is kept ----------------------------------------------------------------------------- */

static inline struct kept *check_kept(struct wp_check *c, uint64_t id)
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%llu", (unsigned long long)id);
    return map_get(&c->by_id, (str){digits, (size_t)n});
}

static inline size_t check_present(const struct wp_check *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->kept_count; i++)
        n += c->kept[i]->present;
    return n;
}

/* Fails unless a document holds these bytes. */
static inline void check_holds(struct wp_check *c, uint64_t id, const char *bytes)
{
    const struct kept *kept = check_kept(c, id);
    if (!kept)
        fail_msg("post %llu is not kept", (unsigned long long)id);
    if (!str_has(kept->bytes, str_of(bytes)))
        fail_msg("post %llu has no %s: %.*s", (unsigned long long)id, bytes, STR_ARGS(kept->bytes));
}

/* Fails if it does. */
static inline void check_lacks(struct wp_check *c, uint64_t id, const char *bytes)
{
    const struct kept *kept = check_kept(c, id);
    if (kept && str_has(kept->bytes, str_of(bytes)))
        fail_msg("post %llu has %s: %.*s", (unsigned long long)id, bytes, STR_ARGS(kept->bytes));
}

/* Fails unless exactly the site's public posts that pass `asked` (null: all) are present, as they
 * are. */
static inline void check_agrees_on(struct wp_check *c,
                                   bool (*asked)(const struct wp_post_row *post))
{
    size_t count = 0;
    char title[120];
    for (size_t i = 0; i < c->server.count; i++) {
        const struct wp_post_row *post = &c->server.posts[i];
        const struct kept *kept = check_kept(c, post->id);
        bool public = strcmp(post->status, "publish") == 0 && (!asked || asked(post));
        if (!public && kept && kept->present)
            fail_msg("post %llu is present", (unsigned long long)post->id);
        if (!public)
            continue;
        count++;
        if (!kept || !kept->present)
            fail_msg("post %llu is missing", (unsigned long long)post->id);
        snprintf(title, sizeof title, "\"title\":{\"rendered\":\"%s\"}", post->title);
        check_holds(c, post->id, title);
        snprintf(title, sizeof title, "\"slug\":\"%s\"", post->slug);
        check_holds(c, post->id, title);
        assert_int_equal(kept->published, post->date);
    }
    assert_int_equal(check_present(c), count);
}

static inline bool check_is_post(const struct wp_post_row *post)
{
    return strcmp(post->type, "post") == 0;
}

static inline void check_agrees(struct wp_check *c)
{
    check_agrees_on(c, check_is_post);
}

/* The request number `n` of the last run that is for the list of posts, its target; "" behind the
 * last. `first`: how many requests there had been before that run. */
static inline str check_listing(struct wp_check *c, size_t first, size_t n)
{
    for (size_t i = first; i < c->server.http.head_count; i++) {
        str head = http_server_head(&c->server.http, i);
        str target = str_slice(head, 0, str_find(head, STR("\r"), 0));
        if (str_has(target, STR("/wp/v2/posts?")) && n-- == 0)
            return target;
    }
    return STR("");
}

#endif
