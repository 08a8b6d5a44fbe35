/*
 * HTTP for everything that is fetched: libcurl's multi interface on a thread of its own, asked by
 * many threads that each wait for their answer. So a source's logic reads from top to bottom, while
 * transfers of many hosts go on at once.
 *
 * What it sees to, so that nobody else has to (limits in limits.h): only http and https; TLS
 * verified; HTTP/2, compression, keep-alive; at most `per_host` transfers at a time on one host,
 * whichever source asks; redirects followed here, one by one, each checked like a first request,
 * loops detected, credentials dropped when the host changes; sizes before and after decompression,
 * the number and volume of headers, time without progress and in total are bounded; answers cut off
 * or badly encoded are failures; what may succeed later (no connection, timeout, 429, 500, 502, 503,
 * 504) is tried again after a growing pause or as long as Retry-After says (seconds or a date, RFC
 * 9110 section 10.2.3), as long as the source's patience lasts.
 *
 * Addresses: a URL of the configuration may lead anywhere; one that came out of fetched content
 * (also by a redirect) only to public addresses, or to the very host and port that the
 * configuration names. This is checked on the address that is connected to.
 */
#ifndef DIGEST_HTTP_H
#define DIGEST_HTTP_H

#include <stdatomic.h>

#include "digest/arena.h"
#include "digest/buf.h"
#include "digest/config.h"
#include "digest/err.h"

struct http;
struct http_site;

struct http_options {
    str user_agent;      /* "digest/1.0 (+https://example.org/)" */
    unsigned per_host;   /* transfers at a time on one host, at least 1 */
    int64_t now;         /* the present, for Retry-After dates */
    const char *record;  /* folder to store every exchange in, redacted; or null */
    const char *replay;  /* folder to take every exchange from instead of the network; or null */
    atomic_bool *cancel; /* set from outside: all that is under way fails soon; or null */
};

/* Starts the engine and its thread, and reads the variables that name proxies. With `replay` no socket
 * is ever opened. False: ERR_IO, ERR_INPUT when the replay folder holds no recording, or ERR_USAGE when
 * the folder to record in is not empty. */
bool http_open(struct http **out, const struct http_options *options, struct err *err);

/* Ends all transfers and the thread, and waits until every http_get has returned. Null is fine. */
void http_close(struct http *http);

/* The instant that a recording was made at, INSTANT_NONE unless one is replayed: requests hold dates,
 * so a replay must begin at the same. */
int64_t http_replayed_now(const struct http *http);

/*
 * What all requests of one source share: its settings (TLS, credentials, timeouts) and its patience.
 * Reads the password from its file or the environment, unless a recording is replayed. Lives until
 * http_close. Settings that are 0 have their usual values. False: ERR_CONFIG, the password or the
 * certificates cannot be read, the URL has a password in it, or one would go over plain http to a host
 * that is not this machine. Only the host and port of the source's location get credentials; only
 * those, and of its home, may be insecure.
 */
bool http_site_open(struct http_site **out, struct http *http, const struct source *source,
                    struct err *err);

/* Answers that were asked for and not served from a recording, retries and redirects included: for
 * reports and tests. */
unsigned http_site_requests(const struct http_site *site);

enum http_method { HTTP_GET, HTTP_HEAD };

struct http_request {
    struct http_site *site;
    str url; /* absolute */
    enum http_method method;
    str accept;        /* the Accept header; "" for any */
    str etag;          /* If-None-Match, as a server gave it; or "" */
    str last_modified; /* If-Modified-Since, as a server gave it; or "" */
    size_t max;        /* bytes of body, after decompression */
    bool content;      /* the URL came out of fetched content */
    bool once;         /* do not try again: for probes */
    bool apart; /* an answer over LIMIT_RESPONSE_BESIDE waits until no other source holds one */
};

struct http_header {
    str name; /* lower case */
    str value;
};

/* An answer; everything lives in the arena given to http_get, but for the body. */
struct http_response {
    int status;  /* of the last answer, after redirects */
    str url;     /* where it came from, after redirects */
    bool moved;  /* it went there by permanent redirects (301, 308) only, at least one */
    str type;    /* media type without parameters, lower case: "application/json"; or "" */
    str charset; /* parameter of it; or "" */
    struct http_header *headers;
    size_t header_count;
    int64_t date; /* of the Date header, or INSTANT_NONE */
    struct buf body;
    struct http *berth; /* private: where it has the place for a large answer; or null */
};

/*
 * Asks and waits. True: there is an answer, whatever its status, 304 and errors of the server
 * included (the last one, when trying again did not help); the body of one that is no success (2xx) is
 * cut at a mebibyte. False: ERR_NETWORK (no whole answer: connection, DNS, TLS, timeout, cut off; or
 * interrupted; or not in the recording), ERR_LIMIT (over a size, time or redirect limit), ERR_REFUSED
 * (an address or scheme that may not be asked), with the URL as place, without passwords; and ERR_IO or
 * ERR_INPUT when the recording cannot be written or is damaged. *out must be zeroed, or one used
 * before; its body's memory is reused, and released by http_response_release.
 */
bool http_get(struct http *http, const struct http_request *request, struct arena *a,
              struct http_response *out, struct err *err);

/* Frees the body. One that was asked for `apart` must be released, or used for another request, for
 * others to get large answers; and before http_close. */
void http_response_release(struct http_response *response);

/* The value of a header (lower case name), the first one; "" when there is none. */
str http_header_get(const struct http_response *response, str name);

/* Resolves a reference against an absolute URL; in the arena, "" unless the result is http or
 * https. */
str http_resolve(struct arena *a, str base, str reference);

#endif
