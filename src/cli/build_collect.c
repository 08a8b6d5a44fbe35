/*
 * Sources → articles. Files are parsed on all cores, each into memory of its own that is given
 * back at once: an article's text goes to the spool, and only what indexes need stays.
 */
#include "build_filter.h"
#include "build_items.h"
#include "digest/limits.h"
#include "digest/pool.h"

/* What a worker keeps from one file to the next. */
struct worker {
    struct arena scratch; /* of the file being parsed */
    struct buf bytes;
    struct buf recalled, packed; /* articles on their way from and to the store */
    struct err why;              /* that file could not be read or parsed */
};

/* A file to be read, or one that is only remembered since its source cannot be listed. */
struct task {
    struct raw_item *item;
    bool only_remembered;
};

/* What a file came to. The articles' bodies are in the spool. */
struct outcome {
    struct parsed parsed;
    struct left_out left_out;
    size_t kept; /* articles of an earlier build, because they cannot be read now */
    bool failed; /* nothing of the file could be used: err says why */
    struct err *err;
};

struct collect {
    struct build_run *run;
    struct items *items;
    struct task *tasks; /* of all sources, in their order */
    size_t count, cap;
    struct outcome *outcomes; /* parallel to tasks */
    struct worker *workers;
    struct err err; /* of the worker that stops the loop */
    atomic_bool broken;
    atomic_size_t done;
};

/* -- Listing ---------------------------------------------------------------------------------- */

/* Reports a file or source that cannot be read. What is kept of it is counted with the articles. */
static void report_failure(struct build_run *run, size_t index, bool kept, const struct err *err)
{
    run->report.degraded = true;
    run->report.sources[index].announced += !kept;
    run->report.sources[index].failed++;
    log_problem(&run->cli->log, LOG_ERROR, run->config.sources[index].name, err);
}

static void add_tasks(struct collect *c, const struct raw_items *items, bool only_remembered)
{
    for (size_t i = 0; i < items->count; i++) {
        c->tasks = arena_grow(&c->run->arena, c->tasks, c->count, &c->cap, sizeof *c->tasks);
        c->tasks[c->count++] = (struct task){&items->items[i], only_remembered};
    }
}

/* Says that the store has nothing of a live source; when it was asked just now, why is known. */
static void report_never_fetched(struct build_run *run, size_t index)
{
    struct err why = {0};
    if (run->report.sources[index].asked != ASKED_NOT)
        return;
    err_set(&why, ERR_INPUT, "nothing of it was ever fetched");
    err_at(&why, run->config.sources[index].location, 0, 0);
    err_hint(&why, "run \"digest fetch\", or build without --offline");
    report_failure(run, index, false, &why);
}

/* Lists what the store has of a live source. False: the store failed. */
static bool list_documents(struct collect *c, size_t index, struct err *err)
{
    struct build_run *run = c->run;
    const struct source *source = &run->config.sources[index];
    struct stored_document *documents;
    struct raw_items listed = {0};
    if (!store_documents(run->store, &run->arena, source->key, false, &documents, &listed.count,
                         err))
        return false;
    if (listed.count == 0)
        report_never_fetched(run, index);
    listed.items = arena_array(&run->arena, listed.count, sizeof *listed.items);
    for (size_t i = 0; i < listed.count; i++) {
        const struct stored_document *d = &documents[i];
        listed.items[i] = (struct raw_item){
            .source = (uint32_t)index,
            .kind = (enum raw_kind)d->kind,
            .stored = true,
            .path = d->url.n ? d->url : source->location,
            .name = d->id,
            .charset = d->charset,
            .markdown = d->markdown,
            .hash = d->hash,
            .size = d->size,
            .mtime = d->dated != INSTANT_NONE ? d->dated : d->first_seen,
        };
    }
    add_tasks(c, &listed, false);
    return items_forget_others(c->items, index, &listed, err);
}

/* Lists the files of one source. One that cannot be listed keeps what is remembered of it. */
static bool list_source(struct collect *c, size_t index, struct err *err)
{
    struct build_run *run = c->run;
    if (run->left_out && run->left_out[index])
        return true;
    if (run->config.sources[index].remote)
        return list_documents(c, index, err);
    struct raw_items listed;
    struct err why = {0};
    if (fetch_list(&listed, &run->arena, &run->config, index, &why)) {
        add_tasks(c, &listed, false);
        return items_forget_others(c->items, index, &listed, err);
    }
    listed = items_of_source(c->items, index);
    report_failure(run, index, listed.count > 0, &why);
    add_tasks(c, &listed, true);
    return true;
}

