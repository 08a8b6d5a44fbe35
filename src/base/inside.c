/* Paths of a source's files: see inside.h. */
#include "digest/inside.h"

#include <stdlib.h>
#include <sys/stat.h>

/* True when a part of path below `folder` is a link. */
static bool has_link(struct arena *a, str folder, str path)
{
    struct stat status;
    for (size_t end = folder.n; end < path.n;) {
        size_t next = str_find_char(path, '/', end + 1);
        end = next < path.n ? next : path.n;
        if (lstat(arena_copy(a, str_slice(path, 0, end)).p, &status) != 0 ||
            S_ISLNK(status.st_mode))
            return true;
    }
    return false;
}

/* True when path is folder or below it. */
static bool contains(const char *folder, const char *path)
{
    size_t n = strlen(folder);
    return strcmp(folder, "/") == 0 ||
           (strncmp(folder, path, n) == 0 && (path[n] == '/' || path[n] == '\0'));
}

bool file_is_inside(str folder, str path)
{
    struct arena a = {0};
    bool inside = !has_link(&a, str_starts(path, folder) ? folder : (str){0}, path);
    if (!inside) {
        char *real_folder = realpath(arena_copy(&a, folder).p, NULL);
        char *real_path = realpath(path.p, NULL);
        inside = real_folder && real_path && contains(real_folder, real_path);
        free(real_folder);
        free(real_path);
    }
    arena_release(&a);
    return inside;
}

str path_in_folder(str folder, str path)
{
    if (!str_starts(path, folder) || path.n == folder.n)
        return path;
    path = str_slice(path, folder.n, path.n);
    while (path.n > 1 && path.p[0] == '/')
        path = str_slice(path, 1, path.n);
    return path;
}

str folder_in_folder(struct arena *a, str folder, str inner)
{
    str found = {0};
    char *real_folder = realpath(arena_copy(a, folder).p, NULL);
    char *real_inner = realpath(arena_copy(a, inner).p, NULL);
    if (real_folder && real_inner && contains(real_inner, real_folder))
        found = STR(".");
    else if (real_folder && real_inner && contains(real_folder, real_inner))
        found = arena_copy(a, path_in_folder(str_of(real_folder), str_of(real_inner)));
    free(real_folder);
    free(real_inner);
    return found;
}

bool path_is_in(str path, str inner)
{
    if (str_is(inner, "."))
        return true;
    return inner.n && path.n > inner.n && path.p[inner.n] == '/' && str_starts(path, inner);
}
