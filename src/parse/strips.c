/* A source's `strip:` as selectors, and its policy for images. */
#include "strips.h"

void strips_compile(struct sanitize_options *options, const struct source *source,
                    struct parsed *out, struct arena *a)
{
    const struct str_list *strip = &source->strip;
    const struct selector **selectors = arena_array(a, strip->count, sizeof(struct selector *));
    size_t count = 0;
    for (size_t i = 0; i < strip->count; i++) {
        struct err e = {0};
        const struct selector *selector = selector_parse(a, strip->items[i], &e);
        if (selector)
            selectors[count++] = selector;
        else
            parsed_problem(out, a, &e, false);
    }
    options->no_images = source->images == IMAGES_NONE;
    options->strip = selectors;
    options->strip_count = count;
}
