/*
 * The single values of the configuration: what each is when it is not given, where it may come
 * from, and what it must look like. One table; its order is the order of `digest config`.
 */
#ifndef DIGEST_CONFIG_VALUES_H
#define DIGEST_CONFIG_VALUES_H

#include "reader.h"

enum key_id {
    KEY_TITLE,
    KEY_DESCRIPTION,
    KEY_URL,
    KEY_LANGUAGE,
    KEY_TIMEZONE,
    KEY_PER_PAGE,
    KEY_CONTACT,
    KEY_USER_AGENT, /* has the contact in it */
    KEY_PER_HOST,
    KEY_TIMEOUT, /* from here on to KEY_IMAGES: for sources that say nothing else (policy.h) */
    KEY_PATIENCE,
    KEY_TIME_LIMIT,
    KEY_ON_ERROR,
    KEY_IMAGES,
    KEY_OUTPUT, /* filters and sources are noted before it */
    KEY_STORE,
    KEY_TEMPLATES,
    KEY_JOBS,
    KEY_NOW,
    KEY_OFFLINE,
    KEY_FULL,
    KEY_STRICT,
    KEY_IDS,
};

/* A value as it was given, and by whom. */
struct given {
    str text;
    enum origin origin;
    struct place place; /* ORIGIN_FILE */
    const char *by;     /* the flag or variable; or what stands for the default */
};

/* Sets every value to its default. */
void values_default(struct given *values, struct arena *a, const struct config_flags *flags);

/* Takes the values that the file gives, and reports unknown keys at the top, in `site:` and in
 * `fetch:`. */
void values_read(struct given *values, struct reader *r, const struct yaml *root);

/* Lets the flags and SOURCE_DATE_EPOCH override. */
void values_override(struct given *values, const struct config_flags *flags);

/* Checks the values from `from` up to `to` wherever they came from, and sets them in *config.
 * Problems are reported. */
void values_apply(struct given *values, struct reader *r, struct config *config, size_t from,
                  size_t to);

/* Notes the values from `from` up to `to`, which were applied. */
void values_note(const struct given *values, struct reader *r, size_t from, size_t to);

/* Reports *e about a value: at its place in the file, or under the flag's name. */
void value_report(struct reader *r, const struct given *value, struct err *e);

#endif
