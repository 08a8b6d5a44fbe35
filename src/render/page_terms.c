/* The indexes of all tags, categories, authors and sources. */
#include <stdlib.h>

#include "digest/utf8.h"
#include "page.h"

/* Terms shown before the alphabet because they are used most. */
#define POPULAR_MOST 24
/* An index with fewer terms needs no such list, and no alphabet. */
#define LETTERS_FROM 40
/* Titles that the index of categories shows of each. */
#define NEWEST_MOST 3
/* Categories inside categories: more than a model has, so that recursion has a bound. */
#define TREE_DEPTH 20

/* 1 for a rarely used term to 5 for the one used most: a step is the fourth root of the most. */
static int size_of(size_t count, size_t most)
{
    int size = 1;
    double scaled = 1, target = (double)count * (double)count * (double)count * (double)count;
    while (most > 1 && size < 5 && (scaled *= (double)most) <= target)
        size++;
    return size;
}

/* Name, href, count and size of a term in an index. */
static struct value term_item(const struct view *view, const struct term *term, size_t most)
{
    struct value item = term_link(view, term);
    field_count(view, &item, term->count);
    value_set(view->a, &item, "size", value_number(view->a, size_of(term->count, most)));
    return item;
}

static size_t most_used(const struct model *model, enum term_kind kind)
{
    size_t most = 1;
    for (size_t i = 0; i < model->term_count[kind]; i++)
        if (model->terms[kind][i]->count > most)
            most = model->terms[kind][i]->count;
    return most;
}

/* -- By letter -------------------------------------------------------------------------------- */

/* What a term is filed under: the first letter of its slug, which has neither case nor, in Latin,
 * accents; "#" for digits. */
static str letter_of(const struct term *term)
{
    size_t end = 0;
    if (term->slug.p[0] >= '0' && term->slug.p[0] <= '9')
        return STR("#");
    (void)utf8_next(term->slug, &end);
    return str_slice(term->slug, 0, end);
}

/* The letter as it stands over its group: A to Z as capitals, others as the term writes them. */
static str letter_shown(struct arena *a, const struct term *term)
{
    str letter = letter_of(term);
    if (str_is(letter, "#"))
        return STR("0\u20139");
    if (letter.n == 1)
        return arena_printf(a, "%c", letter.p[0] - 'a' + 'A');
    for (size_t at = 0; at < term->name.n;) {
        size_t from = at;
        if (utf8_is_word(utf8_next(term->name, &at)))
            return str_slice(term->name, from, at);
    }
    return letter;
}

/* The model keeps terms in the order of their slugs, so each letter's stand together. */
static struct value letters_value(const struct view *view, enum term_kind kind, size_t most)
{
    struct term *const *terms = view->site->model->terms[kind];
    size_t count = view->site->model->term_count[kind];
    struct value groups = value_list();
    for (size_t from = 0, to; from < count; from = to) {
        struct value items = value_list(), group = value_map();
        for (to = from; to < count && str_eq(letter_of(terms[to]), letter_of(terms[from])); to++)
            value_push(view->a, &items, term_item(view, terms[to], most));
        field_text(view, &group, "letter", letter_shown(view->a, terms[from]));
        field_text(view, &group, "id", arena_printf(view->a, "letter-%zu", groups.count + 1));
        value_set(view->a, &group, "terms", items);
        value_push(view->a, &groups, group);
    }
    return groups;
}

/* All terms in one list, for a kind that has few. */
static struct value flat_value(const struct view *view, enum term_kind kind, size_t most)
{
    const struct model *model = view->site->model;
    struct value list = value_list();
    for (size_t i = 0; i < model->term_count[kind]; i++)
        value_push(view->a, &list, term_item(view, model->terms[kind][i], most));
    return list;
}

static int compare_use(const void *left, const void *right)
{
    const struct term *a = *(struct term *const *)left, *b = *(struct term *const *)right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return str_compare(a->slug, b->slug);
}

struct term **terms_by_use(struct arena *a, const struct model *model, enum term_kind kind)
{
    size_t count = model->term_count[kind];
    struct term **terms = arena_array(a, count, sizeof(struct term *));
    for (size_t i = 0; i < count; i++)
        terms[i] = model->terms[kind][i];
    qsort(terms, count, sizeof(struct term *), compare_use);
    return terms;
}

