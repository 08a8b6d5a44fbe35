/* Front matter: where it is, what its keys mean, and what is wrong with it. */
#include "text_check.h"

/* Reads `yaml` as the front matter of a Markdown file with a body. */
static bool read_front(struct text_case *c, const char *yaml)
{
    str text = arena_printf(&c->arena, "---\n%s---\nBody text.\n", yaml);
    if (c->name.n == 0)
        c->name = STR("x.md");
    return text_case_read(c, text);
}

/* The problems but the one about a missing date. */
static size_t doubts(const struct text_case *c)
{
    return c->out.problem_count - (c->article && c->article->dated_by_file);
}

static void every_key_is_read(void **state)
{
    (void)state;
    struct text_case c = {0};
    assert_true(read_front(&c, "title: \"A: title\"\n"
                               "dek: The dek\n"
                               "description: not this one\n"
                               "summary: In short.\n"
                               "date: 2026-05-07T08:10:43+02:00\n"
                               "updated: 2026-05-08\n"
                               "authors: [Jane Doe, John Roe]\n"
                               "tags:\n  - AI\n  - C++\n"
                               "category: News\n"
                               "url: https://example.org/a?b=c\n"
                               "image: https://example.org/a.png\n"
                               "image_alt: A picture\n"
                               "image_caption: Its caption\n"
                               "language: pt_BR\n"
                               "slug: My Slug\n"
                               "source: The Paper (https://paper.example/a)\n"
                               "layout: post\nweight: 3\nnested: {a: [1, 2]}\n"));
    const struct article *a = c.article;
    assert_str(a->title, "A: title");
    assert_str(a->dek, "The dek");
    assert_str(a->summary, "In short.");
    assert_str(text_case_date(&c, a->published), "2026-05-07T08:10:43+02:00");
    assert_str(text_case_date(&c, a->modified), "2026-05-08T00:00:00Z");
    assert_str(text_case_names(&c, a->authors), "Jane Doe|John Roe");
    assert_str(text_case_names(&c, a->tags), "AI|C++");
    assert_str(text_case_names(&c, a->categories), "News");
    assert_str(a->url, "https://example.org/a?b=c");
    assert_str(a->image.url, "https://example.org/a.png");
    assert_str(a->image.alt, "A picture");
    assert_str(a->image.caption, "Its caption");
    assert_str(a->language, "pt-BR");
    assert_str(a->slug, "my-slug");
    assert_int_equal(a->via.count, 1);
    assert_str(a->via.items[0].text, "The Paper");
    assert_str(text_case_body(&c), "<p>Body text.</p>");
    assert_int_equal(c.out.problem_count, 0);
    text_case_release(&c);
}

static void other_tools_names_for_keys_are_known(void **state)
{
    (void)state;
    struct text_case c = {0};
    assert_true(read_front(&c, "Title: T\nsubtitle: The dek\npublished: 7 May 2026\n"
                               "lastmod: 2026-05-08 10:00:00 +0200\nauthor: Jane Doe and John Roe\n"
                               "Tags: one, two\ncategories: [A, B]\n"
                               "canonical: https://example.org/\nlang: de\n"
                               "image: {src: https://example.org/b.png, alt: Alt, width: 800, "
                               "height: 600, caption: C}\n"
                               "via:\n  name: Paper\n  url: https://paper.example/\n"));
    const struct article *a = c.article;
    assert_str(a->title, "T");
    assert_str(a->dek, "The dek");
    assert_str(text_case_date(&c, a->published), "2026-05-07T00:00:00Z");
    assert_str(text_case_date(&c, a->modified), "2026-05-08T10:00:00+02:00");
    assert_str(text_case_names(&c, a->authors), "Jane Doe|John Roe");
    assert_str(text_case_names(&c, a->tags), "one|two");
    assert_str(text_case_names(&c, a->categories), "A|B");
    assert_str(a->url, "https://example.org/");
    assert_str(a->language, "de");
    assert_str(a->image.url, "https://example.org/b.png");
    assert_int_equal(a->image.width, 800);
    assert_int_equal(a->image.height, 600);
    assert_str(a->image.caption, "C");
    assert_str(a->via.items[0].text, "Paper");
    assert_int_equal(doubts(&c), 0);
    text_case_release(&c);
}

