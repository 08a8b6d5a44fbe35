/* What a build did, in words and as JSON. */
#include "report.h"

#include "cli.h"

void report_begin(struct build_report *report, struct arena *a, const struct config *config)
{
    report->source_count = config->source_count;
    report->sources = arena_array(a, config->source_count, sizeof *report->sources);
    for (size_t i = 0; i < config->source_count; i++)
        report->sources[i].name = config->sources[i].name;
}

str report_age(struct arena *a, int64_t instant, int64_t now)
{
    static const struct {
        int64_t seconds;
        const char *name;
    } units[] = {
        {31536000, "year"}, {2592000, "month"}, {86400, "day"}, {3600, "hour"}, {60, "minute"}};
    if (instant == INSTANT_NONE)
        return STR("never");
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        int64_t n = (now - instant) / units[i].seconds;
        if (n > 0)
            return arena_printf(a, "%lld %s%s ago", (long long)n, units[i].name, n == 1 ? "" : "s");
    }
    return STR("just now");
}

void report_skip(struct report_source *source, struct arena *a, str why, size_t count)
{
    if (count == 0)
        return;
    source->skipped += count;
    for (size_t i = 0; i < source->skip_count; i++)
        if (str_eq(source->skips[i].why, why)) {
            source->skips[i].count += count;
            return;
        }
    /* A handful of reasons: an array that is exactly large enough is no waste. */
    struct report_skip *skips = arena_array(a, source->skip_count + 1, sizeof *skips);
    for (size_t i = 0; i < source->skip_count; i++)
        skips[i] = source->skips[i];
    skips[source->skip_count++] = (struct report_skip){why, count};
    source->skips = skips;
}

/* -- Words ------------------------------------------------------------------------------------ */

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

/* "Clippings: 6 of 8 articles, 1 skipped (1 protected by a password), 1 failed" */
static void source_line(struct buf *out, const struct report_source *s)
{
    bool whole = s->articles == s->announced;
    buf_addf(out, "%.*s: %zu", STR_ARGS(s->name), s->articles);
    if (!whole)
        buf_addf(out, " of %zu", s->announced);
    buf_addf(out, " article%s", plural(whole ? s->articles : s->announced));
    if (s->skipped)
        buf_addf(out, ", %zu skipped", s->skipped);
    for (size_t i = 0; i < s->skip_count; i++)
        buf_addf(out, "%s%zu %.*s%s", i ? ", " : " (", s->skips[i].count, STR_ARGS(s->skips[i].why),
                 i + 1 == s->skip_count ? ")" : "");
    if (s->failed)
        buf_addf(out, ", %zu failed", s->failed);
    if (s->kept)
        buf_addf(out, ", %zu shown as last read", s->kept);
}

/* "Falcox AI: 120 announced, 20 fetched: 3 new, 1 changed, 16 unchanged; 2 gone, 1 failed
 * (4 requests, 1.2 s)" */
static void sync_line(struct buf *out, const struct report_source *s)
{
    const struct sync_counts *c = &s->sync;
    buf_addf(out, "%.*s: ", STR_ARGS(s->name));
    if (s->asked == ASKED_LATER) {
        buf_addz(out, "not asked, its interval is not over");
        return;
    }
    if (s->asked == ASKED_FAILED)
        buf_addz(out, "could not be read");
    if (s->shown.n)
        buf_addf(out, "; it is shown as read %.*s", STR_ARGS(s->shown));
    if (s->asked == ASKED_FAILED && c->fetched)
        buf_addz(out, "; ");
    if (c->untouched)
        buf_addz(out, "nothing new, says the server");
    else if (s->asked != ASKED_FAILED || c->fetched)
        buf_addf(out, "%zu announced, %zu fetched: %zu new, %zu changed, %zu unchanged",
                 c->announced, c->fetched, c->added, c->changed, c->unchanged);
    if (c->gone)
        buf_addf(out, ", %zu gone", c->gone);
    if (c->left_out)
        buf_addf(out, ", %zu no longer asked for", c->left_out);
    if (c->failed)
        buf_addf(out, ", %zu failed", c->failed);
    buf_addf(out, " (%u request%s, %.1f s)", c->requests, plural(c->requests), s->seconds);
}

void report_sync(const struct build_report *report, struct log *log)
{
    struct buf line = buf_init((size_t)1 << 14);
    for (size_t i = 0; report->fetched && i < report->source_count; i++) {
        if (report->sources[i].asked == ASKED_NOT)
            continue;
        buf_reset(&line);
        sync_line(&line, &report->sources[i]);
        log_line(log, LOG_NOTE, "%.*s", STR_ARGS(buf_str(&line)));
    }
    buf_release(&line);
}

void report_text(const struct build_report *report, struct log *log)
{
    struct buf line = buf_init((size_t)1 << 14);
    for (size_t i = 0; i < report->source_count; i++) {
        const struct report_source *s = &report->sources[i];
        bool notable = s->skipped || s->failed || s->articles != s->announced;
        if (!notable && log->level < LOG_DEBUG)
            continue;
        buf_reset(&line);
        source_line(&line, s);
        log_line(log, LOG_NOTE, "%.*s", STR_ARGS(buf_str(&line)));
    }
    buf_release(&line);
    const struct output_counts *files = &report->files;
    size_t all = files->added + files->changed + files->unchanged;
    log_line(log, LOG_NOTE,
             "%zu article%s from %zu source%s; %zu file%s: %zu added, %zu changed, %zu unchanged, "
             "%zu removed (%.2f s) → %.*s",
             report->articles, plural(report->articles), report->source_count,
             plural(report->source_count), all, plural(all), files->added, files->changed,
             files->unchanged, files->removed, report->seconds,
             STR_ARGS(report->config ? report->config->output : (str){0}));
}

