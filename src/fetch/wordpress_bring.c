/*
 * Brings posts: all of them, those that were changed, the newest.
 *
 * Two questions find what is new, and both are needed. A post that was edited has a new date of
 * change. A post that was scheduled, or imported with an old date, has not; but its id is one of
 * the highest.
 */
#include "digest/limits.h"
#include "wordpress.h"

/* Seconds that the question for changes reaches back before the last one seen. Sites take local
 * time and UTC for each other, up to 14 hours apart, and make scheduled posts public late. */
#define OVERLAP ((int64_t)26 * 3600)

/* Ids that are remembered as unreadable. */
#define LOST_MOST 100

/* -- The newest ------------------------------------------------------------------------------- */

static void take_latest(struct wp_sync *s, struct wp_type *type, size_t size)
{
    const struct wp_answer *page = &s->page;
    type->latest = arena_array(&s->keep, page->count, sizeof *type->latest);
    type->latest_count = 0;
    for (size_t i = 0; i < page->count; i++) {
        const struct wp_item *item = &page->items[i];
        if (item->id == 0)
            continue;
        type->latest[type->latest_count++] =
            (struct wp_latest){.id = item->id,
                               .modified = arena_copy(&s->keep, wp_item_modified(item)),
                               .published = wp_item_published(item)};
    }
    type->total = page->total;
    type->totals = page->totals;
    type->latest_all = page->totals && page->total == type->latest_count && page->total <= size;
}

enum wp_outcome wp_look(struct wp_sync *s, struct wp_type *type, struct err *err)
{
    static const size_t sizes[] = {WP_SIZE, 25, 1};
    struct err why = {0};
    enum wp_outcome outcome = WP_FAILING;
    struct wp_ask ask = {.route = type->route, .fields = WP_ID_FIELDS ",date_gmt,date"};
    ask.query = arena_printf(&s->keep, "orderby=id&order=desc%.*s%.*s", STR_ARGS(s->filter),
                             STR_ARGS(type->window));
    for (size_t i = 0; outcome == WP_FAILING && i < sizeof sizes / sizeof *sizes; i++) {
        ask.size = sizes[i];
        ask.once = i > 0;
        outcome = wp_ask(s, &s->page, &ask, &why);
        if (!s->page.arrived)
            break;
    }
    if (outcome != WP_GIVEN) {
        *err = why;
        return outcome;
    }
    take_latest(s, type, ask.size);
    size_t size = wp_is_capped(&s->page, ask.size) ? s->page.count : ask.size;
    s->size = size < s->size ? size : s->size;
    return outcome;
}

/* -- A limited number ------------------------------------------------------------------------- */

/* Asks for the date of the post that is number `place` from the newest. INSTANT_NONE: there are not
 * so many. */
static bool ask_date(struct wp_sync *s, struct wp_type *type, size_t place, str window,
                     int64_t *date, struct err *err)
{
    struct err why = {0};
    const struct wp_ask ask = {.route = type->route,
                               .query = arena_printf(&s->keep, "orderby=date&order=desc%.*s%.*s",
                                                     STR_ARGS(s->filter), STR_ARGS(window)),
                               .fields = "id,date_gmt,date",
                               .size = 1,
                               .page = place};
    enum wp_outcome outcome = wp_ask(s, &s->page, &ask, &why);
    *date = INSTANT_NONE;
    if (outcome == WP_GIVEN && s->page.count == 1)
        *date = wp_item_published(&s->page.items[0]);
    if (outcome == WP_GIVEN || outcome == WP_DENIED)
        return true;
    *err = why;
    return false;
}

str wp_window_from(struct wp_sync *s, int64_t from)
{
    if (from == INSTANT_NONE)
        return STR("");
    /* `after` is strict. */
    str date = wp_date(&s->keep, from - 1);
    return arena_printf(&s->keep, "&after=%.*s", STR_ARGS(date));
}

bool wp_window(struct wp_sync *s, struct wp_type *type, struct err *err)
{
    const struct source *source = s->sync->source;
    int64_t from = source->since, nth = INSTANT_NONE;
    str widest = wp_window_from(s, from);
    if (source->max_articles) {
        if (!ask_date(s, type, source->max_articles, widest, &nth, err))
            return false;
        wp_note_set_instant(s, type->window_note, nth);
    }
    from = nth > from ? nth : from;
    type->window = wp_window_from(s, from);
    type->narrowed = !str_eq(type->window, widest);
    if (!type->narrowed)
        return true;
    /* What was seen of the newest went further back. */
    size_t n = 0;
    for (size_t i = 0; i < type->latest_count; i++)
        if (type->latest[i].published == INSTANT_NONE || type->latest[i].published >= from)
            type->latest[n++] = type->latest[i];
    type->latest_count = n;
    type->latest_all = false;
    return true;
}

