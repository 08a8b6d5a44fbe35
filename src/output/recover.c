/* What an interrupted run left: finished when its commit was under way, else undone. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/fs.h"
#include "digest/limits.h"
#include "run.h"

static bool drop(struct output *o, struct err *err)
{
    return stage_tidy(o, err) && o->ledger.drop(o->ledger.context, err);
}

static bool has_inode(int fd, uint64_t inode)
{
    struct stat status;
    return fd >= 0 && fstat(fd, &status) == 0 && status.st_ino == inode;
}

static bool is_there(const struct output *o, const struct manifest_file *file)
{
    int fd = tree_open(o->live, file->path.p, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    struct stat status;
    if (fd < 0)
        return false;
    bool same = fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
                (uint64_t)status.st_size == file->size && file->size <= LIMIT_IMAGE_FILE;
    struct buf bytes = buf_init(LIMIT_IMAGE_FILE);
    if (same && file->size) {
        buf_reserve(&bytes, file->size);
        ssize_t n = pread(fd, bytes.p, file->size, 0);
        bytes.n = n > 0 ? (size_t)n : 0;
    }
    close(fd);
    same = same && hash_eq(hash_of(buf_str(&bytes)), file->hash);
    buf_release(&bytes);
    return same;
}

/* Whether the output has what the commit would put there. Asked when no inode tells, as in a copy
 * of the project or a restored backup. */
static bool has_puts(const struct output *o, const struct pending *pending)
{
    bool all = pending->put_count > 0 && o->live >= 0;
    for (size_t i = 0; all && i < pending->put_count; i++)
        all = is_there(o, &pending->puts[i]);
    return all;
}

static bool recover_exchange(struct output *o, const struct pending *pending, struct err *err)
{
    bool waiting =
        has_inode(o->stage.site, pending->inode) || has_inode(o->stage.fresh, pending->inode);
    bool done = has_inode(o->live, pending->inode) || (!waiting && has_puts(o, pending));
    if (!done)
        return drop(o, err);
    for (size_t i = 0; i < pending->put_count; i++)
        entry_at(o, pending->puts[i].path);
    return commit_settle(o, str_is(fs_name(pending->stage), STAGE_SITE), err);
}

static bool recover_in_place(struct output *o, const struct pending *pending, struct err *err)
{
    if (o->live < 0)
        return drop(o, err);
    bool in_site = str_is(fs_name(pending->stage), STAGE_SITE);
    int from = in_site ? o->stage.site : o->stage.fresh;
    o->stage.leave = true;
    if (!in_place_apply(o, pending, from, err) || !o->ledger.finish(o->ledger.context, err))
        return false;
    o->stage.leave = false;
    return stage_tidy(o, err);
}

bool recover_commit(struct output *o, const struct pending *pending, struct err *err)
{
    /* Of the recorded place only its last name and whether it is inside are used: no store, however
     * made, can point us elsewhere. */
    struct arena a = {0};
    stage_locate(o, true);
    if (!str_eq(fs_folder(&a, pending->stage), o->stage.path))
        stage_locate(o, false);
    arena_release(&a);
    if (!stage_reopen(o, err))
        return false;
    return pending->exchange ? recover_exchange(o, pending, err)
                             : recover_in_place(o, pending, err);
}
