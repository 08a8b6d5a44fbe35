/* Syncs of feeds, with what C39 to C43 and C60 say of them, and B1, B5, B26. */
#include "digest/limits.h"
#include "live_site.h"

#define FEED(items)                                                                                \
    "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>F</title>" items "</channel></"   \
    "rss>"
#define ITEM(n) "<item><guid>" n "</guid></item>"

static void open_feed(struct live *live, const char *path)
{
    live_open(live, SOURCE_FEED, path, NULL);
}

static str note(struct live *live, const char *name)
{
    return live_note(live, &live->arena, name);
}

static void good(struct live *live, const struct reply *replies)
{
    if (!live_sync(live, replies))
        fail_msg("%s: %s", live->err.file, live->err.why);
}

static void bad(struct live *live, const struct reply *replies, enum err_code code, const char *why)
{
    assert_false(live_sync(live, replies));
    assert_has(live->err.why, why);
    assert_int_equal(live->err.code, code);
    assert_true(live->err.file[0]);
}

/* -- The usual way ---------------------------------------------------------------------------- */

static void a_feed_is_kept_whole_and_counted_by_entries(void **state)
{
    static const struct reply replies[] = {
        {"/feed", 200,
         "Content-Type: application/rss+xml; charset=ISO-8859-2\nLast-Modified: Thu, 07 May 2026 "
         "08:10:43 "
         "GMT\n",
         FEED(ITEM("1") ITEM("2"))},
        NONE_LEFT};
    struct live live;
    (void)state;
    open_feed(&live, "/feed");
    good(&live, replies);
    assert_int_equal(live.kept_count, 1);
    assert_int_equal(live.kept[0].kind, RAW_FEED);
    assert_str(live.kept[0].bytes, FEED(ITEM("1") ITEM("2")));
    assert_str(live.kept[0].url, arena_printf(&live.arena, "%s/feed", live.origin).p);
    assert_str(live.kept[0].charset, "ISO-8859-2");
    assert_int_equal(live.kept[0].dated, 1778141443);
    assert_int_equal(live.sync.counts.announced, 2);
    assert_int_equal(live.sync.counts.fetched, 2);
    assert_int_equal(live.sync.counts.added, 2);
    assert_int_equal(live.sync.counts.unchanged, 0);
    assert_int_equal(live.sync.counts.requests, 1);
    assert_int_equal(live.problem_count, 0);
    good(&live, replies);
    assert_int_equal(live.sync.counts.added, 0);
    assert_int_equal(live.sync.counts.unchanged, 2);
    live_close(&live);
}

static void entries_that_fail_are_counted_apart(void **state)
{
    static const struct reply replies[] = {
        {"/feed", 200, TYPE_RSS, FEED(ITEM("1") ITEM("broken") ITEM("2"))}, NONE_LEFT};
    struct live live;
    (void)state;
    open_feed(&live, "/feed");
    good(&live, replies);
    good(&live, replies);
    assert_int_equal(live.sync.counts.fetched, 3);
    assert_int_equal(live.sync.counts.unchanged, 2);
    assert_int_equal(live.sync.counts.failed, 1);
    live_close(&live);
}

static void validators_are_sent_back_and_304_ends_it(void **state)
{
    static const struct reply first[] = {
        {"/feed", 200, TYPE_RSS "ETag: \"a,b\"\nLast-Modified: Thu, 07 May 2026 08:10:43 GMT\n",
         FEED(ITEM("1"))},
        NONE_LEFT};
    static const struct reply same[] = {{"/feed", 304, "ETag: \"a,b\"\n", NULL}, NONE_LEFT};
    struct live live;
    (void)state;
    open_feed(&live, "/feed");
    good(&live, first);
    assert_null(strstr(http_server_head(&live.server, 0).p, "If-"));
    good(&live, same);
    str head = http_server_head(&live.server, 1);
    assert_has(head.p, "If-None-Match: \"a,b\"\r\n");
    assert_has(head.p, "If-Modified-Since: Thu, 07 May 2026 08:10:43 GMT\r\n");
    assert_true(live.sync.counts.untouched);
    assert_int_equal(live.sync.counts.requests, 1);
    /* All of it again: no conditions. */
    live.sync.full = true;
    good(&live, first);
    assert_null(strstr(http_server_head(&live.server, 2).p, "If-"));
    live_close(&live);
}

