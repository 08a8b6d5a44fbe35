/* Images made for tests by the libraries: a field of four colours, top left red, top right green,
 * bottom left blue, bottom right white. */
#ifndef DIGEST_TESTS_MEDIA_MAKE_H
#define DIGEST_TESTS_MEDIA_MAKE_H

#include "check.h"

#include <stdlib.h>

#include <jpeglib.h>
#include <png.h>
#include <webp/decode.h>
#include <webp/encode.h>

#include "../../src/media/picture.h"
#include "digest/arena.h"
#include "digest/buf.h"
#include "digest/media.h"

#define MADE_MOST ((size_t)64 << 20)

/* The colour of a pixel of the field. */
static inline void field_colour(uint32_t x, uint32_t y, uint32_t w, uint32_t h, unsigned char *to)
{
    static const unsigned char colours[4][3] = {
        {220, 30, 30}, {30, 200, 40}, {30, 40, 210}, {250, 250, 250}};
    memcpy(to, colours[(y >= h / 2) * 2 + (x >= w / 2)], 3);
}

/* A colour that compresses badly, the same for the same place. */
static inline void noise_colour(uint32_t x, uint32_t y, unsigned char *to)
{
    uint32_t n = (x * 73856093U) ^ (y * 19349663U);
    n = (n ^ n >> 13) * 1274126177U;
    to[0] = (unsigned char)(n >> 24), to[1] = (unsigned char)(n >> 16);
    to[2] = (unsigned char)(n >> 8);
}

/* -- JPEG --------------------------------------------------------------------------------------- */

struct jpeg_form {
    uint32_t width, height;
    int components; /* 1 grey, 3, or 4: inks, inverted as Adobe does */
    bool progressive, noisy;
    bool bare_scans; /* progressive, each coefficient in one go */
    int quality;
    unsigned orientation; /* 0: no Exif */
    str profile, comment;
};

/* A TIFF structure with an orientation, in either byte order by its parity. */
static inline void put_exif(struct jpeg_compress_struct *jpeg, unsigned orientation)
{
    unsigned char little[] =
        "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x01\0\0\0\0\0\0\0"
        "GPS 48.8566 2.3522";
    unsigned char big[] = "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x01\0\0\0\0\0\0"
                          "GPS 48.8566 2.3522";
    little[24] = big[25] = (unsigned char)orientation;
    jpeg_write_marker(jpeg, JPEG_APP0 + 1, orientation % 2 ? little : big, sizeof little - 1);
}

static inline void put_markers(struct jpeg_compress_struct *jpeg, const struct jpeg_form *form)
{
    if (form->orientation)
        put_exif(jpeg, form->orientation);
    if (form->comment.n)
        jpeg_write_marker(jpeg, JPEG_COM, (const JOCTET *)form->comment.p,
                          (unsigned)form->comment.n);
    if (form->profile.n)
        jpeg_write_icc_profile(jpeg, (const JOCTET *)form->profile.p, (unsigned)form->profile.n);
}

static inline void jpeg_row(const struct jpeg_form *form, uint32_t y, unsigned char *row)
{
    unsigned n = (unsigned)form->components;
    for (uint32_t x = 0; x < form->width; x++) {
        unsigned char c[4] = {0, 0, 0, 255};
        if (form->noisy)
            noise_colour(x, y, c);
        else
            field_colour(x, y, form->width, form->height, c);
        if (n == 1)
            c[0] = (unsigned char)((c[0] + c[1] + c[2]) / 3);
        memcpy(row + (size_t)x * n, c, n);
    }
}

