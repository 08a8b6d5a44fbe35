/* What pages and feeds show of a post of WordPress. Named by number: tests/README.md. */
#include "digest/parse.h"
#include "digest/raw.h"
#include "render_site.h"

#define PAGE "2026/05/07/t/index.html"

/* Adds the article of one kept document with these members. */
static struct article *add_post(struct render_site *s, const char *members)
{
    static const struct zone utc;
    struct media no_media = {0};
    struct parsed parsed = {0};
    const struct raw_item item = {.kind = RAW_POSTS, .stored = true, .path = STR("x")};
    str bytes =
        arena_printf(&s->arena, "{\"id\":%zu,\"status\":\"publish\",%s}", s->count + 1, members);
    const struct raw raw = {
        .item = &item, .source = &s->sources[0], .media = &no_media, .zone = &utc, .bytes = bytes};
    s->sources[0].language = STR("en");
    if (!parse_wordpress(&parsed, &s->arena, &raw, &s->err) || parsed.count != 1)
        fail_msg("%s: %s", members, s->err.why);
    s->body = arena_copy(&s->arena, parsed.articles[0]->body.markup).p;
    return s->articles[s->count++] = parsed.articles[0];
}

#define POST(title, date) "\"title\":{\"rendered\":\"" title "\"},\"date_gmt\":\"" date "\""

static void c21_titles_are_escaped_for_where_they_stand(void **state)
{
    struct render_site *s = *state;
    add_post(s,
             POST("&amp;lt;b&amp;gt; &amp; <i>it<\\/i> &quot;x&quot;",
                  "2026-05-07T08:00:00") ",\"slug\":\"t\",\"link\":\"https://gazette.example/t/\"");
    build(s);
    str page = render(s, PAGE);
    assert_has(page, "&amp;lt;b&amp;gt; &amp; it ");
    assert_lacks(page, "<i>it");
    assert_lacks(page, "<b>");
    assert_has(render(s, "index.html"), "&amp;lt;b&amp;gt; &amp; it ");
    assert_has(render(s, "feed.json"), "\"title\": \"\\u0026lt;b\\u0026gt; \\u0026 it \\\"x\\\"\"");
    assert_lacks(render(s, "feed.xml"), "<b>");
    assert_lacks(render(s, "rss.xml"), "<b>");
}

static void c30_a_scheduled_post_is_not_called_updated(void **state)
{
    static const struct {
        const char *modified;
        bool updated;
    } cases[] = {{"2026-05-01T08:00:00", false}, {"2026-05-09T08:00:00", true}};
    struct render_site *s = *state;
    for (size_t i = 0; i < 2; i++) {
        s->count = 0;
        add_post(s, arena_printf(
                        &s->arena,
                        POST("T", "2026-05-07T08:00:00") ",\"slug\":\"t\",\"modified_gmt\":\"%s\"",
                        cases[i].modified)
                        .p);
        build(s);
        str page = render(s, PAGE);
        check_has(page, "Updated", cases[i].updated, __FILE__, __LINE__);
        check_has(page, "article:modified_time", cases[i].updated, __FILE__, __LINE__);
        str feed = render(s, "feed.xml");
        assert_has(feed, "<published>2026-05-07T08:00:00Z</published>");
        assert_has(feed, cases[i].updated ? "<updated>2026-05-09T08:00:00Z</updated>"
                                          : "<updated>2026-05-07T08:00:00Z</updated>");
        assert_lacks(feed, "2026-05-01");
    }
}

static void c36_sticky_posts_stand_where_their_date_says(void **state)
{
    struct render_site *s = *state;
    add_post(s, POST("Old and sticky", "2026-05-05T08:00:00") ",\"sticky\":true");
    add_post(s, POST("Newest", "2026-05-07T08:00:00") ",\"sticky\":false");
    add_post(s, POST("Between", "2026-05-06T08:00:00") ",\"sticky\":true");
    build(s);
    static const char *const titles[] = {"Newest", "Between", "Old and sticky"};
    static const char *const pages[] = {"index.html", "feed.xml"};
    for (size_t p = 0; p < 2; p++) {
        str page = render(s, pages[p]);
        size_t before = 0;
        for (size_t i = 0; i < 3; i++) {
            assert_str(s->model.entries[i]->article->title, titles[i]);
            size_t at = str_find(page, str_of(titles[i]), before);
            assert_true(at != SIZE_MAX);
            before = at;
        }
    }
}

/* The site's copies of an image, 3:2, in these widths. */
static void put(struct render_site *s, struct mirror *mirror, const char *url, const char *name)
{
    static const uint32_t widths[] = {480, 800, 1500};
    struct mirrored *image = &mirror->items[mirror->count++];
    for (size_t i = 0; i < 3; i++)
        image->files[i] = (struct mirrored_file){
            .site_path = arena_printf(&s->arena, "media/mirror/%s-%u.png", name, widths[i]),
            .width = widths[i],
            .height = widths[i] * 2 / 3};
    image->count = 3;
    map_set(&mirror->by_url, str_of(url), image);
}

static void c54_src_srcset_and_the_link_around_go_together(void **state)
{
    struct render_site *s = *state;
    struct mirrored items[2] = {0};
    struct mirror mirror = {.by_url.arena = &s->arena, .items = items};
    /* As Jetpack writes it, and as WordPress does, lazily. */
    static const char *const contents[] = {
        ("<figure><a href='https://gazette.example/photo.png?ssl=1'><img "
         "src='https://gazette.example/photo.png?w=1024' srcset='https://gazette.example/photo.png?"
         "w=300 300w, https://gazette.example/photo.png?w=1024 1024w' sizes='100vw' alt='A'></a>"
         "</figure>"),
        ("<p><a href='/photo.png'><img class='lazyload' src='data:image/gif;base64,AA' "
         "data-src='/photo.png?w=1024' data-srcset='/photo.png?w=300 300w, /photo.png?w=1024 "
         "1024w' sizes='100vw' alt='A'></a></p>"),
        ("<p><a href='//gazette.example/photo-1024x683.png'><img src='/photo.png?w=1024' "
         "srcset='//gazette.example/photo.png?w=300 1x' alt='A'></a></p>"),
    };
    put(s, &mirror, "https://gazette.example/photo.png?w=1024", "photo");
    s->mirror = &mirror;
    s->sources[0].images = IMAGES_MIRROR;
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++) {
        s->count = 0;
        add_post(s,
                 arena_printf(&s->arena,
                              POST("T", "2026-05-07T08:00:00") ",\"slug\":\"t\",\"link\":\"https://"
                                                               "gazette.example/t/\","
                                                               "\"content\":{\"rendered\":\"%s\"}",
                              contents[i])
                     .p);
        build(s);
        str page = render(s, PAGE);
        assert_has(page, "<a href=\"../../../../media/mirror/photo-1500.png\" rel=\"nofollow\">"
                         "<img src=\"../../../../media/mirror/photo-1500.png\" alt=\"A\" "
                         "srcset=\"../../../../media/mirror/photo-480.png 480w, "
                         "../../../../media/mirror/photo-800.png 800w, "
                         "../../../../media/mirror/photo-1500.png 1500w\"");
        assert_lacks(page, "gazette.example/photo");
    }
}

int u_render_statements(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(c21_titles_are_escaped_for_where_they_stand),
        TEST(c30_a_scheduled_post_is_not_called_updated),
        TEST(c36_sticky_posts_stand_where_their_date_says),
        TEST(c54_src_srcset_and_the_link_around_go_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
