/* Elements inside the text of a feed, written as HTML again; what is harmful in it is left to the
 * sanitizer. */
#include "feed_markup.h"

#include "digest/sanitize.h"
#include "feed.h"

/* True when word is one of the space-separated words. */
static bool is_among(str word, const char *words)
{
    for (str all = str_of(words), one; str_next_part(&all, ' ', &one);)
        if (str_eq(one, word))
            return true;
    return false;
}

void markup_add_text(struct buf *out, str text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.n; i++) {
        const char *escaped = text.p[i] == '<'   ? "&lt;"
                              : text.p[i] == '>' ? "&gt;"
                              : text.p[i] == '&' ? "&amp;"
                              : text.p[i] == '"' ? "&quot;"
                                                 : NULL;
        if (!escaped)
            continue;
        buf_add(out, str_slice(text, from, i));
        buf_addz(out, escaped);
        from = i + 1;
    }
    buf_add(out, str_slice(text, from, text.n));
}

static str without_prefix(str name)
{
    size_t colon = str_find_char(name, ':', 0);
    return colon == SIZE_MAX ? name : str_slice(name, colon + 1, name.n);
}

void markup_open(struct buf *out, struct arena *a, const struct tag *tag, str base)
{
    str element = without_prefix(tag->name);
    if (!feed_is_html_name(element))
        return;
    buf_addc(out, '<');
    buf_add(out, element);
    for (size_t i = 0; i < tag->count; i++) {
        str name = tag->attributes[i].name, value = tag->attributes[i].value;
        if (str_starts(name, STR("xml")))
            continue;
        if (base.n && is_among(name, "href src poster cite")) {
            str absolute = url_resolve(a, base, value, true);
            value = absolute.n ? absolute : value;
        }
        buf_addc(out, ' ');
        buf_add(out, name);
        buf_addz(out, "=\"");
        markup_add_text(out, value);
        buf_addc(out, '"');
    }
    buf_addc(out, '>');
}

void markup_close(struct buf *out, str name)
{
    name = without_prefix(name);
    if (!feed_is_html_name(name) ||
        is_among(name, "area base br col embed hr img input link meta param source track wbr"))
        return;
    buf_addz(out, "</");
    buf_add(out, name);
    buf_addc(out, '>');
}
