/* The system calls in front of the C library's. */
#include "faults.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct {
    bool armed;
    enum fault fault;
    long at, calls;
    int number;
    struct refusals refuse;
} faults;

void faults_arm(enum fault fault, long at, int number)
{
    faults.fault = fault;
    faults.at = at;
    faults.number = number;
    faults.calls = 0;
    faults.armed = true;
}

long faults_disarm(void)
{
    faults.armed = false;
    return faults.calls;
}

void faults_refuse(struct refusals refusals)
{
    faults.refuse = refusals;
}

enum kind { LOOKS, CHANGES, WRITES };

/* Whether a call of this kind counts: a run that ends at a call that only looks leaves what it
 * leaves when it ends at the next that does something. */
static bool is_counted(enum kind kind)
{
    return faults.fault == FAULT_SHORT ? kind == WRITES
                                       : faults.fault != FAULT_END || kind != LOOKS;
}

/* What the call at hand has to do. FAULT_FAIL comes with errno set. */
static enum fault next_call(enum kind kind)
{
    if (!faults.armed)
        return FAULT_NONE;
    faults.calls += is_counted(kind);
    bool now = faults.calls == faults.at && is_counted(kind);
    bool ended = faults.fault == FAULT_END && faults.calls >= faults.at;
    if (ended || (now && faults.fault == FAULT_FAIL)) {
        errno = faults.number;
        return FAULT_FAIL;
    }
    return now ? faults.fault : FAULT_NONE;
}

/* The C library's own function of this name, as `real`. */
#define REAL(result, name, parameters)                                                             \
    static result(*real) parameters;                                                               \
    if (!real) {                                                                                   \
        void *found = dlsym(RTLD_NEXT, name);                                                      \
        memcpy(&real, &found, sizeof found);                                                       \
    }

