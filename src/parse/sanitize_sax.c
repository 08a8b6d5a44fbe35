/*
 * libxml2's HTML SAX parser as a tokenizer.
 *
 * Its HTML 4 rules (which element closes which) only ever make end events of their own, and those
 * are not listened to: end tags arrive as END_CARRIER start tags. So nothing here depends on what
 * the parser thinks is open, and there is no depth at which it gives up: that limit belongs to its
 * tree builder. Replacing this file is replacing the tokenizer.
 */
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <limits.h>

#include "digest/limits.h"
#include "html_text.h"
#include "sanitize_events.h"

struct reader {
    struct arena *a;
    const struct event_sink *sink;
    struct buf raw;  /* text since the last tag, "&" as AMPERSAND */
    struct buf text; /* the same, decoded */
    bool opened;     /* ROOT was seen */
};

/* An element that stays open, so that libxml2 adds no paragraph around the first text. */
#define ROOT "<div>"

static str str_of_xml(const xmlChar *s)
{
    return str_of((const char *)s);
}

/* True when s holds a character reference. */
static bool has_reference(str s)
{
    for (size_t at = 0; (at = str_find_char(s, AMPERSAND[0], at)) != SIZE_MAX; at++)
        if (at + 1 < s.n && s.p[at + 1] == AMPERSAND[1])
            return true;
    return false;
}

/* Tells the sink about the text since the last tag. */
static void flush_text(struct reader *r)
{
    if (r->raw.n == 0)
        return;
    str text = buf_str(&r->raw);
    if (has_reference(text)) {
        buf_reset(&r->text);
        references_decode(&r->text, text, STR(AMPERSAND), IN_TEXT);
        for (size_t i = 0; i < r->text.n; i++)
            if (r->text.p[i] == '\r')
                r->text.p[i] = '\n';
        text = buf_str(&r->text);
    }
    r->sink->text(r->sink->state, text);
    buf_reset(&r->raw);
}

/* The attribute's value with references decoded, in the arena. */
static str attribute_value(struct reader *r, const xmlChar *z)
{
    str raw = str_of_xml(z);
    if (!has_reference(raw))
        return arena_copy(r->a, raw);
    struct buf value = buf_init(raw.n);
    references_decode(&value, raw, STR(AMPERSAND), IN_ATTRIBUTE);
    str copy = arena_copy(r->a, buf_str(&value));
    buf_release(&value);
    return copy;
}

static void on_start(void *context, const xmlChar *name, const xmlChar **pairs)
{
    struct reader *r = context;
    if (!r->opened) {
        r->opened = true;
        return;
    }
    flush_text(r);
    if (strcmp((const char *)name, END_CARRIER) == 0) {
        if (pairs && pairs[0])
            r->sink->end(r->sink->state, str_of_xml(pairs[0]));
        return;
    }
    struct attribute attributes[LIMIT_HTML_ATTRIBUTES];
    struct tag tag = {.name = str_of_xml(name), .attributes = attributes};
    for (; pairs && pairs[0] && tag.count < LIMIT_HTML_ATTRIBUTES; pairs += 2)
        attributes[tag.count++] =
            (struct attribute){str_of_xml(pairs[0]), attribute_value(r, pairs[1])};
    r->sink->start(r->sink->state, &tag);
}

static void on_text(void *context, const xmlChar *s, int n)
{
    struct reader *r = context;
    buf_add(&r->raw, (str){(const char *)s, (size_t)n});
}

/* Broken markup is no news here. */
static void on_error(void *context, xmlErrorPtr error)
{
    (void)context;
    (void)error;
}

void events_read(struct arena *a, str markup, const struct event_sink *sink)
{
    struct buf repaired = buf_init(INT_MAX);
    buf_reserve(&repaired, markup.n + markup.n / 8 + sizeof ROOT);
    buf_addz(&repaired, ROOT);
    markup_repair(&repaired, markup);
    struct reader r = {
        .a = a, .sink = sink, .raw = buf_init(4 * LIMIT_BODY), .text = buf_init(4 * LIMIT_BODY)};
    htmlSAXHandler handler = {.startElement = on_start,
                              .characters = on_text,
                              .ignorableWhitespace = on_text,
                              .cdataBlock = on_text,
                              .serror = on_error,
                              .initialized = XML_SAX2_MAGIC};
    xmlInitParser(); /* guarded by a lock of its own; several first parsers would race for it */
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(repaired.p, (int)repaired.n);
    buf_release(&repaired); /* libxml2 made a copy */
    if (parser) {
        *parser->sax = handler;
        parser->userData = &r;
        parser->charset = XML_CHAR_ENCODING_UTF8;
        htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOIMPLIED |
                                       HTML_PARSE_IGNORE_ENC | HTML_PARSE_NODEFDTD |
                                       HTML_PARSE_NONET);
        htmlParseDocument(parser);
        flush_text(&r);
        htmlFreeParserCtxt(parser);
    }
    buf_release(&r.raw);
    buf_release(&r.text);
}
