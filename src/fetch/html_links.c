/*
 * Links and title of a page. Only the tags that matter are handed to libxml2, cut out by a scanner of
 * our own: pages are megabytes of which a head is the smallest part, and libxml2's time grows with
 * the square of what hostile ones are made of.
 */
#include "html_links.h"

#include "digest/limits.h"
#include "digest/utf8.h"
#include "html_plain.h"
#include "html_sax.h"

/* Bytes of one tag, tags of a page, and bytes of them in all. */
#define TAG_MAX   ((size_t)4 << 10)
#define TAGS_MAX  600
#define TAGS_SIZE ((size_t)256 << 10)

/* -- Cutting out ------------------------------------------------------------------------------ */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

/* The name of the tag that s begins with. */
static str tag_name(str s)
{
    size_t n = 1;
    while (n < s.n && is_letter(s.p[n]))
        n++;
    return str_slice(s, 1, n);
}

/* The bytes of the tag that s begins with, 0 when it does not end. */
static size_t tag_length(str s)
{
    char quote = 0, before = 0; /* the last one that was no white space */
    for (size_t i = 1; i < s.n; i++) {
        char c = s.p[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if ((c == '"' || c == '\'') && before == '=')
            quote = c;
        else if (c == '>')
            return i + 1;
        before = is_space(c) ? before : c;
    }
    return 0;
}

/* The offset of the end tag of `name` in s, s.n when there is none. */
static size_t find_end(str s, str name, size_t from)
{
    for (size_t at = from; (at = str_find(s, STR("</"), at)) != SIZE_MAX; at += 2)
        if (str_eq_nocase(str_slice(s, at + 2, at + 2 + name.n), name))
            return at;
    return s.n;
}

static bool is_one_of(str name, const char *const *names)
{
    for (; *names; names++)
        if (str_eq_nocase(name, str_of(*names)))
            return true;
    return false;
}

/* A title's text for libxml2, which would take it for markup. */
static void add_title(struct buf *out, str text)
{
    buf_addz(out, "<title>");
    text = str_slice(text, 0, TAG_MAX);
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '<')
            buf_addz(out, "&lt;");
        else
            buf_addc(out, text.p[i]);
    }
    buf_addz(out, "</title>\n");
}

/* Copies one tag if it matters. `rest` begins with it, it has n bytes. Returns the bytes that are
 * done with: for elements whose content is no markup, up to their end tag. */
static size_t sift_tag(struct buf *out, str rest, size_t n, bool *titled)
{
    static const char *const wanted[] = {"link", "meta", "base", NULL};
    static const char *const raw[] = {"script", "style", "textarea", "template", "xmp", NULL};
    str name = tag_name(rest);
    if (is_one_of(name, wanted) && n <= TAG_MAX) {
        buf_add(out, str_slice(rest, 0, n));
        buf_addc(out, '\n');
    } else if (is_one_of(name, raw)) {
        return find_end(rest, name, n);
    } else if (!*titled && str_eq_nocase(name, STR("title"))) {
        size_t end = find_end(rest, name, n);
        add_title(out, str_slice(rest, n, end));
        *titled = true;
        return end;
    }
    return n;
}

/* Copies the tags that matter. */
static void sift(struct buf *out, str page)
{
    bool titled = false;
    for (size_t at = 0, tags = 0; tags < TAGS_MAX && out->n < TAGS_SIZE;) {
        size_t before = out->n, n;
        if ((at = str_find_char(page, '<', at)) == SIZE_MAX)
            return;
        str rest = str_slice(page, at, page.n);
        if (str_starts(rest, STR("<!--"))) {
            /* "<!-->" is a whole comment. */
            size_t end = str_find(rest, STR("-->"), 2);
            n = end == SIZE_MAX ? 0 : end + 3;
        } else if (rest.n < 2 || !is_letter(rest.p[1])) {
            n = 1;
        } else if ((n = tag_length(rest)) > 0) {
            n = sift_tag(out, rest, n, &titled);
        }
        if (n == 0)
            return;
        at += n;
        tags += out->n > before;
    }
}

/* The encoding that an element meta names: what stands behind "charset=", "" when there is none. */
static str meta_charset(str tags)
{
    for (size_t at = 0; (at = str_find_char(tags, '=', at)) != SIZE_MAX; at++) {
        str word = STR("charset");
        str before = str_trim(str_slice(tags, at > 40 ? at - 40 : 0, at));
        if (!str_ends_nocase(before, word))
            continue;
        str value = str_trim(str_slice(tags, at + 1, at + 60));
        size_t from = value.n && strchr("\"'", value.p[0]) ? 1 : 0, to = from;
        while (to < value.n && !is_space(value.p[to]) && value.p[to] &&
               !strchr("\"';/>", value.p[to]))
            to++;
        return str_slice(value, from, to);
    }
    return (str){0};
}

/* -- Reading ---------------------------------------------------------------------------------- */

struct reader {
    struct arena *a;
    struct html_head *out;
    str base;
    bool based;      /* base was set: the first counts */
    bool title_only; /* the links are known already */
    bool in_title;
    struct buf title;
};

static void on_link(struct reader *r, const xmlChar **pairs)
{
    struct web_links *links = &r->out->links;
    const char *rel = html_sax_attribute(pairs, "rel"), *href = html_sax_attribute(pairs, "href");
    if (!rel || !href || links->count == LINKS_MAX)
        return;
    links->items[links->count++] = (struct web_link){
        .target = arena_copy(r->a, str_trim(str_of(href))),
        .rel = arena_copy(r->a, str_of(rel)),
        .type = link_type(r->a, str_of(html_sax_attribute(pairs, "type"))),
        .title = arena_copy(r->a, str_of(html_sax_attribute(pairs, "title"))),
    };
}

