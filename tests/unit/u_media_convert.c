/* What the site serves of an image that was fetched. */
#include "check.h"

#ifdef DIGEST_IMAGES
#include "media_make.h"

static const struct jpeg_form photo = {.width = 900, .height = 600, .components = 3};

struct result {
    struct arena arena;
    struct media_set set;
    struct err err;
};

static int set_up(void **state)
{
    *state = calloc(1, sizeof(struct result));
    return 0;
}

static int tear_down(void **state)
{
    struct result *r = *state;
    arena_release(&r->arena);
    free(r);
    return 0;
}

static void convert(struct result *r, str bytes, uint32_t width)
{
    r->err = (struct err){0};
    if (!media_convert(&r->set, &r->arena, bytes, width, &r->err))
        fail_msg("%s", r->err.why);
    assert_in_range(r->set.count, 1, MEDIA_WIDTHS);
}

static const struct media_variant *largest(const struct result *r)
{
    return &r->set.variants[r->set.count - 1];
}

/* Fails unless a variant has the colours given for its corners, from top left in the order of
 * reading: R, G, B, W or a space for transparent. */
static void check_corners(const struct media_variant *v, const char *corners)
{
    uint32_t w, h;
    unsigned char *pixels = pixels_of(v->bytes, &w, &h);
    assert_int_equal(w, v->width);
    assert_int_equal(h, v->height);
    for (unsigned i = 0; i < 4; i++) {
        uint32_t x = i & 1 ? w - w / 4 : w / 4, y = i & 2 ? h - h / 4 : h / 4;
        const unsigned char *p = pixels + ((size_t)y * w + x) * 4;
        unsigned char wanted[3];
        if (corners[i] == ' ') {
            assert_int_equal(p[3], 0);
            continue;
        }
        unsigned field = (unsigned)(strchr("RGBW", corners[i]) - "RGBW");
        field_colour(field & 1, field >> 1, 2, 2, wanted);
        for (unsigned c = 0; c < 3; c++)
            if (abs(p[c] - wanted[c]) > 12)
                fail_msg("corner %u is %d %d %d, not %c", i, p[0], p[1], p[2], corners[i]);
        assert_int_equal(p[3], 255);
    }
    free(pixels);
}

/* -- Sizes ------------------------------------------------------------------------------------- */

static void a_wide_photograph_is_scaled_down_and_offered_in_smaller_widths(void **state)
{
    struct result *r = *state;
    struct jpeg_form form = {.width = 3000, .height = 2000, .components = 3};
    convert(r, make_jpeg(&r->arena, &form), 1600);
    static const uint32_t sizes[][2] = {{480, 320}, {800, 534}, {1600, 1067}};
    assert_int_equal(r->set.count, 3);
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(r->set.variants[i].width, sizes[i][0]);
        assert_int_equal(r->set.variants[i].height, sizes[i][1]);
        assert_string_equal(r->set.variants[i].ending, "jpg");
        check_corners(&r->set.variants[i], "RGBW");
    }
}

static void a_width_that_saves_little_is_left_out(void **state)
{
    struct result *r = *state;
    convert(r, make_jpeg(&r->arena, &photo), 1600);
    assert_int_equal(r->set.count, 2);
    assert_int_equal(r->set.variants[0].width, 480);
    assert_int_equal(r->set.variants[1].width, 900);
    struct jpeg_form small = {.width = 500, .height = 400, .components = 3};
    convert(r, make_jpeg(&r->arena, &small), 1600);
    assert_int_equal(r->set.count, 1);
    assert_int_equal(largest(r)->width, 500);
}

static void a_strip_is_made_narrower_as_it_grows_taller(void **state)
{
    struct result *r = *state;
    struct jpeg_form form = {.width = 1200, .height = 40000, .components = 1, .quality = 20};
    convert(r, make_jpeg(&r->arena, &form), 1600);
    const struct media_variant *v = largest(r);
    assert_in_range((uint64_t)v->width * v->height, 4000000, 12000000);
    assert_in_range(v->height, 1000, 16383);
    assert_in_range(v->width * 40000 / v->height, 1180, 1220);
    struct png_form clear = {.width = 1500,
                             .height = 4000,
                             .colour = PNG_COLOR_TYPE_RGB_ALPHA,
                             .depth = 8,
                             .hole = true};
    convert(r, make_png(&r->arena, &clear), 1600);
    v = largest(r); /* transparency takes WebP's encoder 40 bytes a pixel */
    assert_in_range((uint64_t)v->width * v->height, 2900000, 3010000);
    struct png_form line = {.width = 2, .height = 60000, .colour = PNG_COLOR_TYPE_GRAY, .depth = 8};
    convert(r, make_png(&r->arena, &line), 1600);
    assert_int_equal(largest(r)->width, 1);
    assert_in_range(largest(r)->height, 1000, 16383);
    struct png_form thread = {
        .width = 60000, .height = 1, .colour = PNG_COLOR_TYPE_GRAY, .depth = 8};
    convert(r, make_png(&r->arena, &thread), 1600);
    assert_int_equal(largest(r)->width, 1600);
    assert_int_equal(largest(r)->height, 1);
}

