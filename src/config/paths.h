/* Paths as written and as they are. */
#ifndef DIGEST_CONFIG_PATHS_H
#define DIGEST_CONFIG_PATHS_H

#include "digest/arena.h"

/* The path that is meant by `path` in `folder` ("" is the working directory), tidied: no "./" at
 * its beginning, no slash at its end. In the arena, NUL-terminated. */
str path_resolve(struct arena *a, str folder, str path);

/* The absolute path, links resolved as far as it exists; what does not exist yet is appended with
 * "." and ".." taken out. For comparing, not for opening. In the arena. */
str path_canonical(struct arena *a, str path);

/* True when the canonical path `inner` is `outer` or below it. */
bool path_contains(str outer, str inner);

#endif
