/*
 * A post's whole way: a canned answer of a server, the client that asks for it, the document that is
 * kept, and the article that becomes of it.
 */
#ifndef DIGEST_TESTS_WP_FLOW_H
#define DIGEST_TESTS_WP_FLOW_H

#include "wp_sync_check.h"

#include "digest/media.h"
#include "digest/parse.h"

/* The address of the post, on another host than the interface's. */
#define FLOW_LINK "https://news.example/2026/05/a-post/"

/* When the document came. */
#define FLOW_SEEN (WP_NOW - 500)

struct flow {
    struct wp_check c;
    str post;                /* the server's only one, as it gives it */
    const struct zone *zone; /* of the site that is built; null: UTC */
    bool closed;             /* users and media are not for visitors */
    struct parsed parsed;
};

/* Every list of posts is the one; the rest is as in wp_server.h. */
static inline void flow_answer(void *context, const struct http_ask *ask, struct http_reply *reply)
{
    struct flow *f = context;
    if (!str_starts(ask->target, STR("/wp-json/wp/v2/posts?"))) {
        wp_answer(&f->c.server, ask, reply);
        return;
    }
    struct buf body = buf_init(1 << 20);
    buf_addc(&body, '[');
    buf_add(&body, f->post);
    buf_addc(&body, ']');
    http_reply_body(reply, 200,
                    "Content-Type: application/json; charset=UTF-8\r\nX-WP-Total: 1\r\n"
                    "X-WP-TotalPages: 1\r\n",
                    buf_str(&body));
    buf_release(&body);
}

/* Adds a member unless the text has one of that name already. */
static inline void flow_default(struct buf *out, const char *members, const char *key,
                                const char *value)
{
    char quoted[40];
    snprintf(quoted, sizeof quoted, "\"%s\":", key);
    if (!strstr(members, quoted))
        buf_addf(out, ",%s%s", quoted, value);
}

/* Fetches and parses the post of these members, and of the usual ones that they do not have. */
static inline void flow_run_bytes(struct flow *f, str members)
{
    check_start(&f->c, 0);
    f->c.keep_quiet = true; /* it has other types */
    f->c.server.users_closed = f->c.server.media_closed = f->closed;
    struct buf b = buf_init(1 << 20);
    buf_addz(&b, "{\"id\":1,\"type\":\"post\",");
    buf_add(&b, members);
    flow_default(&b, members.p, "status", "\"publish\"");
    flow_default(&b, members.p, "link", "\"" FLOW_LINK "\"");
    flow_default(&b, members.p, "title", "{\"rendered\":\"T\"}");
    flow_default(&b, members.p, "date_gmt", "\"2026-05-07T08:10:43\"");
    buf_addc(&b, '}');
    f->post = arena_copy(&f->c.arena, buf_str(&b));
    buf_release(&b);
    pthread_mutex_lock(&f->c.server.http.lock);
    f->c.server.http.handler = flow_answer;
    f->c.server.http.context = f;
    pthread_mutex_unlock(&f->c.server.http.lock);
    check_runs(&f->c);
    const struct kept *kept = check_kept(&f->c, 1);
    assert_non_null(kept);
    static const struct zone utc;
    struct media no_media = {0};
    const struct raw_item item = {
        .kind = RAW_POSTS, .stored = true, .path = kept->url, .name = kept->id, .mtime = FLOW_SEEN};
    /* Nothing may be read behind the document's end. */
    char *exact = mem_alloc(kept->bytes.n);
    memcpy(exact, kept->bytes.p, kept->bytes.n);
    struct raw raw = {.item = &item,
                      .source = &f->c.source,
                      .media = &no_media,
                      .zone = f->zone ? f->zone : &utc,
                      .bytes = {exact, kept->bytes.n}};
    if (!parse_wordpress(&f->parsed, &f->c.arena, &raw, &f->c.err))
        fail_msg("%s", f->c.err.why);
    free(exact);
}

/* The article of a post of these members; it must be one. */
static inline const struct article *flow_article(struct flow *f, const char *members)
{
    flow_run_bytes(f, str_of(members));
    if (f->parsed.count != 1)
        fail_msg("%zu articles of %s", f->parsed.count, members);
    return f->parsed.articles[0];
}

/* The body of a post with this content: markup without double quotes and backslashes. */
static inline str flow_body(struct flow *f, const char *content)
{
    struct buf b = buf_init(1 << 20);
    buf_addz(&b, "\"content\":{\"rendered\":\"");
    for (; *content; content++) {
        assert_true(*content != '"' && *content != '\\');
        if (*content == '\n')
            buf_addz(&b, "\\n");
        else
            buf_addc(&b, *content);
    }
    buf_addz(&b, "\",\"protected\":false}");
    str body = flow_article(f, b.p)->body.markup;
    buf_release(&b);
    return body;
}

static inline void flow_end(struct flow *f)
{
    check_stop(&f->c);
    *f = (struct flow){.zone = f->zone, .closed = f->closed};
}

/* Fails unless a post with that content has this body. */
#define flow_becomes(content, body) flow_check_body(content, body, __FILE__, __LINE__)

static inline void flow_check_body(const char *content, const char *body, const char *file,
                                   int line)
{
    struct flow f = {0};
    check_str(flow_body(&f, content), body, file, line);
    flow_end(&f);
}

#endif
