/*
 * Options of the command line: one static table for each command, which is both what is accepted
 * and what its help prints.
 *
 * Long options take their value as "--name=value" or as the next word, short ones as "-xvalue" or
 * as the next word; switches in one letter can be joined ("-qv"). "--" ends the options; "-" alone
 * is an argument. Options may stand before or after arguments. The last of two equal options holds.
 */
#ifndef DIGEST_CLI_OPT_H
#define DIGEST_CLI_OPT_H

#include "digest/buf.h"
#include "digest/err.h"

struct cli;

/* The most arguments that a command takes. */
#define OPT_ARGUMENTS 3

/* What every command understands. Each command's own struct begins with one of these. */
struct common {
    bool help, quiet, verbose, json;
    bool data; /* an option was given that makes stdout carry data */
    const char *arguments[OPT_ARGUMENTS];
    size_t argument_count;
};

/* One option. A table ends with an entry whose name is null. */
struct opt {
    const char *name;  /* "quiet" for --quiet */
    const char *value; /* what its value is called in help ("FILE"), or null for a switch */
    const char *help;  /* one line without a full stop */
    size_t field;      /* offset in the command's struct: a bool, or a const char * for a value */
    char letter;       /* 'q' for -q, or 0 */
    bool data;         /* makes stdout carry data */
};

/* A command: how it is called, what it does. */
struct command {
    const char *name;
    const char *arguments; /* "[DIR]" */
    const char *summary;   /* one line without a full stop */
    const char *details;   /* paragraphs for its own help, lines of at most 80 columns */
    const char *examples;  /* command lines, one each line */
    const struct opt *options;
    size_t least, most; /* number of arguments */
    bool data;          /* stdout always carries its data, so nothing else may */
    /* Runs it; argv[0] is the command's name. Returns the exit status. */
    int (*run)(struct cli *cli, int argc, char **argv);
};

/*
 * Reads argv[1…] by the command's table into *options, the zeroed struct that the table's offsets
 * are of. Values are borrowed from argv. At --help the reading ends. False: ERR_USAGE, with the
 * nearest option as its hint.
 */
bool opt_parse(const struct command *command, int argc, char **argv, struct common *options,
               struct err *err);

/* Appends the options of a table, one a line, aligned. */
void opt_list(struct buf *out, const struct opt *options);

/* Appends the full help of a command. */
void opt_help(struct buf *out, const struct command *command);

#endif
