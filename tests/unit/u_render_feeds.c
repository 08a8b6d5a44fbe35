/* Feeds, the list of sources, sitemaps: read back by libxml2 and jansson. */
#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdlib.h>

#include "../../src/render/feeds.h"
#include "../../src/render/relink.h"
#include "check.h"
#include "digest/limits.h"

/* What a title may not bring down: markup, the end of CDATA, references, control characters. */
#define ODD      "a <b>&amp;</b> ]]> \x01\x0B \"é\" \xC2\x85 \xEF\xBF\xBF"
#define ODD_READ "a <b>&amp;</b> ]]> \xEF\xBF\xBD\xEF\xBF\xBD \"é\" \xEF\xBF\xBD \xEF\xBF\xBD"

#define BODY "<p>Body <a href=\"#n\">note</a> <img src=\"media/one/a.png\" alt=\"\"></p>"

typedef bool feed_fn(const struct site *site, const struct feed *feed, struct buf *body,
                     struct buf *out, struct err *err);

/* A site of two sources and two articles, made by hand. */
struct fixture {
    struct config config;
    struct source sources[2];
    struct article articles[2];
    struct term terms[TERM_KINDS];
    const struct term *term_of[TERM_KINDS];
    struct term *source_terms[1];
    struct entry entries[2];
    struct entry *order[2];
    struct period month;
    struct model model;
    struct zone zone;
    struct site site;
    struct feed feed;
    str markup;  /* of every body */
    bool broken; /* bodies cannot be had */
    struct buf body, out;
    struct err err;
};

static bool give_body(void *context, const struct article *article, struct buf *buf, html *body,
                      str *text, struct err *err)
{
    const struct fixture *f = context;
    (void)article;
    if (f->broken)
        return err_set(err, ERR_STORE, "no body");
    buf_reset(buf);
    buf_add(buf, f->markup);
    /* Written by a copy, for only the sanitizer makes markup. */
    memcpy(body, &(str){buf->p, buf->n}, sizeof *body);
    *text = STR("Body");
    return true;
}

static void init_articles(struct fixture *f)
{
    f->articles[0] = (struct article){.id = STR("7"),
                                      .url = STR("https://one.example/?p=7&x=1"),
                                      .title = STR(ODD),
                                      .summary = STR("Sum & <mary> " ODD),
                                      .published = {1778141443, 7200}, /* 2026-05-07T08:10:43Z */
                                      .modified = {1778145043, 7200},
                                      .language = STR("en"),
                                      .image = {.url = STR("media/one/été.png"),
                                                .alt = STR("A \"picture\""),
                                                .width = 640,
                                                .height = 480}};
    f->articles[1] = (struct article){.id = STR("notes/été 1.md"),
                                      .title = STR("Second"),
                                      .dek = STR("Dek"),
                                      .published = {1767225600, 0}, /* 2026-01-01T00:00:00Z */
                                      .modified = {1767225600, 0},
                                      .language = STR("ar"),
                                      .direction = DIRECTION_RTL};
}

static void init_entries(struct fixture *f)
{
    const char *const names[TERM_KINDS] = {"xAI & <co>", "News", "Ann \"A\" Lee", "One"};
    const char *const slugs[TERM_KINDS] = {"xai", "news", "ann", "one"};
    for (int kind = 0; kind < TERM_KINDS; kind++) {
        f->terms[kind] = (struct term){
            .kind = (enum term_kind)kind, .slug = str_of(slugs[kind]), .name = str_of(names[kind])};
        f->term_of[kind] = &f->terms[kind];
    }
    f->terms[TERM_SOURCE].source = &f->sources[0];
    f->source_terms[0] = &f->terms[TERM_SOURCE];
    for (int i = 0; i < 2; i++) {
        f->entries[i] = (struct entry){.article = &f->articles[i],
                                       .source = &f->sources[i],
                                       .source_term = &f->terms[TERM_SOURCE],
                                       .path = i ? STR("2026/01/01/zwei/") : STR("2026/05/07/été/"),
                                       .offset = i ? 3600 : 7200};
        f->order[i] = &f->entries[i];
    }
    for (int kind = 0; kind < TERM_KINDS; kind++) {
        f->entries[0].terms[kind] = &f->term_of[kind];
        f->entries[0].term_count[kind] = 1;
    }
}

