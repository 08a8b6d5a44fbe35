/*
 * Parts of posts that should have been embedded and were not: a plugin hides them, a post has more
 * terms than are embedded, the server knows no embedding. What is missing in the posts of a page is
 * asked for at once, by ids, and remembered for the rest of the run.
 */
#include "digest/limits.h"
#include "wordpress.h"

/* Objects in one request, where the site bears fewer posts. */
#define BATCH_LEAST 10

/* Pages that one request may come in. */
#define PAGES_MOST 20

/* Parts of one kind that are asked for in a page of posts; more than LIMIT_TERMS of each post are
 * not shown anyway. */
#define WANT_MOST ((size_t)WP_SIZE * LIMIT_TERMS)

/* Failures of one kind, after which it is not asked for in this run. */
#define FAILURES_MOST 2

enum knowledge { PART_PENDING, PART_UNKNOWN, PART_THERE };

struct part_known {
    enum knowledge knowledge;
    unsigned round; /* in which it was wanted last */
    str object;
};

struct kind {
    const char *one, *many, *route, *fields;
};

static const struct kind kinds[WP_PARTS] = {
    [WP_PART_AUTHOR] = {"author", "authors", "wp/v2/users", "id,name,slug,link"},
    [WP_PART_CATEGORY] = {"category", "categories", "wp/v2/categories",
                          "id,name,slug,link,taxonomy,parent"},
    [WP_PART_TAG] = {"tag", "tags", "wp/v2/tags", "id,name,slug,link,taxonomy"},
    [WP_PART_MEDIA] = {"image", "images", "wp/v2/media",
                       "id,source_url,media_type,mime_type,alt_text,caption,media_details"},
};

static struct part_known *find(struct wp_sync *s, enum wp_part part, uint64_t id, bool make)
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%llu", (unsigned long long)id);
    struct map *map = &s->parts.known[part];
    struct part_known *known = map_get(map, (str){digits, (size_t)n});
    if (known || !make)
        return known;
    known = arena_alloc(map->arena, sizeof *known);
    map_set(map, arena_copy(map->arena, (str){digits, (size_t)n}), known);
    return known;
}

str wp_part_known(struct wp_sync *s, enum wp_part part, uint64_t id, bool *pending)
{
    struct part_known *known = find(s, part, id, false);
    if (known && known->knowledge == PART_PENDING)
        *pending = true;
    return known && known->knowledge == PART_THERE ? known->object : STR("");
}

/* -- What is missing -------------------------------------------------------------------------- */

static void want(struct wp_sync *s, enum wp_part part, uint64_t id)
{
    struct wp_list *list = &s->parts.want[part];
    if (list->count >= WANT_MOST)
        return;
    struct part_known *known = find(s, part, id, true);
    if (known->knowledge != PART_PENDING || known->round == s->parts.round)
        return;
    known->round = s->parts.round;
    wp_list_add(list, &s->work, id);
}

/* True when one of the list's values passes the test. */
static bool has_valid(str list, bool is_valid(str object))
{
    str value;
    struct wp_values values = wp_values_of(list);
    while (!values.object && wp_values_next(&values, &value))
        if (is_valid(value))
            return true;
    return values.object && is_valid(list);
}

static void want_terms(struct wp_sync *s, enum wp_part part, str ids,
                       const struct wp_terms *embedded)
{
    uint64_t id;
    size_t seen = 0;
    struct wp_values values = wp_values_of(ids);
    while (seen++ < WP_TERMS_MOST && wp_values_next_number(&values, &id))
        if (!wp_terms_have(embedded, part, id))
            want(s, part, id);
}

static void want_missing(struct wp_sync *s, const struct wp_item *item)
{
    struct wp_embedded embedded = wp_embedded_of(item);
    uint64_t author = wp_number(item->members[WP_AUTHOR]);
    uint64_t media = wp_number(item->members[WP_FEATURED_MEDIA]);
    if (author && !has_valid(embedded.author, wp_is_author))
        want(s, WP_PART_AUTHOR, author);
    if (media && !has_valid(embedded.media, wp_is_media))
        want(s, WP_PART_MEDIA, media);
    struct wp_terms terms;
    wp_terms_of(&terms, embedded.terms);
    want_terms(s, WP_PART_CATEGORY, item->members[WP_CATEGORIES], &terms);
    want_terms(s, WP_PART_TAG, item->members[WP_TAGS], &terms);
}

/* -- Asking for it ---------------------------------------------------------------------------- */

