/*
 * One entry of `sources:` being read: what the files that read its keys share. Problems are reported
 * and the reading goes on.
 */
#ifndef DIGEST_CONFIG_ITEM_H
#define DIGEST_CONFIG_ITEM_H

#include "values.h"

struct item {
    struct reader *reader;
    const struct yaml *node;
    const struct config *config; /* of the site: what was read before the sources */
    const struct given *values;  /* likewise, as text; by enum key_id */
    const struct zone *zone;     /* the site's, if an entry has a date */
    struct source *source;
    size_t index;
    bool keys_known; /* else what seems to be missing is only misspelt */
};

/* The node of a key that was given a value, or null. */
const struct yaml *item_get(const struct item *e, const char *key);

/* Reports *err, if it was filled, as a problem with the value at node. */
void item_report(const struct item *e, const struct yaml *node, struct err *err);

/* Notes the effective value of one of the entry's keys; `node` is null for a default. */
void item_note(const struct item *e, const char *key, str value, const struct yaml *node);

/* The same for a value that was taken over from another place. */
void item_note_given(const struct item *e, const char *key, const struct given *given);

/* Reads a text that must not be empty. Returns its node, or null when it is not given or wrong. */
const struct yaml *item_text(const struct item *e, const char *key, size_t max, str *out);

/* Reads a list of texts, and notes it if it is given. */
void item_list(const struct item *e, const char *key, struct str_list *out);

/* Reads a path, and notes it resolved. `what` is what a URL there is told that it must be, such as
 * "a folder with saved images". Returns its node, or null. */
const struct yaml *item_path(const struct item *e, const char *key, const char *what, str *out);

/* Reads the policies of a source: how much of it is shown, what is done with its images and when it
 * fails, filters, and how it is fetched (source_live.c). */
void item_read_live(struct item *e);

/* Checks what was read against the kind of source and among itself (source_check.c). */
void item_check(struct item *e);

#endif
