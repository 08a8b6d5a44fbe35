/*
 * Tags, categories, authors and sources: one term for all spellings of a name.
 *
 * A name's identity is its name_key: case, and whether words are joined by spaces or hyphens, do
 * not matter; accents and symbols do (C, C++ and C# are three). A name that was only guessed from
 * a slug first looks for the real name that the same source gives that slug elsewhere.
 */
#include <assert.h>
#include <stdlib.h>

#include "digest/limits.h"
#include "digest/slug.h"
#include "digest/utf8.h"
#include "parts.h"

/* Categories inside categories; deeper parents are ignored. */
#define PARENTS_MOST 16

struct draft;

/* One way in which a name is written, and how often. */
struct spelling {
    str name;
    size_t uses;    /* as a name that the source gave */
    size_t guesses; /* as a name recovered from a slug, spelt so in the article's text */
    size_t bare;    /* as nothing but a slug's words */
    struct draft *draft;
    const struct label *learned; /* the last whose slug was filed, and whose it was */
    const struct source *learned_from;
    struct spelling *next; /* of the same draft */
};

/* A term in the making. */
struct draft {
    struct term term; /* first, so that a term's address is its draft's */
    str key;
    struct spelling *spellings;
    size_t cap; /* of term.entries */
};

/* All terms of one kind in the making. */
struct drafts {
    struct build *b;
    enum term_kind kind;
    struct map by_key, by_spelling, by_foreign, by_slug;
    struct map numbers; /* slug → the number to try next */
    struct draft **items;
    size_t count, cap;
};

str name_key(struct arena *a, str name)
{
    str folded = utf8_fold(a, name);
    char *p = arena_alloc(a, folded.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < folded.n; i++) {
        bool joint = strchr(" \t-_", folded.p[i]) && folded.p[i];
        if (!joint)
            p[n++] = folded.p[i];
        else if (n && p[n - 1] != ' ')
            p[n++] = ' ';
    }
    /* A name of nothing but joints is its own key. */
    return n ? str_trim((str){p, n}) : folded;
}

static struct labels labels_of(const struct article *article, enum term_kind kind)
{
    if (kind == TERM_TAG)
        return article->tags;
    return kind == TERM_CATEGORY ? article->categories : article->authors;
}

static struct draft *draft_of(struct drafts *d, str key)
{
    struct draft *draft = map_get(&d->by_key, key);
    if (draft)
        return draft;
    draft = arena_alloc(d->b->arena, sizeof *draft);
    draft->key = key;
    draft->term.kind = d->kind;
    d->items = arena_grow(d->b->arena, d->items, d->count, &d->cap, sizeof *d->items);
    d->items[d->count++] = draft;
    map_set(&d->by_key, key, draft);
    return draft;
}

static struct spelling *spelling_of(struct drafts *d, str name)
{
    struct spelling *spelling = map_get(&d->by_spelling, name);
    if (spelling)
        return spelling;
    spelling = arena_alloc(d->b->arena, sizeof *spelling);
    spelling->name = name;
    spelling->draft = draft_of(d, name_key(d->b->arena, name));
    spelling->next = spelling->draft->spellings;
    spelling->draft->spellings = spelling;
    map_set(&d->by_spelling, name, spelling);
    return spelling;
}

/* What a source's own slug is filed under: slugs of different sources are not related. */
static str foreign_key(struct arena *a, const struct entry *entry, str slug)
{
    return arena_printf(a, "%.*s/%.*s", STR_ARGS(entry->source->key), STR_ARGS(slug));
}

/* Files what a source's slug stands for; of two names the newer article's holds. A run of articles
 * with the same label costs one look at the map. */
static void learn_slug(struct drafts *d, const struct entry *entry, const struct label *label,
                       struct spelling *spelling)
{
    if (!label->slug.n ||
        (spelling->learned_from == entry->source && str_eq(spelling->learned->slug, label->slug)))
        return;
    spelling->learned = label;
    spelling->learned_from = entry->source;
    str key = foreign_key(d->b->arena, entry, label->slug);
    if (!map_get(&d->by_foreign, key))
        map_set(&d->by_foreign, key, spelling->draft);
}

/* First pass: the names that sources give, and what their slugs stand for. */
static void learn_names(struct drafts *d)
{
    for (size_t i = 0; i < d->b->model->count; i++) {
        const struct entry *entry = d->b->model->entries[i];
        struct labels labels = labels_of(entry->article, d->kind);
        for (size_t k = 0; k < labels.count; k++) {
            const struct label *label = &labels.items[k];
            if (label->guessed)
                continue;
            struct spelling *spelling = spelling_of(d, label->name);
            spelling->uses++;
            learn_slug(d, entry, label, spelling);
        }
    }
}

