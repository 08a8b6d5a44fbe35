/* Finding the word that was meant. */
#include "check.h"

#include "digest/suggest.h"

static const char *const words[] = {"title", "description", "url", "language", "timezone", "home"};

static const char *meant(const char *typed)
{
    return suggest(str_of(typed), words, sizeof words / sizeof *words);
}

static void slips_of_the_finger_are_seen_through(void **state)
{
    (void)state;
    assert_string_equal(meant("titel"), "title");
    assert_string_equal(meant("tittle"), "title");
    assert_string_equal(meant("TITLE"), "title");
    assert_string_equal(meant("time_zone"), "timezone");
    assert_string_equal(meant("langauge"), "language");
    assert_string_equal(meant("ur"), "url");
}

static void a_beginning_is_enough(void **state)
{
    (void)state;
    assert_string_equal(meant("desc"), "description");
    assert_string_equal(meant("lang"), "language");
    assert_null(meant("de"));
}

static void other_words_are_left_alone(void **state)
{
    (void)state;
    assert_null(meant("colour"));
    assert_null(meant(""));
    assert_null(meant("x"));
    char longer[100];
    memset(longer, 'a', sizeof longer);
    assert_null(suggest((str){longer, sizeof longer}, words, 1));
    assert_null(suggest(STR("title"), words, 0));
}

static void the_nearest_wins_and_the_first_of_equals(void **state)
{
    (void)state;
    static const char *const near[] = {"tables", "table", "cable"};
    assert_string_equal(suggest(STR("table"), near, 3), "table");
    assert_string_equal(suggest(STR("dable"), near, 3), "table");
}

int u_base_suggest(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slips_of_the_finger_are_seen_through),
        cmocka_unit_test(a_beginning_is_enough),
        cmocka_unit_test(other_words_are_left_alone),
        cmocka_unit_test(the_nearest_wins_and_the_first_of_equals),
    };
    return cmocka_run_group_tests_name("base.suggest", tests, NULL, NULL);
}
