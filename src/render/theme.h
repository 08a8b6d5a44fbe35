/* A compiled theme: templates, words and assets. */
#ifndef DIGEST_RENDER_THEME_H
#define DIGEST_RENDER_THEME_H

#include "words.h"

/* A file that pages link to: a stylesheet, an icon, a font. */
struct asset {
    str name;  /* "style.css" */
    str field; /* its name in templates: "style_css"; NUL-terminated */
    str path;  /* "assets/style-1a2b3c4d.css": changes with the bytes, so may be cached for ever */
    str bytes;
};

struct assets {
    struct asset *items; /* by name */
    size_t count;
};

struct theme {
    struct template_set *set;
    struct words words;
    struct assets assets;
};

/*
 * Takes the files below assets/. A stylesheet's url(…) that names another asset is changed to that
 * one's path. In the arena; bytes of other files are borrowed.
 */
void assets_load(struct assets *out, struct arena *a, const struct theme_file *files, size_t count);

#endif
