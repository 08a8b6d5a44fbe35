/* Prepared statements, transactions, and what SQLite's result codes mean to a user. */
#include "db.h"

#include <stdio.h>
#include <string.h>

sqlite3_stmt *db_query(struct store *store, enum query query, struct err *err)
{
    sqlite3_stmt **slot = &store->queries[query];
    if (!*slot && sqlite3_prepare_v3(store->db, query_texts[query], -1, SQLITE_PREPARE_PERSISTENT,
                                     slot, NULL) != SQLITE_OK) {
        db_fail(store, err);
        return NULL;
    }
    sqlite3_reset(*slot);
    return *slot;
}

bool db_run(struct store *store, sqlite3_stmt *statement, struct err *err)
{
    bool ok = sqlite3_step(statement) == SQLITE_DONE || db_fail(store, err);
    sqlite3_reset(statement);
    return ok;
}

bool db_next(struct store *store, sqlite3_stmt *statement, bool *row, struct err *err)
{
    int code = sqlite3_step(statement);
    *row = code == SQLITE_ROW;
    if (*row)
        return true;
    bool ok = code == SQLITE_DONE || db_fail(store, err);
    sqlite3_reset(statement);
    return ok;
}

void db_bind(sqlite3_stmt *statement, int index, str text)
{
    /* A null pointer would bind NULL instead of the empty text. */
    sqlite3_bind_text64(statement, index, text.n ? text.p : "", text.n, SQLITE_STATIC, SQLITE_UTF8);
}

str db_column(sqlite3_stmt *statement, int index)
{
    const char *p = sqlite3_column_blob(statement, index);
    return (str){p, p ? (size_t)sqlite3_column_bytes(statement, index) : 0};
}

/* Hashes are blobs of 16 bytes, the high half first, big-endian. */
void db_bind_hash(sqlite3_stmt *statement, int index, struct hash hash)
{
    unsigned char bytes[16];
    for (int i = 0; i < 8; i++) {
        bytes[i] = (unsigned char)(hash.high >> (56 - 8 * i));
        bytes[8 + i] = (unsigned char)(hash.low >> (56 - 8 * i));
    }
    sqlite3_bind_blob(statement, index, bytes, sizeof bytes, SQLITE_TRANSIENT);
}

struct hash db_column_hash(sqlite3_stmt *statement, int index)
{
    str bytes = db_column(statement, index);
    struct hash hash = {0};
    for (size_t i = 0; bytes.n == 16 && i < 8; i++) {
        hash.high = hash.high << 8 | (unsigned char)bytes.p[i];
        hash.low = hash.low << 8 | (unsigned char)bytes.p[8 + i];
    }
    return hash;
}

void db_bind_instant(sqlite3_stmt *statement, int index, int64_t instant)
{
    if (instant == INSTANT_NONE)
        sqlite3_bind_null(statement, index);
    else
        sqlite3_bind_int64(statement, index, instant);
}

int64_t db_column_instant(sqlite3_stmt *statement, int index)
{
    if (sqlite3_column_type(statement, index) == SQLITE_NULL)
        return INSTANT_NONE;
    return sqlite3_column_int64(statement, index);
}

/* -- Transactions ----------------------------------------------------------------------------- */

static bool run_plain(struct store *store, enum query query, struct err *err)
{
    sqlite3_stmt *statement = db_query(store, query, err);
    return statement && db_run(store, statement, err);
}

bool store_begin(struct store *store, struct err *err)
{
    store->import = (struct import_state){0};
    return run_plain(store, QUERY_BEGIN, err);
}

bool store_commit(struct store *store, struct err *err)
{
    if (run_plain(store, QUERY_COMMIT, err))
        return true;
    store_rollback(store);
    return false;
}

void store_rollback(struct store *store)
{
    struct err ignored = {0};
    /* Some failures, a full disk for one, have rolled back by themselves already. */
    if (!sqlite3_get_autocommit(store->db))
        run_plain(store, QUERY_ROLLBACK, &ignored);
}

bool db_transact(struct store *store, db_work *work, void *context, struct err *err)
{
    if (!store_begin(store, err))
        return false;
    if (work(store, context, err))
        return store_commit(store, err);
    store_rollback(store);
    return false;
}

bool db_within(struct store *store, db_work *work, void *context, struct err *err)
{
    if (sqlite3_get_autocommit(store->db))
        return db_transact(store, work, context, err);
    return work(store, context, err);
}

/* -- Failures --------------------------------------------------------------------------------- */

/* SQLite keeps the errno of the system call that failed. */
static const char *system_reason(struct store *store, char *buffer, size_t size)
{
    int number = store->db ? sqlite3_system_errno(store->db) : 0;
    return number ? strerror_r(number, buffer, size) : sqlite3_errmsg(store->db);
}

bool db_fail(struct store *store, struct err *err)
{
    char buffer[128];
    const char *reason = system_reason(store, buffer, sizeof buffer);
    switch (sqlite3_errcode(store->db) & 0xFF) {
    case SQLITE_CORRUPT:
        err_set(err, ERR_STORE, "the store is damaged: %s", sqlite3_errmsg(store->db));
        err_hint(err, "restore it from a backup; or remove it, empty the output folder and build "
                      "again: then addresses that changed no longer redirect, and what sources "
                      "took back is lost");
        break;
    case SQLITE_NOTADB:
        err_set(err, ERR_STORE, "this file is not a digest store, or it is damaged");
        err_hint(err, "choose another file with --store, or restore it from a backup");
        break;
    case SQLITE_FULL:
        err_set(err, ERR_IO, "cannot write the store: the disk is full");
        err_hint(err, "free some space and build again; nothing was lost");
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        err_set(err, ERR_BUSY, "another program has the store open");
        err_hint(err, "close it and try again");
        break;
    case SQLITE_PERM:
    case SQLITE_READONLY:
        err_set(err, ERR_IO, "cannot write the store: %s", reason);
        err_hint(err, "make the file and its folder writable, or choose another with --store");
        break;
    case SQLITE_CANTOPEN: err_set(err, ERR_IO, "cannot open the store: %s", reason); break;
    case SQLITE_IOERR: err_set(err, ERR_IO, "cannot read or write the store: %s", reason); break;
    default: err_set(err, ERR_STORE, "the store failed: %s", sqlite3_errmsg(store->db)); break;
    }
    return err_at(err, str_of(store->path), 0, 0);
}

bool db_damaged(struct store *store, struct err *err, const char *format, ...)
{
    va_list args;
    char why[sizeof err->why];
    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    err_set(err, ERR_STORE, "the store is damaged: %s", why);
    err_hint(err, "\"digest store check\" finds all of it; ask for it again with \"digest fetch "
                  "--full\", or restore a backup");
    return err_at(err, str_of(store->path), 0, 0);
}
