/* WordPress answers as files: wrappings, posts left out, errors and their messages, and the sample
 * document. */
#include <stdlib.h>

#include "digest/limits.h"
#include "wp_check.h"

#define POST(id, title)                                                                            \
    "{\"id\":" #id ",\"title\":{\"rendered\":\"" title "\"},"                                      \
    "\"content\":{\"rendered\":\"<p>Text of " title ".</p>\"}}"

/* -- Wrappings -------------------------------------------------------------------------------- */

static void posts_are_found_in_any_wrapping(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t count;
    } cases[] = {
        {POST(1, "A"), 1},
        {"[]", 0},
        {"[" POST(1, "A") "," POST(2, "B") "]", 2},
        {"{\"body\":[" POST(1, "A") "," POST(
             2, "B") "],\"status\":200,\"headers\":{\"X-WP-Total\":2}}",
         2},
        {"{\"headers\":[],\"body\":" POST(1, "A") ",\"status\":200}", 1},
        {"{\"found\":2,\"posts\":[" POST(1, "A") "," POST(2, "B") "],\"meta\":{}}", 2},
        {"{\"body\":{\"found\":1,\"posts\":[" POST(1, "A") "]},\"status\":200,\"headers\":{}}", 1},
        {"{\"0\":" POST(1, "A") ",\"2\":" POST(2, "B") "}", 2},
        {"\xEF\xBB\xBF \n[" POST(1, "A") "]", 1},
        {"[" POST(1, "A") "]\n<!-- cached at noon -->\n<!-- twice -->\n", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct answer w = {0};
        wp_parse(&w, cases[i].text);
        if (!w.ok || w.parsed.count != cases[i].count || w.parsed.announced != cases[i].count)
            fail_msg("%zu articles, %s: %s", w.parsed.count, w.err.why, cases[i].text);
        if (w.parsed.count == 2)
            assert_str(w.parsed.articles[1]->title, "B");
        wp_done(&w);
    }
}

static void utf16_is_converted(void **state)
{
    (void)state;
    static const char text[] = "[" POST(1, "Utf") "]";
    for (int big = 0; big < 2; big++) {
        char bytes[2 + 2 * sizeof text] = {0};
        memcpy(bytes, big ? "\xFE\xFF" : "\xFF\xFE", 2);
        for (size_t i = 0; i + 1 < sizeof text; i++)
            bytes[2 + 2 * i + (size_t)big] = text[i];
        struct answer w = {0};
        wp_parse_bytes(&w, (str){bytes, 2 * sizeof text});
        assert_true(w.ok);
        assert_str(w.parsed.articles[0]->title, "Utf");
        wp_done(&w);
    }
}

static void wordpress_com_answers_are_understood(void **state)
{
    (void)state;
    struct answer w = {0};
    wp_parse(
        &w,
        "{\"found\":1,\"posts\":[{\"ID\":53,\"site_ID\":1,\"author\":{\"ID\":9,\"name\":\"Ada\","
        "\"nice_name\":\"ada\",\"avatar_URL\":\"https://x.example/a.png\"},"
        "\"date\":\"2026-05-07T10:10:43+02:00\",\"modified\":\"2026-05-07T10:10:43+02:00\","
        "\"title\":\"Tea &amp; cake\",\"URL\":\"https://x.example/tea/\","
        "\"content\":\"<p>Very good.</p>\\n\",\"excerpt\":\"<p>Very good.</p>\\n\","
        "\"slug\":\"tea\",\"status\":\"publish\",\"parent\":false,\"type\":\"post\","
        "\"featured_image\":\"\",\"post_thumbnail\":{\"ID\":5,\"URL\":\"https://x.example/t.jpg\","
        "\"mime_type\":\"image/jpeg\",\"width\":640,\"height\":480},"
        "\"tags\":{},\"categories\":{\"Food & drink\":{\"ID\":2,\"name\":\"Food &amp; drink\","
        "\"slug\":\"food-drink\",\"parent\":0}},\"attachments\":{},\"meta\":{\"links\":{}}}]}");
    assert_true(w.ok);
    assert_int_equal(w.parsed.count, 1);
    const struct article *a = w.parsed.articles[0];
    assert_str(a->id, "53");
    assert_str(a->title, "Tea & cake");
    assert_str(a->url, "https://x.example/tea/");
    assert_int_equal(a->published.utc, 1778141443);
    assert_int_equal(a->published.offset, 7200);
    assert_int_equal(a->authors.count, 1);
    assert_str(a->authors.items[0].name, "Ada");
    assert_str(a->authors.items[0].slug, "ada");
    assert_int_equal(a->categories.count, 1);
    assert_str(a->categories.items[0].name, "Food & drink");
    assert_str(a->image.url, "https://x.example/t.jpg");
    assert_int_equal(a->image.width, 640);
    assert_int_equal(a->tags.count, 0);
    wp_done(&w);
}

