/*
 * Names that categories, tags and authors got anew. WordPress does not date the posts that have them
 * anew, so what these are called is compared with a note of the last time: whenever all ids are
 * compared, and where names are read or come with new posts anyway. The kept posts of what has another
 * name, slug or place are brought again.
 *
 * A note is a line "id fingerprint parent" for each. Of a term that was deleted no question finds the
 * posts that had it.
 */
#include <stdlib.h>

#include "digest/limits.h"
#include "wordpress.h"

/* Pages of names that are read: 20,000 of a kind. Of more, none are compared. */
#define NAMES_PAGES 200
#define NAMES_MOST  ((size_t)NAMES_PAGES * WP_SIZE)

/* Names in one run whose posts are brought again; those of the others are in the next. */
#define RENAMED_MOST 50

/* Bytes of a line of a note, at most. */
#define LINE_MOST 64

struct kind {
    const char *many, *note, *route, *fields;
    const char *parameter; /* that asks for the posts which have it */
    enum wp_member member; /* of a post, that names it */
};

static const struct kind kinds[WP_NAMED] = {
    [WP_PART_AUTHOR] = {"authors", "names_users", "wp/v2/users", "id,name,slug", "author",
                        WP_AUTHOR},
    [WP_PART_CATEGORY] = {"categories", "names_categories", "wp/v2/categories",
                          "id,name,slug,parent", "categories", WP_CATEGORIES},
    [WP_PART_TAG] = {"tags", "names_tags", "wp/v2/tags", "id,name,slug", "tags", WP_TAGS},
};

/* -- Lists of names --------------------------------------------------------------------------- */

static void add_name(struct wp_sync *s, struct wp_name_list *list, struct wp_name name)
{
    list->items = arena_grow(&s->keep, list->items, list->count, &list->cap, sizeof *list->items);
    list->items[list->count++] = name;
}

static int compare_names(const void *a, const void *b)
{
    const struct wp_name *x = a, *y = b;
    return x->id < y->id ? -1 : x->id > y->id;
}

static struct wp_name *find_name(const struct wp_name_list *list, uint64_t id)
{
    const struct wp_name key = {.id = id};
    if (list->count == 0)
        return NULL;
    return bsearch(&key, list->items, list->count, sizeof *list->items, compare_names);
}

static void sort_names(struct wp_name_list *list)
{
    if (list->count)
        qsort(list->items, list->count, sizeof *list->items, compare_names);
}

static struct wp_name name_of(uint64_t id, str name, str slug, uint64_t parent)
{
    struct hash hash = hash_with(hash_of(name), slug);
    return (struct wp_name){.id = id, .parent = parent, .print = (uint32_t)hash.low};
}

/* The name of an object; false when it has none. */
static bool read_name(struct wp_sync *s, const struct wp_item *item, struct wp_name *out)
{
    str name = wp_text_of(&s->work, item->members[WP_NAME], LIMIT_FIELD);
    str slug = wp_text_of(&s->work, item->members[WP_SLUG], LIMIT_FIELD);
    *out = name_of(item->id, name, slug, 0);
    return item->id && name.n;
}

/* -- Notes ------------------------------------------------------------------------------------ */

static bool read_line(str line, struct wp_name *out)
{
    str id, print, parent;
    uint64_t value = 0;
    if (!str_next_part(&line, ' ', &id) || !str_next_part(&line, ' ', &print) ||
        !str_next_part(&line, ' ', &parent))
        return false;
    bool good = str_to_uint(id, INT64_MAX, &out->id) && out->id &&
                str_to_uint(print, UINT32_MAX, &value) &&
                str_to_uint(parent, INT64_MAX, &out->parent);
    out->print = (uint32_t)value;
    return good;
}

/* What was noted the last time, read once in a run. */
static const struct wp_name_list *noted_of(struct wp_sync *s, enum wp_part part)
{
    struct wp_names *names = &s->names[part];
    struct wp_name name;
    str line;
    if (names->recalled)
        return &names->noted;
    names->recalled = true;
    for (str rest = wp_note(s, kinds[part].note);
         names->noted.count < NAMES_MOST && str_next_line(&rest, &line);)
        if (read_line(line, &name))
            add_name(s, &names->noted, name);
    sort_names(&names->noted);
    return &names->noted;
}

static void note_names(struct wp_sync *s, enum wp_part part, const struct wp_name_list *list)
{
    struct buf text = buf_init(NAMES_MOST * LINE_MOST);
    for (size_t i = 0; i < list->count && list->count <= NAMES_MOST; i++)
        buf_addf(&text, "%llu %lu %llu\n", (unsigned long long)list->items[i].id,
                 (unsigned long)list->items[i].print, (unsigned long long)list->items[i].parent);
    wp_note_set(s, kinds[part].note, buf_str(&text));
    buf_release(&text);
}

