/* Looking for damage: in the database file, in what it holds, and in the folder of images. */
#include <stdio.h>

#include "body.h"
#include "digest/fs.h"
#include "digest/json.h"
#include "digest/limits.h"
#include "media.h"

/* One check of a store. */
struct inspection {
    struct store *store;
    void (*report)(void *context, const struct err *found);
    void *context;
    size_t *found;
    struct buf bytes;
    bool broken; /* the database itself is, and that was reported */
};

static void finding(struct inspection *in, const struct err *found)
{
    ++*in->found;
    in->report(in->context, found);
}

/* Reports damage of the contents; its place is the store. */
static void damage(struct inspection *in, const char *hint, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void damage(struct inspection *in, const char *hint, const char *format, ...)
{
    struct err err = {0};
    char why[sizeof err.why];
    va_list args;
    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    err_set(&err, ERR_STORE, "%s", why);
    err_hint(&err, "%s", hint);
    err_at(&err, str_of(in->store->path), 0, 0);
    finding(in, &err);
}

/* Runs a statement without parameters and gives each row to `row`. */
static bool each_row(struct inspection *in, enum query which,
                     void (*row)(struct inspection *in, sqlite3_stmt *query), struct err *err)
{
    bool more;
    sqlite3_stmt *query = db_query(in->store, which, err);
    if (!query)
        return false;
    while (db_next(in->store, query, &more, err)) {
        if (!more)
            return true;
        row(in, query);
    }
    return false;
}

/* -- The database ----------------------------------------------------------------------------- */

static void integrity_row(struct inspection *in, sqlite3_stmt *query)
{
    str line = db_column(query, 0);
    if (str_is(line, "ok"))
        return;
    in->broken = true;
    damage(in, "restore it from a backup, or import an export of it", "the store is damaged: %.*s",
           STR_ARGS(line));
}

static void key_row(struct inspection *in, sqlite3_stmt *query)
{
    damage(in, "restore it from a backup, or import an export of it",
           "%lld rows of the table %.*s refer to rows of %.*s that are missing",
           (long long)sqlite3_column_int64(query, 2), STR_ARGS(db_column(query, 0)),
           STR_ARGS(db_column(query, 1)));
}

/* -- Documents -------------------------------------------------------------------------------- */

/* Posts and entries must be whole JSON objects. */
static bool is_whole(str bytes, str kind)
{
    if (!str_is(kind, "post") && !str_is(kind, "entry"))
        return true;
    struct json j = json_init(bytes);
    bool object = json_peek(&j) == JSON_KIND_OBJECT;
    json_skip(&j);
    json_finish(&j);
    return object && !json_failed(&j);
}

static void document_row(struct inspection *in, sqlite3_stmt *query)
{
    struct err found = {0};
    struct body body = body_of_row(query, 4);
    body.source = db_column(query, 0);
    body.id = db_column(query, 1);
    body.version = (unsigned)sqlite3_column_int64(query, 2);
    buf_reset(&in->bytes);
    if (!body_unpack(in->store, &body, &in->bytes, &found)) {
        finding(in, &found);
    } else if (!is_whole(buf_str(&in->bytes), db_column(query, 3))) {
        damage(in, "\"digest fetch --full\" asks for it once more",
               "the document %.*s of %.*s is no whole JSON object", STR_ARGS(body.id),
               STR_ARGS(body.source));
    }
}

static void orphan_row(struct inspection *in, sqlite3_stmt *query)
{
    long long count = sqlite3_column_int64(query, 0);
    if (count)
        damage(in, "nothing is lost by it; exporting into a new store leaves them out",
               "the bytes of %lld documents belong to none", count);
}

static void permalink_row(struct inspection *in, sqlite3_stmt *query)
{
    damage(in, "remove the wrong ones from the table permalink, with sqlite3",
           "the article %.*s has %lld current paths", STR_ARGS(db_column(query, 0)),
           (long long)sqlite3_column_int64(query, 1));
}

/* -- Images ----------------------------------------------------------------------------------- */

static void check_file(struct inspection *in, struct arena *a, str url, str file)
{
    static const char hint[] = "\"digest fetch --full\" fetches it again";
    struct err err = {0};
    str path = fs_join(a, store_media_folder(in->store, a), file);
    buf_reset(&in->bytes);
    if (fs_kind(path.p) == FS_ABSENT) {
        damage(in, hint, "the file %.*s of the image %.*s is missing", STR_ARGS(file),
               STR_ARGS(url));
    } else if (!fs_read(&in->bytes, path.p, &err)) {
        err_hint(&err, "%s", hint);
        finding(in, &err);
    } else if (!media_matches(file, hash_of(buf_str(&in->bytes)))) {
        damage(in, hint, "the file %.*s of the image %.*s is not what was written there",
               STR_ARGS(file), STR_ARGS(url));
    }
}

static bool check_images(struct inspection *in, struct err *err)
{
    struct arena a = {0}, paths = {0};
    struct stored_image *images;
    size_t count;
    bool ok = store_images(in->store, &a, &images, &count, err);
    for (size_t i = 0; ok && i < count; i++)
        for (size_t j = 0; j < images[i].count; j++) {
            check_file(in, &paths, images[i].url, images[i].variants[j].file);
            arena_reset(&paths);
        }
    arena_release(&a);
    arena_release(&paths);
    return ok;
}

/* -- All of it -------------------------------------------------------------------------------- */

/* One of the checks below. Damage that keeps it from its end is a finding, too, but once: the others
 * stumble over the same. */
static bool settle(struct inspection *in, bool done, const struct err *why, struct err *err)
{
    if (done)
        return true;
    if (why->code != ERR_STORE) {
        *err = *why;
        return false;
    }
    if (!in->broken)
        finding(in, why);
    in->broken = true;
    return true;
}

bool store_check(struct store *store, void (*report)(void *context, const struct err *found),
                 void *context, size_t *found, struct err *err)
{
    static const struct {
        enum query query;
        void (*row)(struct inspection *in, sqlite3_stmt *query);
    } steps[] = {
        {QUERY_CHECK_DATABASE, integrity_row}, {QUERY_CHECK_KEYS, key_row},
        {QUERY_CHECK_DOCUMENTS, document_row}, {QUERY_CHECK_VERSIONS, document_row},
        {QUERY_CHECK_BODIES, orphan_row},      {QUERY_CHECK_PERMALINKS, permalink_row},
    };
    struct inspection in = {store, report, context, found, buf_init(LIMIT_DOCUMENT), false};
    bool ok = true;
    *found = 0;
    for (size_t i = 0; ok && i < sizeof steps / sizeof *steps; i++) {
        struct err why = {0};
        ok = settle(&in, each_row(&in, steps[i].query, steps[i].row, &why), &why, err);
    }
    if (ok) {
        struct err why = {0};
        ok = settle(&in, check_images(&in, &why), &why, err);
    }
    buf_release(&in.bytes);
    return ok;
}