static void validators_of_another_address_are_not_used(void **state)
{
    static const struct reply replies[] = {
        {"/feed", 200, TYPE_RSS "ETag: \"1\"\n", FEED(ITEM("1"))},
        {"/other", 200, TYPE_RSS, FEED(ITEM("2"))},
        NONE_LEFT};
    struct live live;
    (void)state;
    open_feed(&live, "/feed");
    good(&live, replies);
    live.source.location = http_server_url(&live.server, &live.arena, "/other");
    good(&live, replies);
    assert_null(strstr(http_server_head(&live.server, 1).p, "If-None-Match"));
    assert_has(http_server_head(&live.server, 1).p, "GET /other ");
    live_close(&live);
}

static void validators_of_a_feed_dated_in_the_future_are_not_used(void **state)
{
    static const struct reply replies[] = {{"/feed", 200,
                                            TYPE_RSS
                                            "ETag: \"1\"\nDate: Thu, 07 May 2026 08:00:00 GMT\n"
                                            "Last-Modified: Fri, 01 Jan 2044 00:00:00 GMT\n",
                                            FEED(ITEM("1"))},
                                           NONE_LEFT};
    struct live live;
    (void)state;
    open_feed(&live, "/feed");
    good(&live, replies);
    assert_str(note(&live, "feed_etag"), "");
    assert_str(note(&live, "feed_modified"), "");
    live_close(&live);
}

static void a_feed_that_could_not_be_kept_is_asked_for_again(void **state)
{
    static const struct reply replies[] = {
        {"/feed", 200, TYPE_RSS "ETag: \"1\"\n", FEED(ITEM("1"))}, NONE_LEFT};
    struct live live;
    (void)state;
    open_feed(&live, "/feed");
    live.refuse = true;
    bad(&live, replies, ERR_INPUT, "cannot be taken apart");
    assert_str(note(&live, "feed_etag"), "");
    live.refuse = false;
    good(&live, replies);
    assert_null(strstr(http_server_head(&live.server, 1).p, "If-None-Match"));
    assert_str(note(&live, "feed_etag"), "\"1\"");
    live_close(&live);
}

static void a_304_that_nobody_asked_for_is_an_error(void **state)
{
    static const struct reply replies[] = {{"/feed", 304, NULL, NULL}, NONE_LEFT};
    struct live live;
    (void)state;
    open_feed(&live, "/feed");
    bad(&live, replies, ERR_REFUSED, "status 304");
    live_close(&live);
}

static void the_bytes_decide_and_not_the_type(void **state)
{
    static const char *const types[] = {"Content-Type: text/html\n", "Content-Type: text/plain\n",
                                        "Content-Type: application/octet-stream\n", NULL};
    (void)state;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        const struct reply replies[] = {{"/feed", 200, types[i], "\xEF\xBB\xBF\n" FEED(ITEM("1"))},
                                        NONE_LEFT};
        struct live live;
        open_feed(&live, "/feed");
        good(&live, replies);
        assert_int_equal(live.sync.counts.added, 1);
        live_close(&live);
    }
}

static void feeds_are_asked_for_as_feeds(void **state)
{
    static const struct reply replies[] = {{"/feed", 200, TYPE_RSS, FEED(ITEM("1"))}, NONE_LEFT};
    struct live live;
    (void)state;
    open_feed(&live, "/feed");
    good(&live, replies);
    assert_has(http_server_head(&live.server, 0).p,
               "Accept: application/atom+xml, application/rss+xml");
    live_close(&live);
}

