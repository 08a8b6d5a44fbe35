/*
 * SVG images. Inside <img> a browser runs nothing of them, but a reader can open one by its own
 * address, and then it is a document of the site: so it must be harmless as that, too.
 */
#include <libxml/xmlreader.h>

#include "digest/limits.h"
#include "digest/utf8.h"
#include "probe.h"

/* libxml2 ends a document that is nested deeper than 256. */
#define DEPTH_MOST 260
/* Namespaces in force at one place; drawing programs declare a dozen. */
#define NAMESPACES_MOST 200

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

/* What belongs to a page. The other namespaces that drawing programs use mean nothing to browsers. */
static bool is_foreign(str namespace)
{
    return str_is(namespace, "http://www.w3.org/1999/xhtml") ||
           str_is(namespace, "http://www.w3.org/1998/Math/MathML");
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

/* Looks at all attributes of the element the reader stands on; counts namespaces it declares. */
static bool check_attributes(xmlTextReaderPtr reader, struct image_size *size, bool root,
                             unsigned *declared)
{
    struct image_size box = {0};
    while (xmlTextReaderMoveToNextAttribute(reader) == 1) {
        str name = xml_str(xmlTextReaderConstLocalName(reader));
        str value = xml_str(xmlTextReaderConstValue(reader));
        bool declaration = xmlTextReaderIsNamespaceDecl(reader) == 1;
        *declared += declaration;
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

/* What was seen so far. */
struct look {
    bool root;       /* the outermost element */
    int style_depth; /* of the style sheet that is open; 0 outside of one, which no root is */
    unsigned declared[DEPTH_MOST]; /* namespaces in force inside the open element of each depth */
};

static bool check_element(xmlTextReaderPtr reader, struct image_size *size, struct look *look)
{
    str name = xml_str(xmlTextReaderConstLocalName(reader));
    int depth = xmlTextReaderDepth(reader);
    bool root = !look->root;
    look->root = true;
    if (depth < 0 || depth >= DEPTH_MOST || (root && !str_is(name, "svg")) || is_refused(name) ||
        is_foreign(xml_str(xmlTextReaderConstNamespaceUri(reader))))
        return false;
    /* Sheets in sheets are none, and their text would be read once for each. */
    if (look->style_depth && depth > look->style_depth)
        return false;
    look->style_depth = str_eq_nocase(name, STR("style")) ? depth : 0;
    if (look->style_depth && !check_sheet(reader))
        return false;
    look->declared[depth] = depth ? look->declared[depth - 1] : 0;
    return check_attributes(reader, size, root, &look->declared[depth]) &&
           look->declared[depth] <= NAMESPACES_MOST;
}

static bool check_node(xmlTextReaderPtr reader, struct image_size *size, struct look *look)
{
    int type = xmlTextReaderNodeType(reader);
    if (type == XML_READER_TYPE_DOCUMENT_TYPE || type == XML_READER_TYPE_ENTITY_REFERENCE ||
        type == XML_READER_TYPE_PROCESSING_INSTRUCTION)
        return false;
    return type != XML_READER_TYPE_ELEMENT || check_element(reader, size, look);
}

/* -- Before it is read ------------------------------------------------------------------------ */

/* The encoding that the XML declaration names; "" when there is none. */
static str declared_encoding(str bytes)
{
    str head = str_slice(bytes, 0, str_find(bytes, STR("?>"), 0));
    size_t at = str_find(head, STR("encoding"), 0);
    if (!str_starts(head, STR("<?xml")) || at == SIZE_MAX)
        return (str){0};
    str value = str_slice(head, at + strlen("encoding"), head.n);
    size_t open = 0;
    while (open < value.n && value.p[open] != '"' && value.p[open] != '\'')
        open++;
    value = str_slice(value, open, value.n);
    return value.n ? str_slice(value, 1, str_find_char(value, value.p[0], 1)) : value;
}

/* True when everybody reads the same there: libxml2 knows encodings that browsers do not, and what is
 * a letter in one may be a tag in the other. */
static bool is_read_alike(str bytes)
{
    str encoding = declared_encoding(bytes);
    return utf8_valid(bytes) &&
           (!encoding.n || str_eq_nocase(encoding, STR("utf-8")) ||
            str_eq_nocase(encoding, STR("us-ascii")) || str_eq_nocase(encoding, STR("iso-8859-1")));
}

/* The offset behind the tag at `at`; SIZE_MAX when it has no end or more attributes than libxml2,
 * which compares each with each, is given. */
static size_t behind_tag(str s, size_t at)
{
    char quote = 0;
    for (unsigned attributes = 0; at < s.n; at++) {
        char c = s.p[at];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '>')
            return at + 1;
        else if (c == '=' && ++attributes > LIMIT_XML_ATTRIBUTES)
            break;
    }
    return SIZE_MAX;
}

/* True when no tag has too many attributes. What is no XML is found so by libxml2. */
static bool has_small_tags(str s)
{
    static const str skipped[][2] = {
        {{"<!--", 4}, {"-->", 3}}, {{"<![CDATA[", 9}, {"]]>", 3}}, {{"<?", 2}, {"?>", 2}}};
    for (size_t at = 0; (at = str_find_char(s, '<', at)) != SIZE_MAX;) {
        str end = {0};
        for (size_t i = 0; i < sizeof skipped / sizeof *skipped; i++)
            if (str_starts(str_slice(s, at, s.n), skipped[i][0]))
                end = skipped[i][1];
        at = end.n ? str_find(s, end, at) : behind_tag(s, at);
        if (at == SIZE_MAX)
            return false;
        at += end.n;
    }
    return true;
}

/* -- The whole -------------------------------------------------------------------------------- */

static void ignore_message(void *context, const char *message, xmlParserSeverities severity,
                           xmlTextReaderLocatorPtr locator)
{
    (void)context, (void)message, (void)severity, (void)locator;
}

bool svg_probe(str bytes, struct image_size *size)
{
    *size = (struct image_size){0};
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        bytes = str_slice(bytes, 3, bytes.n);
    if (bytes.n == 0 || bytes.n > INT32_MAX || !is_read_alike(bytes) || !has_small_tags(bytes))
        return false;
    xmlTextReaderPtr reader = xmlReaderForMemory(bytes.p, (int)bytes.n, NULL, "UTF-8",
                                                 XML_PARSE_NONET | XML_PARSE_NOCDATA);
    if (!reader)
        return false;
    xmlTextReaderSetErrorHandler(reader, ignore_message, NULL);
    struct look look = {0};
    bool safe = true;
    int status;
    while (safe && (status = xmlTextReaderRead(reader)) == 1)
        safe = check_node(reader, size, &look);
    safe = safe && status == 0 && look.root;
    xmlFreeTextReader(reader);
    return safe;
}
