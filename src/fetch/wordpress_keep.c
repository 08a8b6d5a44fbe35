/* Posts → documents, committed to whoever keeps them. */
#include "digest/limits.h"
#include "wordpress.h"

/* Documents that are committed at once, in bytes: a page of a careless site is taken in parts, so
 * that it is in memory once. */
#define COMMIT_BYTES ((size_t)8 << 20)

/* Pages without anything to keep, after which it is written down that they were read. */
#define QUIET_PAGES 10

/* -- Commits ---------------------------------------------------------------------------------- */

static void count_fates(struct sync_counts *counts, const struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        counts->added += batch->fates[i] == DOCUMENT_NEW;
        counts->changed += batch->fates[i] == DOCUMENT_CHANGED;
        counts->unchanged += batch->fates[i] == DOCUMENT_UNCHANGED;
        counts->failed += batch->fates[i] == DOCUMENT_FAILED;
    }
    for (size_t i = 0; i < batch->departure_count; i++) {
        counts->gone += batch->departures[i].gone;
        counts->left_out += !batch->departures[i].gone;
    }
}

/* Commits a batch with the notes that were set. */
static bool commit(struct wp_sync *s, struct batch *batch, struct err *err)
{
    const struct keeper *keeper = s->sync->keeper;
    batch->notes = s->notes;
    batch->note_count = s->note_count;
    if (batch->count + batch->departure_count + batch->note_count == 0)
        return true;
    if (!keeper->commit(keeper->context, batch, err))
        return false;
    s->note_count = 0;
    count_fates(&s->sync->counts, batch);
    return true;
}

bool wp_commit(struct wp_sync *s, struct departure *departures, size_t count, struct err *err)
{
    struct batch batch = {.departures = departures, .departure_count = count};
    return commit(s, &batch, err);
}

/* -- What is worth keeping -------------------------------------------------------------------- */

static str id_text(struct arena *a, uint64_t id)
{
    return arena_printf(a, "%llu", (unsigned long long)id);
}

static bool known_of(struct wp_sync *s, uint64_t id, struct known *known)
{
    const struct keeper *keeper = s->sync->keeper;
    return keeper->known(keeper->context, &s->work, id_text(&s->work, id), known);
}

bool wp_is_kept(struct wp_sync *s, uint64_t id, str modified)
{
    struct known known;
    return known_of(s, id, &known) && known.present &&
           (modified.n == 0 || str_eq(modified, known.modified));
}

static void report_unnumbered(struct wp_sync *s)
{
    struct err e = {0};
    s->sync->counts.failed++;
    if (s->unnumbered)
        return;
    s->unnumbered = true;
    err_set(&e, ERR_INPUT, "the site gives posts without an id; they are left out");
    err_at(&e, s->page.http.url, 0, 0);
    wp_doubt(s, &e, true);
}

/* What is to be made of the posts that came. */
struct choice {
    struct wp_item **items;
    size_t count;
    struct departure *departures;
    size_t departure_count;
};

/* Chooses those that are new or different. With credentials, posts may come that are not public:
 * what was is gone, then. */
static void choose(struct wp_sync *s, struct choice *choice, struct wp_item *item)
{
    struct known known;
    str modified = wp_item_modified(item);
    str status = wp_word(item->members[WP_STATUS]);
    if (item->id == 0) {
        report_unnumbered(s);
    } else if (status.n && !str_is(status, "publish")) {
        if (known_of(s, item->id, &known) && known.present)
            choice->departures[choice->departure_count++] =
                (struct departure){.id = id_text(&s->work, item->id), .gone = true};
    } else if (!s->sync->full && !s->anew && modified.n && wp_is_kept(s, item->id, modified)) {
        s->sync->counts.unchanged++;
    } else {
        choice->items[choice->count++] = item;
    }
}

/* -- Documents -------------------------------------------------------------------------------- */

/* Makes a document, its bytes at the end of s->out. A post of which a part could not be asked for
 * is kept as if it had another date and content, so that it counts as changed when it comes
 * again. */
static void make_document(struct wp_sync *s, const struct wp_item *item, struct document *out)
{
    bool whole = wp_compose(s, item, &s->out);
    *out = (struct document){.id = id_text(&s->work, item->id),
                             .kind = RAW_POSTS,
                             .url = wp_text_of(&s->work, item->members[WP_LINK], LIMIT_URL),
                             .content = wp_item_hash(item),
                             .modified = wp_item_modified(item),
                             .published = wp_item_published(item),
                             .dated = INSTANT_NONE,
                             .renamed = s->anew};
    if (!whole) {
        out->modified = STR("");
        out->content = hash_with(out->content, STR("not whole"));
    }
}