/* -- Where it is ------------------------------------------------------------------------------ */

static void a_page_leads_to_its_feed_once_and_then_no_more(void **state)
{
    static const struct reply replies[] = {
        {"/", 200, TYPE_HTML "ETag: \"page\"\n",
         "<link rel=alternate type=application/rss+xml title='Comments' href=/comments/feed/>"
         "<link rel=alternate type=application/rss+xml href=/feed/>"
         "<link rel=alternate type=application/atom+xml href=/atom>"},
        {"/atom", 200, TYPE_RSS "ETag: \"feed\"\n", FEED(ITEM("1"))},
        NONE_LEFT};
    struct live live;
    (void)state;
    open_feed(&live, "/");
    good(&live, replies);
    assert_int_equal(live.sync.counts.added, 1);
    assert_int_equal(live.problem_count, 1);
    assert_has(live.problems[0].why, "the feed that it names is");
    assert_has(live.problems[0].hint, "/atom");
    good(&live, replies);
    assert_int_equal(live.sync.counts.requests, 1);
    assert_int_equal(live.problem_count, 0);
    assert_has(http_server_head(&live.server, 2).p, "GET /atom ");
    assert_has(http_server_head(&live.server, 2).p, "If-None-Match: \"feed\"");
    live_close(&live);
}

static void a_found_feed_that_is_gone_is_looked_for_again(void **state)
{
    static const struct reply before[] = {
        {"/", 200, TYPE_HTML, "<link rel=alternate type=application/rss+xml href=/old>"},
        {"/old", 200, TYPE_RSS, FEED(ITEM("1"))},
        NONE_LEFT};
    static const struct reply after[] = {
        {"/", 200, TYPE_HTML, "<link rel=alternate type=application/rss+xml href=/new>"},
        {"/old", 410, NULL, NULL},
        {"/new", 200, TYPE_RSS, FEED(ITEM("2"))},
        NONE_LEFT};
    struct live live;
    (void)state;
    open_feed(&live, "/");
    good(&live, before);
    good(&live, after);
    assert_int_equal(live.sync.counts.added, 1);
    assert_has(arena_copy(&live.arena, note(&live, "feed_url")).p, "/new");
    live_close(&live);
}

static void a_page_whose_feed_is_a_page_is_no_feed(void **state)
{
    static const struct reply replies[] = {
        {"/", 200, TYPE_HTML, "<link rel=alternate type=application/rss+xml href=/a>"},
        {"/a", 200, TYPE_HTML,
         "<title>A</title><link rel=alternate type=application/rss+xml href=/b>"},
        {"/b", 200, TYPE_RSS, FEED(ITEM("1"))},
        NONE_LEFT};
    static const struct reply itself[] = {
        {"/", 200, TYPE_HTML, "<link rel=alternate type=application/rss+xml href=/>"}, NONE_LEFT};
    struct live live;
    (void)state;
    open_feed(&live, "/");
    bad(&live, replies, ERR_INPUT, "\u201CA\u201D where a feed should be");
    assert_int_equal(live_asked(&live, "GET /b "), 0);
    bad(&live, itself, ERR_INPUT, "names no feed");
    live_close(&live);
}

static void a_feed_that_moved_for_good_is_asked_there_from_then_on(void **state)
{
    static const struct reply moved[] = {{"/feed", 301, "Location: /new\n", NULL},
                                         {"/new", 200, TYPE_RSS "ETag: \"n\"\n", FEED(ITEM("1"))},
                                         NONE_LEFT};
    static const struct reply away[] = {{"/feed", 302, "Location: /new\n", NULL},
                                        {"/new", 200, TYPE_RSS, FEED(ITEM("1"))},
                                        NONE_LEFT};
    struct live live;
    (void)state;
    open_feed(&live, "/feed");
    good(&live, moved);
    assert_int_equal(live.problem_count, 1);
    assert_has(live.problems[0].why, "moved for good to");
    good(&live, moved);
    assert_int_equal(live_asked(&live, "GET /feed "), 1);
    assert_int_equal(live_asked(&live, "GET /new "), 2);
    assert_int_equal(live.problem_count, 0);
    live_close(&live);
    open_feed(&live, "/feed");
    good(&live, away);
    good(&live, away);
    assert_int_equal(live_asked(&live, "GET /feed "), 2);
    assert_int_equal(live.problem_count, 0);
    live_close(&live);
}

