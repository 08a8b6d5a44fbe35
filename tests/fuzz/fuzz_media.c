/*
 * Fuzzes images. The first byte chooses the width that is asked for, the rest is the file. What comes
 * out has the size it says, is no wider than asked when it was written anew, and comes out again the
 * same; or there is a reason.
 */
#include <stdlib.h>

#include "digest/limits.h"
#include "digest/media.h"

static bool keeps_promises(const struct media_set *set)
{
    if (set->count < 1 || set->count > MEDIA_WIDTHS)
        return false;
    for (size_t i = 0; i < set->count; i++) {
        const struct media_variant *v = &set->variants[i];
        if (!v->bytes.n || !v->ending || (uint64_t)v->width * v->height > LIMIT_IMAGE_PIXELS)
            return false;
        if (i && v->width <= set->variants[i - 1].width)
            return false;
    }
    return true;
}

/* libFuzzer's entry. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint32_t widths[] = {1, 16, 700, 1600};
    struct arena arena = {0};
    struct media_set set, again;
    struct err err = {0};
    if (size == 0)
        return 0;
    uint32_t width = widths[data[0] % 4];
    str bytes = {(const char *)data + 1, size - 1};
    bool made = media_convert(&set, &arena, bytes, width, &err);
    if (made ? !keeps_promises(&set) : !err.why[0] || set.count)
        abort();
    if (made && size % 8 == 0) {
        if (!media_convert(&again, &arena, bytes, width, &err) || again.count != set.count ||
            !str_eq(again.variants[0].bytes, set.variants[0].bytes))
            abort();
    }
    arena_release(&arena);
    return 0;
}
