/*
 * Dates in texts and file names, as people write them.
 *
 * A phrase is taken apart into day, month, year and the rest, put together again as "7 May 2026
 * 10:30" and handed to time_parse_text, which knows what a valid date is.
 */
#include "digest/utf8.h"
#include "text.h"

/* The months' names and short forms, folded. */
static const char *const month_words[] = {
    "january jan januar jänner janvier enero gennaio janeiro januari",
    "february feb februar février fevrier febrero febbraio fevereiro februari",
    "march mar märz mars marzo março marco maart",
    "april apr avril abril aprile",
    "may mai mayo maggio maio mei",
    "june jun juni juin junio giugno junho",
    "july jul juli juillet julio luglio julho",
    "august aug août aout agosto augustus",
    "september sep sept septembre septiembre settembre setembro",
    "october oct okt oktober octobre octubre ottobre outubro",
    "november nov novembre noviembre novembro",
    "december dec dez dezember décembre decembre diciembre dicembre dezembro",
};
static const char *const month_names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
/* "am" is not here: it is German for "on the", and half a day in English; keep_rest sees to it. Nor
 * can "et" and "pt", Eastern and Pacific Time without a season, be told in hours. */
static const char *const ignored_words =
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri "
    "sat sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi "
    "mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo "
    "lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag donderdag "
    "vrijdag zaterdag zondag the of on at de del le el il den um uhr op às à et pt";

/* A date phrase taken apart. */
struct phrase {
    int day, month, year; /* 0 when not there */
    char rest[40];        /* time of day and zone */
    size_t rest_n;
};

/* True when word is one of the space-separated words. */
static bool is_among(str word, const char *words)
{
    for (str all = str_of(words), one; str_next_part(&all, ' ', &one);)
        if (str_eq(one, word))
            return true;
    return false;
}

static int find_month(str word)
{
    for (int i = 0; i < 12; i++)
        if (is_among(word, month_words[i]))
            return i + 1;
    return 0;
}

/* Takes a number off the front of *s; -1 when there is none or it has over four digits. */
static int take_number(str *s, size_t *digits)
{
    int value = 0;
    size_t n = 0;
    while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9' && n < 5)
        value = value * 10 + (s->p[n++] - '0');
    *s = str_slice(*s, n, s->n);
    *digits = n;
    return n == 0 || n > 4 ? -1 : value;
}

/* Takes what parts the fields of a date in digits: its first character, '\0' when there is none. */
static char take_separator(str *s)
{
    static const char *const separators[] = {".", "/", "-", "年", "月"};
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
        str separator = str_of(separators[i]);
        if (str_starts(*s, separator)) {
            *s = str_slice(*s, separator.n, s->n);
            return separator.n > 1 ? '/' : separator.p[0];
        }
    }
    return '\0';
}

/* "07.05.2026" (day first, as the languages that use dots do), "2026/05/07" and "2026年5月7日".
 * Dates such as "05/07/2026" can mean two days, and are not read. */
static bool read_numeric(struct phrase *p, str word)
{
    size_t digits[3];
    int fields[3];
    char separator = '\0';
    for (int i = 0; i < 3; i++) {
        if (i && (separator = take_separator(&word)) == '\0')
            return false;
        fields[i] = take_number(&word, &digits[i]);
        if (fields[i] < 1)
            return false;
    }
    bool year_first = digits[0] == 4;
    if ((word.n && !str_is(word, "日")) || fields[1] > 12 ||
        !(year_first || (separator == '.' && digits[2] == 4)))
        return false;
    p->day = fields[year_first ? 2 : 0];
    p->month = fields[1];
    p->year = fields[year_first ? 0 : 2];
    return true;
}

/* "7", "7th", "1er", "2026". */
static bool read_number(struct phrase *p, str word)
{
    size_t digits;
    int value = take_number(&word, &digits);
    if (digits == 4 && word.n == 0 && p->year == 0 && value > 0) {
        p->year = value;
        return true;
    }
    bool ordinal = word.n == 0 || is_among(word, "st nd rd th er º");
    if (!ordinal || digits > 2 || p->day || value < 1 || value > 31)
        return false;
    p->day = value;
    return true;
}

/* Keeps a word of the time of day, which follows the date. */
static bool keep_rest(struct phrase *p, str word)
{
    if (!p->day && !p->month)
        return str_is(word, "am");
    if (p->rest_n + word.n + 2 > sizeof p->rest)
        return false;
    p->rest[p->rest_n++] = ' ';
    for (size_t i = 0; i < word.n; i++)
        if (word.p[i] != '.')
            p->rest[p->rest_n++] = word.p[i];
    return true;
}

