/*
 * Scaling down by averaging areas, row by row.
 *
 * Averages are taken of the stored (sRGB) values and not of amounts of light, for libjpeg's scaled
 * decoding, which does most of the work for large photographs, does it so, too; and so do browsers.
 * A picture then looks the same whatever part of the way was done by whom.
 *
 * Everything is counted in units that make it exact: a pixel of the image is as many units wide as
 * the picture has pixels, a pixel of the picture as many as the image has.
 */
#include <stdlib.h>

#include "digest/limits.h"
#include "picture.h"

void picture_release(struct picture *picture)
{
    free(picture->pixels);
    picture->pixels = NULL;
}

static uint32_t at_least_one(uint64_t n)
{
    return n ? (uint32_t)n : 1;
}

/* The whole root of n. */
static uint64_t root_of(uint64_t n)
{
    uint64_t root = 0;
    for (uint64_t bit = (uint64_t)1 << 31; bit; bit >>= 1)
        if ((root + bit) * (root + bit) <= n)
            root += bit;
    return root;
}

/* Bounds one side, and shrinks the other with it. */
static void bound(uint64_t *side, uint64_t *other, uint64_t most)
{
    if (*side <= most)
        return;
    *other = (*other * most + *side / 2) / *side;
    *side = most;
}

bool picture_fit(struct picture *picture, uint32_t width, bool turned, struct err *err)
{
    uint64_t w = picture->from_width, h = picture->from_height;
    if (!w || !h)
        return err_set(err, ERR_INPUT, "the image has no pixels");
    if (w > LIMIT_IMAGE_SIDE || h > LIMIT_IMAGE_SIDE || w * h > LIMIT_IMAGE_PIXELS)
        return err_set(err, ERR_LIMIT, "the image has %llu × %llu pixels, which is too many",
                       (unsigned long long)w, (unsigned long long)h);
    uint64_t *across = turned ? &h : &w, *down = turned ? &w : &h;
    bound(across, down, width ? width : 1);
    bound(down, across, LIMIT_IMAGE_TALL);
    uint64_t most = picture->channels == 4 ? LIMIT_IMAGE_CLEAR : LIMIT_IMAGE_SCALED;
    if (w * h > most)
        bound(across, down, root_of(most * *across / *down));
    picture->width = at_least_one(w);
    picture->height = at_least_one(h);
    return true;
}

void picture_allocate(struct picture *picture)
{
    picture->pixels = mem_alloc((size_t)picture->width * picture->height * picture->channels);
}

void scaler_init(struct scaler *s, struct picture *out)
{
    /* One pixel more, which takes what an area that is just full leaves over: nothing. */
    size_t samples = ((size_t)out->width + 1) * out->channels;
    *s = (struct scaler){.out = out, .left = out->from_height};
    s->sums = mem_alloc(samples * sizeof *s->sums);
    s->line = mem_alloc(samples * sizeof *s->line);
}

void scaler_release(struct scaler *s)
{
    free(s->sums);
    free(s->line);
    *s = (struct scaler){0};
}

/* Adds `units` of a pixel to a sum. Colours count by their alpha: what cannot be seen has none. The
 * largest sum is 255 · 255 · LIMIT_IMAGE_SIDE, which 32 bits just hold. */
static inline void add_pixel(uint32_t *sum, const unsigned char *pixel, uint32_t units,
                             unsigned channels)
{
    uint32_t weight = channels == 4 ? units * pixel[3] : units;
    sum[0] += pixel[0] * weight;
    sum[1] += pixel[1] * weight;
    sum[2] += pixel[2] * weight;
    if (channels == 4)
        sum[3] += weight;
}

/* Scales one row across. */
static inline void shrink_line(struct scaler *s, const unsigned char *row, unsigned channels)
{
    const uint32_t from = s->out->from_width, to = s->out->width;
    uint32_t *sum = s->line, left = from;
    memset(s->line, 0, ((size_t)to + 1) * channels * sizeof *s->line);
    for (uint32_t x = 0; x < from; x++, row += channels) {
        if (to < left) {
            add_pixel(sum, row, to, channels);
            left -= to;
            continue;
        }
        add_pixel(sum, row, left, channels);
        sum += channels;
        add_pixel(sum, row, to - left, channels);
        left += from - to;
    }
}

