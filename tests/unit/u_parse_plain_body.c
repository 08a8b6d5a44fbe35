/* Plain text: paragraphs and wraps, headings, lists, quotes, verse, links, and hostile texts. */
#include <stdlib.h>

#include "text_check.h"

#define LONG_LINE                                                                                  \
    "This line is a whole paragraph of its own, as it comes out of a copy from a web page, say."
#define LONG_P "<p>" LONG_LINE "</p>"

/* Two paragraphs wrapped at 72 columns, to make a text a wrapped one. */
#define WRAPPED                                                                                    \
    "The first paragraph goes on over several lines, each of them about as\n"                      \
    "long as the others, and is joined to one again by the parser, which\n"                        \
    "looks at all the lines of the file.\n"
#define WRAPPED_P                                                                                  \
    "<p>The first paragraph goes on over several lines, each of them about as long as the "        \
    "others, "                                                                                     \
    "and is joined to one again by the parser, which looks at all the lines of the file.</p>"

#define assert_body(text, markup) assert_text("Title\n\n" text, "Title", "", markup)

/* -- Paragraphs ------------------------------------------------------------------------------- */

static void hard_wrapped_paragraphs_are_joined(void **state)
{
    (void)state;
    assert_body(WRAPPED "\n" WRAPPED, WRAPPED_P WRAPPED_P);
    assert_text("Title\nThe dek\n\n" WRAPPED, "Title", "The dek", WRAPPED_P);
    assert_text("Title\n" WRAPPED "\n" WRAPPED, "Title", "", WRAPPED_P WRAPPED_P);
}

static void wrapped_paragraphs_need_no_blank_line_between(void **state)
{
    (void)state;
    assert_body(WRAPPED WRAPPED "The next part\n" WRAPPED,
                WRAPPED_P WRAPPED_P "<h2>The next part</h2>" WRAPPED_P);
}

static void a_split_words_hyphen_is_kept_and_no_space_added(void **state)
{
    (void)state;
    assert_body("The first paragraph goes on over several lines of the new infra-\n"
                "structure, and some of the lines end with a hyphen; the last one -\n"
                "ends with a dash, and here comes one that is before a name, Anglo-\n"
                "American, and the end.\n",
                "<p>The first paragraph goes on over several lines of the new infra-structure, and "
                "some of the lines end with a hyphen; the last one - ends with a dash, and here "
                "comes one that is before a name, Anglo- American, and the end.</p>");
}

static void long_lines_are_paragraphs_also_without_blank_ones(void **state)
{
    (void)state;
    assert_body(LONG_LINE "\n" LONG_LINE "\n" LONG_LINE, LONG_P LONG_P LONG_P);
}

static void indented_first_lines_begin_paragraphs(void **state)
{
    (void)state;
    assert_body("    " WRAPPED "    " WRAPPED, WRAPPED_P WRAPPED_P);
}

static void east_asian_lines_are_joined_without_space(void **state)
{
    (void)state;
    assert_body("数据中心市场正在发生变化越来越多的公司开始出租自己的\n"
                "计算能力而不是建设新的模型并且影响整个行业的未来发展\n"
                "方向。\n",
                "<p>数据中心市场正在发生变化越来越多的公司开始出租自己的计算能力而不是建设新的模型"
                "并且影响整个行业的未来发展方向。</p>");
}

static void poems_and_addresses_keep_their_lines(void **state)
{
    (void)state;
    assert_body("Two roads diverged in a yellow wood,\nAnd sorry I could not travel both\n"
                "And be one traveler, long I stood\n\nThen took the other, as just as fair,\n"
                "And having perhaps the better claim,",
                "<p>Two roads diverged in a yellow wood,<br>And sorry I could not travel both<br>"
                "And be one traveler, long I stood</p><p>Then took the other, as just as fair,<br>"
                "And having perhaps the better claim,</p>");
    assert_body(LONG_LINE "\n\nJane Doe\n12 Long Road\nBerlin\n\n" LONG_LINE,
                LONG_P "<p>Jane Doe<br>12 Long Road<br>Berlin</p>" LONG_P);
    assert_body(WRAPPED "\nJane Doe\nBerlin\n\n" WRAPPED,
                WRAPPED_P "<p>Jane Doe<br>Berlin</p>" WRAPPED_P);
}

