/*
 * Reading WordPress posts, in three steps that know little of each other: wp_post.c and
 * wp_embedded.c read one JSON object into a struct wp_post, decoding nothing; wp_article.c and its
 * neighbours make an article of it; wp.c finds the posts in an answer and keeps the books.
 */
#ifndef DIGEST_PARSE_WP_H
#define DIGEST_PARSE_WP_H

#include "digest/article.h"
#include "digest/json.h"
#include "digest/limits.h"
#include "digest/parse.h"
#include "digest/sanitize.h"

/* Sizes of one image that are looked at; WordPress and its themes make about ten. */
#define WP_SIZES 32

/* What WordPress calls {"rendered": "…", "protected": false}, and older interfaces a string. */
struct wp_rendered {
    struct json_text text;
    bool is_protected;
};

/* A category, tag or author. */
struct wp_term {
    struct json_text id, parent, name, slug;
    struct json_text taxonomy; /* embedded terms only */
};

struct wp_terms {
    struct wp_term items[LIMIT_TERMS];
    size_t count;
    bool cut; /* there were more than LIMIT_TERMS */
};

struct wp_size {
    struct json_text url, width, height, mime;
};

/* An image: an embedded media object, or less. */
struct wp_image {
    struct wp_size full;
    struct json_text kind; /* media_type: "image" or "file" */
    struct json_text alt;
    struct wp_rendered caption;
    struct wp_size sizes[WP_SIZES];
    size_t size_count;
};

/* Fields of one object, as it gave them. Those it did not give are empty. */
struct wp_fields {
    struct json_text id, type, status, slug, link;
    struct json_text date, date_gmt, modified, modified_gmt;
    struct wp_rendered title, content, excerpt;
    struct json_text author_name, seo_author;
    struct json_text language;
    struct json_text plain_image;   /* an image of which only the address is known */
    struct json_text code, message; /* an error object */
    struct json_text error_status;
    struct json_text taxonomy;        /* not a post but a term */
    bool media, user, comment, index; /* has members that only those objects have */
};

struct wp_post {
    const char *at; /* where its object begins */
    struct wp_fields fields;
    struct wp_image image, seo_image;
    struct wp_terms authors, coauthors, categories, tags; /* embedded */
    /* Written out in the post itself, as WordPress.com and some plugins do. */
    struct wp_terms own_authors, own_categories, own_tags;
    struct json_text classes[2 * LIMIT_TERMS]; /* class_list: category-… and tag-… only */
    size_t class_count;
};

/* What all posts of one raw item share. */
struct wp {
    struct raw raw;
    struct parsed *out;
    struct arena *a;      /* for what stays */
    struct arena scratch; /* emptied after each post */
    struct buf text;      /* plain text of the current post */
    struct sanitize_options sanitize;
    struct str_list categories, tagged; /* slugs of which an article must have one */
    struct json_place place;            /* of the post looked at last */
};

/* A post's content once cleaned. */
struct wp_body {
    html markup;
    str text; /* plain, blocks parted by newlines */
    struct sanitize_findings seen;
};

/* Reads the object that comes next into *post. False when it is no object; it then is skipped. */
bool wp_post_read(struct json *j, struct wp_post *post);

/* The functions of this shape are readers for tables (json.h). This one reads an `_embedded` object
 * into a struct wp_post. */
void wp_embedded_read(struct json *j, void *post);

/* Reads an author object, or a name, into a struct wp_terms. A number, which says nothing here,
 * leaves it as it is. */
void wp_author_read(struct json *j, void *terms);

/* Reads a list of terms or authors (an array, or an object of them by name), into a struct
 * wp_terms: objects, or names alone. Numbers are passed over. */
void wp_terms_read(struct json *j, void *terms);

/* Reads an image that is only described by address and size, or the first one of a list of them,
 * into a struct wp_image. */
void wp_image_read(struct json *j, void *image);

/* Empties *terms, but for items, which count guards. */
void wp_terms_clear(struct wp_terms *terms);

/* Empties *image, but for sizes, which size_count guards. */
void wp_image_clear(struct wp_image *image);

/* Reads {"rendered": …}, or a string, into a struct wp_rendered. */
void wp_rendered_read(struct json *j, void *rendered);

/* What an object is that is no post, such as "a term", with the article; null for a post. */
const char *wp_foreign_kind(const struct wp_post *post);

/* Makes an article of a post and adds it, or counts it as skipped or failed. */
void wp_article_add(struct wp *wp, const struct wp_post *post);

/* Fills title, dek and summary: from the post's own fields, else from its body. False when there is
 * nothing to make a title of. */
bool wp_texts(struct wp *wp, const struct wp_post *post, const struct wp_body *body,
              struct article *article);

/* Fills authors, categories and tags. Spellings of names that must be recovered from slugs come
 * from the article's title and the body. */
void wp_labels(struct wp *wp, const struct wp_post *post, const struct wp_body *body,
               struct article *article);

/* True when the post is one of those that the source is limited to: in one of the categories or in a
 * child of one, and with one of the tags. What is stored is: the server was asked for it. */
bool wp_is_wanted(struct wp *wp, const struct wp_post *post);

/* Fills the lead image: the post's own, else the first one of the body. */
void wp_lead_image(struct wp *wp, const struct wp_post *post, const struct wp_body *body,
                   struct article *article);

/* Fills published, modified and dated_by_file. */
void wp_dates(struct wp *wp, const struct wp_post *post, struct article *article);

/* A token as clean text of at most `limit` bytes, in the lasting arena. */
str wp_text(struct wp *wp, struct json_text t, size_t limit);

/* The same for a token that holds markup: tags dropped, entities decoded. */
str wp_plain(struct wp *wp, struct json_text t, size_t limit);

/* A slug, percent-decoded, in the lasting arena. */
str wp_slug(struct wp *wp, struct json_text t);

/* Reports a doubt about a post, or, when fatal, its loss, with its place. */
void wp_problem(struct wp *wp, const struct wp_post *post, bool fatal, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/*
 * Says what a file is that does not begin like JSON: an HTML page with its title, a PHP notice, a
 * feed, JSONP, an archive. False with *err filled; true when it might be JSON. a: for passing use.
 */
bool wp_recognise(struct arena *a, str bytes, struct err *err);

#endif