static bool read_word(struct phrase *p, str word)
{
    str bare = word;
    if (bare.n && bare.p[bare.n - 1] == '.')
        bare.n--;
    int month = find_month(bare);
    if (month && !p->month) {
        p->month = month;
        return true;
    }
    if (is_among(bare, ignored_words))
        return true;
    if (!p->rest_n && (read_number(p, bare) || (!p->day && read_numeric(p, bare))))
        return true;
    return keep_rest(p, word);
}

/* Takes the next word off *s: white space and commas part them. */
static bool next_word(str *s, str *word)
{
    size_t n = 0;
    while (s->n && strchr(" \t,", s->p[0]))
        *s = str_slice(*s, 1, s->n);
    while (n < s->n && !strchr(" \t,", s->p[n]))
        n++;
    *word = str_slice(*s, 0, n);
    *s = str_slice(*s, n, s->n);
    return n > 0;
}

/* Reads p with the given year. */
static bool phrase_stamp(const struct phrase *p, int year, struct stamp *out, bool *has_zone)
{
    char text[80];
    int n = snprintf(text, sizeof text, "%d %s %04d%.*s", p->day, month_names[p->month - 1], year,
                     (int)p->rest_n, p->rest);
    return n > 0 && time_parse_text((str){text, (size_t)n}, out, has_zone);
}

/* Fields that were taken as UTC, read in the job's zone. */
static struct stamp in_zone(const struct text_job *job, struct stamp s)
{
    static const struct zone utc;
    const struct zone *zone = job->raw.zone ? job->raw.zone : &utc;
    int64_t instant = zone_instant(zone, civil_of(s.utc, 0));
    return (struct stamp){instant, zone_offset(zone, instant)};
}

/* A dateline's "May 7" may be a few days ahead of the file's own date, never a month. */
#define DATE_AHEAD ((int64_t)31 * 86400)

static bool read_near(const struct phrase *p, int64_t near, struct stamp *out, bool *has_zone)
{
    int year = civil_of(near, 0).year;
    /* The 29th of February is at most eight years back. */
    for (int back = 0; back <= 8; back++) {
        struct stamp s;
        if (phrase_stamp(p, year + 1 - back, &s, has_zone) && s.utc <= near + DATE_AHEAD) {
            *out = s;
            return true;
        }
    }
    return false;
}

/* Longer than any date. */
#define DATE_LONGEST 80

bool text_date_read(const struct text_job *job, str s, int64_t near, struct stamp *out)
{
    struct stamp found;
    bool has_zone = false;
    s = str_trim(s);
    if (s.n == 0 || s.n > DATE_LONGEST)
        return false;
    if (!time_parse_text(s, &found, &has_zone)) {
        struct phrase p = {0};
        str folded = utf8_fold(job->a, s), word;
        while (next_word(&folded, &word))
            if (!read_word(&p, word))
                return false;
        if (!p.day || !p.month || (!p.year && near == INSTANT_NONE))
            return false;
        if (p.year ? !phrase_stamp(&p, p.year, &found, &has_zone)
                   : !read_near(&p, near, &found, &has_zone))
            return false;
    }
    *out = has_zone ? found : in_zone(job, found);
    return true;
}

/* -- Names of files --------------------------------------------------------------------------- */

/* The digits of a date in a name, with what may part them, that *s begins with. */
static bool take_name_date(str *s, struct civil *c)
{
    str rest = *s;
    int *const fields[] = {&c->year, &c->month, &c->day};
    char separator = '\0';
    for (int i = 0; i < 3; i++) {
        int value = 0;
        size_t want = i ? 2 : 4;
        if (i == 1 && rest.n && strchr("-_.", rest.p[0]))
            separator = rest.p[0];
        if (i && separator) {
            if (rest.n == 0 || rest.p[0] != separator)
                return false;
            rest = str_slice(rest, 1, rest.n);
        }
        for (size_t k = 0; k < want; k++) {
            if (k >= rest.n || rest.p[k] < '0' || rest.p[k] > '9')
                return false;
            value = value * 10 + (rest.p[k] - '0');
        }
        *fields[i] = value;
        rest = str_slice(rest, want, rest.n);
    }
    /* A longer number is no date. */
    if (rest.n && rest.p[0] >= '0' && rest.p[0] <= '9')
        return false;
    *s = rest;
    return true;
}

