/*
 * Escaping: one function for each position in a page that text can stand in.
 */
#ifndef DIGEST_ESCAPE_H
#define DIGEST_ESCAPE_H

#include "digest/arena.h"
#include "digest/buf.h"
#include "digest/html.h"

/* For element content and attribute values in double or single quotes: & < > " '. Characters that
 * XML 1.0 and HTML forbid (C0 but tab and newline, DEL to U+009F, noncharacters) become U+FFFD. */
void escape_html(struct buf *out, str text);

/* A string literal's inside in a JSON document or a JSON-LD block in a page: also < > & and
 * U+2028/2029 as \u escapes, so "</script" cannot occur. */
void escape_json(struct buf *out, str text);

/* A path of the site ("tags/été/") as the path of a URL: each byte that is no unreserved character
 * or slash as %XX, upper case (RFC 3986). */
void escape_path(struct buf *out, str path);

/* Text as an html value in the arena. */
html escape_to_html(struct arena *a, str text);

/* A finished JSON document, made with escape_json, as an html value for a script block of type
 * application/ld+json. */
html escape_json_block(str json);

#endif
