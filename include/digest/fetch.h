/*
 * Sources → raw. Files only so far; live sources join here.
 */
#ifndef DIGEST_FETCH_H
#define DIGEST_FETCH_H

#include "digest/raw.h"

struct raw_items {
    struct raw_item *items; /* by source, then name */
    size_t count;
};

/*
 * Lists what the source at config.sources[index] consists of. A single file is of the source's
 * kind whatever its name says; in a folder or a pattern's matches content decides: a file that
 * begins like JSON is a saved WordPress answer, other .txt, .text, .md and .markdown files are
 * articles, and files of the other kind are left to another source. What lies in config->output was
 * made by digest and is left out. False when nothing is there: *err names the location and says what
 * was looked for.
 */
bool fetch_list(struct raw_items *out, struct arena *a, const struct config *config, size_t index,
                struct err *err);

/*
 * Lists the images that lie beside the articles of the source at config.sources[index], or in the
 * folder that its `media:` names; again without what lies in config->output. A file that only has
 * the name of an image, or a link out of the folder, is left out: what is missing shows in the
 * article. False, with none listed: the folder of `media:` cannot be read.
 */
bool fetch_media(struct media *out, struct arena *a, const struct config *config, size_t index,
                 struct err *err);

/* Reads an item's bytes into buf (reset first), limited by the kind's limit in limits.h. Of files
 * found in a folder, links that lead out of it are refused. */
bool fetch_read(struct raw *out, const struct raw_item *item, const struct source *source,
                struct buf *buf, struct err *err);

#endif
