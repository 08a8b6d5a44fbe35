/* The WordPress of wp_server.h with answers that are changed on their way, or replaced. */
#ifndef DIGEST_TESTS_WP_TWIST_H
#define DIGEST_TESTS_WP_TWIST_H

#include "wp_sync_check.h"

/* A site whose answers are changed on their way. */
struct twisted {
    struct wp_check c;
    /* Called instead of the site's own answer. False: that is to be given, and then twisted. */
    bool (*before)(struct twisted *t, const struct http_ask *ask, struct http_reply *reply);
    void (*twist)(struct twisted *t, const struct http_ask *ask, struct http_reply *reply);
    const char *text;    /* for either */
    int number, counter; /* likewise */
};

static inline void twisted_answer(void *context, const struct http_ask *ask,
                                  struct http_reply *reply)
{
    struct twisted *t = context;
    if (t->before && t->before(t, ask, reply))
        return;
    wp_answer(&t->c.server, ask, reply);
    if (t->twist)
        t->twist(t, ask, reply);
}

static inline void twisted_start(struct twisted *t, size_t posts)
{
    *t = (struct twisted){0};
    check_start(&t->c, posts);
    t->c.keep_quiet = true;
    pthread_mutex_lock(&t->c.server.http.lock);
    t->c.server.http.handler = twisted_answer;
    t->c.server.http.context = t;
    pthread_mutex_unlock(&t->c.server.http.lock);
}

static inline bool twisted_is_list(const struct http_ask *ask)
{
    return str_starts(ask->target, STR("/wp-json/wp/v2/posts?"));
}

/* The text of a list with everything in it; "" for other answers. */
static inline str twisted_content(const struct http_ask *ask, const struct http_reply *reply)
{
    str bytes = buf_str(&reply->bytes);
    size_t at = twisted_is_list(ask) ? str_find(bytes, STR("\r\n\r\n"), 0) : SIZE_MAX;
    str body = at == SIZE_MAX ? STR("") : str_slice(bytes, at + 4, bytes.n);
    return str_has(body, STR("\"content\":")) ? body : STR("");
}

static inline void twisted_replace(struct http_reply *reply, int status, const char *headers,
                                   const char *body)
{
    buf_reset(&reply->bytes);
    http_reply_body(reply, status, headers, str_of(body));
}

/* The targets of requests with `part` in them, of which the one with number n; "" behind the last. */
static inline str twisted_target(struct wp_check *c, const char *part, size_t n)
{
    for (size_t i = 0; i < c->server.http.head_count; i++) {
        str head = http_server_head(&c->server.http, i), method, target;
        str_next_part(&head, ' ', &method);
        str_next_part(&head, ' ', &target);
        if (str_has(target, str_of(part)) && n-- == 0)
            return target;
    }
    return STR("");
}

#endif
