/* Places and words for what is wrong with a YAML text. */
#ifndef DIGEST_BASE_YAML_ERROR_H
#define DIGEST_BASE_YAML_ERROR_H

#include "digest/err.h"

/* The text that positions refer to. */
struct yaml_source {
    str text;
    str file;
    unsigned first_line; /* of text in the file */
};

/* A position in the text: line and column in characters, both from 1; 0 when unknown. */
struct yaml_place {
    unsigned line, column;
};

/* Adds the file, the position and the source line to *err, which has its reason. Returns false. */
bool yaml_fail_at(const struct yaml_source *source, struct yaml_place place, struct err *err);

/*
 * Fills *err from a message of libfyaml and the position that it gives, in the words of someone who
 * writes files and not parsers. `open` is where the innermost bracket that is still open stands,
 * line 0 when there is none. Returns false.
 */
bool yaml_fail_with(const struct yaml_source *source, const char *message, struct yaml_place place,
                    struct yaml_place open, struct err *err);

/*
 * Refuses what libfyaml must not see: NUL, bytes that are not UTF-8 (0.7.12 loops on some), long
 * runs of blank lines and directives (both take it the square of their length), and the tabs after
 * which it frees memory twice. False: *err is filled, with its place.
 */
bool yaml_check_bytes(const struct yaml_source *source, struct err *err);

#endif
