/*
 * The database under the store: its prepared statements and its errors. Private to src/store.
 */
#ifndef DIGEST_STORE_DB_H
#define DIGEST_STORE_DB_H

#include <sqlite3.h>

#include "digest/store.h"

/* Every statement of the store; their texts are in db.c, in this order. */
enum query {
    QUERY_BEGIN,
    QUERY_COMMIT,
    QUERY_ROLLBACK,
    QUERY_PERMALINKS,
    QUERY_PERMALINK_GET,
    QUERY_PERMALINK_DEMOTE,
    QUERY_PERMALINK_SET,
    QUERY_OUTPUT_GET,
    QUERY_OUTPUT_ADD,
    QUERY_OUTPUT_WRITTEN,
    QUERY_OUTPUT_FORGET,
    QUERY_FILES,
    QUERY_FILES_PUT,
    QUERY_FILES_REMOVE,
    QUERY_PENDING_GET,
    QUERY_PENDING_SET,
    QUERY_PENDING_DROP,
    QUERY_PENDING_FILES,
    QUERY_PENDING_FILE_ADD,
    QUERY_PENDING_FILES_DROP,
    QUERY_ITEMS,
    QUERY_ITEM_GET,
    QUERY_ITEM_PUT,
    QUERY_ITEM_REMOVE,
    QUERY_COUNT
};

struct store {
    sqlite3 *db;
    char *path;                         /* absolute */
    char *folder;                       /* that of the file at path; absolute, links resolved */
    int lock;                           /* open and locked, or -1 */
    sqlite3_stmt *queries[QUERY_COUNT]; /* prepared on first use */
};

/* Opens or creates the database file at store->path, checks that it is a store and brings its
 * schema up to date. False: as store_open. */
bool db_open(struct store *store, struct err *err);

/* Closes the database; what was not committed is forgotten. */
void db_close(struct store *store);

/* The statement, reset and ready to be bound. Null, with *err filled, when it does not compile. */
sqlite3_stmt *db_query(struct store *store, enum query query, struct err *err);

/* Runs a bound statement that returns no rows, and resets it. */
bool db_run(struct store *store, sqlite3_stmt *statement, struct err *err);

/* Takes the next row; *row is false behind the last one, and the statement is then reset. The
 * columns' bytes are valid until the next call. */
bool db_next(struct store *store, sqlite3_stmt *statement, bool *row, struct err *err);

/* Binds text that stays where it is until the statement has run. */
void db_bind(sqlite3_stmt *statement, int index, str text);

/* The bytes of a text or blob column, borrowed. */
str db_column(sqlite3_stmt *statement, int index);

/* Binds a hash as a blob; copied. */
void db_bind_hash(sqlite3_stmt *statement, int index, struct hash hash);

/* The hash in a blob column; all zero when it holds something else. */
struct hash db_column_hash(sqlite3_stmt *statement, int index);

/* Fills *err from the database's last failure, with the store's path and a remedy. Returns false. */
bool db_fail(struct store *store, struct err *err);

/* What runs within a transaction; false undoes it. */
typedef bool db_work(struct store *store, void *context, struct err *err);

/* Runs work in a transaction of its own that is durable when this returns true. Fails when one was
 * begun already. */
bool db_transact(struct store *store, db_work *work, void *context, struct err *err);

#endif
