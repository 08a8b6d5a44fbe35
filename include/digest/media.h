/*
 * Images: those that lie beside a source's articles, and those that are fetched to be shown from the
 * site itself.
 */
#ifndef DIGEST_MEDIA_H
#define DIGEST_MEDIA_H

#include "digest/buf.h"
#include "digest/raw.h"

/* -- Beside articles -------------------------------------------------------------------------- */

/*
 * Lists the images that lie beside the articles of the source at config.sources[index], or in the
 * folder that its `media:` names; without what lies in config->output. A file that only has the
 * name of an image, or a link out of the folder, is left out: what is missing shows in the article.
 * False, with none listed: the folder of `media:` cannot be read.
 */
bool media_list(struct media *out, struct arena *a, const struct config *config, size_t index,
                struct err *err);

/* -- Fetched ---------------------------------------------------------------------------------- */

/* Widths that one image is offered in, at most. */
#define MEDIA_WIDTHS 4

/* One file made of an image. */
struct media_variant {
    str bytes;
    const char *ending;     /* "jpg", "png", "webp", "gif", "svg", "avif" */
    uint32_t width, height; /* pixels; 0 when unknown */
};

/* Variants of one image, the smallest first; the last is the one for src. */
struct media_set {
    struct media_variant variants[MEDIA_WIDTHS];
    size_t count;
};

/*
 * Makes of an image's bytes what the site serves: a JPEG, PNG or WebP image wider than `width`
 * pixels is scaled down, and offered in smaller widths too; one that is small enough, a GIF (it may
 * move), AVIF or harmless SVG stays as it is, but without a photo's hidden data (place, camera).
 * The same bytes in, the same bytes out. Memory is bounded by the width, not by the image: rows are
 * scaled as they are decoded. Results in the arena. False: ERR_INPUT, no image or a broken one;
 * ERR_LIMIT, too large (LIMIT_IMAGE_PIXELS).
 */
bool media_convert(struct media_set *out, struct arena *a, str bytes, uint32_t width,
                   struct err *err);

#endif
