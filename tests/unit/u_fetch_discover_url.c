/* What a URL turns out to be when someone wants to add it. */
#include "live_site.h"

#define INDEX                                                                                      \
    "{\"name\":\"News &amp; Views\",\"home\":\"{}\",\"url\":\"{}\",\"namespaces\":[\"wp\\/v2\"]}"
#define FIELDS "_fields=name,description,url,home,namespaces,authentication"
#define POST1  "/wp-json/wp/v2/posts?per_page=1&_fields=id"
#define WITH_POST                                                                                  \
    {                                                                                              \
        POST1, 200, TYPE_JSON, "[{\"id\":1}]"                                                      \
    }
#define WP_INDEX                                                                                   \
    {                                                                                              \
        "/wp-json/?" FIELDS, 200, TYPE_JSON, INDEX                                                 \
    }
#define RSS                                                                                        \
    "<rss version=\"2.0\"><channel><title>The Feed &amp;amp; more</title><link>{}/</link>"         \
    "<item><title>a</title></item></channel></rss>"
#define WP_RSS                                                                                     \
    "<rss version=\"2.0\"><channel><title>The Feed</title><link>{}/</link>"                        \
    "<generator>https://wordpress.org/?v=6.5</generator></channel></rss>"

struct expected {
    enum source_kind kind;
    const char *location, *name;
    const char *doubt; /* a part of it; null: none at all */
};

static void expect(const char *path, const struct reply *replies, struct expected expected)
{
    struct live live;
    struct discovery found;
    live_open(&live, SOURCE_FILES, path, replies);
    if (!fetch_discover(&found, &live.arena, live.http, live.site, live.source.location, &live.err))
        fail_msg("%s: %s", path, live.err.why);
    assert_int_equal(found.kind, expected.kind);
    assert_str(found.location, arena_printf(&live.arena, "%s%s", live.origin, expected.location).p);
    assert_str(found.name, expected.name);
    if (expected.doubt)
        assert_has(arena_copy(&live.arena, found.doubt).p, expected.doubt);
    else
        assert_str(found.doubt, "");
    live_close(&live);
}

static void refuse(const char *path, const struct reply *replies, enum err_code code,
                   const char *why)
{
    struct live live;
    struct discovery found;
    live_open(&live, SOURCE_FILES, path, replies);
    assert_false(
        fetch_discover(&found, &live.arena, live.http, live.site, live.source.location, &live.err));
    assert_has(live.err.why, why);
    assert_int_equal(live.err.code, code);
    live_close(&live);
}

static void a_wordpress_is_written_by_its_site_whatever_was_pasted(void **state)
{
    static const struct reply replies[] = {
        {"/", 200, REST_LINK TYPE_HTML, "<title>Home</title>"},
        {"/2026/05/07/slug/", 200, REST_LINK TYPE_HTML, "<title>Article</title>"},
        {"/feed/", 200, TYPE_RSS, WP_RSS},
        WP_INDEX,
        WITH_POST,
        NONE_LEFT};
    static const char *const paths[] = {"/",         "/2026/05/07/slug/",
                                        "/wp-json/", "/wp-json/wp/v2/posts?per_page=5&_embed",
                                        "/wp-json",  "/feed/"};
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        expect(paths[i], replies, (struct expected){SOURCE_WORDPRESS, "/", "News & Views", NULL});
}

static void a_home_that_leads_elsewhere_is_not_written(void **state)
{
    /* The index names a host that nobody may ask, as a copy behind a tunnel does. */
    static const struct reply replies[] = {
        {"/blog/", 200, "Link: </blog/wp-json/>; rel=\"https://api.w.org/\"\n" TYPE_HTML, ""},
        {"/blog/wp-json/?" FIELDS, 200, TYPE_JSON,
         "{\"name\":\"X\",\"home\":\"http://127.0.0.2:1\",\"namespaces\":[\"wp/v2\"]}"},
        {"/blog/wp-json/wp/v2/posts?per_page=1&_fields=id", 200, TYPE_JSON, "[{\"id\":1}]"},
        NONE_LEFT};
    (void)state;
    expect("/blog/", replies, (struct expected){SOURCE_WORDPRESS, "/blog/", "X", NULL});
    expect("/blog/wp-json/wp/v2/posts", replies,
           (struct expected){SOURCE_WORDPRESS, "/blog/wp-json/", "X", NULL});
}

