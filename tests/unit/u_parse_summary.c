/* Tests of summaries: where sentences end. */
#include "check.h"

#include "digest/sanitize.h"

static struct arena arena;

static str summary(const char *text, size_t limit)
{
    arena_reset(&arena);
    return text_summary(&arena, str_of(text), limit);
}

/* The first sentence of text. */
static str first(const char *text)
{
    static char kept[200];
    str all = str_of(text);
    for (size_t limit = all.n + 1; limit-- > 0;) {
        str s = summary(text, limit);
        if (str_ends(s, STR("…")) && !str_has(all, STR("…")))
            break;
        snprintf(kept, sizeof kept, "%.*s", STR_ARGS(s));
    }
    return str_of(kept);
}

static int release(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void whole_sentences_are_kept(void **state)
{
    (void)state;
    assert_str(summary("One is here. Two is here. Three is here.", 26),
               "One is here. Two is here.");
    assert_str(summary("One is here. Two is here.", 100), "One is here. Two is here.");
    assert_str(summary("Really? Yes! No… Well.", 13), "Really? Yes!");
    assert_str(summary("First line\nSecond line goes on and on", 20), "First line");
    assert_str(summary("", 10), "");
}

static void abbreviations_initials_and_numbers_end_no_sentence(void **state)
{
    (void)state;
    assert_str(first("Mr. Smith and Dr. Jones met. They left."), "Mr. Smith and Dr. Jones met.");
    assert_str(first("The U.S. Army came. It went."), "The U.S. Army came.");
    assert_str(first("J. R. R. Tolkien wrote it. Read it."), "J. R. R. Tolkien wrote it.");
    assert_str(first("Pi is 3.14 or so. Yes."), "Pi is 3.14 or so.");
    assert_str(first("Am 7. Mai kam z.B. Herr Dr. Krug. Er ging."),
               "Am 7. Mai kam z.B. Herr Dr. Krug.");
    assert_str(first("See e.g. Smith vs. Jones. Then stop."), "See e.g. Smith vs. Jones.");
    assert_str(first("It costs approx. No. 5. More follows."),
               "It costs approx. No. 5. More follows.");
    assert_str(first("It ran in 1999. Then it stopped."), "It ran in 1999.");
    assert_str(first("visit example.com now. Please."), "visit example.com now.");
}

static void quotes_and_brackets_belong_to_the_sentence(void **state)
{
    (void)state;
    assert_str(first("He said “Go.” She went."), "He said “Go.”");
    assert_str(first("It ended (at last.) “New” began."), "It ended (at last.)");
    assert_str(first("Was it? «Oui.»"), "Was it?");
}

static void other_scripts_have_their_own_stops(void **state)
{
    (void)state;
    assert_str(first("一つ目の文です。二つ目の文です。"), "一つ目の文です。");
    assert_str(first("यह पहला है। यह दूसरा है।"), "यह पहला है।");
}

static void a_long_sentence_is_cut_at_a_word(void **state)
{
    (void)state;
    assert_str(summary("This sentence is much too long, for any limit", 22), "This sentence is…");
    assert_true(summary("Ein-sehr-langes-Wort-ohne-jedes-Ende", 12).n <= 12);
    assert_str(summary("ééééééééééééé", 9), "ééé…");
}

int u_parse_summary(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_sentences_are_kept),
        cmocka_unit_test(abbreviations_initials_and_numbers_end_no_sentence),
        cmocka_unit_test(quotes_and_brackets_belong_to_the_sentence),
        cmocka_unit_test(other_scripts_have_their_own_stops),
        cmocka_unit_test(a_long_sentence_is_cut_at_a_word),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}
