/* Permalinks: every path that an article has or had, so that none ever breaks. */
#include "db.h"

bool store_permalinks(struct store *store, struct arena *a, struct permalink **out, size_t *count,
                      struct err *err)
{
    struct permalink *links = NULL;
    size_t n = 0, cap = 0;
    sqlite3_stmt *query = db_query(store, QUERY_PERMALINKS, err);
    if (!query)
        return false;
    for (;;) {
        bool row;
        if (!db_next(store, query, &row, err))
            return false;
        if (!row)
            break;
        links = arena_grow(a, links, n, &cap, sizeof *links);
        links[n++] = (struct permalink){
            .path = arena_copy(a, db_column(query, 0)),
            .article = arena_copy(a, db_column(query, 1)),
            .current = sqlite3_column_int(query, 2) != 0,
        };
    }
    *out = links;
    *count = n;
    return true;
}

/* Sets *same when path is the article's current one already: then nothing need be written, and an
 * unchanged build leaves the store's file alone. */
static bool is_current(struct store *store, str path, str article, bool *same, struct err *err)
{
    sqlite3_stmt *query = db_query(store, QUERY_PERMALINK_GET, err);
    if (!query)
        return false;
    db_bind(query, 1, path);
    bool row;
    if (!db_next(store, query, &row, err))
        return false;
    *same = row && str_eq(db_column(query, 0), article) && sqlite3_column_int(query, 1) != 0;
    sqlite3_reset(query);
    return true;
}

static bool demote(struct store *store, str article, struct err *err)
{
    sqlite3_stmt *query = db_query(store, QUERY_PERMALINK_DEMOTE, err);
    if (!query)
        return false;
    db_bind(query, 1, article);
    return db_run(store, query, err);
}

bool store_permalink_set(struct store *store, str path, str article, struct err *err)
{
    bool same;
    if (!is_current(store, path, article, &same, err))
        return false;
    if (same)
        return true;
    if (!demote(store, article, err))
        return false;
    sqlite3_stmt *query = db_query(store, QUERY_PERMALINK_SET, err);
    if (!query)
        return false;
    db_bind(query, 1, path);
    db_bind(query, 2, article);
    return db_run(store, query, err);
}
