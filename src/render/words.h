/*
 * Words, numbers and dates in the language of the site's readers, from strings/<language>.json.
 *
 * A language is laid over a plainer one: "de-AT" over "de" over "en". So a file holds only what
 * differs, and what nobody has translated reads English.
 */
#ifndef DIGEST_RENDER_WORDS_H
#define DIGEST_RENDER_WORDS_H

#include "digest/render.h"

struct words {
    str language;       /* of the words: the site's when there is a file for it, else "en" */
    struct value table; /* all words, as templates get them */
    str months[12], months_short[12], weekdays[7];
    str group;           /* between groups of three digits */
    unsigned group_from; /* digits of the shortest number that is grouped */
    bool zero_is_one;    /* French: zero takes the singular */
};

/* A placeholder's name and what takes its place. */
struct filling {
    const char *name;
    str value;
};

/*
 * Reads strings/en.json and those for `language` from the theme's files into the arena. False: no
 * English file, one that is not JSON, or one that lacks a word that pages are built with.
 */
bool words_load(struct words *out, struct arena *a, const struct theme_file *files, size_t count,
                str language, struct err *err);

/* The word called key, or "". */
str words_get(const struct words *words, const char *key);

/* The word called key with each "{name}" replaced; `fillings` ends with a null name. Unknown
 * placeholders stay. In the arena. */
str words_fill(struct arena *a, const struct words *words, const char *key,
               const struct filling *fillings);

/* "{n} articles": the singular or plural form of key ({"one": …, "other": …}) with the number. */
str words_count(struct arena *a, const struct words *words, const char *key, uint64_t n);

/* A number with its digits grouped. */
str words_number(struct arena *a, const struct words *words, uint64_t n);

/* A date or time after the pattern called key: weekday, day, month, month_short, year, hour,
 * minute in braces. */
str words_date(struct arena *a, const struct words *words, const char *key, struct civil date);

#endif
