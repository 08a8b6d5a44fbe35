/* Articles → model: the steps in their order. */
#include "parts.h"

static int64_t latest_modification(const struct model *model)
{
    int64_t latest = 0;
    for (size_t i = 0; i < model->count; i++)
        if (i == 0 || model->entries[i]->article->modified.utc > latest)
            latest = model->entries[i]->article->modified.utc;
    return latest;
}

void model_build(struct model *out, struct arena *a, struct article **articles, size_t count,
                 const struct config *config, const struct zone *zone,
                 const struct permalinks *permalinks)
{
    *out = (struct model){0};
    struct build b = {out, a, config, zone, permalinks};
    build_entries(&b, articles, count);
    build_terms(&b);
    build_paths(&b);
    build_periods(&b);
    build_related(&b);
    out->updated = latest_modification(out);
}
