/* One exchange by libcurl's easy interface: its settings, and what is done with what comes in. */
#include "http_transfer.h"

#include <stdio.h>
#include <sys/socket.h>

#include "digest/limits.h"
#include "http_address.h"
#include "http_system.h"

/* Bytes kept of the body of an answer that is no success: it only explains. */
#define EXPLANATION_MAX ((size_t)1 << 20)
/* What libcurl reads at a time. */
#define READ_SIZE 65536L

/* Ends the transfer: what the caller returns makes libcurl give up. */
static size_t stop(struct transfer *t, enum stop why)
{
    if (t->stop == STOP_NONE)
        t->stop = why;
    return 0;
}

/* -- Headers ---------------------------------------------------------------------------------- */

str head_get(str head, str name)
{
    str line;
    while (str_next_line(&head, &line))
        if (str_starts(line, name) && str_starts(str_slice(line, name.n, line.n), STR(": ")))
            return str_slice(line, name.n + 2, line.n);
    return (str){0};
}

/* Adds "Name: value" as "name: value". What is no header is left out. */
static void add_header(struct buf *head, str line)
{
    size_t colon = str_find_char(line, ':', 0);
    str name = str_trim(str_slice(line, 0, colon));
    if (colon == SIZE_MAX || name.n == 0)
        return;
    for (size_t i = 0; i < name.n; i++)
        buf_addc(head, (char)(name.p[i] >= 'A' && name.p[i] <= 'Z' ? name.p[i] | 0x20 : name.p[i]));
    buf_addz(head, ": ");
    buf_add(head, str_trim(str_slice(line, colon + 1, line.n)));
    buf_addc(head, '\n');
}

/* A line that begins with white space goes on with the value before (RFC 9112 section 5.2). */
static void continue_header(struct buf *head, str line)
{
    if (head->n == 0)
        return;
    buf_cut(head, head->n - 1);
    buf_addc(head, ' ');
    buf_add(head, str_trim(line));
    buf_addc(head, '\n');
}

/* "HTTP/1.1 200 OK": a new answer begins; those before were interim ones (1xx). */
static void begin_answer(struct transfer *t, str line)
{
    str rest = line, version, number;
    uint64_t status = 0;
    buf_reset(&t->head);
    if (str_next_part(&rest, ' ', &version) && str_next_part(&rest, ' ', &number))
        str_to_uint(number, 999, &status);
    t->status = (int)status;
}

static bool is_success(const struct transfer *t)
{
    return t->status >= 200 && t->status < 300;
}

/* Behind the last header: what can already be refused, and how the body is to be read. */
static bool begin_body(struct transfer *t)
{
    uint64_t length;
    t->answering = true;
    t->body->max = t->hop->max;
    if (!is_success(t) && t->body->max > EXPLANATION_MAX)
        t->body->max = EXPLANATION_MAX;
    if (t->hop->method == HTTP_HEAD)
        return true;
    str head = buf_str(&t->head);
    if (!unpack_init(&t->unpack, head_get(head, STR("content-encoding"))))
        return stop(t, STOP_ENCODING);
    if (!t->unpack.stream && is_success(t) &&
        str_to_uint(head_get(head, STR("content-length")), UINT64_MAX, &length) &&
        length > t->hop->max)
        return stop(t, STOP_FULL);
    return true;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): the type is libcurl's */
static size_t on_header(char *p, size_t one, size_t n, void *context)
{
    struct transfer *t = context;
    str line = {p, one * n};
    t->volume += line.n;
    if (++t->lines > LIMIT_HEADERS || t->volume > LIMIT_HEADER_BYTES)
        return stop(t, STOP_HEADERS);
    if (t->answering) /* trailers */
        return line.n;
    str_next_line(&(str){p, line.n}, &line);
    if (str_starts(line, STR("HTTP/")))
        begin_answer(t, line);
    else if (line.n == 0)
        return t->status < 200 || begin_body(t) ? one * n : 0;
    else if (line.p[0] == ' ' || line.p[0] == '\t')
        continue_header(&t->head, line);
    else if (str_find_char(line, '\0', 0) == SIZE_MAX)
        add_header(&t->head, line);
    return one * n;
}

/* -- Body ------------------------------------------------------------------------------------- */

