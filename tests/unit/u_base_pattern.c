/* Patterns: words as people write them, regular expressions, and what they may cost. */
#include "check.h"

#include <pthread.h>
#include <stdlib.h>

#include "digest/limits.h"
#include "digest/pattern.h"

static bool found(const char *pattern, str text)
{
    struct err err = {0};
    struct pattern *p = pattern_new(str_of(pattern), &err);
    if (!p)
        fail_msg("\"%s\" was refused: %s", pattern, err.why);
    bool yes = pattern_found(p, text);
    pattern_free(p);
    return yes;
}

static void assert_found(const char *pattern, const char *text)
{
    if (!found(pattern, str_of(text)))
        fail_msg("\"%s\" not found in \"%s\"", pattern, text);
}

static void assert_not_found(const char *pattern, const char *text)
{
    if (found(pattern, str_of(text)))
        fail_msg("\"%s\" found in \"%s\"", pattern, text);
}

static void assert_refused(str pattern, const char *why)
{
    struct err err = {0};
    assert_null(pattern_new(pattern, &err));
    assert_int_not_equal(err.code, ERR_NONE);
    if (!strstr(err.why, why))
        fail_msg("said: %s", err.why);
}

/* -- Words ------------------------------------------------------------------------------------ */

static void words_are_found_as_words_in_any_case(void **state)
{
    (void)state;
    assert_found("AI", "what ai does");
    assert_found("ai", "AI: a survey");
    assert_found("AI", "gen-AI");
    assert_not_found("AI", "we paid");
    assert_not_found("AI", "aid");
    assert_not_found("AI", "ai_2");
    assert_found("straße", "Die STRAßE ist lang");
    assert_found("Ärger", "viel ärger");
    assert_not_found("rger", "viel Ärger");
    assert_found("Привет", "ну, ПРИВЕТ!");
}

static void several_words_are_found_across_any_white_space(void **state)
{
    (void)state;
    assert_found("data center", "a  data\tcenter burned");
    assert_not_found("data center", "data-center");
    assert_not_found("data center", "ends with data\ncenter begins");
}

static void signs_stand_for_themselves(void **state)
{
    (void)state;
    assert_found("C++", "learn c++ now");
    assert_found("C++", "C++");
    assert_not_found("C++", "learn C now");
    assert_found(".NET", "the .net way");
    assert_not_found("a.c", "abc");
    assert_found("a\\Eb", "a\\Eb");
    assert_found("[sale]", "Big [SALE] today");
    assert_found("100%", "100% sure");
    assert_found("/", "this/that");
    assert_found("/etc", "in /etc there");
    assert_found("and/or", "and/or");
    assert_found("$5 (five)", "only $5 (five)");
    assert_found("a*b", "a*b");
    assert_found("-", "a-b");
}

static void scripts_without_spaces_have_no_word_boundaries(void **state)
{
    (void)state;
    assert_found("东京", "我在东京的家");
    assert_found("AI", "在AI领域");
    assert_found("서울", "서울은 크다");
    assert_found("ไทย", "ประเทศไทยใหญ่");
    assert_not_found("AI", "在PAID领域");
}

static void composed_and_decomposed_letters_are_the_same(void **state)
{
    (void)state;
    assert_found("cafe\xCC\x81", "le caf\xC3\xA9 noir");
    assert_found("/cafe\xCC\x81$/", "le caf\xC3\xA9");
}

/* -- Regular expressions ---------------------------------------------------------------------- */

static void expressions_mind_case_unless_flagged(void **state)
{
    (void)state;
    assert_found("/ad(vert)?s/", "no adverts");
    assert_not_found("/ads/", "No ADS");
    assert_found("/ads/i", "No ADS");
    assert_found("/\\bäh/i", "na, ÄH");
    assert_found("/^Sponsored:/", "Sponsored: buy");
    assert_not_found("/^buy/", "Sponsored: buy");
    assert_found("/^buy/", "Sponsored:\nbuy");
    assert_found("/\\p{Greek}/", "το");
    assert_found("/^$/", "");
    assert_found("/a/b/", "a/b");
}

static void a_slash_alone_makes_no_expression(void **state)
{
    (void)state;
    assert_found("/tech/news", "/tech/news");
    assert_not_found("/tech/news", "tech");
}

static void wrong_expressions_are_refused_with_their_place(void **state)
{
    (void)state;
    assert_refused(STR("/a(b/"), "missing closing parenthesis (behind character 3)");
    assert_refused(STR("/é[/"), "(behind character 2)");
    assert_refused(STR("/a\\C/"), "\\C");
    assert_refused(STR("/a/g"), "has no flag \"g\"");
    assert_refused(STR("/a/gi"), "has no flag \"gi\"");
    assert_refused(STR(""), "empty");
    assert_refused(STR("//"), "empty");
    assert_refused(STR("\xFF"), "no text");
    assert_refused(STR("a\0b"), "no text");
    assert_refused(STR("/((((a{1000}){1000}){1000}){1000})/"), "too large");
}

static void a_pattern_has_a_greatest_length(void **state)
{
    (void)state;
    char *long_one = mem_alloc(LIMIT_PATTERN + 2);
    memset(long_one, '.', LIMIT_PATTERN + 1);
    assert_refused((str){long_one, LIMIT_PATTERN + 1}, "longer than 2000 bytes");
    struct err err = {0};
    struct pattern *p = pattern_new((str){long_one, LIMIT_PATTERN}, &err);
    assert_non_null(p);
    pattern_free(p);
    free(long_one);
}

