/* The named character references that the decoder knows. */
#ifndef DIGEST_PARSE_ENTITIES_H
#define DIGEST_PARSE_ENTITIES_H

#include "digest/str.h"

/* The longest name in the table, in bytes. */
#define ENTITY_NAME_MAX 24

struct entity {
    char name[ENTITY_NAME_MAX + 1]; /* without "&" and ";" */
    uint32_t codepoint;
    bool bare; /* also known without its semicolon */
};

/* The entry for a name (exact case), or null. */
const struct entity *entity_find(str name);

#endif
