/*
 * Sources → raw. Files are listed and read when a build wants them; live sources are synchronised
 * with the store first, and a build then reads what is kept there.
 */
#ifndef DIGEST_FETCH_H
#define DIGEST_FETCH_H

#include "digest/http.h"
#include "digest/raw.h"

/* -- Files ------------------------------------------------------------------------------------ */

struct raw_items {
    struct raw_item *items; /* by source, then name */
    size_t count;
};

/*
 * Lists what the source at config.sources[index], which is not remote, consists of. A single file is
 * of the source's kind whatever its name says; in a folder or a pattern's matches content decides: a
 * file that begins like JSON is a saved WordPress answer (in a source of feeds a JSON Feed), one that
 * begins like XML a feed, other .txt, .text, .md and .markdown files are articles, and files of
 * another kind are left to another source. What lies in config->output was made by digest and is left
 * out. False when nothing is there: *err names the location and says what was looked for.
 */
bool fetch_list(struct raw_items *out, struct arena *a, const struct config *config, size_t index,
                struct err *err);

/* Reads an item's bytes into buf (reset first), limited by the kind's limit in limits.h. Of files
 * found in a folder, links that lead out of it are refused. Not for items that are stored. */
bool fetch_read(struct raw *out, const struct raw_item *item, const struct source *source,
                struct buf *buf, struct err *err);

/* -- Live sources ----------------------------------------------------------------------------- */

/* One thing that was fetched, as it will be parsed. */
struct document {
    str id; /* stable within its source: a post's number, an entry's id, a text's URL */
    enum raw_kind
        kind; /* RAW_POSTS (one post), RAW_ENTRY or RAW_TEXT; RAW_FEED: a whole feed, which
                           whoever keeps it takes apart into its entries first */
    str url;  /* where readers find it; "" unless known */
    str bytes;
    struct hash content; /* of what makes it changed: for a post its own fields without dates of
                            change; for others of the bytes */
    str modified;        /* the date of its last change, as the source writes it; "" unless known. A
                            document whose date is the same has not changed, whatever its hash says */
    int64_t published;   /* instant, or INSTANT_NONE */
    int64_t dated;       /* Last-Modified of the answer, or INSTANT_NONE */
    str charset;         /* RAW_TEXT: named by the server; "" unless known */
    bool markdown;       /* RAW_TEXT: the server or the URL's ending says so */
    bool renamed;        /* RAW_POSTS: it came for other names of what it has, its category's for
                            example: its bytes are to be replaced though its date is the same */
};

/* What became of a document. */
enum document_fate { DOCUMENT_NEW, DOCUMENT_CHANGED, DOCUMENT_UNCHANGED, DOCUMENT_FAILED };

/* A document that is not there any more. */
struct departure {
    str id;
    bool gone; /* the source took it back; else it only is none of those that are asked for now */
};

/* Something that a sync remembers from one run to the next. Names are ASCII words. */
struct note {
    const char *name;
    str value; /* "" forgets it */
};

/* What is kept at once: all of it, or nothing. */
struct batch {
    struct document *documents;
    enum document_fate *fates; /* filled by whoever keeps it; parallel to documents */
    size_t count;
    struct departure *departures;
    size_t departure_count;
    struct note *notes;
    size_t note_count;
    /* For RAW_FEED, filled by whoever keeps it: what became of its entries. Failed ones are not
     * among `entries`. */
    size_t entries, entries_new, entries_changed, entries_failed;
    bool cut; /* the same: a feed is malformed from some place on, so entries may be missing */
    struct arena *arena; /* given for RAW_FEED: where `next` is to be copied */
    str next;            /* the same: URL of the feed's next, older page; or "" */
};

/* What is known of a document that is kept. */
struct known {
    struct hash content;
    str modified;
    bool present; /* neither gone nor left out */
};

/*
 * What a sync needs to know of what is kept for its source, and where it brings what it got. Given by
 * the command line, which asks the store. Functions may be called from the sync's thread only;
 * results live in the arena given.
 */
struct keeper {
    void *context;
    /* The value of a note; "" when there is none. */
    str (*note)(void *context, struct arena *a, const char *name);
    /* What is known of a document; false when it was never kept. */
    bool (*known)(void *context, struct arena *a, str id, struct known *out);
    /* The ids of all present documents, sorted by bytes. */
    bool (*ids)(void *context, struct arena *a, str **out, size_t *count, struct err *err);
    /* Makes a batch durable. False: the store failed, and the sync ends. */
    bool (*commit)(void *context, struct batch *batch, struct err *err);
    /* Something the user must know: a doubt (fatal false), or an item that is lost (true). */
    void (*problem)(void *context, const struct err *problem, bool fatal);
    /* How far it is, for the progress bar; total 0 is unknown. */
    void (*progress)(void *context, size_t done, size_t total);
};

/* The account of one sync. */
struct sync_counts {
    size_t announced; /* that the source says it has, of those asked for; else those seen */
    size_t fetched;   /* documents received */
    size_t added, changed, unchanged;
    size_t failed;   /* lost: reported through keeper.problem */
    size_t gone;     /* taken back by the source */
    size_t left_out; /* none of those asked for any more */
    unsigned requests;
    bool degraded;  /* it came, but not all of it or by a lesser way (a feed instead of REST) */
    bool untouched; /* nothing new, said by the server (304) */
};

/* One synchronisation. */
struct sync {
    struct http *http;
    struct http_site *site;
    const struct source *source;
    const struct keeper *keeper;
    int64_t now;
    bool full; /* ask for everything again */
    struct sync_counts counts;
};

/*
 * Brings what is kept of a remote source up to date, by its kind: WordPress (sync_wordpress), a feed
 * (sync_feed), a text (sync_text). True also when single items were lost. False: the source could
 * not be read (any more); *err says what stands in the way and what to do, and what was committed
 * until then is kept.
 */
bool fetch_sync(struct sync *sync, struct err *err);

/* What a URL turned out to be. */
struct discovery {
    enum source_kind kind; /* SOURCE_WORDPRESS, SOURCE_FEED or SOURCE_TEXT */
    str location; /* to write into the configuration: what the user would call its address */
    str name;     /* what it calls itself; "" unless known */
    str home;     /* its site; "" unless known */
    str doubt;    /* what the user should know: "its REST interface is closed: …"; or "" */
};

/* Finds out what a URL that someone pasted leads to: a WordPress (site, sub-directory, API root,
 * collection, article), a feed, a page that names a feed, a text. False: none of them. */
bool fetch_discover(struct discovery *out, struct arena *a, struct http *http,
                    struct http_site *site, str url, struct err *err);

#endif
