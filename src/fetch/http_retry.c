/* Second tries: for whom, and when. */
#include "http_retry.h"

#include "digest/hash.h"
#include "digest/limits.h"
#include "digest/time.h"

/* A date has at most 33 characters ("Wednesday, 09-Nov-94 08:49:37 GMT"). */
#define DATE_MAX 64

int64_t http_date(str text)
{
    char z[DATE_MAX];
    text = str_trim(text);
    if (text.n == 0 || text.n >= sizeof z)
        return INSTANT_NONE;
    memcpy(z, text.p, text.n);
    z[text.n] = '\0';
    time_t t = curl_getdate(z, NULL);
    return t == -1 ? INSTANT_NONE : (int64_t)t;
}

/* The page with which Cloudflare and the like ask for a browser. */
static bool is_challenge(const struct transfer *t)
{
    str head = buf_str(&t->head);
    if (head_get(head, STR("cf-mitigated")).n)
        return true;
    bool cloudflare = head_get(head, STR("cf-ray")).n ||
                      str_eq_nocase(head_get(head, STR("server")), STR("cloudflare"));
    str type = head_get(head, STR("content-type"));
    return cloudflare && str_eq_nocase(str_slice(type, 0, 9), STR("text/html"));
}

static bool status_may_change(const struct transfer *t)
{
    switch (t->status) {
    case 408: /* the server waited too long for the request */
    case 425: /* too early */
    case 429:
    case 500:
    case 502:
    case 504: return true;
    case 503: return !is_challenge(t);
    default: return false;
    }
}

static bool failure_may_pass(CURLcode code)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_SSL_CONNECT_ERROR: /* also when the connection breaks meanwhile */
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM: return true;
    default: return false;
    }
}

bool retry_may_help(const struct transfer *t)
{
    if (transfer_succeeded(t))
        return status_may_change(t);
    if (t->stop == STOP_DAMAGED || t->stop == STOP_STALLED)
        return true;
    return t->stop == STOP_NONE && failure_may_pass(t->code);
}

int64_t retry_after(str head, int64_t now)
{
    str text = str_trim(head_get(head, STR("retry-after")));
    uint64_t seconds;
    if (text.n == 0)
        return -1;
    if (str_to_uint(text, INT32_MAX, &seconds))
        return (int64_t)seconds;
    int64_t until = http_date(text), date = http_date(head_get(head, STR("date")));
    if (date == INSTANT_NONE)
        date = now;
    if (until == INSTANT_NONE || date == INSTANT_NONE)
        return -1;
    return until > date ? until - date : 0;
}

/* 1, 2, 4 … seconds and a part of a quarter, by the URL. */
static int64_t growing_pause(const struct transfer *t, unsigned tries, unsigned second)
{
    int64_t pause = (int64_t)second << (tries < 10 ? tries - 1 : 9);
    uint64_t chance = hash_with(hash_of(t->hop->url.text), STR("pause")).low % 256;
    return pause + pause * (int64_t)chance / 1024;
}

int64_t retry_pause(const struct transfer *t, unsigned tries, int64_t now, unsigned second)
{
    int64_t longest = (int64_t)LIMIT_PAUSE * second;
    int64_t asked = transfer_succeeded(t) ? retry_after(buf_str(&t->head), now) : -1;
    int64_t pause = asked > 0 ? asked : growing_pause(t, tries, second);
    if (asked > 0)
        pause = asked < LIMIT_PAUSE ? asked * second : longest;
    return pause < longest ? pause : longest;
}
