/* Atom feeds (RFC 4287). */
#include "feed_item.h"
#include "page.h"
#include "xml.h"

static void write_link(struct xml *x, const char *rel, const char *type, str href)
{
    xml_open(x, "link");
    xml_attribute(x, "rel", str_of(rel));
    if (type)
        xml_attribute(x, "type", str_of(type));
    xml_attribute(x, "href", href);
    xml_close(x);
}

static void write_head(struct xml *x, struct feed_maker *maker)
{
    const struct config *config = maker->site->config;
    struct arena *a = &maker->arena;
    str page = link_absolute(a, config, maker->feed->page_path);
    xml_element(x, "id", page);
    xml_element(x, "title", maker->feed->title);
    if (!maker->feed->page_path.n)
        xml_optional(x, "subtitle", config->description);
    xml_element(x, "updated", feed_date(a, feed_updated(maker)));
    write_link(x, "self", "application/atom+xml", link_absolute(a, config, maker->feed->path));
    write_link(x, "alternate", "text/html", page);
    xml_element(x, "generator", STR("digest"));
}

static void write_authors(struct xml *x, struct feed_maker *maker, const struct entry *entry)
{
    struct str_list names = feed_item_authors(maker, entry);
    for (size_t i = 0; i < names.count; i++) {
        xml_open(x, "author");
        xml_element(x, "name", names.items[i]);
        if (!entry->term_count[TERM_AUTHOR])
            xml_optional(x, "uri", entry->source->home);
        xml_close(x);
    }
}

static void write_categories(struct xml *x, struct feed_maker *maker, const struct entry *entry)
{
    static const enum term_kind kinds[] = {TERM_CATEGORY, TERM_TAG};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        str scheme =
            link_absolute(&maker->arena, maker->site->config, term_folders[kinds[k]].folder);
        for (size_t i = 0; i < entry->term_count[kinds[k]]; i++) {
            const struct term *term = entry->terms[kinds[k]][i];
            xml_open(x, "category");
            xml_attribute(x, "term", term->slug);
            xml_attribute(x, "scheme", scheme);
            xml_attribute(x, "label", term->name);
            xml_close(x);
        }
    }
}

static void write_typed(struct xml *x, const char *name, const char *type, str text)
{
    if (!text.n)
        return;
    xml_open(x, name);
    xml_attribute(x, "type", str_of(type));
    xml_text(x, text);
    xml_close(x);
}

static void write_entry(struct xml *x, struct feed_maker *maker, const struct feed_item *item)
{
    const struct article *article = item->entry->article;
    xml_open(x, "entry");
    if (item->language.n)
        xml_attribute(x, "xml:lang", item->language);
    xml_element(x, "id", item->id);
    xml_element(x, "title", article->title);
    write_link(x, "alternate", "text/html", item->url);
    if (article->url.n)
        write_link(x, "via", NULL, article->url);
    for (size_t i = 0; i < article->via.count; i++)
        write_link(x, "related", NULL, article->via.items[i].url);
    xml_element(x, "published", feed_date(&maker->arena, item->published));
    xml_element(x, "updated", feed_date(&maker->arena, item->modified));
    write_authors(x, maker, item->entry);
    write_categories(x, maker, item->entry);
    write_typed(x, "summary", "text", item->summary);
    write_typed(x, "content", "html", item->content);
    feed_write_media(x, item);
    xml_close(x);
}

bool feed_atom(const struct site *site, const struct feed *feed, struct buf *body, struct buf *out,
               struct err *err)
{
    struct feed_maker maker = feed_maker_init(site, feed, body);
    struct xml x;
    xml_begin(&x, out);
    xml_open(&x, "feed");
    xml_attribute(&x, "xmlns", STR("http://www.w3.org/2005/Atom"));
    xml_attribute(&x, "xmlns:media", FEED_MEDIA_NAMESPACE);
    xml_attribute(&x, "xml:lang", site->config->language);
    write_head(&x, &maker);
    bool done = true;
    for (size_t i = 0; i < feed_item_count(feed) && done; i++) {
        struct feed_item item;
        done = feed_item_make(&item, &maker, i, err);
        if (done)
            write_entry(&x, &maker, &item);
    }
    feed_maker_release(&maker);
    return xml_end(&x, done, err);
}