/* Commits documents whose bytes stand one behind the other in s->out, from `begins` on. */
static bool commit_documents(struct wp_sync *s, struct batch *batch, const size_t *begins,
                             struct err *err)
{
    for (size_t i = 0; i < batch->count; i++) {
        size_t end = i + 1 < batch->count ? begins[i + 1] : s->out.n;
        batch->documents[i].bytes = str_slice(buf_str(&s->out), begins[i], end);
    }
    return commit(s, batch, err);
}

/* True when there is nothing to commit but how far the walk has come, which is written down now and
 * then only: a walk that is broken off again and again must get on. */
static bool is_quiet(struct wp_sync *s, const struct choice *choice)
{
    if (choice->count + choice->departure_count)
        s->quiet = 0;
    else
        s->quiet++;
    return s->quiet % QUIET_PAGES != 0;
}

/* Makes and commits the chosen ones; the notes that were set come with the last, since they say
 * that all of them are kept. */
static bool keep_chosen(struct wp_sync *s, const struct choice *choice, struct err *err)
{
    struct document *documents = arena_array(&s->work, choice->count, sizeof *documents);
    enum document_fate *fates = arena_array(&s->work, choice->count, sizeof *fates);
    size_t *begins = arena_array(&s->work, choice->count, sizeof *begins);
    size_t first = 0, note_count = s->note_count;
    buf_reset(&s->out);
    for (size_t i = 0; i < choice->count; i++) {
        begins[i] = s->out.n;
        make_document(s, choice->items[i], &documents[i]);
        if (s->out.n < COMMIT_BYTES || i + 1 == choice->count)
            continue;
        struct batch batch = {
            .documents = documents + first, .fates = fates + first, .count = i + 1 - first};
        s->note_count = 0;
        if (!commit_documents(s, &batch, begins + first, err))
            return false;
        s->note_count = note_count;
        first = i + 1;
        buf_reset(&s->out);
    }
    struct batch batch = {.documents = documents + first,
                          .fates = fates + first,
                          .count = choice->count - first,
                          .departures = choice->departures,
                          .departure_count = choice->departure_count};
    return commit_documents(s, &batch, begins + first, err);
}

static void show_progress(struct wp_sync *s, size_t count)
{
    const struct keeper *keeper = s->sync->keeper;
    s->done += count;
    if (keeper->progress)
        keeper->progress(keeper->context, s->done, s->expected);
}

bool wp_keep(struct wp_sync *s, struct wp_type *type, struct wp_item *items, size_t count,
             struct err *err)
{
    arena_reset(&s->work);
    struct choice choice = {
        .items = arena_array(&s->work, count, sizeof *choice.items),
        .departures = arena_array(&s->work, count, sizeof *choice.departures),
    };
    s->lost_in_a_row = 0;
    s->sync->counts.fetched += count;
    for (size_t i = 0; i < count; i++) {
        int64_t changed = wp_item_changed(&items[i]);
        type->newest = changed > type->newest ? changed : type->newest;
        choose(s, &choice, &items[i]);
    }
    struct err ignored = {0};
    if (choice.count && type->categories)
        wp_tree_read(s, &ignored);
    wp_parts_resolve(s, choice.items, choice.count);
    wp_names_meet(s, choice.items, choice.count);
    if (!is_quiet(s, &choice) && !keep_chosen(s, &choice, err))
        return false;
    show_progress(s, count);
    return true;
}

bool wp_sift(struct wp_sync *s, struct wp_type *type, struct wp_item *items, size_t count,
             struct wp_list *wanted, struct err *err)
{
    size_t whole = 0;
    for (size_t i = 0; i < count; i++) {
        struct wp_item item = items[i];
        arena_reset(&s->work);
        if (item.id == 0 || wp_is_kept(s, item.id, wp_item_modified(&item)))
            continue;
        if (item.members[WP_TITLE].n && item.members[WP_CONTENT].n)
            items[whole++] = item;
        else
            wp_list_add(wanted, &s->keep, item.id);
    }
    return whole == 0 || wp_keep(s, type, items, whole, err);
}