static void fixture_init(struct fixture *f)
{
    static const int64_t from[] = {INT64_MIN, 1774746000}; /* summer time 2026 */
    static const int32_t offsets[] = {3600, 7200};
    *f = (struct fixture){
        .config = {.title = STR("Digest & Co"),
                   .description = STR("All <news>"),
                   .url = STR("https://Example.org:8443/ai/"),
                   .language = STR("en")},
        .sources = {{.key = STR("one"), .name = STR("One"), .home = STR("https://one.example/")},
                    {.key = STR("two"), .name = STR("Two"), .content = CONTENT_EXCERPT}},
        .month = {.year = 2026, .month = 5, .entries = f->order, .count = 1},
        .model = {.entries = f->order, .count = 2, .updated = 1778145043},
        .zone = {.count = 2, .from = from, .offsets = offsets},
        .site = {.config = &f->config, .zone = &f->zone, .model = &f->model, .body = give_body},
        .feed = {.title = STR("Digest & Co"),
                 .path = STR("feed.xml"),
                 .entries = f->order,
                 .count = 2},
        .markup = STR(BODY),
        .body = buf_init(LIMIT_BODY),
        .out = buf_init(LIMIT_PAGE)};
    f->site.context = f;
    f->model.months = (struct periods){&f->month, 1};
    f->model.terms[TERM_SOURCE] = f->source_terms;
    f->model.term_count[TERM_SOURCE] = 1;
    init_articles(f);
    init_entries(f);
}

static void fixture_release(struct fixture *f)
{
    buf_release(&f->body);
    buf_release(&f->out);
}

static void make(struct fixture *f, feed_fn *feed)
{
    buf_reset(&f->out);
    if (!feed(&f->site, &f->feed, &f->body, &f->out, &f->err))
        print_error("%s\n", f->err.why);
    assert_false(f->err.code);
}

/* -- Reading XML back -------------------------------------------------------------------------- */

static const char *const namespaces[][2] = {
    {"a", "http://www.w3.org/2005/Atom"},
    {"content", "http://purl.org/rss/1.0/modules/content/"},
    {"dc", "http://purl.org/dc/elements/1.1/"},
    {"media", "http://search.yahoo.com/mrss/"},
    {"s", "http://www.sitemaps.org/schemas/sitemap/0.9"},
};

static xmlXPathObject *evaluate(xmlDoc *doc, const char *path)
{
    xmlXPathContext *context = xmlXPathNewContext(doc);
    for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++)
        xmlXPathRegisterNs(context, (const xmlChar *)namespaces[i][0],
                           (const xmlChar *)namespaces[i][1]);
    xmlXPathObject *result = xmlXPathEvalExpression((const xmlChar *)path, context);
    xmlXPathFreeContext(context);
    assert_non_null(result);
    return result;
}