static void short_sentences_in_a_row_are_no_verse(void **state)
{
    (void)state;
    assert_body("“Yes.”\n“No.”\nHe left.\nShe did not.\n",
                "<p>“Yes.”</p><p>“No.”</p><p>He left.</p><p>She did not.</p>");
}

static void markup_characters_are_text(void **state)
{
    (void)state;
    assert_body("<b>a</b> & *b* _c_ `d` [e](f) ![g](h) \\i &amp; <script>alert(1)</script>",
                "<p>&lt;b&gt;a&lt;/b&gt; &amp; *b* _c_ `d` [e](f) ![g](h) \\i &amp;amp; "
                "&lt;script&gt;alert(1)&lt;/script&gt;</p>");
}

/* -- Headings --------------------------------------------------------------------------------- */

static void short_lines_before_longer_paragraphs_are_headings(void **state)
{
    (void)state;
    assert_body(LONG_LINE "\nThe next part\n" LONG_LINE "\nIs it “the end”?\n" LONG_LINE,
                LONG_P "<h2>The next part</h2>" LONG_P "<h2>Is it “the end”?</h2>" LONG_P);
    assert_body(WRAPPED "\nThe next part\n\n" WRAPPED "\niPhone and xAI\n\n" WRAPPED,
                WRAPPED_P "<h2>The next part</h2>" WRAPPED_P "<h2>iPhone and xAI</h2>" WRAPPED_P);
    assert_body(WRAPPED "The next part\n" WRAPPED, WRAPPED_P "<h2>The next part</h2>" WRAPPED_P);
}

static void capitals_and_underlines_make_headings(void **state)
{
    (void)state;
    assert_body(LONG_LINE
                "\n\nWHAT HAPPENED\n\nNothing happened at all.\n\nBACKGROUND:\n\n" LONG_LINE,
                LONG_P "<h2>WHAT HAPPENED</h2><p>Nothing happened at all.</p>"
                       "<h2>BACKGROUND:</h2>" LONG_P);
    assert_body("Part one.\n=========\n\nText.\n\nA detail\n--------\nText.\n",
                "<h2>Part one.</h2><p>Text.</p><h3>A detail</h3><p>Text.</p>");
    assert_body("## Part one\n\nText.\n### A detail ###\nText.\n",
                "<h2>Part one</h2><p>Text.</p><h3>A detail</h3><p>Text.</p>");
}

static void other_short_lines_are_paragraphs(void **state)
{
    (void)state;
    assert_body(LONG_LINE "\nHe said this:\n" LONG_LINE, LONG_P "<p>He said this:</p>" LONG_P);
    assert_body(LONG_LINE "\nThe end.\n" LONG_LINE, LONG_P "<p>The end.</p>" LONG_P);
    assert_body(LONG_LINE "\nand so on\n" LONG_LINE, LONG_P "<p>and so on</p>" LONG_P);
    assert_body(LONG_LINE "\nPhoto: Jane Doe\n" LONG_LINE, LONG_P "<p>Photo: Jane Doe</p>" LONG_P);
    assert_body(LONG_LINE "\nThe last line", LONG_P "<p>The last line</p>");
    assert_body(LONG_LINE "\n\nJane Doe\nBerlin\n\n" LONG_LINE,
                LONG_P "<p>Jane Doe<br>Berlin</p>" LONG_P);
    assert_body(
        LONG_LINE
        "\nOne two three four five six seven eight nine ten eleven twelve more\n" LONG_LINE,
        LONG_P "<p>One two three four five six seven eight nine ten eleven twelve more</p>" LONG_P);
}

