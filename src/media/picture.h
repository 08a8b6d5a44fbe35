/*
 * Pictures decoded and scaled: what the readers and writers of formats pass to each other.
 *
 * A reader decodes row by row into a scaler, so that of a large image only the small picture is ever
 * in memory. The setjmp that libjpeg and libpng want stays inside their readers and writers.
 */
#ifndef DIGEST_MEDIA_PICTURE_H
#define DIGEST_MEDIA_PICTURE_H

#include "digest/arena.h"
#include "digest/buf.h"
#include "digest/err.h"

/* A picture in memory: rows from the top, without padding, of 8-bit sRGB or what its profile says. */
struct picture {
    uint32_t width, height;
    uint32_t from_width, from_height; /* of the image that it was scaled down from */
    unsigned channels;                /* 3: red, green, blue; 4: alpha too, not premultiplied */
    unsigned char *pixels;            /* from the heap: picture_release */
    str profile;                      /* ICC profile; "" is sRGB */
    bool rare;                        /* in a form that not all browsers show */
};

/* Frees the pixels. */
void picture_release(struct picture *picture);

/* -- Scaling (scale.c) ------------------------------------------------------------------------ */

/* Takes the rows of an image and makes a smaller picture of them: each pixel is the average of the
 * area that it covers, computed in integers, so the same everywhere. */
struct scaler {
    struct picture *out;
    uint64_t *sums; /* of the row being made */
    uint32_t *line; /* the present row of the image, scaled across only */
    uint32_t row;   /* of the picture */
    uint32_t left;  /* of its height, in units of the image's rows times the picture's height */
};

/*
 * Begins a picture: its from_width, from_height and channels must be set. Chooses width and height
 * so that neither `width`, LIMIT_IMAGE_SCALED (with transparency LIMIT_IMAGE_CLEAR) nor
 * LIMIT_IMAGE_TALL is passed. `turned`: the picture lies on its side, so the limits are those of its
 * sides exchanged. False: ERR_LIMIT or ERR_INPUT, the image is too large or empty.
 */
bool picture_fit(struct picture *picture, uint32_t width, bool turned, struct err *err);

/* Allocates the pixels of a fitted picture. */
void picture_allocate(struct picture *picture);

/* A scaler from rows of from_width pixels to the fitted picture. End it with scaler_release. */
void scaler_init(struct scaler *s, struct picture *out);

/* Takes the image's next row; from_height of them. */
void scaler_row(struct scaler *s, const unsigned char *row);

/* Frees the scaler, not the picture. */
void scaler_release(struct scaler *s);

/* A smaller version of a picture. Both are to be released. */
void picture_shrink(struct picture *out, const struct picture *picture, uint32_t width);

/* Turns and mirrors a picture as an Exif orientation says (1 … 8, TIFF 6.0 "Orientation"). */
void picture_orient(struct picture *picture, unsigned orientation);

/* -- Readers: the image scaled down to `width`. False: ERR_INPUT or ERR_LIMIT ------------------- */

/* A reader's result besides the picture lives in the arena. Of a failed one nothing is left. */
bool jpeg_read(struct picture *out, struct arena *a, str bytes, uint32_t width, struct err *err);
bool png_read(struct picture *out, struct arena *a, str bytes, uint32_t width, struct err *err);
bool webp_read(struct picture *out, struct arena *a, str bytes, uint32_t width, struct err *err);

/* -- Writers: bytes in the arena -------------------------------------------------------------- */

/* A progressive JPEG of an opaque picture. */
bool jpeg_write(str *out, struct arena *a, const struct picture *picture, struct err *err);

/* A PNG with a palette. *out is empty when the picture has more than 256 colours. */
bool png_write(str *out, struct arena *a, const struct picture *picture, struct err *err);

/* A WebP with loss, but not of its transparency. `quality` from 0 to 100. */
bool webp_write(str *out, struct arena *a, const struct picture *picture, int quality,
                struct err *err);

/* -- Structure of files: jpeg_parts.c, png_parts.c, webp_parts.c, gif_parts.c ------------------- */

/* What a JPEG file says about itself besides the picture. */
struct jpeg_facts {
    unsigned orientation; /* 1 … 8; 1 is upright */
    str profile;          /* an RGB profile of one segment, as small as LIMIT_PROFILE; or "" */
};

/* Reads the facts, as far as the file goes. */
struct jpeg_facts jpeg_facts(str bytes);

/* Appends the JPEG file without anything that is not the picture: Exif and its preview, XMP,
 * comments, what stands behind the end. False: it is cut off or damaged. */
bool jpeg_strip(struct buf *out, str bytes);

/* The same for PNG: text, Exif, time, private chunks. */
bool png_strip(struct buf *out, str bytes);
/* The same for WebP: Exif, XMP, unknown chunks. */
bool webp_strip(struct buf *out, str bytes);

/* True when every chunk of a PNG file is as long as it says, up to the last. */
bool png_is_whole(str bytes);
/* True when a PNG file holds an animation. */
bool png_is_animated(str bytes);
/* True when a WebP file holds an animation. */
bool webp_is_animated(str bytes);

/* True when a still WebP file was compressed with loss. */
bool webp_is_lossy(str bytes);

/* The ICC profile of a WebP file, "" when it has none that is as small as LIMIT_PROFILE. */
str webp_profile(str bytes);

/* Appends the file that webp_write's encoder made of a picture, with its profile (RFC 9649, 2.7). */
void webp_add_profile(struct buf *out, str bytes, const struct picture *picture);

/* True when a GIF file has at least one frame and ends where it says. */
bool gif_is_whole(str bytes);

/* A profile worth keeping, else "": one for RGB that is small and says something else than sRGB. */
str profile_wanted(str profile);

/* Overwrites Exif and XMP data of an AVIF file, in place, with zeros (ISO/IEC 14496-12, 8.11). False:
 * the file is cut off or damaged. */
bool avif_blank(struct buf *bytes);

#endif
