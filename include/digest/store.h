/*
 * The store: what digest must remember between builds, in one SQLite file.
 *
 * Permalinks, the manifest of what was written where, and what each file of a source yielded when
 * it could last be read; validators join with the live sources. One writer at a time (a lock file beside the database), WAL, a version in
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

/* -- Items ------------------------------------------------------------------------------------ */

/*
 * What a file of a source yielded when it could last be read: kept so that a source that fails
 * keeps its last good articles, and so that a file that did not change need not be parsed again.
 */
struct stored_item {
    str name;                /* the item's stable identifier within its source */
    struct hash fingerprint; /* of its bytes and of all that its parsing depended on */
    bool clean; /* it was parsed without any problem or omission to be reported again */
};

/* All items remembered of a source, by name, in the arena. */
bool store_items(struct store *store, struct arena *a, str source, struct stored_item **out,
                 size_t *count, struct err *err);

/* Appends the packed articles of an item to out. False: ERR_STORE; an unknown item is one, too. */
bool store_item_load(struct store *store, str source, str name, struct buf *out, struct err *err);

/* Remembers an item and its packed articles in place of what was there. */
bool store_item_save(struct store *store, str source, const struct stored_item *item, str packed,
                     struct err *err);

/* Forgets an item; its file is gone. */
bool store_item_remove(struct store *store, str source, str name, struct err *err);

/* Articles with their bodies and plain texts, parallel arrays. */
struct stored_articles {
    struct article **items;
    str *texts;
    size_t count;
};

/* Appends articles to out in a form of its own, the same on every machine. */
void articles_pack(struct buf *out, const struct stored_articles *articles);

/* Reads what articles_pack wrote; strings point into `packed`. `source` is set on each. False: it
 * was written by another version, or is damaged. */
bool articles_unpack(struct stored_articles *out, struct arena *a, str packed, uint32_t source);

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
