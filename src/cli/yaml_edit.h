/* Adding to a configuration without touching a byte of what people wrote in it. */
#ifndef DIGEST_CLI_YAML_EDIT_H
#define DIGEST_CLI_YAML_EDIT_H

#include "digest/buf.h"
#include "digest/err.h"

struct yaml;

/* One "key: value" line of a new entry. */
struct yaml_line {
    const char *key;
    str value; /* text; quoted where YAML needs it */
};

/*
 * Appends `text` to out with a new entry at the end of its list `sources:`, indented and ended like
 * the others; without such a list, one is begun at the end. `root` is the tree of text. *line is set
 * to the line of the new entry. False: the list is written in brackets, and is left to the user.
 */
bool yaml_add_source(struct buf *out, str text, const struct yaml *root,
                     const struct yaml_line *lines, unsigned *line, struct err *err);

/* Appends the entry as it would be written with `indent` spaces before its hyphen. */
void yaml_add_entry(struct buf *out, const struct yaml_line *lines, size_t indent, const char *eol);

#endif
