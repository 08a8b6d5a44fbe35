/*
 * Resolving URL references: RFC 3986 section 5, read as the WHATWG URL Standard reads it.
 *
 * The result holds only characters that RFC 3986 allows (and a host in its own script), so that
 * what is safe here is the same URL to every browser, validator and feed reader.
 */
#include <arpa/inet.h>

#include "digest/limits.h"
#include "digest/sanitize.h"
#include "digest/utf8.h"

/* An http(s) URL in its parts, each borrowed; the flags tell an empty part from a missing one. */
struct parts {
    bool secure;
    str authority;
    str path;
    str query;
    str fragment;
    bool has_query, has_fragment;
};

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_slash(char c)
{
    return c == '/' || c == '\\';
}

/* True for what may stand in a path as it is: unreserved, sub-delims, ":", "@", "/". */
static bool is_path_byte(char c)
{
    return is_alpha(c) || is_digit(c) || (c && strchr("-._~!$&'()*+,;=:@/", c));
}

/* Copies ref into *out without C0 controls and spaces at its ends, tabs and line breaks inside. */
static void strip_controls(struct buf *out, str ref)
{
    while (ref.n > 0 && (unsigned char)ref.p[0] <= ' ')
        ref = str_slice(ref, 1, ref.n);
    while (ref.n > 0 && (unsigned char)ref.p[ref.n - 1] <= ' ')
        ref.n--;
    for (size_t i = 0; i < ref.n; i++)
        if (ref.p[i] != '\t' && ref.p[i] != '\n' && ref.p[i] != '\r')
            buf_addc(out, ref.p[i]);
}

/* The length of the scheme at the start of s without its colon, 0 when there is none. */
static size_t scheme_length(str s)
{
    if (s.n == 0 || !is_alpha(s.p[0]))
        return 0;
    size_t i = 1;
    while (i < s.n && (is_alpha(s.p[i]) || is_digit(s.p[i]) || strchr("+-.", s.p[i])))
        i++;
    return i < s.n && s.p[i] == ':' ? i : 0;
}

/* Splits path, query and fragment off `rest` into *u. */
static void split_tail(struct parts *u, str rest)
{
    size_t hash = str_find_char(rest, '#', 0);
    u->has_fragment = hash != SIZE_MAX;
    u->fragment = u->has_fragment ? str_slice(rest, hash + 1, rest.n) : (str){0};
    rest = u->has_fragment ? str_slice(rest, 0, hash) : rest;
    size_t mark = str_find_char(rest, '?', 0);
    u->has_query = mark != SIZE_MAX;
    u->query = u->has_query ? str_slice(rest, mark + 1, rest.n) : (str){0};
    u->path = u->has_query ? str_slice(rest, 0, mark) : rest;
}

/* Reads "host:port/path…", whatever slashes stood before it. */
static void split_authority(struct parts *u, str rest)
{
    while (rest.n > 0 && is_slash(rest.p[0]))
        rest = str_slice(rest, 1, rest.n);
    size_t end = 0;
    while (end < rest.n && !is_slash(rest.p[end]) && rest.p[end] != '?' && rest.p[end] != '#')
        end++;
    u->authority = str_slice(rest, 0, end);
    split_tail(u, str_slice(rest, end, rest.n));
}

/* Reads an absolute http(s) URL. False when s is none. */
static bool split_absolute(struct parts *u, str s)
{
    size_t n = scheme_length(s);
    str scheme = str_slice(s, 0, n);
    if (!str_eq_nocase(scheme, STR("http")) && !str_eq_nocase(scheme, STR("https")))
        return false;
    u->secure = n == 5;
    split_authority(u, str_slice(s, n + 1, s.n));
    return true;
}

static void add_encoded_byte(struct buf *out, char c)
{
    static const char digits[] = "0123456789ABCDEF";
    buf_addc(out, '%');
    buf_addc(out, digits[(unsigned char)c >> 4]);
    buf_addc(out, digits[(unsigned char)c & 15]);
}

/* Appends s, encoding all but path bytes, whole %XX triplets and the characters in `also`. */
static void add_encoded(struct buf *out, str s, const char *also)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool triplet = c == '%' && i + 2 < s.n && is_hex(s.p[i + 1]) && is_hex(s.p[i + 2]);
        if (is_path_byte(c) || triplet || (c && strchr(also, c)))
            buf_addc(out, c);
        else
            add_encoded_byte(out, c);
    }
}

