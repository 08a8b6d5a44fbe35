/* The tree of maps, lists and scalars that templates are rendered with. */
#include "digest/value.h"

struct value value_text(str text)
{
    return (struct value){.type = VALUE_TEXT, .text = text};
}

struct value value_bool(bool truth)
{
    return (struct value){.type = VALUE_BOOL, .truth = truth};
}

struct value value_html(html markup)
{
    return (struct value){.type = VALUE_HTML, .text = markup.markup};
}

struct value value_number(struct arena *a, int64_t number)
{
    char digits[24], *at = digits + sizeof digits;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do
        *--at = (char)('0' + rest % 10);
    while (rest /= 10);
    if (number < 0)
        *--at = '-';
    str text = {at, (size_t)(digits + sizeof digits - at)};
    return (struct value){.type = VALUE_NUMBER, .text = arena_copy(a, text)};
}

struct value value_map(void)
{
    return (struct value){.type = VALUE_MAP};
}

struct value value_list(void)
{
    return (struct value){.type = VALUE_LIST};
}

static struct value *field_find(const struct value *map, str name)
{
    for (size_t i = 0; i < map->count; i++) {
        struct field *field = &map->fields[i];
        if (field->name.n == name.n && memcmp(field->name.p, name.p, name.n) == 0)
            return &field->value;
    }
    return NULL;
}

void value_set(struct arena *a, struct value *map, const char *name, struct value value)
{
    str key = str_of(name);
    struct value *old = field_find(map, key);
    if (old) {
        *old = value;
        return;
    }
    map->fields = arena_grow(a, map->fields, map->count, &map->cap, sizeof *map->fields);
    map->fields[map->count++] = (struct field){key, value};
}

void value_set_text(struct arena *a, struct value *map, const char *name, str text)
{
    if (text.n)
        value_set(a, map, name, value_text(text));
}

void value_push(struct arena *a, struct value *list, struct value item)
{
    list->items = arena_grow(a, list->items, list->count, &list->cap, sizeof *list->items);
    list->items[list->count++] = item;
}

const struct value *value_get(const struct value *map, str name)
{
    return map && map->type == VALUE_MAP ? field_find(map, name) : NULL;
}

/* 0, -0, 0.0, 0e5: no digit but 0 before the exponent. */
static bool number_true(str number)
{
    for (size_t i = 0; i < number.n && number.p[i] != 'e' && number.p[i] != 'E'; i++)
        if (number.p[i] >= '1' && number.p[i] <= '9')
            return true;
    return false;
}

bool value_true(const struct value *value)
{
    if (!value)
        return false;
    switch (value->type) {
    case VALUE_NULL: return false;
    case VALUE_BOOL: return value->truth;
    case VALUE_NUMBER: return number_true(value->text);
    case VALUE_TEXT:
    case VALUE_HTML: return value->text.n > 0;
    case VALUE_LIST: return value->count > 0;
    case VALUE_MAP: return true;
    }
    return false;
}
