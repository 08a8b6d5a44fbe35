/* digest fetch: live sources → store, and the images that their articles show. */
#include "build.h"
#include "live.h"

/* A report in JSON: a thousand sources, each with all the problems that are kept of one. */
#define REPORT_MOST ((size_t)256 << 20)

static bool wants_images(const struct config *config)
{
    for (size_t i = 0; i < config->source_count; i++)
        if (config->sources[i].images == IMAGES_MIRROR)
            return true;
    return false;
}

/* Fetches the images that articles show. Where there is no article yet there is none. */
static bool fetch_images(struct build_run *run, struct err *err)
{
    if (build_collect(run, err))
        return build_mirror(run, run->http, err);
    return err->code == ERR_INPUT && run->article_count == 0;
}

/* The whole of a fetch. Articles are only read where they tell which images to fetch. */
static bool fetch(struct build_run *run, const struct site_options *options, struct err *err)
{
    struct live_options live = {options->record, options->replay};
    if (!build_begin(run, &live, err) || !live_fetch(run, err))
        return false;
    if (!run->http)
        log_line(&run->cli->log, LOG_NOTE, "no source is live: there is nothing to fetch");
    return !run->http || !wants_images(&run->config) || fetch_images(run, err);
}

static void tell(struct build_run *run, const struct site_options *options)
{
    struct cli *cli = run->cli;
    struct err err = {0};
    log_summary(&cli->log);
    report_sync(&run->report, &cli->log);
    if (options->common.json) {
        struct buf out = buf_init(REPORT_MOST);
        report_json(&out, &run->report, &cli->log);
        cli_out(cli, buf_str(&out));
        buf_release(&out);
    }
    if (cli->github_summary &&
        !report_job_summary(&run->report, &cli->log, cli->github_summary, &err))
        log_problem(&cli->log, LOG_WARNING, (str){0}, &err);
}

int cmd_fetch(struct cli *cli, int argc, char **argv)
{
    struct site_options options = {0};
    struct build_run run = {.cli = cli};
    struct err err = {0};
    int status;
    pthread_mutex_init(&run.store_lock, NULL);
    if (!cli_begin(cli, argc, argv, &options.common, &status))
        return status;
    struct config_flags flags = cli_config_flags(cli, &options);
    if (!config_load(&run.config, &run.arena, &flags, &cli->log, &err)) {
        run.report.status = STATUS_USAGE;
    } else {
        run.report.config = &run.config;
        run.report.status = STATUS_DONE;
        if (!fetch(&run, &options, &err))
            run.report.status = cli_fail(cli, &err);
        else if (run.report.degraded && run.config.strict)
            run.report.status = STATUS_DEGRADED;
    }
    tell(&run, &options);
    status = run.report.status;
    build_release(&run);
    return status;
}
