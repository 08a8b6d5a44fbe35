/*
 * The database under the store: its prepared statements and its errors. Private to src/store.
 */
#ifndef DIGEST_STORE_DB_H
#define DIGEST_STORE_DB_H

#include <sqlite3.h>

#include "digest/store.h"
#include "queries.h"

struct body_tools;

/* How far an import is, between store_begin and store_commit. */
struct import_state {
    bool begun;           /* the header was read */
    uint64_t lines, seen; /* the lines that it announced, and those that came */
};

struct store {
    sqlite3 *db;
    char *path;                         /* absolute */
    char *folder;                       /* that of the file at path; absolute, links resolved */
    int lock;                           /* open and locked, or -1 */
    sqlite3_stmt *queries[QUERY_COUNT]; /* prepared on first use */
    struct body_tools *tools;           /* of body.c; made on first use */
    struct import_state import;
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

/* The same, but within the transaction that was begun if one was: then whoever began it undoes it
 * when this returns false. */
bool db_within(struct store *store, db_work *work, void *context, struct err *err);

/* Fills *err with something in the store that cannot be as it was written, and a remedy. Returns
 * false. */
bool db_damaged(struct store *store, struct err *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Binds an instant; INSTANT_NONE as NULL. */
void db_bind_instant(sqlite3_stmt *statement, int index, int64_t instant);

/* The instant in a column; INSTANT_NONE for NULL. */
int64_t db_column_instant(sqlite3_stmt *statement, int index);

/* The version of the schema that this digest writes. */
int db_version(void);

#endif
