/*
 * The files of a site that machines read: feeds, the list of sources, sitemaps, robots.txt.
 *
 * All addresses in them are absolute: site.url and the percent-encoded path. Dates come from the
 * articles, never from the clock, so the bytes follow from the model alone. Each function appends
 * a whole file to `out`; false means `out` is over its maximum (ERR_LIMIT) or site->body said why.
 * Characters that XML 1.0 forbids become U+FFFD on the way out.
 */
#ifndef DIGEST_RENDER_FEEDS_H
#define DIGEST_RENDER_FEEDS_H

#include "digest/render.h"

/* -- Feeds ------------------------------------------------------------------------------------ */

/* One feed: what it is called, where it lies and what it lists. */
struct feed {
    str title;                    /* "AI Digest", "xAI – AI Digest": text */
    str path;                     /* the feed's own path: "feed.xml", "tags/xai/feed.xml" */
    str page_path;                /* the page that shows the same: "", "tags/xai/" */
    struct entry *const *entries; /* newest first */
    size_t count;                 /* of entries; those behind LIMIT_FEED_ITEMS are left out */
    bool summaries;               /* carries no full texts: there is a feed for each of many terms,
                                     and together they would outweigh the rest of the site */
};

/* Where the Atom feed of a term lies: "tags/xai/feed.xml", "sources/falcox/feed.xml". In the
 * arena. */
str feed_term_path(struct arena *a, const struct term *term);

/* Atom (RFC 4287). `body` is a buffer for articles' bodies. */
bool feed_atom(const struct site *site, const struct feed *feed, struct buf *body, struct buf *out,
               struct err *err);

/* RSS 2.0 with content:encoded, dc:creator and atom:link. `body` as for feed_atom. */
bool feed_rss(const struct site *site, const struct feed *feed, struct buf *body, struct buf *out,
              struct err *err);

/* JSON Feed 1.1. `body` as for feed_atom. */
bool feed_json(const struct site *site, const struct feed *feed, struct buf *body, struct buf *out,
               struct err *err);

/* OPML 2.0: the sources that have articles, each with its home and our feed of it. */
bool opml_sources(const struct site *site, struct buf *out, struct err *err);

/* -- For crawlers ----------------------------------------------------------------------------- */

/* A page besides the articles. */
struct sitemap_url {
    str path;         /* "tags/xai/" */
    int64_t modified; /* instant, or INSTANT_NONE when unknown */
};

/* All of them. */
struct sitemap_list {
    const struct sitemap_url *urls;
    size_t count;
};

/* How many files `count` URLs fill; LIMIT_SITEMAP_URLS go into one. None for none. */
size_t sitemap_parts(size_t count);

/* The path of part `part` (from 0) of a month's sitemap: "sitemap-2026-05.xml",
 * "sitemap-2026-05-2.xml". In the arena. */
str sitemap_month_path(struct arena *a, const struct period *month, size_t part);

/* The path of part `part` (from 0) of the sitemap of pages that are no articles:
 * "sitemap-pages.xml", "sitemap-pages-2.xml". In the arena. */
str sitemap_pages_path(struct arena *a, size_t part);

/* Part `part` (from 0) of the sitemap of a month's articles. */
bool sitemap_month(const struct site *site, const struct period *month, size_t part,
                   struct buf *out, struct err *err);

/* Part `part` (from 0) of the sitemap of other pages. */
bool sitemap_pages(const struct site *site, const struct sitemap_list *pages, size_t part,
                   struct buf *out, struct err *err);

/* sitemap.xml: names the parts of all months of the model and of `pages`. */
bool sitemap_index(const struct site *site, const struct sitemap_list *pages, struct buf *out,
                   struct err *err);

/* robots.txt: everything may be read; where the sitemap is. */
bool robots_txt(const struct site *site, struct buf *out, struct err *err);

#endif
