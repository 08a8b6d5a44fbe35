/* WordPress posts → articles, field by field. */
#include <stdlib.h>

#include "digest/limits.h"
#include "wp_check.h"

static void a_plain_post_becomes_an_article(void **state)
{
    (void)state;
    struct answer w = {0};
    wp_parse(
        &w,
        "{\"id\":4009,\"date\":\"2026-05-07T10:10:43\",\"date_gmt\":\"2026-05-07T08:10:43\","
        "\"modified\":\"2026-05-08T10:00:00\",\"modified_gmt\":\"2026-05-08T08:00:00\","
        "\"slug\":\"power-for-ai\",\"status\":\"publish\",\"type\":\"post\","
        "\"link\":\"https:\\/\\/news.example\\/power-for-ai\\/\","
        "\"guid\":{\"rendered\":\"https:\\/\\/news.example\\/?p=4009\"},"
        "\"title\":{\"rendered\":\"Power for AI\"},"
        "\"content\":{\"rendered\":\"<p>One gigawatt is needed.<\\/p>\\n\",\"protected\":false},"
        "\"excerpt\":{\"rendered\":\"\",\"protected\":false},\"author\":1,"
        "\"categories\":[96],\"tags\":[400,373],\"meta\":[],\"acf\":false}");
    assert_true(w.ok);
    assert_int_equal(w.parsed.count, 1);
    assert_int_equal(w.parsed.announced, 1);
    assert_int_equal(w.parsed.problem_count, 0);
    const struct article *a = w.parsed.articles[0];
    assert_int_equal(a->source, 3);
    assert_str(a->id, "4009");
    assert_str(a->url, "https://news.example/power-for-ai/");
    assert_str(a->slug, "power-for-ai");
    assert_str(a->title, "Power for AI");
    assert_str(a->summary, "One gigawatt is needed.");
    assert_str(a->body.markup, "<p>One gigawatt is needed.</p>");
    assert_str(w.parsed.texts[0], "One gigawatt is needed.");
    assert_int_equal(a->published.utc, 1778141443);
    assert_int_equal(a->published.offset, 7200);
    assert_int_equal(a->modified.utc, 1778227200);
    assert_int_equal(a->words, 4);
    assert_str(a->language, "en");
    assert_false(a->dated_by_file);
    assert_int_equal(a->tags.count + a->categories.count + a->authors.count + a->via.count, 0);
    struct article again = *a;
    article_hash(&again);
    assert_true(hash_eq(again.content_hash, a->content_hash));
    wp_done(&w);
}

static void identifiers_may_be_numbers_or_strings(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"\"id\":17", "17"},
        {"\"id\":\"17\"", "17"},
        {"\"ID\":17", "17"},
        {"\"id\":\"urn:x:17\"", "urn:x:17"},
        {"\"id\":17,\"id\":18", "18"},
        {"\"id\":0,\"slug\":\"a-slug\"", "a-slug"},
        {"\"id\":-1,\"slug\":\"a-slug\"", "a-slug"},
        {"\"id\":1.5,\"slug\":\"a-slug\"", "a-slug"},
        {"\"id\":{},\"slug\":\"a-slug\"", "a-slug"},
        {"\"id\":null,\"link\":\"https://x.example/y\"", "https://x.example/y"},
        {"\"id\":false", "a-title"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct answer w = {0};
        char text[256];
        snprintf(text, sizeof text, "[{\"title\":\"A title\",%s}]", cases[i][0]);
        wp_parse(&w, text);
        assert_int_equal(w.parsed.count, 1);
        assert_str(w.parsed.articles[0]->id, cases[i][1]);
        wp_done(&w);
    }
}

static void the_address_is_the_link_and_nothing_else(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"\"link\":\"https://x.example/%e6%97%a5/\"", "https://x.example/%e6%97%a5/"},
        {"\"link\":\"/a/b\"", "https://home.example/a/b"},
        {"\"link\":null,\"guid\":{\"rendered\":\"https://x.example/?p=1\"}", ""},
        {"\"link\":\"\"", ""},
        {"\"link\":\"javascript:alert(1)\"", ""},
        {"\"link\":false", ""},
        {"\"link\":[]", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct answer w = {.source.home = STR("https://home.example/")};
        assert_str(wp_post_of(&w, cases[i][0])->url, cases[i][1]);
        wp_done(&w);
    }
}

