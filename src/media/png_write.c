/* Writes pictures of few colours as PNG with a palette: diagrams, logos, screenshots. */
#include "picture.h"

#ifdef DIGEST_IMAGES
#include <stdlib.h>

#include <png.h>

#include "digest/limits.h"

#define COLOURS_MOST 256
/* Places of the table that colours are found in; a power of two well above their number. */
#define PLACES 1024

struct palette {
    uint32_t colours[COLOURS_MOST];
    unsigned count;
    bool transparent;        /* some colour is not opaque */
    uint16_t places[PLACES]; /* 0, or a colour's number plus one */
};

struct writer {
    png_structp png;
    png_infop info;
    const struct picture *picture;
    struct palette palette;
    unsigned char *row;
    struct buf bytes;
    struct err *err;
};

static uint32_t colour_at(const unsigned char *pixel, unsigned channels)
{
    uint32_t alpha = channels == 4 ? pixel[3] : 255;
    return (uint32_t)pixel[0] << 24 | (uint32_t)pixel[1] << 16 | (uint32_t)pixel[2] << 8 | alpha;
}

/* The number of a colour, which is added when it is new; COLOURS_MOST when there is no room. */
static unsigned number_of(struct palette *palette, uint32_t colour)
{
    unsigned place = (colour * UINT32_C(2654435761) >> 20) % PLACES;
    for (;; place = (place + 1) % PLACES) {
        unsigned found = palette->places[place];
        if (!found)
            break;
        if (palette->colours[found - 1] == colour)
            return found - 1;
    }
    if (palette->count == COLOURS_MOST)
        return COLOURS_MOST;
    palette->colours[palette->count++] = colour;
    palette->places[place] = (uint16_t)palette->count;
    palette->transparent |= (colour & 0xFF) != 255;
    return palette->count - 1;
}

/* Collects the colours. False: there are too many. */
static bool collect_colours(struct palette *palette, const struct picture *p)
{
    size_t pixels = (size_t)p->width * p->height;
    const unsigned char *at = p->pixels;
    for (size_t i = 0; i < pixels; i++, at += p->channels)
        if (number_of(palette, colour_at(at, p->channels)) == COLOURS_MOST)
            return false;
    return true;
}

static void give_up(png_structp png, png_const_charp why)
{
    struct writer *w = png_get_error_ptr(png);
    err_set(w->err, ERR_LIMIT, "the image cannot be written as PNG: %s", why);
    png_longjmp(png, 1);
}

static void ignore(png_structp png, png_const_charp why)
{
    (void)png, (void)why;
}

static void put_bytes(png_structp png, png_bytep bytes, size_t n)
{
    struct writer *w = png_get_io_ptr(png);
    buf_add(&w->bytes, (str){(const char *)bytes, n});
}

static void flush_nothing(png_structp png)
{
    (void)png;
}

static void set_palette(struct writer *w)
{
    png_color colours[COLOURS_MOST];
    png_byte alphas[COLOURS_MOST];
    for (unsigned i = 0; i < w->palette.count; i++) {
        uint32_t colour = w->palette.colours[i];
        colours[i] = (png_color){(png_byte)(colour >> 24), (png_byte)(colour >> 16 & 0xFF),
                                 (png_byte)(colour >> 8 & 0xFF)};
        alphas[i] = (png_byte)(colour & 0xFF);
    }
    png_set_PLTE(w->png, w->info, colours, (int)w->palette.count);
    if (w->palette.transparent)
        png_set_tRNS(w->png, w->info, alphas, (int)w->palette.count, NULL);
}

/* Bits that a pixel takes. */
static int depth_of(unsigned colours)
{
    return colours <= 2 ? 1 : colours <= 4 ? 2 : colours <= 16 ? 4 : 8;
}

static bool guarded_write(struct writer *w)
{
    const struct picture *p = w->picture;
    if (setjmp(png_jmpbuf(w->png)))
        return false;
    png_set_write_fn(w->png, w, put_bytes, flush_nothing);
    png_set_compression_level(w->png, 9);
    png_set_IHDR(w->png, w->info, p->width, p->height, depth_of(w->palette.count),
                 PNG_COLOR_TYPE_PALETTE, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    set_palette(w);
    if (p->profile.n)
        png_set_iCCP(w->png, w->info, "ICC profile", PNG_COMPRESSION_TYPE_BASE,
                     (png_const_bytep)p->profile.p, (png_uint_32)p->profile.n);
    png_write_info(w->png, w->info);
    png_set_packing(w->png);
    const unsigned char *at = p->pixels;
    for (uint32_t y = 0; y < p->height; y++) {
        for (uint32_t x = 0; x < p->width; x++, at += p->channels)
            w->row[x] = (unsigned char)number_of(&w->palette, colour_at(at, p->channels));
        png_write_row(w->png, w->row);
    }
    png_write_end(w->png, NULL);
    return true;
}

bool png_write(str *out, struct arena *a, const struct picture *picture, struct err *err)
{
    struct writer *w = mem_alloc(sizeof *w);
    bool good = true;
    *out = (str){0};
    w->picture = picture;
    w->err = err;
    if (collect_colours(&w->palette, picture)) {
        w->row = mem_alloc(picture->width);
        w->bytes = buf_init(LIMIT_IMAGE_FETCHED);
        w->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, w, give_up, ignore);
        w->info = w->png ? png_create_info_struct(w->png) : NULL;
        good = w->info ? guarded_write(w)
                       : err_set(err, ERR_INPUT, "libpng is another than digest was built with");
        if (good && !w->bytes.over)
            *out = arena_copy(a, buf_str(&w->bytes));
        png_destroy_write_struct(&w->png, &w->info);
    }
    free(w->row);
    buf_release(&w->bytes);
    free(w);
    return good;
}
#endif
