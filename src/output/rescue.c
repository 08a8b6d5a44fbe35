/*
 * What others did during a commit.
 *
 * Between carrying and the exchange someone may have put a file into the old tree or replaced one
 * there (a git process at work in .git). Such a file is not in the new tree, and is moved over.
 * Where both trees have a foreign file of one name and they differ, the one changed last is what
 * its owner wants to see there.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/fs.h"
#include "run.h"

struct rescue {
    struct output *o;
    str site;        /* the old tree, for messages */
    struct buf path; /* of the entry at hand, relative to both trees */
};

static bool fail(const struct rescue *r, const char *what, struct err *err)
{
    return tree_fail(err, what, r->site, r->path.n ? r->path.p : "");
}

static bool older(struct timespec a, struct timespec b)
{
    return a.tv_sec != b.tv_sec ? a.tv_sec < b.tv_sec : a.tv_nsec < b.tv_nsec;
}

/* Moves name in folder to the new tree, with renameat2's flags. */
static bool move_over(const struct rescue *r, int folder, const char *name, unsigned flags,
                      struct err *err)
{
    int live = r->o->live;
    if (renameat2(folder, name, live, r->path.p, flags) == 0)
        return true;
    if (errno == ENOENT && tree_make_folders(live, r->path.p) &&
        renameat2(folder, name, live, r->path.p, flags) == 0)
        return true;
    return errno == ENOENT || fail(r, "cannot move this to the new site", err);
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

static bool rescue_foreign(const struct rescue *r, int folder, const char *name, struct err *err)
{
    struct stat old, new;
    if (fstatat(folder, name, &old, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT || fail(r, "cannot look at", err);
    if (fstatat(r->o->live, r->path.p, &new, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT)
            return move_over(r, folder, name, RENAME_NOREPLACE, err);
        return errno == ENOTDIR ? tree_in_the_way(err, r->site, r->path.p)
                                : fail(r, "cannot look at its place in the new site", err);
    }
    if (is_twin(&old, &new) || same_target(folder, name, r->o->live, r->path.p))
        return true;
    /* A page of the new site took a name that someone else took in the same moment. */
    if (map_get(&r->o->table, buf_str(&r->path)) || S_ISDIR(new.st_mode))
        return tree_in_the_way(err, r->site, r->path.p);
    return !older(new.st_mtim, old.st_mtim) || move_over(r, folder, name, 0, err);
}

static bool rescue_file(const struct rescue *r, int folder, const char *name, struct err *err)
{
    const struct entry *e = map_get(&r->o->table, buf_str(&r->path));
    return (e && e->known) || rescue_foreign(r, folder, name, err);
}

/* -- Folders ---------------------------------------------------------------------------------- */

static bool rescue_folder(struct rescue *r, int fd, int depth, struct err *err);

/* True when a foreign folder came meanwhile and can be moved over as it is. */
static bool is_new_folder(const struct rescue *r)
{
    return !entries_own_folder(r->o, buf_str(&r->path)) &&
           faccessat(r->o->live, r->path.p, F_OK, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT;
}

static bool rescue_subfolder(struct rescue *r, int folder, const char *name, int depth,
                             struct err *err)
{
    if (is_new_folder(r))
        return move_over(r, folder, name, RENAME_NOREPLACE, err);
    if (depth == MAX_DEPTH || r->path.over) {
        errno = ENAMETOOLONG;
        return fail(r, "cannot open what is left of the old site", err);
    }
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT || fail(r, "cannot open what is left of the old site", err);
    return rescue_folder(r, fd, depth + 1, err);
}

static bool rescue_entry(struct rescue *r, int folder, const struct dirent *entry, int depth,
                         struct err *err)
{
    size_t n = r->path.n;
    if (n)
        buf_addc(&r->path, '/');
    buf_addz(&r->path, entry->d_name);
    bool ok = tree_is_folder(folder, entry) ? rescue_subfolder(r, folder, entry->d_name, depth, err)
                                            : rescue_file(r, folder, entry->d_name, err);
    buf_cut(&r->path, n);
    return ok;
}

/* Goes through the folder fd, and closes it. */
static bool rescue_folder(struct rescue *r, int fd, int depth, struct err *err)
{
    DIR *folder = fdopendir(fd);
    if (!folder) {
        fail(r, "cannot read what is left of the old site", err);
        close(fd);
        return false;
    }
    bool ok = true;
    while (ok) {
        const struct dirent *entry = tree_next(folder);
        if (!entry) {
            ok = errno == 0 || fail(r, "cannot read what is left of the old site", err);
            break;
        }
        ok = rescue_entry(r, fd, entry, depth, err);
    }
    closedir(folder);
    return ok;
}

bool rescue_all(struct output *o, struct err *err)
{
    struct rescue r = {
        .o = o,
        .site = fs_join(&o->arena, o->stage.path, STR(STAGE_SITE)),
        .path = buf_init(PATH_MAX - 1),
    };
    str name = fs_join(&o->arena, o->stage.name, STR(STAGE_SITE));
    int fd = openat(o->parent, name.p, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    bool ok = fd >= 0 ? rescue_folder(&r, fd, 0, err)
                      : errno == ENOENT || fail(&r, "cannot open the old site", err);
    buf_release(&r.path);
    return ok;
}