static void authors_come_in_many_shapes(void **state)
{
    (void)state;
    const char *const cases[][2] = {
        {"author: jane doe\n", "jane doe"},
        {"author: The Editors\n", "The Editors"},
        {"author: John Roe, Jr.\n", "John Roe, Jr."},
        {"author: Jane Doe, John Roe & Ann Poe\n", "Jane Doe|John Roe|Ann Poe"},
        {"author: {name: Jane Doe, email: jane@example.org}\n", "Jane Doe"},
        {"authors:\n  - name: Jane Doe\n  - John Roe and Sons\n", "Jane Doe|John Roe and Sons"},
        {"authors: []\n", ""},
        {"author: ~\n", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text_case c = {0};
        assert_true(read_front(&c, cases[i][0]));
        assert_str(text_case_names(&c, c.article->authors), cases[i][1]);
        assert_int_equal(doubts(&c), 0);
        text_case_release(&c);
    }
}

static void drafts_are_left_out_and_counted(void **state)
{
    (void)state;
    const char *const drafts[] = {"draft: true\n", "draft: Yes\n", "published: false\n"};
    for (size_t i = 0; i < sizeof drafts / sizeof *drafts; i++) {
        struct text_case c = {0};
        assert_false(read_front(&c, drafts[i]));
        assert_int_equal(c.err.code, ERR_NONE);
        assert_int_equal(c.out.announced, 1);
        assert_int_equal(c.out.skipped[SKIP_UNPUBLISHED], 1);
        assert_int_equal(c.out.count, 0);
        text_case_release(&c);
    }
    struct text_case c = {0};
    assert_true(read_front(&c, "draft: false\npublished: true\ndate: 2026-05-07\n"));
    assert_int_equal(c.out.problem_count, 0);
    text_case_release(&c);
}

static void assert_doubt(const char *yaml, const char *why, unsigned line, unsigned column)
{
    struct text_case c = {.name = STR("a/x.md")};
    str text = arena_printf(&c.arena, "---\ndate: 2026-05-07\n%s---\nBody.\n", yaml);
    assert_true(text_case_read(&c, text));
    assert_int_equal(c.out.problem_count, 1);
    const struct err *e = &c.out.problems[0];
    assert_str(str_of(e->why), why);
    assert_str(str_of(e->file), "a/x.md");
    assert_int_equal(e->line, line);
    assert_int_equal(e->column, column);
    assert_true(e->excerpt[0]);
    assert_false(c.out.fatal[0]);
    text_case_release(&c);
}

static void wrong_values_are_doubts_with_their_place(void **state)
{
    (void)state;
    assert_doubt("title: [a, b]\n", "title is a text, not a list", 3, 8);
    assert_doubt("\nsubtitle:\n  a: b\n", "subtitle is a text, not a mapping", 5, 3);
    assert_doubt("updated: soon\n",
                 "updated is not a date such as 2026-05-07 or 2026-05-07T08:10:43+02:00", 3, 10);
    assert_doubt("tags: {a: b}\n", "tags is a list of names, not a mapping", 3, 7);
    assert_doubt("tags: [a, [b]]\n", "tags is a text, not a list", 3, 11);
    assert_doubt("author: {mail: x}\n", "an entry of author has no name", 3, 9);
    assert_doubt("url: javascript:alert(1)\n", "url is not an http or https URL", 3, 6);
    assert_doubt("image: none.png\n", "there is no image “none.png” beside the article", 3, 8);
    assert_doubt("image: {alt: x}\n", "the image has no url", 3, 8);
    assert_doubt("image: {url: https://example.org/a.png, width: wide}\n",
                 "width is a number of pixels", 3, 48);
    assert_doubt("image: data:image/png;base64,AAAA\n", "image is not an http or https URL", 3, 8);
    assert_doubt("source: Reuters\n", "source has no URL; write “Name (https://…)”", 3, 9);
    assert_doubt("lang: English language\n", "lang is not a language tag such as en or pt-BR", 3,
                 7);
    assert_doubt("draft: maybe\n", "draft is true or false", 3, 8);
}

static void paths_of_other_generators_are_passed_over(void **state)
{
    (void)state;
    struct text_case c = {0};
    assert_true(read_front(&c, "url: /posts/foo/\ndate: 2026-05-07\n"));
    assert_str(c.article->url, "");
    assert_int_equal(c.out.problem_count, 0);
    text_case_release(&c);
}

static void relative_links_start_at_the_url(void **state)
{
    (void)state;
    struct text_case c = {.name = STR("x.md")};
    assert_true(
        text_case_read(&c, STR("---\nurl: https://example.org/a/b\n---\n[x](c) ![y](/d.png)\n")));
    assert_true(str_has(c.article->body.markup, STR("\"https://example.org/a/c\"")));
    assert_str(c.article->image.url, "https://example.org/d.png");
    text_case_release(&c);
}

static void front_matter_wins_over_the_text(void **state)
{
    (void)state;
    struct text_case c = {0};
    assert_true(text_case_read(&c, STR("---\nauthor: John Roe\ndate: 2026-05-01\n---\nThe title\n"
                                       "The dek\nBy Jane Doe\nMay 7, 2026\n\nBody text.\n\n"
                                       "Tags: a, b\n")));
    assert_str(c.article->title, "The title");
    assert_str(c.article->dek, "The dek");
    assert_str(text_case_names(&c, c.article->authors), "John Roe");
    assert_str(text_case_names(&c, c.article->tags), "a|b");
    assert_str(text_case_date(&c, c.article->published), "2026-05-01T00:00:00Z");
    assert_str(text_case_body(&c), "<p>Body text.</p>");
    text_case_release(&c);
}

static void with_a_title_the_first_line_of_plain_text_is_body(void **state)
{
    (void)state;
    assert_text("---\ntitle: T\n---\nFirst line.\n\nBody.", "T", "",
                "<p>First line.</p><p>Body.</p>");
    assert_text("---\ntitle: T\n---\n\nT\nThe dek\n\nBody.", "T", "The dek", "<p>Body.</p>");
    assert_text("---\ntitle: Only front\n---\n", "Only front", "", "");
    assert_text("\n---  \ntitle: T\n...\nBody.", "T", "", "<p>Body.</p>");
    assert_text("---\n# nothing but a comment\n---\nTitle\n\nBody.", "Title", "", "<p>Body.</p>");
}

static void rules_are_no_front_matter(void **state)
{
    (void)state;
    assert_text("---\n\nA title\n\nBody.\n\n---\n\nMore.", "A title", "",
                "<p>Body.</p><hr><p>More.</p>");
    assert_text("---\n\nA title, with: colons\n\n- and: items\n\n---\n\nMore.",
                "A title, with: colons", "", "<ul><li>and: items</li></ul><hr><p>More.</p>");
}

static void assert_refused(const char *text, const char *why, unsigned line)
{
    struct text_case c = {.name = STR("x.md")};
    assert_false(text_case_read(&c, str_of(text)));
    assert_str(str_of(c.err.why), why);
    assert_str(str_of(c.err.file), "x.md");
    assert_int_equal(c.err.line, line);
    assert_int_equal(c.out.count, 0);
    assert_int_equal(c.out.problem_count, 0);
    text_case_release(&c);
}

static void front_matter_that_cannot_be_read_is_refused_with_its_place(void **state)
{
    (void)state;
    assert_refused("+++\ntitle = \"x\"\n+++\nText.", "front matter in TOML (+++) is not read", 1);
    assert_refused("---\ntitle: x\n\nText.", "the front matter has no closing --- line", 1);
    assert_refused("{\n  \"title\": \"x\"\n}\n\nText.", "this is JSON, not a text article", 0);
    struct text_case c = {.name = STR("x.md")};
    assert_false(text_case_read(&c, STR("---\ntitle: x\ntags: [a, b\n---\nText.")));
    assert_int_equal(c.err.line, 3);
    assert_true(c.err.excerpt[0]);
    text_case_release(&c);
    struct text_case d = {.name = STR("x.md")};
    assert_false(text_case_read(&d, STR("---\na: &x [1]\nb: *x\n---\nText.")));
    assert_true(d.err.line > 0);
    text_case_release(&d);
}

static void long_front_matter_is_refused(void **state)
{
    (void)state;
    struct text_case c = {.name = STR("x.md")};
    struct buf text = buf_init(LIMIT_TEXT_FILE);
    buf_addz(&text, "---\n");
    for (int i = 0; text.n < LIMIT_FRONT_MATTER + 10; i++)
        buf_addf(&text, "key%d: value\n", i);
    buf_addz(&text, "---\nText.\n");
    assert_false(text_case_read(&c, buf_str(&text)));
    assert_str(str_of(c.err.why), "the front matter has no closing --- line");
    assert_str(str_of(c.err.hint), "it has at most 64 KiB");
    buf_release(&text);
    text_case_release(&c);
}

static void terms_are_capped_and_named_once(void **state)
{
    (void)state;
    struct text_case c = {.name = STR("x.md")};
    struct buf text = buf_init(LIMIT_TEXT_FILE);
    buf_addz(&text, "---\ntags: [same, same");
    for (int i = 0; i < 100; i++)
        buf_addf(&text, ", tag %d", i);
    buf_addz(&text, "]\n---\nText.\n");
    assert_true(text_case_read(&c, buf_str(&text)));
    assert_int_equal(c.article->tags.count, LIMIT_TERMS);
    assert_str(c.article->tags.items[0].name, "same");
    assert_str(c.article->tags.items[1].name, "tag 0");
    buf_release(&text);
    text_case_release(&c);
}

int u_parse_front_matter(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_is_read),
        cmocka_unit_test(other_tools_names_for_keys_are_known),
        cmocka_unit_test(authors_come_in_many_shapes),
        cmocka_unit_test(drafts_are_left_out_and_counted),
        cmocka_unit_test(wrong_values_are_doubts_with_their_place),
        cmocka_unit_test(paths_of_other_generators_are_passed_over),
        cmocka_unit_test(relative_links_start_at_the_url),
        cmocka_unit_test(front_matter_wins_over_the_text),
        cmocka_unit_test(with_a_title_the_first_line_of_plain_text_is_body),
        cmocka_unit_test(rules_are_no_front_matter),
        cmocka_unit_test(front_matter_that_cannot_be_read_is_refused_with_its_place),
        cmocka_unit_test(long_front_matter_is_refused),
        cmocka_unit_test(terms_are_capped_and_named_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
