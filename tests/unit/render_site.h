/* A small site for the tests of pages: articles by hand, the real model, the default theme. */
#ifndef DIGEST_TESTS_RENDER_SITE_H
#define DIGEST_TESTS_RENDER_SITE_H

#include "check.h"

#include <stdlib.h>

#include "digest/fs.h"
#include "digest/limits.h"
#include "digest/render.h"

#define DAY 86400
/* 2026-05-07T08:00:00Z, a Thursday. */
#define MAY_7 ((int64_t)1778140800)

#define ARTICLES_MOST 700
#define FILES_MOST    80

struct render_site {
    struct arena arena, scratch;
    struct config config;
    struct source sources[2];
    struct zone zone;
    struct article *articles[ARTICLES_MOST];
    size_t count;
    const char *body; /* of every article */
    struct model model;
    struct theme_file files[FILES_MOST];
    size_t file_count;
    struct theme *theme;
    const struct mirror *mirror;
    struct site site;
    struct plan plan;
    struct buf body_buf, out;
    struct err err;
};

static inline str nobody(void *context, str name)
{
    (void)context;
    (void)name;
    return (str){0};
}

static inline str *never(void *context, str article, size_t *count)
{
    (void)context;
    (void)article;
    *count = 0;
    return NULL;
}

static inline bool give_body(void *context, const struct article *article, struct buf *buf,
                             html *body, str *text, struct err *err)
{
    const struct render_site *s = context;
    (void)article;
    if (!s->body)
        return err_set(err, ERR_STORE, "the body is gone");
    buf_reset(buf);
    buf_addz(buf, s->body);
    /* Written by a copy, for only the sanitizer makes markup. */
    memcpy(body, &(str){buf->p, buf->n}, sizeof *body);
    *text = (str){0};
    return true;
}

/* Reads the default theme's files. */
static inline void read_theme(struct render_site *s)
{
    const char *folder = TEST_SOURCE_DIR "/templates";
    struct fs_list list;
    assert_true(fs_list(&list, &s->arena, folder, true, &s->err));
    assert_in_range(list.count, 1, FILES_MOST - 2);
    for (size_t i = 0; i < list.count; i++) {
        struct buf bytes = buf_init(LIMIT_TEMPLATE);
        str path = list.items[i].path;
        assert_true(fs_read(&bytes, path.p, &s->err));
        s->files[s->file_count++] =
            (struct theme_file){.name = str_slice(path, strlen(folder) + 1, path.n),
                                .bytes = arena_copy(&s->arena, buf_str(&bytes)),
                                .place = path};
        buf_release(&bytes);
    }
}

/* The theme's file of that name, which the test may change. */
static inline struct theme_file *file_of(struct render_site *s, const char *name)
{
    for (size_t i = 0; i < s->file_count; i++)
        if (str_is(s->files[i].name, name))
            return &s->files[i];
    s->files[s->file_count] = (struct theme_file){.name = str_of(name), .place = str_of(name)};
    return &s->files[s->file_count++];
}

static inline int set_up(void **state)
{
    struct render_site *s = mem_alloc(sizeof *s);
    memset(s, 0, sizeof *s);
    s->sources[0] = (struct source){
        .key = STR("gazette"), .name = STR("The Gazette"), .home = STR("https://gazette.example/")};
    s->sources[1] = (struct source){.key = STR("wire"), .name = STR("Wire & Sons")};
    s->config = (struct config){.title = STR("Digest"),
                                .url = STR("https://example.org/team/news/"),
                                .language = STR("en"),
                                .sources = s->sources,
                                .source_count = 2,
                                .per_page = 10};
    s->body = "<p>Text.</p>";
    s->body_buf = buf_init(LIMIT_BODY);
    s->out = buf_init(LIMIT_PAGE);
    read_theme(s);
    *state = s;
    return 0;
}

static inline int tear_down(void **state)
{
    struct render_site *s = *state;
    buf_release(&s->body_buf);
    buf_release(&s->out);
    arena_release(&s->arena);
    arena_release(&s->scratch);
    free(s);
    return 0;
}

