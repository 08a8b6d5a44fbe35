/* Items: what each file of a source yielded when it could last be read. */
#include "body.h"

bool store_items(struct store *store, struct arena *a, str source, struct stored_item **out,
                 size_t *count, struct err *err)
{
    size_t cap = 0;
    bool row = true;
    *out = NULL;
    *count = 0;
    sqlite3_stmt *query = db_query(store, QUERY_ITEMS, err);
    if (!query)
        return false;
    db_bind(query, 1, source);
    while (db_next(store, query, &row, err)) {
        if (!row)
            return true;
        *out = arena_grow(a, *out, *count, &cap, sizeof **out);
        (*out)[(*count)++] = (struct stored_item){
            .name = arena_copy(a, db_column(query, 0)),
            .fingerprint = db_column_hash(query, 1),
            .clean = sqlite3_column_int(query, 2) != 0,
        };
    }
    return false;
}

bool store_item_load(struct store *store, str source, str name, struct buf *out, struct err *err)
{
    bool row;
    sqlite3_stmt *query = db_query(store, QUERY_ITEM_GET, err);
    if (!query)
        return false;
    db_bind(query, 1, source);
    db_bind(query, 2, name);
    if (!db_next(store, query, &row, err))
        return false;
    bool whole = row && body_expand(store, db_column(query, 0), out);
    sqlite3_reset(query);
    if (!row)
        return err_set(err, ERR_STORE, "nothing is remembered of %.*s", STR_ARGS(name));
    return whole ||
           err_set(err, ERR_STORE, "what is remembered of %.*s is damaged", STR_ARGS(name));
}

bool store_item_save(struct store *store, str source, const struct stored_item *item, str packed,
                     struct err *err)
{
    sqlite3_stmt *query = db_query(store, QUERY_ITEM_PUT, err);
    if (!query)
        return false;
    db_bind(query, 1, source);
    db_bind(query, 2, item->name);
    db_bind_hash(query, 3, item->fingerprint);
    sqlite3_bind_int(query, 4, item->clean);
    str pressed = body_press(store, packed);
    sqlite3_bind_blob64(query, 5, pressed.p, pressed.n, SQLITE_STATIC);
    bool good = db_run(store, query, err);
    sqlite3_clear_bindings(query);
    return good;
}

bool store_item_remove(struct store *store, str source, str name, struct err *err)
{
    sqlite3_stmt *query = db_query(store, QUERY_ITEM_REMOVE, err);
    if (!query)
        return false;
    db_bind(query, 1, source);
    db_bind(query, 2, name);
    return db_run(store, query, err);
}
