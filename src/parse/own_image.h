/* Images that the site has copies of: those beside the articles, or in the source's `media:`. */
#ifndef DIGEST_PARSE_OWN_IMAGE_H
#define DIGEST_PARSE_OWN_IMAGE_H

#include "digest/article.h"
#include "digest/raw.h"

/*
 * Looks up the image that `reference` in the item of `raw` (a const struct raw *, untyped to serve
 * as sanitize_options.own_image) means. Relative references start at the item's folder and cannot
 * leave the source's; absolute ones are matched by the end of their path behind
 * wp-content/uploads/, else by their file name. Marks the file as used. False: there is no copy.
 */
bool own_image(void *raw, str reference, struct image *found);

#endif
