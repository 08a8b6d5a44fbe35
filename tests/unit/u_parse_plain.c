/* Plain text: title, dek and what the head and the foot say of the article. */
#include <stdlib.h>

#include "digest/fs.h"
#include "text_check.h"

#define LONG_LINE                                                                                  \
    "This line is a whole paragraph of its own, as it comes out of a copy from a web page, say."

static size_t count_of(str s, str part)
{
    size_t count = 0;
    for (size_t at = 0; (at = str_find(s, part, at)) != SIZE_MAX; at += part.n)
        count++;
    return count;
}

/* -- Title and dek ---------------------------------------------------------------------------- */

static void the_first_line_is_the_title_and_the_second_the_dek(void **state)
{
    (void)state;
    assert_text("Title line\nDek without a full stop\n\n" LONG_LINE "\n", "Title line",
                "Dek without a full stop", "<p>" LONG_LINE "</p>");
    assert_text("Title line\nA dek that is a sentence.\n\nBody.", "Title line",
                "A dek that is a sentence.", "<p>Body.</p>");
}

static void a_text_without_dek_has_none(void **state)
{
    (void)state;
    assert_text("Title\n\n" LONG_LINE "\n\nMore.", "Title", "", "<p>" LONG_LINE "</p><p>More.</p>");
}

static void title_and_dek_alone_are_an_article(void **state)
{
    (void)state;
    assert_text("Title line\nDek line directly below", "Title line", "Dek line directly below", "");
}

static void one_line_is_the_title(void **state)
{
    (void)state;
    assert_text("Only a title line", "Only a title line", "", "");
    assert_text("\n\n  Only a title line  \n\n", "Only a title line", "", "");
}

static void one_long_line_gives_its_first_sentence_as_title_and_stays_whole(void **state)
{
    (void)state;
#define MANY "This is the first sentence of a long line. " LONG_LINE " " LONG_LINE " " LONG_LINE
    assert_text(MANY, "This is the first sentence of a long line.", "", "<p>" MANY "</p>");
#undef MANY
}

static void three_lines_before_the_first_blank_are_title_and_paragraphs(void **state)
{
    (void)state;
    assert_text("Title\n" LONG_LINE "\n" LONG_LINE "\n\nMore.", "Title", "",
                "<p>" LONG_LINE "</p><p>" LONG_LINE "</p><p>More.</p>");
}

static void without_any_blank_line_each_line_is_a_paragraph(void **state)
{
    (void)state;
    assert_text("Title\nFirst line is text.\nSecond line is text.\nThird line is text.", "Title",
                "",
                "<p>First line is text.</p><p>Second line is text.</p><p>Third line is text.</p>");
}

static void a_second_line_that_is_no_dek_is_body(void **state)
{
    (void)state;
    assert_text("Title\n- item one\n\nBody.", "Title", "",
                "<ul><li>item one</li></ul><p>Body.</p>");
    assert_text("Title\n> said he\n\nBody.", "Title", "",
                "<blockquote><p>said he</p></blockquote><p>Body.</p>");
    assert_text("Title\nLONDON (Reuters) - The text begins here.\n\nBody.", "Title", "",
                "<p>LONDON (Reuters) - The text begins here.</p><p>Body.</p>");
    assert_text("Title\n" LONG_LINE LONG_LINE LONG_LINE LONG_LINE "\n\nBody.", "Title", "",
                "<p>" LONG_LINE LONG_LINE LONG_LINE LONG_LINE "</p><p>Body.</p>");
}

static void titles_may_end_with_a_colon(void **state)
{
    (void)state;
    assert_text("What we know so far:\nThe dek\n\nBody.", "What we know so far:", "The dek",
                "<p>Body.</p>");
}

static void an_underlined_or_marked_title_is_unwrapped(void **state)
{
    (void)state;
    assert_text("The title\n=========\n\nBody.", "The title", "", "<p>Body.</p>");
    assert_text("The title\n---\nThe dek\n\nBody.", "The title", "The dek", "<p>Body.</p>");
    assert_text("# The title #\nThe dek\n\nBody.", "The title", "The dek", "<p>Body.</p>");
    assert_text("Title: The title\n\nBody.", "The title", "", "<p>Body.</p>");
    assert_text("FOR IMMEDIATE RELEASE\n\nThe title\n\nBody.", "The title", "", "<p>Body.</p>");
}

