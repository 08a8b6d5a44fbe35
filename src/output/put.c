/* Putting one file: its path checked, its bytes compared with the disk, or staged. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/fs.h"
#include "digest/limits.h"
#include "run.h"

static bool segment_is_safe(str segment)
{
    return segment.n > 0 && segment.n <= NAME_MAX && !str_is(segment, ".") &&
           !str_is(segment, "..") && str_find_char(segment, '\0', 0) == SIZE_MAX;
}

/* Paths are made of slugs and fixed names; this is the last look before they meet the disk. */
static bool path_is_safe(str path)
{
    if (path.n == 0 || path.n >= PATH_MAX || path.p[path.n - 1] == '/')
        return false;
    str rest = path, segment;
    for (size_t depth = 0; str_next_part(&rest, '/', &segment); depth++)
        if (!segment_is_safe(segment) || depth == MAX_DEPTH ||
            (depth == 0 && str_is(segment, STAGE_SUFFIX)))
            return false;
    return true;
}

/* The entry of path, which must not have been put before. */
static struct entry *claim(struct output *o, str path, struct err *err)
{
    pthread_mutex_lock(&o->lock);
    struct entry *e = map_get(&o->table, path);
    if (!e)
        e = entry_at(o, arena_copy(&o->arena, path));
    bool twice = e->put;
    e->put = true;
    pthread_mutex_unlock(&o->lock);
    if (!twice)
        return e;
    err_set(err, ERR_INPUT, "two files of the site want the path %.*s", STR_ARGS(path));
    return NULL;
}

enum found { FOUND_NOTHING, FOUND_SAME, FOUND_OTHER };

/*
 * Looks at what is on disk. A file that cannot be read, or is a link, is not the same; staging it
 * anew mends it. A folder that held pages of ours makes room; whether something else is in it is
 * seen at the commit. O_NONBLOCK: a FIFO must not hold us up.
 */
static enum found look(const struct output *o, const struct entry *e, str bytes)
{
    if (o->live < 0)
        return FOUND_NOTHING;
    int fd = tree_open(o->live, e->path.p, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? FOUND_NOTHING : FOUND_OTHER;
    struct stat status;
    enum found found = FOUND_OTHER;
    if (fstat(fd, &status) != 0)
        status = (struct stat){0};
    if (S_ISDIR(status.st_mode) && entries_own_folder(o, e->path))
        found = FOUND_NOTHING;
    else if (S_ISREG(status.st_mode) && (uint64_t)status.st_size == bytes.n &&
             tree_same_bytes(fd, bytes))
        found = FOUND_SAME;
    close(fd);
    return found;
}

static int create_staged(const struct output *o, const char *path)
{
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    int fd = openat(o->stage.fresh, path, flags, 0666);
    if (fd >= 0 || errno != ENOENT || !tree_make_folders(o->stage.fresh, path))
        return fd;
    return openat(o->stage.fresh, path, flags, 0666);
}

static bool write_staged(struct output *o, const struct entry *e, str bytes, struct err *err)
{
    if (!stage_make(o, err))
        return false;
    int fd = create_staged(o, e->path.p);
    bool ok = fd >= 0 && tree_write_file(fd, bytes);
    int number = errno;
    /* Some file systems report a full disk only here. */
    if (fd >= 0 && close(fd) != 0 && ok) {
        ok = false;
        number = errno;
    }
    errno = number;
    return ok || tree_fail(err, "cannot write", o->path, e->path.p);
}

static bool put(struct output *o, str path, str bytes, struct err *err)
{
    if (!path_is_safe(path))
        return err_set(err, ERR_INPUT, "not a safe path for a file of the site: \"%.*s\"",
                       STR_ARGS(path));
    struct entry *e = claim(o, path, err);
    if (!e)
        return false;
    struct hash hash = hash_of(bytes);
    e->recorded = e->known && hash_eq(e->hash, hash) && e->size == bytes.n;
    e->hash = hash;
    e->size = bytes.n;
    /* In a full build only what might be foreign need be looked at. */
    enum found found = o->full && e->known ? FOUND_OTHER : look(o, e, bytes);
    e->present = found != FOUND_NOTHING;
    if (found == FOUND_OTHER && !e->known)
        return tree_in_the_way(err, o->path, e->path.p);
    e->state = found == FOUND_SAME && !o->full ? ENTRY_KEPT : ENTRY_STAGED;
    return e->state == ENTRY_KEPT || write_staged(o, e, bytes, err);
}

bool output_put(struct output *output, str path, str bytes, struct err *err)
{
    if (put(output, path, bytes, err))
        return true;
    pthread_mutex_lock(&output->lock);
    output->failed = true;
    pthread_mutex_unlock(&output->lock);
    return false;
}

bool output_put_file(struct output *output, str path, const char *from, struct err *err)
{
    struct buf bytes = buf_init(LIMIT_IMAGE_FILE);
    bool ok = fs_read(&bytes, from, err) && output_put(output, path, buf_str(&bytes), err);
    buf_release(&bytes);
    return ok;
}

void output_keep(struct output *output, str path)
{
    struct entry *e = map_get(&output->table, path);
    struct stat status;
    if (!e || e->put || output->live < 0)
        return;
    int fd = tree_open(output->live, e->path.p, O_PATH);
    if (fd < 0)
        return;
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
        e->put = e->present = e->recorded = true;
        e->state = ENTRY_KEPT;
    }
    close(fd);
}
