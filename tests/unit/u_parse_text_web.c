/* Texts that were fetched: what a server says of them, and what their address says. */
#include "text_check.h"

struct web_case {
    const char *url, *charset;
    bool markdown;
    struct arena arena;
    struct parsed out;
    struct err err;
};

static const struct article *read_web(struct web_case *c, str bytes)
{
    struct source source = {.language = STR("en"), .kind = SOURCE_TEXT};
    struct media media = {.by_path = {.arena = &c->arena}, .by_name = {.arena = &c->arena}};
    struct raw_item item = {.kind = RAW_TEXT,
                            .stored = true,
                            .path = str_of(c->url),
                            .name = STR("the-id"),
                            .charset = str_of(c->charset),
                            .markdown = c->markdown,
                            .mtime = TEXT_CASE_TIME};
    struct raw raw = {.item = &item, .source = &source, .media = &media, .bytes = bytes};
    if (!parse_text(&c->out, &c->arena, &raw, &c->err))
        return NULL;
    assert_int_equal(c->out.count, 1);
    return c->out.articles[0];
}

static void release(struct web_case *c)
{
    arena_release(&c->arena);
    *c = (struct web_case){0};
}

static void the_address_is_the_article_s(void **state)
{
    (void)state;
    struct web_case c = {.url = "https://x.example/notes/a.md?v=2", .markdown = true};
    const struct article *x = read_web(&c, STR("---\ndate: 2026-05-07\nimage: i.png\n---\n# T\n\n"
                                               "Text with a [link](b.html).\n"));
    assert_str(x->id, "the-id");
    assert_str(x->url, "https://x.example/notes/a.md?v=2");
    assert_str(x->title, "T");
    assert_str(x->image.url, "https://x.example/notes/i.png");
    assert_true(str_has(x->body.markup, STR("\"https://x.example/notes/b.html\"")));
    assert_int_equal(c.out.problem_count, 0);
    release(&c);
    c.url = "https://x.example/a.txt";
    x = read_web(&c, STR("---\ndate: 2026-05-07\nurl: https://y.example/1\n---\nT\n\nText.\n"));
    assert_str(x->url, "https://y.example/1");
    release(&c);
}

static void the_server_or_the_address_says_that_it_is_markdown(void **state)
{
    (void)state;
    static const struct {
        const char *url;
        bool said, markdown;
    } cases[] = {
        {"https://x.example/a", true, true},
        {"https://x.example/a.md", false, true},
        {"https://x.example/a.md?x=1", false, true},
        {"https://x.example/a.txt?name=b.md", false, false},
        {"https://x.md", false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct web_case c = {.url = cases[i].url, .markdown = cases[i].said};
        const struct article *x = read_web(&c, STR("# Title\n\nText *here*.\n"));
        assert_int_equal(str_has(x->body.markup, STR("<em>here</em>")), cases[i].markdown);
        release(&c);
    }
}

static void the_date_is_that_of_the_address_else_the_server_s(void **state)
{
    (void)state;
    static const struct {
        const char *url, *date, *slug;
        bool dated;
    } cases[] = {
        {"https://x.example/2026/05/07/some-title.txt", "2026-05-07T00:00:00Z", "some-title", true},
        {"https://x.example/n/2026-05-07-some%20title.txt?x#y", "2026-05-07T00:00:00Z",
         "some-title", true},
        {"https://2026-05-07.example/a.txt", "2026-05-09T12:00:00Z", "", false},
        {"https://x.example", "2026-05-09T12:00:00Z", "", false},
        {"https://x.example/?2026-05-07", "2026-05-09T12:00:00Z", "", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct web_case c = {.url = cases[i].url};
        const struct article *x = read_web(&c, STR("A title\n\nThe text.\n"));
        struct buf date = buf_init(100);
        time_add_rfc3339(&date, x->published);
        assert_str(buf_str(&date), cases[i].date);
        assert_str(x->slug, cases[i].slug);
        assert_int_equal(x->dated_by_file, !cases[i].dated);
        assert_int_equal(c.out.problem_count, cases[i].dated ? 0 : 1);
        if (!cases[i].dated)
            assert_false(str_has(str_of(c.out.problems[0].why), STR("file")));
        buf_release(&date);
        release(&c);
    }
}

static void the_encoding_that_the_server_names_counts(void **state)
{
    (void)state;
    static const struct {
        const char *charset;
        str bytes;
        const char *title;
        size_t problems; /* besides that of the date */
    } cases[] = {
        {"windows-1251", {"\xCC\xEE\xF1\xEA\xE2\xE0", 6}, "Москва", 0},
        {"utf-8", {"Z\xC3\xBCrich", 7}, "Zürich", 0},
        {"utf-8", {"Z\xFCrich", 6}, "Zürich", 0},
        {"iso-8859-1", {"Z\xC3\xBCrich", 7}, "Zürich", 0},
        {"windows-1251", {"\xEF\xBB\xBFZ\xC3\xBCrich", 10}, "Zürich", 0},
        {"windows-1251", {"\xFF\xFEZ\0\xFC\0", 6}, "Zü", 0},
        {"shift_jis",
         {"Z\xFCrich und Gen\xE8ve, \xDC"
          "ber",
          23},
         "Zürich und Genève, Über",
         0},
        {"Shift_JIS", {"\x93\xFA\x96{\x8C\xEA", 6}, "日本語", 0},
        {"no-such-thing", {"Z\xFCrich", 6}, "Zürich", 0},
        {"", {"Z\xFCrich", 6}, "Zürich", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct web_case c = {.url = "https://x.example/2026-05-07-a.txt",
                             .charset = cases[i].charset};
        const struct article *x = read_web(&c, cases[i].bytes);
        if (!x)
            fail_msg("%s", c.err.why);
        assert_str(x->title, cases[i].title);
        assert_int_equal(c.out.problem_count, cases[i].problems);
        release(&c);
    }
}

int u_parse_text_web(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_address_is_the_article_s),
        cmocka_unit_test(the_server_or_the_address_says_that_it_is_markdown),
        cmocka_unit_test(the_date_is_that_of_the_address_else_the_server_s),
        cmocka_unit_test(the_encoding_that_the_server_names_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
