/* Reading, writing and removing files. Listing folders is in fs_list.c. */
#include "digest/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* How much is read at a time from files that do not say their size. */
#define READ_CHUNK ((size_t)64 << 10)

/* Names tried for a temporary file; left-overs of killed runs take some. */
#define TEMPORARY_NAMES 1000

/* Fills *err with errno and the path as its place. */
static bool fail(struct err *err, const char *what, const char *path)
{
    err_errno(err, "%s", what);
    return err_at(err, str_of(path), 0, 0);
}

static bool fail_limit(struct err *err, size_t limit, const char *path)
{
    err_set(err, ERR_LIMIT, "larger than the limit of %zu bytes", limit);
    return err_at(err, str_of(path), 0, 0);
}

/* Opens a regular file. O_NONBLOCK so that a FIFO without a writer does not hold us up before
 * fstat has told what it is; it means nothing for regular files. */
static int open_regular(const char *path, struct stat *status, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        fail(err, "cannot open", path);
        return -1;
    }
    if (fstat(fd, status) == 0 && S_ISREG(status->st_mode))
        return fd;
    err_set(err, ERR_IO, "cannot read: %s",
            S_ISDIR(status->st_mode) ? "it is a folder" : "it is not a regular file");
    err_at(err, str_of(path), 0, 0);
    close(fd);
    return -1;
}

/* Reads at most n bytes, and again when a signal came between. */
static ssize_t read_some(int fd, void *to, size_t n)
{
    ssize_t got;
    do
        got = read(fd, to, n);
    while (got < 0 && errno == EINTR);
    return got;
}

/* Reads from fd to its end. The size in status is only where to begin: files grow and shrink while
 * they are read, and those of /proc say 0. */
static bool read_all(struct buf *out, int fd, const struct stat *status, const char *path,
                     struct err *err)
{
    size_t room = out->max - out->n;
    if (status->st_size > 0 && (uint64_t)status->st_size > room)
        return fail_limit(err, out->max, path);
    size_t chunk = (size_t)status->st_size + 1;
    for (;;) {
        room = out->max - out->n;
        chunk = chunk < room ? chunk : room;
        char spare;
        if (chunk && !buf_reserve(out, chunk))
            return fail_limit(err, out->max, path);
        ssize_t got = read_some(fd, chunk ? out->p + out->n : &spare, chunk ? chunk : 1);
        if (got < 0)
            return fail(err, "cannot read", path);
        if (got == 0)
            return true;
        if (chunk == 0)
            return fail_limit(err, out->max, path);
        out->n += (size_t)got;
        out->p[out->n] = '\0';
        chunk = READ_CHUNK;
    }
}

bool fs_read(struct buf *out, const char *path, struct err *err)
{
    struct stat status = {0};
    int fd = open_regular(path, &status, err);
    if (fd < 0)
        return false;
    size_t before = out->n;
    bool ok = read_all(out, fd, &status, path, err);
    close(fd);
    if (!ok)
        buf_cut(out, before);
    return ok;
}

static bool write_all(int fd, str bytes)
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

/* Writes bytes to fd and closes it. On failure removes the file it belongs to; `path` is the name
 * for the message. */
static bool write_and_close(int fd, const char *file, str bytes, const char *path, struct err *err)
{
    bool written = write_all(fd, bytes);
    int number = errno;
    /* Some file systems report a full disk only here. */
    if (close(fd) != 0 && written) {
        written = false;
        number = errno;
    }
    if (written)
        return true;
    unlink(file);
    errno = number;
    return fail(err, "cannot write", path);
}

/* Opens a new file beside path, with the permissions of the file at path if there is one. The
 * name, which fs_list would leave out, goes to *name. */
static int open_beside(const char *path, struct arena *a, str *name)
{
    str folder = fs_folder(a, str_of(path));
    int fd = -1;
    errno = EEXIST;
    for (int i = 0; fd < 0 && errno == EEXIST && i < TEMPORARY_NAMES; i++) {
        *name = fs_join(a, folder, arena_printf(a, ".digest-%ld-%d", (long)getpid(), i));
        fd = open(name->p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    }
    struct stat status;
    if (fd >= 0 && stat(path, &status) == 0 && S_ISREG(status.st_mode))
        (void)!fchmod(fd, status.st_mode & 0777);
    return fd;
}

/* No fsync: the promise is that a killed program leaves the old file or the new one, and for that
 * the kernel's memory is enough. */
bool fs_replace(const char *path, str bytes, struct err *err)
{
    struct arena a = {0};
    str name = {0};
    int fd = open_beside(path, &a, &name);
    if (fd < 0) {
        fail(err, "cannot create a temporary file beside it", path);
        arena_release(&a);
        return false;
    }
    bool ok = write_and_close(fd, name.p, bytes, path, err);
    if (ok && rename(name.p, path) != 0) {
        ok = fail(err, "cannot replace", path);
        unlink(name.p);
    }
    arena_release(&a);
    return ok;
}

bool fs_create(const char *path, str bytes, struct err *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return fail(err, "cannot create", path);
    return write_and_close(fd, path, bytes, path, err);
}

/* Creates one folder whose parent exists. */
static bool make_folder(const char *path, struct err *err)
{
    if (mkdir(path, 0777) == 0)
        return true;
    int number = errno;
    /* Not only for EEXIST: a folder on a read-only file system is there, too. */
    enum fs_kind kind = fs_kind(path);
    if (kind == FS_FOLDER)
        return true;
    if (kind != FS_ABSENT) {
        err_set(err, ERR_IO, "cannot create the folder: a file is in its place");
        return err_at(err, str_of(path), 0, 0);
    }
    errno = number;
    return fail(err, "cannot create the folder", path);
}

bool fs_mkdir_all(const char *path, struct err *err)
{
    struct arena a = {0};
    size_t n = strlen(path);
    char *part = arena_alloc(&a, n + 1);
    bool ok = true;
    for (size_t i = 0; ok && i <= n; i++) {
        if (i > 0 && (path[i] == '/' || path[i] == '\0') && path[i - 1] != '/')
            ok = make_folder(part, err);
        part[i] = path[i];
    }
    arena_release(&a);
    return ok;
}

static bool remove_entry(const FTSENT *entry, struct err *err)
{
    switch (entry->fts_info) {
    case FTS_D: /* again as FTS_DP once it is empty */ return true;
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS:
        errno = entry->fts_errno;
        return errno == ENOENT || fail(err, "cannot remove", entry->fts_path);
    default:
        return remove(entry->fts_accpath) == 0 || errno == ENOENT ||
               fail(err, "cannot remove", entry->fts_path);
    }
}

bool fs_remove_all(const char *path, struct err *err)
{
    struct arena a = {0};
    char *roots[] = {arena_alloc(&a, strlen(path) + 1), NULL};
    memcpy(roots[0], path, strlen(path));
    /* FTS_NOCHDIR: the working directory belongs to all threads. */
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    bool ok = walk || fail(err, "cannot remove", path);
    while (ok) {
        errno = 0;
        const FTSENT *entry = fts_read(walk);
        if (!entry) {
            ok = errno == 0 || fail(err, "cannot remove", path);
            break;
        }
        ok = remove_entry(entry, err);
    }
    if (walk)
        fts_close(walk);
    arena_release(&a);
    return ok;
}

enum fs_kind fs_kind(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return errno == ENOENT || errno == ENOTDIR ? FS_ABSENT : FS_OTHER;
    return S_ISREG(status.st_mode) ? FS_FILE : S_ISDIR(status.st_mode) ? FS_FOLDER : FS_OTHER;
}
