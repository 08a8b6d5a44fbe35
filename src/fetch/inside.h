/* Whether a file found in a source's folder really lies there. */
#ifndef DIGEST_FETCH_INSIDE_H
#define DIGEST_FETCH_INSIDE_H

#include "digest/arena.h"

/*
 * True unless the file at `path`, which was found in `folder` or below, is a symbolic link that leads
 * out of it, or lies behind one. Who may put an article into the folder need not be one who may read, and so
 * publish, everything else that the user of digest can.
 */
bool file_is_inside(str folder, str path);

#endif
