/* Unicode: what is valid, how the rest is repaired, encodings, folding, cutting, words. */
#include "check.h"
#include "digest/utf8.h"

#define R "\xEF\xBF\xBD" /* U+FFFD */

static void check_repair(str s, const char *expected)
{
    struct buf b = buf_init(10000);
    utf8_repair(&b, s);
    assert_str(buf_str(&b), expected);
    assert_true(utf8_valid(buf_str(&b)));
    buf_release(&b);
}

/* Each at every offset within and around the steps of eight bytes. */
static void check_invalid(str bytes)
{
    char text[64];
    for (size_t at = 0; at < 24; at++) {
        memset(text, 'a', sizeof text);
        memcpy(text + at, bytes.p, bytes.n);
        assert_false(utf8_valid((str){text, at + bytes.n}));
        assert_false(utf8_valid((str){text, 50}));
    }
}

static void every_code_point_is_valid_and_comes_back(void **state)
{
    (void)state;
    struct buf b = buf_init(100);
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        if (c == 0xD800)
            c = 0xE000;
        buf_reset(&b);
        buf_add_codepoint(&b, c);
        size_t at = 0;
        if (!utf8_valid(buf_str(&b)) || utf8_next(buf_str(&b), &at) != c || at != b.n)
            fail_msg("U+%04X", (unsigned)c);
    }
    buf_release(&b);
}

static void what_is_not_utf8_is_told_wherever_it_stands(void **state)
{
    (void)state;
    check_invalid(STR("\x80"));
    check_invalid(STR("\xBF"));
    check_invalid(STR("\xC3"));
    check_invalid(STR("\xC0\x80"));         /* overlong NUL */
    check_invalid(STR("\xC1\xBF"));         /* overlong */
    check_invalid(STR("\xE0\x9F\xBF"));     /* overlong */
    check_invalid(STR("\xF0\x8F\xBF\xBF")); /* overlong */
    check_invalid(STR("\xED\xA0\x80"));     /* a surrogate */
    check_invalid(STR("\xF4\x90\x80\x80")); /* beyond Unicode */
    check_invalid(STR("\xF5\x80\x80\x80"));
    check_invalid(STR("\xFF"));
    check_invalid(STR("\xE2\x82"));
    check_invalid(STR("\xF0\x9F\x98"));
    assert_true(utf8_valid((str){0}));
    assert_true(utf8_valid(STR("a\0b")));
}

static void repairs_follow_the_encoding_standard(void **state)
{
    (void)state;
    check_repair(STR(""), "");
    check_repair(STR("a\0b"), "a" R "b");
    check_repair(STR("\xE2\x82"), R); /* one for a cut sequence */
    check_repair(STR("\xE2\x82"
                     "a"),
                 R "a");
    check_repair(STR("\xC0\x80"), R R);
    check_repair(STR("\xED\xA0\x80"), R R R);
    check_repair(STR("\xF0\x80\x80\x41"), R R R "A");
    check_repair(STR("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42"), R R R R R "A" R R "B");
    check_repair(STR("\xF0\x9F\x98\xF0\x9F\x98\x80"), R "\xF0\x9F\x98\x80");
    check_repair(STR("already " R " there, \xC3\xA9"), "already " R " there, \xC3\xA9");
}

static void every_second_byte_pair_is_repaired_as_it_is_judged(void **state)
{
    (void)state;
    struct buf b = buf_init(100);
    for (unsigned first = 0; first < 256; first++) {
        for (unsigned second = 0; second < 256; second++) {
            const char text[] = {'x', (char)first, (char)second, 'y'};
            buf_reset(&b);
            utf8_repair(&b, (str){text, 4});
            bool unchanged = str_eq(buf_str(&b), (str){text, 4});
            bool good = utf8_valid((str){text, 4}) && first && second;
            if (unchanged != good || !utf8_valid(buf_str(&b)))
                fail_msg("%02X %02X", first, second);
        }
    }
    buf_release(&b);
}

static void check_from(str bytes, enum encoding encoding, const char *expected)
{
    struct buf b = buf_init(1000);
    assert_int_equal(utf8_detect(bytes), encoding);
    utf8_from(&b, bytes, encoding);
    assert_str(buf_str(&b), expected);
    buf_release(&b);
}

