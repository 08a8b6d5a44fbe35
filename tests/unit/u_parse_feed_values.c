/* Values in feeds: dates, names of people, texts that may be markup. */
#include "../../src/parse/feed.h"
#include "feed_check.h"

static str date_of(struct arena *a, const char *text, const struct zone *zone)
{
    struct stamp stamp;
    struct buf b = buf_init(100);
    if (!feed_date_read(str_of(text), zone, &stamp))
        return STR("none");
    time_add_rfc3339(&b, stamp);
    str date = arena_copy(a, buf_str(&b));
    buf_release(&b);
    return date;
}

static void dates_are_read_with_the_usual_faults(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"Thu, 07 May 2026 08:10:43 GMT", "2026-05-07T08:10:43Z"},
        {"Thu, 07 May 2026 08:10:43 +0200", "2026-05-07T08:10:43+02:00"},
        {"07 May 2026 08:10 Z", "2026-05-07T08:10:00Z"},
        {"Thu, 7 May 26 8:10:43 EST", "2026-05-07T08:10:43-05:00"},
        {"7 May 98", "1998-05-07T00:00:00Z"},
        {"Thursday, 7 May 2026 08:10:43 PDT", "2026-05-07T08:10:43-07:00"},
        {"Thurs, 07 May 2026 08:10:43 GMT", "2026-05-07T08:10:43Z"},
        {"Thu,07 May 2026 08:10:43 GMT", "2026-05-07T08:10:43Z"},
        {"Thu, 07  May\t2026\n08:10:43   GMT", "2026-05-07T08:10:43Z"},
        {"Wed, 07 May 2026 08:10:43 GMT", "2026-05-07T08:10:43Z"},
        {"Thu, 07 Sept 2026 08:10:43 GMT", "2026-09-07T08:10:43Z"},
        {"Thu, 07 September 2026 08:10:43 +0000", "2026-09-07T08:10:43Z"},
        {"Thu, 07 May 2026 08:10:43 CEST", "2026-05-07T08:10:43+02:00"},
        {"Thu, 07 May 2026 08:10:43 MESZ", "2026-05-07T08:10:43+02:00"},
        {"Thu, 07 May 2026 08:10:43 JST", "2026-05-07T08:10:43+09:00"},
        {"Thu, 07 May 2026 08:10:43 ET", "2026-05-07T08:10:43-05:00"},
        {"Thu, 07 May 2026 08:10:43 XYZ", "2026-05-07T08:10:43Z"},
        {"Thu, 07 May 2026 08:10:43 Europe/Berlin", "2026-05-07T08:10:43Z"},
        {"Thu, 07 May 2026 08:10:43 +02:00", "2026-05-07T08:10:43+02:00"},
        {"Thu, 07 May 2026 08:10:43 GMT+2", "2026-05-07T08:10:43+02:00"},
        {"Thu, 07 May 2026 08:10:43 UTC-05:30", "2026-05-07T08:10:43-05:30"},
        {"Thu, 07 May 2026 08:10:43 +530", "2026-05-07T08:10:43+05:30"},
        {"Thu, 07 May 2026 08:10:43 +0000 UTC", "2026-05-07T08:10:43Z"},
        {"2026-05-07 08:10:43 +0200 CEST", "2026-05-07T08:10:43+02:00"},
        {"Thu, 07 May 2026 08:10:43 +0200 (CEST)", "2026-05-07T08:10:43+02:00"},
        {"Thursday, 07-May-26 08:10:43 GMT", "2026-05-07T08:10:43Z"},
        {"07-May-2026 08:10:43", "2026-05-07T08:10:43Z"},
        {"Thu May  7 08:10:43 2026", "2026-05-07T08:10:43Z"},
        {"Thu May  7 08:10:43 EST 2026", "2026-05-07T08:10:43-05:00"},
        {"Thu May 7 08:10:43 CEST 2026", "2026-05-07T08:10:43+02:00"},
        {"Thu May 07 2026 08:10:43 GMT+0200 (Central European Summer Time)",
         "2026-05-07T08:10:43+02:00"},
        {"Thu May 07 2026 08:10:43", "2026-05-07T08:10:43Z"},
        {"2026/05/07 08:10:43", "2026-05-07T08:10:43Z"},
        {"2026/05/07 08:10:43 +0900", "2026-05-07T08:10:43+09:00"},
        {"2026/05/07", "2026-05-07T00:00:00Z"},
        {"May 7, 2026 8:10 AM", "2026-05-07T08:10:00Z"},
        {"2026-05-07T08:10:43Z", "2026-05-07T08:10:43Z"},
        {"2026-05-07T08:10:43.123+02:00", "2026-05-07T08:10:43+02:00"},
        {"2026-05-07T08:10:43+0200", "2026-05-07T08:10:43+02:00"},
        {"2026-05-07T08:10Z", "2026-05-07T08:10:00Z"},
        {"2026-05-07 08:10:43", "2026-05-07T08:10:43Z"},
        {"2026-05-07", "2026-05-07T00:00:00Z"},
        {"2026-05", "2026-05-01T00:00:00Z"},
        {"2026", "2026-01-01T00:00:00Z"},
        {"20260507", "2026-05-07T00:00:00Z"},
        {"20260507T081043Z", "2026-05-07T08:10:43Z"},
        {"1778141443", "2026-05-07T08:10:43Z"},
        {"1778141443000", "2026-05-07T08:10:43Z"},
        {"", "none"},
        {"yesterday", "none"},
        {"0000-00-00T00:00:00", "none"},
        {"Thu, 31 Apr 2026 08:10:43 GMT", "none"},
        {"05/07/2026", "none"},
        {"Do, 07 Mai 2026 08:10:43 +0200 und so weiter und so fort", "none"},
        {"Do, 07 May 2026 08:10:43 +0200", "2026-05-07T08:10:43+02:00"},
        {"donderdag, 7 May 2026 08:10:43 CEST", "2026-05-07T08:10:43+02:00"},
        {"2026-5-7T08:10:43Z", "2026-05-07T08:10:43Z"},
        {"2026-05-7 08:10", "2026-05-07T08:10:00Z"},
        {"2026-5-", "none"},
        {"2026-5-777", "none"},
        {"2026-1,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,-7",
         "none"},
        {"Thu, 07 May 2026 08:10:43 GMT and much more text behind it than any date ever has had",
         "none"},
        {"99999999", "none"},
        {"Thu, 07 May 2026 08:10:43 +9999", "none"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str date = date_of(&a, cases[i][0], NULL);
        if (!str_is(date, cases[i][1]))
            fail_msg("%s: %.*s", cases[i][0], STR_ARGS(date));
    }
    arena_release(&a);
}

