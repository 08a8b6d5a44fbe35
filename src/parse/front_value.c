/*
 * The values of front matter: from YAML to what a meta holds.
 *
 * A value of a wrong type is a doubt, with its place and line, and leaves the meta as it was.
 */
#include "front_value.h"

#include <stdarg.h>

#include "digest/limits.h"
#include "digest/sanitize.h"
#include "names.h"
#include "own_image.h"

/* -- Doubts ----------------------------------------------------------------------------------- */

static str line_of(const struct front *f, unsigned number)
{
    str rest = f->yaml, line = {0};
    for (unsigned i = f->first_line; i <= number; i++)
        if (!str_next_line(&rest, &line))
            return (str){0};
    return line;
}

/* Adds a problem with the place of the node. */
void front_doubt(struct front *f, const struct yaml *at, const char *format, ...)
{
    struct err e = {0};
    va_list args;
    va_start(args, format);
    struct buf why = buf_init(sizeof e.why);
    buf_addv(&why, format, args);
    va_end(args);
    err_set(&e, ERR_INPUT, "%.*s", STR_ARGS(buf_str(&why)));
    buf_release(&why);
    err_at(&e, f->job->raw.item->path, at->line, at->column);
    err_excerpt(&e, line_of(f, at->line));
    parsed_problem(f->job->out, f->job->a, &e, false);
}

/* -- Values ----------------------------------------------------------------------------------- */

bool front_is_nothing(const struct yaml *node)
{
    return !node || node->kind == YAML_NULL ||
           (node->kind == YAML_SCALAR && !node->quoted &&
            (node->text.n == 0 || str_is(node->text, "~") || str_is(node->text, "null")));
}

/* The value of the first of the space-separated keys that has one; keys in any case of letters.
 * *key becomes the key as the file writes it. */
const struct yaml *front_find(const struct yaml *map, const char *keys, str *key)
{
    for (str all = str_of(keys), wanted; str_next_part(&all, ' ', &wanted);) {
        for (size_t i = 0; map->kind == YAML_MAP && i < map->count; i++) {
            if (str_eq_nocase(map->pairs[i].key, wanted) &&
                !front_is_nothing(map->pairs[i].value)) {
                *key = map->pairs[i].key;
                return map->pairs[i].value;
            }
        }
    }
    return NULL;
}

/* The text of a scalar; of anything else "", and a doubt. */
str front_text(struct front *f, const struct yaml *node, str key)
{
    if (node->kind == YAML_SCALAR)
        return node->text;
    front_doubt(f, node, "%.*s is a text, not a %s", STR_ARGS(key),
                node->kind == YAML_LIST ? "list" : "mapping");
    return (str){0};
}

void front_date(struct front *f, const struct yaml *node, str key, struct stamp *out)
{
    str text = front_text(f, node, key);
    if (text.n && !text_date_read(f->job, text, INSTANT_NONE, out))
        front_doubt(f, node, "%.*s is not a date such as 2026-05-07 or 2026-05-07T08:10:43+02:00",
                    STR_ARGS(key));
}

/* What absolute and protocol-relative URLs are resolved against. */
#define NO_BASE STR("https://x.invalid/")

/* True when s begins with an URL scheme: "https:", "javascript:". */
static bool has_scheme(str s)
{
    size_t n = 0;
    while (n < s.n && (((s.p[n] | 0x20) >= 'a' && (s.p[n] | 0x20) <= 'z') ||
                       (n && ((s.p[n] >= '0' && s.p[n] <= '9') || strchr("+-.", s.p[n])))))
        n++;
    return n > 1 && n < s.n && s.p[n] == ':';
}

void front_url(struct front *f, const struct yaml *node, str key)
{
    str text = str_trim(front_text(f, node, key));
    /* Other generators keep a path of their own site here. */
    if (text.n == 0 || (!has_scheme(text) && !str_starts(text, STR("//"))))
        return;
    f->meta->url = url_resolve(f->job->a, NO_BASE, text, false);
    if (f->meta->url.n == 0)
        front_doubt(f, node, "%.*s is not an http or https URL", STR_ARGS(key));
}

void front_terms(struct front *f, const struct yaml *node, str key, struct label_list *out)
{
    if (node->kind == YAML_SCALAR)
        label_list_add_terms(out, f->job->a, node->text);
    else if (node->kind == YAML_MAP)
        front_doubt(f, node, "%.*s is a list of names, not a mapping", STR_ARGS(key));
    for (size_t i = 0; node->kind == YAML_LIST && i < node->count; i++)
        if (!front_is_nothing(node->items[i]))
            label_list_add(out, f->job->a, front_text(f, node->items[i], key));
}

/* One author of a list, or the only one: a name, or a mapping with one. */
static void read_author(struct front *f, const struct yaml *node, str key)
{
    str name_key;
    const struct yaml *name =
        node->kind == YAML_MAP ? front_find(node, "name fullname title", &name_key) : node;
    if (!name)
        front_doubt(f, node, "an entry of %.*s has no name", STR_ARGS(key));
    else
        label_list_add(&f->meta->authors, f->job->a, front_text(f, name, key));
}

