/* Values of members in a line of an export. Private to src/store. */
#ifndef DIGEST_STORE_GIVEN_H
#define DIGEST_STORE_GIVEN_H

#include "digest/hash.h"
#include "digest/json.h"

/* The value of one member of a line, as it stands there. */
struct given {
    bool there;
    enum json_kind kind;
    struct json_text text; /* of a string or number; of an object, its member "base64" */
};

/* Reads the value that comes next, whatever it is. */
void given_read(struct json *j, struct given *out);

/* The text of a string, or of an object {"base64": "…"}. In the arena, or borrowed from the line.
 * False: it is something else. So with the others. */
bool given_text(struct arena *a, const struct given *given, str *out);

/* The bytes of a string in base 64. */
bool given_base64(struct arena *a, const struct given *given, str *out);

/* A whole number. */
bool given_number(const struct given *given, int64_t *out);

/* A hash of 32 small hexadecimal digits. */
bool given_hash(const struct given *given, struct hash *out);

#endif
