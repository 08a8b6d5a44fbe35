/* The namespaces of feeds; see feed_space.h. */
#include "feed_space.h"

/* Addresses without "http://", "www." and what ends them, in lower case. The longest beginning that
 * is in the table counts. */
static const struct {
    const char *address;
    enum space space;
} addresses[] = {
    {"purl.org/rss/1.0", SPACE_RSS},
    {"purl.org/rss/1.0/modules", SPACE_OTHER},
    {"purl.org/rss/1.0/modules/content", SPACE_CONTENT},
    {"purl.org/net/rss1.1", SPACE_RSS},
    {"my.netscape.com/rdf/simple/0.9", SPACE_RSS},
    {"channel.netscape.com/rdf/simple/0.9", SPACE_RSS},
    {"my.netscape.com/publish/formats/rss-0.91", SPACE_RSS},
    {"backend.userland.com/rss", SPACE_RSS},
    {"blogs.law.harvard.edu/tech/rss", SPACE_RSS},
    {"cyber.law.harvard.edu/rss", SPACE_RSS},
    {"w3.org/2005/atom", SPACE_ATOM},
    {"purl.org/atom/ns", SPACE_ATOM},
    {"purl.org/dc/elements/1", SPACE_DC},
    {"purl.org/dc/terms", SPACE_DC},
    {"search.yahoo.com/mrss", SPACE_MEDIA},
    {"tools.search.yahoo.com/mrss", SPACE_MEDIA},
    {"video.search.yahoo.com", SPACE_MEDIA},
    {"itunes.com/dtds/podcast", SPACE_ITUNES},
    {"google.com/schemas/play-podcasts", SPACE_ITUNES},
    {"w3.org/1999/xhtml", SPACE_XHTML},
    {"rssnamespace.org/feedburner/ext", SPACE_BURNER},
    {"pheedo.com/namespace/pheedo", SPACE_BURNER},
};

/* What prefixes usually mean. */
static const struct {
    const char *prefix;
    enum space space;
} prefixes[] = {
    {"rss", SPACE_RSS},         {"atom", SPACE_ATOM},     {"atom10", SPACE_ATOM},
    {"atom03", SPACE_ATOM},     {"a10", SPACE_ATOM},      {"dc", SPACE_DC},
    {"dcterms", SPACE_DC},      {"dct", SPACE_DC},        {"media", SPACE_MEDIA},
    {"mrss", SPACE_MEDIA},      {"itunes", SPACE_ITUNES}, {"googleplay", SPACE_ITUNES},
    {"content", SPACE_CONTENT}, {"xhtml", SPACE_XHTML},   {"feedburner", SPACE_BURNER},
    {"pheedo", SPACE_BURNER},
};

/* An address without what its writers vary. */
static str bare_address(str s)
{
    static const char *const begins[] = {"http://", "https://", "www."};
    s = str_trim(s);
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        str begin = str_of(begins[i]);
        if (str_eq_nocase(str_slice(s, 0, begin.n), begin))
            s = str_slice(s, begin.n, s.n);
    }
    return s;
}

static enum space space_of_address(str address)
{
    enum space found = SPACE_OTHER;
    size_t longest = 0;
    address = bare_address(address);
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        str known = str_of(addresses[i].address);
        if (known.n > longest && str_eq_nocase(str_slice(address, 0, known.n), known)) {
            found = addresses[i].space;
            longest = known.n;
        }
    }
    return found;
}

static enum space space_of_prefix(str prefix)
{
    if (prefix.n == 0)
        return SPACE_RSS;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (str_is(prefix, prefixes[i].prefix))
            return prefixes[i].space;
    return SPACE_OTHER;
}

void spaces_declare(struct spaces *spaces, struct arena *a, const struct tag *tag, unsigned depth)
{
    for (size_t i = 0; i < tag->count && spaces->count < SPACES_MOST; i++) {
        str name = tag->attributes[i].name;
        if (!str_starts(name, STR("xmlns")) || (name.n > 5 && name.p[5] != ':'))
            continue;
        str prefix = str_slice(name, 6, name.n);
        enum space space = space_of_address(tag->attributes[i].value);
        if (space == SPACE_OTHER && (prefix.n || depth == 1))
            space = space_of_prefix(prefix);
        spaces->items[spaces->count].prefix = arena_copy(a, prefix);
        spaces->items[spaces->count].space = space;
        spaces->items[spaces->count++].depth = depth;
    }
}

void spaces_leave(struct spaces *spaces, unsigned depth)
{
    while (spaces->count && spaces->items[spaces->count - 1].depth >= depth)
        spaces->count--;
}

enum space spaces_find(const struct spaces *spaces, str name, str *local)
{
    size_t colon = str_find_char(name, ':', 0);
    str prefix = colon == SIZE_MAX ? (str){0} : str_slice(name, 0, colon);
    *local = colon == SIZE_MAX ? name : str_slice(name, colon + 1, name.n);
    for (size_t i = spaces->count; i > 0; i--)
        if (str_eq(spaces->items[i - 1].prefix, prefix))
            return spaces->items[i - 1].space;
    return space_of_prefix(prefix);
}