static void numbered_headings_are_told_from_numbered_lists(void **state)
{
    (void)state;
    assert_body("1. Introduction\n" LONG_LINE "\n1.1 Background\n" LONG_LINE
                "\n2. Results\n" LONG_LINE,
                "<h2>1. Introduction</h2>" LONG_P "<h3>1.1 Background</h3>" LONG_P
                "<h2>2. Results</h2>" LONG_P);
    assert_body("1. Introduction\n\n" LONG_LINE "\n\n2. Results\n\n" LONG_LINE,
                "<h2>1. Introduction</h2>" LONG_P "<h2>2. Results</h2>" LONG_P);
    assert_body("1. Bread\n2. Butter\n3. Cheese\n\n" LONG_LINE,
                "<ol><li>Bread</li><li>Butter</li><li>Cheese</li></ol>" LONG_P);
}

/* -- Lists ------------------------------------------------------------------------------------ */

static void bullets_of_many_kinds_make_lists(void **state)
{
    (void)state;
#define LIST "<ul><li>one</li><li>two</li></ul>"
    assert_body("- one\n- two\n", LIST);
    assert_body("* one\n* two\n", LIST);
    assert_body("• one\n• two\n", LIST);
    assert_body("•one\n•two\n", LIST);
    assert_body("– one\n– two\n", LIST);
    assert_body("+ one\n+ two\n", LIST);
    assert_body("\t- one\n\t- two\n", LIST);
#undef LIST
}

static void numbers_are_kept(void **state)
{
    (void)state;
    assert_body("1. one\n2. two\n", "<ol><li>one</li><li>two</li></ol>");
    assert_body("3) three\n4) four\n", "<ol start=\"3\"><li>three</li><li>four</li></ol>");
    assert_body("a) one\nb) two\n", "<ol><li>one</li><li>two</li></ol>");
    assert_body("(1) one\n(2) two\n", "<ol><li>one</li><li>two</li></ol>");
    assert_body("1. one\n1. two\n1. three\n", "<ol><li>one</li><li>two</li><li>three</li></ol>");
}

static void what_only_looks_like_an_item_is_text(void **state)
{
    (void)state;
    assert_body("7. Mai 1990 war ein Montag.", "<p>7. Mai 1990 war ein Montag.</p>");
    assert_body("2026. That was the year.", "<p>2026. That was the year.</p>");
    assert_body("– Oui, dit-il.", "<p>– Oui, dit-il.</p>");
    assert_body("*emphasis* is not a bullet", "<p>*emphasis* is not a bullet</p>");
    assert_body("-5 degrees is cold.", "<p>-5 degrees is cold.</p>");
    assert_body("1. one\n\n5. five, and not two.", "<p>1. one</p><p>5. five, and not two.</p>");
}

static void items_go_on_in_indented_and_in_full_lines(void **state)
{
    (void)state;
    assert_body(WRAPPED "\n- the first item, which is wrapped because it is longer than one\n"
                        "  line can be\n"
                        "- the second item, which goes on without an indentation in a full\n"
                        "line below it\n\n" WRAPPED,
                WRAPPED_P "<ul><li>the first item, which is wrapped because it is longer than one "
                          "line can be</li><li>the second item, which goes on without an "
                          "indentation in a full line below it</li></ul>" WRAPPED_P);
    assert_body("- one\n  more\n- two\nNot an item.", "<ul><li>one more</li><li>two</li></ul>"
                                                      "<p>Not an item.</p>");
}

static void lists_nest_by_indentation(void **state)
{
    (void)state;
    assert_body("1. one\n   - a\n   - b\n2. two\n   a) x\n   b) y\n3. three\n",
                "<ol><li>one<ul><li>a</li><li>b</li></ul></li>"
                "<li>two<ol><li>x</li><li>y</li></ol></li><li>three</li></ol>");
}

