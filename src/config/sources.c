/* Reading and checking the entries of `sources:`. */
#include "sources.h"

#include "check.h"
#include "digest/limits.h"
#include "digest/slug.h"
#include "digest/utf8.h"
#include "paths.h"

static const char *const source_keys[] = {"name",  "key",     "wordpress", "text",     "feed",
                                          "files", "home",    "icon",      "language", "categories",
                                          "tags",  "content", "strip",     "media",    NULL};
static const char *const kind_like_keys[] = {"url",  "path", "file", "folder", "type",
                                             "kind", "rss",  "atom", "json",   NULL};
/* In the order of enum source_kind and enum content_policy. */
static const char *const kind_keys[] = {"wordpress", "text", "feed", "files", NULL};
static const char *const policies[] = {"full", "excerpt", "link", NULL};

/* One entry being read. */
struct item {
    struct reader *reader;
    const struct yaml *node;
    struct source *source;
    size_t index;
    bool keys_known; /* else what seems to be missing is only misspelt */
};

/* Reports *err, if it was filled, as a problem with the value of one of the entry's keys. */
static void report(const struct item *e, const struct yaml *node, struct err *err)
{
    if (err->code)
        reader_report(e->reader, place_of(node), err);
}

/* Notes the effective value of one of the entry's keys; `node` is null for a default. */
static void note(const struct item *e, const char *key, str value, const struct yaml *node)
{
    struct setting setting = {
        .key = arena_printf(e->reader->arena, "sources[%zu].%s", e->index, key),
        .value = value,
        .origin = node ? ORIGIN_FILE : ORIGIN_DEFAULT,
        .line = node ? node->line : 0,
    };
    reader_note(e->reader, &setting);
}

/* The node of a key that was given a value, or null. */
static const struct yaml *get(const struct item *e, const char *key)
{
    const struct yaml *node = yaml_get(e->node, key);
    return node && node->kind != YAML_NULL ? node : NULL;
}

