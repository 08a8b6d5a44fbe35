/* The output folder: which one it is, and whether digest may write there. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/fs.h"
#include "run.h"

static bool fail_at(struct err *err, const char *what, str path)
{
    return tree_fail(err, what, path, "");
}

static str without_slashes(str path)
{
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    return path;
}

/* The path with all links resolved, in the arena. False: errno says why. */
static bool real_path(struct arena *a, const char *path, str *out)
{
    char *real = realpath(path, NULL);
    if (!real)
        return false;
    *out = arena_copy(a, str_of(real));
    free(real);
    return true;
}

/* Finds where an output folder that does not exist will be. */
static bool find_absent(struct output *o, str path, struct err *err)
{
    struct stat status;
    if (lstat(path.p, &status) == 0) {
        err_set(err, ERR_INPUT, "the output is a symbolic link to a folder that does not exist");
        err_hint(err, "create that folder, or remove the link");
        return err_at(err, path, 0, 0);
    }
    str name = fs_name(path);
    str folder = fs_folder(&o->arena, path);
    if (!fs_mkdir_all(folder.p, err))
        return false;
    str real;
    if (!real_path(&o->arena, folder.p, &real))
        return fail_at(err, "cannot find the folder", folder);
    /* "x/.." is there as soon as x is. */
    if (str_is(name, ".") || str_is(name, ".."))
        return real_path(&o->arena, path.p, &o->path) ||
               fail_at(err, "cannot find the folder", path);
    o->path = fs_join(&o->arena, real, name);
    return true;
}

/* True when folder is path or contains it. Both absolute and resolved. */
static bool contains(str folder, str path)
{
    if (str_is(folder, "/") || str_eq(folder, path))
        return true;
    return str_starts(path, folder) && path.p[folder.n] == '/';
}

/*
 * Every file below the output folder passes through our hands at a commit. In a folder that someone
 * lives in that would be a mistake, whatever the manifest says.
 */
static bool refuse_dangerous(struct output *o, const char *keep_out, struct err *err)
{
    const char *home = getenv("HOME");
    const char *reason = NULL;
    str kept = {0};
    if (str_is(o->path, "/"))
        reason = "the output folder must not be the root folder";
    else if (home && real_path(&o->arena, home, &kept) && contains(o->path, kept))
        reason = "the output folder must not be the home folder or contain it";
    else if (keep_out && real_path(&o->arena, keep_out, &kept) && contains(o->path, kept))
        reason = "the output folder must not contain the site's configuration";
    if (!reason)
        return true;
    err_set(err, ERR_INPUT, "%s", reason);
    err_hint(err, "choose a folder of its own, such as \"public\", with --output");
    return err_at(err, o->path, 0, 0);
}

bool target_reopen(struct output *o, struct err *err)
{
    if (o->live >= 0)
        close(o->live);
    o->live = openat(o->parent, o->name.p, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (o->live >= 0 || errno == ENOENT)
        return true;
    if (errno != ENOTDIR)
        return fail_at(err, "cannot open the output folder", o->path);
    err_set(err, ERR_INPUT, "the output must be a folder, but a file is in its place");
    err_hint(err, "remove it, or choose another with --output");
    return err_at(err, o->path, 0, 0);
}

bool target_find(struct output *o, const char *path, const char *keep_out, struct err *err)
{
    str given = arena_copy(&o->arena, without_slashes(str_of(path)));
    if (!real_path(&o->arena, given.p, &o->path)) {
        if (errno != ENOENT)
            return fail_at(err, "cannot open the output folder", given);
        if (!find_absent(o, given, err))
            return false;
    }
    if (!refuse_dangerous(o, keep_out, err))
        return false;
    o->parent_path = fs_folder(&o->arena, o->path);
    o->name = fs_name(o->path);
    o->parent = open(o->parent_path.p, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (o->parent < 0)
        return fail_at(err, "cannot open the folder", o->parent_path);
    return target_reopen(o, err);
}

/* Looks for an entry of the output folder. A file system of its own comes with a lost+found, and a
 * first build that was killed leaves a stage; those count only when `all` do. */
static bool find_entry(const struct output *o, bool all, bool *found, struct err *err)
{
    int fd = openat(o->live, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
    if (!folder) {
        fail_at(err, "cannot read the output folder", o->path);
        if (fd >= 0)
            close(fd);
        return false;
    }
    const struct dirent *entry;
    do
        entry = tree_next(folder);
    while (entry && !all &&
           (strcmp(entry->d_name, "lost+found") == 0 || strcmp(entry->d_name, STAGE_SUFFIX) == 0));
    *found = entry;
    bool ok = entry || errno == 0 || fail_at(err, "cannot read the output folder", o->path);
    closedir(folder);
    return ok;
}

bool target_is_empty(const struct output *o, bool *empty, struct err *err)
{
    bool found = false;
    bool ok = o->live < 0 || find_entry(o, true, &found, err);
    *empty = !found;
    return ok;
}

bool target_require_unused(const struct output *o, struct err *err)
{
    bool found = false;
    if (o->live >= 0 && !find_entry(o, false, &found, err))
        return false;
    if (!found)
        return true;
    err_set(err, ERR_INPUT, "the output folder is not empty, and digest did not write it");
    err_hint(err, "empty it, or choose another with --output");
    return err_at(err, o->path, 0, 0);
}