static void encodings_are_told_and_converted(void **state)
{
    (void)state;
    check_from(STR("\xEF\xBB\xBFh\xC3\xA9"), ENCODING_UTF8, "h\xC3\xA9");
    check_from(STR("h\xC3\xA9"), ENCODING_UTF8, "h\xC3\xA9");
    check_from(STR(""), ENCODING_UTF8, "");
    check_from(STR("\xFF\xFEh\0\xE9\0"), ENCODING_UTF16LE, "h\xC3\xA9");
    check_from(STR("\xFE\xFF\0h\0\xE9"), ENCODING_UTF16BE, "h\xC3\xA9");
    check_from(STR("h\0i\0\x19\x20!\0"), ENCODING_UTF16LE, "hi\xE2\x80\x99!");
    check_from(STR("\0h\0i\x20\x19\0!"), ENCODING_UTF16BE, "hi\xE2\x80\x99!");
    check_from(STR("h\xE9 \x93q\x94 \x80 \x96"), ENCODING_WINDOWS1252,
               "h\xC3\xA9 \xE2\x80\x9Cq\xE2\x80\x9D \xE2\x82\xAC \xE2\x80\x93");
}

static void what_an_encoding_has_no_meaning_for_is_marked_or_dropped(void **state)
{
    (void)state;
    check_from(STR("a\x81\x8D\x8F\x90\x9D\xE9"), ENCODING_WINDOWS1252, "a\xC3\xA9");
    /* A pair, a lone high, a lone low, a high at the end, half a unit. */
    check_from(STR("\xFF\xFE\x3D\xD8\x00\xDE"), ENCODING_UTF16LE, "\xF0\x9F\x98\x80");
    check_from(STR("\xFF\xFE\x3D\xD8"
                   "a\0"),
               ENCODING_UTF16LE, R "a");
    check_from(STR("\xFF\xFE\x00\xDE"
                   "a\0"),
               ENCODING_UTF16LE, R "a");
    check_from(STR("\xFF\xFE"
                   "a\0\x3D\xD8"),
               ENCODING_UTF16LE, "a" R);
    check_from(STR("\xFF\xFE"
                   "a\0b"),
               ENCODING_UTF16LE, "a" R);
    check_from(STR("\xFE\xFF\0a\0\0"), ENCODING_UTF16BE, "a" R);
}

static void a_single_nul_does_not_make_a_file_utf16(void **state)
{
    (void)state;
    assert_int_equal(utf8_detect(STR("plain text with one \0 in it")), ENCODING_UTF8);
}

static void check_fold(str a, str b, bool same)
{
    struct arena arena = {0};
    assert_int_equal(str_eq(utf8_fold(&arena, a), utf8_fold(&arena, b)), same);
    arena_release(&arena);
}

static void folding_makes_the_spellings_of_a_name_equal(void **state)
{
    (void)state;
    check_fold(STR("OpenAI"), STR("openai"), true);
    check_fold(STR("STRASSE"),
               STR("stra\xC3\x9F"
                   "e"),
               true);
    check_fold(STR("\xC3\x89"
                   "cole"),
               STR("e\xCC\x81"
                   "cole"),
               true);
    check_fold(STR("\xCE\xA3\xCE\x9F\xCE\xA3"), STR("\xCF\x83\xCE\xBF\xCF\x82"), true);
    check_fold(STR("cafe"), STR("caf\xC3\xA9"), false);
    check_fold(STR(""), STR("a"), false);
}

static void folding_invalid_bytes_is_harmless(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(utf8_fold(&a, STR("a\xFF")), "a\xFF");
    assert_str(utf8_fold(&a, (str){0}), "");
    arena_release(&a);
}