static bool list_sources(struct collect *c, struct err *err)
{
    struct build_run *run = c->run;
    for (size_t i = 0; i < run->config.source_count; i++) {
        struct err why = {0};
        if (media_list(&run->media[i], &run->arena, &run->config, i, &why))
            continue;
        run->report.degraded = true;
        log_problem(&run->cli->log, LOG_WARNING, run->config.sources[i].name, &why);
    }
    if (!items_load(&c->items, run, err))
        return false;
    for (size_t i = 0; i < run->config.source_count; i++)
        if (!list_source(c, i, err))
            return false;
    return true;
}

/* -- One file --------------------------------------------------------------------------------- */

static bool parse_raw(struct parsed *out, struct arena *a, const struct raw *raw, struct err *err)
{
    switch (raw->item->kind) {
    case RAW_POSTS: return parse_wordpress(out, a, raw, err);
    case RAW_FEED:
    case RAW_ENTRY: return parse_feed(out, a, raw, err);
    case RAW_TEXT: break;
    }
    return parse_text(out, a, raw, err);
}

static bool has_id(const struct parsed *parsed, str id)
{
    for (size_t i = 0; i < parsed->count; i++)
        if (str_eq(parsed->articles[i]->id, id))
            return true;
    return false;
}

/* Articles of an item some of which cannot be read now: those that are missing are taken as they
 * were. Returns how many. */
static size_t keep_missing(struct collect *c, struct worker *worker, const struct raw_item *item,
                           struct parsed *parsed)
{
    struct parsed before;
    size_t kept = 0;
    if (items_recall(c->items, item, NULL, &worker->scratch, &worker->recalled, &before) !=
        RECALL_DONE)
        return 0;
    for (size_t i = 0; i < before.count && kept < parsed->failed; i++) {
        if (has_id(parsed, before.articles[i]->id))
            continue;
        items_use_images(c->items, before.articles[i]);
        parsed_add(parsed, &worker->scratch, before.articles[i],
                   arena_copy(&worker->scratch, before.texts[i]));
        kept++;
    }
    return kept;
}

/* Takes all articles of an item as they were, as items_recall. */
static enum recall take_remembered(struct collect *c, struct worker *worker,
                                   const struct raw_item *item, const struct hash *fingerprint,
                                   struct parsed *out)
{
    enum recall recall =
        items_recall(c->items, item, fingerprint, &worker->scratch, &worker->recalled, out);
    if (recall != RECALL_DONE)
        return recall;
    /* Where nothing changed, a source that has no images had none. */
    for (size_t i = 0; (!fingerprint || c->run->media[item->source].count) && i < out->count; i++)
        items_use_images(c->items, out->articles[i]);
    return recall;
}

/* A file that cannot be read shows what it held when it last could. When that is lost, too, the
 * build fails: it would take articles off the site that nobody took back. */
static bool take_last_good(struct collect *c, struct worker *worker, const struct raw_item *item,
                           struct outcome *outcome, struct parsed *parsed, struct err *err)
{
    *parsed = (struct parsed){0};
    enum recall recall = take_remembered(c, worker, item, NULL, parsed);
    outcome->kept = parsed->count;
    if (recall != RECALL_BROKEN)
        return true;
    err_set(err, ERR_STORE, "what is remembered of %.*s is damaged, or of another version",
            STR_ARGS(item->name));
    err_at(err, c->run->config.store, 0, 0);
    return err_hint(err, "bring the file back, restore the store from a backup, or take the source "
                         "out of the configuration");
}

/* Reads a file's bytes. Those of a document are read when they are needed: their hash is known. */
static bool read_file(struct collect *c, struct worker *worker, const struct task *task,
                      struct raw *raw)
{
    const struct raw_item *item = task->item;
    const struct source *source = &c->run->config.sources[item->source];
    *raw = (struct raw){.item = item, .source = source};
    if (task->only_remembered)
        return false;
    return item->stored || fetch_read(raw, item, source, &worker->bytes, &worker->why);
}

static bool read_document(struct collect *c, struct worker *worker, struct raw *raw)
{
    if (!raw->item->stored)
        return true;
    bool good = items_read(c->items, raw->item, &worker->bytes, &worker->why);
    raw->bytes = buf_str(&worker->bytes);
    return good;
}

/* Reads and parses a file or document, or takes what is remembered of it. False: the store failed. */
static bool harvest(struct collect *c, struct worker *worker, const struct task *task,
                    struct outcome *outcome, struct parsed *parsed, struct err *err)
{
    struct build_run *run = c->run;
    const struct raw_item *item = task->item;
    struct raw raw;
    outcome->failed = !read_file(c, worker, task, &raw);
    if (outcome->failed)
        return take_last_good(c, worker, item, outcome, parsed, err);

