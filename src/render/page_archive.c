/* The archive: all years, a year's months, a month's days. */
#include "page.h"

/* Titles of one day that a month's page lists before it leaves the rest to the day's. */
#define TITLES_MOST 20

static str name_of(const struct view *view, const struct period *period)
{
    if (!period->month)
        return arena_printf(view->a, "%d", period->year);
    return words_date(view->a, view->words, period->day ? "date_full" : "month_year",
                      period_date(period));
}

/* Name, href and count of a period. */
static struct value period_value(const struct view *view, const struct period *period)
{
    struct value map = value_map();
    field_text(view, &map, "name", name_of(view, period));
    field_href(view, &map, "href", period_path(view->a, period));
    field_count(view, &map, period->count);
    return map;
}

/* A month as a year's list shows it: its bare name. */
static struct value month_value(const struct view *view, const struct period *month)
{
    struct value map = period_value(view, month);
    field_text(view, &map, "month", view->words->months[month->month - 1]);
    return map;
}

/* The periods of `all` that lie within `whole`: same year and, when whole is a month, month. They
 * stand together. */
static struct periods within(const struct periods *all, const struct period *whole)
{
    struct periods out = {0};
    for (size_t i = 0; i < all->count; i++) {
        const struct period *p = &all->items[i];
        if (p->year != whole->year || (whole->month && p->month != whole->month))
            continue;
        if (!out.count)
            out.items = all->items + i;
        out.count++;
    }
    return out;
}

static struct value months_value(const struct view *view, const struct period *year)
{
    struct periods months = within(&view->site->model->months, year);
    struct value list = value_list();
    for (size_t i = 0; i < months.count; i++)
        value_push(view->a, &list, month_value(view, &months.items[i]));
    return list;
}

bool fill_archive(const struct view *view, struct value *context, struct frame *frame,
                  struct err *err)
{
    (void)err;
    const struct periods *years = &view->site->model->years;
    struct value list = value_list();
    for (size_t i = 0; i < years->count; i++) {
        struct value year = period_value(view, &years->items[i]);
        value_set(view->a, &year, "months", months_value(view, &years->items[i]));
        value_push(view->a, &list, year);
    }
    struct value archive = value_map();
    field_text(view, &archive, "name", words_get(view->words, "archive"));
    field_count(view, &archive, view->site->model->count);
    value_set(view->a, &archive, "years", list);
    value_set(view->a, context, "archive", archive);
    frame->title = words_get(view->words, "archive");
    frame->description = frame_text(view, "about_archive", (str){0});
    frame->place = PLACE_ARCHIVE;
    return true;
}

/* -- A year as calendars ---------------------------------------------------------------------- */

static int days_in(int year, int month)
{
    struct civil next = {
        .year = month == 12 ? year + 1 : year, .month = month == 12 ? 1 : month + 1, .day = 1};
    return civil_of(civil_instant(next, 0) - 1, 0).day;
}

/* A day of a calendar; `edition` is null when nothing appeared on it. */
static struct value calendar_day(const struct view *view, struct period day,
                                 const struct period *edition)
{
    struct value item = value_map();
    value_set(view->a, &item, "day", value_number(view->a, day.day));
    /* 1 Monday … 7 Sunday for the first of a month, which a calendar's row begins with; else 0. */
    int column = day.day == 1 ? period_date(&day).weekday + 1 : 0;
    value_set(view->a, &item, "column", value_number(view->a, column));
    value_set(view->a, &item, "has_edition", value_bool(edition != NULL));
    if (!edition)
        return item;
    field_text(view, &item, "name", name_of(view, edition));
    field_href(view, &item, "href", period_path(view->a, edition));
    field_count(view, &item, edition->count);
    return item;
}

/* A month with all its days, those without an edition too. */
static struct value month_of_year(const struct view *view, const struct period *month)
{
    struct value map = month_value(view, month), list = value_list();
    struct periods editions = within(&view->site->model->days, month);
    size_t left = editions.count;
    for (int day = 1; day <= days_in(month->year, month->month); day++) {
        struct period date = {month->year, month->month, day, NULL, 0};
        bool has = left && editions.items[left - 1].day == day;
        value_push(view->a, &list, calendar_day(view, date, has ? &editions.items[--left] : NULL));
    }
    value_set(view->a, &map, "days", list);
    return map;
}

bool fill_year(const struct view *view, struct value *context, struct frame *frame, struct err *err)
{
    (void)err;
    const struct period *year = view->page->subject;
    struct periods months = within(&view->site->model->months, year);
    struct value list = value_list();
    for (size_t i = 0; i < months.count; i++)
        value_push(view->a, &list, month_of_year(view, &months.items[i]));
    struct value map = period_value(view, year);
    value_set(view->a, &map, "months", list);
    field_href(view, &map, "archive_href", STR("archive/"));
    value_set(view->a, context, "year", map);
    frame->title = name_of(view, year);
    frame->description = frame_text(view, "about_year", frame->title);
    frame->place = PLACE_ARCHIVE;
    return true;
}

/* A day in a month's page: the titles of its articles, and how many more there are. */
static struct value day_of_month(const struct view *view, const struct period *day)
{
    size_t shown = day->count < TITLES_MOST ? day->count : TITLES_MOST;
    struct value map = period_value(view, day);
    value_set(view->a, &map, "items", card_list(view, day->entries, shown));
    field_text(view, &map, "more",
               shown < day->count ? words_count(view->a, view->words, "more", day->count - shown)
                                  : (str){0});
    return map;
}

bool fill_month(const struct view *view, struct value *context, struct frame *frame,
                struct err *err)
{
    (void)err;
    const struct period *month = view->page->subject;
    struct periods days = within(&view->site->model->days, month);
    struct value list = value_list();
    for (size_t i = 0; i < days.count; i++)
        value_push(view->a, &list, day_of_month(view, &days.items[i]));
    struct value map = period_value(view, month);
    struct period year = {month->year, 0, 0, NULL, 0};
    struct value up = value_map();
    field_text(view, &up, "name", name_of(view, &year));
    field_href(view, &up, "href", period_path(view->a, &year));
    value_set(view->a, &map, "year", up);
    value_set(view->a, &map, "days", list);
    value_set(view->a, context, "month", map);
    frame->title = name_of(view, month);
    frame->description = frame_text(view, "about_month", frame->title);
    frame->place = PLACE_ARCHIVE;
    return true;
}
