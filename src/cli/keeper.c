/* What syncs bring, into the store: see keeper.h. */
#include "keeper.h"

#include "digest/limits.h"
#include "digest/parse.h"

static const struct source *source_of(const struct keeping *k)
{
    return &k->run->config.sources[k->index];
}

/* The store failed. A sync that only asked goes on until its next batch, which fails for that
 * reason. */
static void keep_failure(struct keeping *k, const struct err *err)
{
    if (k->failed.code == ERR_NONE)
        k->failed = *err;
}

/* -- Questions -------------------------------------------------------------------------------- */

static str answer_note(void *context, struct arena *a, const char *name)
{
    struct keeping *k = context;
    struct err err = {0};
    str value = {0};
    pthread_mutex_lock(&k->run->store_lock);
    bool good = store_note_get(k->run->store, a, source_of(k)->key, name, &value, &err);
    pthread_mutex_unlock(&k->run->store_lock);
    if (!good)
        keep_failure(k, &err);
    return value;
}

static bool answer_known(void *context, struct arena *a, str id, struct known *out)
{
    struct keeping *k = context;
    struct stored_document document;
    struct err err = {0};
    bool found = false;
    pthread_mutex_lock(&k->run->store_lock);
    bool good =
        store_document_get(k->run->store, a, source_of(k)->key, id, &document, &found, &err);
    pthread_mutex_unlock(&k->run->store_lock);
    if (!good)
        keep_failure(k, &err);
    if (!good || !found)
        return false;
    *out = (struct known){.content = document.content,
                          .modified = document.modified,
                          .present = document.presence == PRESENCE_HERE};
    return true;
}

static bool answer_ids(void *context, struct arena *a, str **out, size_t *count, struct err *err)
{
    struct keeping *k = context;
    pthread_mutex_lock(&k->run->store_lock);
    bool good = store_document_ids(k->run->store, a, source_of(k)->key, out, count, err);
    pthread_mutex_unlock(&k->run->store_lock);
    if (!good)
        keep_failure(k, err);
    return good;
}

/* -- What it brings --------------------------------------------------------------------------- */

static struct stored_document to_be_stored(const struct document *d, str id)
{
    return (struct stored_document){
        .id = id,
        .kind = (int)d->kind,
        .url = d->url,
        .content = d->content,
        .hash = hash_of(d->bytes),
        .size = d->bytes.n,
        .modified = d->modified,
        .published = d->published,
        .dated = d->dated,
        .charset = d->charset,
        .markdown = d->markdown,
    };
}

/* What is to be done with a document that is kept in an earlier form. */
enum verdict {
    VERDICT_SAVE,
    VERDICT_LEAVE,
    VERDICT_DATE_ONLY,
    VERDICT_BYTES_ONLY,
    VERDICT_BRING_BACK,
};

/*
 * Blocks that print the address of the request make posts differ without an edit, so a post of the
 * same date has not changed; and a post that was saved again without an edit only has a new date,
 * which is noted, but is no reason to say on its page that it was updated. Nor are other names of its categories, tags or
 * author, which are kept without a word. A post that once came
 * whole is not replaced by what a feed has of it, unless the site took it back in between.
 */
static enum verdict judge(const struct keeping *k, const struct document *d,
                          const struct stored_document *before)
{
    bool same = hash_eq(d->content, before->content);
    bool dated = d->modified.n && str_eq(d->modified, before->modified);
    bool lesser = before->kind == RAW_POSTS && d->kind == RAW_ENTRY;
    if (lesser && before->presence != PRESENCE_GONE)
        return before->presence == PRESENCE_HERE ? VERDICT_LEAVE : VERDICT_BRING_BACK;
    if (before->presence != PRESENCE_HERE || k->run->config.full)
        return VERDICT_SAVE;
    if (before->kind != RAW_POSTS || d->kind != RAW_POSTS)
        return VERDICT_SAVE;
    if (dated && !same)
        return d->renamed ? VERDICT_BYTES_ONLY : VERDICT_LEAVE;
    return same && !dated && !d->renamed ? VERDICT_DATE_ONLY : VERDICT_SAVE;
}

/* Saves a document with the bytes that are kept. *done is false when those are damaged, so that new
 * ones are needed. False: the store failed. */
