/*
 * Escaping: bytes that need nothing are found by a table and copied in runs; at the others the
 * character is decoded and asked about.
 */
#include "digest/escape.h"

#include <stdio.h>

#include "digest/utf8.h"

/* Room for the longest replacement: "\ud83f\udffe" and a NUL. */
struct room {
    char text[13];
};

/*
 * For each byte whether to look ('x') or to copy ('.'), in rows of 16. Looked at are the special
 * characters of the position, control characters, and the bytes that C1 controls (C2), line
 * separators (E2) and noncharacters (EF, F0 to F4) begin with.
 */
static const char html_look[256 + 1] = "xxxxxxxxx..xxxxx"
                                       "xxxxxxxxxxxxxxxx"
                                       "..x...xx........" /* " & ' */
                                       "............x.x." /* < > */
                                       "................"
                                       "................"
                                       "................"
                                       "...............x"
                                       "................"
                                       "................"
                                       "................"
                                       "................"
                                       "..x............."
                                       "................"
                                       "...............x"
                                       "xxxxx...........";

static const char json_look[256 + 1] = "xxxxxxxxxxxxxxxx"
                                       "xxxxxxxxxxxxxxxx"
                                       "..x...x........." /* " & */
                                       "............x.x." /* < > */
                                       "................"
                                       "............x..." /* \ */
                                       "................"
                                       "...............x"
                                       "................"
                                       "................"
                                       "................"
                                       "................"
                                       "..x............."
                                       "................"
                                       "..x............x"
                                       "xxxxx...........";

/* What HTML forbids in a document, besides NUL to US, which the callers know: DEL and C1 controls,
 * and noncharacters. */
static bool is_forbidden(uint32_t c)
{
    return (c >= 0x7F && c <= 0x9F) || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

/* Gives what stands for a character, perhaps made in room; a null str when it stands for itself. */
typedef str replace_fn(uint32_t c, struct room *room);

static str html_replace(uint32_t c, struct room *room)
{
    (void)room;
    switch (c) {
    case '&': return STR("&amp;");
    case '<': return STR("&lt;");
    case '>': return STR("&gt;");
    case '"': return STR("&quot;");
    case '\'': return STR("&#39;");
    default: return c < 0x20 || is_forbidden(c) ? STR("\xEF\xBF\xBD") : (str){0};
    }
}

static str json_replace(uint32_t c, struct room *room)
{
    switch (c) {
    case '"': return STR("\\\"");
    case '\\': return STR("\\\\");
    case '\n': return STR("\\n");
    case '\r': return STR("\\r");
    case '\t': return STR("\\t");
    default: break;
    }
    bool markup = c == '<' || c == '>' || c == '&';
    if (!markup && c >= 0x20 && c != 0x2028 && c != 0x2029 && !is_forbidden(c))
        return (str){0};
    const size_t size = sizeof room->text;
    int n = c < 0x10000 ? snprintf(room->text, size, "\\u%04x", (unsigned)c)
                        : snprintf(room->text, size, "\\u%04x\\u%04x",
                                   0xD800 + (unsigned)((c - 0x10000) >> 10),
                                   0xDC00 + (unsigned)((c - 0x10000) & 0x3FF));
    return (str){room->text, (size_t)n};
}

static void escape(struct buf *out, str text, const char *look, replace_fn *replace)
{
    struct room room;
    size_t copied = 0;
    for (size_t at = 0; at < text.n;) {
        if (look[(unsigned char)text.p[at]] == '.') {
            at++;
            continue;
        }
        size_t next = at;
        str replacement = replace(utf8_next(text, &next), &room);
        if (replacement.p) {
            buf_add(out, str_slice(text, copied, at));
            buf_add(out, replacement);
            copied = next;
        }
        at = next;
    }
    buf_add(out, str_slice(text, copied, text.n));
}

void escape_html(struct buf *out, str text)
{
    escape(out, text, html_look, html_replace);
}

void escape_json(struct buf *out, str text)
{
    escape(out, text, json_look, json_replace);
}

/* RFC 3986, section 2.3, and the slash between segments. */
static bool is_path_byte(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~' || c == '/';
}

void escape_path(struct buf *out, str path)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t copied = 0;
    for (size_t at = 0; at < path.n; at++) {
        unsigned char c = (unsigned char)path.p[at];
        if (is_path_byte(c))
            continue;
        buf_add(out, str_slice(path, copied, at));
        buf_add(out, (str){(char[]){'%', digits[c >> 4], digits[c & 15]}, 3});
        copied = at + 1;
    }
    buf_add(out, str_slice(path, copied, path.n));
}

html escape_to_html(struct arena *a, str text)
{
    struct buf escaped = buf_init(SIZE_MAX / 2);
    escape_html(&escaped, text);
    html markup = {arena_copy(a, buf_str(&escaped))};
    buf_release(&escaped);
    return markup;
}

html escape_json_block(str json)
{
    return (html){json};
}