static void on_meta(struct reader *r, const xmlChar **pairs)
{
    str name = str_of(html_sax_attribute(pairs, "name"));
    if (str_eq_nocase(name, STR("generator")) && !r->out->generator.n)
        r->out->generator =
            text_folded(r->a, str_of(html_sax_attribute(pairs, "content")), LIMIT_FIELD);
}

static void on_base(struct reader *r, const xmlChar **pairs)
{
    const char *href = html_sax_attribute(pairs, "href");
    str base = href && !r->based ? http_resolve(r->a, r->base, str_of(href)) : (str){0};
    if (base.n) {
        r->base = base;
        r->based = true;
    }
}

static void on_start(void *state, const xmlChar *name, const xmlChar **pairs)
{
    struct reader *r = state;
    str element = str_of((const char *)name);
    r->in_title = str_is(element, "title");
    if (r->title_only)
        return;
    if (str_is(element, "link"))
        on_link(r, pairs);
    else if (str_is(element, "meta"))
        on_meta(r, pairs);
    else if (str_is(element, "base"))
        on_base(r, pairs);
}

static void on_end(void *state, const xmlChar *name)
{
    struct reader *r = state;
    if (strcmp((const char *)name, "title") == 0)
        r->in_title = false;
}

static void on_text(void *state, const xmlChar *text, int n)
{
    struct reader *r = state;
    if (r->in_title)
        buf_add(&r->title, (str){(const char *)text, (size_t)n});
}

/* Makes the targets absolute: `base` may stand behind links. Those that lead elsewhere than http go. */
static void resolve_all(struct reader *r)
{
    struct web_links *links = &r->out->links;
    size_t kept = 0;
    for (size_t i = 0; i < links->count; i++) {
        struct web_link link = links->items[i];
        link.target = http_resolve(r->a, r->base, link.target);
        if (link.target.n)
            links->items[kept++] = link;
    }
    links->count = kept;
}

/* Reads the title again, in the encoding that the server or the page names. Addresses are ASCII in all
 * of them, and must not suffer from a page that names the wrong one. */
static void read_odd_title(struct reader *r, str tags, str charset)
{
    htmlSAXHandler handler = {.startElement = on_start,
                              .endElement = on_end,
                              .characters = on_text,
                              .ignorableWhitespace = on_text};
    struct reader again = {.title_only = true, .title = buf_init(4 * TAG_MAX)};
    html_sax_read(tags, charset.n ? charset : meta_charset(tags), &handler, &again);
    if (again.title.n) {
        buf_release(&r->title);
        r->title = again.title;
    }
}

void html_head_read(struct html_head *out, struct arena *a, str page, str url, str charset)
{
    *out =
        (struct html_head){.links = {.items = arena_array(a, LINKS_MAX, sizeof *out->links.items)}};
    htmlSAXHandler handler = {.startElement = on_start,
                              .endElement = on_end,
                              .characters = on_text,
                              .ignorableWhitespace = on_text};
    struct reader r = {.a = a, .out = out, .base = url, .title = buf_init(4 * TAG_MAX)};
    struct buf tags = buf_init(2 * TAGS_SIZE);
    sift(&tags, page);
    html_sax_read(buf_str(&tags), STR("utf-8"), &handler, &r);
    if (!utf8_valid(buf_str(&tags)))
        read_odd_title(&r, buf_str(&tags), charset);
    out->title = text_folded(a, buf_str(&r.title), LIMIT_TITLE);
    resolve_all(&r);
    buf_release(&tags);
    buf_release(&r.title);
}

/* -- Feeds ------------------------------------------------------------------------------------ */

/* How much a link is to be preferred as a feed; 0: it is none. */
static int feed_rank(const struct web_link *link)
{
    static const struct {
        const char *type;
        int rank;
    } types[] = {{"application/atom+xml", 5}, {"application/rss+xml", 4},
                 {"application/rdf+xml", 3},  {"text/xml", 2},
                 {"application/xml", 2},      {"application/feed+json", 1}};
    if (str_is(link->type, "application/json")) /* WordPress names its REST interface so, too */
        return !str_has(link->target, STR("wp-json")) && !str_has(link->target, STR("rest_route"));
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (str_is(link->type, types[i].type))
            return types[i].rank;
    return link_has_rel(link, STR("feed")) ? 4 : 0;
}

static bool has_nocase(str s, str word)
{
    for (size_t i = 0; i + word.n <= s.n; i++)
        if (str_eq_nocase(str_slice(s, i, i + word.n), word))
            return true;
    return false;
}

/* WordPress and others name a feed of the comments beside that of the articles. */
static bool is_of_comments(const struct web_link *link)
{
    return has_nocase(link->title, STR("comments")) || str_has(link->target, STR("/comments/")) ||
           str_has(link->target, STR("comments-rss2")) ||
           str_has(link->target, STR("comments-atom"));
}

str html_feed(const struct web_links *links)
{
    const struct web_link *best = NULL;
    int best_rank = 0;
    for (size_t i = 0; i < links->count; i++) {
        const struct web_link *link = &links->items[i];
        bool named = link_has_rel(link, STR("alternate")) || link_has_rel(link, STR("feed"));
        int rank = named && !is_of_comments(link) ? feed_rank(link) : 0;
        if (rank > best_rank) {
            best = link;
            best_rank = rank;
        }
    }
    return best ? best->target : (str){0};
}
