/* OPML, the lists that feed readers exchange. */
#include "charset.h"
#include "digest/limits.h"
#include "digest/map.h"
#include "digest/parse.h"
#include "digest/sanitize.h"
#include "xml.h"

/* libxml2 ends a document that is nested deeper than 256. */
#define DEPTH_MOST 260

struct opml_reader {
    struct arena *a;
    struct outlines *out;
    size_t cap;
    struct map seen;            /* URLs */
    str categories[DEPTH_MOST]; /* by depth: the names of the outlines around */
    unsigned depth;
    bool rooted;   /* it is OPML */
    bool too_many; /* outlines were left out */
    str root;
};

static bool is_http(str s)
{
    return str_starts(s, STR("http://")) || str_starts(s, STR("https://"));
}

/* What an outline is called. Programs put HTML's references into attributes. */
static str name_of(struct opml_reader *r, const struct tag *tag)
{
    str title = xml_tag_attribute(tag, "title");
    return text_clean(r->a, html_to_text(r->a, title.n ? title : xml_tag_attribute(tag, "text")),
                      LIMIT_TITLE);
}

/* The address of a feed: absolute, or a path as it is written. Apple's "feed:" stands for http. */
static str address_of(struct opml_reader *r, str written)
{
    if (str_starts(written, STR("feed://")))
        written = arena_printf(r->a, "http://%.*s", STR_ARGS(str_slice(written, 7, written.n)));
    else if (str_starts(written, STR("feed:http")))
        written = str_slice(written, 5, written.n);
    str url = url_resolve(r->a, (str){0}, written, false);
    bool path = url.n == 0 && !str_has(written, STR(":")) && written.n <= LIMIT_URL;
    return path ? text_clean(r->a, written, LIMIT_URL) : url;
}

static void add_outline(struct opml_reader *r, struct outline outline)
{
    struct outlines *out = r->out;
    if (outline.url.n == 0 || map_get(&r->seen, outline.url))
        return;
    if (out->count == LIMIT_OUTLINES) {
        r->too_many = true;
        return;
    }
    out->items = arena_grow(r->a, out->items, out->count, &r->cap, sizeof *out->items);
    out->items[out->count++] = outline;
    map_set(&r->seen, outline.url, r);
}

static void on_outline(struct opml_reader *r, const struct tag *tag)
{
    str around = r->categories[r->depth - 1], name = name_of(r, tag);
    str feed = xml_tag_attribute(tag, "xmlurl");
    if (feed.n == 0) {
        str joined = around.n && name.n
                         ? arena_printf(r->a, "%.*s/%.*s", STR_ARGS(around), STR_ARGS(name))
                     : name.n ? name
                              : around;
        r->categories[r->depth] = joined.n <= LIMIT_FIELD ? joined : around;
        return;
    }
    str home = url_resolve(r->a, (str){0}, xml_tag_attribute(tag, "htmlurl"), false);
    add_outline(
        r, (struct outline){name, address_of(r, feed), is_http(home) ? home : (str){0}, around});
}

static void on_start(void *state, const struct tag *tag)
{
    struct opml_reader *r = state;
    if (++r->depth >= DEPTH_MOST)
        return;
    r->categories[r->depth] = r->categories[r->depth - 1];
    if (r->depth == 1) {
        r->rooted = str_is(tag->name, "opml");
        r->root = arena_copy(r->a, tag->name);
    } else if (r->rooted && str_is(tag->name, "outline")) {
        on_outline(r, tag);
    }
}

static void on_end(void *state, str name)
{
    struct opml_reader *r = state;
    (void)name;
    r->depth--;
}

static void on_text(void *state, str text)
{
    (void)state;
    (void)text;
}

static bool read_list(struct opml_reader *r, str text, str place, struct err *err)
{
    struct event_sink sink = {r, on_start, on_end, on_text};
    struct err doubt = {0};
    if (!str_starts(str_trim(text), STR("<")))
        return err_set(err, ERR_INPUT, "no list of feeds (OPML): it is not XML");
    if (!xml_read(text, place, &sink, &doubt, err))
        return false;
    if (!r->rooted) {
        err_set(err, ERR_INPUT, "no list of feeds (OPML): its outermost element is <%.*s>",
                STR_ARGS(text_clean(r->a, r->root, 60)));
        bool feed = str_is(r->root, "rss") || str_is(r->root, "feed") || str_is(r->root, "rdf:rdf");
        return feed ? err_hint(err, "a feed is given to `feed:`") : false;
    }
    /* A source that is missed for a fault of the list would go unseen. */
    if (doubt.code != ERR_NONE) {
        *err = doubt;
        return false;
    }
    if (r->too_many)
        return err_set(err, ERR_LIMIT, "the list has more than %d feeds", LIMIT_OUTLINES);
    return r->out->count ||
           err_set(err, ERR_INPUT, "the list names no feed: no outline has xmlUrl");
}

bool parse_opml(struct outlines *out, struct arena *a, str bytes, str place, struct err *err)
{
    struct opml_reader *r = arena_alloc(a, sizeof *r);
    *out = (struct outlines){0};
    *r = (struct opml_reader){.a = a, .out = out, .seen = {.arena = a}};
    if (bytes.n > LIMIT_FEED_FILE) {
        err_set(err, ERR_LIMIT, "a list of feeds has at most %zu MiB", LIMIT_FEED_FILE >> 20);
        return err_at(err, place, 0, 0);
    }
    struct buf store = buf_init(3 * bytes.n + 16);
    bool good = read_list(r, charset_text(&store, bytes, xml_declared_encoding(bytes)), place, err);
    buf_release(&store);
    if (!good)
        *out = (struct outlines){0};
    return good || err_at(err, place, 0, 0);
}
