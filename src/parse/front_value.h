/*
 * Reading the values of front matter.
 *
 * Each reader takes the node and the key as the file writes it; what is of a wrong type becomes a
 * problem of the job and leaves the meta as it was.
 */
#ifndef DIGEST_PARSE_FRONT_VALUE_H
#define DIGEST_PARSE_FRONT_VALUE_H

#include "digest/yaml.h"
#include "text.h"

/* The reading of one front matter. */
struct front {
    struct text_job *job;
    struct meta *meta;
    str yaml;            /* its lines, for excerpts */
    unsigned first_line; /* of the file, on which yaml begins */
};

/* Adds a problem that is not fatal, with the place of the node and its line. */
void front_doubt(struct front *f, const struct yaml *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* True when there is no node, or it is null or empty. */
bool front_is_nothing(const struct yaml *node);

/* The value of the first of the space-separated keys that has one, or null; the case of letters
 * does not count. *key becomes the key as the file writes it. */
const struct yaml *front_find(const struct yaml *map, const char *keys, str *key);

/* The text of a scalar; of anything else "", and a doubt. */
str front_text(struct front *f, const struct yaml *node, str key);

/* Reads a date into *out. */
void front_date(struct front *f, const struct yaml *node, str key, struct stamp *out);

/* Reads the address of the original. A path is passed over: it is one of another generator's. */
void front_url(struct front *f, const struct yaml *node, str key);

/* Reads a list of names, or a text with commas, into *out. */
void front_terms(struct front *f, const struct yaml *node, str key, struct label_list *out);

/* Reads authors: a text, a mapping with a name, or a list of either. */
void front_authors(struct front *f, const struct yaml *node, str key);

/* Reads the image: a URL or path, a mapping, or a list of which the first counts. */
void front_image(struct front *f, const struct yaml *node, str key);

/* Reads a text of the image from the first of the keys that has one. */
void front_image_text(struct front *f, const struct yaml *map, const char *keys, str *out);

/* Reads the attributed origin: "Name (https://…)", a URL, or a mapping with url and name. */
void front_via(struct front *f, const struct yaml *node, str key);

/* Reads a BCP 47 tag, judged by its form; "en_US" is meant for one. */
void front_language(struct front *f, const struct yaml *node, str key);

/* Reads true or false. */
void front_draft(struct front *f, const struct yaml *node, str key);

#endif
