/*
 * Markup leaves the site in feeds, where relative addresses lead nowhere.
 *
 * What the sanitizer writes is regular: "<" only begins a tag, and every attribute's value is in
 * double quotes and holds none. So tags can be walked from quote to quote.
 */
#include "digest/escape.h"
#include "feed_item.h"

static bool names_address(str before_value)
{
    return str_ends(before_value, STR(" src=")) || str_ends(before_value, STR(" href="));
}

static void put_value(struct buf *out, str value, str root, str page)
{
    if (str_starts(value, STR("#"))) {
        escape_html(out, page);
        buf_add(out, value);
    } else if (str_starts(value, STR("media/"))) {
        escape_html(out, root);
        escape_path(out, value); /* made of slugs: no character reference is in it */
    } else {
        buf_add(out, value);
    }
}

/* Appends the tag at the beginning of markup; returns its length. */
static size_t put_tag(struct buf *out, str markup, str root, str page)
{
    size_t at = 0;
    for (;;) {
        size_t stop = at;
        while (stop < markup.n && markup.p[stop] != '"' && markup.p[stop] != '>')
            stop++;
        bool quote = stop < markup.n && markup.p[stop] == '"';
        size_t end = quote ? str_find_char(markup, '"', stop + 1) : SIZE_MAX;
        if (end == SIZE_MAX) {
            str rest = str_slice(markup, at, stop < markup.n && !quote ? stop + 1 : markup.n);
            buf_add(out, rest);
            return at + rest.n;
        }
        buf_add(out, str_slice(markup, at, stop + 1));
        str value = str_slice(markup, stop + 1, end);
        if (names_address(str_slice(markup, at, stop)))
            put_value(out, value, root, page);
        else
            buf_add(out, value);
        at = end;
        buf_addc(out, markup.p[at++]);
    }
}

void feed_relink(struct buf *out, str markup, str root, str page)
{
    while (markup.n) {
        size_t tag = str_find_char(markup, '<', 0);
        buf_add(out, str_slice(markup, 0, tag));
        markup = str_slice(markup, tag, markup.n);
        markup = str_slice(markup, put_tag(out, markup, root, page), markup.n);
    }
}
