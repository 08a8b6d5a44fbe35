/*
 * What a WordPress source remembers from one synchronisation to the next, as notes:
 *
 *     root           where the interface is
 *     settings       fingerprint of what decides which posts are asked for
 *     since          articles before it were not asked for; or "all"
 *     settled        the same as `settings`, once those that it leaves out were found
 *     filter, types  what slugs of the configuration turned out to be
 *     swept          when all ids were last compared
 *     balance        how many posts more the site announces than are kept, right after that
 *     ignores        the server does not know modified_after
 *     size           the page size that the server can bear
 *     feed           the last run could only read the feed
 *     user           the password was not accepted
 *     users_closed   nobody may ask for the list of authors
 *     names_users, names_categories, names_tags
 *                    what authors, categories and tags were called
 *     names_due      of more than one run's worth of them the names have changed
 *
 * and of each type of posts, with the last part of its route behind the name:
 *
 *     cursor_posts   all changes until then are known
 *     walk_posts     how far a walk through all posts has come
 *     window_posts   the age that a limited number of articles reaches to
 *     lost_posts     ids that could not be read
 */
#include <stdlib.h>

#include "digest/limits.h"
#include "wordpress.h"

void wp_init(struct wp_sync *s, struct sync *sync)
{
    *s = (struct wp_sync){.sync = sync, .size = WP_SIZE, .started = INSTANT_NONE};
    s->out = buf_init(2 * LIMIT_RESPONSE);
    s->tree.by_id.arena = &s->keep;
    for (int i = 0; i < WP_PARTS; i++)
        s->parts.known[i].arena = &s->keep;
}

void wp_release(struct wp_sync *s)
{
    wp_answer_release(&s->page);
    wp_answer_release(&s->side);
    buf_release(&s->out);
    for (int i = 0; i < WP_NAMED; i++)
        wp_ids_release(&s->names[i].met_ids);
    arena_release(&s->work);
    arena_release(&s->keep);
}

/* -- Notes ------------------------------------------------------------------------------------ */

str wp_note(struct wp_sync *s, const char *name)
{
    const struct keeper *keeper = s->sync->keeper;
    return keeper->note(keeper->context, &s->keep, name);
}

void wp_note_set(struct wp_sync *s, const char *name, str value)
{
    size_t i = 0;
    while (i < s->note_count && strcmp(s->notes[i].name, name) != 0)
        i++;
    if (i == s->note_count && str_eq(wp_note(s, name), value))
        return;
    if (i == s->note_count)
        s->notes = arena_grow(&s->keep, s->notes, i, &s->note_cap, sizeof *s->notes);
    s->notes[i] = (struct note){name, arena_copy(&s->keep, value)};
    if (i == s->note_count)
        s->note_count++;
}

int64_t wp_note_instant(struct wp_sync *s, const char *name)
{
    uint64_t number;
    str text = wp_note(s, name);
    return str_to_uint(text, INT64_MAX, &number) ? (int64_t)number : INSTANT_NONE;
}

void wp_note_set_instant(struct wp_sync *s, const char *name, int64_t instant)
{
    str text = STR("");
    if (instant >= 0)
        text = arena_printf(&s->keep, "%lld", (long long)instant);
    wp_note_set(s, name, text);
}

str wp_date(struct arena *a, int64_t instant)
{
    struct civil c = civil_of(instant, 0);
    return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day, c.hour,
                        c.minute, c.second);
}

/* -- What is asked for ------------------------------------------------------------------------ */

static struct hash hash_list(struct hash hash, const struct str_list *list)
{
    hash = hash_with(hash, STR("list"));
    for (size_t i = 0; i < list->count; i++)
        hash = hash_with(hash, list->items[i]);
    return hash;
}

static str settings_of(struct wp_sync *s)
{
    const struct source *source = s->sync->source;
    char hex[33];
    struct hash hash = hash_of(source->location);
    hash = hash_list(hash, &source->categories);
    hash = hash_list(hash, &source->tagged);
    hash = hash_list(hash, &source->types);
    hash = hash_with(hash, source->user);
    hash = hash_with(hash, arena_printf(&s->keep, "%zu", source->max_articles));
    hash_hex(hash, hex);
    return arena_copy(&s->keep, str_of(hex));
}

/* True when older articles are asked for than the last time. A span of days moves on every day,
 * which brings nothing that is not kept. */
static bool reaches_further(struct wp_sync *s)
{
    int64_t since = s->sync->source->since;
    str last = wp_note(s, "since"), now = STR("all");
    uint64_t instant;
    if (since != INSTANT_NONE)
        now = arena_printf(&s->keep, "%lld", (long long)since);
    wp_note_set(s, "since", now);
    if (str_eq(last, now) || str_is(last, "all"))
        return false;
    return !str_to_uint(last, INT64_MAX, &instant) || since < (int64_t)instant;
}

void wp_recall(struct wp_sync *s)
{
    uint64_t size;
    s->settings = settings_of(s);
    s->changed = reaches_further(s) || !str_eq(wp_note(s, "settings"), s->settings);
    s->unsettled = !str_eq(wp_note(s, "settled"), s->settings);
    wp_note_set(s, "settings", s->settings);
    s->ignores = wp_note(s, "ignores").n > 0 && !s->sync->full;
    s->lesser = wp_note(s, "feed").n > 0;
    if (!s->sync->full && str_to_uint(wp_note(s, "size"), WP_SIZE, &size) && size > 0 &&
        WP_SIZE % size == 0)
        s->size = (size_t)size;
}

/* The name of a type's note. Routes come from the server: their last part is cut to what fits. */
static const char *note_name(struct wp_sync *s, const char *kind, const struct wp_type *type)
{
    str route = type->route, part, last = {NULL, 0};
    while (str_next_part(&route, '/', &part))
        last = part;
    return arena_printf(&s->keep, "%s_%.*s", kind, STR_ARGS(str_slice(last, 0, 40))).p;
}

void wp_type_recall(struct wp_sync *s, struct wp_type *type)
{
    type->cursor_note = note_name(s, "cursor", type);
    type->walk_note = note_name(s, "walk", type);
    type->window_note = note_name(s, "window", type);
    type->lost_note = note_name(s, "lost", type);
    type->cursor =
        s->changed || s->sync->full ? INSTANT_NONE : wp_note_instant(s, type->cursor_note);
    if (s->changed) {
        wp_note_set(s, type->cursor_note, STR(""));
        wp_note_set(s, type->walk_note, STR(""));
    }
    type->newest = INSTANT_NONE;
    type->window = STR("");
}

void wp_doubt(struct wp_sync *s, const struct err *problem, bool fatal)
{
    const struct keeper *keeper = s->sync->keeper;
    keeper->problem(keeper->context, problem, fatal);
}
