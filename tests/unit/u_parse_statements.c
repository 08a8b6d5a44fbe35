/* What the fields of a post become, from the server's answer to the article. Named by number:
 * tests/README.md. */
#include "digest/utf8.h"
#include "wp_flow.h"

/* -- Terms ------------------------------------------------------------------------------------ */

#define TERM(id, name, taxonomy)                                                                   \
    "{\"id\":" id ",\"name\":\"" name "\",\"slug\":\"s" id "\",\"taxonomy\":\"" taxonomy "\"}"

static void c19_terms_belong_where_their_taxonomy_says(void **state)
{
    struct flow f = {0};
    (void)state;
    /* Not where WordPress puts them: tags first, both in one list, one alone, an empty list. */
    const struct article *a = flow_article(
        &f,
        "\"categories\":[7,8],\"tags\":[5,6],\"_embedded\":{\"wp:term\":["
        "[" TERM("5", "Dams", "post_tag") "],[]," TERM("9", "No list", "genre") ",[" TERM(
            "7", "News",
            "category") "," TERM("6", "Rivers",
                                 "post_tag") "," TERM("3", "Novel",
                                                      "genre") "],"
                                                               "[" TERM(
                                                                   "4", "Ann Author",
                                                                   "author") "],[" TERM("8",
                                                                                        "World",
                                                                                        "catego"
                                                                                        "ry") "]]"
                                                                                              "}");
    assert_int_equal(a->categories.count, 2);
    assert_str(a->categories.items[0].name, "News");
    assert_str(a->categories.items[1].name, "World");
    assert_int_equal(a->tags.count, 2);
    assert_str(a->tags.items[0].name, "Dams");
    assert_str(a->tags.items[1].name, "Rivers");
    assert_int_equal(a->authors.count, 1); /* as Co-Authors Plus gives them */
    assert_str(a->authors.items[0].name, "Ann Author");
    flow_end(&f);
}

/* -- What is embedded ------------------------------------------------------------------------- */

#define ERROR(code, status)                                                                        \
    "{\"code\":\"" code "\",\"message\":\"Sorry, no.\",\"data\":{\"status\":" status "}}"

static void c16_more_embedded_than_was_asked_for_does_no_harm(void **state)
{
    struct flow f = {0};
    (void)state;
    const struct article *a = flow_article(
        &f, "\"title\":{\"rendered\":\"T\"},\"author\":3,\"tags\":[5],\"_embedded\":{\"up\":[{"
            "\"id\":9,\"title\":{\"rendered\":"
            "\"Up\"},\"name\":\"Up\"}],\"replies\":[[{\"id\":4,\"author_name\":\"Cy\",\"content\":{"
            "\"rendered\":\"<p>No!<\\/p>\"},\"_links\":{}}]],\"acf:post\":false,\"author\":[{"
            "\"id\":3,\"name\":\"Ann\",\"slug\":\"ann\",\"_embedded\":{\"author\":[{\"name\":"
            "\"Deep\"}]}}],\"wp:term\":[[" TERM("5", "Dams", "post_tag") "]]}");
    assert_str(a->title, "T");
    assert_int_equal(a->authors.count, 1);
    assert_str(a->authors.items[0].name, "Ann");
    assert_str(a->tags.items[0].name, "Dams");
    assert_str(a->body.markup, "");
    check_lacks(&f.c, 1, "replies");
    flow_end(&f);
}

static void c17_an_error_in_a_place_is_nobody_and_nothing(void **state)
{
    static const char *const errors[] = {ERROR("rest_user_invalid_id", "404"),
                                         ERROR("wordfence_forbidden", "401"),
                                         ERROR("rest_forbidden\",\"name\":\"Sorry", "403")};
    (void)state;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        struct flow f = {.closed = true}; /* and asking does not help */
        char members[1500];
        const char *e = errors[i];
        snprintf(members, sizeof members,
                 "\"author\":3,\"featured_media\":4,\"categories\":[700],\"tags\":[800],"
                 "\"_embedded\":{\"author\":[%s],\"wp:featuredmedia\":[%s],\"wp:term\":[[%s],%s]}",
                 e, e, e, e);
        const struct article *a = flow_article(&f, members);
        assert_int_equal(a->authors.count + a->categories.count + a->tags.count, 0);
        assert_str(a->image.url, "");
        assert_str(a->title, "T");
        check_lacks(&f.c, 1, "Sorry");
        flow_end(&f);
    }
}

