/*
 * The course of a WordPress synchronisation: find the interface, learn what is asked for, look at
 * the newest posts, bring what is new or changed, compare everything once a day.
 */
#include "wordpress.h"

/* -- The interface ---------------------------------------------------------------------------- */

static bool find_root(struct wp_sync *s, struct err *err)
{
    struct sync *sync = s->sync;
    s->recalled = false;
    if (!wp_discover(&s->root, &s->keep, sync->http, sync->site, sync->source->location, &s->feed,
                     err)) {
        s->root = (struct wp_root){.totals = true};
        s->closed = err->code != ERR_NETWORK && err->code != ERR_LIMIT;
        return false;
    }
    wp_note_set(s, "root", wp_root_write(&s->keep, &s->root));
    if (s->root.v2)
        return true;
    s->closed = true;
    err_set(err, ERR_REFUSED,
            "its REST interface has no posts (wp/v2 is missing: a WordPress "
            "before 4.7, or it was taken out)");
    err_hint(err, "take the site's feed instead (`feed:`)");
    return err_at(err, s->root.url, 0, 0);
}

static bool recall_root(struct wp_sync *s)
{
    bool known = !s->sync->full && !s->changed;
    s->recalled = known && wp_root_read(&s->root, &s->keep, wp_note(s, "root"));
    return s->recalled;
}

/* WordPress answers as to any visitor when it does not accept credentials. Only the question who
 * one is tells. */
static void check_user(struct wp_sync *s)
{
    struct err why = {0}, e = {0};
    const struct source *source = s->sync->source;
    const struct wp_ask ask = {.route = STR("wp/v2/users/me"), .fields = "id"};
    bool due = s->changed || s->sync->full || wp_note(s, "user").n;
    if (source->user.n == 0 || !due)
        return;
    bool refused = wp_ask(s, &s->side, &ask, &why) == WP_DENIED;
    wp_note_set(s, "user", refused ? STR("refused") : STR(""));
    if (!refused)
        return;
    err_set(&e, ERR_REFUSED,
            "the site does not accept the password of \"%.*s\"; what visitors may "
            "see is read",
            STR_ARGS(source->user));
    err_hint(&e, "it must be an application password of that user (Users, Profile in WordPress), "
                 "which WordPress takes over https only");
    err_at(&e, str_of(why.file), 0, 0);
    wp_doubt(s, &e, false);
}

/* -- Looking ---------------------------------------------------------------------------------- */

/* Looks at a type: no further back than is asked for, or than its limited number of posts reached
 * the last time. */
static enum wp_outcome look(struct wp_sync *s, struct wp_type *type, struct err *err)
{
    const struct source *source = s->sync->source;
    int64_t reached = wp_note_instant(s, type->window_note);
    bool limited = source->max_articles && type->cursor != INSTANT_NONE && reached > source->since;
    type->window = wp_window_from(s, limited ? reached : source->since);
    enum wp_outcome outcome = wp_look(s, type, err);
    if (outcome != WP_GIVEN || type->latest_count || !limited)
        return outcome;
    /* All of those are gone: others are the newest now. */
    type->window = wp_window_from(s, source->since);
    return wp_look(s, type, err);
}

/* The posts of a type besides the first may be closed to visitors without harm to the others. */
static bool skip_type(struct wp_sync *s, struct wp_type *type, const struct err *why)
{
    struct err e = {0};
    type->skipped = true;
    s->sync->counts.degraded = true;
    err_set(&e, why->code, "posts of the type \"%.*s\" cannot be read: %s", STR_ARGS(type->slug),
            why->why);
    err_hint(&e, "%s", why->hint);
    err_at(&e, str_of(why->file), 0, 0);
    wp_doubt(s, &e, false);
    return true;
}

