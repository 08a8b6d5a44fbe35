/* What the suites on feeds share: reading a feed from a literal, both ways that feeds are read. */
#ifndef DIGEST_TESTS_FEED_CHECK_H
#define DIGEST_TESTS_FEED_CHECK_H

#include <stdlib.h>

#include "check.h"
#include "digest/buf.h"
#include "digest/parse.h"

/* The time of every file here: 2026-01-02T03:04:05Z. */
#define FILE_TIME 1767323045

/* One feed that was read. Zero-initialise; source, url, zone and charset may be filled before. */
struct feed_case {
    struct source source;
    const char *url; /* where it is from; null: the file "feed.xml" */
    const struct zone *zone;
    const char *charset;
    struct arena a;
    struct feed feed;
    struct parsed parsed; /* of the whole file */
    struct err err;
    bool ok;
};

static inline struct raw_item feed_case_item(const struct feed_case *c)
{
    return (struct raw_item){.source = 3,
                             .kind = RAW_FEED,
                             .path = str_of(c->url ? c->url : "saved/feed.xml"),
                             .name = str_of(c->url ? c->url : "feed.xml"),
                             .folder = STR("saved"),
                             .charset = str_of(c->charset),
                             .stored = c->url != NULL,
                             .mtime = FILE_TIME};
}

/* An article as one line of text, for comparing all of it. */
static inline str feed_case_print(struct arena *a, const struct article *x)
{
    str all =
        arena_printf(a, "%.*s|%.*s|%.*s|%.*s|%.*s|%.*s|%.*s|%.*s|%lld|%lld|%d", STR_ARGS(x->id),
                     STR_ARGS(x->url), STR_ARGS(x->title), STR_ARGS(x->dek), STR_ARGS(x->summary),
                     STR_ARGS(x->body.markup), STR_ARGS(x->language), STR_ARGS(x->image.url),
                     (long long)x->published.utc, (long long)x->modified.utc, x->dated_by_file);
    const struct labels *lists[] = {&x->authors, &x->categories, &x->tags};
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < lists[i]->count; k++)
            all = arena_printf(a, "%.*s|%zu:%.*s", STR_ARGS(all), i,
                               STR_ARGS(lists[i]->items[k].name));
    for (size_t i = 0; i < x->via.count; i++)
        all = arena_printf(a, "%.*s|%.*s %.*s", STR_ARGS(all), STR_ARGS(x->via.items[i].url),
                           STR_ARGS(x->via.items[i].text));
    return all;
}

/* Reads each entry by itself, as it would be kept, and compares with what the whole feed gave. */
static inline void feed_case_compare(struct feed_case *c, const struct raw *whole)
{
    struct parsed single = {0};
    for (size_t i = 0; i < c->feed.count; i++) {
        struct raw_item item = *whole->item;
        struct raw raw = *whole;
        struct err err = {0};
        item.kind = RAW_ENTRY;
        item.name = c->feed.entries[i].id;
        raw.item = &item;
        raw.bytes = c->feed.entries[i].json;
        if (!parse_feed(&single, &c->a, &raw, &err))
            fail_msg("entry %zu: %s", i, err.why);
    }
    assert_int_equal(single.count, c->parsed.count);
    for (size_t i = 0; i < single.count; i++) {
        str one = feed_case_print(&c->a, single.articles[i]);
        str other = feed_case_print(&c->a, c->parsed.articles[i]);
        if (!str_eq(one, other) ||
            !hash_eq(single.articles[i]->content_hash, c->parsed.articles[i]->content_hash))
            fail_msg("alone:     %.*s\n in a feed: %.*s", STR_ARGS(one), STR_ARGS(other));
    }
}

/* Reads bytes as a feed: taken apart, as a whole, and entry by entry. */
static inline bool feed_case_read_bytes(struct feed_case *c, str bytes)
{
    static const struct media no_media;
    struct raw_item item = feed_case_item(c);
    struct err again = {0};
    c->source.kind = SOURCE_FEED;
    if (c->source.language.n == 0)
        c->source.language = STR("en");
    /* Copied, so that reading over the end is seen, and pointing into the file later. */
    char *exact = malloc(bytes.n ? bytes.n : 1);
    if (bytes.n)
        memcpy(exact, bytes.p, bytes.n);
    struct raw raw = {&item, &c->source, &no_media, c->zone, {exact, bytes.n}};
    c->ok = feed_split(&c->feed, &c->a, &raw, &c->err);
    bool whole = parse_feed(&c->parsed, &c->a, &raw, &again);
    assert_int_equal(whole, c->ok);
    if (bytes.n)
        memset(exact, '#', bytes.n);
    free(exact);
    if (c->ok)
        feed_case_compare(c, &raw);
    else
        assert_string_equal(c->err.why, again.why);
    return c->ok;
}

static inline void feed_case_read(struct feed_case *c, const char *text)
{
    if (!feed_case_read_bytes(c, str_of(text)))
        fail_msg("%s", c->err.why);
}

/* The one article that the items in a feed of RSS become. */
static inline const struct article *rss_article(struct feed_case *c, const char *items)
{
    struct buf b = buf_init((size_t)4 << 20);
    buf_addf(&b,
             "<?xml version=\"1.0\"?><rss version=\"2.0\""
             " xmlns:content=\"http://purl.org/rss/1.0/modules/content/\""
             " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
             " xmlns:media=\"http://search.yahoo.com/mrss/\""
             " xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\""
             " xmlns:atom=\"http://www.w3.org/2005/Atom\">"
             "<channel><title>Feed</title><link>https://f.example/</link>%s</channel></rss>",
             items);
    feed_case_read_bytes(c, buf_str(&b));
    buf_release(&b);
    if (!c->ok)
        fail_msg("%s", c->err.why);
    if (c->parsed.count != 1)
        fail_msg("%zu articles of %s", c->parsed.count, items);
    return c->parsed.articles[0];
}

/* The same for an entry of Atom 1.0. */
static inline const struct article *atom_article(struct feed_case *c, const char *entries)
{
    struct buf b = buf_init((size_t)4 << 20);
    buf_addf(&b,
             "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Feed</title>"
             "<link href=\"https://f.example/\"/>%s</feed>",
             entries);
    feed_case_read_bytes(c, buf_str(&b));
    buf_release(&b);
    if (!c->ok)
        fail_msg("%s", c->err.why);
    if (c->parsed.count != 1)
        fail_msg("%zu articles of %s", c->parsed.count, entries);
    return c->parsed.articles[0];
}

/* The names of labels, parted by "|". */
static inline str feed_case_names(struct feed_case *c, struct labels labels)
{
    str all = {0};
    for (size_t i = 0; i < labels.count; i++)
        all = arena_printf(&c->a, "%.*s%s%.*s", STR_ARGS(all), i ? "|" : "",
                           STR_ARGS(labels.items[i].name));
    return all;
}

/* A date as "2026-05-07T10:10:43+02:00". */
static inline str feed_case_date(struct feed_case *c, struct stamp date)
{
    struct buf text = buf_init(100);
    time_add_rfc3339(&text, date);
    str copy = arena_copy(&c->a, buf_str(&text));
    buf_release(&text);
    return copy;
}

static inline void feed_case_done(struct feed_case *c)
{
    arena_release(&c->a);
    *c = (struct feed_case){0};
}

#endif
