/* Tests of the strip selectors. */
#include "check.h"

#include "../../src/parse/selector.h"
#include "digest/sanitize.h"

/* True when the selector matches the path of "name#id.class.class" steps, outermost first. */
static bool matches(const char *selector, const struct path_step *path, size_t n)
{
    struct arena a = {0};
    struct err err = {0};
    struct selector *s = selector_parse(&a, str_of(selector), &err);
    assert_non_null(s);
    bool result = selector_matches(s, path, n);
    arena_release(&a);
    return result;
}

static const struct path_step path[] = {
    {{"div", 3}, {"main", 4}, {"post  wide\ntwo", 14}},
    {{"section", 7}, {0}, {0}},
    {{"p", 1}, {"x", 1}, {"ad Box", 6}},
};

static void a_compound_matches_when_all_its_parts_do(void **state)
{
    (void)state;
    assert_true(matches("p", path, 3));
    assert_true(matches("P", path, 3));
    assert_true(matches(".ad", path, 3));
    assert_true(matches(".ad.Box", path, 3));
    assert_true(matches("p#x.ad", path, 3));
    assert_true(matches("div.two", path, 1));
    assert_false(matches("div", path, 3));
    assert_false(matches(".box", path, 3)); /* classes keep their case */
    assert_false(matches(".a", path, 3));
    assert_false(matches("p#y.ad", path, 3));
}

static void descendants_match_at_any_depth(void **state)
{
    (void)state;
    assert_true(matches("div.post .ad", path, 3));
    assert_true(matches("div   section\tp", path, 3));
    assert_true(matches("#main p", path, 3));
    assert_false(matches(".ad div", path, 3));
    assert_false(matches("section section p", path, 3));
    assert_false(matches("div div", path, 1));
}

static void what_is_no_selector_is_refused_with_a_reason(void **state)
{
    (void)state;
    static const char *const bad[] = {"",  "  ",  ".",       "#",     "a>b", "a,b",  "a.",
                                      "*", "[x]", "a:hover", "a#b#c", "..a", "a + b"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct arena a = {0};
        struct err err = {0};
        if (selector_parse(&a, str_of(bad[i]), &err))
            fail_msg("\"%s\" was taken", bad[i]);
        assert_int_equal(err.code, ERR_CONFIG);
        assert_true(err.why[0] != 0);
        arena_release(&a);
    }
}

int u_parse_selector(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_compound_matches_when_all_its_parts_do),
        cmocka_unit_test(descendants_match_at_any_depth),
        cmocka_unit_test(what_is_no_selector_is_refused_with_a_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
