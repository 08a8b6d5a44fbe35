/* Finding the REST interface and the feed of a site. */
#include "digest/limits.h"
#include "places.h"
#include "search.h"

bool wp_discover(struct wp_root *out, struct arena *a, struct http *http, struct http_site *site,
                 str url, str *feed, struct err *err)
{
    struct search s = {.a = a, .http = http, .site = site, .url = url};
    bool found = search_wordpress(&s, out, err);
    if (feed)
        *feed = s.feed;
    search_release(&s);
    return found;
}

/* Asks whether there is a feed. */
static bool is_feed(struct search *s, str url)
{
    struct http_response response = {0};
    struct err ignored = {0};
    struct http_request request = {
        .site = s->site, .url = url, .max = LIMIT_FEED_FILE, .content = true};
    bool feed = http_get(s->http, &request, s->a, &response, &ignored) && response.status == 200 &&
                body_kind(buf_str(&response.body)) == BODY_FEED;
    http_response_release(&response);
    return feed;
}

str discover_feed(struct arena *a, struct http *http, struct http_site *site, str home)
{
    struct search s = {.a = a, .http = http, .site = site, .url = home};
    search_visit(&s);
    str feed = s.feed;
    struct url_cut cut = url_cut(s.answered ? s.page.url : home);
    str folder = arena_printf(a, "%.*s%.*s%s", STR_ARGS(cut.origin), STR_ARGS(cut.path),
                              str_ends(cut.path, STR("/")) ? "" : "/");
    const char *const usual[] = {"feed/", "?feed=rss2"};
    for (size_t i = 0; i < 2 && feed.n == 0; i++) {
        str url = arena_printf(a, "%.*s%s", STR_ARGS(folder), usual[i]);
        feed = is_feed(&s, url) ? url : (str){0};
    }
    search_release(&s);
    return feed;
}
