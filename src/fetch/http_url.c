/* URLs, taken apart and put together by libcurl's own parser: what is checked here is then exactly
 * what is connected to, whatever spelling a hostile page chose. */
#include "http_url.h"

#include <curl/curl.h>
#include <locale.h>

#include "digest/http.h"
#include "http_address.h"

/* The scheme of a URL, "" when it has none (RFC 3986 section 3.1). */
static str scheme_of(str text)
{
    size_t colon = str_find_char(text, ':', 0);
    if (colon == SIZE_MAX || colon == 0)
        return (str){0};
    for (size_t i = 0; i < colon; i++) {
        char c = text.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
        if (!letter && !(i && later))
            return (str){0};
    }
    return str_slice(text, 0, colon);
}

static bool is_web(str scheme)
{
    return str_eq_nocase(scheme, STR("http")) || str_eq_nocase(scheme, STR("https"));
}

/* One part of a URL, copied; "" when it has none. */
static str part_of(struct arena *a, CURLU *u, CURLUPart part, unsigned flags)
{
    char *text = NULL;
    if (curl_url_get(u, part, &text, flags) != CURLUE_OK)
        return (str){0};
    str copy = arena_copy(a, str_of(text));
    curl_free(text);
    return copy;
}

/* The host in the one spelling that places are compared in; changes the copy. */
static str plain_host(struct arena *a, CURLU *u)
{
    str host = part_of(a, u, CURLUPART_HOST, 0);
    if (str_starts(host, STR("[")))
        host = arena_copy(a, str_slice(host, 1, host.n - 1));
    if (str_ends(host, STR(".")))
        host = arena_copy(a, str_slice(host, 0, host.n - 1));
    char *lower = arena_alloc(a, host.n + 1);
    for (size_t i = 0; i < host.n; i++)
        lower[i] = host.p[i] >= 'A' && host.p[i] <= 'Z' ? (char)(host.p[i] - 'A' + 'a') : host.p[i];
    return (str){lower, host.n};
}

static bool is_ascii(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

/* Parses a URL, or a reference against the one that u holds. False: malformed. */
static bool parse_into(CURLU *u, struct arena *a, str text)
{
    /* libcurl reads up to the first NUL. */
    return str_find_char(text, '\0', 0) == SIZE_MAX &&
           curl_url_set(u, CURLUPART_URL, arena_copy(a, text).p,
                        CURLU_URLENCODE | CURLU_ALLOW_SPACE) == CURLUE_OK;
}

/*
 * Spells a host of other letters as DNS has it ("xn--mnchen-3ya.example", RFC 5891), then reads the URL
 * again: letters of full width may make an address. libcurl would do it before it connects, but libidn2
 * takes names in the locale's encoding, and this program has no locale.
 */
static bool spell_host(struct arena *a, CURLU *u)
{
    if (is_ascii(part_of(a, u, CURLUPART_HOST, 0)))
        return true;
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (!utf8)
        return false;
    locale_t before = uselocale(utf8);
    str text = part_of(a, u, CURLUPART_URL, CURLU_PUNYCODE);
    uselocale(before);
    freelocale(utf8);
    return text.n && parse_into(u, a, text);
}

/* Takes *out from a parsed URL, which loses what is not sent. */
static bool take_url(struct url *out, struct arena *a, CURLU *u)
{
    uint64_t port = 0;
    if (!spell_host(a, u))
        return false;
    *out = (struct url){.host = plain_host(a, u)};
    out->login = part_of(a, u, CURLUPART_USER, 0).n || part_of(a, u, CURLUPART_PASSWORD, 0).n;
    out->secure = str_is(part_of(a, u, CURLUPART_SCHEME, 0), "https");
    if (!str_to_uint(part_of(a, u, CURLUPART_PORT, CURLU_DEFAULT_PORT), 65535, &port) || port == 0)
        return false;
    out->port = (unsigned)port;
    curl_url_set(u, CURLUPART_USER, NULL, 0);
    curl_url_set(u, CURLUPART_PASSWORD, NULL, 0);
    curl_url_set(u, CURLUPART_OPTIONS, NULL, 0);
    curl_url_set(u, CURLUPART_FRAGMENT, NULL, 0);
    out->text = part_of(a, u, CURLUPART_URL, 0);
    return out->text.n && out->host.n;
}

enum url_fault url_read(struct url *out, struct arena *a, str text)
{
    text = str_trim(text);
    if (!is_web(scheme_of(text)))
        return scheme_of(text).n ? URL_FOREIGN : URL_MALFORMED;
    CURLU *u = curl_url();
    bool good = u && parse_into(u, a, text) && take_url(out, a, u);
    curl_url_cleanup(u);
    return good ? URL_GOOD : URL_MALFORMED;
}

/* Resolves a reference into u. */
static enum url_fault resolve_into(CURLU *u, struct arena *a, str base, str reference)
{
    str scheme = scheme_of(reference);
    if (scheme.n && !is_web(scheme))
        return URL_FOREIGN;
    if (!is_web(scheme_of(base)) || !u || !parse_into(u, a, str_trim(base)))
        return URL_MALFORMED;
    if (reference.n == 0 || reference.p[0] == '#') { /* the base itself; libcurl has that wrong */
        str fragment = arena_copy(a, str_slice(reference, 1, reference.n));
        CURLUcode set =
            curl_url_set(u, CURLUPART_FRAGMENT, fragment.n ? fragment.p : NULL, CURLU_URLENCODE);
        return set == CURLUE_OK ? URL_GOOD : URL_MALFORMED;
    }
    return parse_into(u, a, reference) ? URL_GOOD : URL_MALFORMED;
}

enum url_fault url_join(struct url *out, struct arena *a, str base, str reference)
{
    CURLU *u = curl_url();
    enum url_fault fault = resolve_into(u, a, base, str_trim(reference));
    if (fault == URL_GOOD && !take_url(out, a, u))
        fault = URL_MALFORMED;
    curl_url_cleanup(u);
    return fault;
}

str http_resolve(struct arena *a, str base, str reference)
{
    CURLU *u = curl_url();
    str text = {0};
    if (resolve_into(u, a, base, str_trim(reference)) == URL_GOOD)
        text = part_of(a, u, CURLUPART_URL, 0);
    curl_url_cleanup(u);
    return text;
}

bool url_covers(const struct url *place, const struct url *u)
{
    if (place->host.n == 0 || !str_eq(place->host, u->host))
        return false;
    bool upgraded = !place->secure && place->port == 80 && u->secure && u->port == 443;
    return place->port == u->port || upgraded;
}

bool url_may_have_credentials(const struct url *place, const struct url *u)
{
    return url_covers(place, u) && (u->secure || (!place->secure && url_is_loopback(u)));
}

bool url_is_loopback(const struct url *u)
{
    return str_is(u->host, "localhost") || str_ends(u->host, STR(".localhost")) ||
           address_is_loopback(u->host);
}

str url_authority(struct arena *a, const struct url *u)
{
    bool six = str_find_char(u->host, ':', 0) != SIZE_MAX;
    str host = six ? arena_printf(a, "[%.*s]", STR_ARGS(u->host)) : u->host;
    if (u->port == (u->secure ? 443u : 80u))
        return host;
    return arena_printf(a, "%.*s:%u", STR_ARGS(host), u->port);
}
