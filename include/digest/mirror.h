/*
 * Images of other sites that this site has copies of: the contract between the command line, which
 * fetches them, and rendering, which shows them.
 */
#ifndef DIGEST_MIRROR_H
#define DIGEST_MIRROR_H

#include <stdatomic.h>

#include "digest/map.h"

/* Sizes that one image is offered in, at most. */
#define MIRRORED_FILES 4

struct mirrored_file {
    str file;      /* path to read; NUL-terminated */
    str site_path; /* "media/mirror/ab/abcdef….jpg": where the site has it, by its content */
    uint32_t width, height; /* pixels; 0 when unknown */
};

/* One image. */
struct mirrored {
    struct mirrored_file
        files[MIRRORED_FILES]; /* the smallest first; the last is the one for src */
    size_t count;              /* 0: the image is gone, and a placeholder stands in its place */
    atomic_bool used;          /* a page shows it, so its files must be copied */
};

/* The images of all sources whose policy it is. One that is not here is shown from where it is. */
struct mirror {
    struct map by_url; /* as articles name it, references decoded → struct mirrored */
    struct mirrored *items;
    size_t count;
};

#endif