static void a_category_is_pointed_out(void **state)
{
    static const struct reply page[] = {{"/category/ai/", 200, REST_LINK TYPE_HTML, ""},
                                        {"/", 200, REST_LINK TYPE_HTML, ""},
                                        WP_INDEX,
                                        WITH_POST,
                                        NONE_LEFT};
    (void)state;
    expect("/category/ai/", page,
           (struct expected){SOURCE_WORDPRESS, "/", "News & Views", "categories: [ai]"});
}

static void a_wordpress_without_posts_is_one_with_a_doubt(void **state)
{
    static const struct reply replies[] = {
        {"/", 200, REST_LINK TYPE_HTML, ""}, WP_INDEX, {POST1, 200, TYPE_JSON, "[]"}, NONE_LEFT};
    (void)state;
    expect("/", replies, (struct expected){SOURCE_WORDPRESS, "/", "News & Views", "no posts"});
}

#define CLOSED                                                                                     \
    401, TYPE_JSON,                                                                                \
        "{\"code\":\"rest_cannot_access\",\"message\":\"No.\",\"data\":{\"status\":401}}"

static void c43_a_closed_interface_gives_the_feed_and_says_why(void **state)
{
    static const struct reply root[] = {
        {"/", 200, REST_LINK TYPE_HTML,
         "<link rel=alternate type=application/rss+xml href=/feed/>"},
        {"/wp-json/?" FIELDS, CLOSED},
        {"/feed/", 200, TYPE_RSS, WP_RSS},
        NONE_LEFT};
    static const struct reply posts[] = {{"/", 200, REST_LINK TYPE_HTML, "<title>Home</title>"},
                                         WP_INDEX,
                                         {POST1, CLOSED},
                                         {"/feed/", 200, TYPE_RSS, WP_RSS},
                                         NONE_LEFT};
    static const struct reply hidden[] = {
        {"/", 200, TYPE_HTML, "<link rel=stylesheet href=/wp-content/themes/x.css>"},
        {"/?feed=rss2", 200, TYPE_RSS, WP_RSS},
        NONE_LEFT};
    static const struct reply api[] = {{"/wp-json/?" FIELDS, CLOSED},
                                       {"/wp-json/", CLOSED},
                                       {"/feed/", 200, TYPE_RSS, WP_RSS},
                                       NONE_LEFT};
    (void)state;
    expect("/", root, (struct expected){SOURCE_FEED, "/feed/", "The Feed", "Disable REST API"});
    expect("/", posts, (struct expected){SOURCE_FEED, "/feed/", "The Feed", "closed to visitors"});
    expect("/", hidden,
           (struct expected){SOURCE_FEED, "/?feed=rss2", "The Feed",
                             "its REST interface is not there"});
    expect("/wp-json/", api, (struct expected){SOURCE_FEED, "/feed/", "The Feed", "closed"});
}

static void c05_a_wordpress_before_4_7_gives_its_feed(void **state)
{
    static const struct reply replies[] = {
        {"/", 200, REST_LINK TYPE_HTML, ""},
        {"/wp-json/?" FIELDS, 200, TYPE_JSON, "{\"name\":\"Old\",\"namespaces\":[\"oembed/1.0\"]}"},
        {"/feed/", 200, TYPE_RSS, WP_RSS},
        NONE_LEFT};
    static const struct reply none[] = {
        {"/", 200, REST_LINK TYPE_HTML, ""},
        {"/wp-json/?" FIELDS, 200, TYPE_JSON, "{\"name\":\"Old\",\"namespaces\":[\"oembed/1.0\"]}"},
        NONE_LEFT};
    (void)state;
    expect("/", replies, (struct expected){SOURCE_FEED, "/feed/", "The Feed", "no wp/v2"});
    refuse("/", none, ERR_REFUSED, "no wp/v2");
}

static void a_feed_is_taken_as_it_is(void **state)
{
    static const struct reply replies[] = {
        {"/atom.xml", 200, "Content-Type: text/plain\n", RSS},
        {"/old.xml", 301, "Location: /atom.xml\n", NULL},
        {"/away.xml", 302, "Location: /atom.xml\n", NULL},
        {"/feed.json", 200, TYPE_JSON,
         "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"J\",\"items\":[]}"},
        NONE_LEFT};
    (void)state;
    expect("/atom.xml", replies,
           (struct expected){SOURCE_FEED, "/atom.xml", "The Feed & more", NULL});
    expect("/old.xml", replies,
           (struct expected){SOURCE_FEED, "/atom.xml", "The Feed & more", NULL});
    expect("/away.xml", replies,
           (struct expected){SOURCE_FEED, "/away.xml", "The Feed & more", NULL});
    expect("/feed.json", replies, (struct expected){SOURCE_FEED, "/feed.json", "J", NULL});
}

