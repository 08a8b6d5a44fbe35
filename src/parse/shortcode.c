/*
 * Shortcodes of page builders that the site did not run: "[vc_row css=…]", "[/et_pb_section]". Only
 * tags known to be such go, so "[sic]", "[1]" and "[…]" stay.
 */
#include "sanitize_tree.h"

/* The longest tag that is believed to be one. */
#define TAG_MAX 2000
/* Opening brackets that are tried for a closing one; those between may stand in its attributes. */
#define OPENINGS_MAX 4

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

/* Names of WordPress's own, and prefixes of builders'. */
static bool is_known(str name)
{
    static const char *const names[] = {"caption", "wp_caption", "gallery",  "embed", "audio",
                                        "video",   "playlist",   "fvplayer", 0};
    static const char *const prefixes[] = {
        "vc_",    "et_pb_",   "fusion_", "fl_",     "av_",    "cs_",         "ux_",  "x_", "mk_",
        "tatsu_", "themify_", "nectar_", "thrive_", "bt_bb_", "cmsmasters_", "wpv-", 0};
    for (size_t i = 0; names[i]; i++)
        if (str_is(name, names[i]))
            return true;
    for (size_t i = 0; prefixes[i]; i++)
        if (str_starts(name, str_of(prefixes[i])))
            return name.n > strlen(prefixes[i]);
    return false;
}

/* True when s, from "[" to "]", is the tag of a shortcode. A quote that is still open says that the
 * bracket belongs to an attribute's value. */
static bool is_shortcode(str s)
{
    size_t from = s.p[1] == '/' ? 2 : 1, end = from, quotes = 0;
    while (is_name_byte(s.p[end])) /* at the latest "]" is none */
        end++;
    if (!strchr(" ]/\t\n", s.p[end]) || !is_known(str_slice(s, from, end)))
        return false;
    for (size_t i = end; i < s.n; i++)
        quotes += s.p[i] == '"';
    return quotes % 2 == 0;
}

/* Where the shortcode begins whose last byte is at `end` - 1, or `end` when there is none. */
static size_t find_start(const char *p, size_t end)
{
    size_t floor = end > TAG_MAX ? end - TAG_MAX : 0, at = end;
    for (int i = 0; i < OPENINGS_MAX; i++) {
        const char *mark = memrchr(p + floor, '[', at - floor);
        if (!mark)
            break;
        at = (size_t)(mark - p);
        if (is_shortcode((str){mark, end - at}))
            return at;
    }
    return end;
}

str shortcodes_drop(struct arena *a, str text)
{
    if (str_find_char(text, '[', 0) == SIZE_MAX || str_find_char(text, ']', 0) == SIZE_MAX)
        return text;
    /* Looking back from each "]" over what is left so far also finds a shortcode that only arises
     * when another one inside it goes. */
    char *copy = arena_alloc(a, text.n);
    size_t n = 0, at = 0;
    for (size_t end; at < text.n; at = end) {
        end = str_find_char(text, ']', at);
        end = end == SIZE_MAX ? text.n : end + 1;
        memcpy(copy + n, text.p + at, end - at);
        n += end - at;
        if (copy[n - 1] == ']')
            n = find_start(copy, n);
    }
    return n < text.n ? (str){copy, n} : text;
}
