/*
 * What the store remembers of the sources' files, as the workers of a build need it: unchanged
 * files need not be parsed again, and files that fail keep their last good articles. All functions
 * may be called from any thread; the store is asked by one at a time.
 */
#ifndef DIGEST_CLI_BUILD_ITEMS_H
#define DIGEST_CLI_BUILD_ITEMS_H

#include "build.h"
#include "digest/parse.h"

struct items;

/* Reads the names and fingerprints that the store holds of every source of the run; lives in the
 * run's arena. False: ERR_STORE. */
bool items_load(struct items **out, struct build_run *run, struct err *err);

/* The fingerprint of an item: its bytes (of a document their hash, so that raw->bytes need not be read),
 * its source's settings and the images beside it. */
struct hash items_fingerprint(const struct items *items, const struct raw *raw);

/* Reads the bytes of a document of the store into buf (reset first). False: ERR_STORE. */
bool items_read(struct items *items, const struct raw_item *item, struct buf *buf, struct err *err);

/* What came of recalling an item. */
enum recall {
    RECALL_DONE,
    RECALL_NOTHING, /* nothing is remembered, or nothing that fits */
    RECALL_BROKEN,  /* something is, but it cannot be read */
};

/*
 * Gives the item's articles as they were parsed before: only if nothing changed since and there was
 * nothing to report when `fingerprint` is given, the last good ones whatever they were made of when
 * it is null. `packed` holds their bytes. Those that are shown go through items_use_images.
 */
enum recall items_recall(struct items *items, const struct raw_item *item,
                         const struct hash *fingerprint, struct arena *a, struct buf *packed,
                         struct parsed *out);

/* Sees to it that the site has the images of a remembered article: those of the source are copied as
 * if the article had been parsed, those that the source has lost stay as they are in the site. */
void items_use_images(struct items *items, const struct article *article);

/* Remembers what an item yielded, its bodies still in place. False: ERR_STORE. */
bool items_remember(struct items *items, const struct raw_item *item, struct hash fingerprint,
                    const struct parsed *parsed, struct buf *packed, struct err *err);

/* The remembered items of a source that can be listed no more, in the run's arena. */
struct raw_items items_of_source(const struct items *items, size_t source);

/* Forgets the remembered items of a source that are not among those listed. False: ERR_STORE. */
bool items_forget_others(struct items *items, size_t source, const struct raw_items *listed,
                         struct err *err);

#endif
