/* Reading dates. */
#include "digest/time.h"
#include "time_range.h"

/* What is left to read. The readers below take what they recognise off its front. */
struct reader {
    str rest;
};

static bool at_digit(const struct reader *r)
{
    return r->rest.n && r->rest.p[0] >= '0' && r->rest.p[0] <= '9';
}

static bool at_letter(const struct reader *r)
{
    char c = r->rest.n ? (char)(r->rest.p[0] | 0x20) : '\0';
    return c >= 'a' && c <= 'z';
}

static void skip(struct reader *r, size_t n)
{
    r->rest = str_slice(r->rest, n, r->rest.n);
}

static bool take_char(struct reader *r, char c)
{
    if (r->rest.n == 0 || r->rest.p[0] != c)
        return false;
    skip(r, 1);
    return true;
}

/* Takes a number of at least `least` and at most `most` digits. */
static bool take_number(struct reader *r, size_t least, size_t most, int *out)
{
    size_t n = 0;
    int value = 0;
    while (n < r->rest.n && n < most && r->rest.p[n] >= '0' && r->rest.p[n] <= '9')
        value = value * 10 + (r->rest.p[n++] - '0');
    if (n < least)
        return false;
    skip(r, n);
    *out = value;
    return !at_digit(r);
}

/* Like take_number for exactly two digits, more of which may follow. */
static bool take_two(struct reader *r, int *out)
{
    struct reader two = {str_slice(r->rest, 0, 2)};
    if (!take_number(&two, 2, 2, out))
        return false;
    skip(r, 2);
    return true;
}

/* White space and the commas that people put between the parts. */
static bool skip_gap(struct reader *r)
{
    size_t before = r->rest.n;
    while (take_char(r, ' ') || take_char(r, '\t') || take_char(r, ','))
        ;
    return r->rest.n < before;
}

static bool take_word(struct reader *r, str *out)
{
    size_t before = r->rest.n;
    const char *p = r->rest.p;
    while (at_letter(r))
        skip(r, 1);
    *out = (str){p, before - r->rest.n};
    return out->n > 0;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

/* Checks the fields and sets *out. A leap second counts as the second before it. */
static bool finish(struct civil c, int32_t offset, struct stamp *out)
{
    if (c.second == 60)
        c.second = 59;
    if (c.year < 1 || c.year > 9999 || c.month < 1 || c.month > 12 || c.day < 1 ||
        c.day > days_in_month(c.year, c.month) || c.hour > 23 || c.minute > 59 || c.second > 59)
        return false;
    int64_t utc = civil_instant(c, offset);
    if (utc < TIME_FIRST || utc > TIME_LAST)
        return false;
    *out = (struct stamp){utc, offset};
    return true;
}

/* "08:10", "8:10:43", "08:10:43.123": hours and minutes, seconds when there. */
static bool take_clock(struct reader *r, size_t hour_digits, struct civil *c)
{
    if (!take_number(r, hour_digits, 2, &c->hour) || !take_char(r, ':') || !take_two(r, &c->minute))
        return false;
    if (take_char(r, ':')) {
        if (!take_two(r, &c->second))
            return false;
        struct reader fraction = *r;
        if ((take_char(&fraction, '.') || take_char(&fraction, ',')) && at_digit(&fraction))
            *r = fraction;
        while (at_digit(r))
            skip(r, 1);
    }
    return true;
}

/* "+02:00", "+0200", "+02". Takes nothing when there is none. */
static bool take_offset(struct reader *r, int32_t *offset)
{
    struct reader ahead = *r;
    int hours, minutes = 0;
    bool west = take_char(&ahead, '-');
    if (!west && !take_char(&ahead, '+'))
        return false;
    if (!take_two(&ahead, &hours))
        return false;
    if ((take_char(&ahead, ':') || at_digit(&ahead)) && !take_two(&ahead, &minutes))
        return false;
    if (hours > 23 || minutes > 59)
        return false;
    *r = ahead;
    *offset = (west ? -1 : 1) * (hours * 3600 + minutes * 60);
    return true;
}

bool time_parse_iso(str s, struct stamp *out, bool *has_zone)
{
    struct reader r = {str_trim(s)};
    struct civil c = {0};
    int32_t offset = 0;
    bool zone = false;
    if (!take_number(&r, 4, 4, &c.year) || !take_char(&r, '-') ||
        !take_number(&r, 2, 2, &c.month) || !take_char(&r, '-') || !take_number(&r, 2, 2, &c.day))
        return false;
    if (r.rest.n) {
        if (!take_char(&r, 'T') && !take_char(&r, 't') && !take_char(&r, ' '))
            return false;
        if (!take_clock(&r, 2, &c))
            return false;
        take_char(&r, ' ');
        zone = take_char(&r, 'Z') || take_char(&r, 'z') || take_offset(&r, &offset);
    }
    if (r.rest.n || !finish(c, offset, out))
        return false;
    *has_zone = zone;
    return true;
}

/* The number, from 1, of the name among `count` that word spells out or shortens to at least three
 * letters ("Sept"), or 0. */
static int find_name(str word, const char *const *names, int count)
{
    for (int i = 0; i < count; i++) {
        str name = str_of(names[i]);
        if (word.n >= 3 && word.n <= name.n && str_eq_nocase(word, str_slice(name, 0, word.n)))
            return i + 1;
    }
    return 0;
}

static const char *const months[] = {"january",   "february", "march",    "april",
                                     "may",       "june",     "july",     "august",
                                     "september", "october",  "november", "december"};
static const char *const weekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};

