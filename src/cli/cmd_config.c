/* digest config [DIR]: the value of every setting, and where it came from. */
#include "cli.h"
#include "digest/utf8.h"
#include "report.h"

/* Room for the values of a thousand sources. */
#define TEXT_MOST ((size_t)16 << 20)
/* Longer values do not push the notes of the others to the right. */
enum { COLUMN_MOST = 60 };

/* "digest.yaml:2", "--output", "default" */
static void add_origin(struct buf *out, const struct config *config, const struct setting *s)
{
    if (s->origin == ORIGIN_FILE)
        buf_addf(out, "%.*s:%u", STR_ARGS(config->file), s->line);
    else if (s->origin == ORIGIN_DEFAULT)
        buf_addf(out, "default%s%.*s", s->by.n ? ": " : "", STR_ARGS(s->by));
    else
        buf_addf(out, "%.*s", STR_ARGS(s->by));
}

static size_t width_of(const struct setting *s)
{
    return s->key.n + 2 + utf8_count(s->value);
}

static void add_text(struct buf *out, const struct config *config)
{
    size_t column = 0;
    for (size_t i = 0; i < config->setting_count; i++) {
        size_t width = width_of(&config->settings[i]);
        if (width <= COLUMN_MOST && width > column)
            column = width;
    }
    for (size_t i = 0; i < config->setting_count; i++) {
        const struct setting *s = &config->settings[i];
        size_t width = width_of(s);
        buf_addf(out, "%.*s: ", STR_ARGS(s->key));
        log_clean(out, s->value);
        buf_addf(out, "%*s# ", (int)(width < column ? column - width + 2 : 2), "");
        add_origin(out, config, s);
        buf_addc(out, '\n');
    }
}

static struct value setting_value(struct arena *a, const struct setting *s)
{
    static const char *const origins[] = {"default", "file", "environment", "flag"};
    struct value map = value_map();
    value_set(a, &map, "key", value_text(s->key));
    value_set(a, &map, "value", value_text(s->value));
    value_set(a, &map, "origin", value_text(str_of(origins[s->origin])));
    if (s->origin == ORIGIN_FILE)
        value_set(a, &map, "line", value_number(a, s->line));
    value_set_text(a, &map, "by", s->by);
    return map;
}

/* The values, or what is wrong with them. */
static void add_json(struct buf *out, struct arena *a, const struct config *config,
                     const struct log *log)
{
    struct value root = value_map(), settings = value_list();
    for (size_t i = 0; i < config->setting_count; i++)
        value_push(a, &settings, setting_value(a, &config->settings[i]));
    value_set(a, &root, "schema", value_number(a, REPORT_SCHEMA));
    value_set(a, &root, "file", value_text(config->file));
    value_set(a, &root, "settings", settings);
    value_set(a, &root, "problems", report_problems(a, log));
    value_to_json(out, &root);
    buf_addc(out, '\n');
}

int cmd_config(struct cli *cli, int argc, char **argv)
{
    struct site_options options = {0};
    struct arena arena = {0};
    struct config config;
    struct err err = {0};
    int status;
    if (!cli_begin(cli, argc, argv, &options.common, &status))
        return status;
    struct config_flags flags = cli_config_flags(cli, &options);
    struct buf text = buf_init(TEXT_MOST);
    bool loaded = config_load(&config, &arena, &flags, &cli->log, &err);
    log_summary(&cli->log);
    if (options.common.json)
        add_json(&text, &arena, &config, &cli->log);
    else if (loaded)
        add_text(&text, &config);
    cli_out(cli, buf_str(&text));
    buf_release(&text);
    config_release(&config);
    arena_release(&arena);
    return loaded ? STATUS_DONE : STATUS_USAGE;
}
