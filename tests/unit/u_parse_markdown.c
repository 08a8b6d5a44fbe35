/* Markdown files: titles, what CommonMark and the sanitizer make of them, and hostile ones. */
#include <stdlib.h>

#include "text_check.h"

/* Title and body of the Markdown text are as expected. */
static void assert_markdown(const char *text, const char *title, const char *body)
{
    struct text_case c = {.name = STR("2026-05-07-some-title.md")};
    if (!text_case_read(&c, str_of(text)))
        fail_msg("refused: %s", c.err.why);
    assert_str(c.article->title, title);
    assert_str(text_case_body(&c), body);
    text_case_release(&c);
}

static void a_leading_heading_is_the_title(void **state)
{
    (void)state;
    assert_markdown("# The *title* & `more`\n\nText.", "The title & more", "<p>Text.</p>");
    assert_markdown("\n\nThe title\n=====\nText.", "The title", "<p>Text.</p>");
    assert_markdown("Text.\n\n# No title\n", "Some title", "<p>Text.</p><h2>No title</h2>");
    assert_markdown("## Second level\n\nText.", "Some title", "<h2>Second level</h2><p>Text.</p>");
    assert_markdown("#\n\nText.", "Some title", "<p>Text.</p>");
}

static void headings_below_the_title_move_with_it(void **state)
{
    (void)state;
    assert_markdown("# Title\n\n# Part\n\nA.\n\n## Detail\n\nB.", "Title",
                    "<h2>Part</h2><p>A.</p><h3>Detail</h3><p>B.</p>");
    assert_markdown("# Title\n\n## Part\n\nA.\n\n### Detail\n\nB.", "Title",
                    "<h2>Part</h2><p>A.</p><h3>Detail</h3><p>B.</p>");
}

static void the_titles_repetition_goes_and_another_heading_stays(void **state)
{
    (void)state;
    assert_markdown("---\ntitle: The title\n---\n# The title\n\nText.", "The title",
                    "<p>Text.</p>");
    assert_markdown("---\ntitle: The title\n---\n# Another\n\nText.", "The title",
                    "<h2>Another</h2><p>Text.</p>");
}

static void commonmark_is_read(void **state)
{
    (void)state;
    assert_markdown(
        "# T\n\nA *b* **c** `d` [e](https://example.org/ \"f\").\n\n> quote\n\n"
        "1. one\n2. two\n\n- a\n\n***\n\n```c\nint x < 1;\n```\n",
        "T",
        "<p>A <em>b</em> <strong>c</strong> <code>d</code> "
        "<a href=\"https://example.org/\" rel=\"nofollow\">e</a>.</p>"
        "<blockquote><p>quote</p></blockquote><ol><li>one</li><li>two</li></ol>"
        "<ul><li>a</li></ul><hr><pre><code class=\"language-c\">int x &lt; 1;</code></pre>");
}

static void quotes_are_left_as_written(void **state)
{
    (void)state;
    assert_markdown("# T\n\n\"a\" -- b...", "T", "<p>\"a\" -- b...</p>");
}

static void markup_inside_is_cleaned(void **state)
{
    (void)state;
    assert_markdown("# T\n\nText<script>alert(1)</script> <b onclick=\"x\">bold</b>\n\n"
                    "[x](javascript:alert(1))\n",
                    "T", "<p>Text <b>bold</b></p><p>x</p>");
    assert_markdown("<h1>The title</h1>\n\nText.", "The title", "<p>Text.</p>");
}

static void a_second_line_is_no_dek_in_markdown(void **state)
{
    (void)state;
    struct text_case c = {.name = STR("x.MD")};
    assert_true(text_case_read(&c, STR("# Title\nBy Jane Doe\n\nText.")));
    assert_str(c.article->dek, "");
    assert_int_equal(c.article->authors.count, 0);
    assert_str(c.article->summary, "Text.");
    text_case_release(&c);
}

static void a_trailing_source_line_is_the_origin(void **state)
{
    (void)state;
    struct text_case c = {.name = STR("x.md")};
    assert_true(
        text_case_read(&c, STR("# T\n\nText.\n\nSource: [The Paper](https://paper.example/a)\n")));
    assert_int_equal(c.article->via.count, 1);
    assert_str(c.article->via.items[0].url, "https://paper.example/a");
    assert_str(c.article->via.items[0].text, "The Paper");
    assert_str(text_case_body(&c), "<p>Text.</p>");
    text_case_release(&c);
}

static void the_first_image_leads_and_own_ones_are_found(void **state)
{
    (void)state;
    struct text_case c = {.name = STR("notes/x.md")};
    struct media_file file = {
        .site_path = STR("media/s/notes/figure.png"), .width = 800, .height = 600};
    c.media.by_path.arena = c.media.by_name.arena = &c.arena;
    c.media.count = 1;
    c.media.files = &file;
    map_set(&c.media.by_path, STR("notes/figure.png"), &file);
    assert_true(text_case_read(&c, STR("# T\n\n![A figure](figure.png)\n\nText.")));
    assert_str(c.article->image.url, "media/s/notes/figure.png");
    assert_int_equal(c.article->image.width, 800);
    assert_str(c.article->image.alt, "A figure");
    assert_true(atomic_load(&file.used));
    text_case_release(&c);
}