static void a_wrapped_title_is_joined(void **state)
{
    (void)state;
    assert_text("A very long title that had to be broken because the editor ends lines at\n"
                "seventy-two columns\n\n"
                "The first paragraph goes on over several lines, each of them about as\n"
                "long as the others, and is joined to one again by the parser, which\n"
                "looks at all the lines of the file.\n",
                "A very long title that had to be broken because the editor ends lines at "
                "seventy-two columns",
                "",
                "<p>The first paragraph goes on over several lines, each of them about as long as "
                "the others, and is joined to one again by the parser, which looks at all the "
                "lines of the file.</p>");
}

static void a_wrapped_dek_is_one_sentence_shorter_than_the_first_paragraph(void **state)
{
    (void)state;
#define WRAPPED_TEXT                                                                               \
    "The first paragraph goes on over several lines, each of them about as\n"                      \
    "long as the others, and is joined to one again by the parser, which\n"                        \
    "looks at all the lines of the file. It has more than one sentence, and\n"                     \
    "goes on.\n"
    struct text_case c = {0};
    assert_true(
        text_case_read(&c, STR("Title\nA dek that was wrapped like everything else in this "
                               "text, since its\nauthor's editor does so\n\n" WRAPPED_TEXT)));
    assert_str(c.article->dek,
               "A dek that was wrapped like everything else in this text, since its "
               "author's editor does so");
    assert_int_equal(count_of(text_case_body(&c), STR("<p>")), 1);
    text_case_release(&c);
    c = (struct text_case){0};
    assert_true(text_case_read(&c, STR("Title\n" WRAPPED_TEXT "\n" WRAPPED_TEXT)));
    assert_str(c.article->dek, "");
    assert_int_equal(count_of(text_case_body(&c), STR("<p>")), 2);
    text_case_release(&c);
#undef WRAPPED_TEXT
}

static void other_scripts_work_alike(void **state)
{
    (void)state;
    assert_text(
        "人工智能数据中心的新格局\n一家公司如何改变市场\n作者：王小明\n2026年5月7日\n\n"
        "数据中心市场正在发生变化。越来越多的公司开始出租自己的计算能力，而不是建设新的模型。访问"
        "https://example.com/a了解更多信息。\n市场的反应\n"
        "投资者对此表示欢迎。股价在消息公布后上涨了百分之五，分析师认为这一趋势将会持续下去，并且影"
        "响整个行业。",
        "人工智能数据中心的新格局", "一家公司如何改变市场",
        "<p>"
        "数据中心市场正在发生变化。越来越多的公司开始出租自己的计算能力，而不是建设新的模型。访问"
        "<a href=\"https://example.com/a\" "
        "rel=\"nofollow\">https://example.com/a</a>了解更多信息。</p>"
        "<h2>市场的反应</h2>"
        "<p>"
        "投资者对此表示欢迎。股价在消息公布后上涨了百分之五，分析师认为这一趋势将会持续下去，并且影"
        "响整个行业。"
        "</p>");
    assert_text(
        "مراكز البيانات\nكيف تغير السوق\n\n"
        "شهد سوق مراكز البيانات تغيرات كبيرة خلال العام الماضي، حيث بدأت الشركات في تأجير قدراتها "
        "الحاسوبية بدلا من بناء نماذج جديدة.\nردود الفعل\n"
        "رحب المستثمرون بهذه الخطوة، وارتفعت أسعار الأسهم بعد الإعلان عنها بنسبة خمسة في المئة.",
        "مراكز البيانات", "كيف تغير السوق",
        "<p>شهد سوق مراكز البيانات تغيرات كبيرة خلال العام الماضي، حيث بدأت الشركات في تأجير "
        "قدراتها الحاسوبية بدلا من بناء نماذج جديدة.</p><h2>ردود الفعل</h2>"
        "<p>رحب المستثمرون بهذه الخطوة، وارتفعت أسعار الأسهم بعد الإعلان عنها بنسبة خمسة في "
        "المئة.</p>");
}

/* -- Bylines ---------------------------------------------------------------------------------- */

