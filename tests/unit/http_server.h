/*
 * A web server inside a test: loopback only, a thread for each connection, and every byte that it
 * sends is chosen by the test, so it can be a good server or any kind of bad one.
 *
 *     static void answer(void *context, const struct http_ask *ask, struct http_reply *reply)
 *     {
 *         if (str_is(ask->target, "/feed"))
 *             http_reply_body(reply, 200, "Content-Type: application/rss+xml\r\n", STR("<rss/>"));
 *     }
 *
 *     struct http_server server;
 *     http_server_start(&server, answer, NULL);
 *     … http_server_url(&server, &arena, "/feed") …
 *     http_server_stop(&server);
 *
 * A reply that the handler leaves empty becomes a 404. With nothing but fixed replies,
 * http_server_canned is the handler and an array of struct http_canned its context.
 */
#ifndef DIGEST_TESTS_HTTP_SERVER_H
#define DIGEST_TESTS_HTTP_SERVER_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "digest/arena.h"
#include "digest/buf.h"

/* One request as it came. */
struct http_ask {
    unsigned number;     /* from 0, over all connections */
    unsigned connection; /* from 0 */
    str method, target;  /* "GET", "/path?query" */
    str head;            /* request line and headers, with the empty line */
};

/* What becomes of the connection behind a reply. */
enum http_end {
    HTTP_END_CLOSE,
    HTTP_END_KEEP,  /* waits for the next request */
    HTTP_END_RESET, /* RST */
    HTTP_END_HOLD,  /* says nothing more until the server stops */
};

struct http_reply {
    struct buf bytes; /* all of it, from the status line on */
    enum http_end end;
    unsigned delay;     /* milliseconds before the first byte */
    size_t piece;       /* sends that many bytes at a time; 0 is all at once */
    unsigned pause;     /* milliseconds between pieces */
    size_t repeat_from; /* endless: what is sent again and again begins here */
    bool endless;       /* until the client goes away */
};

/* Fills in a reply. Calls never overlap, whatever thread they come from. */
typedef void http_handler(void *context, const struct http_ask *ask, struct http_reply *reply);

/* A fixed reply; an array of them ends with a null target. */
struct http_canned {
    const char *target;
    int status;
    const char *headers; /* each with CRLF; may be null */
    const char *body;    /* may be null */
};

struct http_connection {
    struct http_server *server;
    struct http_connection *next;
    pthread_t thread;
    int fd; /* -1 once closed; guarded by the server's lock */
    unsigned number;
};

struct http_server {
    http_handler *handler;
    void *context;
    int listener;
    unsigned short port;
    pthread_t thread;
    pthread_mutex_t lock;
    atomic_bool stopping;
    /* What follows is guarded by the lock, or read after http_server_stop. */
    struct http_connection *connections;
    struct arena arena;
    str *heads; /* of all requests, in the order they came */
    size_t head_count, head_cap;
    unsigned connection_count;
    unsigned busy, busiest; /* requests being answered: now, and at most */
};

/* -- Replies ---------------------------------------------------------------------------------- */

/* A whole answer with its length; `headers`, each with CRLF, may be null. The connection stays. */
static inline void http_reply_body(struct http_reply *reply, int status, const char *headers,
                                   str body)
{
    buf_addf(&reply->bytes, "HTTP/1.1 %d Status\r\nContent-Length: %zu\r\n%s\r\n", status, body.n,
             headers ? headers : "");
    buf_add(&reply->bytes, body);
    reply->end = HTTP_END_KEEP;
}

/* The handler for an array of struct http_canned. */
static inline void http_server_canned(void *context, const struct http_ask *ask,
                                      struct http_reply *reply)
{
    for (const struct http_canned *c = context; c->target; c++)
        if (str_is(ask->target, c->target)) {
            http_reply_body(reply, c->status, c->headers, str_of(c->body));
            return;
        }
}

/* -- Inside ----------------------------------------------------------------------------------- */

static inline void http_server_sleep(struct http_server *server, unsigned ms)
{
    for (; ms > 0 && !atomic_load(&server->stopping); ms -= ms < 10 ? ms : 10)
        nanosleep(&(struct timespec){.tv_nsec = (ms < 10 ? ms : 10) * 1000000L}, NULL);
}

static inline bool http_server_send(int fd, str bytes)
{
    while (bytes.n) {
        ssize_t n = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        bytes = str_slice(bytes, (size_t)n, bytes.n);
    }
    return true;
}

static inline bool http_server_send_slowly(struct http_connection *c, str bytes,
                                           const struct http_reply *reply)
{
    size_t piece = reply->piece ? reply->piece : bytes.n;
    for (size_t at = 0; at < bytes.n; at += piece) {
        if (at)
            http_server_sleep(c->server, reply->pause);
        if (atomic_load(&c->server->stopping) ||
            !http_server_send(c->fd, str_slice(bytes, at, at + piece)))
            return false;
    }
    return true;
}

/* Reads up to the empty line behind the headers. False: the client has gone. */
static inline bool http_server_read(int fd, struct buf *head)
{
    buf_reset(head);
    while (!str_ends(buf_str(head), STR("\r\n\r\n"))) {
        char c;
        if (recv(fd, &c, 1, 0) != 1)
            return false;
        buf_addc(head, c);
        assert_false(head->over);
    }
    return true;
}

/* An answer to HEAD ends behind its headers, which are those of the answer to GET. */
static inline void http_server_behead(struct buf *bytes)
{
    size_t end = str_find(buf_str(bytes), STR("\r\n\r\n"), 0);
    if (end != SIZE_MAX)
        buf_cut(bytes, end + 4);
}

