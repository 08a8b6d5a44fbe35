/* Links between resources, as the header field Link and the element link name them. */
#ifndef DIGEST_FETCH_LINK_HEADER_H
#define DIGEST_FETCH_LINK_HEADER_H

#include "digest/arena.h"
#include "digest/http.h"

struct web_link {
    str target; /* as written: may be relative */
    str rel;    /* relation types, separated by white space */
    str type;   /* media type, lower case, without parameters; or "" */
    str title;  /* or "" */
};

struct web_links {
    struct web_link *items; /* in their order */
    size_t count;
};

/* Adds the links of one Link field value (RFC 8288 section 3 and appendix B.2), at most LINKS_MAX in
 * all. Values that are broken yield what can be read of them. Texts are borrowed from the value, or
 * in the arena. */
void link_header_read(struct web_links *out, struct arena *a, str value);

/* The links of all Link fields of an answer. */
struct web_links link_headers(struct arena *a, const struct http_response *response);

/* True when rel is one of the link's relation types; case does not matter (RFC 8288 section 2.1). */
bool link_has_rel(const struct web_link *link, str rel);

/* A media type in lower case without parameters and white space. In the arena. */
str link_type(struct arena *a, str type);

/* Links of one header or page that are looked at. */
#define LINKS_MAX 200

#endif
