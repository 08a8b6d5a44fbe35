/*
 * Between the syncs of live sources and the store: what a sync asks of what is kept, and what it
 * brings. Any number of syncs may run at a time, each with a keeper of its own; the store is asked
 * by one at a time.
 */
#ifndef DIGEST_CLI_KEEPER_H
#define DIGEST_CLI_KEEPER_H

#include "build.h"

/* One source's keeper. Zero-initialise but for the first four; end it with keeping_release. */
struct keeping {
    struct build_run *run;
    size_t index; /* of the source in the configuration */
    /* How far the sync is; total 0 is unknown. Null: nobody wants to know. */
    void (*progress)(void *context, size_t index, size_t done, size_t total);
    void *context;
    struct keeper keeper; /* to be given to the sync; filled by keeping_init */
    struct arena scratch; /* of the batch being kept */
    struct err
        failed;       /* the store failed: nothing is answered or kept any more, and the run ends */
    struct err doubt; /* the first problem that the sync told of, a lost item before others */
    bool lost;        /* that is one */
};

/* Fills k->keeper. */
void keeping_init(struct keeping *k);

/* Frees what it holds. */
void keeping_release(struct keeping *k);

#endif
