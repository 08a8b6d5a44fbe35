/* Authors, categories and tags of WordPress posts. */
#include <stdlib.h>

#include "digest/limits.h"
#include "wp_check.h"

/* Joins labels as "name/slug/parent name/slug/parent", behind them a "?" for those that the
 * text spells so and "??" for those that only a slug names. */
static void check_labels(struct labels labels, const char *expected)
{
    static const char *const guesses[] = {
        [GUESS_NONE] = "", [GUESS_SPELT] = "?", [GUESS_BARE] = "??"};
    struct buf b = buf_init(10000);
    for (size_t i = 0; i < labels.count; i++) {
        const struct label *l = &labels.items[i];
        buf_addf(&b, "%s%.*s/%.*s/%.*s%s", i ? ", " : "", STR_ARGS(l->name), STR_ARGS(l->slug),
                 STR_ARGS(l->parent), guesses[l->guessed]);
    }
    assert_str(buf_str(&b), expected);
    buf_release(&b);
}

static void terms_are_told_apart_by_taxonomy(void **state)
{
    (void)state;
    struct answer w = {0};
    const struct article *a = wp_post_of(
        &w,
        "\"categories\":[2,1],\"tags\":[3],\"class_list\":[\"category-wrong\",\"tag-wrong\"],"
        "\"_embedded\":{\"author\":[{\"id\":1,\"name\":\"Zo\\u00eb O'Brien &amp; S\\u00f6hne\","
        "\"slug\":\"zoe\",\"description\":\"<b>raw</b>\"}],\"wp:term\":[[],"
        "[{\"id\":3,\"name\":\"R&amp;D\",\"slug\":\"rd\",\"taxonomy\":\"post_tag\"}],"
        "[{\"id\":2,\"name\":\"Chips\",\"slug\":\"chips\",\"taxonomy\":\"category\",\"parent\":1},"
        "{\"id\":1,\"name\":\"Technology\",\"slug\":\"tech\",\"taxonomy\":\"category\",\"parent\":"
        "0},"
        "{\"id\":9,\"name\":\"Other\",\"slug\":\"other\",\"taxonomy\":\"category\",\"parent\":77}],"
        "[{\"id\":5,\"name\":\"gallery\",\"slug\":\"g\",\"taxonomy\":\"post_format\"}]]}");
    check_labels(a->authors, "Zoë O'Brien & Söhne/zoe/");
    check_labels(a->categories, "Chips/chips/tech, Technology/tech/, Other/other/");
    check_labels(a->tags, "R&D/rd/");
    wp_done(&w);
}

static void errors_in_the_place_of_terms_are_no_names(void **state)
{
    (void)state;
    struct answer w = {0};
    const struct article *a = wp_post_of(
        &w,
        "\"class_list\":[\"category-ai-news\",\"tag-xai\"],"
        "\"content\":{\"rendered\":\"<p>About xAI only.</p>\"},"
        "\"yoast_head_json\":{\"author\":\"Ada\"},"
        "\"_embedded\":{\"author\":[{\"code\":\"rest_user_invalid_id\",\"message\":\"Invalid user "
        "ID.\",\"data\":{\"status\":404}}],\"wp:term\":[[{\"code\":\"rest_forbidden\",\"message\":"
        "\"No.\"}],{\"code\":\"x\"},null,false]}");
    check_labels(a->authors, "Ada//");
    check_labels(a->categories, "Ai news/ai-news/??");
    check_labels(a->tags, "xAI/xai/?");
    wp_done(&w);
}