/* Defines name(parameters) returning int, which calls the real one with arguments. */
#define CALL(kind, name, parameters, arguments)                                                    \
    int name parameters;                                                                           \
    int name parameters                                                                            \
    {                                                                                              \
        REAL(int, #name, parameters)                                                               \
        return next_call(kind) == FAULT_FAIL ? -1 : real arguments;                                \
    }

/* The same for the ways to open a file, which take a mode or not. */
#define OPEN(name, parameters, arguments)                                                          \
    int name parameters;                                                                           \
    int name parameters                                                                            \
    {                                                                                              \
        REAL(int, #name, parameters)                                                               \
        va_list more;                                                                              \
        va_start(more, flags);                                                                     \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0;                  \
        va_end(more);                                                                              \
        enum kind kind = flags & (O_CREAT | O_TRUNC) ? CHANGES : LOOKS;                            \
        return next_call(kind) == FAULT_FAIL ? -1 : real arguments;                                \
    }

OPEN(open, (const char *path, int flags, ...), (path, flags, mode))
OPEN(open64, (const char *path, int flags, ...), (path, flags, mode))
OPEN(openat, (int folder, const char *path, int flags, ...), (folder, path, flags, mode))

CALL(CHANGES, mkdir, (const char *path, mode_t mode), (path, mode))
CALL(CHANGES, unlink, (const char *path), (path))
CALL(CHANGES, unlinkat, (int folder, const char *path, int flags), (folder, path, flags))
CALL(CHANGES, remove, (const char *path), (path))
CALL(CHANGES, symlinkat, (const char *target, int folder, const char *path), (target, folder, path))
CALL(CHANGES, rename, (const char *from, const char *to), (from, to))
CALL(CHANGES, renameat, (int from, const char *a, int to, const char *b), (from, a, to, b))
CALL(LOOKS, faccessat, (int folder, const char *path, int how, int flags),
     (folder, path, how, flags))
CALL(CHANGES, fchmod, (int fd, mode_t mode), (fd, mode))
CALL(CHANGES, fchmodat, (int folder, const char *path, mode_t mode, int flags),
     (folder, path, mode, flags))
CALL(CHANGES, fchownat, (int folder, const char *path, uid_t owner, gid_t group, int flags),
     (folder, path, owner, group, flags))
CALL(CHANGES, utimensat, (int folder, const char *path, const struct timespec times[2], int flags),
     (folder, path, times, flags))
CALL(CHANGES, futimens, (int fd, const struct timespec times[2]), (fd, times))
CALL(LOOKS, fstat, (int fd, struct stat *status), (fd, status))
CALL(LOOKS, fstatat, (int folder, const char *path, struct stat *status, int flags),
     (folder, path, status, flags))
CALL(LOOKS, fstat64, (int fd, struct stat64 *status), (fd, status))
CALL(CHANGES, ftruncate, (int fd, off_t size), (fd, size))
CALL(CHANGES, ftruncate64, (int fd, off64_t size), (fd, size))
CALL(LOOKS, flock, (int fd, int how), (fd, how))
CALL(CHANGES, fsync, (int fd), (fd))
CALL(CHANGES, fdatasync, (int fd), (fd))
CALL(CHANGES, syncfs, (int fd), (fd))

int mkdirat(int folder, const char *path, mode_t mode)
{
    REAL(int, "mkdirat", (int, const char *, mode_t));
    if (faults.refuse.stage_beside && strstr(path, ".public.digest-stage")) {
        errno = EACCES;
        return -1;
    }
    return next_call(CHANGES) == FAULT_FAIL ? -1 : real(folder, path, mode);
}

int linkat(int from, const char *a, int to, const char *b, int flags)
{
    REAL(int, "linkat", (int, const char *, int, const char *, int));
    if (faults.refuse.links) {
        errno = EPERM;
        return -1;
    }
    return next_call(CHANGES) == FAULT_FAIL ? -1 : real(from, a, to, b, flags);
}

int renameat2(int from, const char *a, int to, const char *b, unsigned flags)
{
    REAL(int, "renameat2", (int, const char *, int, const char *, unsigned));
    if (faults.refuse.exchange && flags & RENAME_EXCHANGE) {
        errno = EINVAL;
        return -1;
    }
    return next_call(CHANGES) == FAULT_FAIL ? -1 : real(from, a, to, b, flags);
}

/* The file is closed in any case, as Linux does it. */
int close(int fd)
{
    REAL(int, "close", (int));
    enum fault fault = next_call(LOOKS);
    int result = real(fd);
    if (fault == FAULT_FAIL)
        errno = faults.number;
    return fault == FAULT_FAIL ? -1 : result;
}

ssize_t read(int fd, void *to, size_t n)
{
    REAL(ssize_t, "read", (int, void *, size_t));
    return next_call(LOOKS) == FAULT_FAIL ? -1 : real(fd, to, n);
}

ssize_t write(int fd, const void *from, size_t n)
{
    REAL(ssize_t, "write", (int, const void *, size_t));
    enum fault fault = next_call(WRITES);
    return fault == FAULT_FAIL ? -1 : real(fd, from, fault == FAULT_SHORT ? (n + 1) / 2 : n);
}

ssize_t pread64(int fd, void *to, size_t n, off64_t at)
{
    REAL(ssize_t, "pread64", (int, void *, size_t, off64_t));
    return next_call(LOOKS) == FAULT_FAIL ? -1 : real(fd, to, n, at);
}

ssize_t pwrite64(int fd, const void *from, size_t n, off64_t at)
{
    REAL(ssize_t, "pwrite64", (int, const void *, size_t, off64_t));
    enum fault fault = next_call(WRITES);
    return fault == FAULT_FAIL ? -1 : real(fd, from, fault == FAULT_SHORT ? (n + 1) / 2 : n, at);
}

DIR *fdopendir(int fd)
{
    REAL(DIR *, "fdopendir", (int));
    return next_call(LOOKS) == FAULT_FAIL ? NULL : real(fd);
}

struct dirent *readdir(DIR *folder)
{
    REAL(struct dirent *, "readdir", (DIR *));
    return next_call(LOOKS) == FAULT_FAIL ? NULL : real(folder);
}

FTS *fts_open(char *const *paths, int options, int (*compare)(const FTSENT **, const FTSENT **))
{
    REAL(FTS *, "fts_open", (char *const *, int, int (*)(const FTSENT **, const FTSENT **)));
    return next_call(LOOKS) == FAULT_FAIL ? NULL : real(paths, options, compare);
}

/* Only openat2 comes this way. */
long syscall(long number, ...)
{
    REAL(long, "syscall", (long, ...));
    va_list more;
    va_start(more, number);
    long a = va_arg(more, long), b = va_arg(more, long), c = va_arg(more, long),
         d = va_arg(more, long), e = va_arg(more, long), f = va_arg(more, long);
    va_end(more);
    if (number == SYS_openat2 && faults.refuse.openat2) {
        errno = ENOSYS;
        return -1;
    }
    return number == SYS_openat2 && next_call(LOOKS) == FAULT_FAIL ? -1
                                                                   : real(number, a, b, c, d, e, f);
}
