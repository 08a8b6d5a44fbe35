/*
 * Feeds. One conditional request is all it takes as long as nothing is new. What came is kept whole;
 * whoever keeps it takes the entries apart. Entries that are not in the feed any more stay kept: feeds
 * only have the newest.
 */
#include "blocker.h"
#include "body.h"
#include "digest/limits.h"
#include "html_links.h"
#include "validators.h"

/* What a feed is asked for as; many servers send the right type only to those who ask for it. */
#define ACCEPT                                                                                     \
    "application/atom+xml, application/rss+xml, application/feed+json, "                           \
    "application/rdf+xml;q=0.9, "                                                                  \
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"

/* The note that says that older pages were followed to their end: the feed's configured URL. */
#define DONE "feed_done"

/* One sync. */
struct feed_run {
    struct sync *sync;
    struct arena *a;
    struct validators v;
    struct http_response response;
    bool hopped;     /* v.url was found on a page in this run */
    bool first;      /* the feed's older pages were never read to the end */
    bool incomplete; /* … nor this time */
};

static void tell(const struct feed_run *run, const struct err *problem)
{
    run->sync->keeper->problem(run->sync->keeper->context, problem, false);
}

/* -- Asking ----------------------------------------------------------------------------------- */

/* Asks for v.url, or for `page`, an older page of it. */
static bool ask(struct feed_run *run, str page, struct err *err)
{
    str url = page.n ? page : run->v.url;
    struct http_request request = {
        .site = run->sync->site,
        .url = url,
        .accept = STR(ACCEPT),
        .etag = page.n ? (str){0} : run->v.etag,
        .last_modified = page.n ? (str){0} : run->v.modified,
        .max = LIMIT_FEED_FILE,
        .content = !str_eq(url, run->sync->source->location),
        .apart = true,
    };
    return http_get(run->sync->http, &request, run->a, &run->response, err);
}

/* -- Keeping ---------------------------------------------------------------------------------- */

/* Brings the answer to the keeper. *batch is what became of it. */
static bool keep(struct feed_run *run, struct batch *batch, struct err *err)
{
    str bytes = buf_str(&run->response.body);
    struct document document = {
        .id = run->v.url,
        .kind = RAW_FEED,
        .url = run->response.url,
        .bytes = bytes,
        .content = hash_of(bytes),
        .published = INSTANT_NONE,
        .dated = validators_date(&run->response),
        .charset = run->response.charset,
    };
    enum document_fate fate = DOCUMENT_UNCHANGED;
    struct sync_counts *counts = &run->sync->counts;
    *batch = (struct batch){.documents = &document, .fates = &fate, .count = 1, .arena = run->a};
    if (!run->sync->keeper->commit(run->sync->keeper->context, batch, err))
        return false;
    batch->documents = NULL;
    batch->fates = NULL;
    if (fate == DOCUMENT_FAILED) {
        err_set(err, ERR_INPUT, "the feed cannot be taken apart");
        return err_at(err, run->response.url, 0, 0);
    }
    counts->announced += batch->entries + batch->entries_failed;
    counts->fetched += batch->entries + batch->entries_failed;
    counts->added += batch->entries_new;
    counts->changed += batch->entries_changed;
    counts->unchanged += batch->entries - batch->entries_new - batch->entries_changed;
    counts->failed += batch->entries_failed;
    counts->degraded = counts->degraded || batch->cut;
    run->sync->keeper->progress(run->sync->keeper->context, counts->fetched, 0);
    return true;
}

/* True when an older page may have something: in the first run, or when all of this one was new, so
 * that some may have passed unseen. */
static bool is_worth_following(const struct feed_run *run, const struct batch *batch)
{
    size_t most = run->sync->source->max_articles;
    if (batch->next.n == 0 || (most && run->sync->counts.fetched >= most))
        return false;
    return run->first || (batch->entries && batch->entries == batch->entries_new);
}

/* Reads older pages (RFC 5005 section 3) behind the first, whose fate *batch is. One that cannot be
 * read is only a doubt: the newest entries are kept. */
static bool follow(struct feed_run *run, struct batch *batch, struct err *err)
{
    struct err problem = {0};
    str before = run->v.url;
    for (int pages = 1; pages < LIMIT_FEED_PAGES && is_worth_following(run, batch); pages++) {
        str url = batch->next;
        if (str_eq(url, before))
            return true;
        bool answered = ask(run, url, &problem);
        bool feed = answered && run->response.status == 200 &&
                    body_kind(buf_str(&run->response.body)) == BODY_FEED;
        if (!feed) {
            if (answered)
                blocker_explain(run->a, &run->response, WANT_FEED, &problem);
            run->incomplete = true;
            tell(run, &problem);
            return true;
        }
        if (!keep(run, batch, err))
            return false;
        before = url;
    }
    return true;
}

/* -- Where it is ------------------------------------------------------------------------------ */

/* Says once that the feed is elsewhere; from then on it is asked there. */
static void tell_place(const struct feed_run *run, const char *why)
{
    struct err problem = {0};
    err_set(&problem, ERR_INPUT, "%s %.*s", why, STR_ARGS(run->v.url));
    err_at(&problem, run->v.configured, 0, 0);
    err_hint(&problem, "write `feed: %.*s`", STR_ARGS(run->v.url));
    if (run->sync->source->kind == SOURCE_FEED)
        tell(run, &problem);
}

