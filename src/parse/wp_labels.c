/* A post's authors, categories and tags. */
#include "digest/slug.h"
#include "term_names.h"
#include "wp.h"

#define CLASS_CATEGORY STR("category-")
#define CLASS_TAG      STR("tag-")

/* Labels in the making. */
struct list {
    struct label items[LIMIT_TERMS];
    size_t count;
    bool cut; /* there were more */
};

/* True when an equal label is there already: by slug, or by name where there is none. */
static bool is_listed(const struct list *list, str name, str slug)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct label *label = &list->items[i];
        if (slug.n ? str_eq(label->slug, slug) : str_eq(label->name, name))
            return true;
    }
    return false;
}

static void add(struct list *list, struct label label)
{
    if (!label.name.n || is_listed(list, label.name, label.slug))
        return;
    if (list->count < LIMIT_TERMS)
        list->items[list->count++] = label;
    else
        list->cut = true;
}

static struct labels finish(struct wp *wp, const struct wp_post *post, const struct list *list,
                            const char *what)
{
    struct labels labels = {NULL, list->count};
    if (list->count) {
        labels.items = arena_array(wp->a, list->count, sizeof *labels.items);
        memcpy(labels.items, list->items, list->count * sizeof *labels.items);
    }
    if (list->cut)
        wp_problem(wp, post, false, "has more than %d %s; the others are left out", LIMIT_TERMS,
                   what);
    return labels;
}

/* -- Terms ------------------------------------------------------------------------------------ */

/* The slug of the term that has this id, or "". */
static str slug_of_id(struct wp *wp, const struct wp_terms *terms, struct json_text id)
{
    for (size_t i = 0; id.raw.n && i < terms->count; i++)
        if (str_eq(terms->items[i].id.raw, id.raw))
            return wp_slug(wp, terms->items[i].slug);
    return STR("");
}

static void add_terms(struct wp *wp, const struct wp_terms *terms, struct list *list)
{
    for (size_t i = 0; i < terms->count; i++) {
        const struct wp_term *term = &terms->items[i];
        struct label label = {.name = wp_plain(wp, term->name, LIMIT_TITLE),
                              .slug = wp_slug(wp, term->slug),
                              .parent = slug_of_id(wp, terms, term->parent)};
        if (label.name.n == 0 && label.slug.n) {
            label.name = label.slug;
            label.guessed = GUESS_BARE;
        }
        if (str_eq(label.parent, label.slug))
            label.parent = STR("");
        add(list, label);
    }
    list->cut |= terms->cut;
}

static bool is_number(str s)
{
    uint64_t number;
    return s.n == 0 || str_to_uint(s, UINT64_MAX, &number);
}

/*
 * Terms from class_list, "category-ai-news". A number instead of a slug is a term's id: WordPress
 * writes it where the slug has no character that a class may have.
 */
static void add_classes(struct wp *wp, const struct wp_post *post, str prefix,
                        struct spellings *spellings, struct list *list)
{
    for (size_t i = 0; i < post->class_count; i++) {
        str class = wp_slug(wp, post->classes[i]);
        str slug = str_slice(class, prefix.n, class.n);
        if (!str_starts(class, prefix) || is_number(slug))
            continue;
        bool found;
        struct label label = {.name = spellings_name(spellings, wp->a, slug, &found), .slug = slug};
        label.guessed = found ? GUESS_SPELT : GUESS_BARE;
        add(list, label);
    }
}

/* The terms that the configuration gives to articles without. */
static void add_names(struct list *list, const struct str_list *names)
{
    for (size_t i = 0; i < names->count; i++)
        add(list, (struct label){.name = names->items[i]});
}

/* Every new post is in this category until someone gives it another one. */
static void drop_uncategorized(struct list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++)
        if (!str_is(list->items[i].slug, "uncategorized"))
            list->items[kept++] = list->items[i];
    list->count = kept;
}

/* -- Filtering -------------------------------------------------------------------------------- */

static bool is_among(struct wp *wp, const struct str_list *wanted, str slug)
{
    if (slug.n == 0)
        return false;
    str own = slug_from_foreign(&wp->scratch, slug);
    for (size_t i = 0; i < wanted->count; i++)
        if (str_eq(own, wanted->items[i]))
            return true;
    return false;
}

/* True when a term, or the one above it, is among the wanted. */
static bool has_wanted(struct wp *wp, const struct str_list *wanted, const struct wp_terms *terms)
{
    for (size_t i = 0; i < terms->count; i++) {
        const struct wp_term *term = &terms->items[i];
        str slug = wp_slug(wp, term->slug.raw.n ? term->slug : term->name);
        if (is_among(wp, wanted, slug) || is_among(wp, wanted, slug_of_id(wp, terms, term->parent)))
            return true;
    }
    return false;
}

