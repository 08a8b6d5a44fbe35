/* Knowing what came instead of what was asked for, and what can be done about it. */
#ifndef DIGEST_FETCH_BLOCKER_H
#define DIGEST_FETCH_BLOCKER_H

#include "sync.h"

/* What can be done about it; each is a line of text for each thing that can be wanted. */
enum remedy {
    REMEDY_ALLOW,   /* the owner can allow the user agent */
    REMEDY_LOGIN,   /* credentials */
    REMEDY_OPEN,    /* REST is closed: the feed, credentials, or the owner opens it */
    REMEDY_LATER,   /* it may pass */
    REMEDY_OWNER,   /* only the owner can repair it */
    REMEDY_ADDRESS, /* look at the address */
    REMEDY_GONE,    /* it will not come back */
    REMEDY_FEED,    /* this is no WordPress, or it hides it well */
};

/* What an answer turned out to be. */
struct finding {
    enum answer kind;
    enum remedy remedy;
    str what; /* "Cloudflare's browser check"; in an arena, or static */
};

/* What was wanted of the server, for messages. */
enum wanted { WANT_REST, WANT_FEED, WANT_TEXT };

/* Looks for one of the known obstacles in an answer that is no JSON of WordPress's: by status,
 * headers, title and text. False: none of them. */
bool blocker_find(struct finding *out, struct arena *a, const struct http_response *response);

/* Fills *err with what an answer is that is not what was wanted, as answer_explain does. An answer
 * whose status is fine and that is no known obstacle is "an HTML page" or whatever else it is.
 * Returns false. */
bool blocker_explain(struct arena *a, const struct http_response *response, enum wanted wanted,
                     struct err *err);

/* Text in quotes for a message, at most 80 characters: “Title”. "" for an empty text. */
str quoted(struct arena *a, str text);

#endif
