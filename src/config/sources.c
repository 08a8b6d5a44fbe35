/* Reading and checking the entries of `sources:`. */
#include "sources.h"

#include "check.h"
#include "digest/limits.h"
#include "digest/slug.h"
#include "digest/utf8.h"
#include "item.h"
#include "paths.h"

static const char *const source_keys[] = {
    "name",        "key",          "wordpress",    "text",         "feed",
    "files",       "opml",         "home",         "icon",         "language",
    "categories",  "tagged",       "types",        "tags",         "default_categories",
    "content",     "strip",        "media",        "filters",      "images",
    "image_width", "since",        "max_articles", "on_error",     "interval",
    "allow_empty", "max_removals", "user",         "password_env", "password_file",
    "ca_file",     "insecure",     "timeout",      "patience",     "time_limit",
    NULL};
static const char *const kind_like_keys[] = {"url",  "path", "file", "folder", "type",
                                             "kind", "rss",  "atom", "json",   NULL};
static const char *const secret_keys[] = {
    "password", "passwd", "pass", "application_password", "secret", "token", "authorization", NULL};
/* In the order of enum source_kind and enum content_policy. */
static const char *const kind_keys[] = {"wordpress", "text", "feed", "files", "opml", NULL};
static const char *const policies[] = {"full", "excerpt", "link", NULL};

static void read_name(struct item *e)
{
    const struct yaml *node = item_text(e, "name", LIMIT_TITLE, &e->source->name);
    if (node)
        item_note(e, "name", e->source->name, node);
    else if (e->keys_known && !item_get(e, "name"))
        reader_fault(e->reader, place_of(e->node), "add \"name:\", what readers shall know it by",
                     "the source has no name");
}

static void read_key(struct item *e)
{
    struct source *s = e->source;
    struct arena *a = e->reader->arena;
    const struct yaml *node = item_text(e, "key", LIMIT_SLUG, &s->key);
    if (node && !str_eq(s->key, slug_make(a, s->key)))
        reader_fault(e->reader, place_of(node),
                     arena_printf(a, "write \"%.*s\"", STR_ARGS(slug_make(a, s->key))).p,
                     "key \"%.*s\" cannot be part of a path", STR_ARGS(s->key));
    if (!node && s->name.n)
        s->key = slug_make(a, s->name);
    if (s->key.n)
        item_note(e, "key", s->key, node);
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
                     "write \"wordpress:\", \"text:\", \"feed:\" or \"opml:\" instead",
                     "\"files:\" takes a path, not a URL");
    } else {
        check_url(s->location, &err);
        item_report(e, node, &err);
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
                     "add \"wordpress:\", \"text:\", \"feed:\", \"files:\" or \"opml:\"",
                     "the source does not say where its articles are");
        return;
    }
    const char *key = kind_keys[s->kind];
    if (node->kind == YAML_NULL) {
        reader_fault(e->reader, place_of(node), NULL, "%s is empty", key);
    } else if (item_text(e, key, LIMIT_URL, &s->location)) {
        item_note(e, key, s->location, node);
        check_location(e, node);
    }
}

static void read_url(struct item *e, const char *key, str *out)
{
    struct err err = {0};
    const struct yaml *node = item_text(e, key, LIMIT_URL, out);
    if (!node)
        return;
    check_url(*out, &err);
    item_report(e, node, &err);
    item_note(e, key, *out, node);
}

static void read_language(struct item *e)
{
    struct source *s = e->source;
    struct err err = {0};
    s->language = e->config->language;
    const struct yaml *node = item_text(e, "language", LIMIT_FIELD, &s->language);
    if (node && !check_language(e->reader->arena, s->language, &s->language, &err))
        item_report(e, node, &err);
    item_note(e, "language", s->language, node);
}

static void read_content(struct item *e)
{
    size_t policy = CONTENT_FULL;
    const struct yaml *node = item_get(e, "content");
    reader_choice(e->reader, node, "content", policies, &policy);
    e->source->content = (enum content_policy)policy;
    item_note(e, "content", str_of(policies[policy]), node);
}

static void read_entry(struct item *e)
{
    static const struct known_keys known = {
        .keys = source_keys,
        .name = "a source",
        .elsewhere = kind_like_keys,
        .belongs = "write \"wordpress:\", \"text:\", \"feed:\", \"files:\" or \"opml:\" and "
                   "where it is",
        .secrets = secret_keys,
        .instead = "write \"password_env:\" with the name of an environment variable, or "
                   "\"password_file:\"",
    };
    e->source->line = e->node->line;
    e->source->since = INSTANT_NONE;
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
    read_language(e);
    item_list(e, "categories", &e->source->categories);
    item_list(e, "tagged", &e->source->tagged);
    item_list(e, "types", &e->source->types);
    item_list(e, "tags", &e->source->tags);
    item_list(e, "default_categories", &e->source->default_categories);
    read_content(e);
    item_list(e, "strip", &e->source->strip);
    item_path(e, "media", "a folder with saved images", &e->source->media);
    item_read_live(e);
    item_check(e);
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

bool sources_are_given(const struct yaml *root)
{
    const struct yaml *list = yaml_get(root, "sources");
    return list && list->kind != YAML_NULL && !(list->kind == YAML_LIST && list->count == 0);
}

/* The list, or null when there is none that can be read, which is reported. */
static const struct yaml *find_list(struct reader *r, const struct yaml *root)
{
    const struct yaml *list = yaml_get(root, "sources");
    struct place at = list ? place_of(list) : (struct place){0};
    if (!list || !sources_are_given(root))
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

/* True when an entry has a date that is read in the site's zone. */
static bool needs_zone(const struct yaml *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (reader_get(list->items[i], "since"))
            return true;
    return false;
}

void sources_read(struct reader *r, const struct yaml *root, const struct given *values,
                  struct config *config)
{
    struct err ignored = {0}; /* a time zone that does not exist was reported */
    struct zone zone = {0};
    const struct yaml *list = find_list(r, root);
    if (!list)
        return;
    config->sources = arena_array(r->arena, list->count, sizeof *config->sources);
    config->source_count = config->source_cap = list->count;
    if (needs_zone(list))
        zone_load(&zone, r->arena, config->timezone, &ignored);
    for (size_t i = 0; i < list->count; i++)
        read_entry(&(struct item){
            .reader = r,
            .node = list->items[i],
            .config = config,
            .values = values,
            .zone = &zone,
            .source = &config->sources[i],
            .index = i,
        });
    check_unique(r, list, config);
}
