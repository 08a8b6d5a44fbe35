/*
 * Escaping: bytes that need nothing are found by a table and copied in runs; at the others the
 * character is decoded and asked about.
 */
#include "digest/escape.h"

#include "digest/utf8.h"

/* Room for the longest replacement: "\ud83f\udffe". */
struct room {
    char text[12];
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

/* Writes a UTF-16 unit as "\u003c"; returns its length. */
static size_t put_unit(char *to, uint32_t unit)
{
    static const char digits[] = "0123456789abcdef";
    *to++ = '\\';
    *to++ = 'u';
    for (int shift = 12; shift >= 0; shift -= 4)
        *to++ = digits[unit >> shift & 15];
    return 6;
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
    if (c < 0x10000)
        return (str){room->text, put_unit(room->text, c)};
    size_t high = put_unit(room->text, 0xD800 + ((c - 0x10000) >> 10));
    size_t low = put_unit(room->text + high, 0xDC00 + ((c - 0x10000) & 0x3FF));
    return (str){room->text, high + low};
}

/* Pieces on their way to the buffer: most are so short that each would cost more than its bytes. */
struct stage {
    struct buf *out;
    size_t n;
    char bytes[1024];
};

static void stage_flush(struct stage *s)
{
    buf_add(s->out, (str){s->bytes, s->n});
    s->n = 0;
}

static inline void stage_add(struct stage *s, const char *p, size_t n)
{
    if (n > sizeof s->bytes - s->n) {
        stage_flush(s);
        if (n > sizeof s->bytes) {
            buf_add(s->out, (str){p, n});
            return;
        }
    }
    memcpy(s->bytes + s->n, p, n);
    s->n += n;
}

static void escape(struct buf *out, str text, const char *look, replace_fn *replace)
{
    struct stage stage; /* not zeroed: that would be most of the work for a short text */
    stage.out = out;
    stage.n = 0;
    struct room room;
    size_t copied = 0;
    for (size_t at = 0; at < text.n;) {
        size_t from = at;
        uint32_t c = (unsigned char)text.p[at++];
        if (look[c] == '.')
            continue;
        if (c >= 0x80) {
            at = from;
            c = utf8_next(text, &at);
        }
        str with = replace(c, &room);
        if (!with.p)
            continue;
        stage_add(&stage, text.p + copied, from - copied);
        stage_add(&stage, with.p, with.n);
        copied = at;
    }
    if (stage.n)
        stage_flush(&stage);
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