static struct value popular_value(const struct view *view, enum term_kind kind, size_t most)
{
    const struct model *model = view->site->model;
    struct term **terms = terms_by_use(view->a, model, kind);
    struct value list = value_list();
    for (size_t i = 0; i < model->term_count[kind] && i < POPULAR_MOST; i++)
        value_push(view->a, &list, term_item(view, terms[i], most));
    return list;
}

/* -- Trees and sources ------------------------------------------------------------------------ */

static bool is_root(const struct term *term)
{
    return !term->parent || !term->parent->count;
}

/* Categories below `parent`, or those at the top when it is null, with their own below them. */
static struct value tree_value(const struct view *view, const struct term *parent, int depth)
{
    const struct model *model = view->site->model;
    struct value list = value_list();
    for (size_t i = 0; i < model->term_count[TERM_CATEGORY]; i++) {
        const struct term *term = model->terms[TERM_CATEGORY][i];
        if (parent ? term->parent != parent : !is_root(term))
            continue;
        size_t newest = parent ? 0 : term->count < NEWEST_MOST ? term->count : NEWEST_MOST;
        struct value item = term_item(view, term, 1);
        value_set(view->a, &item, "newest", card_list(view, term->entries, newest));
        field_list(view, &item, "tree", "has_tree",
                   depth < TREE_DEPTH ? tree_value(view, term, depth + 1) : value_list());
        value_push(view->a, &list, item);
    }
    return list;
}

static struct value sources_value(const struct view *view)
{
    const struct model *model = view->site->model;
    struct value list = value_list();
    for (size_t i = 0; i < model->term_count[TERM_SOURCE]; i++) {
        const struct term *term = model->terms[TERM_SOURCE][i];
        struct value item = term_item(view, term, 1);
        field_text(view, &item, "home", term->source->home);
        field_text(view, &item, "icon", term->source->icon);
        field_href(view, &item, "feed",
                   arena_printf(view->a, "%.*sfeed.xml", STR_ARGS(term_path(view->a, term))));
        value_set(view->a, &item, "newest",
                  term->count ? card_value(view, term->entries[0]) : value_bool(false));
        value_push(view->a, &list, item);
    }
    return list;
}

/* Sets the lists of one kind of terms; those that it does not have are empty. */
static void set_lists(const struct view *view, struct value *map, enum term_kind kind)
{
    bool letters = kind == TERM_TAG || kind == TERM_AUTHOR;
    bool many = letters && view->site->model->term_count[kind] >= LETTERS_FROM;
    size_t most = most_used(view->site->model, kind);
    struct value none = value_list();
    value_set(view->a, map, "many", value_bool(many));
    value_set(view->a, map, "popular", many ? popular_value(view, kind, most) : none);
    value_set(view->a, map, "letters", many ? letters_value(view, kind, most) : none);
    field_list(view, map, "terms", "has_terms",
               letters && !many ? flat_value(view, kind, most) : none);
    field_list(view, map, "tree", "has_tree",
               kind == TERM_CATEGORY ? tree_value(view, NULL, 1) : none);
    field_list(view, map, "sources", "has_sources",
               kind == TERM_SOURCE ? sources_value(view) : none);
}

bool fill_terms(const struct view *view, struct value *context, struct frame *frame,
                struct err *err)
{
    (void)err;
    const struct term_folder *folder = view->page->subject;
    size_t count = view->site->model->term_count[folder->kind];
    struct value map = value_map();
    field_text(view, &map, "kind", str_of(folder->word));
    field_text(view, &map, "name", words_get(view->words, folder->word));
    value_set(view->a, &map, "count", value_number(view->a, (int64_t)count));
    field_text(view, &map, "count_text", words_number(view->a, view->words, count));
    set_lists(view, &map, folder->kind);
    value_set(view->a, context, "index", map);
    frame->title = words_get(view->words, folder->word);
    frame->description = frame_text(view, folder->about_index, frame->title);
    frame->place = (int)folder->kind;
    return true;
}
