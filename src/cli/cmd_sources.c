/* digest sources: how each source fares, as the runs before noted it. Nothing is asked. */
#include "build.h"
#include "digest/utf8.h"
#include "live.h"

/* Room for the lines of a thousand sources. */
#define TEXT_MOST ((size_t)16 << 20)
/* The same with all the problems that are kept of each. */
#define JSON_MOST ((size_t)256 << 20)

#define DAY ((int64_t)86400)

/* A source that answers, but has brought nothing for so long, is quiet. */
#define QUIET_AFTER (60 * DAY)
/* One that has not answered for so long, in so many attempts, is dead: a holiday of its owner is
 * shorter. */
#define DEAD_AFTER    (14 * DAY)
#define DEAD_FAILURES 5

enum state {
    STATE_FILES,
    STATE_NEVER,
    STATE_OK,
    STATE_QUIET,
    STATE_DEGRADED,
    STATE_FAILING,
    STATE_DEAD
};

static const char *const state_words[] = {
    [STATE_FILES] = "files", [STATE_NEVER] = "never asked", [STATE_OK] = "ok",
    [STATE_QUIET] = "quiet", [STATE_DEGRADED] = "degraded", [STATE_FAILING] = "failing",
    [STATE_DEAD] = "dead",
};

/* What is shown of one source. */
struct line {
    const struct source *source;
    const struct health *health; /* null: never asked */
    enum state state;
};

static enum state judge(const struct source *source, const struct health *health, int64_t now)
{
    if (!source->remote)
        return STATE_FILES;
    if (!health || health->last_attempt == INSTANT_NONE)
        return STATE_NEVER;
    if (health->failures) {
        bool long_ago =
            health->last_success == INSTANT_NONE || now - health->last_success > DEAD_AFTER;
        return long_ago && health->failures >= DEAD_FAILURES ? STATE_DEAD : STATE_FAILING;
    }
    if (health->degraded)
        return STATE_DEGRADED;
    bool quiet = health->last_new != INSTANT_NONE && now - health->last_new > QUIET_AFTER;
    return quiet ? STATE_QUIET : STATE_OK;
}

/* -- Text ------------------------------------------------------------------------------------- */

static void add_padded(struct buf *out, str text, size_t width)
{
    size_t count = utf8_count(text);
    log_clean(out, text);
    buf_addf(out, "%*s", (int)(count < width ? width - count : 0), "");
}

static void add_line(struct buf *out, struct arena *a, const struct line *line, size_t width,
                     int64_t now)
{
    const struct health *h = line->health;
    add_padded(out, line->source->name, width + 2);
    if (!h) {
        buf_addf(out, "%s\n", state_words[line->state]);
        return;
    }
    add_padded(out, str_of(state_words[line->state]), 13);
    buf_addf(out, "%zu article%s, read %.*s, new %.*s", h->documents, h->documents == 1 ? "" : "s",
             STR_ARGS(report_age(a, h->last_success, now)),
             STR_ARGS(report_age(a, h->last_new, now)));
    if (h->failures)
        buf_addf(out, ", %u failure%s in a row", h->failures, h->failures == 1 ? "" : "s");
    if (h->message.n) {
        buf_addz(out, ": ");
        log_clean(out, h->message);
    }
    buf_addc(out, '\n');
}

/* Names longer than this do not push the rest of the others to the right. */
enum { NAME_MOST = 40 };

static void add_text(struct buf *out, struct arena *a, const struct line *lines,
                     const struct config *config)
{
    size_t width = 0;
    for (size_t i = 0; i < config->source_count; i++) {
        size_t n = utf8_count(lines[i].source->name);
        width = n > width && n <= NAME_MOST ? n : width;
    }
    for (size_t i = 0; i < config->source_count; i++)
        add_line(out, a, &lines[i], width, config->now);
}

/* -- JSON ------------------------------------------------------------------------------------- */

