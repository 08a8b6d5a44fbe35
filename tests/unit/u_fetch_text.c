/* Syncs of texts over HTTP. */
#include "live_site.h"

#define TYPE_TEXT "Content-Type: text/plain; charset=windows-1252\n"

static void good(struct live *live, const struct reply *replies)
{
    if (!live_sync(live, replies))
        fail_msg("%s: %s", live->err.file, live->err.why);
}

static void a_text_is_one_document_with_what_the_server_says(void **state)
{
    static const struct reply replies[] = {
        {"/a.txt", 200, TYPE_TEXT "Last-Modified: Thu, 07 May 2026 08:10:43 GMT\n",
         "Title\n\ncaf\xE9"},
        NONE_LEFT};
    struct live live;
    (void)state;
    live_open(&live, SOURCE_TEXT, "/a.txt", NULL);
    good(&live, replies);
    assert_int_equal(live.kept_count, 1);
    assert_int_equal(live.kept[0].kind, RAW_TEXT);
    assert_true(str_eq(live.kept[0].id, live.source.location));
    assert_true(str_eq(live.kept[0].url, live.source.location));
    assert_str(live.kept[0].bytes, "Title\n\ncaf\xE9");
    assert_str(live.kept[0].charset, "windows-1252");
    assert_int_equal(live.kept[0].dated, 1778141443);
    assert_true(live.kept[0].published == INSTANT_NONE);
    assert_false(live.kept[0].markdown);
    assert_int_equal(live.sync.counts.added, 1);
    assert_int_equal(live.sync.counts.announced, 1);
    assert_int_equal(live.sync.counts.requests, 1);
    live_close(&live);
}

