/* Telling feeds, pages, JSON, texts and binary files apart by how they begin. */
#include "body.h"

#include "digest/buf.h"
#include "digest/json.h"
#include "digest/utf8.h"

/* Bytes looked at. What stands before the first element of a feed is rarely longer than a licence in
 * a comment. */
#define LOOKED_AT ((size_t)16 << 10)

str body_start(str bytes)
{
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        bytes = str_slice(bytes, 3, bytes.n);
    return str_trim(bytes);
}

bool body_begins_json(str bytes)
{
    str s = body_start(bytes);
    if (s.n == 0 || (s.p[0] != '{' && s.p[0] != '['))
        return false;
    str inner = str_trim(str_slice(s, 1, s.n));
    if (inner.n == 0)
        return true;
    return s.p[0] == '{' ? inner.p[0] == '"' || inner.p[0] == '}'
                         : strchr("{[]\"-0123456789tfn", inner.p[0]) && inner.p[0];
}

/* -- JSON Feed -------------------------------------------------------------------------------- */

struct json_feed {
    struct json_text version;
    bool items;
};

static void read_items(struct json *j, void *field)
{
    bool *items = field;
    *items = json_peek(j) == JSON_KIND_ARRAY;
    json_skip(j);
}

bool body_is_json_feed(str bytes)
{
    static const struct json_member members[] = {
        JSON_MEMBER("version", json_read_text_field, offsetof(struct json_feed, version)),
        JSON_MEMBER("items", read_items, offsetof(struct json_feed, items)),
        JSON_MEMBERS_END,
    };
    struct json_feed feed = {.items = false};
    struct json j = json_init(body_start(bytes));
    if (!json_read_members(&j, members, &feed))
        return false;
    /* "https://jsonfeed.org/version/1", its slashes perhaps escaped. */
    return feed.items && feed.version.string && str_has(feed.version.raw, STR("jsonfeed.org"));
}

/* -- Markup ----------------------------------------------------------------------------------- */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The bytes of the declaration, comment or document type at the start of s, 0 when it has no end. */
static size_t declaration_length(str s)
{
    str end = STR(">");
    size_t from = 2;
    if (str_starts(s, STR("<!--"))) {
        end = STR("-->");
    } else if (str_starts(s, STR("<?"))) {
        end = STR("?>");
    } else {
        size_t subset = str_find_char(s, '[', 0), close = str_find_char(s, '>', 0);
        if (subset < close && (from = str_find_char(s, ']', subset)) == SIZE_MAX)
            return 0;
    }
    size_t at = str_find(s, end, from);
    return at == SIZE_MAX ? 0 : at + end.n;
}

/* The name of the first element of s ("rss", "rdf:RDF"), "" when it begins otherwise. A document type
 * of HTML counts as that element. *xml is set when an XML declaration came before. */
static str first_element(str s, bool *xml)
{
    while (s.n > 1 && s.p[0] == '<' && (s.p[1] == '?' || s.p[1] == '!')) {
        *xml = *xml || str_starts(s, STR("<?xml"));
        if (str_eq_nocase(str_slice(s, 0, 14), STR("<!doctype html")))
            return STR("html");
        size_t n = declaration_length(s);
        if (n == 0)
            return (str){0};
        s = str_trim(str_slice(s, n, s.n));
    }
    size_t n = 1;
    if (s.n < 2 || s.p[0] != '<' || !is_letter(s.p[1]))
        return (str){0};
    while (n < s.n && !strchr(" \t\r\n\f/>", s.p[n]) && s.p[n])
        n++;
    return str_slice(s, 1, n);
}

static bool is_feed_element(str name)
{
    size_t colon = str_find_char(name, ':', 0);
    str local = colon == SIZE_MAX ? name : str_slice(name, colon + 1, name.n);
    return str_eq_nocase(local, STR("rss")) || str_eq_nocase(local, STR("feed")) ||
           str_eq_nocase(local, STR("rdf")) || str_eq_nocase(local, STR("channel"));
}

static bool is_page_element(str name)
{
    static const char *const names[] = {"html", "head", "body",   "title",
                                        "meta", "link", "script", NULL};
    for (size_t i = 0; names[i]; i++)
        if (str_eq_nocase(name, str_of(names[i])))
            return true;
    return false;
}

/* True when a feed begins behind something else, such as messages of PHP. */
static bool feed_comes_later(str s)
{
    size_t rss = str_find(s, STR("<rss "), 0), feed = str_find(s, STR("<feed "), 0);
    return rss != SIZE_MAX || feed != SIZE_MAX || str_has(s, STR("<rdf:RDF "));
}

static enum body_kind kind_of_markup(str s)
{
    bool xml = false;
    str name = first_element(s, &xml);
    if (is_feed_element(name))
        return BODY_FEED;
    if (is_page_element(name))
        return BODY_HTML;
    if (feed_comes_later(s))
        return BODY_FEED;
    return xml ? BODY_XML : BODY_MARKUP;
}

/* -- Everything ------------------------------------------------------------------------------- */

/* True for bytes that no text has: NUL, or too many control characters. */
static bool is_binary(str s)
{
    size_t controls = 0;
    s = str_slice(s, 0, 2048);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == 0)
            return true;
        controls += c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1B;
    }
    return controls > s.n / 50 || str_starts(s, STR("%PDF-"));
}

static bool begins_tag(char c)
{
    return is_letter(c) || c == '!' || c == '?' || c == '/';
}

/* What the beginning of a document is, which is valid UTF-8 or at least of one byte per character of
 * ASCII. */
static enum body_kind kind_of_start(str bytes, str whole)
{
    str s = body_start(bytes);
    if (s.n == 0)
        return BODY_EMPTY;
    if (body_begins_json(s))
        return body_is_json_feed(whole) ? BODY_FEED : BODY_JSON;
    if (s.p[0] == '<' && s.n > 1 && begins_tag(s.p[1]))
        return kind_of_markup(s);
    if (is_binary(s))
        return BODY_BINARY;
    return feed_comes_later(str_slice(s, 0, 4096)) ? BODY_FEED : BODY_TEXT;
}

enum body_kind body_kind(str bytes)
{
    str head = str_slice(bytes, 0, LOOKED_AT);
    if (str_starts(head, STR("\x1F\x8B")))
        return BODY_PACKED;
    enum encoding encoding = utf8_detect(head);
    if (encoding != ENCODING_UTF16LE && encoding != ENCODING_UTF16BE)
        return kind_of_start(head, bytes);
    struct buf text = buf_init(4 * LOOKED_AT);
    utf8_from(&text, head, encoding);
    enum body_kind kind = kind_of_start(buf_str(&text), (str){0});
    buf_release(&text);
    return kind;
}

const char *body_kind_name(enum body_kind kind)
{
    switch (kind) {
    case BODY_EMPTY: return "nothing";
    case BODY_JSON: return "JSON";
    case BODY_FEED: return "a feed";
    case BODY_XML: return "an XML document";
    case BODY_HTML: return "an HTML page";
    case BODY_MARKUP: return "a piece of HTML";
    case BODY_PACKED: return "a file packed with gzip";
    case BODY_BINARY: return "a binary file";
    case BODY_TEXT: break;
    }
    return "plain text";
}
