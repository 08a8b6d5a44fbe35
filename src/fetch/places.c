/* What URLs of WordPress look like: WordPress handbook, "Routes and endpoints" and "Discovery". */
#include "places.h"

#include "digest/buf.h"
#include "digest/limits.h"

#define WPCOM_HOST  "public-api.wordpress.com"
#define WPCOM_SITES "/wp/v2/sites/"

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

struct url_cut url_cut(str url)
{
    struct url_cut cut = {.path = STR("/")};
    url = str_slice(url, 0, str_find_char(url, '#', 0));
    size_t scheme = str_find(url, STR("://"), 0);
    size_t from = scheme == SIZE_MAX ? 0 : scheme + 3;
    size_t mark = least(str_find_char(url, '?', from), url.n);
    size_t slash = least(str_find_char(url, '/', from), mark);
    cut.origin = str_slice(url, 0, slash);
    str host = str_slice(url, from, slash);
    size_t at = str_find_char(host, '@', 0);
    host = at == SIZE_MAX ? host : str_slice(host, at + 1, host.n);
    size_t port = host.n && host.p[0] == '[' ? SIZE_MAX : str_find_char(host, ':', 0);
    cut.host = str_slice(host, 0, port);
    if (slash < mark)
        cut.path = str_slice(url, slash, mark);
    cut.query = str_slice(url, mark + 1, url.n);
    return cut;
}

str query_get(str query, str name, bool *found)
{
    str part;
    if (found)
        *found = true;
    while (str_next_part(&query, '&', &part)) {
        size_t equals = least(str_find_char(part, '=', 0), part.n);
        if (str_eq(str_slice(part, 0, equals), name))
            return str_slice(part, equals + 1, part.n);
    }
    if (found)
        *found = false;
    return (str){0};
}

/* -- Roots ------------------------------------------------------------------------------------ */

static struct wp_root new_root(str url, bool routed)
{
    return (struct wp_root){.url = url, .routed = routed, .totals = true, .v2 = true};
}

/* The query without rest_route, and with an "&" at its end unless empty. */
static str other_parameters(struct arena *a, str query)
{
    struct buf out = buf_init(LIMIT_URL);
    str part;
    while (str_next_part(&query, '&', &part)) {
        if (part.n == 0 || str_is(part, "rest_route") || str_starts(part, STR("rest_route=")))
            continue;
        buf_add(&out, part);
        buf_addc(&out, '&');
    }
    str kept = arena_copy(a, buf_str(&out));
    buf_release(&out);
    return kept;
}

/* A root with rest_route. What else its query has belongs to it only when the route is "/": else it
 * is meant for the collection behind the route. */
static void read_routed(struct wp_root *out, struct arena *a, const struct url_cut *cut, str route)
{
    bool whole = route.n == 0 || str_is(route, "/") || str_eq_nocase(route, STR("%2f"));
    str others = whole ? other_parameters(a, cut->query) : (str){0};
    *out = new_root(arena_printf(a, "%.*s%.*s?%.*srest_route=/", STR_ARGS(cut->origin),
                                 STR_ARGS(cut->path), STR_ARGS(others)),
                    true);
}

/* The end of the segments `name` ("/wp-json") in a path; SIZE_MAX when they are not there whole. */
static size_t segment_end(str path, str name)
{
    for (size_t at = 0; (at = str_find(path, name, at)) != SIZE_MAX; at++) {
        size_t end = at + name.n;
        if (end == path.n || path.p[end] == '/')
            return end;
    }
    return SIZE_MAX;
}

/* The site that a URL of WordPress.com's interface is about: what stands behind "/sites/". */
static str wpcom_site(const struct url_cut *cut)
{
    bool routed;
    str route = query_get(cut->query, STR("rest_route"), &routed);
    str path = routed ? route : cut->path;
    size_t at = str_find(path, STR("/sites/"), 0);
    if (at == SIZE_MAX)
        return (str){0};
    str site = str_slice(path, at + 7, path.n);
    return str_slice(site, 0, str_find_char(site, '/', 0));
}

static bool is_below(str host, const char *domain)
{
    str end = str_of(domain);
    return host.n > end.n && str_ends_nocase(host, end) && host.p[host.n - end.n - 1] == '.';
}

