/*
 * Where each article lives, for ever: year/month/day/slug/.
 *
 * Articles that were published before and whose date and slug still fit keep their path and get
 * it first; then the others take theirs, the oldest first, so that what comes later is what is
 * numbered. A path that once belonged to another article is never given away.
 */
#include <stdlib.h>

#include "digest/slug.h"
#include "parts.h"

struct paths {
    struct build *b;
    struct map taken;   /* path → entry */
    struct map numbers; /* wanted path → the number to try next */
};

static str identity_of(const struct build *b, const struct entry *entry)
{
    return arena_printf(b->arena, "%.*s/%.*s", STR_ARGS(entry->source->key),
                        STR_ARGS(entry->article->id));
}

/* The path that date and slug ask for, without its closing slash. */
static str wanted_path(const struct build *b, const struct entry *entry)
{
    const struct article *article = entry->article;
    str slug = article->slug.n ? slug_from_foreign(b->arena, article->slug)
                               : slug_make(b->arena, article->title);
    return arena_printf(b->arena, "%04d/%02d/%02d/%.*s", entry->date.year, entry->date.month,
                        entry->date.day, STR_ARGS(slug));
}

/* True when path is `wanted` with its closing slash, or that with a number before the slash. */
static bool fits(str path, str wanted)
{
    if (!str_starts(path, wanted) || !str_ends(path, STR("/")))
        return false;
    str rest = str_slice(path, wanted.n, path.n - 1);
    uint64_t number;
    return rest.n == 0 ||
           (rest.p[0] == '-' && str_to_uint(str_slice(rest, 1, rest.n), UINT32_MAX, &number));
}

static bool is_free(const struct paths *paths, str path, str identity)
{
    const struct permalinks *memory = paths->b->permalinks;
    if (map_get(&paths->taken, path))
        return false;
    str owner = memory->owner(memory->context, path);
    return owner.n == 0 || str_eq(owner, identity);
}

static void take(struct paths *paths, struct entry *entry, str path)
{
    entry->path = path;
    map_set(&paths->taken, path, entry);
}

static void keep_path(struct paths *paths, struct entry *entry)
{
    const struct permalinks *memory = paths->b->permalinks;
    str path = memory->path_of(memory->context, identity_of(paths->b, entry));
    if (path.n && fits(path, wanted_path(paths->b, entry)) && !map_get(&paths->taken, path))
        take(paths, entry, path);
}

static void find_path(struct paths *paths, struct entry *entry)
{
    str identity = identity_of(paths->b, entry), wanted = wanted_path(paths->b, entry);
    str path = arena_printf(paths->b->arena, "%.*s/", STR_ARGS(wanted));
    while (!is_free(paths, path, identity))
        path = arena_printf(paths->b->arena, "%.*s-%u/", STR_ARGS(wanted),
                            (*number_behind(&paths->numbers, wanted))++);
    take(paths, entry, path);
}

static void add_redirect(struct paths *paths, size_t *cap, str from, struct entry *to)
{
    struct model *model = paths->b->model;
    if (!from.n || map_get(&paths->taken, from))
        return;
    model->redirects = arena_grow(paths->b->arena, model->redirects, model->redirect_count, cap,
                                  sizeof *model->redirects);
    model->redirects[model->redirect_count++] = (struct redirect){from, to};
    map_set(&paths->taken, from, to);
}

static int compare_redirects(const void *left, const void *right)
{
    const struct redirect *a = left, *b = right;
    return str_compare(a->from, b->from);
}

static void find_redirects(struct paths *paths)
{
    const struct permalinks *memory = paths->b->permalinks;
    struct model *model = paths->b->model;
    size_t cap = 0;
    for (size_t i = 0; i < model->count; i++) {
        str identity = identity_of(paths->b, model->entries[i]);
        size_t count = 0;
        const str *former = memory->former(memory->context, identity, &count);
        for (size_t k = 0; k < count; k++)
            add_redirect(paths, &cap, former[k], model->entries[i]);
        add_redirect(paths, &cap, memory->path_of(memory->context, identity), model->entries[i]);
    }
    if (model->redirect_count)
        qsort(model->redirects, model->redirect_count, sizeof *model->redirects, compare_redirects);
}

void build_paths(struct build *b)
{
    struct paths paths = {.b = b, .taken = {.arena = b->arena}, .numbers = {.arena = b->arena}};
    for (size_t i = b->model->count; i-- > 0;)
        keep_path(&paths, b->model->entries[i]);
    for (size_t i = b->model->count; i-- > 0;)
        if (!b->model->entries[i]->path.n)
            find_path(&paths, b->model->entries[i]);
    find_redirects(&paths);
}