static void several_authors_come_from_coauthors(void **state)
{
    (void)state;
    struct answer w = {0};
    const struct article *a = wp_post_of(
        &w,
        "\"_embedded\":{\"author\":[{\"name\":\"Ada Lovelace\",\"slug\":\"ada\"}],\"wp:term\":[["
        "{\"name\":\"ada\",\"slug\":\"cap-ada\",\"taxonomy\":\"author\"},"
        "{\"name\":\"Grace Hopper\",\"slug\":\"cap-grace\",\"taxonomy\":\"author\"}]]}");
    check_labels(a->authors, "Ada Lovelace/ada/, Grace Hopper/grace/");
    wp_done(&w);
    a = wp_post_of(&w,
                   "\"authors\":[{\"display_name\":\"One\",\"slug\":\"one\"},{\"name\":\"Two\"}]");
    check_labels(a->authors, "One/one/, Two//");
    wp_done(&w);
    a = wp_post_of(&w, "\"author\":5,\"author_name\":\"Three\"");
    check_labels(a->authors, "Three//");
    wp_done(&w);
    a = wp_post_of(&w, "\"author\":\"Four\"");
    check_labels(a->authors, "Four//");
    wp_done(&w);
    a = wp_post_of(&w, "\"author\":\"5\",\"categories\":[\"6\",\"A name\"],\"tags\":[\"7\"]");
    check_labels(a->authors, "");
    check_labels(a->categories, "A name//");
    check_labels(a->tags, "");
    wp_done(&w);
    a = wp_post_of(&w,
                   "\"author\":{\"ID\":1,\"name\":\"Five\",\"nice_name\":\"five\"},\"authors\":[]");
    check_labels(a->authors, "");
    wp_done(&w);
}

static void class_list_may_be_an_object(void **state)
{
    (void)state;
    struct answer w = {0};
    const struct article *a =
        wp_post_of(&w, "\"class_list\":{\"0\":\"post-1\",\"3\":\"category-uncategorized\",\"4\":"
                       "\"tag-neocloud\",\"7\":\"tag-2024\",\"8\":\"tag-neocloud\",\"9\":null}");
    check_labels(a->categories, "");
    /* A number stands for a term's id, not for its name. */
    check_labels(a->tags, "Neocloud/neocloud/??");
    wp_done(&w);
    a = wp_post_of(&w, "\"class_list\":\"tag-x\"");
    check_labels(a->tags, "");
    wp_done(&w);
}

static void articles_without_tags_take_the_source_s(void **state)
{
    (void)state;
    str tags[] = {STR("Energy"), STR("AI")};
    struct answer w = {.source.tags = {tags, 2}};
    check_labels(wp_post_of(&w, "\"tags\":[]")->tags, "Energy//, AI//");
    wp_done(&w);
    w.source.tags = (struct str_list){tags, 2};
    check_labels(wp_post_of(&w, "\"tags\":[{\"name\":\"Own\",\"slug\":\"own\"}]")->tags,
                 "Own/own/");
    wp_done(&w);
}

