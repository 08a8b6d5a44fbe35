/*
 * Foreign markup → markup that is safe and valid in a page of ours.
 *
 * By allow-list of elements, attributes and URL schemes. The result is HTML 5 flow content that a
 * browser parses to exactly the tree it was written from, so nothing can change its meaning
 * behind our back. Linear time, bounded depth, and cleaning twice equals cleaning once.
 */
#ifndef DIGEST_SANITIZE_H
#define DIGEST_SANITIZE_H

#include "digest/article.h"
#include "digest/buf.h"

/* A parsed selector; made by selector_parse. */
struct selector;

struct sanitize_options {
    str base;        /* the article's URL: relative URLs are resolved against it; "" leaves out what
                      is relative, but fragments */
    int top_heading; /* the highest heading allowed, 2 under a page's h1; deeper ones are shifted
                        and closed up so that no level is skipped */
    const struct selector *const *strip; /* elements that match any are left out with content */
    size_t strip_count;
    bool no_images; /* images are left out, and the captions of figures that had nothing else */
    /*
     * Asked for each image's URL as it is written (references decoded). True when the site has a
     * copy of its own: found->url is then its path of the site ("media/…"), which is put out as it
     * is, with found->width and height when known; srcset is dropped. Null when there are none.
     */
    bool (*own_image)(void *context, str reference, struct image *found);
    void *context;
};

/* What was seen on the way; strings in the arena given to sanitize. */
struct sanitize_findings {
    struct image first_image; /* the first real image of the body, url "" when none */
    struct link source_link;  /* the link of a trailing "Source: …" line, which is then removed
                                 from the body; url "" when none */
    str first_heading1;       /* text of a leading h1, which is then removed from the body; or "" */
    bool cut;                 /* something was lost to a limit: depth, size */
    size_t depth_dropped;     /* elements flattened because of depth */
};

/*
 * Cleans `markup` (valid UTF-8) into the arena and appends the body's plain text to `text` (blocks
 * parted by newlines, white space folded) unless text is null. *findings is filled; never null.
 */
html sanitize(struct arena *a, str markup, const struct sanitize_options *options, struct buf *text,
              struct sanitize_findings *findings);

/* The plain text of an HTML fragment such as a title or excerpt: markup dropped, entities decoded
 * once, white space folded, control characters dropped. Text that has neither "<" nor "&" is
 * only folded. */
str html_to_text(struct arena *a, str markup);

/* Decodes character references (HTML Standard 13.2.5.72 ff., names with and without semicolon)
 * in s once. */
void html_decode(struct buf *out, str s);

/* Folds white space, and drops it at both ends; drops characters that only disturb: controls, private use, noncharacters,
 * U+FEFF, U+200B, bidi embeddings and isolates, combining marks beyond 30 on one letter; composes
 * (NFC); cuts the text at `limit` bytes at a character. */
str text_clean(struct arena *a, str text, size_t limit);

/*
 * The first whole sentences of text that fit into `limit` bytes, at least one: one that is longer
 * is cut at a word and ends in "…". Abbreviations, initials and decimal points end no sentence.
 */
str text_summary(struct arena *a, str text, size_t limit);

/*
 * Parses "aside", ".wp-cta-block", "#promo", "div.box.ad", "div#x.y" and, with spaces, descendants
 * ("div.post .ad"). Returns null and fills *err for anything else.
 */
struct selector *selector_parse(struct arena *a, str s, struct err *err);

/*
 * Resolves `reference` against the absolute URL `base` (RFC 3986 section 5 as the WHATWG URL
 * Standard reads it: white space stripped, backslashes as slashes, protocol-relative). Result in
 * the arena: an absolute http, https or mailto URL (mailto and tel only when `links` is true),
 * percent-encoded where needed, or "" when it is anything else or over LIMIT_URL.
 */
str url_resolve(struct arena *a, str base, str reference, bool links);

#endif
