/* The namespaces of feeds, under all the names that they go by. */
#ifndef DIGEST_PARSE_FEED_SPACE_H
#define DIGEST_PARSE_FEED_SPACE_H

#include "sanitize_events.h"

/* Bits, so that a set of them is a number. */
enum space {
    SPACE_RSS = 1,   /* no namespace, and those of RSS 0.90, 1.0 and some 2.0 */
    SPACE_ATOM = 2,  /* 0.3 and 1.0 */
    SPACE_DC = 4,    /* Dublin Core elements and terms */
    SPACE_MEDIA = 8, /* Media RSS */
    SPACE_ITUNES = 16,
    SPACE_CONTENT = 32,
    SPACE_XHTML = 64,
    SPACE_BURNER = 128, /* FeedBurner and others that replace links */
    SPACE_OTHER = 256,
};

/* Prefixes in scope that are told apart; real feeds declare a dozen. */
#define SPACES_MOST 64

/* The declarations in scope. Zero-initialise. */
struct spaces {
    struct {
        str prefix; /* in the arena */
        enum space space;
        unsigned depth;
    } items[SPACES_MOST];
    size_t count;
};

/* Takes up what the tag of an element at `depth` declares. */
void spaces_declare(struct spaces *spaces, struct arena *a, const struct tag *tag, unsigned depth);

/* Forgets what elements at `depth` and below declared. */
void spaces_leave(struct spaces *spaces, unsigned depth);

/* The namespace of an element called `name`, prefix included, in lower case; *local becomes its name
 * without prefix. A prefix that nobody declared, or to an unknown address, means what it usually
 * does. */
enum space spaces_find(const struct spaces *spaces, str name, str *local);

#endif
