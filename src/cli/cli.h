/*
 * What every command shares: the facts of the process, read once in main, and the command table.
 */
#ifndef DIGEST_CLI_CLI_H
#define DIGEST_CLI_CLI_H

#include "digest/config.h"
#include "digest/log.h"
#include "opt.h"

/* Exit statuses; in help and in the manual page. */
enum status {
    STATUS_DONE = 0,
    STATUS_FAILED = 1,
    STATUS_USAGE = 2,    /* the command line or the configuration */
    STATUS_DEGRADED = 3, /* done, but a source failed or came incomplete; only with --strict */
};

/* The process: nothing behind main asks the environment, the clock or the streams again. */
struct cli {
    struct log log;                /* to stderr */
    const struct command *command; /* the one being run */
    int64_t clock;                 /* when the program was started, seconds since 1970 */
    bool err_terminal;
    bool no_color;                 /* NO_COLOR is set and not empty */
    bool dumb;                     /* TERM is "dumb": no colour, no progress bar */
    bool github;                   /* GITHUB_ACTIONS is "true" */
    const char *github_summary;    /* GITHUB_STEP_SUMMARY: file to append Markdown to, or null */
    const char *source_date_epoch; /* SOURCE_DATE_EPOCH, or null */
    int out_errno;                 /* of the first write to stdout that failed, else 0 */
};

/* Options of the commands that read a configuration; build's own ones last. */
struct site_options {
    struct common common;
    const char *config, *output, *url, *store, *jobs, *now;
    bool offline, full, strict;
    const char *dump_context; /* --dump-context PAGE: a path of the site */
    const char *record;       /* --record DIR: where exchanges with servers are stored */
    const char *replay;       /* --replay DIR: where they are taken from */
};

/* Options of digest add. */
struct add_options {
    struct common common;
    const char *config;
    bool dry_run;
};

/* Options of digest template. */
struct template_options {
    struct common common;
    const char *data;     /* a path, "-" for standard input, or JSON itself; null is no data */
    const char *partials; /* a folder, or null */
};

/* Reads the facts of the process; ends with cli_close. */
void cli_open(struct cli *cli);

/* Ends the run: says what was not printed, and whether stdout took everything. Returns the exit
 * status: `status`, or STATUS_FAILED when data was lost. A closed pipe is no failure. */
int cli_close(struct cli *cli, int status);

/* All commands in the order of help; the last has a null name. */
extern const struct command commands[];

/* The command called name, or null. */
const struct command *command_find(const char *name);

/* The name of the command that was probably meant, or null. */
const char *command_suggest(const char *word);

/* Appends what digest is and does; `full` adds exit statuses and where to read on. */
void command_overview(struct buf *out, bool full);

/*
 * A command's first step: reads its options into *options (the command's zeroed struct, which
 * begins with a struct common), answers --help, reports misuse, and sets how much the log prints.
 * False: there is nothing more to do but to return *status.
 */
bool cli_begin(struct cli *cli, int argc, char **argv, struct common *options, int *status);

/* The flags for config_load: the options, SOURCE_DATE_EPOCH, the clock and the processors. */
struct config_flags cli_config_flags(const struct cli *cli, const struct site_options *options);

/* Writes data to stdout. A failure is kept in cli->out_errno and reported when main ends. */
void cli_out(struct cli *cli, str data);

/* Reports misuse of the command line, with where help is. Returns STATUS_USAGE. */
int cli_misuse(struct cli *cli, struct err *err);

/* Reports a failure that no source is to blame for. Returns the exit status that belongs to it. */
int cli_fail(struct cli *cli, const struct err *err);

/* digest init [DIR] */
int cmd_init(struct cli *cli, int argc, char **argv);

/* digest build [DIR] */
int cmd_build(struct cli *cli, int argc, char **argv);

/* digest fetch [DIR] */
int cmd_fetch(struct cli *cli, int argc, char **argv);

/* digest sources [DIR] */
int cmd_sources(struct cli *cli, int argc, char **argv);

/* digest add URL [DIR] */
int cmd_add(struct cli *cli, int argc, char **argv);

/* digest config [DIR] */
int cmd_config(struct cli *cli, int argc, char **argv);

/* digest template FILE */
int cmd_template(struct cli *cli, int argc, char **argv);

/* digest store check|export|import [FILE] [DIR] */
int cmd_store(struct cli *cli, int argc, char **argv);

/* digest help [COMMAND] */
int cmd_help(struct cli *cli, int argc, char **argv);

/* digest version */
int cmd_version(struct cli *cli, int argc, char **argv);

#endif