/* The draft that a label means, once all real names are known. */
static struct draft *resolve(struct drafts *d, const struct entry *entry, const struct label *label)
{
    if (label->guessed && d->by_foreign.count) {
        struct draft *known = map_get(&d->by_foreign, foreign_key(d->b->arena, entry, label->slug));
        if (known)
            return known;
    }
    struct spelling *spelling = spelling_of(d, label->name);
    spelling->guesses += label->guessed == GUESS_SPELT;
    spelling->bare += label->guessed == GUESS_BARE;
    return spelling->draft;
}

static bool contains(const struct term *const *terms, size_t count, const struct term *term)
{
    for (size_t i = 0; i < count; i++)
        if (terms[i] == term)
            return true;
    return false;
}

static void append_entry(struct arena *a, struct draft *draft, struct entry *entry)
{
    struct term *term = &draft->term;
    term->entries = arena_grow(a, term->entries, term->count, &draft->cap, sizeof *term->entries);
    term->entries[term->count++] = entry;
}

/* Second pass: terms and entries get to know each other, newest first. */
static void file_entries(struct drafts *d)
{
    for (size_t i = 0; i < d->b->model->count; i++) {
        struct entry *entry = d->b->model->entries[i];
        struct labels labels = labels_of(entry->article, d->kind);
        const struct term **terms =
            arena_array(d->b->arena, labels.count, sizeof(const struct term *));
        size_t count = 0;
        for (size_t k = 0; k < labels.count; k++) {
            struct draft *draft = resolve(d, entry, &labels.items[k]);
            if (contains(terms, count, &draft->term))
                continue;
            terms[count++] = &draft->term;
            append_entry(d->b->arena, draft, entry);
        }
        entry->terms[d->kind] = terms;
        entry->term_count[d->kind] = count;
    }
}

/* True when a is the better name to show: given before spelt in a text before bare, then the more
 * frequent. */
static bool better_spelling(const struct spelling *a, const struct spelling *b)
{
    if ((a->uses > 0) != (b->uses > 0))
        return a->uses > 0;
    if (a->uses != b->uses)
        return a->uses > b->uses;
    if (a->guesses != b->guesses)
        return a->guesses > b->guesses;
    if (a->bare != b->bare)
        return a->bare > b->bare;
    return str_compare(a->name, b->name) < 0;
}

static void choose_name(struct draft *draft)
{
    if (draft->term.source) {
        draft->term.name = draft->term.source->name;
        return;
    }
    const struct spelling *best = draft->spellings;
    assert(best); /* a draft is made by its first spelling */
    for (const struct spelling *s = best; s; s = s->next)
        if (better_spelling(s, best))
            best = s;
    draft->term.name = best->name;
}

static int64_t first_published(const struct draft *draft)
{
    return draft->term.entries[draft->term.count - 1]->article->published.utc;
}

/* The oldest first: a term that comes later never takes a slug away. */
static int compare_age(const void *left, const void *right)
{
    const struct draft *a = *(struct draft *const *)left, *b = *(struct draft *const *)right;
    int64_t first_a = first_published(a), first_b = first_published(b);
    if (first_a != first_b)
        return first_a < first_b ? -1 : 1;
    return str_compare(a->key, b->key);
}

/* Names that differ may still make one slug ("Cafe", "Café"): later ones get a number. */
static void give_slugs(struct drafts *d)
{
    qsort(d->items, d->count, sizeof *d->items, compare_age);
    for (size_t i = 0; i < d->count; i++) {
        struct draft *draft = d->items[i];
        str plain = slug_make(d->b->arena, draft->key);
        str slug = plain;
        while (map_get(&d->by_slug, slug))
            slug = arena_printf(d->b->arena, "%.*s-%u", STR_ARGS(plain),
                                (*number_behind(&d->numbers, plain))++);
        draft->term.slug = slug;
        map_set(&d->by_slug, slug, draft);
    }
}

static bool is_ancestor(const struct term *term, const struct term *of)
{
    unsigned steps = 0;
    for (const struct term *t = of; t; t = t->parent)
        if (t == term || ++steps > PARENTS_MOST)
            return true;
    return false;
}

/* A category's parent: the first that an article names and that closes no circle. */
static void find_parents(struct drafts *d)
{
    for (size_t i = 0; i < d->b->model->count; i++) {
        const struct entry *entry = d->b->model->entries[i];
        struct labels labels = labels_of(entry->article, d->kind);
        for (size_t k = 0; k < labels.count; k++) {
            if (!labels.items[k].parent.n)
                continue;
            struct term *term = &resolve(d, entry, &labels.items[k])->term;
            const struct draft *parent =
                map_get(&d->by_foreign, foreign_key(d->b->arena, entry, labels.items[k].parent));
            if (parent && !term->parent && !is_ancestor(term, &parent->term))
                term->parent = &parent->term;
        }
    }
}

