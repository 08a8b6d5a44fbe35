/*
 * "Did you mean": the known word nearest to a misspelt one.
 */
#ifndef DIGEST_SUGGEST_H
#define DIGEST_SUGGEST_H

#include "digest/str.h"

/*
 * The one of `count` words that `word` was probably meant to be, the first of equally near ones;
 * null when none is near: at most one edit in three letters (case is none), or words that begin
 * with it.
 */
const char *suggest(str word, const char *const *words, size_t count);

#endif
