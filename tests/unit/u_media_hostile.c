/* Images that are damaged, or made to do damage: refused with a reason, in bounded time and memory. */
#include "check.h"

#ifdef DIGEST_IMAGES
#include "media_make.h"

#include <sys/resource.h>

#include "digest/limits.h"

#define FLIPS 2000

struct made {
    struct arena arena, scratch;
    str images[9];
    size_t count;
};

static int set_up(void **state)
{
    struct made *m = calloc(1, sizeof *m);
    struct jpeg_form photo = {.width = 120,
                              .height = 80,
                              .components = 3,
                              .quality = 80,
                              .noisy = true,
                              .orientation = 6};
    struct png_form drawing = {
        .width = 60, .height = 40, .colour = PNG_COLOR_TYPE_RGB_ALPHA, .depth = 8, .hole = true};
    m->images[m->count++] = make_jpeg(&m->arena, &photo);
    photo.progressive = true;
    photo.components = 4;
    m->images[m->count++] = make_jpeg(&m->arena, &photo);
    drawing.noisy = true;
    m->images[m->count++] = make_png(&m->arena, &drawing);
    drawing.interlaced = true;
    drawing.noisy = false;
    m->images[m->count++] = make_png(&m->arena, &drawing);
    drawing.colour = PNG_COLOR_TYPE_PALETTE;
    m->images[m->count++] = make_png(&m->arena, &drawing);
    m->images[m->count++] = make_webp(&m->arena, 60, 40, false, false);
    m->images[m->count++] = make_webp(&m->arena, 60, 40, false, true);
    m->images[m->count++] = make_webp(&m->arena, 60, 40, true, true);
    *state = m;
    return 0;
}

static int tear_down(void **state)
{
    struct made *m = *state;
    arena_release(&m->arena);
    arena_release(&m->scratch);
    free(m);
    return 0;
}

/* Converts; checks that a refusal has a reason and a result is an image. */
static bool try(struct made *m, str bytes, uint32_t width, struct err *err)
{
    struct media_set set;
    *err = (struct err){0};
    arena_reset(&m->scratch);
    bool good = media_convert(&set, &m->scratch, bytes, width, err);
    assert_int_equal(good, err->code == ERR_NONE);
    assert_int_equal(good, set.count > 0);
    assert_true(good || err->why[0]);
    for (size_t i = 0; i < set.count; i++)
        assert_true(set.variants[i].bytes.n > 0 && set.variants[i].ending);
    return good;
}

static void an_image_that_is_cut_off_anywhere_is_refused(void **state)
{
    struct made *m = *state;
    struct err err;
    for (size_t i = 0; i < m->count; i++) {
        str whole = m->images[i];
        assert_true(try(m, whole, 1000, &err));
        assert_true(try(m, whole, 30, &err));
        size_t step = whole.n > 1000 ? 23 : 1;
        for (size_t n = 0; n < whole.n; n += step) {
            /* Exactly as long in memory, so that reading on is seen. */
            char *copy = malloc(n ? n : 1);
            memcpy(copy, whole.p, n);
            if (try(m, (str){copy, n}, n % 2 ? 30 : 1000, &err))
                fail_msg("image %zu was taken with %zu of its %zu bytes", i, n, whole.n);
            assert_int_equal(err.code, ERR_INPUT);
            free(copy);
        }
    }
}

static void what_flipped_bits_make_of_images_does_no_harm(void **state)
{
    struct made *m = *state;
    struct err err;
    uint64_t random = 42;
    for (unsigned round = 0; round < FLIPS; round++) {
        str whole = m->images[round % m->count];
        char *copy = malloc(whole.n);
        memcpy(copy, whole.p, whole.n);
        for (unsigned flips = 1 + round % 7; flips; flips--) {
            random = random * 6364136223846793005U + 1442695040888963407U;
            /* Heads are where most of the decisions are. */
            size_t most = round % 3 && whole.n > 200 ? 200 : whole.n;
            copy[(random >> 33) % most] = (char)(random >> 20);
        }
        try(m, (str){copy, whole.n}, round % 2 ? 30 : 1000, &err);
        free(copy);
    }
}

static void what_is_no_image_is_refused_whatever_it_is_called(void **state)
{
    struct made *m = *state;
    struct err err;
    static const char *const others[] = {"",
                                         "<!DOCTYPE html><html><body>Not found</body></html>",
                                         "GIF",
                                         "\x89PNG",
                                         "%PDF-1.4",
                                         "RIFF....WAVE",
                                         "{\"error\":404}",
                                         "\xFF\xD8\xFF"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_false(try(m, str_of(others[i]), 1000, &err));
        assert_int_equal(err.code, ERR_INPUT);
    }
}

/* -- Sizes that are only declared --------------------------------------------------------------- */

