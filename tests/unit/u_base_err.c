/* Errors: filled once, cut at characters, never replaced by callers. */
#include <errno.h>

#include "check.h"
#include "digest/err.h"
#include "digest/utf8.h"

static void an_error_is_false_and_says_why(void **state)
{
    (void)state;
    struct err e = {0};
    assert_false(err_set(&e, ERR_INPUT, "no %s in %d", "title", 3));
    assert_int_equal(e.code, ERR_INPUT);
    assert_string_equal(e.why, "no title in 3");
    assert_string_equal(e.hint, "");
    assert_string_equal(e.file, "");
    assert_int_equal(e.line, 0);
}

static void a_system_error_names_the_reason(void **state)
{
    (void)state;
    struct err e = {0};
    errno = ENOENT;
    assert_false(err_errno(&e, "cannot open %s", "x"));
    assert_int_equal(e.code, ERR_IO);
    assert_string_equal(e.why, "cannot open x: No such file or directory");
}

static void the_first_hint_place_and_excerpt_stay(void **state)
{
    (void)state;
    struct err e = {0};
    err_set(&e, ERR_CONFIG, "wrong");
    assert_false(err_hint(&e, "do %d", 1));
    assert_false(err_hint(&e, "do 2"));
    assert_false(err_at(&e, STR("a.yaml"), 3, 4));
    assert_false(err_at(&e, STR("b.yaml"), 5, 6));
    assert_false(err_excerpt(&e, STR("first")));
    assert_false(err_excerpt(&e, STR("second")));
    assert_string_equal(e.hint, "do 1");
    assert_string_equal(e.file, "a.yaml");
    assert_int_equal(e.line, 3);
    assert_int_equal(e.column, 4);
    assert_string_equal(e.excerpt, "first");
}

static void long_texts_are_cut_at_a_character(void **state)
{
    (void)state;
    struct err e = {0};
    char text[2001] = {0};
    for (size_t shift = 0; shift < 4; shift++) {
        memset(text, 'a', shift);
        for (size_t i = shift; i + 4 <= 2000; i += 4)
            memcpy(text + i, "\xF0\x9F\x98\x80", 4);
        err_set(&e, ERR_INPUT, "%s", text);
        err_hint(&e, "%s", text);
        err_at(&e, str_of(text), 1, 1);
        err_excerpt(&e, str_of(text));
        assert_true(utf8_valid(str_of(e.why)) && strlen(e.why) > sizeof e.why - 5);
        assert_true(utf8_valid(str_of(e.hint)) && strlen(e.hint) > sizeof e.hint - 5);
        assert_true(utf8_valid(str_of(e.file)) && strlen(e.file) > sizeof e.file - 5);
        assert_true(utf8_valid(str_of(e.excerpt)) && strlen(e.excerpt) > sizeof e.excerpt - 5);
    }
}

static void a_system_reason_fits_behind_any_text(void **state)
{
    (void)state;
    struct err e = {0};
    char text[1000] = {0};
    memset(text, 'a', sizeof text - 1);
    errno = EACCES;
    err_errno(&e, "%s", text);
    assert_int_equal(strlen(e.why), sizeof e.why - 1);
}

static void what_is_quoted_becomes_utf8(void **state)
{
    (void)state;
    struct err e = {0};
    err_set(&e, ERR_INPUT, "found \"%s\"", "a\xE5z \xEF\xBF\xBD \xED\xA0\x80\xC3");
    assert_string_equal(e.why, "found \"a?z \xEF\xBF\xBD ????\"");
    err_at(&e, STR("b\xFF"), 1, 1);
    assert_string_equal(e.file, "b?");
}

int u_base_err(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_is_false_and_says_why),
        cmocka_unit_test(a_system_error_names_the_reason),
        cmocka_unit_test(the_first_hint_place_and_excerpt_stay),
        cmocka_unit_test(long_texts_are_cut_at_a_character),
        cmocka_unit_test(what_is_quoted_becomes_utf8),
        cmocka_unit_test(a_system_reason_fits_behind_any_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