static inline str make_jpeg(struct arena *a, const struct jpeg_form *form)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    unsigned char *bytes = NULL;
    unsigned long n = 0;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &bytes, &n);
    jpeg.image_width = form->width;
    jpeg.image_height = form->height;
    jpeg.input_components = form->components;
    jpeg.in_color_space = form->components == 1   ? JCS_GRAYSCALE
                          : form->components == 3 ? JCS_RGB
                                                  : JCS_CMYK;
    jpeg_set_defaults(&jpeg);
    if (form->components == 4)
        jpeg_set_colorspace(&jpeg, JCS_YCCK);
    jpeg_set_quality(&jpeg, form->quality ? form->quality : 90, TRUE);
    static const jpeg_scan_info scans[] = {{3, {0, 1, 2}, 0, 0, 0, 0},
                                           {1, {0}, 1, 63, 0, 0},
                                           {1, {1}, 1, 63, 0, 0},
                                           {1, {2}, 1, 63, 0, 0}};
    if (form->progressive)
        jpeg_simple_progression(&jpeg);
    if (form->bare_scans)
        jpeg.scan_info = scans, jpeg.num_scans = 4;
    jpeg_start_compress(&jpeg, TRUE);
    put_markers(&jpeg, form);
    unsigned char *row = malloc((size_t)form->width * 4);
    while (jpeg.next_scanline < jpeg.image_height) {
        jpeg_row(form, jpeg.next_scanline, row);
        JSAMPROW rows = row;
        jpeg_write_scanlines(&jpeg, &rows, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    str copy = arena_copy(a, (str){(const char *)bytes, n});
    free(row);
    free(bytes);
    return copy;
}

/* -- PNG ---------------------------------------------------------------------------------------- */

struct png_form {
    uint32_t width, height;
    int colour; /* PNG_COLOR_TYPE_… */
    int depth;
    bool interlaced, noisy, hole; /* hole: what is right of the middle is transparent */
    str text;
};

static inline void png_put(png_structp png, png_bytep bytes, size_t n)
{
    buf_add(png_get_io_ptr(png), (str){(const char *)bytes, n});
}

/* A row of samples of up to 16 bits. */
static inline void png_row(const struct png_form *form, uint32_t y, unsigned char *row)
{
    for (uint32_t x = 0; x < form->width; x++) {
        unsigned char c[4] = {0, 0, 0, 255};
        bool right = x >= form->width / 2;
        if (form->noisy)
            noise_colour(x, y, c);
        else
            field_colour(x, y, form->width, form->height, c);
        if (form->hole && right)
            c[3] = 0;
        unsigned samples = form->colour & PNG_COLOR_MASK_COLOR ? 3 : 1;
        if (samples == 1)
            c[0] = (unsigned char)((c[0] + c[1] + c[2]) / 3), c[1] = c[3];
        if (form->colour & PNG_COLOR_MASK_ALPHA)
            samples++;
        if (form->colour == PNG_COLOR_TYPE_PALETTE) {
            *row++ = (unsigned char)((y >= form->height / 2) * 2 + right);
            continue;
        }
        for (unsigned i = 0; i < samples; i++) {
            *row++ = c[i];
            if (form->depth == 16)
                *row++ = c[i];
        }
    }
}

static inline void png_colours(png_structp png, png_infop info, const struct png_form *form)
{
    png_color palette[4];
    png_byte alphas[4] = {255, 0, 255, 0};
    for (unsigned i = 0; i < 4; i++) {
        unsigned char c[3];
        field_colour(i & 1, i >> 1, 2, 2, c);
        palette[i] = (png_color){c[0], c[1], c[2]};
    }
    if (form->colour != PNG_COLOR_TYPE_PALETTE)
        return;
    png_set_PLTE(png, info, palette, 4);
    if (form->hole)
        png_set_tRNS(png, info, alphas, 4, NULL);
}

static inline str make_png(struct arena *a, const struct png_form *form)
{
    struct buf out = buf_init(MADE_MOST);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, &out, png_put, NULL);
    png_set_compression_level(png, 3);
    png_set_IHDR(png, info, form->width, form->height, form->depth, form->colour,
                 form->interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_colours(png, info, form);
    if (form->text.n) {
        char key[] = "Comment";
        png_text text = {.compression = PNG_TEXT_COMPRESSION_NONE, .key = key};
        text.text = (char *)(uintptr_t)form->text.p;
        text.text_length = form->text.n;
        png_set_text(png, info, &text, 1);
    }
    png_write_info(png, info);
    unsigned char *row = malloc((size_t)form->width * 8);
    int passes = png_set_interlace_handling(png);
    for (int pass = 0; pass < passes; pass++)
        for (uint32_t y = 0; y < form->height; y++) {
            png_row(form, y, row);
            png_write_row(png, row);
        }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    free(row);
    str copy = arena_copy(a, buf_str(&out));
    buf_release(&out);
    return copy;
}

/* -- WebP --------------------------------------------------------------------------------------- */

static inline str make_webp(struct arena *a, uint32_t width, uint32_t height, bool lossless,
                            bool hole)
{
    unsigned char *pixels = malloc((size_t)width * height * 4);
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++) {
            unsigned char *p = pixels + ((size_t)y * width + x) * 4;
            field_colour(x, y, width, height, p);
            p[3] = hole && x >= width / 2 ? 0 : 255;
        }
    uint8_t *bytes = NULL;
    int stride = (int)width * 4;
    size_t n = lossless ? WebPEncodeLosslessRGBA(pixels, (int)width, (int)height, stride, &bytes)
                        : WebPEncodeRGBA(pixels, (int)width, (int)height, stride, 90, &bytes);
    str copy = arena_copy(a, (str){(const char *)bytes, n});
    WebPFree(bytes);
    free(pixels);
    return copy;
}

/* -- Looking at results ------------------------------------------------------------------------- */

/* Any of the three as RGBA, by the libraries alone; freed by free(). */
static inline unsigned char *pixels_of(str bytes, uint32_t *width, uint32_t *height)
{
    if (str_starts(bytes, STR("RIFF"))) {
        int w, h;
        uint8_t *webp = WebPDecodeRGBA((const uint8_t *)bytes.p, bytes.n, &w, &h);
        assert_non_null(webp);
        *width = (uint32_t)w, *height = (uint32_t)h;
        unsigned char *copy = malloc((size_t)w * (size_t)h * 4);
        memcpy(copy, webp, (size_t)w * (size_t)h * 4);
        WebPFree(webp);
        return copy;
    }
    if (str_starts(bytes, STR("\x89PNG"))) {
        png_image image = {.version = PNG_IMAGE_VERSION};
        assert_true(png_image_begin_read_from_memory(&image, bytes.p, bytes.n));
        image.format = PNG_FORMAT_RGBA;
        unsigned char *pixels = malloc(PNG_IMAGE_SIZE(image));
        assert_true(png_image_finish_read(&image, NULL, pixels, 0, NULL));
        *width = image.width, *height = image.height;
        return pixels;
    }
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, (const unsigned char *)bytes.p, bytes.n);
    jpeg_read_header(&jpeg, TRUE);
    jpeg.out_color_space = JCS_EXT_RGBA;
    jpeg_start_decompress(&jpeg);
    *width = jpeg.output_width, *height = jpeg.output_height;
    unsigned char *pixels = malloc((size_t)*width * *height * 4);
    while (jpeg.output_scanline < *height) {
        JSAMPROW row = pixels + (size_t)jpeg.output_scanline * *width * 4;
        jpeg_read_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_decompress(&jpeg);
    jpeg_destroy_decompress(&jpeg);
    return pixels;
}

#endif
