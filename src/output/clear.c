/*
 * Removing the tree that the exchange put where the stage was.
 *
 * Only what is known to be ours, or to be in the new tree as well, is unlinked. Between carrying
 * and the exchange someone may have put a file into the old tree or replaced one there (a git
 * process at work in .git); such a file is moved over. Where both trees have a foreign file of one
 * name and they differ, the one changed last is what its owner wants to see there.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/fs.h"
#include "run.h"

/* How often a folder is emptied while things still come into it. Removing while reading may hide
 * entries on some file systems, too. */
#define PASSES 3

struct clear {
    struct output *o;
    struct buf path; /* of the entry at hand, relative to both trees */
};

static bool fail(const struct clear *c, const char *what, struct err *err)
{
    return tree_fail(err, what, c->o->stage.path, c->path.n ? c->path.p : "");
}

static bool remove_file(const struct clear *c, int folder, const char *name, struct err *err)
{
    return unlinkat(folder, name, 0) == 0 || errno == ENOENT ||
           fail(c, "cannot remove what is left of the old site", err);
}

/* -- Foreign things --------------------------------------------------------------------------- */

static bool older(struct timespec a, struct timespec b)
{
    return a.tv_sec != b.tv_sec ? a.tv_sec < b.tv_sec : a.tv_nsec < b.tv_nsec;
}

/* Moves name in folder to the new tree, with renameat2's flags. */
static bool move_over(const struct clear *c, int folder, const char *name, unsigned flags,
                      struct err *err)
{
    int live = c->o->live;
    if (renameat2(folder, name, live, c->path.p, flags) == 0)
        return true;
    if (errno == ENOENT && tree_make_folders(live, c->path.p) &&
        renameat2(folder, name, live, c->path.p, flags) == 0)
        return true;
    return errno == ENOENT || fail(c, "cannot move this to the new site", err);
}

static bool same_target(int folder, const char *name, int live, const char *path)
{
    char old[PATH_MAX], new[PATH_MAX];
    ssize_t n = readlinkat(folder, name, old, sizeof old);
    return n >= 0 && readlinkat(live, path, new, sizeof new) == n && !memcmp(old, new, (size_t)n);
}

/* True when both are the same file: one inode, or a copy where links are refused. */
static bool is_twin(const struct stat *old, const struct stat *new)
{
    if (old->st_ino == new->st_ino && old->st_dev == new->st_dev)
        return true;
    return S_ISREG(old->st_mode) && S_ISREG(new->st_mode) && old->st_size == new->st_size &&
           !older(old->st_mtim, new->st_mtim) && !older(new->st_mtim, old->st_mtim);
}

/* Deals with a file that is not ours. */
static bool clear_foreign(const struct clear *c, int folder, const char *name, struct err *err)
{
    struct stat old, new;
    if (fstatat(folder, name, &old, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT || fail(c, "cannot look at", err);
    if (fstatat(c->o->live, c->path.p, &new, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT)
            return move_over(c, folder, name, RENAME_NOREPLACE, err);
        return errno == ENOTDIR ? tree_in_the_way(err, c->o->stage.path, c->path.p)
                                : fail(c, "cannot look at its place in the new site", err);
    }
    if (is_twin(&old, &new) || same_target(folder, name, c->o->live, c->path.p))
        return remove_file(c, folder, name, err);
    /* A page of the new site took a name that someone else took in the same moment. */
    if (map_get(&c->o->table, buf_str(&c->path)) || S_ISDIR(new.st_mode))
        return tree_in_the_way(err, c->o->stage.path, c->path.p);
    return older(new.st_mtim, old.st_mtim) ? move_over(c, folder, name, 0, err)
                                           : remove_file(c, folder, name, err);
}

static bool clear_file(const struct clear *c, int folder, const char *name, struct err *err)
{
    const struct entry *e = map_get(&c->o->table, buf_str(&c->path));
    return e && e->known ? remove_file(c, folder, name, err) : clear_foreign(c, folder, name, err);
}

/* -- Folders ---------------------------------------------------------------------------------- */

static bool clear_folder(struct clear *c, int fd, int depth, struct err *err);

/* True when a foreign folder came meanwhile and can be moved over as it is. */
static bool is_new_folder(const struct clear *c)
{
    return !entries_own_folder(c->o, buf_str(&c->path)) &&
           faccessat(c->o->live, c->path.p, F_OK, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT;
}

static int open_folder(const struct clear *c, int folder, const char *name)
{
    struct stat above, status;
    int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    int fd = openat(folder, name, flags);
    if (fd < 0 || fstat(folder, &above) != 0 || fstat(fd, &status) != 0)
        return fd;
    if (above.st_dev != status.st_dev || c->path.over) {
        close(fd);
        errno = above.st_dev != status.st_dev ? EBUSY : ENAMETOOLONG;
        return -1;
    }
    /* To remove what is in a read-only folder it must be made writable. */
    if ((status.st_mode & 0300) != 0300 && fchmod(fd, (status.st_mode & 07777) | 0700) != 0)
        errno = 0;
    return fd;
}

/* Empties the folder and removes it. */
static bool clear_tree(struct clear *c, int holder, const char *name, int depth, struct err *err)
{
    for (int pass = 0; pass < PASSES; pass++) {
        int fd = open_folder(c, holder, name);
        if (fd < 0 && errno == ENOENT)
            return true;
        if (fd < 0)
            return fail(c, "cannot open what is left of the old site", err);
        if (!clear_folder(c, fd, depth, err))
            return false;
        if (unlinkat(holder, name, AT_REMOVEDIR) == 0)
            return true;
        if (errno != ENOTEMPTY)
            break;
    }
    return errno == ENOENT || fail(c, "cannot remove what is left of the old site", err);
}

static bool clear_subfolder(struct clear *c, int folder, const char *name, int depth,
                            struct err *err)
{
    if (is_new_folder(c))
        return move_over(c, folder, name, RENAME_NOREPLACE, err);
    if (depth < MAX_DEPTH)
        return clear_tree(c, folder, name, depth + 1, err);
    errno = ENAMETOOLONG;
    return fail(c, "cannot remove what is left of the old site", err);
}

static bool clear_entry(struct clear *c, int folder, const struct dirent *entry, int depth,
                        struct err *err)
{
    size_t n = c->path.n;
    if (n)
        buf_addc(&c->path, '/');
    buf_addz(&c->path, entry->d_name);
    bool ok = tree_is_folder(folder, entry) ? clear_subfolder(c, folder, entry->d_name, depth, err)
                                            : clear_file(c, folder, entry->d_name, err);
    buf_cut(&c->path, n);
    return ok;
}

/* Empties the folder fd, and closes it. */
static bool clear_folder(struct clear *c, int fd, int depth, struct err *err)
{
    DIR *folder = fdopendir(fd);
    if (!folder) {
        fail(c, "cannot read what is left of the old site", err);
        close(fd);
        return false;
    }
    bool ok = true;
    while (ok) {
        const struct dirent *entry = tree_next(folder);
        if (!entry) {
            ok = errno == 0 || fail(c, "cannot read what is left of the old site", err);
            break;
        }
        ok = clear_entry(c, fd, entry, depth, err);
    }
    closedir(folder);
    return ok;
}

bool clear_old(struct output *o, struct err *err)
{
    struct clear c = {.o = o, .path = buf_init(PATH_MAX - 1)};
    str name = fs_join(&o->arena, o->stage.name, STR(STAGE_SITE));
    bool ok = clear_tree(&c, o->parent, name.p, 0, err);
    buf_release(&c.path);
    return ok;
}
