/* The frame of the commands that run through sources: options, configuration, work, report. */
#include <time.h>

#include "build.h"

/* A report in JSON: a thousand sources, each with all the problems that are kept of one. */
#define REPORT_MOST ((size_t)256 << 20)

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Tells people, programs and GitHub how it went. */
static void tell(struct build_run *run, bool json)
{
    struct cli *cli = run->cli;
    struct build_report *report = &run->report;
    struct err err = {0};
    log_summary(&cli->log);
    report_sync(report, &cli->log);
    if (report->built && (report->status == STATUS_DONE || report->status == STATUS_DEGRADED))
        report_text(report, &cli->log);
    if (json) {
        struct buf out = buf_init(REPORT_MOST);
        report_json(&out, report, &cli->log);
        cli_out(cli, buf_str(&out));
        buf_release(&out);
    }
    if (cli->github_summary && !report_job_summary(report, &cli->log, cli->github_summary, &err))
        log_problem(&cli->log, LOG_WARNING, (str){0}, &err);
}

/* Does the work once the configuration is known. Returns the exit status. */
static int work_by_config(struct build_run *run, const struct site_options *options,
                          build_work *work)
{
    struct cli *cli = run->cli;
    struct err err = {0};
    struct config_flags flags = cli_config_flags(cli, options);
    if (!config_load(&run->config, &run->arena, &flags, &cli->log, &err))
        return STATUS_USAGE;
    run->report.config = &run->config;
    if (!work(run, options, &err))
        return cli_fail(cli, &err);
    return run->report.degraded && run->config.strict ? STATUS_DEGRADED : STATUS_DONE;
}

int build_command(struct build_run *run, int argc, char **argv, build_work *work)
{
    struct site_options options = {0};
    int status;
    if (!cli_begin(run->cli, argc, argv, &options.common, &status))
        return status;
    double began = seconds_now();
    pthread_mutex_init(&run->store_lock, NULL);
    status = run->report.status = work_by_config(run, &options, work);
    run->report.seconds = seconds_now() - began;
    if (!options.dump_context)
        tell(run, options.common.json);
    build_release(run);
    return status;
}
