/* The order of articles: the newest first, the same for any order of the input. */
#include <stdlib.h>

#include "parts.h"

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_hashes(struct hash a, struct hash b)
{
    if (a.high != b.high)
        return a.high < b.high ? -1 : 1;
    return (a.low > b.low) - (a.low < b.low);
}

/* Of two versions of one article: the one to keep comes first. */
static int compare_versions(const struct article *a, const struct article *b)
{
    int by_date = compare_numbers(b->modified.utc, a->modified.utc);
    return by_date ? by_date : compare_hashes(b->content_hash, a->content_hash);
}

/* Repeats side by side, the one to keep first. */
static int compare_identity(const void *left, const void *right)
{
    const struct article *a = *(struct article *const *)left, *b = *(struct article *const *)right;
    if (a->source != b->source)
        return a->source < b->source ? -1 : 1;
    int by_id = str_compare(a->id, b->id);
    return by_id ? by_id : compare_versions(a, b);
}

/* Moves the article to keep of each identity to the front. Returns how many there are. */
static size_t settle_repeats(struct article **articles, size_t count)
{
    size_t kept = 0;
    qsort(articles, count, sizeof *articles, compare_identity);
    for (size_t i = 0; i < count; i++) {
        const struct article *last = kept ? articles[kept - 1] : NULL;
        if (!last || last->source != articles[i]->source || !str_eq(last->id, articles[i]->id))
            articles[kept++] = articles[i];
    }
    return kept;
}

/* Newest first; a total order, since source and id together are unique. */
static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = *(struct entry *const *)left, *b = *(struct entry *const *)right;
    int by_date = compare_numbers(b->article->published.utc, a->article->published.utc);
    if (by_date)
        return by_date;
    int by_source = str_compare(a->source->key, b->source->key);
    return by_source ? by_source : str_compare(a->article->id, b->article->id);
}

static int compare_days(struct civil a, struct civil b)
{
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    return (a.day > b.day) - (a.day < b.day);
}

/*
 * Dates the entries in the site's zone. Where clocks were set back over midnight an older article
 * can have the later date; it takes its newer neighbour's, so that days are runs of entries.
 */
static void date_entries(struct build *b)
{
    for (size_t i = 0; i < b->model->count; i++) {
        struct entry *entry = b->model->entries[i];
        entry->offset = zone_offset(b->zone, entry->article->published.utc);
        entry->date = civil_of(entry->article->published.utc, entry->offset);
        if (i && compare_days(entry->date, b->model->entries[i - 1]->date) > 0)
            entry->date = b->model->entries[i - 1]->date;
    }
}

/* The entries that are not hidden; only the pinned ones of them if `pinned`. In their order. */
static struct entry **choose(const struct build *b, bool pinned, size_t *count)
{
    struct entry **chosen = arena_array(b->arena, b->model->count, sizeof(struct entry *));
    *count = 0;
    for (size_t i = 0; i < b->model->count; i++) {
        const struct article *article = b->model->entries[i]->article;
        if (!article->hidden && (article->pinned || !pinned))
            chosen[(*count)++] = b->model->entries[i];
    }
    return chosen;
}

void build_entries(struct build *b, struct article **articles, size_t count)
{
    struct article **sorted = arena_array(b->arena, count, sizeof(struct article *));
    if (count)
        memcpy(sorted, articles, count * sizeof *sorted);
    count = settle_repeats(sorted, count);

    struct entry *all = arena_array(b->arena, count, sizeof *all);
    struct entry **order = arena_array(b->arena, count, sizeof(struct entry *));
    for (size_t i = 0; i < count; i++) {
        all[i].article = sorted[i];
        all[i].source = &b->config->sources[sorted[i]->source];
        order[i] = &all[i];
    }
    qsort(order, count, sizeof(struct entry *), compare_entries);
    b->model->entries = order;
    b->model->count = count;
    b->model->shown = choose(b, false, &b->model->shown_count);
    b->model->pinned = choose(b, true, &b->model->pinned_count);
    date_entries(b);
}
