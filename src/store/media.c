/* Files of mirrored images: named by their content, written once, whole or not at all. */
#include "media.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db.h"
#include "digest/fs.h"

/* "ab/", 32 digits and the dot. */
#define NAME_BEFORE_ENDING 36
#define ENDING_LONGEST     8

/* How names of temporary files begin, in the folder above the others; and how many are tried. */
#define TEMPORARY       ".digest-"
#define TEMPORARY_NAMES 1000

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool media_is_name(str s)
{
    if (s.n <= NAME_BEFORE_ENDING || s.n > NAME_BEFORE_ENDING + ENDING_LONGEST || s.p[2] != '/' ||
        s.p[NAME_BEFORE_ENDING - 1] != '.' || s.p[0] != s.p[3] || s.p[1] != s.p[4])
        return false;
    for (size_t i = 3; i < NAME_BEFORE_ENDING - 1; i++)
        if (!is_digit(s.p[i]) && !(s.p[i] >= 'a' && s.p[i] <= 'f'))
            return false;
    for (size_t i = NAME_BEFORE_ENDING; i < s.n; i++)
        if (!is_digit(s.p[i]) && !(s.p[i] >= 'a' && s.p[i] <= 'z'))
            return false;
    return true;
}

bool media_matches(str name, struct hash hash)
{
    char hex[33];
    hash_hex(hash, hex);
    return media_is_name(name) && str_is(str_slice(name, 3, NAME_BEFORE_ENDING - 1), hex);
}

str store_media_folder(struct store *store, struct arena *a)
{
    return fs_join(a, str_of(store->folder), STR("media"));
}

static bool fail(struct err *err, const char *what, str path)
{
    err_errno(err, "%s", what);
    return err_at(err, path, 0, 0);
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

/* Opens a new file in folder under a name that no listing shows. */
static int open_temporary(struct arena *a, str folder, str *name)
{
    int fd = -1;
    errno = EEXIST;
    for (int i = 0; fd < 0 && errno == EEXIST && i < TEMPORARY_NAMES; i++) {
        *name = fs_join(a, folder, arena_printf(a, TEMPORARY "%ld-%d", (long)getpid(), i));
        fd = open(name->p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    }
    return fd;
}

/* Makes the names in a folder durable. File systems that cannot do that for folders say EINVAL. */
static bool sync_folder(str folder, struct err *err)
{
    int fd = open(folder.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);
    if (!ok)
        fail(err, "cannot write", folder);
    if (fd >= 0)
        close(fd);
    return ok;
}

/* True for the name of a temporary file whose process has ended: another store of the same folder may
 * be in use. */
static bool is_left_over(str name)
{
    uint64_t process;
    if (!str_starts(name, STR(TEMPORARY)))
        return false;
    name = str_slice(name, sizeof TEMPORARY - 1, name.n);
    name = str_slice(name, 0, str_find_char(name, '-', 0));
    return str_to_uint(name, INT32_MAX, &process) && process > 0 && kill((pid_t)process, 0) != 0 &&
           errno == ESRCH;
}

void media_sweep(struct store *store)
{
    struct arena a = {0};
    DIR *folder = opendir(store_media_folder(store, &a).p);
    arena_release(&a);
    if (!folder)
        return;
    for (const struct dirent *entry; (entry = readdir(folder));)
        if (is_left_over(str_of(entry->d_name)))
            unlinkat(dirfd(folder), entry->d_name, 0);
    closedir(folder);
}

/* Writes bytes to path, durable as what the store says of them will be: on disk under another name
 * first. */
static bool write_durably(struct arena *a, str path, str bytes, struct err *err)
{
    str name, folder = fs_folder(a, path), above = fs_folder(a, folder);
    int fd = open_temporary(a, above, &name);
    if (fd < 0)
        return fail(err, "cannot create a file", above);
    bool ok = write_all(fd, bytes) && fsync(fd) == 0;
    if (!ok)
        fail(err, "cannot write", path);
    if (close(fd) != 0 && ok)
        ok = fail(err, "cannot write", path);
    if (ok && rename(name.p, path.p) != 0)
        ok = fail(err, "cannot write", path);
    if (!ok)
        unlink(name.p);
    return ok && sync_folder(folder, err);
}

/* The content is in the name; a file of that name that has another size was damaged. */
static bool is_there(str path, size_t size)
{
    struct stat status;
    return lstat(path.p, &status) == 0 && S_ISREG(status.st_mode) &&
           (uint64_t)status.st_size == size;
}

bool store_media_put(struct store *store, struct arena *a, str bytes, const char *ending, str *file,
                     struct err *err)
{
    char hex[33];
    hash_hex(hash_of(bytes), hex);
    *file = arena_printf(a, "%.2s/%s.%s", hex, hex, ending);
    if (!media_is_name(*file))
        return err_set(err, ERR_INPUT, "\"%s\" is no ending for an image", ending);
    str path = fs_join(a, store_media_folder(store, a), *file);
    if (is_there(path, bytes.n))
        return true;
    return fs_mkdir_all(fs_folder(a, path).p, err) && write_durably(a, path, bytes, err);
}
