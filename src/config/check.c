/* Rules for addresses and language tags. */
#include "check.h"

#include "digest/limits.h"

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* -- Addresses -------------------------------------------------------------------------------- */

bool is_url(str s)
{
    size_t colon = str_find(s, STR("://"), 0);
    if (colon == SIZE_MAX || colon == 0 || !is_alpha(s.p[0]))
        return false;
    for (size_t i = 1; i < colon; i++)
        if (!is_alpha(s.p[i]) && !is_digit(s.p[i]) && !strchr("+-.", s.p[i]))
            return false;
    return true;
}

/* The first byte that may not stand in a URL; bytes of other scripts may, browsers encode them. */
static size_t forbidden_byte(str url)
{
    for (size_t i = 0; i < url.n; i++) {
        unsigned char c = (unsigned char)url.p[i];
        if (c <= ' ' || c == 0x7F || strchr("\"<>\\^`{|}", c))
            return i;
    }
    return SIZE_MAX;
}

static const char *byte_name(char c)
{
    if (c == ' ')
        return "a space";
    return strchr("\"<>\\^`{|}", c) && c ? "any of \" < > \\ ^ ` { | }" : "control characters";
}

/* Checks "host", "host:port", "[::1]:port". */
static bool check_authority(str authority, struct err *err)
{
    size_t bracket = str_starts(authority, STR("[")) ? str_find_char(authority, ']', 0) : 0;
    if (bracket == SIZE_MAX)
        return err_set(err, ERR_CONFIG, "the URL's host has a \"[\" without \"]\"");
    size_t colon = str_find_char(authority, ':', bracket);
    str host = str_slice(authority, 0, colon);
    if (host.n == 0)
        return err_set(err, ERR_CONFIG, "the URL names no host");
    if (str_starts(host, STR(".")) || str_has(host, STR("..")))
        return err_set(err, ERR_CONFIG, "\"%.*s\" is no host name", STR_ARGS(host));
    uint64_t port = 1;
    if (colon != SIZE_MAX)
        if (!str_to_uint(str_slice(authority, colon + 1, SIZE_MAX), 65535, &port) || port == 0)
            return err_set(err, ERR_CONFIG, "the URL's port must be a number from 1 to 65535");
    return true;
}

/* The part of an http or https URL between "//" and the path; false for other schemes. */
static bool split_authority(str url, str *authority)
{
    size_t start = SIZE_MAX;
    if (str_eq_nocase(str_slice(url, 0, 7), STR("http://")))
        start = 7;
    else if (str_eq_nocase(str_slice(url, 0, 8), STR("https://")))
        start = 8;
    else
        return false;
    size_t end = start;
    while (end < url.n && !strchr("/?#", url.p[end]))
        end++;
    *authority = str_slice(url, start, end);
    return true;
}

bool has_userinfo(str text)
{
    for (size_t at = 0; (at = str_find(text, STR("//"), at)) != SIZE_MAX;)
        for (at += 2; at < text.n && !strchr("/?#", text.p[at]); at++)
            if (text.p[at] == '@')
                return true;
    return false;
}

bool url_is_https(str url)
{
    return str_eq_nocase(str_slice(url, 0, 8), STR("https://"));
}

str url_origin(str url)
{
    str authority;
    if (!split_authority(url, &authority))
        return (str){0};
    return (str){url.p, (size_t)(authority.p + authority.n - url.p)};
}

str url_host(struct arena *a, str url)
{
    str host = {0};
    if (!split_authority(url, &host))
        return (str){0};
    if (str_starts(host, STR("[")))
        host = str_slice(host, 1, str_find_char(host, ']', 0));
    else
        host = str_slice(host, 0, str_find_char(host, ':', 0));
    char *p = arena_alloc(a, host.n + 1);
    for (size_t i = 0; i < host.n; i++)
        p[i] = (char)(host.p[i] >= 'A' && host.p[i] <= 'Z' ? host.p[i] | 0x20 : host.p[i]);
    return (str){p, host.n};
}

/* "127.0.0.1" and its neighbours: four numbers, the first of them 127. */
static bool is_loopback_ip(str host)
{
    str part;
    size_t parts = 0;
    uint64_t number;
    while (str_next_part(&host, '.', &part)) {
        if (!str_to_uint(part, 255, &number) || (parts == 0 && number != 127))
            return false;
        parts++;
    }
    return parts == 4;
}

bool is_loopback_url(struct arena *a, str url)
{
    str host = url_host(a, url);
    return str_is(host, "localhost") || str_ends(host, STR(".localhost")) || str_is(host, "::1") ||
           is_loopback_ip(host);
}

