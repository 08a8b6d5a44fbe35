/* The proxies that the environment names. */
#ifndef DIGEST_FETCH_HTTP_PROXY_H
#define DIGEST_FETCH_HTTP_PROXY_H

#include "http_url.h"

struct proxies {
    str http, https; /* as libcurl takes them, NUL-terminated; "" for none */
    str except;      /* hosts that are asked directly, as address_in_list takes them */
};

/* Reads the variables as curl(1) does: http_proxy (lower case only: HTTP_PROXY can be set by a
 * request to a CGI), https_proxy, all_proxy and no_proxy, each of these also in upper case. */
struct proxies proxies_read(struct arena *a);

/* The proxy to ask for u; "" when it is asked directly. */
str proxies_for(const struct proxies *proxies, const struct url *u);

#endif