static void assert_byline(const char *line, const char *authors)
{
    char text[300];
    struct text_case c = {0};
    int n = snprintf(text, sizeof text, "Title\n%s\n\nBody text.", line);
    assert_true(text_case_read(&c, (str){text, (size_t)n}));
    str names = text_case_names(&c, c.article->authors);
    if (!str_is(names, authors))
        print_error("of the line \"%s\":\n", line);
    assert_str(names, authors);
    assert_str(c.article->dek, authors[0] ? "" : line);
    assert_str(text_case_body(&c), "<p>Body text.</p>");
    text_case_release(&c);
}

static void bylines_name_the_authors(void **state)
{
    (void)state;
    assert_byline("By Jane Doe", "Jane Doe");
    assert_byline("by jane doe", "");
    assert_byline("BY JANE DOE", "JANE DOE");
    assert_byline("By Jane Doe and John Roe", "Jane Doe|John Roe");
    assert_byline("By Jane Doe, John Roe and Ann Mary Poe", "Jane Doe|John Roe|Ann Mary Poe");
    assert_byline("By Jane Doe, Staff Writer", "Jane Doe");
    assert_byline("By Jane Doe, The New York Times", "Jane Doe");
    assert_byline("By J. R. R. van der Doe-Roe", "J. R. R. van der Doe-Roe");
    assert_byline("By Seán O’Brien & José da Silva", "Seán O’Brien|José da Silva");
    assert_byline("By John Roe, Jr. and Jane Doe", "John Roe, Jr.|Jane Doe");
    assert_byline("By Jane Doe (jane@example.org)", "Jane Doe");
    assert_byline("By Reuters", "Reuters");
    assert_byline("Written by Jane Doe", "Jane Doe");
    assert_byline("Author: Jane Doe", "Jane Doe");
    assert_byline("Von Anna Müller und Jörg von der Heide", "Anna Müller|Jörg von der Heide");
    assert_byline("Par Élodie Dupont et Jean Petit", "Élodie Dupont|Jean Petit");
    assert_byline("Por María García y Juan López", "María García|Juan López");
    assert_byline("By Jane Doe | Staff Writer | 4 min read", "Jane Doe");
}

static void deks_that_begin_like_bylines_stay_deks(void **state)
{
    (void)state;
    assert_byline("By Land and Sea", "");
    assert_byline("By the Numbers", "");
    assert_byline("By 2030 all of it must go", "");
    assert_byline("By cutting jobs, the company saves money.", "");
    assert_byline("Von der Leyen kommt nicht", "");
    assert_byline("Por fin", "");
}

static void bylines_and_dates_go_together(void **state)
{
    (void)state;
    struct text_case c = {0};
    assert_true(text_case_read(&c, STR("Title\nThe dek of it\nBy Jane Doe, May 7, 2026\n"
                                       "Updated 8 May 2026 10:30\n\nBody text.")));
    assert_str(c.article->dek, "The dek of it");
    assert_str(text_case_names(&c, c.article->authors), "Jane Doe");
    assert_str(text_case_date(&c, c.article->published), "2026-05-07T00:00:00Z");
    assert_str(text_case_date(&c, c.article->modified), "2026-05-08T10:30:00Z");
    assert_str(text_case_body(&c), "<p>Body text.</p>");
    assert_int_equal(c.out.problem_count, 0);
    text_case_release(&c);
}

static void a_phrase_between_title_and_byline_is_the_dek(void **state)
{
    (void)state;
    assert_text("Title\n\nA phrase on its own\n\nBy Jane Doe\n\nBody.", "Title",
                "A phrase on its own", "<p>Body.</p>");
    assert_text("Title\nThe dek.\nBy Jane Doe\nText follows at once.\nAnd more.", "Title",
                "The dek.", "<p>Text follows at once.</p><p>And more.</p>");
    /* But not the only paragraph there is. */
    assert_text("Title\n\nThe only paragraph.\n\nBy Jane Doe", "Title", "",
                "<p>The only paragraph.</p><p>By Jane Doe</p>");
}

/* -- Foot and blocks -------------------------------------------------------------------------- */

