/*
 * Telling the people of a byline from their jobs, employers and places.
 *
 * Names have two to five words that begin with a capital, but for particles ("van", "de la");
 * scripts without case count as capital.
 */
#include "names.h"

#include "digest/limits.h"
#include "digest/sanitize.h"
#include "digest/utf8.h"

/* True when the word, its ASCII case ignored, is one of the space-separated words. */
static bool is_among(str word, const char *words)
{
    for (str all = str_of(words), one; str_next_part(&all, ' ', &one);)
        if (str_eq_nocase(one, word))
            return true;
    return false;
}

static bool is_particle(str word)
{
    return is_among(word,
                    "de da do dos das di du del della van von der den ter ten la le el al bin "
                    "ibn ben zu zur und y e d' af av st");
}

/* Words that names do not have and jobs, desks and employers do. */
static bool is_office(str word)
{
    return is_among(word, "staff writer writers reporter reporters editor editors correspondent "
                          "columnist contributor producer photographer journalist chief senior "
                          "associate analyst bureau desk team news newsroom press post times "
                          "journal magazine tribune herald university institute special for the "
                          "redakteur redakteurin redaktion korrespondent korrespondentin");
}

static bool is_agency(str name)
{
    return is_among(name,
                    "Reuters AP AFP dpa UPI ANSA EFE Bloomberg Xinhua TASS Kyodo Staff Editors "
                    "PTI IANS APA SDA ATS ANP Ritzau NTB TT CNN BBC");
}

/* "Jr.", "III", "PhD": belongs to the name before the comma. */
static bool is_suffix(str part)
{
    return is_among(part, "Jr Jr. Sr Sr. II III IV PhD Ph.D. MD M.D. MBA Esq. OBE");
}

/* Letters below this have case, or none of them has (Hebrew follows). */
#define CASED_SCRIPTS 0x0590

static bool begins_like_name(str word)
{
    size_t at = 0;
    uint32_t c = utf8_next(word, &at);
    if (c >= '0' && c <= '9')
        return false;
    return utf8_is_upper(c) || (c >= CASED_SCRIPTS && utf8_is_word(c));
}

/* "王小明": scripts that put no space between family and given name. */
static bool is_unspaced_name(str part)
{
    size_t at = 0;
    return part.n >= 6 && part.n <= 15 && str_find_char(part, ' ', 0) == SIZE_MAX &&
           utf8_next(part, &at) >= 0x3000 && utf8_words(part) <= 3;
}

/* A name of two to five words; *office is set when it rather is an employer's or a job's. */
static bool is_name(str part, bool *office)
{
    size_t words = 0, capitals = 0;
    *office = false;
    if (is_unspaced_name(part))
        return true;
    for (str word; str_next_part(&part, ' ', &word);) {
        if (word.n == 0)
            continue;
        if (begins_like_name(word))
            capitals++;
        else if (words == 0 || !is_particle(word))
            return false;
        *office |= is_office(word);
        words++;
        for (size_t i = 0; i < word.n; i++)
            if (strchr("0123456789:!?()\"/@", word.p[i]))
                return false;
    }
    return words >= 2 && words <= 6 && capitals >= 2 && capitals <= 5;
}

/* Takes the part of *rest before the next ",", ";", "&", "/" or "and" in one of a few languages.
 * *comma says whether a comma came before the part. */
static bool next_name(str *rest, str *part, bool *comma)
{
    static const char *const words[] = {" and ", " And ", " AND ", " & ",   " und ",
                                        " et ",  " y ",   " e ",   " with "};
    if (rest->n == 0)
        return false;
    size_t end = rest->n, skip = 0;
    *comma = false;
    for (size_t i = 0; i < rest->n && end == rest->n; i++) {
        if (strchr(",;/", rest->p[i])) {
            end = i;
            skip = 1;
            *comma = rest->p[i] == ',';
        }
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t at = str_find(str_slice(*rest, 0, end), str_of(words[i]), 0);
        if (at != SIZE_MAX) {
            end = at;
            skip = strlen(words[i]);
            *comma = false;
        }
    }
    *part = str_trim(str_slice(*rest, 0, end));
    *rest = str_slice(*rest, end + skip, rest->n);
    return true;
}

/* "and John Roe" behind a comma. */
static str drop_and(str part)
{
    static const char *const words[] = {"and ", "And ", "AND ", "& ", "und ", "et ", "y "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_starts(part, str_of(words[i])))
            return str_trim(str_slice(part, strlen(words[i]), part.n));
    return part;
}

/* Puts ", Jr." back behind the name added last. */
static void add_suffix(struct label_list *list, struct arena *a, str suffix)
{
    str *name = &list->items[list->count - 1].name;
    *name = arena_printf(a, "%.*s, %.*s", STR_ARGS(*name), STR_ARGS(suffix));
}

bool names_read_byline(struct label_list *list, struct arena *a, str names)
{
    size_t before = list->count;
    bool comma, after_comma = false, office;
    if (names.n > LIMIT_TITLE)
        return false;
    for (str part; next_name(&names, &part, &comma); after_comma = comma) {
        part = drop_and(part);
        if (list->count > before && is_suffix(part))
            add_suffix(list, a, part);
        else if (is_agency(part) || (is_name(part, &office) && !(office && after_comma)))
            label_list_add(list, a, part);
        else if (list->count == before || !after_comma)
            break; /* it does not begin with a name, or goes on as prose does */
        if (list->count == before)
            return false;
    }
    return list->count > before;
}

void names_read_value(struct label_list *list, struct arena *a, str names)
{
    size_t before = list->count;
    bool comma, after_comma = false, office;
    for (str part; next_name(&names, &part, &comma); after_comma = comma) {
        part = drop_and(part);
        if (list->count > before && is_suffix(part))
            add_suffix(list, a, part);
        else if (!after_comma || !is_name(part, &office) || !office)
            label_list_add(list, a, part);
    }
}
