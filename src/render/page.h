/*
 * Pages in the making: which kinds there are, and what the builders of their data share.
 *
 * Every field that templates/README.md names is always set, to false or an empty text when there
 * is nothing: a template's lookup then never falls through to a field of that name further out.
 */
#ifndef DIGEST_RENDER_PAGE_H
#define DIGEST_RENDER_PAGE_H

#include "copies.h"
#include "digest/render.h"
#include "links.h"
#include "words.h"

/* struct page's kind; the subject each has. Kinds before PAGE_TEMPLATES are made by a template. */
enum page_kind {
    PAGE_FRONT,
    PAGE_ARTICLE, /* struct entry */
    PAGE_DAY,     /* struct period */
    PAGE_MONTH,   /* struct period */
    PAGE_YEAR,    /* struct period */
    PAGE_ARCHIVE,
    PAGE_TERMS, /* struct term_folder: the index of a kind of terms */
    PAGE_TERM,  /* struct term */
    PAGE_NOT_FOUND,
    PAGE_REDIRECT, /* struct redirect */
    PAGE_ONWARD,   /* the place of an index's next numbered page until that is full: leads to the
                       head, so that the page before can link to it for ever. The head's path */
    PAGE_TEMPLATES,
    PAGE_ATOM = PAGE_TEMPLATES,
    PAGE_TERM_ATOM, /* struct term */
    PAGE_RSS,
    PAGE_JSON_FEED,
    PAGE_OPML,
    PAGE_SITEMAP,       /* struct sitemap_list */
    PAGE_SITEMAP_MONTH, /* struct period; number: the part */
    PAGE_SITEMAP_PAGES, /* struct sitemap_list; number: the part */
    PAGE_ROBOTS,
    PAGE_ASSET, /* struct asset */
};

/* Which entry of the navigation a page belongs to; below TERM_KINDS that of a kind of terms. */
enum place { PLACE_ARCHIVE = TERM_KINDS, PLACE_NONE };

/* The folder of a kind of terms. */
struct term_folder {
    enum term_kind kind;
    str folder;              /* "tags/" */
    const char *word;        /* key of its name among the words: "tags" */
    const char *about_index; /* keys of the descriptions of the index … */
    const char *about_term;  /* … and of one term */
};

extern const struct term_folder term_folders[TERM_KINDS];

/* A page being made: the site as it is seen from the page's place. */
struct view {
    const struct site *site;
    const struct page *page;
    const struct words *words;
    struct arena *a;
    struct linker linker;
    struct buf *body; /* for an article's body */
};

/* What stands around a page's own content. */
struct frame {
    str title; /* of the document, without the site's name; "" for the front page */
    str description;
    str canonical;           /* absolute; "" when it is the page's own address */
    struct image image;      /* to share; without a url: none */
    const struct term *term; /* whose feed belongs to the page */
    int place;               /* enum place or enum term_kind */
    str script; /* the text of the page's one inline script block, a JSON-LD document; or "" */
    bool noindex;
};

/* How a kind of page is made: fills the context and the frame. False: *err is filled. */
struct page_type {
    const char *template;
    bool (*fill)(const struct view *view, struct value *context, struct frame *frame,
                 struct err *err);
};

/* By enum page_kind, up to PAGE_TEMPLATES. */
extern const struct page_type page_types[PAGE_TEMPLATES];

/* The path of a term's page ("tags/x/"). In the arena. */
str term_path(struct arena *a, const struct term *term);

/* The path of a period's page ("2026/", "2026/05/", "2026/05/07/"). In the arena. */
str period_path(struct arena *a, const struct period *period);

/* The path of page `number` of an index at `path`: itself for 0, else "<path>page/<number>/". */
str numbered_path(struct arena *a, str path, size_t number);

/* The first day of a period, for words_date. */
struct civil period_date(const struct period *period);

/* Sets a field to text, which sections take as false when it is empty. */
void field_text(const struct view *view, struct value *map, const char *name, str text);

