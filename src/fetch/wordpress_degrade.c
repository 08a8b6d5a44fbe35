/* The site's feed in place of an interface that is closed: less, but something, and said aloud. */
#include "places.h"
#include "wordpress.h"

/* The site's home page, as well as it is known. */
static str home_of(struct wp_sync *s)
{
    if (s->root.home.n)
        return s->root.home;
    size_t at = str_find(s->root.url, STR("wp-json"), 0);
    if (s->root.url.n && !s->root.routed && at != SIZE_MAX)
        return str_slice(s->root.url, 0, at);
    return s->sync->source->location;
}

static void add_slugs(struct wp_sync *s, struct buf *url, const char *name,
                      const struct str_list *slugs)
{
    for (size_t i = 0; i < slugs->count; i++) {
        str slug = wp_escape(&s->keep, slugs->items[i]);
        bool query = str_has(buf_str(url), STR("?"));
        if (i == 0)
            buf_addf(url, "%s%s=", query ? "&" : "?", name);
        buf_addf(url, "%s%.*s", i ? "," : "", STR_ARGS(slug));
    }
}

/* WordPress makes a feed of any choice of posts, children of categories included, when its
 * parameters are added to the feed's address. */
static str limited(struct wp_sync *s, str feed)
{
    struct buf url = buf_init((size_t)64 << 10);
    buf_add(&url, feed);
    add_slugs(s, &url, "category_name", &s->sync->source->categories);
    add_slugs(s, &url, "tag", &s->sync->source->tagged);
    str made = arena_copy(&s->keep, buf_str(&url));
    buf_release(&url);
    return made;
}

bool wp_degrade(struct wp_sync *s, const struct err *why, struct err *err)
{
    struct sync *sync = s->sync;
    struct err e = {0}, of_feed = {0};
    str feed = s->feed;
    if (feed.n == 0)
        feed = discover_feed(&s->keep, sync->http, sync->site, home_of(s));
    if (feed.n == 0 || !sync_feed(sync, limited(s, feed), &of_feed)) {
        *err = *why;
        return of_feed.code == ERR_STORE ? (*err = of_feed, false) : false;
    }
    sync->counts.degraded = true;
    err_set(&e, why->code, "%s; its feed is read instead, which has only the newest articles%s",
            why->why,
            sync->source->categories.count + sync->source->tagged.count
                ? ", of the categories and tags asked for if the site plays along"
                : "");
    err_hint(&e, "%s", why->hint);
    err_at(&e, str_of(why->file), 0, 0);
    wp_doubt(s, &e, false);
    wp_note_set(s, "feed", STR("yes"));
    return wp_commit(s, NULL, 0, err);
}
