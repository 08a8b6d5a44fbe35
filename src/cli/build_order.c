/*
 * Articles → model, with the paths that were published before, and remembering those of this
 * build. The model asks for paths through struct permalinks; here the store answers.
 */
#include "build.h"
#include "digest/map.h"
#include "digest/utf8.h"

/* The paths of one article. */
struct paths_of {
    str current;
    str *former;
    size_t count, cap;
};

struct memory {
    struct arena *arena;
    struct map owners;   /* path → struct permalink */
    struct map articles; /* article → struct paths_of */
    struct map sources;  /* keys of the configuration's → struct source */
};

/* An article of a source that the configuration has no more, perhaps because it has another name
 * now, gives its path to the next that wants it: to itself, most likely. */
static str memory_owner(void *context, str path)
{
    const struct memory *memory = context;
    const struct permalink *link = map_get(&memory->owners, path);
    if (!link)
        return (str){0};
    str source = str_slice(link->article, 0, str_find_char(link->article, '/', 0));
    bool left = link->current && !map_get(&memory->sources, source);
    return left ? (str){0} : link->article;
}

static str memory_path_of(void *context, str article)
{
    const struct memory *memory = context;
    const struct paths_of *paths = map_get(&memory->articles, article);
    return paths ? paths->current : (str){0};
}

static str *memory_former(void *context, str article, size_t *count)
{
    const struct memory *memory = context;
    const struct paths_of *paths = map_get(&memory->articles, article);
    *count = paths ? paths->count : 0;
    return paths ? paths->former : NULL;
}

static void recall(struct memory *memory, struct permalink *link)
{
    struct paths_of *paths = map_get(&memory->articles, link->article);
    if (!paths) {
        paths = arena_alloc(memory->arena, sizeof *paths);
        map_set(&memory->articles, link->article, paths);
    }
    map_set(&memory->owners, link->path, link);
    if (link->current) {
        paths->current = link->path;
        return;
    }
    paths->former =
        arena_grow(memory->arena, paths->former, paths->count, &paths->cap, sizeof(str));
    paths->former[paths->count++] = link->path;
}

/* How far ahead of the present a date may be: clocks and time zones are not all right. */
#define AHEAD_MOST 86400

/* What a source dates in the future. */
struct ahead {
    size_t count;
    const struct entry *latest;
};

static void warn_of_source(struct build_run *run, const struct ahead *ahead)
{
    const struct entry *entry = ahead->latest;
    struct err err = {0};
    err_set(&err, ERR_INPUT,
            "%zu article%s dated in the future, at the latest \"%.*s\", %04d-%02d-%02d",
            ahead->count, ahead->count == 1 ? " is" : "s are",
            STR_ARGS(utf8_cut(entry->article->title, 80)), entry->date.year, entry->date.month,
            entry->date.day);
    err_hint(&err, "correct dates at the source: till then such articles lead the site");
    log_problem(&run->cli->log, LOG_WARNING, entry->source->name, &err);
}

/* Says which sources date articles in the future: those lead the front page until then. The dates
 * are not touched, so that the site does not depend on when it was built. */
static void warn_of_future(struct build_run *run)
{
    struct ahead *ahead = arena_array(&run->arena, run->config.source_count, sizeof *ahead);
    for (size_t i = 0; i < run->model.count; i++) {
        const struct entry *entry = run->model.entries[i];
        if (entry->article->published.utc <= run->config.now + AHEAD_MOST)
            break;
        struct ahead *of_source = &ahead[entry->article->source];
        if (of_source->count++ == 0)
            of_source->latest = entry;
    }
    for (size_t i = 0; i < run->config.source_count; i++)
        if (ahead[i].count)
            warn_of_source(run, &ahead[i]);
}

/* Says that rare terms have no page, nor are named anywhere. */
static void warn_of_terms(struct build_run *run)
{
    static const char *const words[TERM_KINDS] = {
        [TERM_TAG] = "tags", [TERM_CATEGORY] = "categories", [TERM_AUTHOR] = "authors"};
    for (int kind = 0; kind < TERM_KINDS; kind++) {
        struct err err = {0};
        size_t left_out = run->model.terms_left_out[kind];
        if (left_out == 0)
            continue;
        err_set(&err, ERR_LIMIT, "the articles have %zu %s; the %zu rarest are left out",
                run->model.term_count[kind] + left_out, words[kind], left_out);
        err_hint(&err, "a source may give each article some of its own");
        log_problem(&run->cli->log, LOG_WARNING, (str){0}, &err);
    }
}

bool build_order(struct build_run *run, struct err *err)
{
    struct memory *memory = arena_alloc(&run->arena, sizeof *memory);
    struct map empty = {.arena = &run->arena};
    *memory = (struct memory){&run->arena, empty, empty, empty};
    run->memory = memory;
    for (size_t i = 0; i < run->config.source_count; i++)
        map_set(&memory->sources, run->config.sources[i].key, &run->config.sources[i]);

    struct permalink *links;
    size_t count;
    if (!store_permalinks(run->store, &run->arena, &links, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        recall(memory, &links[i]);

    struct permalinks permalinks = {memory, memory_owner, memory_path_of, memory_former};
    model_build(&run->model, &run->arena, run->articles, run->article_count, &run->config,
                &run->zone, &permalinks);
    run->report.articles = run->model.count;
    warn_of_future(run);
    warn_of_terms(run);
    return true;
}

bool build_remember(struct build_run *run, struct err *err)
{
    bool begun = false;
    for (size_t i = 0; i < run->model.count; i++) {
        const struct entry *entry = run->model.entries[i];
        str article = arena_printf(&run->arena, "%.*s/%.*s", STR_ARGS(entry->source->key),
                                   STR_ARGS(entry->article->id));
        if (str_eq(memory_path_of(run->memory, article), entry->path))
            continue;
        if (!begun && !store_begin(run->store, err))
            return false;
        begun = true;
        if (!store_permalink_set(run->store, entry->path, article, err)) {
            store_rollback(run->store);
            return false;
        }
    }
    return !begun || store_commit(run->store, err);
}
