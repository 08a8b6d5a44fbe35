/* Leaving out what the configuration or common sense says is no part of the article. */
#ifndef DIGEST_PARSE_SANITIZE_STRIP_H
#define DIGEST_PARSE_SANITIZE_STRIP_H

#include "sanitize_events.h"
#include "sanitize_tree.h"
#include "selector.h"

/* Elements looked at on the way from the root; deeper ones only count as inside. */
#define TRAIL_MAX 128

/* A filter between the reader and the builder. Fill in cleaner and next, zero the rest. */
struct strip_filter {
    struct cleaner *c;
    const struct event_sink *next;
    struct path_step trail[TRAIL_MAX];
    size_t count;
    size_t beyond;   /* open elements beyond TRAIL_MAX */
    size_t dropping; /* trail length inside the element being left out, 0 for none */
};

/* The sink that filters for *f, which must outlive it. */
struct event_sink strip_sink(struct strip_filter *f);

#endif