/* Writes down the request and asks the handler. */
static inline void http_server_ask(struct http_connection *c, str head, struct http_reply *reply)
{
    struct http_server *s = c->server;
    pthread_mutex_lock(&s->lock);
    s->heads = arena_grow(&s->arena, s->heads, s->head_count, &s->head_cap, sizeof *s->heads);
    head = s->heads[s->head_count] = arena_copy(&s->arena, head);
    struct http_ask ask = {
        .number = (unsigned)s->head_count++, .connection = c->number, .head = head};
    str rest = head;
    str_next_part(&rest, ' ', &ask.method);
    str_next_part(&rest, ' ', &ask.target);
    if (++s->busy > s->busiest)
        s->busiest = s->busy;
    s->handler(s->context, &ask, reply);
    if (reply->bytes.n == 0 && reply->end == HTTP_END_CLOSE)
        http_reply_body(reply, 404, "Content-Type: text/plain\r\n", STR("nothing here"));
    if (str_is(ask.method, "HEAD"))
        http_server_behead(&reply->bytes);
    pthread_mutex_unlock(&s->lock);
}

static inline bool http_server_answer(struct http_connection *c, const struct http_reply *reply)
{
    http_server_sleep(c->server, reply->delay);
    str bytes = buf_str(&reply->bytes);
    bool sent = http_server_send_slowly(c, bytes, reply);
    while (sent && reply->endless) {
        http_server_sleep(c->server, reply->pause);
        sent = http_server_send_slowly(c, str_slice(bytes, reply->repeat_from, bytes.n), reply);
    }
    return sent;
}

static inline void *http_server_converse(void *argument)
{
    struct http_connection *c = argument;
    struct http_server *s = c->server;
    struct buf head = buf_init(1 << 20);
    enum http_end end = HTTP_END_KEEP;
    while (end == HTTP_END_KEEP && http_server_read(c->fd, &head)) {
        struct http_reply reply = {.bytes = buf_init(SIZE_MAX / 2)};
        http_server_ask(c, buf_str(&head), &reply);
        end = http_server_answer(c, &reply) ? reply.end : HTTP_END_CLOSE;
        while (end == HTTP_END_HOLD && !atomic_load(&s->stopping))
            http_server_sleep(s, 10);
        pthread_mutex_lock(&s->lock);
        s->busy--;
        pthread_mutex_unlock(&s->lock);
        buf_release(&reply.bytes);
    }
    pthread_mutex_lock(&s->lock);
    if (end == HTTP_END_RESET)
        setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &(struct linger){.l_onoff = 1},
                   sizeof(struct linger));
    else
        shutdown(c->fd, SHUT_WR);
    close(c->fd);
    c->fd = -1;
    pthread_mutex_unlock(&s->lock);
    buf_release(&head);
    return NULL;
}

static inline void *http_server_accept(void *argument)
{
    struct http_server *s = argument;
    int fd;
    while ((fd = accept4(s->listener, NULL, NULL, SOCK_CLOEXEC)) >= 0) {
        struct http_connection *c = mem_alloc(sizeof *c);
        pthread_mutex_lock(&s->lock);
        *c = (struct http_connection){
            .server = s, .next = s->connections, .fd = fd, .number = s->connection_count++};
        s->connections = c;
        pthread_create(&c->thread, NULL, http_server_converse, c);
        pthread_mutex_unlock(&s->lock);
    }
    return NULL;
}

/* -- Life ------------------------------------------------------------------------------------- */

/* Starts a server on a free port of 127.0.0.1. */
static inline void http_server_start(struct http_server *server, http_handler *handler,
                                     void *context)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    *server = (struct http_server){.handler = handler, .context = context};
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(server->listener >= 0);
    assert_int_equal(bind(server->listener, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(server->listener, 128), 0);
    assert_int_equal(getsockname(server->listener, (struct sockaddr *)&at, &size), 0);
    server->port = ntohs(at.sin_port);
    pthread_mutex_init(&server->lock, NULL);
    assert_int_equal(pthread_create(&server->thread, NULL, http_server_accept, server), 0);
}

/* Ends all conversations and waits for the threads. The log of requests can still be read. */
static inline void http_server_stop(struct http_server *server)
{
    atomic_store(&server->stopping, true);
    shutdown(server->listener, SHUT_RDWR);
    pthread_join(server->thread, NULL);
    close(server->listener);
    pthread_mutex_lock(&server->lock);
    for (struct http_connection *c = server->connections; c; c = c->next)
        if (c->fd >= 0)
            shutdown(c->fd, SHUT_RDWR);
    pthread_mutex_unlock(&server->lock);
    while (server->connections) {
        struct http_connection *c = server->connections;
        server->connections = c->next;
        pthread_join(c->thread, NULL);
        free(c);
    }
    pthread_mutex_destroy(&server->lock);
}

/* Frees the log of requests, behind http_server_stop. */
static inline void http_server_release(struct http_server *server)
{
    arena_release(&server->arena);
}

/* "http://127.0.0.1:port" and the target. */
static inline str http_server_url(const struct http_server *server, struct arena *a,
                                  const char *target)
{
    return arena_printf(a, "http://127.0.0.1:%u%s", (unsigned)server->port, target);
}

/* How many requests have come. */
static inline size_t http_server_count(struct http_server *server)
{
    pthread_mutex_lock(&server->lock);
    size_t count = server->head_count;
    pthread_mutex_unlock(&server->lock);
    return count;
}

/* The head of the request with that number; it must have come. */
static inline str http_server_head(struct http_server *server, size_t number)
{
    pthread_mutex_lock(&server->lock);
    assert_true(number < server->head_count);
    str head = server->heads[number];
    pthread_mutex_unlock(&server->lock);
    return head;
}

#endif