static void c18_without_its_media_an_article_has_the_next_best_image(void **state)
{
    static const char media[] = "\"featured_media\":4,\"_embedded\":{\"wp:featuredmedia\":[" ERROR(
        "rest_forbidden", "401") "]}";
    static const char seo[] =
        "\"yoast_head_json\":{\"og_image\":[{\"url\":\"https://x.example/seo.jpg\"}]}";
    static const char body[] = "\"content\":{\"rendered\":\"<p>x<img src='/a.jpg' alt=''><img "
                               "src='/b.jpg' alt=''><\\/p>\"}";
    static const char *const images[] = {"", "https://news.example/a.jpg",
                                         "https://x.example/seo.jpg", "https://x.example/seo.jpg"};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        struct flow f = {.closed = true};
        char members[800];
        snprintf(members, sizeof members, "%s%s%s%s%s", media, i & 2 ? "," : "", i & 2 ? seo : "",
                 i & 1 ? "," : "", i & 1 ? body : "");
        assert_str(flow_article(&f, members)->image.url, images[i]);
        flow_end(&f);
    }
}

static void c24_members_of_other_types_than_they_should_be_cost_only_themselves(void **state)
{
    static const char *const drifts[] = {
        "\"meta\":[]",
        "\"meta\":{\"footnotes\":\"\"}",
        "\"acf\":false",
        "\"_links\":[]",
        "\"_embedded\":[]",
        "\"_embedded\":false",
        "\"_embedded\":{\"author\":false,\"wp:term\":[],\"wp:featuredmedia\":[false]}",
        "\"_embedded\":{\"author\":{},\"wp:term\":{\"0\":[[]]},\"wp:featuredmedia\":{}}",
        "\"author\":\"3\"",
        "\"author\":false,\"categories\":false,\"tags\":null",
        "\"categories\":{\"1\":\"2\"},\"tags\":[\"5\",false,{}]",
        "\"featured_media\":\"0\",\"sticky\":\"\",\"format\":null",
        "\"featured_media\":[]",
        "\"excerpt\":\"\",\"guid\":\"x\",\"class_list\":{\"3\":\"post\"}",
        "\"excerpt\":false,\"modified\":17,\"modified_gmt\":{}",
        "\"slug\":false,\"yoast_head\":[],\"yoast_head_json\":[]",
        "\"modified_gmt\":[[[]]],\"slug\":{}",
    };
    (void)state;
    for (size_t i = 0; i < sizeof drifts / sizeof *drifts; i++) {
        struct flow f = {0};
        char members[500];
        snprintf(members, sizeof members,
                 "%s,\"content\":{\"rendered\":\"<p>It rains.<\\/p>\",\"protected\":\"\"}",
                 drifts[i]);
        const struct article *a = flow_article(&f, members);
        assert_str(a->id, "1");
        assert_str(a->title, "T");
        assert_str(a->body.markup, "<p>It rains.</p>");
        assert_str(a->url, FLOW_LINK);
        assert_int_equal(a->published.utc, 1778141443);
        assert_int_equal(f.parsed.failed, 0);
        flow_end(&f);
    }
}

/* -- Text ------------------------------------------------------------------------------------- */

