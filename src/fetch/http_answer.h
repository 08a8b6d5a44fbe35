/* From the headers of an answer to a struct http_response. */
#ifndef DIGEST_FETCH_HTTP_ANSWER_H
#define DIGEST_FETCH_HTTP_ANSWER_H

#include "digest/http.h"

/* Fills in headers, type, charset and date from lines as struct transfer has them, which must live as
 * long as the response. The rest stays. */
void answer_read(struct http_response *out, struct arena *a, str head);

/* Gives up the place of a large answer, and its memory. Nothing, when it has none. */
void http_response_leave(struct http_response *response);

#endif
