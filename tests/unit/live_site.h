/*
 * A live source in a test: a server on loopback with fixed replies, the HTTP engine, and a keeper that
 * remembers in memory. In replies "{}" stands for the server's origin.
 */
#ifndef DIGEST_TESTS_LIVE_SITE_H
#define DIGEST_TESTS_LIVE_SITE_H

#include "../../src/fetch/http_core.h"
#include "../../src/fetch/sync.h"
#include "digest/fetch.h"
#include "digest/map.h"
#include "http_server.h"

/* A fixed reply. */
struct reply {
    const char *target; /* "/path?query", "HEAD /path", or "*" for all that is left; null ends */
    int status;
    const char *headers; /* lines that end in "\n"; may be null */
    const char *body;    /* may be null */
};

#define TYPE_JSON "Content-Type: application/json; charset=UTF-8\n"
#define TYPE_HTML "Content-Type: text/html; charset=UTF-8\n"
#define TYPE_RSS  "Content-Type: application/rss+xml\n"
#define REST_LINK "Link: <{}/wp-json/>; rel=\"https://api.w.org/\"\n"
#define NONE_LEFT                                                                                  \
    {                                                                                              \
        NULL, 0, NULL, NULL                                                                        \
    }

#define LIVE_NOTES 20
#define LIVE_KEPT  40

struct live {
    struct http_server server;
    struct arena arena;
    const struct reply *replies;
    char origin[40];
    struct http *http;
    struct http_site *site;
    struct source source;
    struct keeper keeper;
    struct sync sync;
    struct err err;
    /* What the keeper has. */
    struct note notes[LIVE_NOTES];
    struct map seen; /* entries, by their text */
    struct document kept[LIVE_KEPT];
    size_t kept_count, note_count, commits;
    struct err problems[LIVE_NOTES];
    size_t problem_count;
    bool refuse;  /* documents fail */
    bool forgets; /* no document is known */
};

/* -- Server ----------------------------------------------------------------------------------- */

/* Appends text with "{}" as the origin; "\n" as CRLF in headers. */
static inline void live_add(struct buf *out, const struct live *live, const char *text, bool header)
{
    for (const char *p = text ? text : ""; *p; p++) {
        if (p[0] == '{' && p[1] == '}') {
            buf_addz(out, live->origin);
            p++;
        } else if (header && *p == '\n') {
            buf_addz(out, "\r\n");
        } else {
            buf_addc(out, *p);
        }
    }
}

static inline bool live_matches(const struct reply *reply, const struct http_ask *ask)
{
    str target = str_of(reply->target);
    if (str_is(target, "*"))
        return true;
    if (str_starts(target, STR("HEAD ")))
        return str_is(ask->method, "HEAD") && str_eq(str_slice(target, 5, target.n), ask->target);
    return str_eq(target, ask->target);
}

static inline void live_answer(void *context, const struct http_ask *ask, struct http_reply *reply)
{
    struct live *live = context;
    for (const struct reply *r = live->replies; r && r->target; r++) {
        if (!live_matches(r, ask))
            continue;
        struct buf headers = buf_init(1 << 20), body = buf_init(32 << 20);
        live_add(&headers, live, r->headers, true);
        live_add(&body, live, r->body, false);
        buf_addz(&headers, "");
        http_reply_body(reply, r->status, headers.n ? headers.p : NULL, buf_str(&body));
        buf_release(&headers);
        buf_release(&body);
        return;
    }
}

/* How often a request line began so ("GET /feed "). */
static inline size_t live_asked(struct live *live, const char *line)
{
    size_t count = 0;
    for (size_t i = 0; i < http_server_count(&live->server); i++)
        count += str_starts(http_server_head(&live->server, i), str_of(line));
    return count;
}

/* -- Keeper ----------------------------------------------------------------------------------- */

static inline str live_note(void *context, struct arena *a, const char *name)
{
    struct live *live = context;
    for (size_t i = 0; i < live->note_count; i++)
        if (strcmp(live->notes[i].name, name) == 0)
            return arena_copy(a, live->notes[i].value);
    return (str){0};
}

static inline void live_set_note(struct live *live, const char *name, str value)
{
    size_t i = 0;
    while (i < live->note_count && strcmp(live->notes[i].name, name) != 0)
        i++;
    assert_true(i < LIVE_NOTES);
    live->notes[i] = (struct note){name, arena_copy(&live->arena, value)};
    live->note_count += i == live->note_count;
}

static inline bool live_known(void *context, struct arena *a, str id, struct known *out)
{
    struct live *live = context;
    (void)a;
    if (live->forgets)
        return false;
    for (size_t i = 0; i < live->kept_count; i++)
        if (str_eq(live->kept[i].id, id)) {
            *out = (struct known){.content = live->kept[i].content, .present = true};
            return true;
        }
    return false;
}

static inline bool live_ids(void *context, struct arena *a, str **out, size_t *count,
                            struct err *err)
{
    (void)context;
    (void)a;
    (void)err;
    *out = NULL;
    *count = 0;
    return true;
}

