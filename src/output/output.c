/* Opening and closing a run, and the table of its files. */
#include "digest/output.h"

#include <stdlib.h>
#include <unistd.h>

#include "run.h"

struct entry *entry_at(struct output *o, str path)
{
    struct entry *e = map_get(&o->table, path);
    if (e)
        return e;
    e = arena_alloc(&o->arena, sizeof *e);
    e->path = path;
    e->next = o->entries;
    o->entries = e;
    map_set(&o->table, path, e);
    return e;
}

bool entries_load(struct output *o, struct err *err)
{
    if (!o->ledger.load(o->ledger.context, &o->arena, &o->manifest, err))
        return false;
    o->table = (struct map){.arena = &o->arena};
    o->entries = NULL;
    o->files = o->manifest.count;
    for (size_t i = 0; i < o->manifest.count; i++) {
        const struct manifest_file *file = &o->manifest.files[i];
        struct entry *e = entry_at(o, file->path);
        e->hash = file->hash;
        e->size = file->size;
        e->known = true;
    }
    return true;
}

/* The manifest is sorted by path, so the files of a folder stand together behind "folder/". */
bool entries_own_folder(const struct output *o, str folder)
{
    size_t low = 0, high = o->manifest.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        str path = o->manifest.files[middle].path;
        int order = str_compare(str_slice(path, 0, folder.n), folder);
        if (order == 0 && path.n > folder.n && path.p[folder.n] == '/')
            return true;
        if (order == 0)
            order = path.n > folder.n ? (path.p[folder.n] < '/' ? -1 : 1) : -1;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static bool open_run(struct output *o, const char *path, const char *keep_out, struct err *err)
{
    struct pending pending;
    if (!target_find(o, path, keep_out, err) || !entries_load(o, err) ||
        !o->ledger.load_pending(o->ledger.context, &o->arena, &pending, err))
        return false;
    if (pending.exists &&
        (!recover_commit(o, &pending, err) || !target_reopen(o, err) || !entries_load(o, err)))
        return false;
    /* Before a refusal nothing is touched, not even a stage: it may be another project's. */
    if (!o->manifest.known && !target_require_unused(o, err))
        return false;
    return stage_tidy_all(o, err);
}

bool output_open(struct output **out, const char *path, const char *keep_out,
                 const struct ledger *ledger, bool full, struct err *err)
{
    struct output *o = mem_alloc(sizeof *o);
    o->ledger = *ledger;
    o->full = full;
    o->parent = o->live = o->stage.fresh = o->stage.site = -1;
    pthread_mutex_init(&o->lock, NULL);
    if (open_run(o, path, keep_out, err)) {
        *out = o;
        return true;
    }
    /* What could not be recovered is left for the next run. */
    o->stage.leave = true;
    output_close(o);
    return false;
}

static void close_folder(int fd)
{
    if (fd >= 0)
        close(fd);
}

void output_close(struct output *output)
{
    if (!output)
        return;
    struct err ignored = {0};
    if (output->stage.made && !output->stage.leave)
        stage_tidy(output, &ignored);
    close_folder(output->stage.fresh);
    close_folder(output->stage.site);
    close_folder(output->live);
    close_folder(output->parent);
    pthread_mutex_destroy(&output->lock);
    arena_release(&output->arena);
    free(output);
}
