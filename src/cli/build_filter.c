/*
 * Which of the articles that were read a build shows. All of it comes after articles are remembered,
 * so that another filter or limit needs nothing to be parsed again.
 */
#include "build_filter.h"

#include <stdlib.h>

#include "digest/map.h"

/* -- Article by article ----------------------------------------------------------------------- */

/* Applies filters and the age limit; false: the article is to be left out. */
static bool passes(const struct build_run *run, struct arena *a, struct article *article, str text,
                   struct left_out *out)
{
    const struct source *source = &run->config.sources[article->source];
    if (source->since != INSTANT_NONE && article->published.utc < source->since) {
        out->by_age++;
        return false;
    }
    if (filters_apply(article, text, &run->config, a))
        return true;
    out->by_filter++;
    return false;
}

void build_filter(const struct build_run *run, struct arena *a, struct parsed *parsed, size_t *kept,
                  struct left_out *out)
{
    size_t fresh = parsed->count - *kept, left = 0, kept_left = 0;
    for (size_t i = 0; i < parsed->count; i++) {
        if (!passes(run, a, parsed->articles[i], parsed->texts[i], out))
            continue;
        parsed->articles[left] = parsed->articles[i];
        parsed->texts[left++] = parsed->texts[i];
        kept_left += i >= fresh;
    }
    parsed->count = left;
    *kept = kept_left;
}

void build_count_left_out(struct build_run *run, size_t source, const struct left_out *left_out)
{
    struct report_source *report = &run->report.sources[source];
    report_skip(report, &run->arena, STR("dropped by a filter"), left_out->by_filter);
    report_skip(report, &run->arena, STR("older than since"), left_out->by_age);
}

/* -- The newest of a source ------------------------------------------------------------------- */

/* Newest first; the order of equals is that of the site. */
static int compare_age(const void *left, const void *right)
{
    const struct article *a = *(struct article *const *)left, *b = *(struct article *const *)right;
    if (a->published.utc != b->published.utc)
        return a->published.utc > b->published.utc ? -1 : 1;
    return str_compare(a->id, b->id);
}

/* The ids of the newest `most` articles of a source; its repeats count once. */
static struct map newest_ids(struct build_run *run, size_t source, size_t most)
{
    struct map ids = {.arena = &run->arena};
    size_t count = 0, all = 0;
    for (size_t i = 0; i < run->article_count; i++)
        all += run->articles[i]->source == source;
    struct article **own = arena_array(&run->arena, all, sizeof(struct article *));
    for (size_t i = 0; i < run->article_count; i++)
        if (run->articles[i]->source == source)
            own[count++] = run->articles[i];
    qsort(own, count, sizeof(struct article *), compare_age);
    for (size_t i = 0; i < count && ids.count < most; i++)
        map_set(&ids, own[i]->id, own[i]);
    return ids;
}

static void limit_source(struct build_run *run, size_t source)
{
    struct report_source *report = &run->report.sources[source];
    struct map newest = newest_ids(run, source, run->config.sources[source].max_articles);
    size_t left = 0;
    for (size_t i = 0; i < run->article_count; i++) {
        struct article *article = run->articles[i];
        if (article->source != source || map_get(&newest, article->id))
            run->articles[left++] = article;
    }
    size_t over = run->article_count - left;
    run->article_count = left;
    report->articles -= over;
    report->kept = report->kept < report->articles ? report->kept : report->articles;
    report_skip(report, &run->arena, STR("over max_articles"), over);
}

void build_limit(struct build_run *run)
{
    for (size_t i = 0; i < run->config.source_count; i++) {
        size_t most = run->config.sources[i].max_articles;
        if (most && run->report.sources[i].articles > most)
            limit_source(run, i);
    }
}

/* -- What is left ----------------------------------------------------------------------------- */

bool build_has_articles(const struct build_run *run, struct err *err)
{
    size_t skipped = 0;
    if (run->article_count)
        return true;
    for (size_t i = 0; i < run->report.source_count; i++)
        skipped += run->report.sources[i].skipped;
    if (skipped)
        err_set(err, ERR_INPUT, "no article is left, %zu were skipped: nothing was built", skipped);
    else
        err_set(err, ERR_INPUT, "no source has an article: nothing was built");
    return err_hint(err, "the site in %.*s, if there is one, is as it was",
                    STR_ARGS(run->config.output));
}
