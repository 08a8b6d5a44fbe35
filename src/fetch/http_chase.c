/*
 * From a URL to its answer. Redirects are followed here and not by libcurl, so that each one is
 * checked like a first request: its scheme, who may get credentials, what address it may lead to, and
 * whether it has been there. What fails and may succeed later is tried again, the same hop and not
 * the way to it, until the answer is there, the attempts are used up or the source's patience is.
 */
#include "http_chase.h"

#include <stdio.h>

#include "digest/limits.h"
#include "http_answer.h"
#include "http_berth.h"
#include "http_error.h"
#include "http_retry.h"
#include "http_secret.h"
#include "http_system.h"

struct chase {
    struct http *http;
    const struct http_request *request;
    struct arena *arena;
    struct trail *trail;
    struct url url;  /* asked next */
    bool anywhere;   /* it may lead to any address */
    bool permanent;  /* all redirects so far */
    int64_t allowed; /* milliseconds that are left of the source's timeout */
    bool large;      /* it has the place for a large answer */
};

/* What follows from a transfer. */
enum step { STEP_ANSWER, STEP_FOLLOW, STEP_AGAIN, STEP_FAILED };

static str shown(const struct chase *c, str url)
{
    return secret_url(c->arena, url);
}

/* Adds where it happened; and, behind redirects, where they led. */
static bool failed(const struct chase *c, struct err *err)
{
    size_t n = strlen(err->why);
    if (c->trail->hops && c->url.text.n) {
        str there = shown(c, c->url.text);
        snprintf(err->why + n, sizeof err->why - n, " (redirected to %.*s)",
                 there.n < 200 ? (int)there.n : 200, there.p);
        n = strlen(err->why);
    }
    if (c->trail->tries > 1)
        snprintf(err->why + n, sizeof err->why - n, " (tried %u times)", c->trail->tries);
    return err_at(err, shown(c, c->request->url), 0, 0);
}

/* -- What may be asked ------------------------------------------------------------------------ */

static str proxy_of(const struct chase *c)
{
    return proxies_for(&c->http->proxies, &c->url);
}

static bool check_url(const struct chase *c, enum url_fault fault, str text, struct err *err)
{
    str there = str_slice(shown(c, text), 0, 200);
    const char *how = c->trail->hops ? "a redirect to" : "this is";
    if (fault == URL_FOREIGN)
        return err_set(err, ERR_REFUSED, "%s \"%.*s\", which is neither http nor https", how,
                       STR_ARGS(there));
    if (fault == URL_MALFORMED)
        return err_set(err, ERR_REFUSED, "%s \"%.*s\", which is no URL", how, STR_ARGS(there));
    if (c->url.text.n > LIMIT_URL_ASKED)
        return err_set(err, ERR_LIMIT, "a URL of more than %d bytes", LIMIT_URL_ASKED);
    /* Behind a proxy the address itself is not seen. */
    if (c->anywhere || !proxy_of(c).n || !address_host_is_local(c->url.host))
        return true;
    err_set(err, ERR_REFUSED, "%.*s is not a public host", STR_ARGS(c->url.host));
    return err_hint(err, "links in what was fetched, and redirects, may only lead into the "
                         "internet, or to the host and port that the source's URL names");
}

/* True when the configuration itself names that host and port; a feed out of a fetched list is not
 * named by it. */
static bool trusts(const struct http_site *site, const struct url *u)
{
    return !site->listed && site_covers(site, u);
}

static bool begin(struct chase *c, struct err *err)
{
    enum url_fault fault = url_read(&c->url, c->arena, c->request->url);
    const struct http_site *site = c->request->site;
    c->anywhere = trusts(site, &c->url) || (!c->request->content && !site->listed);
    c->permanent = true;
    c->allowed = (int64_t)c->request->site->timeout * c->http->second;
    c->trail->tries = 1;
    return check_url(c, fault, c->request->url, err);
}

/* True while the answer may be no larger than those of other sources that come at the same time. */
static bool is_beside(const struct chase *c)
{
    return c->request->apart && !c->large && c->request->max > LIMIT_RESPONSE_BESIDE;
}

static struct hop make_hop(const struct chase *c)
{
    const struct http_request *r = c->request;
    const struct http_site *site = r->site;
    unsigned second = c->http->second;
    str proxy = proxy_of(c);
    bool known = url_may_have_credentials(&site->location, &c->url);
    bool open = proxy.n && !c->url.secure; /* the proxy would read along */
    return (struct hop){
        .url = c->url,
        .method = r->method,
        .user_agent = c->http->user_agent,
        .accept = r->accept,
        .etag = r->etag,
        .last_modified = r->last_modified,
        .authorization = known && !open ? site->authorization : (str){0},
        .proxy = proxy,
        .ca = site->ca,
        .insecure = site->insecure && site_covers(site, &c->url),
        .anywhere = c->anywhere,
        .max = is_beside(c) ? LIMIT_RESPONSE_BESIDE : r->max,
        .timeout = c->allowed > 0 ? c->allowed : 1,
        .connect = (int64_t)LIMIT_CONNECT * second,
        .stall = (int64_t)LIMIT_STALL * second,
    };
}

/* -- Redirects -------------------------------------------------------------------------------- */

/* Where an answer redirects to; "" when it does not. */
static str redirect_of(const struct transfer *t)
{
    switch (t->status) {
    case 301:
    case 302:
    case 303:
    case 307:
    case 308: return head_get(buf_str(&t->head), STR("location"));
    default: return (str){0};
    }
}

static bool has_been(const struct chase *c, str url)
{
    for (size_t i = 0; i <= c->trail->hops; i++)
        if (str_eq(c->trail->urls[i], url))
            return true;
    return false;
}