static void c21_titles_and_names_are_decoded_once(void **state)
{
    static const char *const cases[][2] = {
        {"Ann&#8217;s", "Ann’s"},
        {"R&amp;D", "R&D"},
        {"R&#038;D", "R&D"},
        {"R&#38;D &hellip; caf&eacute;", "R&D … café"},
        {"&#x2019;&#X2019;&#x1F600;", "’’\U0001F600"},
        {"&amp;lt;", "&lt;"},
        {"&amp;lt;b&amp;gt; &amp;amp;amp;", "&lt;b&gt; &amp;amp;"},
        {"&amp;#8217;", "&#8217;"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct flow f = {0};
        char members[1000];
        const char *text = cases[i][0];
        snprintf(
            members, sizeof members,
            "\"title\":{\"rendered\":\"%s\"},\"author\":3,\"categories\":[7],\"tags\":[5],"
            "\"_embedded\":{\"author\":[{\"id\":3,\"name\":\"%s\",\"slug\":\"a\"}],"
            "\"wp:term\":[[" TERM("7", "%s", "category") "],[" TERM("5", "%s", "post_tag") "]]}",
            text, text, text, text);
        const struct article *a = flow_article(&f, members);
        assert_str(a->title, cases[i][1]);
        assert_str(a->categories.items[0].name, cases[i][1]);
        assert_str(a->tags.items[0].name, cases[i][1]);
        assert_str(a->authors.items[0].name, cases[i][1]);
        flow_end(&f);
    }
}

static void c22_markup_in_titles_and_captions_leaves_text(void **state)
{
    static const char *const cases[][2] = {
        {"<em>On<\\/em> <b class='x'>dams<\\/b>", "On dams"},
        {"Dams<script>alert(1)<\\/script>", "Dams"},
        {"<img src=x onerror=alert(1)>Dams<br>and rivers", "Dams and rivers"},
        {"1 < 2 &lt;b&gt;", "1 < 2 <b>"},
        {"Unclosed <em title='x'>dams", "Unclosed dams"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct flow f = {0};
        char members[600];
        snprintf(members, sizeof members,
                 "\"title\":{\"rendered\":\"%s\"},\"featured_media\":3,\"_embedded\":{"
                 "\"wp:featuredmedia\":[{\"id\":3,\"source_url\":\"https://x.example/a.jpg\","
                 "\"media_type\":\"image\",\"caption\":{\"rendered\":\"<p>%s<\\/p>\"}}]}",
                 cases[i][0], cases[i][0]);
        const struct article *a = flow_article(&f, members);
        assert_str(a->title, cases[i][1]);
        assert_str(a->image.caption, cases[i][1]);
        flow_end(&f);
    }
    struct flow f = {0}; /* a field that stays markup is cleaned */
    assert_str(flow_body(&f, "<p onclick='x()'><em>On</em> <script>x</script>dams</p>"),
               "<p><em>On</em> dams</p>");
    flow_end(&f);
}

static void c22_an_empty_title_is_made_of_the_excerpt(void **state)
{
    static const char content[] =
        "\"content\":{\"rendered\":\"<p>The body begins in another way. It goes on.<\\/p>\"}";
    static const char *const cases[][2] = {
        {"{\"rendered\":\"<p>What it is about.<\\/p>\\n\"}", "What it is about."},
        {"{\"rendered\":\"<p>What it is about, and more of that, which was cut [&hellip;]<\\/p>\"}",
         "The body begins in another way. It goes on."},
        {"{\"rendered\":\"\"}", "The body begins in another way. It goes on."},
    };
    static const char *const titles[] = {"\"\"", "\"  \"", "\"<b><\\/b>\"", "null"};
    (void)state;
    for (size_t i = 0; i < 4 * (sizeof cases / sizeof *cases); i++) {
        struct flow f = {0};
        char members[600];
        snprintf(members, sizeof members, "\"title\":{\"rendered\":%s},%s,\"excerpt\":%s",
                 titles[i % 4], content, cases[i / 4][0]);
        const struct article *a = flow_article(&f, members);
        assert_str(a->title, cases[i / 4][1]);
        assert_str(a->dek, ""); /* not what the title says already */
        flow_end(&f);
    }
}

static void c23_excerpts_lose_what_is_put_around_them(void **state)
{
    static const char *const ends[] = {
        "", /* the paragraph's own tags only */
        " [&hellip;]",
        " [&#8230;]",
        " [...]",
        "&hellip;",
        " <a href='https://news.example/x'>[&hellip;]<\\/a>",
        " <a class='more-link' href='/x'>Continue reading <span>A title<\\/span><\\/a>",
        "&hellip; <a href='/x' class='wp-block-post-excerpt__more-link'>Read on<\\/a>",
        " <a href='/x'>Continue reading<span> &#8220;A title&#8221;<\\/span><\\/a>",
        " <a href='/x'>Continue reading <span class='meta-nav'>&rarr;<\\/span><\\/a>",
        " <a href='/x' rel='nofollow'>Read more<\\/a>",
        " [&hellip;]<\\/p><p><a href='/x'>Read More &raquo;<\\/a>",
        " [&hellip;] <a href='/x'>Weiterlesen<\\/a>",
        "&hellip; <a href='/x'>Lire la suite de A title<\\/a>",
        "&hellip;<p class='link-more'><a href='/x' class='more-link'>Continue reading<\\/a><\\/p>",
    };
    (void)state;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct flow f = {0};
        char members[400];
        snprintf(members, sizeof members,
                 "\"content\":{\"rendered\":\"\"},\"excerpt\":{\"rendered\":\"<p>A dam is "
                 "built.%s<\\/p>\\n\",\"protected\":false}",
                 ends[i]);
        const struct article *a = flow_article(&f, members);
        if (!str_is(a->summary, "A dam is built."))
            fail_msg("%s leaves %.*s", ends[i], STR_ARGS(a->summary));
        flow_end(&f);
    }
    /* A link of the writer's own stays, and so do brackets that say something. */
    struct flow f = {0};
    const struct article *a = flow_article(
        &f, "\"content\":{\"rendered\":\"\"},\"excerpt\":{\"rendered\":\"<p>We asked [sic] <a "
            "href='/x'>the engineers<\\/a>.<\\/p>\"}");
    assert_str(a->summary, "We asked [sic] the engineers.");
    flow_end(&f);
}

/* -- Dates ------------------------------------------------------------------------------------ */

static void c28_date_gmt_is_utc_and_date_tells_the_offset(void **state)
{
    static const struct {
        const char *members;
        int64_t utc;
        int32_t offset;
    } cases[] = {
        {"\"date\":\"2026-05-07T10:10:43\",\"date_gmt\":\"2026-05-07T08:10:43\"", 1778141443, 7200},
        {"\"date_gmt\":\"2026-05-07T08:10:43\",\"date\":\"2026-05-07T02:40:43\"", 1778141443,
         -19800},
        {"\"date_gmt\":\"2026-05-07T08:10:43\",\"date\":null", 1778141443, 0},
        /* The hour that a clock put back shows twice. */
        {"\"date\":\"2024-10-27T02:30:00\",\"date_gmt\":\"2024-10-27T00:30:00\"", 1729989000, 7200},
        {"\"date\":\"2024-10-27T02:30:00\",\"date_gmt\":\"2024-10-27T01:30:00\"", 1729992600, 3600},
        /* Nobody is five days from UTC. */
        {"\"date\":\"2026-05-02T08:10:43\",\"date_gmt\":\"2026-05-07T08:10:43\"", 1778141443, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct flow f = {0};
        const struct article *a = flow_article(&f, cases[i].members);
        assert_int_equal(a->published.utc, cases[i].utc);
        assert_int_equal(a->published.offset, cases[i].offset);
        assert_int_equal(check_kept(&f.c, 1)->published, cases[i].utc);
        assert_false(a->dated_by_file);
        flow_end(&f);
    }
}

static void c28_without_date_gmt_the_date_is_read_in_the_site_s_zone(void **state)
{
    static const int64_t from[] = {INT64_MIN};
    static const int32_t offsets[] = {7200};
    static const struct zone zone = {.count = 1, .from = from, .offsets = offsets};
    static const char *const absent[] = {"false", "null", "\"0000-00-00T00:00:00\"", "\"\""};
    (void)state;
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++) {
        struct flow f = {.zone = &zone};
        char members[200];
        snprintf(members, sizeof members, "\"date\":\"2026-05-07T10:10:43\",\"date_gmt\":%s",
                 absent[i]);
        const struct article *a = flow_article(&f, members);
        assert_int_equal(a->published.utc, 1778141443);
        assert_int_equal(a->published.offset, 7200);
        assert_int_equal(f.parsed.problem_count, 0);
        flow_end(&f);
    }
}

/* Dates that are none. */
static const char *const no_dates[] = {
    "null",
    "false",
    "\"\"",
    "\"0000-00-00T00:00:00\"",
    "\"-0001-11-30T00:00:00\"", /* what WordPress makes of zeros */
    "\"2026-02-30T08:00:00\"",
    "\"2026-13-01T08:00:00\"",
    "\"2026-05-07T25:00:00\"",
    "\"soon\"",
    "20260507",
};

static void c29_a_post_without_a_date_has_that_of_its_arrival_and_it_is_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof no_dates / sizeof *no_dates; i++) {
        struct flow f = {0};
        char members[200];
        snprintf(members, sizeof members, "\"date\":%s,\"date_gmt\":%s,\"modified_gmt\":%s",
                 no_dates[i], no_dates[i], no_dates[i]);
        const struct article *a = flow_article(&f, members);
        if (a->published.utc != FLOW_SEEN || a->modified.utc != FLOW_SEEN)
            fail_msg("%s is %lld", no_dates[i], (long long)a->published.utc);
        assert_true(a->dated_by_file);
        assert_int_equal(f.parsed.problem_count, 1);
        assert_false(f.parsed.fatal[0]);
        assert_non_null(strstr(f.parsed.problems[0].why,
                               "post 1 has no date; the time it was first fetched is used"));
        flow_end(&f);
    }
}

