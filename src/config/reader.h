/*
 * Reading typed fields out of the YAML tree, and reporting what is wrong with them.
 *
 * Nothing here stops at a problem: it is reported with its place and the reading goes on, so that
 * one run shows them all.
 */
#ifndef DIGEST_CONFIG_READER_H
#define DIGEST_CONFIG_READER_H

#include "digest/config.h"
#include "digest/yaml.h"

/* A place in the configuration file; both count from 1. */
struct place {
    unsigned line, column;
};

struct reader {
    struct arena *arena;
    struct log *log;
    str file;   /* as named in messages */
    str text;   /* all of the file, for the lines shown */
    str folder; /* relative paths in the file start here; "" is the working directory */
    size_t errors, flag_errors; /* reported so far: in the file; in flags and the environment */
    struct pattern **patterns;  /* of filters, to be freed with the configuration */
    size_t pattern_count, pattern_cap;
    struct setting *settings;
    size_t setting_count, setting_cap;
};

/* True unless there may be a password in a line of the file: messages end up in public logs. */
bool reader_may_show(str line);

/* Reports *e as an error at a place of the file, and shows the line, unless a password may stand
 * in it. */
void reader_report(struct reader *r, struct place at, struct err *e);

/* Reports a problem at a place of the file; `hint`, which may be null, is what to do about it. */
void reader_fault(struct reader *r, struct place at, const char *hint, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Reports *e as a warning at a place of the file; line 0: about the file as a whole. */
void reader_warn(struct reader *r, struct place at, struct err *e);

/* Remembers where a value came from; key and value live in the arena. */
void reader_note(struct reader *r, const struct setting *setting);

/* True when node is a mapping; null or an empty value counts as an empty one. Else reports that
 * `name` must be one and returns false. */
bool reader_map(struct reader *r, const struct yaml *node, const char *name);

/* The keys that a mapping may have. */
struct known_keys {
    const char *const *keys; /* ends with null */
    const char *name;        /* what the mapping is called in messages, "" for the file itself */
    const char *const *elsewhere; /* keys that people put here but do not belong here; or null */
    const char *belongs;          /* says where those belong */
    const char *const *secrets;   /* keys whose values must not stand in the file; or null */
    const char *instead;          /* says what to write instead of those */
};

/* Reports each key of map that is not known, with the one that was probably meant. True when there
 * is none. */
bool reader_keys(struct reader *r, const struct yaml *map, const struct known_keys *known);

/* The node of a key of map that was given a value, or null. */
const struct yaml *reader_get(const struct yaml *map, const char *key);

/* Reads one line of text, white space folded and trimmed. False: not given (*out untouched), or
 * reported. `max` is its greatest length in bytes. */
bool reader_text(struct reader *r, const struct yaml *node, const char *name, size_t max, str *out);

/* Reads a list of texts of at most LIMIT_FIELD bytes; a single text is a list of one. */
void reader_list(struct reader *r, const struct yaml *node, const char *name, struct str_list *out);

/* Reads one of the words (ends with null) as its index. False like reader_text. */
bool reader_choice(struct reader *r, const struct yaml *node, const char *name,
                   const char *const *words, size_t *out);

/* Finds text among the words (ends with null). False: *err says which there are. */
bool choice_find(struct arena *a, str text, const char *name, const char *const *words, size_t *out,
                 struct err *err);

/* Where a node begins. */
struct place place_of(const struct yaml *node);

#endif
