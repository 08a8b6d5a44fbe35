/*
 * What a build did, told three ways: a line for people, JSON for programs, Markdown for GitHub's
 * job summary. Problems are those that the log kept.
 */
#ifndef DIGEST_CLI_REPORT_H
#define DIGEST_CLI_REPORT_H

#include "digest/config.h"
#include "digest/fetch.h"
#include "digest/output.h"
#include "digest/value.h"

/* The version of the JSON documents; raised when a program that reads them would break. */
#define REPORT_SCHEMA 1

/* Why articles of a source were left out, and how many. */
struct report_skip {
    str why; /* "protected by a password" */
    size_t count;
};

/* What asking a live source came to. */
enum asked {
    ASKED_NOT,    /* a source of files, or an offline run */
    ASKED_LATER,  /* its interval is not over yet */
    ASKED_WHOLE,  /* all is well */
    ASKED_PARTLY, /* something is missing, or came by a lesser way */
    ASKED_FAILED, /* it could not be read */
};

/* The account of one source: announced = articles + skipped + failed, but for kept articles, which
 * are among the articles while their post or file is among the failed. */
struct report_source {
    str name;
    size_t announced; /* posts and text files found, or known from before */
    size_t articles;  /* on the site */
    size_t skipped;   /* left out on purpose; the reasons below add up to it */
    size_t failed;    /* could not be read */
    size_t kept;      /* of the articles: shown as they were last read, their file failed now */
    struct report_skip *skips;
    size_t skip_count;
    enum asked asked;
    struct sync_counts sync; /* ASKED_WHOLE and later */
    double seconds;          /* that asking took */
    str shown;               /* ASKED_FAILED: how old what is shown is, as report_age; or "" */
};

struct build_report {
    const struct config *config; /* null when the configuration could not be read */
    int status;                  /* exit status */
    bool fetched;                /* live sources were asked */
    bool built;                  /* making a site is what the command is for */
    bool degraded; /* a source failed or came incomplete, whatever the exit status says of it */
    struct report_source *sources;
    size_t source_count;
    size_t articles;
    struct output_counts files;
    double seconds; /* said on stderr only: it differs from run to run */
};

/* Begins the account of every source of the configuration, in the arena. */
void report_begin(struct build_report *report, struct arena *a, const struct config *config);

/* How long ago an instant is, in the largest unit that fits: "3 days ago", "just now", "never". */
str report_age(struct arena *a, int64_t instant, int64_t now);

/* Counts `count` articles of a source as left out for the reason `why` (borrowed), in the arena. */
void report_skip(struct report_source *source, struct arena *a, str why, size_t count);

/* The word for an exit status: "done", "failed", "misconfigured", "degraded". */
const char *report_status(int status);

/* The word for what asking a live source came to: "done", "degraded", "failed", "later"; or "". */
const char *report_asked(enum asked asked);

/* The problems that the log kept, for a JSON document. Text is borrowed from the log. */
struct value report_problems(struct arena *a, const struct log *log);

/* One line for each live source: what asking it came to. */
void report_sync(const struct build_report *report, struct log *log);

/* One line for each source that has something to say (all with -v), then the summary line. */
void report_text(const struct build_report *report, struct log *log);

/* Appends the report with all kept problems as one JSON document and a newline. */
void report_json(struct buf *out, const struct build_report *report, const struct log *log);

/* Appends the report as Markdown to the file at path (GITHUB_STEP_SUMMARY). */
bool report_job_summary(const struct build_report *report, const struct log *log, const char *path,
                        struct err *err);

#endif
