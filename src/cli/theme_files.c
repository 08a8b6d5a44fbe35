/* The embedded theme, and the site's own files over it. */
#include "theme_files.h"

#include <stdlib.h>

#include "digest/fs.h"
#include "digest/limits.h"
#include "embedded.h"

#define EMBEDDED_FOLDER "templates/"

/* Explains the folder to people; no part of the theme. */
static bool is_theme_file(str name)
{
    return !str_is(name, "README.md");
}

static size_t count_embedded(void)
{
    size_t n = 0;
    while (embedded_files[n].path)
        n++;
    return n;
}

static void add_embedded(struct theme_files *out, struct arena *a)
{
    for (const struct embedded_file *f = embedded_files; f->path; f++) {
        str path = str_of(f->path);
        if (!str_starts(path, STR(EMBEDDED_FOLDER)))
            continue;
        str name = str_slice(path, strlen(EMBEDDED_FOLDER), path.n);
        if (!is_theme_file(name))
            continue;
        out->items[out->count++] = (struct theme_file){
            .name = name,
            .bytes = {f->begin, (size_t)(f->end - f->begin)},
            .place = arena_printf(a, "(built in)/%.*s", STR_ARGS(name)),
        };
    }
}

/* The name in the theme of a file listed in the folder. */
static str name_below(const char *folder, str path)
{
    str name = str_of(path.p + strlen(folder));
    while (str_starts(name, STR("/")))
        name = str_slice(name, 1, name.n);
    return name;
}

static bool read_file(struct theme_file *out, struct arena *a, str path, struct err *err)
{
    bool asset = str_starts(out->name, STR("assets/"));
    struct buf bytes = buf_init(asset ? LIMIT_IMAGE_FILE : LIMIT_TEMPLATE);
    bool ok = fs_read(&bytes, path.p, err);
    if (ok)
        out->bytes = arena_copy(a, buf_str(&bytes));
    out->place = path;
    buf_release(&bytes);
    return ok;
}

/* Puts the file in the place of the built-in one of its name, or behind the others. Built-in files
 * are the first `built_in`. */
static void put(struct theme_files *out, size_t built_in, const struct theme_file *file)
{
    for (size_t i = 0; i < built_in; i++)
        if (str_eq(out->items[i].name, file->name)) {
            out->items[i] = *file;
            return;
        }
    out->items[out->count++] = *file;
}

static int by_name(const void *a, const void *b)
{
    const struct theme_file *x = a, *y = b;
    return str_compare(x->name, y->name);
}

bool theme_files_load(struct theme_files *out, struct arena *a, const char *folder, struct err *err)
{
    struct fs_list own = {0};
    enum fs_kind kind = fs_kind(folder);
    if (kind == FS_FILE || kind == FS_OTHER) {
        err_set(err, ERR_CONFIG, "%s is not a folder", folder);
        return err_hint(err, "\"templates:\" names the folder with the site's own templates");
    }
    if (kind == FS_FOLDER && !fs_list(&own, a, folder, true, err))
        return false;
    *out = (struct theme_files){
        .items = arena_array(a, count_embedded() + own.count, sizeof *out->items)};
    add_embedded(out, a);
    size_t built_in = out->count;
    for (size_t i = 0; i < own.count; i++) {
        struct theme_file file = {.name = name_below(folder, own.items[i].path)};
        if (!is_theme_file(file.name))
            continue;
        if (!read_file(&file, a, own.items[i].path, err))
            return false;
        put(out, built_in, &file);
    }
    if (out->count)
        qsort(out->items, out->count, sizeof *out->items, by_name);
    return true;
}