/* Adds an article of the first source; `age` is in days before May 7. */
static inline struct article *add(struct render_site *s, const char *title, int age)
{
    struct article *article = arena_alloc(&s->arena, sizeof *article);
    article->id = arena_printf(&s->arena, "%zu", s->count);
    article->title = arena_copy(&s->arena, str_of(title));
    article->summary = STR("What happened.");
    article->language = STR("en");
    article->words = 400;
    article->published = article->modified =
        (struct stamp){MAY_7 - (int64_t)age * DAY - (int64_t)s->count, 0};
    s->articles[s->count++] = article;
    return article;
}

/* Adds `count` articles, one a day, the oldest first, all on the tag "Grid". */
static inline void add_many(struct render_site *s, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct article *article =
            add(s, arena_printf(&s->arena, "Article %zu", i + 1).p, 1000 - (int)i);
        article->tags.items = arena_alloc(&s->arena, sizeof *article->tags.items);
        article->tags.items[0] = (struct label){.name = STR("Grid")};
        article->tags.count = 1;
    }
}

/* Gives an article one label of a kind. */
static inline void label(struct render_site *s, struct labels *labels, const char *name)
{
    struct label *items = arena_array(&s->arena, labels->count + 1, sizeof *items);
    if (labels->count)
        memcpy(items, labels->items, labels->count * sizeof *items);
    items[labels->count] = (struct label){.name = arena_copy(&s->arena, str_of(name))};
    *labels = (struct labels){items, labels->count + 1};
}

static inline bool load(struct render_site *s)
{
    return theme_load(&s->theme, &s->arena, s->files, s->file_count, s->config.language, &s->err);
}

/* Builds the model and the plan of what was added so far. */
static inline void build(struct render_site *s)
{
    struct permalinks permalinks = {NULL, nobody, nobody, never};
    for (size_t i = 0; i < s->count; i++)
        article_hash(s->articles[i]);
    s->model = (struct model){0};
    model_build(&s->model, &s->arena, s->articles, s->count, &s->config, &s->zone, &permalinks);
    if (!load(s))
        fail_msg("%s: %s", s->err.file, s->err.why);
    s->site = (struct site){.config = &s->config,
                            .zone = &s->zone,
                            .model = &s->model,
                            .theme = s->theme,
                            .body = give_body,
                            .context = s,
                            .mirror = s->mirror};
    render_plan(&s->plan, &s->arena, &s->site);
}

/* The planned page at a path, or null. */
static inline const struct page *page_at(const struct render_site *s, const char *path)
{
    for (size_t i = 0; i < s->plan.count; i++)
        if (str_is(s->plan.pages[i].path, path))
            return &s->plan.pages[i];
    return NULL;
}

/* The bytes of the file at a path, valid until the arena goes. */
static inline str render(struct render_site *s, const char *path)
{
    const struct page *page = page_at(s, path);
    if (!page)
        fail_msg("there is no page %s", path);
    arena_reset(&s->scratch);
    buf_reset(&s->out);
    if (!render_page(&s->site, page, &s->scratch, &s->body_buf, &s->out, &s->err))
        fail_msg("%s: %s", s->err.file, s->err.why);
    return arena_copy(&s->arena, buf_str(&s->out));
}

/* The data of the page at a path, valid until the next one is asked for. */
static inline struct value context(struct render_site *s, const char *path)
{
    struct value value = {0};
    const struct page *page = page_at(s, path);
    if (!page)
        fail_msg("there is no page %s", path);
    arena_reset(&s->scratch);
    if (!render_context(&value, &s->site, page, &s->scratch, &s->body_buf, &s->err))
        fail_msg("%s", s->err.why);
    return value;
}

/* The value at a path of field names, "article.source.name". Fails when it is not there. */
static inline const struct value *dig(const struct value *value, const char *path)
{
    str rest = str_of(path), name;
    while (str_next_part(&rest, '.', &name)) {
        value = value_get(value, name);
        if (!value)
            fail_msg("no field %.*s in %s", STR_ARGS(name), path);
    }
    return value;
}

#define assert_has(text, part)   check_has(text, part, true, __FILE__, __LINE__)
#define assert_lacks(text, part) check_has(text, part, false, __FILE__, __LINE__)

static inline void check_has(str text, const char *part, bool wanted, const char *file, int line)
{
    if (str_has(text, str_of(part)) == wanted)
        return;
    print_error("%s: %s\nin: %.*s\n", wanted ? "missing" : "unwanted", part, STR_ARGS(text));
    _fail(file, line);
}

#endif