static void c29_a_post_without_a_date_but_one_of_change_has_that(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof no_dates / sizeof *no_dates; i++) {
        struct flow f = {0};
        char members[200];
        snprintf(members, sizeof members,
                 "\"date\":%s,\"date_gmt\":%s,\"modified_gmt\":\"2026-05-07T08:10:43\"",
                 no_dates[i], no_dates[i]);
        const struct article *a = flow_article(&f, members);
        assert_int_equal(a->published.utc, 1778141443);
        assert_false(a->dated_by_file);
        flow_end(&f);
    }
}

/* The build says so and touches no date: tests/e2e/future.sh. */
static void c29_a_date_far_in_the_future_is_kept(void **state)
{
    struct flow f = {0};
    (void)state;
    const struct article *a = flow_article(
        &f, "\"date_gmt\":\"2999-12-31T23:59:59\",\"modified_gmt\":\"2026-05-07T08:10:43\"");
    assert_int_equal(a->published.utc, 32503679999);
    assert_int_equal(a->modified.utc, 32503679999);
    assert_false(a->dated_by_file);
    assert_int_equal(check_kept(&f.c, 1)->published, 32503679999);
    flow_end(&f);
}

static void c30_updated_is_never_before_published(void **state)
{
    static const struct {
        const char *members;
        int64_t published, modified;
    } cases[] = {
        /* Scheduled: last touched before it came out. */
        {"\"date_gmt\":\"2026-05-07T08:10:43\",\"modified_gmt\":\"2026-05-01T08:00:00\"",
         1778141443, 1778141443},
        {"\"date_gmt\":\"2026-05-07T08:10:43\",\"modified_gmt\":\"2026-05-07T08:10:42\"",
         1778141443, 1778141443},
        {"\"date_gmt\":\"2026-05-07T08:10:43\",\"modified_gmt\":\"2026-05-08T08:00:00\"",
         1778141443, 1778227200},
        {"\"date_gmt\":\"2026-05-07T08:10:43\",\"modified_gmt\":null", 1778141443, 1778141443},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct flow f = {0};
        const struct article *a = flow_article(&f, cases[i].members);
        assert_int_equal(a->published.utc, cases[i].published);
        assert_int_equal(a->modified.utc, cases[i].modified);
        flow_end(&f);
    }
}

