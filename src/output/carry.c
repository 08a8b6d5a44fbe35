/*
 * Bringing the spare site up to date, second half: everything that stays as it is goes into it as a
 * hard link, so that it is a whole site before it takes the output's place. Foreign files (a .git
 * folder, a CNAME) are carried like ours; folders cannot be linked and are made anew, with their
 * mode and time.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/fs.h"
#include "run.h"

struct carry {
    struct output *o;
    struct buf path; /* of the entry at hand, relative to the output folder */
    dev_t device;
    bool impossible;
};

static bool fail(const struct carry *c, const char *what, struct err *err)
{
    return tree_fail(err, what, c->o->path, c->path.n ? c->path.p : "");
}

/* The way out for what cannot be in two trees at once: no error, another kind of commit. */
static bool give_up(struct carry *c)
{
    c->impossible = true;
    return true;
}

/* -- Files ------------------------------------------------------------------------------------ */

/* True for the errors that mean "not this file, not here": other links of it, other owners, other
 * devices, file systems without links. */
static bool links_are_refused(int number)
{
    return number == EPERM || number == EMLINK || number == EXDEV || number == EOPNOTSUPP ||
           number == ENOSYS || number == EACCES;
}

/* A link or else a copy. False: errno says why. */
static bool link_or_copy(const struct carry *c, int folder, const char *name)
{
    int site = c->o->stage.site;
    if (linkat(folder, name, site, c->path.p, 0) == 0)
        return true;
    return links_are_refused(errno) && tree_copy(folder, name, site, c->path.p);
}

/* A foreign file that came after its path was put would be replaced. */
static bool takes_a_name(const struct entry *e)
{
    return e->state == ENTRY_STAGED && !e->known && !e->present;
}

static bool carry_file(struct carry *c, int folder, const char *name, struct err *err)
{
    struct entry *e = map_get(&c->o->table, buf_str(&c->path));
    if (e && takes_a_name(e))
        return tree_in_the_way(err, c->o->path, c->path.p);
    if (e && (e->state != ENTRY_KEPT || e->carried))
        return true;
    bool done = link_or_copy(c, folder, name);
    if (!done && errno == ENOENT && tree_make_folders(c->o->stage.site, c->path.p))
        done = link_or_copy(c, folder, name);
    if (done) {
        if (e)
            e->carried = true;
        return true;
    }
    switch (errno) {
    case ENOENT: /* gone since the folder was read */ return true;
    case EEXIST: /* matched */
        return tree_same_file(folder, name, c->o->stage.site, c->path.p) ||
               tree_in_the_way(err, c->o->path, c->path.p);
    case ENOTDIR: return tree_in_the_way(err, c->o->path, c->path.p);
    case ENOTSUP: /* a socket, a device that may not be linked */
    case EACCES: return give_up(c);
    default: return fail(c, "cannot link it into the next site", err);
    }
}

/* -- Folders ---------------------------------------------------------------------------------- */

static bool carry_folder(struct carry *c, int fd, int depth, struct err *err);

/* A foreign folder is made even when empty; writable for us until it is filled. Ours come into
 * being with the first file in them, so that those left empty are not carried on. */
