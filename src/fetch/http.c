/* The engine's beginning and end, and the one door to it: live, recorded or replayed. */
#include "digest/http.h"

#include <stdlib.h>

#include "http_answer.h"
#include "http_chase.h"
#include "http_core.h"
#include "http_record.h"
#include "http_secret.h"

/* -- Life ------------------------------------------------------------------------------------- */

/* Starts libcurl, the thread and, if asked for, a recording. */
static bool go_online(struct http *http, const struct http_options *options, struct err *err)
{
    /* Counted by libcurl, and safe in any thread from 7.84 on where it is built so, as Debian's is. */
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return err_set(err, ERR_IO, "libcurl cannot be started");
    http->proxies = proxies_read(&http->arena);
    if (options->record &&
        !recording_create(&http->recording, options->record, options->now, err)) {
        curl_global_cleanup();
        return false;
    }
    if (engine_start(&http->engine, options->per_host, options->cancel, err))
        return true;
    recording_free(http->recording);
    http->recording = NULL;
    curl_global_cleanup();
    return false;
}

static void http_free(struct http *http)
{
    for (struct http_site *site = http->sites, *next; site; site = next) {
        next = site->next;
        site_free(site);
    }
    recording_free(http->recording);
    pthread_cond_destroy(&http->left);
    pthread_mutex_destroy(&http->lock);
    arena_release(&http->arena);
    free(http);
}

bool http_open(struct http **out, const struct http_options *options, struct err *err)
{
    struct http *http = mem_alloc(sizeof *http);
    *http = (struct http){.now = options->now,
                          .second = 1000,
                          .cancel = options->cancel,
                          .replaying = options->replay != NULL};
    pthread_mutex_init(&http->lock, NULL);
    pthread_cond_init(&http->left, NULL);
    str agent = options->user_agent.n ? options->user_agent : STR("digest/" DIGEST_VERSION);
    http->user_agent = arena_copy(&http->arena, agent);
    bool ready = http->replaying ? recording_open(&http->recording, options->replay, err)
                                 : go_online(http, options, err);
    if (ready)
        *out = http;
    else
        http_free(http);
    return ready;
}

void http_close(struct http *http)
{
    if (!http)
        return;
    if (!http->replaying)
        engine_stop(&http->engine);
    pthread_mutex_lock(&http->lock);
    while (http->callers)
        pthread_cond_wait(&http->left, &http->lock);
    pthread_mutex_unlock(&http->lock);
    if (!http->replaying) {
        engine_release(&http->engine);
        curl_global_cleanup();
    }
    http_free(http);
}

void http_set_second(struct http *http, unsigned ms)
{
    http->second = ms;
}

int64_t http_replayed_now(const struct http *http)
{
    return http->replaying ? http->recording->now : INSTANT_NONE;
}

/* -- Sites ------------------------------------------------------------------------------------ */

/* On this machine plain http is fine for a password, but not when a proxy sits in between. */
static bool check_proxy(const struct http *http, const struct http_site *site, struct err *err)
{
    if (!site->authorization.n || site->location.secure ||
        !proxies_for(&http->proxies, &site->location).n)
        return true;
    err_set(err, ERR_CONFIG, "a password would be sent to the proxy, which could read it");
    err_at(err, site->location.text, 0, 0);
    return err_hint(err, "add %.*s to the environment variable no_proxy",
                    STR_ARGS(site->location.host));
}

bool http_site_open(struct http_site **out, struct http *http, const struct source *source,
                    struct err *err)
{
    struct http_site *site;
    if (!site_new(&site, source, !http->replaying, err))
        return false;
    if (!check_proxy(http, site, err)) {
        site_free(site);
        return false;
    }
    pthread_mutex_lock(&http->lock);
    site->next = http->sites;
    http->sites = site;
    pthread_mutex_unlock(&http->lock);
    *out = site;
    return true;
}

/* -- Asking ----------------------------------------------------------------------------------- */

static void enter(struct http *http)
{
    pthread_mutex_lock(&http->lock);
    http->callers++;
    pthread_mutex_unlock(&http->lock);
}

static void leave(struct http *http)
{
    pthread_mutex_lock(&http->lock);
    if (--http->callers == 0)
        pthread_cond_broadcast(&http->left);
    pthread_mutex_unlock(&http->lock);
}

/* Asks the network, and keeps what it says where a recording is made. */
static bool get_live(struct http *http, const struct http_request *request, struct arena *a,
                     struct http_response *out, struct err *err)
{
    struct trail trail = {0};
    bool got = chase(http, request, a, out, &trail, err);
    /* Nothing that was cut short by the user is worth replaying. */
    bool cut_short = http->cancel && atomic_load(http->cancel);
    if (!http->recording || (!got && cut_short))
        return got;
    struct exchange exchange = {request, &trail, got ? out : NULL, got ? NULL : err};
    struct err problem = {0};
    if (recording_keep(http->recording, &exchange, &problem))
        return got;
    *err = problem;
    return false;
}

bool http_get(struct http *http, const struct http_request *request, struct arena *a,
              struct http_response *out, struct err *err)
{
    http_response_leave(out);
    struct buf body = out->body;
    *out = (struct http_response){.body = body, .date = INSTANT_NONE};
    enter(http);
    bool got = http->replaying ? recording_play(http->recording, request, a, out, err)
                               : get_live(http, request, a, out, err);
    leave(http);
    if (!got)
        buf_reset(&out->body);
    return got;
}
