/* The list of sources as OPML 2.0 (opml.org/spec2.opml): subscribe to all of them at once. */
#include "feed_item.h"
#include "page.h"
#include "xml.h"

static void write_head(struct xml *x, struct arena *a, const struct site *site)
{
    xml_open(x, "head");
    xml_element(x, "title", site->config->title);
    if (site->model->count)
        xml_element(x, "dateModified", feed_mail_date(a, feed_stamp(site, site->model->updated)));
    xml_element(x, "docs", STR("http://opml.org/spec2.opml"));
    xml_close(x);
}

static void write_outline(struct xml *x, struct arena *a, const struct site *site,
                          const struct term *term)
{
    str home = term->source && term->source->home.n
                   ? term->source->home
                   : link_absolute(a, site->config, term_path(a, term));
    xml_open(x, "outline");
    xml_attribute(x, "type", STR("rss"));
    xml_attribute(x, "text", term->name);
    xml_attribute(x, "title", term->name);
    xml_attribute(x, "xmlUrl", link_absolute(a, site->config, feed_term_path(a, term)));
    xml_attribute(x, "htmlUrl", home);
    if (term->source && term->source->language.n)
        xml_attribute(x, "language", term->source->language);
    xml_close(x);
}

bool opml_sources(const struct site *site, struct buf *out, struct err *err)
{
    struct arena a = {0};
    struct xml x;
    xml_begin(&x, out);
    xml_open(&x, "opml");
    xml_attribute(&x, "version", STR("2.0"));
    write_head(&x, &a, site);
    xml_open(&x, "body");
    for (size_t i = 0; i < site->model->term_count[TERM_SOURCE]; i++)
        write_outline(&x, &a, site, site->model->terms[TERM_SOURCE][i]);
    arena_release(&a);
    return xml_end(&x, true, err);
}
