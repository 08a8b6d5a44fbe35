/* What crawlers read: sitemaps (sitemaps.org), one a month and one of other pages, their index, and
 * robots.txt (RFC 9309), which names that. */
#include "digest/limits.h"
#include "feed_item.h"
#include "links.h"
#include "xml.h"

/* -- Parts and paths -------------------------------------------------------------------------- */

size_t sitemap_parts(size_t count)
{
    return count / LIMIT_SITEMAP_URLS + (count % LIMIT_SITEMAP_URLS > 0);
}

/* The range of part `part` of `count` URLs. */
static void part_range(size_t count, size_t part, size_t *from, size_t *to)
{
    *from = part * LIMIT_SITEMAP_URLS < count ? part * LIMIT_SITEMAP_URLS : count;
    *to = count - *from < LIMIT_SITEMAP_URLS ? count : *from + LIMIT_SITEMAP_URLS;
}

static str part_path(struct arena *a, str stem, size_t part)
{
    return part ? arena_printf(a, "%.*s-%zu.xml", STR_ARGS(stem), part + 1)
                : arena_printf(a, "%.*s.xml", STR_ARGS(stem));
}

str sitemap_month_path(struct arena *a, const struct period *month, size_t part)
{
    return part_path(a, arena_printf(a, "sitemap-%04d-%02d", month->year, month->month), part);
}

str sitemap_pages_path(struct arena *a, size_t part)
{
    return part_path(a, STR("sitemap-pages"), part);
}

/* -- Writing ---------------------------------------------------------------------------------- */

/* A sitemap or an index of them. The arena is for one address at a time. */
struct sitemap {
    const struct site *site;
    struct arena arena;
    struct xml xml;
    const char *element; /* around each address */
};

static void sitemap_begin(struct sitemap *map, const struct site *site, bool index, struct buf *out)
{
    *map = (struct sitemap){.site = site, .element = index ? "sitemap" : "url"};
    xml_begin(&map->xml, out);
    xml_open(&map->xml, index ? "sitemapindex" : "urlset");
    xml_attribute(&map->xml, "xmlns", STR("http://www.sitemaps.org/schemas/sitemap/0.9"));
}

static void sitemap_add(struct sitemap *map, str path, int64_t modified)
{
    struct arena *a = &map->arena;
    xml_open(&map->xml, map->element);
    xml_element(&map->xml, "loc", link_absolute(a, map->site->config, path));
    if (modified != INSTANT_NONE)
        xml_element(&map->xml, "lastmod", feed_date(a, feed_stamp(map->site, modified)));
    xml_close(&map->xml);
    arena_reset(a);
}

static bool sitemap_end(struct sitemap *map, struct err *err)
{
    arena_release(&map->arena);
    return xml_end(&map->xml, true, err);
}

bool sitemap_month(const struct site *site, const struct period *month, size_t part,
                   struct buf *out, struct err *err)
{
    size_t from, to;
    struct sitemap map;
    part_range(month->count, part, &from, &to);
    sitemap_begin(&map, site, false, out);
    for (size_t i = from; i < to; i++)
        sitemap_add(&map, month->entries[i]->path, month->entries[i]->article->modified.utc);
    return sitemap_end(&map, err);
}

bool sitemap_pages(const struct site *site, const struct sitemap_list *pages, size_t part,
                   struct buf *out, struct err *err)
{
    size_t from, to;
    struct sitemap map;
    part_range(pages->count, part, &from, &to);
    sitemap_begin(&map, site, false, out);
    for (size_t i = from; i < to; i++)
        sitemap_add(&map, pages->urls[i].path, pages->urls[i].modified);
    return sitemap_end(&map, err);
}

/* -- The index -------------------------------------------------------------------------------- */

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b; /* INSTANT_NONE is the earliest of all */
}

static void index_month(struct sitemap *map, struct arena *paths, const struct period *month)
{
    for (size_t part = 0; part < sitemap_parts(month->count); part++) {
        size_t from, to;
        int64_t modified = INSTANT_NONE;
        part_range(month->count, part, &from, &to);
        for (size_t i = from; i < to; i++)
            modified = later(modified, month->entries[i]->article->modified.utc);
        sitemap_add(map, sitemap_month_path(paths, month, part), modified);
    }
}

static void index_pages(struct sitemap *map, struct arena *paths, const struct sitemap_list *pages)
{
    for (size_t part = 0; part < sitemap_parts(pages->count); part++) {
        size_t from, to;
        int64_t modified = INSTANT_NONE;
        part_range(pages->count, part, &from, &to);
        for (size_t i = from; i < to; i++)
            modified = later(modified, pages->urls[i].modified);
        sitemap_add(map, sitemap_pages_path(paths, part), modified);
    }
}

bool sitemap_index(const struct site *site, const struct sitemap_list *pages, struct buf *out,
                   struct err *err)
{
    struct arena paths = {0};
    struct sitemap map;
    sitemap_begin(&map, site, true, out);
    index_pages(&map, &paths, pages);
    for (size_t i = 0; i < site->model->months.count; i++)
        index_month(&map, &paths, &site->model->months.items[i]);
    arena_release(&paths);
    return sitemap_end(&map, err);
}

bool robots_txt(const struct site *site, struct buf *out, struct err *err)
{
    struct arena a = {0};
    str sitemap = link_absolute(&a, site->config, STR("sitemap.xml"));
    buf_addf(out, "User-agent: *\nDisallow:\n\nSitemap: %.*s\n", STR_ARGS(sitemap));
    arena_release(&a);
    if (out->over)
        return err_set(err, ERR_LIMIT, "the file is larger than %zu bytes", out->max);
    return true;
}
