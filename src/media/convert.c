/*
 * What the site serves of an image that was fetched.
 *
 * Formats: a photograph (JPEG) stays JPEG, which every reader of feeds and every preview of a link
 * shows; anything else that has to be written anew becomes a PNG with a palette where it has few
 * colours, else a WebP with loss, whichever is smaller. What moves stays as it is. Colour profiles
 * are kept where they are small (cameras, screens), since without them colours would change; larger
 * ones are those of printers, and pictures with inks are converted.
 */
#include <stdlib.h>

#include "digest/limits.h"
#include "digest/media.h"
#include "picture.h"
#include "probe.h"

/* -- As it is --------------------------------------------------------------------------------- */

static bool broken(struct err *err, enum image_format format)
{
    static const char *const names[] = {
        [FORMAT_PNG] = "PNG",   [FORMAT_JPEG] = "JPEG", [FORMAT_GIF] = "GIF",
        [FORMAT_WEBP] = "WebP", [FORMAT_AVIF] = "AVIF",
    };
    return err_set(err, ERR_INPUT, "the %s image is cut off or damaged", names[format]);
}

/* The image as the only variant. */
static bool keep(struct media_set *out, str bytes, const char *ending,
                 const struct image_size *size)
{
    out->variants[0] = (struct media_variant){bytes, ending, size->width, size->height};
    out->count = 1;
    return true;
}

/* A buffer in the arena that is as large as it can become: it never grows, and what is in it need not
 * be copied again. */
static struct buf buf_in_arena(struct arena *a, size_t most)
{
    return (struct buf){.p = arena_alloc(a, most + 1), .cap = most + 1, .max = most};
}

/* The image without what is not the picture; bytes in the arena. */
static bool strip(str *out, struct arena *a, str bytes, enum image_format format)
{
    struct buf stripped = buf_in_arena(a, bytes.n + 8);
    bool good = format == FORMAT_JPEG  ? jpeg_strip(&stripped, bytes)
                : format == FORMAT_PNG ? png_strip(&stripped, bytes)
                                       : webp_strip(&stripped, bytes);
    *out = buf_str(&stripped);
    return good;
}

static const char *ending_of(enum image_format format)
{
    static const char *const endings[] = {
        [FORMAT_PNG] = "png",   [FORMAT_JPEG] = "jpg",  [FORMAT_GIF] = "gif",
        [FORMAT_WEBP] = "webp", [FORMAT_AVIF] = "avif",
    };
    return endings[format];
}

static bool keep_stripped(struct media_set *out, struct arena *a, str bytes,
                          const struct image_size *size, struct err *err)
{
    str stripped;
    if (!strip(&stripped, a, bytes, size->format))
        return broken(err, size->format);
    return keep(out, stripped, ending_of(size->format), size);
}

static bool keep_avif(struct media_set *out, struct arena *a, str bytes,
                      const struct image_size *size, struct err *err)
{
    struct buf copy = buf_in_arena(a, bytes.n);
    buf_add(&copy, bytes);
    if (!avif_blank(&copy))
        return broken(err, FORMAT_AVIF);
    return keep(out, buf_str(&copy), "avif", size);
}

static bool keep_svg(struct media_set *out, struct arena *a, str bytes, struct err *err)
{
    struct image_size size;
    if (bytes.n > LIMIT_SVG_FILE)
        return err_set(err, ERR_LIMIT, "the SVG image is larger than %zu bytes", LIMIT_SVG_FILE);
    if (!svg_probe(bytes, &size))
        return err_set(err, ERR_INPUT,
                       "the SVG image is damaged, or could do more than be looked "
                       "at");
    return keep(out, arena_copy(a, bytes), "svg", &size);
}

/* -- Written anew ----------------------------------------------------------------------------- */

#ifdef DIGEST_IMAGES
/* Besides the width asked for: a telephone's, and a page's text column. */
static const uint32_t smaller_widths[] = {480, 800};

/* How much smaller than the original, in hundredths, what is written anew must be to take its place:
 * each time is a loss. More where there was none before. */
#define GAIN_LOSSY    80
#define GAIN_LOSSLESS 60

/* WebP's measure of quality: photographs, and pictures with sharp edges. */
#define QUALITY_PHOTO 80
#define QUALITY_DRAWN 86

struct conversion {
    struct arena *a;
    str bytes;
    enum image_format format;
    bool lossy; /* the original has lost something already */
    struct picture picture;
    struct err *err;
};

static bool read_picture(struct conversion *c, uint32_t width)
{
    if (c->format == FORMAT_JPEG)
        return jpeg_read(&c->picture, c->a, c->bytes, width, c->err);
    if (c->format == FORMAT_PNG)
        return png_read(&c->picture, c->a, c->bytes, width, c->err);
    return webp_read(&c->picture, c->a, c->bytes, width, c->err);
}

static bool write_drawn(struct conversion *c, const struct picture *p, struct media_variant *out)
{
    str png = {0}, webp;
    if (!webp_write(&webp, c->a, p, c->lossy ? QUALITY_PHOTO : QUALITY_DRAWN, c->err) ||
        (!c->lossy && !png_write(&png, c->a, p, c->err)))
        return false;
    bool drawn = png.n && png.n <= webp.n;
    out->bytes = drawn ? png : webp;
    out->ending = drawn ? "png" : "webp";
    return true;
}

