/* Which of the articles that were read a build shows: filters, `since` and `max_articles`. */
#ifndef DIGEST_CLI_BUILD_FILTER_H
#define DIGEST_CLI_BUILD_FILTER_H

#include "build.h"
#include "digest/parse.h"

/* Articles left out on purpose behind parsing. */
struct left_out {
    size_t by_filter, by_age;
};

/*
 * Takes the articles out of *parsed that a filter drops or that are older than their source shows,
 * and applies what filters do to the others. `a` is the arena of *parsed; the last *kept of its
 * articles are kept ones, of which it becomes the number left. Any thread.
 */
void build_filter(const struct build_run *run, struct arena *a, struct parsed *parsed, size_t *kept,
                  struct left_out *out);

/* Counts what build_filter left out in the report of a source. */
void build_count_left_out(struct build_run *run, size_t source, const struct left_out *left_out);

/* Leaves the newest articles of each source that has more than its `max_articles`. */
void build_limit(struct build_run *run);

/* False, with the reason in *err (ERR_INPUT), when no article is left to build a site of. */
bool build_has_articles(const struct build_run *run, struct err *err);

#endif
