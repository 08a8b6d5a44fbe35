/*
 * The article: what every kind of source is normalized to. The contract between parsing, the
 * store and rendering.
 *
 * Text fields hold text: entities decoded, no markup, valid UTF-8 without control characters,
 * runs of white space folded to one space, trimmed. Empty means unknown. Only `body` is markup.
 */
#ifndef DIGEST_ARTICLE_H
#define DIGEST_ARTICLE_H

#include "digest/arena.h"
#include "digest/hash.h"
#include "digest/html.h"
#include "digest/time.h"

/* How far a name was recovered from a slug. Names that are given win over those that the text spells,
 * and these over words that only the slug has. */
enum guess { GUESS_NONE, GUESS_SPELT, GUESS_BARE };

/* A category, tag or author as one article names it. */
struct label {
    str name;
    str slug;   /* foreign slug as the source gives it (decoded), or "" : made from the name */
    str parent; /* categories: the parent's slug, or "" */
    enum guess guessed;
};

struct labels {
    struct label *items;
    size_t count;
};

struct image {
    str url;     /* absolute http(s) URL, or a path of the site ("media/…", no slash before) */
    str alt;     /* "" is decorative or unknown */
    str caption; /* text */
    uint32_t width, height; /* pixels, 0 when unknown */
};

/* An attributed origin: "Source: …". */
struct link {
    str url;  /* absolute http(s) */
    str text; /* what the source calls it */
};

struct links {
    struct link *items;
    size_t count;
};

enum direction { DIRECTION_LTR, DIRECTION_RTL };

/* A range of bytes in the body spool (store.h). */
struct span {
    uint64_t offset, length;
};

struct article {
    uint32_t source; /* index into config.sources */
    str id;          /* the source's own identifier: a post's number, a text file's path */
    str url;         /* the original, absolute http(s); "" when there is none */
    str slug;        /* the source's own, decoded; "" when there is none */
    str title;       /* never empty once parsed */
    str dek;         /* standfirst below the title, or "" */
    str summary;     /* plain text, whole sentences, at most LIMIT_SUMMARY bytes or a bit over */
    html body;       /* cleaned markup; empty once spooled */
    struct span spooled;
    struct stamp published; /* never INSTANT_NONE once parsed */
    struct stamp modified;  /* at or after published */
    struct labels authors, categories, tags;
    struct image image; /* lead image; url "" when there is none */
    str language;       /* BCP 47 tag */
    enum direction direction;
    uint32_t words; /* in the body */
    struct links via;
    struct hash content_hash; /* of every field above but source and spooled */
    bool dated_by_file;       /* published is only the file's time */
    /* Set behind parsing, by filters_apply (model.h); neither hashed nor packed. */
    bool hidden;   /* neither on the front page nor in the site's own feeds */
    bool pinned;   /* first on the front page */
    bool untagged; /* it names no tag itself; those it has were added */
};

/* A deep copy in the arena, but for the body, which is left empty. */
struct article *article_copy(struct arena *a, const struct article *article);

/* Fills content_hash from the other fields; call while the body is still there. */
void article_hash(struct article *article);

/* True when the article names a tag itself, so that none need be derived from its text. */
static inline bool article_names_tags(const struct article *article)
{
    return article->tags.count && !article->untagged;
}

/* DIRECTION_RTL for languages written from right to left (by primary tag, or a script subtag). */
enum direction language_direction(str language);

/* The reading time in whole minutes, at least 1: 230 words a minute. */
unsigned article_minutes(const struct article *article);

#endif