/* -- JSON ------------------------------------------------------------------------------------- */

static void set_number(struct arena *a, struct value *map, const char *name, uint64_t number)
{
    value_set(a, map, name, value_number(a, (int64_t)number));
}

struct value report_problems(struct arena *a, const struct log *log)
{
    struct value list = value_list();
    for (size_t i = 0; i < log->problem_count; i++) {
        const struct problem *p = &log->problems[i];
        struct value item = value_map();
        value_set(a, &item, "level",
                  value_text(p->level == LOG_ERROR ? STR("error") : STR("warning")));
        value_set_text(a, &item, "source", str_of(p->source));
        value_set_text(a, &item, "file", str_of(p->err.file));
        if (p->err.line)
            set_number(a, &item, "line", p->err.line);
        if (p->err.line && p->err.column)
            set_number(a, &item, "column", p->err.column);
        value_set(a, &item, "why", value_text(str_of(p->err.why)));
        value_set_text(a, &item, "hint", str_of(p->err.hint));
        value_push(a, &list, item);
    }
    return list;
}

const char *report_asked(enum asked asked)
{
    static const char *const words[] = {
        [ASKED_NOT] = "",          [ASKED_LATER] = "later",
        [ASKED_WHOLE] = "done",    [ASKED_PARTLY] = "degraded",
        [ASKED_FAILED] = "failed",
    };
    return words[asked];
}

static struct value sync_value(struct arena *a, const struct report_source *s)
{
    const struct sync_counts *c = &s->sync;
    struct value map = value_map();
    value_set(a, &map, "status", value_text(str_of(report_asked(s->asked))));
    set_number(a, &map, "announced", c->announced);
    set_number(a, &map, "fetched", c->fetched);
    set_number(a, &map, "new", c->added);
    set_number(a, &map, "changed", c->changed);
    set_number(a, &map, "unchanged", c->unchanged);
    set_number(a, &map, "failed", c->failed);
    set_number(a, &map, "gone", c->gone);
    set_number(a, &map, "left_out", c->left_out);
    set_number(a, &map, "requests", c->requests);
    return map;
}

/* What the site has of a source. */
static void set_articles(struct arena *a, struct value *map, const struct report_source *s)
{
    struct value reasons = value_list();
    for (size_t i = 0; i < s->skip_count; i++) {
        struct value reason = value_map();
        value_set(a, &reason, "why", value_text(s->skips[i].why));
        set_number(a, &reason, "count", s->skips[i].count);
        value_push(a, &reasons, reason);
    }
    set_number(a, map, "announced", s->announced);
    set_number(a, map, "articles", s->articles);
    set_number(a, map, "skipped", s->skipped);
    set_number(a, map, "failed", s->failed);
    set_number(a, map, "kept", s->kept);
    value_set(a, map, "reasons", reasons);
}

static struct value source_value(struct arena *a, const struct report_source *s, bool built)
{
    struct value map = value_map();
    value_set(a, &map, "name", value_text(s->name));
    if (built)
        set_articles(a, &map, s);
    if (s->asked != ASKED_NOT)
        value_set(a, &map, "sync", sync_value(a, s));
    return map;
}

static struct value files_value(struct arena *a, const struct output_counts *files)
{
    struct value map = value_map();
    set_number(a, &map, "added", files->added);
    set_number(a, &map, "changed", files->changed);
    set_number(a, &map, "unchanged", files->unchanged);
    set_number(a, &map, "removed", files->removed);
    set_number(a, &map, "bytes", files->bytes);
    return map;
}

const char *report_status(int status)
{
    static const char *const words[] = {
        [STATUS_DONE] = "done",
        [STATUS_FAILED] = "failed",
        [STATUS_USAGE] = "misconfigured",
        [STATUS_DEGRADED] = "degraded",
    };
    size_t count = sizeof words / sizeof *words;
    return status >= 0 && (size_t)status < count ? words[status] : "failed";
}

void report_json(struct buf *out, const struct build_report *report, const struct log *log)
{
    struct arena arena = {0}, *a = &arena;
    struct value root = value_map(), sources = value_list();
    for (size_t i = 0; i < report->source_count; i++)
        value_push(a, &sources, source_value(a, &report->sources[i], report->built));
    set_number(a, &root, "schema", REPORT_SCHEMA);
    value_set(a, &root, "status", value_text(str_of(report_status(report->status))));
    set_number(a, &root, "exit", (uint64_t)report->status);
    value_set(a, &root, "degraded", value_bool(report->degraded));
    if (report->config && report->built)
        value_set(a, &root, "output", value_text(report->config->output));
    if (report->built) {
        set_number(a, &root, "articles", report->articles);
        value_set(a, &root, "files", files_value(a, &report->files));
    }
    value_set(a, &root, "sources", sources);
    set_number(a, &root, "errors", log->errors);
    set_number(a, &root, "warnings", log->warnings);
    value_set(a, &root, "problems", report_problems(a, log));
    value_to_json(out, &root);
    buf_addc(out, '\n');
    arena_release(a);
}
