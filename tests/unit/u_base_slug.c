/* Slugs of names in all scripts, and the properties that paths rely on. */
#include "check.h"
#include "digest/buf.h"
#include "digest/limits.h"
#include "digest/slug.h"
#include "digest/utf8.h"

static struct arena arena;

static int release_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

#define slug(name) slug_make(&arena, STR(name))

static void names_with_symbols_stay_apart(void **state)
{
    (void)state;
    assert_str(slug("C"), "c");
    assert_str(slug("C++"), "c-plus-plus");
    assert_str(slug("C#"), "c-sharp");
    assert_str(slug("F# 8"), "f-sharp-8");
    assert_str(slug(".NET"), "dot-net");
    assert_str(slug("ASP.NET"), "asp-net");
    assert_str(slug("AT&T"), "at-and-t");
    assert_str(slug("R & D"), "r-and-d");
    assert_str(slug("100%"), "100-percent");
    assert_str(slug("100 % off"), "100-percent-off");
    assert_str(slug("#hashtag"), "hashtag");
    assert_str(slug("Node.js 1.5"), "node-js-1-5");
    assert_str(slug("...and then"), "and-then");
}

static void latin_letters_lose_their_accents(void **state)
{
    (void)state;
    assert_str(slug("Cr\xC3\xA8me Br\xC3\xBBl\xC3\xA9"
                    "e"),
               "creme-brulee");
    assert_str(slug("Creme\xCC\x81"), "creme");
    assert_str(slug("Stra\xC3\x9F"
                    "e"),
               "strasse");
    assert_str(slug("I\xC5\x9EIK \xC4\xB1\xC5\x9F\xC4\xB1k \xC4\xB0"), "isik-isik-i");
    assert_str(slug("\xEF\xAC\x81ne \xC3\x86on \xC5\x93uvre"), "fine-aeon-oeuvre");
    assert_str(slug("\xC5\x81\xC3\xB3"
                    "d\xC5\xBA \xC3\x98re \xC4\x90\xE1\xBA\xBFn"),
               "lodz-ore-den");
    assert_str(slug("\xEF\xBC\xA1\xEF\xBC\xA9 \xC2\xBD"), "ai-1-2");
}

static void other_scripts_survive(void **state)
{
    (void)state;
    /* Cyrillic keeps its short i, Greek its accent, Hindi its vowel signs. */
    assert_str(slug("\xD0\x9D\xD0\xBE\xD0\xB2\xD1\x8B\xD0\xB9"),
               "\xD0\xBD\xD0\xBE\xD0\xB2\xD1\x8B\xD0\xB9");
    assert_str(slug("\xD0\x98\xCC\x86"), "\xD0\xB9");
    assert_str(slug("\xCE\x86\xCE\x9B"), "\xCE\xAC\xCE\xBB");
    assert_str(slug("\xE6\x97\xA5\xE6\x9C\xAC \xE8\xAA\x9E"),
               "\xE6\x97\xA5\xE6\x9C\xAC-\xE8\xAA\x9E");
    assert_str(slug("\xD8\xA3\xD8\xAE \xD8\xA7\xD9\x84"), "\xD8\xA3\xD8\xAE-\xD8\xA7\xD9\x84");
    assert_str(slug("\xE0\xA4\xB9\xE0\xA4\xBF\xE0\xA4\xA8\xE0\xA5\x8D\xE0\xA4\xA6\xE0\xA5\x80"),
               "\xE0\xA4\xB9\xE0\xA4\xBF\xE0\xA4\xA8\xE0\xA5\x8D\xE0\xA4\xA6\xE0\xA5\x80");
    assert_str(slug("\xED\x95\x9C\xEA\xB5\xAD"), "\xED\x95\x9C\xEA\xB5\xAD");
}

static void apostrophes_vanish_and_all_else_is_one_hyphen(void **state)
{
    (void)state;
    assert_str(slug("It's a \xE2\x80\x9CTest\xE2\x80\x9D \xE2\x80\x94 isn\xE2\x80\x99t it?"),
               "its-a-test-isnt-it");
    assert_str(slug("  a _/\\ b-- "), "a-b");
    assert_str(slug("soft\xC2\xADly zero\xE2\x80\x8Dwidth"), "softly-zerowidth");
    assert_str(slug("a\xFF\xFE"
                    "b"),
               "a-b");
    assert_str(slug("\xE2\x9D\xA4\xEF\xB8\x8F love"), "love");
}

static void names_that_would_be_dangerous_or_empty_get_another(void **state)
{
    (void)state;
    const char *const names[] = {"",    ".", "..",      "../..", "/", "\xF0\x9F\x98\x80",
                                 "!!!", "'", "\xCC\x81"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        str made = slug_make(&arena, str_of(names[i]));
        assert_int_equal(made.n, 10);
        assert_true(str_starts(made, STR("x-")));
    }
    assert_false(str_eq(slug("\xF0\x9F\x98\x80"), slug("\xF0\x9F\x98\x81")));
    assert_str(slug("Page"), "page-1");
    assert_str(slug("page 1"), "page-1");
    assert_str(slug("../../etc/passwd"), "etc-passwd");
}

