/*
 * Markup as a type of its own.
 *
 * An html value is markup that is safe to put into element content as it is. Only the sanitizer
 * (src/parse/sanitize*.c), the escaper (src/render/escape.c) and the store, which gives back what
 * the sanitizer made, may construct one; the lint test sees to that. Everything else is text, and
 * text is escaped for its position on the way out.
 */
#ifndef DIGEST_HTML_H
#define DIGEST_HTML_H

#include "digest/str.h"

typedef struct {
    str markup;
} html;

#endif
