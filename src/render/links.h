/* Addresses inside the site, as a page at a given place writes them. */
#ifndef DIGEST_RENDER_LINKS_H
#define DIGEST_RENDER_LINKS_H

#include "digest/article.h"
#include "digest/config.h"

/* Where links are written from. */
struct linker {
    str folder; /* of the page, "2026/05/07/slug/"; "" for the root */
    str base;   /* "" for relative links; else the path of site.url ("/", "/team/news/"), for a page
                   that is served at any depth */
};

/* The folder of a page's file: "tags/x/" of "tags/x/index.html". Borrowed from path. */
str link_folder(str path);

/* The path of site.url: "/team/news/" of "https://example.org/team/news/". Borrowed from it. */
str link_base_path(const struct config *config);

/*
 * The href of a path of the site ("tags/été/", "" for the front page): relative to the linker's
 * folder, "./" for that folder itself, percent-encoded. In the arena.
 */
str link_to(struct arena *a, const struct linker *linker, str path);

/* The absolute URL of a path of the site, percent-encoded. In the arena. */
str link_absolute(struct arena *a, const struct config *config, str path);

/* The src of an image: an absolute URL as it is, a path of the site like link_to. */
str link_image(struct arena *a, const struct linker *linker, str url);

/* True when an image's URL leads out of the site. */
bool link_is_external(str url);

#endif
