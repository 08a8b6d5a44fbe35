/* The copies that the site has of other sites' images. */
#include "copies.h"

#include "digest/escape.h"
#include "digest/limits.h"

const struct mirrored *copies_of(const struct site *site, const struct source *source, str url)
{
    if (!site->mirror || source->images != IMAGES_MIRROR || !url.n)
        return NULL;
    struct mirrored *copies = map_get(&site->mirror->by_url, url);
    if (copies)
        atomic_store_explicit(&copies->used, true, memory_order_relaxed);
    return copies;
}

const struct mirrored_file *copies_largest(const struct mirrored *copies)
{
    return &copies->files[copies->count - 1];
}

str copies_srcset(struct arena *a, const struct mirrored *copies, str root)
{
    if (copies->count < 2)
        return (str){0};
    struct buf out = buf_init(MIRRORED_FILES * (2 * (size_t)LIMIT_URL + 16));
    for (size_t i = 0; i < copies->count; i++) {
        buf_addz(&out, i ? ", " : "");
        buf_add(&out, root);
        escape_path(&out, copies->files[i].site_path);
        buf_addf(&out, " %uw", copies->files[i].width);
    }
    str srcset = arena_copy(a, buf_str(&out));
    buf_release(&out);
    return srcset;
}

struct image lead_image(const struct site *site, const struct entry *entry)
{
    struct image image = entry->article->image;
    const struct mirrored *copies = copies_of(site, entry->source, image.url);
    if (!copies)
        return image;
    if (!copies->count)
        return (struct image){0};
    const struct mirrored_file *largest = copies_largest(copies);
    image.url = largest->site_path;
    /* A drawing that does not say its size keeps the one that the source tells. */
    if (largest->width && largest->height) {
        image.width = largest->width;
        image.height = largest->height;
    }
    return image;
}
