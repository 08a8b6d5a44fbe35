/*
 * What a source delivered, before anything was understood of it: the contract between fetching and
 * parsing.
 */
#ifndef DIGEST_RAW_H
#define DIGEST_RAW_H

#include "digest/config.h"

/* Something to be parsed: so far a file. Its bytes are read when a worker gets to it. */
struct raw_item {
    uint32_t source;       /* index into config.sources */
    enum source_kind kind; /* SOURCE_WORDPRESS or SOURCE_TEXT */
    str path;              /* to open; NUL-terminated */
    str name;              /* relative to the source's folder, with slashes: the stable identifier */
    str folder;            /* the source's folder: images beside an article must be inside it */
    uint64_t size;
    int64_t mtime;         /* seconds since 1970 */
};

/* The same with its bytes, valid while its item is worked on. */
struct raw {
    const struct raw_item *item;
    const struct source *source;
    str bytes;
};

#endif