static void slugs_are_percent_decoded(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"\"slug\":\"plain-slug\"", "plain-slug"},
        {"\"slug\":\"%e6%97%a5%e6%9c%ac\"", "日本"},
        {"\"slug\":\"%E6%97%A5\"", "日"},
        {"\"slug\":\"a%e6%97\"", "a"}, /* cut in the middle of a character */
        {"\"slug\":\"a%e\"", "a%e"},
        {"\"slug\":\"%zz\"", "%zz"},
        {"\"slug\":\"\"", ""},
        {"\"slug\":12", "12"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct answer w = {0};
        assert_str(wp_post_of(&w, cases[i][0])->slug, cases[i][1]);
        wp_done(&w);
    }
}

static void titles_are_text_decoded_once(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"\"rendered\":\"News &#8217; &amp; &#038; views\"", "News ’ & & views"},
        {"\"rendered\":\"&amp;lt;b&amp;gt;\"", "&lt;b&gt;"},
        {"\"rendered\":\"<em>On<\\/em> <b>AI<\\/b>\"", "On AI"},
        {"\"rendered\":\"A<script>alert(1)<\\/script>\"", "A"},
        {"\"rendered\":\"3 < 4\"", "3 < 4"},
        {"\"rendered\":\"  a\\n\\t b  \"", "a b"},
        {"\"rendered\":\"a\\u0000\\u0007b\"", "a\uFFFDb"},
        {"\"rendered\":\"2026\"", "2026"},
        {"\"rendered\":2026", "2026"},
        {"\"rendered\":\"\\ud83d\\ude00 \\ud800\"", "\U0001F600 \uFFFD"},
        {"\"raw\":\"x\",\"rendered\":\"y\"", "y"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct answer w = {0};
        char text[256];
        snprintf(text, sizeof text, "\"title\":{%s}", cases[i][0]);
        assert_str(wp_post_of(&w, text)->title, cases[i][1]);
        wp_done(&w);
    }
}

static void a_missing_title_is_made_of_the_text(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"\"title\":{\"rendered\":\"\"},\"content\":{\"rendered\":\"<p>It rains. It pours.</p>\"}",
         "It rains. It pours."},
        {"\"title\":\"\",\"excerpt\":{\"rendered\":\"<p>In short.</p>\"}", "In short."},
        {"\"title\":null,\"content\":{\"rendered\":\"<p>Words without an end that go on and on and "
         "on, "
         "through the night and through the day, up to where they are cut</p>\"}",
         "Words without an end that go on and on and on, through the night and through the day…"},
        {"\"title\":[],\"slug\":\"the-slug\",\"content\":{\"rendered\":\"<p><img "
         "src='https://x.example/a.png' alt=''></p>\"}",
         "the-slug"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct answer w = {0};
        assert_str(wp_post_of(&w, cases[i][0])->title, cases[i][1]);
        wp_done(&w);
    }
}

static void long_titles_are_cut(void **state)
{
    (void)state;
    struct answer w = {0};
    struct buf b = buf_init(20000);
    buf_addz(&b, "\"title\":{\"rendered\":\"");
    for (int i = 0; i < 4000; i++)
        buf_addz(&b, "\xC3\xA4");
    buf_addz(&b, "\"}");
    assert_int_equal(wp_post_of(&w, b.p)->title.n, LIMIT_TITLE);
    buf_release(&b);
    wp_done(&w);
}

/* -- Summary and standfirst ------------------------------------------------------------------- */

#define BODY                                                                                       \
    "\"content\":{\"rendered\":\"<p>The first sentence of the body. A second one follows "         \
    "it.</p><h2>A heading</h2><p>The third one.</p>\"},"

