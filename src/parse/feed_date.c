/*
 * Dates as feeds write them.
 *
 * time_parse_text knows the proper forms. Here a date is brought into one of them: names of zones
 * become offsets, and other orders and shorter forms become RFC 3339.
 */
#include <stdio.h>

#include "digest/time.h"
#include "feed.h"

/* Longer than any date. */
#define DATE_LONGEST 80

/* Names of zones that occur in feeds beside those of RFC 822, in minutes east of UTC. A few mean
 * several things; these are the ones that servers of news are in. */
static const struct {
    const char *name;
    int minutes;
} zones[] = {
    {"WET", 0},     {"WEST", 60},  {"BST", 60},   {"IST", 330},  {"CET", 60},   {"MEZ", 60},
    {"CEST", 120},  {"MESZ", 120}, {"MET", 60},   {"MEST", 120}, {"EET", 120},  {"EEST", 180},
    {"SAST", 120},  {"MSK", 180},  {"MSD", 240},  {"TRT", 180},  {"PKT", 300},  {"WIB", 420},
    {"ICT", 420},   {"HKT", 480},  {"SGT", 480},  {"PHT", 480},  {"AWST", 480}, {"JST", 540},
    {"KST", 540},   {"ACST", 570}, {"ACDT", 630}, {"AEST", 600}, {"AEDT", 660}, {"NZST", 720},
    {"NZDT", 780},  {"NST", -210}, {"NDT", -150}, {"AST", -240}, {"ADT", -180}, {"BRT", -180},
    {"ART", -180},  {"ET", -300},  {"CT", -360},  {"MT", -420},  {"PT", -480},  {"AKST", -540},
    {"AKDT", -480}, {"HST", -600},
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* Reads s by the two readers of the base layer. */
static bool read_proper(str s, const struct zone *zone, struct stamp *out)
{
    struct stamp found;
    bool has_zone;
    if (!time_parse_text(s, &found, &has_zone))
        return false;
    if (!has_zone) {
        static const struct zone utc;
        zone = zone ? zone : &utc;
        found.utc = zone_instant(zone, civil_of(found.utc, 0));
        found.offset = zone_offset(zone, found.utc);
    }
    *out = found;
    return true;
}

/* -- Zones ------------------------------------------------------------------------------------ */

/* Where the last word of s begins. */
static size_t last_word(str s)
{
    size_t from = s.n;
    while (from > 0 && !strchr(" \t", s.p[from - 1]))
        from--;
    return from;
}

/* The offset that a word means: "CEST", "GMT+2", "UTC+02:00", "+2:00". False: none. */
static bool zone_minutes(str word, int *minutes)
{
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        if (str_eq_nocase(word, str_of(zones[i].name))) {
            *minutes = zones[i].minutes;
            return true;
        }
    }
    if (str_eq_nocase(str_slice(word, 0, 3), STR("GMT")) ||
        str_eq_nocase(str_slice(word, 0, 3), STR("UTC")))
        word = str_slice(word, 3, word.n);
    if (word.n < 2 || (word.p[0] != '+' && word.p[0] != '-'))
        return false;
    str hours = str_slice(word, 1, word.n), part;
    uint64_t h = 0, m = 0;
    str_next_part(&hours, ':', &part);
    bool joined = part.n == 3 || part.n == 4; /* "+530" */
    if (joined)
        hours = str_slice(part, part.n - 2, part.n);
    if (!str_to_uint(joined ? str_slice(part, 0, part.n - 2) : part, 14, &h) ||
        (hours.n && !str_to_uint(hours, 59, &m)))
        return false;
    *minutes = (word.p[0] == '-' ? -1 : 1) * (int)(h * 60 + m);
    return true;
}

/* Reads s by the zone that its last word means; one that means nothing is taken for UTC. */
static bool read_with_zone(str s, struct stamp *out)
{
    size_t from = last_word(s);
    str word = str_slice(s, from, s.n), rest = str_trim(str_slice(s, 0, from));
    int minutes = 0;
    bool known = zone_minutes(word, &minutes);
    bool name = word.n > 0;
    for (size_t i = 0; i < word.n; i++)
        name &= is_letter(word.p[i]) || strchr("/_", word.p[i]);
    struct stamp found;
    bool has_zone;
    if ((!known && !name) || str_find_char(rest, ':', 0) == SIZE_MAX ||
        !time_parse_text(rest, &found, &has_zone))
        return false;
    /* "+0200 CEST" says it twice. */
    *out = has_zone ? found : (struct stamp){found.utc - minutes * 60, minutes * 60};
    return true;
}

/* -- Other forms ------------------------------------------------------------------------------ */

/* True when s has the form of `pattern`: "9" is a digit, "a" a letter, others stand for themselves. */
static bool has_form(str s, const char *pattern)
{
    size_t i = 0;
    for (; pattern[i]; i++) {
        if (i >= s.n)
            return false;
        bool fits = pattern[i] == '9'   ? is_digit(s.p[i])
                    : pattern[i] == 'a' ? is_letter(s.p[i])
                                        : s.p[i] == pattern[i];
        if (!fits)
            return false;
    }
    return true;
}

/* Fills out with the characters of s that `layout` names by their places, "a" the first. */
static str rearrange(char *out, str s, const char *layout)
{
    size_t n = 0;
    for (; layout[n]; n++)
        out[n] = layout[n] >= 'a' && layout[n] <= 'z' ? s.p[layout[n] - 'a'] : layout[n];
    return (str){out, n};
}