    raw.media = &run->media[item->source];
    raw.zone = &run->zone;
    struct hash fingerprint = items_fingerprint(c->items, &raw);
    if (!run->config.full && take_remembered(c, worker, item, &fingerprint, parsed) == RECALL_DONE)
        return true;
    outcome->failed =
        !read_document(c, worker, &raw) || !parse_raw(parsed, &worker->scratch, &raw, &worker->why);
    if (outcome->failed)
        return take_last_good(c, worker, item, outcome, parsed, err);
    if (parsed->failed)
        outcome->kept = keep_missing(c, worker, item, parsed);
    return items_remember(c->items, item, fingerprint, parsed, &worker->packed, err);
}

/* Problems outlive the file's memory. */
static void keep_problems(struct parsed *out, const struct parsed *from, struct arena *a)
{
    *out = *from;
    out->problems = arena_array(a, from->problem_count, sizeof *out->problems);
    out->fatal = arena_array(a, from->problem_count, sizeof *out->fatal);
    for (size_t i = 0; i < from->problem_count; i++) {
        out->problems[i] = from->problems[i];
        out->fatal[i] = from->fatal[i];
    }
    out->texts = NULL;
}

/* Moves bodies to the spool and articles to the worker's lasting memory. Plain text is kept only
 * where tags must still be derived from it. */
static bool keep_articles(struct build_run *run, struct parsed *out, const struct parsed *from,
                          struct arena *lasting, struct err *err)
{
    out->articles = arena_array(lasting, from->count, sizeof *out->articles);
    for (size_t i = 0; i < from->count; i++) {
        struct article *article = from->articles[i];
        str text = article_names_tags(article) ? (str){0} : from->texts[i];
        if (!spool_put(run->spool, article, text, err))
            return false;
        out->articles[i] = article_copy(lasting, article);
    }
    return true;
}

/* One file. False only when the store or the spool fails: a bad file is an outcome. */
static bool collect_task(void *context, size_t index, unsigned number)
{
    struct collect *c = context;
    struct build_run *run = c->run;
    struct worker *worker = &c->workers[number];
    struct outcome *outcome = &c->outcomes[index];
    struct arena *lasting = &run->article_arenas[number];
    struct parsed parsed = {0};
    struct err err = {0};

    arena_reset(&worker->scratch);
    worker->why = (struct err){0};
    bool good = harvest(c, worker, &c->tasks[index], outcome, &parsed, &err);
    if (outcome->failed) {
        outcome->err = arena_alloc(lasting, sizeof *outcome->err);
        *outcome->err = worker->why;
    }
    if (good) {
        build_filter(run, &worker->scratch, &parsed, &outcome->kept, &outcome->left_out);
        keep_problems(&outcome->parsed, &parsed, lasting);
        good = keep_articles(run, &outcome->parsed, &parsed, lasting, &err);
    }
    if (!good && !atomic_exchange(&c->broken, true))
        c->err = err;
    size_t done = atomic_fetch_add(&c->done, 1);
    if (number == 0)
        log_progress(&run->cli->log, "reading", done, c->count);
    return good;
}

/* -- All files -------------------------------------------------------------------------------- */

static void log_problems_of(struct build_run *run, const struct raw_item *item,
                            const struct parsed *parsed)
{
    str name = run->config.sources[item->source].name;
    for (size_t i = 0; i < parsed->problem_count; i++) {
        struct err err = parsed->problems[i];
        err_at(&err, item->path, 0, 0);
        log_problem(&run->cli->log, parsed->fatal[i] ? LOG_ERROR : LOG_WARNING, name, &err);
    }
}

static void count_outcome(struct build_run *run, const struct raw_item *item,
                          const struct parsed *parsed)
{
    struct report_source *report = &run->report.sources[item->source];
    report->announced += parsed->announced;
    report->articles += parsed->count;
    report->failed += parsed->failed;
    run->report.degraded |= parsed->failed > 0;
    for (int reason = 0; reason < SKIP_REASONS; reason++)
        report_skip(report, &run->arena, skip_words((enum skip)reason), parsed->skipped[reason]);
}