bool check_url(str url, struct err *err)
{
    str authority;
    if (has_userinfo(url)) {
        err_set(err, ERR_CONFIG, "a URL here may not contain a user name or password");
        return err_hint(err, "a source has \"user:\" with \"password_env:\" or "
                             "\"password_file:\" for that");
    }
    if (url.n > LIMIT_URL)
        return err_set(err, ERR_CONFIG, "the URL is longer than %d bytes", LIMIT_URL);
    if (!split_authority(url, &authority)) {
        err_set(err, ERR_CONFIG, "\"%.*s\" is not an http or https URL", STR_ARGS(url));
        bool has_scheme = is_url(url) || str_starts(url, STR("/"));
        if (!has_scheme && str_has(url, STR(".")) && forbidden_byte(url) == SIZE_MAX)
            err_hint(err, "write \"https://%.*s\"", STR_ARGS(url));
        return err_hint(err, "it begins with \"https://\" or \"http://\"");
    }
    size_t at = forbidden_byte(url);
    if (at != SIZE_MAX) {
        err_set(err, ERR_CONFIG, "a URL cannot contain %s", byte_name(url.p[at]));
        return err_hint(err, "write it as %%%02X", (unsigned)(unsigned char)url.p[at]);
    }
    return check_authority(authority, err);
}

bool check_base_url(str url, struct err *err)
{
    if (!check_url(url, err))
        return false;
    for (size_t i = 0; i < url.n; i++) {
        if ((unsigned char)url.p[i] >= 0x80) {
            err_set(err, ERR_CONFIG, "the site's URL must be written in ASCII");
            return err_hint(err, "write the host as \"xn--…\" and other characters as %%XX");
        }
        if (url.p[i] == '?' || url.p[i] == '#') {
            err_set(err, ERR_CONFIG, "the site's URL cannot have a \"%c\"", url.p[i]);
            return err_hint(err, "it is the folder that the site will be served from");
        }
    }
    return true;
}

/* -- Language tags ---------------------------------------------------------------------------- */

/* A subtag is 1 to 8 letters and digits (RFC 5646 section 2.1). */
static bool subtag_valid(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_alpha(s.p[i]) && !is_digit(s.p[i]))
            return false;
    return s.n >= 1 && s.n <= 8;
}

static bool all_alpha(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_alpha(s.p[i]))
            return false;
    return true;
}

/* The parts of a tag, in the order they must come. */
enum tag_part { PART_LANGUAGE, PART_EXTENDED, PART_SCRIPT, PART_REGION, PART_VARIANT, PART_SINGLE };

/* What subtag s is when it follows `before`; -1: nothing that may stand there. */
static int classify(str s, enum tag_part before)
{
    bool alpha = all_alpha(s);
    if (s.n == 1)
        return PART_SINGLE;
    if (before == PART_SINGLE)
        return PART_SINGLE; /* anything behind an extension's or private use's letter */
    if (before <= PART_EXTENDED && s.n == 3 && alpha)
        return PART_EXTENDED;
    if (before < PART_SCRIPT && s.n == 4 && alpha)
        return PART_SCRIPT;
    if (before < PART_REGION && ((s.n == 2 && alpha) || (s.n == 3 && !alpha)))
        return PART_REGION;
    if (s.n >= 5 || (s.n == 4 && is_digit(s.p[0])))
        return PART_VARIANT;
    return -1;
}

/* Puts a subtag into its usual case (RFC 5646 section 2.1.1). */
static void usual_case(char *p, size_t n, enum tag_part part)
{
    for (size_t i = 0; i < n; i++) {
        bool upper = part == PART_REGION || (part == PART_SCRIPT && i == 0);
        if (upper && p[i] >= 'a' && p[i] <= 'z')
            p[i] = (char)(p[i] - 'a' + 'A');
        else if (!upper && p[i] >= 'A' && p[i] <= 'Z')
            p[i] = (char)(p[i] - 'A' + 'a');
    }
}

/* Walks the subtags, folding each in place. False: the grammar does not hold. */
static bool fold_tag(str tag, char *folded)
{
    int part = PART_LANGUAGE;
    str rest = tag, subtag;
    size_t at = 0;
    bool first = true, alone = false, private = false;
    while (str_next_part(&rest, '-', &subtag)) {
        if (!subtag_valid(subtag))
            return false;
        if (first)
            part = subtag.n == 1 ? PART_SINGLE : PART_LANGUAGE;
        else
            part = classify(subtag, (enum tag_part)part);
        if (part < 0 || (first && !all_alpha(subtag)))
            return false;
        bool x = str_eq_nocase(subtag, STR("x"));
        if (subtag.n == 1 && !private && (alone || (first && !x)))
            return false;
        /* A single letter announces something; behind "x" it is as good as any other subtag. */
        alone = subtag.n == 1 && !private;
        private = private || x;
        usual_case(folded + at, subtag.n, (enum tag_part)part);
        at += subtag.n + 1;
        first = false;
    }
    return !first && !alone && at == tag.n + 1;
}

bool check_language(struct arena *a, str tag, str *canonical, struct err *err)
{
    str copy = arena_copy(a, tag);
    char *p = arena_alloc(a, tag.n + 1);
    memcpy(p, copy.p, tag.n);
    if (tag.n <= 64 && fold_tag(copy, p)) {
        *canonical = (str){p, tag.n};
        return true;
    }
    err_set(err, ERR_CONFIG, "\"%.*s\" is not a language tag", STR_ARGS(str_slice(tag, 0, 64)));
    if (str_find_char(tag, '_', 0) != SIZE_MAX)
        return err_hint(err, "its parts are joined by hyphens, as in \"de-AT\"");
    return err_hint(err, "write a tag such as \"en\", \"de-AT\" or \"zh-Hant\"");
}