/* -- Posts left out --------------------------------------------------------------------------- */

static void posts_that_are_not_public_are_counted_and_left_out(void **state)
{
    (void)state;
    struct answer w = {0};
    wp_parse(&w, "[{\"id\":1,\"title\":\"A\",\"content\":{\"rendered\":\"\",\"protected\":true}},"
                 "{\"id\":2,\"title\":\"B\",\"content\":{\"rendered\":\"<p>Shown.</p>\","
                 "\"protected\":true}},"
                 "{\"id\":3,\"title\":\"C\",\"status\":\"draft\"},"
                 "{\"id\":4,\"title\":\"D\",\"status\":\"future\"},"
                 "{\"id\":5,\"title\":\"E\",\"status\":\"publish\"},"
                 "{\"id\":6,\"title\":\"F\",\"content\":{\"rendered\":\"\",\"protected\":false}}]");
    assert_true(w.ok);
    assert_int_equal(w.parsed.announced, 6);
    assert_int_equal(w.parsed.count, 3);
    assert_int_equal(w.parsed.skipped[SKIP_PROTECTED], 1);
    assert_int_equal(w.parsed.skipped[SKIP_UNPUBLISHED], 2);
    assert_int_equal(w.parsed.failed, 0);
    wp_done(&w);
}

static void a_broken_post_costs_only_itself(void **state)
{
    (void)state;
    struct answer w = {0};
    wp_parse(
        &w, "[" POST(1, "A") ",\n 17,\n {\"id\":2,\"title\":{\"rendered\":\" \"},\"content\":[]},\n"
                             " {\"taxonomy\":\"post_tag\",\"name\":\"x\"}," POST(3, "C") "]");
    assert_true(w.ok);
    assert_int_equal(w.parsed.count, 2);
    assert_int_equal(w.parsed.announced, 5);
    assert_int_equal(w.parsed.failed, 3);
    size_t fatal = 0;
    for (size_t i = 0; i < w.parsed.problem_count; i++) {
        if (!w.parsed.fatal[i])
            continue;
        static const char *const whys[] = {
            "a post is a number", "post 2 has neither a title nor text", "a post is a term"};
        const struct err *e = &w.parsed.problems[i];
        if (!strstr(e->why, whys[fatal]))
            fail_msg("%s", e->why);
        assert_string_equal(e->file, "saved/posts.json");
        assert_int_equal(e->line, fatal + 2);
        assert_int_equal(e->column, 2);
        fatal++;
    }
    assert_int_equal(fatal, 3);
    wp_done(&w);
}

static void type_drift_is_tolerated(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "\"content\":false,\"excerpt\":false,\"meta\":[],\"acf\":false",
        "\"content\":[],\"excerpt\":null,\"_embedded\":[],\"yoast_head_json\":[]",
        "\"content\":{\"rendered\":null,\"protected\":\"no\"},\"excerpt\":{\"rendered\":[]}",
        "\"content\":{\"rendered\":{\"deep\":[1,{\"a\":null}]}},\"class_list\":false",
        "\"_embedded\":{\"author\":false,\"wp:term\":false,\"wp:featuredmedia\":false}",
        "\"_embedded\":{\"author\":[],\"wp:term\":[],\"wp:featuredmedia\":[]}",
        "\"_embedded\":{\"author\":{\"a\":{\"name\":7}},\"wp:term\":{\"0\":{\"1\":4}}}",
        "\"_embedded\":{\"author\":[null,1,\"\"],\"wp:term\":[1,[2,[3]]]}",
        "\"_embedded\":{\"wp:featuredmedia\":[1,2]}",
        "\"_embedded\":{\"wp:featuredmedia\":[{\"source_url\":false,\"media_details\":[]}]}",
        "\"categories\":false,\"tags\":{\"a\":1},\"author\":null,\"featured_media\":\"12\"",
        "\"categories\":\"12\",\"tags\":true,\"author\":[],\"authors\":{}",
        "\"slug\":false,\"link\":null,\"lang\":[],\"status\":null,\"type\":false",
        "\"modified\":[],\"modified_gmt\":{},\"date\":17",
        "\"class_list\":{\"a\":[1],\"b\":{\"c\":\"tag-x\"}}",
        "\"unknown\":[[[[[{\"x\":[{},{}]}]]]]],\"_links\":[],\"sticky\":\"yes\"",
        "\"code\":\"a plugin's\",\"message\":\"field\",\"data\":[]",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct answer w = {0};
        assert_str(wp_post_of(&w, cases[i])->title, "T");
        wp_done(&w);
    }
}

