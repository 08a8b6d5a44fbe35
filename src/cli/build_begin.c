/* What a run needs before it can ask or read a source. */
#include "build.h"
#include "digest/fs.h"
#include "digest/parse.h"
#include "live.h"

bool build_begin(struct build_run *run, const struct live_options *options, struct err *err)
{
    str store = arena_copy(&run->arena, run->config.store);
    parse_prepare(); /* syncs and parsing are many threads, and both use libxml2 */
    if (!zone_load(&run->zone, &run->arena, run->config.timezone, err) ||
        !store_open(&run->store, store.p, err) ||
        !spool_open(&run->spool, fs_folder(&run->arena, store).p, err) ||
        !live_open(run, options, err) || !build_expand_lists(run, err))
        return false;
    report_begin(&run->report, &run->arena, &run->config);
    return true;
}

void build_release(struct build_run *run)
{
    output_close(run->output);
    spool_close(run->spool);
    store_close(run->store);
    http_close(run->http);
    for (unsigned i = 0; run->article_arenas && i < run->config.jobs; i++)
        arena_release(&run->article_arenas[i]);
    config_release(&run->config);
    arena_release(&run->arena);
}
