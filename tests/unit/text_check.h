/* Reading a text article from a literal, and looking at what came out. */
#ifndef DIGEST_TESTS_TEXT_CHECK_H
#define DIGEST_TESTS_TEXT_CHECK_H

#include "check.h"

#include "digest/buf.h"
#include "digest/limits.h"
#include "digest/parse.h"

/* The reading of one text. Fields before `zone` may be set, then text_case_read. */
struct text_case {
    str name; /* of the file; "a.txt" unless set */
    struct source source;
    struct media media;
    const struct zone *zone;
    struct arena arena;
    struct parsed out;
    struct article *article; /* the one that came out, or null */
    struct err err;
};

/* 2026-05-09T12:00:00Z: the time of every file here. */
#define TEXT_CASE_TIME INT64_C(1778328000)

/* Reads bytes; true when they made one article. End with text_case_release. */
static inline bool text_case_read(struct text_case *c, str bytes)
{
    struct raw_item item = {.kind = RAW_TEXT, .mtime = TEXT_CASE_TIME};
    item.name = c->name.n ? c->name : STR("a.txt");
    item.path = item.name;
    if (c->source.language.n == 0)
        c->source.language = STR("en");
    c->media.by_path.arena = c->media.by_name.arena = &c->arena;
    struct raw raw = {
        .item = &item, .source = &c->source, .media = &c->media, .zone = c->zone, .bytes = bytes};
    bool good = parse_text(&c->out, &c->arena, &raw, &c->err);
    c->article = c->out.count == 1 ? c->out.articles[0] : NULL;
    return good && c->article;
}

static inline void text_case_release(struct text_case *c)
{
    arena_release(&c->arena);
}

/* The body without the line ends between its blocks. */
static inline str text_case_body(struct text_case *c)
{
    str markup = c->article->body.markup;
    char *p = arena_alloc(&c->arena, markup.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < markup.n; i++)
        if (markup.p[i] != '\n')
            p[n++] = markup.p[i];
    return (str){p, n};
}

/* The names of labels, parted by "|". */
static inline str text_case_names(struct text_case *c, struct labels labels)
{
    str all = {0};
    for (size_t i = 0; i < labels.count; i++)
        all = arena_printf(&c->arena, "%.*s%s%.*s", STR_ARGS(all), i ? "|" : "",
                           STR_ARGS(labels.items[i].name));
    return all;
}

/* A date as "2026-05-07T10:10:43+02:00". */
static inline str text_case_date(struct text_case *c, struct stamp date)
{
    struct buf text = buf_init(100);
    time_add_rfc3339(&text, date);
    str copy = arena_copy(&c->arena, buf_str(&text));
    buf_release(&text);
    return copy;
}

/* Title, dek and body of the text `bytes` are as expected. */
#define assert_text(bytes, title_, dek_, body_)                                                    \
    do {                                                                                           \
        struct text_case c_ = {0};                                                                 \
        if (!text_case_read(&c_, STR(bytes)))                                                      \
            fail_msg("refused: %s", c_.err.why);                                                   \
        assert_str(c_.article->title, title_);                                                     \
        assert_str(c_.article->dek, dek_);                                                         \
        assert_str(text_case_body(&c_), body_);                                                    \
        text_case_release(&c_);                                                                    \
    } while (0)

#endif
