/*
 * The store: what digest must remember between builds, in one SQLite file.
 *
 * So far permalinks and the manifest of what was written where; articles and validators join with
 * the live sources. One writer at a time (a lock file beside the database), WAL, a version in
 * user_version with migrations upwards. A damaged store is an error with a remedy and never
 * replaced silently. The schema is documented in docs/store.md.
 */
#ifndef DIGEST_STORE_H
#define DIGEST_STORE_H

#include "digest/article.h"
#include "digest/buf.h"
#include "digest/err.h"
#include "digest/manifest.h"

struct store;

/*
 * Opens the store at path for writing, creating it and its folder when absent, and takes its lock.
 * False: ERR_BUSY (another digest holds it), ERR_STORE (damaged, newer version, not a database),
 * ERR_IO.
 */
bool store_open(struct store **out, const char *path, struct err *err);

/* Closes and unlocks; null is fine. What was not committed is forgotten. */
void store_close(struct store *store);

/* Begins the one transaction that store_commit ends. False: ERR_STORE. */
bool store_begin(struct store *store, struct err *err);

/* Makes everything since store_begin durable. */
bool store_commit(struct store *store, struct err *err);

/* Undoes everything since store_begin. Nothing happens when nothing was begun. */
void store_rollback(struct store *store);

/* -- Permalinks ------------------------------------------------------------------------------- */

/* One path that an article has or had. */
struct permalink {
    str path;    /* "2026/05/07/slug/" */
    str article; /* "source-key/id" */
    bool current;
};

/* All remembered permalinks, in the arena, by path. */
bool store_permalinks(struct store *store, struct arena *a, struct permalink **out, size_t *count,
                      struct err *err);

/* Remembers that path is now the article's current one; its earlier ones become former. Writes
 * nothing when that is what the store says already. */
bool store_permalink_set(struct store *store, str path, str article, struct err *err);

/* -- Manifest --------------------------------------------------------------------------------- */

/*
 * The ledger (manifest.h) of the output folder `output`, kept in this store. Outputs are told apart
 * by their path relative to the store, symbolic links resolved, so that both can be moved together.
 * Valid while the store is open; used by one thread at a time. Each of its functions is a
 * transaction of its own, so none may be called between store_begin and store_commit.
 */
struct ledger store_ledger(struct store *store, struct arena *a, const char *output);

/* -- Body spool ------------------------------------------------------------------------------- */

/*
 * Bodies between parsing and rendering, in an unlinked file beside the store, so that memory does
 * not grow with the archive. Appends and reads from any thread.
 */
struct spool;

/* A new empty spool in `folder`. */
bool spool_open(struct spool **out, const char *folder, struct err *err);

/* Closes it; its bytes are gone. Null is fine. */
void spool_close(struct spool *spool);

/* Appends the article's body and plain text, empties article->body and sets article->spooled.
 * False: ERR_IO. */
bool spool_put(struct spool *spool, struct article *article, str text, struct err *err);

/* Reads the article's body and text into buf (reset first); *body and *text point into it. False:
 * ERR_IO, or ERR_LIMIT when buf has no room for them. */
bool spool_get(struct spool *spool, const struct article *article, struct buf *buf, html *body,
               str *text, struct err *err);

#endif
