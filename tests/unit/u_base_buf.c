/* Growing buffers: their maximum, their NUL, code points, formatted text. */
#include "check.h"
#include "digest/buf.h"

static void escapes_become_bytes_and_other_percents_stay(void **state)
{
    (void)state;
    struct buf b = buf_init(64);
    buf_add_percent_decoded(&b, STR("a%20b%c3%A9 100% %zz %4"));
    assert_str(buf_str(&b), "a b\xC3\xA9 100% %zz %4");
    buf_release(&b);
}

static void appending_grows_and_keeps_a_nul_behind(void **state)
{
    (void)state;
    struct buf b = buf_init(1 << 20);
    for (int i = 0; i < 10000; i++) {
        buf_addc(&b, (char)('a' + i % 26));
        assert_int_equal(b.p[b.n], '\0');
    }
    assert_int_equal(b.n, 10000);
    for (size_t i = 0; i < b.n; i++)
        assert_int_equal(b.p[i], 'a' + i % 26);
    assert_false(b.over);
    buf_release(&b);
}

static void a_full_buffer_takes_nothing_more(void **state)
{
    (void)state;
    struct buf b = buf_init(5);
    buf_addz(&b, "abcd");
    buf_addz(&b, "ef");
    assert_true(b.over);
    /* Not even what would fit: a page with a hole in it is worse than none. */
    buf_addc(&b, 'e');
    buf_addf(&b, "%d", 1);
    buf_add(&b, STR(""));
    assert_str(buf_str(&b), "abcd");
    buf_reset(&b);
    buf_addz(&b, "abcde");
    assert_false(b.over);
    assert_str(buf_str(&b), "abcde");
    assert_true(b.cap <= 6);
    buf_release(&b);
    assert_int_equal(b.max, 5);
}

static void a_maximum_is_exact_for_every_way_to_append(void **state)
{
    (void)state;
    for (size_t max = 0; max < 140; max++) {
        struct buf one = buf_init(max), two = buf_init(max);
        for (size_t i = 0; i < max; i++)
            buf_addc(&one, 'x');
        buf_addf(&two, "%*s", (int)max, "");
        assert_false(one.over || two.over);
        assert_int_equal(one.n, max);
        assert_int_equal(two.n, max);
        buf_addc(&one, 'x');
        buf_addf(&two, "x");
        assert_true(one.over && two.over);
        assert_int_equal(one.n, max);
        assert_int_equal(two.n, max);
        buf_release(&one);
        buf_release(&two);
    }
}

static void room_for_more_than_everything_is_refused(void **state)
{
    (void)state;
    struct buf b = buf_init(SIZE_MAX);
    buf_addz(&b, "a");
    assert_false(buf_reserve(&b, SIZE_MAX));
    assert_true(b.over);
    assert_str(buf_str(&b), "a");
    buf_release(&b);
}

static void code_points_become_utf8(void **state)
{
    (void)state;
    struct buf b = buf_init(100);
    const uint32_t codepoints[] = {0x24, 0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000, 0x10FFFF};
    for (size_t i = 0; i < sizeof codepoints / sizeof *codepoints; i++)
        buf_add_codepoint(&b, codepoints[i]);
    assert_str(buf_str(&b), "$\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80"
                            "\xF4\x8F\xBF\xBF");
    buf_release(&b);
}

static void what_is_no_character_becomes_the_replacement(void **state)
{
    (void)state;
    struct buf b = buf_init(100);
    buf_add_codepoint(&b, 0xD800);
    buf_add_codepoint(&b, 0xDFFF);
    buf_add_codepoint(&b, 0x110000);
    buf_add_codepoint(&b, UINT32_MAX);
    assert_str(buf_str(&b), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    buf_release(&b);
}

static void formatted_text_is_appended(void **state)
{
    (void)state;
    struct buf b = buf_init(1000);
    buf_addf(&b, "%s-%04d", "a", 7);
    buf_addf(&b, "%.2f", 1.5);
    assert_str(buf_str(&b), "a-00071.50");
    buf_release(&b);
}

static void cutting_shortens_and_never_lengthens(void **state)
{
    (void)state;
    struct buf b = buf_init(100);
    buf_addz(&b, "abc");
    buf_cut(&b, 3);
    buf_cut(&b, 1);
    assert_string_equal(b.p, "a");
    assert_int_equal(b.n, 1);
    buf_release(&b);
}

static void an_empty_buffer_has_no_memory(void **state)
{
    (void)state;
    struct buf b = buf_init(10);
    assert_null(b.p);
    assert_str(buf_str(&b), "");
    buf_reset(&b);
    buf_cut(&b, 0);
    buf_release(&b);
}

int u_base_buf(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_become_bytes_and_other_percents_stay),
        cmocka_unit_test(appending_grows_and_keeps_a_nul_behind),
        cmocka_unit_test(a_full_buffer_takes_nothing_more),
        cmocka_unit_test(a_maximum_is_exact_for_every_way_to_append),
        cmocka_unit_test(room_for_more_than_everything_is_refused),
        cmocka_unit_test(code_points_become_utf8),
        cmocka_unit_test(what_is_no_character_becomes_the_replacement),
        cmocka_unit_test(formatted_text_is_appended),
        cmocka_unit_test(cutting_shortens_and_never_lengthens),
        cmocka_unit_test(an_empty_buffer_has_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