/* Adds the scaled line to the row being made, `units` high. */
static void add_line(struct scaler *s, uint32_t units)
{
    size_t samples = (size_t)s->out->width * s->out->channels;
    for (size_t i = 0; units && i < samples; i++)
        s->sums[i] += (uint64_t)s->line[i] * units;
}

/* By zero: of what is wholly transparent there is no colour. */
static unsigned char divide(uint64_t sum, uint64_t by)
{
    return by ? (unsigned char)((sum + by / 2) / by) : 0;
}

/* Writes the row that was made, and begins the next. */
static void end_row(struct scaler *s)
{
    struct picture *p = s->out;
    const uint64_t area = (uint64_t)p->from_width * p->from_height;
    unsigned char *to = p->pixels + (size_t)s->row * p->width * p->channels;
    const uint64_t *sum = s->sums;
    for (uint32_t x = 0; x < p->width; x++, sum += p->channels, to += p->channels) {
        uint64_t by = p->channels == 4 ? sum[3] : area;
        for (unsigned c = 0; c < 3; c++)
            to[c] = divide(sum[c], by);
        if (p->channels == 4)
            to[3] = divide(sum[3], area);
    }
    memset(s->sums, 0, (size_t)p->width * p->channels * sizeof *s->sums);
    s->row++;
}

void scaler_row(struct scaler *s, const unsigned char *row)
{
    struct picture *p = s->out;
    if (s->row >= p->height)
        return;
    if (p->width == p->from_width && p->height == p->from_height) {
        size_t bytes = (size_t)p->width * p->channels;
        memcpy(p->pixels + s->row++ * bytes, row, bytes);
        return;
    }
    if (p->channels == 4)
        shrink_line(s, row, 4);
    else
        shrink_line(s, row, 3);
    if (p->height < s->left) {
        add_line(s, p->height);
        s->left -= p->height;
        return;
    }
    add_line(s, s->left);
    end_row(s);
    add_line(s, p->height - s->left);
    s->left += p->from_height - p->height;
}

void picture_shrink(struct picture *out, const struct picture *picture, uint32_t width)
{
    *out = (struct picture){.from_width = picture->width,
                            .from_height = picture->height,
                            .channels = picture->channels,
                            .profile = picture->profile};
    uint64_t h = picture->height, w = picture->width;
    bound(&w, &h, width);
    out->width = (uint32_t)w;
    out->height = at_least_one(h);
    picture_allocate(out);
    struct scaler s;
    scaler_init(&s, out);
    for (uint32_t y = 0; y < picture->height; y++)
        scaler_row(&s, picture->pixels + (size_t)y * picture->width * picture->channels);
    scaler_release(&s);
}

/* Where a pixel of the upright picture is in one with that orientation: TIFF names the sides of the
 * stored picture that are its top and its left. */
static size_t source_of(const struct picture *p, unsigned orientation, uint32_t x, uint32_t y)
{
    uint32_t last_x = p->width - 1, last_y = p->height - 1;
    bool turned = orientation >= 5;
    uint32_t column = turned ? y : x, line = turned ? x : y;
    if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8)
        column = last_x - column;
    if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7)
        line = last_y - line;
    return ((size_t)line * p->width + column) * p->channels;
}

void picture_orient(struct picture *picture, unsigned orientation)
{
    if (orientation < 2 || orientation > 8)
        return;
    struct picture upright = *picture;
    if (orientation >= 5) {
        upright.width = picture->height;
        upright.height = picture->width;
        upright.from_width = picture->from_height;
        upright.from_height = picture->from_width;
    }
    picture_allocate(&upright);
    unsigned char *to = upright.pixels;
    for (uint32_t y = 0; y < upright.height; y++)
        for (uint32_t x = 0; x < upright.width; x++, to += upright.channels)
            memcpy(to, picture->pixels + source_of(picture, orientation, x, y), upright.channels);
    picture_release(picture);
    *picture = upright;
}
