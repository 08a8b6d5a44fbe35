/* A server of the test's own, and the engine that asks it, with seconds that take milliseconds. */
#ifndef DIGEST_TESTS_HTTP_CHECK_H
#define DIGEST_TESTS_HTTP_CHECK_H

#include "http_server.h"

#include "../../src/fetch/http_core.h"
#include "../../src/fetch/http_system.h"
#include "digest/http.h"

/* Milliseconds that a second takes: a timeout of 60 is 1.2 s then, a pause of 1 is 20 ms. */
#define CHECK_SECOND 20

struct http_check {
    struct http_server server;
    struct http_options options; /* set before check_open */
    struct source source;        /* likewise; its location is the server unless set */
    struct http *http;
    struct http_site *site;
    struct http_request request; /* what check_get asks, but for the URL */
    struct http_response response;
    struct arena arena;
    struct err err;
};

/* Starts the server. Options and source may then be set. */
static inline void check_start(struct http_check *c, http_handler *handler, void *context)
{
    *c = (struct http_check){.options = {.per_host = 2, .now = 1800000000},
                             .request = {.max = (size_t)8 << 20}};
    http_server_start(&c->server, handler, context);
    c->source = (struct source){.location = http_server_url(&c->server, &c->arena, "/")};
}

/* Starts the engine. */
static inline void check_open(struct http_check *c)
{
    if (!http_open(&c->http, &c->options, &c->err) ||
        !http_site_open(&c->site, c->http, &c->source, &c->err))
        fail_msg("%s: %s", c->err.file, c->err.why);
    http_set_second(c->http, CHECK_SECOND);
    c->http->proxies = (struct proxies){0}; /* whatever the tester's environment says */
    c->request.site = c->site;
}

/* Starts both. */
static inline void check_begin(struct http_check *c, http_handler *handler, void *context)
{
    check_start(c, handler, context);
    check_open(c);
}

/* Ends both. */
static inline void check_end(struct http_check *c)
{
    http_close(c->http);
    http_server_stop(&c->server);
    http_server_release(&c->server);
    http_response_release(&c->response);
    arena_release(&c->arena);
}

/* Asks for a URL. */
static inline bool check_get_url(struct http_check *c, str url)
{
    c->err = (struct err){0};
    c->request.url = url;
    bool got = http_get(c->http, &c->request, &c->arena, &c->response, &c->err);
    if (got)
        assert_int_equal(c->err.code, ERR_NONE);
    else
        assert_true(c->err.code != ERR_NONE && c->err.why[0]);
    return got;
}

/* Asks the server for a target. */
static inline bool check_get(struct http_check *c, const char *target)
{
    return check_get_url(c, http_server_url(&c->server, &c->arena, target));
}

/* Fails unless asking for the target gives that status and body. */
static inline void check_answers(struct http_check *c, const char *target, int status,
                                 const char *body)
{
    if (!check_get(c, target))
        fail_msg("%s: %s", c->err.file, c->err.why);
    assert_int_equal(c->response.status, status);
    assert_str(buf_str(&c->response.body), body);
}

/* Fails unless asking for the target fails with that code and those words in its reason. */
static inline void check_fails(struct http_check *c, const char *target, enum err_code code,
                               const char *words)
{
    if (check_get(c, target))
        fail_msg("%s was answered: %d", target, c->response.status);
    if (c->err.code != code || !strstr(c->err.why, words))
        fail_msg("%s: code %d, \"%s\"; expected code %d and \"%s\"", target, (int)c->err.code,
                 c->err.why, (int)code, words);
    assert_int_equal(c->response.body.n, 0);
}

/* A text as a context. */
static inline void *check_text(const char *text)
{
    return (void *)(uintptr_t)text;
}

/* Answers every request with the same bytes and hangs up: the context is a NUL-terminated text. */
static inline void check_raw(void *context, const struct http_ask *ask, struct http_reply *reply)
{
    (void)ask;
    buf_addz(&reply->bytes, context);
}

#endif
