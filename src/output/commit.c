/*
 * The commit: what changes, then one exchange of the old site and the next one.
 *
 * The order of steps is what makes a kill harmless at any of them:
 *
 *   1. the spare site is completed      killed: the next run does it again
 *   2. the pending commit is recorded   killed: the spare's inode is not the output's; as above
 *   3. the two change places            killed: it is; the next run goes on with 4
 *   4. what others did meanwhile is moved over
 *   5. the manifest takes over          killed before: the next run does 4 and 5 again
 *   6. the stage is tidied              killed: the next run does it
 *
 * The books are closed (5) only after 4: until then the pending commit is what tells our files in
 * the old site from foreign ones. A site that is not there yet takes its place by a plain rename.
 *
 * What of a machine that loses power? The record of step 2 is on disk before step 3 (the ledger's
 * promise), the exchange is on disk before step 5 (fsync of the folder). The pages' bytes are not
 * synced: that would write out a whole cold build's data before the program may end. A page may
 * then be torn after a power failure; since every put compares with the disk instead of trusting
 * the manifest, the next build mends it. In place, where a roll-forward needs the staged bytes, the
 * file system is synced.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/fs.h"
#include "run.h"

/* -- The plan --------------------------------------------------------------------------------- */

static int compare_files(const void *a, const void *b)
{
    const struct manifest_file *x = a, *y = b;
    return str_compare(x->path, y->path);
}

static bool is_to_record(const struct entry *e)
{
    return e->put && (e->state == ENTRY_STAGED || !e->recorded);
}

/* Counts what changes and lists it for the ledger, in the arena. */
static struct pending make_plan(struct output *o, struct output_counts *counts)
{
    struct pending plan = {.exists = true};
    o->files = 0;
    *counts = (struct output_counts){0};
    for (const struct entry *e = o->entries; e; e = e->next) {
        o->files += e->put;
        counts->bytes += e->put ? e->size : 0;
        plan.put_count += is_to_record(e);
        plan.remove_count += !e->put;
        if (!e->put)
            counts->removed++;
        else if (!e->present)
            counts->added++;
        else if (e->state == ENTRY_KEPT || e->recorded)
            counts->unchanged++;
        else
            counts->changed++;
    }
    plan.puts = arena_array(&o->arena, plan.put_count, sizeof *plan.puts);
    plan.removes = arena_array(&o->arena, plan.remove_count, sizeof *plan.removes);
    size_t puts = 0, removes = 0;
    for (const struct entry *e = o->entries; e; e = e->next) {
        if (is_to_record(e))
            plan.puts[puts++] = (struct manifest_file){e->path, e->hash, e->size};
        if (!e->put)
            plan.removes[removes++] = e->path;
    }
    if (puts > 1)
        qsort(plan.puts, puts, sizeof *plan.puts, compare_files);
    return plan;
}

/* True when there is something to do in the output folder, not only in the books. */
static bool tree_changes(const struct output *o, const struct pending *plan)
{
    return o->stage.fresh >= 0 || plan->remove_count > 0;
}

/* -- By exchange ------------------------------------------------------------------------------ */

/* Makes the exchange of step 3 durable. A folder that may be written but not read cannot be synced;
 * then the power had better stay on. */