/* Goes on to where an answer redirects. */
static bool follow(struct chase *c, const struct transfer *t, str location, struct err *err)
{
    struct url next = {0}, from = c->url;
    struct trail *trail = c->trail;
    trail->urls[trail->hops] = from.text;
    enum url_fault fault = url_join(&next, c->arena, from.text, location);
    if (fault == URL_GOOD && has_been(c, next.text)) {
        str there = shown(c, next.text);
        err_set(err, ERR_LIMIT, "redirects in a circle: back to %.*s after %zu of them",
                STR_ARGS(there), trail->hops + 1);
        return err_hint(err, "the server may want cookies, which digest does not keep; see where a "
                             "browser ends up");
    }
    if (trail->hops == LIMIT_REDIRECTS) {
        str there = shown(c, next.text);
        err_set(err, ERR_LIMIT, "more than %d redirects in a row", LIMIT_REDIRECTS);
        return err_hint(err, "the next one would lead to %.*s", STR_ARGS(there));
    }
    trail->statuses[trail->hops++] = t->status;
    c->permanent = c->permanent && (t->status == 301 || t->status == 308);
    c->anywhere = trusts(c->request->site, &next) || (c->anywhere && url_covers(&from, &next));
    c->url = next;
    c->allowed -= t->ended - t->began;
    return check_url(c, fault, location, err);
}

/* -- Second tries ----------------------------------------------------------------------------- */

/* Decides whether to try again, and waits. */
static enum step after_failure(struct chase *c, struct transfer *t)
{
    struct http *http = c->http;
    struct http_site *site = c->request->site;
    enum step end = transfer_succeeded(t) ? STEP_ANSWER : STEP_FAILED;
    if (c->request->once || !retry_may_help(t))
        return end;
    site_spend(site, t->ended - t->began);
    int64_t pause = retry_pause(t, c->trail->tries, http->now, http->second);
    if (c->trail->tries >= LIMIT_ATTEMPTS || !site_take_pause(site, pause, http->second))
        return end;
    if (!engine_pause(&http->engine, pause)) {
        t->stop = STOP_CANCELLED;
        return STEP_FAILED;
    }
    c->allowed = (int64_t)site->timeout * http->second;
    c->trail->tries++;
    return STEP_AGAIN;
}

/* -- Large answers ---------------------------------------------------------------------------- */

/* Waits for the place for a large answer. */
static bool wait_apart(struct chase *c)
{
    c->large = berth_take(c->http, c->request->site);
    return c->large;
}

/* Asks again what turned out to be large, when its turn has come; nothing has failed. */
static enum step after_large(struct chase *c, struct transfer *t, struct err *err)
{
    struct http_site *site = c->request->site;
    atomic_store(&site->heavy, true);
    c->allowed = (int64_t)site->timeout * c->http->second;
    if (wait_apart(c))
        return STEP_AGAIN;
    bool late = site_time_left(site, c->http->second) <= 0;
    t->stop = late ? STOP_OVERTIME : STOP_CANCELLED;
    transfer_explain(t, site, err);
    return STEP_FAILED;
}

/* -- The way ---------------------------------------------------------------------------------- */

static void take_answer(const struct chase *c, const struct transfer *t, struct http_response *out)
{
    out->status = t->status;
    out->url = c->url.text;
    out->moved = c->trail->hops && c->permanent;
    answer_read(out, c->arena, arena_copy(c->arena, buf_str(&t->head)));
}

static enum step judge(struct chase *c, struct transfer *t, struct err *err)
{
    str location = transfer_succeeded(t) ? redirect_of(t) : (str){0};
    if (location.n)
        return follow(c, t, location, err) ? STEP_FOLLOW : STEP_FAILED;
    enum step step = after_failure(c, t);
    if (step == STEP_FAILED)
        transfer_explain(t, c->request->site, err);
    return step;
}

/* Asks for c->url. */
static enum step ask(struct chase *c, struct http_response *out, struct err *err)
{
    struct http_site *site = c->request->site;
    struct hop hop = make_hop(c);
    struct transfer t;
    int64_t left = site_time_left(site, c->http->second);
    transfer_init(&t, &hop, &out->body);
    t.slot = url_authority(c->arena, &c->url);
    t.deadline = left == INT64_MAX ? INT64_MAX : system_ms() + left;
    atomic_fetch_add(&site->requests, 1);
    engine_run(&c->http->engine, &t);
    bool large = t.stop == STOP_FULL && is_beside(c);
    enum step step = large ? after_large(c, &t, err) : judge(c, &t, err);
    if (step == STEP_ANSWER)
        take_answer(c, &t, out);
    transfer_release(&t);
    return step;
}

/* Lets the answer keep the place that it needs. */
static void settle(const struct chase *c, struct http_response *out, enum step end)
{
    if (!c->large)
        return;
    if (end == STEP_ANSWER && out->body.n > LIMIT_RESPONSE_BESIDE) {
        out->berth = c->http;
        return;
    }
    if (end != STEP_ANSWER)
        buf_release(&out->body);
    berth_leave(c->http);
}

bool chase(struct http *http, const struct http_request *request, struct arena *a,
           struct http_response *out, struct trail *trail, struct err *err)
{
    struct chase c = {.http = http, .request = request, .arena = a, .trail = trail};
    enum step step = STEP_FAILED;
    if (begin(&c, err)) {
        /* Where answers were large before, they are not asked for twice. What waits in vain fails by
         * itself: its time is up. */
        if (is_beside(&c) && atomic_load(&request->site->heavy))
            wait_apart(&c);
        do
            step = ask(&c, out, err);
        while (step == STEP_FOLLOW || step == STEP_AGAIN);
    }
    settle(&c, out, step);
    trail->urls[trail->hops] = c.url.text;
    if (step == STEP_ANSWER)
        return true;
    return failed(&c, err);
}
