/* Recognising files that are no text articles, so that they can be refused by name. */
#ifndef DIGEST_PARSE_TEXT_KIND_H
#define DIGEST_PARSE_TEXT_KIND_H

#include "digest/err.h"

/* What the bytes of a binary file are ("a PNG image"), or null when they may be text. utf16 says that
 * they look like UTF-16, where NUL bytes mean nothing. */
const char *text_kind_binary(str bytes, bool utf16);

/* What a text that is no article's is ("an HTML page"), with what to do about it in *hint; or null.
 * `text` is valid UTF-8. */
const char *text_kind_markup(str text, const char **hint);

#endif
