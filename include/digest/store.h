/*
 * The store: what digest must remember between builds, in one SQLite file.
 *
 * Permalinks, the manifest of what was written where, what was fetched from live sources with all its
 * versions, what each file of a source yielded when it could last be read, and how sources fare. One
 * writer at a time (a lock file beside the database), WAL, a version in user_version with migrations
 * upwards. A damaged store is an error with a remedy and never replaced silently. The schema is
 * documented in docs/store.md. One thread at a time may use a store.
 */
#ifndef DIGEST_STORE_H
#define DIGEST_STORE_H

#include "digest/article.h"
#include "digest/buf.h"
#include "digest/err.h"
#include "digest/manifest.h"
#include "digest/time.h"

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

/* -- Documents of live sources ---------------------------------------------------------------- */

/* Whether a document is shown. */
enum presence {
    PRESENCE_HERE,
    PRESENCE_GONE, /* the source took it back */
    PRESENCE_LEFT, /* it is none of those that the configuration asks for now */
};

/* A document as it is kept; all but bytes and instants are those of struct document (fetch.h). */
struct stored_document {
    str id;
    int kind; /* enum raw_kind */
    str url;
    struct hash content;
    struct hash hash; /* of the bytes */
    uint64_t size;    /* of the bytes, unpacked */
    str modified;
    int64_t published, dated; /* instants or INSTANT_NONE */
    str charset;
    bool markdown;
    enum presence presence;
    int64_t first_seen, last_changed; /* instants; last_changed: of this version, or of going */
    unsigned versions;                /* earlier ones that are kept */
};

/* All documents of a source, by id (bytes), in the arena; those that are present only unless `all`. */
bool store_documents(struct store *store, struct arena *a, str source, bool all,
                     struct stored_document **out, size_t *count, struct err *err);

/* The ids of all present documents of a source, by bytes, in the arena. */
bool store_document_ids(struct store *store, struct arena *a, str source, str **out, size_t *count,
                        struct err *err);

/* The id of a source's post (RAW_POSTS) that readers find at `url` and that was not taken back, in the
 * arena; "" when there is none. Looks at every document of the source. */
bool store_document_post_at(struct store *store, struct arena *a, str source, str url, str *id,
                            struct err *err);

/* One document. *found says whether it was ever kept. */
bool store_document_get(struct store *store, struct arena *a, str source, str id,
                        struct stored_document *out, bool *found, struct err *err);

/* Appends the bytes of a document to out: of version `version` (1 is the first), or with 0 of the
 * present one. False: ERR_STORE, none such among the reasons. */
bool store_document_load(struct store *store, str source, str id, unsigned version, struct buf *out,
                         struct err *err);

/*
 * Keeps a document, at the instant `now`. A new one is added; one whose `content` differs from what
 * is kept becomes its present version, the one before being kept with the instant it was replaced;
 * one that only differs in its bytes replaces them. One that was gone or left out is present again.
 * Of earlier versions the newest LIMIT_VERSIONS are kept. `hash`, `size`, `first_seen`,
 * `last_changed`, `versions` and `presence` of *document are not read. Sets *added and *changed (the
 * content did). Whatever is the same is not written; bytes that are damaged in the store are.
 * Outside of a transaction it is one of its own. False: ERR_STORE, ERR_IO; ERR_LIMIT, over
 * LIMIT_DOCUMENT.
 */
bool store_document_save(struct store *store, str source, const struct stored_document *document,
                         str bytes, int64_t now, bool *added, bool *changed, struct err *err);

/* Notes that a document is gone or left out, at the instant `now`. Its bytes stay. One that was never
 * kept, or is so already, is left as it is. */
bool store_document_leave(struct store *store, str source, str id, enum presence presence,
                          int64_t now, struct err *err);

/* An earlier version of a document. */
struct stored_version {
    unsigned number; /* from 1, the oldest; old ones are dropped, numbers are never used again */
    struct hash content;
    str modified;           /* as of a document */
    str charset;            /* as of a document */
    int64_t seen, replaced; /* instants */
};

