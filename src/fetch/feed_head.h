/* What a feed says of itself, for showing it to someone; its entries are the parser's. */
#ifndef DIGEST_FETCH_FEED_HEAD_H
#define DIGEST_FETCH_FEED_HEAD_H

#include "digest/arena.h"

struct feed_head {
    str title;      /* as text; "" when there is none */
    str home;       /* URL of its site, absolute; "" when there is none */
    bool wordpress; /* WordPress made it */
};

/* Reads the head of a feed whose URL is `url`. What cannot be read stays empty. */
void feed_head_read(struct feed_head *out, struct arena *a, str bytes, str url);

#endif