static void a_feed_elsewhere_may_not_lead_into_a_private_network(void **state)
{
    static const struct reply replies[] = {
        {"/", 200, TYPE_HTML,
         "<link rel=alternate type=application/rss+xml href=http://127.0.0.2:1/feed>"},
        NONE_LEFT};
    struct live live;
    (void)state;
    open_feed(&live, "/");
    bad(&live, replies, ERR_REFUSED, "");
    live_close(&live);
}

/* -- Older pages ------------------------------------------------------------------------------ */

#define NEXT(url) "<link rel=\"next\" href=\"{}" url "\"/>"

static void older_pages_are_followed_in_the_first_sync_only(void **state)
{
    static const struct reply replies[] = {
        {"/feed", 200, TYPE_RSS "ETag: \"1\"\n", FEED(NEXT("/feed?page=2") ITEM("5") ITEM("4"))},
        {"/feed?page=2", 200, TYPE_RSS, FEED(NEXT("/feed?page=3") ITEM("3") ITEM("2"))},
        {"/feed?page=3", 200, TYPE_RSS, FEED(ITEM("1"))},
        NONE_LEFT};
    struct live live;
    (void)state;
    open_feed(&live, "/feed");
    good(&live, replies);
    assert_int_equal(live.sync.counts.added, 5);
    assert_int_equal(live.sync.counts.requests, 3);
    good(&live, replies);
    assert_int_equal(live.sync.counts.requests, 1);
    assert_int_equal(live.sync.counts.unchanged, 2);
    live_close(&live);
}

static void a_page_of_nothing_but_news_is_followed_later_too(void **state)
{
    static const struct reply before[] = {{"/feed", 200, TYPE_RSS, FEED(ITEM("1"))}, NONE_LEFT};
    static const struct reply after[] = {
        {"/feed", 200, TYPE_RSS, FEED(NEXT("/2") ITEM("5") ITEM("4"))},
        {"/2", 200, TYPE_RSS, FEED(NEXT("/3") ITEM("3") ITEM("1"))},
        {"/3", 200, TYPE_RSS, FEED(ITEM("0"))},
        NONE_LEFT};
    struct live live;
    (void)state;
    open_feed(&live, "/feed");
    good(&live, before);
    good(&live, after);
    assert_int_equal(live.sync.counts.added, 3);
    assert_int_equal(live_asked(&live, "GET /3 "), 0);
    live_close(&live);
}

static void an_older_page_that_fails_is_tried_again_next_time(void **state)
{
    static const struct reply broken[] = {
        {"/feed", 200, TYPE_RSS "ETag: \"1\"\n", FEED(NEXT("/2") ITEM("2"))},
        {"/2", 404, NULL, NULL},
        NONE_LEFT};
    static const struct reply whole[] = {
        {"/feed", 200, TYPE_RSS "ETag: \"1\"\n", FEED(NEXT("/2") ITEM("2"))},
        {"/2", 200, TYPE_RSS, FEED(ITEM("1"))},
        NONE_LEFT};
    struct live live;
    (void)state;
    open_feed(&live, "/feed");
    good(&live, broken);
    assert_int_equal(live.sync.counts.added, 1);
    assert_int_equal(live.problem_count, 1);
    assert_has(live.problems[0].why, "nothing at this address");
    good(&live, whole);
    assert_int_equal(live.sync.counts.added, 1);
    assert_str(note(&live, "feed_etag"), "\"1\"");
    live_close(&live);
}

