/* The index of a REST interface: what it says of itself. */
#ifndef DIGEST_FETCH_WP_INDEX_H
#define DIGEST_FETCH_WP_INDEX_H

#include "sync.h"

/* The query that asks for no more than is read here: an index may have 600 kB. */
#define WP_INDEX_QUERY "_fields=name,description,url,home,namespaces,authentication"

/* Takes home, name and v2 of *root from an index. False, *root untouched: the bytes are no index. */
bool wp_index_read(struct wp_root *root, struct arena *a, str bytes);

#endif
