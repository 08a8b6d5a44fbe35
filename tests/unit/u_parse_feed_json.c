/* JSON Feed, and the form in which entries are kept. */
#include "feed_check.h"

static const struct article *json_article(struct feed_case *c, const char *members)
{
    struct buf b = buf_init((size_t)1 << 20);
    buf_addf(&b,
             "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"F\","
             "\"home_page_url\":\"https://f.example/\",\"feed_url\":\"https://f.example/f.json\","
             "\"items\":[{\"id\":\"1\",%s}]}",
             members);
    feed_case_read_bytes(c, buf_str(&b));
    buf_release(&b);
    if (!c->ok)
        fail_msg("%s", c->err.why);
    if (c->parsed.count != 1)
        fail_msg("%zu articles of %s", c->parsed.count, members);
    return c->parsed.articles[0];
}

static void version_1_1_is_read(void **state)
{
    (void)state;
    struct feed_case c = {0};
    feed_case_read(
        &c, "\xEF\xBB\xBF \n{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"F & F\","
            "\"home_page_url\":\"https://f.example/\",\"feed_url\":\"https://f.example/f.json\","
            "\"next_url\":\"?page=2\",\"language\":\"de\",\"authors\":[{\"name\":\"Feed Author\"}],"
            "\"items\":[{\"id\":\"https://f.example/1\",\"url\":\"/1\",\"title\":\"T &amp; <b>\","
            "\"content_html\":\"<p>Text &amp; more.</p>\",\"summary\":\"A <summary>.\","
            "\"image\":\"/i.jpg\",\"banner_image\":\"/b.jpg\","
            "\"date_published\":\"2026-05-07T08:10:43+02:00\","
            "\"date_modified\":\"2026-05-08T08:10:43Z\","
            "\"authors\":[{\"name\":\"Jane Doe\",\"url\":\"https://j.example/\"},{\"name\":\"B\"}],"
            "\"tags\":[\"AI\",\"R&amp;D\",\"AI\"],\"language\":\"fr\","
            "\"external_url\":\"https://www.o.example/x\","
            "\"attachments\":[{\"url\":\"/a.mp3\",\"mime_type\":\"audio/mpeg\",\"title\":\"Talk\","
            "\"size_in_bytes\":2000000,\"duration_in_seconds\":60}]},"
            "{\"id\":2,\"content_text\":\"One <b>\\nline\\n\\nTwo\"}]}");
    assert_str(c.feed.title, "F & F");
    assert_str(c.feed.home, "https://f.example/");
    assert_str(c.feed.next, "https://f.example/f.json?page=2");
    const struct article *x = c.parsed.articles[0];
    assert_str(x->id, "https://f.example/1");
    assert_str(x->url, "https://f.example/1");
    assert_str(x->title, "T &amp; <b>");
    assert_str(x->dek, "A <summary>.");
    assert_str(x->body.markup, "<p>Text &amp; more.</p>\n<p><a href=\"https://f.example/a.mp3\" "
                               "rel=\"nofollow\">Audio: Talk, 2 MB</a></p>");
    assert_str(x->image.url, "https://f.example/i.jpg");
    assert_str(feed_case_date(&c, x->published), "2026-05-07T08:10:43+02:00");
    assert_str(feed_case_date(&c, x->modified), "2026-05-08T08:10:43Z");
    assert_str(feed_case_names(&c, x->authors), "Jane Doe|B");
    assert_str(feed_case_names(&c, x->tags), "AI|R&amp;D");
    assert_str(x->language, "fr");
    assert_str(x->via.items[0].url, "https://www.o.example/x");
    x = c.parsed.articles[1];
    assert_str(x->id, "2");
    assert_str(x->body.markup, "<p>One &lt;b&gt;<br>line</p>\n<p>Two</p>");
    assert_str(feed_case_names(&c, x->authors), "Feed Author");
    assert_str(x->language, "de");
    feed_case_done(&c);
}

