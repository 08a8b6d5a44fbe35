/* Finding the REST interface and the feed of a site: statements C01, C02, C04 to C06. */
#include "../../src/fetch/http_record.h"
#include "live_site.h"
#include "sandbox.h"

#define INDEX                                                                                      \
    "{\"name\":\"News &amp; Views\",\"description\":\"\",\"url\":\"{}\",\"home\":\"{}\","          \
    "\"namespaces\":[\"oembed\\/1.0\",\"wp\\/v2\"],\"authentication\":[]}"
#define FIELDS "_fields=name,description,url,home,namespaces,authentication"
#define POST1  "per_page=1&_fields=id"
#define RSS                                                                                        \
    "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>The Feed</title>"                 \
    "<link>{}/</link><item><title>a</title></item></channel></rss>"
#define WP_FEED                                                                                    \
    "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>The Feed</title>"                 \
    "<generator>https://wordpress.org/?v=6.5</generator></channel></rss>"

/* One search of its own. */
struct found {
    struct live live;
    struct wp_root root;
    str feed;
    bool found;
    size_t requests;
};

static void search(struct found *f, const char *path, const struct reply *replies)
{
    *f = (struct found){.found = false};
    live_open(&f->live, SOURCE_WORDPRESS, path, replies);
    f->found = wp_discover(&f->root, &f->live.arena, f->live.http, f->live.site,
                           f->live.source.location, &f->feed, &f->live.err);
    f->requests = http_server_count(&f->live.server);
}

/* What a URL is without the server's origin. */
static const char *local(struct live *live, str url)
{
    str origin = str_of(live->origin);
    if (!str_starts(url, origin))
        fail_msg("%.*s is not of %s", STR_ARGS(url), live->origin);
    return arena_copy(&live->arena, str_slice(url, origin.n, url.n)).p;
}

/* Fails unless the root below `path` is found. */
static void expect_root(const char *path, const struct reply *replies, const char *root)
{
    struct found f;
    search(&f, path, replies);
    if (!f.found)
        fail_msg("%s: %s", path, f.live.err.why);
    assert_string_equal(local(&f.live, f.root.url), root);
    assert_int_equal(f.root.routed, strstr(root, "rest_route") != NULL);
    assert_true(f.root.v2);
    assert_str(f.root.name, "News & Views");
    live_close(&f.live);
}

/* -- C01 -------------------------------------------------------------------------------------- */

static void c01_a_link_header_among_others_names_the_root(void **state)
{
    static const struct reply replies[] = {
        {"HEAD /", 200,
         "Link: <{}/style,1.css>; rel=preload; as=style, </api/>; rel=\"x https://api.w.org/\"\n"
         "Link: <{}/>; rel=shortlink\n",
         NULL},
        {"/api/?" FIELDS, 200, TYPE_JSON, INDEX},
        NONE_LEFT};
    struct found f;
    (void)state;
    expect_root("/", replies, "/api/");
    search(&f, "/", replies);
    assert_int_equal(f.requests, 2); /* HEAD and the index */
    assert_str(f.root.home, arena_printf(&f.live.arena, "%s/", f.live.origin).p);
    live_close(&f.live);
}

static void c01_where_head_is_refused_the_page_names_the_root(void **state)
{
    static const int refusals[] = {405, 403, 501, 500};
    (void)state;
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        const struct reply replies[] = {
            {"HEAD /blog/", refusals[i], NULL, NULL},
            {"/blog/", 200, TYPE_HTML,
             "<html><head><link rel='stylesheet' href='x.css'><link rel=\"https://api.w.org/\" "
             "href=\"../rest/\" /></head>"},
            {"/rest/?" FIELDS, 200, TYPE_JSON, INDEX},
            NONE_LEFT};
        expect_root("/blog/", replies, "/rest/");
    }
}

static void c01_a_root_may_be_routed(void **state)
{
    static const struct reply replies[] = {
        {"HEAD /", 200, "Link: <{}/index.php?rest_route=/>; rel=\"https://api.w.org/\"\n", NULL},
        {"/index.php?rest_route=/&" FIELDS, 200, TYPE_JSON, INDEX},
        NONE_LEFT};
    (void)state;
    expect_root("/", replies, "/index.php?rest_route=/");
}