static void markdown_is_known_by_type_or_ending(void **state)
{
    static const struct {
        const char *path, *type, *body;
        bool markdown;
    } cases[] = {
        {"/a.md", "Content-Type: text/plain\n", "# T", true},
        {"/a.MARKDOWN?x=.txt", "Content-Type: text/plain\n", "# T", true},
        {"/a", "Content-Type: text/markdown; charset=utf-8\n", "# T", true},
        {"/a", "Content-Type: text/x-markdown\n", "# T", true},
        {"/a.txt?x=.md", "Content-Type: text/plain\n", "# T", false},
        {"/a.md", NULL, "<p align=\"center\">logo</p>\n\n# T", true},
        {"/a.txt", "Content-Type: text/plain\n", "[1] T\n\n<b>x</b>", false},
        {"/a", NULL, "T\n\ntext", false},
        {"/a", "Content-Type: application/octet-stream\n", "T\n\ntext", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct reply replies[] = {{cases[i].path, 200, cases[i].type, cases[i].body},
                                        NONE_LEFT};
        struct live live;
        live_open(&live, SOURCE_TEXT, cases[i].path, NULL);
        good(&live, replies);
        assert_int_equal(live.kept[0].markdown, cases[i].markdown);
        live_close(&live);
    }
}

static void an_unchanged_text_costs_a_304(void **state)
{
    static const struct reply first[] = {{"/a.txt", 200, TYPE_TEXT "ETag: W/\"1\"\n", "T"},
                                         NONE_LEFT};
    static const struct reply same[] = {{"/a.txt", 304, NULL, NULL}, NONE_LEFT};
    static const struct reply other[] = {{"/a.txt", 200, TYPE_TEXT, "T2"}, NONE_LEFT};
    struct live live;
    (void)state;
    live_open(&live, SOURCE_TEXT, "/a.txt", NULL);
    good(&live, first);
    good(&live, same);
    assert_has(http_server_head(&live.server, 1).p, "If-None-Match: W/\"1\"\r\n");
    assert_true(live.sync.counts.untouched);
    assert_int_equal(live.sync.counts.unchanged, 1);
    good(&live, first);
    assert_int_equal(live.sync.counts.unchanged, 1);
    assert_false(live.sync.counts.untouched);
    good(&live, other);
    assert_int_equal(live.sync.counts.changed, 1);
    assert_int_equal(live.kept_count, 1);
    live_close(&live);
}

static void a_text_that_is_not_kept_any_more_comes_whole(void **state)
{
    static const struct reply replies[] = {{"/a.txt", 200, TYPE_TEXT "ETag: \"1\"\n", "T"},
                                           NONE_LEFT};
    struct live live;
    (void)state;
    live_open(&live, SOURCE_TEXT, "/a.txt", NULL);
    good(&live, replies);
    live.forgets = true;
    good(&live, replies);
    assert_null(strstr(http_server_head(&live.server, 1).p, "If-None-Match"));
    live_close(&live);
}

static void a_text_that_could_not_be_kept_comes_again(void **state)
{
    static const struct reply replies[] = {{"/a.txt", 200, TYPE_TEXT "ETag: \"1\"\n", "T"},
                                           NONE_LEFT};
    struct live live;
    (void)state;
    live_open(&live, SOURCE_TEXT, "/a.txt", NULL);
    live.refuse = true;
    good(&live, replies);
    assert_int_equal(live.sync.counts.failed, 1);
    assert_int_equal(live.note_count, 0);
    live_close(&live);
}

static void c60_an_empty_text_leaves_what_was_kept(void **state)
{
    static const struct reply first[] = {{"/a.txt", 200, TYPE_TEXT, "T"}, NONE_LEFT};
    static const struct reply empty[] = {{"/a.txt", 200, TYPE_TEXT, " \n"}, NONE_LEFT};
    struct live live;
    (void)state;
    live_open(&live, SOURCE_TEXT, "/a.txt", NULL);
    good(&live, first);
    good(&live, empty);
    assert_int_equal(live.problem_count, 1);
    assert_has(live.problems[0].why, "the text is empty");
    assert_str(live.kept[0].bytes, "T");
    live_close(&live);
}

static void what_is_no_text_is_refused_with_a_hint(void **state)
{
    static const struct {
        int status;
        const char *headers, *body;
        enum err_code code;
        const char *why, *hint;
    } cases[] = {
        {200, TYPE_HTML, "<title>About</title>", ERR_INPUT,
         "an HTML page \u201C"
         "About\u201D, not a text",
         "`feed:`"},
        {200, TYPE_HTML, "<meta name=generator content='WordPress 6.5'>", ERR_INPUT, "not a text",
         "`wordpress:`"},
        {200, TYPE_HTML, "<link rel=alternate type=application/rss+xml href=/rss>", ERR_INPUT,
         "not a text", "/rss`"},
        {200, TYPE_HTML, "no tags at all", ERR_INPUT, "plain text", NULL},
        {200, "Content-Type: text/plain\n", "<!doctype html><title>x</title>", ERR_INPUT,
         "an HTML page", NULL},
        {200, TYPE_HTML, "<title>Just a moment...</title>", ERR_REFUSED, "Cloudflare",
         "user_agent"},
        {200, "Content-Type: text/plain\n", "<rss version='2.0'><channel/></rss>", ERR_INPUT,
         "a feed, not a text", "`feed:`"},
        {200, TYPE_JSON, "[{\"id\":1}]", ERR_INPUT, "JSON, not a text", "`wordpress:`"},
        {200, NULL, "%PDF-1.7", ERR_INPUT, "a binary file, not a text", ".txt"},
        {200, NULL, "\x1F\x8B\x08", ERR_INPUT, "gzip", ".txt"},
        {404, TYPE_HTML, "<title>No</title>", ERR_REFUSED, "nothing at this address", "address"},
        {410, NULL, NULL, ERR_REFUSED, "gone for good", "take the source out"},
        {401, NULL, NULL, ERR_REFUSED, "access is refused (status 401)", NULL},
        {500, NULL, NULL, ERR_NETWORK, "the server fails (status 500)", "later"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct reply replies[] = {
            {"/a.txt", cases[i].status, cases[i].headers, cases[i].body}, NONE_LEFT};
        struct live live;
        live_open(&live, SOURCE_TEXT, "/a.txt", NULL);
        assert_false(live_sync(&live, replies));
        assert_has(live.err.why, cases[i].why);
        assert_has(live.err.hint, cases[i].hint ? cases[i].hint : "");
        assert_int_equal(live.err.code, cases[i].code);
        assert_int_equal(live.commits, 0);
        live_close(&live);
    }
}

static void c47_a_text_that_is_too_long_is_an_error(void **state)
{
    struct buf body = buf_init(8 << 20);
    struct live live;
    (void)state;
    while (body.n < 5 << 20)
        buf_addz(&body, "A line of text.\n");
    const struct reply replies[] = {{"/a.txt", 200, TYPE_TEXT, body.p}, NONE_LEFT};
    live_open(&live, SOURCE_TEXT, "/a.txt", NULL);
    assert_false(live_sync(&live, replies));
    assert_int_equal(live.err.code, ERR_LIMIT);
    assert_int_equal(live.commits, 0);
    live_close(&live);
    buf_release(&body);
}

int u_fetch_text(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_one_document_with_what_the_server_says),
        cmocka_unit_test(markdown_is_known_by_type_or_ending),
        cmocka_unit_test(an_unchanged_text_costs_a_304),
        cmocka_unit_test(a_text_that_is_not_kept_any_more_comes_whole),
        cmocka_unit_test(a_text_that_could_not_be_kept_comes_again),
        cmocka_unit_test(c60_an_empty_text_leaves_what_was_kept),
        cmocka_unit_test(what_is_no_text_is_refused_with_a_hint),
        cmocka_unit_test(c47_a_text_that_is_too_long_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