static void the_foot_names_origin_and_terms(void **state)
{
    (void)state;
    struct text_case c = {0};
    assert_true(text_case_read(
        &c, STR("Title\n\nBody text.\n\nTags: AI, C#, #chips, AI\nCategories: News; World\n\n"
                "Source: The Paper (https://paper.example/a_(b))\n\n***\n###\n")));
    assert_str(text_case_names(&c, c.article->tags), "AI|C#|chips");
    assert_str(text_case_names(&c, c.article->categories), "News|World");
    assert_int_equal(c.article->via.count, 1);
    assert_str(c.article->via.items[0].text, "The Paper");
    assert_str(text_case_body(&c), "<p>Body text.</p>");
    text_case_release(&c);
}

static void assert_via(const char *line, const char *url, const char *text)
{
    char bytes[300];
    struct text_case c = {0};
    int n = snprintf(bytes, sizeof bytes, "Title\n\nBody.\n\n%s\n", line);
    assert_true(text_case_read(&c, (str){bytes, (size_t)n}));
    assert_int_equal(c.article->via.count, url ? 1 : 0);
    if (url) {
        assert_str(c.article->via.items[0].url, url);
        assert_str(c.article->via.items[0].text, text);
        assert_str(text_case_body(&c), "<p>Body.</p>");
    }
    text_case_release(&c);
}

static void origins_are_read_in_many_forms(void **state)
{
    (void)state;
    assert_via("Source: https://www.paper.example/a", "https://www.paper.example/a",
               "paper.example");
    assert_via("source: The Paper, https://paper.example/a.", "https://paper.example/a",
               "The Paper");
    assert_via("Quelle: Die Zeitung – https://paper.example/a", "https://paper.example/a",
               "Die Zeitung");
    assert_via("Via: The Paper <https://paper.example/a>", "https://paper.example/a", "The Paper");
    assert_via("Source: our own research", NULL, NULL);
    assert_via("Source: javascript:alert(1)", NULL, NULL);
    assert_via("Sources say: https://paper.example/a", NULL, NULL);
}

static void a_mails_header_gives_title_author_and_date(void **state)
{
    (void)state;
    struct text_case c = {0};
    assert_true(text_case_read(&c, STR("From: Jane Doe <jane@example.org>\nTo: list@example.org\n"
                                       "Subject: Re: Data center\n prices in May\n"
                                       "Date: Thu, 07 May 2026 08:10:43 +0200\n"
                                       "Message-ID: <1@x>\n\nHello all,\n\nprices are up.\n")));
    assert_str(c.article->title, "Data center prices in May");
    assert_str(text_case_names(&c, c.article->authors), "Jane Doe");
    assert_str(text_case_date(&c, c.article->published), "2026-05-07T08:10:43+02:00");
    assert_str(c.article->dek, "");
    assert_str(text_case_body(&c), "<p>Hello all,</p><p>prices are up.</p>");
    text_case_release(&c);
}

static void a_block_of_pairs_at_the_top_is_read(void **state)
{
    (void)state;
    struct text_case c = {0};
    assert_true(text_case_read(&c, STR("Title: The title\nSubtitle: The dek\nAuthor: Jane Doe\n"
                                       "Date: 2026-05-07\nKeywords: a, b\nLanguage: de_AT\n"
                                       "Url: https://example.org/x\nMood: fine\n\nBody.\n")));
    assert_str(c.article->title, "The title");
    assert_str(c.article->dek, "The dek");
    assert_str(text_case_names(&c, c.article->authors), "Jane Doe");
    assert_str(text_case_names(&c, c.article->tags), "a|b");
    assert_str(c.article->language, "de-AT");
    assert_str(c.article->url, "https://example.org/x");
    assert_str(text_case_body(&c), "<p>Body.</p>");
    text_case_release(&c);
}

static void pairs_of_unknown_keys_are_text(void **state)
{
    (void)state;
    assert_text("Berlin: the city\nParis: the other\n\nBody.", "Berlin: the city",
                "Paris: the other", "<p>Body.</p>");
    assert_text("Date: unknown\nPlace: unknown\n\nBody.", "Date: unknown", "Place: unknown",
                "<p>Body.</p>");
}

/* -- The sample ------------------------------------------------------------------------------- */

