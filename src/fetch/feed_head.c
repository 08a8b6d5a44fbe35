/* Title and site of a feed, by libxml2's reader: no network, no entities, the beginning only. */
#include "feed_head.h"

#include <libxml/xmlreader.h>

#include "body.h"
#include "digest/http.h"
#include "digest/json.h"
#include "digest/limits.h"
#include "html_plain.h"
#include "xml_quiet.h"

/* Bytes and nodes that are read: entries come soon. */
#define READ_MAX  ((size_t)128 << 10)
#define NODES_MAX 4000

/* -- JSON Feed -------------------------------------------------------------------------------- */

struct json_head {
    struct json_text title, home;
};

static void read_json(struct feed_head *out, struct arena *a, str bytes, str url)
{
    static const struct json_member members[] = {
        JSON_MEMBER("title", json_read_text_field, offsetof(struct json_head, title)),
        JSON_MEMBER("home_page_url", json_read_text_field, offsetof(struct json_head, home)),
        JSON_MEMBERS_END,
    };
    struct json_head head = {.title = {.string = false}};
    struct json j = json_init(body_start(bytes));
    json_read_members(&j, members, &head);
    out->title = text_folded(a, json_decode(a, head.title, LIMIT_FIELD, NULL), LIMIT_TITLE);
    if (head.home.raw.n)
        out->home = http_resolve(a, url, json_decode(a, head.home, LIMIT_URL, NULL));
}

/* -- XML -------------------------------------------------------------------------------------- */

/* The text within the element that the reader is at, copied. */
static str text_inside(struct arena *a, xmlTextReaderPtr reader)
{
    xmlChar *text = xmlTextReaderReadString(reader);
    str copy = arena_copy(a, str_of((const char *)text));
    xmlFree(text);
    return copy;
}

static str attribute(struct arena *a, xmlTextReaderPtr reader, const char *name)
{
    xmlChar *value = xmlTextReaderGetAttribute(reader, (const xmlChar *)name);
    str copy = arena_copy(a, str_of((const char *)value));
    xmlFree(value);
    return copy;
}

/* RSS has markup in titles, Atom says so. */
static void read_title(struct feed_head *out, struct arena *a, xmlTextReaderPtr reader, bool atom)
{
    str type = attribute(a, reader, "type"), text = text_inside(a, reader);
    bool plain = atom && (type.n == 0 || str_is(type, "text") || str_is(type, "xhtml"));
    out->title = plain ? text_folded(a, text, LIMIT_TITLE) : html_plain(a, text, LIMIT_TITLE);
}

static void read_link(struct feed_head *out, struct arena *a, xmlTextReaderPtr reader, str url)
{
    str href = attribute(a, reader, "href"), rel = attribute(a, reader, "rel");
    if (href.n && rel.n && !str_is(rel, "alternate"))
        return;
    str home = href.n ? href : str_trim(text_inside(a, reader));
    if (home.n)
        out->home = http_resolve(a, url, home);
}

static bool is_entry(str name)
{
    return str_is(name, "item") || str_is(name, "entry") || str_is(name, "items");
}

/* Looks at one element: those right below the root of Atom, or below the channel of RSS. False: the
 * entries begin. */
static bool read_element(struct feed_head *out, struct arena *a, xmlTextReaderPtr reader, str url)
{
    str name = str_of((const char *)xmlTextReaderConstLocalName(reader));
    int depth = xmlTextReaderDepth(reader);
    if (is_entry(name))
        return false;
    if (depth != 1 && depth != 2)
        return true;
    if (!out->title.n && str_is(name, "title"))
        read_title(out, a, reader, depth == 1);
    else if (!out->home.n && str_is(name, "link"))
        read_link(out, a, reader, url);
    else if (str_is(name, "generator"))
        out->wordpress = out->wordpress || str_has(text_inside(a, reader), STR("wordpress.org")) ||
                         str_has(attribute(a, reader, "uri"), STR("wordpress.org"));
    return true;
}

static void read_xml(struct feed_head *out, struct arena *a, str bytes, str url)
{
    bytes = str_slice(bytes, 0, READ_MAX);
    xmlInitParser();
    struct xml_quiet before = xml_quiet_begin();
    xmlTextReaderPtr reader = xmlReaderForMemory(bytes.p, (int)bytes.n, NULL, NULL,
                                                 XML_PARSE_NONET | XML_PARSE_RECOVER |
                                                     XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    bool goes_on = reader != NULL;
    for (int nodes = 0; goes_on && nodes < NODES_MAX && xmlTextReaderRead(reader) == 1; nodes++)
        if (xmlTextReaderNodeType(reader) == XML_READER_TYPE_ELEMENT)
            goes_on = read_element(out, a, reader, url);
    xmlFreeTextReader(reader);
    xml_quiet_end(before);
}

void feed_head_read(struct feed_head *out, struct arena *a, str bytes, str url)
{
    *out = (struct feed_head){.wordpress = false};
    str start = body_start(bytes);
    if (body_begins_json(start))
        read_json(out, a, start, url);
    else if (start.n)
        read_xml(out, a, start, url);
}
