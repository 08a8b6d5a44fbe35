/* Filters: what the user wants left out, hidden, tagged or first, by what articles say. */
#include "digest/limits.h"
#include "digest/pattern.h"
#include "parts.h"

/* An article being filtered, and what came of it so far. */
struct filtering {
    const struct article *article;
    str text;
    struct labels tags; /* the article's and those added */
    size_t cap;         /* of tags.items, once it is a copy; 0 before */
    bool dropped, hidden, pinned;
    struct arena *arena;
};

static bool in_text(const struct pattern *pattern, str text)
{
    return text.n && pattern_found(pattern, text);
}

/* Readers know a term by its name, those who write filters perhaps by its slug. */
static bool in_labels(const struct pattern *pattern, struct labels labels)
{
    for (size_t i = 0; i < labels.count; i++)
        if (in_text(pattern, labels.items[i].name) || in_text(pattern, labels.items[i].slug))
            return true;
    return false;
}

static bool in_any(const struct pattern *pattern, const struct filtering *f)
{
    const struct article *article = f->article;
    return in_text(pattern, article->title) || in_text(pattern, article->dek) ||
           in_labels(pattern, f->tags) || in_labels(pattern, article->categories) ||
           in_labels(pattern, article->authors) || in_text(pattern, article->summary) ||
           in_text(pattern, f->text);
}

static bool is_found(const struct filter *filter, const struct filtering *f)
{
    const struct article *article = f->article;
    const struct pattern *pattern = filter->pattern;
    switch (filter->field) {
    case FILTER_ANY: return in_any(pattern, f);
    case FILTER_TITLE: return in_text(pattern, article->title);
    case FILTER_TEXT: return in_text(pattern, f->text);
    case FILTER_URL: return in_text(pattern, article->url);
    case FILTER_AUTHOR: return in_labels(pattern, article->authors);
    case FILTER_CATEGORY: return in_labels(pattern, article->categories);
    case FILTER_TAGS: return in_labels(pattern, f->tags);
    case FILTER_LANGUAGE: return in_text(pattern, article->language);
    }
    return false;
}

/* Adds a tag, unless the article has it by that name already. */
static void add_tag(struct filtering *f, str name)
{
    str key = name_key(f->arena, name);
    for (size_t i = 0; i < f->tags.count; i++)
        if (str_eq(name_key(f->arena, f->tags.items[i].name), key))
            return;
    if (f->tags.count >= LIMIT_TERMS)
        return;
    if (f->cap == 0) {
        struct label *items = arena_array(f->arena, LIMIT_TERMS, sizeof *items);
        for (size_t i = 0; i < f->tags.count; i++)
            items[i] = f->tags.items[i];
        f->tags.items = items;
        f->cap = LIMIT_TERMS;
    }
    f->tags.items[f->tags.count++] = (struct label){.name = name};
}

static void apply(struct filtering *f, const struct filters *filters)
{
    for (size_t i = 0; i < filters->count && !f->dropped; i++) {
        const struct filter *filter = &filters->items[i];
        if (!is_found(filter, f))
            continue;
        switch (filter->action) {
        case FILTER_DROP: f->dropped = true; break;
        case FILTER_HIDE: f->hidden = true; break;
        case FILTER_PIN: f->pinned = true; break;
        case FILTER_TAG: add_tag(f, filter->tag); break;
        }
    }
}

bool filters_apply(struct article *article, str text, const struct config *config, struct arena *a)
{
    struct filtering f = {.article = article, .text = text, .tags = article->tags, .arena = a};
    apply(&f, &config->sources[article->source].filters);
    apply(&f, &config->filters);
    if (f.dropped)
        return false;
    article->hidden = f.hidden;
    article->pinned = f.pinned && !f.hidden;
    article->untagged = article->tags.count == 0;
    article->tags = f.tags;
    return true;
}