static int compare_terms(const void *left, const void *right)
{
    const struct term *a = *(struct term *const *)left, *b = *(struct term *const *)right;
    return str_compare(a->slug, b->slug);
}

/* Puts the drafts that have articles into the model, in the order readers look them up. */
static void publish_terms(struct drafts *d)
{
    struct term **terms = arena_array(d->b->arena, d->count, sizeof(struct term *));
    for (size_t i = 0; i < d->count; i++)
        terms[i] = &d->items[i]->term;
    qsort(terms, d->count, sizeof(struct term *), compare_terms);
    d->b->model->terms[d->kind] = terms;
    d->b->model->term_count[d->kind] = d->count;
}

/* A slug may stand for a name of which this build has no article: it is no term then. */
static void drop_unused(struct drafts *d)
{
    size_t kept = 0;
    for (size_t i = 0; i < d->count; i++)
        if (d->items[i]->term.count)
            d->items[kept++] = d->items[i];
    d->count = kept;
}

/* -- Too many --------------------------------------------------------------------------------- */

/* Those with the most articles first. */
static int compare_use(const void *left, const void *right)
{
    const struct draft *a = *(struct draft *const *)left, *b = *(struct draft *const *)right;
    if (a->term.count != b->term.count)
        return a->term.count > b->term.count ? -1 : 1;
    return str_compare(a->key, b->key);
}

/* Takes terms without entries out of what each entry has. */
static void forget_unused(struct drafts *d)
{
    for (size_t i = 0; i < d->b->model->count; i++) {
        struct entry *entry = d->b->model->entries[i];
        size_t kept = 0;
        for (size_t k = 0; k < entry->term_count[d->kind]; k++)
            if (entry->terms[d->kind][k]->count)
                entry->terms[d->kind][kept++] = entry->terms[d->kind][k];
        entry->term_count[d->kind] = kept;
    }
}

/* Leaves out the terms with the fewest articles when there are more than a site can have. */
static void leave_out_rarest(struct drafts *d)
{
    drop_unused(d);
    if (d->count <= LIMIT_SITE_TERMS)
        return;
    qsort(d->items, d->count, sizeof *d->items, compare_use);
    d->b->model->terms_left_out[d->kind] = d->count - LIMIT_SITE_TERMS;
    for (size_t i = LIMIT_SITE_TERMS; i < d->count; i++)
        d->items[i]->term.count = 0;
    drop_unused(d);
    forget_unused(d);
    for (size_t i = 0; i < d->count; i++) {
        struct term *term = &d->items[i]->term;
        while (term->parent && term->parent->count == 0)
            term->parent = term->parent->parent;
    }
}

static struct drafts drafts_of(struct build *b, enum term_kind kind)
{
    struct map empty = {.arena = b->arena};
    struct drafts d = {.b = b, .kind = kind, .items = arena_alloc(b->arena, 0)};
    d.by_key = d.by_spelling = d.by_foreign = d.by_slug = d.numbers = empty;
    return d;
}

static void finish_terms(struct drafts *d)
{
    leave_out_rarest(d);
    for (size_t i = 0; i < d->count; i++)
        choose_name(d->items[i]);
    give_slugs(d);
    publish_terms(d);
}

static void build_labelled(struct build *b, enum term_kind kind)
{
    struct drafts d = drafts_of(b, kind);
    learn_names(&d);
    file_entries(&d);
    if (kind == TERM_CATEGORY)
        find_parents(&d);
    finish_terms(&d);
}

/* Sources are terms whose names the configuration gives. */
static void build_sources(struct build *b)
{
    struct drafts d = drafts_of(b, TERM_SOURCE);
    const struct term **terms = arena_array(b->arena, b->model->count, sizeof(const struct term *));
    for (size_t i = 0; i < b->model->count; i++) {
        struct entry *entry = b->model->entries[i];
        struct draft *draft = draft_of(&d, entry->source->key);
        draft->term.source = entry->source;
        append_entry(b->arena, draft, entry);
        terms[i] = &draft->term;
        entry->source_term = &draft->term;
        entry->terms[TERM_SOURCE] = &terms[i];
        entry->term_count[TERM_SOURCE] = 1;
    }
    finish_terms(&d);
}

void build_terms(struct build *b)
{
    build_labelled(b, TERM_TAG);
    build_labelled(b, TERM_CATEGORY);
    build_labelled(b, TERM_AUTHOR);
    build_sources(b);
}
