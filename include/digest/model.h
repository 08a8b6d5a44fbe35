/*
 * The model: all articles of a build, ordered, with the terms, authors and days they belong to.
 *
 * Plain data and pure functions. Built by one thread after parsing, read-only and shared by all
 * threads afterwards. Everything lives in the arena it was built in.
 */
#ifndef DIGEST_MODEL_H
#define DIGEST_MODEL_H

#include "digest/article.h"
#include "digest/config.h"

enum term_kind { TERM_TAG, TERM_CATEGORY, TERM_AUTHOR, TERM_SOURCE, TERM_KINDS };

struct entry;

/* A tag, category, author or source and what belongs to it. */
struct term {
    enum term_kind kind;
    str slug;                    /* unique among its kind; made of what slug.h allows */
    str name;                    /* the most frequent spelling; ties to the one that sorts first */
    const struct term *parent;   /* categories only, or null; no cycles */
    const struct source *source; /* TERM_SOURCE only */
    struct entry **entries;      /* newest first, without repeats */
    size_t count;
};

/* An article in its place: the unit that pages list. */
struct entry {
    const struct article *article;
    const struct source *source;
    const struct term *source_term;
    str path;                              /* "2026/05/07/slug/": relative to the site's root */
    struct civil date;                     /* of publication, in the site's time zone */
    int32_t offset;                        /* of that zone then, seconds east of UTC */
    const struct term **terms[TERM_KINDS]; /* without repeats, in the article's order */
    size_t term_count[TERM_KINDS];
    struct entry *earlier[3]; /* related older articles, best first; null where there is none */
};

/* A run of entries in the model's order that share a day, month or year. */
struct period {
    int year, month, day;   /* month and day 0 for a year, day 0 for a month */
    struct entry **entries; /* newest first */
    size_t count;
};

struct periods {
    struct period *items; /* newest first */
    size_t count;
};

/* A path that was published once and has moved. */
struct redirect {
    str from; /* "2026/05/07/old-slug/" */
    const struct entry *to;
};

struct model {
    struct entry **entries; /* newest first: by instant, then source key, then id */
    size_t count;
    struct entry *
        *shown; /* the same without hidden ones: for the front page and the site's feeds */
    size_t shown_count;
    struct entry **pinned; /* of those shown, the ones that come first on the front page */
    size_t pinned_count;
    struct term **terms[TERM_KINDS]; /* by name as readers sort, then slug */
    size_t term_count[TERM_KINDS];
    size_t terms_left_out[TERM_KINDS]; /* the rarest, over LIMIT_SITE_TERMS */
    struct periods days, months, years;
    struct redirect *redirects; /* by path */
    size_t redirect_count;
    int64_t updated; /* the latest modification of any article: the site's own date */
};

/* What the store remembers of paths, asked while paths are given out. */
struct permalinks {
    void *context;
    /* The article ("source-key/id") that path belongs to, or "" when it is free. */
    str (*owner)(void *context, str path);
    /* The current path of an article ("source-key/id"), or "" when it has none yet. */
    str (*path_of)(void *context, str article);
    /* All earlier paths of an article, oldest first; count in *count. */
    str *(*former)(void *context, str article, size_t *count);
};

/*
 * Builds the model of `articles` (any order; repeats of one source and id are settled in favour of
 * the later modification, then of the larger content hash). The result does not depend on the
 * order of the input. A remembered article keeps its path as long as its date and slug do not
 * change; a new one whose path is taken gets "-2", "-3", ….
 */
void model_build(struct model *out, struct arena *a, struct article **articles, size_t count,
                 const struct config *config, const struct zone *zone,
                 const struct permalinks *permalinks);

/*
 * Applies the source's filters, then the site's, in their order, to an article whose plain text is
 * `text`: sets hidden and pinned, and adds tags (in the arena), which filters behind see as well. An
 * article that is both hidden and pinned is hidden. False: a filter drops it; it then is as it was.
 */
bool filters_apply(struct article *article, str text, const struct config *config, struct arena *a);

/*
 * Gives articles that name no tag those of the known tags that they are demonstrably about: a
 * tag's name, as whole words and without regard to case, in the title or dek or at least twice in
 * the text. `text` is the article's plain text. At most 6, the most frequent first. Called with
 * all vocabulary known and before model_build.
 */
struct tag_index;

/* Indexes the tags of `count` articles for tag_index_match. */
struct tag_index *tag_index_new(struct arena *a, struct article **articles, size_t count);

/* The tags that `article` with the plain text `text` is about, in arena a. */
struct labels tag_index_match(const struct tag_index *index, struct arena *a,
                              const struct article *article, str text);

/*
 * Pages of an index of `count` entries, numbered from the oldest so that full pages never change:
 * page k holds entries of rank (k-1)*per_page … k*per_page-1 counted from the oldest; the head
 * page, number 0, holds the newest per_page … 2*per_page-1 (all, when there are fewer).
 */
struct paging {
    size_t pages; /* numbered pages besides the head */
    size_t head;  /* entries on the head page */
};

/* How an index of `count` entries is divided. */
struct paging paging_of(size_t count, size_t per_page);

/* The range [*from, *to) in newest-first order that page `number` (0: head) shows. */
void paging_range(struct paging paging, size_t per_page, size_t count, size_t number, size_t *from,
                  size_t *to);

#endif
