/* Finding files: folders, patterns, and the parts of paths. */
#include "digest/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "digest/limits.h"

/* A list being filled. */
struct listing {
    struct arena *a;
    struct fs_list *out;
    size_t cap;
    bool deep;
};

static bool fail(struct err *err, str path)
{
    err_errno(err, "cannot read the folder");
    return err_at(err, path, 0, 0);
}

static void add_file(struct listing *list, str path, const struct stat *status)
{
    struct fs_list *out = list->out;
    out->items = arena_grow(list->a, out->items, out->count, &list->cap, sizeof *out->items);
    out->items[out->count++] = (struct fs_entry){
        .path = path,
        .size = (uint64_t)status->st_size,
        .mtime = status->st_mtime,
    };
}

static bool is_left_out(const char *name)
{
    return name[0] == '.' || str_ends(str_of(name), STR("~"));
}

static bool list_folder(struct listing *list, str folder, int depth, struct err *err);

/* Adds the file `name`, or goes into that folder. What vanished since it was listed, and dangling
 * links, are left out. */
static bool list_entry(struct listing *list, str path, int depth, struct err *err)
{
    struct stat status;
    if (lstat(path.p, &status) != 0)
        return true;
    if (S_ISDIR(status.st_mode))
        return !list->deep || list_folder(list, path, depth + 1, err);
    if (S_ISLNK(status.st_mode) && stat(path.p, &status) != 0)
        return true;
    if (S_ISREG(status.st_mode))
        add_file(list, path, &status);
    return true;
}

static bool list_folder(struct listing *list, str folder, int depth, struct err *err)
{
    if (depth > LIMIT_FOLDER_DEPTH) {
        err_set(err, ERR_LIMIT, "folders more than %d levels deep", LIMIT_FOLDER_DEPTH);
        return err_at(err, folder, 0, 0);
    }
    DIR *open_folder = opendir(folder.p);
    if (!open_folder)
        return fail(err, folder);
    bool ok = true;
    while (ok) {
        errno = 0;
        const struct dirent *entry = readdir(open_folder);
        if (!entry) {
            ok = errno == 0 || fail(err, folder);
            break;
        }
        if (!is_left_out(entry->d_name))
            ok = list_entry(list, fs_join(list->a, folder, str_of(entry->d_name)), depth, err);
    }
    closedir(open_folder);
    return ok;
}

static int compare_entries(const void *a, const void *b)
{
    const struct fs_entry *x = a, *y = b;
    return str_compare(x->path, y->path);
}

static void sort_entries(struct fs_list *list)
{
    if (list->count > 1)
        qsort(list->items, list->count, sizeof *list->items, compare_entries);
}

bool fs_list(struct fs_list *out, struct arena *a, const char *path, bool deep, struct err *err)
{
    *out = (struct fs_list){0};
    struct listing list = {.a = a, .out = out, .deep = deep};
    if (!list_folder(&list, str_of(path), 0, err))
        return false;
    sort_entries(out);
    return true;
}

/* Tells glob to stop at folders that cannot be read; absent ones only match nothing. */
static int stop_at_unreadable(const char *path, int number)
{
    (void)path;
    errno = number;
    return number != ENOENT && number != ENOTDIR;
}

bool fs_glob(struct fs_list *out, struct arena *a, const char *pattern, struct err *err)
{
    *out = (struct fs_list){0};
    struct listing list = {.a = a, .out = out};
    glob_t found = {0};
    int status = glob(pattern, GLOB_NOSORT, stop_at_unreadable, &found);
    if (status == GLOB_NOSPACE || status == GLOB_ABORTED) {
        if (status == GLOB_NOSPACE)
            errno = ENOMEM;
        err_errno(err, "cannot read a folder that the pattern leads to");
        globfree(&found);
        return err_at(err, str_of(pattern), 0, 0);
    }
    for (size_t i = 0; status == 0 && i < found.gl_pathc; i++) {
        struct stat file;
        str path = str_of(found.gl_pathv[i]);
        if (!str_ends(path, STR("~")) && stat(path.p, &file) == 0 && S_ISREG(file.st_mode))
            add_file(&list, arena_copy(a, path), &file);
    }
    globfree(&found);
    sort_entries(out);
    return true;
}

bool fs_is_pattern(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '*' || s.p[i] == '?' || s.p[i] == '[')
            return true;
    return false;
}

str fs_join(struct arena *a, str folder, str path)
{
    if (folder.n == 0 || str_starts(path, STR("/")))
        return arena_copy(a, path);
    const char *between = str_ends(folder, STR("/")) ? "" : "/";
    return arena_printf(a, "%.*s%s%.*s", STR_ARGS(folder), between, STR_ARGS(path));
}

/* The offset behind the last slash, 0 when there is none. */
static size_t name_at(str path)
{
    size_t at = path.n;
    while (at > 0 && path.p[at - 1] != '/')
        at--;
    return at;
}

str fs_folder(struct arena *a, str path)
{
    size_t end = name_at(path);
    if (end == 0)
        return arena_copy(a, STR("."));
    while (end > 1 && path.p[end - 1] == '/')
        end--;
    return arena_copy(a, str_slice(path, 0, end));
}

str fs_name(str path)
{
    return str_slice(path, name_at(path), path.n);
}
