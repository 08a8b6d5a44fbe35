/* Markup as text, for names and messages. */
#ifndef DIGEST_FETCH_HTML_PLAIN_H
#define DIGEST_FETCH_HTML_PLAIN_H

#include "digest/arena.h"

/* The text of markup: character references decoded once, tags, scripts and styles left out, folded
 * by text_folded to at most max bytes. Only the first 16 KiB are read. */
str html_plain(struct arena *a, str markup, size_t max);

/* Text in one line of valid UTF-8: white space folded, control characters and marks that turn the
 * direction of writing dropped, cut at a character to max bytes. In the arena. */
str text_folded(struct arena *a, str text, size_t max);

/* The first `max` characters of valid UTF-8. */
str text_first(str text, size_t max);

#endif