static void c01_a_root_that_moved_for_good_is_taken_where_it_is(void **state)
{
    static const struct reply replies[] = {
        {"HEAD /", 200, "Link: </old/>; rel=\"https://api.w.org/\"\n", NULL},
        {"/old/?" FIELDS, 301, "Location: /wp-json/?" FIELDS "\n", NULL},
        {"/wp-json/?" FIELDS, 200, TYPE_JSON, INDEX},
        NONE_LEFT};
    (void)state;
    expect_root("/", replies, "/wp-json/");
}

/* -- C02 -------------------------------------------------------------------------------------- */

#define PAGE                                                                                       \
    {                                                                                              \
        "/", 200, TYPE_HTML, "<!doctype html><title>Home</title>"                                  \
    }

static void c02_the_header_goes_before_the_element(void **state)
{
    static const struct reply replies[] = {{"/", 200,
                                            "Link: </a/>; rel=\"https://api.w.org/\"\n" TYPE_HTML,
                                            "<link rel=https://api.w.org/ href=/b/>"},
                                           {"/a/?" FIELDS, 200, TYPE_JSON, INDEX},
                                           {"/b/?" FIELDS, 200, TYPE_JSON, INDEX},
                                           NONE_LEFT};
    (void)state;
    expect_root("/", replies, "/a/");
}

static void c02_a_header_that_leads_nowhere_leaves_the_element(void **state)
{
    static const struct reply replies[] = {
        {"/", 200, "Link: </a/>; rel=\"https://api.w.org/\"\n" TYPE_HTML,
         "<link rel=https://api.w.org/ href=/b/>"},
        {"/a/?" FIELDS, 200, TYPE_HTML, "<html>a page of the same name"},
        {"/b/?" FIELDS, 200, TYPE_JSON, INDEX},
        NONE_LEFT};
    (void)state;
    expect_root("/", replies, "/b/");
}

static void c02_the_usual_places_come_in_their_order(void **state)
{
    static const struct reply all[] = {PAGE,
                                       {"/wp-json/?" FIELDS, 200, TYPE_JSON, INDEX},
                                       {"/index.php/wp-json/?" FIELDS, 200, TYPE_JSON, INDEX},
                                       {"/?rest_route=/&" FIELDS, 200, TYPE_JSON, INDEX},
                                       NONE_LEFT};
    /* With plain permalinks the front page answers under /wp-json/, too. */
    static const struct reply second[] = {PAGE,
                                          {"/wp-json/?" FIELDS, 200, TYPE_HTML, "<html>"},
                                          {"/index.php/wp-json/?" FIELDS, 200, TYPE_JSON, INDEX},
                                          {"/?rest_route=/&" FIELDS, 200, TYPE_JSON, INDEX},
                                          NONE_LEFT};
    static const struct reply third[] = {
        PAGE,
        {"/wp-json/?" FIELDS, 301, "Location: /some/article/\n", NULL},
        {"/some/article/", 200, TYPE_HTML, "<html>"},
        {"/index.php/wp-json/?" FIELDS, 404, TYPE_HTML, "<html>"},
        {"/?rest_route=/&" FIELDS, 200, TYPE_JSON, INDEX},
        NONE_LEFT};
    (void)state;
    expect_root("/", all, "/wp-json/");
    expect_root("/", second, "/index.php/wp-json/");
    expect_root("/", third, "/?rest_route=/");
}

static void c02_what_is_json_but_no_index_is_no_root(void **state)
{
    static const char *const bodies[] = {
        "[]",   "{}", "{\"name\":\"x\"}", "{\"namespaces\":1}", "{\"namespaces\":[\"wp/v2\"",
        "null", ""};
    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        const struct reply replies[] = {PAGE,
                                        {"/wp-json/?" FIELDS, 200, TYPE_JSON, bodies[i]},
                                        {"/?rest_route=/&" FIELDS, 200, TYPE_JSON, INDEX},
                                        NONE_LEFT};
        expect_root("/", replies, "/?rest_route=/");
    }
}

