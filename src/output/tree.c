/*
 * Single operations on files below a folder. None goes through a symbolic link: whoever can place
 * one in the output folder must not make us read or write elsewhere.
 */
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <limits.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "digest/fs.h"
#include "run.h"

/* Compared and copied at a time; on the stack. */
#define CHUNK ((size_t)32 << 10)

bool tree_fail(struct err *err, const char *what, str folder, const char *path)
{
    int number = errno;
    err_errno(err, "%s", what);
    struct arena a = {0};
    err_at(err, path[0] ? fs_join(&a, folder, str_of(path)) : folder, 0, 0);
    arena_release(&a);
    errno = number;
    return false;
}

bool tree_in_the_way(struct err *err, str folder, const char *path)
{
    err_set(err, ERR_INPUT, "a page of the site belongs here, but digest did not make what is");
    err_hint(err, "move it away, or choose another folder with --output");
    struct arena a = {0};
    err_at(err, fs_join(&a, folder, str_of(path)), 0, 0);
    arena_release(&a);
    return false;
}

/* tree_open one folder at a time, for kernels and containers without openat2. */
static int open_stepwise(int base, const char *path, int flags)
{
    char name[NAME_MAX + 1];
    int folder = base;
    for (;;) {
        const char *slash = strchrnul(path, '/');
        size_t n = (size_t)(slash - path);
        if (n > NAME_MAX) {
            errno = ENAMETOOLONG;
            n = 0;
        }
        memcpy(name, path, n);
        name[n] = '\0';
        int how = *slash ? O_PATH | O_DIRECTORY | O_CLOEXEC : flags;
        int next = n ? openat(folder, name, how | O_NOFOLLOW) : -1;
        int number = errno;
        if (folder != base)
            close(folder);
        errno = number;
        if (next < 0 || !*slash)
            return next;
        folder = next;
        path = slash + 1;
    }
}

int tree_open(int base, const char *path, int flags)
{
    struct open_how how = {
        .flags = (uint64_t)(flags | O_NOFOLLOW | O_CLOEXEC),
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
    };
    long fd = syscall(SYS_openat2, base, path, &how, sizeof how);
    if (fd >= 0 || (errno != ENOSYS && errno != EPERM))
        return (int)fd;
    return open_stepwise(base, path, flags | O_CLOEXEC);
}

/* Nearly always only the last folder is missing: so up from there, and then down again. Slashes
 * become NULs on the way up, and slashes again on the way down. */
bool tree_make_folders(int base, const char *path)
{
    char name[PATH_MAX];
    size_t n = strlen(path);
    if (n >= sizeof name) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(name, path, n + 1);
    char *last = strrchr(name, '/');
    if (!last)
        return true;
    for (char *end = last; end; end = strrchr(name, '/')) {
        *end = '\0';
        if (mkdirat(base, name, 0777) == 0 || errno == EEXIST)
            break;
        if (errno != ENOENT)
            return false;
    }
    for (size_t at = strlen(name); name + at < last; at = strlen(name)) {
        name[at] = '/';
        if (mkdirat(base, name, 0777) != 0 && errno != EEXIST)
            return false;
    }
    return true;
}

int tree_open_folder_of(int base, const char *path)
{
    const char *slash = strrchr(path, '/');
    char folder[PATH_MAX];
    size_t n = slash ? (size_t)(slash - path) : 1;
    if (n >= sizeof folder) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(folder, slash ? path : ".", n);
    folder[n] = '\0';
    return tree_open(base, folder, O_PATH | O_DIRECTORY);
}

bool tree_enter(int base, struct tree_target *target, str path, const char **name)
{
    const char *slash = strrchr(path.p, '/');
    str folder = {path.p, slash ? (size_t)(slash - path.p) : 0};
    *name = slash ? slash + 1 : path.p;
    if (target->fd >= 0 && str_eq(target->folder, folder))
        return true;
    if (target->fd >= 0)
        close(target->fd);
    *target = (struct tree_target){tree_open_folder_of(base, path.p), folder};
    /* Only when the way there is free of links: making folders would follow them. */
    if (target->fd < 0 && errno == ENOENT && tree_make_folders(base, path.p))
        target->fd = tree_open_folder_of(base, path.p);
    return target->fd >= 0;
}

bool tree_write_file(int fd, str bytes)
{
    while (bytes.n) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0)
            bytes = str_slice(bytes, (size_t)n, bytes.n);
    }
    return true;
}