static void scaling_keeps_the_average_of_every_area(void **state)
{
    struct result *r = *state;
    struct picture from = {.width = 7, .height = 5, .channels = 3}, to;
    from.pixels = calloc(7 * 5, 3);
    for (unsigned i = 0; i < 7 * 5; i++)
        from.pixels[i * 3] = i % 2 ? 200 : 100, from.pixels[i * 3 + 1] = (unsigned char)(i * 7);
    picture_shrink(&to, &from, 1);
    assert_int_equal(to.width * to.height, 1);
    assert_int_equal(to.pixels[0], 149); /* 18 of 100 and 17 of 200: 148.57 */
    assert_int_equal(to.pixels[1], 119);
    picture_release(&to);
    /* The first of three pixels is 2⅓ wide: 100, 200 and a third of 100. */
    from.height = 1;
    picture_shrink(&to, &from, 3);
    assert_int_equal(to.width, 3);
    assert_int_equal(to.pixels[0], 143);
    picture_release(&to);
    picture_release(&from);
    (void)r;
}

static void what_cannot_be_seen_does_not_colour_its_neighbours(void **state)
{
    (void)state;
    struct picture from = {.width = 2, .height = 1, .channels = 4}, to;
    static const unsigned char pixels[] = {10, 20, 30, 255, 250, 250, 250, 0};
    from.pixels = malloc(sizeof pixels);
    memcpy(from.pixels, pixels, sizeof pixels);
    picture_shrink(&to, &from, 1);
    assert_int_equal(to.pixels[0], 10);
    assert_int_equal(to.pixels[2], 30);
    assert_int_equal(to.pixels[3], 128);
    picture_release(&to);
    picture_release(&from);
}

/* -- Forms ------------------------------------------------------------------------------------- */

static void a_photograph_is_stood_upright(void **state)
{
    struct result *r = *state;
    static const char *const upright[] = {"RGBW", "GRWB", "WBGR", "BWRG",
                                          "RBGW", "BRWG", "WGBR", "GWRB"};
    for (unsigned orientation = 1; orientation <= 8; orientation++) {
        struct jpeg_form form = photo;
        form.orientation = orientation;
        for (uint32_t width = 400; width <= 1000; width += 600) {
            convert(r, make_jpeg(&r->arena, &form), width);
            const struct media_variant *v = largest(r);
            bool turned = orientation >= 5;
            uint32_t across = turned ? 600 : 900;
            assert_int_equal(v->width, across < width ? across : width);
            assert_true((v->width > v->height) != turned);
            check_corners(v, upright[orientation - 1]);
            assert_false(str_has(v->bytes, STR("Exif")));
        }
    }
}

static void every_kind_of_jpeg_is_read(void **state)
{
    struct result *r = *state;
    for (unsigned i = 0; i < 4; i++) {
        struct jpeg_form form = photo;
        form.progressive = i & 1;
        form.components = i & 2 ? 4 : 3;
        convert(r, make_jpeg(&r->arena, &form), i == 3 ? 1000 : 300);
        check_corners(largest(r), "RGBW");
        assert_string_equal(largest(r)->ending, "jpg");
    }
    struct jpeg_form grey = photo;
    grey.components = 1;
    convert(r, make_jpeg(&r->arena, &grey), 300);
    uint32_t w, h;
    unsigned char *pixels = pixels_of(largest(r)->bytes, &w, &h);
    assert_in_range(pixels[0], 90, 97);
    assert_in_range(pixels[1], 90, 97);
    free(pixels);
}