static void too_many_terms_are_cut_and_reported_wherever_they_stand(void **state)
{
    (void)state;
    static const struct {
        const char *list, *begin, *end, *close;
    } cases[] = {
        {"\"_embedded\":{\"wp:term\":[[", "{\"taxonomy\":\"post_tag\",\"name\":\"N", "\"}", "]]}"},
        {"\"tags\":[", "\"N", "\"", "]"},
        {"\"class_list\":[", "\"tag-n-", "\"", "]"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct answer w = {0};
        struct buf b = buf_init(100000);
        buf_addz(&b, cases[k].list);
        for (int i = 0; i < LIMIT_TERMS + 2; i++)
            buf_addf(&b, "%s%s%d%s", i ? "," : "", cases[k].begin, i, cases[k].end);
        buf_addz(&b, cases[k].close);
        assert_int_equal(wp_post_of(&w, b.p)->tags.count, LIMIT_TERMS);
        assert_int_equal(w.parsed.problem_count, 1);
        assert_non_null(strstr(w.parsed.problems[0].why, "more than 64 tags"));
        buf_release(&b);
        wp_done(&w);
    }
}

static void only_posts_in_a_wanted_category_are_kept(void **state)
{
    (void)state;
    str wanted[] = {STR("ai-news")};
    struct answer w = {.source.categories = {wanted, 1}};
    wp_parse(&w,
             "[{\"id\":1,\"title\":\"A\",\"class_list\":[\"category-ai-news\"]},"
             "{\"id\":2,\"title\":\"B\",\"class_list\":[\"category-sports\",\"tag-ai-news\"]},"
             "{\"id\":3,\"title\":\"C\"},"
             "{\"id\":4,\"title\":\"D\",\"_embedded\":{\"wp:term\":[[{\"name\":\"AI News\","
             "\"slug\":\"ai-news\",\"taxonomy\":\"category\"}]]}},"
             "{\"id\":5,\"title\":\"E\",\"categories\":{\"Ai-News\":{\"ID\":1,\"name\":\"AI News\","
             "\"slug\":\"ai-news\"}}}]");
    assert_int_equal(w.parsed.count, 3);
    assert_str(w.parsed.articles[1]->id, "4");
    assert_int_equal(w.parsed.skipped[SKIP_FILTERED], 2);
    assert_int_equal(w.parsed.failed, 0);
    assert_int_equal(w.parsed.announced, 5);
    wp_done(&w);
}

static void only_posts_with_a_wanted_tag_are_kept(void **state)
{
    (void)state;
    str wanted[] = {STR("Chips")}, in[] = {STR("news")};
    struct answer w = {.source.tagged = {wanted, 1}, .source.categories = {in, 1}};
    wp_parse(&w, "[{\"id\":1,\"title\":\"A\",\"class_list\":[\"category-news\",\"tag-chips\"]},"
                 "{\"id\":2,\"title\":\"B\",\"class_list\":[\"category-chips\",\"tag-news\"]},"
                 "{\"id\":3,\"title\":\"C\",\"class_list\":[\"tag-chips\"]},"
                 "{\"id\":4,\"title\":\"D\",\"class_list\":[\"category-news\",\"tag-chip\"]}]");
    assert_int_equal(w.parsed.count, 1);
    assert_str(w.parsed.articles[0]->id, "1");
    assert_int_equal(w.parsed.skipped[SKIP_FILTERED], 3);
    wp_done(&w);
}

/* A child of a child says nothing of its grandmother, which the server knows. */
static void what_the_server_was_asked_for_is_kept(void **state)
{
    (void)state;
    str wanted[] = {STR("news")};
    struct answer w = {
        .source.categories = {wanted, 1}, .source.tagged = {wanted, 1}, .stored = true};
    wp_post_of(&w, "\"class_list\":[\"category-deep-below\"]");
    assert_int_equal(w.parsed.skipped[SKIP_FILTERED], 0);
    wp_done(&w);
}

static void articles_without_categories_take_the_source_s(void **state)
{
    (void)state;
    str names[] = {STR("World"), STR("News")};
    struct answer w = {.source.default_categories = {names, 2}};
    const struct article *a = wp_post_of(&w, "\"class_list\":[\"category-uncategorized\"]");
    check_labels(a->categories, "World//, News//");
    wp_done(&w);
    w.source.default_categories = (struct str_list){names, 2};
    a = wp_post_of(&w, "\"class_list\":[\"category-chips\"]");
    check_labels(a->categories, "Chips/chips/??");
    wp_done(&w);
}

int u_parse_wp_labels(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms_are_told_apart_by_taxonomy),
        cmocka_unit_test(errors_in_the_place_of_terms_are_no_names),
        cmocka_unit_test(several_authors_come_from_coauthors),
        cmocka_unit_test(class_list_may_be_an_object),
        cmocka_unit_test(articles_without_tags_take_the_source_s),
        cmocka_unit_test(too_many_terms_are_cut_and_reported_wherever_they_stand),
        cmocka_unit_test(only_posts_in_a_wanted_category_are_kept),
        cmocka_unit_test(only_posts_with_a_wanted_tag_are_kept),
        cmocka_unit_test(what_the_server_was_asked_for_is_kept),
        cmocka_unit_test(articles_without_categories_take_the_source_s),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
