/* Looking for the REST interface behind a URL, step by step. */
#ifndef DIGEST_FETCH_SEARCH_H
#define DIGEST_FETCH_SEARCH_H

#include "body.h"
#include "html_links.h"
#include "sync.h"

/* Roots that are tried at most. */
#define ROOTS_TRIED 20

/* Zero-initialise but for the first four; end it with search_release. */
struct search {
    struct arena *a;
    struct http *http;
    struct http_site *site;
    str url; /* that someone pasted, absolute */

    /* The page at the URL, once visited. */
    struct http_response page;
    bool visited, answered;
    struct err unanswered; /* why there is no answer */
    enum body_kind kind;
    struct html_head head; /* with the links of the header fields */
    str feed;              /* that it is or names; "" when there is none */
    str folder;            /* where its site seems to be; "" while that is the URL itself */

    str tried[ROOTS_TRIED];
    size_t tried_count;
    /* What stands in the way, as far as was seen: the worst, and how bad. */
    struct err trouble;
    int rank;
    unsigned blocked; /* roots behind some obstacle: after a few it is no use to go on */
    bool closed;      /* WordPress itself said that its interface is closed */
};

/* Asks for the page at the URL and reads what it says of itself; the second time nothing happens. */
void search_visit(struct search *s);

/* Finds the root as wp_discover does. The page may or may not have been visited then; after a failure
 * it has. */
bool search_wordpress(struct search *s, struct wp_root *out, struct err *err);

/* True when the page was made by WordPress. */
bool search_is_wordpress(const struct search *s);

/* Asks for a URL out of content that is an index or a list of posts. False: no answer. */
bool search_ask(struct search *s, struct http_response *out, str url, struct err *err);

/* Frees the page. */
void search_release(struct search *s);

#endif
