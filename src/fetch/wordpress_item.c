/* Reads objects of the WordPress interface into their members' bytes. */
#include "wordpress_item.h"

void wp_value_read(struct json *j, void *field)
{
    json_peek(j);
    const char *from = j->p;
    json_skip(j);
    *(str *)field = (str){from, (size_t)(j->p - from)};
}

#define ROW(name, key)                                                                             \
    JSON_MEMBER(key, wp_value_read, offsetof(struct wp_item, members) + WP_##name * sizeof(str)),

static const struct json_member members[] = {WP_KEPT_MEMBERS(ROW) WP_OTHER_MEMBERS(ROW)
                                                 JSON_MEMBERS_END};

str wp_member_key(enum wp_member member)
{
    return members[member].key;
}

bool wp_item_read(struct json *j, struct wp_item *out)
{
    *out = (struct wp_item){0};
    json_peek(j);
    const char *from = j->p;
    if (!json_read_members(j, members, out))
        return false;
    out->object = (str){from, (size_t)(j->p - from)};
    out->id = wp_number(out->members[WP_ID]);
    return true;
}

/* -- Values ----------------------------------------------------------------------------------- */

static struct json_text token_of(str value)
{
    struct json j = json_init(value);
    struct json_text text = {.raw = {NULL, 0}};
    json_read_text(&j, &text);
    return text;
}

uint64_t wp_number(str value)
{
    uint64_t number = 0;
    str_to_uint(token_of(value).raw, INT64_MAX, &number);
    return number;
}

struct wp_values wp_values_of(str list)
{
    struct wp_values values = {.j = json_init(list)};
    values.entered = json_enter_list(&values.j, &values.object);
    return values;
}

bool wp_values_next(struct wp_values *values, str *value)
{
    if (!values->entered || !json_next_listed(&values->j, values->object))
        return false;
    wp_value_read(&values->j, value);
    return !json_failed(&values->j);
}

bool wp_values_next_number(struct wp_values *values, uint64_t *number)
{
    str value;
    while (wp_values_next(values, &value)) {
        *number = wp_number(value);
        if (*number)
            return true;
    }
    return false;
}

str wp_text_of(struct arena *a, str value, size_t limit)
{
    struct json_text text = token_of(value);
    return text.string ? json_decode(a, text, limit, NULL) : STR("");
}

str wp_word(str value)
{
    struct json_text text = token_of(value);
    return text.string && !text.escaped ? text.raw : STR("");
}

/* -- Dates ------------------------------------------------------------------------------------ */

/* The first of two dates that is one: drafts and broken imports have "0000-00-00T00:00:00". */
static str date_of(str utc, str local, struct stamp *stamp)
{
    bool zoned;
    str date = wp_word(utc);
    if (time_parse_iso(date, stamp, &zoned))
        return date;
    date = wp_word(local);
    if (time_parse_iso(date, stamp, &zoned))
        return date;
    stamp->utc = INSTANT_NONE;
    return STR("");
}

str wp_item_modified(const struct wp_item *item)
{
    struct stamp stamp;
    return date_of(item->members[WP_MODIFIED_GMT], item->members[WP_MODIFIED], &stamp);
}

int64_t wp_item_published(const struct wp_item *item)
{
    struct stamp stamp;
    date_of(item->members[WP_DATE_GMT], item->members[WP_DATE], &stamp);
    return stamp.utc;
}

int64_t wp_item_changed(const struct wp_item *item)
{
    struct stamp stamp;
    date_of(item->members[WP_MODIFIED_GMT], item->members[WP_MODIFIED], &stamp);
    return stamp.utc;
}

struct hash wp_item_hash(const struct wp_item *item)
{
    static const enum wp_member own[] = {
        WP_TITLE,  WP_CONTENT, WP_EXCERPT, WP_SLUG,           WP_LINK,       WP_DATE, WP_DATE_GMT,
        WP_STATUS, WP_TYPE,    WP_AUTHOR,  WP_FEATURED_MEDIA, WP_CATEGORIES, WP_TAGS};
    struct hash hash = hash_of(STR("post"));
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        hash = hash_with(hash, item->members[own[i]]);
    return hash;
}