static void set_instant(struct arena *a, struct value *map, const char *name, int64_t instant)
{
    if (instant == INSTANT_NONE)
        return;
    struct buf text = buf_init(64);
    time_add_rfc3339(&text, (struct stamp){instant, 0});
    value_set(a, map, name, value_text(arena_copy(a, buf_str(&text))));
    buf_release(&text);
}

static struct value line_value(struct arena *a, const struct line *line)
{
    const struct health *h = line->health;
    struct value map = value_map();
    value_set(a, &map, "key", value_text(line->source->key));
    value_set(a, &map, "name", value_text(line->source->name));
    value_set(a, &map, "location", value_text(line->source->location));
    value_set(a, &map, "state", value_text(str_of(state_words[line->state])));
    if (!h)
        return map;
    value_set(a, &map, "articles", value_number(a, (int64_t)h->documents));
    set_instant(a, &map, "last_attempt", h->last_attempt);
    set_instant(a, &map, "last_success", h->last_success);
    set_instant(a, &map, "last_new", h->last_new);
    value_set(a, &map, "failures", value_number(a, h->failures));
    value_set_text(a, &map, "message", h->message);
    return map;
}

/* The document; `lines` is null when nothing could be found out. */
static void print_json(struct build_run *run, const struct line *lines, int status)
{
    struct arena *a = &run->arena;
    struct buf out = buf_init(JSON_MOST);
    struct value root = value_map(), list = value_list();
    for (size_t i = 0; lines && i < run->config.source_count; i++)
        value_push(a, &list, line_value(a, &lines[i]));
    value_set(a, &root, "schema", value_number(a, REPORT_SCHEMA));
    value_set(a, &root, "status", value_text(str_of(report_status(status))));
    value_set(a, &root, "exit", value_number(a, status));
    value_set(a, &root, "sources", list);
    value_set(a, &root, "problems", report_problems(a, &run->cli->log));
    value_to_json(&out, &root);
    buf_addc(&out, '\n');
    cli_out(run->cli, buf_str(&out));
    buf_release(&out);
}

/* -- The command ------------------------------------------------------------------------------ */

static struct line *make_lines(struct build_run *run, const struct health *all, size_t count)
{
    struct line *lines = arena_array(&run->arena, run->config.source_count, sizeof *lines);
    for (size_t i = 0; i < run->config.source_count; i++) {
        const struct source *source = &run->config.sources[i];
        lines[i].source = source;
        for (size_t k = 0; k < count; k++)
            if (source->remote && str_eq(all[k].source, source->key))
                lines[i].health = &all[k];
        lines[i].state = judge(source, lines[i].health, run->config.now);
    }
    return lines;
}

static void print_text(struct build_run *run, const struct line *lines)
{
    struct buf text = buf_init(TEXT_MOST);
    add_text(&text, &run->arena, lines, &run->config);
    cli_out(run->cli, buf_str(&text));
    buf_release(&text);
}

/* Reads how the sources fared; null: *err says why that cannot be. */
static struct line *look(struct build_run *run, struct err *err)
{
    static const struct live_options nothing_live;
    struct health *all = NULL;
    size_t count = 0;
    run->config.offline = true; /* lists of feeds are taken as they were last read */
    if (!build_begin(run, &nothing_live, err) ||
        !store_health(run->store, &run->arena, &all, &count, err))
        return NULL;
    return make_lines(run, all, count);
}

int cmd_sources(struct cli *cli, int argc, char **argv)
{
    struct site_options options = {0};
    struct build_run run = {.cli = cli};
    struct line *lines = NULL;
    struct err err = {0};
    int status;
    pthread_mutex_init(&run.store_lock, NULL);
    if (!cli_begin(cli, argc, argv, &options.common, &status))
        return status;
    struct config_flags flags = cli_config_flags(cli, &options);
    if (!config_load(&run.config, &run.arena, &flags, &cli->log, &err))
        status = STATUS_USAGE;
    else if (!(lines = look(&run, &err)))
        status = cli_fail(cli, &err);
    log_summary(&cli->log);
    if (options.common.json)
        print_json(&run, lines, status);
    else if (lines)
        print_text(&run, lines);
    build_release(&run);
    return status;
}