static void large_unknown_members_are_passed_over(void **state)
{
    (void)state;
    struct answer w = {0};
    struct buf b = buf_init((size_t)4 << 20);
    buf_addz(&b, "\"yoast_head\":\"");
    for (int i = 0; i < 100000; i++)
        buf_addz(&b, "<meta \\\"x\\\"\\/>\\n");
    buf_addz(&b, "\",\"slug\":\"s\"");
    char *members = b.p;
    struct buf post = buf_init((size_t)4 << 20);
    buf_addf(&post, "[{\"id\":1,\"title\":\"T\",%s}]", members);
    wp_parse_bytes(&w, buf_str(&post));
    assert_int_equal(w.parsed.count, 1);
    assert_str(w.parsed.articles[0]->slug, "s");
    buf_release(&b);
    buf_release(&post);
    wp_done(&w);
}

static void crumbs_are_counted_and_bounded(void **state)
{
    (void)state;
    struct answer w = {0};
    struct buf b = buf_init((size_t)4 << 20);
    buf_addz(&b, "[" POST(1, "A"));
    for (size_t i = 1; i < LIMIT_POSTS_PER_FILE; i++)
        buf_addz(&b, i % 2 ? ",{}" : ",1");
    size_t n = b.n;
    buf_addz(&b, "]");
    wp_parse_bytes(&w, buf_str(&b));
    assert_true(w.ok);
    assert_int_equal(w.parsed.count, 1);
    assert_int_equal(w.parsed.failed, LIMIT_POSTS_PER_FILE - 1);
    assert_int_equal(w.parsed.problem_count, LIMIT_PROBLEMS_PER_ITEM);
    wp_done(&w);
    buf_cut(&b, n);
    buf_addz(&b, ",{}]");
    wp_parse_bytes(&w, buf_str(&b));
    assert_false(w.ok);
    assert_int_equal(w.err.code, ERR_LIMIT);
    assert_int_equal(w.parsed.count, 0);
    buf_release(&b);
    wp_done(&w);
}

/* -- Errors ----------------------------------------------------------------------------------- */

