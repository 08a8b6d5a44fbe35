/* Text of foreign markup: what the sanitizer needs beyond the public functions. */
#ifndef DIGEST_PARSE_HTML_TEXT_H
#define DIGEST_PARSE_HTML_TEXT_H

#include "digest/arena.h"
#include "digest/buf.h"

/* Where a character reference stands; in attributes "&copy=" is no reference. */
enum reference_place { IN_TEXT, IN_ATTRIBUTE };

/* Decodes the character references in s once, each `ampersand` (a byte string, usually "&")
 * beginning one. What is no reference keeps its "&". */
void references_decode(struct buf *out, str s, str ampersand, enum reference_place place);

/* True when the code point never belongs on a page: controls but tab and line feed, noncharacters,
 * surrogates, private use (icon fonts), byte order mark, bidi overrides. */
bool codepoint_unwanted(uint32_t c);

/* Text that is valid on a page, in the arena or s itself: unwanted code points dropped, in NFC. */
str text_normal(struct arena *a, str s);

/* s, behind a dotted circle when it begins with a combining mark: what stands alone is shown so,
 * and may not join what stands before it on the page. */
str text_grounded(struct arena *a, str s);

#endif
