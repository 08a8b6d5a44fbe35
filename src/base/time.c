/* The calendar: instants, dates, weeks, and how they are written. Zones are in zone.c, reading
 * dates in time_parse.c. */
#include "digest/time.h"

#include "digest/buf.h"
#include "time_range.h"

#define DAY 86400

/* Days from 1970-01-01 to a date. Years begin in March here, so that the leap day ends them. */
static int64_t days_from_civil(int year, int month, int day)
{
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static void civil_from_days(struct civil *out, int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    out->day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    out->month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    out->year = (int)(year_of_era + era * 400 + (out->month <= 2));
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* 1970-01-01 was a Thursday. */
static int weekday_of(int64_t days)
{
    return (int)(days + 3 - floor_div(days + 3, 7) * 7);
}

struct civil civil_of(int64_t utc, int32_t offset)
{
    /* INSTANT_NONE and the like come out as the first day there is, not as an overflow. */
    if (utc < TIME_FIRST)
        utc = TIME_FIRST;
    if (utc > TIME_LAST)
        utc = TIME_LAST;
    int64_t local = utc + offset;
    int64_t days = floor_div(local, DAY);
    int64_t second = local - days * DAY;
    struct civil c = {
        .hour = (int)(second / 3600),
        .minute = (int)(second / 60 % 60),
        .second = (int)(second % 60),
        .weekday = weekday_of(days),
    };
    civil_from_days(&c, days);
    return c;
}

int64_t civil_instant(struct civil c, int32_t offset)
{
    return days_from_civil(c.year, c.month, c.day) * DAY + (int64_t)c.hour * 3600 +
           (int64_t)c.minute * 60 + c.second - offset;
}

/* The week belongs to the year that its Thursday is in. */
void civil_week(struct civil c, int *year, int *week)
{
    int64_t days = days_from_civil(c.year, c.month, c.day);
    int64_t thursday = days - weekday_of(days) + 3;
    struct civil t;
    civil_from_days(&t, thursday);
    *year = t.year;
    *week = (int)((thursday - days_from_civil(t.year, 1, 1)) / 7) + 1;
}

/* An offset as far as both formats can write it: some zones had seconds before 1972. */
static int32_t whole_minutes(int32_t offset)
{
    return offset - offset % 60;
}

/* "+02:00" or, with an empty separator, "+0200". */
static void add_offset(struct buf *out, int32_t offset, const char *separator)
{
    int32_t minutes = (offset < 0 ? -offset : offset) / 60;
    buf_addf(out, "%c%02d%s%02d", offset < 0 ? '-' : '+', (int)(minutes / 60), separator,
             (int)(minutes % 60));
}

/* Writes number in `digits` decimal digits. Pages are full of dates, and printf takes ten times as
 * long for them. */
static char *put_digits(char *at, int number, int digits)
{
    for (int i = digits; i-- > 0; number /= 10)
        at[i] = (char)('0' + number % 10);
    return at + digits;
}

/* A separator and two digits. */
static char *put_part(char *at, char separator, int number)
{
    *at = separator;
    return put_digits(at + 1, number, 2);
}

void time_add_rfc3339(struct buf *out, struct stamp s)
{
    int32_t offset = whole_minutes(s.offset);
    struct civil c = civil_of(s.utc, offset);
    char text[32], *at = put_digits(text, c.year, 4);
    at = put_part(at, '-', c.month);
    at = put_part(at, '-', c.day);
    at = put_part(at, 'T', c.hour);
    at = put_part(at, ':', c.minute);
    at = put_part(at, ':', c.second);
    if (!offset)
        *at++ = 'Z';
    buf_add(out, (str){text, (size_t)(at - text)});
    if (offset)
        add_offset(out, offset, ":");
}

void time_add_rfc5322(struct buf *out, struct stamp s)
{
    static const char days[][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int32_t offset = whole_minutes(s.offset);
    struct civil c = civil_of(s.utc, offset);
    buf_addf(out, "%s, %02d %s %04d %02d:%02d:%02d ", days[c.weekday], c.day, months[c.month - 1],
             c.year, c.hour, c.minute, c.second);
    add_offset(out, offset, "");
}