/* Reads a text that must not be empty. Returns its node, or null when it is not given or wrong. */
static const struct yaml *read_text(const struct item *e, const char *key, size_t max, str *out)
{
    const struct yaml *node = get(e, key);
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

static void read_name(struct item *e)
{
    const struct yaml *node = read_text(e, "name", LIMIT_TITLE, &e->source->name);
    if (node)
        note(e, "name", e->source->name, node);
    else if (e->keys_known && !get(e, "name"))
        reader_fault(e->reader, place_of(e->node), "add \"name:\", what readers shall know it by",
                     "the source has no name");
}

static void read_key(struct item *e)
{
    struct source *s = e->source;
    struct arena *a = e->reader->arena;
    const struct yaml *node = read_text(e, "key", LIMIT_SLUG, &s->key);
    if (node && !str_eq(s->key, slug_make(a, s->key)))
        reader_fault(e->reader, place_of(node),
                     arena_printf(a, "write \"%.*s\"", STR_ARGS(slug_make(a, s->key))).p,
                     "key \"%.*s\" cannot be part of a path", STR_ARGS(s->key));
    if (!node && s->name.n)
        s->key = slug_make(a, s->name);
    if (s->key.n)
        note(e, "key", s->key, node);
}

/* Checks where the source is: a URL that can be fetched, or a path. */
static void check_location(struct item *e, const struct yaml *node)
{
    struct source *s = e->source;
    struct err err = {0};
    s->remote = is_url(s->location);
    if (!s->remote) {
        s->path = path_resolve(e->reader->arena, e->reader->folder, s->location);
    } else if (s->kind == SOURCE_FILES) {
        reader_fault(e->reader, place_of(node),
                     "write \"wordpress:\", \"text:\" or \"feed:\" instead",
                     "\"files:\" takes a path, not a URL");
    } else {
        check_url(s->location, &err);
        report(e, node, &err);
    }
}

/* The node of the one key that says what kind of source this is; null when there is none. */
static const struct yaml *find_kind(struct item *e)
{
    const struct yaml *found = NULL;
    for (size_t i = 0; kind_keys[i]; i++) {
        const struct yaml *node = yaml_get(e->node, kind_keys[i]);
        if (node && found) {
            reader_fault(e->reader, place_of(node), "make two sources of it",
                         "the source is of two kinds, \"%s:\" and \"%s:\"",
                         kind_keys[e->source->kind], kind_keys[i]);
        } else if (node) {
            e->source->kind = (enum source_kind)i;
            found = node;
        }
    }
    return found;
}

static void read_kind(struct item *e)
{
    struct source *s = e->source;
    const struct yaml *node = find_kind(e);
    if (!node && !e->keys_known)
        return;
    if (!node) {
        reader_fault(e->reader, place_of(e->node),
                     "add \"wordpress:\", \"text:\", \"feed:\" or \"files:\"",
                     "the source does not say where its articles are");
        return;
    }
    const char *key = kind_keys[s->kind];
    if (node->kind == YAML_NULL) {
        reader_fault(e->reader, place_of(node), NULL, "%s is empty", key);
    } else if (read_text(e, key, LIMIT_URL, &s->location)) {
        note(e, key, s->location, node);
        check_location(e, node);
    }
}

static void read_url(struct item *e, const char *key, str *out)
{
    struct err err = {0};
    const struct yaml *node = read_text(e, key, LIMIT_URL, out);
    if (!node)
        return;
    check_url(*out, &err);
    report(e, node, &err);
    note(e, key, *out, node);
}

static void read_language(struct item *e, str site_language)
{
    struct source *s = e->source;
    struct err err = {0};
    s->language = site_language;
    const struct yaml *node = read_text(e, "language", LIMIT_FIELD, &s->language);
    if (node && !check_language(e->reader->arena, s->language, &s->language, &err))
        report(e, node, &err);
    note(e, "language", s->language, node);
}

static void read_policy(struct item *e)
{
    size_t policy = CONTENT_FULL;
    const struct yaml *node = get(e, "content");
    reader_choice(e->reader, node, "content", policies, &policy);
    e->source->content = (enum content_policy)policy;
    note(e, "content", str_of(policies[policy]), node);
}

static void read_list(struct item *e, const char *key, struct str_list *out)
{
    const struct yaml *node = get(e, key);
    if (!node)
        return;
    reader_list(e->reader, node, key, out);
    struct buf text = buf_init(LIMIT_CONFIG);
    buf_addz(&text, "[");
    for (size_t i = 0; i < out->count; i++)
        buf_addf(&text, "%s%.*s", i ? ", " : "", STR_ARGS(out->items[i]));
    buf_addz(&text, "]");
    note(e, key, arena_copy(e->reader->arena, buf_str(&text)), node);
    buf_release(&text);
}

static void read_media(struct item *e)
{
    struct source *s = e->source;
    const struct yaml *node = read_text(e, "media", LIMIT_FIELD, &s->media);
    if (!node)
        return;
    if (is_url(s->media)) {
        reader_fault(e->reader, place_of(node), NULL,
                     "\"media:\" is a folder with saved images, not a URL");
        return;
    }
    s->media = path_resolve(e->reader->arena, e->reader->folder, s->media);
    note(e, "media", s->media, node);
}

static void read_entry(struct item *e, const struct config *config)
{
    static const struct known_keys known = {
        source_keys, "a source", kind_like_keys,
        "write \"wordpress:\", \"text:\", \"feed:\" or \"files:\" and where it is"};
    e->source->line = e->node->line;
    if (e->node->kind == YAML_NULL) {
        reader_fault(e->reader, place_of(e->node), NULL, "the source is empty");
        return;
    }
    if (!reader_map(e->reader, e->node, "a source"))
        return;
    e->keys_known = reader_keys(e->reader, e->node, &known);
    read_name(e);
    read_key(e);
    read_kind(e);
    read_url(e, "home", &e->source->home);
    read_url(e, "icon", &e->source->icon);
    read_language(e, config->language);
    read_list(e, "categories", &e->source->categories);
    read_list(e, "tags", &e->source->tags);
    read_policy(e);
    read_list(e, "strip", &e->source->strip);
    read_media(e);
}

/* Names are compared as readers see them, keys as paths are made of them. */
static void check_unique(struct reader *r, const struct yaml *list, const struct config *config)
{
    str *names = arena_array(r->arena, config->source_count, sizeof *names);
    for (size_t i = 0; i < config->source_count; i++) {
        const struct source *s = &config->sources[i], *twin = NULL;
        bool same_name = false;
        names[i] = utf8_fold(r->arena, s->name);
        for (size_t k = 0; k < i && !twin; k++) {
            same_name = s->name.n && str_eq(names[k], names[i]);
            if (same_name || (s->key.n && str_eq(config->sources[k].key, s->key)))
                twin = &config->sources[k];
        }
        if (twin)
            reader_fault(r, place_of(list->items[i]),
                         same_name ? "readers tell sources apart by their names"
                                   : "give this one a \"key:\" of its own",
                         "the source on line %u has the same %s", twin->line,
                         same_name ? "name" : "key");
    }
}

/* The list, or null when there is none that can be read, which is reported. */
static const struct yaml *find_list(struct reader *r, const struct yaml *root)
{
    const struct yaml *list = yaml_get(root, "sources");
    struct place at = list ? place_of(list) : (struct place){0};
    if (!list || list->kind == YAML_NULL || (list->kind == YAML_LIST && list->count == 0))
        reader_fault(r, at, "add \"sources:\" with at least one entry; \"digest init\" shows how",
                     "there are no sources");
    else if (list->kind != YAML_LIST)
        reader_fault(r, at, "begin each source with a hyphen: \"- name: …\"",
                     "\"sources:\" must be a list");
    else if (list->count > LIMIT_SOURCES)
        reader_fault(r, at, NULL, "there are more than %d sources", LIMIT_SOURCES);
    else
        return list;
    return NULL;
}

void sources_read(struct reader *r, const struct yaml *root, struct config *config)
{
    const struct yaml *list = find_list(r, root);
    if (!list)
        return;
    config->sources = arena_array(r->arena, list->count, sizeof *config->sources);
    config->source_count = list->count;
    for (size_t i = 0; i < list->count; i++)
        read_entry(&(struct item){r, list->items[i], &config->sources[i], i, false}, config);
    check_unique(r, list, config);
}
