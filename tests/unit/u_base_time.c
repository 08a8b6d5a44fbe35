/* The calendar, time zones, and dates as sources write them. */
#include <stdlib.h>
#include <time.h>

#include "check.h"
#include "digest/buf.h"
#include "digest/fs.h"
#include "digest/time.h"

static void every_day_of_our_years_comes_back(void **state)
{
    (void)state;
    int weekday = 0; /* 0001-01-01 was a Monday */
    for (int64_t utc = INT64_C(-62135596800); utc <= INT64_C(253402300799); utc += 86400) {
        struct civil c = civil_of(utc, 0);
        if (civil_instant(c, 0) != utc || c.weekday != weekday)
            fail_msg("%04d-%02d-%02d", c.year, c.month, c.day);
        weekday = (weekday + 1) % 7;
    }
}

static void instants_agree_with_the_c_library(void **state)
{
    (void)state;
    uint64_t random = 1;
    for (int i = 0; i < 20000; i++) {
        random = random * UINT64_C(6364136223846793005) + 1;
        time_t t = (time_t)(random >> 28) - (time_t)(INT64_C(1) << 35);
        struct tm expected;
        assert_non_null(gmtime_r(&t, &expected));
        struct civil c = civil_of(t, 0);
        assert_int_equal(c.year, expected.tm_year + 1900);
        assert_int_equal(c.month, expected.tm_mon + 1);
        assert_int_equal(c.day, expected.tm_mday);
        assert_int_equal(c.hour, expected.tm_hour);
        assert_int_equal(c.minute, expected.tm_min);
        assert_int_equal(c.second, expected.tm_sec);
        assert_int_equal(c.weekday, (expected.tm_wday + 6) % 7);
        int year, week;
        char text[16];
        civil_week(c, &year, &week);
        strftime(text, sizeof text, "%G", &expected);
        assert_int_equal(year, atoi(text));
        strftime(text, sizeof text, "%V", &expected);
        assert_int_equal(week, atoi(text));
    }
}

static void an_instant_out_of_range_is_no_accident(void **state)
{
    (void)state;
    assert_int_equal(civil_of(INSTANT_NONE, -3600 * 12).month, 12);
    assert_int_equal(civil_of(INT64_MAX, 3600 * 14).year, 10000);
    assert_int_equal(civil_of(INT64_MAX, 0).year, 9999);
}

static void check_iso(const char *text, int64_t utc, int32_t offset, bool has_zone)
{
    struct stamp s = {0};
    bool zone = !has_zone;
    if (!time_parse_iso(str_of(text), &s, &zone))
        fail_msg("not read: %s", text);
    if (s.utc != utc || s.offset != offset || zone != has_zone)
        fail_msg("%s: %lld %d %d", text, (long long)s.utc, (int)s.offset, zone);
}

static void iso_dates_are_read_in_all_their_forms(void **state)
{
    (void)state;
    const int64_t t = 1778141443; /* 2026-05-07T08:10:43Z */
    check_iso("2026-05-07T08:10:43Z", t, 0, true);
    check_iso("2026-05-07T08:10:43", t, 0, false);
    check_iso(" 2026-05-07 08:10:43\n", t, 0, false);
    check_iso("2026-05-07t08:10:43.123z", t, 0, true);
    check_iso("2026-05-07T10:10:43+02:00", t, 7200, true);
    check_iso("2026-05-07T10:10:43+0200", t, 7200, true);
    check_iso("2026-05-07T10:10:43+02", t, 7200, true);
    check_iso("2026-05-07 10:10:43 +0200", t, 7200, true);
    check_iso("2026-05-06T22:40:43-09:30", t, -34200, true);
    check_iso("2026-05-07T08:10", t - 43, 0, false);
    check_iso("2026-05-07", t - 8 * 3600 - 10 * 60 - 43, 0, false);
    check_iso("2024-02-29", 1709164800, 0, false);
    check_iso("2016-12-31T23:59:60Z", 1483228799, 0, true);
    check_iso("0001-01-01", INT64_C(-62135596800), 0, false);
    check_iso("9999-12-31T23:59:59", INT64_C(253402300799), 0, false);
}

