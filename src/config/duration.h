/* Spans of time as people write them: "90s", "1h 30m", "12w", "6 months". */
#ifndef DIGEST_CONFIG_DURATION_H
#define DIGEST_CONFIG_DURATION_H

#include "digest/arena.h"
#include "digest/err.h"
#include "digest/time.h"

/*
 * Reads a span of seconds (s), minutes (m), hours (h), days (d) and weeks (w), or 0, of `least` to
 * `most` seconds in all. Units may be written out ("30 minutes"). False: *err says how
 * to write one.
 */
bool duration_read(str s, int64_t least, int64_t most, int64_t *seconds, struct err *err);

/*
 * Reads since when something counts: a date, which begins at midnight in the zone, a date with a
 * time, or how far back from now: days (d), weeks (w), months (m) or years (y), to the beginning of
 * that day. False: neither, or it lies in the future.
 */
bool since_read(str s, int64_t now, const struct zone *zone, int64_t *instant, struct err *err);

#endif
