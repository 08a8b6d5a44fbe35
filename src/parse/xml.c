/*
 * XML documents → events, by libxml2.
 *
 * Its SAX interface of version 1 is used on purpose: names come with their prefixes, so that those
 * that nobody declared can be understood, and no list of namespaces grows with nesting. A document is
 * read twice, first only to see whether it is well-formed: then nobody has to take back events.
 */
#include "xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <limits.h>

#include "digest/limits.h"

/* How much of a document is looked at for how it says it is encoded. */
#define LOOK_AT ((size_t)8192)

/* Any value but XML_SAX2_MAGIC. */
#define SAX_VERSION_1 1

struct reading {
    const struct event_sink *sink; /* null: only checking */
    struct buf name;               /* in lower case */
    struct buf words;              /* names of attributes, likewise */
    str place;                     /* of the document */
    struct err *why;               /* the first fault; ERR_NONE while there is none */
    bool any;                      /* an element was seen */
    xmlParserCtxtPtr parser;
};

/* Appends s in lower case; returns it as it now is in the buffer. */
static void add_lower(struct buf *b, str s)
{
    for (size_t i = 0; i < s.n; i++)
        buf_addc(b, (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] | 0x20 : s.p[i]));
}

static str lower_name(struct reading *r, const xmlChar *name)
{
    buf_reset(&r->name);
    add_lower(&r->name, str_of((const char *)name));
    return buf_str(&r->name);
}

static void on_start(void *context, const xmlChar *name, const xmlChar **pairs)
{
    struct reading *r = context;
    struct attribute attributes[LIMIT_HTML_ATTRIBUTES];
    struct tag tag = {.attributes = attributes};
    r->any = true;
    if (!r->sink)
        return;
    buf_reset(&r->words);
    size_t room = 0, count = 0;
    for (; pairs && pairs[2 * count] && count < LIMIT_HTML_ATTRIBUTES; count++)
        room += strlen((const char *)pairs[2 * count]);
    buf_reserve(&r->words, room); /* so that nothing moves below */
    for (; tag.count < count; tag.count++) {
        size_t from = r->words.n;
        add_lower(&r->words, str_of((const char *)pairs[2 * tag.count]));
        attributes[tag.count] = (struct attribute){str_slice(buf_str(&r->words), from, r->words.n),
                                                   str_of((const char *)pairs[2 * tag.count + 1])};
    }
    tag.name = lower_name(r, name);
    r->sink->start(r->sink->state, &tag);
}

static void on_end(void *context, const xmlChar *name)
{
    struct reading *r = context;
    if (r->sink)
        r->sink->end(r->sink->state, lower_name(r, name));
}

static void on_text(void *context, const xmlChar *text, int n)
{
    struct reading *r = context;
    if (r->sink && n > 0)
        r->sink->text(r->sink->state, (str){(const char *)text, (size_t)n});
}

/* Keeps the first fault; libxml2 goes on to look for more. What it says is in its parser. */
static void on_error(void *context, const char *format, ...)
{
    struct reading *r = context;
    const xmlError *error = xmlCtxtGetLastError(r->parser);
    (void)format;
    if (!error || error->level < XML_ERR_FATAL || r->why->code != ERR_NONE)
        return;
    str message = str_trim(str_of(error->message));
    bool placed = error->line > 0;
    err_set(r->why, ERR_INPUT, "not well-formed XML: %.*s", STR_ARGS(message));
    err_at(r->why, r->place, placed ? (unsigned)error->line : 0,
           placed && error->int2 > 0 ? (unsigned)error->int2 : 0);
}

/* Reads a cleaned document up to its first fault, which goes to *why. False: it has no element. */
static bool read_document(str text, str place, const struct event_sink *sink, struct err *why)
{
    struct reading r = {.sink = sink,
                        .place = place,
                        .name = buf_init(INT_MAX),
                        .words = buf_init(INT_MAX),
                        .why = why};
    xmlSAXHandler handler = {.startElement = on_start,
                             .endElement = on_end,
                             .characters = on_text,
                             .ignorableWhitespace = on_text,
                             .cdataBlock = on_text,
                             .error = on_error,
                             .initialized = SAX_VERSION_1};
    xmlInitParser(); /* guarded by a lock of its own; several first parsers would race for it */
    xmlParserCtxtPtr parser =
        text.n && text.n <= INT_MAX ? xmlCreateMemoryParserCtxt(text.p, (int)text.n) : NULL;
    if (parser) {
        *parser->sax = handler;
        parser->userData = &r;
        r.parser = parser;
        /* Without NOENT an "&" in an attribute arrives as a reference. Entities there are none. */
        xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_NOENT);
        xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
        xmlParseDocument(parser);
        if (!parser->wellFormed && why->code == ERR_NONE)
            err_set(why, ERR_INPUT, "not well-formed XML");
        xmlFreeParserCtxt(parser);
    }
    buf_release(&r.name);
    buf_release(&r.words);
    return r.any;
}

bool xml_read(str text, str place, const struct event_sink *sink, struct err *doubt,
              struct err *err)
{
    /* References and stray characters grow when they are written out; a document that doubles by
     * it is none. */
    size_t most = 2 * text.n + 8 * LIMIT_XML_EXPANDED;
    struct buf clean = buf_init(most), mended = buf_init(most);
    struct err stopped = {0}, fault = {0}, mended_fault = {0};
    bool good = xml_clean(&clean, text, &stopped, err);
    if (good) {
        bool any = read_document(buf_str(&clean), place, NULL, &fault);
        if (fault.code != ERR_NONE) {
            xml_mend(&mended, buf_str(&clean));
            buf_release(&clean);
        }
        struct buf *best = fault.code != ERR_NONE ? &mended : &clean;
        good = read_document(buf_str(best), place, sink, &mended_fault) || any;
        if (!good)
            err_set(err, ERR_INPUT, "there is no element in it");
        if (stopped.code != ERR_NONE)
            *doubt = stopped, err_at(doubt, place, 0, 0);
        else if (mended_fault.code != ERR_NONE)
            *doubt = mended_fault;
    }
    buf_release(&clean);
    buf_release(&mended);
    return good || err_at(err, place, 0, 0);
}

str xml_declared_encoding(str bytes)
{
    str head = str_slice(bytes, 0, LOOK_AT);
    size_t begin = str_find(head, STR("<?xml"), 0);
    size_t end = begin == SIZE_MAX ? SIZE_MAX : str_find(head, STR("?>"), begin);
    size_t at = end == SIZE_MAX ? SIZE_MAX : str_find(head, STR("encoding"), begin);
    if (at > end || at == SIZE_MAX)
        return (str){0};
    at += strlen("encoding");
    while (at < end && strchr(" \t\r\n=", head.p[at]))
        at++;
    str value = str_slice(head, at + 1, str_find_char(head, head.p[at], at + 1));
    return strchr("\"'", head.p[at]) ? value : (str){0};
}

str xml_tag_attribute(const struct tag *tag, const char *name)
{
    for (size_t i = 0; i < tag->count; i++)
        if (str_is(tag->attributes[i].name, name))
            return str_trim(tag->attributes[i].value);
    return (str){0};
}
