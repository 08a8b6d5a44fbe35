/* Setting libxml2's HTML parser up for pieces of pages. */
#include "html_sax.h"

#include <libxml/encoding.h>
#include <libxml/parserInternals.h>
#include <limits.h>

#include "digest/buf.h"
#include "digest/utf8.h"
#include "xml_quiet.h"

static bool is_name(str s, const char *name)
{
    return str_eq_nocase(s, str_of(name));
}

/* The handler of an encoding other than UTF-8 that markup is in, or null. Without a name it is what
 * browsers take it for, and what they take Latin 1 for (WHATWG Encoding Standard). */
static xmlCharEncodingHandlerPtr find_encoding(str markup, str charset)
{
    char name[40];
    if (utf8_valid(markup) || is_name(charset, "utf-8") || is_name(charset, "utf8"))
        return NULL;
    if (charset.n == 0 || is_name(charset, "iso-8859-1") || is_name(charset, "us-ascii"))
        charset = STR("windows-1252");
    if (charset.n >= sizeof name)
        return NULL;
    memcpy(name, charset.p, charset.n);
    name[charset.n] = '\0';
    return xmlFindCharEncodingHandler(name);
}

static void parse(str markup, xmlCharEncodingHandlerPtr encoding, const htmlSAXHandler *handler,
                  void *state)
{
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(markup.p, (int)markup.n);
    if (!parser)
        return;
    *parser->sax = *handler;
    parser->sax->serror = xml_quiet_error; /* broken markup is no news here */
    parser->sax->initialized = XML_SAX2_MAGIC;
    parser->userData = state;
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOIMPLIED | HTML_PARSE_IGNORE_ENC |
                                   HTML_PARSE_NODEFDTD | HTML_PARSE_NONET);
    if (encoding)
        xmlSwitchToEncoding(parser, encoding);
    else
        parser->charset = XML_CHAR_ENCODING_UTF8;
    htmlParseDocument(parser);
    htmlFreeParserCtxt(parser);
}

void html_sax_read(str markup, str charset, const htmlSAXHandler *handler, void *state)
{
    if (markup.n == 0 || markup.n > INT_MAX / 4)
        return;
    xmlInitParser(); /* guarded by a lock of its own; several first parsers would race for it */
    struct xml_quiet before = xml_quiet_begin();
    struct buf repaired = buf_init(INT_MAX);
    xmlCharEncodingHandlerPtr encoding = find_encoding(markup, charset);
    if (!encoding)
        utf8_repair(&repaired, markup);
    parse(encoding ? markup : buf_str(&repaired), encoding, handler, state);
    buf_release(&repaired);
    xml_quiet_end(before);
}

const char *html_sax_attribute(const xmlChar **pairs, const char *name)
{
    for (; pairs && pairs[0]; pairs += 2)
        if (strcmp((const char *)pairs[0], name) == 0)
            return pairs[1] ? (const char *)pairs[1] : "";
    return NULL;
}
