/*
 * What a source delivered, before anything was understood of it: the contract between fetching and
 * parsing.
 */
#ifndef DIGEST_RAW_H
#define DIGEST_RAW_H

#include <stdatomic.h>

#include "digest/config.h"
#include "digest/hash.h"
#include "digest/map.h"
#include "digest/time.h"

/* An image that lies beside a source's articles and can be copied into the site. */
struct media_file {
    str file;               /* path to read; NUL-terminated */
    str site_path;          /* "media/<source key>/<path>": where the site has it */
    uint32_t width, height; /* pixels, 0 when unknown */
    atomic_bool used;       /* an article shows it, so it must be copied */
};

/*
 * The images of one source: those in the folder of a text source, or in the folder that `media:`
 * names for saved WordPress answers. Only files whose content is an image are here, and SVG files
 * only without scripts and outside references.
 */
struct media {
    struct map by_path;      /* path relative to the folder → struct media_file */
    struct map by_name;      /* last segment → struct media_file, the first in path order */
    struct map by_site_path; /* media_file.site_path → struct media_file */
    struct media_file *files;
    size_t count;
};

/* What bytes are, as far as it must be known to parse them. */
enum raw_kind {
    RAW_POSTS, /* an answer of WordPress: a post or several, in any wrapping */
    RAW_TEXT,  /* one plain-text or Markdown article */
    RAW_FEED,  /* a whole feed: RSS, Atom or JSON Feed */
    RAW_ENTRY, /* one entry of a feed, in the form that feed_split makes */
};

/*
 * Something to be parsed: a file, or a document of the store that was fetched before. Its bytes are
 * read when a worker gets to it.
 */
struct raw_item {
    uint32_t source; /* index into config.sources */
    enum raw_kind kind;
    bool
        stored; /* a document of the store: what the source is limited to was asked of the server */
    str path;   /* a file's, to open, NUL-terminated; a document's URL. The place in messages */
    str name;   /* a file's: relative to the source's folder, with slashes; a document's: its id.
                    The stable identifier */
    str folder; /* a file's source's folder: images beside an article must be inside it */
    str charset;      /* that a server named for a document of RAW_TEXT; or "" */
    bool markdown;    /* RAW_TEXT: the server says so, or the name ends so */
    struct hash hash; /* a document's: of its bytes */
    uint64_t size;
    int64_t mtime; /* seconds since 1970: a file's; a document's Last-Modified, else first seen */
};

/* The same with its bytes, valid while its item is worked on. */
struct raw {
    const struct raw_item *item;
    const struct source *source;
    const struct media *media; /* never null */
    const struct zone *zone;   /* that dates without one are read in; null is UTC */
    str bytes;
};

#endif