/* Checks dek and summary of a post with BODY and this excerpt. */
static void check_excerpt(const char *excerpt, const char *dek, const char *summary)
{
    struct answer w = {0};
    char text[1024];
    snprintf(text, sizeof text, BODY "\"excerpt\":{\"rendered\":\"%s\"}", excerpt);
    const struct article *a = wp_post_of(&w, text);
    assert_str(a->dek, dek);
    assert_str(a->summary, summary);
    wp_done(&w);
}

static void the_summary_is_whole_sentences(void **state)
{
    (void)state;
    const char *body = "The first sentence of the body. A second one follows it. The third one.";
    check_excerpt("", "", body);
    /* Cut in the middle of a sentence, with and without a sign. */
    check_excerpt("<p>The first sentence of the body. A second one</p>\\n", "", body);
    check_excerpt("<p>The first sentence of the body. A second one [&hellip;]</p>\\n", "", body);
    check_excerpt("<p>The first sentence of the body. [&#8230;]</p>\\n", "", body);
    check_excerpt("<p>The first sentence&#8230; <a class=\\\"more-link\\\" "
                  "href=\\\"/x\\\">Continue reading <span>T</span></a></p>",
                  "", body);
    check_excerpt("<p>The first sentence of the body. Continue reading</p>", "", body);
    /* It is from the body, but whole. */
    check_excerpt("<p>The first sentence of the body.</p>", "", "The first sentence of the body.");
}

static void an_excerpt_written_by_hand_is_the_standfirst(void **state)
{
    (void)state;
    /* The summary goes on with what the text says. */
    static const char summary[] =
        "The first sentence of the body. A second one follows it. The third one.";
    check_excerpt("<p>What it all means &amp; why.</p>\\n", "What it all means & why.", summary);
    check_excerpt("<p>“Is that so?”</p>", "“Is that so?”", summary);
    /* Not one, since it does not end. */
    check_excerpt("<p>What it all means and</p>\\n", "", summary);
}

static void headings_and_bylines_stay_out_of_the_summary(void **state)
{
    (void)state;
    struct answer w = {0};
    const struct article *a = wp_post_of(
        &w, "\"content\":{\"rendered\":\"<p>By Ada</p><h2>Power</h2><p>It is scarce, and it "
            "will be scarcer still before this decade is over, in every country that has "
            "some. There is a list of them below, which is not complete.</p>"
            "<h2>Countries</h2><p>Norway.</p>\"}");
    assert_str(a->summary,
               "It is scarce, and it will be scarcer still before this decade is over, in "
               "every country that has some. There is a list of them below, which is not "
               "complete.");
    wp_done(&w);
}

/* -- Dates ------------------------------------------------------------------------------------ */

struct date_case {
    const char *members;
    int64_t published;
    int32_t offset;
    int64_t modified;
};