static void dates_without_a_zone_are_of_the_site_s(void **state)
{
    (void)state;
    struct arena a = {0};
    struct zone zone;
    struct err err = {0};
    assert_true(zone_load(&zone, &a, STR("Europe/Berlin"), &err));
    assert_str(date_of(&a, "2026-05-07 08:10:43", &zone), "2026-05-07T08:10:43+02:00");
    assert_str(date_of(&a, "Thu, 07 Jan 2026 08:10:43", &zone), "2026-01-07T08:10:43+01:00");
    assert_str(date_of(&a, "Thu May  7 08:10:43 2026", &zone), "2026-05-07T08:10:43+02:00");
    assert_str(date_of(&a, "Thu, 07 May 2026 08:10:43 GMT", &zone), "2026-05-07T08:10:43Z");
    arena_release(&a);
}

static void people_are_found_in_texts(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"jane@x.example (Jane Doe)", "Jane Doe"},
        {"Jane Doe <jane@x.example>", "Jane Doe"},
        {"\"Jane Doe\" <jane@x.example>", "Jane Doe"},
        {"mailto:jane@x.example", ""},
        {"jane@x.example", ""},
        {"Jane Doe (The Example)", "Jane Doe (The Example)"},
        {"Jane Doe, John Roe", "Jane Doe|John Roe"},
        {"Jane Doe &amp; John Roe", "Jane Doe|John Roe"},
        {"Doe, Jane", "Doe, Jane"},
        {"Jane Doe, Staff Writer", "Jane Doe"},
        {"admin", "admin"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct feed_people people = {0};
        str all = {0};
        feed_people_read_text(&people, &a, str_of(cases[i][0]));
        for (size_t k = 0; k < people.count; k++)
            all = arena_printf(&a, "%.*s%s%.*s", STR_ARGS(all), k ? "|" : "",
                               STR_ARGS(people.items[k].name));
        assert_str(all, cases[i][1]);
        arena_release(&a);
    }
}

static void tags_of_html_are_told_from_other_brackets(void **state)
{
    (void)state;
    static const char *const tags[] = {"<p>",        "a<br/>b",     "</DIV>",
                                       "<!-- x -->", "<img src=x>", "<h2>"};
    static const char *const none[] = {
        "<T>",  "a < b", "<",         "</", "<p",
        "<pp>", "<h7>",  "<thing x>", "",   "<averyveryverylongname>"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (!feed_has_tags(str_of(tags[i])))
            fail_msg("%s", tags[i]);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (feed_has_tags(str_of(none[i])))
            fail_msg("%s", none[i]);
}

static void long_titles_are_cut(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf b = buf_init(100000);
    for (int i = 0; i < 20000; i++)
        buf_addz(&b, "<x &");
    str plain = feed_plain(&a, buf_str(&b), LIMIT_TITLE);
    assert_true(plain.n > 0 && plain.n <= LIMIT_TITLE);
    buf_release(&b);
    arena_release(&a);
}

int u_parse_feed_values(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read_with_the_usual_faults),
        cmocka_unit_test(dates_without_a_zone_are_of_the_site_s),
        cmocka_unit_test(people_are_found_in_texts),
        cmocka_unit_test(tags_of_html_are_told_from_other_brackets),
        cmocka_unit_test(long_titles_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