static void c02_an_index_with_all_its_routes_is_one(void **state)
{
    static const struct reply replies[] = {
        PAGE,
        {"/wp-json/?" FIELDS, 200, TYPE_JSON,
         "\xEF\xBB\xBF{\"name\":\"News &amp; "
         "Views\",\"url\":\"http:\\/\\/e.org\",\"routes\":{\"\\/\":[],"
         "\"\\/wp\\/v2\":{\"x\":[]},\"\\/wp\\/v2\\/posts\":[]}}<!-- cached -->"},
        NONE_LEFT};
    struct found f;
    (void)state;
    expect_root("/", replies, "/wp-json/");
    search(&f, "/", replies);
    assert_str(f.root.home, "http://e.org/");
    live_close(&f.live);
}

/* -- C04 -------------------------------------------------------------------------------------- */

static void c04_a_collection_costs_one_request(void **state)
{
    static const struct reply replies[] = {{"/wp-json/?" FIELDS, 200, TYPE_JSON, INDEX}, NONE_LEFT};
    static const char *const paths[] = {"/wp-json", "/wp-json/", "/wp-json/wp/v2",
                                        "/wp-json/wp/v2/posts?per_page=5&_embed"};
    struct found f;
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        expect_root(paths[i], replies, "/wp-json/");
        search(&f, paths[i], replies);
        assert_int_equal(f.requests, 1);
        live_close(&f.live);
    }
}

static void c04_a_root_that_is_not_where_it_was_is_found_nearby(void **state)
{
    static const struct reply replies[] = {{"/b/?rest_route=/&" FIELDS, 200, TYPE_JSON, INDEX},
                                           NONE_LEFT};
    (void)state;
    expect_root("/b/wp-json/wp/v2/posts?per_page=5", replies, "/b/?rest_route=/");
    expect_root("/b/index.php/wp-json/", replies, "/b/?rest_route=/");
}

static void c04_articles_feeds_and_folders_lead_to_their_site(void **state)
{
    static const struct reply deep[] = {
        {"/2026/05/07/slug/", 200, TYPE_HTML, "<!doctype html><title>Article</title>"},
        {"/feed/", 200, TYPE_RSS, WP_FEED},
        {"/category/ai/feed/", 200, TYPE_RSS, WP_FEED},
        {"/?feed=rss2", 200, TYPE_RSS, WP_FEED},
        {"/index.php", 200, TYPE_HTML, "<html>"},
        {"/wp-json/?" FIELDS, 200, TYPE_JSON, INDEX},
        NONE_LEFT};
    static const struct reply sub[] = {
        {"/main/2026/slug/", 200, TYPE_HTML, "<!doctype html><title>Article</title>"},
        {"/main/feed/", 200, TYPE_RSS, WP_FEED},
        {"/main/", 200, TYPE_HTML, "<html>"},
        {"/main/wp-json/?" FIELDS, 200, TYPE_JSON, INDEX},
        {"/wp-json/?" FIELDS, 404, TYPE_JSON, NULL},
        NONE_LEFT};
    (void)state;
    expect_root("/2026/05/07/slug/", deep, "/wp-json/");
    expect_root("/feed/", deep, "/wp-json/");
    expect_root("/category/ai/feed/", deep, "/wp-json/");
    expect_root("/?feed=rss2", deep, "/wp-json/");
    expect_root("/index.php", deep, "/wp-json/");
    expect_root("/main/2026/slug/", sub, "/main/wp-json/");
    expect_root("/main/feed/", sub, "/main/wp-json/");
    expect_root("/main/", sub, "/main/wp-json/");
    expect_root("/main", sub, "/main/wp-json/");
}

static void c04_an_index_under_another_name_is_taken_as_it_is(void **state)
{
    static const struct reply replies[] = {{"/api/", 200, TYPE_JSON, INDEX}, NONE_LEFT};
    (void)state;
    expect_root("/api/", replies, "/api/");
}

/* -- C05 -------------------------------------------------------------------------------------- */

