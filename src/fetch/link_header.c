/* The header field Link: RFC 8288. */
#include "link_header.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

static bool at_char(str s, char c)
{
    return s.n > 0 && s.p[0] == c;
}

static str after(str s, size_t n)
{
    return str_slice(s, n, s.n);
}

static str skip_space(str s)
{
    size_t n = 0;
    while (n < s.n && is_space(s.p[n]))
        n++;
    return after(s, n);
}

/* Takes a quoted string off *rest, which begins with its quote; escapes are resolved in the arena.
 * One without an end goes on to the end of the field, as appendix B.4 says. */
static str take_quoted(struct arena *a, str *rest)
{
    size_t n = 1;
    bool escaped = false;
    while (n < rest->n && rest->p[n] != '"') {
        bool pair = rest->p[n] == '\\' && n + 1 < rest->n;
        escaped = escaped || pair;
        n += pair ? 2 : 1;
    }
    str inner = str_slice(*rest, 1, n);
    *rest = after(*rest, n + 1);
    if (!escaped)
        return inner;
    char *copy = arena_alloc(a, inner.n + 1);
    size_t length = 0;
    for (size_t i = 0; i < inner.n; i++) {
        if (inner.p[i] == '\\' && i + 1 < inner.n)
            i++;
        copy[length++] = inner.p[i];
    }
    return (str){copy, length};
}

/* Takes the bytes before any of `stops` off *rest. */
static str take_until(str *rest, const char *stops)
{
    size_t n = 0;
    while (n < rest->n && (rest->p[n] == '\0' || !strchr(stops, rest->p[n])))
        n++;
    str taken = str_slice(*rest, 0, n);
    *rest = after(*rest, n);
    return taken;
}

str link_type(struct arena *a, str type)
{
    str bare = str_trim(str_slice(type, 0, str_find_char(type, ';', 0)));
    char *copy = arena_alloc(a, bare.n + 1);
    for (size_t i = 0; i < bare.n; i++)
        copy[i] = (char)(bare.p[i] >= 'A' && bare.p[i] <= 'Z' ? bare.p[i] + 32 : bare.p[i]);
    return (str){copy, bare.n};
}

/* Notes a parameter; of several with the same name the first counts. */
static void set_parameter(struct arena *a, struct web_link *link, str name, str value)
{
    if (str_eq_nocase(name, STR("rel")) && !link->rel.n)
        link->rel = str_trim(value);
    else if (str_eq_nocase(name, STR("type")) && !link->type.n)
        link->type = link_type(a, value);
    else if (str_eq_nocase(name, STR("title")) && !link->title.n)
        link->title = value;
}

/* Reads `;name=value` up to the comma before the next link or to the end. */
static void read_parameters(struct arena *a, struct web_link *link, str *rest)
{
    for (;;) {
        take_until(rest, ";,");
        if (!at_char(*rest, ';'))
            return;
        *rest = skip_space(after(*rest, 1));
        str name = str_trim(take_until(rest, "=;,")), value = {0};
        if (at_char(*rest, '=')) {
            *rest = skip_space(after(*rest, 1));
            value = at_char(*rest, '"') ? take_quoted(a, rest) : str_trim(take_until(rest, ";,"));
        }
        set_parameter(a, link, name, value);
    }
}

void link_header_read(struct web_links *out, struct arena *a, str value)
{
    if (!out->items)
        out->items = arena_array(a, LINKS_MAX, sizeof *out->items);
    /* What stands before "<" is no link; commas inside of "<…>" belong to the URL. */
    for (str rest = value; out->count < LINKS_MAX;) {
        size_t open = str_find_char(rest, '<', 0);
        size_t close = str_find_char(rest, '>', open);
        if (open == SIZE_MAX || close == SIZE_MAX)
            return;
        struct web_link link = {.target = str_trim(str_slice(rest, open + 1, close))};
        rest = after(rest, close + 1);
        read_parameters(a, &link, &rest);
        if (link.rel.n)
            out->items[out->count++] = link;
    }
}

struct web_links link_headers(struct arena *a, const struct http_response *response)
{
    struct web_links links = {0};
    for (size_t i = 0; i < response->header_count; i++)
        if (str_is(response->headers[i].name, "link"))
            link_header_read(&links, a, response->headers[i].value);
    return links;
}

bool link_has_rel(const struct web_link *link, str rel)
{
    str rest = link->rel;
    while (rest.n > 0) {
        rest = str_trim(rest);
        size_t n = 0;
        while (n < rest.n && (rest.p[n] == '\0' || !strchr(" \t\r\n\f", rest.p[n])))
            n++;
        if (str_eq_nocase(str_slice(rest, 0, n), rel))
            return true;
        rest = after(rest, n);
    }
    return false;
}