static void check_unread(const char *text)
{
    const struct stamp before = {5, 6};
    struct stamp s = before;
    bool zone = true;
    if (time_parse_text(str_of(text), &s, &zone) || s.utc != 5 || s.offset != 6 || !zone)
        fail_msg("read: %s", text);
    if (time_parse_iso(str_of(text), &s, &zone))
        fail_msg("read as ISO: %s", text);
}

static void what_is_no_date_is_refused_and_touches_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "x",
        "2026",
        "2026-05",
        "20260507",
        "0000-00-00",
        "0000-00-00T00:00:00",
        "2026-13-01",
        "2026-00-10",
        "2026-04-31",
        "2025-02-29",
        "1900-02-29",
        "2026-05-07T24:00:00",
        "2026-05-07T08:60:00",
        "2026-05-07T08:10:61",
        "2026-05-07T",
        "2026-05-07T08",
        "2026-05-07T08:10:43+2",
        "2026-05-07T08:10:43+24:00",
        "2026-05-07T08:10:43+02:60",
        "2026-05-07T08:10:43Zx",
        "2026-05-07x",
        "12026-05-07",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "-2026-05-07",
        "May 32, 2026",
        "May 2026",
        "Foo 7, 2026",
        "7 Ma 2026",
        "May 7",
        "32 May 2026",
        "7 May 2026 25:00",
        "7 May 2026 08:10 XYZ",
        "7 May 2026 13:00 pm",
        "7 May 2026 0:30 am",
        "7 May 2026 and more",
        "7x May 2026",
        "Someday, 7 May 2026",
        "7 May 20266",
        "7 May 2026 (x",
        "7 May 2026 08:10 +0200 x",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_unread(texts[i]);
}

static void check_text(const char *text, int64_t utc, int32_t offset, bool has_zone)
{
    struct stamp s = {0};
    bool zone = !has_zone;
    if (!time_parse_text(str_of(text), &s, &zone))
        fail_msg("not read: %s", text);
    if (s.utc != utc || s.offset != offset || zone != has_zone)
        fail_msg("%s: %lld %d %d", text, (long long)s.utc, (int)s.offset, zone);
}

static void dates_in_words_are_read(void **state)
{
    (void)state;
    const int64_t day = 1778112000; /* 2026-05-07T00:00:00Z */
    const int64_t t = day + 8 * 3600 + 10 * 60 + 43;
    check_text("Thu, 07 May 2026 10:10:43 +0200", t, 7200, true);
    check_text("Thu, 7 May 2026 08:10:43 GMT", t, 0, true);
    check_text("7 May 2026 04:10:43 EDT", t, -14400, true);
    check_text("Thu, 07 May 2026 08:10:43 +0000 (UTC)", t, 0, true);
    check_text("07 May 26 08:10 Z", t - 43, 0, true);
    check_text("May 7, 2026", day, 0, false);
    check_text("may 7 2026", day, 0, false);
    check_text("7 May 2026", day, 0, false);
    check_text("7. May 2026", day, 0, false);
    check_text("May 7th, 2026", day, 0, false);
    check_text("Thursday, May 7, 2026", day, 0, false);
    check_text("Thurs. May 7, 2026 at 8:10 am", day + 29400, 0, false);
    check_text("May 7, 2026 8:10 PM", day + 29400 + 43200, 0, false);
    check_text("May 7, 2026, 12:00 am", day, 0, false);
    check_text("May 7, 2026 12:30 pm EST", day + 45000 + 18000, -18000, true);
    check_text("Sept. 1, 2026", 1788220800, 0, false);
    check_text("1 Sep 2026", 1788220800, 0, false);
    check_text("31 Dec 99", 946598400, 0, false);
    check_text("2026-05-07T08:10:43Z", t, 0, true);
}

