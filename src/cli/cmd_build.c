/* digest build: the pipeline, step by step. */
#include <stdlib.h>
#include <time.h>

#include "build.h"
#include "live.h"

/* A report in JSON: a thousand sources, each with all the problems that are kept of one. */
#define REPORT_MOST ((size_t)256 << 20)

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool open_output(struct build_run *run, struct err *err)
{
    str output = arena_copy(&run->arena, run->config.output);
    str keep_out = arena_copy(&run->arena, run->config.folder);
    struct ledger ledger = store_ledger(run->store, &run->arena, output.p);
    return output_open(&run->output, output.p, keep_out.p, &ledger, run->config.full, err);
}

/* Sources → store → articles → model → plan. */
static bool prepare(struct build_run *run, struct err *err)
{
    return live_fetch(run, err) && build_collect(run, err) && build_mirror(run, run->http, err) &&
           build_derive_tags(run, err) && build_order(run, err) && build_plan(run, err);
}

/* The whole of a build, once the configuration is known. */
static bool build_site(struct build_run *run, const struct site_options *options, struct err *err)
{
    struct live_options live = {options->record, options->replay};
    if (!build_begin(run, &live, err))
        return false;
    if (options->dump_context)
        return prepare(run, err) && build_dump(run, options->dump_context, err);
    return open_output(run, err) && prepare(run, err) && build_render(run, err) &&
           build_remember(run, err) && output_commit(run->output, &run->report.files, err);
}

/* Tells people, programs and GitHub how it went. */
static void tell(struct build_run *run, const struct site_options *options)
{
    struct cli *cli = run->cli;
    struct err err = {0};
    log_summary(&cli->log);
    report_sync(&run->report, &cli->log);
    if (run->report.status == STATUS_DONE || run->report.status == STATUS_DEGRADED)
        report_text(&run->report, &cli->log);
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

int cmd_build(struct cli *cli, int argc, char **argv)
{
    struct site_options options = {0};
    struct build_run run = {.cli = cli, .report.built = true};
    struct err err = {0};
    int status;
    pthread_mutex_init(&run.store_lock, NULL);
    if (!cli_begin(cli, argc, argv, &options.common, &status))
        return status;

    double began = seconds_now();
    struct config_flags flags = cli_config_flags(cli, &options);
    if (!config_load(&run.config, &run.arena, &flags, &cli->log, &err)) {
        run.report.status = STATUS_USAGE;
    } else {
        run.report.config = &run.config;
        run.report.status = STATUS_DONE;
        if (!build_site(&run, &options, &err))
            run.report.status = cli_fail(cli, &err);
        else if (run.report.degraded && run.config.strict)
            run.report.status = STATUS_DEGRADED;
    }
    run.report.seconds = seconds_now() - began;
    if (!options.dump_context)
        tell(&run, &options);
    status = run.report.status;
    build_release(&run);
    return status;
}