/* -- State ------------------------------------------------------------------------------------ */

static void c36_sticky_changes_nothing(void **state)
{
    static const char *const said[] = {"\"sticky\":false,", "\"sticky\":true,", ""};
    struct hash article[3], document[3];
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct flow f = {0};
        char members[200];
        snprintf(members, sizeof members,
                 "%s\"content\":{\"rendered\":\"<p>It rains.<\\/p>\",\"protected\":false}",
                 said[i]);
        const struct article *a = flow_article(&f, members);
        assert_false(a->pinned || a->hidden);
        assert_int_equal(a->published.utc, 1778141443);
        article[i] = a->content_hash;
        document[i] = check_kept(&f.c, 1)->content;
        flow_end(&f);
    }
    assert_true(hash_eq(article[0], article[1]) && hash_eq(article[0], article[2]));
    assert_true(hash_eq(document[0], document[1]) && hash_eq(document[0], document[2]));
}

static void c37_a_post_behind_a_password_is_left_out_and_counted(void **state)
{
    struct flow f = {0};
    (void)state;
    flow_run_bytes(&f, STR("\"title\":{\"rendered\":\"Protected: the plans\"},\"content\":{"
                           "\"rendered\":\"\",\"protected\":true},\"excerpt\":{\"rendered\":\"\","
                           "\"protected\":true}"));
    assert_int_equal(f.parsed.count, 0);
    assert_int_equal(f.parsed.announced, 1);
    assert_int_equal(f.parsed.skipped[SKIP_PROTECTED], 1);
    assert_int_equal(f.parsed.failed + f.parsed.problem_count, 0);
    assert_str(skip_words(SKIP_PROTECTED), "protected by a password");
    flow_end(&f);
    /* Whoever is shown the text may have it; and a post without any is no secret. */
    const struct article *a =
        flow_article(&f, "\"content\":{\"rendered\":\"<p>It.<\\/p>\",\"protected\":true}");
    assert_str(a->body.markup, "<p>It.</p>");
    flow_end(&f);
    a = flow_article(&f, "\"content\":{\"rendered\":\"\",\"protected\":false}");
    assert_str(a->title, "T");
    flow_end(&f);
}

