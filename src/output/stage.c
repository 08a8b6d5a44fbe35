/*
 * The stage: the folder in which the next site grows.
 *
 * It is `.NAME.digest-stage` beside the output folder NAME: on the same file system, so that links
 * and renames work. Where the folder above cannot be written, or the output is a file system of its
 * own, it is `.digest-stage` inside the output, and the commit goes file by file. It can be entered
 * by its owner only, so that no web server shows what is half done, and holds a note that says
 * whose it is: without the note nothing in it is ever removed.
 *
 * In a large site the old tree stays there after the exchange, as the spare site. The next commit
 * only brings it up to date, instead of making thousands of folders and removing as many: where
 * freed blocks are discarded at once, that took over a millisecond for each.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/fs.h"
#include "run.h"

#define NOTE_NAME "digest-stage.txt"
#define NOTE_TEXT                                                                                  \
    "Here digest builds the next version of a site before it takes the place of the present "      \
    "one.\n"                                                                                       \
    "It may be deleted whenever digest is not at work.\n"

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
    o->stage.path = fs_join(a, holder_path(o), o->stage.name);
}

/* True when the output folder is on another file system than the folder that holds it. */
static bool is_mounted(const struct output *o)
{
    struct stat above, live;
    return o->live >= 0 && fstat(o->parent, &above) == 0 && fstat(o->live, &live) == 0 &&
           above.st_dev != live.st_dev;
}

static bool has_note(struct output *o)
{
    return faccessat(holder_of(o), part_of(o, NOTE_NAME).p, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* True when the folder is there and ours. Else errno says why. */
static bool take_folder(struct output *o)
{
    o->stage.made = mkdirat(holder_of(o), o->stage.name.p, 0700) == 0;
    if (!o->stage.made && errno == EEXIST) {
        o->stage.made = has_note(o);
        errno = EEXIST;
    }
    return o->stage.made;
}

static bool find_folder(struct output *o, struct err *err)
{
    stage_locate(o, is_mounted(o));
    if (take_folder(o))
        return true;
    bool closed = errno == EACCES || errno == EPERM || errno == EROFS;
    if (closed && o->live >= 0 && !o->stage.inside) {
        stage_locate(o, true);
        if (take_folder(o))
            return true;
    }
    tree_fail(err, "cannot create the folder", holder_path(o), o->stage.name.p);
    if (errno == EEXIST)
        err_hint(err, "digest needs this name: remove what is there if nothing else does");
    return false;
}

static bool write_note(struct output *o, struct err *err)
{
    if (has_note(o))
        return true;
    str path = part_of(o, NOTE_NAME);
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    int fd = openat(holder_of(o), path.p, flags, 0666);
    bool ok = fd >= 0 && tree_write_file(fd, STR(NOTE_TEXT));
    if (fd >= 0 && close(fd) != 0)
        ok = false;
    return ok || tree_fail(err, "cannot write", holder_path(o), path.p);
}

/* Opens a folder of the stage. *fd is -1, without an error, when it is absent. */
static bool open_part(struct output *o, const char *name, int *fd, struct err *err)
{
    str path = part_of(o, name);
    *fd = openat(holder_of(o), path.p, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return *fd >= 0 || errno == ENOENT || errno == ENOTDIR ||
           tree_fail(err, "cannot open the folder", holder_path(o), path.p);
}

static bool make_part(struct output *o, const char *name, int *fd, struct err *err)
{
    str path = part_of(o, name);
    if (mkdirat(holder_of(o), path.p, 0777) != 0 && errno != EEXIST)
        return tree_fail(err, "cannot create the folder", holder_path(o), path.p);
    if (!open_part(o, name, fd, err))
        return false;
    return *fd >= 0 || tree_fail(err, "cannot open the folder", holder_path(o), path.p);
}

static bool make_stage(struct output *o, struct err *err)
{
    struct stat status;
    if ((!o->stage.made && !find_folder(o, err)) || !write_note(o, err) ||
        !make_part(o, STAGE_NEW, &o->stage.fresh, err))
        return false;
    if (fstat(o->stage.fresh, &status) != 0)
        return tree_fail(err, "cannot look at", o->stage.path, STAGE_NEW);
    o->stage.mode = status.st_mode & 07777;
    return true;
}

bool stage_make(struct output *o, struct err *err)
{
    pthread_mutex_lock(&o->lock);
    bool ok = o->stage.fresh >= 0 || make_stage(o, err);
    pthread_mutex_unlock(&o->lock);
    return ok;
}

bool stage_make_site(struct output *o, struct err *err)
{
    return make_part(o, STAGE_SITE, &o->stage.site, err);
}

bool stage_reopen(struct output *o, struct err *err)
{
    return open_part(o, STAGE_NEW, &o->stage.fresh, err) &&
           open_part(o, STAGE_SITE, &o->stage.site, err);
}

static void close_parts(struct output *o)
{
    if (o->stage.fresh >= 0)
        close(o->stage.fresh);
    if (o->stage.site >= 0)
        close(o->stage.site);
    o->stage.fresh = o->stage.site = -1;
    o->stage.made = false;
}

static bool remove_part(struct output *o, const char *name, struct err *err)
{
    return tree_remove_all(fs_join(&o->arena, o->stage.path, str_of(name)).p, err);
}

/* Whether the spare site is of use to the next run. *err only when that cannot be found out. */
static bool keeps_spare(struct output *o, bool *keeps, struct err *err)
{
    str path = part_of(o, STAGE_SITE);
    *keeps = false;
    if (o->stage.inside || o->files < output_spare_from)
        return true;
    *keeps = faccessat(holder_of(o), path.p, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    return *keeps || errno == ENOENT || tree_fail(err, "cannot look at", holder_path(o), path.p);
}

/* The note goes last: whoever is interrupted before that can go on removing the next time. */
static bool remove_parts(struct output *o, bool *keeps, struct err *err)
{
    str note = part_of(o, NOTE_NAME);
    if (!remove_part(o, STAGE_NEW, err) || !keeps_spare(o, keeps, err))
        return false;
    if (*keeps)
        return true;
    return remove_part(o, STAGE_SITE, err) &&
           (unlinkat(holder_of(o), note.p, 0) == 0 || errno == ENOENT ||
            tree_fail(err, "cannot remove", holder_path(o), note.p));
}

bool stage_tidy(struct output *o, struct err *err)
{
    bool keeps = false;
    close_parts(o);
    if (holder_of(o) < 0)
        return true;
    if (has_note(o)) {
        if (!remove_parts(o, &keeps, err))
            return false;
    } else if (errno != ENOENT && errno != ENOTDIR && errno != EACCES) {
        return tree_fail(err, "cannot look at", holder_path(o), o->stage.name.p);
    }
    /* Without a note it is a folder made in the very last moment of a run, and empty, or it is
     * someone else's: then it stays, and is in the way should a stage be needed. */
    if (keeps || unlinkat(holder_of(o), o->stage.name.p, AT_REMOVEDIR) == 0 || errno == ENOENT ||
        errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR)
        return true;
    return tree_fail(err, "cannot remove", holder_path(o), o->stage.name.p);
}

bool stage_tidy_all(struct output *o, struct err *err)
{
    stage_locate(o, true);
    if (!stage_tidy(o, err))
        return false;
    stage_locate(o, false);
    return stage_tidy(o, err);
}