static bool save_kept(struct keeping *k, const struct stored_document *document, bool *done,
                      struct err *err)
{
    bool added, changed;
    struct err why = {0};
    struct buf bytes = buf_init(LIMIT_DOCUMENT);
    str key = source_of(k)->key;
    *done = store_document_load(k->run->store, key, document->id, 0, &bytes, &why);
    bool good = *done || why.code == ERR_STORE;
    if (!good)
        *err = why;
    else if (*done)
        good = store_document_save(k->run->store, key, document, buf_str(&bytes),
                                   k->run->config.now, &added, &changed, err);
    buf_release(&bytes);
    return good;
}

/* Keeps one document under the name `id`. False: the store failed. */
static bool keep_document(struct keeping *k, const struct document *d, str id,
                          enum document_fate *fate, struct err *err)
{
    struct store *store = k->run->store;
    str key = source_of(k)->key;
    struct stored_document before;
    bool found, added, changed;
    *fate = DOCUMENT_UNCHANGED;
    if (!store_document_get(store, &k->scratch, key, id, &before, &found, err))
        return false;
    enum verdict verdict = found ? judge(k, d, &before) : VERDICT_SAVE;
    bool done = verdict == VERDICT_LEAVE;
    if (verdict == VERDICT_DATE_ONLY)
        before.modified = d->modified;
    if (verdict == VERDICT_DATE_ONLY || verdict == VERDICT_BRING_BACK)
        if (!save_kept(k, &before, &done, err))
            return false;
    if (done)
        return true;
    struct stored_document stored = to_be_stored(d, id);
    if (verdict == VERDICT_BYTES_ONLY)
        stored.content = before.content;
    if (!store_document_save(store, key, &stored, d->bytes, k->run->config.now, &added, &changed,
                             err))
        return false;
    *fate = added ? DOCUMENT_NEW : changed ? DOCUMENT_CHANGED : DOCUMENT_UNCHANGED;
    return true;
}

static void count_entry(struct batch *batch, enum document_fate fate)
{
    batch->entries++;
    batch->entries_new += fate == DOCUMENT_NEW;
    batch->entries_changed += fate == DOCUMENT_CHANGED;
}

/* The name of an entry that is a post of a WordPress: the post's number, where its guid tells it or a
 * post at its address is kept; else the entry's own. False: the store failed. */
static bool name_as_post(struct keeping *k, const struct feed_entry *entry, str *name,
                         struct err *err)
{
    str number = feed_post_id(entry->id);
    if (!number.n && entry->url.n &&
        !store_document_post_at(k->run->store, &k->scratch, source_of(k)->key, entry->url, &number,
                                err))
        return false;
    *name = number.n ? number : entry->id;
    return true;
}

/* Keeps the entries of a feed. One of a WordPress has the number of its post, where it tells it. */
static bool keep_entries(struct keeping *k, struct batch *batch, const struct feed *feed,
                         struct err *err)
{
    bool posts = source_of(k)->kind == SOURCE_WORDPRESS;
    for (size_t i = 0; i < feed->count; i++) {
        const struct feed_entry *entry = &feed->entries[i];
        struct document document = {
            .kind = RAW_ENTRY,
            .url = entry->url,
            .bytes = entry->json,
            .content = hash_of(entry->json),
            .modified = entry->modified,
            .published = entry->published,
            .dated = INSTANT_NONE,
        };
        enum document_fate fate;
        str name = entry->id;
        if ((posts && !name_as_post(k, entry, &name, err)) ||
            !keep_document(k, &document, name, &fate, err))
            return false;
        count_entry(batch, fate);
    }
    return true;
}

static void tell_lost_entries(struct keeping *k, str url, size_t count)
{
    struct err problem = {0};
    err_set(&problem, ERR_INPUT,
            count == 1 ? "%zu entry has nothing that an article could be made of"
                       : "%zu entries have nothing that an article could be made of",
            count);
    err_at(&problem, url, 0, 0);
    k->keeper.problem(k, &problem, true);
}

/* Takes the feeds of a batch apart, before the store is locked. `feeds` is parallel to its documents.
 * False: one is no feed. */
