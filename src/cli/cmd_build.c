/* digest build: the pipeline, step by step. */
#include "build.h"
#include "live.h"

static bool open_output(struct build_run *run, struct err *err)
{
    str output = arena_copy(&run->arena, run->config.output);
    str keep_out = arena_copy(&run->arena, run->config.folder);
    struct ledger ledger = store_ledger(run->store, &run->arena, output.p);
    return output_open(&run->output, output.p, keep_out.p, &ledger, run->config.full, err);
}

/* Sources → store → articles → model → plan. */
static bool prepare(struct build_run *run, struct err *err)
{
    return live_fetch(run, err) && build_collect(run, err) && build_mirror(run, run->http, err) &&
           build_derive_tags(run, err) && build_order(run, err) && build_plan(run, err);
}

/* The whole of a build, once the configuration is known. */
static bool build_site(struct build_run *run, const struct site_options *options, struct err *err)
{
    struct live_options live = {options->record, options->replay};
    if (!build_begin(run, &live, err))
        return false;
    if (options->dump_context)
        return prepare(run, err) && build_dump(run, options->dump_context, err);
    return open_output(run, err) && prepare(run, err) && build_render(run, err) &&
           build_remember(run, err) && output_commit(run->output, &run->report.files, err);
}

int cmd_build(struct cli *cli, int argc, char **argv)
{
    struct build_run run = {.cli = cli, .report.built = true};
    return build_command(&run, argc, argv, build_site);
}
