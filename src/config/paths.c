/* Resolving and comparing paths. */
#include "paths.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "digest/fs.h"

str path_resolve(struct arena *a, str folder, str path)
{
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    while (path.n > 2 && str_starts(path, STR("./"))) {
        path = str_slice(path, 2, path.n);
        while (path.n > 1 && path.p[0] == '/')
            path = str_slice(path, 1, path.n);
    }
    return fs_join(a, folder, path);
}

/* realpath into the arena; false when the path cannot be resolved. */
static bool real_path(struct arena *a, str path, str *out)
{
    char resolved[PATH_MAX];
    if (path.n >= PATH_MAX || !realpath(path.p, resolved))
        return false;
    *out = arena_copy(a, str_of(resolved));
    return true;
}

/* Appends what is left of a path behind its existing part, "." and ".." taken out. */
static str append_rest(struct arena *a, str path, str rest)
{
    str segment;
    while (str_next_part(&rest, '/', &segment)) {
        if (segment.n == 0 || str_is(segment, "."))
            continue;
        if (str_is(segment, ".."))
            path = fs_folder(a, path);
        else
            path = arena_printf(a, "%s%.*s/%.*s", "", STR_ARGS(path.n == 1 ? (str){0} : path),
                                STR_ARGS(segment));
    }
    return path;
}

str path_canonical(struct arena *a, str path)
{
    char here[PATH_MAX];
    str found;
    if ((path.n == 0 || path.p[0] != '/') && getcwd(here, sizeof here))
        path = fs_join(a, str_of(here), path.n ? path : STR("."));
    /* The longest beginning that exists; "/" does. */
    for (size_t end = path.n; end > 0; end--) {
        if (end < path.n && path.p[end] != '/')
            continue;
        if (real_path(a, arena_copy(a, str_slice(path, 0, end)), &found))
            return append_rest(a, found, str_slice(path, end, path.n));
    }
    return append_rest(a, STR("/"), path);
}

bool path_contains(str outer, str inner)
{
    if (!str_starts(inner, outer))
        return false;
    return inner.n == outer.n || str_is(outer, "/") || inner.p[outer.n] == '/';
}