/* True when the segment is "." (dots 1) or ".." (dots 2), its dots plain or as %2e. */
static bool is_dots(str segment, int dots)
{
    int seen = 0;
    while (segment.n > 0) {
        size_t n = segment.p[0] == '.' ? 1 : 3;
        if (n == 3 && !str_eq_nocase(str_slice(segment, 0, 3), STR("%2e")))
            return false;
        segment = str_slice(segment, n, segment.n);
        seen++;
    }
    return seen == dots;
}

/* Appends the segments of path to out, whose path began at byte `start`, and resolves dots. */
static void add_segments(struct buf *out, size_t start, str path)
{
    size_t at = 0;
    while (at < path.n) {
        size_t end = at;
        while (end < path.n && !is_slash(path.p[end]))
            end++;
        str segment = str_slice(path, at, end);
        bool last = end >= path.n;
        if (is_dots(segment, 2)) {
            size_t cut = out->n - 1;
            while (cut > start && out->p[cut - 1] != '/')
                cut--;
            buf_cut(out, cut > start ? cut : start + 1);
        } else if (!is_dots(segment, 1)) {
            add_encoded(out, segment, "");
            if (!last)
                buf_addc(out, '/');
        }
        at = end + 1;
    }
}

/* True when the code point may stand in a host name of another script: no space, punctuation,
 * symbol, private or compatibility form that name preparation would turn into something else. */
static bool is_host_codepoint(uint32_t c)
{
    return c >= 0xC0 && !(c >= 0x2000 && c < 0x2E80) && !(c >= 0x3000 && c < 0x3041) &&
           !(c >= 0xD800 && c < 0xF900) && !(c >= 0xFB00 && c < 0xFFFF) && c < 0x1F000 &&
           c != 0xD7 && c != 0xF7;
}

static bool is_number(str label)
{
    size_t i = 0;
    if (label.n > 1 && label.p[0] == '0' && (label.p[1] | 32) == 'x')
        return true;
    while (i < label.n && is_digit(label.p[i]))
        i++;
    return i == label.n;
}

static bool is_ip(str host, int family)
{
    char text[64];
    unsigned char address[16];
    if (host.n >= sizeof text)
        return false;
    memcpy(text, host.p, host.n);
    text[host.n] = 0;
    return inet_pton(family, text, address) == 1;
}

/* Appends a domain name or IPv4 address in lower case. False when it is none. */
static bool add_name(struct buf *out, str host)
{
    if (host.n == 0 || host.n > 253)
        return false;
    str label = {0};
    for (size_t at = 0; at <= host.n; at += label.n + 1) {
        size_t dot = str_find_char(host, '.', at);
        str next = str_slice(host, at, dot == SIZE_MAX ? host.n : dot);
        if (next.n == 0 && (at < host.n || at == 0))
            return false;
        if (next.n == 0)
            break;
        label = next;
    }
    if (is_number(label) && !is_ip(host, AF_INET))
        return false;
    for (size_t i = 0; i < host.n;) {
        size_t from = i;
        uint32_t c = utf8_next(host, &i);
        if (c >= 'A' && c <= 'Z')
            buf_addc(out, (char)(c + 32));
        else if (c < 0x80 ? is_alpha((char)c) || is_digit((char)c) || strchr("-._", (int)c)
                          : is_host_codepoint(c))
            buf_add(out, str_slice(host, from, i));
        else
            return false;
    }
    return true;
}

/* Appends the host of an authority whose port was taken off. False when it is no host. */
static bool add_host(struct buf *out, str host)
{
    if (host.n < 2 || host.p[0] != '[')
        return add_name(out, host);
    str inner = str_slice(host, 1, host.n - 1);
    if (host.p[host.n - 1] != ']' || !is_ip(inner, AF_INET6))
        return false;
    for (size_t i = 0; i < host.n; i++)
        buf_addc(out, host.p[i] >= 'A' && host.p[i] <= 'F' ? (char)(host.p[i] + 32) : host.p[i]);
    return true;
}