/* Where a post names its terms of one kind. */
struct named {
    const struct wp_terms *embedded, *own;
    str prefix; /* of classes */
};

static bool is_in(struct wp *wp, const struct wp_post *post, const struct str_list *wanted,
                  const struct named *named)
{
    if (wanted->count == 0)
        return true;
    if (named->embedded->count || named->own->count)
        return has_wanted(wp, wanted, named->embedded) || has_wanted(wp, wanted, named->own);
    for (size_t i = 0; i < post->class_count; i++) {
        str class = wp_slug(wp, post->classes[i]);
        if (str_starts(class, named->prefix) &&
            is_among(wp, wanted, str_slice(class, named->prefix.n, class.n)))
            return true;
    }
    return false;
}

bool wp_is_wanted(struct wp *wp, const struct wp_post *post)
{
    struct named categories = {&post->categories, &post->own_categories, CLASS_CATEGORY};
    struct named tags = {&post->tags, &post->own_tags, CLASS_TAG};
    return wp->raw.item->stored ||
           (is_in(wp, post, &wp->categories, &categories) && is_in(wp, post, &wp->tagged, &tags));
}

/* -- Authors ---------------------------------------------------------------------------------- */

/* True when a and b are the same but for the "cap-" that Co-Authors Plus puts in front. */
static bool same_author(str coauthor, str author)
{
    str bare = str_starts(coauthor, STR("cap-")) ? str_slice(coauthor, 4, coauthor.n) : coauthor;
    return author.n && str_eq(bare, author);
}

/* Several authors from Co-Authors Plus. It names them by their login; where one of them is
 * embedded as well, that name is the better one. */
static void add_coauthors(struct wp *wp, const struct wp_post *post, struct list *list)
{
    struct list embedded = {.count = 0}, coauthors = {.count = 0};
    add_terms(wp, &post->authors, &embedded);
    add_terms(wp, &post->coauthors, &coauthors);
    for (size_t i = 0; i < coauthors.count; i++) {
        struct label label = coauthors.items[i];
        for (size_t k = 0; k < embedded.count; k++)
            if (same_author(label.slug, embedded.items[k].slug))
                label = embedded.items[k];
        if (str_starts(label.slug, STR("cap-")))
            label.slug = str_slice(label.slug, 4, label.slug.n);
        add(list, label);
    }
}

static void add_authors(struct wp *wp, const struct wp_post *post, struct list *list)
{
    struct json_text said[] = {post->fields.author_name, post->fields.seo_author};
    if (post->coauthors.count)
        add_coauthors(wp, post, list);
    if (list->count == 0)
        add_terms(wp, &post->authors, list);
    if (list->count == 0)
        add_terms(wp, &post->own_authors, list);
    for (size_t i = 0; list->count == 0 && i < sizeof said / sizeof *said; i++)
        if (said[i].string)
            add(list, (struct label){.name = wp_plain(wp, said[i], LIMIT_TITLE)});
}

/* -- All of them ------------------------------------------------------------------------------ */

/* Terms of one kind, from where they are told best. */
static void add_kind(struct wp *wp, const struct wp_terms *embedded, const struct wp_terms *own,
                     struct list *list)
{
    add_terms(wp, embedded, list);
    if (list->count == 0)
        add_terms(wp, own, list);
}

void wp_labels(struct wp *wp, const struct wp_post *post, const struct wp_body *body,
               struct article *article)
{
    struct list authors = {.count = 0}, categories = {.count = 0}, tags = {.count = 0};
    add_authors(wp, post, &authors);
    add_kind(wp, &post->categories, &post->own_categories, &categories);
    add_kind(wp, &post->tags, &post->own_tags, &tags);
    if (post->class_count && (categories.count == 0 || tags.count == 0)) {
        struct spellings *s = spellings_new(&wp->scratch, article->title, body->text);
        if (categories.count == 0)
            add_classes(wp, post, CLASS_CATEGORY, s, &categories);
        if (tags.count == 0)
            add_classes(wp, post, CLASS_TAG, s, &tags);
    }
    drop_uncategorized(&categories);
    if (categories.count == 0)
        add_names(&categories, &wp->raw.source->default_categories);
    if (tags.count == 0)
        add_names(&tags, &wp->raw.source->tags);
    article->authors = finish(wp, post, &authors, "authors");
    article->categories = finish(wp, post, &categories, "categories");
    article->tags = finish(wp, post, &tags, "tags");
}