static void c05_a_root_without_wp_v2_says_so(void **state)
{
    static const struct reply replies[] = {
        {"HEAD /", 200, REST_LINK, NULL},
        {"/wp-json/?" FIELDS, 200, TYPE_JSON, "{\"name\":\"Old\",\"namespaces\":[\"oembed/1.0\"]}"},
        NONE_LEFT};
    struct found f;
    (void)state;
    search(&f, "/", replies);
    assert_true(f.found);
    assert_false(f.root.v2);
    live_close(&f.live);
}

/* -- C06 -------------------------------------------------------------------------------------- */

/* A recording in the making. */
struct tape {
    struct recording *recording;
    struct http_site *site;
};

static void record(struct tape *tape, const char *url, enum http_method method,
                   const struct http_response *response)
{
    struct err err = {0};
    struct trail trail = {0};
    struct http_request request = {.site = tape->site, .url = str_of(url), .method = method};
    struct exchange exchange = {&request, &trail, response, NULL};
    if (!recording_keep(tape->recording, &exchange, &err))
        fail_msg("%s", err.why);
}

/* Replays a search of WordPress.com, which no server on loopback can stand for. */
static void replay(struct sandbox *box, const char *url, struct discovery *found)
{
    struct err err = {0};
    struct http *http;
    struct http_site *site = NULL;
    struct source source = {.location = str_of(url), .remote = true, .kind = SOURCE_WORDPRESS};
    struct http_options options = {.per_host = 1, .replay = sandbox_at(box, "r")};
    if (!http_open(&http, &options, &err) || !http_site_open(&site, http, &source, &err))
        fail_msg("%s", err.why);
    if (!fetch_discover(found, &box->arena, http, site, source.location, &err))
        fail_msg("%s: %s", err.file, err.why);
    http_close(http);
}

static void c06_wordpress_com_is_found_by_host_and_by_link(void **state)
{
#define COM "https://public-api.wordpress.com/wp/v2/sites/"
    struct sandbox box;
    struct live live;
    struct err err = {0};
    struct discovery found;
    struct http_header link = {STR("link"), STR("<" COM "4711/>; rel=\"https://api.w.org/\"")};
    struct http_response list = {.status = 200,
                                 .type = STR("application/json"),
                                 .body = buf_init(99)},
                         home = {.status = 200, .type = STR("text/html"), .body = buf_init(99)},
                         own = {.status = 200,
                                .headers = &link,
                                .header_count = 1,
                                .body = buf_init(99)};
    (void)state;
    sandbox_open(&box);
    live_open(&live, SOURCE_WORDPRESS, "/", NULL);
    struct tape tape = {.site = live.site};
    assert_true(recording_create(&tape.recording, sandbox_at(&box, "r"), 1767225600, &err));
    buf_addz(&list.body, "[{\"id\":1}]");
    buf_addz(&home.body, "<title>A Blog</title>");
    list.url = STR(COM "b.wordpress.com/posts?" POST1);
    for (int i = 0; i < 3; i++)
        record(&tape, COM "b.wordpress.com/posts?" POST1, HTTP_GET, &list);
    home.url = STR("https://b.wordpress.com/about/");
    record(&tape, "https://b.wordpress.com/about/", HTTP_GET, &home);
    /* A domain of its own. */
    own.url = home.url = STR("https://own.example/");
    record(&tape, "https://own.example/", HTTP_HEAD, &own);
    record(&tape, "https://own.example/", HTTP_GET, &home);
    for (int i = 0; i < 2; i++)
        record(&tape, COM "4711/posts?" POST1, HTTP_GET, &list);
    recording_free(tape.recording);
    live_close(&live);
    replay(&box, "https://b.wordpress.com/about/", &found);
    assert_int_equal(found.kind, SOURCE_WORDPRESS);
    assert_str(found.location, "https://b.wordpress.com/");
    assert_str(found.name, "A Blog");
    replay(&box, "https://own.example/", &found);
    assert_int_equal(found.kind, SOURCE_WORDPRESS);
    assert_str(found.location, "https://own.example/");
    http_response_release(&list);
    http_response_release(&home);
    http_response_release(&own);
    sandbox_close(&box);
}

/* -- What stands in the way ------------------------------------------------------------------- */

