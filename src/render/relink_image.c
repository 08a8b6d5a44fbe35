/* Images in markup of which the site has copies, and those that are gone. */
#include "copies.h"
#include "digest/escape.h"
#include "page.h"
#include "relink.h"
#include "tag.h"

/* The width of the theme's text column in pixels, and what `sizes` says of images as wide: below,
 * they are as wide as the screen. */
#define COLUMN       672
#define COLUMN_SIZES "(max-width: 44rem) 100vw, 42rem"

static void put_attribute(struct buf *out, const char *name, str value)
{
    if (!value.n)
        return;
    buf_addz(out, name);
    buf_addc(out, '"');
    buf_add(out, value);
    buf_addc(out, '"');
}

/* What stands for an image that is gone: its description, and the way to where it was. Text, so that
 * it may stand wherever an image may, and be read aloud. */
static void put_placeholder(struct buf *out, str tag, bool linkless, str words)
{
    str alt = tag_value(tag, " alt=");
    buf_addz(out, "<span class=\"gone\"");
    put_attribute(out, " id=", tag_value(tag, " id="));
    buf_addc(out, '>');
    buf_add(out, alt);
    buf_addz(out, alt.n ? " " : "");
    if (linkless) {
        buf_addz(out, "<span>");
    } else {
        put_attribute(out, "<a href=", tag_value(tag, " src="));
        buf_addc(out, '>');
    }
    escape_html(out, words);
    buf_addz(out, linkless ? "</span></span>" : "</a></span>");
}

/* The width that the image is shown in, at most that of its largest copy: the source's, if it says
 * one. */
static uint32_t shown_width(str tag, const struct mirrored_file *largest)
{
    uint64_t width;
    bool said = str_to_uint(tag_value(tag, " width="), largest->width, &width) && width > 0;
    return said ? (uint32_t)width : largest->width;
}

static void put_size(struct buf *out, str tag, const struct mirrored_file *largest)
{
    if (!largest->width || !largest->height) {
        put_attribute(out, " width=", tag_value(tag, " width="));
        put_attribute(out, " height=", tag_value(tag, " height="));
        return;
    }
    uint64_t width = shown_width(tag, largest);
    uint64_t height = (width * largest->height + largest->width / 2) / largest->width;
    buf_addf(out, " width=\"%u\" height=\"%u\"", (unsigned)width, (unsigned)(height ? height : 1));
}

static void put_srcset(struct buf *out, str tag, const struct mirrored *copies,
                       const struct relinking *r)
{
    str srcset = copies_srcset(r->a, copies, r->root);
    unsigned width = shown_width(tag, copies_largest(copies));
    if (!srcset.n)
        return;
    buf_addz(out, " srcset=\"");
    escape_html(out, srcset);
    if (width < COLUMN)
        buf_addf(out, "\" sizes=\"(max-width: %upx) 100vw, %upx\"", width, width);
    else
        buf_addz(out, "\" sizes=\"" COLUMN_SIZES "\"");
}

static void put_image(struct buf *out, str tag, const struct mirrored *copies,
                      const struct relinking *r)
{
    const struct mirrored_file *largest = copies_largest(copies);
    buf_addz(out, "<img src=\"");
    escape_html(out, r->root);
    escape_path(out, largest->site_path);
    buf_addz(out, "\" alt=\"");
    buf_add(out, tag_value(tag, " alt="));
    buf_addc(out, '"');
    put_srcset(out, tag, copies, r);
    put_size(out, tag, largest);
    put_attribute(out, " id=", tag_value(tag, " id="));
    put_attribute(out, " loading=", tag_value(tag, " loading="));
    put_attribute(out, " decoding=", tag_value(tag, " decoding="));
    buf_addc(out, '>');
}

/* The copies of the image that the tag shows, or null. */
static const struct mirrored *copies_of_tag(str tag, const struct relinking *r)
{
    if (!r->site->mirror || r->source->images != IMAGES_MIRROR)
        return NULL;
    return copies_of(r->site, r->source, tag_text(r->a, tag_value(tag, " src=")));
}

bool relink_image(struct buf *out, str tag, bool linkless, const struct relinking *r)
{
    const struct mirrored *copies = copies_of_tag(tag, r);
    if (!copies || (!copies->count && !r->gone.n))
        return false;
    if (copies->count)
        put_image(out, tag, copies, r);
    else
        put_placeholder(out, tag, linkless, r->gone);
    return true;
}

/* True when an address is that of a picture, and not of a page about it. */
static bool names_picture(str url)
{
    static const char *const endings[] = {".jpg",  ".jpeg", ".png", ".gif",
                                          ".webp", ".avif", ".svg", NULL};
    str path = str_slice(url, 0, str_find_char(url, '#', 0));
    path = str_slice(path, 0, str_find_char(path, '?', 0));
    for (const char *const *ending = endings; *ending; ending++)
        if (str_ends_nocase(path, str_of(*ending)))
            return true;
    return false;
}

str relink_target(str link, str following, const struct relinking *r)
{
    following = str_trim(following);
    if (!str_starts(following, STR("<img ")))
        return (str){0};
    str image = tag_at(following, 0);
    const struct mirrored *copies = copies_of_tag(image, r);
    str href = tag_text(r->a, tag_value(link, " href="));
    str src = tag_text(r->a, tag_value(image, " src="));
    if (!copies || !copies->count || !href.n)
        return (str){0};
    bool same = str_eq(href, src) || (names_picture(href) && image_same_file(href, src));
    return same ? copies_largest(copies)->site_path : (str){0};
}
