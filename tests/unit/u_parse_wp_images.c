/* The lead images of WordPress posts. */
#include <stdlib.h>

#include "wp_check.h"

#define MEDIA(details)                                                                             \
    "\"_embedded\":{\"wp:featuredmedia\":[{\"id\":1,\"source_url\":\"https://x.example/o.jpg\","   \
    "\"media_type\":\"image\",\"mime_type\":\"image/jpeg\",\"alt_text\":\"A \\\"b\\\" < c\","      \
    "\"caption\":{\"rendered\":\"<p>Photo &amp; text</p>\\n\"},\"media_details\":" details "}]}"

#define SIZE(name, w, h)                                                                           \
    "\"" name "\":{\"source_url\":\"https://x.example/" #w ".jpg\",\"width\":" #w                  \
    ",\"height\":" #h "}"

static void check_image(const char *members, const char *url, unsigned width, unsigned height)
{
    struct answer w = {0};
    const struct article *a = wp_post_of(&w, members);
    assert_str(a->image.url, url);
    assert_int_equal(a->image.width, width);
    assert_int_equal(a->image.height, height);
    wp_done(&w);
}

static void the_featured_image_is_the_lead_image(void **state)
{
    (void)state;
    struct answer w = {0};
    const struct article *a = wp_post_of(&w, MEDIA("{\"width\":\"1800\",\"height\":900}"));
    assert_str(a->image.url, "https://x.example/o.jpg");
    assert_str(a->image.alt, "A \"b\" < c");
    assert_str(a->image.caption, "Photo & text");
    assert_int_equal(a->image.width, 1800);
    assert_int_equal(a->image.height, 900);
    wp_done(&w);
    check_image(MEDIA("{\"filesize\":33,\"sizes\":{}}"), "https://x.example/o.jpg", 0, 0);
    check_image(MEDIA("[]"), "https://x.example/o.jpg", 0, 0);
    check_image(MEDIA("{\"width\":-5,\"height\":1e9}"), "https://x.example/o.jpg", 0, 0);
}

static void of_large_images_a_smaller_size_is_taken(void **state)
{
    (void)state;
#define SIZES                                                                                      \
    "\"sizes\":{" SIZE("thumbnail", 150, 150) "," SIZE("medium", 300, 150) "," SIZE(               \
        "large", 1024, 512) "," SIZE("1536x1536", 1536, 768) "," SIZE("crop", 1200, 1200) "}"
    check_image(MEDIA("{\"width\":2560,\"height\":1280," SIZES "}"), "https://x.example/1024.jpg",
                1024, 512);
    /* Sizes may come first. */
    check_image(MEDIA("{" SIZES ",\"width\":2560,\"height\":1280}"), "https://x.example/1024.jpg",
                1024, 512);
    check_image(MEDIA("{\"width\":2000,\"height\":1000," SIZES "}"), "https://x.example/o.jpg",
                2000, 1000);
    check_image(MEDIA("{\"width\":4000,\"height\":4000,\"sizes\":{" SIZE("m", 300, 300) "}}"),
                "https://x.example/o.jpg", 4000, 4000);
}

static void what_is_no_image_is_passed_over(void **state)
{
    (void)state;
#define SEO                                                                                        \
    "\"yoast_head_json\":{\"og_image\":[{\"width\":1200,\"height\":630,\"url\":"                   \
    "\"https://x.example/og.jpg\",\"type\":\"image/jpeg\"}]}"
    check_image(SEO ",\"_embedded\":{\"wp:featuredmedia\":[{\"code\":\"rest_forbidden\",\"data\":"
                    "{\"status\":401}}]}",
                "https://x.example/og.jpg", 1200, 630);
    /* The whole index stands there when the attachment is gone. */
    check_image(SEO ",\"_embedded\":{\"wp:featuredmedia\":[{\"name\":\"Site\",\"url\":"
                    "\"https://x.example\",\"namespaces\":[],\"routes\":{}}]}",
                "https://x.example/og.jpg", 1200, 630);
    check_image(SEO
                ",\"_embedded\":{\"wp:featuredmedia\":[{\"source_url\":\"https://x.example/a.pdf\","
                "\"media_type\":\"file\",\"mime_type\":\"application/pdf\"}]}",
                "https://x.example/og.jpg", 1200, 630);
    check_image(SEO ",\"_embedded\":{\"wp:featuredmedia\":[{\"source_url\":\"javascript:alert(1)\","
                    "\"media_type\":\"image\"}]}",
                "https://x.example/og.jpg", 1200, 630);
    check_image(
        "\"jetpack_featured_media_url\":\"https:\\/\\/x.example\\/j.jpg\",\"featured_image\":\"\"",
        "https://x.example/j.jpg", 0, 0);
    check_image("\"link\":\"https://x.example/p/\",\"jetpack_featured_media_url\":\"../r.jpg\"",
                "https://x.example/r.jpg", 0, 0);
    check_image("\"jetpack_featured_media_url\":\"data:image/png;base64,AA\"", "", 0, 0);
}

static void the_site_s_own_copy_is_preferred(void **state)
{
    (void)state;
    struct answer w = {0};
    struct media_file file = {
        .site_path = STR("media/key/2026/05/o.jpg"), .width = 640, .height = 480};
    struct media media = {.by_path.arena = &w.a, .by_name.arena = &w.a, .files = &file, .count = 1};
    map_set(&media.by_path, STR("2026/05/o.jpg"), &file);
    map_set(&media.by_name, STR("o.jpg"), &file);
    w.media = &media;
    const struct article *a = wp_post_of(
        &w, MEDIA("{\"width\":2560,\"height\":1280,\"sizes\":{" SIZE("large", 1024, 512) "}}"));
    assert_str(a->image.url, "media/key/2026/05/o.jpg");
    assert_int_equal(a->image.width, 640);
    assert_int_equal(a->image.height, 480);
    assert_true(atomic_load(&file.used));
    wp_done(&w);
}

static void without_any_the_body_s_first_image_leads(void **state)
{
    (void)state;
    check_image(
        "\"content\":{\"rendered\":\"<p>Text</p><img src='https://x.example/1.jpg' width='800' "
        "height='600' alt='One'><img src='https://x.example/2.jpg' alt=''>\"}",
        "https://x.example/1.jpg", 800, 600);
}

static void a_source_without_images_has_none(void **state)
{
    (void)state;
    struct answer w = {.source.images = IMAGES_NONE};
    const struct article *a =
        wp_post_of(&w, "\"jetpack_featured_media_url\":\"https://x.example/j.jpg\","
                       "\"content\":{\"rendered\":\"<p>a</p><figure><a href='https://x.example/'>"
                       "<img src='https://x.example/a.jpg' alt=A></a><figcaption>C</figcaption>"
                       "</figure><p>b</p>\"},"
                       "\"_embedded\":{\"wp:featuredmedia\":[{\"id\":1,\"source_url\":"
                       "\"https://x.example/f.jpg\",\"media_type\":\"image\"}]}");
    assert_str(a->image.url, "");
    assert_str(a->body.markup, "<p>a</p>\n<p>b</p>");
    wp_done(&w);
}

int u_parse_wp_images(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_featured_image_is_the_lead_image),
        cmocka_unit_test(of_large_images_a_smaller_size_is_taken),
        cmocka_unit_test(what_is_no_image_is_passed_over),
        cmocka_unit_test(the_site_s_own_copy_is_preferred),
        cmocka_unit_test(without_any_the_body_s_first_image_leads),
        cmocka_unit_test(a_source_without_images_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
