/* The one place for large answers: see http_berth.h. */
#include "http_berth.h"

/* Milliseconds between looks: who waits, waits for a transfer, and must see when everything ends. */
#define LOOK 20

static bool try_take(struct http *http, struct http_site *site)
{
    pthread_mutex_lock(&http->lock);
    bool free = http->berth_site == NULL || http->berth_site == site;
    if (free) {
        http->berth_site = site;
        http->berth_count++;
    }
    pthread_mutex_unlock(&http->lock);
    return free;
}

bool berth_take(struct http *http, struct http_site *site)
{
    while (!try_take(http, site))
        if (site_time_left(site, http->second) <= 0 || !engine_pause(&http->engine, LOOK))
            return false;
    return true;
}

void berth_leave(struct http *http)
{
    pthread_mutex_lock(&http->lock);
    if (--http->berth_count == 0)
        http->berth_site = NULL;
    pthread_mutex_unlock(&http->lock);
}
