/* Notes, which a sync keeps from one run to the next, and how sources fare. */
#include "db.h"

bool store_note_get(struct store *store, struct arena *a, str source, const char *name, str *out,
                    struct err *err)
{
    bool row;
    *out = STR("");
    sqlite3_stmt *query = db_query(store, QUERY_NOTE_GET, err);
    if (!query)
        return false;
    db_bind(query, 1, source);
    db_bind(query, 2, str_of(name));
    if (!db_next(store, query, &row, err))
        return false;
    if (row)
        *out = arena_copy(a, db_column(query, 0));
    sqlite3_reset(query);
    return true;
}

bool store_note_set(struct store *store, str source, const char *name, str value, struct err *err)
{
    sqlite3_stmt *query = db_query(store, value.n ? QUERY_NOTE_SET : QUERY_NOTE_DROP, err);
    if (!query)
        return false;
    db_bind(query, 1, source);
    db_bind(query, 2, str_of(name));
    if (value.n)
        db_bind(query, 3, value);
    return db_run(store, query, err);
}

bool store_health(struct store *store, struct arena *a, struct health **out, size_t *count,
                  struct err *err)
{
    size_t cap = 0;
    bool row;
    *out = NULL;
    *count = 0;
    sqlite3_stmt *query = db_query(store, QUERY_HEALTH, err);
    if (!query)
        return false;
    while (db_next(store, query, &row, err)) {
        if (!row)
            return true;
        *out = arena_grow(a, *out, *count, &cap, sizeof **out);
        (*out)[(*count)++] = (struct health){
            .source = arena_copy(a, db_column(query, 0)),
            .last_attempt = db_column_instant(query, 1),
            .last_success = db_column_instant(query, 2),
            .last_new = db_column_instant(query, 3),
            .failures = (unsigned)sqlite3_column_int64(query, 4),
            .degraded = sqlite3_column_int(query, 5) != 0,
            .message = arena_copy(a, db_column(query, 6)),
            .documents = (size_t)sqlite3_column_int64(query, 7),
        };
    }
    return false;
}

bool store_health_set(struct store *store, const struct health *health, struct err *err)
{
    sqlite3_stmt *query = db_query(store, QUERY_HEALTH_SET, err);
    if (!query)
        return false;
    db_bind(query, 1, health->source);
    db_bind_instant(query, 2, health->last_attempt);
    db_bind_instant(query, 3, health->last_success);
    db_bind_instant(query, 4, health->last_new);
    sqlite3_bind_int64(query, 5, health->failures);
    sqlite3_bind_int(query, 6, health->degraded);
    db_bind(query, 7, health->message);
    return db_run(store, query, err);
}
