/*
 * Bringing the spare site up to date, first half: whatever is not the very file that the output
 * folder has at the same path goes. Nothing about the spare is taken on trust, so it does not matter
 * what state an interrupted run, a copy or a restored backup has left it in.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/fs.h"
#include "run.h"

struct match {
    struct output *o;
    struct buf path; /* of the entry at hand, relative to both trees */
};

static bool fail(const struct match *m, const char *what, struct err *err)
{
    struct arena a = {0};
    str site = fs_join(&a, m->o->stage.path, STR(STAGE_SITE));
    tree_fail(err, what, site, m->path.n ? m->path.p : "");
    arena_release(&a);
    return false;
}

/* Sets *stays when the file keeps its place. */
static bool match_file(struct match *m, int folder, const char *name, bool *stays, struct err *err)
{
    struct entry *e = map_get(&m->o->table, buf_str(&m->path));
    bool wanted = !e || e->state == ENTRY_KEPT;
    *stays = true;
    if (e && e->state == ENTRY_STAGED)
        return true; /* replaced by a rename */
    if (wanted && tree_same_file(folder, name, m->o->live, m->path.p)) {
        if (e)
            e->carried = true;
        return true;
    }
    *stays = false;
    return unlinkat(folder, name, 0) == 0 || errno == ENOENT || fail(m, "cannot remove", err);
}

static bool match_folder(struct match *m, int fd, int depth, bool *stays, struct err *err);

static int open_folder(int folder, const char *name)
{
    struct stat status;
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    /* A copy of a read-only folder must be made writable first; carrying sets its mode again. */
    if (fd >= 0 && fstat(fd, &status) == 0 && (status.st_mode & 0300) != 0300)
        (void)!fchmod(fd, (status.st_mode & 07777) | 0700);
    return fd;
}

static bool match_subfolder(struct match *m, int folder, const char *name, int depth, bool *stays,
                            struct err *err)
{
    *stays = false;
    if (m->path.over) {
        errno = ENAMETOOLONG;
        return fail(m, "cannot open what is in this folder", err);
    }
    if (depth == MAX_DEPTH || map_get(&m->o->table, buf_str(&m->path))) {
        struct arena a = {0};
        str path = fs_join(&a, m->o->stage.path, STR(STAGE_SITE));
        bool ok = tree_remove_all(fs_join(&a, path, buf_str(&m->path)).p, err);
        arena_release(&a);
        return ok;
    }
    int fd = open_folder(folder, name);
    if (fd < 0)
        return errno == ENOENT || fail(m, "cannot open", err);
    if (!match_folder(m, fd, depth + 1, stays, err))
        return false;
    return *stays || unlinkat(folder, name, AT_REMOVEDIR) == 0 || errno == ENOENT ||
           fail(m, "cannot remove", err);
}

static bool match_entry(struct match *m, int folder, const struct dirent *entry, int depth,
                        bool *stays, struct err *err)
{
    size_t n = m->path.n;
    if (n)
        buf_addc(&m->path, '/');
    buf_addz(&m->path, entry->d_name);
    bool ok = tree_is_folder(folder, entry)
                  ? match_subfolder(m, folder, entry->d_name, depth, stays, err)
                  : match_file(m, folder, entry->d_name, stays, err);
    buf_cut(&m->path, n);
    return ok;
}

/* Goes through the folder fd and closes it. *stays when something in it does. */
static bool match_folder(struct match *m, int fd, int depth, bool *stays, struct err *err)
{
    DIR *folder = fdopendir(fd);
    if (!folder) {
        fail(m, "cannot read the folder", err);
        close(fd);
        return false;
    }
    bool ok = true;
    while (ok) {
        bool one = false;
        const struct dirent *entry = tree_next(folder);
        if (!entry) {
            ok = errno == 0 || fail(m, "cannot read the folder", err);
            break;
        }
        ok = match_entry(m, fd, entry, depth, &one, err);
        *stays = *stays || one;
    }
    closedir(folder);
    return ok;
}

bool match_spare(struct output *o, struct err *err)
{
    struct match m = {.o = o, .path = buf_init(PATH_MAX - 1)};
    bool stays = false;
    int fd = openat(o->stage.site, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 ? match_folder(&m, fd, 0, &stays, err) : fail(&m, "cannot open", err);
    buf_release(&m.path);
    return ok;
}
