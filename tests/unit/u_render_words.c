/* Words, dates and numbers in the readers' language. */
#include "../../src/render/words.h"
#include "render_site.h"

static struct words words_of(struct render_site *s, const char *language)
{
    struct words words;
    if (!words_load(&words, &s->arena, s->files, s->file_count, str_of(language), &s->err))
        fail_msg("%s", s->err.why);
    return words;
}

static str date_in(struct render_site *s, const char *language, const char *key, int day)
{
    struct words words = words_of(s, language);
    struct civil morning = {2026, 5, day, 9, 5, 0, 0};
    return words_date(&s->arena, &words, key, civil_of(civil_instant(morning, 0), 0));
}

static void dates_read_as_people_write_them(void **state)
{
    struct render_site *s = *state;
    assert_str(date_in(s, "en", "date", 7), "May 7, 2026");
    assert_str(date_in(s, "en", "date_full", 7), "Thursday, May 7, 2026");
    assert_str(date_in(s, "en-GB", "date_full", 7), "Thursday, 7 May 2026");
    assert_str(date_in(s, "de-AT", "date_full", 7), "Donnerstag, 7. Mai 2026");
    assert_str(date_in(s, "es", "date", 7), "7 de mayo de 2026");
    assert_str(date_in(s, "nl", "date_full", 7), "donderdag 7 mei 2026");
    assert_str(date_in(s, "pt", "date_full", 7), "quinta-feira, 7 de maio de 2026");
    assert_str(date_in(s, "en", "time", 7), "09:05");
}

static void the_first_of_a_month_is_special_in_french_and_italian(void **state)
{
    struct render_site *s = *state;
    assert_str(date_in(s, "fr", "date_full", 1), "vendredi 1er mai 2026");
    assert_str(date_in(s, "fr", "date_full", 11), "lundi 11 mai 2026");
    assert_str(date_in(s, "it", "date", 1), "1º maggio 2026");
}

static void counts_take_the_right_form(void **state)
{
    struct render_site *s = *state;
    struct words en = words_of(s, "en"), fr = words_of(s, "fr");
    assert_str(words_count(&s->arena, &en, "articles", 1), "1 article");
    assert_str(words_count(&s->arena, &en, "articles", 0), "0 articles");
    assert_str(words_count(&s->arena, &en, "articles", 1234567), "1,234,567 articles");
    assert_str(words_count(&s->arena, &fr, "articles", 0), "0 article");
    assert_str(words_count(&s->arena, &fr, "articles", 2), "2 articles");
}

static void digits_are_grouped_by_language(void **state)
{
    struct render_site *s = *state;
    struct words de = words_of(s, "de"), es = words_of(s, "es"), en = words_of(s, "en");
    assert_str(words_number(&s->arena, &de, 1234), "1.234");
    assert_str(words_number(&s->arena, &es, 1234), "1234");
    assert_str(words_number(&s->arena, &es, 12345), "12\u202f345");
    assert_str(words_number(&s->arena, &en, 999), "999");
    assert_str(words_number(&s->arena, &en, 1000), "1,000");
    assert_str(words_number(&s->arena, &en, 100000), "100,000");
    assert_str(words_number(&s->arena, &en, UINT64_MAX), "18,446,744,073,709,551,615");
}

static void a_language_without_a_file_speaks_english_and_says_so(void **state)
{
    struct render_site *s = *state;
    struct words words = words_of(s, "fi");
    assert_str(words.language, "en");
    assert_str(words_get(&words, "older"), "Older");
    assert_str(words_of(s, "de-CH").language, "de-CH");
    assert_str(words_of(s, "EN-us").language, "EN-us");
}

static void a_file_may_hold_only_what_differs(void **state)
{
    struct render_site *s = *state;
    file_of(s, "strings/fi.json")->bytes = STR("{\"older\": \"Vanhemmat\"}");
    struct words words = words_of(s, "fi");
    assert_str(words.language, "fi");
    assert_str(words_get(&words, "older"), "Vanhemmat");
    assert_str(words_get(&words, "newer"), "Newer");
}

