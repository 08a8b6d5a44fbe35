/* Authors, as feeds name them. */
#include "digest/sanitize.h"
#include "feed.h"
#include "names.h"

static bool is_address(str s)
{
    size_t at = str_find_char(s, '@', 0);
    return at != SIZE_MAX && at > 0 && str_find_char(s, ' ', 0) == SIZE_MAX;
}

/* What stands in the brackets that `open` and `close` are; *rest becomes what is before them. */
static bool take_bracketed(str s, char open, char close, str *rest, str *inside)
{
    size_t from = str_find_char(s, open, 0);
    size_t to = from == SIZE_MAX ? SIZE_MAX : str_find_char(s, close, from);
    if (to == SIZE_MAX)
        return false;
    *rest = str_trim(str_slice(s, 0, from));
    *inside = str_trim(str_slice(s, from + 1, to));
    return true;
}

/* The name in "mail (Name)", "Name <mail>", "Name (mail)"; "" in an address alone. */
static str name_in(str s)
{
    str rest, inside;
    if (take_bracketed(s, '(', ')', &rest, &inside)) {
        if (is_address(rest))
            return inside;
        if (is_address(inside))
            return rest;
    }
    if (take_bracketed(s, '<', '>', &rest, &inside) && is_address(inside))
        s = rest;
    if (str_eq_nocase(str_slice(s, 0, 7), STR("mailto:")))
        s = str_slice(s, 7, s.n);
    if (s.n > 1 && s.p[0] == '"' && s.p[s.n - 1] == '"')
        s = str_slice(s, 1, s.n - 1);
    return is_address(s) ? (str){0} : s;
}

/* True for "Doe, Jane": one word before the only comma, and no second name behind it. */
static bool is_inverted(str s)
{
    size_t comma = str_find_char(s, ',', 0);
    return comma != SIZE_MAX && str_find_char(s, ',', comma + 1) == SIZE_MAX &&
           str_find_char(str_slice(s, 0, comma), ' ', 0) == SIZE_MAX &&
           str_find_char(s, ' ', comma + 2) == SIZE_MAX;
}

void feed_people_read_text(struct feed_people *people, struct arena *a, str text)
{
    struct label_list names = {0};
    /* An address in angle brackets would be taken for a tag. */
    str name = name_in(str_trim(text));
    name = feed_plain(a, name, LIMIT_FIELD);
    name = name_in(name);
    if (is_inverted(name))
        label_list_add(&names, a, name);
    else
        names_read_value(&names, a, name);
    for (size_t i = 0; i < names.count; i++)
        if (!is_address(names.items[i].name))
            feed_people_add(people, a, (struct feed_person){names.items[i].name, {0}});
}

void feed_people_add(struct feed_people *people, struct arena *a, struct feed_person person)
{
    person.name = text_clean(a, person.name, LIMIT_FIELD);
    if (person.name.n == 0 || people->count == LIMIT_TERMS)
        return;
    for (size_t i = 0; i < people->count; i++)
        if (str_eq(people->items[i].name, person.name))
            return;
    people->items =
        arena_grow(a, people->items, people->count, &people->cap, sizeof *people->items);
    people->items[people->count++] = person;
}