bool root_of_wordpress_com(struct wp_root *out, struct arena *a, str url)
{
    struct url_cut cut = url_cut(url);
    str site = {0};
    if (str_eq_nocase(cut.host, STR(WPCOM_HOST)))
        site = wpcom_site(&cut);
    else if (is_below(cut.host, "wordpress.com") &&
             !str_eq_nocase(cut.host, STR("www.wordpress.com")))
        site = cut.host;
    if (site.n == 0)
        return false;
    *out =
        new_root(arena_printf(a, "https://" WPCOM_HOST WPCOM_SITES "%.*s/", STR_ARGS(site)), false);
    out->totals = false;
    return true;
}

bool root_above(struct wp_root *out, struct arena *a, str url)
{
    struct url_cut cut = url_cut(url);
    bool routed;
    str route = query_get(cut.query, STR("rest_route"), &routed);
    if (str_eq_nocase(cut.host, STR(WPCOM_HOST)))
        return root_of_wordpress_com(out, a, url);
    if (routed) {
        read_routed(out, a, &cut, route);
        return true;
    }
    size_t end = segment_end(cut.path, STR("/wp-json")), v2 = segment_end(cut.path, STR("/wp/v2"));
    if (end == SIZE_MAX && v2 != SIZE_MAX)
        end = v2 - STR("/wp/v2").n;
    if (end == SIZE_MAX)
        return false;
    *out = new_root(
        arena_printf(a, "%.*s%.*s/", STR_ARGS(cut.origin), STR_ARGS(str_slice(cut.path, 0, end))),
        false);
    return true;
}

void root_at(struct wp_root *out, struct arena *a, str url)
{
    struct url_cut cut = url_cut(url);
    struct wp_root above;
    bool slash = str_ends(cut.path, STR("/"));
    *out = new_root(arena_printf(a, "%.*s%.*s%s%s%.*s", STR_ARGS(cut.origin), STR_ARGS(cut.path),
                                 slash ? "" : "/", cut.query.n ? "?" : "", STR_ARGS(cut.query)),
                    false);
    /* A root with a query of its own ("?lang=de") keeps it. */
    if (root_above(&above, a, url) && (above.routed || !cut.query.n || !above.totals))
        *out = above;
}

/* -- Places ----------------------------------------------------------------------------------- */

static bool is_number(str s)
{
    uint64_t ignored;
    return str_to_uint(s, UINT32_MAX, &ignored);
}

/* True for a segment that no WordPress is installed in, but that its URLs have. */
static bool is_no_folder(str segment)
{
    static const char *const names[] = {"feed",     "rss",     "rss2", "atom",  "rdf",
                                        "category", "tag",     "page", "embed", "author",
                                        "amp",      "wp-json", NULL};
    for (size_t i = 0; names[i]; i++)
        if (str_is(segment, names[i]))
            return true;
    return is_number(segment) || str_has(segment, STR("."));
}

/* The path up to and with the slash before its last segment; an ending slash belongs to that. */
static str parent_of(str path)
{
    size_t n = path.n;
    if (n > 1 && path.p[n - 1] == '/')
        n--;
    while (n > 1 && path.p[n - 1] != '/')
        n--;
    return str_slice(path, 0, n);
}

static str last_segment(str path)
{
    if (str_ends(path, STR("/")))
        path.n--;
    str parent = parent_of(path);
    return str_slice(path, parent.n, path.n);
}

size_t places_of(struct arena *a, str url, str places[PLACES_MAX])
{
    struct url_cut cut = url_cut(url);
    size_t count = 0;
    for (str path = cut.path; path.n > 1 && count < PLACES_MAX - 1; path = parent_of(path))
        if (!is_no_folder(last_segment(path)))
            places[count++] = arena_printf(a, "%.*s%.*s%s", STR_ARGS(cut.origin), STR_ARGS(path),
                                           str_ends(path, STR("/")) ? "" : "/");
    places[count++] = arena_printf(a, "%.*s/", STR_ARGS(cut.origin));
    return count;
}

void roots_of_place(struct arena *a, str place, struct wp_root roots[ROOTS_PER_PLACE])
{
    roots[0] = new_root(arena_printf(a, "%.*swp-json/", STR_ARGS(place)), false);
    roots[1] = new_root(arena_printf(a, "%.*sindex.php/wp-json/", STR_ARGS(place)), false);
    roots[2] = new_root(arena_printf(a, "%.*s?rest_route=/", STR_ARGS(place)), true);
}