static void every_kind_of_png_is_read(void **state)
{
    struct result *r = *state;
    static const struct png_form forms[] = {
        {.colour = PNG_COLOR_TYPE_RGB, .depth = 8},
        {.colour = PNG_COLOR_TYPE_RGB, .depth = 16},
        {.colour = PNG_COLOR_TYPE_RGB, .depth = 8, .interlaced = true},
        {.colour = PNG_COLOR_TYPE_RGB_ALPHA, .depth = 8, .hole = true},
        {.colour = PNG_COLOR_TYPE_RGB_ALPHA, .depth = 16, .hole = true, .interlaced = true},
        {.colour = PNG_COLOR_TYPE_PALETTE, .depth = 8},
        {.colour = PNG_COLOR_TYPE_PALETTE, .depth = 8, .hole = true, .interlaced = true},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct png_form form = forms[i];
        form.width = 900;
        form.height = 600;
        str bytes = make_png(&r->arena, &form);
        for (uint32_t width = 300; width <= 1000; width += 700) {
            convert(r, bytes, width);
            check_corners(largest(r), form.hole ? "R B " : "RGBW");
            assert_int_equal(largest(r)->width, width < 900 ? width : 900);
        }
    }
    struct png_form grey = {
        .width = 90, .height = 60, .colour = PNG_COLOR_TYPE_GRAY_ALPHA, .depth = 16, .hole = true};
    convert(r, make_png(&r->arena, &grey), 30);
    assert_int_equal(largest(r)->width, 30);
}

static void every_kind_of_webp_is_read(void **state)
{
    struct result *r = *state;
    for (unsigned i = 0; i < 4; i++) {
        str bytes = make_webp(&r->arena, 900, 600, i & 1, i & 2);
        for (uint32_t width = 300; width <= 1000; width += 700) {
            convert(r, bytes, width);
            check_corners(largest(r), i & 2 ? "R B " : "RGBW");
        }
    }
}

static void few_colours_make_a_png_and_many_a_webp(void **state)
{
    struct result *r = *state;
    struct png_form form = {
        .width = 2000, .height = 1000, .colour = PNG_COLOR_TYPE_RGB, .depth = 8};
    convert(r, make_png(&r->arena, &form), 1000);
    assert_string_equal(largest(r)->ending, "png");
    assert_in_range(largest(r)->bytes.n, 1, 4000);
    form.noisy = true;
    convert(r, make_png(&r->arena, &form), 1000);
    assert_string_equal(largest(r)->ending, "webp");
}

/* -- As it is ---------------------------------------------------------------------------------- */

static void an_image_that_gains_nothing_stays_as_it_is_without_what_it_hides(void **state)
{
    struct result *r = *state;
    struct jpeg_form form = photo, plain = photo;
    form.quality = plain.quality = 40;
    form.noisy = plain.noisy = true;
    form.orientation = 1;
    form.comment = STR("taken by a camera");
    str bytes = make_jpeg(&r->arena, &form), bare = make_jpeg(&r->arena, &plain);
    assert_true(str_has(bytes, STR("GPS")));
    /* What stands behind the end goes, too. */
    struct buf with_tail = buf_init(MADE_MOST);
    buf_add(&with_tail, bytes);
    buf_addz(&with_tail, "a film, its place and a name");
    str longer = arena_copy(&r->arena, buf_str(&with_tail));
    buf_release(&with_tail);
    convert(r, longer, 1600);
    assert_true(str_eq(largest(r)->bytes, bare));

    struct png_form drawing = {
        .width = 40, .height = 30, .colour = PNG_COLOR_TYPE_PALETTE, .depth = 8};
    bare = make_png(&r->arena, &drawing);
    drawing.text = STR("who drew it");
    convert(r, make_png(&r->arena, &drawing), 1600);
    assert_true(largest(r)->bytes.n <= bare.n);
    assert_false(str_has(largest(r)->bytes, STR("who drew")));
}

static void a_small_profile_is_kept_and_that_of_the_web_is_not(void **state)
{
    struct result *r = *state;
    char profile[600] = {0};
    profile[2] = 600 >> 8, profile[3] = (char)(600 & 0xFF);
    memcpy(profile + 16, "RGB XYZ ", 8);
    memcpy(profile + 36, "acsp", 4);
    memcpy(profile + 300, "Display P3", 10);
    struct jpeg_form form = photo;
    form.profile = (str){profile, sizeof profile};
    convert(r, make_jpeg(&r->arena, &form), 300);
    assert_true(str_has(largest(r)->bytes, STR("Display P3")));
    memcpy(profile + 300, "sRGB 2.1  ", 10);
    convert(r, make_jpeg(&r->arena, &form), 300);
    assert_false(str_has(largest(r)->bytes, STR("ICC_PROFILE")));
    memcpy(profile + 16, "GRAY", 4);
    memcpy(profile + 300, "Dot Gain  ", 10);
    convert(r, make_jpeg(&r->arena, &form), 300);
    assert_false(str_has(largest(r)->bytes, STR("ICC_PROFILE")));
}

