/*
 * The data a template is rendered with: a tree of maps, lists and scalars in an arena.
 */
#ifndef DIGEST_VALUE_H
#define DIGEST_VALUE_H

#include "digest/arena.h"
#include "digest/buf.h"
#include "digest/err.h"
#include "digest/html.h"

enum value_type {
    VALUE_NULL,
    VALUE_BOOL,
    VALUE_NUMBER, /* kept as the text it was written in */
    VALUE_TEXT,
    VALUE_HTML,
    VALUE_LIST,
    VALUE_MAP,
};

struct field;

/* The zero value is null. */
struct value {
    enum value_type type;
    bool truth;           /* VALUE_BOOL */
    str text;             /* VALUE_NUMBER, VALUE_TEXT; the markup of VALUE_HTML */
    struct value *items;  /* VALUE_LIST */
    struct field *fields; /* VALUE_MAP, in the order they were set; names are unique */
    size_t count, cap;    /* of items or fields */
};

struct field {
    str name;
    struct value value;
};

/* Scalars. Text is borrowed: it must live as long as the tree. */
struct value value_text(str text);
struct value value_bool(bool truth);
struct value value_html(html markup);
/* A whole number. */
struct value value_number(struct arena *a, int64_t number);

/* Empty containers; value_set and value_push fill them. */
struct value value_map(void);
struct value value_list(void);

/* Sets a field of a map, replacing one of that name. `name` is a literal or lives with the tree. */
void value_set(struct arena *a, struct value *map, const char *name, struct value value);

/* Sets a field to text; an empty text is left out, so that sections on it are false. */
void value_set_text(struct arena *a, struct value *map, const char *name, str text);

/* Appends to a list. */
void value_push(struct arena *a, struct value *list, struct value item);

/* The field of a map, or null when `map` is none or has no such field. */
const struct value *value_get(const struct value *map, str name);

/* What a section takes as true: all but null, false, empty text, and empty lists. Numbers are true
 * but 0; maps are true. */
bool value_true(const struct value *value);

/* Reads JSON (by jansson) into a tree. False: ERR_INPUT with line and column. */
bool value_from_json(struct value *out, struct arena *a, str json, str file, struct err *err);

/* Appends the tree as indented JSON, fields in their order; markup as text. */
void value_to_json(struct buf *out, const struct value *value);

#endif
