/*
 * Fuzzes feeds and lists of feeds. The first byte chooses: the URL and the encoding that a server
 * named, or a list. A feed that is read gives articles that keep article.h's promises, entries that are
 * told apart, and by itself each entry gives the article that it gave in the feed.
 */
#include <stdlib.h>

#include "digest/limits.h"
#include "digest/map.h"
#include "digest/parse.h"
#include "digest/sanitize.h"
#include "digest/utf8.h"

/* Text fields: valid, folded, without control characters. */
static bool is_text(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7F)
            return false;
    return utf8_valid(s) && str_eq(s, str_trim(s));
}

static bool are_labels(struct labels labels)
{
    for (size_t i = 0; i < labels.count; i++)
        if (labels.items[i].name.n == 0 || !is_text(labels.items[i].name))
            return false;
    return labels.count <= LIMIT_TERMS;
}

static bool is_url(str s)
{
    return s.n == 0 || str_starts(s, STR("http://")) || str_starts(s, STR("https://"));
}

static bool are_links(struct links links)
{
    for (size_t i = 0; i < links.count; i++)
        if (links.items[i].url.n == 0 || !is_url(links.items[i].url) ||
            !is_text(links.items[i].text))
            return false;
    return true;
}

/* Cleaning the body again changes nothing. */
static bool is_clean(struct arena *a, html body)
{
    struct sanitize_options options = {.top_heading = 2};
    struct sanitize_findings found;
    html again = sanitize(a, body.markup, &options, NULL, &found);
    return found.source_link.url.n || found.first_heading1.n || str_eq(again.markup, body.markup);
}

static bool keeps_promises(struct arena *a, const struct article *x)
{
    return x->title.n && is_text(x->title) && is_text(x->dek) && is_text(x->summary) &&
           is_text(x->language) && is_text(x->slug) && is_url(x->url) && is_url(x->image.url) &&
           is_text(x->image.alt) && is_text(x->image.caption) && are_labels(x->authors) &&
           are_labels(x->categories) && are_labels(x->tags) && x->published.utc != INSTANT_NONE &&
           x->modified.utc >= x->published.utc && are_links(x->via) && utf8_valid(x->body.markup) &&
           is_clean(a, x->body);
}

static void check(bool good)
{
    if (!good)
        abort();
}

/* Each entry by itself gives one article, or the problem that it gave in the feed. */
static void check_entries(struct arena *a, const struct raw *whole, const struct feed *feed,
                          const struct parsed *parsed)
{
    struct parsed single = {0};
    struct map ids = {.arena = a};
    for (size_t i = 0; i < feed->count; i++) {
        struct raw_item item = *whole->item;
        struct raw raw = *whole;
        struct err err = {0};
        item.kind = RAW_ENTRY;
        item.name = feed->entries[i].id;
        raw.item = &item;
        raw.bytes = feed->entries[i].json;
        check(item.name.n && item.name.n <= LIMIT_FIELD && utf8_valid(item.name));
        check(is_url(feed->entries[i].url) && !map_get(&ids, item.name));
        map_set(&ids, item.name, a);
        check(parse_feed(&single, a, &raw, &err));
    }
    check(single.count == parsed->count);
    for (size_t i = 0; i < single.count; i++)
        check(hash_eq(single.articles[i]->content_hash, parsed->articles[i]->content_hash));
}

static void fuzz_feed(struct arena *a, const struct raw *raw)
{
    struct feed feed = {0};
    struct parsed parsed = {0};
    struct err err = {0}, again = {0};
    bool read = feed_split(&feed, a, raw, &err);
    check(parse_feed(&parsed, a, raw, &again) == read);
    if (!read) {
        check(err.why[0] && parsed.count == 0);
        return;
    }
    check(feed.cut == (feed.doubt.why[0] != '\0'));
    check(is_text(feed.title) && is_url(feed.home) && is_url(feed.next));
    check(parsed.announced == feed.count + feed.failed);
    check(parsed.count + parsed.failed == parsed.announced);
    for (size_t i = 0; i < parsed.count; i++)
        check(keeps_promises(a, parsed.articles[i]));
    check_entries(a, raw, &feed, &parsed);
}

static void fuzz_list(struct arena *a, str bytes)
{
    struct outlines list;
    struct err err = {0};
    if (!parse_opml(&list, a, bytes, STR("feeds.opml"), &err)) {
        check(err.why[0] != '\0');
        return;
    }
    check(list.count > 0 && list.count <= LIMIT_OUTLINES);
    for (size_t i = 0; i < list.count; i++)
        check(list.items[i].url.n && is_text(list.items[i].title) && is_url(list.items[i].home));
}

/* libFuzzer's entry. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const charsets[] = {"", "iso-8859-1", "shift_jis", "iso-2022-jp"};
    struct arena arena = {0};
    struct source source = {.name = STR("S"), .kind = SOURCE_FEED, .language = STR("en")};
    struct media media = {.by_path = {.arena = &arena}, .by_name = {.arena = &arena}};
    struct raw_item item = {.kind = RAW_FEED, .mtime = 1778328000};
    if (size == 0)
        return 0;
    item.path = item.name = data[0] & 4 ? STR("https://f.example/feed") : STR("feed.xml");
    item.charset = str_of(charsets[data[0] & 3]);
    struct raw raw = {.item = &item,
                      .source = &source,
                      .media = &media,
                      .bytes = {(const char *)data + 1, size - 1}};
    if (data[0] & 8)
        fuzz_list(&arena, raw.bytes);
    else
        fuzz_feed(&arena, &raw);
    arena_release(&arena);
    return 0;
}