static void dates_are_instants_with_the_site_s_offset(void **state)
{
    (void)state;
    static const struct date_case cases[] = {
        {"\"date\":\"2026-05-07T10:10:43\",\"date_gmt\":\"2026-05-07T08:10:43\"", 1778141443, 7200,
         1778141443},
        {"\"date\":\"2026-05-07T02:40:43\",\"date_gmt\":\"2026-05-07T08:10:43\"", 1778141443,
         -19800, 1778141443},
        {"\"date_gmt\":\"2026-05-07T08:10:43\"", 1778141443, 0, 1778141443},
        {"\"date_gmt\":\"2026-05-07T08:10:43Z\"", 1778141443, 0, 1778141443},
        {"\"date\":\"2026-05-07T08:10:43\"", 1778141443, 0, 1778141443},
        {"\"date\":\"2026-05-07T10:10:43+02:00\"", 1778141443, 7200, 1778141443},
        {"\"date\":\"2026-05-07 08:10:43\",\"date_gmt\":false", 1778141443, 0, 1778141443},
        /* A local time that is days off says nothing of a time zone. */
        {"\"date\":\"2026-05-01T08:10:43\",\"date_gmt\":\"2026-05-07T08:10:43\"", 1778141443, 0,
         1778141443},
        {"\"date\":\"2026-05-07T08:10:53\",\"date_gmt\":\"2026-05-07T08:10:43\"", 1778141443, 0,
         1778141443},
        {"\"date\":null,\"date_gmt\":\"0000-00-00T00:00:00\",\"modified_gmt\":\"2026-05-07T08:10:"
         "43\"",
         1778141443, 0, 1778141443},
        {"\"date_gmt\":\"2026-05-07T08:10:43\",\"modified_gmt\":\"2026-05-08T08:00:00\"",
         1778141443, 0, 1778227200},
        /* Scheduled: last modified before it came out. */
        {"\"date_gmt\":\"2026-05-08T08:00:00\",\"modified_gmt\":\"2026-05-07T08:10:43\"",
         1778227200, 0, 1778227200},
        {"\"date_gmt\":\"1969-12-31T23:59:59\"", -1, 0, -1},
        {"\"date_gmt\":\"2038-01-19T03:14:08\"", 2147483648, 0, 2147483648},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct answer w = {0};
        char text[256];
        snprintf(text, sizeof text, "[{\"id\":1,\"title\":\"T\",%s}]", cases[i].members);
        wp_parse(&w, text);
        assert_int_equal(w.parsed.count, 1);
        const struct article *a = w.parsed.articles[0];
        assert_int_equal(a->published.utc, cases[i].published);
        assert_int_equal(a->published.offset, cases[i].offset);
        assert_int_equal(a->modified.utc, cases[i].modified);
        assert_false(a->dated_by_file);
        assert_int_equal(w.parsed.problem_count, 0);
        wp_done(&w);
    }
}

static void a_local_date_alone_is_read_in_the_site_s_zone(void **state)
{
    (void)state;
    static const int64_t from[] = {INT64_MIN};
    static const int32_t offsets[] = {7200};
    static const struct zone zone = {.count = 1, .from = from, .offsets = offsets};
    struct answer w = {.zone = &zone};
    wp_parse(&w, "[{\"id\":1,\"title\":\"T\",\"date\":\"2026-05-07T10:10:43\"}]");
    assert_int_equal(w.parsed.articles[0]->published.utc, 1778141443);
    assert_int_equal(w.parsed.articles[0]->published.offset, 7200);
    wp_done(&w);
}

static void a_post_without_date_takes_the_file_s_and_says_so(void **state)
{
    (void)state;
    struct answer w = {0};
    wp_parse(&w, "[{\"id\":7,\"title\":\"T\",\"date\":null,\"date_gmt\":\"soon\"}]");
    assert_int_equal(w.parsed.count, 1);
    assert_int_equal(w.parsed.articles[0]->published.utc, FILE_TIME);
    assert_int_equal(w.parsed.articles[0]->modified.utc, FILE_TIME);
    assert_true(w.parsed.articles[0]->dated_by_file);
    assert_int_equal(w.parsed.problem_count, 1);
    assert_false(w.parsed.fatal[0]);
    assert_non_null(strstr(w.parsed.problems[0].why, "post 7 has no date"));
    wp_done(&w);
}

int u_parse_wp_json(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_post_becomes_an_article),
        cmocka_unit_test(identifiers_may_be_numbers_or_strings),
        cmocka_unit_test(the_address_is_the_link_and_nothing_else),
        cmocka_unit_test(slugs_are_percent_decoded),
        cmocka_unit_test(titles_are_text_decoded_once),
        cmocka_unit_test(a_missing_title_is_made_of_the_text),
        cmocka_unit_test(long_titles_are_cut),
        cmocka_unit_test(the_summary_is_whole_sentences),
        cmocka_unit_test(an_excerpt_written_by_hand_is_the_standfirst),
        cmocka_unit_test(headings_and_bylines_stay_out_of_the_summary),
        cmocka_unit_test(dates_are_instants_with_the_site_s_offset),
        cmocka_unit_test(a_local_date_alone_is_read_in_the_site_s_zone),
        cmocka_unit_test(a_post_without_date_takes_the_file_s_and_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
