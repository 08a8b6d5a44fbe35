/* libxml2 prints some complaints, about encodings for one, whatever a parser's own handlers are: in
 * the course of a call they go nowhere. What is set here belongs to the thread. */
#ifndef DIGEST_FETCH_XML_QUIET_H
#define DIGEST_FETCH_XML_QUIET_H

#include <libxml/globals.h>
#include <libxml/xmlerror.h>

struct xml_quiet {
    xmlStructuredErrorFunc handler;
    void *context;
};

/* Takes a complaint and does nothing. */
static inline void xml_quiet_error(void *context, xmlErrorPtr error)
{
    (void)context;
    (void)error;
}

/* Begins the silence; what was set before must be given to xml_quiet_end. */
static inline struct xml_quiet xml_quiet_begin(void)
{
    struct xml_quiet before = {xmlStructuredError, xmlStructuredErrorContext};
    xmlSetStructuredErrorFunc(NULL, xml_quiet_error);
    return before;
}

/* Ends it. */
static inline void xml_quiet_end(struct xml_quiet before)
{
    xmlSetStructuredErrorFunc(before.context, before.handler);
}

#endif