/* -- Characters ------------------------------------------------------------------------------- */

/* Fails unless s is UTF-8 without NUL and has the text. */
static void check_clean(str s, const char *has)
{
    size_t at = 0;
    assert_null(memchr(s.p, 0, s.n));
    while (at < s.n) {
        size_t from = at;
        uint32_t c = utf8_next(s, &at);
        if (c == 0xFFFD && !str_starts(str_slice(s, from, s.n), STR("\uFFFD")))
            fail_msg("not UTF-8: %.*s", STR_ARGS(s));
    }
    if (!str_has(s, str_of(has)))
        fail_msg("%.*s has no %s", STR_ARGS(s), has);
}

static void c51_what_is_no_character_becomes_one_and_nul_goes_nowhere(void **state)
{
    static const char *const bad[] = {
        "\xFF",    "\xC3",    "\xE2\x82", "\xC0\xAF",       "\xED\xA0\x80",
        "\\ud800", "\\udc00", "\\u0000",  "\\ud800\\u0041", "\xF4\x90\x80\x80",
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct flow f = {0};
        char members[1200];
        const char *b = bad[i];
        snprintf(members, sizeof members,
                 "\"slug\":\"a%sz\",\"title\":{\"rendered\":\"a%sz\"},\"content\":{\"rendered\":"
                 "\"<p title='%s'>a%sz <a href='/x%sz'>y<\\/a><img src='/i.png' alt='a%sz'><\\/p>"
                 "\"},\"author\":3,\"tags\":[5],\"_embedded\":{\"author\":[{\"id\":3,\"name\":"
                 "\"a%sz\",\"slug\":\"a\"}],\"wp:term\":[[" TERM("5", "a%sz", "post_tag") "]]}",
                 b, b, b, b, b, b, b, b);
        const struct article *a = flow_article(&f, members);
        check_clean(a->title, "a\uFFFD");
        check_clean(a->body.markup, "<p>a\uFFFD");
        check_clean(a->body.markup, "alt=\"a\uFFFD");
        check_clean(f.parsed.texts[0], "a\uFFFD");
        check_clean(a->summary, "");
        check_clean(a->slug, "a");
        check_clean(a->authors.items[0].name, "a\uFFFD");
        check_clean(a->tags.items[0].name, "a\uFFFD");
        flow_end(&f);
    }
}

