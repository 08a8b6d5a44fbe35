/* Writes progressive JPEG by libjpeg: the form that every reader of feeds and previews shows. */
#include "picture.h"

#ifdef DIGEST_IMAGES
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

/* Above about 80 the eye sees no gain in photographs of a page's width; the bytes grow steeply. */
#define QUALITY 82

struct writer {
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    jmp_buf escape; /* back to guarded_write */
    const struct picture *picture;
    unsigned char *bytes; /* libjpeg's, from malloc */
    unsigned long n;
    struct err *err;
};

static void give_up(j_common_ptr jpeg)
{
    struct writer *w = jpeg->client_data;
    char why[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, why);
    err_set(w->err, ERR_LIMIT, "the image cannot be written as JPEG: %s", why);
    longjmp(w->escape, 1);
}

/* libjpeg has nothing to say about writing that matters. */
static void ignore(j_common_ptr jpeg, int level)
{
    (void)jpeg, (void)level;
}

/* ICC.1, B.4: a profile as small as ours is the one of one. */
static void write_profile(struct writer *w)
{
    str profile = w->picture->profile;
    if (!profile.n)
        return;
    static const char head[] = "ICC_PROFILE\0\1\1";
    jpeg_write_m_header(&w->jpeg, JPEG_APP0 + 2, (unsigned)(14 + profile.n));
    for (size_t i = 0; i < 14; i++)
        jpeg_write_m_byte(&w->jpeg, head[i]);
    for (size_t i = 0; i < profile.n; i++)
        jpeg_write_m_byte(&w->jpeg, (unsigned char)profile.p[i]);
}

static bool guarded_write(struct writer *w)
{
    struct jpeg_compress_struct *jpeg = &w->jpeg;
    const struct picture *p = w->picture;
    if (setjmp(w->escape))
        return false;
    jpeg_create_compress(jpeg);
    jpeg_mem_dest(jpeg, &w->bytes, &w->n);
    jpeg->image_width = p->width;
    jpeg->image_height = p->height;
    jpeg->input_components = 3;
    jpeg->in_color_space = JCS_RGB;
    jpeg_set_defaults(jpeg);
    jpeg_set_quality(jpeg, QUALITY, TRUE);
    jpeg->dct_method = JDCT_ISLOW;
    jpeg_simple_progression(jpeg);
    jpeg_start_compress(jpeg, TRUE);
    write_profile(w);
    while (jpeg->next_scanline < jpeg->image_height) {
        JSAMPROW row = p->pixels + (size_t)jpeg->next_scanline * p->width * 3;
        jpeg_write_scanlines(jpeg, &row, 1);
    }
    jpeg_finish_compress(jpeg);
    return true;
}

bool jpeg_write(str *out, struct arena *a, const struct picture *picture, struct err *err)
{
    struct writer *w = mem_alloc(sizeof *w);
    w->picture = picture;
    w->err = err;
    w->jpeg.err = jpeg_std_error(&w->errors);
    w->errors.error_exit = give_up;
    w->errors.emit_message = ignore;
    w->jpeg.client_data = w;
    bool good = guarded_write(w);
    if (good)
        *out = arena_copy(a, (str){(const char *)w->bytes, w->n});
    jpeg_destroy_compress(&w->jpeg);
    free(w->bytes);
    free(w);
    return good;
}
#endif