static void a_foreign_feed_beside_a_wordpress_stays_a_feed(void **state)
{
    static const struct reply replies[] = {
        {"/podcast.xml", 200, TYPE_RSS, RSS}, WP_INDEX, WITH_POST, NONE_LEFT};
    (void)state;
    expect("/podcast.xml", replies,
           (struct expected){SOURCE_FEED, "/podcast.xml", "The Feed & more", NULL});
}

static void a_page_leads_to_the_feed_it_names(void **state)
{
    static const struct reply replies[] = {
        {"/", 200, TYPE_HTML,
         "<title>Home</title><link rel=alternate type=application/rss+xml href=/r.xml>"},
        {"/r.xml", 200, TYPE_RSS, RSS},
        NONE_LEFT};
    static const struct reply dead[] = {
        {"/", 200, TYPE_HTML,
         "<title>Home</title><link rel=alternate type=application/rss+xml href=/r.xml>"},
        NONE_LEFT};
    (void)state;
    expect("/", replies, (struct expected){SOURCE_FEED, "/r.xml", "The Feed & more", NULL});
    refuse("/", dead, ERR_INPUT, "no WordPress is there, but an HTML page \u201CHome\u201D");
}

static void a_text_is_one(void **state)
{
    static const struct reply replies[] = {
        {"/a.txt", 200, "Content-Type: text/plain\n", "Title\n\nText."},
        {"/b.md", 200, "Content-Type: application/octet-stream\n", "<p align=center>\n\n# Title"},
        {"/c", 200, "Content-Type: text/markdown; charset=utf-8\n", "[1] Title"},
        {"/d", 200, TYPE_HTML, "Title\n\nText."},
        {"/e.txt", 200, "Content-Type: text/plain\n", "\x89PNG\r\n\x1A\n\x01\x02"},
        NONE_LEFT};
    (void)state;
    expect("/a.txt", replies, (struct expected){SOURCE_TEXT, "/a.txt", "", NULL});
    expect("/b.md", replies, (struct expected){SOURCE_TEXT, "/b.md", "", NULL});
    expect("/c", replies, (struct expected){SOURCE_TEXT, "/c", "", NULL});
    refuse("/d", replies, ERR_INPUT, "plain text");
    refuse("/e.txt", replies, ERR_INPUT, "a binary file");
}

static void what_is_none_of_them_is_named(void **state)
{
    static const struct reply none[] = {NONE_LEFT};
    static const struct reply page[] = {{"/", 200, TYPE_HTML, "<title>Shop</title>"}, NONE_LEFT};
    static const struct reply wall[] = {
        {"*", 403, "server: cloudflare\ncf-mitigated: challenge\n" TYPE_HTML, ""}, NONE_LEFT};
    static const struct reply login[] = {
        {"*", 401, "WWW-Authenticate: Basic realm=\"x\"\n" TYPE_HTML, ""}, NONE_LEFT};
    (void)state;
    refuse("/x", none, ERR_REFUSED, "nothing at this address");
    refuse("/", page, ERR_INPUT, "an HTML page \u201CShop\u201D");
    refuse("/", wall, ERR_REFUSED, "Cloudflare");
    refuse("/", login, ERR_REFUSED, "HTTP authentication");
}

int u_fetch_discover_url(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wordpress_is_written_by_its_site_whatever_was_pasted),
        cmocka_unit_test(a_home_that_leads_elsewhere_is_not_written),
        cmocka_unit_test(a_category_is_pointed_out),
        cmocka_unit_test(a_wordpress_without_posts_is_one_with_a_doubt),
        cmocka_unit_test(c43_a_closed_interface_gives_the_feed_and_says_why),
        cmocka_unit_test(c05_a_wordpress_before_4_7_gives_its_feed),
        cmocka_unit_test(a_feed_is_taken_as_it_is),
        cmocka_unit_test(a_foreign_feed_beside_a_wordpress_stays_a_feed),
        cmocka_unit_test(a_page_leads_to_the_feed_it_names),
        cmocka_unit_test(a_text_is_one),
        cmocka_unit_test(what_is_none_of_them_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
