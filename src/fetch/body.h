/* What the bytes of an answer are, judged by themselves: servers say all sorts of types. */
#ifndef DIGEST_FETCH_BODY_H
#define DIGEST_FETCH_BODY_H

#include "digest/str.h"

enum body_kind {
    BODY_EMPTY,  /* nothing but white space */
    BODY_JSON,   /* begins as an object or array does */
    BODY_FEED,   /* RSS, Atom, RDF or a JSON Feed */
    BODY_XML,    /* another XML document */
    BODY_HTML,   /* a page */
    BODY_MARKUP, /* begins with a tag: a piece of a page, or Markdown that begins so */
    BODY_PACKED, /* gzip */
    BODY_BINARY, /* an image, a PDF… */
    BODY_TEXT,
};

/* What bytes are. */
enum body_kind body_kind(str bytes);

/* "an HTML page", "JSON"… For messages. */
const char *body_kind_name(enum body_kind kind);

/* bytes without a byte order mark and white space before the first character. */
str body_start(str bytes);

/* True when bytes begin as a JSON object or array does, behind a byte order mark and white space. No
 * sentence begins so. */
bool body_begins_json(str bytes);

/* True when bytes, which are JSON, are an object with the members of a JSON Feed (version 1.0 or
 * 1.1). */
bool body_is_json_feed(str bytes);

#endif
