/*
 * What to look for in text, as people write it in a configuration: words, or a regular expression
 * between slashes. PCRE2 does the work, with its limits on steps and depth set, so that no pattern
 * and no text can make it run for long.
 */
#ifndef DIGEST_PATTERN_H
#define DIGEST_PATTERN_H

#include "digest/arena.h"
#include "digest/err.h"

struct pattern;

/*
 * Compiles a pattern: "/…/" or "/…/i" is a Perl-compatible regular expression over UTF-8; anything
 * else is found as it stands at word boundaries, the case of letters ignored ("AI" finds "ai", not
 * "paid"). The pattern lives till pattern_free. Null: *err says what is wrong and where in s.
 */
struct pattern *pattern_new(str s, struct err *err);

/* Frees it; null is fine. */
void pattern_free(struct pattern *pattern);

/* True when the pattern occurs in text (UTF-8). A match that would take too many steps counts as
 * none. Any thread may ask the same pattern. */
bool pattern_found(const struct pattern *pattern, str text);

#endif