static void long_prose_is_not_searched_for_a_date(void **state)
{
    (void)state;
    char text[200];
    memset(text, ' ', sizeof text);
    memcpy(text, "7 May", 5);
    memcpy(text + sizeof text - 5, "2026", 5);
    check_unread(text);
}

static void check_written(struct stamp s, const char *rfc3339, const char *rfc5322)
{
    struct buf b = buf_init(100);
    time_add_rfc3339(&b, s);
    assert_str(buf_str(&b), rfc3339);
    buf_reset(&b);
    time_add_rfc5322(&b, s);
    assert_str(buf_str(&b), rfc5322);
    buf_release(&b);
}

static void dates_are_written_for_feeds(void **state)
{
    (void)state;
    check_written((struct stamp){1778141443, 7200}, "2026-05-07T10:10:43+02:00",
                  "Thu, 07 May 2026 10:10:43 +0200");
    check_written((struct stamp){1778141443, 0}, "2026-05-07T08:10:43Z",
                  "Thu, 07 May 2026 08:10:43 +0000");
    check_written((struct stamp){0, -34200}, "1969-12-31T14:30:00-09:30",
                  "Wed, 31 Dec 1969 14:30:00 -0930");
    /* Berlin before 1893, which had seconds: the instant stays. */
    check_written((struct stamp){0, 3208}, "1970-01-01T00:53:00+00:53",
                  "Thu, 01 Jan 1970 00:53:00 +0053");
}

static bool has_database(void)
{
    if (fs_kind("/usr/share/zoneinfo/Europe/Berlin") == FS_FILE)
        return true;
    print_message("no time zone database here: its zones are not tested\n");
    return false;
}

static struct arena arena;

static int release_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static struct zone load(const char *name)
{
    struct zone zone = {0};
    struct err err = {0};
    assert_true(zone_load(&zone, &arena, str_of(name), &err));
    assert_str(zone.name, name);
    assert_true(zone.count > 0 && zone.from[0] == INT64_MIN);
    return zone;
}

static void utc_needs_no_database(void **state)
{
    (void)state;
    struct zone utc = load("UTC"), none = {0};
    assert_int_equal(zone_offset(&utc, 0), 0);
    assert_int_equal(zone_offset(&none, 0), 0);
    assert_int_equal(zone_instant(&none, (struct civil){.year = 1970, .month = 1, .day = 2}),
                     86400);
}

static void summer_time_begins_and_ends_to_the_second(void **state)
{
    (void)state;
    if (!has_database())
        skip();
    struct zone berlin = load("Europe/Berlin");
    assert_int_equal(zone_offset(&berlin, 1774745999), 3600); /* 2026-03-29T00:59:59Z */
    assert_int_equal(zone_offset(&berlin, 1774746000), 7200);
    assert_int_equal(zone_offset(&berlin, 1792889999), 7200); /* 2026-10-25T00:59:59Z */
    assert_int_equal(zone_offset(&berlin, 1792890000), 3600);
    /* In 2100, too, long behind the table that most zone files end with. */
    assert_int_equal(zone_offset(&berlin, INT64_C(4118000000)), 7200);
    assert_int_equal(zone_offset(&berlin, INSTANT_NONE), zone_offset(&berlin, -4000000000));
    struct zone kathmandu = load("Asia/Kathmandu");
    assert_int_equal(zone_offset(&kathmandu, 1778141443), 20700);
}

static void short_summer_times_are_not_missed(void **state)
{
    (void)state;
    if (!has_database())
        skip();
    struct zone boa_vista = load("America/Boa_Vista");
    assert_int_equal(zone_offset(&boa_vista, 971200000), -10800); /* one week of October 2000 */
    assert_int_equal(zone_offset(&boa_vista, 971700000), -14400);
}