/* The earlier versions of a document, the oldest first, in the arena. */
bool store_versions(struct store *store, struct arena *a, str source, str id,
                    struct stored_version **out, size_t *count, struct err *err);

/* -- What a sync remembers, and how sources fare ---------------------------------------------- */

/* The value of a note of a source, in the arena; "" when there is none. */
bool store_note_get(struct store *store, struct arena *a, str source, const char *name, str *out,
                    struct err *err);

/* Keeps a note; "" forgets it. */
bool store_note_set(struct store *store, str source, const char *name, str value, struct err *err);

/* How a source fared. Instants may be INSTANT_NONE: never. */
struct health {
    str source;
    int64_t last_attempt, last_success;
    int64_t last_new;  /* when something new or changed last came */
    unsigned failures; /* in a row */
    bool degraded;     /* the last success was not a whole one */
    str message;       /* of the last failure or degradation; or "" */
    size_t documents;  /* present ones; filled on reading */
};

/* The health of all sources that were ever asked, by key, in the arena. */
bool store_health(struct store *store, struct arena *a, struct health **out, size_t *count,
                  struct err *err);

/* Keeps a source's health in place of what was there. `documents` is not read. */
bool store_health_set(struct store *store, const struct health *health, struct err *err);

/* -- Mirrored images -------------------------------------------------------------------------- */

/* A file made of an image; its bytes are in the folder "media" beside the store. */
struct stored_variant {
    str file; /* "ab/abcdef….webp": by content; relative to that folder */
    uint32_t width, height;
};

/* What an image's URL led to when it was last asked. */
struct stored_image {
    str url;
    struct stored_variant *variants; /* smallest first; none: it is dead */
    size_t count;
    str why;           /* dead: the reason */
    int64_t checked;   /* instant */
    unsigned failures; /* in a row */
};

/* All images, by URL, in the arena. */
bool store_images(struct store *store, struct arena *a, struct stored_image **out, size_t *count,
                  struct err *err);

/* Keeps what is known of an image in place of what was there. */
bool store_image_set(struct store *store, const struct stored_image *image, struct err *err);

/* The absolute path of the folder of the images' files, in the arena. */
str store_media_folder(struct store *store, struct arena *a);

/* Writes the bytes of an image file into that folder under the name of their content unless it is
 * there already, and gives that name ("ab/abcdef….jpg"), in the arena. `ending` is up to 8 small
 * letters or digits. The file is on disk, whole, when this returns true. May be called from any
 * thread. */
bool store_media_put(struct store *store, struct arena *a, str bytes, const char *ending, str *file,
                     struct err *err);

/* -- The whole store -------------------------------------------------------------------------- */

/*
 * Checks the database file and all that it and the folder of images hold; each thing found amiss is
 * given to `report`, with a remedy, and counted in *found. Reads everything. False: the check itself
 * failed.
 */
bool store_check(struct store *store, void (*report)(void *context, const struct err *found),
                 void *context, size_t *found, struct err *err);

/*
 * Writes the store as JSON Lines (docs/store.md, "Export") through `put`, each line without its end;
 * put returns false to stop, which is no failure. Images' files and a commit that was interrupted are
 * not in it. One transaction: none may be open. False: ERR_STORE, something is damaged.
 */
bool store_export(struct store *store, bool (*put)(void *context, str line), void *context,
                  struct err *err);

/* Reads one line of an export into a store that was empty, between store_begin and store_commit. The
 * first line of an export is its header. The arena holds what the line needs and may be reset behind
 * it. False: ERR_INPUT, not such a line, or a newer form; ERR_STORE, the store is not empty. */
bool store_import_line(struct store *store, struct arena *a, str line, struct err *err);

/* Checks, behind the last line and before store_commit, that the import had all its lines. */
bool store_import_end(struct store *store, struct err *err);

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
