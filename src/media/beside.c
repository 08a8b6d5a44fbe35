/* The images beside a source's articles: found, checked, and given a path in the site. */
#include <fcntl.h>
#include <unistd.h>

#include "digest/fs.h"
#include "digest/inside.h"
#include "digest/limits.h"
#include "digest/media.h"
#include "digest/slug.h"
#include "probe.h"

/* Enough of a JPEG file to reach its frame header behind colour profile and preview. */
#define HEAD_BYTES ((size_t)256 << 10)

static str ending_of(str name)
{
    size_t dot = name.n;
    while (dot > 0 && name.p[dot - 1] != '.')
        dot--;
    return dot ? str_slice(name, dot, name.n) : (str){0};
}

/* The endings that images are looked for under, as they are written in the site. */
static const char *image_ending(str name)
{
    static const char *const endings[][2] = {
        {"png", "png"},   {"jpg", "jpg"},   {"jpeg", "jpg"}, {"gif", "gif"},
        {"webp", "webp"}, {"avif", "avif"}, {"svg", "svg"},
    };
    str ending = ending_of(name);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_eq_nocase(ending, str_of(endings[i][0])))
            return endings[i][1];
    return NULL;
}

/* Reads at most limit bytes from the head of a file; "" when it cannot be read. */
static str read_head(struct arena *a, const char *path, size_t limit)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return (str){0};
    char *bytes = arena_alloc(a, limit);
    size_t n = 0;
    ssize_t got;
    while (n < limit && (got = read(fd, bytes + n, limit - n)) > 0)
        n += (size_t)got;
    close(fd);
    return (str){bytes, n};
}

static bool probe_file(const struct fs_entry *entry, bool svg, struct image_size *size)
{
    size_t limit = svg ? LIMIT_SVG_FILE : HEAD_BYTES; /* an SVG file is looked at whole */
    if (entry->size > (svg ? LIMIT_SVG_FILE : LIMIT_IMAGE_FILE))
        return false;
    struct arena scratch = {0};
    str bytes = read_head(&scratch, entry->path.p, limit < entry->size ? limit : entry->size);
    bool good = svg ? svg_probe(bytes, size) : image_probe(bytes, size);
    arena_release(&scratch);
    return good;
}

/* "Bilder/Über uns.JPEG" of the source "notes" → "media/notes/bilder/uber-uns.jpg". */
static str site_path_of(struct arena *a, str key, str relative, const char *ending)
{
    struct buf path = buf_init(LIMIT_URL);
    buf_addz(&path, "media/");
    buf_add(&path, key);
    str stem = str_slice(relative, 0, relative.n - ending_of(relative).n - 1);
    for (str segment; str_next_part(&stem, '/', &segment);) {
        buf_addc(&path, '/');
        buf_add(&path, slug_make(a, segment));
    }
    buf_addc(&path, '.');
    buf_addz(&path, ending);
    str copy = arena_copy(a, buf_str(&path));
    buf_release(&path);
    return copy;
}

/* Two files whose names make one path ("a b.png", "a-b.png"): the later gets a number. */
static str unique_path(struct arena *a, const struct map *taken, str path)
{
    str candidate = path;
    size_t dot = path.n - ending_of(path).n - 1;
    for (unsigned n = 2; map_get(taken, candidate); n++)
        candidate =
            arena_printf(a, "%.*s-%u%.*s", (int)dot, path.p, n, (int)(path.n - dot), path.p + dot);
    return candidate;
}

static void add_media(struct media *out, struct arena *a, const struct source *source,
                      const struct fs_entry *entry, str folder)
{
    const char *ending = image_ending(entry->path);
    struct image_size size;
    if (!ending || !file_is_inside(folder, entry->path) ||
        !probe_file(entry, strcmp(ending, "svg") == 0, &size))
        return;
    str relative = path_in_folder(folder, entry->path);
    struct media_file *file = &out->files[out->count++];
    file->file = entry->path;
    file->site_path =
        unique_path(a, &out->by_site_path, site_path_of(a, source->key, relative, ending));
    file->width = size.width;
    file->height = size.height;
    map_set(&out->by_site_path, file->site_path, file);
    map_set(&out->by_path, relative, file);
    if (!map_get(&out->by_name, fs_name(relative)))
        map_set(&out->by_name, fs_name(relative), file);
}

/* Where the images of a source are: `media:`, or its own folder when it has one. */
static str media_folder(struct arena *a, const struct source *source)
{
    if (source->media.n)
        return source->media;
    if (source->remote || source->kind == SOURCE_WORDPRESS || source->kind == SOURCE_FEED)
        return (str){0};
    return fs_kind(source->path.p) == FS_FOLDER ? source->path : fs_folder(a, source->path);
}

bool media_list(struct media *out, struct arena *a, const struct config *config, size_t index,
                struct err *err)
{
    const struct source *source = &config->sources[index];
    struct map empty = {.arena = a};
    *out = (struct media){.by_path = empty, .by_name = empty, .by_site_path = empty};
    str folder = media_folder(a, source);
    struct fs_list found = {0};
    struct err why = {0};
    if (folder.n == 0 || fs_is_pattern(folder))
        return true;
    if (!fs_list(&found, a, arena_copy(a, folder).p, true, &why)) {
        if (!source->media.n)
            return true;
        *err = why;
        return err_hint(err,
                        "\"media:\" names the folder with saved copies of the source's images");
    }
    str output = folder_in_folder(a, folder, config->output);
    out->files = arena_array(a, found.count, sizeof *out->files);
    for (size_t i = 0; i < found.count; i++)
        if (!path_is_in(path_in_folder(folder, found.items[i].path), output))
            add_media(out, a, source, &found.items[i], folder);
    return true;
}
