/* Brings posts by their ids, and gives up those that cannot be had. */
#include "wordpress.h"

/* Posts given up in a row before it is the server that fails: at first, likewise when it says
 * nothing about them until time is out, and once some were read. */
#define LOST_FIRST  5
#define LOST_SILENT 2
#define LOST_LATER  20

/* -- Single posts ----------------------------------------------------------------------------- */

static bool is_listed(const struct wp_list *list, size_t from, size_t to, uint64_t id)
{
    for (size_t i = from; i < to; i++)
        if (list->items[i] == id)
            return true;
    return false;
}

/* Reports the loss of a post, once in a run. */
static void report_lost(struct wp_sync *s, const struct wp_lone *lone)
{
    struct err e = {0};
    struct wp_list *lost = &lone->type->lost;
    unsigned long long id = lone->id;
    size_t place = lone->ask.page - 1;
    if (id && is_listed(lost, 0, lost->count, lone->id))
        return;
    if (id)
        wp_list_add(lost, &s->keep, lone->id);
    if (id && lone->ask.page)
        err_set(&e, lone->why.code, "post %llu, at offset %zu, cannot be read: %s", id, place,
                lone->why.why);
    else if (id)
        err_set(&e, lone->why.code, "post %llu cannot be read: %s", id, lone->why.why);
    else
        err_set(&e, lone->why.code, "the post at offset %zu cannot be read: %s", place,
                lone->why.why);
    err_hint(&e, "all others are; it is tried again next time. The log of the site's PHP may say "
                 "what fails in it");
    err_at(&e, str_of(lone->why.file), 0, 0);
    s->sync->counts.failed++;
    wp_doubt(s, &e, true);
}

/* Asks for the post's id alone, which leaves its content unmade on the server: so the server is
 * told from the post. *there: it is (still) in the list. */
static bool name_lone(struct wp_sync *s, struct wp_lone *lone, bool *there, struct err *err)
{
    struct err why = {0};
    struct wp_ask name = lone->ask;
    name.fields = "id";
    name.embed = name.once = false;
    enum wp_outcome outcome = wp_ask(s, &s->page, &name, &why);
    *there = outcome == WP_GIVEN && s->page.count > 0;
    if (*there && s->page.count == 1 && lone->id == 0)
        lone->id = s->page.items[0].id;
    if (outcome == WP_GIVEN || outcome == WP_DENIED)
        return true;
    *err = why;
    return false;
}

bool wp_is_alive(struct wp_sync *s, const struct wp_ask *ask)
{
    struct err ignored = {0};
    struct wp_ask light = *ask;
    light.fields = "id";
    light.embed = false;
    light.once = true;
    enum wp_outcome outcome = wp_ask(s, &s->page, &light, &ignored);
    return outcome == WP_GIVEN || outcome == WP_DENIED;
}

bool wp_single(struct wp_sync *s, struct wp_lone *lone, bool *given, struct err *err)
{
    struct err again = {0};
    bool there, silent = !s->page.arrived;
    *given = false;
    if (!name_lone(s, lone, &there, err))
        return false;
    if (!there)
        return true;
    *given = !silent && wp_ask(s, &s->page, &lone->ask, &again) == WP_GIVEN;
    if (*given)
        return true;
    report_lost(s, lone);
    unsigned most = s->done ? LOST_LATER : silent ? LOST_SILENT : LOST_FIRST;
    if (++s->lost_in_a_row < most)
        return true;
    *err = lone->why;
    return false;
}

/* -- Posts by their ids ----------------------------------------------------------------------- */

/* Some of a list. */
struct part {
    const struct wp_list *ids;
    size_t from, to;
    bool half; /* of a part that could not be had */
};

static bool keep_part(struct wp_sync *s, struct wp_type *type, struct part part, struct err *err)
{
    struct wp_item *items = s->page.items;
    size_t n = 0;
    for (size_t i = 0; i < s->page.count; i++)
        if (is_listed(part.ids, part.from, part.to, items[i].id))
            items[n++] = items[i];
    s->strays |= n < part.to - part.from && n < s->page.count;
    return n == 0 || wp_keep(s, type, items, n, err);
}

static bool fetch_part(struct wp_sync *s, struct wp_type *type, struct part part, struct err *err);

/* Asks for both halves of what could not be had; for a single post, once more. Calls itself by way
 * of fetch_part, seven levels at most. */
static bool fetch_halves(struct wp_sync *s, struct part part, struct wp_lone *lone, struct err *err)
{
    bool given;
    if (part.to - part.from == 1) {
        lone->id = part.ids->items[part.from];
        lone->ask.once = true;
        return wp_single(s, lone, &given, err) && (!given || keep_part(s, lone->type, part, err));
    }
    struct part first = part, second = part;
    first.to = second.from = part.from + (part.to - part.from) / 2;
    first.half = second.half = true;
    return fetch_part(s, lone->type, first, err) && fetch_part(s, lone->type, second, err);
}

static bool fetch_part(struct wp_sync *s, struct wp_type *type, struct part part, struct err *err)
{
    struct arena a = {0};
    struct err why = {0};
    str ids = wp_list_join(&a, part.ids, part.from, part.to - part.from);
    struct wp_lone lone = {.type = type};
    /* What WordPress makes of a post can depend on those before it in the answer: posts that have not
     * changed are asked for in the order in which all are. */
    const char *order = s->anew ? "&orderby=id&order=asc" : "";
    lone.ask = (struct wp_ask){.route = type->route,
                               .query = arena_printf(&a, "include=%.*s%s", STR_ARGS(ids), order),
                               .fields = WP_POST_FIELDS,
                               .embed = true,
                               .size = part.to - part.from,
                               .once = part.half};
    enum wp_outcome outcome = wp_ask(s, &s->page, &lone.ask, &why);
    bool ok = outcome == WP_GIVEN;
    lone.why = why;
    bool silent = outcome == WP_FAILING && !part.half && !s->page.arrived;
    if (outcome == WP_GIVEN)
        ok = keep_part(s, type, part, err);
    else if (outcome == WP_FAILING && (!silent || wp_is_alive(s, &lone.ask)))
        ok = fetch_halves(s, part, &lone, err);
    else
        *err = why;
    arena_release(&a);
    return ok;
}

bool wp_fetch(struct wp_sync *s, struct wp_type *type, const struct wp_list *ids, struct err *err)
{
    size_t size = s->size;
    for (size_t from = 0; from < ids->count; from += size) {
        struct part part = {.ids = ids, .from = from, .to = from + size};
        part.to = part.to < ids->count ? part.to : ids->count;
        if (!fetch_part(s, type, part, err))
            return false;
    }
    return true;
}
