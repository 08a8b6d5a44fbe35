/* Kinds of posts: which are asked for, and where they are. */
#include "digest/limits.h"
#include "digest/suggest.h"
#include "wordpress.h"

/* Kinds that one site has; page builders have dozens. */
#define TYPES_MOST 200

/* -- A collection's own URL ------------------------------------------------------------------- */

/* Parameters that choose posts; others say how many of them, or in which form. */
static bool is_choosing(str name)
{
    static const char *const names[] = {"categories", "categories_exclude", "tags", "tags_exclude",
                                        "author",     "author_exclude",     "lang", "search",
                                        "sticky",     "tax_relation"};
    str bare = str_ends(name, STR("[]"))              ? str_slice(name, 0, name.n - 2)
               : str_ends_nocase(name, STR("%5b%5d")) ? str_slice(name, 0, name.n - 6)
                                                      : name;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(bare, names[i]))
            return true;
    return false;
}

static void add_choosing(struct buf *out, str query)
{
    str part;
    while (str_next_part(&query, '&', &part)) {
        size_t sign = str_find_char(part, '=', 0);
        if (sign != SIZE_MAX && sign + 1 < part.n && is_choosing(str_slice(part, 0, sign)))
            buf_addf(out, "&%.*s", STR_ARGS(part));
    }
}

void wp_location(struct arena *a, str url, str *base, str *query)
{
    struct buf decoded = buf_init(LIMIT_URL * 4), chosen = buf_init(LIMIT_URL * 4);
    url = str_slice(url, 0, str_find_char(url, '#', 0));
    size_t mark = str_find_char(url, '?', 0);
    *base = *query = STR("");
    /* With ?rest_route= the route is in the query, its slashes often encoded. */
    buf_add_percent_decoded(&decoded, url);
    str text = buf_str(&decoded), v2 = STR("/wp/v2/");
    size_t at = str_find(text, v2, 0);
    if (at != SIZE_MAX) {
        str rest = str_slice(text, at + v2.n, text.n);
        size_t n = 0;
        if (str_starts(rest, STR("sites/"))) {
            size_t slash = str_find_char(rest, '/', 6);
            rest = slash == SIZE_MAX ? STR("") : str_slice(rest, slash + 1, rest.n);
        }
        while (n < rest.n && !strchr("/?&", rest.p[n]))
            n++;
        *base = arena_copy(a, str_slice(rest, 0, n));
        if (mark != SIZE_MAX)
            add_choosing(&chosen, str_slice(url, mark + 1, url.n));
        *query = arena_copy(a, buf_str(&chosen));
    }
    buf_release(&decoded);
    buf_release(&chosen);
}

/* -- The site's kinds ------------------------------------------------------------------------- */

struct site_type {
    str slug, base, space, taxonomies;
};

struct site_types {
    struct site_type items[TYPES_MOST];
    size_t count;
};

/* A word that can be a part of a route. */
static bool is_plain(str word)
{
    for (size_t i = 0; i < word.n; i++) {
        char c = word.p[i], letter = (char)(c | 0x20);
        if (!(letter >= 'a' && letter <= 'z') && !(c >= '0' && c <= '9') && !strchr("-_./", c))
            return false;
    }
    return word.n > 0 && word.n <= 100;
}

static void read_site_type(struct json *j, struct site_types *out)
{
    static const struct json_member members[] = {
        JSON_MEMBER("slug", wp_value_read, offsetof(struct site_type, slug)),
        JSON_MEMBER("rest_base", wp_value_read, offsetof(struct site_type, base)),
        JSON_MEMBER("rest_namespace", wp_value_read, offsetof(struct site_type, space)),
        JSON_MEMBER("taxonomies", wp_value_read, offsetof(struct site_type, taxonomies)),
        JSON_MEMBERS_END};
    struct site_type type = {.slug = {NULL, 0}};
    if (!json_read_members(j, members, &type))
        return;
    type.slug = wp_word(type.slug);
    type.base = wp_word(type.base);
    type.space = type.space.n && is_plain(wp_word(type.space)) ? wp_word(type.space) : STR("wp/v2");
    if (!is_plain(type.slug) || out->count == TYPES_MOST)
        return;
    if (!is_plain(type.base))
        type.base = type.slug;
    out->items[out->count++] = type;
}

/* What a site that does not tell its kinds may have. Whether they have categories is not known, so
 * that they cannot be chosen by them. */
static void guess_types(struct wp_sync *s, struct site_types *out)
{
    const struct str_list *written = &s->sync->source->types;
    for (size_t i = 0; i < written->count && out->count < TYPES_MOST; i++)
        if (is_plain(written->items[i]))
            out->items[out->count++] = (struct site_type){
                .slug = written->items[i], .base = written->items[i], .space = STR("wp/v2")};
}

