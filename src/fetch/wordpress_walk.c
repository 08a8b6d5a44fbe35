/*
 * Walks through a collection.
 *
 * Pages are offsets into a list that changes while it is read. In the order of ids new posts come
 * at the end, and what vanishes moves the rest forward, over the border of a page that was read
 * already. Such a move shows in the total; the pages before are then read again, backwards until
 * one has an item that was met, behind which nothing can be missing.
 *
 * A page that cannot be had is asked for in parts, down to the single item that makes it fail.
 */
#include "digest/limits.h"
#include "wordpress.h"

/* Pages read again at most each time that the total changes. */
#define REREAD_MOST 20

/* Items asked for in vain before a server counts as stuck: two pages. */
#define IDLE_MOST (2 * (size_t)WP_SIZE)

/* Single ids that a server may fail to give. */
#define LOST_MOST 3

/* A part of a collection. The offset is a multiple of the size, so that it is a page. */
struct window {
    size_t offset, size;
};

static struct wp_ask ask_of(const struct wp_walk *w, struct window win, bool once)
{
    return (struct wp_ask){.route = w->route,
                           .query = w->query,
                           .fields = w->fields,
                           .embed = w->embed,
                           .size = win.size,
                           .page = win.offset / win.size + 1,
                           .once = once};
}

/* The next size of page below one; each divides the one before. */
static size_t size_below(size_t size)
{
    static const size_t sizes[] = {50, 25, 5, 1};
    size_t i = 0;
    while (sizes[i] > 1 && (sizes[i] >= size || size % sizes[i] != 0))
        i++;
    return sizes[i];
}

/* -- A page that was given -------------------------------------------------------------------- */

/* Moves the items not met before to the front, and gives them to whoever takes them. */
static bool take_fresh(struct wp_walk *w, struct err *err)
{
    struct wp_item *items = w->answer->items;
    size_t fresh = 0;
    w->low = UINT64_MAX;
    for (size_t i = 0; i < w->answer->count; i++) {
        uint64_t id = items[i].id;
        if (id && id < w->low)
            w->low = id;
        if (id && !wp_ids_add(&w->seen, id))
            continue;
        w->high = id > w->high ? id : w->high;
        items[fresh++] = items[i];
    }
    if (fresh)
        w->idle = 0;
    return fresh == 0 || w->take(w, items, fresh, err);
}

/* Judges by a page whether it was the last. A page shorter than asked for says nothing: WordPress
 * leaves out what the asker may not read after it has counted. */
static void judge_end(struct wp_walk *w, struct window win)
{
    const struct wp_answer *page = w->answer;
    bool announced = w->totals && win.offset + win.size < w->total;
    if (w->totals)
        w->ended |= !announced;
    else
        w->ended |= page->count == 0 || page->count > win.size;
    w->idle += win.size;
}

/* Ends a walk that leads nowhere: page after page, nothing new comes. */
static void end_idle(struct wp_walk *w)
{
    struct err e = {0};
    if (w->ended || w->idle < IDLE_MOST)
        return;
    w->ended = true;
    /* A site of files gives the same answer whatever is asked, and announces nothing. */
    if (!w->totals)
        return;
    w->complete = false;
    w->s->sync->counts.degraded = true;
    err_set(&e, ERR_INPUT, "the site announces %zu items, but gives nothing new after %zu",
            w->total, w->seen.count);
    err_hint(&e, "a cache or a plugin of the site may ignore the parameter “page”");
    err_at(&e, w->answer->http.url, 0, 0);
    wp_doubt(w->s, &e, false);
}

static bool is_met(const struct wp_walk *w)
{
    for (size_t i = 0; i < w->answer->count; i++)
        if (wp_ids_has(&w->seen, w->answer->items[i].id))
            return true;
    return false;
}

/* Reads again what lies before a window, until it meets what is known. */
static bool reread(struct wp_walk *w, struct window win, struct err *err)
{
    for (unsigned i = 0; win.offset > 0 && i < REREAD_MOST; i++) {
        struct err ignored = {0};
        win.offset -= win.size;
        struct wp_ask ask = ask_of(w, win, false);
        if (wp_ask(w->s, w->answer, &ask, &ignored) != WP_GIVEN)
            break;
        bool met = is_met(w);
        if (!take_fresh(w, err))
            return false;
        if (met)
            return true;
    }
    w->complete &= win.offset == 0;
    return true;
}

bool wp_is_capped(const struct wp_answer *page, size_t size)
{
    return page->totals && page->count > 0 && page->count < size &&
           page->pages > (page->total + size - 1) / size;
}

static bool take_window(struct wp_walk *w, struct window win, struct err *err)
{
    const struct wp_answer *page = w->answer;
    if (win.offset == 0 && wp_is_capped(page, win.size))
        win.size = w->size = w->s->size = page->count;
    bool moved = w->totals && page->totals && page->total != w->total && win.offset > 0;
    w->totals = page->totals || (w->totals && page->count > 0);
    w->total = page->totals ? page->total : w->total;
    w->offset = win.offset + win.size > w->offset ? win.offset + win.size : w->offset;
    judge_end(w, win);
    if (!take_fresh(w, err))
        return false;
    end_idle(w);
    return !moved || reread(w, win, err);
}

