/* Text out of short pieces of markup, by libxml2. */
#include "html_plain.h"

#include "digest/buf.h"
#include "digest/utf8.h"
#include "html_sax.h"

/* Bytes of markup that are read; titles, names and messages have hundreds. */
#define READ_MAX ((size_t)16 << 10)

static bool parts_words(const char *name)
{
    static const char *const names[] = {"p",  "br", "div", "h1", "h2", "h3", "h4",
                                        "li", "td", "tr",  "hr", "ul", "ol", NULL};
    for (size_t i = 0; names[i]; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static void on_start(void *state, const xmlChar *name, const xmlChar **pairs)
{
    struct buf *out = state;
    (void)pairs;
    if (parts_words((const char *)name))
        buf_addc(out, ' ');
}

static void on_end(void *state, const xmlChar *name)
{
    on_start(state, name, NULL);
}

static void on_text(void *state, const xmlChar *text, int n)
{
    buf_add(state, (str){(const char *)text, (size_t)n});
}

/* Scripts and styles. */
static void on_raw(void *state, const xmlChar *text, int n)
{
    (void)state;
    (void)text;
    (void)n;
}

str html_plain(struct arena *a, str markup, size_t max)
{
    htmlSAXHandler handler = {.startElement = on_start,
                              .endElement = on_end,
                              .characters = on_text,
                              .ignorableWhitespace = on_text,
                              .cdataBlock = on_raw};
    struct buf text = buf_init(4 * READ_MAX), rooted = buf_init(2 * READ_MAX);
    /* In an element that stays open libxml2 adds no paragraphs around text. */
    buf_addz(&rooted, "<div>");
    buf_add(&rooted, str_slice(markup, 0, READ_MAX));
    html_sax_read(buf_str(&rooted), STR("utf-8"), &handler, &text);
    str plain = text_folded(a, buf_str(&text), max);
    buf_release(&text);
    buf_release(&rooted);
    return plain;
}

static bool is_white(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x2028 ||
           c == 0x2029;
}

/* Controls, byte order marks, and marks that turn the direction of writing. */
static bool is_unwanted(uint32_t c)
{
    return c < ' ' || (c >= 0x7F && c < 0xA0) || c == 0xFEFF || c == 0x200B ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

str text_folded(struct arena *a, str text, size_t max)
{
    struct buf out = buf_init(3 * text.n + 1);
    bool space = false;
    for (size_t at = 0; at < text.n && out.n <= max;) {
        uint32_t c = utf8_next(text, &at);
        if (is_white(c)) {
            space = out.n > 0;
        } else if (!is_unwanted(c)) {
            if (space)
                buf_addc(&out, ' ');
            space = false;
            buf_add_codepoint(&out, c);
        }
    }
    str folded = arena_copy(a, utf8_cut(buf_str(&out), max));
    buf_release(&out);
    return str_trim(folded);
}

str text_first(str text, size_t max)
{
    size_t at = 0;
    while (at < text.n && max-- > 0)
        utf8_next(text, &at);
    return str_slice(text, 0, at);
}
