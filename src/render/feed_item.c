/* What all kinds of feeds say about an article. */
#include "feed_item.h"

#include "digest/escape.h"
#include "digest/limits.h"
#include "page.h"
#include "relink.h"

str feed_term_path(struct arena *a, const struct term *term)
{
    return arena_printf(a, "%.*sfeed.xml", STR_ARGS(term_path(a, term)));
}

/* -- Life ------------------------------------------------------------------------------------- */

struct feed_maker feed_maker_init(const struct site *site, const struct feed *feed,
                                  struct buf *body)
{
    return (struct feed_maker){.site = site,
                               .feed = feed,
                               .body = body,
                               .content = buf_init(2 * LIMIT_FEED),
                               .content_left = feed->summaries ? 0 : LIMIT_FEED};
}

void feed_maker_release(struct feed_maker *maker)
{
    buf_release(&maker->content);
    arena_release(&maker->arena);
}

size_t feed_item_count(const struct feed *feed)
{
    return feed->count < LIMIT_FEED_ITEMS ? feed->count : LIMIT_FEED_ITEMS;
}

/* -- Dates ------------------------------------------------------------------------------------ */

struct stamp feed_stamp(const struct site *site, int64_t utc)
{
    return (struct stamp){utc, zone_offset(site->zone, utc)};
}

struct stamp feed_updated(const struct feed_maker *maker)
{
    int64_t latest = 0;
    for (size_t i = 0; i < feed_item_count(maker->feed); i++) {
        int64_t modified = maker->feed->entries[i]->article->modified.utc;
        if (i == 0 || modified > latest)
            latest = modified;
    }
    return feed_stamp(maker->site, latest);
}

static str date_text(struct arena *a, struct stamp when, void (*add)(struct buf *, struct stamp))
{
    struct buf out = buf_init(64);
    add(&out, when);
    str text = arena_copy(a, buf_str(&out));
    buf_release(&out);
    return text;
}

str feed_date(struct arena *a, struct stamp when)
{
    return date_text(a, when, time_add_rfc3339);
}

str feed_mail_date(struct arena *a, struct stamp when)
{
    return date_text(a, when, time_add_rfc5322);
}

/* -- Identifiers ------------------------------------------------------------------------------ */

/* The host of the site as RFC 4151 takes it: a domain name, without user and port. */
static str authority(struct arena *a, str url)
{
    size_t scheme = str_find(url, STR("://"), 0);
    size_t from = scheme == SIZE_MAX ? 0 : scheme + 3, to = from;
    while (to < url.n && !strchr("/?#", url.p[to]))
        to++;
    str host = str_slice(url, from, to);
    size_t user = str_find_char(host, '@', 0);
    host = user == SIZE_MAX ? host : str_slice(host, user + 1, host.n);
    bool bracketed = str_starts(host, STR("["));
    host = bracketed ? str_slice(host, 1, str_find_char(host, ']', 0))
                     : str_slice(host, 0, str_find_char(host, ':', 0));
    char *name = arena_alloc(a, host.n + 1);
    for (size_t i = 0; i < host.n; i++) {
        char c = host.p[i];
        bool upper = c >= 'A' && c <= 'Z';
        bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
        name[i] = (char)(upper ? c - 'A' + 'a' : kept ? c : '-');
    }
    return (str){name, host.n};
}

/* Independent of titles, paths and the original's address: none of them lasts like source and
 * id do. The year is that of publication in UTC, which the site's time zone does not change. */
static str item_id(struct feed_maker *maker, const struct entry *entry)
{
    struct arena *a = &maker->arena;
    struct buf out = buf_init((size_t)4 * LIMIT_URL);
    buf_addf(&out, "tag:%.*s,%04d:", STR_ARGS(authority(a, maker->site->config->url)),
             civil_of(entry->article->published.utc, 0).year);
    escape_path(&out, entry->source->key);
    buf_addc(&out, '/');
    escape_path(&out, entry->article->id);
    str id = arena_copy(a, buf_str(&out));
    buf_release(&out);
    return id;
}

/* -- Content ---------------------------------------------------------------------------------- */

static str absolute_image(struct feed_maker *maker, str url)
{
    return !url.n || link_is_external(url) ? url
                                           : link_absolute(&maker->arena, maker->site->config, url);
}

/* The lead image, which the page shows above the body, where the body does not begin with it. */
static void add_image(struct feed_maker *maker, const struct feed_item *item)
{
    const struct image *image = &item->lead;
    buf_addz(&maker->content, "<p><img src=\"");
    escape_html(&maker->content, item->image);
    buf_addz(&maker->content, "\" alt=\"");
    escape_html(&maker->content, image->alt);
    buf_addc(&maker->content, '"');
    if (image->width && image->height)
        buf_addf(&maker->content, " width=\"%u\" height=\"%u\"", image->width, image->height);
    buf_addz(&maker->content, "></p>\n");
}

static bool make_content(struct feed_maker *maker, struct feed_item *item, struct err *err)
{
    const struct entry *entry = item->entry;
    buf_reset(&maker->content);
    if (entry->source->content != CONTENT_FULL || maker->content_left == 0)
        return true;
    html body = {0};
    str text;
    if (!maker->site->body(maker->site->context, entry->article, maker->body, &body, &text, err))
        return false;
    bool rtl = entry->article->direction == DIRECTION_RTL;
    buf_addz(&maker->content, rtl ? "<div dir=\"rtl\">" : "");
    if (item->image.n && !image_first_is(maker->site, entry, body))
        add_image(maker, item);
    /* Readers of feeds keep what they once had: an image that is gone stays where it was. */
    relink(&maker->content, body.markup,
           &(struct relinking){.site = maker->site,
                               .source = entry->source,
                               .a = &maker->arena,
                               .root = maker->site->config->url,
                               .page = item->url});
    buf_addz(&maker->content, rtl ? "</div>" : "");
    if (!body.markup.n || maker->content.over || maker->content.n > maker->content_left)
        return true;
    maker->content_left -= maker->content.n;
    item->content = buf_str(&maker->content);
    return true;
}

/* -- The whole -------------------------------------------------------------------------------- */

bool feed_item_make(struct feed_item *out, struct feed_maker *maker, size_t index, struct err *err)
{
    const struct entry *entry = maker->feed->entries[index];
    const struct article *article = entry->article;
    str site_language = maker->site->config->language, summary = card_summary(entry);
    struct image lead = lead_image(maker->site, entry);
    *out = (struct feed_item){
        .entry = entry,
        .id = item_id(maker, entry),
        .url = link_absolute(&maker->arena, maker->site->config, entry->path),
        .summary = summary.n ? summary : card_dek(entry),
        .lead = lead,
        .image = absolute_image(maker, lead.url),
        .language = str_eq_nocase(article->language, site_language) ? (str){0} : article->language,
        .published = {article->published.utc, entry->offset},
        .modified = feed_stamp(maker->site, article->modified.utc),
    };
    return make_content(maker, out, err);
}

struct str_list feed_item_authors(struct feed_maker *maker, const struct entry *entry)
{
    size_t count = entry->term_count[TERM_AUTHOR];
    struct str_list names = {arena_array(&maker->arena, count + 1, sizeof(str)), count};
    for (size_t i = 0; i < count; i++)
        names.items[i] = entry->terms[TERM_AUTHOR][i]->name;
    if (!count)
        names.items[names.count++] = entry->source->name;
    return names;
}