/* -- Names that come with posts --------------------------------------------------------------- */

/* Of authors all are met, since no other way to their names may be open; of tags those that are
 * called otherwise than was noted. Categories are read as a whole wherever posts come. */
static void meet(struct wp_sync *s, enum wp_part part, str object)
{
    struct wp_names *names = &s->names[part];
    const struct wp_name_list *noted = noted_of(s, part);
    struct wp_item item;
    struct wp_name name;
    struct json j = json_init(object);
    if (names->met.count >= NAMES_MOST || !wp_item_read(&j, &item) || !read_name(s, &item, &name))
        return;
    const struct wp_name *before = find_name(noted, name.id);
    bool other = before && before->print != name.print;
    if ((!other && (before || part != WP_PART_AUTHOR)) || !wp_ids_add(&names->met_ids, name.id))
        return;
    names->suspicious |= other;
    add_name(s, &names->met, name);
}

void wp_names_meet(struct wp_sync *s, struct wp_item **items, size_t count)
{
    str group, object, taxonomy;
    uint64_t id;
    for (size_t i = 0; i < count; i++) {
        struct wp_embedded embedded = wp_embedded_of(items[i]);
        struct wp_values authors = wp_values_of(embedded.author);
        while (!authors.object && wp_values_next(&authors, &object))
            if (wp_is_author(object))
                meet(s, WP_PART_AUTHOR, object);
        for (struct wp_values all = wp_values_of(embedded.terms); wp_values_next(&all, &group);)
            for (struct wp_values list = wp_values_of(group); wp_values_next(&list, &object);)
                if (wp_term_read(object, &id, &taxonomy) && str_is(taxonomy, "post_tag"))
                    meet(s, WP_PART_TAG, object);
    }
}

/* -- Names that are asked for ----------------------------------------------------------------- */

/* What names are now. */
struct present {
    struct wp_name_list list;
    bool complete; /* those that it lacks do not exist */
    bool any;      /* it could be read */
};

static void take_names(struct wp_sync *s, struct present *out, struct wp_ids *seen)
{
    struct wp_name name;
    for (size_t i = 0; i < s->side.count; i++) {
        arena_reset(&s->work);
        if (read_name(s, &s->side.items[i], &name) && wp_ids_add(seen, name.id))
            add_name(s, &out->list, name);
    }
}

/* Reads the names of a kind, or of some ids. The outcome is that of the last request. */
static enum wp_outcome ask_names(struct wp_sync *s, enum wp_part part, str query,
                                 struct present *out)
{
    struct wp_ids seen = {0};
    struct err ignored = {0};
    enum wp_outcome outcome = WP_GIVEN;
    struct wp_ask ask = {.route = str_of(kinds[part].route),
                         .query = query,
                         .fields = kinds[part].fields,
                         .size = s->size,
                         .page = 1};
    bool ended = false, over = false;
    while (!ended && !over) {
        size_t before = out->list.count;
        outcome = wp_ask(s, &s->side, &ask, &ignored);
        if (outcome != WP_GIVEN)
            break;
        over = s->side.totals && s->side.total > NAMES_PAGES * s->size;
        take_names(s, out, &seen);
        ended = out->list.count == before || (s->side.totals && out->list.count >= s->side.total) ||
                s->side.count < ask.size;
        over |= !ended && ask.page++ >= NAMES_PAGES;
        out->complete = ended && s->side.totals && out->list.count >= s->side.total;
    }
    wp_ids_release(&seen);
    out->any = outcome == WP_GIVEN && !over;
    return outcome;
}

/* The names of those only that came with posts under another one than was noted. */
static enum wp_outcome ask_suspects(struct wp_sync *s, enum wp_part part, struct present *out)
{
    struct wp_list ids = {0};
    const struct wp_name_list *met = &s->names[part].met;
    for (size_t i = 0; i < met->count && ids.count < s->size; i++)
        if (find_name(noted_of(s, part), met->items[i].id))
            wp_list_add(&ids, &s->keep, met->items[i].id);
    str joined = wp_list_join(&s->keep, &ids, 0, ids.count);
    enum wp_outcome outcome =
        ask_names(s, part, arena_printf(&s->keep, "include=%.*s", STR_ARGS(joined)), out);
    out->complete = false;
    return outcome;
}