static bool take_month(struct reader *r, int *month)
{
    str word;
    if (!take_word(r, &word))
        return false;
    *month = find_name(word, months, 12);
    take_char(r, '.');
    return *month > 0;
}

/* "7", "07", "7.", "7th". */
static bool take_day(struct reader *r, int *day)
{
    str ending;
    if (!take_number(r, 1, 2, day))
        return false;
    if (take_word(r, &ending) && !str_eq_nocase(ending, STR("st")) &&
        !str_eq_nocase(ending, STR("nd")) && !str_eq_nocase(ending, STR("rd")) &&
        !str_eq_nocase(ending, STR("th")))
        return false;
    take_char(r, '.');
    return true;
}

/* Four digits, or two or three as RFC 5322 4.3 reads them. */
static bool take_year(struct reader *r, int *year)
{
    size_t before = r->rest.n;
    if (!take_number(r, 2, 4, year))
        return false;
    size_t digits = before - r->rest.n;
    if (digits == 2 && *year < 50)
        *year += 2000;
    else if (digits < 4)
        *year += 1900;
    return true;
}

/* "May 7, 2026", "7 May 2026" and "Thu, 7 May 2026". A weekday is not checked against the date. */
static bool take_date(struct reader *r, struct civil *c)
{
    struct reader ahead = *r;
    str word;
    if (take_word(&ahead, &word) && find_name(word, weekdays, 7)) {
        take_char(&ahead, '.');
        *r = ahead;
        skip_gap(r);
    }
    bool month_first = at_letter(r);
    if (month_first ? !take_month(r, &c->month) : !take_day(r, &c->day))
        return false;
    skip_gap(r);
    if (month_first ? !take_day(r, &c->day) : !take_month(r, &c->month))
        return false;
    skip_gap(r);
    return take_year(r, &c->year);
}

/* The named zones of RFC 5322 4.3. */
static bool find_zone(str word, int32_t *offset)
{
    static const struct {
        char name[4];
        int hours;
    } zones[] = {
        {"UTC", 0},  {"GMT", 0},  {"UT", 0},   {"Z", 0},    {"EST", -5}, {"EDT", -4},
        {"CST", -6}, {"CDT", -5}, {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7},
    };
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        if (str_eq_nocase(word, str_of(zones[i].name))) {
            *offset = zones[i].hours * 3600;
            return true;
        }
    }
    return false;
}

/* Turns 1 to 12 o'clock into the hour of the day. */
static bool apply_half(str half, struct civil *c)
{
    bool pm = str_eq_nocase(half, STR("pm"));
    if ((!pm && !str_eq_nocase(half, STR("am"))) || c->hour < 1 || c->hour > 12)
        return false;
    c->hour = c->hour % 12 + (pm ? 12 : 0);
    return true;
}

/* What may follow the time: "am" or "pm", a zone, a comment such as "(CEST)". */
static bool take_time_end(struct reader *r, struct civil *c, int32_t *offset, bool *zone)
{
    str word;
    skip_gap(r);
    if (take_word(r, &word)) {
        if (apply_half(word, c)) {
            skip_gap(r);
            *zone = take_word(r, &word);
        } else {
            *zone = true;
        }
        if (*zone && !find_zone(word, offset))
            return false;
    }
    if (!*zone)
        *zone = take_offset(r, offset);
    skip_gap(r);
    return r->rest.n == 0 || (r->rest.p[0] == '(' && str_ends(r->rest, STR(")")));
}

/* Dates in words are short; anything longer is prose. */
#define DATE_LONGEST 64

bool time_parse_text(str s, struct stamp *out, bool *has_zone)
{
    struct reader r = {str_trim(s)};
    struct civil c = {0};
    int32_t offset = 0;
    bool zone = false;
    if (time_parse_iso(s, out, has_zone))
        return true;
    if (r.rest.n > DATE_LONGEST || !take_date(&r, &c))
        return false;
    bool gap = skip_gap(&r);
    if (r.rest.n) {
        struct reader ahead = r;
        str word;
        if (take_word(&ahead, &word) && str_eq_nocase(word, STR("at"))) {
            skip_gap(&ahead);
            r = ahead;
        }
        if (!gap || !take_clock(&r, 1, &c) || !take_time_end(&r, &c, &offset, &zone))
            return false;
    }
    if (!finish(c, offset, out))
        return false;
    *has_zone = zone;
    return true;
}