/* False: the server fails. */
static bool read_site_types(struct wp_sync *s, struct site_types *out, struct err *err)
{
    struct err why = {0};
    struct json_text key;
    const struct wp_ask ask = {.route = STR("wp/v2/types"), .whole = true};
    out->count = 0;
    enum wp_outcome outcome = wp_ask(s, &s->side, &ask, &why);
    if (outcome == WP_FAILING) {
        *err = why;
        return false;
    }
    if (outcome != WP_GIVEN) {
        guess_types(s, out);
        return true;
    }
    struct json j = json_init(s->side.body);
    for (bool entered = json_enter_object(&j); entered && json_next_member(&j, &key);)
        read_site_type(&j, out);
    return true;
}

/* Parts of sites that have the shape of posts and are no articles. */
static bool is_machinery(str slug)
{
    static const char *const slugs[] = {"attachment", "nav_menu_item", "elementor_library", "page"};
    for (size_t i = 0; i < sizeof slugs / sizeof *slugs; i++)
        if (str_is(slug, slugs[i]))
            return true;
    return str_starts(slug, STR("wp_"));
}

static bool lists(str taxonomies, const char *name)
{
    str value;
    for (struct wp_values values = wp_values_of(taxonomies); wp_values_next(&values, &value);)
        if (str_is(wp_word(value), name))
            return true;
    return false;
}

/* -- Those that are asked for ----------------------------------------------------------------- */

static bool is_asked(const struct wp_sync *s, str route)
{
    for (size_t i = 0; i < s->type_count; i++)
        if (str_eq(s->types[i].route, route))
            return true;
    return false;
}

static void add_type(struct wp_sync *s, size_t cap, struct wp_type type)
{
    if (!s->types)
        s->types = arena_array(&s->keep, cap, sizeof *s->types);
    if (s->type_count == cap || is_asked(s, type.route))
        return;
    type.slug = arena_copy(&s->keep, type.slug);
    type.route = arena_copy(&s->keep, type.route);
    wp_type_recall(s, &type);
    s->types[s->type_count++] = type;
}

static bool fail_unknown(struct wp_sync *s, str name, const struct site_types *site,
                         struct err *err)
{
    const char *known[2 * TYPES_MOST];
    for (size_t i = 0; i < site->count; i++) {
        known[2 * i] = arena_copy(&s->keep, site->items[i].slug).p;
        known[2 * i + 1] = arena_copy(&s->keep, site->items[i].base).p;
    }
    const char *meant = suggest(name, known, 2 * site->count);
    err_set(err, ERR_CONFIG, "the site has no type of posts \"%.*s\"", STR_ARGS(name));
    if (meant)
        err_hint(err, "did you mean \"%s\"?", meant);
    return err_at(err, s->root.home.n ? s->root.home : s->root.url, 0, 0);
}

/* Finds a kind by its slug or the base of its route; false: there is none. */
static bool find_type(struct wp_sync *s, size_t cap, str name, const struct site_types *site)
{
    for (size_t i = 0; i < site->count; i++) {
        const struct site_type *t = &site->items[i];
        if (!str_eq(t->slug, name) && !str_eq(t->base, name))
            continue;
        struct wp_type type = {
            .slug = t->slug,
            .route = arena_printf(&s->keep, "%.*s/%.*s", STR_ARGS(t->space), STR_ARGS(t->base)),
            .categories = lists(t->taxonomies, "category"),
            .tags = lists(t->taxonomies, "post_tag")};
        add_type(s, cap, type);
        return true;
    }
    return false;
}

static void add_posts(struct wp_sync *s, size_t cap)
{
    const struct wp_type posts = {
        .slug = STR("post"), .route = STR("wp/v2/posts"), .categories = true, .tags = true};
    add_type(s, cap, posts);
}

static void report_others(struct wp_sync *s, const struct site_types *site)
{
    struct buf names = buf_init(200);
    struct err e = {0};
    for (size_t i = 0; i < site->count; i++) {
        bool asked = is_machinery(site->items[i].slug);
        for (size_t k = 0; k < s->type_count; k++)
            asked |= str_eq(s->types[k].slug, site->items[i].slug);
        if (!asked)
            buf_addf(&names, "%s%.*s", names.n ? ", " : "", STR_ARGS(site->items[i].base));
    }
    if (names.n) {
        err_set(&e, ERR_INPUT, "the site has types of posts that are not fetched: %.*s",
                STR_ARGS(buf_str(&names)));
        err_hint(&e, "add those you want to `types:`");
        wp_doubt(s, &e, false);
    }
    buf_release(&names);
}