/* The PNG image with another size in its head, and the checksum that belongs to it. */
static str with_png_size(struct made *m, str png, uint32_t width, uint32_t height)
{
    char *copy = arena_alloc(&m->arena, png.n);
    memcpy(copy, png.p, png.n);
    for (unsigned i = 0; i < 4; i++) {
        copy[16 + i] = (char)(width >> (24 - 8 * i));
        copy[20 + i] = (char)(height >> (24 - 8 * i));
    }
    uint32_t crc = 0xFFFFFFFF;
    for (size_t i = 12; i < 29; i++) {
        crc ^= (unsigned char)copy[i];
        for (unsigned bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
    }
    for (unsigned i = 0; i < 4; i++)
        copy[29 + i] = (char)(~crc >> (24 - 8 * i));
    return (str){copy, png.n};
}

static void declared_sizes_beyond_the_limits_are_refused(void **state)
{
    struct made *m = *state;
    struct err err;
    static const uint32_t sizes[][2] = {
        {30000, 30000}, {70000, 3}, {3, 70000}, {0x7FFFFFFF, 0x7FFFFFFF}};
    for (size_t i = 0; i < 4; i++) {
        assert_false(try(m, with_png_size(m, m->images[2], sizes[i][0], sizes[i][1]), 1000, &err));
        assert_int_equal(err.code, ERR_LIMIT);
    }
    assert_false(try(m, with_png_size(m, m->images[2], 0, 40), 1000, &err));
    assert_int_equal(err.code, ERR_INPUT);
    /* An interlaced one is too large sooner. */
    assert_false(try(m, with_png_size(m, m->images[3], 6000, 6000), 1000, &err));
    assert_int_equal(err.code, ERR_LIMIT);

    str photo = m->images[0];
    size_t frame = str_find(photo, (str){"\xFF\xC0\0\x11\x08", 5}, 0);
    char *copy = arena_alloc(&m->arena, photo.n);
    memcpy(copy, photo.p, photo.n);
    memcpy(copy + frame + 5, "\x75\x30\x75\x30", 4); /* 30000 a side */
    assert_false(try(m, (str){copy, photo.n}, 1000, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    memcpy(copy + frame + 5, "\0\0\0\x10", 4);
    assert_false(try(m, (str){copy, photo.n}, 1000, &err));
    assert_int_equal(err.code, ERR_INPUT);
}

static void a_gif_of_no_frames_or_no_size_is_refused(void **state)
{
    struct made *m = *state;
    struct err err;
    assert_false(try(m, STR("GIF89a\x02\0\x01\0\0\0\0;"), 10, &err));
    assert_false(
        try(m, STR("GIF89a\0\0\x01\0\0\0\0,\0\0\0\0\x02\0\x01\0\0\x02\x01\x44\0;"), 10, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_true(
        try(m, STR("GIF89a\x02\0\x01\0\0\0\0,\0\0\0\0\x02\0\x01\0\0\x02\x01\x44\0;"), 10, &err));
    assert_false(try(m, STR("GIF89a\xFF\xFF\xFF\xFF\0\0\0,\0\0\0\0\x02\0\x01\0\0\x02\x01\x44\0;"),
                     10, &err));
    assert_int_equal(err.code, ERR_LIMIT);
}

/* -- Bombs -------------------------------------------------------------------------------------- */

static long peak_kilobytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/* 45 megapixels of one colour: 150 MB of rows in some kilobytes. */
static void a_bomb_is_read_row_by_row(void **state)
{
    struct made *m = *state;
    struct err err;
    struct png_form form = {
        .width = 9000, .height = 5000, .colour = PNG_COLOR_TYPE_RGB, .depth = 8};
    str bomb = make_png(&m->arena, &form);
    assert_in_range(bomb.n, 1, 2 << 20);
    long before = peak_kilobytes();
    assert_true(try(m, bomb, 600, &err));
    long grown = peak_kilobytes() - before;
    if (grown > 60 << 10)
        fail_msg("%ld KB more for a picture 600 pixels wide", grown);
}

/* Scans that change nothing, each over all of a large image. */
static void a_jpeg_of_endless_scans_is_refused(void **state)
{
    struct made *m = *state;
    struct err err;
    struct jpeg_form form = {.width = 3000, .height = 2000, .components = 3, .bare_scans = true};
    str photo = make_jpeg(&m->arena, &form);
    size_t scan = SIZE_MAX, end = photo.n - 2;
    for (size_t at = 0; (at = str_find(photo, STR("\xFF\xDA"), at)) != SIZE_MAX; at += 2)
        scan = at;
    struct buf many = buf_init(MADE_MOST);
    buf_add(&many, str_slice(photo, 0, scan));
    str last = str_slice(photo, scan, end);
    for (unsigned i = 0; i < 2000; i++)
        buf_add(&many, last);
    buf_add(&many, STR("\xFF\xD9"));
    assert_false(try(m, buf_str(&many), 1000, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    buf_release(&many);
}

int u_media_hostile(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_image_that_is_cut_off_anywhere_is_refused),
        cmocka_unit_test(what_flipped_bits_make_of_images_does_no_harm),
        cmocka_unit_test(what_is_no_image_is_refused_whatever_it_is_called),
        cmocka_unit_test(declared_sizes_beyond_the_limits_are_refused),
        cmocka_unit_test(a_gif_of_no_frames_or_no_size_is_refused),
        cmocka_unit_test(a_bomb_is_read_row_by_row),
        cmocka_unit_test(a_jpeg_of_endless_scans_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
#else
int u_media_hostile(void)
{
    fputs("skipped: digest was built without the libraries for images\n", stderr);
    return 0;
}
#endif