static void version_1_0_is_read(void **state)
{
    (void)state;
    struct feed_case c = {0};
    feed_case_read(&c, "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":\"1\","
                       "\"title\":\"T\",\"author\":{\"name\":\"Jane Doe\"}},{\"id\":\"2\","
                       "\"title\":\"U\"}],\"author\":{\"name\":\"Feed Author\"}}");
    assert_str(feed_case_names(&c, c.parsed.articles[0]->authors), "Jane Doe");
    assert_str(feed_case_names(&c, c.parsed.articles[1]->authors), "Feed Author");
    feed_case_done(&c);
}

static void values_of_other_types_are_passed_over(void **state)
{
    (void)state;
    struct feed_case c = {0};
    const struct article *x = json_article(
        &c, "\"title\":\"T\",\"url\":null,\"tags\":\"one\",\"authors\":{\"name\":\"N\"},"
            "\"attachments\":{},\"image\":[],\"date_published\":1778141443,\"language\":{},"
            "\"content_html\":{\"a\":[1,2,{\"b\":null}]},\"source\":7,\"_own\":{\"x\":[[]]}");
    assert_str(feed_case_names(&c, x->tags), "one");
    assert_str(feed_case_names(&c, x->authors), "N");
    assert_int_equal(x->published.utc, 1778141443);
    assert_str(x->url, "");
    feed_case_done(&c);
    x = json_article(&c, "\"title\":\"T\",\"banner_image\":\"/b.jpg\"");
    assert_str(x->image.url, "https://f.example/b.jpg");
    feed_case_done(&c);
    x = json_article(&c, "\"external_url\":\"https://o.example/x\",\"title\":\"T\"");
    assert_str(x->url, "https://o.example/x");
    feed_case_done(&c);
    x = json_article(&c, "\"content_text\":\"t\",\"content_html\":\"<p>h</p>\"");
    assert_str(x->body.markup, "<p>h</p>");
    feed_case_done(&c);
}

static void a_feed_that_is_cut_off_keeps_what_came(void **state)
{
    (void)state;
    static const char whole[] =
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"F\",\"items\":["
        "{\"id\":\"1\",\"title\":\"A\"},{\"id\":\"2\",\"title\":\"B\"},{\"id\":\"3\","
        "\"title\":\"C\",\"tags\":[\"x\"]}]}";
    size_t items = str_find(STR(whole), STR("[{\"id\""), 0);
    for (size_t n = items + 1; n < sizeof whole - 1; n++) {
        struct feed_case c = {0};
        assert_true(feed_case_read_bytes(&c, (str){whole, n}));
        assert_true(c.feed.cut);
        assert_true(c.feed.doubt.why[0] && c.feed.doubt.line == 1);
        assert_int_equal(c.parsed.problem_count >= 1, 1);
        for (size_t i = 0; i < c.feed.count; i++)
            assert_true(str_has(STR(whole), c.parsed.articles[i]->title));
        feed_case_done(&c);
    }
    struct feed_case c = {0};
    feed_case_read(&c, "{\"items\":[{\"id\":\"1\",\"title\":\"A\"},{\"id\":\"2\",,}]}");
    assert_int_equal(c.feed.count, 1);
    assert_true(c.feed.cut);
    feed_case_done(&c);
}

static void other_json_is_refused_by_name(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"[{\"id\":1,\"title\":{\"rendered\":\"T\"}}]",
         "JSON, but no JSON Feed, which is an object"},
        {"{\"posts\":[]}", "JSON, but no JSON Feed: it has no \"items\""},
        {"{\"items\":{}}", "JSON, but no JSON Feed: it has no \"items\""},
        {"{\"code\":\"rest_no_route\"}", "JSON, but no JSON Feed: it has no \"items\""},
        {"{", "JSON, but no JSON Feed: it has no \"items\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct feed_case c = {0};
        assert_false(feed_case_read_bytes(&c, str_of(cases[i][0])));
        assert_string_equal(c.err.why, cases[i][1]);
        assert_string_equal(c.err.file, "saved/feed.xml");
        feed_case_done(&c);
    }
}

/* -- Entries as they are kept ----------------------------------------------------------------- */

