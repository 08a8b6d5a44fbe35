/* Addresses inside markup. */
#include "relink.h"

#include "digest/escape.h"
#include "tag.h"

/* True when the attribute whose value begins behind `before` is an address. */
static bool names_address(str before)
{
    return str_ends(before, STR(" src=")) || str_ends(before, STR(" href="));
}

static void put_own(struct buf *out, const struct relinking *r, str path)
{
    escape_html(out, r->root);
    escape_path(out, path); /* made of slugs: no character reference is in it */
}

static void put_address(struct buf *out, const struct relinking *r, str value)
{
    if (str_starts(value, STR("#"))) {
        escape_html(out, r->page);
        buf_add(out, value);
    } else if (str_starts(value, STR("media/"))) {
        put_own(out, r, value);
    } else {
        buf_add(out, value);
    }
}

/* Appends a tag, its addresses rewritten: all to `target` when that is not empty. */
static void put_tag(struct buf *out, const struct relinking *r, str tag, str target)
{
    size_t at = 0, open;
    while ((open = str_find_char(tag, '"', at)) != SIZE_MAX) {
        size_t close = str_find_char(tag, '"', open + 1);
        if (close == SIZE_MAX)
            break;
        str before = str_slice(tag, at, open), value = str_slice(tag, open + 1, close);
        buf_add(out, str_slice(tag, at, open + 1));
        if (!names_address(before))
            buf_add(out, value);
        else if (target.n)
            put_own(out, r, target);
        else
            put_address(out, r, value);
        buf_addc(out, '"');
        at = close + 1;
    }
    buf_add(out, str_slice(tag, at, tag.n));
}

void relink(struct buf *out, str markup, const struct relinking *r)
{
    bool in_link = false, in_summary = false; /* which cannot hold a link */
    for (size_t at = 0; at < markup.n;) {
        size_t open = str_find_char(markup, '<', at);
        buf_add(out, str_slice(markup, at, open));
        if (open == SIZE_MAX)
            break;
        str tag = tag_at(markup, open), target = {0};
        at = open + tag.n;
        if (str_starts(tag, STR("<a "))) {
            in_link = true;
            target = relink_target(tag, str_slice(markup, at, markup.n), r);
        } else if (str_is(tag, "</a>")) {
            in_link = false;
        } else if (str_starts(tag, STR("<summary")) || str_is(tag, "</summary>")) {
            in_summary = tag.p[1] != '/';
        }
        if (!str_starts(tag, STR("<img ")) || !relink_image(out, tag, in_link || in_summary, r))
            put_tag(out, r, tag, target);
    }
}

bool relink_needed(str markup, const struct relinking *r)
{
    bool mirrors = r->site->mirror && r->source->images == IMAGES_MIRROR;
    return r->page.n || str_has(markup, STR("=\"media/")) ||
           (mirrors && str_has(markup, STR("<img ")));
}
