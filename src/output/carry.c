/*
 * Completing the stage: everything that stays as it is goes into it as a hard link, so that the
 * stage is a whole site before it takes the output's place. Foreign files (a .git folder, a CNAME)
 * are carried like ours; folders cannot be linked and are made anew, with their mode and time.
 *
 * A link costs a few microseconds and no data, a folder some tens. So a commit costs with the size
 * of the site, not only with the change: the price of a switch that no reader and no kill can catch
 * half done.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/fs.h"
#include "run.h"

struct carry {
    struct output *o;
    struct buf path; /* of the entry at hand, relative to the output folder */
    dev_t device;
    bool impossible;
    bool any;
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

static bool carry_file(struct carry *c, int folder, const char *name, struct err *err)
{
    struct entry *e = map_get(&c->o->table, buf_str(&c->path));
    if (e && e->state != ENTRY_KEPT)
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
    case ENOTSUP: /* a socket, a device that may not be linked */
    case EACCES: return give_up(c);
    case EEXIST:
    case ENOTDIR: return tree_in_the_way(err, c->o->path, c->path.p);
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

/* Gives the carried folder the owner and mode of the old one, and a foreign one its times. The
 * owner only where we may. */
static bool settle_folder(struct carry *c, const struct stat *old, bool ours, struct err *err)
{
    int site = c->o->stage.site;
    mode_t mode = old->st_mode & 07777;
    bool usual = old->st_uid == geteuid() && mode == c->o->stage.mode;
    if (ours && usual)
        return true;
    if (fchownat(site, c->path.p, old->st_uid, old->st_gid, AT_SYMLINK_NOFOLLOW) != 0 &&
        errno == ENOENT)
        return true; /* nothing of it stays */
    struct timespec times[] = {old->st_atim, old->st_mtim};
    if (fchmodat(site, c->path.p, mode, 0) == 0 &&
        (ours || utimensat(site, c->path.p, times, AT_SYMLINK_NOFOLLOW) == 0))
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
    c->any = true;
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

/* The top folder keeps owner and mode, too; its times tell that the site is new. */
static bool settle_top(struct output *o, const struct stat *live, struct err *err)
{
    if (live->st_uid != geteuid() && fchown(o->stage.site, live->st_uid, live->st_gid) != 0)
        errno = 0;
    return fchmod(o->stage.site, live->st_mode & 07777) == 0 ||
           tree_fail(err, "cannot set the mode of", o->stage.path, "");
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

bool carry_all(struct output *o, bool *possible, bool *empty, struct err *err)
{
    *possible = true;
    *empty = true;
    if (o->live < 0)
        return true;
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
    if (ok && !c.impossible)
        ok = check_complete(o, err) && settle_top(o, &status, err);
    *possible = !c.impossible;
    *empty = !c.any;
    buf_release(&c.path);
    return ok;
}
