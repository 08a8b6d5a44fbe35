/* Names recovered from slugs by the text of the article. */
#include "check.h"

#include "../../src/parse/term_names.h"
#include "digest/buf.h"

/* The name of a slug in an article. */
static void check_name(const char *slug, const char *title, const char *text, const char *expected)
{
    struct arena a = {0};
    struct spellings *s = spellings_new(&a, str_of(title), str_of(text));
    bool found;
    str name = spellings_name(s, &a, str_of(slug), &found);
    if (!str_is(name, expected))
        print_error("slug %s, title \"%s\", text \"%s\":\n", slug, title, text);
    assert_str(name, expected);
    arena_release(&a);
}

static void a_name_takes_the_spelling_of_the_text(void **state)
{
    (void)state;
    const char *title = "Is xAI a neocloud now?";
    const char *text = "The data centers of xAI run on GPUs.\n"
                       "For the AI industry, renting AI data centers from a neocloud is new.\n"
                       "With Anthropic as a customer, compute infrastructure pays.";
    check_name("xai", title, text, "xAI");
    check_name("neocloud", title, text, "neocloud");
    check_name("anthropic", title, text, "Anthropic");
    check_name("ai-data-centers", title, text, "AI data centers");
    check_name("compute-infrastructure", title, text, "compute infrastructure");
    check_name("ai-industry-trends", title, text, "AI industry trends");
    check_name("ai-news", title, text, "AI news");
    check_name("gpus", title, text, "GPUs");
}

static void a_name_that_is_not_in_the_text_begins_with_a_capital(void **state)
{
    (void)state;
    check_name("business-strategy", "Title", "Some text.", "Business strategy");
    check_name("business", "", "", "Business");
    check_name("3d-printing", "", "", "3d printing");
    check_name("", "Title", "Text", "");
    check_name("---", "Title", "Text", "");
}

static void the_beginning_of_a_sentence_makes_no_name(void **state)
{
    (void)state;
    const char *text =
        "Compute is scarce. Compute is costly! \"Compute is all,\" he said. Yet compute "
        "gets cheaper.";
    check_name("compute", "", text, "compute");
    /* A name that stands there as well is known by its other places. */
    check_name("meta", "", "Meta sells it. Meta buys it. Others follow Meta only.", "Meta");
    /* Without any other place nothing is known, and names begin with a capital. */
    check_name("power", "", "Power is scarce. Power is costly.", "Power");
    check_name("power-of-ai", "", "Power is scarce, said the AI.", "power of AI");
}

static void title_case_headings_are_no_evidence(void **state)
{
    (void)state;
    const char *text = "The Gap Between Model Development and Compute Infrastructure\n"
                       "Nobody knows where compute infrastructure ends.";
    check_name("compute-infrastructure", "", text, "compute infrastructure");
    check_name("model-development", "The Rise of Model Development Everywhere", "It is new.",
               "Model development");
    /* But a word with capitals of its own is spelt so everywhere. */
    check_name("spacex-strategy", "What SpaceX Does With Orbital Data Next", "Nothing.",
               "SpaceX strategy");
}

static void shouting_is_no_evidence(void **state)
{
    (void)state;
    check_name("power-grid", "POWER GRID FAILS AGAIN IN TEXAS", "In Texas the power grid failed.",
               "power grid");
    check_name("texas", "POWER GRID FAILS AGAIN IN TEXAS", "Lights went out.", "Texas");
}

static void the_most_frequent_spelling_wins(void **state)
{
    (void)state;
    check_name("e-mail", "", "An e-mail, an E-Mail and another e-mail.", "e-mail");
    check_name("open-source", "", "An open-source tool, open source code and open source software.",
               "open source");
    check_name("open-source", "", "An open-source tool.", "open-source");
}

static void words_join_as_they_do_in_the_text(void **state)
{
    (void)state;
    check_name("gpt-4-5", "", "They released GPT-4.5 today.", "GPT-4.5");
    check_name("node-js", "", "It runs on Node.js now.", "Node.js");
    check_name("ai-ml", "", "In AI/ML it is known.", "AI/ML");
    check_name("research-development", "", "Spending on research & development grew.",
               "research & development");
    check_name("new-york", "", "He moved to New\u00A0York.", "New York");
    /* What a sentence's end or a comma parts is not one name. */
    check_name("power-google", "", "It needs power. Google has it, but google too, he said.",
               "power google");
}

static void genitives_and_apostrophes_are_understood(void **state)
{
    (void)state;
    check_name("xai", "", "They rent xAI’s data center.", "xAI");
    check_name("xai-models", "", "They use xAI's models.", "xAI models");
    check_name("mcdonalds", "", "Lunch at McDonald’s is cheap.", "McDonald’s");
    check_name("oreilly", "", "A book by O'Reilly on it.", "O'Reilly");
    check_name("womens-health", "", "On women's health and more.", "women's health");
}

static void accents_come_back(void **state)
{
    (void)state;
    check_name("zurich", "", "Banks in Zürich opened.", "Zürich");
    check_name("cafe-culture", "", "About café culture.", "café culture");
    check_name("strasse", "", "", "Strasse");
}

static void other_scripts_stay_as_they_are(void **state)
{
    (void)state;
    check_name("人工智能", "", "关于人工智能的新闻", "人工智能");
    check_name("новости-ии", "", "Свежие новости об ИИ.", "новости ИИ");
}

static void hostile_texts_cost_little(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf text = buf_init((size_t)8 << 20), slug = buf_init(1000);
    for (int i = 0; i < 2000000; i++)
        buf_addz(&text, "a ");
    for (int i = 0; i < 300; i++)
        buf_addz(&slug, "a-");
    struct spellings *s = spellings_new(&a, STR("a a a a"), buf_str(&text));
    str name = {NULL, 0};
    bool found;
    for (int i = 0; i < 64; i++)
        name = spellings_name(s, &a, buf_str(&slug), &found);
    assert_true(str_starts(name, STR("a a a")));
    /* Text without words, and with nothing but them. */
    buf_reset(&text);
    for (int i = 0; i < 100000; i++)
        buf_addz(&text, "'’\n.");
    s = spellings_new(&a, STR("’s"), buf_str(&text));
    assert_str(spellings_name(s, &a, STR("s"), &found), "s");
    buf_release(&text);
    buf_release(&slug);
    arena_release(&a);
}

int u_parse_terms(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_takes_the_spelling_of_the_text),
        cmocka_unit_test(a_name_that_is_not_in_the_text_begins_with_a_capital),
        cmocka_unit_test(the_beginning_of_a_sentence_makes_no_name),
        cmocka_unit_test(title_case_headings_are_no_evidence),
        cmocka_unit_test(shouting_is_no_evidence),
        cmocka_unit_test(the_most_frequent_spelling_wins),
        cmocka_unit_test(words_join_as_they_do_in_the_text),
        cmocka_unit_test(genitives_and_apostrophes_are_understood),
        cmocka_unit_test(accents_come_back),
        cmocka_unit_test(other_scripts_stay_as_they_are),
        cmocka_unit_test(hostile_texts_cost_little),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
