/* Addresses inside markup that the sanitizer wrote, fitted to where the markup is shown. */
#ifndef DIGEST_RENDER_RELINK_H
#define DIGEST_RENDER_RELINK_H

#include "digest/buf.h"

/*
 * Appends markup to out with the addresses in it that are the site's own rewritten: an image of the
 * site ("media/…") gets `root` before it and is percent-encoded, a fragment ("#note") gets `page`.
 * root is the URL of the site or the way there from the page ("../../"), ending in a slash; page a
 * URL or "". Everything else stays as it is.
 */
void relink(struct buf *out, str markup, str root, str page);

#endif