/* -- All -------------------------------------------------------------------------------------- */

/* What a walk through all posts carries along. */
struct whole {
    int64_t before; /* posts dated later are left to the end: they only move the others */
};

static void note_walk(struct wp_walk *w)
{
    const struct whole *whole = w->context;
    str value = arena_printf(&w->s->keep, "%.*s %lld %zu %llu", STR_ARGS(w->s->settings),
                             (long long)whole->before, w->offset, (unsigned long long)w->high);
    wp_note_set(w->s, w->type->walk_note, value);
    if (w->s->size < WP_SIZE)
        wp_note_set(w->s, "size", arena_printf(&w->s->keep, "%zu", w->s->size));
}

/* Reads how far an earlier run came that asked for the same. */
static void recall_walk(struct wp_walk *w)
{
    struct whole *whole = w->context;
    str rest = wp_note(w->s, w->type->walk_note), settings, before, offset, high;
    uint64_t numbers[3];
    if (w->s->sync->full || w->s->changed || !str_next_part(&rest, ' ', &settings) ||
        !str_eq(settings, w->s->settings))
        return;
    if (str_next_part(&rest, ' ', &before) && str_next_part(&rest, ' ', &offset) &&
        str_next_part(&rest, ' ', &high) && str_to_uint(before, INT64_MAX, &numbers[0]) &&
        str_to_uint(offset, (uint64_t)LIMIT_PAGES * WP_SIZE, &numbers[1]) &&
        str_to_uint(high, INT64_MAX, &numbers[2])) {
        whole->before = (int64_t)numbers[0];
        w->offset = (size_t)numbers[1];
        w->high = numbers[2];
    }
}

static bool take_all(struct wp_walk *w, struct wp_item *items, size_t count, struct err *err)
{
    note_walk(w);
    w->s->expected = w->total > w->s->expected ? w->total : w->s->expected;
    return wp_keep(w->s, w->type, items, count, err);
}

/* Moves the cursor to the newest change seen, but not into the server's future: posts that were
 * scheduled may have dates of change there. Out of it, once the server's clock was put right. */
static void set_cursor(struct wp_sync *s, struct wp_type *type, int64_t most)
{
    int64_t newest = type->newest != INSTANT_NONE && type->newest < most ? type->newest : most;
    if (newest > type->cursor || type->cursor > most)
        type->cursor = newest;
    wp_note_set_instant(s, type->cursor_note, type->cursor);
}

static bool take_later(struct wp_walk *w, struct wp_item *items, size_t count, struct err *err)
{
    return wp_keep(w->s, w->type, items, count, err);
}

/* Posts dated in the future, by imports and mistakes, that are public all the same. The sweep finds
 * those that are not kept; those that are must be asked for, too, where all are wanted anew. */
static bool bring_later(struct wp_sync *s, struct wp_type *type, int64_t before, struct err *err)
{
    struct wp_walk w = {.s = s,
                        .type = type,
                        .route = type->route,
                        .fields = WP_POST_FIELDS,
                        .embed = true,
                        .take = take_later};
    str after = wp_date(&s->keep, before - 1);
    w.query = arena_printf(&s->keep, "orderby=id&order=asc%.*s&after=%.*s", STR_ARGS(s->filter),
                           STR_ARGS(after));
    bool ok = wp_walk_run(&w, err);
    wp_ids_release(&w.seen);
    return ok;
}

bool wp_bring_all(struct wp_sync *s, struct wp_type *type, struct err *err)
{
    struct whole whole = {.before = s->started};
    struct wp_walk w = {.s = s,
                        .type = type,
                        .route = type->route,
                        .fields = WP_POST_FIELDS,
                        .embed = true,
                        .take = take_all,
                        .context = &whole};
    recall_walk(&w);
    s->done += w.offset;
    str before = wp_date(&s->keep, whole.before);
    w.query = arena_printf(&s->keep, "orderby=id&order=asc&before=%.*s%.*s%.*s", STR_ARGS(before),
                           STR_ARGS(s->filter), STR_ARGS(type->window));
    bool ok = wp_walk_run(&w, err);
    if (ok) {
        type->walked = true;
        type->totals = w.totals;
        type->total = w.totals ? w.total : w.seen.count;
        type->cursor = INSTANT_NONE;
        wp_note_set(s, type->walk_note, STR(""));
        set_cursor(s, type, whole.before);
    }
    wp_ids_release(&w.seen);
    return ok && (!s->sync->full || bring_later(s, type, whole.before, err));
}

