/* Large answers, one at a time: sources are asked by many threads at once, and each may be sent the
 * largest answer there can be. */
#ifndef DIGEST_FETCH_HTTP_BERTH_H
#define DIGEST_FETCH_HTTP_BERTH_H

#include "http_core.h"

/* Waits until no other site holds a large answer, and takes the place for one of this site, which may
 * hold several. False: everything ends, or the site's time is up, and nothing was taken. */
bool berth_take(struct http *http, struct http_site *site);

/* Gives up the place of one large answer. */
void berth_leave(struct http *http);

#endif
