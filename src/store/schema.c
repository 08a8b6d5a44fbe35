/* The schema and its versions. docs/store.md explains the tables. */
#include <stdio.h>
#include <string.h>

#include "db.h"

/* "DGST": marks the file as ours, for file(1) and for us. */
#define APPLICATION_ID 0x44475354

/* How long to wait for a program that looks into the store, in milliseconds. */
#define PATIENCE 2000

/* migrations[n] brings a store from version n to n + 1. What was released is never edited: a new
 * version is a new entry. */
static const char *const migrations[] = {
    "CREATE TABLE permalink ("
    " path TEXT PRIMARY KEY NOT NULL,"
    " article TEXT NOT NULL,"
    " current INTEGER NOT NULL CHECK (current IN (0, 1))"
    ") WITHOUT ROWID;"
    "CREATE INDEX permalink_article ON permalink (article, current);"

    "CREATE TABLE output ("
    " id INTEGER PRIMARY KEY,"
    " path TEXT NOT NULL UNIQUE,"
    " written INTEGER NOT NULL CHECK (written IN (0, 1))"
    ");"
    "CREATE TABLE file ("
    " output INTEGER NOT NULL REFERENCES output (id),"
    " path TEXT NOT NULL,"
    " hash BLOB NOT NULL CHECK (length (hash) = 16),"
    " size INTEGER NOT NULL,"
    " PRIMARY KEY (output, path)"
    ") WITHOUT ROWID;"

    "CREATE TABLE pending ("
    " output INTEGER PRIMARY KEY REFERENCES output (id),"
    " exchange INTEGER NOT NULL CHECK (exchange IN (0, 1)),"
    " stage TEXT NOT NULL,"
    " inode INTEGER NOT NULL"
    ");"
    "CREATE TABLE pending_file ("
    " output INTEGER NOT NULL REFERENCES pending (output),"
    " path TEXT NOT NULL,"
    " hash BLOB CHECK (length (hash) = 16),"
    " size INTEGER NOT NULL,"
    " PRIMARY KEY (output, path)"
    ") WITHOUT ROWID;"

    "CREATE TABLE item ("
    " source TEXT NOT NULL,"
    " name TEXT NOT NULL,"
    " fingerprint BLOB NOT NULL CHECK (length (fingerprint) = 16),"
    " clean INTEGER NOT NULL CHECK (clean IN (0, 1)),"
    " articles BLOB NOT NULL,"
    " PRIMARY KEY (source, name)"
    ");",

    /* Bytes of documents stand apart, so that listing documents reads none of them, and so that a
     * document's bytes become an earlier version's without being moved. */
    "CREATE TABLE body ("
    " number INTEGER PRIMARY KEY,"
    " packed INTEGER NOT NULL CHECK (packed IN (0, 1)),"
    " bytes BLOB NOT NULL"
    ");"
    "CREATE TABLE document ("
    " source TEXT NOT NULL,"
    " id TEXT NOT NULL,"
    " kind TEXT NOT NULL CHECK (kind IN ('post', 'entry', 'text')),"
    " url TEXT NOT NULL,"
    " content BLOB NOT NULL CHECK (length (content) = 16),"
    " hash BLOB NOT NULL CHECK (length (hash) = 16),"
    " size INTEGER NOT NULL CHECK (size >= 0),"
    " modified TEXT NOT NULL,"
    " published INTEGER,"
    " dated INTEGER,"
    " charset TEXT NOT NULL,"
    " markdown INTEGER NOT NULL CHECK (markdown IN (0, 1)),"
    " presence TEXT NOT NULL CHECK (presence IN ('here', 'gone', 'left')),"
    " first_seen INTEGER NOT NULL,"
    " seen INTEGER NOT NULL,"
    " departed INTEGER,"
    " body INTEGER NOT NULL REFERENCES body (number),"
    " PRIMARY KEY (source, id),"
    " CHECK ((departed IS NULL) = (presence = 'here'))"
    ") WITHOUT ROWID;"
    "CREATE TABLE version ("
    " source TEXT NOT NULL,"
    " id TEXT NOT NULL,"
    " number INTEGER NOT NULL CHECK (number > 0),"
    " content BLOB NOT NULL CHECK (length (content) = 16),"
    " hash BLOB NOT NULL CHECK (length (hash) = 16),"
    " size INTEGER NOT NULL CHECK (size >= 0),"
    " modified TEXT NOT NULL,"
    " charset TEXT NOT NULL,"
    " seen INTEGER NOT NULL,"
    " replaced INTEGER NOT NULL,"
    " body INTEGER NOT NULL REFERENCES body (number),"
    " PRIMARY KEY (source, id, number),"
    " FOREIGN KEY (source, id) REFERENCES document (source, id)"
    ") WITHOUT ROWID;"

    "CREATE TABLE note ("
    " source TEXT NOT NULL,"
    " name TEXT NOT NULL,"
    " value TEXT NOT NULL CHECK (value <> ''),"
    " PRIMARY KEY (source, name)"
    ") WITHOUT ROWID;"
    "CREATE TABLE health ("
    " source TEXT PRIMARY KEY NOT NULL,"
    " last_attempt INTEGER,"
    " last_success INTEGER,"
    " last_new INTEGER,"
    " failures INTEGER NOT NULL CHECK (failures >= 0),"
    " degraded INTEGER NOT NULL CHECK (degraded IN (0, 1)),"
    " message TEXT NOT NULL"
    ") WITHOUT ROWID;"

    "CREATE TABLE image ("
    " url TEXT PRIMARY KEY NOT NULL,"
    " why TEXT NOT NULL,"
    " checked INTEGER,"
    " failures INTEGER NOT NULL CHECK (failures >= 0)"
    ") WITHOUT ROWID;"
    "CREATE TABLE variant ("
    " url TEXT NOT NULL REFERENCES image (url),"
    " rank INTEGER NOT NULL CHECK (rank >= 0),"
    " file TEXT NOT NULL,"
    " width INTEGER NOT NULL CHECK (width >= 0),"
    " height INTEGER NOT NULL CHECK (height >= 0),"
    " PRIMARY KEY (url, rank)"
    ") WITHOUT ROWID;",
};

