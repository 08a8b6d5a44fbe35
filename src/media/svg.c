/*
 * SVG images. Inside <img> a browser runs nothing of them, but a reader can open one by its own
 * address, and then it is a document of the site: so it must be harmless as that, too.
 */
#include <libxml/xmlreader.h>

#include "probe.h"

/* Elements that do something, or hold something else than a picture. */
static const char *const refused_elements[] = {
    "script", "foreignObject", "iframe", "embed", "object", "handler", "listener",
    "audio",  "video",         "canvas", "set",   "a",      "link",    NULL,
};

static bool is_refused(str name)
{
    for (const char *const *element = refused_elements; *element; element++)
        if (str_eq_nocase(name, str_of(*element)))
            return true;
    return false;
}

/* The offset behind the next `word`, written in any case, at or after `at`; SIZE_MAX without one. */
static size_t behind(str s, str word, size_t at)
{
    for (; at + word.n <= s.n; at++)
        if (str_eq_nocase(str_slice(s, at, at + word.n), word))
            return at + word.n;
    return SIZE_MAX;
}

/* True when every url(…) in a style points into the document, and nothing else names an address
 * (CSS Images 4: image-set() and src() take one as a string). */
static bool style_is_local(str style)
{
    static const char *const refused[] = {"@import", "image-set(", "src(", "\\", NULL};
    for (const char *const *word = refused; *word; word++)
        if (behind(style, str_of(*word), 0) != SIZE_MAX)
            return false;
    for (size_t at = 0; (at = behind(style, STR("url("), at)) != SIZE_MAX;) {
        str inside = str_trim(str_slice(style, at, style.n));
        if (inside.n && (inside.p[0] == '"' || inside.p[0] == '\''))
            inside = str_slice(inside, 1, inside.n);
        if (!str_starts(inside, STR("#")))
            return false;
    }
    return true;
}

static bool reference_is_local(str value)
{
    str trimmed = str_trim(value);
    return str_starts(trimmed, STR("#")) || str_starts(trimmed, STR("data:image/png;base64,")) ||
           str_starts(trimmed, STR("data:image/jpeg;base64,"));
}

static bool attribute_is_safe(str name, str value)
{
    if (name.n > 2 && str_eq_nocase(str_slice(name, 0, 2), STR("on")))
        return false;
    if (str_eq_nocase(name, STR("href")) || str_eq_nocase(name, STR("src")))
        return reference_is_local(value);
    /* What an animation sets would get past the rule above. */
    if (str_eq_nocase(name, STR("attributeName")))
        return behind(value, STR("href"), 0) == SIZE_MAX;
    return style_is_local(value);
}

static str xml_str(const xmlChar *z)
{
    return str_of((const char *)z);
}

/* "640", "640px", "640.5": the whole part; anything with another unit is unknown. */
static uint32_t length_of(str s)
{
    uint64_t number = 0;
    size_t digits = 0;
    while (digits < s.n && s.p[digits] >= '0' && s.p[digits] <= '9')
        digits++;
    str rest = str_slice(s, digits, s.n);
    bool pixels = rest.n == 0 || str_is(rest, "px") || str_starts(rest, STR("."));
    return pixels && str_to_uint(str_slice(s, 0, digits), 100000, &number) ? (uint32_t)number : 0;
}

/* The third and fourth number of viewBox. */
static struct image_size view_box(str value)
{
    struct image_size size = {0};
    unsigned nth = 0;
    for (str part; str_next_part(&value, ' ', &part);) {
        if (!part.n)
            continue;
        nth++;
        if (nth == 3)
            size.width = length_of(part);
        if (nth == 4)
            size.height = length_of(part);
    }
    return size;
}

/* Looks at all attributes of the element the reader stands on. */
static bool check_attributes(xmlTextReaderPtr reader, struct image_size *size, bool root)
{
    struct image_size box = {0};
    while (xmlTextReaderMoveToNextAttribute(reader) == 1) {
        str name = xml_str(xmlTextReaderConstLocalName(reader));
        str value = xml_str(xmlTextReaderConstValue(reader));
        bool declaration = xmlTextReaderIsNamespaceDecl(reader) == 1;
        if (!declaration && !attribute_is_safe(name, value))
            return false;
        if (root && str_is(name, "width"))
            size->width = length_of(value);
        if (root && str_is(name, "height"))
            size->height = length_of(value);
        if (root && str_is(name, "viewBox"))
            box = view_box(value);
    }
    if (root && (!size->width || !size->height))
        *size = box;
    return true;
}

/* A style sheet is the text of all its pieces, comments and sections between them left out. */
static bool check_sheet(xmlTextReaderPtr reader)
{
    xmlChar *sheet = xmlTextReaderReadString(reader);
    bool safe = !sheet || style_is_local(xml_str(sheet));
    xmlFree(sheet);
    return safe;
}

static bool check_node(xmlTextReaderPtr reader, struct image_size *size, bool *seen_root)
{
    int type = xmlTextReaderNodeType(reader);
    if (type == XML_READER_TYPE_DOCUMENT_TYPE || type == XML_READER_TYPE_ENTITY_REFERENCE ||
        type == XML_READER_TYPE_PROCESSING_INSTRUCTION)
        return false;
    if (type != XML_READER_TYPE_ELEMENT)
        return true;
    str name = xml_str(xmlTextReaderConstLocalName(reader));
    bool root = !*seen_root;
    *seen_root = true;
    if ((root && !str_is(name, "svg")) || is_refused(name))
        return false;
    if (str_eq_nocase(name, STR("style")) && !check_sheet(reader))
        return false;
    return check_attributes(reader, size, root);
}

static void ignore_message(void *context, const char *message, xmlParserSeverities severity,
                           xmlTextReaderLocatorPtr locator)
{
    (void)context, (void)message, (void)severity, (void)locator;
}

bool svg_probe(str bytes, struct image_size *size)
{
    *size = (struct image_size){0};
    if (bytes.n == 0 || bytes.n > INT32_MAX)
        return false;
    xmlTextReaderPtr reader =
        xmlReaderForMemory(bytes.p, (int)bytes.n, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOCDATA);
    if (!reader)
        return false;
    xmlTextReaderSetErrorHandler(reader, ignore_message, NULL);
    bool safe = true, seen_root = false;
    int status;
    while (safe && (status = xmlTextReaderRead(reader)) == 1)
        safe = check_node(reader, size, &seen_root);
    safe = safe && status == 0 && seen_root;
    xmlFreeTextReader(reader);
    return safe;
}
