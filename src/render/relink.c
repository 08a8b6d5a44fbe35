/*
 * Addresses inside markup.
 *
 * What the sanitizer writes is regular: "<" only begins a tag, and every attribute's value is in
 * double quotes and holds none. So tags can be walked from quote to quote.
 */
#include "relink.h"

#include "digest/escape.h"

/* Where addresses are to lead. */
struct relinking {
    struct buf *out;
    str root, page;
};

/* True when the attribute whose value begins behind `before` is an address. */
static bool names_address(str before)
{
    return str_ends(before, STR(" src=")) || str_ends(before, STR(" href="));
}

static void put_address(const struct relinking *r, str value)
{
    if (str_starts(value, STR("#"))) {
        escape_html(r->out, r->page);
        buf_add(r->out, value);
    } else if (str_starts(value, STR("media/"))) {
        escape_html(r->out, r->root);
        escape_path(r->out, value); /* made of slugs: no character reference is in it */
    } else {
        buf_add(r->out, value);
    }
}

/* The offset of the next double quote or ">" at or after `at`, or the end. */
static size_t find_stop(str markup, size_t at)
{
    while (at < markup.n && markup.p[at] != '"' && markup.p[at] != '>')
        at++;
    return at;
}

/* Appends the tag that begins at `at`; returns the offset behind it. */
static size_t put_tag(const struct relinking *r, str markup, size_t at)
{
    for (;;) {
        size_t stop = find_stop(markup, at);
        bool quote = stop < markup.n && markup.p[stop] == '"';
        size_t end = quote ? str_find_char(markup, '"', stop + 1) : SIZE_MAX;
        if (end == SIZE_MAX) {
            size_t to = quote || stop == markup.n ? markup.n : stop + 1;
            buf_add(r->out, str_slice(markup, at, to));
            return to;
        }
        buf_add(r->out, str_slice(markup, at, stop + 1));
        str value = str_slice(markup, stop + 1, end);
        if (names_address(str_slice(markup, at, stop)))
            put_address(r, value);
        else
            buf_add(r->out, value);
        buf_addc(r->out, '"');
        at = end + 1;
    }
}

void relink(struct buf *out, str markup, str root, str page)
{
    const struct relinking r = {out, root, page};
    for (size_t at = 0; at < markup.n;) {
        size_t tag = str_find_char(markup, '<', at);
        buf_add(out, str_slice(markup, at, tag));
        at = tag == SIZE_MAX ? markup.n : put_tag(&r, markup, tag);
    }
}