static ssize_t read_some(int fd, char *to, size_t n)
{
    ssize_t got;
    do
        got = read(fd, to, n);
    while (got < 0 && errno == EINTR);
    return got;
}

bool tree_same_bytes(int fd, str bytes)
{
    char chunk[CHUNK];
    while (bytes.n) {
        ssize_t got = read_some(fd, chunk, bytes.n < sizeof chunk ? bytes.n : sizeof chunk);
        if (got <= 0 || memcmp(chunk, bytes.p, (size_t)got) != 0)
            return false;
        bytes = str_slice(bytes, (size_t)got, bytes.n);
    }
    return true;
}

bool tree_same_file(int folder, const char *name, int base, const char *path)
{
    struct stat a, b;
    return fstatat(folder, name, &a, AT_SYMLINK_NOFOLLOW) == 0 &&
           fstatat(base, path, &b, AT_SYMLINK_NOFOLLOW) == 0 && a.st_ino == b.st_ino &&
           a.st_dev == b.st_dev;
}

/* -- Copies ----------------------------------------------------------------------------------- */

static bool copy_link(int from_folder, const char *from_name, int to_base, const char *to_path)
{
    char target[PATH_MAX];
    ssize_t n = readlinkat(from_folder, from_name, target, sizeof target - 1);
    if (n < 0)
        return false;
    target[n] = '\0';
    return symlinkat(target, to_base, to_path) == 0;
}

static bool copy_bytes(int from, int to, const struct stat *status)
{
    char chunk[CHUNK];
    for (;;) {
        ssize_t got = read_some(from, chunk, sizeof chunk);
        if (got < 0)
            return false;
        if (got == 0)
            break;
        if (!tree_write_file(to, (str){chunk, (size_t)got}))
            return false;
    }
    /* The owner where we may; a copy with another owner is still the file's bytes. */
    if (fchown(to, status->st_uid, status->st_gid) != 0)
        errno = 0;
    struct timespec times[] = {status->st_atim, status->st_mtim};
    return fchmod(to, status->st_mode & 07777) == 0 && futimens(to, times) == 0;
}

static bool copy_regular(int from, int to_base, const char *to_path, const struct stat *status)
{
    int to = openat(to_base, to_path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (to < 0)
        return false;
    bool ok = copy_bytes(from, to, status);
    int number = errno;
    if (close(to) != 0 && ok) {
        ok = false;
        number = errno;
    }
    errno = number;
    return ok;
}

bool tree_copy(int from_folder, const char *from_name, int to_base, const char *to_path)
{
    struct stat status;
    if (fstatat(from_folder, from_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return false;
    if (S_ISLNK(status.st_mode))
        return copy_link(from_folder, from_name, to_base, to_path);
    if (!S_ISREG(status.st_mode)) {
        errno = ENOTSUP;
        return false;
    }
    int from = openat(from_folder, from_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (from < 0)
        return false;
    bool ok = copy_regular(from, to_base, to_path, &status);
    int number = errno;
    close(from);
    errno = number;
    return ok;
}

/* -- Removing --------------------------------------------------------------------------------- */

/* Makes all folders below path writable for us. */
static void open_up(const char *path)
{
    struct arena a = {0};
    size_t n = strlen(path);
    char *roots[] = {arena_alloc(&a, n + 1), NULL};
    memcpy(roots[0], path, n);
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    const FTSENT *entry;
    while (walk && (entry = fts_read(walk)))
        if (entry->fts_info == FTS_D && (entry->fts_statp->st_mode & 0700) != 0700)
            (void)!chmod(entry->fts_accpath, 0700);
    if (walk)
        fts_close(walk);
    arena_release(&a);
}

bool tree_remove_all(const char *path, struct err *err)
{
    if (fs_remove_all(path, err))
        return true;
    *err = (struct err){0};
    open_up(path);
    return fs_remove_all(path, err);
}

/* -- Reading folders -------------------------------------------------------------------------- */

struct dirent *tree_next(DIR *folder)
{
    struct dirent *entry;
    do {
        errno = 0;
        entry = readdir(folder);
    } while (entry && (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0));
    return entry;
}

bool tree_is_folder(int folder, const struct dirent *entry)
{
    struct stat status;
    if (entry->d_type != DT_UNKNOWN)
        return entry->d_type == DT_DIR;
    return fstatat(folder, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISDIR(status.st_mode);
}