/* -- A page that was not ---------------------------------------------------------------------- */

/* Says that the site refuses pages which it announces. */
static void tell_refused(struct wp_walk *w)
{
    struct err e = {0};
    w->complete = false;
    w->s->sync->counts.degraded = true;
    err_set(&e, ERR_INPUT, "the site announces %zu items, but has no page behind the first %zu",
            w->total, w->seen.count);
    err_hint(&e, "a plugin of the site may limit what its interface gives");
    err_at(&e, w->answer->http.url, 0, 0);
    wp_doubt(w->s, &e, false);
}

/* Behind the last page there is an error. It also comes when the last page itself has vanished; when
 * there should be more than one, they have not vanished between two requests. */
static bool take_past_end(struct wp_walk *w, struct window win, struct err *err)
{
    bool moved = w->totals && win.offset < w->total;
    w->ended = true;
    if (moved && win.offset + win.size < w->total)
        tell_refused(w);
    return !moved || reread(w, win, err);
}

static bool is_past_end(const struct wp_answer *answer)
{
    return str_ends(answer->code, STR("_invalid_page_number"));
}

/* Gives up the single item that makes a page fail. Where only ids are asked for, no item can, so
 * that it is the server that fails. */
static bool give_up(struct wp_walk *w, struct window win, const struct err *why, struct err *err)
{
    struct wp_lone lone = {.type = w->type, .ask = ask_of(w, win, true), .why = *why};
    bool given;
    if (w->light) {
        w->complete = false;
        *err = *why;
        return ++w->lost <= LOST_MOST;
    }
    if (!wp_single(w->s, &lone, &given, err))
        return false;
    w->lost += !given;
    w->complete &= given;
    return !given || take_window(w, win, err);
}

static bool read_window(struct wp_walk *w, struct window win, bool once, struct err *err);

/* Reads a window in parts. When all of them come, the server could not bear its size. Calls itself
 * by way of read_window, four levels at most. */
static bool split(struct wp_walk *w, struct window win, const struct err *why, struct err *err)
{
    struct window part = {win.offset, size_below(win.size)};
    struct wp_ask ask = ask_of(w, win, true);
    unsigned lost = w->lost;
    bool silent = !w->answer->arrived;
    if (win.size == 1)
        return give_up(w, win, why, err);
    if (silent && win.size == w->size && (w->light || !wp_is_alive(w->s, &ask))) {
        *err = *why;
        return false;
    }
    /* What took too long will take half as long in halves: still too long, it may be. */
    if (silent)
        part.size = size_below(part.size);
    for (; part.offset < win.offset + win.size && !w->ended; part.offset += part.size)
        if (!read_window(w, part, true, err))
            return false;
    if (w->lost == lost && part.size < w->size)
        w->s->size = w->size = part.size;
    return true;
}

static bool read_window(struct wp_walk *w, struct window win, bool once, struct err *err)
{
    struct err why = {0};
    struct wp_ask ask = ask_of(w, win, once);
    switch (wp_ask(w->s, w->answer, &ask, &why)) {
    case WP_GIVEN: return take_window(w, win, err);
    case WP_FAILING: return split(w, win, &why, err);
    case WP_DENIED:
        if (win.offset > 0 && is_past_end(w->answer))
            return take_past_end(w, win, err);
        break;
    case WP_CLOSED: break;
    }
    *err = why;
    return false;
}

/* -- The walk --------------------------------------------------------------------------------- */

/*
 * Goes on where an earlier walk was broken off. Its page numbers are worth nothing by now: the page
 * that was read last is read again, and those before it until one reaches down to an id that the
 * earlier walk had met.
 */
static bool resume(struct wp_walk *w, struct err *err)
{
    size_t end = w->offset;
    uint64_t high = w->high;
    if (end == 0)
        return true;
    struct window win = {end - 1 - (end - 1) % w->size, w->size};
    w->offset = 0;
    for (;;) {
        if (!read_window(w, win, false, err))
            return false;
        if (win.offset == 0 || w->low <= high)
            break;
        win.offset -= win.size < win.offset ? win.size : win.offset;
        w->low = UINT64_MAX;
        w->ended = false;
    }
    /* What was read going backwards need not be asked for again. */
    w->offset += (w->size - w->offset % w->size) % w->size;
    return true;
}

static bool is_too_long(struct wp_walk *w)
{
    struct err e = {0};
    if (w->pages++ < w->limit && w->seen.count <= (size_t)w->limit * WP_SIZE)
        return false;
    w->complete = false;
    w->s->sync->counts.degraded = true;
    err_set(&e, ERR_LIMIT, "the list has more than %u pages of %d; the rest is not read", w->limit,
            WP_SIZE);
    err_at(&e, w->answer->http.url, 0, 0);
    wp_doubt(w->s, &e, false);
    return true;
}

bool wp_walk_run(struct wp_walk *w, struct err *err)
{
    w->answer = w->answer ? w->answer : &w->s->page;
    w->limit = w->limit ? w->limit : LIMIT_PAGES;
    w->size = w->s->size;
    w->complete = true;
    w->low = UINT64_MAX;
    bool ok = resume(w, err);
    while (ok && !w->ended && !is_too_long(w))
        ok = read_window(w, (struct window){w->offset, w->size}, false, err);
    return ok;
}
