/*
 * digest add URL: finds out what a URL leads to, shows three titles, and adds it to digest.yaml.
 * Nothing is kept of what was fetched for that.
 */
#include <stdlib.h>
#include <unistd.h>

#include "cli.h"
#include "digest/fetch.h"
#include "digest/fs.h"
#include "digest/limits.h"
#include "digest/parse.h"
#include "digest/sanitize.h"
#include "digest/utf8.h"
#include "digest/yaml.h"
#include "yaml_edit.h"

/* Titles that are shown. */
#define SHOWN 3

struct adding {
    struct cli *cli;
    struct arena arena;
    struct config config;
    struct http *http;
    struct source source; /* the new one */
    struct discovery found;
    struct zone zone;
    struct document *documents; /* of the sample */
    size_t count;
    bool enough;
};

static const char *const kind_words[] = {
    [SOURCE_WORDPRESS] = "WordPress", [SOURCE_TEXT] = "a text article", [SOURCE_FEED] = "a feed"};
static const char *const kind_keys[] = {
    [SOURCE_WORDPRESS] = "wordpress", [SOURCE_TEXT] = "text", [SOURCE_FEED] = "feed"};

/* -- A sample --------------------------------------------------------------------------------- */

/* The keeper of a sample remembers nothing and takes the first batch that has something. */
static str no_note(void *context, struct arena *a, const char *name)
{
    (void)context, (void)a, (void)name;
    return (str){0};
}

static bool nothing_known(void *context, struct arena *a, str id, struct known *out)
{
    (void)context, (void)a, (void)id, (void)out;
    return false;
}

static bool no_ids(void *context, struct arena *a, str **out, size_t *count, struct err *err)
{
    (void)context, (void)err;
    *out = arena_alloc(a, 0);
    *count = 0;
    return true;
}

static bool take_sample(void *context, struct batch *batch, struct err *err)
{
    struct adding *adding = context;
    for (size_t i = 0; i < batch->count; i++)
        batch->fates[i] = DOCUMENT_NEW;
    if (batch->count == 0)
        return true;
    adding->documents = arena_array(&adding->arena, batch->count, sizeof *adding->documents);
    for (size_t i = 0; i < batch->count; i++) {
        struct document *d = &adding->documents[i];
        *d = batch->documents[i];
        d->id = arena_copy(&adding->arena, d->id);
        d->url = arena_copy(&adding->arena, d->url);
        d->bytes = arena_copy(&adding->arena, d->bytes);
        d->charset = arena_copy(&adding->arena, d->charset);
    }
    adding->count = batch->count;
    adding->enough = true;
    return err_set(err, ERR_INPUT, "the sample is large enough"); /* ends the sync; never shown */
}

static void tell_problem(void *context, const struct err *problem, bool fatal)
{
    struct adding *adding = context;
    log_problem(&adding->cli->log, fatal ? LOG_ERROR : LOG_WARNING, (str){0}, problem);
}

static void no_progress(void *context, size_t done, size_t total)
{
    (void)context, (void)done, (void)total;
}

/* Fetches some articles of the source that was found. */
static bool fetch_sample(struct adding *adding, struct http_site *site, struct err *err)
{
    struct keeper keeper = {.context = adding,
                            .note = no_note,
                            .known = nothing_known,
                            .ids = no_ids,
                            .commit = take_sample,
                            .problem = tell_problem,
                            .progress = no_progress};
    struct sync sync = {.http = adding->http,
                        .site = site,
                        .source = &adding->source,
                        .keeper = &keeper,
                        .now = adding->config.now};
    return fetch_sync(&sync, err) || adding->enough;
}

static void parse_document(struct adding *adding, const struct document *d, struct parsed *out)
{
    static const struct media no_media;
    struct err ignored = {0};
    struct raw_item item = {.kind = d->kind,
                            .stored = true,
                            .path = d->url.n ? d->url : adding->source.location,
                            .name = d->id,
                            .charset = d->charset,
                            .markdown = d->markdown,
                            .mtime = d->dated != INSTANT_NONE ? d->dated : adding->config.now};
    struct raw raw = {&item, &adding->source, &no_media, &adding->zone, d->bytes};
    if (d->kind == RAW_POSTS)
        parse_wordpress(out, &adding->arena, &raw, &ignored);
    else if (d->kind == RAW_TEXT)
        parse_text(out, &adding->arena, &raw, &ignored);
    else
        parse_feed(out, &adding->arena, &raw, &ignored);
}