static void long_names_are_cut_between_words(void **state)
{
    (void)state;
    assert_str(
        slug("The quick brown fox jumps over the lazy dog and then keeps running through the "
             "forest until night"),
        "the-quick-brown-fox-jumps-over-the-lazy-dog-and-then-keeps-running-through-the");
    char word[300];
    memset(word, 'a', sizeof word);
    assert_int_equal(slug_make(&arena, (str){word, sizeof word}).n, LIMIT_SLUG);
    /* A word that ends just at the limit is kept. */
    word[LIMIT_SLUG - 5] = ' ';
    word[LIMIT_SLUG] = ' ';
    assert_int_equal(slug_make(&arena, (str){word, sizeof word}).n, LIMIT_SLUG);
    word[LIMIT_SLUG] = 'a';
    assert_int_equal(slug_make(&arena, (str){word, sizeof word}).n, LIMIT_SLUG - 5);
}

static void the_slugs_of_other_systems_are_decoded(void **state)
{
    (void)state;
    assert_str(slug_from_foreign(&arena, STR("%d0%bd%D0%BE")), "\xD0\xBD\xD0\xBE");
    assert_str(slug_from_foreign(&arena, STR("ai-data-centers")), "ai-data-centers");
    /* Cut at 200 bytes, through a character and through an escape. */
    assert_str(slug_from_foreign(&arena, STR("%d0%bd%d0")), "\xD0\xBD");
    assert_str(slug_from_foreign(&arena, STR("%d0%bd%d")), "\xD0\xBD");
    assert_str(slug_from_foreign(&arena, STR("a%2F..%2Fb%00c")), "a-b-c");
    assert_str(slug_from_foreign(&arena, STR("a%zzb")), "a-zzb");
    assert_true(str_starts(slug_from_foreign(&arena, STR("")), STR("x-")));
}

/* What every slug must be; see slug.h. */
static void check_properties(str name)
{
    str made = slug_make(&arena, name);
    bool sound = made.n > 0 && made.n <= LIMIT_SLUG && utf8_valid(made) &&
                 str_eq(slug_make(&arena, made), made) && made.p[0] != '-' &&
                 made.p[made.n - 1] != '-' && !str_has(made, STR("--")) && !str_is(made, "page");
    for (size_t i = 0; sound && i < made.n; i++) {
        unsigned char c = (unsigned char)made.p[i];
        sound = c >= 0x80 || c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
    }
    if (!sound)
        fail_msg("\"%.*s\" gives \"%.*s\"", STR_ARGS(name), STR_ARGS(made));
}

/* The large blocks whose characters are all alike are sampled. */
static uint32_t next_character(uint32_t c)
{
    bool alike = (c >= 0x3400 && c < 0xA000) || (c >= 0xAC00 && c < 0xD7A0) || c >= 0x20000;
    if (c >= 0x3FFE0 && c < 0x40000)
        return 0xE0000;
    return c + (alike ? 31 : 1);
}

static void every_character_alone_and_among_letters_makes_a_sound_slug(void **state)
{
    (void)state;
    struct buf b = buf_init(100);
    for (uint32_t c = 0; c <= 0x10FFFF; c = next_character(c)) {
        buf_reset(&b);
        buf_add_codepoint(&b, c);
        buf_addz(&b, " a\xE0\xA4\x95"); /* Devanagari ka */
        buf_add_codepoint(&b, c);
        buf_addz(&b, "\xCC\x81z");
        check_properties(buf_str(&b));
        if (c % 64 == 0)
            arena_reset(&arena);
    }
    buf_release(&b);
}

static void random_names_make_sound_slugs(void **state)
{
    (void)state;
    static const uint32_t pool[] = {'a',    'P',    ' ',     '-',    '.',    '+',    '#',
                                    '&',    '%',    '1',     '\'',   0x301,  0x345,  0x130,
                                    0xDF,   0x3B1,  0x439,   0x915,  0x93F,  0xAC00, 0x11A8,
                                    0x200D, 0xFE0F, 0x1F600, 0xFDFA, 0x1E9E, 0x13A0};
    struct buf b = buf_init(1000);
    uint64_t random = 1;
    for (int i = 0; i < 5000; i++) {
        buf_reset(&b);
        for (uint64_t n = random >> 58; n > 0; n--) {
            random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
            buf_add_codepoint(&b, pool[(random >> 33) % (sizeof pool / sizeof *pool)]);
        }
        random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
        check_properties(buf_str(&b));
        if (i % 100 == 0)
            arena_reset(&arena);
    }
    buf_release(&b);
}

int u_base_slug(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_with_symbols_stay_apart),
        cmocka_unit_test(latin_letters_lose_their_accents),
        cmocka_unit_test(other_scripts_survive),
        cmocka_unit_test(apostrophes_vanish_and_all_else_is_one_hyphen),
        cmocka_unit_test(names_that_would_be_dangerous_or_empty_get_another),
        cmocka_unit_test(long_names_are_cut_between_words),
        cmocka_unit_test(the_slugs_of_other_systems_are_decoded),
        cmocka_unit_test(every_character_alone_and_among_letters_makes_a_sound_slug),
        cmocka_unit_test(random_names_make_sound_slugs),
    };
    return cmocka_run_group_tests(tests, NULL, release_arena);
}
