/*
 * Model → pages.
 *
 * A plan lists every file of the site with what it shows; rendering one is a pure function of the
 * site and its place in the plan, so pages can be made by any thread in any order.
 */
#ifndef DIGEST_RENDER_H
#define DIGEST_RENDER_H

#include "digest/config.h"
#include "digest/mirror.h"
#include "digest/model.h"
#include "digest/template.h"

/* A file of the theme: "article.mustache", "strings/de.json", "assets/style.css". */
struct theme_file {
    str name;
    str bytes;
    str place; /* for messages: a path, or "(built in)/…" */
};

/* A compiled theme; lives in the arena given to theme_load. */
struct theme;

/*
 * Compiles a theme from its files (names unique, any order). `language` chooses the words of
 * strings/<language>.json, English where there are none. False: a template or strings file has an
 * error or is missing.
 */
bool theme_load(struct theme **out, struct arena *a, const struct theme_file *files, size_t count,
                str language, struct err *err);

/* The site to render: all read-only while pages are made. */
struct site {
    const struct config *config;
    const struct zone *zone;
    const struct model *model;
    const struct theme *theme;
    /* Gives the body and plain text of an article, in memory that lives until the next call with
     * the same buf. False: *err filled. */
    bool (*body)(void *context, const struct article *article, struct buf *buf, html *body,
                 str *text, struct err *err);
    void *context;
    const struct mirror *mirror; /* null: every image is shown from where it is */
};

/* One file to make. */
struct page {
    str path;            /* "2026/05/07/slug/index.html" */
    int kind;            /* private to src/render */
    const void *subject; /* what it shows: an entry, a term, a period, …; by kind */
    size_t number;       /* page number of an index, 0: its head */
};

struct plan {
    struct page *pages; /* the front page first; by kind, then path */
    size_t count;
};

/* Lists every file of the site. In the arena. */
void render_plan(struct plan *out, struct arena *a, const struct site *site);

/*
 * Appends the bytes of a page to out, which must be empty and hold LIMIT_PAGE. `scratch` is used
 * and may be reset by the caller afterwards; `body` is a buffer for an article's body. False:
 * ERR_TEMPLATE or what site->body said, with the page's path as place.
 */
bool render_page(const struct site *site, const struct page *page, struct arena *scratch,
                 struct buf *body, struct buf *out, struct err *err);

/* The data that the page's template gets, for `digest build --dump-context`. False also for files
 * made without a template (feeds, sitemaps): ERR_USAGE. */
bool render_context(struct value *out, const struct site *site, const struct page *page,
                    struct arena *scratch, struct buf *body, struct err *err);

/*
 * Finds the next image of a cleaned body at or after *at, and moves *at behind it. *url is its
 * address with character references decoded, in the arena. False: there are no more. For whoever
 * fetches the images that pages show.
 */
bool render_next_image(html body, size_t *at, struct arena *a, str *url);

#endif
