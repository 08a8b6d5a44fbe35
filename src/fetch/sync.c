/* The synchronisation of a source, by its kind. */
#include "sync.h"

bool fetch_sync(struct sync *sync, struct err *err)
{
    unsigned before = http_site_requests(sync->site);
    bool ok = false;
    switch (sync->source->kind) {
    case SOURCE_WORDPRESS: ok = sync_wordpress(sync, err); break;
    case SOURCE_FEED: ok = sync_feed(sync, sync->source->location, err); break;
    case SOURCE_TEXT: ok = sync_text(sync, err); break;
    case SOURCE_FILES:
    case SOURCE_OPML:
        err_set(err, ERR_CONFIG, "sources of this kind are not fetched");
        err_at(err, sync->source->location, 0, 0);
        break;
    }
    sync->counts.requests = http_site_requests(sync->site) - before;
    return ok;
}