static void freeing_nothing_is_fine(void **state)
{
    (void)state;
    pattern_free(NULL);
}

/* -- Long texts ------------------------------------------------------------------------------- */

/* `count` times `unit`, then `end`. */
static str repeated(struct arena *a, const char *unit, size_t count, const char *end)
{
    size_t n = strlen(unit), last = strlen(end);
    char *p = arena_alloc(a, n * count + last + 1);
    for (size_t i = 0; i < count; i++)
        memcpy(p + i * n, unit, n);
    memcpy(p + n * count, end, last + 1);
    return (str){p, n * count + last};
}

static void long_lines_are_searched_to_their_end(void **state)
{
    (void)state;
    struct arena a = {0};
    for (size_t n = 1000; n < 1200; n++) {
        str text = repeated(&a, "some more ", n, "needle and thread");
        assert_true(found("needle and thread", text));
        assert_true(found("/needle and thread$/", text));
        assert_false(found("/more $/", text));
        assert_false(found("/^more/", text));
        arena_reset(&a);
    }
    assert_true(found("/№ы!/", repeated(&a, "№ы", 9000, "!")));
    arena_release(&a);
}

static void only_the_beginning_of_a_huge_text_is_searched(void **state)
{
    (void)state;
    struct arena a = {0};
    size_t count = LIMIT_PATTERN_TEXT / 10;
    assert_true(found("needle", repeated(&a, "some more\n", count - 2, "needle")));
    assert_false(found("needle", repeated(&a, "some more\n", count + 2, "needle")));
    arena_release(&a);
}

/* Without a bound on their steps, most of these would take minutes with 256 KiB, some for ever: more
 * than ctest's limit. */
static void no_pattern_takes_long_with_any_text(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "/(a+)+$/",
        "/(a|aa)+$/",
        "/a.*b.*c.*d/",
        "/\\w+@/",
        "/(.*)(.*)(.*)z/",
        "/(?:a?){50}b/",
        "/.*?a.*?b.*?/",
        "/(\\w+)\\s\\1!/",
        "/(?=(a+))b/",
        "/a{5,}.{100}x/",
        "/(?i)[a-z]+q/",
        "/\\d*\\w*;/",
        "/(a(?1)?b)/",
        "/(?<=aaa).x/",
        "a",
        "/(a+)+[cd]/",
        "/\\w+[#@]/",
        "/.*?a.*?[cd]\\d/",
        "/\\w+[;@]|\\w*[%&]/",
        "/.*.*.*[xyz]/",
    };
    struct arena a = {0};
    str texts[] = {repeated(&a, "a", LIMIT_PATTERN_TEXT, "!"),
                   repeated(&a, "aaaa ", LIMIT_PATTERN_TEXT / 5, "!"),
                   repeated(&a, "ab", LIMIT_PATTERN_TEXT, ""),
                   repeated(&a, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\n", LIMIT_PATTERN_TEXT / 32, "")};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            found(patterns[i], texts[k]);
    arena_release(&a);
}

static void text_that_is_not_utf8_has_nothing(void **state)
{
    (void)state;
    char bytes[10000];
    memset(bytes, 0x80, sizeof bytes);
    assert_false(found("a", (str){bytes, sizeof bytes}));
    assert_false(found("/./", (str){bytes, sizeof bytes}));
}

/* -- Threads ---------------------------------------------------------------------------------- */

static void *search_often(void *context)
{
    const struct pattern *p = context;
    size_t hits = 0;
    for (int i = 0; i < 2000; i++) {
        hits += pattern_found(p, STR("one two three"));
        hits += pattern_found(p, STR("four five six"));
    }
    return (void *)hits; /* NOLINT(performance-no-int-to-ptr) */
}

static void threads_share_a_pattern(void **state)
{
    (void)state;
    struct err err = {0};
    struct pattern *p = pattern_new(STR("/t[wo]+/"), &err);
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, search_often, p), 0);
    for (int i = 0; i < 4; i++) {
        void *hits;
        pthread_join(threads[i], &hits);
        assert_int_equal((size_t)hits, 2000);
    }
    pattern_free(p);
}

int u_base_pattern(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found_as_words_in_any_case),
        cmocka_unit_test(several_words_are_found_across_any_white_space),
        cmocka_unit_test(signs_stand_for_themselves),
        cmocka_unit_test(scripts_without_spaces_have_no_word_boundaries),
        cmocka_unit_test(composed_and_decomposed_letters_are_the_same),
        cmocka_unit_test(expressions_mind_case_unless_flagged),
        cmocka_unit_test(a_slash_alone_makes_no_expression),
        cmocka_unit_test(wrong_expressions_are_refused_with_their_place),
        cmocka_unit_test(a_pattern_has_a_greatest_length),
        cmocka_unit_test(freeing_nothing_is_fine),
        cmocka_unit_test(long_lines_are_searched_to_their_end),
        cmocka_unit_test(only_the_beginning_of_a_huge_text_is_searched),
        cmocka_unit_test(no_pattern_takes_long_with_any_text),
        cmocka_unit_test(text_that_is_not_utf8_has_nothing),
        cmocka_unit_test(threads_share_a_pattern),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
