/*
 * Raw → articles.
 *
 * Parsers are pure: bytes and the source's settings in, articles in an arena out, no file opened,
 * no clock read. Every body leaves through sanitize(), whoever made it.
 */
#ifndef DIGEST_PARSE_H
#define DIGEST_PARSE_H

#include "digest/article.h"
#include "digest/buf.h"
#include "digest/raw.h"

/* Why an article is left out on purpose. */
enum skip {
    SKIP_PROTECTED,   /* needs a password, so there is no text */
    SKIP_UNPUBLISHED, /* a draft, private, scheduled or in the bin */
    SKIP_FILTERED,    /* without any of the categories or tags that the source is limited to */
    SKIP_REASONS,
};

/* The reason in words for the report: "protected by a password". */
str skip_words(enum skip reason);

/* What one raw item yielded. */
struct parsed {
    struct article **articles;
    str *texts; /* parallel to articles: the body's plain text, in the arena */
    size_t count, cap;
    size_t announced;             /* objects seen that should have become articles */
    size_t skipped[SKIP_REASONS]; /* left out on purpose, by reason */
    size_t failed;                /* left out because of a problem */
    struct err *problems;         /* one per failure or doubt, in the arena */
    bool *fatal;                  /* parallel to problems: true when an article was lost to it */
    size_t problem_count, problem_cap;
};

/* Prepares the libraries under the parsers. Once, before any thread is started: libxml2 sets up its
 * global state at first use, and two threads must not do that at a time. */
void parse_prepare(void);

/* Adds a problem; fatal when it cost an article, which is then counted as failed. Of one item at
 * most LIMIT_PROBLEMS_PER_ITEM problems are kept. */
void parsed_problem(struct parsed *out, struct arena *a, const struct err *e, bool fatal);

/* Adds an article and its body's plain text, which belongs to the arena like all else; tag
 * matching and search read it later. */
void parsed_add(struct parsed *out, struct arena *a, struct article *article, str text);

/* Counts an article as left out. */
void parsed_skip(struct parsed *out, enum skip reason);

/*
 * Reads a saved WordPress answer: one post, an array of posts, an `_envelope` around either, or
 * WordPress.com's {"posts": […]}. Each post that cannot be used is a problem of its own, with its
 * byte offset, and the others go on. False when the whole item is unusable: not JSON (and what it
 * is instead: an HTML page, a PHP notice, a WordPress error object with its code and message),
 * truncated, too deep, over LIMIT_POSTS_PER_FILE; *out then is as it was. A byte order mark and
 * white space before, and a comment or white space behind the JSON are tolerated.
 */
bool parse_wordpress(struct parsed *out, struct arena *a, const struct raw *raw, struct err *err);

/* One entry of a feed. */
struct feed_entry {
    str id;            /* guid, atom:id or id; else the link, else made from the content */
    str url;           /* of the article; "" when there is none */
    str modified;      /* as written; "" when there is none */
    int64_t published; /* INSTANT_NONE when there is no date that can be read */
    str json;
};

/* A feed taken apart. */
struct feed {
    str title, home;            /* what the feed says of its site; "" unless known */
    str next;                   /* URL of the next page of the feed (RFC 5005); or "" */
    struct feed_entry *entries; /* in the feed's order, ids unique */
    size_t count;
    size_t failed;    /* entries without anything an article could be made of */
    bool cut;         /* it is malformed from some place on; entries before it are there */
    struct err doubt; /* why it is cut, with line and column */
};

/*
 * Takes a feed apart: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed, also common malformed ones.
 * Each entry becomes one JSON object of a form of its own (docs/store.md), with everything that its
 * article is made of, what it takes from the feed included: language, author, xml:base. False: it
 * is no feed, and what it is instead.
 */
bool feed_split(struct feed *out, struct arena *a, const struct raw *raw, struct err *err);

/* The post's number in an entry's identifier as WordPress makes them ("https://host/?p=123"), borrowed;
 * "" in any other. */
str feed_post_id(str id);

/* Reads a whole feed (RAW_FEED) or one entry (RAW_ENTRY) into articles. */
bool parse_feed(struct parsed *out, struct arena *a, const struct raw *raw, struct err *err);

/* One feed of a list. */
struct outline {
    str title;    /* "" unless given */
    str url;      /* of the feed, absolute http(s), or a path */
    str home;     /* of its site; or "" */
    str category; /* the names of the outlines around it, joined by "/"; or "" */
};

struct outlines {
    struct outline *items; /* in the file's order, each URL once */
    size_t count;
};

/* Reads an OPML file (1.0 or 2.0). `place` is its path or URL, for messages. False: it is none,
 * or damaged or too long, and *out is empty. */
bool parse_opml(struct outlines *out, struct arena *a, str bytes, str place, struct err *err);

/*
 * Reads a plain-text or (by its name's ending) Markdown article, with optional front matter.
 * Encoding is detected. False: empty, binary, or front matter that is not YAML.
 */
bool parse_text(struct parsed *out, struct arena *a, const struct raw *raw, struct err *err);

#endif