static bool split_feeds(struct keeping *k, struct batch *batch, struct feed *feeds, struct err *err)
{
    static const struct media no_media;
    for (size_t i = 0; i < batch->count; i++) {
        const struct document *d = &batch->documents[i];
        if (d->kind != RAW_FEED)
            continue;
        struct raw_item item = {.source = (uint32_t)k->index,
                                .kind = RAW_FEED,
                                .stored = true,
                                .path = d->url,
                                .name = d->id,
                                .charset = d->charset,
                                .mtime = k->run->config.now};
        struct raw raw = {.item = &item,
                          .source = source_of(k),
                          .media = &no_media,
                          .zone = &k->run->zone,
                          .bytes = d->bytes};
        if (!feed_split(&feeds[i], &k->scratch, &raw, err))
            return err_at(err, d->url, 0, 0);
        if (feeds[i].cut)
            k->keeper.problem(k, &feeds[i].doubt, false);
        if (feeds[i].failed)
            tell_lost_entries(k, d->url, feeds[i].failed);
        batch->next = arena_copy(batch->arena, feeds[i].next);
        batch->entries_failed += feeds[i].failed;
        batch->cut = batch->cut || feeds[i].cut;
    }
    return true;
}

static bool keep_documents(struct keeping *k, struct batch *batch, const struct feed *feeds,
                           struct err *err)
{
    for (size_t i = 0; i < batch->count; i++) {
        const struct document *d = &batch->documents[i];
        bool good = d->kind == RAW_FEED ? keep_entries(k, batch, &feeds[i], err)
                                        : keep_document(k, d, d->id, &batch->fates[i], err);
        if (!good)
            return false;
    }
    return true;
}

static bool keep_rest(struct keeping *k, const struct batch *batch, struct err *err)
{
    struct store *store = k->run->store;
    str key = source_of(k)->key;
    for (size_t i = 0; i < batch->departure_count; i++) {
        const struct departure *d = &batch->departures[i];
        if (!store_document_leave(store, key, d->id, d->gone ? PRESENCE_GONE : PRESENCE_LEFT,
                                  k->run->config.now, err))
            return false;
    }
    for (size_t i = 0; i < batch->note_count; i++)
        if (!store_note_set(store, key, batch->notes[i].name, batch->notes[i].value, err))
            return false;
    return true;
}

static bool commit_locked(struct keeping *k, struct batch *batch, const struct feed *feeds,
                          struct err *err)
{
    struct store *store = k->run->store;
    if (!store_begin(store, err))
        return false;
    if (keep_documents(k, batch, feeds, err) && keep_rest(k, batch, err))
        return store_commit(store, err);
    store_rollback(store);
    return false;
}

static bool keep_batch(void *context, struct batch *batch, struct err *err)
{
    struct keeping *k = context;
    if (k->failed.code != ERR_NONE) {
        *err = k->failed;
        return false;
    }
    struct feed *feeds = arena_array(&k->scratch, batch->count, sizeof *feeds);
    bool good = split_feeds(k, batch, feeds, err);
    if (good) {
        pthread_mutex_lock(&k->run->store_lock);
        good = commit_locked(k, batch, feeds, err);
        pthread_mutex_unlock(&k->run->store_lock);
        if (!good &&
            err->code != ERR_LIMIT) /* a document that is too large is its source's fault */
            keep_failure(k, err);
    }
    arena_reset(&k->scratch);
    return good;
}

/* -- What it says ----------------------------------------------------------------------------- */

static void tell_problem(void *context, const struct err *problem, bool fatal)
{
    struct keeping *k = context;
    if (k->doubt.code == ERR_NONE || (fatal && !k->lost)) {
        k->doubt = *problem;
        k->lost = fatal;
    }
    log_problem(&k->run->cli->log, fatal ? LOG_ERROR : LOG_WARNING, source_of(k)->name, problem);
}

static void tell_progress(void *context, size_t done, size_t total)
{
    struct keeping *k = context;
    if (k->progress)
        k->progress(k->context, k->index, done, total);
}

void keeping_init(struct keeping *k)
{
    k->keeper = (struct keeper){
        .context = k,
        .note = answer_note,
        .known = answer_known,
        .ids = answer_ids,
        .commit = keep_batch,
        .problem = tell_problem,
        .progress = tell_progress,
    };
}

void keeping_release(struct keeping *k)
{
    arena_release(&k->scratch);
}
