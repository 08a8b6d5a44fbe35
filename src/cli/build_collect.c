/*
 * Sources → articles. Files are parsed on all cores, each into memory of its own that is given
 * back at once: an article's text goes to the spool, and only what indexes need stays.
 */
#include "build.h"
#include "digest/limits.h"
#include "digest/parse.h"
#include "digest/pool.h"

/* What a worker keeps from one file to the next. */
struct worker {
    struct arena scratch; /* of the file being parsed */
    struct buf bytes;
};

/* What a file came to. The articles' bodies are in the spool. */
struct outcome {
    struct parsed parsed;
    bool failed; /* nothing of the file could be used: err says why */
    struct err err;
};

struct collect {
    struct build_run *run;
    struct raw_item **items; /* of all sources, in their order */
    size_t count, cap;
    struct outcome *outcomes; /* parallel to items */
    struct worker *workers;
    struct err err; /* the spool's; set by the worker that stops the loop */
    atomic_bool broken;
    atomic_size_t done;
};

static void report_source_failure(struct build_run *run, size_t index, const struct err *err)
{
    const struct source *source = &run->config.sources[index];
    run->degraded = true;
    run->report.sources[index].announced++;
    run->report.sources[index].failed++;
    log_problem(&run->cli->log, LOG_ERROR, source->name, err);
}

/* Lists the files of all sources. A source that has none is a failure of its own. */
static void list_sources(struct collect *c)
{
    struct build_run *run = c->run;
    for (size_t i = 0; i < run->config.source_count; i++) {
        struct raw_items items;
        struct err err = {0};
        run->report.sources[i].name = run->config.sources[i].name;
        if (!fetch_list(&items, &run->arena, &run->config, i, &err)) {
            report_source_failure(run, i, &err);
            continue;
        }
        fetch_media(&run->media[i], &run->arena, &run->config.sources[i]);
        for (size_t k = 0; k < items.count; k++) {
            c->items = arena_grow(&run->arena, c->items, c->count, &c->cap, sizeof *c->items);
            c->items[c->count++] = &items.items[k];
        }
    }
}

static bool parse_raw(struct parsed *out, struct arena *a, const struct raw *raw, struct err *err)
{
    return raw->item->kind == SOURCE_WORDPRESS ? parse_wordpress(out, a, raw, err)
                                               : parse_text(out, a, raw, err);
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
        str text = article->tags.count ? (str){0} : from->texts[i];
        article->source = from->articles[i]->source;
        if (!spool_put(run->spool, article, text, err))
            return false;
        out->articles[i] = article_copy(lasting, article);
    }
    return true;
}

/* One file. False only when the spool fails: a bad file is an outcome. */
static bool collect_item(void *context, size_t index, unsigned number)
{
    struct collect *c = context;
    struct build_run *run = c->run;
    struct worker *worker = &c->workers[number];
    struct outcome *outcome = &c->outcomes[index];
    const struct raw_item *item = c->items[index];
    struct arena *lasting = &run->article_arenas[number];
    struct raw raw;
    struct parsed parsed = {0};

    arena_reset(&worker->scratch);
    if (!fetch_read(&raw, item, &run->config.sources[item->source], &worker->bytes,
                    &outcome->err)) {
        outcome->failed = true;
    } else {
        raw.media = &run->media[item->source];
        raw.zone = &run->zone;
        outcome->failed = !parse_raw(&parsed, &worker->scratch, &raw, &outcome->err);
    }
    if (outcome->failed) {
        err_at(&outcome->err, item->path, 0, 0);
        return true;
    }
    keep_problems(&outcome->parsed, &parsed, lasting);
    struct err err = {0};
    if (!keep_articles(run, &outcome->parsed, &parsed, lasting, &err)) {
        if (!atomic_exchange(&c->broken, true))
            c->err = err;
        return false;
    }
    if (number == 0)
        log_progress(&run->cli->log, "reading", atomic_load(&c->done), c->count);
    atomic_fetch_add(&c->done, 1);
    return true;
}

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