static bool sync_parent(const struct output *o, struct err *err)
{
    int fd = openat(o->parent, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return errno == EACCES || tree_fail(err, "cannot open", o->parent_path, "");
    bool ok = fsync(fd) == 0 || errno == EINVAL;
    if (!ok)
        tree_fail(err, "cannot sync", o->parent_path, "");
    close(fd);
    return ok;
}

bool commit_settle(struct output *o, bool old_site, struct err *err)
{
    o->stage.leave = true;
    if (!sync_parent(o, err) || !target_reopen(o, err) || (old_site && !rescue_all(o, err)) ||
        !o->ledger.finish(o->ledger.context, err))
        return false;
    o->stage.leave = false;
    return stage_tidy(o, err);
}

/* The errors by which a file system, or the folder above, says that it cannot exchange. */
static bool exchange_is_refused(int number)
{
    return number == EINVAL || number == ENOSYS || number == EOPNOTSUPP || number == EBUSY ||
           number == EXDEV || number == EPERM || number == EACCES;
}

/* How the next site takes its place. */
struct change {
    const char *part; /* of the stage: what becomes the output */
    int fd;           /* the same, open */
    unsigned flags;   /* of renameat2; without any, it replaces nothing or an empty folder */
};

/* Step 3. */
static bool change_places(struct output *o, const struct change *change, bool *refused,
                          struct err *err)
{
    str next = fs_join(&o->arena, o->stage.name, str_of(change->part));
    if (renameat2(o->parent, next.p, o->parent, o->name.p, change->flags) == 0)
        return true;
    *refused = change->flags && exchange_is_refused(errno);
    return tree_fail(err, "cannot put the new site in the place of", o->path, "");
}

/* Steps 2 to 6. */
static bool commit_change(struct output *o, struct pending *plan, const struct change *change,
                          bool *refused, struct err *err)
{
    struct stat status;
    if (!carry_top(o, change->fd, err))
        return false;
    if (fstat(change->fd, &status) != 0)
        return tree_fail(err, "cannot look at", o->stage.path, change->part);
    plan->exchange = true;
    plan->stage = fs_join(&o->arena, o->stage.path, str_of(change->part));
    plan->inode = status.st_ino;
    if (!o->ledger.set_pending(o->ledger.context, plan, err))
        return false;
    if (change_places(o, change, refused, err))
        return commit_settle(o, change->flags & RENAME_EXCHANGE, err);
    struct err ignored = {0};
    if (!*refused)
        o->ledger.drop(o->ledger.context, &ignored);
    return false;
}

/* -- In place --------------------------------------------------------------------------------- */

static bool make_live(struct output *o, struct err *err)
{
    if (o->live >= 0)
        return true;
    if (mkdirat(o->parent, o->name.p, 0777) != 0)
        return tree_fail(err, "cannot create the output folder", o->path, "");
    return target_reopen(o, err);
}

static bool sync_all(const struct output *o, struct err *err)
{
    return syncfs(o->live) == 0 || tree_fail(err, "cannot sync", o->path, "");
}

/* `part` of the stage, open as `from`, is where the staged files are. */
static bool commit_in_place(struct output *o, struct pending *plan, const char *part, int from,
                            struct err *err)
{
    bool changes = tree_changes(o, plan);
    plan->exchange = false;
    plan->stage = fs_join(&o->arena, o->stage.path, str_of(part));
    plan->inode = 0;
    if (!make_live(o, err) || (changes && !sync_all(o, err)) ||
        !o->ledger.set_pending(o->ledger.context, plan, err))
        return false;
    o->stage.leave = true;
    if (!in_place_apply(o, plan, from, err) || (changes && !sync_all(o, err)) ||
        !o->ledger.finish(o->ledger.context, err))
        return false;
    o->stage.leave = false;
    return stage_tidy(o, err);
}

/* -- Which ------------------------------------------------------------------------------------ */

/* Step 1, and then the rest, by exchange if it can be. */
static bool commit_over(struct output *o, struct pending *plan, struct err *err)
{
    bool possible = true, refused = false;
    if (!stage_make_site(o, err) || !match_spare(o, err) || !carry_all(o, &possible, err))
        return false;
    if (!possible)
        return commit_in_place(o, plan, STAGE_NEW, o->stage.fresh, err);
    struct change exchange = {STAGE_SITE, o->stage.site, RENAME_EXCHANGE};
    if (!carry_staged(o, err))
        return false;
    if (commit_change(o, plan, &exchange, &refused, err))
        return true;
    if (!refused)
        return false;
    *err = (struct err){0};
    return commit_in_place(o, plan, STAGE_SITE, o->stage.site, err);
}

static bool commit(struct output *o, struct pending *plan, struct err *err)
{
    bool empty, refused = false;
    if (!tree_changes(o, plan))
        return commit_in_place(o, plan, STAGE_NEW, -1, err);
    if (!stage_make(o, err))
        return false;
    if (o->stage.inside)
        return commit_in_place(o, plan, STAGE_NEW, o->stage.fresh, err);
    if (!target_is_empty(o, &empty, err))
        return false;
    struct change first = {STAGE_NEW, o->stage.fresh, 0};
    return empty ? commit_change(o, plan, &first, &refused, err) : commit_over(o, plan, err);
}

bool output_commit(struct output *output, struct output_counts *counts, struct err *err)
{
    if (output->failed) {
        err_set(err, ERR_IO, "the site is not complete: a file of it could not be written");
        return err_at(err, output->path, 0, 0);
    }
    struct pending plan = make_plan(output, counts);
    if (plan.put_count == 0 && plan.remove_count == 0)
        return true;
    return commit(output, &plan, err);
}
