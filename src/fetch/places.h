/* Where a WordPress REST interface may be, as far as a URL tells by itself. */
#ifndef DIGEST_FETCH_PLACES_H
#define DIGEST_FETCH_PLACES_H

#include "sync.h"

/* An absolute URL, cut; all parts borrowed. */
struct url_cut {
    str origin; /* "https://example.org:8080" */
    str host;   /* "example.org" */
    str path;   /* "/blog/", at least "/" */
    str query;  /* without "?"; "" when there is none */
};

/* Cuts an http or https URL; the fragment is dropped. */
struct url_cut url_cut(str url);

/* The value of a query's parameter, not decoded; *found, unless null, says whether it is there. */
str query_get(str query, str name, bool *found);

/* The root that a URL lies below: one with rest_route=, with a segment wp-json, with the segments
 * wp/v2, or of WordPress.com's interface. False: it names none. */
bool root_above(struct wp_root *out, struct arena *a, str url);

/* The root that a site names by its link: as root_above, and any other URL is the root itself. */
void root_at(struct wp_root *out, struct arena *a, str url);

/* The root of a site at WordPress.com. False: the URL is not of its hosts. */
bool root_of_wordpress_com(struct wp_root *out, struct arena *a, str url);

/* Folders of one URL that are looked into, and roots of each. */
#define PLACES_MAX      4
#define ROOTS_PER_PLACE 3

/* Folders that the site of a URL may be installed in, absolute URLs with a slash at the end, the
 * deepest first; their number. Those that cannot be one (dates, feeds) are left out, but not the
 * host's root. */
size_t places_of(struct arena *a, str url, str places[PLACES_MAX]);

/* The roots that a WordPress in the folder `place` has: wp-json/, index.php/wp-json/ and
 * ?rest_route=/. */
void roots_of_place(struct arena *a, str place, struct wp_root roots[ROOTS_PER_PLACE]);

#endif
