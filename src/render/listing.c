/*
 * Numbered indexes: a head page and pages behind it, counted from the oldest.
 *
 * A numbered page knows the pages before it and that there will be one after it, never how many
 * there are; so it keeps its bytes for ever.
 */
#include "page.h"

/* Numbers next to the highest that are shown before a gap takes the place of the others. */
#define NUMBERS_NEAR 4

static struct value number_item(const struct view *view, str path, size_t number)
{
    struct value item = value_map();
    value_set(view->a, &item, "gap", value_bool(false));
    value_set(view->a, &item, "number", value_number(view->a, (int64_t)number));
    value_set(view->a, &item, "current", value_bool(number == view->page->number));
    field_href(view, &item, "href", numbered_path(view->a, path, number));
    return item;
}

/* Links to page `top` and those before it, newest first: the first few, the last, a gap between. */
static struct value numbers_value(const struct view *view, str path, size_t top)
{
    struct value list = value_list();
    for (size_t number = top; number > 0; number--) {
        if (top - number > NUMBERS_NEAR && number > 2) {
            struct value gap = value_map();
            value_set(view->a, &gap, "gap", value_bool(true));
            value_push(view->a, &list, gap);
            number = 1;
        }
        value_push(view->a, &list, number_item(view, path, number));
    }
    return list;
}

static struct value pager_value(const struct view *view, str path, size_t pages)
{
    if (!pages)
        return value_bool(false);
    size_t number = view->page->number;
    struct value pager = value_map();
    if (number)
        field_href(view, &pager, "newer", numbered_path(view->a, path, number + 1));
    else
        value_set(view->a, &pager, "newer", value_bool(false));
    size_t older = number ? number - 1 : pages;
    if (older)
        field_href(view, &pager, "older", numbered_path(view->a, path, older));
    else
        value_set(view->a, &pager, "older", value_bool(false));
    field_href(view, &pager, "newest", path);
    value_set(view->a, &pager, "at_newest", value_bool(!number));
    value_set(view->a, &pager, "numbers", numbers_value(view, path, number ? number : pages));
    return pager;
}

void listing_fill(const struct view *view, struct value *map, str path,
                  struct entry *const *entries, size_t count)
{
    size_t per_page = view->site->config->per_page, from, to;
    struct paging paging = paging_of(count, per_page);
    paging_range(paging, per_page, count, view->page->number, &from, &to);
    value_set(view->a, map, "items", card_list(view, entries + from, to - from));
    value_set(view->a, map, "pager", pager_value(view, path, paging.pages));
    str number = words_number(view->a, view->words, view->page->number);
    const struct filling fillings[] = {{"n", number}, {0}};
    field_text(view, map, "number_text",
               view->page->number ? words_fill(view->a, view->words, "page", fillings) : (str){0});
    value_set(view->a, map, "head", value_bool(!view->page->number));
}