/* W3CDTF without day or month, ISO 8601 without separators, seconds since 1970. */
static bool read_digits(str s, const struct zone *zone, struct stamp *out)
{
    char text[DATE_LONGEST];
    uint64_t seconds;
    if (s.n == 4 && has_form(s, "9999"))
        return read_proper(rearrange(text, s, "abcd-01-01"), zone, out);
    if (s.n == 7 && has_form(s, "9999-99"))
        return read_proper(rearrange(text, s, "abcd-fg-01"), zone, out);
    if (s.n == 8 && has_form(s, "99999999"))
        return read_proper(rearrange(text, s, "abcd-ef-gh"), zone, out);
    if (s.n == 16 && has_form(s, "99999999T999999Z"))
        return read_proper(rearrange(text, s, "abcd-ef-ghTjk:lm:noZ"), zone, out);
    if ((s.n == 10 || s.n == 13) && str_to_uint(s, UINT64_MAX, &seconds)) {
        *out = (struct stamp){(int64_t)(s.n == 13 ? seconds / 1000 : seconds), 0};
        return true;
    }
    return false;
}

/* "Thu May  7 08:10:43 2026", with a zone or without: C's asctime and date(1). With the year in front of
 * the time, and the zone's name behind it in brackets, it is JavaScript's. */
static bool read_asctime(str s, const struct zone *zone, struct stamp *out)
{
    str words[6], rest = s;
    size_t n = 0;
    for (str word; n < 6 && str_next_part(&rest, ' ', &word);)
        if (word.n)
            words[n++] = word;
    char text[DATE_LONGEST * 2];
    if (n < 5 || !has_form(words[0], "aaa") || !has_form(words[1], "aaa"))
        return false;
    bool early = words[3].n == 4 && has_form(words[3], "9999");
    str year = early ? words[3] : words[n - 1], clock = words[early ? 4 : 3];
    str name = n == 6 ? words[early ? 5 : 4] : (str){0};
    if (year.n != 4 || !has_form(year, "9999"))
        return false;
    int length = snprintf(text, sizeof text, "%.*s %.*s %.*s %.*s%s%.*s", STR_ARGS(words[2]),
                          STR_ARGS(words[1]), STR_ARGS(year), STR_ARGS(clock), name.n ? " " : "",
                          STR_ARGS(name));
    str proper = {text, length > 0 ? (size_t)length : 0};
    return read_proper(proper, zone, out) || read_with_zone(proper, out);
}

/* A copy with what only disturbs put right: runs of spaces, "07-May-26", "Wed,07", "2026/05/07". */
static str tidied(char *out, str s)
{
    size_t n = 0, clock = str_find_char(s, ':', 0), slashes = has_form(s, "9999/99/99") ? 8 : 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i] == '\t' || s.p[i] == '\n' || s.p[i] == '\r' ? ' ' : s.p[i];
        bool hyphen = c == '-' && i < clock && i + 1 < s.n && n > 0 &&
                      (is_letter(s.p[i + 1]) || (is_letter(out[n - 1]) && is_digit(s.p[i + 1])));
        c = hyphen ? ' ' : c == '/' && i < slashes ? '-' : c;
        if (c != ' ' || (n > 0 && out[n - 1] != ' '))
            out[n++] = c;
        if (c == ',' && i + 1 < s.n && s.p[i + 1] != ' ')
            out[n++] = ' ';
    }
    return str_trim((str){out, n});
}

/* Without the name of the day in front, which is in the language of the site and says nothing. */
static str without_day(str s)
{
    size_t comma = str_find_char(s, ',', 0);
    if (comma == SIZE_MAX)
        return s;
    for (size_t i = 0; i < comma; i++)
        if (is_digit(s.p[i]))
            return s;
    return str_trim(str_slice(s, comma + 1, s.n));
}

/* "2026-1-7" with two digits each. */
static str padded(char *out, str s)
{
    str rest = s, part[2];
    if (!has_form(s, "9999-9"))
        return s;
    rest = str_slice(s, 5, s.n);
    str_next_part(&rest, '-', &part[0]);
    size_t digits = rest.n && is_digit(rest.p[0]) ? 1 + (rest.n > 1 && is_digit(rest.p[1])) : 0;
    part[1] = str_slice(rest, 0, digits);
    if (part[0].n == 0 || part[0].n > 2 || digits == 0)
        return s;
    int n = snprintf(out, 2 * DATE_LONGEST + 4, "%.4s-%s%.*s-%s%.*s%.*s", s.p,
                     part[0].n == 1 ? "0" : "", STR_ARGS(part[0]), digits == 1 ? "0" : "",
                     STR_ARGS(part[1]), STR_ARGS(str_slice(rest, digits, rest.n)));
    return (str){out, n > 0 ? (size_t)n : 0};
}

bool feed_date_read(str s, const struct zone *zone, struct stamp *out)
{
    char room[2 * DATE_LONGEST], wider[2 * DATE_LONGEST + 4];
    s = str_trim(s);
    if (s.n == 0 || s.n > DATE_LONGEST)
        return false;
    if (read_proper(s, zone, out) || read_digits(s, zone, out))
        return true;
    s = padded(wider, without_day(tidied(room, s)));
    return read_proper(s, zone, out) || read_with_zone(s, out) || read_asctime(s, zone, out);
}