static void a_profile_stays_in_a_webp_that_browsers_read(void **state)
{
    struct result *r = *state;
    char profile[601] = {0};
    struct picture p = {.width = 90, .height = 61, .channels = 4, .pixels = malloc(90 * 61 * 4)};
    for (uint32_t i = 0; i < 90 * 61; i++) {
        noise_colour(i, 7, p.pixels + (size_t)i * 4);
        p.pixels[i * 4 + 3] = i % 2 ? 255 : 0;
    }
    memcpy(profile + 20, "anything", 8);
    p.profile = (str){profile, sizeof profile};
    str bytes;
    for (p.channels = 4; p.channels >= 3; p.channels--) {
        WebPBitstreamFeatures features;
        assert_true(webp_write(&bytes, &r->arena, &p, 80, &r->err));
        assert_int_equal(WebPGetFeatures((const uint8_t *)bytes.p, bytes.n, &features), 0);
        assert_int_equal(features.has_alpha, p.channels == 4);
        assert_int_equal(features.width, 90);
        assert_true(str_has(bytes, STR("ICCP")));
        uint32_t w, h;
        free(pixels_of(bytes, &w, &h));
        assert_int_equal(h, 61);
    }
    picture_release(&p);
}

#define GIF                                                                                        \
    "GIF89a\x02\0\x01\0\x80\0\0\xFF\0\0\0\xFF\0!\xF9\x04\0\x0A\0\0\0,\0\0\0\0\x02\0\x01\0\0\x02"   \
    "\x02\x44\x0A\0;"

static void what_moves_stays_as_it_is(void **state)
{
    struct result *r = *state;
    convert(r, STR(GIF), 1);
    assert_string_equal(largest(r)->ending, "gif");
    assert_int_equal(largest(r)->width, 2);
    assert_true(str_eq(largest(r)->bytes, STR(GIF)));

    struct png_form form = {.width = 40, .height = 30, .colour = PNG_COLOR_TYPE_RGB, .depth = 8};
    str still = make_png(&r->arena, &form);
    struct buf moving = buf_init(MADE_MOST);
    buf_add(&moving, str_slice(still, 0, 33));
    buf_add(&moving, (str){"\0\0\0\x08"
                           "acTL\0\0\0\x01\0\0\0\0\xB9\x3D\x32\x10",
                           20});
    buf_add(&moving, (str){"\0\0\0\x03"
                           "tEXta\0b\x01\x02\x03\x04",
                           15});
    buf_add(&moving, str_slice(still, 33, still.n));
    convert(r, buf_str(&moving), 10);
    assert_int_equal(largest(r)->width, 40);
    assert_int_equal(largest(r)->bytes.n, moving.n - 15);
    buf_release(&moving);
}

static void an_animated_webp_loses_its_hidden_data_only(void **state)
{
    struct result *r = *state;
    str still = make_webp(&r->arena, 20, 10, true, true);
    str data = str_slice(still, 12, still.n);
    struct buf file = buf_init(MADE_MOST);
    buf_add(&file, (str){"RIFF\0\0\0\0WEBPVP8X\x0A\0\0\0\x1E\0\0\0\x13\0\0\x09\0\0", 30});
    buf_add(&file, (str){"ANIM\x06\0\0\0\0\0\0\0\0\0", 14});
    buf_add(&file, STR("ANMF"));
    uint32_t n = (uint32_t)data.n + 16;
    for (unsigned i = 0; i < 4; i++)
        buf_addc(&file, (char)(n >> 8 * i & 0xFF));
    buf_add(&file, (str){"\0\0\0\0\0\0\x13\0\0\x09\0\0\x64\0\0\0", 16});
    buf_add(&file, data);
    size_t without = file.n;
    buf_add(&file, (str){"EXIF\x05\0\0\0place\0XMP \x04\0\0\0name", 26});
    n = (uint32_t)file.n - 8;
    memcpy(file.p + 4, &n, 4);
    convert(r, buf_str(&file), 10);
    assert_string_equal(largest(r)->ending, "webp");
    assert_int_equal(largest(r)->width, 20);
    assert_int_equal(largest(r)->bytes.n, without);
    assert_int_equal(largest(r)->bytes.p[20], 0x12);
    assert_false(str_has(largest(r)->bytes, STR("place")));
    buf_release(&file);
}