static void what_is_not_posts_is_named(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", "the file is empty"},
        {"\xEF\xBB\xBF \n", "the file is empty"},
        {"<!DOCTYPE html><html><head>\n<TITLE>Log in &amp; wait</title></head>",
         "an HTML page instead of JSON, titled \"Log in & wait\""},
        {"\n<html><body>x</body></html>", "an HTML page instead of JSON"},
        {"<br />\n<b>Warning</b>:  Undefined index: x in <b>/srv/a.php</b> on line <b>3</b><br "
         "/>\n[]",
         "a PHP message stands before the JSON: \"Warning: Undefined index: x in /srv/a.php on "
         "line 3 "},
        {"PHP Notice:  Undefined variable in /srv/b.php\n[]",
         "a PHP message stands before the JSON"},
        {"Deprecated: Foo in /srv/b.php\n[]", "a PHP message stands before the JSON"},
        {"<?php echo 1; ?>[]", "PHP source code instead of JSON"},
        {"<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel>", "an RSS feed instead of JSON"},
        {"<?xml version=\"1.0\"?><rss xmlns:wp=\"http://wordpress.org/export/1.2/\">",
         "a WordPress export (WXR) instead of JSON"},
        {"<feed xmlns=\"http://www.w3.org/2005/Atom\">", "an Atom feed instead of JSON"},
        {"<svg>", "markup instead of JSON"},
        {"/**/cb([])", "JSONP instead of JSON: a call of \"cb\""},
        {"jQuery1.cb_2([])", "JSONP instead of JSON: a call of \"jQuery1.cb_2\""},
        {"\x1f\x8b\x08", "a compressed file instead of JSON"},
        {"Forbidden by the wall\x07", "not JSON: it begins with \"Forbidden by the wall\""},
        {"\xFF\xFF", "not JSON: it begins with"},
        {"[" POST(1, "A") ",{\"id\":2,\"ti", "the JSON is cut off after"},
        {"[" POST(1, "A") "] trailing", "more text behind the end of the JSON, found \"trailing\""},
        {"[" POST(1, "A") ",{\"id\":02}]", "a number must not begin with 0"},
        {"{\"id\":1,\"title\":\"T\"},", "more text behind the end"},
        {"{\"code\":\"rest_no_route\",\"message\":\"No route &amp; <b>no</b> "
         "match.\",\"data\":{\"status\":"
         "404}}",
         "WordPress answered with an error: rest_no_route, status 404: No route & no match."},
        {"{\"body\":{\"code\":\"x\",\"message\":\"y\",\"data\":{\"status\":401}},\"status\":401,"
         "\"headers\":[]}",
         "WordPress answered with an error: x, status 401: y"},
        {"{\"code\":\"wp_die\",\"message\":\"<h1>Error establishing a database connection<\\/h1>\","
         "\"data\":{\"status\":500},\"additional_errors\":[]}",
         "wp_die, status 500: Error establishing a database connection"},
        {"{\"name\":\"Site\",\"namespaces\":[\"wp\\/v2\"],\"routes\":{}}",
         "the index of the interface where a post"},
        {"[{\"id\":1,\"name\":\"x\",\"taxonomy\":\"post_tag\"},{\"id\":2,\"taxonomy\":\"post_tag\"}"
         "]",
         "a list of 2, but no post: the first is a term"},
        {"[{\"id\":1,\"title\":{\"rendered\":\"x\"},\"media_type\":\"image\"}]",
         "a list of 1, but no post: the first is a media file"},
        {"[{\"id\":1,\"name\":\"x\",\"avatar_urls\":{}}]", "but no post: the first is a user"},
        {"[{\"id\":1,\"post\":2,\"content\":{\"rendered\":\"x\"},\"type\":\"comment\"}]",
         "but no post: the first is a comment"},
        {"[[],[]]", "a list of 2, but no post: the first is a list"},
        {"{}", "an object without any field of a post"},
        {"{\"a\":{\"id\":1}}", "an object without any field of a post"},
        {"{\"posts\":{\"a\":1}}", "a list of 1, but no post: the first is a number"},
        {"{\"posts\":\"none\"}", "a string where a list of posts is expected"},
        {"\"text\"", "a string where posts are expected"},
        {"17", "a number where posts are expected"},
        {"null", "nothing where posts are expected"},
        {"true", "a truth value where posts are expected"},
        {"nonsense", "not JSON: it begins with \"nonsense\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct answer w = {0};
        wp_parse(&w, cases[i][0]);
        if (w.ok || !strstr(w.err.why, cases[i][1]))
            fail_msg("\"%s\": %s", cases[i][0], w.ok ? "accepted" : w.err.why);
        assert_string_equal(w.err.file, "saved/posts.json");
        assert_int_equal(w.err.code, ERR_INPUT);
        assert_null(strchr(w.err.why, '\x07'));
        /* Nothing of such a file is kept. */
        assert_int_equal(w.parsed.count + w.parsed.announced + w.parsed.problem_count, 0);
        wp_done(&w);
    }
}

static void too_deep_nesting_is_an_error(void **state)
{
    (void)state;
    struct answer w = {0};
    struct buf b = buf_init((size_t)1 << 20);
    buf_addz(&b, "[{\"id\":1,\"title\":\"T\",\"x\":");
    for (int i = 0; i < 100000; i++)
        buf_addc(&b, '[');
    wp_parse_bytes(&w, buf_str(&b));
    assert_false(w.ok);
    assert_non_null(strstr(w.err.why, "nested too deeply"));
    buf_release(&b);
    wp_done(&w);
}

static void no_prefix_of_an_answer_is_accepted(void **state)
{
    (void)state;
    static const char text[] = "[" POST(1, "A") "," POST(2, "B\\u00e4") "]";
    for (size_t n = 1; n + 1 < sizeof text; n++) {
        struct answer w = {0};
        wp_parse_bytes(&w, (str){text, n});
        assert_false(w.ok);
        assert_int_equal(w.parsed.count, 0);
        assert_non_null(strstr(w.err.why, "cut off"));
        wp_done(&w);
    }
}

/* -- Languages -------------------------------------------------------------------------------- */

static void languages_of_plugins_are_understood(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"\"lang\":\"de\"", "de"},
        {"\"lang\":\"pt_BR\"", "pt-BR"},
        {"\"locale\":\"de_DE_formal\"", "de-DE"},
        {"\"wpml_current_locale\":\"zh_HANT_tw\"", "zh-Hant-TW"},
        {"\"locale\":\"pt_PT_ao90\"", "pt-PT"}, /* one of WordPress's own */
        {"\"lang\":\"es-419\"", "es-419"},
        {"\"lang\":\"de-1996\"", "de"},
        {"\"lang\":\"de\",\"locale\":\"\"", "de"},
        {"\"lang\":\"\\\"><script>\"", "en"},
        {"\"lang\":\"english\"", "en"},
        {"\"lang\":\"\"", "en"},
        {"\"lang\":7", "en"},
        {"\"x\":1", "en"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct answer w = {0};
        assert_str(wp_post_of(&w, cases[i][0])->language, cases[i][1]);
        wp_done(&w);
    }
    struct answer w = {0};
    assert_int_equal(wp_post_of(&w, "\"lang\":\"ar\"")->direction, DIRECTION_RTL);
    wp_done(&w);
}

