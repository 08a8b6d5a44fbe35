/* Which failures are worth another try, and after what pause. */
#ifndef DIGEST_FETCH_HTTP_RETRY_H
#define DIGEST_FETCH_HTTP_RETRY_H

#include "http_transfer.h"

/*
 * True when the same request may succeed later: no connection, a timeout, an answer that is cut off or
 * damaged, and the statuses 408, 425, 429, 500, 502, 503 and 504; but not when it is a challenge of a
 * content delivery network, which only a browser passes.
 */
bool retry_may_help(const struct transfer *t);

/*
 * The seconds that an answer asks to wait in Retry-After, a number or a date (RFC 9110 section 10.2.3)
 * read by the answer's own Date, or by `now` when it has none; -1 without such a header. A date that
 * has passed is 0.
 */
int64_t retry_after(str head, int64_t now);

/*
 * The milliseconds to wait before try number `tries` + 1: what the answer asks for, else 1, 2, 4 …
 * seconds and up to a quarter more, so that not all sources come back at once; at most LIMIT_PAUSE.
 * The surplus depends on the URL only. `second` is the length of a second in milliseconds.
 */
int64_t retry_pause(const struct transfer *t, unsigned tries, int64_t now, unsigned second);

/* An HTTP date in any of its forms (RFC 9110 section 5.6.7); INSTANT_NONE when it is none. */
int64_t http_date(str text);

#endif