static void cuts_fall_between_whole_characters(void **state)
{
    (void)state;
    assert_str(utf8_cut(STR("abc"), 3), "abc");
    assert_str(utf8_cut(STR("abc"), 2), "ab");
    assert_str(utf8_cut(STR("abc"), 0), "");
    assert_str(utf8_cut(STR("a\xC3\xA9"), 2), "a");
    assert_str(utf8_cut(STR("ae\xCC\x81z"), 3), "a");
    assert_str(utf8_cut(STR("ae\xCC\x81z"), 4), "ae\xCC\x81");
    /* A flag is two code points, a family four with joiners. */
    assert_str(utf8_cut(STR("x\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA!"), 8), "x");
    assert_str(utf8_cut(STR("x\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7!"), 11), "x");
}

static void a_character_longer_than_the_limit_is_cut_at_a_code_point(void **state)
{
    (void)state;
    struct buf b = buf_init(1000);
    buf_addz(&b, "e");
    for (int i = 0; i < 100; i++)
        buf_addz(&b, "\xCC\x81");
    assert_int_equal(utf8_cut(buf_str(&b), 10).n, 9);
    buf_release(&b);
}

static void characters_are_counted(void **state)
{
    (void)state;
    assert_int_equal(utf8_count(STR("")), 0);
    assert_int_equal(utf8_count(STR("h\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80")), 4);
}

static void letters_and_digits_of_all_scripts_make_words(void **state)
{
    (void)state;
    assert_true(utf8_is_word('a') && utf8_is_word('0') && utf8_is_word(0xE9));
    assert_true(utf8_is_word(0x65E5) && utf8_is_word(0x0661) && utf8_is_word(0x2167));
    assert_false(utf8_is_word('_') || utf8_is_word('-') || utf8_is_word(0x301));
    assert_false(utf8_is_word(0x1F600) || utf8_is_word(0xFFFD) || utf8_is_word(0x7FFFFFFF));
    assert_true(utf8_is_upper('A') && utf8_is_upper(0xC9) && utf8_is_upper(0x1C5));
    assert_false(utf8_is_upper('a') || utf8_is_upper('1') || utf8_is_upper(0x65E5));
}

static void words_are_counted_as_readers_read_them(void **state)
{
    (void)state;
    assert_int_equal(utf8_words(STR("")), 0);
    assert_int_equal(utf8_words(STR("It's a well-known fact \xE2\x80\x94 isn\xE2\x80\x99t it?")),
                     6);
    assert_int_equal(utf8_words(STR(" - -- ' ... \xE2\x80\x94 ")), 0);
    assert_int_equal(utf8_words(STR("3.5 GW")), 3);
    /* Hindi: the vowel signs are marks within the word. */
    assert_int_equal(utf8_words(STR("\xE0\xA4\xB9\xE0\xA4\xBF\xE0\xA4\xA8\xE0\xA5\x8D\xE0\xA4\xA6"
                                    "\xE0\xA5\x80 \xE0\xA4\xB8\xE0\xA4\xAE")),
                     2);
    /* Five characters of Japanese are two and a half words. */
    assert_int_equal(
        utf8_words(STR("\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE3\x81\xA7\xE3\x81\x99")), 3);
    assert_int_equal(utf8_words(STR("AI\xE6\x97\xA5\xE6\x9C\xAC GPU")), 3);
}

int u_base_utf8(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_is_valid_and_comes_back),
        cmocka_unit_test(what_is_not_utf8_is_told_wherever_it_stands),
        cmocka_unit_test(repairs_follow_the_encoding_standard),
        cmocka_unit_test(every_second_byte_pair_is_repaired_as_it_is_judged),
        cmocka_unit_test(encodings_are_told_and_converted),
        cmocka_unit_test(what_an_encoding_has_no_meaning_for_is_marked_or_dropped),
        cmocka_unit_test(a_single_nul_does_not_make_a_file_utf16),
        cmocka_unit_test(folding_makes_the_spellings_of_a_name_equal),
        cmocka_unit_test(folding_invalid_bytes_is_harmless),
        cmocka_unit_test(cuts_fall_between_whole_characters),
        cmocka_unit_test(a_character_longer_than_the_limit_is_cut_at_a_code_point),
        cmocka_unit_test(characters_are_counted),
        cmocka_unit_test(letters_and_digits_of_all_scripts_make_words),
        cmocka_unit_test(words_are_counted_as_readers_read_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