static bool make_foreign(struct carry *c, struct err *err)
{
    int site = c->o->stage.site;
    struct stat status;
    if (mkdirat(site, c->path.p, 0700) == 0)
        return true;
    if (errno == ENOENT && tree_make_folders(site, c->path.p) &&
        mkdirat(site, c->path.p, 0700) == 0)
        return true;
    if (errno == EEXIST && fstatat(site, c->path.p, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISDIR(status.st_mode))
        return true;
    if (errno == EEXIST || errno == ENOTDIR)
        return tree_in_the_way(err, c->o->path, c->path.p);
    return fail(c, "cannot create it in the next site", err);
}

static bool same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/* Gives the carried folder the owner and mode of the old one, and a foreign one its times. The
 * owner only where we may. */
static bool settle_folder(struct carry *c, const struct stat *old, bool ours, struct err *err)
{
    int site = c->o->stage.site;
    const char *path = c->path.p;
    struct stat new;
    if (fstatat(site, path, &new, AT_SYMLINK_NOFOLLOW) != 0) {
        bool nothing_stays = errno == ENOENT || errno == ENOTDIR;
        return nothing_stays || fail(c, "cannot look at its copy in the next site", err);
    }
    if ((new.st_uid != old->st_uid || new.st_gid != old->st_gid) &&
        fchownat(site, path, old->st_uid, old->st_gid, AT_SYMLINK_NOFOLLOW) != 0)
        errno = 0;
    struct timespec times[] = {old->st_atim, old->st_mtim};
    if ((new.st_mode == old->st_mode || fchmodat(site, path, old->st_mode & 07777, 0) == 0) &&
        (ours || same_time(new.st_mtim, old->st_mtim) ||
         utimensat(site, path, times, AT_SYMLINK_NOFOLLOW) == 0))
        return true;
    return fail(c, "cannot set the mode of its copy in the next site", err);
}

static bool carry_subfolder(struct carry *c, int folder, const char *name, int depth,
                            struct err *err)
{
    struct stat status;
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return true;
    if (fd < 0)
        return errno == EACCES || errno == EPERM ? give_up(c) : fail(c, "cannot open it", err);
    if (fstat(fd, &status) != 0) {
        fail(c, "cannot open it", err);
        close(fd);
        return false;
    }
    if (status.st_dev != c->device || depth == MAX_DEPTH) {
        close(fd);
        return give_up(c);
    }
    bool ours = entries_own_folder(c->o, buf_str(&c->path));
    if (!ours && !make_foreign(c, err)) {
        close(fd);
        return false;
    }
    return carry_folder(c, fd, depth + 1, err) &&
           (c->impossible || settle_folder(c, &status, ours, err));
}

static bool carry_entry(struct carry *c, int folder, const struct dirent *entry, int depth,
                        struct err *err)
{
    size_t n = c->path.n;
    if (n)
        buf_addc(&c->path, '/');
    buf_addz(&c->path, entry->d_name);
    bool ok;
    if (c->path.over)
        ok = give_up(c);
    else if (tree_is_folder(folder, entry))
        ok = carry_subfolder(c, folder, entry->d_name, depth, err);
    else
        ok = carry_file(c, folder, entry->d_name, err);
    buf_cut(&c->path, n);
    return ok;
}

/* Carries what is in the folder fd, and closes it. */
static bool carry_folder(struct carry *c, int fd, int depth, struct err *err)
{
    DIR *folder = fdopendir(fd);
    if (!folder) {
        fail(c, "cannot read the folder", err);
        close(fd);
        return false;
    }
    bool ok = true;
    while (ok && !c->impossible) {
        const struct dirent *entry = tree_next(folder);
        if (!entry) {
            ok = errno == 0 || fail(c, "cannot read the folder", err);
            break;
        }
        ok = carry_entry(c, fd, entry, depth, err);
    }
    closedir(folder);
    return ok;
}

bool carry_top(struct output *o, int fd, struct err *err)
{
    struct stat live, top;
    if (o->live < 0)
        return true;
    if (fstat(o->live, &live) != 0 || fstat(fd, &top) != 0)
        return tree_fail(err, "cannot look at", o->path, "");
    if ((live.st_uid != top.st_uid || live.st_gid != top.st_gid) &&
        fchown(fd, live.st_uid, live.st_gid) != 0)
        errno = 0;
    return live.st_mode == top.st_mode || fchmod(fd, live.st_mode & 07777) == 0 ||
           tree_fail(err, "cannot set the mode of the next", o->path, "");
}

/* Every page that was compared and left must have come along. */
static bool check_complete(const struct output *o, struct err *err)
{
    for (const struct entry *e = o->entries; e; e = e->next)
        if (e->state == ENTRY_KEPT && !e->carried) {
            err_set(err, ERR_IO, "someone removed this file while the site was being built");
            err_hint(err, "build again");
            struct arena a = {0};
            err_at(err, fs_join(&a, o->path, e->path), 0, 0);
            arena_release(&a);
            return false;
        }
    return true;
}

bool carry_all(struct output *o, bool *possible, struct err *err)
{
    struct stat status;
    int fd = openat(o->live, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &status) != 0) {
        tree_fail(err, "cannot read the output folder", o->path, "");
        if (fd >= 0)
            close(fd);
        return false;
    }
    struct carry c = {.o = o, .path = buf_init(PATH_MAX - 1), .device = status.st_dev};
    bool ok = carry_folder(&c, fd, 0, err);
    *possible = !c.impossible;
    buf_release(&c.path);
    return ok && (!*possible || check_complete(o, err));
}

static bool move_staged(const struct output *o, struct tree_target *target, str path,
                        struct err *err)
{
    const char *name;
    if (tree_enter(o->stage.site, target, path, &name) &&
        renameat(o->stage.fresh, path.p, target->fd, name) == 0)
        return true;
    if (errno == EISDIR || errno == ENOTDIR || errno == ELOOP)
        return tree_in_the_way(err, o->path, path.p);
    return tree_fail(err, "cannot move into the next site", o->path, path.p);
}

bool carry_staged(struct output *o, struct err *err)
{
    struct tree_target target = {.fd = -1};
    bool ok = true;
    for (const struct entry *e = o->entries; ok && e; e = e->next)
        if (e->state == ENTRY_STAGED)
            ok = move_staged(o, &target, e->path, err);
    if (target.fd >= 0)
        close(target.fd);
    return ok;
}
