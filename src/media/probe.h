/* What kind of image a file is, and how large, told from its first bytes. */
#ifndef DIGEST_MEDIA_PROBE_H
#define DIGEST_MEDIA_PROBE_H

#include "digest/str.h"

enum image_format { FORMAT_NONE, FORMAT_PNG, FORMAT_JPEG, FORMAT_GIF, FORMAT_WEBP, FORMAT_AVIF };

struct image_size {
    uint32_t width, height; /* pixels; 0 when the format or the file does not say */
    enum image_format format;
};

/* True when bytes, the beginning of a file or all of it, are a PNG, JPEG, GIF, WebP or AVIF image;
 * sets *size as far as the bytes at hand tell, and its format. */
bool image_probe(str bytes, struct image_size *size);

/* True when bytes, a whole file, are an SVG image that is safe to serve from the site's own
 * address: well-formed, without scripts, event attributes, foreign content or references to
 * anything outside itself. Sets *size. */
bool svg_probe(str bytes, struct image_size *size);

#endif
