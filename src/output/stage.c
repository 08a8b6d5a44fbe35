/*
 * The stage: the folder in which the next site grows.
 *
 * It is `.NAME.digest-stage/site` beside the output folder NAME: on the same file system, so that
 * links and renames work. Where the folder above cannot be written, or the output is a file system
 * of its own, it is `.digest-stage/site` inside the output, and the commit goes file by file. The
 * folder around it can be entered by its owner only, so that no web server shows what is half done,
 * and holds a note that says whose it is: without the note nothing in it is ever removed.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/fs.h"
#include "run.h"

#define NOTE_NAME "digest-stage.txt"
#define NOTE_TEXT "digest keeps the next version of a site here while it builds, and removes it.\n"

static int holder_of(const struct output *o)
{
    return o->stage.inside ? o->live : o->parent;
}

static str holder_path(const struct output *o)
{
    return o->stage.inside ? o->path : o->parent_path;
}

/* The name of something in the folder around the stage, relative to the holder. */
static str part_of(struct output *o, const char *name)
{
    return fs_join(&o->arena, o->stage.name, str_of(name));
}

void stage_locate(struct output *o, bool inside)
{
    struct arena *a = &o->arena;
    o->stage.inside = inside;
    o->stage.name = inside ? STR(STAGE_SUFFIX) : arena_printf(a, ".%s" STAGE_SUFFIX, o->name.p);
    o->stage.path = fs_join(a, holder_path(o), part_of(o, STAGE_SITE));
}

/* True when the output folder is on another file system than the folder that holds it. */
static bool is_mounted(const struct output *o)
{
    struct stat above, live;
    return o->live >= 0 && fstat(o->parent, &above) == 0 && fstat(o->live, &live) == 0 &&
           above.st_dev != live.st_dev;
}

static bool make_wrapper(struct output *o)
{
    o->stage.made = mkdirat(holder_of(o), o->stage.name.p, 0700) == 0;
    return o->stage.made;
}

static bool find_wrapper(struct output *o, struct err *err)
{
    stage_locate(o, is_mounted(o));
    if (make_wrapper(o))
        return true;
    bool closed = errno == EACCES || errno == EPERM || errno == EROFS;
    if (closed && o->live >= 0 && !o->stage.inside) {
        stage_locate(o, true);
        if (make_wrapper(o))
            return true;
    }
    tree_fail(err, "cannot create the folder", holder_path(o), o->stage.name.p);
    if (errno == EEXIST)
        err_hint(err, "digest needs this name: remove what is there if nothing else does");
    return false;
}

static bool write_note(struct output *o, struct err *err)
{
    str path = part_of(o, NOTE_NAME);
    int fd =
        openat(holder_of(o), path.p, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
    bool ok = fd >= 0 && tree_write_file(fd, STR(NOTE_TEXT));
    if (fd >= 0 && close(fd) != 0)
        ok = false;
    return ok || tree_fail(err, "cannot write", holder_path(o), path.p);
}

static bool open_site(struct output *o, struct err *err)
{
    str path = part_of(o, STAGE_SITE);
    struct stat status;
    o->stage.site = openat(holder_of(o), path.p, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (o->stage.site >= 0 && fstat(o->stage.site, &status) == 0) {
        o->stage.mode = status.st_mode & 07777;
        return true;
    }
    return tree_fail(err, "cannot open the folder", holder_path(o), path.p);
}

static bool make_site(struct output *o, struct err *err)
{
    str path = part_of(o, STAGE_SITE);
    if (mkdirat(holder_of(o), path.p, 0777) != 0 && errno != EEXIST)
        return tree_fail(err, "cannot create the folder", holder_path(o), path.p);
    return open_site(o, err);
}

bool stage_make(struct output *o, struct err *err)
{
    pthread_mutex_lock(&o->lock);
    bool ok = o->stage.site >= 0 ||
              ((o->stage.made || find_wrapper(o, err)) && write_note(o, err) && make_site(o, err));
    pthread_mutex_unlock(&o->lock);
    return ok;
}

bool stage_reopen(struct output *o, struct err *err)
{
    if (open_site(o, err))
        return true;
    if (errno != ENOENT && errno != ENOTDIR)
        return false;
    *err = (struct err){0};
    return true;
}

/* The note goes last: whoever is interrupted before that can go on removing the next time. */
bool stage_remove(struct output *o, struct err *err)
{
    if (o->stage.site >= 0)
        close(o->stage.site);
    o->stage.site = -1;
    o->stage.made = false;
    int holder = holder_of(o);
    if (holder < 0)
        return true;
    str note = part_of(o, NOTE_NAME);
    if (faccessat(holder, note.p, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
        if (!fs_remove_all(o->stage.path.p, err))
            return false;
        if (unlinkat(holder, note.p, 0) != 0 && errno != ENOENT)
            return tree_fail(err, "cannot remove", holder_path(o), note.p);
    } else if (errno != ENOENT && errno != ENOTDIR && errno != EACCES) {
        return tree_fail(err, "cannot look at", holder_path(o), note.p);
    }
    /* Without a note it is a folder made in the very last moment of a run, and empty, or it is
     * someone else's: then it stays, and is in the way should a stage be needed. */
    if (unlinkat(holder, o->stage.name.p, AT_REMOVEDIR) == 0 || errno == ENOENT ||
        errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR)
        return true;
    return tree_fail(err, "cannot remove", holder_path(o), o->stage.name.p);
}

bool stage_remove_leftovers(struct output *o, struct err *err)
{
    stage_locate(o, true);
    if (!stage_remove(o, err))
        return false;
    stage_locate(o, false);
    return stage_remove(o, err);
}
