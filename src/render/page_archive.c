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

/* A month in a year's page: the days of it that have an edition. */
static struct value month_of_year(const struct view *view, const struct period *month)
{
    struct value map = month_value(view, month);
    struct periods days = within(&view->site->model->days, month);
    struct value list = value_list();
    for (size_t i = days.count; i > 0; i--) {
        const struct period *day = &days.items[i - 1];
        struct value item = period_value(view, day);
        value_set(view->a, &item, "day", value_number(view->a, day->day));
        value_push(view->a, &list, item);
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
