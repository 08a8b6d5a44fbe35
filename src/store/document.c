/* Documents of live sources: what was fetched, as it came. */
#include "document.h"

#include "body.h"
#include "digest/raw.h"

/* -- Words ------------------------------------------------------------------------------------ */

/* In the table stand words and not numbers, so that nobody who reorders an enum changes what is
 * kept. Whole feeds are not among the kinds: their entries are kept. */
static const char *const kinds[] = {
    [RAW_POSTS] = "post", [RAW_TEXT] = "text", [RAW_ENTRY] = "entry"};
static const char *const presences[] = {
    [PRESENCE_HERE] = "here", [PRESENCE_GONE] = "gone", [PRESENCE_LEFT] = "left"};

#define COUNT(words) (sizeof(words) / sizeof *(words))

static str word_of(const char *const *words, size_t count, int number)
{
    return str_of(number >= 0 && (size_t)number < count ? words[number] : NULL);
}

str document_kind_word(int kind)
{
    return word_of(kinds, COUNT(kinds), kind);
}

str document_presence_word(enum presence presence)
{
    return word_of(presences, COUNT(presences), (int)presence);
}

/* -1: none of the words. */
static int number_of(const char *const *words, size_t count, str word)
{
    for (size_t i = 0; i < count; i++)
        if (words[i] && str_is(word, words[i]))
            return (int)i;
    return -1;
}

/* -- Reading ---------------------------------------------------------------------------------- */

/* The row that a statement stands on; text is borrowed from it. False: it is damaged. */
static bool read_row(struct store *store, sqlite3_stmt *query, struct kept *out, struct err *err)
{
    int kind = number_of(kinds, COUNT(kinds), db_column(query, 1));
    int presence = number_of(presences, COUNT(presences), db_column(query, 11));
    int64_t seen = db_column_instant(query, 13), departed = db_column_instant(query, 14);
    *out = (struct kept){
        .document =
            {
                .id = db_column(query, 0),
                .kind = kind,
                .url = db_column(query, 2),
                .content = db_column_hash(query, 3),
                .hash = db_column_hash(query, 4),
                .size = (uint64_t)sqlite3_column_int64(query, 5),
                .modified = db_column(query, 6),
                .published = db_column_instant(query, 7),
                .dated = db_column_instant(query, 8),
                .charset = db_column(query, 9),
                .markdown = sqlite3_column_int(query, 10) != 0,
                .presence = presence < 0 ? PRESENCE_HERE : (enum presence)presence,
                .first_seen = db_column_instant(query, 12),
                .last_changed = presence == PRESENCE_HERE ? seen : departed,
                .versions = (unsigned)sqlite3_column_int(query, 16),
            },
        .seen = seen,
        .body = sqlite3_column_int64(query, 15),
    };
    if (kind >= 0 && presence >= 0)
        return true;
    return db_damaged(store, err, "the document %.*s is of no known %s", STR_ARGS(out->document.id),
                      kind < 0 ? "kind" : "presence");
}

static void copy_texts(struct arena *a, struct stored_document *document)
{
    document->id = arena_copy(a, document->id);
    document->url = arena_copy(a, document->url);
    document->modified = arena_copy(a, document->modified);
    document->charset = arena_copy(a, document->charset);
}

bool store_documents(struct store *store, struct arena *a, str source, bool all,
                     struct stored_document **out, size_t *count, struct err *err)
{
    struct kept kept;
    size_t cap = 0;
    bool row;
    *out = NULL;
    *count = 0;
    sqlite3_stmt *query = db_query(store, QUERY_DOCUMENTS, err);
    if (!query)
        return false;
    db_bind(query, 1, source);
    sqlite3_bind_int(query, 2, all);
    while (db_next(store, query, &row, err)) {
        if (!row)
            return true;
        if (!read_row(store, query, &kept, err)) {
            sqlite3_reset(query);
            return false;
        }
        copy_texts(a, &kept.document);
        *out = arena_grow(a, *out, *count, &cap, sizeof **out);
        (*out)[(*count)++] = kept.document;
    }
    return false;
}