/* Takes a feed apart in the simplest way: what stands between "<item" or "<entry" and the next. */
static inline void live_split(struct live *live, struct batch *batch, str bytes)
{
    size_t at = 0;
    while (at < bytes.n) {
        size_t item = str_find(bytes, STR("<item"), at), entry = str_find(bytes, STR("<entry"), at);
        at = item < entry ? item : entry;
        if (at == SIZE_MAX)
            break;
        size_t end = str_find(bytes, item < entry ? STR("</item>") : STR("</entry>"), at);
        str text = arena_copy(&live->arena, str_slice(bytes, at, end));
        if (str_has(text, STR("broken"))) {
            batch->entries_failed++;
            at = end;
            continue;
        }
        batch->entries++;
        if (!map_get(&live->seen, text)) {
            batch->entries_new++;
            map_set(&live->seen, text, live);
        }
        at = end;
    }
    size_t next = str_find(bytes, STR("rel=\"next\" href=\""), 0);
    size_t from = next == SIZE_MAX ? bytes.n : next + 17;
    batch->next = arena_copy(batch->arena, str_slice(bytes, from, str_find_char(bytes, '"', from)));
}

static inline enum document_fate live_keep(struct live *live, const struct document *document)
{
    size_t i = 0;
    if (live->refuse)
        return DOCUMENT_FAILED;
    while (i < live->kept_count && !str_eq(live->kept[i].id, document->id))
        i++;
    assert_true(i < LIVE_KEPT);
    bool added = i == live->kept_count,
         same = !added && hash_eq(live->kept[i].content, document->content);
    struct document *d = &live->kept[i];
    *d = *document;
    d->id = arena_copy(&live->arena, d->id);
    d->url = arena_copy(&live->arena, d->url);
    d->bytes = arena_copy(&live->arena, d->bytes);
    d->charset = arena_copy(&live->arena, d->charset);
    live->kept_count += added;
    return added ? DOCUMENT_NEW : same ? DOCUMENT_UNCHANGED : DOCUMENT_CHANGED;
}

static inline bool live_commit(void *context, struct batch *batch, struct err *err)
{
    struct live *live = context;
    (void)err;
    live->commits++;
    for (size_t i = 0; i < batch->count; i++) {
        batch->fates[i] = live_keep(live, &batch->documents[i]);
        if (batch->documents[i].kind == RAW_FEED)
            live_split(live, batch, batch->documents[i].bytes);
    }
    for (size_t i = 0; i < batch->note_count; i++)
        live_set_note(live, batch->notes[i].name, batch->notes[i].value);
    return true;
}

static inline void live_problem(void *context, const struct err *problem, bool fatal)
{
    struct live *live = context;
    assert_false(fatal);
    assert_true(live->problem_count < LIVE_NOTES);
    live->problems[live->problem_count++] = *problem;
}

static inline void live_progress(void *context, size_t done, size_t total)
{
    (void)context;
    (void)done;
    (void)total;
}

/* -- Life ------------------------------------------------------------------------------------- */

/* A source of a kind at a path of the server. */
static inline void live_open(struct live *live, enum source_kind kind, const char *path,
                             const struct reply *replies)
{
    *live = (struct live){.replies = replies, .seen = {.arena = &live->arena}};
    http_server_start(&live->server, live_answer, live);
    str origin = http_server_url(&live->server, &live->arena, "");
    memcpy(live->origin, origin.p, origin.n + 1);
    live->source = (struct source){
        .key = STR("s"),
        .name = STR("S"),
        .kind = kind,
        .location = http_server_url(&live->server, &live->arena, path),
        .remote = true,
        .since = INSTANT_NONE,
        .timeout = 1000, /* see http_set_second */
        .patience = 4,
    };
    struct http_options options = {.user_agent = STR("digest/test"), .per_host = 2};
    assert_true(http_open(&live->http, &options, &live->err));
    http_set_second(live->http, 20);
    assert_true(http_site_open(&live->site, live->http, &live->source, &live->err));
    live->keeper = (struct keeper){.context = live,
                                   .note = live_note,
                                   .known = live_known,
                                   .ids = live_ids,
                                   .commit = live_commit,
                                   .problem = live_problem,
                                   .progress = live_progress};
}

/* One run with other replies; what the keeper has stays. */
static inline bool live_sync(struct live *live, const struct reply *replies)
{
    live->replies = replies;
    live->err = (struct err){0};
    live->problem_count = 0;
    live->sync = (struct sync){.http = live->http,
                               .site = live->site,
                               .source = &live->source,
                               .keeper = &live->keeper,
                               .now = 1767225600,
                               .full = live->sync.full};
    return fetch_sync(&live->sync, &live->err);
}

static inline void live_close(struct live *live)
{
    http_close(live->http);
    http_server_stop(&live->server);
    http_server_release(&live->server);
    arena_release(&live->arena);
}

/* Fails unless text holds part. */
#define assert_has(text, part)                                                                     \
    do {                                                                                           \
        if (!strstr(text, part))                                                                   \
            fail_msg("\"%s\" is not in \"%s\"", part, text);                                       \
    } while (0)

#endif
