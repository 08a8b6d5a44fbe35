/* Text files as files: encodings, line ends, what is refused, dates of names, limits. */
#include "text_check.h"

static void assert_refused(const char *name, str bytes, const char *why)
{
    struct text_case c = {.name = str_of(name)};
    assert_false(text_case_read(&c, bytes));
    assert_str(str_of(c.err.why), why);
    assert_str(str_of(c.err.file), name);
    assert_int_equal(c.out.count, 0);
    text_case_release(&c);
}

/* -- Encodings -------------------------------------------------------------------------------- */

static void windows_1252_is_read_as_such(void **state)
{
    (void)state;
    assert_text("Caf\xE9 prices\nThey \x93rise\x94 \x96 again\n\nNa\xEFve people pay \x80 5.\n",
                "Café prices", "They “rise” – again", "<p>Naïve people pay € 5.</p>");
}

static void utf_16_is_read_in_either_order_and_with_or_without_mark(void **state)
{
    (void)state;
    assert_text("\xFF\xFET\0i\0\n\0D\0\xE9\0k\0\n\0\n\0B\0.\0", "Ti", "Dék", "<p>B.</p>");
    assert_text("\xFE\xFF\0T\0i\0\n\0D\0\xE9\0k\0\n\0\n\0B\0.", "Ti", "Dék", "<p>B.</p>");
    assert_text("T\0i\0\n\0D\0e\0k\0\n\0\n\0B\0.\0", "Ti", "Dek", "<p>B.</p>");
    assert_text("\0T\0i\0\n\0D\0e\0k\0\n\0\n\0B\0.", "Ti", "Dek", "<p>B.</p>");
}

static void byte_order_marks_are_no_part_of_the_text(void **state)
{
    (void)state;
    assert_text("\xEF\xBB\xBFTitle\nDek\n\n\xEF\xBB\xBF"
                "Body.\n",
                "Title", "Dek", "<p>Body.</p>");
}

static void every_kind_of_line_end_ends_a_line(void **state)
{
    (void)state;
    assert_text("Title  \r\nDek \r\n\r\nOne.\t\r\nTwo.\r\n", "Title", "Dek",
                "<p>One.</p><p>Two.</p>");
    assert_text("Title\rDek\r\rOne.\rTwo.\r", "Title", "Dek", "<p>One.</p><p>Two.</p>");
    assert_text("Title\xC2\x85"
                "Dek\u2029One.\fTwo.\vThree.\u2028"
                "Four.",
                "Title", "Dek", "<p>One.</p><p>Two.</p><p>Three.</p><p>Four.</p>");
}

static void control_characters_vanish_and_tabs_are_spaces(void **state)
{
    (void)state;
    assert_text("Ti\x01tle\n\nA\tb\x1B[1m\x7F "
                "c\xC2\x80"
                "d.\x1A",
                "Title", "", "<p>A b[1m cd.</p>");
}

static void text_unlike_windows_1252_is_doubted(void **state)
{
    (void)state;
    struct text_case c = {0};
    /* "Привет, мир" in KOI8-R. */
    assert_true(
        text_case_read(&c, STR("\xF0\xD2\xC9\xD7\xC5\xD4, \xCD\xC9\xD2\n\n\xF0\xD2\xC9\xD7")));
    assert_int_equal(c.out.problem_count, 2);
    assert_str(str_of(c.out.problems[0].why),
               "not UTF-8, read as Windows-1252, which it does not look like");
    assert_false(c.out.fatal[0]);
    text_case_release(&c);
}

/* -- What is refused -------------------------------------------------------------------------- */