static void endless_pages_are_left_after_twenty(void **state)
{
    static const struct reply replies[] = {{"*", 200, TYPE_RSS, FEED(NEXT("/a") ITEM("1"))},
                                           NONE_LEFT};
    static const struct reply loop[] = {{"/a", 200, TYPE_RSS, FEED(NEXT("/b") ITEM("1"))},
                                        {"/b", 200, TYPE_RSS, FEED(NEXT("/a") ITEM("2"))},
                                        NONE_LEFT};
    struct live live;
    (void)state;
    open_feed(&live, "/feed");
    good(&live, replies);
    assert_int_equal(live.sync.counts.requests, 2); /* its next page is itself */
    live_close(&live);
    open_feed(&live, "/a");
    good(&live, loop);
    assert_int_equal(live.sync.counts.requests, LIMIT_FEED_PAGES);
    live_close(&live);
}

static void no_more_is_fetched_than_is_wanted(void **state)
{
    static const struct reply replies[] = {
        {"/feed", 200, TYPE_RSS, FEED(NEXT("/2") ITEM("4") ITEM("3"))},
        {"/2", 200, TYPE_RSS, FEED(ITEM("2"))},
        NONE_LEFT};
    struct live live;
    (void)state;
    open_feed(&live, "/feed");
    live.source.max_articles = 2;
    good(&live, replies);
    assert_int_equal(live.sync.counts.requests, 1);
    live_close(&live);
}

/* -- Nothing in it ---------------------------------------------------------------------------- */

static void c60_an_empty_feed_is_told_and_changes_nothing(void **state)
{
    static const struct reply replies[] = {{"/feed", 200, TYPE_RSS "ETag: \"1\"\n", FEED("")},
                                           NONE_LEFT};
    struct live live;
    (void)state;
    open_feed(&live, "/feed");
    good(&live, replies);
    assert_int_equal(live.problem_count, 1);
    assert_has(live.problems[0].why, "the feed is empty; what was kept before stays");
    assert_has(live.problems[0].hint, "allow_empty");
    assert_str(note(&live, "feed_etag"), "");
    live.source.allow_empty = true;
    good(&live, replies);
    assert_int_equal(live.problem_count, 0);
    assert_str(note(&live, "feed_etag"), "\"1\"");
    live_close(&live);
}

/* -- What comes instead ----------------------------------------------------------------------- */