static void learn(struct wp_sync *s, enum wp_part part, const struct wp_item *item)
{
    struct part_known *known = find(s, part, item->id, false);
    bool media = part == WP_PART_MEDIA;
    if (!known || !(media ? wp_is_media(item->object) : item->members[WP_NAME].n > 0))
        return;
    struct buf text = buf_init(LIMIT_RESPONSE);
    wp_part_write(s, &text, part, item->object);
    known->object = arena_copy(s->parts.known[part].arena, buf_str(&text));
    known->knowledge = PART_THERE;
    buf_release(&text);
}

/* Nobody may ask for a kind, or it fails: said once in a run. */
static void give_up(struct wp_sync *s, enum wp_part part, enum wp_outcome outcome,
                    const struct err *why)
{
    struct err e = {0};
    bool closed = outcome != WP_FAILING;
    s->parts.failures[part]++;
    if (closed ? s->parts.closed[part] : s->parts.failures[part] != FAILURES_MOST)
        return;
    s->parts.closed[part] = closed;
    err_set(&e, why->code, "some posts' %s are not told: %s", kinds[part].many, why->why);
    err_hint(&e, "posts are kept without them%s", closed ? "" : " and asked for again later");
    err_at(&e, str_of(why->file), 0, 0);
    wp_doubt(s, &e, false);
}

/* Asks for those in a list from `from` up to `to`. A server may give less at a time than it is
 * asked for. */
static bool ask_batch(struct wp_sync *s, enum wp_part part, size_t from, size_t to)
{
    struct err why = {0};
    const struct kind *kind = &kinds[part];
    size_t given = 0;
    str ids = wp_list_join(&s->work, &s->parts.want[part], from, to - from);
    struct wp_ask ask = {.route = str_of(kind->route),
                         .query = arena_printf(&s->work, "include=%.*s", STR_ARGS(ids)),
                         .fields = kind->fields,
                         .size = to - from,
                         .page = 1};
    do {
        enum wp_outcome outcome = wp_ask(s, &s->side, &ask, &why);
        if (outcome != WP_GIVEN) {
            give_up(s, part, outcome, &why);
            return false;
        }
        for (size_t i = 0; i < s->side.count; i++)
            learn(s, part, &s->side.items[i]);
        given += s->side.count;
    } while (s->side.count && given < s->side.total && ask.page++ < PAGES_MOST);
    return true;
}

/* What was asked for and not given does not exist for the asker. */
static size_t settle(struct wp_sync *s, enum wp_part part, size_t from, size_t to)
{
    size_t unknown = 0;
    for (size_t i = from; i < to; i++) {
        struct part_known *known = find(s, part, s->parts.want[part].items[i], false);
        if (known->knowledge == PART_PENDING)
            known->knowledge = PART_UNKNOWN;
        unknown += known->knowledge == PART_UNKNOWN;
    }
    return unknown;
}

static void report_unknown(struct wp_sync *s, enum wp_part part, size_t count, uint64_t first)
{
    struct err e = {0};
    if (count == 0 || s->parts.closed[part])
        return;
    if (count == 1)
        err_set(&e, ERR_INPUT, "posts name the %s %llu, which the site does not give",
                kinds[part].one, (unsigned long long)first);
    else
        err_set(&e, ERR_INPUT, "posts name %zu %s that the site does not give (such as %llu)",
                count, kinds[part].many, (unsigned long long)first);
    err_hint(&e, "posts are kept without them");
    wp_doubt(s, &e, false);
}

/* The first of a list that is not known now. */
static uint64_t first_unknown(struct wp_sync *s, enum wp_part part)
{
    const struct wp_list *list = &s->parts.want[part];
    for (size_t i = 0; i < list->count; i++)
        if (find(s, part, list->items[i], false)->knowledge == PART_UNKNOWN)
            return list->items[i];
    return 0;
}

static void resolve(struct wp_sync *s, enum wp_part part)
{
    const struct wp_list *list = &s->parts.want[part];
    size_t unknown = 0, batch = s->size > BATCH_LEAST ? s->size : BATCH_LEAST;
    for (size_t from = 0; from < list->count; from += batch) {
        size_t to = from + batch < list->count ? from + batch : list->count;
        bool answered = !s->parts.closed[part] && s->parts.failures[part] < FAILURES_MOST &&
                        ask_batch(s, part, from, to);
        if (answered || s->parts.closed[part])
            unknown += settle(s, part, from, to);
    }
    report_unknown(s, part, unknown, first_unknown(s, part));
}

void wp_parts_resolve(struct wp_sync *s, struct wp_item **items, size_t count)
{
    s->parts.round++;
    s->parts.known[WP_PART_MEDIA] = (struct map){.arena = &s->work};
    for (int part = 0; part < WP_PARTS; part++)
        s->parts.want[part] = (struct wp_list){0};
    for (size_t i = 0; i < count; i++)
        want_missing(s, items[i]);
    for (int part = 0; part < WP_PARTS; part++)
        resolve(s, (enum wp_part)part);
}