static void other_files_are_refused_by_name(void **state)
{
    (void)state;
#define BYTES(literal)                                                                             \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }
    static const struct {
        str bytes;
        const char *why;
    } cases[] = {
        {BYTES("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), "this is a PNG image, not a text article"},
        {BYTES("\xFF\xD8\xFF\xE0\0\x10JFIF"), "this is a JPEG image, not a text article"},
        {BYTES("PK\x03\x04\x14\0\0\0"),
         "this is a ZIP archive or Office document, not a text article"},
        {BYTES("\x7F"
               "ELF\x02\x01\x01\0"),
         "this is a program (ELF), not a text article"},
        {BYTES("%PDF-1.7\n"), "this is a PDF document, not a text article"},
        {BYTES("{\\rtf1\\ansi Hello}"), "this is an RTF document, not a text article"},
        {BYTES(" \n<!DOCTYPE html>\n<html>"), "this is an HTML page, not a text article"},
        {BYTES("<?xml version=\"1.0\"?><rss/>"), "this is an XML document, not a text article"},
        {BYTES("[ {\"id\": 1, \"title\": {}}]"), "this is JSON, not a text article"},
        {BYTES("a\0b\x01\x02 text with \x03 zeroes\0\0"),
         "this is binary data, not a text article"},
        {BYTES("\xFF\xFE\x01\xD8\x02\xD8\x03\xE0\x04\0"),
         "this is binary data, not a text article"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_refused("a.txt", cases[i].bytes, cases[i].why);
}

static void markup_in_utf_16_is_refused_too(void **state)
{
    (void)state;
    assert_refused("a.txt", STR("\xFF\xFE<\0h\0t\0m\0l\0>\0"),
                   "this is an HTML page, not a text article");
}

static void templates_and_brackets_are_no_json(void **state)
{
    (void)state;
    assert_text("[Update] Title\n\nBody.", "[Update] Title", "", "<p>Body.</p>");
    assert_text("{{ \"Title\" }}\n\nBody.", "{{ \"Title\" }}", "", "<p>Body.</p>");
}

static void files_without_text_are_refused(void **state)
{
    (void)state;
    assert_refused("b.txt", STR(""), "the file is empty");
    assert_refused("b.txt", STR("\xEF\xBB\xBF"), "there is nothing in the file but white space");
    assert_refused("b.md", STR(" \n\t\r\n\f \u2028"),
                   "there is nothing in the file but white space");
    assert_refused("b.md", STR("---\ndate: 2026-05-07\n---\n\n"),
                   "there is nothing in the file but front matter without a title");
}

/* -- Dates ------------------------------------------------------------------------------------ */

static void assert_date_of_name(const char *name, const char *date, const char *slug)
{
    struct text_case c = {.name = str_of(name)};
    assert_true(text_case_read(&c, STR("Title\n\nBody.")));
    assert_str(text_case_date(&c, c.article->published), date);
    assert_str(c.article->slug, slug);
    assert_false(c.article->dated_by_file);
    assert_int_equal(c.out.problem_count, 0);
    text_case_release(&c);
}

static void dates_are_taken_from_names(void **state)
{
    (void)state;
    assert_date_of_name("2026-05-07-some-title.md", "2026-05-07T00:00:00Z", "some-title");
    assert_date_of_name("a/b/20260507 Some title.txt", "2026-05-07T00:00:00Z", "some-title");
    assert_date_of_name("2026_05_07.txt", "2026-05-07T00:00:00Z", "");
    assert_date_of_name("2026/05/07/some.title.txt", "2026-05-07T00:00:00Z", "some-title");
    assert_date_of_name("notes/2026/05/07/x.txt", "2026-05-07T00:00:00Z", "x");
    assert_date_of_name("minutes-2026-05-07.txt", "2026-05-07T00:00:00Z", "minutes");
    assert_date_of_name("2026-05-07-bundle/index.md", "2026-05-07T00:00:00Z", "bundle");
}

static void numbers_in_names_are_no_dates(void **state)
{
    (void)state;
    const char *names[] = {"2026-13-07.txt",           "202605071234567.txt", "2026-02-30-x.txt",
                           "000_6ddaeb5d8761ba79.txt", "2026/05/x.txt",       "1.txt"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct text_case c = {.name = str_of(names[i])};
        assert_true(text_case_read(&c, STR("Title\n\nBody.")));
        assert_int_equal(c.article->published.utc, TEXT_CASE_TIME);
        assert_true(c.article->dated_by_file);
        assert_str(c.article->slug, "");
        text_case_release(&c);
    }
}

static void the_time_of_the_file_is_the_last_resort_and_said(void **state)
{
    (void)state;
    struct text_case c = {.name = STR("notes/x.txt")};
    assert_true(text_case_read(&c, STR("Title\n\nBody.")));
    assert_true(c.article->dated_by_file);
    assert_str(text_case_date(&c, c.article->published), "2026-05-09T12:00:00Z");
    assert_str(text_case_date(&c, c.article->modified), "2026-05-09T12:00:00Z");
    assert_int_equal(c.out.problem_count, 1);
    assert_false(c.out.fatal[0]);
    assert_str(str_of(c.out.problems[0].file), "notes/x.txt");
    text_case_release(&c);
}

static void assert_dated(const char *line, const char *date)
{
    char text[200];
    struct text_case c = {0};
    int n = snprintf(text, sizeof text, "Title\n%s\n\nBody text.", line);
    assert_true(text_case_read(&c, (str){text, (size_t)n}));
    if (!str_eq(text_case_date(&c, c.article->published), str_of(date)))
        print_error("of the line \"%s\":\n", line);
    assert_str(text_case_date(&c, c.article->published), date);
    assert_str(c.article->dek, "");
    text_case_release(&c);
}

static void date_lines_are_read_in_many_forms(void **state)
{
    (void)state;
    assert_dated("May 7, 2026", "2026-05-07T00:00:00Z");
    assert_dated("7 May 2026", "2026-05-07T00:00:00Z");
    assert_dated("Thursday, May 7th, 2026", "2026-05-07T00:00:00Z");
    assert_dated("Published: 2026-05-07", "2026-05-07T00:00:00Z");
    assert_dated("Published on May 7, 2026 at 8:10 p.m.", "2026-05-07T20:10:00Z");
    assert_dated("DATE: 2026-05-07T08:10:43+02:00", "2026-05-07T08:10:43+02:00");
    assert_dated("Posted May 7, 2026 | Updated May 8, 2026", "2026-05-07T00:00:00Z");
    assert_dated("7. Mai 2026, 10:30 Uhr", "2026-05-07T10:30:00Z");
    assert_dated("Donnerstag, den 7. Mai 2026", "2026-05-07T00:00:00Z");
    assert_dated("07.05.2026", "2026-05-07T00:00:00Z");
    assert_dated("Publié le 1er mars 2026", "2026-03-01T00:00:00Z");
    assert_dated("7 de mayo de 2026", "2026-05-07T00:00:00Z");
    assert_dated("2026/05/07", "2026-05-07T00:00:00Z");
    assert_dated("2026年5月7日", "2026-05-07T00:00:00Z");
}

static void ambiguous_and_impossible_dates_are_text(void **state)
{
    (void)state;
    const char *lines[] = {"05/07/2026", "31 February 2026",
                           "May 2026",   "May 7",
                           "7",          "2026",
                           "1 2 3",      "May the 4th be with you, 2026"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char text[200];
        struct text_case c = {0};
        int n = snprintf(text, sizeof text, "Title\n%s\n\nBody text.", lines[i]);
        assert_true(text_case_read(&c, (str){text, (size_t)n}));
        assert_str(c.article->dek, lines[i]);
        assert_true(c.article->dated_by_file);
        text_case_release(&c);
    }
}

static void dates_without_zone_are_of_the_given_one(void **state)
{
    (void)state;
    const int64_t from[] = {INT64_MIN, 1774746000}; /* the last Sunday of March 2026, 01:00 UTC */
    const int32_t offsets[] = {3600, 7200};
    const struct zone berlin = {
        .name = STR("Europe/Berlin"), .count = 2, .from = from, .offsets = offsets};
    struct text_case c = {.zone = &berlin};
    assert_true(
        text_case_read(&c, STR("T\nPublished: 2026-02-01 10:00\nUpdated May 7, 2026\n\nB.")));
    assert_str(text_case_date(&c, c.article->published), "2026-02-01T10:00:00+01:00");
    assert_str(text_case_date(&c, c.article->modified), "2026-05-07T00:00:00+02:00");
    text_case_release(&c);
}

static void assert_dateline(const char *paragraph, const char *date)
{
    char text[300];
    struct text_case c = {0};
    int n = snprintf(text, sizeof text, "Title\n\n%s", paragraph);
    assert_true(text_case_read(&c, (str){text, (size_t)n}));
    if (date)
        assert_str(text_case_date(&c, c.article->published), date);
    assert_int_equal(c.article->dated_by_file, date == NULL);
    /* The paragraph keeps it. */
    assert_int_equal(c.article->words > 3, 1);
    text_case_release(&c);
}

static void datelines_give_the_date(void **state)
{
    (void)state;
    assert_dateline("BERLIN, May 7 (Agency) — Text of the report.", "2026-05-07T00:00:00Z");
    assert_dateline("PARIS, May 7, 2025 — Text of the report.", "2025-05-07T00:00:00Z");
    assert_dateline("SAN FRANCISCO, Calif., May 7, 2025 /PRNewswire/ -- Text of the report.",
                    "2025-05-07T00:00:00Z");
    assert_dateline("Berlin, 7. Mai 2025 – Text des Berichts hier.", "2025-05-07T00:00:00Z");
    /* After the file's own date by more than a month: it is last year's. */
    assert_dateline("BERLIN, Dec. 24 (Agency) — Text of the report.", "2025-12-24T00:00:00Z");
    assert_dateline("BERLIN, Feb 29 (Agency) — Text of the report.", "2024-02-29T00:00:00Z");
    assert_dateline("LONDON (Reuters) - Text of the report.", NULL);
    assert_dateline("Berlin, the city of May 7 — text of the report.", NULL);
}

static void dates_of_the_text_win_over_those_of_the_name(void **state)
{
    (void)state;
    struct text_case c = {.name = STR("2026-05-01-x.txt")};
    assert_true(text_case_read(&c, STR("Title\nMay 7, 2026\n\nBERLIN, May 6 — Text.")));
    assert_str(text_case_date(&c, c.article->published), "2026-05-07T00:00:00Z");
    assert_str(c.article->slug, "x");
    text_case_release(&c);
}

static void modified_is_never_before_published(void **state)
{
    (void)state;
    struct text_case c = {0};
    assert_true(text_case_read(&c, STR("Title\nPublished: 2026-05-07\nUpdated: 2026-05-01\n\nB.")));
    assert_str(text_case_date(&c, c.article->modified), "2026-05-07T00:00:00Z");
    text_case_release(&c);
}

/* -- Fields ----------------------------------------------------------------------------------- */

static void the_source_gives_what_the_article_does_not(void **state)
{
    (void)state;
    str tags[] = {STR("AI"), STR("C#")}, categories[] = {STR("News")};
    struct text_case c = {.name = STR("x/y.txt")};
    c.source.tags = (struct str_list){tags, 2};
    c.source.categories = (struct str_list){categories, 1};
    c.source.language = STR("de");
    assert_true(text_case_read(&c, STR("Title\nCategories: Sport\n\nBody text here.")));
    assert_str(text_case_names(&c, c.article->tags), "AI|C#");
    assert_str(text_case_names(&c, c.article->categories), "Sport");
    assert_str(c.article->language, "de");
    assert_str(c.article->id, "x/y.txt");
    assert_str(c.article->summary, "Body text here.");
    assert_int_equal(c.article->words, 3);
    assert_int_equal(c.out.announced, 1);
    text_case_release(&c);
}

static void assert_summary(const char *text, const char *summary)
{
    struct text_case c = {.name = STR("minutes.md")};
    assert_true(text_case_read(&c, str_of(text)));
    assert_str(c.article->summary, summary);
    text_case_release(&c);
}

static void a_summary_is_made_of_the_sentences_of_the_text(void **state)
{
    (void)state;
    assert_summary("# Minutes\n\n## Present\n\nAll.\n\n## Decisions\n\nNone.\n\n## Next\n",
                   "All. None.");
    assert_summary("# A poem\n\nLines without\n\nany stop\n", "Lines without any stop");
    assert_summary("# Title\n\nThe first line  \ngoes on below. As does  \nthis one.\n",
                   "The first line goes on below. As does this one.");
    /* The dek is shown beside it and need not be said twice. */
    assert_summary("---\ndek: The dek.\n---\n# Title\n\nThe text.\n", "The text.");
    assert_summary("---\ndek: The dek.\n---\n# Title\n", "The dek.");
}

static void assert_language(const char *text, const char *language, enum direction direction)
{
    struct text_case c = {0};
    assert_true(text_case_read(&c, str_of(text)));
    assert_str(c.article->language, language);
    assert_int_equal(c.article->direction, direction);
    text_case_release(&c);
}

static void text_of_another_script_is_not_of_the_sources_language(void **state)
{
    (void)state;
    assert_language("Title\n\nText with one слово only.", "en", DIRECTION_LTR);
    assert_language("عنوان\n\nشهد سوق مراكز البيانات تغيرات.", "ar", DIRECTION_RTL);
    assert_language("عنوان\n\nاین یک متن فارسی است که پنجره دارد.", "fa", DIRECTION_RTL);
    assert_language("标题\n\n数据中心市场正在发生变化。", "zh", DIRECTION_LTR);
    assert_language("題\n\nデータセンター市場が変化しています。", "ja", DIRECTION_LTR);
    assert_language("Заголовок\n\nЦентры обработки данных.", "ru", DIRECTION_LTR);
}

static void every_article_has_a_hash_of_its_content(void **state)
{
    (void)state;
    struct text_case a = {0}, b = {0};
    assert_true(text_case_read(&a, STR("Title\n\nBody.")));
    assert_true(text_case_read(&b, STR("Title\n\nBody!")));
    assert_memory_not_equal(&a.article->content_hash, &b.article->content_hash,
                            sizeof a.article->content_hash);
    text_case_release(&a);
    text_case_release(&b);
}

static void a_source_without_images_has_none(void **state)
{
    (void)state;
    struct text_case c = {.name = STR("a.md"), .source.images = IMAGES_NONE};
    assert_true(text_case_read(&c, STR("---\ndate: 2026-05-07\nimage: pic.png\nimage_alt: A\n---\n"
                                       "# T\n\nText ![x](https://x.example/y.png) more.\n")));
    assert_str(c.article->image.url, "");
    assert_str(text_case_body(&c), "<p>Text more.</p>");
    assert_int_equal(c.out.problem_count, 0);
    text_case_release(&c);
}

int u_parse_text(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(windows_1252_is_read_as_such),
        cmocka_unit_test(utf_16_is_read_in_either_order_and_with_or_without_mark),
        cmocka_unit_test(byte_order_marks_are_no_part_of_the_text),
        cmocka_unit_test(every_kind_of_line_end_ends_a_line),
        cmocka_unit_test(control_characters_vanish_and_tabs_are_spaces),
        cmocka_unit_test(text_unlike_windows_1252_is_doubted),
        cmocka_unit_test(other_files_are_refused_by_name),
        cmocka_unit_test(markup_in_utf_16_is_refused_too),
        cmocka_unit_test(templates_and_brackets_are_no_json),
        cmocka_unit_test(files_without_text_are_refused),
        cmocka_unit_test(dates_are_taken_from_names),
        cmocka_unit_test(numbers_in_names_are_no_dates),
        cmocka_unit_test(the_time_of_the_file_is_the_last_resort_and_said),
        cmocka_unit_test(date_lines_are_read_in_many_forms),
        cmocka_unit_test(ambiguous_and_impossible_dates_are_text),
        cmocka_unit_test(dates_without_zone_are_of_the_given_one),
        cmocka_unit_test(datelines_give_the_date),
        cmocka_unit_test(dates_of_the_text_win_over_those_of_the_name),
        cmocka_unit_test(modified_is_never_before_published),
        cmocka_unit_test(the_source_gives_what_the_article_does_not),
        cmocka_unit_test(a_summary_is_made_of_the_sentences_of_the_text),
        cmocka_unit_test(text_of_another_script_is_not_of_the_sources_language),
        cmocka_unit_test(every_article_has_a_hash_of_its_content),
        cmocka_unit_test(a_source_without_images_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