static void read_categories(struct wp_sync *s, bool due, struct present *out)
{
    struct err ignored = {0};
    if (due)
        wp_tree_read(s, &ignored);
    out->any = out->complete = s->tree.complete && s->tree.count <= NAMES_MOST;
    for (size_t i = 0; out->any && i < s->tree.count; i++) {
        const struct wp_category *c = &s->tree.items[i];
        add_name(s, &out->list, name_of(c->id, c->name, c->slug, c->parent));
    }
}

static void read_tags(struct wp_sync *s, bool due, struct present *out)
{
    if (due)
        ask_names(s, WP_PART_TAG, STR("orderby=id&order=asc"), out);
    else if (s->names[WP_PART_TAG].suspicious)
        ask_suspects(s, WP_PART_TAG, out);
}

/* Many sites tell visitors nothing of their users but what is embedded, and some take the question
 * for an attack: it is not put again where it was refused, nor where all names were just met. */
static void read_authors(struct wp_sync *s, bool due, struct present *out)
{
    struct wp_names *names = &s->names[WP_PART_AUTHOR];
    bool closed = wp_note(s, "users_closed").n && !s->changed && !s->sync->full;
    bool ask = !closed && noted_of(s, WP_PART_AUTHOR)->count;
    enum wp_outcome outcome = WP_GIVEN;
    for (size_t i = 0; i < s->type_count; i++)
        ask &= !s->types[i].walked;
    if (ask && due)
        outcome = ask_names(s, WP_PART_AUTHOR, STR("orderby=id&order=asc"), out);
    else if (ask && names->suspicious)
        outcome = ask_suspects(s, WP_PART_AUTHOR, out);
    closed |= outcome == WP_DENIED || outcome == WP_CLOSED;
    wp_note_set(s, "users_closed", closed ? STR("yes") : STR(""));
    /* Those that the list lacks: it may have only some. */
    struct wp_name_list list = out->any ? out->list : (struct wp_name_list){0};
    sort_names(&list);
    size_t listed = list.count;
    for (size_t i = 0; i < names->met.count; i++) {
        const struct wp_name_list known = {list.items, listed, listed};
        bool comes_only_so =
            closed || !ask || !find_name(noted_of(s, WP_PART_AUTHOR), names->met.items[i].id);
        if (comes_only_so && !find_name(&known, names->met.items[i].id))
            add_name(s, &list, names->met.items[i]);
    }
    out->complete = false;
    out->any = list.count > 0;
    out->list = list;
}

/* -- Their posts ------------------------------------------------------------------------------ */

/* The kept posts that have one of some names. */
struct concerned {
    const struct kind *kind;
    struct wp_ids ids;
    struct wp_list posts;
};

/* Types of posts may not know the question and give all. */
static bool is_concerned(const struct concerned *c, const struct wp_item *item)
{
    uint64_t id;
    str value = item->members[c->kind->member];
    if (c->kind->member == WP_AUTHOR)
        return wp_ids_has(&c->ids, wp_number(value));
    for (struct wp_values list = wp_values_of(value); wp_values_next_number(&list, &id);)
        if (wp_ids_has(&c->ids, id))
            return true;
    return false;
}

static bool take_concerned(struct wp_walk *w, struct wp_item *items, size_t count, struct err *err)
{
    struct concerned *c = w->context;
    (void)err;
    for (size_t i = 0; i < count; i++) {
        arena_reset(&w->s->work);
        if (items[i].id && is_concerned(c, &items[i]) && wp_is_kept(w->s, items[i].id, STR("")))
            wp_list_add(&c->posts, &w->s->keep, items[i].id);
    }
    return true;
}

/* Finds the concerned posts of a type. */
static bool find_concerned(struct wp_sync *s, struct wp_type *type, const struct wp_list *ids,
                           struct concerned *c, struct err *err)
{
    str joined = wp_list_join(&s->keep, ids, 0, ids->count);
    struct wp_walk w = {
        .s = s,
        .type = type,
        .route = type->route,
        .query = arena_printf(&s->keep, "orderby=id&order=asc&%s=%.*s%.*s", c->kind->parameter,
                              STR_ARGS(joined), STR_ARGS(type->window)),
        .fields = arena_printf(&s->keep, "id,%.*s", STR_ARGS(wp_member_key(c->kind->member))).p,
        .light = true,
        .take = take_concerned,
        .context = c};
    bool ok = wp_walk_run(&w, err);
    wp_ids_release(&w.seen);
    return ok;
}

static bool has_kind(const struct wp_type *type, enum wp_part part)
{
    return !type->skipped && (part == WP_PART_CATEGORY ? type->categories
                              : part == WP_PART_TAG    ? type->tags
                                                       : true);
}

