/* The root of a REST interface: what is made of it, and how it is remembered. */
#include "places.h"

/* The namespace that WordPress.com's roots have in them already. */
#define V2 "wp/v2/"

/* True for ".../wp/v2/sites/<site>/". */
static bool is_of_wordpress_com(const struct wp_root *root)
{
    return !root->routed && str_has(url_cut(root->url).path, STR("/" V2 "sites/"));
}

str wp_route(struct arena *a, const struct wp_root *root, str route, str query)
{
    if (str_starts(route, STR("/")))
        route = str_slice(route, 1, route.n);
    if (is_of_wordpress_com(root) && str_starts(route, STR(V2)))
        route = str_slice(route, sizeof V2 - 1, route.n);
    size_t mark = root->routed ? SIZE_MAX : str_find_char(root->url, '?', 0);
    str base = str_slice(root->url, 0, mark);
    str own = mark == SIZE_MAX ? (str){0} : str_slice(root->url, mark + 1, root->url.n);
    const char *first = root->routed ? "&" : "?", *between = own.n && query.n ? "&" : "";
    return arena_printf(a, "%.*s%.*s%s%.*s%s%.*s", STR_ARGS(base), STR_ARGS(route),
                        own.n || query.n ? first : "", STR_ARGS(own), between, STR_ARGS(query));
}

/*
 * The form of the note: "path totals URL HOME", or "routed" and "no-totals" in the places of the
 * first two; HOME may be missing.
 */
str wp_root_write(struct arena *a, const struct wp_root *root)
{
    return arena_printf(a, "%s %s %.*s%s%.*s", root->routed ? "routed" : "path",
                        root->totals ? "totals" : "no-totals", STR_ARGS(root->url),
                        root->home.n ? " " : "", STR_ARGS(root->home));
}

/* Takes one of two words off *rest. */
static bool take_word(str *rest, const char *yes, const char *no, bool *out)
{
    str word;
    if (!str_next_part(rest, ' ', &word) || !(str_is(word, yes) || str_is(word, no)))
        return false;
    *out = str_is(word, yes);
    return true;
}

static bool is_web(str url)
{
    return str_starts(url, STR("http://")) || str_starts(url, STR("https://"));
}

bool wp_root_read(struct wp_root *out, struct arena *a, str note)
{
    struct wp_root root = {.v2 = true};
    str url, home = {0}, rest = note;
    if (!take_word(&rest, "routed", "path", &root.routed) ||
        !take_word(&rest, "totals", "no-totals", &root.totals) || !str_next_part(&rest, ' ', &url))
        return false;
    str_next_part(&rest, ' ', &home);
    if (!is_web(url) || (home.n && !is_web(home)) || rest.n)
        return false;
    root.url = arena_copy(a, url);
    root.home = arena_copy(a, home);
    *out = root;
    return true;
}
