/*
 * Shortcodes of page builders that the site did not run: "[vc_row css=…]", "[/et_pb_section]". Only
 * tags known to be such go, so "[sic]", "[1]" and "[…]" stay.
 */
#include "sanitize_tree.h"

/* The longest tag that is believed to be one. */
#define TAG_MAX 4000

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

/* The bytes of the shortcode tag at the start of s ("["), 0 when there is none. */
static size_t tag_length(str s)
{
    size_t from = s.n > 1 && s.p[1] == '/' ? 2 : 1, i = from;
    while (i < s.n && is_name_byte(s.p[i]))
        i++;
    if (!is_known(str_slice(s, from, i)))
        return 0;
    if (i < s.n && !strchr(" ]/\t\n", s.p[i]))
        return 0;
    size_t first = 0;
    bool quoted = false;
    for (; i < s.n && i < TAG_MAX; i++) {
        if (s.p[i] == '"')
            quoted = !quoted;
        if (s.p[i] == ']' && !quoted)
            return i + 1;
        if (s.p[i] == ']' && first == 0)
            first = i + 1;
    }
    return first; /* a quote is not closed: the first bracket it is */
}

/* One pass: a shorter copy, or text itself when there is no shortcode in it. */
static str drop_once(struct arena *a, str text)
{
    char *copy = 0;
    size_t n = 0, copied = 0;
    for (size_t at = 0; (at = str_find_char(text, '[', at)) != SIZE_MAX;) {
        size_t length = tag_length(str_slice(text, at, text.n));
        if (length == 0) {
            at++;
            continue;
        }
        if (!copy)
            copy = arena_alloc(a, text.n);
        memcpy(copy + n, text.p + copied, at - copied);
        n += at - copied;
        at += length;
        copied = at;
    }
    if (!copy)
        return text;
    memcpy(copy + n, text.p + copied, text.n - copied);
    return (str){copy, n + text.n - copied};
}

str shortcodes_drop(struct arena *a, str text)
{
    /* What is left may be one in turn: "[vc_[vc_row]row]". */
    for (int pass = 0; pass < 16; pass++) {
        str shorter = drop_once(a, text);
        if (shorter.n == text.n)
            break;
        text = shorter;
    }
    return text;
}
