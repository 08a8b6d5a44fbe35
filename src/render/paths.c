/* Where pages lie. */
#include "page.h"

const struct term_folder term_folders[TERM_KINDS] = {
    [TERM_TAG] = {TERM_TAG, {"tags/", 5}, "tags", "about_tags", "about_tag"},
    [TERM_CATEGORY] =
        {TERM_CATEGORY, {"categories/", 11}, "categories", "about_categories", "about_category"},
    [TERM_AUTHOR] = {TERM_AUTHOR, {"authors/", 8}, "authors", "about_authors", "about_author"},
    [TERM_SOURCE] = {TERM_SOURCE, {"sources/", 8}, "sources", "about_sources", "about_source"},
};

str term_path(struct arena *a, const struct term *term)
{
    return arena_printf(a, "%s%.*s/", term_folders[term->kind].folder.p, STR_ARGS(term->slug));
}

str period_path(struct arena *a, const struct period *period)
{
    if (!period->month)
        return arena_printf(a, "%04d/", period->year);
    if (!period->day)
        return arena_printf(a, "%04d/%02d/", period->year, period->month);
    return arena_printf(a, "%04d/%02d/%02d/", period->year, period->month, period->day);
}

str numbered_path(struct arena *a, str path, size_t number)
{
    return number ? arena_printf(a, "%.*spage/%zu/", STR_ARGS(path), number) : path;
}

struct civil period_date(const struct period *period)
{
    struct civil first = {.year = period->year,
                          .month = period->month ? period->month : 1,
                          .day = period->day ? period->day : 1};
    return civil_of(civil_instant(first, 0), 0);
}
