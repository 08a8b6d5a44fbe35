/*
 * Messages to the person or script that runs digest.
 *
 * A log is made once in the command line and passed down; nothing else prints. Lines go to stderr
 * as "digest: error: file:line:column: reason". Control characters and bidirectional overrides in
 * anything printed are replaced, since text from the network passes through here. Thread-safe.
 */
#ifndef DIGEST_LOG_H
#define DIGEST_LOG_H

#include <pthread.h>
#include <stdio.h>

#include "digest/err.h"

struct buf;

enum log_level { LOG_ERROR, LOG_WARNING, LOG_NOTE, LOG_DEBUG };

/* One thing that went wrong, kept for the report at the end. */
struct problem {
    enum log_level level; /* LOG_ERROR or LOG_WARNING */
    char *source;         /* the source's name, or "" */
    struct err err;
};

/* How many problems one source had at one level. */
struct log_tally {
    char *source;
    enum log_level level;
    size_t count;
};

struct log {
    FILE *out; /* stderr, or a test's stream */
    /* The last level still printed: -q LOG_ERROR, -v LOG_DEBUG, else LOG_NOTE. */
    enum log_level level;
    bool colour;      /* ANSI colours: on a terminal without NO_COLOR */
    bool annotate;    /* GitHub Actions workflow commands on stdout as well */
    bool bar;         /* a progress line is on the terminal now and must be wiped first */
    unsigned percent; /* what that line shows */
    bool progress;    /* draw progress bars */
    pthread_mutex_t lock;
    struct problem *problems;
    size_t problem_count, problem_cap;
    struct log_tally *tallies; /* in the order in which the sources first had a problem */
    size_t tally_count;
    size_t errors, warnings; /* all of them, also those over LIMIT_PROBLEMS_PER_SOURCE */
};

/* Prepares *log to print to out at level. End it with log_release. */
void log_init(struct log *log, FILE *out, enum log_level level);

/* Frees the kept problems; out stays open. */
void log_release(struct log *log);

/*
 * Reports a failure of `source` (may be empty) at level LOG_ERROR or LOG_WARNING: prints it, keeps
 * it for the report, and makes the annotation. Of one source at most LIMIT_PROBLEMS_PER_SOURCE
 * errors and as many warnings are printed and kept; the rest are counted and said in one line by
 * log_summary. A hint that the problem before gave as well is not printed again.
 */
void log_problem(struct log *log, enum log_level level, str source, const struct err *e);

/* Prints one line at level. */
void log_line(struct log *log, enum log_level level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Says how many problems of which source were not printed. Nothing when all were. */
void log_summary(struct log *log);

/*
 * Puts the problems that were kept from number `from` on into the order of their sources in `names`,
 * and behind them those of no such source; those of one source stay as they came. For what several
 * threads reported, so that no report depends on which was first.
 */
void log_sort(struct log *log, size_t from, const str *names, size_t count);

/* Draws or redraws "what done/total" as a bar on a terminal; nothing elsewhere. done == total
 * wipes it. */
void log_progress(struct log *log, const char *what, size_t done, size_t total);

/* Appends s with control characters (C0, DEL, C1), U+2028/2029 and bidirectional controls each
 * replaced by a space or U+FFFD, and invalid UTF-8 by U+FFFD: fit for one line on a terminal. */
void log_clean(struct buf *out, str s);

#endif
