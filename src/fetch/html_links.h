/* What the head of a page says of it: its title, what made it, and where else to look. */
#ifndef DIGEST_FETCH_HTML_LINKS_H
#define DIGEST_FETCH_HTML_LINKS_H

#include "link_header.h"

struct html_head {
    struct web_links links; /* of the elements link; targets absolute, http or https */
    str title;              /* as text; "" when there is none */
    str generator;          /* "WordPress 6.5.5"; or "" */
};

/*
 * Reads the elements link, title, base and meta of a page, wherever they stand, in linear time.
 * `url` is the page's, which relative references start from; `charset` what the server said, or "".
 * Everything in the arena.
 */
void html_head_read(struct html_head *out, struct arena *a, str page, str url, str charset);

/* The feed among links: Atom before RSS before JSON Feed, the first of equals, none of comments. ""
 * when there is none. */
str html_feed(const struct web_links *links);

#endif
