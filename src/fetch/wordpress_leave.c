/*
 * Posts that are there no more. That a list does not have them proves nothing: caches, plugins and
 * half-dead databases shorten lists. So each is asked for before it is let go, and not too many at
 * once.
 */
#include "wordpress.h"

/* Per cent of a source's posts that may go at once unless it says otherwise, and how many may in
 * any case. */
#define REMOVALS_PER_CENT 30
#define REMOVALS_ALWAYS   10

/* Posts asked for one by one in a run; the others wait for the next. */
#define SINGLES_MOST 300

/* What is becoming of the posts that are missing. */
struct leaving {
    struct wp_sync *s;
    struct arena a;
    struct wp_list missing;
    struct str_list odd; /* documents that are no posts: entries of the feed, from worse days */
    size_t present;
    struct departure *departures;
    size_t count, cap;
    size_t meant; /* of the departures: posts older than are asked for, which must go */
    bool finished;
};

bool wp_present(struct wp_sync *s, struct arena *a, struct wp_list *ids, struct str_list *odd,
                struct err *err)
{
    const struct keeper *keeper = s->sync->keeper;
    str *all;
    size_t count, cap = 0;
    uint64_t id;
    if (!keeper->ids(keeper->context, a, &all, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (str_to_uint(all[i], INT64_MAX, &id) && id) {
            wp_list_add(ids, a, id);
            continue;
        }
        odd->items = arena_grow(a, odd->items, odd->count, &cap, sizeof *odd->items);
        odd->items[odd->count++] = all[i];
    }
    return true;
}

static void depart(struct leaving *l, str id, bool gone)
{
    l->departures = arena_grow(&l->a, l->departures, l->count, &l->cap, sizeof *l->departures);
    l->departures[l->count++] = (struct departure){.id = id, .gone = gone};
}

static void depart_number(struct leaving *l, uint64_t id, bool gone)
{
    depart(l, arena_printf(&l->a, "%llu", (unsigned long long)id), gone);
}

/* -- Looking for them, 100 at a time ---------------------------------------------------------- */

/* Asks which of some ids a route has, and adds them to *found. False: it did not answer. */
static bool ask_some(struct leaving *l, str route, str filter, size_t from, struct wp_ids *found)
{
    struct err ignored = {0};
    str ids = wp_list_join(&l->a, &l->missing, from, l->s->size);
    const struct wp_ask ask = {
        .route = route,
        .query = arena_printf(&l->a, "include=%.*s%.*s", STR_ARGS(ids), STR_ARGS(filter)),
        .fields = "id",
        .size = l->s->size};
    if (wp_ask(l->s, &l->s->page, &ask, &ignored) != WP_GIVEN)
        return false;
    for (size_t i = 0; i < l->s->page.count; i++)
        if (l->s->page.items[i].id)
            wp_ids_add(found, l->s->page.items[i].id);
    return true;
}

/* Takes what a route has off the missing ones: it is there after all, or, when asked for without
 * the filter, left out. */
static bool look_in(struct leaving *l, str route, str filter, bool left_out)
{
    struct wp_ids found = {0};
    bool ok = true;
    for (size_t from = 0; ok && from < l->missing.count; from += l->s->size)
        ok = ask_some(l, route, filter, from, &found);
    size_t n = 0;
    for (size_t i = 0; i < l->missing.count; i++) {
        uint64_t id = l->missing.items[i];
        if (!wp_ids_has(&found, id))
            l->missing.items[n++] = id;
        else if (left_out)
            depart_number(l, id, false);
    }
    l->missing.count = n;
    wp_ids_release(&found);
    return ok;
}

static bool look_everywhere(struct leaving *l)
{
    struct wp_sync *s = l->s;
    bool ok = true;
    for (size_t i = 0; ok && i < s->type_count; i++) {
        const struct wp_type *type = &s->types[i];
        str filter = arena_printf(&l->a, "%.*s%.*s", STR_ARGS(s->filter), STR_ARGS(type->window));
        ok = look_in(l, type->route, filter, false);
    }
    for (size_t i = 0; ok && i < s->type_count; i++)
        if (s->types[i].window.n)
            ok = look_in(l, s->types[i].route, s->filter, true);
    l->meant = l->count;
    for (size_t i = 0; ok && i < s->type_count; i++)
        if (s->filter.n)
            ok = look_in(l, s->types[i].route, STR(""), true);
    for (size_t i = 0; ok && i < s->former.count; i++)
        look_in(l, s->former.items[i], STR(""), true);
    return ok;
}

/* -- Asking for each -------------------------------------------------------------------------- */

enum word { WORD_GONE, WORD_THERE, WORD_NONE };

/* What a route says of one post: 404 or 410 deleted, 401 or 403 not public any more. Of a type that
 * is not asked for any more, the route itself may be gone. */
static enum word ask_single(struct leaving *l, str route, uint64_t id, bool former)
{
    struct err ignored = {0};
    struct wp_answer *page = &l->s->page;
    const struct wp_ask ask = {
        .route = arena_printf(&l->a, "%.*s/%llu", STR_ARGS(route), (unsigned long long)id),
        .fields = "id,status"};
    switch (wp_ask(l->s, page, &ask, &ignored)) {
    case WP_GIVEN: break;
    case WP_DENIED: {
        int status = page->http.status;
        bool gone = status == 401 || status == 403 || status == 404 || status == 410;
        bool routeless = str_is(page->code, "rest_no_route");
        return gone && (former || !routeless) ? WORD_GONE : WORD_NONE;
    }
    default: return WORD_NONE;
    }
    if (page->count != 1 || page->items[0].id != id)
        return WORD_NONE;
    str state = wp_word(page->items[0].members[WP_STATUS]);
    return state.n && !str_is(state, "publish") ? WORD_GONE : WORD_THERE;
}

/* A post is gone when every route says so. */
static enum word ask_routes(struct leaving *l, uint64_t id)
{
    struct wp_sync *s = l->s;
    enum word word = WORD_GONE;
    for (size_t i = 0; word == WORD_GONE && i < s->type_count; i++)
        word = ask_single(l, s->types[i].route, id, false);
    for (size_t i = 0; word == WORD_GONE && i < s->former.count; i++)
        word = ask_single(l, s->former.items[i], id, true);
    return word;
}

static void ask_each(struct leaving *l)
{
    for (size_t i = 0; i < l->missing.count; i++) {
        enum word word = i < SINGLES_MOST ? ask_routes(l, l->missing.items[i]) : WORD_NONE;
        if (word == WORD_GONE)
            depart_number(l, l->missing.items[i], true);
        l->finished &= word != WORD_NONE;
        if (word == WORD_NONE)
            break;
    }
}

/* -- Letting them go -------------------------------------------------------------------------- */

/* True when so many would go that it is rather the site that is broken. What a changed
 * configuration leaves out was meant to go, and so is what newer articles push out of a limited
 * number. */
static bool is_too_much(struct leaving *l)
{
    struct err e = {0};
    unsigned limit = l->s->sync->source->max_removals;
    limit = limit ? limit : REMOVALS_PER_CENT;
    size_t count = l->missing.count + (l->s->unsettled ? 0 : l->count - l->meant);
    if (count <= REMOVALS_ALWAYS || count * 100 <= (size_t)limit * l->present)
        return false;
    err_set(&e, ERR_INPUT,
            "%zu of %zu articles are not there any more, over `max_removals: %u` per cent; all are "
            "kept",
            count, l->present, limit);
    err_hint(&e, "if the site did remove them, set `max_removals: 100` for one run");
    err_at(&e, l->s->root.url, 0, 0);
    wp_doubt(l->s, &e, false);
    return true;
}

static bool find_missing(struct leaving *l, const struct wp_ids *there, struct err *err)
{
    struct wp_list present = {0};
    if (!wp_present(l->s, &l->a, &present, &l->odd, err))
        return false;
    l->present = present.count;
    for (size_t i = 0; i < present.count; i++)
        if (!wp_ids_has(there, present.items[i]))
            wp_list_add(&l->missing, &l->a, present.items[i]);
    return true;
}

bool wp_leave(struct wp_sync *s, const struct wp_ids *there, bool *finished, struct err *err)
{
    struct leaving l = {.s = s, .finished = true};
    bool ok = find_missing(&l, there, err);
    if (ok) {
        l.finished = look_everywhere(&l) && !is_too_much(&l);
        if (l.finished)
            ask_each(&l);
        else
            l.count = 0;
        for (size_t i = 0; i < l.odd.count; i++)
            depart(&l, l.odd.items[i], false);
        ok = wp_commit(s, l.departures, l.count, err);
    }
    *finished = l.finished;
    arena_release(&l.a);
    return ok;
}

/* -- Nothing there at all --------------------------------------------------------------------- */

/* Appends " in the category one or two". */
static void name_terms(struct buf *out, const char *what, const struct str_list *slugs)
{
    for (size_t i = 0; i < slugs->count; i++) {
        if (i == 0)
            buf_addf(out, " %s the %s ", str_is(STR("tag"), what) ? "with" : "in", what);
        buf_addf(out, "%s%.*s", i ? " or " : "", STR_ARGS(slugs->items[i]));
    }
}

bool wp_leave_empty(struct wp_sync *s, struct err *err)
{
    struct leaving l = {.s = s};
    struct err e = {0};
    struct wp_ids none = {0};
    bool ok = find_missing(&l, &none, err);
    size_t count = l.missing.count + l.odd.count;
    err_at(&e, s->page.http.url, 0, 0);
    if (ok && count == 0) {
        struct buf which = buf_init(200);
        name_terms(&which, "category", &s->sync->source->categories);
        name_terms(&which, "tag", &s->sync->source->tagged);
        err_set(&e, ERR_INPUT, "the site has no articles%.*s", STR_ARGS(buf_str(&which)));
        buf_release(&which);
        wp_doubt(s, &e, false);
    } else if (ok && !s->sync->source->allow_empty) {
        err_set(&e, ERR_INPUT,
                "the site answers with no articles at all; the %zu of before are kept", count);
        err_hint(&e, "if it is empty indeed, set `allow_empty: true`");
        s->sync->counts.degraded = true;
        wp_doubt(s, &e, false);
    } else if (ok && look_everywhere(&l)) {
        for (size_t i = 0; i < l.missing.count; i++)
            depart_number(&l, l.missing.items[i], true);
        for (size_t i = 0; i < l.odd.count; i++)
            depart(&l, l.odd.items[i], false);
        ok = wp_commit(s, l.departures, l.count, err);
    }
    arena_release(&l.a);
    return ok;
}
