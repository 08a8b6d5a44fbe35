/* Typed keys of an entry of `sources:`. */
#include "item.h"

#include "check.h"
#include "digest/buf.h"
#include "digest/limits.h"
#include "paths.h"

const struct yaml *item_get(const struct item *e, const char *key)
{
    return reader_get(e->node, key);
}

void item_report(const struct item *e, const struct yaml *node, struct err *err)
{
    if (err->code)
        reader_report(e->reader, place_of(node), err);
}

static str path_of(const struct item *e, const char *key)
{
    return arena_printf(e->reader->arena, "sources[%zu].%s", e->index, key);
}

void item_note(const struct item *e, const char *key, str value, const struct yaml *node)
{
    reader_note(e->reader, &(struct setting){
                               .key = path_of(e, key),
                               .value = value,
                               .origin = node ? ORIGIN_FILE : ORIGIN_DEFAULT,
                               .line = node ? node->line : 0,
                           });
}

void item_note_given(const struct item *e, const char *key, const struct given *given)
{
    reader_note(e->reader, &(struct setting){
                               .key = path_of(e, key),
                               .value = given->text,
                               .origin = given->origin,
                               .line = given->place.line,
                               .by = str_of(given->by),
                           });
}

const struct yaml *item_text(const struct item *e, const char *key, size_t max, str *out)
{
    const struct yaml *node = item_get(e, key);
    str text;
    if (!reader_text(e->reader, node, key, max, &text))
        return NULL;
    if (text.n == 0) {
        reader_fault(e->reader, place_of(node), NULL, "%s is empty", key);
        return NULL;
    }
    *out = text;
    return node;
}

void item_list(const struct item *e, const char *key, struct str_list *out)
{
    const struct yaml *node = item_get(e, key);
    if (!node)
        return;
    reader_list(e->reader, node, key, out);
    struct buf text = buf_init(LIMIT_CONFIG);
    buf_addz(&text, "[");
    for (size_t i = 0; i < out->count; i++)
        buf_addf(&text, "%s%.*s", i ? ", " : "", STR_ARGS(out->items[i]));
    buf_addz(&text, "]");
    item_note(e, key, arena_copy(e->reader->arena, buf_str(&text)), node);
    buf_release(&text);
}

const struct yaml *item_path(const struct item *e, const char *key, const char *what, str *out)
{
    const struct yaml *node = item_text(e, key, LIMIT_FIELD, out);
    if (!node)
        return NULL;
    if (is_url(*out)) {
        reader_fault(e->reader, place_of(node), NULL, "\"%s:\" is %s, not a URL", key, what);
        return NULL;
    }
    *out = path_resolve(e->reader->arena, e->reader->folder, *out);
    item_note(e, key, *out, node);
    return node;
}
