/*
 * The commit for file systems that cannot exchange two folders, and for outputs that are mounted:
 * staged files are moved over the old ones one by one, under a journal (the pending commit). Each
 * step may have been done already, so after an interruption all of it is simply done again. A reader
 * may meet old and new pages side by side for as long as that takes.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run.h"

/* True when `path` lies below `folder`. */
static bool is_below(str path, str folder)
{
    return path.n > folder.n && path.p[folder.n] == '/' && str_starts(path, folder);
}

static int compare_put(const void *key, const void *item)
{
    const struct manifest_file *file = item;
    return str_compare(*(const str *)key, file->path);
}

static bool is_put(const struct pending *pending, str path)
{
    return pending->put_count &&
           bsearch(&path, pending->puts, pending->put_count, sizeof *pending->puts, compare_put);
}

/* The first put that does not sort before path. */
static size_t first_put_from(const struct pending *pending, str path)
{
    size_t low = 0, high = pending->put_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(pending->puts[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* True when a path that goes must be a folder next, or was in a folder that must be a file. */
static bool is_in_the_way(struct arena *a, const struct pending *pending, str path)
{
    str inside = arena_printf(a, "%.*s/", STR_ARGS(path));
    size_t at = first_put_from(pending, inside);
    if (at < pending->put_count && is_below(pending->puts[at].path, path))
        return true;
    for (size_t i = 1; i < path.n; i++)
        if (path.p[i] == '/' && is_put(pending, str_slice(path, 0, i)))
            return true;
    return false;
}

/* -- Removing --------------------------------------------------------------------------------- */

/* Removes the folders above path that are empty now. They held a file of ours. */
static bool remove_empty_above(const struct output *o, str path, struct err *err)
{
    char name[PATH_MAX];
    memcpy(name, path.p, path.n);
    name[path.n] = '\0';
    char *slash;
    while ((slash = strrchr(name, '/'))) {
        *slash = '\0';
        int folder = tree_open_folder_of(o->live, name);
        const char *last = strrchr(name, '/');
        int failed = folder < 0 ? -1 : unlinkat(folder, last ? last + 1 : name, AT_REMOVEDIR);
        int number = errno;
        if (folder >= 0)
            close(folder);
        errno = number;
        if (failed && (errno == ENOTEMPTY || errno == ENOTDIR || errno == ELOOP))
            return true;
        if (failed && errno != ENOENT)
            return tree_fail(err, "cannot remove the empty folder", o->path, name);
    }
    return true;
}

static bool remove_one(const struct output *o, str path, struct err *err)
{
    int folder = tree_open_folder_of(o->live, path.p);
    if (folder < 0 && (errno == ENOTDIR || errno == ELOOP))
        return true; /* someone else's by now */
    if (folder >= 0) {
        const char *slash = strrchr(path.p, '/');
        int failed = unlinkat(folder, slash ? slash + 1 : path.p, 0);
        int number = errno;
        close(folder);
        errno = number;
        if (failed && errno == EISDIR)
            return true; /* likewise */
        if (failed && errno != ENOENT)
            return tree_fail(err, "cannot remove", o->path, path.p);
    } else if (errno != ENOENT) {
        return tree_fail(err, "cannot remove", o->path, path.p);
    }
    return remove_empty_above(o, path, err);
}

/* -- Putting ---------------------------------------------------------------------------------- */

static bool put_one(const struct output *o, int from, struct tree_target *target, str path,
                    struct err *err)
{
    /* Not staged: it was moved before an interruption, or its bytes were right already. */
    if (faccessat(from, path.p, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT || tree_fail(err, "cannot find in the stage", o->path, path.p);
    const char *name;
    if (tree_enter(o->live, target, path, &name) && renameat(from, path.p, target->fd, name) == 0)
        return true;
    if (errno == EISDIR || errno == ENOTDIR || errno == ELOOP)
        return tree_in_the_way(err, o->path, path.p);
    return tree_fail(err, "cannot put in place", o->path, path.p);
}

static bool put_all(const struct output *o, const struct pending *pending, int from,
                    struct err *err)
{
    struct tree_target target = {.fd = -1};
    bool ok = true;
    for (size_t i = 0; ok && i < pending->put_count; i++)
        ok = put_one(o, from, &target, pending->puts[i].path, err);
    if (target.fd >= 0)
        close(target.fd);
    return ok;
}

/* Old pages go last, so that no link leads nowhere meanwhile; but a file that must become a folder
 * goes first, and the other way round. */
bool in_place_apply(struct output *o, const struct pending *pending, int from, struct err *err)
{
    struct arena a = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < pending->remove_count; i++)
        if (is_in_the_way(&a, pending, pending->removes[i]))
            ok = remove_one(o, pending->removes[i], err);
    arena_release(&a);
    if (ok && from >= 0)
        ok = put_all(o, pending, from, err);
    for (size_t i = 0; ok && i < pending->remove_count; i++)
        if (!is_put(pending, pending->removes[i]))
            ok = remove_one(o, pending->removes[i], err);
    return ok;
}