bool store_document_ids(struct store *store, struct arena *a, str source, str **out, size_t *count,
                        struct err *err)
{
    size_t cap = 0;
    bool row;
    *out = NULL;
    *count = 0;
    sqlite3_stmt *query = db_query(store, QUERY_DOCUMENT_IDS, err);
    if (!query)
        return false;
    db_bind(query, 1, source);
    while (db_next(store, query, &row, err)) {
        if (!row)
            return true;
        *out = arena_grow(a, *out, *count, &cap, sizeof **out);
        (*out)[(*count)++] = arena_copy(a, db_column(query, 0));
    }
    return false;
}

bool store_document_post_at(struct store *store, struct arena *a, str source, str url, str *id,
                            struct err *err)
{
    bool row;
    *id = (str){0};
    sqlite3_stmt *query = db_query(store, QUERY_DOCUMENT_POST_AT, err);
    if (!query)
        return false;
    db_bind(query, 1, source);
    db_bind(query, 2, url);
    if (!db_next(store, query, &row, err))
        return false;
    if (row)
        *id = arena_copy(a, db_column(query, 0));
    sqlite3_reset(query);
    return true;
}

bool document_find(struct store *store, str source, str id, struct kept *out, sqlite3_stmt **query,
                   bool *found, struct err *err)
{
    *found = false;
    *query = db_query(store, QUERY_DOCUMENT_GET, err);
    if (!*query)
        return false;
    db_bind(*query, 1, source);
    db_bind(*query, 2, id);
    if (!db_next(store, *query, found, err))
        return false;
    if (!*found)
        return true;
    if (read_row(store, *query, out, err))
        return true;
    sqlite3_reset(*query);
    return false;
}

bool store_document_get(struct store *store, struct arena *a, str source, str id,
                        struct stored_document *out, bool *found, struct err *err)
{
    struct kept kept;
    sqlite3_stmt *query;
    if (!document_find(store, source, id, &kept, &query, found, err))
        return false;
    if (!*found)
        return true;
    copy_texts(a, &kept.document);
    *out = kept.document;
    sqlite3_reset(query);
    return true;
}

static bool load(struct store *store, sqlite3_stmt *query, struct body body, struct buf *out,
                 struct err *err)
{
    bool row;
    if (!db_next(store, query, &row, err))
        return false;
    if (!row) {
        err_set(err, ERR_STORE, "nothing is kept of the document %.*s of %.*s", STR_ARGS(body.id),
                STR_ARGS(body.source));
        return err_at(err, str_of(store->path), 0, 0);
    }
    struct body kept = body_of_row(query, 0);
    kept.source = body.source;
    kept.id = body.id;
    kept.version = body.version;
    bool ok = body_unpack(store, &kept, out, err);
    sqlite3_reset(query);
    return ok;
}

bool store_document_load(struct store *store, str source, str id, unsigned version, struct buf *out,
                         struct err *err)
{
    sqlite3_stmt *query = db_query(store, version ? QUERY_VERSION_LOAD : QUERY_DOCUMENT_LOAD, err);
    if (!query)
        return false;
    db_bind(query, 1, source);
    db_bind(query, 2, id);
    if (version)
        sqlite3_bind_int64(query, 3, version);
    struct body body = {.source = source, .id = id, .version = version};
    return load(store, query, body, out, err);
}

/* -- Versions --------------------------------------------------------------------------------- */

bool store_versions(struct store *store, struct arena *a, str source, str id,
                    struct stored_version **out, size_t *count, struct err *err)
{
    size_t cap = 0;
    bool row;
    *out = NULL;
    *count = 0;
    sqlite3_stmt *query = db_query(store, QUERY_VERSIONS, err);
    if (!query)
        return false;
    db_bind(query, 1, source);
    db_bind(query, 2, id);
    while (db_next(store, query, &row, err)) {
        if (!row)
            return true;
        *out = arena_grow(a, *out, *count, &cap, sizeof **out);
        (*out)[(*count)++] = (struct stored_version){
            .number = (unsigned)sqlite3_column_int64(query, 0),
            .content = db_column_hash(query, 1),
            .modified = arena_copy(a, db_column(query, 2)),
            .charset = arena_copy(a, db_column(query, 3)),
            .seen = db_column_instant(query, 4),
            .replaced = db_column_instant(query, 5),
        };
    }
    return false;
}