/* Joins what the files came to, in their order, so that nothing depends on the threads. */
static void join_outcomes(struct collect *c)
{
    struct build_run *run = c->run;
    size_t cap = 0;
    for (size_t i = 0; i < c->count; i++) {
        struct raw_item *item = c->tasks[i].item;
        struct outcome *outcome = &c->outcomes[i];
        if (outcome->failed && !c->tasks[i].only_remembered) {
            err_at(outcome->err, item->path, 0, 0);
            report_failure(run, item->source, outcome->kept > 0, outcome->err);
        }
        log_problems_of(run, item, &outcome->parsed);
        count_outcome(run, item, &outcome->parsed);
        build_count_left_out(run, item->source, &outcome->left_out);
        run->report.sources[item->source].kept += outcome->kept;
        for (size_t k = 0; k < outcome->parsed.count; k++) {
            run->articles = arena_grow(&run->arena, run->articles, run->article_count, &cap,
                                       sizeof(struct article *));
            run->articles[run->article_count++] = outcome->parsed.articles[k];
        }
    }
}

static bool run_tasks(struct collect *c, struct err *err)
{
    struct build_run *run = c->run;
    unsigned jobs = run->config.jobs;
    c->outcomes = arena_array(&run->arena, c->count, sizeof *c->outcomes);
    c->workers = arena_array(&run->arena, jobs, sizeof *c->workers);
    run->article_arenas = arena_array(&run->arena, jobs, sizeof(struct arena));
    for (unsigned i = 0; i < jobs; i++) {
        c->workers[i].bytes = buf_init(LIMIT_JSON_FILE);
        c->workers[i].recalled = buf_init(LIMIT_ITEM);
        c->workers[i].packed = buf_init(LIMIT_ITEM);
    }
    bool good = pool_run(jobs, c->count, collect_task, c);
    log_progress(&run->cli->log, "reading", 1, 1);
    for (unsigned i = 0; i < jobs; i++) {
        arena_release(&c->workers[i].scratch);
        buf_release(&c->workers[i].bytes);
        buf_release(&c->workers[i].recalled);
        buf_release(&c->workers[i].packed);
    }
    if (!good)
        *err = c->err;
    return good;
}

bool build_collect(struct build_run *run, struct err *err)
{
    struct collect c = {.run = run};
    size_t sources = run->config.source_count;
    run->media = arena_array(&run->arena, sources, sizeof *run->media);
    if (!store_begin(run->store, err))
        return false;
    if (!list_sources(&c, err) || !run_tasks(&c, err)) {
        store_rollback(run->store);
        return false;
    }
    if (!store_commit(run->store, err))
        return false;
    join_outcomes(&c);
    build_limit(run);
    return build_has_articles(run, err);
}

/* -- Tags ------------------------------------------------------------------------------------- */

struct tagging {
    struct build_run *run;
    const struct tag_index *index;
    struct arena *scratch; /* one for each worker, like the others */
    struct buf *bytes;
    struct err *errs;
};

/* Adds what was found to the tags that filters added, if any; the model settles repeats. */
static void add_tags(struct arena *lasting, struct labels *tags, struct labels found)
{
    struct labels all = {arena_array(lasting, tags->count + found.count, sizeof *all.items), 0};
    for (size_t i = 0; i < tags->count; i++)
        all.items[all.count++] = tags->items[i];
    for (size_t i = 0; i < found.count; i++)
        all.items[all.count++] = found.items[i];
    *tags = all;
}

static bool tag_article(void *context, size_t index, unsigned number)
{
    struct tagging *t = context;
    struct article *article = t->run->articles[index];
    html body;
    str text;
    if (article_names_tags(article))
        return true;
    if (!spool_get(t->run->spool, article, &t->bytes[number], &body, &text, &t->errs[number]))
        return false;
    arena_reset(&t->scratch[number]);
    struct labels found = tag_index_match(t->index, &t->scratch[number], article, text);
    add_tags(&t->run->article_arenas[number], &article->tags, found);
    return true;
}

bool build_derive_tags(struct build_run *run, struct err *err)
{
    unsigned jobs = run->config.jobs;
    struct tagging t = {
        .run = run,
        .index = tag_index_new(&run->arena, run->articles, run->article_count),
        .scratch = arena_array(&run->arena, jobs, sizeof(struct arena)),
        .bytes = arena_array(&run->arena, jobs, sizeof(struct buf)),
        .errs = arena_array(&run->arena, jobs, sizeof(struct err)),
    };
    for (unsigned i = 0; i < jobs; i++)
        t.bytes[i] = buf_init(2 * LIMIT_BODY);
    bool good = pool_run(jobs, run->article_count, tag_article, &t);
    for (unsigned i = 0; i < jobs; i++) {
        if (!good && t.errs[i].code != ERR_NONE)
            *err = t.errs[i];
        arena_release(&t.scratch[i]);
        buf_release(&t.bytes[i]);
    }
    return good;
}
