/*
 * Instants, offsets and time zones, without any of the C library's global state.
 *
 * An instant is seconds since 1970-01-01T00:00:00Z, leap seconds ignored (POSIX), years 1 to 9999.
 * A stamp is an instant and the offset that its source gave it. All calendar computations are
 * proleptic Gregorian (Howard Hinnant's days-from-civil method).
 */
#ifndef DIGEST_TIME_H
#define DIGEST_TIME_H

#include "digest/arena.h"
#include "digest/err.h"

#define INSTANT_NONE INT64_MIN

struct buf;

struct stamp {
    int64_t utc;    /* instant, or INSTANT_NONE */
    int32_t offset; /* seconds east of UTC that the source writes in */
};

/* A date and time of day, broken down. */
struct civil {
    int year, month, day; /* month and day from 1 */
    int hour, minute, second;
    int weekday; /* 0 Monday … 6 Sunday */
};

/* A time zone: offsets and the instants at which they change. Immutable once loaded. */
struct zone {
    str name;
    size_t count;
    const int64_t *from;    /* count instants, ascending; the first is INT64_MIN */
    const int32_t *offsets; /* count offsets, seconds east of UTC, each valid from from[i] */
};

/*
 * Loads the zone called name ("Europe/Berlin", "UTC") from the system's time zone database into the
 * arena: all changes from 1900 to 2200. Call it before any thread is started: it asks the C
 * library, whose zone is process-wide, and puts that back to UTC. False: no such zone
 * (ERR_CONFIG).
 */
bool zone_load(struct zone *out, struct arena *a, str name, struct err *err);

/* The offset in seconds east of UTC that holds in zone at the instant. A zeroed zone is UTC. */
int32_t zone_offset(const struct zone *zone, int64_t utc);

/* The instant of a wall-clock time in a zone; in a gap the later reading, in a repeated hour the
 * earlier instant. */
int64_t zone_instant(const struct zone *zone, struct civil local);

/* Breaks down an instant at an offset in seconds east of UTC. */
struct civil civil_of(int64_t utc, int32_t offset);

/* The instant of a date and time read at an offset. Fields must be in range. */
int64_t civil_instant(struct civil c, int32_t offset);

/* ISO 8601 week: sets *year and *week (1 to 53) of a date. */
void civil_week(struct civil c, int *year, int *week);

/*
 * Reads an ISO 8601 / RFC 3339 date: "2026-05-07", "2026-05-07T08:10:43", with a space for the T,
 * fractions, "Z", "+02:00", "+0200", "+02". A date alone is midnight. *has_zone says whether an
 * offset was given; without one the fields are taken as UTC. False, *out untouched: not such a
 * date, a field out of range ("0000-00-00", 31 April), or a year outside 1..9999.
 */
bool time_parse_iso(str s, struct stamp *out, bool *has_zone);

/*
 * Reads dates as people and mail write them: RFC 5322 ("Thu, 07 May 2026 08:10:43 +0200"), "May 7,
 * 2026", "7 May 2026", English month names, long or short; otherwise like time_parse_iso.
 */
bool time_parse_text(str s, struct stamp *out, bool *has_zone);

/* Appends RFC 3339 ("2026-05-07T10:10:43+02:00", "Z" for offset 0). For feeds and time elements. */
void time_add_rfc3339(struct buf *out, struct stamp s);

/* Appends RFC 5322's form ("Thu, 07 May 2026 10:10:43 +0200"), English names. For RSS. */
void time_add_rfc5322(struct buf *out, struct stamp s);

#endif
