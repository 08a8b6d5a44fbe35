/* Mending the phrasing in a block, and what can be seen of it. */
#ifndef DIGEST_PARSE_SANITIZE_LINE_H
#define DIGEST_PARSE_SANITIZE_LINE_H

#include "sanitize_tree.h"

/* Mends the phrasing that stands directly in block; nothing is left of lines without content. */
void lines_mend(struct cleaner *c, struct node *block);

/* True when text has a character that leaves a mark. */
bool text_is_seen(str text);

/* True when n holds text, or an image with alternative text: what gives a link its name. */
bool node_is_named(const struct node *n);

/* True when n holds text or an image. */
bool node_is_seen(const struct node *n);

#endif
