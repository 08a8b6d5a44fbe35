/* JSON to values, by jansson, and values to JSON. */
#include <jansson.h>
#include <stdlib.h>

#include "digest/escape.h"
#include "digest/limits.h"
#include "digest/value.h"

/* -- Reading ---------------------------------------------------------------------------------- */

/* The shortest of 15 to 17 significant digits that reads back as the same number. */
static str real_text(struct arena *a, double number)
{
    char text[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    return arena_copy(a, str_of(text));
}

struct reader {
    struct arena *arena;
    unsigned depth; /* lists and maps around the present value */
    bool too_deep;
};

static struct value value_of(struct reader *r, json_t *json);

/* Field names are taken over without looking for repeats: jansson has refused those. */
static struct value map_of(struct reader *r, json_t *json)
{
    struct value map = value_map();
    map.cap = json_object_size(json);
    map.fields = arena_array(r->arena, map.cap, sizeof *map.fields);
    const char *key;
    json_t *member;
    json_object_foreach(json, key, member)
    {
        str name = arena_copy(r->arena, str_of(key));
        map.fields[map.count++] = (struct field){name, value_of(r, member)};
    }
    return map;
}

static struct value list_of(struct reader *r, const json_t *json)
{
    struct value list = value_list();
    list.cap = json_array_size(json);
    list.items = arena_array(r->arena, list.cap, sizeof *list.items);
    while (list.count < list.cap) {
        list.items[list.count] = value_of(r, json_array_get(json, list.count));
        list.count++;
    }
    return list;
}

static struct value container_of(struct reader *r, json_t *json)
{
    struct value container = {0};
    if (r->depth == LIMIT_JSON_DEPTH) {
        r->too_deep = true;
        return container;
    }
    r->depth++;
    container = json_is_object(json) ? map_of(r, json) : list_of(r, json);
    r->depth--;
    return container;
}

static struct value value_of(struct reader *r, json_t *json)
{
    switch (json_typeof(json)) {
    case JSON_OBJECT:
    case JSON_ARRAY: return container_of(r, json);
    case JSON_STRING:
        return value_text(
            arena_copy(r->arena, (str){json_string_value(json), json_string_length(json)}));
    case JSON_INTEGER: return value_number(r->arena, json_integer_value(json));
    case JSON_REAL:
        return (struct value){.type = VALUE_NUMBER,
                              .text = real_text(r->arena, json_real_value(json))};
    case JSON_TRUE: return value_bool(true);
    case JSON_FALSE: return value_bool(false);
    case JSON_NULL: break;
    }
    return (struct value){0};
}

bool value_from_json(struct value *out, struct arena *a, str json, str file, struct err *err)
{
    json_error_t why;
    json_t *root =
        json_loadb(json.n ? json.p : "", json.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
    if (!root) {
        err_set(err, ERR_INPUT, "not JSON: %s", why.text);
        return err_at(err, file, why.line > 0 ? (unsigned)why.line : 1,
                      why.column > 0 ? (unsigned)why.column : 1);
    }
    struct reader reader = {.arena = a};
    struct value value = value_of(&reader, root);
    json_decref(root);
    if (reader.too_deep) {
        err_set(err, ERR_INPUT, "lists and objects are nested more than %d deep", LIMIT_JSON_DEPTH);
        return err_at(err, file, 0, 0);
    }
    *out = value;
    return true;
}

/* -- Writing ---------------------------------------------------------------------------------- */

static void write_string(struct buf *out, str text)
{
    buf_addc(out, '"');
    escape_json(out, text);
    buf_addc(out, '"');
}

static void write_line(struct buf *out, unsigned depth)
{
    buf_addf(out, "\n%*s", (int)depth * 2, "");
}

static void write_value(struct buf *out, const struct value *value, unsigned depth);

static void write_map(struct buf *out, const struct value *map, unsigned depth)
{
    buf_addc(out, '{');
    for (size_t i = 0; i < map->count; i++) {
        buf_addz(out, i ? "," : "");
        write_line(out, depth + 1);
        write_string(out, map->fields[i].name);
        buf_addz(out, ": ");
        write_value(out, &map->fields[i].value, depth + 1);
    }
    if (map->count)
        write_line(out, depth);
    buf_addc(out, '}');
}

static void write_list(struct buf *out, const struct value *list, unsigned depth)
{
    buf_addc(out, '[');
    for (size_t i = 0; i < list->count; i++) {
        buf_addz(out, i ? "," : "");
        write_line(out, depth + 1);
        write_value(out, &list->items[i], depth + 1);
    }
    if (list->count)
        write_line(out, depth);
    buf_addc(out, ']');
}

/* Recursion is as deep as the tree, which value_from_json bounds and pages keep shallow. */
static void write_value(struct buf *out, const struct value *value, unsigned depth)
{
    switch (value->type) {
    case VALUE_NULL: buf_addz(out, "null"); break;
    case VALUE_BOOL: buf_addz(out, value->truth ? "true" : "false"); break;
    case VALUE_NUMBER: buf_add(out, value->text); break;
    case VALUE_TEXT:
    case VALUE_HTML: write_string(out, value->text); break;
    case VALUE_LIST: write_list(out, value, depth); break;
    case VALUE_MAP: write_map(out, value, depth); break;
    }
}

void value_to_json(struct buf *out, const struct value *value)
{
    write_value(out, value, 0);
}
