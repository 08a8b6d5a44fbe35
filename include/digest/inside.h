/* Where a file found in a source's folder is, as seen from that folder. */
#ifndef DIGEST_INSIDE_H
#define DIGEST_INSIDE_H

#include "digest/arena.h"

/*
 * True unless the file at `path`, which was found in `folder` or below, is a symbolic link that leads
 * out of it, or lies behind one. Who may put an article into the folder need not be one who may
 * read, and so publish, everything else that the user of digest can.
 */
bool file_is_inside(str folder, str path);

/* The part of `path`, which was found in `folder` or below, behind the folder. */
str path_in_folder(str folder, str path);

/* Where the existing folder `inner` is below `folder`, links resolved; "." when it is that folder or
 * holds it, "" when it is elsewhere. In the arena. */
str folder_in_folder(struct arena *a, str folder, str inner);

/* True when the relative path lies in the folder `inner` of folder_in_folder. */
bool path_is_in(str path, str inner);

#endif
