/* One exchange with a server: a request, and its answer or what went wrong. No redirects, no second
 * tries. */
#ifndef DIGEST_FETCH_HTTP_TRANSFER_H
#define DIGEST_FETCH_HTTP_TRANSFER_H

#include <curl/curl.h>
#include <pthread.h>

#include "digest/http.h"
#include "http_address.h"
#include "http_unpack.h"
#include "http_url.h"

/* What is asked, how, and within which limits. */
struct hop {
    struct url url;
    enum http_method method;
    str user_agent, accept, etag, last_modified, authorization; /* headers; "" for none */
    str proxy;                                                  /* "" for none */
    str ca;                          /* certificates to trust instead of libcurl's, PEM; or "" */
    bool insecure;                   /* certificates are not checked */
    bool anywhere;                   /* also addresses that are not public may be connected to */
    size_t max;                      /* bytes of body */
    int64_t timeout, connect, stall; /* milliseconds: in all, to connect, with too few bytes */
};

/* Why a transfer was ended on this side. */
enum stop {
    STOP_NONE,
    STOP_FULL,      /* more body than asked for */
    STOP_PACKED,    /* over LIMIT_RESPONSE_PACKED */
    STOP_BOMB,      /* over LIMIT_UNPACK_RATIO */
    STOP_DAMAGED,   /* packed data that is broken, or ends in the middle */
    STOP_ENCODING,  /* packed in a way that was not asked for */
    STOP_HEADERS,   /* over LIMIT_HEADERS or LIMIT_HEADER_BYTES */
    STOP_STALLED,   /* began, and then hardly went on */
    STOP_ADDRESS,   /* an address that may not be connected to */
    STOP_OVERTIME,  /* the source's time is up */
    STOP_CANCELLED, /* so is the program's */
};

struct transfer {
    const struct hop *hop;
    CURL *easy;
    struct curl_slist *headers;
    struct buf *body; /* unpacked */
    struct buf head;  /* of the last answer: "name: value" lines, names in lower case */
    int status;
    /* The outcome. */
    CURLcode code;
    enum stop stop;
    char refused[ADDRESS_SHOWN];  /* STOP_ADDRESS: which */
    char detail[CURL_ERROR_SIZE]; /* libcurl's words; "" when it has none */
    bool connected;               /* it came as far as sending the request */
    long system_error;            /* errno of the last failed call; 0 unless known */
    long verified;                /* what OpenSSL says of the certificate (X509_V_…) */
    /* On the way. */
    struct unpack unpack;
    bool answering; /* the headers of the last answer are complete */
    bool cut;       /* the body of an answer that is no success was too long, and is cut */
    size_t lines;   /* of headers, interim answers and trailers included */
    size_t volume;  /* their bytes */
    uint64_t received, window_from; /* bytes of the answer; their number when the window began */
    int64_t window_began;           /* of LIMIT_STALL seconds; 0 before the first byte */
    /* The engine's. */
    struct transfer *next;
    str slot;         /* who is asked: transfers of one slot are counted */
    int64_t deadline; /* system_ms at which the source's time is up, waiting included */
    int64_t began, ended;
    pthread_cond_t finished;
    bool done;
};

/* Prepares *t for a hop; both must stay where they are. The answer's body replaces what is in
 * `body`. */
void transfer_init(struct transfer *t, const struct hop *hop, struct buf *body);

/* Takes the outcome from libcurl, once the transfer has ended with t->code. */
void transfer_finish(struct transfer *t);

/* True when there is a whole answer. */
bool transfer_succeeded(const struct transfer *t);

/* Frees what the transfer holds; the body stays. */
void transfer_release(struct transfer *t);

/* The value of the first header with that name (lower case) in lines as struct transfer has them; ""
 * when there is none. */
str head_get(str head, str name);

#endif
