/* What the suites on WordPress answers share: parsing a text, and asking what became of it. */
#ifndef DIGEST_TESTS_WP_CHECK_H
#define DIGEST_TESTS_WP_CHECK_H

#include "check.h"
#include "digest/parse.h"

/* The time of every file here: 2026-01-02T03:04:05Z. */
#define FILE_TIME 1767323045

/* One parsed text. Zero-initialise; source may be filled before wp_parse. */
struct answer {
    struct source source;
    bool stored;               /* a document of the store */
    const struct media *media; /* null: the source has no images of its own */
    const struct zone *zone;   /* null: UTC */
    struct arena a;
    struct parsed parsed;
    struct err err;
    bool ok;
};

static inline void wp_parse_bytes(struct answer *w, str bytes)
{
    static const struct zone utc;
    static const struct media no_media;
    struct raw_item item = {.source = 3,
                            .kind = RAW_POSTS,
                            .path = STR("saved/posts.json"),
                            .name = STR("posts.json"),
                            .stored = w->stored,
                            .folder = STR("saved"),
                            .mtime = FILE_TIME};
    w->source.kind = SOURCE_WORDPRESS;
    if (w->source.language.n == 0)
        w->source.language = STR("en");
    /* Copied, so that reading over the end is seen. */
    char *exact = mem_alloc(bytes.n);
    if (bytes.n)
        memcpy(exact, bytes.p, bytes.n);
    struct raw raw = {&item,
                      &w->source,
                      w->media ? w->media : &no_media,
                      w->zone ? w->zone : &utc,
                      {exact, bytes.n}};
    w->ok = parse_wordpress(&w->parsed, &w->a, &raw, &w->err);
    /* Nothing of the result may point into the file. */
    memset(exact, '#', bytes.n);
    free(exact);
}

static inline void wp_parse(struct answer *w, const char *text)
{
    wp_parse_bytes(w, str_of(text));
}

/* The one article that a post made of these members becomes. */
static inline const struct article *wp_post_of(struct answer *w, const char *members)
{
    struct buf b = buf_init((size_t)1 << 20);
    buf_addf(&b,
             "[{\"id\":1,\"title\":{\"rendered\":\"T\"},\"date_gmt\":\"2026-05-07T08:10:43\"%s%s}]",
             members[0] ? "," : "", members);
    wp_parse_bytes(w, buf_str(&b));
    buf_release(&b);
    if (!w->ok)
        fail_msg("%s", w->err.why);
    if (w->parsed.count != 1)
        fail_msg("%zu articles of %s", w->parsed.count, members);
    return w->parsed.articles[0];
}

static inline void wp_done(struct answer *w)
{
    arena_release(&w->a);
    *w = (struct answer){0};
}

#endif
