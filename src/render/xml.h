/*
 * XML documents, written by libxml2's text writer straight into a buf.
 *
 * Text and attributes are str: characters that XML 1.0 forbids (section 2.2) or discourages become
 * U+FFFD, markup is escaped. Names are ASCII literals.
 */
#ifndef DIGEST_RENDER_XML_H
#define DIGEST_RENDER_XML_H

#include "digest/arena.h"
#include "digest/buf.h"
#include "digest/err.h"

/* A document in the making. */
struct xml {
    struct _xmlTextWriter *writer;
    struct buf *out;
    struct buf escaped; /* the text being written */
};

/* Begins a document in UTF-8 at the end of out. End it with xml_end. */
void xml_begin(struct xml *x, struct buf *out);

/* Opens an element. */
void xml_open(struct xml *x, const char *name);

/* Adds an attribute to the element just opened, before any text or element in it. */
void xml_attribute(struct xml *x, const char *name, str value);

/* Adds text to the open element. */
void xml_text(struct xml *x, str text);

/* Closes the element opened last. */
void xml_close(struct xml *x);

/* A whole element with text. */
void xml_element(struct xml *x, const char *name, str text);

/* xml_element, unless the text is empty. */
void xml_optional(struct xml *x, const char *name, str text);

/* Closes what is open, writes out everything and frees the writer. `done` says whether all that
 * belongs in was there; false is handed on with *err as it is. False also: out is over its
 * maximum, ERR_LIMIT. */
bool xml_end(struct xml *x, bool done, struct err *err);

#endif
