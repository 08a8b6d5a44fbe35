/*
 * RSS 2.0 (rssboard.org/rss-specification), with what its readers have come to expect: the full
 * body in content:encoded, names in dc:creator, the feed's own address in atom:link.
 */
#include "digest/escape.h"
#include "feed_item.h"
#include "links.h"
#include "xml.h"

static void write_namespaces(struct xml *x)
{
    xml_attribute(x, "version", STR("2.0"));
    xml_attribute(x, "xmlns:atom", STR("http://www.w3.org/2005/Atom"));
    xml_attribute(x, "xmlns:content", STR("http://purl.org/rss/1.0/modules/content/"));
    xml_attribute(x, "xmlns:dc", STR("http://purl.org/dc/elements/1.1/"));
    xml_attribute(x, "xmlns:media", FEED_MEDIA_NAMESPACE);
}

static void write_head(struct xml *x, struct feed_maker *maker)
{
    const struct config *config = maker->site->config;
    struct arena *a = &maker->arena;
    xml_element(x, "title", maker->feed->title);
    xml_element(x, "link", link_absolute(a, config, maker->feed->page_path));
    xml_element(x, "description", config->description.n ? config->description : maker->feed->title);
    xml_element(x, "language", config->language);
    xml_element(x, "lastBuildDate", feed_mail_date(a, feed_updated(maker)));
    xml_element(x, "generator", STR("digest"));
    xml_element(x, "docs", STR("https://www.rssboard.org/rss-specification"));
    xml_open(x, "atom:link");
    xml_attribute(x, "rel", STR("self"));
    xml_attribute(x, "type", STR("application/rss+xml"));
    xml_attribute(x, "href", link_absolute(a, config, maker->feed->path));
    xml_close(x);
}

static void write_categories(struct xml *x, const struct entry *entry)
{
    static const enum term_kind kinds[] = {TERM_CATEGORY, TERM_TAG};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (size_t i = 0; i < entry->term_count[kinds[k]]; i++)
            xml_element(x, "category", entry->terms[kinds[k]][i]->name);
}

/* Readers take a description for markup, so text is escaped once more. */
static void write_description(struct xml *x, struct feed_maker *maker, str summary)
{
    if (summary.n)
        xml_element(x, "description", escape_to_html(&maker->arena, summary).markup);
}

static void write_source(struct xml *x, struct feed_maker *maker, const struct entry *entry)
{
    struct arena *a = &maker->arena;
    xml_open(x, "source");
    xml_attribute(x, "url",
                  link_absolute(a, maker->site->config, feed_term_path(a, entry->source_term)));
    xml_text(x, entry->source->name);
    xml_close(x);
}

static void write_item(struct xml *x, struct feed_maker *maker, const struct feed_item *item)
{
    xml_open(x, "item");
    xml_element(x, "title", item->entry->article->title);
    xml_element(x, "link", item->url);
    xml_open(x, "guid");
    xml_attribute(x, "isPermaLink", STR("false"));
    xml_text(x, item->id);
    xml_close(x);
    xml_element(x, "pubDate", feed_mail_date(&maker->arena, item->published));
    struct str_list names = feed_item_authors(maker, item->entry);
    for (size_t i = 0; i < names.count; i++)
        xml_element(x, "dc:creator", names.items[i]);
    write_categories(x, item->entry);
    write_source(x, maker, item->entry);
    write_description(x, maker, item->summary);
    xml_optional(x, "content:encoded", item->content);
    feed_write_media(x, item);
    xml_close(x);
}

bool feed_rss(const struct site *site, const struct feed *feed, struct buf *body, struct buf *out,
              struct err *err)
{
    struct feed_maker maker = feed_maker_init(site, feed, body);
    struct xml x;
    xml_begin(&x, out);
    xml_open(&x, "rss");
    write_namespaces(&x);
    xml_open(&x, "channel");
    write_head(&x, &maker);
    bool done = true;
    for (size_t i = 0; i < feed_item_count(feed) && done; i++) {
        struct feed_item item;
        done = feed_item_make(&item, &maker, i, err);
        if (done)
            write_item(&x, &maker, &item);
    }
    feed_maker_release(&maker);
    return xml_end(&x, done, err);
}
