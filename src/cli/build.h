/*
 * One build: what its steps share, and the steps in their order. cmd_build.c reads like the
 * pipeline; each step has a file of its own.
 */
#ifndef DIGEST_CLI_BUILD_H
#define DIGEST_CLI_BUILD_H

#include "cli.h"
#include "digest/fetch.h"
#include "digest/media.h"
#include "digest/output.h"
#include "digest/render.h"
#include "digest/store.h"
#include "report.h"

struct memory;

/* All of one build. Zero-initialise; end it with build_release. */
struct build_run {
    struct cli *cli;
    struct arena arena; /* what lives as long as the build */
    struct config config;
    struct zone zone;
    struct store *store;
    pthread_mutex_t store_lock; /* held around each use of the store while several threads run */
    struct http *http;          /* null: nothing live is to be asked */
    atomic_bool cancel;         /* set: nothing more is asked of it, and what is under way fails */
    bool *left_out; /* parallel to the sources: not shown this time (on_error: skip); or null */
    struct spool *spool;
    struct output *output;
    struct media *media; /* one for each source */
    struct article **articles;
    size_t article_count;
    struct arena *article_arenas; /* one for each worker of build_collect */
    str *lost_images;             /* that articles show as last read; paths of the site */
    size_t lost_image_count, lost_image_cap;
    struct mirror mirror;  /* images that the site has copies of, or that are gone */
    struct memory *memory; /* of permalinks */
    struct model model;
    struct theme *theme;
    struct site site;
    struct plan plan;
    struct build_report report;
};

struct live_options;

/* Opens the store and, unless nothing live is to be asked, the network, and replaces lists of feeds
 * by their feeds; run->config must be loaded. False: ERR_STORE, ERR_BUSY, ERR_IO, or as live_open. */
bool build_begin(struct build_run *run, const struct live_options *options, struct err *err);

/* What a command does with a run whose configuration is loaded. False: it failed. */
typedef bool build_work(struct build_run *run, const struct site_options *options, struct err *err);

/* Runs a command from its options to its report, and releases the run, of which cli and
 * report.built are set. Returns the exit status. */
int build_command(struct build_run *run, int argc, char **argv, build_work *work);

/* Frees what the run holds and closes what it opened. */
void build_release(struct build_run *run);

/* Replaces each source that is a list of feeds (OPML) by a source for each feed. A list that cannot
 * be read is reported, and stands as it was when it last could, unless its `on_error` says otherwise.
 * False: ERR_STORE; ERR_INPUT, `on_error: fail`. */
bool build_expand_lists(struct build_run *run, struct err *err);

/* Sources → articles: lists, reads and parses what every source consists of, on all cores; bodies
 * go to the spool. Problems of sources are reported, and the others go on. False: ERR_INPUT when
 * there is no article at all, or the spool fails. */
bool build_collect(struct build_run *run, struct err *err);

/* Gives articles without tags those that they are demonstrably about. */
bool build_derive_tags(struct build_run *run, struct err *err);

/*
 * Finds the copies of images that articles show whose source is configured with `images: mirror`,
 * fetches those that are missing, unless http is null, and fills run->mirror. Between build_collect
 * and build_order. An image that cannot be had is reported. False: ERR_STORE, or ERR_IO.
 */
bool build_mirror(struct build_run *run, struct http *http, struct err *err);

/* Articles → model, with the paths that the store remembers. */
bool build_order(struct build_run *run, struct err *err);

/* Loads the theme and lists the files to make. */
bool build_plan(struct build_run *run, struct err *err);

/* Model → pages → output, on all cores; images that articles show are copied. Nothing is committed. */
bool build_render(struct build_run *run, struct err *err);

/* Remembers the paths of this build. Before the commit: a path that was remembered in vain is
 * harmless, one that was published and forgotten breaks when its article moves. */
bool build_remember(struct build_run *run, struct err *err);

/* Prints the data that the template of the page at `path` gets. False: ERR_USAGE, no such page. */
bool build_dump(struct build_run *run, const char *path, struct err *err);

#endif
