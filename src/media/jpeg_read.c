/* Reads JPEG by libjpeg, scaled by its inverse DCT as far as that goes. */
#include "picture.h"

#ifdef DIGEST_IMAGES
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#include <jerror.h>

#include "digest/limits.h"

struct reader {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf escape; /* back to guarded_read */
    struct picture *picture;
    struct scaler scaler;
    unsigned char *row, *colours; /* a row as it is decoded, and as red, green, blue */
    uint32_t width;               /* wanted */
    unsigned orientation;
    struct err *err;
};

/* libjpeg's way out: *err says why. */
static void give_up(j_common_ptr jpeg)
{
    struct reader *r = jpeg->client_data;
    char why[JMSG_LENGTH_MAX];
    if (r->err->code == ERR_NONE) {
        jpeg->err->format_message(jpeg, why);
        err_set(r->err, ERR_INPUT, "the JPEG image is broken: %s", why);
    }
    longjmp(r->escape, 1);
}

/* Warnings tell of data that is missing or nonsense, and libjpeg paints something in its place; those
 * listed here do not touch the picture. */
static void hear(j_common_ptr jpeg, int level)
{
    static const int harmless[] = {JWRN_EXTRANEOUS_DATA, JWRN_JFIF_MAJOR, JWRN_ADOBE_XFORM,
                                   JWRN_NOT_SEQUENTIAL, JWRN_BOGUS_ICC};
    if (level >= 0)
        return;
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        if (jpeg->err->msg_code == harmless[i])
            return;
    give_up(jpeg);
}

/* Each scan goes over the whole picture, and one that changes nothing takes a few bytes only. */
static void watch_scans(j_common_ptr jpeg)
{
    struct reader *r = jpeg->client_data;
    if (r->jpeg.input_scan_number <= LIMIT_JPEG_SCANS)
        return;
    err_set(r->err, ERR_LIMIT, "the JPEG image has more than %d scans", LIMIT_JPEG_SCANS);
    give_up(jpeg);
}

/* Bytes that libjpeg needs for the coefficients of an image in several scans. */
static uint64_t coefficient_bytes(const struct jpeg_decompress_struct *jpeg)
{
    uint64_t blocks = 0;
    for (int i = 0; i < jpeg->num_components; i++)
        blocks +=
            (uint64_t)jpeg->comp_info[i].width_in_blocks * jpeg->comp_info[i].height_in_blocks;
    return blocks * DCTSIZE2 * sizeof(JCOEF);
}

static bool check_head(struct reader *r)
{
    struct jpeg_decompress_struct *jpeg = &r->jpeg;
    struct picture *p = r->picture;
    bool several = jpeg_has_multiple_scans(jpeg);
    *p = (struct picture){.from_width = jpeg->image_width,
                          .from_height = jpeg->image_height,
                          .channels = 3,
                          .rare = jpeg->num_components == 4 || jpeg->arith_code};
    if (!picture_fit(p, r->width, r->orientation >= 5, r->err))
        return false;
    if (several && coefficient_bytes(jpeg) > LIMIT_IMAGE_WORKING)
        return err_set(r->err, ERR_LIMIT,
                       "the JPEG image has %u × %u pixels in several scans, "
                       "which takes too much memory",
                       p->from_width, p->from_height);
    return true;
}

/* The smallest scale in eighths that does not fall below the picture. */
static void choose_scale(struct reader *r)
{
    struct jpeg_decompress_struct *jpeg = &r->jpeg;
    const struct picture *p = r->picture;
    jpeg->out_color_space = jpeg->num_components == 4 ? JCS_CMYK : JCS_RGB;
    jpeg->dct_method = JDCT_ISLOW;
    jpeg->scale_denom = 8;
    for (jpeg->scale_num = 1; jpeg->scale_num < 8; jpeg->scale_num++) {
        jpeg_calc_output_dimensions(jpeg);
        if (jpeg->output_width >= p->width && jpeg->output_height >= p->height)
            break;
    }
}

/* Inks to colours without profiles. Adobe's programs store the inks inverted. */
static void mix_inks(const struct reader *r, const unsigned char *from, unsigned char *to)
{
    bool inverted = r->jpeg.saw_Adobe_marker;
    for (uint32_t x = 0; x < r->jpeg.output_width; x++, from += 4, to += 3) {
        unsigned light = inverted ? from[3] : 255U - from[3];
        for (unsigned c = 0; c < 3; c++)
            to[c] = (unsigned char)((inverted ? from[c] : 255U - from[c]) * light / 255);
    }
}

static void read_rows(struct reader *r)
{
    struct jpeg_decompress_struct *jpeg = &r->jpeg;
    bool inks = jpeg->out_color_space == JCS_CMYK;
    r->row = mem_alloc((size_t)jpeg->output_width * 4);
    r->colours = inks ? mem_alloc((size_t)jpeg->output_width * 3) : NULL;
    while (jpeg->output_scanline < jpeg->output_height) {
        JSAMPROW row = r->row;
        jpeg_read_scanlines(jpeg, &row, 1);
        if (inks)
            mix_inks(r, r->row, r->colours);
        scaler_row(&r->scaler, inks ? r->colours : r->row);
    }
}

static bool read_all(struct reader *r)
{
    jpeg_read_header(&r->jpeg, TRUE);
    if (!check_head(r))
        return false;
    choose_scale(r);
    jpeg_start_decompress(&r->jpeg);
    struct picture *p = r->picture;
    uint32_t from_width = p->from_width, from_height = p->from_height;
    p->from_width = r->jpeg.output_width;
    p->from_height = r->jpeg.output_height;
    picture_allocate(p);
    scaler_init(&r->scaler, p);
    read_rows(r);
    jpeg_finish_decompress(&r->jpeg);
    p->from_width = from_width;
    p->from_height = from_height;
    return true;
}

/* All that libjpeg may leave by a longjmp happens below here. */
static bool guarded_read(struct reader *r, str bytes)
{
    if (setjmp(r->escape))
        return false;
    jpeg_create_decompress(&r->jpeg);
    r->jpeg.progress = &r->progress;
    jpeg_mem_src(&r->jpeg, (const unsigned char *)bytes.p, bytes.n);
    return read_all(r);
}

bool jpeg_read(struct picture *out, struct arena *a, str bytes, uint32_t width, struct err *err)
{
    const struct jpeg_facts facts = jpeg_facts(bytes);
    struct reader *r = mem_alloc(sizeof *r);
    r->picture = out;
    r->width = width;
    r->orientation = facts.orientation;
    r->err = err;
    *out = (struct picture){0};
    r->jpeg.err = jpeg_std_error(&r->errors);
    r->errors.error_exit = give_up;
    r->errors.emit_message = hear;
    r->jpeg.client_data = r;
    r->progress.progress_monitor = watch_scans;
    bool good = guarded_read(r, bytes);
    jpeg_destroy_decompress(&r->jpeg);
    scaler_release(&r->scaler);
    free(r->row);
    free(r->colours);
    free(r);
    if (!good) {
        picture_release(out);
        return false;
    }
    out->profile = out->rare ? (str){0} : arena_copy(a, facts.profile);
    out->rare |= facts.orientation != 1;
    picture_orient(out, facts.orientation);
    return true;
}
#endif