void front_authors(struct front *f, const struct yaml *node, str key)
{
    if (node->kind == YAML_SCALAR)
        names_read_value(&f->meta->authors, f->job->a, node->text);
    else if (node->kind == YAML_MAP)
        read_author(f, node, key);
    for (size_t i = 0; node->kind == YAML_LIST && i < node->count; i++)
        if (!front_is_nothing(node->items[i]))
            read_author(f, node->items[i], key);
}

/* Sets the image's URL: a copy of the site's own, else an absolute one; of a text from the web it may
 * be relative to that. Not where the source shall have no images. */
static void set_image(struct front *f, const struct yaml *node, str key)
{
    struct image *image = &f->meta->image;
    str text = str_trim(front_text(f, node, key));
    if (text.n == 0 || f->job->raw.source->images == IMAGES_NONE ||
        own_image(&f->job->raw, text, image))
        return;
    const struct raw_item *item = f->job->raw.item;
    bool absolute = item->stored || has_scheme(text) || str_starts(text, STR("//"));
    if (absolute)
        image->url = url_resolve(f->job->a, item->stored ? item->path : NO_BASE, text, false);
    if (image->url.n)
        return;
    if (absolute)
        front_doubt(f, node, "%.*s is not an http or https URL", STR_ARGS(key));
    else
        front_doubt(f, node, "there is no image “%.*s” beside the article",
                    (int)(text.n < 200 ? text.n : 200), text.p);
}

static void read_size(struct front *f, const struct yaml *map, const char *name, uint32_t *out)
{
    uint64_t value;
    str key;
    const struct yaml *node = front_find(map, name, &key);
    if (!node)
        return;
    if (node->kind == YAML_SCALAR && str_to_uint(node->text, 100000, &value))
        *out = (uint32_t)value;
    else
        front_doubt(f, node, "%s is a number of pixels", name);
}

/* A text of the image under one of the keys. */
void front_image_text(struct front *f, const struct yaml *map, const char *keys, str *out)
{
    str key;
    const struct yaml *node = front_find(map, keys, &key);
    if (node)
        *out = text_clean(f->job->a, front_text(f, node, key), LIMIT_FIELD);
}

void front_image(struct front *f, const struct yaml *node, str key)
{
    struct image *image = &f->meta->image;
    if (node->kind == YAML_LIST && node->count)
        node = node->items[0];
    if (node->kind != YAML_MAP) {
        set_image(f, node, key);
        return;
    }
    const struct yaml *url = front_find(node, "url src path file image", &key);
    if (!url) {
        front_doubt(f, node, "the image has no url");
        return;
    }
    set_image(f, url, key);
    read_size(f, node, "width", &image->width);
    read_size(f, node, "height", &image->height);
    front_image_text(f, node, "alt", &image->alt);
    front_image_text(f, node, "caption", &image->caption);
}

void front_via(struct front *f, const struct yaml *node, str key)
{
    str ignored;
    const struct yaml *url, *name;
    if (node->kind == YAML_LIST && node->count)
        node = node->items[0];
    if (node->kind != YAML_MAP) {
        str text = front_text(f, node, key);
        if (text.n && !link_read(&f->meta->via, f->job->a, text))
            front_doubt(f, node, "%.*s has no URL; write “Name (https://…)”", STR_ARGS(key));
        return;
    }
    url = front_find(node, "url href link", &ignored);
    name = front_find(node, "name title text", &ignored);
    if (!url || !link_read(&f->meta->via, f->job->a, front_text(f, url, key)))
        front_doubt(f, url ? url : node, "%.*s has no http or https URL", STR_ARGS(key));
    else if (name)
        f->meta->via.text = text_clean(f->job->a, front_text(f, name, key), LIMIT_FIELD);
}

/* A BCP 47 tag by its form; "en_US" is meant for one. */
void front_language(struct front *f, const struct yaml *node, str key)
{
    str tag = language_tag(f->job->a, front_text(f, node, key));
    if (tag.n)
        f->meta->language = tag;
    else if (node->kind == YAML_SCALAR)
        front_doubt(f, node, "%.*s is not a language tag such as en or pt-BR", STR_ARGS(key));
}

void front_draft(struct front *f, const struct yaml *node, str key)
{
    str text = front_text(f, node, key);
    if (str_eq_nocase(text, STR("true")) || str_eq_nocase(text, STR("yes")) ||
        str_eq_nocase(text, STR("on")))
        f->meta->draft = true;
    else if (text.n && !str_eq_nocase(text, STR("false")) && !str_eq_nocase(text, STR("no")) &&
             !str_eq_nocase(text, STR("off")))
        front_doubt(f, node, "%.*s is true or false", STR_ARGS(key));
}
