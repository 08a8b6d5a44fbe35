/* libxml2's HTML parser as a source of events, without a tree and without a network. */
#ifndef DIGEST_FETCH_HTML_SAX_H
#define DIGEST_FETCH_HTML_SAX_H

#include <libxml/HTMLparser.h>

#include "digest/arena.h"

/*
 * Tells `handler` about the elements and texts in markup, in UTF-8. Its steps grow with the square of
 * the attributes of one tag and of the depth of elements, so markup must be short or made up of
 * short tags. `charset` is the
 * encoding, as far as it is known, else "". What is valid UTF-8 is read as that whatever was said, and
 * so is what libxml2 does not know. Where bytes are not of the encoding that was said, reading ends.
 */
void html_sax_read(str markup, str charset, const htmlSAXHandler *handler, void *state);

/* The value of an attribute by its lower-case name among the pairs of a start event, null when it is
 * not there. */
const char *html_sax_attribute(const xmlChar **pairs, const char *name);

#endif
