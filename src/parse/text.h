/*
 * What the parts of the text parser share: the state of reading one file, and what has become known
 * of its article besides the body.
 *
 * text.c reads a file in this order: encoding (text_decode), front matter (front_matter_read), then
 * Markdown (markdown_read) or plain text (plain_read), which give markup; the sanitizer cleans it.
 */
#ifndef DIGEST_PARSE_TEXT_H
#define DIGEST_PARSE_TEXT_H

#include "digest/parse.h"

/* The reading of one file. */
struct text_job {
    struct parsed *out;
    struct arena *a;
    struct raw raw;
    str name;               /* of the file; for a URL its path, decoded */
    struct stamp file_date; /* of the name, else the item's time: the year of "BERLIN, May 7" */
};

/* A growing list of labels in an arena, at most LIMIT_TERMS, no two of the same name. */
struct label_list {
    struct label *items;
    size_t count, cap;
};

/* What front matter or the text itself says of the article. Empty means not said. */
struct meta {
    str title, dek, summary, slug, url, language;
    struct stamp published, modified; /* utc is INSTANT_NONE when not said */
    struct label_list authors, categories, tags;
    struct image image; /* its url may be a path relative to the file */
    struct link via;
    bool draft;
};

/* A meta that says nothing. */
struct meta meta_init(void);

/* Adds a name to a list: cleaned, unless empty, already there or over the limit. */
void label_list_add(struct label_list *list, struct arena *a, str name);

/* Adds the names of a comma- or semicolon-separated list; a leading "#" of a name is dropped. */
void label_list_add_terms(struct label_list *list, struct arena *a, str names);

/* Fills what `into` does not say with what `from` says. */
void meta_complete(struct meta *into, const struct meta *from);

/*
 * Reads a place of origin: "https://…", "Name (https://…)", "Name, https://…", "Name: https://…" or
 * "Name <https://…>". False, *out untouched, when it has no such URL or anything behind it.
 */
bool link_read(struct link *out, struct arena *a, str s);

/* The BCP 47 tag that s is by its form ("en_US" is meant for one), or "". In the arena. */
str language_tag(struct arena *a, str s);

/* The language of a text whose source is said to be in `language`: that one, unless it is of the
 * Latin script and most of the text is not: text_language.c. */
str text_language(str text, str language);

/* -- Dates: text_date.c ----------------------------------------------------------------------- */

/*
 * Reads a date as people write it, in English, German, French, Spanish, Italian, Portuguese or
 * Dutch: all that time_parse_text reads, "Thursday, May 7th, 2026 at 10:30 a.m.", "7. Mai 2026",
 * "7 de mayo de 2026", "07.05.2026", "2026/05/07". A date without a zone is of the job's zone.
 * `near` gives the year of dates without one ("May 7"): the latest that is no more than a month
 * after it; with INSTANT_NONE such dates are refused. False, *out untouched: the whole of s is no
 * date.
 */
bool text_date_read(const struct text_job *job, str s, int64_t near, struct stamp *out);

/*
 * The date in a file's name or folders ("2026-05-07-title.md", "20260507 title.txt",
 * "2026/05/07/title.txt"), at midnight in the job's zone. *rest becomes the name without folders,
 * ending and date. False when there is no date; *rest is set all the same.
 */
bool text_date_of_name(const struct text_job *job, str name, struct stamp *out, str *rest);

/* Reads the dateline that a paragraph begins with: "BERLIN, May 7 (Agency) — …". False when it has
 * none, or one without day and month. */
bool text_date_of_dateline(const struct text_job *job, str paragraph, struct stamp *out);

/* -- What a file is: text_decode.c ------------------------------------------------------------ */

/*
 * Converts a file's bytes to UTF-8 with "\n" as the only line ending and without control
 * characters but tabs, appending to out. False: empty, too large, or no text, with what it is
 * instead. The encoding that a server named counts (charset.h); without one it is detected, and a
 * problem added to the job when it is doubtful.
 */
bool text_decode(struct text_job *job, struct buf *out, struct err *err);

/* -- Front matter: front_matter.c ------------------------------------------------------------- */

/*
 * Reads the front matter that *text begins with, if any, into *meta, and moves *text behind it.
 * Values of a wrong type are problems of the job and change nothing else. False: it is not YAML, or
 * does not end.
 */
bool front_matter_read(struct text_job *job, str *text, struct meta *meta, struct err *err);

/* -- The two kinds ---------------------------------------------------------------------------- */

/*
 * Renders Markdown, appending markup that is not clean yet to out. A leading heading of level 1
 * becomes meta->title, and is left out, unless the front matter has another title. False: over a
 * limit that keeps cmark's time and memory in bounds.
 */
bool markdown_read(str text, struct arena *a, struct meta *meta, struct buf *out, struct err *err);

/*
 * Reads plain text: what its head and foot say goes to *inferred, the markup of its body to out.
 * `front` is what the front matter said: with a title there, the first line is body. False: over a
 * limit.
 */
bool plain_read(struct text_job *job, str text, const struct meta *front, struct meta *inferred,
                struct buf *out, struct err *err);

#endif