static void c51_references_to_no_character_become_one(void **state)
{
    static const char *const bad[] = {"&#0;",     "&#x0;",      "&#xD800;",
                                      "&#57343;", "&#x110000;", "&#99999999999999999999;"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct flow f = {0};
        char members[300];
        snprintf(members, sizeof members,
                 "\"title\":{\"rendered\":\"a%sz\"},\"slug\":\"a%%00z\",\"content\":{\"rendered\":"
                 "\"<p>a%sz<\\/p>\"}",
                 bad[i], bad[i]);
        const struct article *a = flow_article(&f, members);
        assert_str(a->title, "a\uFFFDz");
        assert_str(a->body.markup, "<p>a\uFFFDz</p>");
        assert_null(memchr(a->slug.p, 0, a->slug.n));
        flow_end(&f);
    }
}

/* -- Addresses -------------------------------------------------------------------------------- */

static void c59_the_link_is_the_address_and_the_guid_is_none(void **state)
{
#define GUID "\"guid\":{\"rendered\":\"https:\\/\\/old.example\\/?p=17\"}"
    struct flow f = {0};
    (void)state;
    const struct article *a = flow_article(&f, GUID);
    assert_str(a->url, FLOW_LINK);
    assert_str(a->id, "1");
    assert_str(check_kept(&f.c, 1)->url, FLOW_LINK);
    check_lacks(&f.c, 1, "old.example");
    flow_end(&f);
    static const char *const links[] = {"null", "\"\"", "false", "\"javascript:alert(1)\""};
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        char members[200];
        snprintf(members, sizeof members, GUID ",\"link\":%s", links[i]);
        assert_str(flow_article(&f, members)->url, "");
        flow_end(&f);
    }
}

int u_parse_statements(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(c19_terms_belong_where_their_taxonomy_says),
        cmocka_unit_test(c16_more_embedded_than_was_asked_for_does_no_harm),
        cmocka_unit_test(c17_an_error_in_a_place_is_nobody_and_nothing),
        cmocka_unit_test(c18_without_its_media_an_article_has_the_next_best_image),
        cmocka_unit_test(c24_members_of_other_types_than_they_should_be_cost_only_themselves),
        cmocka_unit_test(c21_titles_and_names_are_decoded_once),
        cmocka_unit_test(c22_markup_in_titles_and_captions_leaves_text),
        cmocka_unit_test(c22_an_empty_title_is_made_of_the_excerpt),
        cmocka_unit_test(c23_excerpts_lose_what_is_put_around_them),
        cmocka_unit_test(c28_date_gmt_is_utc_and_date_tells_the_offset),
        cmocka_unit_test(c28_without_date_gmt_the_date_is_read_in_the_site_s_zone),
        cmocka_unit_test(c29_a_post_without_a_date_has_that_of_its_arrival_and_it_is_said),
        cmocka_unit_test(c29_a_post_without_a_date_but_one_of_change_has_that),
        cmocka_unit_test(c29_a_date_far_in_the_future_is_kept),
        cmocka_unit_test(c30_updated_is_never_before_published),
        cmocka_unit_test(c36_sticky_changes_nothing),
        cmocka_unit_test(c37_a_post_behind_a_password_is_left_out_and_counted),
        cmocka_unit_test(c51_what_is_no_character_becomes_one_and_nul_goes_nowhere),
        cmocka_unit_test(c51_references_to_no_character_become_one),
        cmocka_unit_test(c59_the_link_is_the_address_and_the_guid_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