/* -- What is remembered: a line with the settings, then "slug route ct" for each --------------- */

static bool recall_types(struct wp_sync *s, size_t cap)
{
    str rest = wp_note(s, "types"), line;
    bool same = str_next_line(&rest, &line) && str_eq(line, s->settings);
    while (str_next_line(&rest, &line)) {
        struct wp_type type = {.slug = {NULL, 0}};
        str flags = {NULL, 0};
        str_next_part(&line, ' ', &type.slug);
        str_next_part(&line, ' ', &type.route);
        str_next_part(&line, ' ', &flags);
        type.categories = str_has(flags, STR("c"));
        type.tags = str_has(flags, STR("t"));
        if (same && type.route.n)
            add_type(s, cap, type);
    }
    return same && s->type_count > 0;
}

/* The routes that were asked the last time and are not now: what came from them may still be
 * there. */
static void recall_former(struct wp_sync *s)
{
    str rest = wp_note(s, "types"), line, slug, route;
    size_t cap = 0;
    if (rest.n == 0)
        rest = STR("\npost wp/v2/posts ct");
    str_next_line(&rest, &line);
    while (str_next_line(&rest, &line)) {
        if (!str_next_part(&line, ' ', &slug) || !str_next_part(&line, ' ', &route) ||
            is_asked(s, route))
            continue;
        s->former.items =
            arena_grow(&s->keep, s->former.items, s->former.count, &cap, sizeof *s->former.items);
        s->former.items[s->former.count++] = route;
    }
}

static void remember_types(struct wp_sync *s)
{
    struct buf text = buf_init((size_t)64 << 10);
    buf_add(&text, s->settings);
    for (size_t i = 0; i < s->type_count; i++) {
        const struct wp_type *t = &s->types[i];
        buf_addf(&text, "\n%.*s %.*s %s%s-", STR_ARGS(t->slug), STR_ARGS(t->route),
                 t->categories ? "c" : "", t->tags ? "t" : "");
    }
    wp_note_set(s, "types", buf_str(&text));
    buf_release(&text);
}

/* A kind that is chosen by categories or tags must have them: the interface would pass over the
 * choice and give everything. */
static bool check_filter(struct wp_sync *s, struct err *err)
{
    const struct source *source = s->sync->source;
    for (size_t i = 0; i < s->type_count; i++) {
        const struct wp_type *t = &s->types[i];
        bool without = source->categories.count && !t->categories;
        if (!without && !(source->tagged.count && !t->tags))
            continue;
        err_set(err, ERR_CONFIG,
                "posts of the type \"%.*s\" have no %s, so that none can be "
                "chosen by them",
                STR_ARGS(t->slug), without ? "categories" : "tags");
        return err_hint(err, "make a source of their own of them, without %s",
                        without ? "`categories:`" : "`tagged:`");
    }
    return true;
}

/* Finds the types that are written, and the one that the source's URL names. */
static bool resolve_types(struct wp_sync *s, size_t cap, struct err *err)
{
    const struct str_list *written = &s->sync->source->types;
    struct site_types *site = arena_alloc(&s->keep, sizeof *site);
    str base, query;
    wp_location(&s->keep, s->sync->source->location, &base, &query);
    if (!read_site_types(s, site, err))
        return false;
    if (base.n == 0 || !find_type(s, cap, base, site))
        add_posts(s, cap);
    for (size_t i = 0; i < written->count; i++)
        if (!find_type(s, cap, written->items[i], site))
            return fail_unknown(s, written->items[i], site, err);
    recall_former(s);
    remember_types(s);
    return true;
}

bool wp_types(struct wp_sync *s, bool anew, struct err *err)
{
    struct err why = {0};
    size_t cap = s->sync->source->types.count + 1;
    str base, query;
    wp_location(&s->keep, s->sync->source->location, &base, &query);
    if ((base.n == 0 || str_is(base, "posts")) && cap == 1) {
        add_posts(s, cap);
        recall_former(s);
        wp_note_set(s, "types", STR(""));
        return true;
    }
    if ((!anew && recall_types(s, cap)) || resolve_types(s, cap, &why))
        return check_filter(s, err);
    /* What was good the last time stays good: it is the site that has changed. */
    s->type_count = 0;
    if (recall_types(s, cap)) {
        wp_doubt(s, &why, false);
        return check_filter(s, err);
    }
    *err = why;
    return false;
}

void wp_types_report(struct wp_sync *s)
{
    struct err ignored = {0};
    struct site_types *site = arena_alloc(&s->keep, sizeof *site);
    if ((s->changed || s->sync->full) && read_site_types(s, site, &ignored))
        report_others(s, site);
}