/* Appends text with every line broken at the last space before the width, in bytes. */
static void add_wrapped(struct buf *out, str text, size_t width)
{
    for (str line; str_next_line(&text, &line); buf_addc(out, '\n')) {
        while (line.n > width) {
            size_t end = width;
            while (end > 0 && line.p[end] != ' ')
                end--;
            buf_add(out, str_slice(line, 0, end));
            buf_addc(out, '\n');
            line = str_slice(line, end + 1, line.n);
        }
        buf_add(out, line);
    }
}

static void check_sample(str bytes, size_t paragraphs)
{
    struct text_case c = {.name = STR("000_6ddaeb5d8761ba79.txt")};
    assert_true(text_case_read(&c, bytes));
    assert_str(c.article->title, "Is xAI Becoming a ‘Neocloud’ Provider?");
    assert_true(str_starts(c.article->dek, STR("A major compute deal with Anthropic suggests")));
    assert_true(str_ends(c.article->dek, STR("large-scale data center infrastructure.")));
    str body = text_case_body(&c);
    assert_int_equal(count_of(body, STR("<h2>")), 4);
    assert_true(count_of(body, STR("<p>")) >= paragraphs);
    assert_true(count_of(body, STR("<p>")) <= 10);
    assert_true(str_has(body, STR("<h2>From Model Builder to Compute Provider</h2>")));
    assert_true(str_has(body, STR("<h2>The Rise of the “Neocloud”</h2>")));
    assert_true(str_has(body, STR("<h2>Strategic Implications</h2>")));
    assert_true(str_has(body, STR("<h2>A New Competitive Dynamic</h2>")));
    assert_true(str_has(body, STR("<p>xAI, Elon Musk’s")));
    assert_true(c.article->dated_by_file);
    text_case_release(&c);
}

static void the_sample_article_is_right_also_when_wrapped(void **state)
{
    (void)state;
    const char *path = TEST_SHARED_DIR "/seeds/000_6ddaeb5d8761ba79.txt";
    struct buf bytes = buf_init(LIMIT_TEXT_FILE), wrapped = buf_init(LIMIT_TEXT_FILE);
    struct err err = {0};
    if (!fs_read(&bytes, path, &err)) {
        fprintf(stderr, "skipped: %s is not there\n", path);
        skip();
    }
    check_sample(buf_str(&bytes), 10);
    for (size_t width = 60; width <= 90; width += 6) {
        buf_reset(&wrapped);
        add_wrapped(&wrapped, buf_str(&bytes), width);
        /* A paragraph that ends with a full line cannot be told from the next. */
        check_sample(buf_str(&wrapped), 8);
    }
    buf_release(&bytes);
    buf_release(&wrapped);
}

int u_parse_plain(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_line_is_the_title_and_the_second_the_dek),
        cmocka_unit_test(a_text_without_dek_has_none),
        cmocka_unit_test(title_and_dek_alone_are_an_article),
        cmocka_unit_test(one_line_is_the_title),
        cmocka_unit_test(one_long_line_gives_its_first_sentence_as_title_and_stays_whole),
        cmocka_unit_test(three_lines_before_the_first_blank_are_title_and_paragraphs),
        cmocka_unit_test(without_any_blank_line_each_line_is_a_paragraph),
        cmocka_unit_test(a_second_line_that_is_no_dek_is_body),
        cmocka_unit_test(titles_may_end_with_a_colon),
        cmocka_unit_test(an_underlined_or_marked_title_is_unwrapped),
        cmocka_unit_test(a_wrapped_title_is_joined),
        cmocka_unit_test(a_wrapped_dek_is_one_sentence_shorter_than_the_first_paragraph),
        cmocka_unit_test(other_scripts_work_alike),
        cmocka_unit_test(bylines_name_the_authors),
        cmocka_unit_test(deks_that_begin_like_bylines_stay_deks),
        cmocka_unit_test(bylines_and_dates_go_together),
        cmocka_unit_test(a_phrase_between_title_and_byline_is_the_dek),
        cmocka_unit_test(the_foot_names_origin_and_terms),
        cmocka_unit_test(origins_are_read_in_many_forms),
        cmocka_unit_test(a_mails_header_gives_title_author_and_date),
        cmocka_unit_test(a_block_of_pairs_at_the_top_is_read),
        cmocka_unit_test(pairs_of_unknown_keys_are_text),
        cmocka_unit_test(the_sample_article_is_right_also_when_wrapped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
