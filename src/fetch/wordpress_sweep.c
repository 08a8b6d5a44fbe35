/*
 * Compares all ids that a site has with all that are kept: finds what the question for changes
 * cannot find (posts imported with old dates, posts of a server that does not know the question),
 * and what is there no more.
 */
#include "wordpress.h"

/* Seconds between two sweeps when nothing calls for one. */
#define SWEEP_EVERY ((int64_t)24 * 3600)

struct sweep {
    struct wp_ids there;
    struct wp_list wanted; /* of the type being read */
    size_t total;
    bool totals, complete;
};

static bool take_ids(struct wp_walk *w, struct wp_item *items, size_t count, struct err *err)
{
    struct sweep *sweep = w->context;
    for (size_t i = 0; i < count; i++)
        if (items[i].id)
            wp_ids_add(&sweep->there, items[i].id);
    return wp_sift(w->s, w->type, items, count, &sweep->wanted, err);
}

/* Takes those that were seen at the first look. */
static void take_latest(struct wp_sync *s, const struct wp_type *type, struct sweep *sweep)
{
    for (size_t i = 0; i < type->latest_count; i++) {
        const struct wp_latest *latest = &type->latest[i];
        arena_reset(&s->work);
        wp_ids_add(&sweep->there, latest->id);
        if (!wp_is_kept(s, latest->id, latest->modified))
            wp_list_add(&sweep->wanted, &s->keep, latest->id);
    }
}

static bool read_ids(struct wp_sync *s, struct wp_type *type, struct sweep *sweep, struct err *err)
{
    struct wp_walk w = {.s = s,
                        .type = type,
                        .route = type->route,
                        .fields = WP_ID_FIELDS,
                        .light = true,
                        .take = take_ids,
                        .context = sweep};
    w.query = arena_printf(&s->keep, "orderby=id&order=asc%.*s%.*s", STR_ARGS(s->filter),
                           STR_ARGS(type->window));
    bool ok = wp_walk_run(&w, err);
    sweep->complete &= w.complete;
    sweep->totals &= w.totals;
    sweep->total += w.total;
    type->total = w.totals ? w.total : w.seen.count;
    wp_ids_release(&w.seen);
    return ok;
}

/* All ids of a type; those of a small site were seen already. */
static bool sweep_type(struct wp_sync *s, struct wp_type *type, struct sweep *sweep,
                       struct err *err)
{
    sweep->wanted = (struct wp_list){0};
    if (s->sync->source->max_articles && !type->walked && !wp_window(s, type, err))
        return false;
    if (type->latest_all) {
        sweep->total += type->latest_count;
        take_latest(s, type, sweep);
    } else if (!read_ids(s, type, sweep, err)) {
        return false;
    }
    /* As many as the number allows are there, or its date was told wrongly. */
    sweep->complete &= !type->narrowed || type->total >= s->sync->source->max_articles;
    if (!wp_fetch(s, type, &sweep->wanted, err))
        return false;
    wp_note_lost(s, type);
    return !s->strays || type->walked || wp_bring_all(s, type, err);
}

/* Remembers by how much what the site announces differs from what is kept now that both have been
 * compared: it counts posts that it does not show. */
static bool note_balance(struct wp_sync *s, const struct sweep *sweep, struct err *err)
{
    struct arena a = {0};
    struct wp_list present = {0};
    struct str_list odd = {NULL, 0};
    bool ok = wp_present(s, &a, &present, &odd, err);
    long long balance = (long long)sweep->total - (long long)(present.count + odd.count);
    wp_note_set(s, "balance", sweep->totals ? arena_printf(&a, "%lld", balance) : STR(""));
    wp_note_set_instant(s, "swept", s->started);
    wp_note_set(s, "settled", s->settings);
    arena_release(&a);
    return ok;
}

bool wp_sweep(struct wp_sync *s, struct err *err)
{
    struct sweep sweep = {.totals = true, .complete = true};
    bool ok = true, finished = false;
    for (size_t i = 0; ok && i < s->type_count; i++) {
        sweep.complete &= !s->types[i].skipped;
        if (!s->types[i].skipped)
            ok = sweep_type(s, &s->types[i], &sweep, err);
    }
    if (ok && sweep.complete)
        ok = wp_leave(s, &sweep.there, &finished, err);
    if (ok && finished)
        ok = note_balance(s, &sweep, err);
    wp_ids_release(&sweep.there);
    return ok;
}

/* True when what is announced differs from what is kept by as much as before. */
static bool is_balanced(struct wp_sync *s, size_t present)
{
    long long total = 0;
    bool known = true;
    for (size_t i = 0; i < s->type_count; i++) {
        known &= s->types[i].totals;
        total += (long long)s->types[i].total;
    }
    str balance = arena_printf(&s->keep, "%lld", total - (long long)present);
    return str_eq(wp_note(s, "balance"), known ? balance : STR(""));
}

bool wp_sweep_is_due(struct wp_sync *s, bool *due, struct err *err)
{
    struct arena a = {0};
    struct wp_list present = {0};
    struct str_list odd = {NULL, 0};
    size_t most = s->sync->source->max_articles * s->type_count;
    int64_t swept = wp_note_instant(s, "swept");
    *due = s->ignores || s->lesser || s->unsettled || swept == INSTANT_NONE ||
           s->started - swept >= SWEEP_EVERY || s->started < swept;
    for (size_t i = 0; i < s->type_count; i++)
        *due |= s->types[i].walked;
    if (*due)
        return true;
    bool ok = wp_present(s, &a, &present, &odd, err);
    size_t count = present.count + odd.count;
    *due = ok && (!is_balanced(s, count) || (most && count > most));
    arena_release(&a);
    return ok;
}