/* Appends host and port; names and passwords are left out. False when there is no valid host. */
static bool add_authority(struct buf *out, const struct parts *u)
{
    str host = u->authority;
    for (size_t at; (at = str_find_char(host, '@', 0)) != SIZE_MAX;)
        host = str_slice(host, at + 1, host.n);
    size_t digits = 0;
    while (digits < host.n && is_digit(host.p[host.n - 1 - digits]))
        digits++;
    str port = {0};
    if (digits < host.n && host.p[host.n - 1 - digits] == ':') {
        port = str_slice(host, host.n - digits, host.n);
        host = str_slice(host, 0, host.n - digits - 1);
    }
    uint64_t number = 0;
    if (port.n > 0 && !str_to_uint(port, 65535, &number))
        return false;
    if (!add_host(out, host))
        return false;
    if (port.n > 0 && number != (u->secure ? 443 : 80))
        buf_addf(out, ":%u", (unsigned)number);
    return true;
}

/* Writes u, whose relative path (if `merge`) continues the directory of base's path. */
static bool add_url(struct buf *out, const struct parts *u, const struct parts *merge)
{
    buf_addz(out, u->secure ? "https://" : "http://");
    if (!add_authority(out, u))
        return false;
    size_t start = out->n;
    buf_addc(out, '/');
    if (merge) {
        size_t slash = merge->path.n;
        while (slash > 0 && !is_slash(merge->path.p[slash - 1]))
            slash--;
        add_segments(out, start, str_slice(merge->path, slash ? 1 : 0, slash));
    }
    bool rooted = u->path.n > 0 && is_slash(u->path.p[0]);
    add_segments(out, start, str_slice(u->path, rooted ? 1 : 0, u->path.n));
    if (u->has_query) {
        buf_addc(out, '?');
        add_encoded(out, u->query, "?");
    }
    if (u->has_fragment) {
        buf_addc(out, '#');
        add_encoded(out, u->fragment, "?");
    }
    return true;
}

/* Resolves a reference without scheme. */
static bool add_relative(struct buf *out, str base, str ref)
{
    struct parts b = {0}, u = {0};
    if (!split_absolute(&b, base))
        return false;
    if (ref.n > 1 && is_slash(ref.p[0]) && is_slash(ref.p[1])) {
        u.secure = b.secure;
        split_authority(&u, ref);
        return add_url(out, &u, 0);
    }
    split_tail(&u, ref);
    u.secure = b.secure;
    u.authority = b.authority;
    if (u.path.n > 0)
        return add_url(out, &u, is_slash(u.path.p[0]) ? 0 : &b);
    u.path = b.path;
    if (!u.has_query) {
        u.query = b.query;
        u.has_query = b.has_query;
    }
    return add_url(out, &u, 0);
}

/* mailto: and tel: are opaque; their characters are made legal and no more, but for the spaces in a
 * telephone number. */
static bool add_opaque(struct buf *out, const char *scheme, str rest)
{
    buf_addz(out, scheme);
    size_t before = out->n;
    size_t hash = str_find_char(rest, '#', 0);
    rest = str_slice(rest, 0, hash == SIZE_MAX ? rest.n : hash);
    for (str part; str_is(str_of(scheme), "tel:") && str_next_part(&rest, ' ', &part);)
        add_encoded(out, part, "");
    add_encoded(out, rest, "?");
    return out->n > before;
}

static bool resolve(struct buf *out, str base, str ref, bool links)
{
    size_t n = scheme_length(ref);
    str scheme = str_slice(ref, 0, n);
    str rest = str_slice(ref, n + 1, ref.n);
    struct parts u = {0}, b = {0};
    if (n == 0)
        return add_relative(out, base, ref);
    if (str_eq_nocase(scheme, STR("mailto")))
        return links && add_opaque(out, "mailto:", rest);
    if (str_eq_nocase(scheme, STR("tel")))
        return links && add_opaque(out, "tel:", rest);
    if (!split_absolute(&u, ref))
        return false;
    /* "https:page" is relative to a base of the same scheme (WHATWG URL, special schemes). */
    if ((rest.n == 0 || !is_slash(rest.p[0])) && split_absolute(&b, base) && b.secure == u.secure)
        return add_relative(out, base, rest);
    return add_url(out, &u, 0);
}

str url_resolve(struct arena *a, str base, str reference, bool links)
{
    str result = {0};
    if (reference.n > 4 * LIMIT_URL)
        return result;
    struct buf clean = buf_init(4 * LIMIT_URL);
    struct buf out = buf_init(LIMIT_URL);
    strip_controls(&clean, reference);
    if (resolve(&out, str_trim(base), buf_str(&clean), links) && !out.over)
        result = arena_copy(a, buf_str(&out));
    buf_release(&clean);
    buf_release(&out);
    return result;
}