static void a_photo_in_avif_loses_its_place(void **state)
{
    struct result *r = *state;
    struct buf file = buf_init(10000);
    buf_add(&file, (str){"\0\0\0\x10"
                         "ftypavif\0\0\0\0",
                         16});
    buf_add(&file, (str){"\0\0\0\x70"
                         "meta\0\0\0\0",
                         12});
    buf_add(&file, (str){"\0\0\0\x38"
                         "iinf\0\0\0\0\0\x02",
                         14});
    buf_add(&file, (str){"\0\0\0\x15"
                         "infe\x02\0\0\0\0\x01\0\0av01\0",
                         21});
    buf_add(&file, (str){"\0\0\0\x15"
                         "infe\x02\0\0\0\0\x02\0\0Exif\0",
                         21});
    buf_add(&file, (str){"\0\0\0\x2C"
                         "iloc\0\0\0\0\x44\0\0\x02",
                         16});
    buf_add(&file, (str){"\0\x01\0\0\0\x01\0\0\0\x88\0\0\0\x07", 14});
    buf_add(&file, (str){"\0\x02\0\0\0\x01\0\0\0\x8F\0\0\0\x05", 14});
    assert_int_equal(file.n, 0x80);
    buf_add(&file, (str){"\0\0\0\x14mdatpictureplace", 20});
    convert(r, buf_str(&file), 10);
    assert_string_equal(largest(r)->ending, "avif");
    assert_true(str_has(largest(r)->bytes, (str){"picture\0\0\0\0\0", 12}));
    assert_int_equal(largest(r)->bytes.n, file.n);
    buf_release(&file);
}

static void an_svg_is_taken_when_it_is_harmless(void **state)
{
    struct result *r = *state;
    convert(r,
            STR("\xEF\xBB\xBF<?xml version='1.0'?><!-- a --><svg xmlns='http://www.w3.org/2000/svg'"
                " width='30' height='20'/>"),
            10);
    assert_string_equal(largest(r)->ending, "svg");
    assert_int_equal(largest(r)->width, 30);
    assert_false(media_convert(&r->set, &r->arena,
                               STR("<svg xmlns='http://www.w3.org/2000/svg'>"
                                   "<script>x</script></svg>"),
                               10, &r->err));
    assert_int_equal(r->err.code, ERR_INPUT);
}

static void the_same_bytes_give_the_same_bytes(void **state)
{
    struct result *r = *state;
    struct jpeg_form form = {.width = 1300, .height = 900, .components = 3, .noisy = true};
    struct png_form drawn = {.width = 1300,
                             .height = 900,
                             .colour = PNG_COLOR_TYPE_RGB_ALPHA,
                             .depth = 8,
                             .noisy = true,
                             .hole = true};
    str made[] = {make_jpeg(&r->arena, &form), make_png(&r->arena, &drawn)};
    for (unsigned i = 0; i < 2; i++) {
        convert(r, made[i], 1000);
        struct media_set first = r->set;
        convert(r, made[i], 1000);
        assert_int_equal(first.count, r->set.count);
        for (size_t k = 0; k < first.count; k++)
            assert_true(str_eq(first.variants[k].bytes, r->set.variants[k].bytes));
    }
}

int u_media_convert(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_wide_photograph_is_scaled_down_and_offered_in_smaller_widths),
        TEST(a_width_that_saves_little_is_left_out),
        TEST(a_strip_is_made_narrower_as_it_grows_taller),
        TEST(scaling_keeps_the_average_of_every_area),
        TEST(what_cannot_be_seen_does_not_colour_its_neighbours),
        TEST(a_photograph_is_stood_upright),
        TEST(every_kind_of_jpeg_is_read),
        TEST(every_kind_of_png_is_read),
        TEST(every_kind_of_webp_is_read),
        TEST(few_colours_make_a_png_and_many_a_webp),
        TEST(an_image_that_gains_nothing_stays_as_it_is_without_what_it_hides),
        TEST(a_small_profile_is_kept_and_that_of_the_web_is_not),
        TEST(a_profile_stays_in_a_webp_that_browsers_read),
        TEST(what_moves_stays_as_it_is),
        TEST(an_animated_webp_loses_its_hidden_data_only),
        TEST(a_photo_in_avif_loses_its_place),
        TEST(an_svg_is_taken_when_it_is_harmless),
        TEST(the_same_bytes_give_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
#else
int u_media_convert(void)
{
    fputs("skipped: digest was built without the libraries for images\n", stderr);
    return 0;
}
#endif
