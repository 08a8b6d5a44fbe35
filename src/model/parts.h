/* The steps of model_build, in the order it takes them. Each fills its part of *model. */
#ifndef DIGEST_MODEL_PARTS_H
#define DIGEST_MODEL_PARTS_H

#include "digest/map.h"
#include "digest/model.h"

/* What all steps share: where things live and what they are made from. */
struct build {
    struct model *model;
    struct arena *arena;
    const struct config *config;
    const struct zone *zone;
    const struct permalinks *permalinks;
};

/* Sets entries: one per article, repeats settled, newest first, with date and source; and which of
 * them are shown and pinned. */
void build_entries(struct build *b, struct article **articles, size_t count);

/* Sets terms of all kinds, and each entry's. Needs entries. */
void build_terms(struct build *b);

/* Sets each entry's path, and redirects. Needs entries. */
void build_paths(struct build *b);

/* Sets days, months and years. Needs entries. */
void build_periods(struct build *b);

/* Sets each entry's earlier related ones. Needs terms. */
void build_related(struct build *b);

/* The number to try next behind a name that is taken, 2 at first; whoever tries it counts it up. The
 * name must live as long as the map. */
unsigned *number_behind(struct map *numbers, str name);

/* The name by which things are the same whatever their case and joining: folded, NFC, each run of
 * spaces, hyphens and underscores one space. In the arena. */
str name_key(struct arena *a, str name);

#endif
