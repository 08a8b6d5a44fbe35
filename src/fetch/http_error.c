/* Failed transfers in plain words: what libcurl and OpenSSL report by number, and the limits of our
 * own, each with the setting or the action that helps. */
#include "http_error.h"

#include <errno.h>
#include <stdio.h>

#include "digest/limits.h"

/* What OpenSSL says of certificates (x509_vfy.h; the numbers are part of its ABI). */
enum {
    CERTIFICATE_NO_ISSUER = 2,
    CERTIFICATE_TOO_EARLY = 9,
    CERTIFICATE_EXPIRED = 10,
    CERTIFICATE_SELF_SIGNED = 18,
    CERTIFICATE_SELF_SIGNED_CHAIN = 19,
    CERTIFICATE_NO_LOCAL_ISSUER = 20,
    CERTIFICATE_NOT_FOLLOWED = 21,
};

/* libcurl's own words for what happened. */
static const char *detail(const struct transfer *t)
{
    return t->detail[0] ? t->detail : curl_easy_strerror(t->code);
}

/* -- Connections ------------------------------------------------------------------------------ */

static bool explain_resolving(const struct transfer *t, struct err *err)
{
    err_set(err, ERR_NETWORK, "there is no host called %.*s", STR_ARGS(t->hop->url.host));
    return err_hint(err, "check how the URL is written, and whether this machine is online");
}

static bool explain_connecting(const struct transfer *t, struct err *err)
{
    char reason[128];
    str host = t->hop->url.host;
    if (t->hop->proxy.n) {
        err_set(err, ERR_NETWORK, "no connection to the proxy, or through it: %s", detail(t));
        return err_hint(err, "see the environment variables http_proxy, https_proxy and no_proxy");
    }
    if (t->system_error == ECONNREFUSED) {
        err_set(err, ERR_NETWORK, "%.*s refuses connections at port %u", STR_ARGS(host),
                t->hop->url.port);
        return err_hint(err, "the server may be down, or the URL's port wrong");
    }
    if (t->system_error) /* the GNU form, which may return a text of its own */
        return err_set(err, ERR_NETWORK, "no connection to %.*s: %s", STR_ARGS(host),
                       strerror_r((int)t->system_error, reason, sizeof reason));
    return err_set(err, ERR_NETWORK, "no connection to %.*s: %s", STR_ARGS(host), detail(t));
}

static bool explain_timeout(const struct transfer *t, const struct http_site *site, struct err *err)
{
    if (t->connected) {
        err_set(err, ERR_NETWORK, "no whole answer within %u s", site->timeout);
        return err_hint(err, "`timeout:` in the source allows more");
    }
    unsigned seconds = site->timeout < LIMIT_CONNECT ? site->timeout : LIMIT_CONNECT;
    err_set(err, ERR_NETWORK, "no connection to %.*s within %u s", STR_ARGS(t->hop->url.host),
            seconds);
    return err_hint(err, "the server may be down, or a firewall in between");
}

/* -- Certificates ----------------------------------------------------------------------------- */

static bool explain_certificate(const struct transfer *t, struct err *err)
{
    str host = t->hop->url.host;
    switch (t->verified) {
    case CERTIFICATE_EXPIRED:
        err_set(err, ERR_NETWORK, "the certificate of %.*s has expired", STR_ARGS(host));
        return err_hint(err, "its owner must renew it; `insecure: true` goes on without checking");
    case CERTIFICATE_TOO_EARLY:
        err_set(err, ERR_NETWORK, "the certificate of %.*s is not valid yet", STR_ARGS(host));
        return err_hint(err, "check this machine's clock");
    case CERTIFICATE_SELF_SIGNED:
    case CERTIFICATE_SELF_SIGNED_CHAIN:
        err_set(err, ERR_NETWORK, "the certificate of %.*s is self-signed", STR_ARGS(host));
        return err_hint(err, "trust it by `ca_file:` with the certificate; `insecure: true` checks "
                             "nothing");
    case CERTIFICATE_NO_ISSUER:
    case CERTIFICATE_NO_LOCAL_ISSUER:
    case CERTIFICATE_NOT_FOLLOWED:
        err_set(err, ERR_NETWORK, "the certificate of %.*s is not by anyone who is trusted here",
                STR_ARGS(host));
        return err_hint(err,
                        "name its issuer's certificate by `ca_file:`; a server that leaves out "
                        "a certificate in between must be set right");
    default: break;
    }
    err_set(err, ERR_NETWORK, "the certificate of %.*s is not good: %s", STR_ARGS(host), detail(t));
    return err_hint(err, "if the URL's host is right, its owner must set this right; `insecure: "
                         "true` goes on without checking");
}

