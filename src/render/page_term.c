/* The page of a tag, category, author or source, and the edition of a day: lists of articles. */
#include "page.h"

/* "xAI", "xAI – page 3". */
static str numbered_title(const struct view *view, str title)
{
    if (!view->page->number)
        return title;
    const struct filling fillings[] = {
        {"title", title}, {"n", words_number(view->a, view->words, view->page->number)}, {0}};
    return words_fill(view->a, view->words, "numbered", fillings);
}

/* Categories directly below one. */
static struct value children_value(const struct view *view, const struct term *term)
{
    struct value list = value_list();
    const struct model *model = view->site->model;
    for (size_t i = 0; i < model->term_count[TERM_CATEGORY]; i++) {
        const struct term *child = model->terms[TERM_CATEGORY][i];
        if (child->parent == term)
            value_push(view->a, &list, term_link(view, child));
    }
    return list;
}

static void set_source(const struct view *view, struct value *term, const struct source *source)
{
    field_text(view, term, "home", source ? source->home : (str){0});
    field_text(view, term, "icon", source ? source->icon : (str){0});
}

bool fill_term(const struct view *view, struct value *context, struct frame *frame, struct err *err)
{
    (void)err;
    const struct term *term = view->page->subject;
    const struct term_folder *folder = &term_folders[term->kind];
    bool head = !view->page->number;
    struct value map = term_link(view, term);
    field_text(view, &map, "kind", str_of(folder->word));
    field_text(view, &map, "kind_name", words_get(view->words, folder->word));
    field_href(view, &map, "index_href", folder->folder);
    field_href(view, &map, "feed",
               arena_printf(view->a, "%.*sfeed.xml", STR_ARGS(term_path(view->a, term))));
    set_source(view, &map, term->source);
    value_set(view->a, &map, "parent",
              term->parent ? term_link(view, term->parent) : value_bool(false));
    field_list(view, &map, "children", "has_children",
               head && term->kind == TERM_CATEGORY ? children_value(view, term) : value_list());
    if (head)
        field_count(view, &map, term->count);
    else
        field_text(view, &map, "count_text", (str){0});
    listing_fill(view, &map, term_path(view->a, term), term->entries, term->count);
    value_set(view->a, context, "term", map);
    frame->title = numbered_title(view, term->name);
    frame->description = frame_text(view, folder->about_term, term->name);
    frame->place = (int)term->kind;
    frame->term = term;
    return true;
}

/* The edition before a day's, which stays what it is; false for the first. */
static struct value day_before(const struct view *view, const struct period *day)
{
    const struct periods *days = &view->site->model->days;
    size_t index = (size_t)(day - days->items);
    if (index + 1 >= days->count)
        return value_bool(false);
    const struct period *before = &days->items[index + 1];
    struct value link = value_map();
    field_text(view, &link, "name",
               words_date(view->a, view->words, "date_full", period_date(before)));
    field_href(view, &link, "href", period_path(view->a, before));
    return link;
}

bool fill_day(const struct view *view, struct value *context, struct frame *frame, struct err *err)
{
    (void)err;
    const struct period *day = view->page->subject;
    str path = period_path(view->a, day);
    str name = words_date(view->a, view->words, "date_full", period_date(day));
    struct value map = value_map();
    field_text(view, &map, "name", name);
    field_text(view, &map, "iso",
               arena_printf(view->a, "%04d-%02d-%02d", day->year, day->month, day->day));
    if (!view->page->number)
        field_count(view, &map, day->count);
    else
        field_text(view, &map, "count_text", (str){0});
    struct period month = {day->year, day->month, 0, NULL, 0};
    struct value up = value_map();
    field_text(view, &up, "name",
               words_date(view->a, view->words, "month_year", period_date(&month)));
    field_href(view, &up, "href", period_path(view->a, &month));
    value_set(view->a, &map, "month", up);
    value_set(view->a, &map, "before", day_before(view, day));
    listing_fill(view, &map, path, day->entries, day->count);
    value_set(view->a, context, "day", map);
    frame->title = numbered_title(view, name);
    frame->description = frame_text(view, "about_day", name);
    frame->place = PLACE_ARCHIVE;
    return true;
}
