/*
 * Images as WordPress, its plugins and feeds write them: lazy-loading placeholders, srcset, emoji
 * pictures, counting pixels.
 */
#include "digest/limits.h"
#include "sanitize_tree.h"
#include "selector.h"

/* Candidates kept of a srcset; WordPress writes at most about ten. */
#define CANDIDATES_MAX 24

/* -- Where the image is ------------------------------------------------------------------------- */

/* True for what stands in src until a script puts the real URL there. */
static bool is_placeholder(str url)
{
    static const char *const names[] = {"blank.gif",
                                        "1x1.gif",
                                        "1x1.png",
                                        "pixel.gif",
                                        "spacer.gif",
                                        "trans.gif",
                                        "transparent.png",
                                        "grey.gif",
                                        "lazy_placeholder.gif",
                                        "1x1.trans.gif",
                                        0};
    if (url.n == 0 || str_eq_nocase(str_slice(url, 0, 5), STR("data:")) ||
        str_eq_nocase(str_slice(url, 0, 6), STR("about:")) || str_eq(url, STR("#")))
        return true;
    str path = str_slice(url, 0, str_find_char(url, '?', 0));
    for (size_t i = 0; names[i]; i++)
        if (str_ends_nocase(path, str_of(names[i])))
            return true;
    return false;
}

/* Addresses of counters. */
static bool is_counter(str url)
{
    static const char *const starts[] = {"pixel.wp.com/",
                                         "stats.wordpress.com/",
                                         "feeds.feedburner.com/~r/",
                                         "feeds.wordpress.com/1.0/",
                                         "www.facebook.com/tr?",
                                         "www.google-analytics.com/",
                                         "analytics.",
                                         "b.scorecardresearch.com/",
                                         "sb.scorecardresearch.com/",
                                         "px.ads.linkedin.com/",
                                         "ad.doubleclick.net/ddm/trackimp",
                                         "counter.theconversation.com/",
                                         "blogger.googleusercontent.com/tracker/",
                                         "feedads.g.doubleclick.net/",
                                         0};
    size_t colon = str_find(url, STR("://"), 0);
    str rest = colon == SIZE_MAX ? url : str_slice(url, colon + 3, url.n);
    for (size_t i = 0; starts[i]; i++)
        if (str_starts(rest, str_of(starts[i])))
            return true;
    return str_has(rest, STR(".vgwort.de/na/")) || str_has(rest, STR("/~4/"));
}

/* An image's address, and its size where the site has a copy of its own. */
struct place {
    str url;
    uint32_t width, height;
    bool own;
};

/* Finds out what an address, as it is written, leads to. False when it is none. */
static bool find_place(struct cleaner *c, str value, struct place *out)
{
    struct image found = {0};
    *out = (struct place){0};
    if (is_placeholder(value))
        return false;
    if (c->options->own_image && c->options->own_image(c->options->context, value, &found)) {
        *out = (struct place){found.url, found.width, found.height, true};
        return found.url.n > 0;
    }
    out->url = url_resolve(c->scratch, c->options->base, value, false);
    return out->url.n > 0;
}

static struct place image_place(struct cleaner *c, const struct tag *tag)
{
    static const char *const names[] = {"src",
                                        "data-src",
                                        "data-lazy-src",
                                        "data-original",
                                        "data-litespeed-src",
                                        "data-orig-file",
                                        "data-echo",
                                        "data-lazyload",
                                        "data-cfsrc",
                                        0};
    struct place place = {0};
    for (size_t i = 0; names[i]; i++)
        if (find_place(c, str_trim(tag_attribute(tag, names[i])), &place))
            break;
    return place;
}

/* -- srcset (HTML Standard 4.8.4.3.10) ---------------------------------------------------------- */

struct candidate {
    str url;
    str descriptor; /* "300w", "2x"; "" is 1x */
};

static bool is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

/* Takes the next candidate off *s. False at the end. */
static bool next_candidate(str *s, struct candidate *out)
{
    size_t i = 0;
    while (i < s->n && (is_white(s->p[i]) || s->p[i] == ','))
        i++;
    size_t from = i;
    while (i < s->n && !is_white(s->p[i]))
        i++;
    out->url = str_slice(*s, from, i);
    out->descriptor = (str){0};
    if (out->url.n == 0)
        return false;
    bool comma = out->url.p[out->url.n - 1] == ',';
    while (out->url.n > 0 && out->url.p[out->url.n - 1] == ',')
        out->url.n--;
    if (!comma) {
        from = i;
        while (i < s->n && s->p[i] != ',')
            i++;
        out->descriptor = str_trim(str_slice(*s, from, i));
    }
    *s = str_slice(*s, i, s->n);
    return true;
}

