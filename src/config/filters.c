/* Reading lists of filters: what to find, where, and what to do with the articles it is found in. */
#include "filters.h"

#include "digest/limits.h"
#include "digest/pattern.h"

static const char *const filter_keys[] = {"pattern", "field", "action", "tag", NULL};
/* In the order of enum filter_field and enum filter_action. */
static const char *const field_words[] = {"any",      "title", "text",     "url", "author",
                                          "category", "tag",   "language", NULL};
static const char *const action_words[] = {"drop", "hide", "tag", "pin", NULL};

/* The filters of one list. */
struct list {
    struct reader *reader;
    const char *prefix;
    struct filters *out;
    size_t cap;
};

/* A pattern that lives as long as the configuration, or null, which is reported. */
static struct pattern *compile(struct reader *r, const struct yaml *node, str text)
{
    struct err err = {0};
    struct pattern *pattern = pattern_new(text, &err);
    if (!pattern) {
        err.code = ERR_CONFIG;
        reader_report(r, place_of(node), &err);
        return NULL;
    }
    r->patterns = arena_grow(r->arena, r->patterns, r->pattern_count, &r->pattern_cap,
                             sizeof(struct pattern *));
    r->patterns[r->pattern_count++] = pattern;
    return pattern;
}

/* "drop "sponsored" in title", "tag "Chips" for "TSMC" in any" */
static void note_filter(const struct list *list, const struct filter *filter)
{
    struct arena *a = list->reader->arena;
    bool tag = filter->action == FILTER_TAG;
    str name = tag ? arena_printf(a, " \"%.*s\" for", STR_ARGS(filter->tag)) : (str){0};
    reader_note(list->reader,
                &(struct setting){
                    .key = arena_printf(a, "%sfilters[%zu]", list->prefix, list->out->count - 1),
                    .value = arena_printf(a, "%s%.*s \"%.*s\" in %s", action_words[filter->action],
                                          STR_ARGS(name), STR_ARGS(filter->text),
                                          field_words[filter->field]),
                    .origin = ORIGIN_FILE,
                    .line = filter->line,
                });
}

/* Sets action and tag. False: they are missing or do not go together, which is reported. */
static bool read_action(struct reader *r, const struct yaml *node, struct filter *filter)
{
    const struct yaml *tag = reader_get(node, "tag"), *action = reader_get(node, "action");
    size_t choice = tag ? FILTER_TAG : FILTER_DROP;
    if (!reader_choice(r, action, "action", action_words, &choice) && (action || !tag)) {
        if (!action)
            reader_fault(r, place_of(node), "add \"action:\" with drop, hide, tag or pin",
                         "the filter does not say what to do");
        return false;
    }
    filter->action = (enum filter_action)choice;
    bool given = reader_text(r, tag, "tag", LIMIT_TITLE, &filter->tag) && filter->tag.n;
    if (filter->action == FILTER_TAG && !given)
        reader_fault(r, place_of(tag ? tag : node), "add \"tag:\" with the tag's name",
                     "the filter does not say which tag to add");
    else if (filter->action != FILTER_TAG && tag)
        reader_fault(r, place_of(tag), "a filter that adds a tag has \"action: tag\"",
                     "the filter has \"tag:\", but another action");
    return given == (filter->action == FILTER_TAG);
}

/* Adds one filter for each of the patterns of an entry. */
static void read_filter(struct list *list, const struct yaml *node)
{
    static const struct known_keys known = {.keys = filter_keys, .name = "a filter"};
    struct reader *r = list->reader;
    struct filter filter = {.line = node->line};
    struct str_list patterns = {0};
    size_t field = FILTER_ANY;
    if (!reader_map(r, node, "a filter") || !reader_keys(r, node, &known))
        return;
    const struct yaml *pattern = reader_get(node, "pattern");
    if (!pattern)
        reader_fault(r, place_of(node), "add \"pattern:\" with words or a /regular expression/",
                     "the filter does not say what to find");
    reader_list(r, pattern, "pattern", &patterns);
    reader_choice(r, reader_get(node, "field"), "field", field_words, &field);
    filter.field = (enum filter_field)field;
    bool good = read_action(r, node, &filter);
    for (size_t i = 0; pattern && i < patterns.count; i++) {
        filter.text = patterns.items[i];
        const struct yaml *item = pattern->kind == YAML_LIST ? pattern->items[i] : pattern;
        filter.pattern = compile(r, item, filter.text);
        if (!filter.pattern || !good)
            continue;
        struct filters *out = list->out;
        out->items = arena_grow(r->arena, out->items, out->count, &list->cap, sizeof filter);
        out->items[out->count++] = filter;
        note_filter(list, &filter);
    }
}

void filters_read(struct reader *r, const struct yaml *node, const char *prefix,
                  struct filters *out)
{
    struct list list = {r, prefix, out, 0};
    if (!node || node->kind == YAML_NULL)
        return;
    if (node->kind != YAML_LIST) {
        reader_fault(r, place_of(node), "begin each filter with a hyphen: \"- pattern: …\"",
                     "\"filters:\" must be a list");
        return;
    }
    for (size_t i = 0; i < node->count && out->count <= LIMIT_FILTERS; i++)
        read_filter(&list, node->items[i]);
    if (out->count > LIMIT_FILTERS)
        reader_fault(r, place_of(node), NULL, "there are more than %d filters", LIMIT_FILTERS);
}
