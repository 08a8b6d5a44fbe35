/*
 * Earlier articles on the same things.
 *
 * Only older articles count, and how often a tag is used does not: so an article's list stays as
 * it is when newer articles come, and its page need not be made again.
 */
#include "parts.h"

/* Tags of an article that are looked at, and how many older articles of each. */
#define TAGS_MOST   8
#define WINDOW_MOST 8

struct candidate {
    struct entry *entry;
    size_t rank; /* place in the model's order: larger is older */
    unsigned shared;
};

struct candidates {
    struct candidate items[TAGS_MOST * WINDOW_MOST];
    size_t count;
};

/* Place of each entry in the model's order, found by its address: entries are one array. */
struct related {
    const struct build *b;
    const struct entry *first;
    size_t *rank;   /* by address */
    size_t *cursor; /* by term: how many of its entries were passed */
};

static void add_candidate(struct candidates *c, struct entry *entry, size_t rank)
{
    for (size_t i = 0; i < c->count; i++) {
        if (c->items[i].entry == entry) {
            c->items[i].shared++;
            return;
        }
    }
    c->items[c->count++] = (struct candidate){entry, rank, 1};
}

static bool better(const struct candidate *a, const struct candidate *b)
{
    return a->shared != b->shared ? a->shared > b->shared : a->rank < b->rank;
}

static void choose(struct candidates *c, struct entry *entry)
{
    size_t places = sizeof entry->earlier / sizeof *entry->earlier;
    for (size_t place = 0; place < places && c->count; place++) {
        size_t best = 0;
        for (size_t i = 1; i < c->count; i++)
            if (better(&c->items[i], &c->items[best]))
                best = i;
        entry->earlier[place] = c->items[best].entry;
        c->items[best] = c->items[--c->count];
    }
}

/* The number of term's entries up to and including `rank`; entries come in order, so it only
 * moves forward. */
static size_t passed(struct related *r, size_t *cursor, const struct term *term, size_t rank)
{
    while (*cursor < term->count && r->rank[term->entries[*cursor] - r->first] <= rank)
        ++*cursor;
    return *cursor;
}

static void relate(struct related *r, const struct map *cursors, struct entry *entry, size_t rank)
{
    struct candidates c = {.count = 0};
    size_t tags = entry->term_count[TERM_TAG];
    for (size_t t = 0; t < tags && t < TAGS_MOST; t++) {
        const struct term *term = entry->terms[TERM_TAG][t];
        size_t from = passed(r, map_get(cursors, term->slug), term, rank);
        for (size_t k = from; k < term->count && k < from + WINDOW_MOST; k++)
            add_candidate(&c, term->entries[k], r->rank[term->entries[k] - r->first]);
    }
    choose(&c, entry);
}

void build_related(struct build *b)
{
    struct model *model = b->model;
    if (!model->count)
        return;
    struct related r = {.b = b, .first = model->entries[0]};
    for (size_t i = 0; i < model->count; i++)
        if (model->entries[i] < r.first)
            r.first = model->entries[i];
    r.rank = arena_array(b->arena, model->count, sizeof *r.rank);
    for (size_t i = 0; i < model->count; i++)
        r.rank[model->entries[i] - r.first] = i;

    struct map cursors = {.arena = b->arena};
    r.cursor = arena_array(b->arena, model->term_count[TERM_TAG], sizeof *r.cursor);
    for (size_t t = 0; t < model->term_count[TERM_TAG]; t++)
        map_set(&cursors, model->terms[TERM_TAG][t]->slug, &r.cursor[t]);
    for (size_t i = 0; i < model->count; i++)
        relate(&r, &cursors, model->entries[i], i);
}