/* -- Those that changed ----------------------------------------------------------------------- */

/* Those that are not kept as they are: their number is what matters, not that of all that changed
 * in the last hours. */
struct changed {
    struct wp_list wanted;
    int64_t last;  /* change of the post before */
    bool unsorted; /* they do not come by date of change */
    bool complete; /* all of them are known */
};

/* A post that changed long before what was asked for: the server passed over the question, as those
 * before WordPress 5.7 do. */
static bool is_too_old(const struct wp_walk *w, const struct wp_item *item)
{
    int64_t changed = wp_item_changed(item);
    return changed != INSTANT_NONE && changed < w->type->cursor - 2 * OVERLAP;
}

/* The last changes come first, so that a page without anything new is the last. */
static bool take_changed(struct wp_walk *w, struct wp_item *items, size_t count, struct err *err)
{
    struct changed *changed = w->context;
    size_t before = changed->wanted.count + w->s->done;
    for (size_t i = 0; i < count; i++) {
        int64_t instant = wp_item_changed(&items[i]);
        w->s->ignores |= is_too_old(w, &items[i]);
        if (instant > w->type->newest)
            w->type->newest = instant;
        changed->unsorted |= instant > changed->last;
        changed->last = instant;
    }
    if (!w->s->ignores && !wp_sift(w->s, w->type, items, count, &changed->wanted, err))
        return false;
    bool quiet = before == changed->wanted.count + w->s->done;
    w->ended |= w->s->ignores || (quiet && !changed->unsorted);
    return true;
}

static bool ask_changed(struct wp_sync *s, struct wp_type *type, struct changed *changed,
                        struct err *err)
{
    struct wp_walk w = {.s = s,
                        .type = type,
                        .route = type->route,
                        .fields = WP_ID_FIELDS,
                        .light = true,
                        .take = take_changed,
                        .context = changed};
    str after = wp_date(&s->keep, type->cursor - OVERLAP);
    w.query = arena_printf(&s->keep, "modified_after=%.*s&orderby=modified&order=desc%.*s%.*s",
                           STR_ARGS(after), STR_ARGS(s->filter), STR_ARGS(type->window));
    bool ok = wp_walk_run(&w, err);
    changed->complete = ok && w.complete && !s->ignores;
    wp_ids_release(&w.seen);
    return ok;
}

/* Those of the newest that are not kept as they are, and not in the list yet. */
static void add_latest(struct wp_sync *s, const struct wp_type *type, struct wp_list *wanted)
{
    size_t known = wanted->count;
    for (size_t i = 0; i < type->latest_count; i++) {
        const struct wp_latest *latest = &type->latest[i];
        size_t k = 0;
        arena_reset(&s->work);
        while (k < known && wanted->items[k] != latest->id)
            k++;
        if (k == known && !wp_is_kept(s, latest->id, latest->modified))
            wp_list_add(wanted, &s->keep, latest->id);
    }
}

/* The last changes are fetched last: when that breaks off, the next run finds what is missing where
 * it looks first. */
static void reverse(struct wp_list *list)
{
    for (size_t i = 0; i < list->count / 2; i++) {
        uint64_t id = list->items[i];
        list->items[i] = list->items[list->count - 1 - i];
        list->items[list->count - 1 - i] = id;
    }
}

bool wp_bring_new(struct wp_sync *s, struct wp_type *type, struct err *err)
{
    struct changed changed = {.last = INT64_MAX};
    if (!type->walked && !s->ignores && !ask_changed(s, type, &changed, err))
        return false;
    add_latest(s, type, &changed.wanted);
    reverse(&changed.wanted);
    if (!wp_fetch(s, type, &changed.wanted, err))
        return false;
    if (changed.complete)
        set_cursor(s, type, s->started);
    return true;
}

void wp_note_lost(struct wp_sync *s, const struct wp_type *type)
{
    wp_note_set(s, type->lost_note, wp_list_join(&s->keep, &type->lost, 0, LOST_MOST));
}

bool wp_bring_lost(struct wp_sync *s, struct wp_type *type, struct err *err)
{
    struct wp_list list = {0};
    str rest = wp_note(s, type->lost_note), part;
    uint64_t id;
    while (!type->walked && list.count < LOST_MOST && str_next_part(&rest, ',', &part))
        if (str_to_uint(part, INT64_MAX, &id) && id)
            wp_list_add(&list, &s->keep, id);
    /* They may be kept, and were asked for because of other names. */
    s->anew = true;
    bool ok = wp_fetch(s, type, &list, err);
    s->anew = false;
    if (ok)
        wp_note_lost(s, type);
    return ok;
}