static bool explain_trust(const struct transfer *t, struct err *err)
{
    err_set(err, ERR_NETWORK, "the certificates to trust cannot be read: %s", detail(t));
    return err_hint(err, t->hop->ca.n ? "check `ca_file:`"
                                      : "install the package ca-certificates, or give `ca_file:`");
}

/* -- What libcurl found ----------------------------------------------------------------------- */

static bool explain_code(const struct transfer *t, const struct http_site *site, struct err *err)
{
    switch (t->code) {
    case CURLE_COULDNT_RESOLVE_HOST: return explain_resolving(t, err);
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
    case CURLE_COULDNT_CONNECT: return explain_connecting(t, err);
    case CURLE_OPERATION_TIMEDOUT: return explain_timeout(t, site, err);
    case CURLE_PEER_FAILED_VERIFICATION: return explain_certificate(t, err);
    case CURLE_SSL_CACERT_BADFILE: return explain_trust(t, err);
    case CURLE_SSL_CONNECT_ERROR:
        return err_set(err, ERR_NETWORK, "no secure connection to %.*s: %s",
                       STR_ARGS(t->hop->url.host), detail(t));
    case CURLE_GOT_NOTHING:
        return err_set(err, ERR_NETWORK, "the server hung up without an answer");
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2_STREAM:
        return err_set(err, ERR_NETWORK, "the answer was cut off: %s", detail(t));
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2: return err_set(err, ERR_NETWORK, "the connection broke: %s", detail(t));
    case CURLE_UNSUPPORTED_PROTOCOL: /* an answer like HTTP/0.9's, without a status line */
    case CURLE_WEIRD_SERVER_REPLY:
        return err_set(err, ERR_NETWORK, "what answers there is no web server: %s", detail(t));
    case CURLE_OUT_OF_MEMORY: /* so 7.88 calls a header line over its own limit, 100 kB */
        return err_set(err, ERR_LIMIT, "a header of the answer is longer than 100 kB");
    default: return err_set(err, ERR_NETWORK, "no answer that can be read: %s", detail(t));
    }
}

/* -- What we stopped -------------------------------------------------------------------------- */

static bool explain_size(const struct transfer *t, struct err *err)
{
    size_t max = t->hop->max;
    if (max >= (size_t)1 << 20)
        return err_set(err, ERR_LIMIT, "the answer is larger than the limit, %zu MiB", max >> 20);
    return err_set(err, ERR_LIMIT, "the answer is larger than the limit, %zu bytes", max);
}

static bool explain_address(const struct transfer *t, struct err *err)
{
    str host = t->hop->url.host;
    if (str_is(host, t->refused))
        err_set(err, ERR_REFUSED, "%.*s is not a public address", STR_ARGS(host));
    else
        err_set(err, ERR_REFUSED, "%.*s is at %s, which is not a public address", STR_ARGS(host),
                t->refused[0] ? t->refused : "an address of its own kind");
    return err_hint(err, "links in what was fetched, and redirects, may only lead into the "
                         "internet, or to the host and port that the source's URL names");
}

static bool explain_stop(const struct transfer *t, const struct http_site *site, struct err *err)
{
    switch (t->stop) {
    case STOP_NONE: break;
    case STOP_FULL: return explain_size(t, err);
    case STOP_PACKED:
        return err_set(err, ERR_LIMIT, "more than %zu MiB came over the network",
                       LIMIT_RESPONSE_PACKED >> 20);
    case STOP_BOMB:
        return err_set(err, ERR_LIMIT, "the answer unpacks to more than %d times its size",
                       LIMIT_UNPACK_RATIO);
    case STOP_DAMAGED:
        return err_set(err, ERR_NETWORK, "the answer's gzip data is damaged or cut off");
    case STOP_ENCODING:
        return err_set(err, ERR_NETWORK,
                       "the answer is packed as \"%.*s\", which was not asked for",
                       STR_ARGS(head_get(buf_str(&t->head), STR("content-encoding"))));
    case STOP_HEADERS:
        return err_set(err, ERR_LIMIT, "the answer has more than %d headers, or %zu kB of them",
                       LIMIT_HEADERS, LIMIT_HEADER_BYTES >> 10);
    case STOP_STALLED:
        return err_set(err, ERR_NETWORK, "the answer did not go on: less than %d bytes within %d s",
                       LIMIT_SLOW * LIMIT_STALL, LIMIT_STALL);
    case STOP_ADDRESS: return explain_address(t, err);
    case STOP_OVERTIME:
        err_set(err, ERR_LIMIT, "the source took longer than %u s in all", site->time_limit);
        return err_hint(err, "`time_limit:` in the source allows more; the next run goes on");
    case STOP_CANCELLED: return err_set(err, ERR_NETWORK, "interrupted");
    }
    return false;
}

bool transfer_explain(const struct transfer *t, const struct http_site *site, struct err *err)
{
    return t->stop == STOP_NONE ? explain_code(t, site, err) : explain_stop(t, site, err);
}