/* Prints the newest titles of the sample, each with its day. Returns how many there are. */
static size_t show_titles(struct adding *adding, struct buf *out)
{
    struct parsed parsed = {0};
    size_t shown = 0;
    for (size_t i = 0; i < adding->count; i++)
        parse_document(adding, &adding->documents[i], &parsed);
    for (; shown < SHOWN && shown < parsed.count; shown++) {
        struct article *newest = NULL;
        size_t at = 0;
        for (size_t i = 0; i < parsed.count; i++)
            if (parsed.articles[i] &&
                (!newest || parsed.articles[i]->published.utc > newest->published.utc)) {
                newest = parsed.articles[i];
                at = i;
            }
        if (!newest)
            break;
        struct civil day = civil_of(newest->published.utc, newest->published.offset);
        buf_addf(out, "  %04d-%02d-%02d  ", day.year, day.month, day.day);
        log_clean(out, utf8_cut(newest->title, 100));
        buf_addc(out, '\n');
        parsed.articles[at] = NULL;
    }
    return shown;
}

/* -- The configuration ------------------------------------------------------------------------ */

static str host_of(str url)
{
    size_t begin = str_find(url, STR("://"), 0);
    begin = begin == SIZE_MAX ? 0 : begin + 3;
    size_t end = str_find_char(url, '/', begin);
    str host = str_slice(url, begin, end);
    return str_starts(host, STR("www.")) ? str_slice(host, 4, host.n) : host;
}

static bool name_is_taken(const struct config *config, str name)
{
    for (size_t i = 0; i < config->source_count; i++)
        if (str_eq_nocase(config->sources[i].name, name))
            return true;
    return false;
}

/* What the site calls itself, else its host; made unique. */
static str choose_name(struct adding *adding)
{
    struct arena *a = &adding->arena;
    str host = host_of(adding->found.location);
    str name = text_clean(a, adding->found.name, LIMIT_TITLE);
    str base = name.n ? name : host;
    if (name_is_taken(&adding->config, base) && name.n)
        base = arena_printf(a, "%.*s (%.*s)", STR_ARGS(name), STR_ARGS(host));
    name = base;
    for (unsigned i = 2; name_is_taken(&adding->config, name); i++)
        name = arena_printf(a, "%.*s %u", STR_ARGS(base), i);
    return name;
}

static bool check_new(const struct adding *adding, struct err *err)
{
    for (size_t i = 0; i < adding->config.source_count; i++) {
        const struct source *source = &adding->config.sources[i];
        if (!str_eq(source->location, adding->found.location))
            continue;
        err_set(err, ERR_CONFIG, "%.*s is a source already", STR_ARGS(source->name));
        return err_at(err, adding->config.file, source->line, 0);
    }
    return true;
}

/* Loads the new text, from a file of its own beside the configuration. What is to be said of it was said
 * when that was loaded; only a new fault counts. */
static bool is_good(struct adding *adding, const char *trial, struct err *err)
{
    struct config_flags flags = {.config = trial, .clock = adding->cli->clock, .processors = 1};
    struct config config = {0};
    struct log silent;
    FILE *nowhere = fopen("/dev/null", "w");
    if (!nowhere)
        return err_errno(err, "cannot open /dev/null");
    log_init(&silent, nowhere, LOG_ERROR);
    bool good = config_load(&config, &adding->arena, &flags, &silent, err);
    if (!good && silent.errors)
        err_set(err, ERR_CONFIG, "with the new entry it would not be good: %s",
                silent.problems[0].err.why);
    log_release(&silent);
    fclose(nowhere);
    config_release(&config);
    return good || err_at(err, adding->config.file, 0, 0);
}

/* Puts the new text in place of the configuration, once it is seen to be one. Where the file is a
 * link, what it leads to is replaced. */
static bool replace_checked(struct adding *adding, str text, struct err *err)
{
    struct arena *a = &adding->arena;
    str trial = fs_join(a, fs_folder(a, adding->config.file),
                        arena_printf(a, ".digest-%ld.yaml", (long)getpid()));
    char *real = realpath(adding->config.file.p, NULL);
    bool good = fs_create(trial.p, text, err);
    if (good) {
        good = is_good(adding, trial.p, err);
        unlink(trial.p);
    }
    good = good && fs_replace(real ? real : adding->config.file.p, text, err);
    free(real);
    return good;
}

