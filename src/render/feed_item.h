/* What all kinds of feeds say about an article, and about themselves. */
#ifndef DIGEST_RENDER_FEED_ITEM_H
#define DIGEST_RENDER_FEED_ITEM_H

#include "feeds.h"

/* A feed being written: where the parts of its items are made. */
struct feed_maker {
    const struct site *site;
    const struct feed *feed;
    struct arena arena;
    struct buf *body;    /* the caller's, for articles' bodies */
    struct buf content;  /* the present item's content */
    size_t content_left; /* bytes of content that the feed may still take */
};

/* One item; strings live in the maker's arena, but for content. */
struct feed_item {
    const struct entry *entry;
    str id;      /* a tag: URI (RFC 4151) */
    str url;     /* our page, absolute */
    str summary; /* text; may be empty */
    str content; /* markup with absolute addresses, until the next item; empty when the source's
                     policy or LIMIT_FEED keeps it back */
    struct image lead;                /* as it is shown */
    str image;                        /* absolute URL of it, or "" */
    str language;                     /* where it is not the site's, else "" */
    struct stamp published, modified; /* in the site's time zone */
};

/* A maker for feed. End it with feed_maker_release. */
struct feed_maker feed_maker_init(const struct site *site, const struct feed *feed,
                                  struct buf *body);

/* Frees everything made. */
void feed_maker_release(struct feed_maker *maker);

/* How many items the feed has. */
size_t feed_item_count(const struct feed *feed);

/* Makes item `index`. False: site->body failed, *err says why. */
bool feed_item_make(struct feed_item *out, struct feed_maker *maker, size_t index, struct err *err);

/* The names of who wrote it: its authors, else its source. In the maker's arena. */
struct str_list feed_item_authors(struct feed_maker *maker, const struct entry *entry);

/* The latest modification of any item, in the site's time zone; 1970 for a feed without items. */
struct stamp feed_updated(const struct feed_maker *maker);

/* An instant in the site's time zone. */
struct stamp feed_stamp(const struct site *site, int64_t utc);

/* A date as RFC 3339 or RFC 5322 writes it. In the arena. */
str feed_date(struct arena *a, struct stamp when);
/* See feed_date. */
str feed_mail_date(struct arena *a, struct stamp when);

/* The namespace of Media RSS, which both Atom and RSS feeds tell their lead images in. */
#define FEED_MEDIA_NAMESPACE STR("http://search.yahoo.com/mrss/")

struct xml;

/* Writes an item's lead image, if there is one, as media:content (prefix "media" is declared). */
void feed_write_media(struct xml *x, const struct feed_item *item);

#endif
