/* Failed transfers in plain words. */
#ifndef DIGEST_FETCH_HTTP_ERROR_H
#define DIGEST_FETCH_HTTP_ERROR_H

#include "digest/err.h"
#include "http_site.h"
#include "http_transfer.h"

/* Fills *err with why a transfer that did not succeed failed and what to do about it, but no place.
 * Returns false. */
bool transfer_explain(const struct transfer *t, const struct http_site *site, struct err *err);

#endif
