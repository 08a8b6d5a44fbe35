/* A site inside a test, for wp_server.h: posts, terms, users and media in memory. */
#ifndef DIGEST_TESTS_WP_SITE_H
#define DIGEST_TESTS_WP_SITE_H

#include "digest/time.h"
#include "http_server.h"

/* The server's present: 2026-05-07T12:00:00Z. */
#define WP_NOW 1778155200

struct wp_post_row {
    uint64_t id;
    int64_t date, modified;
    char title[80], slug[48];
    const char *status; /* "publish", "draft"; "hidden" is counted and not shown */
    const char *type;   /* "post" */
    uint64_t author, media, category;
    uint64_t *tags;
    size_t tag_count;
    size_t length; /* of its text */
    bool broken;   /* whoever asks for its content gets a 500 */
};

/* A category, tag, user or picture. */
struct wp_row {
    uint64_t id, parent;
    char name[80], slug[80];
};

struct wp_table {
    struct wp_row *rows;
    size_t count, cap;
};

struct wp_server {
    struct http_server http;
    struct arena arena;
    struct wp_post_row *posts; /* by id */
    size_t count, cap;
    struct wp_table categories, tags, users, media;
    uint64_t next_id;
    /* What it does wrong. */
    bool ignores_modified, ignores_order, ignores_page, ignores_include, ignores_fields;
    bool no_totals, no_embed, broken_embed, bare_list;
    bool closed, users_closed, media_closed, taxonomies_closed, challenge, wrong_password, no_v2;
    bool shows_hidden, feedless;
    bool silent; /* says nothing where content is asked for */
    bool empty;  /* says that there are no posts */
    size_t most; /* posts with content in one answer, beyond which it fails; 0 is any number */
    size_t caps, refuses; /* larger pages are cut to this size; refused. 0 is any */
    size_t page_size;     /* of the answer being made */
    unsigned nonsense;    /* bytes of an answer's body, of 10,000, that are others */
    unsigned spoilt;      /* of 1000 answers */
    uint64_t seed;
    unsigned down; /* answers from now on that are 503 */
    /* Called before each answer to the list of posts; `listed` counts them. */
    void (*before)(struct wp_server *s, unsigned listed);
    unsigned listed;
    /* Counts. */
    unsigned asked, asked_users, asked_singles;
    size_t largest; /* per_page that was asked for */
    bool forbidden; /* context=edit or status= was asked for */
};

/* -- Content ---------------------------------------------------------------------------------- */

static inline struct wp_row *wp_row_add(struct wp_server *s, struct wp_table *t, uint64_t id,
                                        const char *name, const char *slug, uint64_t parent)
{
    t->rows = arena_grow(&s->arena, t->rows, t->count, &t->cap, sizeof *t->rows);
    struct wp_row *row = &t->rows[t->count++];
    *row = (struct wp_row){.id = id, .parent = parent};
    snprintf(row->name, sizeof row->name, "%s", name);
    snprintf(row->slug, sizeof row->slug, "%s", slug);
    return row;
}

static inline struct wp_row *wp_row_find(struct wp_table *t, uint64_t id)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->rows[i].id == id)
            return &t->rows[i];
    return NULL;
}

/* A post with the next id, published an hour after the one before. */
static inline struct wp_post_row *wp_post_add(struct wp_server *s)
{
    s->posts = arena_grow(&s->arena, s->posts, s->count, &s->cap, sizeof *s->posts);
    struct wp_post_row *post = &s->posts[s->count++];
    uint64_t id = s->next_id++;
    *post = (struct wp_post_row){.id = id,
                                 .date = WP_NOW - 400 * 86400 + (int64_t)id * 60,
                                 .status = "publish",
                                 .type = "post",
                                 .author = 1,
                                 .category = 1,
                                 .length = 40};
    post->modified = post->date;
    snprintf(post->title, sizeof post->title, "Post %u", (unsigned)id);
    snprintf(post->slug, sizeof post->slug, "post-%u", (unsigned)id);
    return post;
}

static inline struct wp_post_row *wp_post_find(struct wp_server *s, uint64_t id)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->posts[i].id == id)
            return &s->posts[i];
    return NULL;
}

static inline void wp_post_tag(struct wp_server *s, struct wp_post_row *post, uint64_t tag)
{
    uint64_t *tags = arena_array(&s->arena, post->tag_count + 1, sizeof *tags);
    if (post->tag_count)
        memcpy(tags, post->tags, post->tag_count * sizeof *tags);
    tags[post->tag_count++] = tag;
    post->tags = tags;
}

static inline void wp_post_delete(struct wp_server *s, uint64_t id)
{
    size_t n = 0;
    for (size_t i = 0; i < s->count; i++)
        if (s->posts[i].id != id)
            s->posts[n++] = s->posts[i];
    s->count = n;
}

#endif