/* That a question is refused is no reason to fail, where all posts are there. */
static void report_refused(struct wp_sync *s, enum wp_part part, const struct err *why)
{
    struct err e = {0};
    err_set(&e, why->code, "posts of renamed %s cannot be asked for: %s", kinds[part].many,
            why->why);
    err_hint(&e, "they keep the old names until they change; `--full` brings all anew");
    err_at(&e, str_of(why->file), 0, 0);
    wp_doubt(s, &e, false);
}

/* Brings the kept posts again that have one of the names. *done: all of them. */
static bool bring_again(struct wp_sync *s, enum wp_part part, const struct wp_list *ids, bool *done,
                        struct err *err)
{
    bool ok = true;
    *done = true;
    for (size_t i = 0; ok && i < s->type_count; i++) {
        struct err why = {0};
        struct wp_type *type = &s->types[i];
        struct concerned c = {.kind = &kinds[part]};
        if (!has_kind(type, part))
            continue;
        for (size_t k = 0; k < ids->count; k++)
            wp_ids_add(&c.ids, ids->items[k]);
        bool found = find_concerned(s, type, ids, &c, &why);
        wp_ids_release(&c.ids);
        if (!found) {
            *done = false;
            report_refused(s, part, &why);
            continue;
        }
        s->anew = true;
        ok = wp_fetch(s, type, &c.posts, err);
        s->anew = false;
        wp_note_lost(s, type);
    }
    return ok;
}

/* -- Comparing -------------------------------------------------------------------------------- */

static bool is_renamed(enum wp_part part, const struct wp_name *before, const struct wp_name *now)
{
    return before->print != now->print ||
           (part == WP_PART_CATEGORY && before->parent != now->parent);
}

/* Lists the renamed ones; those that are too many for one run stay as they were noted. */
static void list_renamed(struct wp_sync *s, enum wp_part part, struct present *now,
                         struct wp_list *renamed)
{
    const struct wp_name_list *noted = noted_of(s, part);
    for (size_t i = 0; i < now->list.count; i++) {
        const struct wp_name *before = find_name(noted, now->list.items[i].id);
        if (s->sync->full || !before || !is_renamed(part, before, &now->list.items[i]))
            continue;
        if (s->renamed++ < RENAMED_MOST)
            wp_list_add(renamed, &s->keep, before->id);
        else
            now->list.items[i] = *before;
    }
}

/* Adds what was noted of those that a list lacks because it has not all. */
static void add_noted(struct wp_sync *s, enum wp_part part, struct present *now)
{
    const struct wp_name_list *noted = noted_of(s, part), known = now->list;
    for (size_t i = 0; i < noted->count && !now->complete; i++)
        if (!find_name(&known, noted->items[i].id))
            add_name(s, &now->list, noted->items[i]);
}

static bool compare(struct wp_sync *s, enum wp_part part, struct present *now, struct err *err)
{
    struct wp_list renamed = {0};
    bool done = true;
    sort_names(&now->list);
    list_renamed(s, part, now, &renamed);
    if (renamed.count && !bring_again(s, part, &renamed, &done, err))
        return false;
    add_noted(s, part, now);
    if (done)
        note_names(s, part, &now->list);
    return true;
}

static void report_rest(struct wp_sync *s)
{
    struct err e = {0};
    err_set(&e, ERR_LIMIT, "%zu categories, tags and authors have other names than the last time",
            s->renamed);
    err_hint(&e, "the posts of %d are brought again now, those of the others in the next runs",
             RENAMED_MOST);
    err_at(&e, s->root.home.n ? s->root.home : s->root.url, 0, 0);
    wp_doubt(s, &e, false);
}

bool wp_names(struct wp_sync *s, bool due, struct err *err)
{
    static void (*const readers[WP_NAMED])(struct wp_sync * s, bool due, struct present *out) = {
        [WP_PART_AUTHOR] = read_authors,
        [WP_PART_CATEGORY] = read_categories,
        [WP_PART_TAG] = read_tags,
    };
    due |= wp_note(s, "names_due").n > 0;
    for (int i = 0; i < WP_NAMED; i++) {
        enum wp_part part = (enum wp_part)i;
        struct present now = {.any = false};
        bool used = false;
        for (size_t k = 0; k < s->type_count; k++)
            used |= has_kind(&s->types[k], part);
        if (used)
            readers[part](s, due, &now);
        if (now.any && !compare(s, part, &now, err)) {
            wp_note_set(s, "names_due", STR("yes"));
            return false;
        }
    }
    wp_note_set(s, "names_due", s->renamed > RENAMED_MOST ? STR("yes") : STR(""));
    if (s->renamed > RENAMED_MOST)
        report_rest(s);
    return true;
}