/* The number of a descriptor of that kind ('w' or 'x') times 1000, 0 when it is none. */
static uint64_t descriptor_value(str d, char kind)
{
    if (d.n == 0)
        return kind == 'x' ? 1000 : 0;
    if (d.p[d.n - 1] != kind)
        return 0;
    str number = str_slice(d, 0, d.n - 1);
    size_t dot = kind == 'x' ? str_find_char(number, '.', 0) : SIZE_MAX;
    str fraction = dot == SIZE_MAX ? (str){0} : str_slice(number, dot + 1, number.n);
    uint64_t whole = 0, part = 0;
    if (!str_to_uint(str_slice(number, 0, dot), 20000, &whole) || fraction.n > 3 ||
        (dot != SIZE_MAX && !str_to_uint(fraction, 999, &part)))
        return 0;
    for (size_t i = fraction.n; i < 3; i++)
        part *= 10;
    return whole * 1000 + part;
}

/* The kind of all descriptors: 'w' or 'x'; what is of another kind is left out later. */
static char srcset_kind(str srcset)
{
    struct candidate candidate;
    if (next_candidate(&srcset, &candidate) && descriptor_value(candidate.descriptor, 'w') > 0)
        return 'w';
    return 'x';
}

/* The source's srcset with URLs resolved, bad and repeated candidates left out. */
static str clean_srcset(struct cleaner *c, str srcset, char kind)
{
    uint64_t seen[CANDIDATES_MAX];
    size_t count = 0;
    struct buf out = buf_init(CANDIDATES_MAX * (LIMIT_URL + 16));
    struct candidate candidate;
    while (count < CANDIDATES_MAX && next_candidate(&srcset, &candidate)) {
        uint64_t value = descriptor_value(candidate.descriptor, kind);
        bool repeated = false;
        for (size_t i = 0; i < count; i++)
            repeated = repeated || seen[i] == value;
        str url = is_placeholder(candidate.url)
                      ? (str){0}
                      : url_resolve(c->scratch, c->options->base, candidate.url, false);
        if (value == 0 || repeated || url.n == 0 || url.p[url.n - 1] == ',' || url.p[0] == ',')
            continue;
        seen[count++] = value;
        buf_addz(&out, out.n > 0 ? ", " : "");
        buf_add(&out, url);
        if (candidate.descriptor.n > 0) {
            buf_addc(&out, ' ');
            buf_add(&out, candidate.descriptor);
        }
    }
    str result = arena_copy(c->scratch, buf_str(&out));
    buf_release(&out);
    return result;
}

/* -- sizes: "(max-width: 640px) 100vw, 640px" --------------------------------------------------- */

/* Takes "640px", "100vw", "40.5em" off *s. */
static bool take_length(str *s)
{
    static const char *const units[] = {"px", "vw", "em", "rem", 0};
    size_t i = 0, digits = 0;
    for (; i < s->n && (s->p[i] == '.' || (s->p[i] >= '0' && s->p[i] <= '9')); i++)
        digits += s->p[i] != '.';
    bool odd = i - digits > 1 || digits == 0 || digits > 6 || s->p[0] == '.' || s->p[i - 1] == '.';
    if (odd)
        return false;
    str rest = str_slice(*s, i, s->n);
    for (size_t u = 0; units[u]; u++)
        if (str_starts(rest, str_of(units[u]))) {
            *s = str_slice(rest, strlen(units[u]), rest.n);
            return true;
        }
    return false;
}

static bool take_word(str *s, const char *word)
{
    str rest = str_trim(*s);
    if (!str_starts(rest, str_of(word)))
        return false;
    *s = str_trim(str_slice(rest, strlen(word), rest.n));
    return true;
}

/* True for one entry: a length, or a width condition and a length. */
static bool is_size(str s, bool last)
{
    s = str_trim(s);
    bool condition = take_word(&s, "(");
    if (condition && ((!take_word(&s, "max-width") && !take_word(&s, "min-width")) ||
                      !take_word(&s, ":") || !take_length(&s) || !take_word(&s, ")")))
        return false;
    return condition != last && take_length(&s) && str_trim(s).n == 0;
}

/* The sizes attribute when it is of the plain form, else "". */
static str clean_sizes(str sizes)
{
    sizes = str_trim(sizes);
    if (str_starts(sizes, STR("auto,")))
        sizes = str_trim(str_slice(sizes, 5, sizes.n));
    str rest = sizes, entry;
    if (sizes.n == 0 || sizes.n > 500 || sizes.p[sizes.n - 1] == ',')
        return (str){0};
    while (str_next_part(&rest, ',', &entry))
        if (!is_size(entry, rest.n == 0))
            return (str){0};
    return sizes;
}

