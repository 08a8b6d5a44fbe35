/* XML documents through libxml2's text writer. */
#include "xml.h"

#include <libxml/parser.h>
#include <libxml/xmlwriter.h>
#include <stdlib.h>

#include "digest/utf8.h"

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
    *x = (struct xml){.writer = xmlNewTextWriter(sink), .out = out, .clean = buf_init(SIZE_MAX)};
    must(x->writer);
    xmlTextWriterSetIndent(x->writer, 1);
    must(xmlTextWriterStartDocument(x->writer, NULL, "UTF-8", NULL) >= 0);
}

/* Characters of XML 1.0 without those it discourages: DEL to U+009F and noncharacters. */
static bool is_allowed(uint32_t c)
{
    if (c < 0x20)
        return c == '\t' || c == '\n' || c == '\r';
    return !(c >= 0x7F && c <= 0x9F) && !(c >= 0xFDD0 && c <= 0xFDEF) && (c & 0xFFFE) != 0xFFFE;
}

/* The text, cleaned, as the NUL-terminated bytes that libxml2 wants; valid until the next call. */
static const xmlChar *clean(struct xml *x, str text)
{
    buf_reset(&x->clean);
    size_t copied = 0;
    for (size_t at = 0; at < text.n;) {
        size_t from = at;
        unsigned char byte = (unsigned char)text.p[at];
        if (byte >= 0x20 && byte < 0x7F) {
            at++;
            continue;
        }
        uint32_t c = utf8_next(text, &at);
        if (is_allowed(c) && c != 0xFFFD)
            continue;
        buf_add(&x->clean, str_slice(text, copied, from));
        buf_add_codepoint(&x->clean, 0xFFFD);
        copied = at;
    }
    buf_add(&x->clean, str_slice(text, copied, text.n));
    return (const xmlChar *)x->clean.p;
}

void xml_open(struct xml *x, const char *name)
{
    must(xmlTextWriterStartElement(x->writer, (const xmlChar *)name) >= 0);
}

void xml_attribute(struct xml *x, const char *name, str value)
{
    must(xmlTextWriterWriteAttribute(x->writer, (const xmlChar *)name, clean(x, value)) >= 0);
}

void xml_text(struct xml *x, str text)
{
    if (text.n)
        must(xmlTextWriterWriteString(x->writer, clean(x, text)) >= 0);
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
    buf_release(&x->clean);
    if (done && x->out->over)
        return err_set(err, ERR_LIMIT, "the file is larger than %zu bytes", x->out->max);
    return done;
}
