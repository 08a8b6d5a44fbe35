/* The theme of a site: the embedded one, file by file overridden by the site's own folder. */
#ifndef DIGEST_CLI_THEME_FILES_H
#define DIGEST_CLI_THEME_FILES_H

#include "digest/render.h"

struct theme_files {
    struct theme_file *items; /* by name, byte-wise; names unique */
    size_t count;
};

/*
 * Collects the files of the theme into the arena. `folder` holds the site's own files, at most
 * LIMIT_TEMPLATE bytes each (LIMIT_IMAGE_FILE for those below assets/); it need not exist. A
 * README.md in it is left out. False: a file cannot be read, or is too large.
 */
bool theme_files_load(struct theme_files *out, struct arena *a, const char *folder,
                      struct err *err);

#endif