/* NOLINTNEXTLINE(readability-non-const-parameter): the type is libcurl's */
static size_t on_body(char *p, size_t one, size_t n, void *context)
{
    struct transfer *t = context;
    t->received += n;
    enum unpack_result result = unpack_feed(&t->unpack, t->body, (str){p, one * n});
    bool packed = t->unpack.packed > LIMIT_RESPONSE_PACKED;
    if (result == UNPACK_GOOD && !packed)
        return one * n;
    if (result != UNPACK_BAD && !is_success(t)) {
        t->cut = true;
        return 0;
    }
    switch (result) {
    case UNPACK_GOOD: return stop(t, STOP_PACKED);
    case UNPACK_BAD: return stop(t, STOP_DAMAGED);
    case UNPACK_FULL: return stop(t, STOP_FULL);
    case UNPACK_BOMB: return stop(t, STOP_BOMB);
    }
    return 0;
}

/*
 * Called about once a second, and whenever something came. libcurl's own limit on speed
 * (CURLOPT_LOW_SPEED_TIME) counts from the start, which would cut off servers that think for longer
 * than LIMIT_STALL before they say anything: that is what the source's timeout is for.
 */
static int on_progress(void *context, curl_off_t total, curl_off_t now, curl_off_t up_total,
                       curl_off_t up)
{
    struct transfer *t = context;
    (void)total, (void)now, (void)up_total, (void)up;
    if (!t->answering)
        return 0;
    int64_t ms = system_ms();
    uint64_t enough = (uint64_t)LIMIT_SLOW * LIMIT_STALL;
    if (t->window_began == 0 || t->received - t->window_from >= enough) {
        t->window_began = ms;
        t->window_from = t->received;
    } else if (ms - t->window_began >= t->hop->stall) {
        stop(t, STOP_STALLED);
        return 1;
    }
    return 0;
}

/* -- Addresses -------------------------------------------------------------------------------- */

static bool may_connect(const struct transfer *t)
{
    return t->hop->anywhere || t->hop->proxy.n;
}

/* A new connection. The address is the one that is really connected to, after all resolving. */
static curl_socket_t on_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct transfer *t = context;
    (void)purpose;
    if (may_connect(t) || address_is_public(&address->addr))
        return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    address_show(&address->addr, t->refused);
    stop(t, STOP_ADDRESS);
    return CURL_SOCKET_BAD;
}

/* Before the request is sent, on a connection that may have been made for another one. */
/* NOLINTNEXTLINE(readability-non-const-parameter): the type is libcurl's */
static int on_connected(void *context, char *remote, char *local, int remote_port, int local_port)
{
    struct transfer *t = context;
    (void)local, (void)remote_port, (void)local_port;
    if (t->stop == STOP_ADDRESS) /* the name has another address, and that one was good */
        t->stop = STOP_NONE;
    if (may_connect(t) || (remote && address_text_is_public(str_of(remote)))) {
        t->connected = true;
        return CURL_PREREQFUNC_OK;
    }
    snprintf(t->refused, sizeof t->refused, "%s", remote ? remote : "");
    stop(t, STOP_ADDRESS);
    return CURL_PREREQFUNC_ABORT;
}

/* -- Settings --------------------------------------------------------------------------------- */

/* Adds a request header unless it is empty, or has bytes that would end it. */
static void send_header(struct transfer *t, const char *name, str value)
{
    struct buf line = buf_init(2 * LIMIT_URL + 8192);
    for (size_t i = 0; i < value.n; i++)
        if ((unsigned char)value.p[i] < ' ' || value.p[i] == 0x7F)
            return;
    buf_addf(&line, "%s: %.*s", name, STR_ARGS(value));
    struct curl_slist *more = value.n && !line.over ? curl_slist_append(t->headers, line.p) : NULL;
    if (more)
        t->headers = more;
    buf_release(&line);
}

