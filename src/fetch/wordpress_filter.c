/* The categories and tags that a source is limited to: slugs of the configuration → ids. */
#include "digest/limits.h"
#include "digest/slug.h"
#include "digest/suggest.h"
#include "digest/utf8.h"
#include "wordpress.h"

/* Pages of categories that are read: 10,000 of them. */
#define TREE_PAGES 100

/* Categories above each other; more is a circle. */
#define TREE_DEPTH 64

/* Bytes of a query that choose posts; servers take 8 kilobytes of address. */
#define FILTER_MOST ((size_t)7 << 10)

/* Tags asked for at once. */
#define TAGS_AT_ONCE 50

/* -- The tree of categories ------------------------------------------------------------------- */

struct wp_category *wp_tree_find(const struct wp_tree *tree, uint64_t id)
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%llu", (unsigned long long)id);
    size_t *index = map_get(&tree->by_id, (str){digits, (size_t)n});
    return index ? &tree->items[*index] : NULL;
}

static bool take_categories(struct wp_walk *w, struct wp_item *items, size_t count, struct err *err)
{
    struct arena *a = &w->s->keep;
    struct wp_tree *tree = &w->s->tree;
    (void)err;
    for (size_t i = 0; i < count; i++) {
        const str *members = items[i].members;
        if (items[i].id == 0)
            continue;
        size_t *index = arena_alloc(a, sizeof *index);
        *index = tree->count;
        tree->items = arena_grow(a, tree->items, tree->count, &tree->cap, sizeof *tree->items);
        tree->items[tree->count++] = (struct wp_category){
            .id = items[i].id,
            .parent = wp_number(members[WP_PARENT]),
            .slug = arena_copy(a, wp_text_of(a, members[WP_SLUG], LIMIT_FIELD)),
            .name = arena_copy(a, wp_text_of(a, members[WP_NAME], LIMIT_FIELD))};
        map_set(&tree->by_id, arena_printf(a, "%llu", (unsigned long long)items[i].id), index);
    }
    return true;
}

bool wp_tree_read(struct wp_sync *s, struct err *err)
{
    if (s->tree.asked)
        return s->tree.complete;
    struct wp_walk w = {.s = s,
                        .route = STR("wp/v2/categories"),
                        .query = STR("orderby=id&order=asc"),
                        .fields = "id,slug,parent,name",
                        .answer = &s->side,
                        .limit = TREE_PAGES,
                        .light = true,
                        .take = take_categories};
    s->tree.asked = true;
    s->tree.complete = wp_walk_run(&w, err) && w.complete;
    wp_ids_release(&w.seen);
    return s->tree.complete;
}

/* -- Slugs ------------------------------------------------------------------------------------ */

/* Says which slug there is none of, and which one may have been meant. */
static bool fail_unknown(struct wp_sync *s, const char *what, str slug, const char *const *known,
                         size_t count, struct err *err)
{
    const char *meant = suggest(slug, known, count);
    err_set(err, ERR_CONFIG, "the site has no %s \"%.*s\"", what, STR_ARGS(slug));
    if (meant)
        err_hint(err, "did you mean \"%s\"?", meant);
    else if (count > 0 && count <= 12) {
        struct buf list = buf_init(160);
        for (size_t i = 0; i < count; i++)
            buf_addf(&list, "%s%s", i ? ", " : "", known[i]);
        err_hint(err, "it has %.*s", STR_ARGS(buf_str(&list)));
        buf_release(&list);
    } else
        err_hint(err, "write its slug, the last part of its address");
    return err_at(err, s->root.home.n ? s->root.home : s->root.url, 0, 0);
}

/* True when what someone wrote means the term: by slug, or by name. */
static bool is_meant(struct arena *a, str written, str slug, str name)
{
    return str_eq(written, slug) || (name.n && str_eq(written, name)) ||
           str_eq(slug_from_foreign(a, written), slug_from_foreign(a, slug));
}

/* Marks the categories that are written, in the configuration. */
static bool choose_categories(struct wp_sync *s, struct err *err)
{
    const struct str_list *written = &s->sync->source->categories;
    struct wp_tree *tree = &s->tree;
    for (size_t i = 0; i < written->count; i++) {
        bool found = false;
        for (size_t k = 0; k < tree->count; k++) {
            arena_reset(&s->work);
            struct wp_category *c = &tree->items[k];
            if (!is_meant(&s->work, written->items[i], c->slug, c->name))
                continue;
            c->chosen = found = true;
        }
        if (found)
            continue;
        const char **known = arena_array(&s->keep, tree->count, sizeof *known);
        for (size_t k = 0; k < tree->count; k++)
            known[k] = tree->items[k].slug.p;
        return fail_unknown(s, "category", written->items[i], known, tree->count, err);
    }
    return true;
}

/* True when a category, or one above it, is chosen: WordPress does not look below by itself. */
static bool is_chosen(const struct wp_tree *tree, const struct wp_category *c)
{
    for (unsigned depth = 0; c && depth < TREE_DEPTH; depth++) {
        if (c->chosen)
            return true;
        c = wp_tree_find(tree, c->parent);
    }
    return false;
}

/* Appends "&name=1,2,3". */
static void add_ids(struct wp_sync *s, struct buf *out, const char *name,
                    const struct wp_list *list)
{
    str ids = wp_list_join(&s->keep, list, 0, list->count);
    buf_addf(out, "&%s=%.*s", name, STR_ARGS(ids));
}