static void expect_failure(const char *path, const struct reply *replies, enum err_code code,
                           const char *why, size_t most)
{
    struct found f;
    search(&f, path, replies);
    assert_false(f.found);
    assert_has(f.live.err.why, why);
    assert_int_equal(f.live.err.code, code);
    assert_true(f.live.err.hint[0] && f.live.err.file[0]);
    if (f.requests > most)
        fail_msg("%zu requests, over %zu: %s", f.requests, most, why);
    live_close(&f.live);
}

#define CLOSED                                                                                     \
    401, TYPE_JSON,                                                                                \
        "{\"code\":\"rest_login_required\",\"message\":\"No.\",\"data\":{\"status\":401}}"

static void a_closed_interface_ends_the_search_and_leaves_the_feed(void **state)
{
    static const struct reply replies[] = {
        {"/", 200, REST_LINK TYPE_HTML,
         "<link rel=alternate type=application/rss+xml href=/feed/>"},
        {"/wp-json/?" FIELDS, CLOSED},
        NONE_LEFT};
    struct found f;
    (void)state;
    expect_failure("/", replies, ERR_REFUSED, "closed to visitors", 3);
    search(&f, "/", replies);
    assert_string_equal(local(&f.live, f.feed), "/feed/");
    live_close(&f.live);
}

static void a_challenge_before_everything_is_named_and_not_hammered(void **state)
{
    static const struct reply replies[] = {
        {"*", 403, "cf-mitigated: challenge\nserver: cloudflare\n" TYPE_HTML,
         "<title>Just a moment...</title>"},
        NONE_LEFT};
    (void)state;
    expect_failure("/a/b/c/", replies, ERR_REFUSED, "Cloudflare's browser check", 5);
}

static void maintenance_is_told_from_absence(void **state)
{
    static const struct reply replies[] = {
        {"*", 503, TYPE_HTML, "Briefly unavailable for scheduled maintenance."}, NONE_LEFT};
    (void)state;
    expect_failure("/", replies, ERR_NETWORK, "maintenance mode", 20);
}

static void other_pages_are_said_to_be_what_they_are(void **state)
{
    static const struct reply page[] = {PAGE, NONE_LEFT};
    static const struct reply guessed[] = {
        PAGE, {"/index.php/wp-json/?" FIELDS, 403, NULL, "no"}, NONE_LEFT};
    static const struct reply copy[] = {
        {"/", 200, TYPE_HTML, "<meta name=generator content='WordPress 6.1'>"}, NONE_LEFT};
    static const struct reply none[] = {NONE_LEFT};
    static const struct reply parked[] = {
        {"*", 200, TYPE_HTML, "<title>e.org</title>This domain is for sale!"}, NONE_LEFT};
    (void)state;
    expect_failure("/", page, ERR_INPUT, "no WordPress is there, but an HTML page \u201CHome\u201D",
                   5);
    expect_failure("/", guessed, ERR_INPUT, "no WordPress is there", 5);
    expect_failure("/", copy, ERR_REFUSED, "its REST interface is not there", 5);
    expect_failure("/x/", none, ERR_REFUSED, "nothing at this address", 8);
    expect_failure("/", parked, ERR_REFUSED, "the domain is for sale", 5);
}

static void a_host_that_does_not_answer_is_asked_no_further(void **state)
{
    struct found f;
    (void)state;
    live_open(&f.live, SOURCE_WORDPRESS, "/", NULL);
    f.live.source.location = STR("http://127.0.0.1:1/");
    assert_false(wp_discover(&f.root, &f.live.arena, f.live.http, f.live.site,
                             STR("http://127.0.0.1:1/"), NULL, &f.live.err));
    assert_int_equal(f.live.err.code, ERR_NETWORK);
    assert_true(http_site_requests(f.live.site) <= 6); /* HEAD once, GET with its attempts */
    live_close(&f.live);
}

static void a_root_on_a_private_host_that_a_page_names_is_not_asked(void **state)
{
    static const struct reply replies[] = {
        {"/", 200, "Link: <http://127.0.0.2:1/wp-json/>; rel=\"https://api.w.org/\"\n" TYPE_HTML,
         ""},
        {"/?rest_route=/&" FIELDS, 200, TYPE_JSON, INDEX},
        NONE_LEFT};
    (void)state;
    expect_root("/", replies, "/?rest_route=/");
}

