/* Reads PNG by libpng: any depth and kind of colour as 8-bit RGB or RGBA. */
#include "picture.h"

#ifdef DIGEST_IMAGES
#include <stdlib.h>

#include <png.h>

#include "digest/limits.h"

/* Memory that one chunk besides the picture may unpack to: profiles. */
#define CHUNK_MOST ((png_alloc_size_t)1 << 20)

struct reader {
    png_structp png;
    png_infop info;
    str bytes;
    size_t at;
    struct arena *a;
    struct picture *picture;
    struct scaler scaler;
    uint32_t width;        /* wanted */
    unsigned char *pixels; /* a row; of an interlaced image all of it */
    png_bytep *rows;       /* of an interlaced image */
    struct err *err;
};

/* libpng's way out. */
static void give_up(png_structp png, png_const_charp why)
{
    struct reader *r = png_get_error_ptr(png);
    if (r->err->code == ERR_NONE)
        err_set(r->err, ERR_INPUT, "the PNG image is broken: %s", why);
    png_longjmp(png, 1);
}

/* Warnings are about chunks besides the picture. */
static void ignore(png_structp png, png_const_charp why)
{
    (void)png, (void)why;
}

static void take_bytes(png_structp png, png_bytep to, size_t n)
{
    struct reader *r = png_get_io_ptr(png);
    if (n > r->bytes.n - r->at)
        png_error(png, "it ends too early");
    memcpy(to, r->bytes.p + r->at, n);
    r->at += n;
}

/* Asks for RGB or RGBA of 8 bits. */
static void choose_form(struct reader *r)
{
    png_set_expand(r->png);
    png_set_scale_16(r->png);
    png_set_gray_to_rgb(r->png);
    /* A gamma of the file's own; without one nothing is done. With a profile that says it all. */
    if (!png_get_valid(r->png, r->info, PNG_INFO_iCCP))
        png_set_gamma(r->png, PNG_DEFAULT_sRGB, PNG_DEFAULT_sRGB);
}

static void keep_profile(struct reader *r)
{
    png_charp name;
    png_bytep profile;
    png_uint_32 n;
    int method;
    if (png_get_iCCP(r->png, r->info, &name, &method, &profile, &n))
        r->picture->profile = arena_copy(r->a, profile_wanted((str){(const char *)profile, n}));
}

static void read_rows(struct reader *r)
{
    r->pixels = mem_alloc(png_get_rowbytes(r->png, r->info));
    for (uint32_t y = 0; y < r->picture->from_height; y++) {
        png_read_row(r->png, r->pixels, NULL);
        scaler_row(&r->scaler, r->pixels);
    }
}

/* Interlaced images come in seven passes, so that all of one must be held. */
static bool read_passes(struct reader *r)
{
    struct picture *p = r->picture;
    size_t bytes = png_get_rowbytes(r->png, r->info);
    if (bytes * p->from_height > LIMIT_IMAGE_WORKING)
        return err_set(r->err, ERR_LIMIT,
                       "the interlaced PNG image has %u × %u pixels, which "
                       "takes too much memory",
                       p->from_width, p->from_height);
    r->pixels = mem_alloc(bytes * p->from_height);
    r->rows = mem_alloc(p->from_height * sizeof *r->rows);
    for (uint32_t y = 0; y < p->from_height; y++)
        r->rows[y] = r->pixels + y * bytes;
    png_read_image(r->png, r->rows);
    for (uint32_t y = 0; y < p->from_height; y++)
        scaler_row(&r->scaler, r->rows[y]);
    return true;
}

/* All that libpng may leave by a longjmp happens here. */
static bool guarded_read(struct reader *r)
{
    struct picture *p = r->picture;
    if (setjmp(png_jmpbuf(r->png)))
        return false;
    png_set_read_fn(r->png, r, take_bytes);
    png_set_user_limits(r->png, LIMIT_IMAGE_SIDE, LIMIT_IMAGE_SIDE);
    png_set_chunk_malloc_max(r->png, CHUNK_MOST);
    png_read_info(r->png, r->info);
    p->from_width = png_get_image_width(r->png, r->info);
    p->from_height = png_get_image_height(r->png, r->info);
    keep_profile(r);
    choose_form(r);
    bool interlaced = png_set_interlace_handling(r->png) > 1;
    png_read_update_info(r->png, r->info);
    p->channels = png_get_channels(r->png, r->info);
    if (!picture_fit(p, r->width, false, r->err))
        return false;
    picture_allocate(p);
    scaler_init(&r->scaler, p);
    if (interlaced && !read_passes(r))
        return false;
    if (!interlaced)
        read_rows(r);
    png_read_end(r->png, NULL);
    return true;
}

bool png_read(struct picture *out, struct arena *a, str bytes, uint32_t width, struct err *err)
{
    *out = (struct picture){0};
    /* libpng reserves the length that a chunk says it has. */
    if (!png_is_whole(bytes))
        return err_set(err, ERR_INPUT, "the PNG image is broken: it ends too early");
    struct reader *r = mem_alloc(sizeof *r);
    *r = (struct reader){.bytes = bytes, .a = a, .picture = out, .width = width, .err = err};
    r->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, r, give_up, ignore);
    r->info = r->png ? png_create_info_struct(r->png) : NULL;
    bool good = r->info ? guarded_read(r)
                        : err_set(err, ERR_INPUT, "libpng is another than digest was built with");
    png_destroy_read_struct(&r->png, &r->info, NULL);
    scaler_release(&r->scaler);
    free(r->pixels);
    free(r->rows);
    free(r);
    if (!good)
        picture_release(out);
    return good;
}
#endif
