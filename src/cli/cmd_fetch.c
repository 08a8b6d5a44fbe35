/* digest fetch: live sources → store, and the images that their articles show. */
#include "build.h"
#include "live.h"

static bool wants_images(const struct config *config)
{
    for (size_t i = 0; i < config->source_count; i++)
        if (config->sources[i].images == IMAGES_MIRROR)
            return true;
    return false;
}

/* Fetches the images that articles show. Where there is no article yet there is none. */
static bool fetch_images(struct build_run *run, struct err *err)
{
    if (build_collect(run, err))
        return build_mirror(run, run->http, err);
    return err->code == ERR_INPUT && run->article_count == 0;
}

/* The whole of a fetch. Articles are only read where they tell which images to fetch. */
static bool fetch(struct build_run *run, const struct site_options *options, struct err *err)
{
    struct live_options live = {options->record, options->replay};
    if (!build_begin(run, &live, err) || !live_fetch(run, err))
        return false;
    if (!run->http)
        log_line(&run->cli->log, LOG_NOTE, "no source is live: there is nothing to fetch");
    return !run->http || !wants_images(&run->config) || fetch_images(run, err);
}

int cmd_fetch(struct cli *cli, int argc, char **argv)
{
    struct build_run run = {.cli = cli};
    return build_command(&run, argc, argv, fetch);
}
