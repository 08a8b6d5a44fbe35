/*
 * YAML documents, read by libfyaml behind guards, as a plain tree in an arena.
 *
 * The guards, each against something seen with hostile or careless files: UTF-8 is checked first
 * (libfyaml 0.7 loops for ever on some invalid bytes), anchors, aliases and tags are refused (a
 * nine-line alias bomb takes gigabytes), a second document is refused instead of dropped, nesting
 * is bounded, and an empty file is an empty mapping. Directives, runs of 500 blank lines, a tab
 * between two indicators, and block texts whose | or > has a line of its own are refused, too: the
 * library takes very long for the first two and misuses memory for the others. No type is guessed:
 * every scalar is text, and the reader of a field decides what it means.
 */
#ifndef DIGEST_YAML_H
#define DIGEST_YAML_H

#include "digest/arena.h"
#include "digest/err.h"

enum yaml_kind { YAML_NULL, YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml;

/* One key of a mapping and its value. */
struct yaml_pair {
    str key;
    unsigned line, column; /* of the key, from 1 */
    struct yaml *value;
};

/* A node. `pairs` for a map, `items` for a list, `text` for a scalar; positions count from 1. */
struct yaml {
    enum yaml_kind kind;
    bool quoted; /* a scalar in quotes, so "null" is a word and not nothing */
    unsigned line, column;
    str text;
    size_t count;
    struct yaml_pair *pairs; /* in file order; keys are unique */
    struct yaml **items;
};

/*
 * Reads the document in source into the arena. `first_line` is the file's line on which source
 * begins (1 for a whole file; front matter starts later). False: *err says what and where, with
 * `file` as its place and the offending line as its excerpt.
 */
bool yaml_read(struct yaml **out, struct arena *a, str source, str file, unsigned first_line,
               struct err *err);

/* The value of key in a map, or null when node is no map or has no such key. */
struct yaml *yaml_get(const struct yaml *node, const char *key);

#endif