static void blank_lines_make_lists_loose(void **state)
{
    (void)state;
    assert_body("- one\n\n- two\n\n  more of two\n\nText.",
                "<ul><li><p>one</p></li><li><p>two</p><p>more of two</p></li></ul><p>Text.</p>");
}

/* -- Quotes and rules ------------------------------------------------------------------------- */

static void marked_and_indented_blocks_are_quotes(void **state)
{
    (void)state;
    assert_body("> said he\n> > said she\n>\n> - item\n\nText.",
                "<blockquote><p>said he</p><blockquote><p>said she</p></blockquote>"
                "<ul><li>item</li></ul></blockquote><p>Text.</p>");
    assert_body("Text.\n\n    Indented by four.\n\nText.\n\n\tBy a tab.\n\nText.",
                "<p>Text.</p><blockquote><p>Indented by four.</p></blockquote><p>Text.</p>"
                "<blockquote><p>By a tab.</p></blockquote><p>Text.</p>");
    assert_body("“We did not expect that,” she said.",
                "<p>“We did not expect that,” she said.</p>");
}

static void a_text_that_is_indented_throughout_is_no_quote(void **state)
{
    (void)state;
    assert_body("    One.\n\n    Two.\n\n    Three.\n", "<p>One.</p><p>Two.</p><p>Three.</p>");
}

static void rules_part_the_text(void **state)
{
    (void)state;
    assert_body("One.\n\n***\n\nTwo.\n\n* * *\n\nThree.\n\n---\n\nFour.\n\n      *\n\nFive.",
                "<p>One.</p><hr><p>Two.</p><hr><p>Three.</p><hr><p>Four.</p><hr><p>Five.</p>");
}

/* -- Links ------------------------------------------------------------------------------------ */

#define LINK(url) "<a href=\"" url "\" rel=\"nofollow\">" url "</a>"

static void urls_become_links(void **state)
{
    (void)state;
    assert_body("See https://example.org/a_(b)?c=d, or (http://example.com/x). Really?",
                "<p>See " LINK("https://example.org/a_(b)?c=d") ", or (" LINK(
                    "http://example.com/x") "). Really?</p>");
    assert_body(
        "“https://example.org/” and <https://example.org/b>!",
        "<p>“" LINK("https://example.org/") "” and &lt;" LINK("https://example.org/b") "&gt;!</p>");
    assert_body("https://example.org/a&b",
                "<p><a href=\"https://example.org/a&amp;b\" rel=\"nofollow\">"
                "https://example.org/a&amp;b</a></p>");
}

static void other_addresses_stay_text(void **state)
{
    (void)state;
    assert_body("jane@example.org javascript://x ftp://example.org xhttp://example.org http:// ok",
                "<p>jane@example.org javascript://x ftp://example.org xhttp://example.org http:// "
                "ok</p>");
}

/* -- Hostile texts ---------------------------------------------------------------------------- */

/* A text of `head` and as many copies of `unit` as fit n bytes. */
static str repeated(const char *head, const char *unit, size_t n)
{
    size_t at = strlen(head), length = strlen(unit);
    char *p = malloc(n);
    assert_non_null(p);
    memcpy(p, head, at);
    for (; at + length <= n; at += length)
        memcpy(p + at, unit, length);
    return (str){p, at};
}

/* Reads such a text; returns the number of bytes of the body, 0 when it was refused for a limit. */
static size_t endure(const char *head, const char *unit, size_t n)
{
    struct text_case c = {0};
    str text = repeated(head, unit, n);
    bool good = text_case_read(&c, text);
    if (!good)
        assert_int_equal(c.err.code, ERR_LIMIT);
    size_t size = good ? c.article->body.markup.n : 0;
    text_case_release(&c);
    free((void *)(uintptr_t)text.p);
    return size;
}

#define MIB ((size_t)1 << 20)

static void four_mebibytes_in_one_line_are_an_article(void **state)
{
    (void)state;
    assert_true(endure("", "word ", 4 * MIB) >= 4 * MIB - 10);
}

