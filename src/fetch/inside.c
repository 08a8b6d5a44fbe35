/* Links among a source's files: see inside.h. */
#include "inside.h"

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

static bool contains(const char *folder, const char *path)
{
    size_t n = strlen(folder);
    return strcmp(folder, "/") == 0 || (strncmp(folder, path, n) == 0 && path[n] == '/');
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