static bool edit_config(struct adding *adding, const struct yaml_line *lines, unsigned *line,
                        struct err *err)
{
    struct arena *a = &adding->arena;
    struct buf old = buf_init(LIMIT_CONFIG), new = buf_init(LIMIT_CONFIG);
    struct yaml *root;
    bool good = fs_read(&old, adding->config.file.p, err) &&
                yaml_read(&root, a, buf_str(&old), adding->config.file, 1, err) &&
                (yaml_add_source(&new, buf_str(&old), root, lines, line, err) ||
                 err_at(err, adding->config.file, 0, 0)) &&
                replace_checked(adding, buf_str(&new), err);
    buf_release(&old);
    buf_release(&new);
    return good;
}

/* -- The command ------------------------------------------------------------------------------ */

/* A source as the configuration makes one, for requests before it is there. */
static struct source make_source(struct adding *adding, enum source_kind kind, str location)
{
    return (struct source){.key = STR("new"),
                           .name = location,
                           .kind = kind,
                           .location = location,
                           .remote = true,
                           .home = adding->found.home,
                           .language = adding->config.language,
                           .since = INSTANT_NONE,
                           .max_articles = SHOWN};
}

/* Finds out what the URL is and fetches a sample of it. */
static bool look(struct adding *adding, str url, struct err *err)
{
    struct http_options options = {.user_agent = adding->config.user_agent,
                                   .per_host = adding->config.per_host,
                                   .now = adding->config.now};
    struct http_site *site;
    adding->source = make_source(adding, SOURCE_WORDPRESS, url);
    if (!http_open(&adding->http, &options, err) ||
        !http_site_open(&site, adding->http, &adding->source, err) ||
        !fetch_discover(&adding->found, &adding->arena, adding->http, site, url, err))
        return false;
    adding->source = make_source(adding, adding->found.kind, adding->found.location);
    return check_new(adding, err) && http_site_open(&site, adding->http, &adding->source, err) &&
           fetch_sample(adding, site, err);
}

static bool add(struct adding *adding, const struct add_options *options, struct err *err)
{
    str url = str_of(options->common.arguments[0]);
    if (!str_has(url, STR("://")))
        url = arena_printf(&adding->arena, "https://%.*s", STR_ARGS(url));
    if (!zone_load(&adding->zone, &adding->arena, adding->config.timezone, err) ||
        !look(adding, url, err))
        return false;

    struct yaml_line lines[] = {{"name", choose_name(adding)},
                                {kind_keys[adding->found.kind], adding->found.location},
                                {NULL, {0}}};
    struct buf out = buf_init((size_t)1 << 16);
    buf_addf(&out, "%s: ", kind_words[adding->found.kind]);
    log_clean(&out, lines[0].value);
    buf_addf(&out, ", %.*s\n", STR_ARGS(adding->found.location));
    if (show_titles(adding, &out) == 0)
        buf_addz(&out, "  no article yet\n");
    unsigned line = 0;
    bool good = true;
    if (options->dry_run)
        yaml_add_entry(&out, lines, 2, "\n");
    else
        good = edit_config(adding, lines, &line, err);
    cli_out(adding->cli, buf_str(&out));
    buf_release(&out);
    if (adding->found.doubt.n)
        log_line(&adding->cli->log, LOG_WARNING, "%.*s", STR_ARGS(adding->found.doubt));
    if (good && !options->dry_run)
        log_line(&adding->cli->log, LOG_NOTE, "added at %.*s:%u; \"digest build\" fetches it",
                 STR_ARGS(adding->config.file), line);
    return good;
}

int cmd_add(struct cli *cli, int argc, char **argv)
{
    struct add_options options = {0};
    struct adding adding = {.cli = cli};
    struct err err = {0};
    int status;
    if (!cli_begin(cli, argc, argv, &options.common, &status))
        return status;
    bool folder = options.common.argument_count > 1;
    struct config_flags flags = {.folder = folder ? options.common.arguments[1] : NULL,
                                 .config = options.config,
                                 .no_sources = true,
                                 .clock = cli->clock,
                                 .processors = 1};
    if (!config_load(&adding.config, &adding.arena, &flags, &cli->log, &err))
        status = STATUS_USAGE;
    else if (!add(&adding, &options, &err))
        status = cli_fail(cli, &err);
    log_summary(&cli->log);
    http_close(adding.http);
    config_release(&adding.config);
    arena_release(&adding.arena);
    return status;
}
