/*
 * Pages → the site on disk: staged, compared, committed.
 *
 * A run is: open (heals what an interrupted run left), put every file of the site from any number
 * of threads, then commit or abandon. A put compares with the file that is there and stages the
 * bytes beside the output only when they differ. Commit builds a complete second tree (unchanged
 * and foreign files as hard links) and exchanges it with the old one in one system call, so that
 * at every moment the site is the old or the new one; where the file system cannot do that, files
 * are moved in place one by one under a journal that the next run rolls forward. Only files of the
 * manifest are ever removed.
 */
#ifndef DIGEST_OUTPUT_H
#define DIGEST_OUTPUT_H

#include "digest/manifest.h"

struct output;

/* What a commit did. */
struct output_counts {
    size_t added, changed, unchanged, removed;
    uint64_t bytes; /* of all files together */
};

/*
 * Opens the output folder at `path` (absent, empty, or known to the ledger; else
 * ERR_INPUT with the remedy) and finishes or undoes what an interrupted run left. `full` stages
 * every file anew. Dangerous targets are refused: "/", the home folder, the folder of the
 * configuration (`keep_out`) or one that contains it.
 */
bool output_open(struct output **out, const char *path, const char *keep_out,
                 const struct ledger *ledger, bool full, struct err *err);

/*
 * Puts one file. `path` is relative with slashes, made of safe segments (checked: no empty, "."
 * or ".." segment, no leading slash, no NUL, segments of at most 255 bytes); each path only once
 * a run. Thread-safe.
 */
bool output_put(struct output *output, str path, str bytes, struct err *err);

/* Puts a copy of the file at `from`. */
bool output_put_file(struct output *output, str path, const char *from, struct err *err);

/*
 * Lets a file of the last commit stay that this run cannot make. By one thread, after the puts. A
 * path that was put, that was not digest's, or at which no file is any more is left as it is.
 */
void output_keep(struct output *output, str path);

/*
 * Commits: files of the manifest that were neither put nor kept are removed, everything else is put
 * in place. Nothing is touched on disk when nothing changed. Counts in *counts.
 */
bool output_commit(struct output *output, struct output_counts *counts, struct err *err);

/* Ends the run. Before a commit: the stage is removed, the site is as it was. Null is fine. */
void output_close(struct output *output);

#endif