static void set_request(struct transfer *t)
{
    const struct hop *hop = t->hop;
    curl_easy_setopt(t->easy, CURLOPT_URL, hop->url.text.p);
    curl_easy_setopt(t->easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(t->easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    curl_easy_setopt(t->easy, CURLOPT_NOBODY, hop->method == HTTP_HEAD ? 1L : 0L);
    send_header(t, "User-Agent", hop->user_agent);
    send_header(t, "Accept", hop->accept);
    send_header(t, "Accept-Encoding", STR(UNPACK_ACCEPTED));
    send_header(t, "If-None-Match", hop->etag);
    send_header(t, "If-Modified-Since", hop->last_modified);
    send_header(t, "Authorization", hop->authorization);
    curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers);
}

static void set_connection(struct transfer *t)
{
    const struct hop *hop = t->hop;
    /* Both set, so that libcurl does not look into the environment itself. */
    curl_easy_setopt(t->easy, CURLOPT_PROXY, hop->proxy.n ? hop->proxy.p : "");
    curl_easy_setopt(t->easy, CURLOPT_NOPROXY, "");
    curl_easy_setopt(t->easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(t->easy, CURLOPT_NOSIGNAL, 1L);
    /* A name that does not resolve must not hold up the others when it is given up. */
    curl_easy_setopt(t->easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(t->easy, CURLOPT_CONNECTTIMEOUT_MS, (long)hop->connect);
    curl_easy_setopt(t->easy, CURLOPT_TIMEOUT_MS, (long)hop->timeout);
    curl_easy_setopt(t->easy, CURLOPT_BUFFERSIZE, READ_SIZE);
    curl_easy_setopt(t->easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(t->easy, CURLOPT_SSL_VERIFYPEER, hop->insecure ? 0L : 1L);
    curl_easy_setopt(t->easy, CURLOPT_SSL_VERIFYHOST, hop->insecure ? 0L : 2L);
    if (hop->ca.n) {
        struct curl_blob blob = {(void *)(uintptr_t)hop->ca.p, hop->ca.n, CURL_BLOB_NOCOPY};
        curl_easy_setopt(t->easy, CURLOPT_CAINFO_BLOB, &blob);
    }
}

static void set_callbacks(struct transfer *t)
{
    curl_easy_setopt(t->easy, CURLOPT_PRIVATE, t);
    curl_easy_setopt(t->easy, CURLOPT_ERRORBUFFER, t->detail);
    curl_easy_setopt(t->easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(t->easy, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(t->easy, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(t->easy, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(t->easy, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(t->easy, CURLOPT_XFERINFODATA, t);
    curl_easy_setopt(t->easy, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    curl_easy_setopt(t->easy, CURLOPT_OPENSOCKETDATA, t);
    curl_easy_setopt(t->easy, CURLOPT_PREREQFUNCTION, on_connected);
    curl_easy_setopt(t->easy, CURLOPT_PREREQDATA, t);
}

/* -- Life ------------------------------------------------------------------------------------- */

void transfer_init(struct transfer *t, const struct hop *hop, struct buf *body)
{
    *t = (struct transfer){.hop = hop,
                           .body = body,
                           .head = buf_init(LIMIT_HEADER_BYTES + 4 * LIMIT_HEADERS),
                           .code = CURLE_FAILED_INIT,
                           .easy = curl_easy_init()};
    pthread_cond_init(&t->finished, NULL);
    buf_reset(body);
    if (!t->easy)
        return;
    set_request(t);
    set_connection(t);
    set_callbacks(t);
}

void transfer_finish(struct transfer *t)
{
    if (t->easy) {
        curl_easy_getinfo(t->easy, CURLINFO_SSL_VERIFYRESULT, &t->verified);
        curl_easy_getinfo(t->easy, CURLINFO_OS_ERRNO, &t->system_error);
    }
    if (t->code != CURLE_OK || t->stop != STOP_NONE)
        return;
    /* Two ways of being cut off that libcurl is content with. */
    if (!t->answering) {
        t->code = CURLE_PARTIAL_FILE;
        snprintf(t->detail, sizeof t->detail, "it ends within its headers");
    } else if (!unpack_is_whole(&t->unpack)) {
        t->stop = STOP_DAMAGED;
    }
}

bool transfer_succeeded(const struct transfer *t)
{
    return t->stop == STOP_NONE && (t->code == CURLE_OK || t->cut);
}

void transfer_release(struct transfer *t)
{
    curl_easy_cleanup(t->easy);
    curl_slist_free_all(t->headers);
    unpack_release(&t->unpack);
    buf_release(&t->head);
    pthread_cond_destroy(&t->finished);
}