/* Notes where the feed was found. */
static void note_place(struct feed_run *run)
{
    bool elsewhere = run->response.moved && !str_eq(run->response.url, run->v.url);
    if (elsewhere)
        run->v.url = arena_copy(run->a, run->response.url);
    if (run->hopped)
        tell_place(run, "the address is a page; the feed that it names is");
    else if (elsewhere)
        tell_place(run, "the feed has moved for good to");
}

static bool take_feed(struct feed_run *run, struct err *err)
{
    struct batch batch;
    struct validators now = run->v;
    const struct sync *sync = run->sync;
    note_place(run);
    now.url = run->v.url;
    validators_take(&now, &run->response);
    if (!keep(run, &batch, err))
        return false;
    if (batch.entries + batch.entries_failed == 0 && !sync->source->allow_empty) {
        struct err problem = {0};
        err_set(&problem, ERR_INPUT, "the feed is empty; what was kept before stays");
        err_at(&problem, run->v.url, 0, 0);
        err_hint(&problem, "`allow_empty: true` takes it for true");
        tell(run, &problem);
        return true;
    }
    if (!follow(run, &batch, err))
        return false;
    if (run->incomplete) /* an unchanged first page would hide the others */
        return true;
    struct note done = {DONE, run->v.configured};
    struct batch notes = {.notes = &done, .note_count = 1};
    return (!run->first || sync->keeper->commit(sync->keeper->context, &notes, err)) &&
           validators_keep(&now, sync, err);
}

/* Goes on to the feed that a page names, once. False: it names none. */
static bool hop(struct feed_run *run)
{
    struct html_head head;
    str page = str_slice(buf_str(&run->response.body), 0, LIMIT_DISCOVERY);
    if (run->hopped)
        return false;
    html_head_read(&head, run->a, page, run->response.url, run->response.charset);
    str feed = html_feed(&head.links);
    if (feed.n == 0 || str_eq(feed, run->v.url))
        return false;
    run->v.url = feed;
    run->v.etag = run->v.modified = (str){0};
    run->hopped = true;
    return true;
}

/* -- What it is instead ----------------------------------------------------------------------- */

static bool explain_page(struct feed_run *run, struct err *err)
{
    struct html_head head;
    const struct http_response *response = &run->response;
    html_head_read(&head, run->a, buf_str(&response->body), response->url, response->charset);
    str title = quoted(run->a, head.title);
    err_set(err, ERR_INPUT, "an HTML page%s%.*s%s", title.n ? " " : "", STR_ARGS(title),
            run->hopped ? " where a feed should be" : " that names no feed");
    err_at(err, response->url, 0, 0);
    if (str_starts(head.generator, STR("WordPress")))
        return err_hint(err, "it is of a WordPress: use `wordpress:` with this address");
    return err_hint(err, "write the address of the feed itself");
}

static bool explain(struct feed_run *run, enum body_kind kind, struct err *err)
{
    struct finding known;
    bool page = kind == BODY_HTML || kind == BODY_MARKUP;
    if (run->response.status != 200 || (page && blocker_find(&known, run->a, &run->response)))
        return blocker_explain(run->a, &run->response, WANT_FEED, err);
    if (page)
        return explain_page(run, err);
    err_set(err, ERR_INPUT, "%s, not a feed", body_kind_name(kind));
    err_at(err, run->response.url, 0, 0);
    if (kind == BODY_PACKED)
        return err_hint(err, "name the file that is not packed; or its server must say "
                             "\"Content-Encoding: gzip\"");
    if (kind == BODY_JSON)
        return err_hint(err, "for WordPress use `wordpress:` with the site's address");
    if (kind == BODY_TEXT)
        return err_hint(err, "for an article in plain text use `text:`");
    return err_hint(err, "write the address of an RSS, Atom or JSON feed");
}

/* -- The sync --------------------------------------------------------------------------------- */

/* Asks for the feed and keeps it; from a page it goes on to the feed. */
static bool run_once(struct feed_run *run, struct err *err)
{
    for (;;) {
        if (!ask(run, (str){0}, err))
            return false;
        if (validators_untouched(&run->v, &run->response)) {
            run->sync->counts.untouched = true;
            return true;
        }
        bool fine = run->response.status == 200;
        enum body_kind kind = body_kind(buf_str(&run->response.body));
        if (fine && kind == BODY_FEED)
            return take_feed(run, err);
        if (!fine || (kind != BODY_HTML && kind != BODY_MARKUP) || !hop(run))
            return explain(run, kind, err);
    }
}

bool sync_feed(struct sync *sync, str url, struct err *err)
{
    static const struct validator_names names = {"feed_url", "feed_etag", "feed_modified"};
    struct arena a = {0};
    struct feed_run run = {.sync = sync, .a = &a};
    run.v = validators_load(&a, sync, &names, url);
    str done = sync->keeper->note(sync->keeper->context, &a, DONE);
    run.first = sync->full || !str_eq(done, url);
    bool ok = run_once(&run, err);
    /* An address that was found earlier may be gone; the configuration's may lead to a new one. */
    bool remembered = !str_eq(run.v.url, url) && !run.hopped;
    if (!ok && remembered && (err->code == ERR_REFUSED || err->code == ERR_INPUT)) {
        *err = (struct err){0};
        run.v = (struct validators){.names = &names, .configured = url, .url = url};
        ok = run_once(&run, err);
    }
    http_response_release(&run.response);
    arena_release(&a);
    return ok;
}
