/*
 * Which proxy, if any, a URL is asked through. libcurl would decide that by itself, but it does not say
 * how it did, and the rule on addresses depends on it: behind a proxy the address that is connected
 * to is the proxy's.
 */
#include "http_proxy.h"

#include "http_address.h"
#include "http_system.h"

/* The first variable that is set and not empty. */
static str first_of(struct arena *a, const char *name, const char *other)
{
    str value = system_variable(a, name, NULL);
    return value.n || !other ? value : system_variable(a, other, NULL);
}

struct proxies proxies_read(struct arena *a)
{
    str all = first_of(a, "all_proxy", "ALL_PROXY");
    struct proxies p = {
        .http = first_of(a, "http_proxy", NULL),
        .https = first_of(a, "https_proxy", "HTTPS_PROXY"),
        .except = first_of(a, "no_proxy", "NO_PROXY"),
    };
    if (p.http.n == 0)
        p.http = all;
    if (p.https.n == 0)
        p.https = all;
    return p;
}

str proxies_for(const struct proxies *proxies, const struct url *u)
{
    if (address_in_list(u->host, proxies->except))
        return (str){0};
    return u->secure ? proxies->https : proxies->http;
}
