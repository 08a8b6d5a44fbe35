/*
 * Whole runs of the output stage on a store, as digest build does them: a site is a list of paths
 * and texts. Everything asserts.
 */
#ifndef DIGEST_TESTS_SITE_RUN_H
#define DIGEST_TESTS_SITE_RUN_H

#include "digest/output.h"
#include "digest/store.h"
#include "sandbox.h"

/* One file of a site; a list ends with a null path. */
struct page {
    const char *path, *text;
};

/* Where a run happens; zero is ".digest/store.db" and "public" in the box. */
struct place {
    const char *store, *output;
    bool full;
};

/* A store and an output, open. */
struct site_run {
    struct sandbox *box;
    struct store *store;
    struct ledger ledger;
    struct output *output;
};

/* Opens both. False, with *err filled, when the output refuses; then there is nothing to close. */
static inline bool site_open(struct site_run *run, struct sandbox *box, struct place place,
                             struct err *err)
{
    *run = (struct site_run){.box = box};
    const char *store = sandbox_at(box, place.store ? place.store : ".digest/store.db");
    const char *output = sandbox_at(box, place.output ? place.output : "public");
    struct err store_err = {0};
    if (!store_open(&run->store, store, &store_err))
        fail_msg("%s: %s", store_err.file, store_err.why);
    run->ledger = store_ledger(run->store, &box->arena, output);
    if (output_open(&run->output, output, NULL, &run->ledger, place.full, err))
        return true;
    assert_null(run->output);
    assert_true(err->code != ERR_NONE && err->why[0] != '\0');
    store_close(run->store);
    return false;
}

static inline void site_close(struct site_run *run)
{
    output_close(run->output);
    store_close(run->store);
}

/* Puts all pages. */
static inline bool site_put(struct site_run *run, const struct page *pages, struct err *err)
{
    for (const struct page *page = pages; page->path; page++)
        if (!output_put(run->output, str_of(page->path), str_of(page->text), err))
            return false;
    return true;
}

/* One run from open to close, at another place than usual. */
static inline bool site_try(struct sandbox *box, struct place place, const struct page *pages,
                            struct output_counts *counts, struct err *err)
{
    struct site_run run;
    if (!site_open(&run, box, place, err))
        return false;
    bool ok = site_put(&run, pages, err) && output_commit(run.output, counts, err);
    if (!ok)
        assert_true(err->code != ERR_NONE && err->why[0] != '\0');
    site_close(&run);
    return ok;
}

/* One run that must succeed. */
static inline struct output_counts site_build(struct sandbox *box, const struct page *pages)
{
    struct output_counts counts;
    struct err err = {0};
    if (!site_try(box, (struct place){0}, pages, &counts, &err))
        fail_msg("%s: %s", err.file, err.why);
    return counts;
}

#endif
