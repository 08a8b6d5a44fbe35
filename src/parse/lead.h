/* The beginning of a text that can stand for it. */
#ifndef DIGEST_PARSE_LEAD_H
#define DIGEST_PARSE_LEAD_H

#include "digest/arena.h"

/* Takes one of the texts, a list that ends with null, off the end of *s. False: none is there. */
bool text_drop_end(str *s, const char *const *ends);

/* True when text ends like a sentence: with a full stop of some script, perhaps in quotes or
 * brackets. A final ellipsis says that something was cut. */
bool text_is_whole(str text);

/*
 * What a summary of a body can be made of, from its plain text with a block in each line: the first
 * blocks that end like sentences, so that no heading, byline or caption is glued to what follows
 * it. All of the text when no block ends so. In the arena, or borrowed.
 */
str text_lead(struct arena *a, str text);

#endif