/* Sets a field to a list, and the one called `has` to whether anything is in it. */
void field_list(const struct view *view, struct value *map, const char *name, const char *has,
                struct value list);

/* Sets a field to the href of a path of the site. */
void field_href(const struct view *view, struct value *map, const char *name, str path);

/* Sets "name" and "href" of a term. */
struct value term_link(const struct view *view, const struct term *term);

/* Sets "count", a number, and "count_text", "3 articles". */
void field_count(const struct view *view, struct value *map, size_t count);

/* The terms of a kind, most used first. In the arena. */
struct term **terms_by_use(struct arena *a, const struct model *model, enum term_kind kind);

/* An article's fields as lists show it ("card" in templates/README.md). */
struct value card_value(const struct view *view, const struct entry *entry);

/* An article's summary; "" when its source's policy shows no more than a link. */
str card_summary(const struct entry *entry);

/* An article's dek, with the same exception: it may be the excerpt that someone wrote. */
str card_dek(const struct entry *entry);

/* Cards of a run of entries. */
struct value card_list(const struct view *view, struct entry *const *entries, size_t count);

/* An image's fields, without a srcset; false when there is none. */
struct value image_value(const struct view *view, const struct image *image);

/* The fields of an article's lead image, as it is shown. */
struct value lead_image_value(const struct view *view, const struct entry *entry);

/* True when two image URLs name the same file, in whatever size WordPress cut it. */
bool image_same_file(str a, str b);

/* True when the article's body begins with its lead image, which need not be shown above it then. */
bool image_first_is(const struct site *site, const struct entry *entry, html body);

/* An instant as RFC 3339 writes it at an offset from UTC. In the arena. */
str moment_iso(struct arena *a, int64_t utc, int32_t offset);

/* A moment in the site's zone: iso, text, short, time. */
struct value moment_value(const struct view *view, int64_t utc, int32_t offset);

/* The sentence called key, its {title} and {site} filled in: descriptions of pages. */
str frame_text(const struct view *view, const char *key, str title);

/* "page" and everything else that stands around the content. */
void frame_fill(const struct view *view, struct value *context, const struct frame *frame);

/* The article's JSON-LD block (schema.org NewsArticle). In the arena. */
html article_json_ld(const struct view *view, const struct entry *entry);

/* Sets "items", "pager" and "number" of a numbered index at `path`. */
void listing_fill(const struct view *view, struct value *map, str path,
                  struct entry *const *entries, size_t count);

/* Builders, one for each kind of page. */
bool fill_front(const struct view *view, struct value *context, struct frame *frame,
                struct err *err);
/* An article; reads its body. */
bool fill_article(const struct view *view, struct value *context, struct frame *frame,
                  struct err *err);
/* The edition of a day. */
bool fill_day(const struct view *view, struct value *context, struct frame *frame, struct err *err);
/* A month: its days with their titles. */
bool fill_month(const struct view *view, struct value *context, struct frame *frame,
                struct err *err);
/* A year: its months. */
bool fill_year(const struct view *view, struct value *context, struct frame *frame,
               struct err *err);
/* All years. */
bool fill_archive(const struct view *view, struct value *context, struct frame *frame,
                  struct err *err);
/* The index of a kind of terms. */
bool fill_terms(const struct view *view, struct value *context, struct frame *frame,
                struct err *err);
/* A tag, category, author or source. */
bool fill_term(const struct view *view, struct value *context, struct frame *frame,
               struct err *err);
/* What a server shows for an address that does not exist. */
bool fill_not_found(const struct view *view, struct value *context, struct frame *frame,
                    struct err *err);
/* A page that sends readers on to an article's new address. */
bool fill_redirect(const struct view *view, struct value *context, struct frame *frame,
                   struct err *err);
/* A page that sends readers on to an index's head. */
bool fill_onward(const struct view *view, struct value *context, struct frame *frame,
                 struct err *err);

#endif
