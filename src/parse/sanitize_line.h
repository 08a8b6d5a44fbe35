/* Mending the phrasing in a block, and what can be seen of it. */
#ifndef DIGEST_PARSE_SANITIZE_LINE_H
#define DIGEST_PARSE_SANITIZE_LINE_H

#include "sanitize_tree.h"

/* Mends the phrasing that stands directly in block; nothing is left of lines without content. */
void lines_mend(struct cleaner *c, struct node *block);

/* -- sanitize_fold.c -------------------------------------------------------------------------- */

/* True when text has a character that leaves a mark. */
bool text_is_seen(str text);

/* True when n holds text, or an image with alternative text: what gives a link its name. */
bool node_is_named(const struct node *n);

/* True when n holds text or an image. */
bool node_is_seen(const struct node *n);

/* Folds white space and line breaks in the phrasing from `first` up to `end`, both children of
 * parent; a null end is the end of parent. */
void line_fold(struct cleaner *c, struct node *parent, struct node *first, const struct node *end);

/* Takes line feeds off the start or the end of preformatted text: browsers drop one right behind
 * <pre>, and show none at its end. */
void pre_trim(struct node *pre, bool end);

/* Joins texts that stand side by side in parent. */
void texts_join(struct cleaner *c, struct node *parent);

#endif
