/*
 * Tags in markup that the sanitizer wrote. It is regular: "<" only begins a tag, and every value of an
 * attribute stands in double quotes, holds none, and is escaped with few references.
 */
#ifndef DIGEST_RENDER_TAG_H
#define DIGEST_RENDER_TAG_H

#include "digest/arena.h"

/* The tag that begins at `at`, from "<" to ">"; to the end where none does. */
str tag_at(str markup, size_t at);

/* The value of an attribute as it is written, "" when the tag has none. `name` with the space before
 * and the equals sign behind: " src=". */
str tag_value(str tag, const char *name);

/* A value with its references decoded; in the arena only when there is any. */
str tag_text(struct arena *a, str value);

#endif