/* Checks c, and gives the instant at which its day begins in the job's zone. */
static bool day_stamp(const struct text_job *job, struct civil c, struct stamp *out)
{
    char text[32];
    bool has_zone;
    struct stamp s;
    int n = snprintf(text, sizeof text, "%04d-%02d-%02d", c.year, c.month, c.day);
    if (n != 10 || !time_parse_iso((str){text, 10}, &s, &has_zone))
        return false;
    *out = in_zone(job, s);
    return true;
}

/* A date in the file's own name: at its beginning, or behind the last but one part. */
static bool date_in_base(const struct text_job *job, str *base, struct stamp *out)
{
    struct civil c;
    str rest = *base;
    if (take_name_date(&rest, &c) && day_stamp(job, c, out)) {
        while (rest.n && strchr("-_. T", rest.p[0]))
            rest = str_slice(rest, 1, rest.n);
        *base = rest;
        return true;
    }
    for (size_t i = 1; i < base->n; i++) {
        rest = str_slice(*base, i, base->n);
        if (strchr("-_. ", base->p[i - 1]) && take_name_date(&rest, &c) && rest.n == 0 &&
            day_stamp(job, c, out)) {
            *base = str_slice(*base, 0, i - 1);
            return true;
        }
    }
    return false;
}

/* Three folders, one below the other, "2026/05/07". */
static bool date_in_folders(const struct text_job *job, str name, struct stamp *out)
{
    for (size_t i = 0; i + 11 <= name.n; i++) {
        const char *p = name.p + i;
        if ((i && p[-1] != '/') || p[4] != '/' || p[7] != '/' || p[10] != '/')
            continue;
        char digits[8] = {p[0], p[1], p[2], p[3], p[5], p[6], p[8], p[9]};
        str s = {digits, sizeof digits};
        struct civil c;
        if (take_name_date(&s, &c) && day_stamp(job, c, out))
            return true;
    }
    return false;
}

bool text_date_of_name(const struct text_job *job, str name, struct stamp *out, str *rest)
{
    size_t start = name.n;
    while (start > 0 && name.p[start - 1] != '/')
        start--;
    str base = str_slice(name, start, name.n);
    for (size_t i = base.n; i > 1; i--) {
        if (base.p[i - 1] == '.') {
            base.n = i - 1;
            break;
        }
    }
    /* "2026-05-07-title/index.md": the folder is the article's, its images lie beside the text. */
    if ((str_is(base, "index") || str_is(base, "_index")) && start > 1)
        return text_date_of_name(job, str_slice(name, 0, start - 1), out, rest);
    bool found = date_in_base(job, &base, out) || date_in_folders(job, name, out);
    *rest = base;
    return found;
}

/* -- Datelines -------------------------------------------------------------------------------- */

/* Bytes within which the dash of a dateline must stand. */
#define DATELINE_LONGEST 120

/* The part of the paragraph before the dash that ends a dateline, or "". */
static str dateline_lead(str paragraph)
{
    static const char *const dashes[] = {" — ", " – ", " -- ", " - ", "—", "– "};
    str head = str_slice(paragraph, 0, DATELINE_LONGEST);
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        size_t at = str_find(head, str_of(dashes[i]), 0);
        if (at != SIZE_MAX)
            return str_slice(head, 0, at);
    }
    return (str){0};
}

/* Drops what an agency adds behind the date: "(Reuters)", "/PRNewswire/". */
static str drop_agency(str lead)
{
    lead = str_trim(lead);
    char last = lead.n ? lead.p[lead.n - 1] : '\0';
    if (last != ')' && last != '/')
        return lead;
    for (size_t i = lead.n - 1; i > 0; i--)
        if (lead.p[i - 1] == (last == ')' ? '(' : '/'))
            return str_trim(str_slice(lead, 0, i - 1));
    return lead;
}

/* A place: begins with a capital, has no digits, is not long. */
static bool is_place(str s)
{
    size_t at = 0;
    s = str_trim(s);
    if (s.n == 0 || s.n > 60)
        return false;
    uint32_t first = utf8_next(s, &at);
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9')
            return false;
    return utf8_is_upper(first) || (first >= 0x590 && utf8_is_word(first));
}

bool text_date_of_dateline(const struct text_job *job, str paragraph, struct stamp *out)
{
    str lead = drop_agency(dateline_lead(paragraph));
    /* The date may have commas of its own, so try from the longest. */
    for (size_t comma = 0; (comma = str_find_char(lead, ',', comma)) != SIZE_MAX; comma++) {
        str date = str_slice(lead, comma + 1, lead.n);
        if (is_place(str_slice(lead, 0, comma)) &&
            text_date_read(job, date, job->file_date.utc, out))
            return true;
    }
    return false;
}
