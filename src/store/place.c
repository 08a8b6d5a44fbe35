/* Where a folder is, seen from the store. */
#include "place.h"

#include <limits.h>
#include <stdlib.h>

#include "digest/fs.h"

static str without_slashes(str path)
{
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    return path;
}

str place_resolve(struct arena *a, str path)
{
    path = arena_copy(a, without_slashes(path));
    char *real = path.n < PATH_MAX ? realpath(path.p, NULL) : NULL;
    if (real) {
        str copy = arena_copy(a, str_of(real));
        free(real);
        return copy;
    }
    /* "." and "/" always exist; they come here only when the system will not say. A name over
     * PATH_MAX fails later, when it is used; until then it only has to stay the same. */
    if (path.n >= PATH_MAX || path.n == 0 || str_is(path, ".") || str_is(path, "/"))
        return path;
    str folder = place_resolve(a, fs_folder(a, path));
    str name = fs_name(path);
    if (str_is(name, "."))
        return folder;
    if (str_is(name, ".."))
        return fs_folder(a, folder);
    return fs_join(a, folder, name);
}

str place_relative(struct arena *a, str from, str to)
{
    /* `same` is the length of the folders they share, slash included. */
    size_t same = 0;
    for (size_t i = 0; i <= from.n && i <= to.n; i++) {
        char x = i < from.n ? from.p[i] : '/', y = i < to.n ? to.p[i] : '/';
        if (x != y)
            break;
        if (x == '/')
            same = i + 1;
    }
    str rest = str_slice(from, same, from.n), part;
    str up = STR("");
    while (str_next_part(&rest, '/', &part))
        up = arena_printf(a, "../%.*s", STR_ARGS(up));
    str path = arena_printf(a, "%.*s%.*s", STR_ARGS(up), STR_ARGS(str_slice(to, same, to.n)));
    path = without_slashes(path);
    return path.n ? path : STR(".");
}
