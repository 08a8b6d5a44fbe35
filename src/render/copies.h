/* The copies that the site has of other sites' images. */
#ifndef DIGEST_RENDER_COPIES_H
#define DIGEST_RENDER_COPIES_H

#include "digest/render.h"

/*
 * The copies of an image that an article of this source shows, by its address; null when there are
 * none, because it is not to be copied or could not be yet. Those of one that is gone have the count
 * 0. They are noted as used.
 */
const struct mirrored *copies_of(const struct site *site, const struct source *source, str url);

/* The copy for src. There must be one. */
const struct mirrored_file *copies_largest(const struct mirrored *copies);

/*
 * A srcset of the copies, each as `root` and its path; "" when there is only one. root is the site's
 * URL or the way to its root, ending in a slash, or "". In the arena.
 */
str copies_srcset(struct arena *a, const struct mirrored *copies, str root);

/*
 * An article's lead image as it is shown: where the site has a copy of it, with the copy's path and
 * size; without a url when there is none, or when it is gone.
 */
struct image lead_image(const struct site *site, const struct entry *entry);

#endif
