/* Spans of time. An "m" is a minute where spans are short and a month where they go back in time. */
#include "duration.h"

#include <stdio.h>

#include "digest/limits.h"

/* Numbers in a span; larger ones are mistakes. */
#define NUMBER_MOST 1000000

/* What a number counts. */
struct unit {
    const char *names[5]; /* ends with null */
    int64_t seconds;
    int months; /* units that are no fixed number of seconds */
};

static const struct unit short_units[] = {
    {{"s", "sec", "second", "seconds", NULL}, 1, 0},
    {{"m", "min", "minute", "minutes", NULL}, 60, 0},
    {{"h", "hour", "hours", NULL}, 3600, 0},
    {{"d", "day", "days", NULL}, 86400, 0},
    {{"w", "week", "weeks", NULL}, 604800, 0},
    {{NULL}, 0, 0},
};

static const struct unit long_units[] = {
    {{"d", "day", "days", NULL}, 86400, 0},
    {{"w", "week", "weeks", NULL}, 604800, 0},
    {{"m", "mo", "month", "months", NULL}, 0, 1},
    {{"y", "year", "years", NULL}, 0, 12},
    {{NULL}, 0, 0},
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const struct unit *unit_named(const struct unit *units, str name)
{
    for (; units->names[0]; units++)
        for (size_t i = 0; units->names[i]; i++)
            if (str_eq_nocase(name, str_of(units->names[i])))
                return units;
    return NULL;
}

/* Takes a number and its unit off *rest; spaces around both are passed over. */
static bool take_part(str *rest, const struct unit *units, uint64_t *number,
                      const struct unit **unit)
{
    str s = str_trim(*rest);
    size_t digits = 0, end;
    while (digits < s.n && is_digit(s.p[digits]))
        digits++;
    if (!str_to_uint(str_slice(s, 0, digits), NUMBER_MOST, number))
        return false;
    for (end = digits; end < s.n && !is_digit(s.p[end]); end++)
        continue;
    *unit = unit_named(units, str_trim(str_slice(s, digits, end)));
    *rest = str_slice(s, end, s.n);
    return *unit != NULL;
}

/* "2h", for messages. */
static const char *in_words(char *out, size_t size, int64_t seconds)
{
    const struct unit *units = short_units;
    int best = 0;
    for (int i = 0; i < 4; i++)
        if (seconds && seconds % units[i].seconds == 0)
            best = i;
    snprintf(out, size, "%lld%s", (long long)(seconds / units[best].seconds), units[best].names[0]);
    return out;
}

bool duration_read(str s, int64_t least, int64_t most, int64_t *seconds, struct err *err)
{
    int64_t sum = 0;
    bool good = s.n > 0;
    for (str rest = s; good && str_trim(rest).n && !str_is(s, "0");) {
        uint64_t number;
        const struct unit *unit;
        good = take_part(&rest, short_units, &number, &unit);
        if (good)
            sum += (int64_t)number * unit->seconds;
    }
    if (!good) {
        err_set(err, ERR_CONFIG, "\"%.*s\" is not a span of time", STR_ARGS(str_slice(s, 0, 64)));
        return err_hint(err, "write a number and a unit: 90s, 30m, 2h, 1d or 1w");
    }
    if (sum < least || sum > most) {
        char from[32], to[32];
        return err_set(err, ERR_CONFIG, "\"%.*s\" is not between %s and %s",
                       STR_ARGS(str_slice(s, 0, 64)), in_words(from, sizeof from, least),
                       in_words(to, sizeof to, most));
    }
    *seconds = sum;
    return true;
}

/* -- Going back ------------------------------------------------------------------------------- */

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

/* The same day some months earlier, or that month's last. */
static struct civil months_before(struct civil day, int64_t months)
{
    int64_t month = (int64_t)day.year * 12 + day.month - 1 - months;
    if (month < 12)
        month = 12; /* the year 1 */
    day.year = (int)(month / 12);
    day.month = (int)(month % 12) + 1;
    int last = days_in_month(day.year, day.month);
    day.day = day.day < last ? day.day : last;
    return day;
}

/* The beginning of a day in the zone. */
static int64_t midnight(struct civil day, const struct zone *zone)
{
    day.hour = day.minute = day.second = 0;
    return zone_instant(zone, day);
}

/* How far back from now: "90d". False: it is not written so. */
static bool read_back(str s, int64_t now, const struct zone *zone, int64_t *instant)
{
    uint64_t number;
    const struct unit *unit;
    if (!take_part(&s, long_units, &number, &unit) || s.n)
        return false;
    int64_t then = now - (int64_t)number * unit->seconds;
    struct civil earliest = {.year = 1, .month = 1, .day = 1};
    if (then < civil_instant(earliest, 0) + 86400)
        then = civil_instant(earliest, 0) + 86400;
    struct civil day = civil_of(then, zone_offset(zone, then));
    *instant =
        midnight(unit->months ? months_before(day, (int64_t)number * unit->months) : day, zone);
    return true;
}

bool since_read(str s, int64_t now, const struct zone *zone, int64_t *instant, struct err *err)
{
    struct stamp stamp;
    bool has_zone;
    if (time_parse_iso(s, &stamp, &has_zone)) {
        *instant = has_zone ? stamp.utc : zone_instant(zone, civil_of(stamp.utc, 0));
    } else if (!read_back(s, now, zone, instant)) {
        err_set(err, ERR_CONFIG, "\"%.*s\" is neither a date nor a span of time",
                STR_ARGS(str_slice(s, 0, 64)));
        return err_hint(err, "write 2026-05-07, or how far back: 90d, 12w, 6m (months) or 1y");
    }
    return *instant <= now ||
           err_set(err, ERR_CONFIG, "\"%.*s\" lies in the future: no article would be shown",
                   STR_ARGS(str_slice(s, 0, 64)));
}
