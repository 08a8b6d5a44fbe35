/* Elements inside the text of a feed, written as HTML again. */
#ifndef DIGEST_PARSE_FEED_MARKUP_H
#define DIGEST_PARSE_FEED_MARKUP_H

#include "sanitize_events.h"

/* Appends text, escaped. */
void markup_add_text(struct buf *out, str text);

/* Appends a start tag, without its prefix and declarations of namespaces; nothing for elements that
 * HTML does not have, whose text then stands by itself. Addresses in it are resolved against `base`, unless that is "". `a` is for passing use. */
void markup_open(struct buf *out, struct arena *a, const struct tag *tag, str base);

/* Appends an end tag; nothing for elements that HTML does not have, or that have none there. */
void markup_close(struct buf *out, str name);

#endif