static void empty_lines_cost_nothing(void **state)
{
    (void)state;
    assert_true(endure("Title\n\nBody.\n", "\n", 200000) > 0);
    assert_true(endure("Title\n\nBody.\n", "\n", 4 * MIB) > 0);
}

static void a_hundred_thousand_items_are_a_list(void **state)
{
    (void)state;
    assert_true(endure("Title\n\n", "- item\n", 700000) > 1200000);
    assert_true(endure("Title\n\n", "1. a\n", 100000) > 190000);
    assert_true(endure("Title\n\n", " - a\n   - b\n      - c\n", 100000) > 60000);
}

static void too_many_lines_are_refused(void **state)
{
    (void)state;
    assert_int_equal(endure("Title\n\n", "a\n", 4 * MIB), 0);
    struct text_case c = {0};
    char *zeroes = calloc(1, LIMIT_TEXT_FILE + 1);
    assert_non_null(zeroes);
    assert_false(text_case_read(&c, (str){zeroes, LIMIT_TEXT_FILE + 1}));
    assert_int_equal(c.err.code, ERR_LIMIT);
    assert_str(str_of(c.err.why), "a text article has at most 4 MiB");
    free(zeroes);
    text_case_release(&c);
}

/* Work that grew with the square of the 256 KiB would take minutes: more than ctest's limit. */
static void deep_and_repetitive_texts_take_linear_time(void **state)
{
    (void)state;
    static const char *const units[] = {
        "> ",         ">",         "> > > > > > > > > > > > a\n",
        "A.\n",       "Ab\n",      "***\n",
        "Ab\n---\n",  "    a\n\n", "http://",
        "http://a) ", "-\n",       "1. a\n\nb\n",
        "HEAD\n\n",   "a: b\n",    "By Jane Doe, ",
        "(",          "# a\n",     "\xE2\x80\xA8",
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        endure("Title\n\n", units[i], MIB / 4);
}

int u_parse_plain_body(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hard_wrapped_paragraphs_are_joined),
        cmocka_unit_test(wrapped_paragraphs_need_no_blank_line_between),
        cmocka_unit_test(a_split_words_hyphen_is_kept_and_no_space_added),
        cmocka_unit_test(long_lines_are_paragraphs_also_without_blank_ones),
        cmocka_unit_test(indented_first_lines_begin_paragraphs),
        cmocka_unit_test(east_asian_lines_are_joined_without_space),
        cmocka_unit_test(poems_and_addresses_keep_their_lines),
        cmocka_unit_test(short_sentences_in_a_row_are_no_verse),
        cmocka_unit_test(markup_characters_are_text),
        cmocka_unit_test(short_lines_before_longer_paragraphs_are_headings),
        cmocka_unit_test(capitals_and_underlines_make_headings),
        cmocka_unit_test(other_short_lines_are_paragraphs),
        cmocka_unit_test(numbered_headings_are_told_from_numbered_lists),
        cmocka_unit_test(bullets_of_many_kinds_make_lists),
        cmocka_unit_test(numbers_are_kept),
        cmocka_unit_test(what_only_looks_like_an_item_is_text),
        cmocka_unit_test(items_go_on_in_indented_and_in_full_lines),
        cmocka_unit_test(lists_nest_by_indentation),
        cmocka_unit_test(blank_lines_make_lists_loose),
        cmocka_unit_test(marked_and_indented_blocks_are_quotes),
        cmocka_unit_test(a_text_that_is_indented_throughout_is_no_quote),
        cmocka_unit_test(rules_part_the_text),
        cmocka_unit_test(urls_become_links),
        cmocka_unit_test(other_addresses_stay_text),
        cmocka_unit_test(four_mebibytes_in_one_line_are_an_article),
        cmocka_unit_test(empty_lines_cost_nothing),
        cmocka_unit_test(a_hundred_thousand_items_are_a_list),
        cmocka_unit_test(too_many_lines_are_refused),
        cmocka_unit_test(deep_and_repetitive_texts_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