static int64_t at(const struct zone *zone, int month, int day, int hour, int minute)
{
    return zone_instant(
        zone,
        (struct civil){.year = 2026, .month = month, .day = day, .hour = hour, .minute = minute});
}

static void wall_clocks_are_read_in_gaps_and_repeated_hours(void **state)
{
    (void)state;
    if (!has_database())
        skip();
    struct zone berlin = load("Europe/Berlin");
    assert_int_equal(at(&berlin, 5, 7, 10, 0), 1778140800);
    assert_int_equal(at(&berlin, 1, 7, 10, 0), 1767776400);
    /* 02:30 does not exist on 29 March: it is read as 03:30. */
    assert_int_equal(at(&berlin, 3, 29, 2, 30), 1774747800);
    assert_int_equal(at(&berlin, 3, 29, 1, 59), 1774745940);
    assert_int_equal(at(&berlin, 3, 29, 3, 0), 1774746000);
    /* 02:30 comes twice on 25 October: the first. */
    assert_int_equal(at(&berlin, 10, 25, 2, 30), 1792888200);
    assert_int_equal(at(&berlin, 10, 25, 3, 0), 1792893600);
    struct zone new_york = load("America/New_York");
    assert_int_equal(at(&new_york, 3, 8, 2, 30), 1772955000);
    assert_int_equal(at(&new_york, 11, 1, 1, 30), 1793511000);
    struct zone apia = load("Pacific/Apia"); /* 30 December 2011 was left out */
    struct civil missing = {.year = 2011, .month = 12, .day = 30, .hour = 12};
    assert_int_equal(zone_instant(&apia, missing), 1325282400);
}

static void zones_are_loaded_whatever_the_environment_says(void **state)
{
    (void)state;
    if (!has_database())
        skip();
    assert_int_equal(setenv("TZDIR", "/nonexistent", 1), 0);
    struct zone berlin = load("Europe/Berlin");
    unsetenv("TZDIR");
    assert_int_equal(zone_offset(&berlin, 1778141443), 7200);
    assert_string_equal(getenv("TZ"), "UTC0");
    time_t t = 1778141443;
    struct tm local;
    assert_int_equal(localtime_r(&t, &local)->tm_hour, 8);
}

static void names_that_are_no_zones_are_refused(void **state)
{
    (void)state;
    static const char *const names[] = {
        "",
        "Europe/Nowhere",
        "Europe",
        "/usr/share/zoneinfo/UTC",
        "../passwd",
        "./UTC",
        "Europe/../Asia/Tokyo",
        "zone.tab",
        "leapseconds",
        "UTC ",
        "CET-1CEST",
        ":Europe/Berlin",
        "Europe/Berlin\n",
        "America/Indiana",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct zone zone = {0};
        struct err err = {0};
        if (zone_load(&zone, &arena, str_of(names[i]), &err))
            fail_msg("loaded: %s", names[i]);
        assert_int_equal(err.code, ERR_CONFIG);
        assert_true(err.hint[0] != '\0');
    }
}

int u_base_time(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_our_years_comes_back),
        cmocka_unit_test(instants_agree_with_the_c_library),
        cmocka_unit_test(an_instant_out_of_range_is_no_accident),
        cmocka_unit_test(iso_dates_are_read_in_all_their_forms),
        cmocka_unit_test(what_is_no_date_is_refused_and_touches_nothing),
        cmocka_unit_test(dates_in_words_are_read),
        cmocka_unit_test(long_prose_is_not_searched_for_a_date),
        cmocka_unit_test(dates_are_written_for_feeds),
        cmocka_unit_test(utc_needs_no_database),
        cmocka_unit_test(summer_time_begins_and_ends_to_the_second),
        cmocka_unit_test(short_summer_times_are_not_missed),
        cmocka_unit_test(wall_clocks_are_read_in_gaps_and_repeated_hours),
        cmocka_unit_test(zones_are_loaded_whatever_the_environment_says),
        cmocka_unit_test(names_that_are_no_zones_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, release_arena);
}
