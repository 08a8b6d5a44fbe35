/*
 * XML as feeds and outlines are written: mostly well-formed, often not.
 *
 * xml.c reads a document with libxml2 and tells an event_sink about it. What stands before libxml2
 * makes text of it that is harmless (xml_clean.c), and, only when that is not well-formed, text that
 * is (xml_mend.c).
 */
#ifndef DIGEST_PARSE_XML_H
#define DIGEST_PARSE_XML_H

#include "digest/err.h"
#include "sanitize_events.h"

/*
 * Reads a document (valid UTF-8 but for NULs) and tells sink about its elements and their text.
 * `place` is its path or URL, for messages.
 * Names come as they are written, prefix included, in lower case; so do declarations of namespaces,
 * as attributes. Nothing outside of the document is ever read. *doubt is filled when the document
 * could only be read up to some place: elements that were open there get no end event. False: there
 * is no element, or it is an entity bomb; sink was told nothing.
 */
bool xml_read(str text, str place, const struct event_sink *sink, struct err *doubt,
              struct err *err);

/* The encoding that the XML declaration of a document names; "" when there is none. */
str xml_declared_encoding(str bytes);

/* The value of an attribute, white space at both ends dropped; "" when there is none. `name` is in
 * lower case, with the prefix that it is usually written with. */
str xml_tag_attribute(const struct tag *tag, const char *name);

/* -- The steps, for xml.c and their tests ------------------------------------------------------ */

/*
 * Appends a document to out without XML declaration, document type, comments, processing
 * instructions and characters that XML does not allow; with named references of HTML and of the
 * document type's own entities resolved, other "&" escaped. Line ends are kept, so that the places of
 * errors stay right. *doubt is filled when it had to stop at some place. False: an entity bomb.
 */
bool xml_clean(struct buf *out, str text, struct err *doubt, struct err *err);

/*
 * Appends a cleaned document to out with its tags balanced: end tags that were forgotten are added
 * where an outer element ends, or where an element begins that cannot stand inside; others are
 * dropped, and so is HTML in front of the root; attributes are quoted and unique. What the end of the document leaves open stays so.
 */
void xml_mend(struct buf *out, str text);

/* True for the bytes that names begin with and go on with. Names in feeds are ASCII; what begins with
 * other letters behind a "<" is text that somebody forgot to escape. */
bool xml_name_start(char c);
bool xml_name_byte(char c);

/* The length of the name at the beginning of s; 0 when there is none. */
size_t xml_name_length(str s);

#endif