static void titles_are_made_of_names(void **state)
{
    (void)state;
    const char *const cases[][2] = {
        {"some-title.md", "Some title"},       {"2026-05-07-some_title.md", "Some title"},
        {"a/Überblick.md", "Überblick"},       {"2026-05-07.md", "Untitled"},
        {"a/my-bundle/index.md", "My bundle"}, {"---.md", "Untitled"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text_case c = {.name = str_of(cases[i][0])};
        assert_true(text_case_read(&c, STR("Text.")));
        assert_str(c.article->title, cases[i][1]);
        text_case_release(&c);
    }
}

/* -- Hostile files ---------------------------------------------------------------------------- */

/* Reads n bytes, of head and copies of unit. True when they became an article; else they were
 * refused for a limit. */
static bool endure(const char *head, const char *unit, size_t n)
{
    struct text_case c = {.name = STR("x.md")};
    struct buf text = buf_init(LIMIT_TEXT_FILE);
    buf_addz(&text, head);
    while (text.n + strlen(unit) <= n)
        buf_addz(&text, unit);
    bool good = text_case_read(&c, buf_str(&text));
    if (!good)
        assert_int_equal(c.err.code, ERR_LIMIT);
    buf_release(&text);
    text_case_release(&c);
    return good;
}

static void image_openers_are_bounded(void **state)
{
    (void)state;
    assert_false(endure("", "![[]()", 200000));
    assert_true(endure("", "![a](b) [c](d)\n", 60000));
    assert_true(endure("", "![a](b)\n\n", 100000));
}

static void blank_lines_below_deep_lists_are_bounded(void **state)
{
    (void)state;
    struct buf deep = buf_init(100000);
    for (int i = 0; i < 20000; i++)
        buf_addz(&deep, "- ");
    buf_addz(&deep, "a\n");
    assert_true(endure(deep.p, "\n", 200000));
    buf_release(&deep);
}

static void dense_markup_is_refused_and_large_prose_is_not(void **state)
{
    (void)state;
    assert_false(endure("", "*a_ ", (size_t)4 << 20));
    assert_false(endure("", "# a\n", (size_t)2 << 20));
    assert_true(endure("", "Word and more words, a *whole* sentence of them. More of it.\n\n",
                       (size_t)1 << 20));
}

/* About as many bytes as there may be marks: work that grew with their square would take minutes,
 * more than ctest's limit. */
static void repetitive_markup_takes_linear_time(void **state)
{
    (void)state;
    static const char *const units[] = {
        "[",     "![",     "[a](", "[a](<b",       "*a_ ",     "**a *b ", "a**b",  "_a__b",
        "`",     "`a``b",  "<",    "<!--",         "<?",       "<!A ",    "&",     "\\",
        "> ",    ">",      "- ",   "1. ",          "[a]: b\n", "[a]: <",  "<a b=", "~~~\n",
        "- a\n", " - a\n", "\t- ", "+\n -\n  *\n", "[^a]",
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        assert_true(endure("", units[i], 240000));
}

static void references_cannot_be_blown_up(void **state)
{
    (void)state;
    struct text_case c = {.name = STR("x.md")};
    struct buf text = buf_init(LIMIT_TEXT_FILE);
    buf_addz(&text, "# T\n\n[a]: http://");
    for (int i = 0; i < 50000; i++)
        buf_addc(&text, 'x');
    buf_addz(&text, "\n\n");
    for (int i = 0; i < 20000; i++)
        buf_addz(&text, "[a] ");
    assert_true(text_case_read(&c, buf_str(&text)));
    assert_true(c.article->body.markup.n < 1000000);
    buf_release(&text);
    text_case_release(&c);
}

int u_parse_markdown(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_leading_heading_is_the_title),
        cmocka_unit_test(headings_below_the_title_move_with_it),
        cmocka_unit_test(the_titles_repetition_goes_and_another_heading_stays),
        cmocka_unit_test(commonmark_is_read),
        cmocka_unit_test(quotes_are_left_as_written),
        cmocka_unit_test(markup_inside_is_cleaned),
        cmocka_unit_test(a_second_line_is_no_dek_in_markdown),
        cmocka_unit_test(a_trailing_source_line_is_the_origin),
        cmocka_unit_test(the_first_image_leads_and_own_ones_are_found),
        cmocka_unit_test(titles_are_made_of_names),
        cmocka_unit_test(image_openers_are_bounded),
        cmocka_unit_test(blank_lines_below_deep_lists_are_bounded),
        cmocka_unit_test(dense_markup_is_refused_and_large_prose_is_not),
        cmocka_unit_test(repetitive_markup_takes_linear_time),
        cmocka_unit_test(references_cannot_be_blown_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
