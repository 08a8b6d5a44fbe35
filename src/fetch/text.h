/* Telling texts that are articles from other files. */
#ifndef DIGEST_FETCH_TEXT_H
#define DIGEST_FETCH_TEXT_H

#include "body.h"
#include "digest/http.h"

/* True when the type, or the ending of the URL's path, is that of Markdown. */
bool text_is_markdown(str type, str url);

/* True when an answer may be an article: its bytes are text, and neither its type nor its beginning is
 * that of a page. */
bool text_is_article(const struct http_response *response, enum body_kind kind);

#endif
