/* Encodings of foreign bytes beyond those that utf8_detect can tell by looking. */
#ifndef DIGEST_PARSE_CHARSET_H
#define DIGEST_PARSE_CHARSET_H

#include "digest/buf.h"

/*
 * Appends bytes, written in the encoding that `label` names (the WHATWG Encoding Standard's labels),
 * to out as valid UTF-8. What cannot be decoded becomes U+FFFD and is counted in *bad. Names that are
 * commonly given to more than they mean are read as browsers do: "iso-8859-1" is Windows-1252. False,
 * nothing appended: no such encoding.
 */
bool charset_decode(struct buf *out, str bytes, str label, size_t *bad);

/*
 * The text of bytes whose encoding is said to be `label` ("" when nothing is said), in valid UTF-8
 * but for NULs: a slice of bytes, or of `store`, to which it is appended. A byte order mark and text
 * that is valid UTF-8 win over the label, and a label that is plainly wrong counts for nothing; what
 * has neither is UTF-8 with faults, or Windows-1252. `store` needs room for 3 * bytes.n.
 */
str charset_text(struct buf *store, str bytes, str label);

#endif
