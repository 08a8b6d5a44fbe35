/* The process around a command: its streams, its environment, its exit status. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "digest/pool.h"

/* Fills the places of standard streams that came closed, so that no file of ours gets their
 * numbers. Opened for reading: what is written to stdout and stderr then still fails. */
static void fill_streams(void)
{
    int fd;
    do
        fd = open("/dev/null", O_RDONLY);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0)
        close(fd);
}

/* The value of an environment variable, or null when it is not set or empty. */
static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

void cli_open(struct cli *cli)
{
    fill_streams();
    /* A reader that went away shows as EPIPE, not as the death of a run that is writing a site. */
    signal(SIGPIPE, SIG_IGN);
    *cli = (struct cli){0};
    log_init(&cli->log, stderr, LOG_NOTE);
    const char *term = variable("TERM"), *github = variable("GITHUB_ACTIONS");
    cli->clock = (int64_t)time(NULL);
    cli->err_terminal = isatty(STDERR_FILENO) == 1;
    cli->no_color = variable("NO_COLOR") != NULL;
    cli->dumb = term && strcmp(term, "dumb") == 0;
    cli->github = github && strcmp(github, "true") == 0;
    cli->github_summary = variable("GITHUB_STEP_SUMMARY");
    cli->source_date_epoch = variable("SOURCE_DATE_EPOCH");
    cli->log.colour = cli->err_terminal && !cli->no_color && !cli->dumb;
    cli->log.annotate = cli->github;
}

int cli_close(struct cli *cli, int status)
{
    if (fflush(stdout) != 0 && !cli->out_errno)
        cli->out_errno = errno;
    if (cli->out_errno && cli->out_errno != EPIPE) {
        struct err err = {0};
        errno = cli->out_errno;
        err_errno(&err, "cannot write to standard output");
        cli->log.annotate = false; /* that would go there, too */
        log_problem(&cli->log, LOG_ERROR, (str){0}, &err);
        status = status == STATUS_DONE || status == STATUS_DEGRADED ? STATUS_FAILED : status;
    }
    log_release(&cli->log);
    return status;
}

void cli_out(struct cli *cli, str data)
{
    if (cli->out_errno || data.n == 0)
        return;
    if (fwrite(data.p, 1, data.n, stdout) != data.n || fflush(stdout) != 0)
        cli->out_errno = errno;
}

int cli_fail(struct cli *cli, const struct err *err)
{
    log_problem(&cli->log, LOG_ERROR, (str){0}, err);
    return err->code == ERR_USAGE || err->code == ERR_CONFIG ? STATUS_USAGE : STATUS_FAILED;
}

int cli_misuse(struct cli *cli, struct err *err)
{
    const char *name = cli->command ? cli->command->name : NULL;
    err_hint(err, "\"digest help%s%s\" shows what there is", name ? " " : "", name ? name : "");
    log_problem(&cli->log, LOG_ERROR, (str){0}, err);
    return STATUS_USAGE;
}

bool cli_begin(struct cli *cli, int argc, char **argv, struct common *options, int *status)
{
    struct err err = {0};
    *status = STATUS_DONE;
    cli->log.annotate = cli->github && !cli->command->data;
    if (!opt_parse(cli->command, argc, argv, options, &err)) {
        *status = cli_misuse(cli, &err);
        return false;
    }
    if (options->help) {
        struct buf text = buf_init((size_t)1 << 16);
        opt_help(&text, cli->command);
        cli_out(cli, buf_str(&text));
        buf_release(&text);
        return false;
    }
    cli->log.level = options->quiet ? LOG_ERROR : options->verbose ? LOG_DEBUG : LOG_NOTE;
    cli->log.annotate = cli->log.annotate && !options->data;
    cli->log.progress = cli->err_terminal && !options->quiet && !cli->dumb;
    return true;
}

struct config_flags cli_config_flags(const struct cli *cli, const struct site_options *options)
{
    return (struct config_flags){
        .folder = options->common.argument_count ? options->common.arguments[0] : NULL,
        .config = options->config,
        .output = options->output,
        .url = options->url,
        .store = options->store,
        .jobs = options->jobs,
        .now = options->now,
        .offline = options->offline,
        .full = options->full,
        .strict = options->strict,
        .source_date_epoch = cli->source_date_epoch,
        .clock = cli->clock,
        .processors = pool_processors(),
    };
}
