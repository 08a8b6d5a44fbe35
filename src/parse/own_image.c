/* Which file beside the articles an image's URL means. */
#include "own_image.h"

#include "digest/buf.h"
#include "digest/limits.h"

/* WordPress keeps uploads below this folder, whatever the address of the site. */
#define UPLOADS STR("wp-content/uploads/")

static bool is_absolute(str reference)
{
    return str_starts(reference, STR("//")) || str_find(reference, STR("://"), 0) != SIZE_MAX;
}

/* Appends the segments of `path` to the normalized path in out; false when ".." leaves the root. */
static bool append_segments(struct buf *out, str path)
{
    for (str segment; str_next_part(&path, '/', &segment);) {
        if (segment.n == 0 || str_is(segment, "."))
            continue;
        if (!str_is(segment, "..")) {
            if (out->n)
                buf_addc(out, '/');
            buf_add(out, segment);
            continue;
        }
        if (out->n == 0)
            return false;
        size_t end = out->n;
        while (end > 0 && out->p[end - 1] != '/')
            end--;
        buf_cut(out, end ? end - 1 : 0);
    }
    return true;
}

/* The path of a reference without query and fragment. */
static str path_part(str reference)
{
    size_t end = 0;
    while (end < reference.n && reference.p[end] != '?' && reference.p[end] != '#')
        end++;
    return str_slice(reference, 0, end);
}

static struct media_file *find_relative(const struct raw *raw, str path)
{
    struct buf full = buf_init(LIMIT_URL);
    str name = raw->item->name;
    size_t folder = name.n;
    while (folder > 0 && name.p[folder - 1] != '/')
        folder--;
    struct media_file *file = NULL;
    if (!str_starts(path, STR("/")))
        append_segments(&full, str_slice(name, 0, folder));
    if (append_segments(&full, path) && !full.over)
        file = map_get(&raw->media->by_path, buf_str(&full));
    buf_release(&full);
    return file;
}

static struct media_file *find_absolute(const struct raw *raw, str path)
{
    size_t uploads = str_find(path, UPLOADS, 0);
    if (uploads != SIZE_MAX) {
        str below = str_slice(path, uploads + UPLOADS.n, path.n);
        struct media_file *file = map_get(&raw->media->by_path, below);
        if (file)
            return file;
    }
    size_t name = path.n;
    while (name > 0 && path.p[name - 1] != '/')
        name--;
    return map_get(&raw->media->by_name, str_slice(path, name, path.n));
}

bool own_image(void *context, str reference, struct image *found)
{
    const struct raw *raw = context;
    if (raw->media->count == 0 || reference.n == 0 || reference.n > LIMIT_URL)
        return false;
    struct buf path = buf_init(LIMIT_URL);
    buf_add_percent_decoded(&path, path_part(reference));
    struct media_file *file = is_absolute(reference) ? find_absolute(raw, buf_str(&path))
                                                     : find_relative(raw, buf_str(&path));
    buf_release(&path);
    if (!file)
        return false;
    atomic_store(&file->used, true);
    found->url = file->site_path;
    if (file->width && file->height) {
        found->width = file->width;
        found->height = file->height;
    }
    return true;
}