static void what_comes_instead_of_a_feed_is_named(void **state)
{
    static const struct {
        int status;
        const char *headers, *body;
        enum err_code code;
        const char *why, *hint;
    } cases[] = {
        {404, TYPE_HTML, "<title>Not found</title>", ERR_REFUSED, "nothing at this address",
         "`digest add` finds the feed"},
        {410, NULL, NULL, ERR_REFUSED, "gone for good (status 410)", "take the source out"},
        {401, "WWW-Authenticate: Basic realm=x\n", NULL, ERR_REFUSED, "HTTP authentication",
         "password_env"},
        {403, NULL, NULL, ERR_REFUSED, "access is refused", "user_agent"},
        {403, "server: cloudflare\ncf-mitigated: challenge\n" TYPE_HTML, "", ERR_REFUSED,
         "Cloudflare's browser check", "user_agent"},
        {502, NULL, NULL, ERR_NETWORK, "the server fails (status 502)", "later"},
        {503, TYPE_HTML, "Briefly unavailable for scheduled maintenance.", ERR_NETWORK,
         "maintenance mode", "later"},
        {200, TYPE_HTML, "<title>Just a moment...</title>", ERR_REFUSED, "Cloudflare",
         "user_agent"},
        {200, TYPE_HTML, "<title>Shop</title>", ERR_INPUT,
         "an HTML page \u201CShop\u201D that names no feed", "the feed itself"},
        {200, TYPE_HTML, "<meta name=generator content='WordPress 6'>", ERR_INPUT, "names no feed",
         "`wordpress:`"},
        {200, TYPE_JSON, "[{\"id\":1}]", ERR_INPUT, "JSON, not a feed", "`wordpress:`"},
        {200, NULL, "<?xml version='1.0'?><urlset/>", ERR_INPUT, "an XML document, not a feed",
         "RSS"},
        {200, NULL, "Hello", ERR_INPUT, "plain text, not a feed", "`text:`"},
        {200, NULL, "\x1F\x8B\x08 packed", ERR_INPUT, "packed with gzip", "Content-Encoding"},
        {200, NULL, "%PDF-1.7", ERR_INPUT, "a binary file, not a feed", "RSS"},
        {200, TYPE_RSS, "", ERR_INPUT, "nothing, not a feed", "RSS"},
        {200, TYPE_HTML, "<br />\n<b>Fatal error</b>: x", ERR_INPUT, "an HTML page", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct reply replies[] = {{"/feed", cases[i].status, cases[i].headers, cases[i].body},
                                        NONE_LEFT};
        struct live live;
        open_feed(&live, "/feed");
        bad(&live, replies, cases[i].code, cases[i].why);
        assert_has(live.err.hint, cases[i].hint ? cases[i].hint : "");
        assert_int_equal(live.commits, 0);
        assert_null(strstr(live.err.hint, "`feed:`"));
        live_close(&live);
    }
}

static void c46_a_feed_that_is_cut_off_is_not_kept(void **state)
{
    struct live live;
    static const struct reply replies[] = {
        {"/feed", 200, TYPE_RSS "Content-Encoding: gzip\n", "\x1F\x8B\x08 no"}, NONE_LEFT};
    (void)state;
    open_feed(&live, "/feed");
    assert_false(live_sync(&live, replies));
    assert_int_equal(live.commits, 0);
    live_close(&live);
}

static void other_kinds_of_sources_are_not_fetched(void **state)
{
    struct live live;
    (void)state;
    open_feed(&live, "/x");
    live.source.kind = SOURCE_OPML;
    bad(&live, NULL, ERR_CONFIG, "not fetched");
    live_close(&live);
}

int u_fetch_feed(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_feed_is_kept_whole_and_counted_by_entries),
        cmocka_unit_test(entries_that_fail_are_counted_apart),
        cmocka_unit_test(validators_are_sent_back_and_304_ends_it),
        cmocka_unit_test(validators_of_another_address_are_not_used),
        cmocka_unit_test(validators_of_a_feed_dated_in_the_future_are_not_used),
        cmocka_unit_test(a_feed_that_could_not_be_kept_is_asked_for_again),
        cmocka_unit_test(a_304_that_nobody_asked_for_is_an_error),
        cmocka_unit_test(the_bytes_decide_and_not_the_type),
        cmocka_unit_test(feeds_are_asked_for_as_feeds),
        cmocka_unit_test(a_page_leads_to_its_feed_once_and_then_no_more),
        cmocka_unit_test(a_found_feed_that_is_gone_is_looked_for_again),
        cmocka_unit_test(a_page_whose_feed_is_a_page_is_no_feed),
        cmocka_unit_test(a_feed_that_moved_for_good_is_asked_there_from_then_on),
        cmocka_unit_test(a_feed_elsewhere_may_not_lead_into_a_private_network),
        cmocka_unit_test(older_pages_are_followed_in_the_first_sync_only),
        cmocka_unit_test(a_page_of_nothing_but_news_is_followed_later_too),
        cmocka_unit_test(an_older_page_that_fails_is_tried_again_next_time),
        cmocka_unit_test(endless_pages_are_left_after_twenty),
        cmocka_unit_test(no_more_is_fetched_than_is_wanted),
        cmocka_unit_test(c60_an_empty_feed_is_told_and_changes_nothing),
        cmocka_unit_test(what_comes_instead_of_a_feed_is_named),
        cmocka_unit_test(c46_a_feed_that_is_cut_off_is_not_kept),
        cmocka_unit_test(other_kinds_of_sources_are_not_fetched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