#define VERSION ((int64_t)(sizeof migrations / sizeof *migrations))

int db_version(void)
{
    return (int)VERSION;
}

static bool run_text(struct store *store, const char *text, struct err *err)
{
    return sqlite3_exec(store->db, text, NULL, NULL, NULL) == SQLITE_OK || db_fail(store, err);
}

/* Reads the one number that a statement gives. */
static bool read_number(struct store *store, const char *text, int64_t *out, struct err *err)
{
    sqlite3_stmt *statement = NULL;
    bool ok = sqlite3_prepare_v2(store->db, text, -1, &statement, NULL) == SQLITE_OK &&
              sqlite3_step(statement) == SQLITE_ROW;
    if (ok)
        *out = sqlite3_column_int64(statement, 0);
    else
        db_fail(store, err);
    sqlite3_finalize(statement);
    return ok;
}

/* Refuses databases of other programs and of newer versions. Only reads: nothing is written to a
 * file before it is known to be ours. */
static bool check_kind(struct store *store, int64_t *version, struct err *err)
{
    int64_t application, tables;
    if (!read_number(store, "PRAGMA application_id", &application, err) ||
        !read_number(store, "PRAGMA user_version", version, err) ||
        !read_number(store, "SELECT count(*) FROM sqlite_schema", &tables, err))
        return false;
    bool empty = application == 0 && *version == 0 && tables == 0;
    if (application != APPLICATION_ID && !empty) {
        err_set(err, ERR_STORE, "this is a database of another program");
        err_hint(err, "choose another file with --store");
        return err_at(err, str_of(store->path), 0, 0);
    }
    if (*version < 0 || *version > VERSION) {
        err_set(err, ERR_STORE,
                "written by a newer digest (store version %lld, this one knows %lld)",
                (long long)*version, (long long)VERSION);
        err_hint(err, "update digest, or choose another store with --store");
        return err_at(err, str_of(store->path), 0, 0);
    }
    return true;
}

static bool migrate(struct store *store, void *context, struct err *err)
{
    char text[96];
    for (int64_t version = *(int64_t *)context; version < VERSION; version++)
        if (!run_text(store, migrations[version], err))
            return false;
    snprintf(text, sizeof text, "PRAGMA application_id = %d; PRAGMA user_version = %lld",
             APPLICATION_ID, (long long)VERSION);
    return run_text(store, text, err);
}

/*
 * Write-ahead log with synchronous = FULL, that is, one fsync a transaction. A killed process
 * loses nothing of what was committed under any setting; a machine that loses power would, under
 * NORMAL, forget its last transactions, and the pending commit is worth nothing unless it is on
 * disk before the output folder is touched. A build has three transactions at most, an unchanged
 * one none, a fetch one for each page of a hundred posts, so there is nothing to gain below FULL.
 *
 * Where the file system has no shared memory (some network ones) SQLite stays with its rollback
 * journal, which is as safe.
 *
 * auto_vacuum and secure_delete are on in some distributions' SQLite; here they would only rewrite
 * pages of bookkeeping.
 */
static const char settings[] = "PRAGMA auto_vacuum = NONE;"
                               "PRAGMA journal_mode = WAL;"
                               "PRAGMA synchronous = FULL;"
                               "PRAGMA secure_delete = OFF;"
                               "PRAGMA trusted_schema = OFF;"
                               "PRAGMA cell_size_check = ON";

bool db_open(struct store *store, struct err *err)
{
    /* The path is absolute, so that none reads as a URI ("file:…") or as ":memory:". */
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(store->path, &store->db, flags, NULL) != SQLITE_OK)
        return db_fail(store, err);
    sqlite3_busy_timeout(store->db, PATIENCE);
    int64_t version;
    if (!check_kind(store, &version, err) || !run_text(store, settings, err))
        return false;
    return version == VERSION || db_transact(store, migrate, &version, err);
}

void db_close(struct store *store)
{
    for (size_t i = 0; i < QUERY_COUNT; i++)
        sqlite3_finalize(store->queries[i]);
    memset(store->queries, 0, sizeof store->queries);
    sqlite3_close(store->db);
    store->db = NULL;
}