static void every_shipped_language_has_every_word(void **state)
{
    struct render_site *s = *state;
    static const char *const full[] = {"de", "fr", "es", "it", "nl", "pt"};
    struct value english = {0};
    assert_true(value_from_json(&english, &s->arena, file_of(s, "strings/en.json")->bytes,
                                STR("en"), &s->err));
    for (size_t i = 0; i < sizeof full / sizeof *full; i++) {
        struct value other = {0};
        const char *name = arena_printf(&s->arena, "strings/%s.json", full[i]).p;
        assert_true(
            value_from_json(&other, &s->arena, file_of(s, name)->bytes, str_of(name), &s->err));
        for (size_t k = 0; k < english.count; k++)
            if (!value_get(&other, english.fields[k].name))
                fail_msg("%s lacks %.*s", name, STR_ARGS(english.fields[k].name));
    }
}

static void placeholders_are_filled_and_unknown_ones_stay(void **state)
{
    struct render_site *s = *state;
    file_of(s, "strings/xx.json")->bytes =
        STR("{\"page\": \"{n}{n} {nothing} { {n\", \"read_at\": \"{n}\"}");
    struct words words = words_of(s, "xx");
    const struct filling fillings[] = {{"n", STR("{n}!")}, {0}};
    assert_str(words_fill(&s->arena, &words, "page", fillings), "{n}!{n}! {nothing} { {n");
    assert_str(words_fill(&s->arena, &words, "read_at", fillings), "{n}!");
    assert_str(words_fill(&s->arena, &words, "no such word", fillings), "");
}

static void a_missing_word_is_named_with_the_remedy(void **state)
{
    struct render_site *s = *state;
    struct words words;
    file_of(s, "strings/en.json")->bytes = STR("{\"older\": \"x\"}");
    assert_false(words_load(&words, &s->arena, s->files, s->file_count, STR("en"), &s->err));
    assert_int_equal(s->err.code, ERR_TEMPLATE);
    assert_has(str_of(s->err.why), "\"date\"");
    assert_has(str_of(s->err.hint), "copy");
}

static void words_that_are_no_json_are_refused_with_their_place(void **state)
{
    struct render_site *s = *state;
    struct words words;
    struct theme_file *file = file_of(s, "strings/de.json");
    *file = (struct theme_file){file->name, STR("{\n  \"older\": ,\n}"), STR("my/de.json")};
    assert_false(words_load(&words, &s->arena, s->files, s->file_count, STR("de"), &s->err));
    assert_string_equal(s->err.file, "my/de.json");
    assert_int_equal(s->err.line, 2);
    s->err = (struct err){0};
    file->bytes = STR("[1, 2]");
    assert_false(words_load(&words, &s->arena, s->files, s->file_count, STR("de"), &s->err));
    assert_string_equal(s->err.file, "my/de.json");
}

static void a_wrong_kind_of_word_does_no_harm(void **state)
{
    struct render_site *s = *state;
    struct words words;
    file_of(s, "strings/de.json")->bytes = STR("{\"months\": [\"x\"]}");
    assert_false(words_load(&words, &s->arena, s->files, s->file_count, STR("de"), &s->err));
    assert_has(str_of(s->err.why), "\"months\"");
    s->err = (struct err){0};
    file_of(s, "strings/de.json")->bytes = STR("{\"articles\": \"x\"}");
    assert_false(words_load(&words, &s->arena, s->files, s->file_count, STR("de"), &s->err));
    assert_has(str_of(s->err.why), "\"articles\"");
    file_of(s, "strings/de.json")->bytes = STR("{\"digit_group_from\": \"many\"}");
    words = words_of(s, "de");
    assert_str(words_number(&s->arena, &words, 1234), "1,234");
}

int u_render_words(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(dates_read_as_people_write_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_first_of_a_month_is_special_in_french_and_italian,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(counts_take_the_right_form, set_up, tear_down),
        cmocka_unit_test_setup_teardown(digits_are_grouped_by_language, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_language_without_a_file_speaks_english_and_says_so,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_may_hold_only_what_differs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_shipped_language_has_every_word, set_up, tear_down),
        cmocka_unit_test_setup_teardown(placeholders_are_filled_and_unknown_ones_stay, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_missing_word_is_named_with_the_remedy, set_up, tear_down),
        cmocka_unit_test_setup_teardown(words_that_are_no_json_are_refused_with_their_place, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_wrong_kind_of_word_does_no_harm, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