static bool add_categories(struct wp_sync *s, struct buf *out, struct err *err)
{
    struct wp_list ids = {0};
    if (s->sync->source->categories.count == 0)
        return true;
    if (!wp_tree_read(s, err)) {
        if (err->code == ERR_NONE)
            err_set(err, ERR_NETWORK, "the site's categories could not all be read");
        return err_hint(err, "without them it is not known which articles are asked for");
    }
    if (!choose_categories(s, err))
        return false;
    for (size_t i = 0; i < s->tree.count; i++)
        if (is_chosen(&s->tree, &s->tree.items[i]))
            wp_list_add(&ids, &s->keep, s->tree.items[i].id);
    add_ids(s, out, "categories", &ids);
    return true;
}

/* -- Tags, of which sites have thousands ------------------------------------------------------ */

/* Tags that are written somewhat like one that does not exist. */
static bool fail_tag(struct wp_sync *s, str slug, struct err *err)
{
    struct err ignored = {0};
    const char *known[WP_SIZE];
    size_t count = 0;
    str begin = wp_escape(&s->keep, utf8_cut(slug, 3));
    const struct wp_ask ask = {.route = STR("wp/v2/tags"),
                               .query = arena_printf(&s->keep, "search=%.*s", STR_ARGS(begin)),
                               .fields = "id,slug",
                               .size = WP_SIZE,
                               .once = true};
    if (wp_ask(s, &s->side, &ask, &ignored) == WP_GIVEN)
        for (; count < s->side.count && count < WP_SIZE; count++) {
            str known_slug = wp_text_of(&s->keep, s->side.items[count].members[WP_SLUG], 200);
            known[count] = arena_copy(&s->keep, known_slug).p;
        }
    return fail_unknown(s, "tag", slug, known, count, err);
}

/* Finds some of the written tags; those that the server gave besides do not count. */
static bool find_tags(struct wp_sync *s, size_t from, size_t to, struct wp_list *ids,
                      struct err *err)
{
    const str *written = s->sync->source->tagged.items;
    struct buf slugs = buf_init((size_t)32 << 10);
    for (size_t i = from; i < to; i++) {
        str slug = wp_escape(&s->keep, written[i]);
        buf_addf(&slugs, "%s%.*s", i > from ? "," : "", STR_ARGS(slug));
    }
    const struct wp_ask ask = {.route = STR("wp/v2/tags"),
                               .query =
                                   arena_printf(&s->keep, "slug=%.*s", STR_ARGS(buf_str(&slugs))),
                               .fields = "id,slug,name",
                               .size = WP_SIZE};
    buf_release(&slugs);
    if (wp_ask(s, &s->side, &ask, err) != WP_GIVEN)
        return false;
    for (size_t i = from; i < to; i++) {
        bool found = false;
        for (size_t k = 0; k < s->side.count; k++) {
            const struct wp_item *tag = &s->side.items[k];
            str slug = wp_text_of(&s->keep, tag->members[WP_SLUG], LIMIT_FIELD);
            str name = wp_text_of(&s->keep, tag->members[WP_NAME], LIMIT_FIELD);
            if (tag->id == 0 || !is_meant(&s->keep, written[i], slug, name))
                continue;
            found = true;
            wp_list_add(ids, &s->keep, tag->id);
        }
        if (!found)
            return fail_tag(s, written[i], err);
    }
    return true;
}

static bool add_tags(struct wp_sync *s, struct buf *out, struct err *err)
{
    const struct str_list *written = &s->sync->source->tagged;
    struct wp_list ids = {0};
    for (size_t from = 0; from < written->count; from += TAGS_AT_ONCE) {
        size_t to = from + TAGS_AT_ONCE < written->count ? from + TAGS_AT_ONCE : written->count;
        if (!find_tags(s, from, to, &ids, err))
            return false;
    }
    if (written->count)
        add_ids(s, out, "tags", &ids);
    return true;
}

/* -- Both ------------------------------------------------------------------------------------- */

/* What of the URL's own query goes beside the configuration: what that does not say itself. */
static void add_location(struct wp_sync *s, struct buf *out)
{
    str base, query, part;
    wp_location(&s->keep, s->sync->source->location, &base, &query);
    while (str_next_part(&query, '&', &part)) {
        bool said = (str_starts(part, STR("categories=")) && s->sync->source->categories.count) ||
                    (str_starts(part, STR("tags=")) && s->sync->source->tagged.count);
        if (part.n && !said)
            buf_addf(out, "&%.*s", STR_ARGS(part));
    }
}

/* The remembered filter, when it was made of the same settings; false: there is none. */
static bool recall_filter(struct wp_sync *s)
{
    str rest = wp_note(s, "filter"), settings;
    if (!str_next_part(&rest, ' ', &settings) || !str_eq(settings, s->settings))
        return false;
    s->filter = rest;
    return true;
}

static bool resolve_filter(struct wp_sync *s, struct err *err)
{
    struct buf filter = buf_init(FILTER_MOST);
    add_location(s, &filter);
    bool ok = add_categories(s, &filter, err) && add_tags(s, &filter, err);
    if (ok && filter.over) {
        err_set(err, ERR_LIMIT, "there are too many categories or tags to ask for at once");
        ok = err_hint(err, "name fewer, or make several sources of them");
    }
    if (ok) {
        s->filter = arena_copy(&s->keep, buf_str(&filter));
        wp_note_set(
            s, "filter",
            arena_printf(&s->keep, "%.*s %.*s", STR_ARGS(s->settings), STR_ARGS(s->filter)));
    }
    buf_release(&filter);
    return ok;
}

bool wp_filter(struct wp_sync *s, bool anew, struct err *err)
{
    struct err why = {0};
    if (!anew && recall_filter(s))
        return true;
    if (resolve_filter(s, &why))
        return true;
    /* What was good the last time stays good: it is the site that has changed. */
    if (recall_filter(s)) {
        wp_doubt(s, &why, false);
        return true;
    }
    *err = why;
    return false;
}