static bool look_at_all(struct wp_sync *s, struct err *err)
{
    for (size_t i = 0; i < s->type_count; i++) {
        struct err why = {0};
        enum wp_outcome outcome = look(s, &s->types[i], &why);
        bool barred = outcome == WP_DENIED || outcome == WP_CLOSED;
        if (outcome == WP_GIVEN || (barred && i > 0 && skip_type(s, &s->types[i], &why)))
            continue;
        s->closed |= barred;
        *err = why;
        return false;
    }
    return true;
}

static bool is_empty(const struct wp_sync *s)
{
    size_t count = 0;
    for (size_t i = 0; i < s->type_count; i++)
        count += s->types[i].latest_count + s->types[i].total + s->types[i].skipped;
    return count == 0;
}

/* -- Bringing --------------------------------------------------------------------------------- */

static bool bring(struct wp_sync *s, struct wp_type *type, struct err *err)
{
    bool limited = s->sync->source->max_articles > 0;
    if (type->cursor == INSTANT_NONE) {
        if ((limited && !wp_window(s, type, err)) || !wp_bring_all(s, type, err))
            return false;
    }
    return wp_bring_new(s, type, err) && wp_bring_lost(s, type, err);
}

static void remember(struct wp_sync *s)
{
    wp_note_set(s, "ignores", s->ignores ? STR("yes") : STR(""));
    wp_note_set(s, "size", STR(""));
    wp_note_set(s, "feed", STR(""));
}

static void announce(struct wp_sync *s)
{
    struct sync_counts *counts = &s->sync->counts;
    bool known = true;
    counts->announced = 0;
    for (size_t i = 0; i < s->type_count; i++) {
        known &= s->types[i].totals || s->types[i].walked || s->types[i].skipped;
        counts->announced += s->types[i].total;
    }
    if (!known && counts->announced < counts->fetched)
        counts->announced = counts->fetched;
}

static bool bring_all(struct wp_sync *s, struct err *err)
{
    bool due;
    for (size_t i = 0; i < s->type_count; i++)
        if (!s->types[i].skipped && !bring(s, &s->types[i], err))
            return false;
    if (!wp_sweep_is_due(s, &due, err) || (due && !wp_sweep(s, err)) || !wp_names(s, due, err))
        return false;
    remember(s);
    return wp_commit(s, NULL, 0, err);
}

/* What is asked for, and then all of it. Before the daily comparison, slugs are looked up again:
 * a category may have got children. */
static bool synchronise(struct wp_sync *s, struct err *err)
{
    int64_t swept = wp_note_instant(s, "swept");
    bool anew = s->changed || s->sync->full || swept == INSTANT_NONE ||
                s->sync->now - swept >= (int64_t)24 * 3600;
    s->type_count = 0;
    if (!wp_types(s, anew, err) || !wp_filter(s, anew, err) || !look_at_all(s, err))
        return false;
    check_user(s);
    wp_types_report(s);
    if (is_empty(s))
        return wp_leave_empty(s, err) && wp_commit(s, NULL, 0, err);
    bool ok = bring_all(s, err);
    announce(s);
    return ok;
}

bool sync_wordpress(struct sync *sync, struct err *err)
{
    struct wp_sync s;
    struct err why = {0};
    wp_init(&s, sync);
    wp_recall(&s);
    bool ok = (recall_root(&s) || find_root(&s, &why)) && synchronise(&s, &why);
    /* Sites move. */
    if (!ok && s.recalled && s.closed && !s.answered) {
        why = (struct err){0};
        s.closed = false;
        ok = find_root(&s, &why) && synchronise(&s, &why);
    }
    if (!ok && s.closed && s.done == 0) {
        ok = wp_degrade(&s, &why, err);
    } else if (!ok) {
        struct err ignored = {0};
        *err = why;
        /* How far it came. */
        if (why.code != ERR_STORE)
            wp_commit(&s, NULL, 0, &ignored);
    }
    sync->counts.requests = http_site_requests(sync->site);
    wp_release(&s);
    return ok;
}