static bool write_picture(struct conversion *c, const struct picture *p, struct media_variant *out)
{
    *out = (struct media_variant){.width = p->width, .height = p->height};
    if (c->format != FORMAT_JPEG)
        return write_drawn(c, p, out);
    out->ending = "jpg";
    return jpeg_write(&out->bytes, c->a, p, c->err);
}

/* The largest variant: the picture written anew, or the original where that gains too little. */
static bool make_largest(struct conversion *c, struct media_variant *out)
{
    const struct picture *p = &c->picture;
    str original;
    bool whole = p->width == p->from_width && p->height == p->from_height && !p->rare;
    if (!write_picture(c, p, out))
        return false;
    if (!whole)
        return true;
    if (!strip(&original, c->a, c->bytes, c->format))
        return broken(c->err, c->format);
    if (out->bytes.n < original.n / 100 * (c->lossy ? GAIN_LOSSY : GAIN_LOSSLESS))
        return true;
    out->bytes = original;
    out->ending = ending_of(c->format);
    return true;
}

/* Adds what a small screen is given, unless it saves little. */
static bool make_smaller(struct conversion *c, struct media_set *out)
{
    const struct media_variant largest = out->variants[0];
    size_t count = 0;
    for (size_t i = 0; i < sizeof smaller_widths / sizeof *smaller_widths; i++) {
        uint32_t width = smaller_widths[i];
        struct picture small;
        if (width + width / 4 > largest.width)
            break;
        picture_shrink(&small, &c->picture, width);
        bool good = write_picture(c, &small, &out->variants[count]);
        picture_release(&small);
        if (!good)
            return false;
        count += out->variants[count].bytes.n < largest.bytes.n;
    }
    out->variants[count++] = largest;
    out->count = count;
    return true;
}

static bool convert(struct media_set *out, struct arena *a, str bytes, enum image_format format,
                    uint32_t width, struct err *err)
{
    struct conversion c = {.a = a, .bytes = bytes, .format = format, .err = err};
    c.lossy = format == FORMAT_JPEG || (format == FORMAT_WEBP && webp_is_lossy(bytes));
    bool good =
        read_picture(&c, width) && make_largest(&c, &out->variants[0]) && make_smaller(&c, out);
    picture_release(&c.picture);
    return good;
}
#endif

/* -- The whole -------------------------------------------------------------------------------- */

static bool check_size(const struct image_size *size, struct err *err)
{
    uint64_t pixels = (uint64_t)size->width * size->height;
    if (size->format != FORMAT_AVIF && !pixels)
        return err_set(err, ERR_INPUT, "the image has no pixels");
    if (size->width > LIMIT_IMAGE_SIDE || size->height > LIMIT_IMAGE_SIDE ||
        pixels > LIMIT_IMAGE_PIXELS)
        return err_set(err, ERR_LIMIT, "the image has %u × %u pixels, which is too many",
                       size->width, size->height);
    return true;
}

static bool convert_raster(struct media_set *out, struct arena *a, str bytes, uint32_t width,
                           struct err *err)
{
    struct image_size size;
    image_probe(bytes, &size);
    if (!check_size(&size, err))
        return false;
    if (size.format == FORMAT_GIF)
        return gif_is_whole(bytes) ? keep(out, arena_copy(a, bytes), "gif", &size)
                                   : broken(err, FORMAT_GIF);
    if (size.format == FORMAT_AVIF)
        return keep_avif(out, a, bytes, &size, err);
    if (size.format == FORMAT_PNG ? png_is_animated(bytes)
                                  : size.format == FORMAT_WEBP && webp_is_animated(bytes))
        return keep_stripped(out, a, bytes, &size, err);
#ifdef DIGEST_IMAGES
    return convert(out, a, bytes, size.format, width, err);
#else
    (void)width;
    return keep_stripped(out, a, bytes, &size, err);
#endif
}

/* Markup, behind a byte order mark and white space. */
static bool looks_like_svg(str bytes)
{
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        bytes = str_slice(bytes, 3, bytes.n);
    str head = str_trim(str_slice(bytes, 0, 4096));
    return str_starts(head, STR("<")) && str_find(bytes, STR("<svg"), 0) < 8192;
}

bool media_convert(struct media_set *out, struct arena *a, str bytes, uint32_t width,
                   struct err *err)
{
    struct image_size size;
    *out = (struct media_set){0};
    bool good;
    if (bytes.n > LIMIT_IMAGE_FETCHED)
        good = err_set(err, ERR_LIMIT, "the image is larger than %zu bytes", LIMIT_IMAGE_FETCHED);
    else if (image_probe(bytes, &size))
        good = convert_raster(out, a, bytes, width, err);
    else if (looks_like_svg(bytes))
        good = keep_svg(out, a, bytes, err);
    else
        good = err_set(err, ERR_INPUT, "this is no image");
    if (!good)
        *out = (struct media_set){0};
    return good;
}
