/* XML documents through libxml2's text writer. */
#include "xml.h"

#include <libxml/parser.h>
#include <libxml/xmlwriter.h>
#include <stdlib.h>

#include "digest/escape.h"

/* The writer counts bytes in an int. */
#define CHUNK ((size_t)1 << 30)

/* libxml2 fails here only when it gets no memory. That ends the program, in the one place where it
 * does: this asks for what cannot be had. */
static void must(bool done)
{
    if (!done)
        mem_alloc(SIZE_MAX);
}

/* The writer's output callback. What does not fit marks the buf as over, which xml_end reports. */
static int write_out(void *context, const char *bytes, int n)
{
    buf_add(context, (str){bytes, (size_t)n});
    return n;
}

void xml_begin(struct xml *x, struct buf *out)
{
    xmlInitParser(); /* guarded by a lock of its own; the writer alone would race for it */
    xmlOutputBuffer *sink = xmlOutputBufferCreateIO(write_out, NULL, out, NULL);
    must(sink);
    *x = (struct xml){.writer = xmlNewTextWriter(sink), .out = out, .escaped = buf_init(SIZE_MAX)};
    must(x->writer);
    xmlTextWriterSetIndent(x->writer, 1);
    must(xmlTextWriterStartDocument(x->writer, NULL, "UTF-8", NULL) >= 0);
}

/*
 * Writes text, escaped as for HTML: those references are XML's too, and what HTML forbids is what
 * XML 1.0 forbids or discourages. The writer's own escaping knows of no forbidden characters, and
 * copies every text to the heap first.
 */
static void write_escaped(struct xml *x, str text)
{
    buf_reset(&x->escaped);
    escape_html(&x->escaped, text);
    for (size_t at = 0; at < x->escaped.n; at += CHUNK) {
        str part = str_slice(buf_str(&x->escaped), at, at + CHUNK);
        must(xmlTextWriterWriteRawLen(x->writer, (const xmlChar *)part.p, (int)part.n) >= 0);
    }
}

void xml_open(struct xml *x, const char *name)
{
    must(xmlTextWriterStartElement(x->writer, (const xmlChar *)name) >= 0);
}

void xml_attribute(struct xml *x, const char *name, str value)
{
    must(xmlTextWriterStartAttribute(x->writer, (const xmlChar *)name) >= 0);
    write_escaped(x, value);
    must(xmlTextWriterEndAttribute(x->writer) >= 0);
}

void xml_text(struct xml *x, str text)
{
    write_escaped(x, text);
}

void xml_close(struct xml *x)
{
    must(xmlTextWriterEndElement(x->writer) >= 0);
}

void xml_element(struct xml *x, const char *name, str text)
{
    xml_open(x, name);
    xml_text(x, text);
    xml_close(x);
}

void xml_optional(struct xml *x, const char *name, str text)
{
    if (text.n)
        xml_element(x, name, text);
}

bool xml_end(struct xml *x, bool done, struct err *err)
{
    must(xmlTextWriterEndDocument(x->writer) >= 0);
    xmlFreeTextWriter(x->writer); /* flushes */
    buf_release(&x->escaped);
    if (done && x->out->over)
        return err_set(err, ERR_LIMIT, "the file is larger than %zu bytes", x->out->max);
    return done;
}
