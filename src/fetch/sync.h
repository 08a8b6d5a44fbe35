/*
 * What the kinds of live sources share. discover.c finds out where a URL leads, blocker.c says what
 * stands in the way, wordpress_*.c, feed.c and text.c bring what is kept up to date.
 */
#ifndef DIGEST_FETCH_SYNC_H
#define DIGEST_FETCH_SYNC_H

#include "digest/fetch.h"

/* -- By kind ---------------------------------------------------------------------------------- */

/* Synchronises a WordPress: as fetch_sync. */
bool sync_wordpress(struct sync *sync, struct err *err);

/* Synchronises a feed at `url`, following the link of a page that names one. As fetch_sync. Also for
 * a WordPress whose REST interface is closed: the ids of its entries are then those of its posts
 * where the guid tells them ("https://example.org/?p=123" is "123"), so that nothing is doubled when
 * it opens again. */
bool sync_feed(struct sync *sync, str url, struct err *err);

/* Synchronises the one text at the source's location. As fetch_sync. */
bool sync_text(struct sync *sync, struct err *err);

/* -- Finding the REST interface --------------------------------------------------------------- */

/* The root of a WordPress REST interface. */
struct wp_root {
    str url;     /* "https://example.org/wp-json/" or "https://example.org/?rest_route=/" */
    bool routed; /* the route is the value of the parameter rest_route: more are joined by "&" */
    bool totals; /* its total headers can be relied on; false for WordPress.com */
    bool v2;     /* it has the namespace wp/v2; only known right after discovery, true otherwise */
    str home;    /* of the site; "" unless known */
    str name;    /* of the site, as text; "" unless known */
};

/*
 * Finds the root that belongs to a URL: site, sub-directory, API root, collection with a query,
 * article or feed (WordPress handbook, "Discovery"): Link header, link element, then the usual
 * places. False: none; *err says what was found instead, and by answer_explain what stands in the
 * way, ERR_REFUSED when that is it. *feed, unless null, is then the site's feed, as far as it names
 * one, else "".
 */
bool wp_discover(struct wp_root *out, struct arena *a, struct http *http, struct http_site *site,
                 str url, str *feed, struct err *err);

/* The root in the form that is remembered as a note, and back; false: not such a form. */
str wp_root_write(struct arena *a, const struct wp_root *root);
bool wp_root_read(struct wp_root *out, struct arena *a, str note);

/* The URL of a route ("wp/v2/posts") with a query ("page=2&per_page=100", encoded; may be ""). */
str wp_route(struct arena *a, const struct wp_root *root, str route, str query);

/* The feed of a site: what its home page names, else what WordPress has ("feed/", "?feed=rss2"),
 * asked for. "" when there is none. */
str discover_feed(struct arena *a, struct http *http, struct http_site *site, str home);

/* -- What stands in the way ------------------------------------------------------------------- */

/* What an answer is. */
enum answer {
    ANSWER_GOOD,    /* 2xx with JSON */
    ANSWER_ERROR,   /* WordPress says no: an object with code and message */
    ANSWER_BLOCKED, /* something between or before it: a CDN, a plugin, a login wall */
    ANSWER_DOWN,    /* it fails for now: 5xx, maintenance, a PHP error, its database gone */
    ANSWER_FOREIGN, /* something else: another kind of page */
};

/* Judges the answer to a REST request by status, headers, type and first bytes. A byte order mark,
 * white space before and HTML comments behind JSON are good. */
enum answer answer_judge(const struct http_response *response);

/* WordPress's error code ("rest_forbidden") of an ANSWER_ERROR, in the arena; "" for others. */
str answer_code(struct arena *a, const struct http_response *response);

/* Fills *err with what an answer that is not good is, its URL as place, and what to do about it: each
 * known blocker by name (Cloudflare's and other challenges, Wordfence and other security plugins,
 * REST closed to visitors, login page, maintenance, PHP error with its first 80 characters cleaned,
 * database gone, parked or static page). ERR_REFUSED or, if trying later may help, ERR_NETWORK.
 * Returns false. */
bool answer_explain(struct arena *a, const struct http_response *response, struct err *err);

#endif
