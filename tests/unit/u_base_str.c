/* Slices: comparing, searching, splitting, numbers, edit distance. */
#include "check.h"

static void order_is_by_bytes_and_a_prefix_comes_first(void **state)
{
    (void)state;
    assert_true(str_compare(STR("a"), STR("b")) < 0);
    assert_true(str_compare(STR("b"), STR("a")) > 0);
    assert_true(str_compare(STR("ab"), STR("a")) > 0);
    assert_int_equal(str_compare(STR(""), (str){0}), 0);
    /* Bytes are unsigned: é sorts behind z. */
    assert_true(str_compare(STR("z"), STR("\xC3\xA9")) < 0);
}

static void only_ascii_letters_lose_their_case(void **state)
{
    (void)state;
    assert_true(str_eq_nocase(STR("HTML"), STR("html")));
    assert_false(str_eq_nocase(STR("\xC3\x89"), STR("\xC3\xA9")));
    assert_false(str_eq_nocase(STR("[@"), STR("{`")));
    assert_true(str_ends_nocase(STR("A.JSON"), STR(".json")));
    assert_false(str_ends_nocase(STR("son"), STR(".json")));
}

static void ends_are_found_only_where_they_are(void **state)
{
    (void)state;
    assert_true(str_starts(STR("abc"), STR("ab")));
    assert_false(str_starts(STR("ab"), STR("abc")));
    assert_true(str_starts(STR("ab"), STR("")));
    assert_true(str_ends(STR("abc"), STR("bc")));
    assert_false(str_ends(STR("bc"), STR("abc")));
}

static void searching_starts_where_it_is_told(void **state)
{
    (void)state;
    assert_int_equal(str_find(STR("abcabc"), STR("bc"), 0), 1);
    assert_int_equal(str_find(STR("abcabc"), STR("bc"), 2), 4);
    assert_true(str_find(STR("abc"), STR("bc"), 2) == SIZE_MAX);
    assert_true(str_find(STR("abc"), STR("c"), 9) == SIZE_MAX);
    assert_int_equal(str_find(STR("abc"), STR(""), 3), 3);
    assert_true(str_find((str){0}, STR("a"), 0) == SIZE_MAX);
    assert_int_equal(str_find_char(STR("a\0b"), '\0', 0), 1);
    assert_true(str_find_char(STR("abc"), 'a', 1) == SIZE_MAX);
    assert_false(str_has(STR("abc"), STR("abcd")));
}

static void slices_are_clamped(void **state)
{
    (void)state;
    assert_str(str_slice(STR("abc"), 1, 2), "b");
    assert_str(str_slice(STR("abc"), 2, 99), "c");
    assert_str(str_slice(STR("abc"), 5, 2), "");
    assert_str(str_slice((str){0}, 1, 2), "");
}

static void trimming_takes_the_white_space_of_html(void **state)
{
    (void)state;
    assert_str(str_trim(STR(" \t\n\f\ra b\r\n")), "a b");
    assert_str(str_trim(STR(" \n ")), "");
    /* Neither the vertical tab nor the no-break space is among it. */
    assert_str(str_trim(STR("\va\xC2\xA0")), "\va\xC2\xA0");
}

static void lines_end_in_any_of_three_ways(void **state)
{
    (void)state;
    const char *expected[] = {"a", "b", "c", "", "d"};
    str rest = STR("a\nb\r\nc\r\rd"), line;
    for (size_t i = 0; i < 5; i++) {
        assert_true(str_next_line(&rest, &line));
        assert_str(line, expected[i]);
    }
    assert_false(str_next_line(&rest, &line));
}

static void the_last_line_ending_makes_no_line(void **state)
{
    (void)state;
    str rest = STR("a\n"), line;
    assert_true(str_next_line(&rest, &line));
    assert_false(str_next_line(&rest, &line));
}

static void parts_between_separators_may_be_empty(void **state)
{
    (void)state;
    const char *expected[] = {"a", "", "b"};
    str rest = STR("a,,b"), part;
    for (size_t i = 0; i < 3; i++) {
        assert_true(str_next_part(&rest, ',', &part));
        assert_str(part, expected[i]);
    }
    assert_false(str_next_part(&rest, ',', &part));
    rest = STR("");
    assert_false(str_next_part(&rest, ',', &part));
}

static void numbers_are_whole_and_within_their_maximum(void **state)
{
    (void)state;
    uint64_t n = 7;
    assert_true(str_to_uint(STR("0042"), 100, &n));
    assert_int_equal(n, 42);
    assert_true(str_to_uint(STR("18446744073709551615"), UINT64_MAX, &n));
    assert_true(n == UINT64_MAX);
    n = 7;
    assert_false(str_to_uint(STR("18446744073709551616"), UINT64_MAX, &n));
    assert_false(str_to_uint(STR("101"), 100, &n));
    assert_false(str_to_uint(STR("9"), 5, &n));
    assert_false(str_to_uint(STR(""), 100, &n));
    assert_false(str_to_uint(STR("-1"), 100, &n));
    assert_false(str_to_uint(STR("1 "), 100, &n));
    assert_int_equal(n, 7);
}

static void distance_counts_edits_and_swaps(void **state)
{
    (void)state;
    assert_int_equal(str_distance(STR("title"), STR("title")), 0);
    assert_int_equal(str_distance(STR("titel"), STR("title")), 1);
    assert_int_equal(str_distance(STR("titl"), STR("title")), 1);
    assert_int_equal(str_distance(STR("kitten"), STR("sitting")), 3);
    assert_int_equal(str_distance(STR(""), STR("abc")), 3);
    assert_int_equal(str_distance(STR("abc"), STR("")), 3);
    /* Letters that were swapped are not edited again in between: 3, not 2. */
    assert_int_equal(str_distance(STR("ca"), STR("abc")), 3);
}

static void words_too_long_to_be_meant_are_infinitely_far(void **state)
{
    (void)state;
    char word[66];
    memset(word, 'a', sizeof word);
    assert_int_equal(str_distance((str){word, 64}, (str){word, 63}), 1);
    assert_true(str_distance((str){word, 65}, STR("a")) == SIZE_MAX);
    assert_true(str_distance(STR("a"), (str){word, 65}) == SIZE_MAX);
}

int u_base_str(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_is_by_bytes_and_a_prefix_comes_first),
        cmocka_unit_test(only_ascii_letters_lose_their_case),
        cmocka_unit_test(ends_are_found_only_where_they_are),
        cmocka_unit_test(searching_starts_where_it_is_told),
        cmocka_unit_test(slices_are_clamped),
        cmocka_unit_test(trimming_takes_the_white_space_of_html),
        cmocka_unit_test(lines_end_in_any_of_three_ways),
        cmocka_unit_test(the_last_line_ending_makes_no_line),
        cmocka_unit_test(parts_between_separators_may_be_empty),
        cmocka_unit_test(numbers_are_whole_and_within_their_maximum),
        cmocka_unit_test(distance_counts_edits_and_swaps),
        cmocka_unit_test(words_too_long_to_be_meant_are_infinitely_far),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