static void entries_are_kept_in_the_documented_form(void **state)
{
    (void)state;
    struct feed_case c = {0};
    rss_article(&c, "<item><title>A \"title\" \\ &lt;b&gt;&#9;&#10;x</title>"
                    "<link>https://f.example/1</link><guid>g</guid>"
                    "<description>S</description>"
                    "<content:encoded>&lt;p>C&lt;/p></content:encoded>"
                    "<pubDate>Thu, 7 May 26 8:10 EST</pubDate>"
                    "<atom:updated>2026-05-08T00:00:00Z</atom:updated>"
                    "<dc:creator>Jane Doe</dc:creator><category>AI</category>"
                    "<category domain='category'>News</category><dc:language>de</dc:language>"
                    "<media:content url='/i.jpg' medium='image' width='10' height='20'/>"
                    "<enclosure url='/a.mp3' type='audio/mpeg' length='5'/>"
                    "<source url='https://o.example/'>O</source></item>");
    assert_str(
        c.feed.entries[0].json,
        "{\"id\":\"g\",\"url\":\"https://f.example/1\",\"base_url\":\"https://f.example/1\","
        "\"title_html\":\"A \\\"title\\\" \\\\ <b>\\u0009\\nx\",\"content_html\":\"<p>C</p>\","
        "\"summary_html\":\"S\",\"date_published\":\"Thu, 7 May 26 8:10 EST\","
        "\"date_modified\":\"2026-05-08T00:00:00Z\",\"authors\":[{\"name\":\"Jane Doe\"}],"
        "\"tags\":[\"AI\"],\"categories\":[\"News\"],\"language\":\"de\","
        "\"image\":\"https://f.example/i.jpg\",\"image_width\":10,\"image_height\":20,"
        "\"attachments\":[{\"url\":\"https://f.example/a.mp3\",\"mime_type\":\"audio/mpeg\","
        "\"size_in_bytes\":5}],\"source\":{\"url\":\"https://o.example/\",\"title\":\"O\"}}");
    assert_str(c.feed.entries[0].modified, "2026-05-08T00:00:00Z");
    assert_str(c.feed.entries[0].url, "https://f.example/1");
    feed_case_done(&c);
}

static bool parse_kept(struct arena *a, const char *json, struct parsed *out, struct err *err)
{
    static const struct media no_media;
    struct source source = {.kind = SOURCE_WORDPRESS, .language = STR("en")};
    struct raw_item item = {.kind = RAW_ENTRY,
                            .path = STR("https://f.example/1"),
                            .name = STR("123"),
                            .stored = true,
                            .mtime = FILE_TIME};
    struct raw raw = {&item, &source, &no_media, NULL, str_of(json)};
    return parse_feed(out, a, &raw, err);
}

static void a_kept_entry_has_the_name_it_is_kept_under(void **state)
{
    (void)state;
    struct arena a = {0};
    struct parsed out = {0};
    struct err err = {0};
    assert_true(
        parse_kept(&a, "{\"id\":\"https://f.example/?p=123\",\"title\":\"T\"}", &out, &err));
    assert_str(out.articles[0]->id, "123");
    assert_true(out.articles[0]->dated_by_file);
    assert_int_equal(out.articles[0]->published.utc, FILE_TIME);
    assert_int_equal(out.problem_count, 0);
    arena_release(&a);
}

static void a_kept_entry_that_is_none_is_an_error(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "[]", "{\"id\":", "{\"title\":\"T\"} x", "7"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct arena a = {0};
        struct parsed out = {0};
        struct err err = {0};
        assert_false(parse_kept(&a, bad[i], &out, &err));
        assert_string_equal(err.file, "https://f.example/1");
        assert_int_equal(out.count + out.announced + out.problem_count, 0);
        arena_release(&a);
    }
}

int u_parse_feed_json(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(version_1_1_is_read),
        cmocka_unit_test(version_1_0_is_read),
        cmocka_unit_test(values_of_other_types_are_passed_over),
        cmocka_unit_test(a_feed_that_is_cut_off_keeps_what_came),
        cmocka_unit_test(other_json_is_refused_by_name),
        cmocka_unit_test(entries_are_kept_in_the_documented_form),
        cmocka_unit_test(a_kept_entry_has_the_name_it_is_kept_under),
        cmocka_unit_test(a_kept_entry_that_is_none_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
