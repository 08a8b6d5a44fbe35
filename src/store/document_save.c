/* Keeping documents: new ones, changed ones with what they were before, and those that went. */
#include "body.h"
#include "digest/limits.h"
#include "document.h"

/* One call of store_document_save. */
struct save {
    str source;
    const struct stored_document *document;
    str bytes;
    struct hash hash; /* of bytes */
    int64_t now;
    bool *added, *changed;
};

/* Writes the row: all that the caller gave, and the last two columns. */
static bool write_row(struct store *store, enum query which, const struct save *save, int64_t seen,
                      int64_t body, struct err *err)
{
    const struct stored_document *document = save->document;
    sqlite3_stmt *query = db_query(store, which, err);
    if (!query)
        return false;
    db_bind(query, 1, save->source);
    db_bind(query, 2, document->id);
    db_bind(query, 3, document_kind_word(document->kind));
    db_bind(query, 4, document->url);
    db_bind_hash(query, 5, document->content);
    db_bind_hash(query, 6, save->hash);
    sqlite3_bind_int64(query, 7, (int64_t)save->bytes.n);
    db_bind(query, 8, document->modified);
    db_bind_instant(query, 9, document->published);
    db_bind_instant(query, 10, document->dated);
    db_bind(query, 11, document->charset);
    sqlite3_bind_int(query, 12, document->markdown);
    db_bind_instant(query, 13, seen);
    sqlite3_bind_int64(query, 14, body);
    return db_run(store, query, err);
}

static bool add(struct store *store, const struct save *save, struct err *err)
{
    int64_t body = 0;
    *save->added = true;
    return body_put(store, &body, save->bytes, err) &&
           write_row(store, QUERY_DOCUMENT_ADD, save, save->now, body, err);
}

/* Runs a statement whose parameters are a document and one number. */
static bool run_for(struct store *store, enum query which, const struct save *save, int64_t number,
                    struct err *err)
{
    sqlite3_stmt *query = db_query(store, which, err);
    if (!query)
        return false;
    db_bind(query, 1, save->source);
    db_bind(query, 2, save->document->id);
    sqlite3_bind_int64(query, 3, number);
    return db_run(store, query, err);
}

/* The present version becomes an earlier one, its bytes staying where they are, and the new one
 * takes its place. */
static bool change(struct store *store, const struct save *save, struct err *err)
{
    int64_t body = 0;
    *save->changed = true;
    return run_for(store, QUERY_VERSION_ADD, save, save->now, err) &&
           run_for(store, QUERY_VERSION_PRUNE_BODIES, save, LIMIT_VERSIONS, err) &&
           run_for(store, QUERY_VERSION_PRUNE, save, LIMIT_VERSIONS, err) &&
           body_put(store, &body, save->bytes, err) &&
           write_row(store, QUERY_DOCUMENT_SET, save, save->now, body, err);
}

/* All but bytes and instants of seeing. */
static bool same_row(const struct stored_document *a, const struct stored_document *b)
{
    return a->kind == b->kind && str_eq(a->url, b->url) && str_eq(a->modified, b->modified) &&
           a->published == b->published && a->dated == b->dated && str_eq(a->charset, b->charset) &&
           a->markdown == b->markdown;
}

/* Whether the bytes that are kept really are those that their hash speaks of: what was damaged is
 * healed when its source delivers it once more. */
static bool bytes_are_whole(struct store *store, const struct save *save, bool *whole,
                            struct err *err)
{
    struct err damage = {0};
    struct buf bytes = buf_init(save->bytes.n);
    *whole = store_document_load(store, save->source, save->document->id, 0, &bytes, &damage);
    buf_release(&bytes);
    if (*whole || damage.code == ERR_STORE || damage.code == ERR_LIMIT)
        return true;
    *err = damage;
    return false;
}

/* The content is the same: bytes and row are replaced where they differ, and an unchanged document
 * is not written at all. */
static bool refresh(struct store *store, const struct save *save, const struct kept *kept,
                    bool row_same, struct err *err)
{
    int64_t body = kept->body;
    bool bytes_same = hash_eq(kept->document.hash, save->hash);
    if (bytes_same && !bytes_are_whole(store, save, &bytes_same, err))
        return false;
    if (!bytes_same && !body_put(store, &body, save->bytes, err))
        return false;
    if (bytes_same && row_same)
        return true;
    return write_row(store, QUERY_DOCUMENT_SET, save, kept->seen, body, err);
}

static bool save_document(struct store *store, void *context, struct err *err)
{
    const struct save *save = context;
    struct kept kept;
    sqlite3_stmt *query;
    bool found;
    if (!document_find(store, save->source, save->document->id, &kept, &query, &found, err))
        return false;
    if (!found)
        return add(store, save, err);
    bool row_same =
        kept.document.presence == PRESENCE_HERE && same_row(&kept.document, save->document);
    sqlite3_reset(query);
    if (hash_eq(kept.document.content, save->document->content))
        return refresh(store, save, &kept, row_same, err);
    return change(store, save, err);
}

bool store_document_save(struct store *store, str source, const struct stored_document *document,
                         str bytes, int64_t now, bool *added, bool *changed, struct err *err)
{
    *added = *changed = false;
    if (bytes.n > LIMIT_DOCUMENT)
        return err_set(err, ERR_LIMIT, "the document %.*s is larger than the limit of %zu bytes",
                       STR_ARGS(document->id), LIMIT_DOCUMENT);
    struct save save = {source, document, bytes, hash_of(bytes), now, added, changed};
    return db_within(store, save_document, &save, err);
}

bool store_document_leave(struct store *store, str source, str id, enum presence presence,
                          int64_t now, struct err *err)
{
    sqlite3_stmt *query = db_query(store, QUERY_DOCUMENT_LEAVE, err);
    if (!query)
        return false;
    db_bind(query, 1, source);
    db_bind(query, 2, id);
    db_bind(query, 3, document_presence_word(presence));
    db_bind_instant(query, 4, now);
    return db_run(store, query, err);
}