/* -- The sample ------------------------------------------------------------------------------- */

/* The whole of a file, NUL-terminated and to be freed; null when it is not there. */
static char *read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    char *text = mem_alloc(100000);
    text[fread(text, 1, 99999, f)] = '\0';
    fclose(f);
    return text;
}

static void the_sample_post_is_right_in_every_field(void **state)
{
    (void)state;
    char *text = read_file(TEST_SHARED_DIR "/seeds/002_b5b2d4d4d1e1cc57.txt");
    if (!text) {
        fprintf(stderr, "skipped: the sample post is not there\n");
        skip();
    }
    str strip[] = {STR(".wp-cta-block")}, categories[] = {STR("ai-news")};
    struct answer w = {.source = {.strip = {strip, 1}, .categories = {categories, 1}}};
    wp_parse(&w, text);
    free(text);
    assert_true(w.ok);
    assert_int_equal(w.parsed.count, 1);
    assert_int_equal(w.parsed.problem_count, 0);
    const struct article *a = w.parsed.articles[0];
    assert_str(a->id, "4009");
    assert_str(a->url, "https://falcoxai.com/main/is-xai-a-neocloud-now/");
    assert_str(a->slug, "is-xai-a-neocloud-now");
    assert_str(a->title, "Is xAI a neocloud now? What it means for AI infrastructure");
    assert_str(a->dek, "");
    assert_true(str_starts(a->summary, STR("xAI’s partnership with Anthropic—buying out 300MW")));
    assert_true(str_ends(a->summary, STR(".")));
    assert_true(a->summary.n <= LIMIT_SUMMARY);
    assert_int_equal(a->published.utc, 1778141443);
    assert_int_equal(a->published.offset, 0);
    assert_int_equal(a->modified.utc, 1778141443);
    assert_int_equal(a->authors.count, 0);
    static const char *const tags[] = {"AI data centers",        "AI industry trends", "Anthropic",
                                       "compute infrastructure", "neocloud",           "xAI"};
    assert_int_equal(a->tags.count, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_str(a->tags.items[i].name, tags[i]);
        assert_int_equal(a->tags.items[i].guessed, GUESS_SPELT);
    }
    assert_str(a->tags.items[0].slug, "ai-data-centers");
    assert_int_equal(a->categories.count, 1);
    assert_str(a->categories.items[0].name, "AI news");
    assert_str(a->categories.items[0].slug, "ai-news");
    assert_str(a->image.url, "https://falcoxai.com/main/wp-content/uploads/2026/05/"
                             "is-xai-a-neocloud-now-what-it-inline-1.png");
    assert_int_equal(a->via.count, 1);
    assert_str(a->via.items[0].url, "https://techcrunch.com/2026/05/06/is-xai-a-neocloud-now/");
    assert_str(a->via.items[0].text, "techcrunch.com");
    assert_false(str_has(a->body.markup, STR("Opportunity Audit")));
    assert_false(str_has(w.parsed.texts[0], STR("Opportunity Audit")));
    assert_false(str_has(a->body.markup, STR("Source:")));
    assert_true(str_has(a->body.markup, STR("<h2>What’s Next for AI Infrastructure")));
    assert_true(str_has(a->body.markup, STR("<h3>How the partnership works</h3>")));
    assert_in_range(a->words, 1000, 1300);
    wp_done(&w);
}

int u_parse_wp_files(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(posts_are_found_in_any_wrapping),
        cmocka_unit_test(utf16_is_converted),
        cmocka_unit_test(wordpress_com_answers_are_understood),
        cmocka_unit_test(posts_that_are_not_public_are_counted_and_left_out),
        cmocka_unit_test(a_broken_post_costs_only_itself),
        cmocka_unit_test(type_drift_is_tolerated),
        cmocka_unit_test(large_unknown_members_are_passed_over),
        cmocka_unit_test(crumbs_are_counted_and_bounded),
        cmocka_unit_test(what_is_not_posts_is_named),
        cmocka_unit_test(too_deep_nesting_is_an_error),
        cmocka_unit_test(no_prefix_of_an_answer_is_accepted),
        cmocka_unit_test(languages_of_plugins_are_understood),
        cmocka_unit_test(the_sample_post_is_right_in_every_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
