/* Answers: headers as a list, and what everybody wants to know of them. */
#include "http_answer.h"

#include "http_berth.h"
#include "http_retry.h"

/* Ends a token or a parameter (RFC 9110 section 5.6.6). */
static str before(str s, char c)
{
    return str_trim(str_slice(s, 0, str_find_char(s, c, 0)));
}

static str lower(struct arena *a, str s)
{
    char *copy = arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        copy[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] | 0x20) : s.p[i];
    return (str){copy, s.n};
}

/* "text/html; charset=UTF-8": the type, and the charset with or without quotes. */
static void read_type(struct http_response *out, struct arena *a, str value)
{
    str part;
    out->type = lower(a, before(value, ';'));
    out->charset = (str){0};
    str_next_part(&value, ';', &part);
    while (out->charset.n == 0 && str_next_part(&value, ';', &part)) {
        size_t equals = str_find_char(part, '=', 0);
        if (equals == SIZE_MAX || !str_eq_nocase(before(part, '='), STR("charset")))
            continue;
        part = str_trim(str_slice(part, equals + 1, part.n));
        if (part.n >= 2 && (part.p[0] == '"' || part.p[0] == '\'') &&
            part.p[part.n - 1] == part.p[0])
            part = str_slice(part, 1, part.n - 1);
        out->charset = part;
    }
}

void answer_read(struct http_response *out, struct arena *a, str head)
{
    size_t cap = 0;
    str line;
    out->headers = NULL;
    out->header_count = 0;
    while (str_next_line(&head, &line)) {
        size_t colon = str_find_char(line, ':', 0);
        if (colon == SIZE_MAX)
            continue;
        out->headers = arena_grow(a, out->headers, out->header_count, &cap, sizeof *out->headers);
        out->headers[out->header_count++] = (struct http_header){
            .name = str_slice(line, 0, colon),
            .value = str_trim(str_slice(line, colon + 1, line.n)),
        };
    }
    read_type(out, a, http_header_get(out, STR("content-type")));
    out->date = http_date(http_header_get(out, STR("date")));
}

str http_header_get(const struct http_response *response, str name)
{
    for (size_t i = 0; i < response->header_count; i++)
        if (str_eq(response->headers[i].name, name))
            return response->headers[i].value;
    return (str){0};
}

void http_response_leave(struct http_response *response)
{
    if (!response->berth)
        return;
    buf_release(&response->body);
    berth_leave(response->berth);
    response->berth = NULL;
}

void http_response_release(struct http_response *response)
{
    http_response_leave(response);
    buf_release(&response->body);
}