/* Joins what the files came to, in their order, so that nothing depends on the threads. */
static void join_outcomes(struct collect *c)
{
    struct build_run *run = c->run;
    size_t cap = 0;
    for (size_t i = 0; i < c->count; i++) {
        const struct outcome *outcome = &c->outcomes[i];
        struct report_source *report = &run->report.sources[c->items[i]->source];
        if (outcome->failed) {
            report_source_failure(run, c->items[i]->source, &outcome->err);
            continue;
        }
        log_problems_of(run, c->items[i], &outcome->parsed);
        report->announced += outcome->parsed.announced;
        report->articles += outcome->parsed.count;
        report->failed += outcome->parsed.failed;
        run->degraded |= outcome->parsed.failed > 0;
        for (int reason = 0; reason < SKIP_REASONS; reason++)
            report_skip(report, &run->arena, skip_words((enum skip)reason),
                        outcome->parsed.skipped[reason]);
        for (size_t k = 0; k < outcome->parsed.count; k++) {
            run->articles = arena_grow(&run->arena, run->articles, run->article_count, &cap,
                                       sizeof(struct article *));
            run->articles[run->article_count++] = outcome->parsed.articles[k];
        }
    }
}

static bool parse_items(struct collect *c, struct err *err)
{
    struct build_run *run = c->run;
    unsigned jobs = run->config.jobs;
    c->outcomes = arena_array(&run->arena, c->count, sizeof *c->outcomes);
    c->workers = arena_array(&run->arena, jobs, sizeof *c->workers);
    run->article_arenas = arena_array(&run->arena, jobs, sizeof(struct arena));
    for (unsigned i = 0; i < jobs; i++)
        c->workers[i].bytes = buf_init(LIMIT_JSON_FILE);
    bool good = pool_run(jobs, c->count, collect_item, c);
    log_progress(&run->cli->log, "reading", 1, 1);
    for (unsigned i = 0; i < jobs; i++) {
        arena_release(&c->workers[i].scratch);
        buf_release(&c->workers[i].bytes);
    }
    if (!good)
        *err = c->err;
    return good;
}

bool build_collect(struct build_run *run, struct err *err)
{
    struct collect c = {.run = run};
    run->media = arena_array(&run->arena, run->config.source_count, sizeof *run->media);
    run->report.sources =
        arena_array(&run->arena, run->config.source_count, sizeof *run->report.sources);
    run->report.source_count = run->config.source_count;
    list_sources(&c);
    if (!parse_items(&c, err))
        return false;
    join_outcomes(&c);
    if (run->article_count)
        return true;
    err_set(err, ERR_INPUT, "no source has an article: nothing was built");
    return err_hint(err, "the site in %.*s, if there is one, is as it was",
                    STR_ARGS(run->config.output));
}

/* -- Tags ------------------------------------------------------------------------------------- */

struct tagging {
    struct build_run *run;
    const struct tag_index *index;
    struct arena *scratch; /* one for each worker, like the others */
    struct buf *bytes;
    struct err *errs;
};

static bool tag_article(void *context, size_t index, unsigned number)
{
    struct tagging *t = context;
    struct article *article = t->run->articles[index];
    html body;
    str text;
    if (article->tags.count)
        return true;
    if (!spool_get(t->run->spool, article, &t->bytes[number], &body, &text, &t->errs[number]))
        return false;
    arena_reset(&t->scratch[number]);
    struct labels found = tag_index_match(t->index, &t->scratch[number], article, text);
    struct arena *lasting = &t->run->article_arenas[number];
    article->tags.items = arena_array(lasting, found.count, sizeof *found.items);
    for (size_t i = 0; i < found.count; i++)
        article->tags.items[i] = found.items[i];
    article->tags.count = found.count;
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
