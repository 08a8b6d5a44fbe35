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

/* The srcset as it is written: the one that holds, be it for a script. */
static str written_srcset(const struct tag *tag)
{
    static const char *const lazy[] = {"data-srcset", "data-lazy-srcset", "data-litespeed-srcset",
                                       0};
    str srcset = str_trim(tag_attribute(tag, "srcset"));
    for (size_t i = 0; lazy[i] && is_placeholder(srcset); i++)
        srcset = str_trim(tag_attribute(tag, lazy[i]));
    return srcset;
}

/* -- Where the image is, of all that a tag says -------------------------------------------------- */

/* True when src is to be replaced by a script if another attribute has an address: a picture that
 * stands in, by its name, or a small copy. */
static bool is_stand_in(const struct tag *tag)
{
    static const char *const words[] = {"placeholder", "lazy",   "loading", "loader", "blank",
                                        "transparent", "spacer", "preload", "dummy",  0};
    str path = tag_attribute(tag, "src");
    path = str_slice(path, 0, str_find_char(path, '?', 0));
    size_t from = path.n;
    while (from > 0 && path.p[from - 1] != '/')
        from--;
    str name = str_slice(path, from, path.n);
    bool stands_in = str_has(tag_attribute(tag, "class"), STR("lazy"));
    for (size_t i = 0; words[i]; i++)
        stands_in = stands_in || str_has(name, str_of(words[i]));
    return stands_in;
}

static bool find_lazy_place(struct cleaner *c, const struct tag *tag, struct place *out)
{
    static const char *const names[] = {
        "data-src",  "data-lazy-src", "data-original", "data-litespeed-src",
        "data-echo", "data-lazyload", "data-cfsrc",    0};
    for (size_t i = 0; names[i]; i++)
        if (find_place(c, str_trim(tag_attribute(tag, names[i])), out))
            return true;
    return false;
}

/* The widest of the candidates, or the one for a plain screen. */
static bool find_candidate(struct cleaner *c, const struct tag *tag, struct place *out)
{
    str srcset = written_srcset(tag);
    char kind = srcset_kind(srcset);
    uint64_t best = 0;
    struct candidate candidate;
    struct place found;
    for (size_t n = 0; n < CANDIDATES_MAX && next_candidate(&srcset, &candidate); n++) {
        uint64_t value = descriptor_value(candidate.descriptor, kind);
        bool better = best == 0 || (kind == 'w' ? value > best : value < best);
        if (value == 0 || !better || !find_place(c, candidate.url, &found))
            continue;
        *out = found;
        best = value;
    }
    return best > 0;
}

static struct place image_place(struct cleaner *c, const struct tag *tag)
{
    struct place place = {0};
    bool found = (is_stand_in(tag) && find_lazy_place(c, tag, &place)) ||
                 (is_stand_in(tag) && is_placeholder(str_trim(tag_attribute(tag, "srcset"))) &&
                  find_candidate(c, tag, &place)) ||
                 find_place(c, str_trim(tag_attribute(tag, "src")), &place) ||
                 find_lazy_place(c, tag, &place) ||
                 find_place(c, str_trim(tag_attribute(tag, "data-orig-file")), &place) ||
                 find_candidate(c, tag, &place);
    return found ? place : (struct place){0};
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
    str srcset = written_srcset(tag);
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

/* -- Emoji -------------------------------------------------------------------------------------- */

/* What a picture of an emoji shows, by the name of its file: "1f1e9-1f1ea.svg". */
static str emoji_of_name(struct arena *a, str url)
{
    static const char hex[] = "0123456789abcdef";
    size_t from = url.n;
    while (from > 0 && url.p[from - 1] != '/')
        from--;
    struct buf out = buf_init(64);
    uint32_t code = 0;
    for (size_t i = from; i < url.n && code <= 0x10FFFF; i++) {
        char c = url.p[i];
        const char *digit = c ? strchr(hex, c) : 0;
        if (digit) {
            code = code * 16 + (uint32_t)(digit - hex);
            continue;
        }
        if (code > 0)
            buf_addf(&out, "&#x%x;", (unsigned)code);
        code = 0;
        if (c != '-')
            break;
    }
    str text = html_to_text(a, buf_str(&out));
    buf_release(&out);
    return text;
}

/* What a picture of an emoji or smiley shows: its alternative text, or what its file's name says. Empty
 * for other images. */
static str emoji_of(struct arena *a, const struct tag *tag, str alt)
{
    str classes = tag_attribute(tag, "class"), url = tag_attribute(tag, "src");
    bool named =
        class_is(classes, "emoji") || class_is(classes, "wp-smiley") || class_is(classes, "smiley");
    bool stored = str_has(url, STR("/images/core/emoji/")) || str_has(url, STR("/twemoji/"));
    if ((!named && !stored) || alt.n > 64)
        return (str){0};
    return alt.n > 0 || !stored ? alt : emoji_of_name(a, url);
}

/* -- All of it ---------------------------------------------------------------------------------- */

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
    *text = emoji_of(c->scratch, tag, alt);
    if (text->n > 0)
        return IMAGE_EMOJI;
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
