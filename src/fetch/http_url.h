/* URLs as the engine sees them: what is asked, of whom, and whether two are of the same place. */
#ifndef DIGEST_FETCH_HTTP_URL_H
#define DIGEST_FETCH_HTTP_URL_H

#include "digest/arena.h"

struct url {
    str text;      /* as it is asked for: without user, password and fragment; NUL-terminated */
    str host;      /* lower case, without a dot at its end; IPv6 addresses without brackets */
    unsigned port; /* the scheme's own unless given */
    bool secure;   /* https */
    bool login;    /* a user name or password was there */
};

enum url_fault {
    URL_GOOD,
    URL_MALFORMED,
    URL_FOREIGN, /* a scheme other than http and https */
};

/* Reads an absolute URL; spaces and bytes over 0x7F in its path and query are percent-encoded, a host of
 * other letters is spelled as DNS has it ("xn--…"). */
enum url_fault url_read(struct url *out, struct arena *a, str text);

/* Reads a reference as found in an answer from `base` (RFC 3986 section 5.2). */
enum url_fault url_join(struct url *out, struct arena *a, str base, str reference);

/* True when what is said of `place` goes for u as well: same host and port; going over from http to
 * https, both at their usual ports, does not count as leaving. */
bool url_covers(const struct url *place, const struct url *u);

/* True when credentials meant for `place` may go to u: it is covered, and nobody can listen, since it
 * is https, or http on this machine as `place` was, too. */
bool url_may_have_credentials(const struct url *place, const struct url *u);

/* True when the host is this machine, by its name or address. */
bool url_is_loopback(const struct url *u);

/* "host" or "host:port": the same for all URLs that share connections. */
str url_authority(struct arena *a, const struct url *u);

#endif