static void add_srcset(struct cleaner *c, struct attr_list *list, const struct tag *tag)
{
    str srcset = str_trim(tag_attribute(tag, "srcset"));
    static const char *const lazy[] = {"data-srcset", "data-lazy-srcset", "data-litespeed-srcset",
                                       0};
    for (size_t i = 0; lazy[i] && is_placeholder(srcset); i++)
        srcset = str_trim(tag_attribute(tag, lazy[i]));
    if (is_placeholder(srcset))
        return;
    char kind = srcset_kind(srcset);
    str sizes = clean_sizes(tag_attribute(tag, "sizes"));
    if (sizes.n == 0)
        sizes = clean_sizes(tag_attribute(tag, "data-sizes"));
    if (kind == 'w' && sizes.n == 0)
        return;
    str clean = clean_srcset(c, srcset, kind);
    if (clean.n == 0)
        return;
    attrs_add(list, "srcset", clean);
    if (kind == 'w')
        attrs_add(list, "sizes", arena_copy(c->scratch, sizes));
}

/* -- The image ---------------------------------------------------------------------------------- */

static bool is_tiny(const struct tag *tag)
{
    static const char *const widths[] = {
        "width:1px", "width: 1px", "height:1px",   "height: 1px",   "width:0",
        "width: 0",  "height:0;",  "display:none", "display: none", 0};
    long width = 100, height = 100;
    value_integer(tag_attribute(tag, "width"), 0, 100000, &width);
    value_integer(tag_attribute(tag, "height"), 0, 100000, &height);
    if (width <= 2 || height <= 2)
        return true;
    str style = tag_attribute(tag, "style");
    for (size_t i = 0; style.n > 0 && widths[i]; i++) {
        size_t at = str_find(style, str_of(widths[i]), 0);
        bool inner = at != SIZE_MAX && at > 0 && style.p[at - 1] == '-'; /* max-width:0… */
        if (at != SIZE_MAX && !inner)
            return true;
    }
    return false;
}

static bool is_emoji(const struct tag *tag, str alt)
{
    str classes = tag_attribute(tag, "class");
    return alt.n > 0 && alt.n <= 64 &&
           (class_is(classes, "emoji") || class_is(classes, "wp-smiley") ||
            class_is(classes, "smiley"));
}

/* Adds a width or height in pixels: that of our own copy, else what the source says. */
static void add_side(struct cleaner *c, struct attr_list *list, const struct tag *tag,
                     const char *name, uint32_t own)
{
    long pixels = own;
    if (own > 0 || value_integer(tag_attribute(tag, name), 1, 20000, &pixels))
        attrs_add(list, name, arena_printf(c->scratch, "%ld", pixels));
}

enum image_kind image_read(struct cleaner *c, const struct tag *tag, struct attrs **attrs,
                           str *text)
{
    str alt = text_clean(c->scratch, tag_attribute(tag, "alt"), LIMIT_FIELD);
    if (is_emoji(tag, alt)) {
        *text = alt;
        return IMAGE_EMOJI;
    }
    if (c->options->no_images)
        return IMAGE_NONE;
    struct place place = is_tiny(tag) ? (struct place){0} : image_place(c, tag);
    if (place.url.n == 0 || is_counter(place.url))
        return IMAGE_NONE;
    if (alt.n == 0)
        alt = text_clean(c->scratch, tag_attribute(tag, "title"), LIMIT_FIELD);
    struct attr_list list = {0};
    attrs_add(&list, "src", place.url);
    attrs_add(&list, "alt", alt);
    if (!place.own)
        add_srcset(c, &list, tag);
    add_side(c, &list, tag, "width", place.width);
    add_side(c, &list, tag, "height", place.height);
    *attrs = attrs_keep(c->scratch, &list);
    return IMAGE_REAL;
}

/* url up to "-300x200.jpg", "?w=300" or the end. */
static str without_size(str url)
{
    url = str_slice(url, 0, str_find_char(url, '?', 0));
    size_t dot = url.n;
    while (dot > 0 && url.p[dot - 1] != '.' && url.p[dot - 1] != '/')
        dot--;
    if (dot == 0 || url.p[dot - 1] == '/')
        return url;
    size_t i = dot - 1, x = 0;
    while (i > 0 && ((url.p[i - 1] >= '0' && url.p[i - 1] <= '9') || url.p[i - 1] == 'x'))
        x += url.p[--i] == 'x';
    bool sized = x == 1 && i > 0 && url.p[i - 1] == '-';
    return str_slice(url, 0, sized ? i - 1 : dot - 1);
}

bool image_same(str url1, str url2)
{
    return url1.n > 0 && url2.n > 0 && str_eq(without_size(url1), without_size(url2));
}