static void a_page_full_of_roots_is_left_in_time(void **state)
{
    struct buf page = buf_init(4 << 20);
    (void)state;
    for (int i = 0; i < 2000; i++)
        buf_addf(&page, "<link rel=https://api.w.org/ href=/r%d/>", i);
    const struct reply replies[] = {{"/", 200, TYPE_HTML, page.p}, NONE_LEFT};
    expect_failure("/", replies, ERR_REFUSED, "", 23);
    buf_release(&page);
}

/* -- discover_feed ---------------------------------------------------------------------------- */

static void expect_feed(const char *path, const struct reply *replies, const char *feed)
{
    struct live live;
    live_open(&live, SOURCE_WORDPRESS, path, replies);
    str found = discover_feed(&live.arena, live.http, live.site, live.source.location);
    assert_string_equal(found.n ? local(&live, found) : "", feed);
    live_close(&live);
}

static void a_feed_is_named_or_where_wordpress_has_it(void **state)
{
    static const struct reply named[] = {
        {"/", 200, TYPE_HTML, "<link rel=alternate type=application/atom+xml href=/x.atom>"},
        NONE_LEFT};
    static const struct reply header[] = {
        {"/", 200, "Link: </h.xml>; rel=alternate; type=\"application/rss+xml\"\n" TYPE_HTML,
         "<html>"},
        NONE_LEFT};
    static const struct reply usual[] = {
        {"/blog", 403, NULL, NULL}, {"/blog/feed/", 200, TYPE_RSS, WP_FEED}, NONE_LEFT};
    static const struct reply query[] = {{"/", 200, TYPE_HTML, "<html>"},
                                         {"/feed/", 200, TYPE_HTML, "<html>the front page"},
                                         {"/?feed=rss2", 200, TYPE_HTML, WP_FEED},
                                         NONE_LEFT};
    static const struct reply none[] = {{"/", 200, TYPE_HTML, "<html>"}, NONE_LEFT};
    (void)state;
    expect_feed("/", named, "/x.atom");
    expect_feed("/", header, "/h.xml");
    expect_feed("/blog", usual, "/blog/feed/");
    expect_feed("/", query, "/?feed=rss2");
    expect_feed("/", none, "");
}

int u_fetch_discover(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(c01_a_link_header_among_others_names_the_root),
        cmocka_unit_test(c01_where_head_is_refused_the_page_names_the_root),
        cmocka_unit_test(c01_a_root_may_be_routed),
        cmocka_unit_test(c01_a_root_that_moved_for_good_is_taken_where_it_is),
        cmocka_unit_test(c02_the_header_goes_before_the_element),
        cmocka_unit_test(c02_a_header_that_leads_nowhere_leaves_the_element),
        cmocka_unit_test(c02_the_usual_places_come_in_their_order),
        cmocka_unit_test(c02_what_is_json_but_no_index_is_no_root),
        cmocka_unit_test(c02_an_index_with_all_its_routes_is_one),
        cmocka_unit_test(c04_a_collection_costs_one_request),
        cmocka_unit_test(c04_a_root_that_is_not_where_it_was_is_found_nearby),
        cmocka_unit_test(c04_articles_feeds_and_folders_lead_to_their_site),
        cmocka_unit_test(c04_an_index_under_another_name_is_taken_as_it_is),
        cmocka_unit_test(c05_a_root_without_wp_v2_says_so),
        cmocka_unit_test(c06_wordpress_com_is_found_by_host_and_by_link),
        cmocka_unit_test(a_closed_interface_ends_the_search_and_leaves_the_feed),
        cmocka_unit_test(a_challenge_before_everything_is_named_and_not_hammered),
        cmocka_unit_test(maintenance_is_told_from_absence),
        cmocka_unit_test(other_pages_are_said_to_be_what_they_are),
        cmocka_unit_test(a_host_that_does_not_answer_is_asked_no_further),
        cmocka_unit_test(a_root_on_a_private_host_that_a_page_names_is_not_asked),
        cmocka_unit_test(a_page_full_of_roots_is_left_in_time),
        cmocka_unit_test(a_feed_is_named_or_where_wordpress_has_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
