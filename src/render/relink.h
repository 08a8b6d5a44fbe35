/* Addresses inside markup that the sanitizer wrote, fitted to where the markup is shown. */
#ifndef DIGEST_RENDER_RELINK_H
#define DIGEST_RENDER_RELINK_H

#include "digest/buf.h"
#include "digest/render.h"

/* Where addresses are to lead. */
struct relinking {
    const struct site *site;
    const struct source *source; /* of the article */
    struct arena *a;             /* for what is needed in between */
    str root; /* the site's URL, or the way there from the page ("../../"), ending in a slash */
    str page; /* the page's URL, or "" where the markup stands on it */
    str gone; /* what is said of an image that is gone; "": it keeps its address */
};

/*
 * Appends markup to out with the addresses in it that are the site's own rewritten: an image of the
 * site ("media/…") gets the root before it and is percent-encoded, a fragment ("#note") gets the
 * page. An image that the site has a copy of leads to that, with size and srcset, and so does a link
 * around it to the same picture; one that is gone becomes a placeholder. Everything else stays as it
 * is.
 */
void relink(struct buf *out, str markup, const struct relinking *r);

/* True when relink may change something in the markup. */
bool relink_needed(str markup, const struct relinking *r);

/* Appends what stands in place of an <img> tag (relink_image.c). False: the tag stays. `linkless`:
 * an <a> or <summary> is open around it, so that no link may stand there. */
bool relink_image(struct buf *out, str tag, bool linkless, const struct relinking *r);

/* The path in the site that a link, the tag of an <a>, leads to instead, when an image of which the
 * site has a copy is what follows: the copy, if the link leads to the same picture. Else "". */
str relink_target(str link, str following, const struct relinking *r);

#endif