/* Fails unless the document is well-formed, without a word, and path has the value `expected`. */
static void check_xml(const struct fixture *f, const char *path, const char *expected)
{
    xmlDoc *doc = xmlReadMemory(f->out.p, (int)f->out.n, "out.xml", NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    xmlXPathObject *result = evaluate(doc, path);
    xmlChar *text = xmlXPathCastToString(result);
    if (strcmp((const char *)text, expected) != 0)
        print_error("%s\n", path);
    assert_string_equal((const char *)text, expected);
    xmlFree(text);
    xmlXPathFreeObject(result);
    xmlFreeDoc(doc);
}

/* -- Atom -------------------------------------------------------------------------------------- */

static void atom_says_of_itself_what_the_rfc_requires(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    make(&f, feed_atom);
    check_xml(&f, "/a:feed/a:id", "https://Example.org:8443/ai/");
    check_xml(&f, "/a:feed/a:title", "Digest & Co");
    check_xml(&f, "/a:feed/a:subtitle", "All <news>");
    check_xml(&f, "/a:feed/a:updated", "2026-05-07T11:10:43+02:00");
    check_xml(&f, "/a:feed/a:link[@rel='self']/@href", "https://Example.org:8443/ai/feed.xml");
    check_xml(&f, "/a:feed/a:link[@rel='alternate']/@href", "https://Example.org:8443/ai/");
    check_xml(&f, "/a:feed/@xml:lang", "en");
    check_xml(&f, "count(/a:feed/a:entry)", "2");
    f.feed.path = STR("tags/été/feed.xml");
    f.feed.page_path = STR("tags/été/");
    make(&f, feed_atom);
    check_xml(&f, "/a:feed/a:id", "https://Example.org:8443/ai/tags/%C3%A9t%C3%A9/");
    check_xml(&f, "count(/a:feed/a:subtitle)", "0");
    fixture_release(&f);
}

static void atom_entries_have_what_the_rfc_requires(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    make(&f, feed_atom);
#define FIRST "/a:feed/a:entry[1]/"
    check_xml(&f, FIRST "a:id", "tag:example.org,2026:one/7");
    check_xml(&f, FIRST "a:title", ODD_READ);
    check_xml(&f, FIRST "a:link[@rel='alternate']/@href",
              "https://Example.org:8443/ai/2026/05/07/%C3%A9t%C3%A9/");
    check_xml(&f, FIRST "a:link[@rel='via']/@href", "https://one.example/?p=7&x=1");
    check_xml(&f, FIRST "a:published", "2026-05-07T10:10:43+02:00");
    check_xml(&f, FIRST "a:updated", "2026-05-07T11:10:43+02:00");
    check_xml(&f, FIRST "a:author/a:name", "Ann \"A\" Lee");
    check_xml(&f, FIRST "a:category[2]/@label", "xAI & <co>");
    check_xml(&f, FIRST "a:category[2]/@term", "xai");
    check_xml(&f, FIRST "a:category[2]/@scheme", "https://Example.org:8443/ai/tags/");
    check_xml(&f, FIRST "a:summary", "Sum & <mary> " ODD_READ);
    check_xml(&f, FIRST "a:summary/@type", "text");
    check_xml(&f, FIRST "a:content/@type", "html");
    check_xml(&f, FIRST "media:content/@url",
              "https://Example.org:8443/ai/media/one/%C3%A9t%C3%A9.png");
    check_xml(&f, "/a:feed/a:entry[2]/a:author/a:name", "Two");
    check_xml(&f, "/a:feed/a:entry[2]/@xml:lang", "ar");
    check_xml(&f, "/a:feed/a:entry[2]/a:summary", "Dek");
    fixture_release(&f);
}

static void atom_content_is_absolute_and_begins_with_the_lead_image(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    make(&f, feed_atom);
    check_xml(
        &f, FIRST "a:content",
        "<p><img src=\"https://Example.org:8443/ai/media/one/%C3%A9t%C3%A9.png\" "
        "alt=\"A &quot;picture&quot;\" width=\"640\" height=\"480\"></p>\n"
        "<p>Body <a href=\"https://Example.org:8443/ai/2026/05/07/%C3%A9t%C3%A9/#n\">note</a> "
        "<img src=\"https://Example.org:8443/ai/media/one/a.png\" alt=\"\"></p>");
    f.articles[0].image.url = STR("https://cdn.example/a-640x480.png");
    make(&f, feed_atom);
    check_xml(&f, "starts-with(" FIRST "a:content, '<p>Body ')", "true");
    fixture_release(&f);
}

static void content_is_held_back_where_the_source_does_not_allow_it(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    make(&f, feed_atom);
    check_xml(&f, "count(/a:feed/a:entry[2]/a:content)", "0");
    f.sources[1].content = CONTENT_FULL;
    make(&f, feed_atom);
    check_xml(&f, "starts-with(/a:feed/a:entry[2]/a:content, '<div dir=\"rtl\"><p>')", "true");
    f.sources[1].content = CONTENT_LINK;
    make(&f, feed_rss);
    check_xml(&f, "count(//item[2]/content:encoded)", "0");
    make(&f, feed_json);
    assert_false(str_has(buf_str(&f.out), STR("Dek")));
    assert_true(str_has(buf_str(&f.out), STR("\"content_text\": \"Second\"")));
    fixture_release(&f);
}

/* The host is written small and alone; what a URI may not hold is encoded. */
static void identifiers_depend_on_source_and_id_alone(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    f.articles[1].title = STR("Other");
    f.articles[1].url = STR("https://other.example/");
    f.articles[1].modified.utc += 86400;
    f.entries[1].path = STR("2026/01/01/other/");
    f.entries[1].offset = -36000;
    make(&f, feed_atom);
    check_xml(&f, "/a:feed/a:entry[2]/a:id", "tag:example.org,2026:two/notes/%C3%A9t%C3%A9%201.md");
    f.config.url = STR("https://user@[::1]:80/");
    make(&f, feed_atom);
    check_xml(&f, FIRST "a:id", "tag:--1,2026:one/7");
    f.config.url = STR("http://localhost/");
    make(&f, feed_atom);
    check_xml(&f, FIRST "a:id", "tag:localhost,2026:one/7");
    fixture_release(&f);
}

/* -- RSS, JSON Feed ---------------------------------------------------------------------------- */

static void rss_has_what_readers_need(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    f.feed.path = STR("rss.xml");
    make(&f, feed_rss);
    check_xml(&f, "/rss/@version", "2.0");
    check_xml(&f, "/rss/channel/title", "Digest & Co");
    check_xml(&f, "/rss/channel/link", "https://Example.org:8443/ai/");
    check_xml(&f, "/rss/channel/description", "All <news>");
    check_xml(&f, "/rss/channel/language", "en");
    check_xml(&f, "/rss/channel/lastBuildDate", "Thu, 07 May 2026 11:10:43 +0200");
    check_xml(&f, "/rss/channel/a:link[@rel='self']/@href", "https://Example.org:8443/ai/rss.xml");
    check_xml(&f, "//item[1]/title", ODD_READ);
    check_xml(&f, "//item[1]/link", "https://Example.org:8443/ai/2026/05/07/%C3%A9t%C3%A9/");
    check_xml(&f, "//item[1]/guid", "tag:example.org,2026:one/7");
    check_xml(&f, "//item[1]/guid/@isPermaLink", "false");
    check_xml(&f, "//item[1]/pubDate", "Thu, 07 May 2026 10:10:43 +0200");
    check_xml(&f, "//item[1]/dc:creator", "Ann \"A\" Lee");
    check_xml(&f, "//item[1]/category[1]", "News");
    check_xml(&f, "//item[1]/source/@url", "https://Example.org:8443/ai/sources/one/feed.xml");
    check_xml(&f, "substring(//item[1]/description, 1, 24)", "Sum &amp; &lt;mary&gt; a");
    check_xml(&f, "contains(//item[1]/content:encoded, '#n\">note</a>')", "true");
    check_xml(&f, "//item[2]/pubDate", "Thu, 01 Jan 2026 01:00:00 +0100");
    f.config.description = (str){0};
    make(&f, feed_rss);
    check_xml(&f, "/rss/channel/description", "Digest & Co");
    fixture_release(&f);
}

static const char *member(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static void json_feed_has_what_version_1_1_requires(void **state)
{
    (void)state;
    struct fixture f;
    json_error_t why;
    fixture_init(&f);
    f.feed.path = STR("feed.json");
    make(&f, feed_json);
    json_t *root = json_loadb(f.out.p, f.out.n, JSON_REJECT_DUPLICATES, &why);
    assert_non_null(root);
    assert_string_equal(member(root, "version"), "https://jsonfeed.org/version/1.1");
    assert_string_equal(member(root, "title"), "Digest & Co");
    assert_string_equal(member(root, "feed_url"), "https://Example.org:8443/ai/feed.json");
    assert_string_equal(member(root, "home_page_url"), "https://Example.org:8443/ai/");
    const json_t *first = json_array_get(json_object_get(root, "items"), 0);
    assert_string_equal(member(first, "id"), "tag:example.org,2026:one/7");
    assert_string_equal(member(first, "title"), ODD);
    assert_string_equal(member(first, "external_url"), "https://one.example/?p=7&x=1");
    assert_string_equal(member(first, "date_published"), "2026-05-07T10:10:43+02:00");
    assert_string_equal(member(first, "date_modified"), "2026-05-07T11:10:43+02:00");
    assert_non_null(strstr(member(first, "content_html"), "/ai/media/one/a.png\" alt=\"\">"));
    assert_null(json_object_get(first, "content_text"));
    const json_t *author = json_array_get(json_object_get(first, "authors"), 0);
    assert_string_equal(member(author, "name"), "Ann \"A\" Lee");
    const json_t *tags = json_object_get(first, "tags");
    assert_string_equal(json_string_value(json_array_get(tags, 1)), "xAI & <co>");
    json_decref(root);
    fixture_release(&f);
}

/* -- All of them ------------------------------------------------------------------------------- */

static feed_fn *const feeds[] = {feed_atom, feed_rss, feed_json};

static void a_feed_lists_the_newest_up_to_its_limit(void **state)
{
    (void)state;
    struct fixture f;
    struct entry *many[LIMIT_FEED_ITEMS + 10];
    fixture_init(&f);
    for (size_t i = 0; i < LIMIT_FEED_ITEMS + 10; i++)
        many[i] = f.order[1];
    many[LIMIT_FEED_ITEMS] = f.order[0]; /* later, and behind the limit: not part of `updated` */
    f.feed.entries = many;
    f.feed.count = LIMIT_FEED_ITEMS + 10;
    make(&f, feed_atom);
    check_xml(&f, "count(/a:feed/a:entry)", "50");
    check_xml(&f, "/a:feed/a:updated", "2026-01-01T01:00:00+01:00");
    fixture_release(&f);
}

static void a_feed_of_nothing_is_whole(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    f.feed.count = 0;
    make(&f, feed_atom);
    check_xml(&f, "/a:feed/a:updated", "1970-01-01T01:00:00+01:00");
    make(&f, feed_rss);
    check_xml(&f, "count(//item)", "0");
    make(&f, feed_json);
    assert_true(str_has(buf_str(&f.out), STR("\"items\": []")));
    fixture_release(&f);
}

static void bodies_beyond_the_limit_give_way_to_summaries(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    f.sources[1].content = CONTENT_FULL;
    char *large = malloc(LIMIT_FEED * 2 / 3);
    assert_non_null(large);
    memset(large, '"', LIMIT_FEED * 2 / 3);
    f.markup = (str){large, LIMIT_FEED * 2 / 3};
    for (size_t i = 0; i < 3; i++)
        make(&f, feeds[i]);
    make(&f, feed_atom);
    check_xml(&f, "count(//a:content)", "1");
    check_xml(&f, "count(//a:summary)", "2");
    f.markup = (str){0};
    make(&f, feed_atom);
    check_xml(&f, "count(//a:content)", "0");
    free(large);
    fixture_release(&f);
}

static void failures_are_handed_on(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    for (size_t i = 0; i < 3; i++) {
        struct buf small = buf_init(300);
        f.broken = true;
        f.err = (struct err){0};
        assert_false(feeds[i](&f.site, &f.feed, &f.body, &small, &f.err));
        assert_string_equal(f.err.why, "no body");
        f.broken = false;
        f.err = (struct err){0};
        buf_reset(&small);
        assert_false(feeds[i](&f.site, &f.feed, &f.body, &small, &f.err));
        assert_int_equal(f.err.code, ERR_LIMIT);
        buf_release(&small);
    }
    fixture_release(&f);
}

static void the_same_model_makes_the_same_bytes(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    for (size_t i = 0; i < 3; i++) {
        make(&f, feeds[i]);
        char *before = strdup(f.out.p);
        make(&f, feeds[i]);
        assert_string_equal(f.out.p, before);
        free(before);
    }
    fixture_release(&f);
}

/* -- Addresses in markup ----------------------------------------------------------------------- */

static void check_relink(const char *markup, const char *expected)
{
    struct buf out = buf_init(1 << 16);
    const struct site site = {0};
    const struct source source = {0};
    const struct relinking to = {.site = &site,
                                 .source = &source,
                                 .root = STR("https://e.org/"),
                                 .page = STR("https://e.org/p/")};
    relink(&out, str_of(markup), &to);
    assert_str(buf_str(&out), expected);
    buf_release(&out);
}

static void only_addresses_in_tags_are_made_absolute(void **state)
{
    (void)state;
    check_relink("", "");
    check_relink("x > \" src=\"media/a\"", "x > \" src=\"media/a\"");
    check_relink("<code> src=\"media/a\" </code>", "<code> src=\"media/a\" </code>");
    check_relink("<img alt=\"> src=\" src=\"media/é.png\"><br>",
                 "<img alt=\"> src=\" src=\"https://e.org/media/%C3%A9.png\"><br>");
    check_relink("<a href=\"#a\" title=\"#a\">#a</a>",
                 "<a href=\"https://e.org/p/#a\" title=\"#a\">#a</a>");
    check_relink("<a href=\"https://o.org/media/\">", "<a href=\"https://o.org/media/\">");
    check_relink("<a data-src=\"media/x\">", "<a data-src=\"media/x\">");
    check_relink("<a", "<a");
    check_relink("<a href=\"media/", "<a href=\"media/");
    check_relink("a<<b>", "a<<b>");
}

/* -- OPML, sitemaps, robots -------------------------------------------------------------------- */

static void the_list_of_sources_names_home_and_feed(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    assert_true(opml_sources(&f.site, &f.out, &f.err));
    check_xml(&f, "/opml/@version", "2.0");
    check_xml(&f, "/opml/head/title", "Digest & Co");
    check_xml(&f, "/opml/head/dateModified", "Thu, 07 May 2026 11:10:43 +0200");
    check_xml(&f, "count(/opml/body/outline)", "1");
    check_xml(&f, "//outline/@type", "rss");
    check_xml(&f, "//outline/@text", "One");
    check_xml(&f, "//outline/@htmlUrl", "https://one.example/");
    check_xml(&f, "//outline/@xmlUrl", "https://Example.org:8443/ai/sources/one/feed.xml");
    fixture_release(&f);
}

static void sitemaps_list_articles_by_month_and_other_pages(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    const struct sitemap_url urls[] = {{STR(""), 1778145043}, {STR("tags/été/"), INSTANT_NONE}};
    const struct sitemap_list pages = {urls, 2};
    assert_true(sitemap_month(&f.site, &f.month, 0, &f.out, &f.err));
    check_xml(&f, "/s:urlset/s:url/s:loc", "https://Example.org:8443/ai/2026/05/07/%C3%A9t%C3%A9/");
    check_xml(&f, "/s:urlset/s:url/s:lastmod", "2026-05-07T11:10:43+02:00");
    buf_reset(&f.out);
    assert_true(sitemap_pages(&f.site, &pages, 0, &f.out, &f.err));
    check_xml(&f, "count(/s:urlset/s:url)", "2");
    check_xml(&f, "//s:url[2]/s:loc", "https://Example.org:8443/ai/tags/%C3%A9t%C3%A9/");
    check_xml(&f, "count(//s:lastmod)", "1");
    buf_reset(&f.out);
    assert_true(sitemap_index(&f.site, &pages, &f.out, &f.err));
    check_xml(&f, "count(/s:sitemapindex/s:sitemap)", "2");
    check_xml(&f, "//s:sitemap[1]/s:loc", "https://Example.org:8443/ai/sitemap-pages.xml");
    check_xml(&f, "//s:sitemap[2]/s:loc", "https://Example.org:8443/ai/sitemap-2026-05.xml");
    check_xml(&f, "//s:sitemap[2]/s:lastmod", "2026-05-07T11:10:43+02:00");
    fixture_release(&f);
}

static void sitemaps_are_split_at_their_limit(void **state)
{
    (void)state;
    struct fixture f;
    struct arena a = {0};
    fixture_init(&f);
    assert_int_equal(sitemap_parts(0), 0);
    assert_int_equal(sitemap_parts(LIMIT_SITEMAP_URLS), 1);
    assert_int_equal(sitemap_parts(LIMIT_SITEMAP_URLS + 1), 2);
    assert_str(sitemap_month_path(&a, &f.month, 1), "sitemap-2026-05-2.xml");
    assert_str(sitemap_pages_path(&a, 1), "sitemap-pages-2.xml");
    f.month.count = LIMIT_SITEMAP_URLS + 1;
    f.month.entries = arena_array(&a, f.month.count, sizeof(struct entry *));
    for (size_t i = 0; i < f.month.count; i++)
        f.month.entries[i] = f.order[0];
    f.month.entries[LIMIT_SITEMAP_URLS] = f.order[1];
    assert_true(sitemap_month(&f.site, &f.month, 0, &f.out, &f.err));
    check_xml(&f, "count(//s:url)", "50000");
    buf_reset(&f.out);
    assert_true(sitemap_month(&f.site, &f.month, 1, &f.out, &f.err));
    check_xml(&f, "//s:loc", "https://Example.org:8443/ai/2026/01/01/zwei/");
    buf_reset(&f.out);
    assert_true(sitemap_index(&f.site, &(struct sitemap_list){0}, &f.out, &f.err));
    check_xml(&f, "count(//s:sitemap)", "2");
    check_xml(&f, "//s:sitemap[2]/s:lastmod", "2026-01-01T01:00:00+01:00");
    arena_release(&a);
    fixture_release(&f);
}

static void robots_may_read_everything(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    assert_true(robots_txt(&f.site, &f.out, &f.err));
    assert_str(buf_str(&f.out), "User-agent: *\nDisallow:\n\n"
                                "Sitemap: https://Example.org:8443/ai/sitemap.xml\n");
    fixture_release(&f);
}

int u_render_feeds(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(atom_says_of_itself_what_the_rfc_requires),
        cmocka_unit_test(atom_entries_have_what_the_rfc_requires),
        cmocka_unit_test(atom_content_is_absolute_and_begins_with_the_lead_image),
        cmocka_unit_test(content_is_held_back_where_the_source_does_not_allow_it),
        cmocka_unit_test(identifiers_depend_on_source_and_id_alone),
        cmocka_unit_test(rss_has_what_readers_need),
        cmocka_unit_test(json_feed_has_what_version_1_1_requires),
        cmocka_unit_test(a_feed_lists_the_newest_up_to_its_limit),
        cmocka_unit_test(a_feed_of_nothing_is_whole),
        cmocka_unit_test(bodies_beyond_the_limit_give_way_to_summaries),
        cmocka_unit_test(failures_are_handed_on),
        cmocka_unit_test(the_same_model_makes_the_same_bytes),
        cmocka_unit_test(only_addresses_in_tags_are_made_absolute),
        cmocka_unit_test(the_list_of_sources_names_home_and_feed),
        cmocka_unit_test(sitemaps_list_articles_by_month_and_other_pages),
        cmocka_unit_test(sitemaps_are_split_at_their_limit),
        cmocka_unit_test(robots_may_read_everything),
    };
    return cmocka_run_group_tests_name("render.feeds", tests, NULL, NULL);
}
