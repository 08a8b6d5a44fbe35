/*
 * The theme's assets, each under a name that carries a fingerprint of its bytes.
 *
 * Stylesheets may name each other in circles, so theirs is taken of all assets together, before
 * any url() is changed; all other files have one of their own.
 */
#include <stdlib.h>

#include "theme.h"

#include "digest/limits.h"

static const str folder = {"assets/", 7};

static bool is_stylesheet(str name)
{
    return str_ends_nocase(name, STR(".css"));
}

static int compare_assets(const void *left, const void *right)
{
    const struct asset *a = left, *b = right;
    return str_compare(a->name, b->name);
}

/* "style.css" → "style_css". */
static str field_of(struct arena *a, str name)
{
    str field = arena_copy(a, name);
    char *p = (char *)(uintptr_t)field.p;
    for (size_t i = 0; i < field.n; i++) {
        char c = p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')))
            p[i] = '_';
    }
    return field;
}

/* "style.css" → "assets/style-1a2b3c4d.css", "fonts/a" → "assets/fonts/a-1a2b3c4d". */
static str path_of(struct arena *a, str name, struct hash hash)
{
    char hex[33];
    hash_hex(hash, hex);
    size_t dot = name.n;
    for (size_t i = name.n; i > 0 && name.p[i - 1] != '/'; i--) {
        if (name.p[i - 1] == '.' && i > 1 && name.p[i - 2] != '/') {
            dot = i - 1;
            break;
        }
    }
    str stem = str_slice(name, 0, dot), ending = str_slice(name, dot, name.n);
    return arena_printf(a, "assets/%.*s-%.8s%.*s", STR_ARGS(stem), hex, STR_ARGS(ending));
}

/* -- References in stylesheets ---------------------------------------------------------------- */

static const struct asset *find_asset(const struct assets *assets, str name)
{
    struct asset key = {.name = name};
    return assets->count ? bsearch(&key, assets->items, assets->count, sizeof key, compare_assets)
                         : NULL;
}

/* The asset that a reference in the stylesheet `from` names: "a.woff2", "./a.woff2", "../a". */
static const struct asset *resolve(const struct assets *assets, str from, str reference)
{
    size_t depth = from.n;
    while (depth && from.p[depth - 1] != '/')
        depth--;
    for (;;) {
        if (str_starts(reference, STR("./"))) {
            reference = str_slice(reference, 2, reference.n);
        } else if (str_starts(reference, STR("../")) && depth) {
            reference = str_slice(reference, 3, reference.n);
            for (depth--; depth && from.p[depth - 1] != '/';)
                depth--;
        } else {
            break;
        }
    }
    char joined[256];
    if (depth + reference.n > sizeof joined)
        return NULL;
    memcpy(joined, from.p, depth);
    if (reference.n)
        memcpy(joined + depth, reference.p, reference.n);
    return find_asset(assets, (str){joined, depth + reference.n});
}

/* Appends how the stylesheet `from` reaches `to`: up to assets/, then down. */
static void add_reference(struct buf *out, str from, const struct asset *to)
{
    for (size_t i = 0; i < from.n; i++)
        if (from.p[i] == '/')
            buf_addz(out, "../");
    buf_add(out, str_slice(to->path, folder.n, to->path.n));
}

/* The reference in the parentheses of url(…), without quotes. */
static str unquote(str inside)
{
    inside = str_trim(inside);
    bool quoted = inside.n >= 2 && (inside.p[0] == '"' || inside.p[0] == '\'') &&
                  inside.p[inside.n - 1] == inside.p[0];
    return quoted ? str_slice(inside, 1, inside.n - 1) : inside;
}

static str link_stylesheet(struct arena *a, const struct assets *assets, const struct asset *css)
{
    struct buf out = buf_init(LIMIT_PAGE);
    str rest = css->bytes;
    for (;;) {
        size_t open = str_find(rest, STR("url("), 0);
        size_t close = open == SIZE_MAX ? SIZE_MAX : str_find_char(rest, ')', open);
        if (close == SIZE_MAX)
            break;
        str inside = str_slice(rest, open + 4, close);
        const struct asset *to = resolve(assets, css->name, unquote(inside));
        buf_add(&out, str_slice(rest, 0, open + 4));
        if (to)
            add_reference(&out, css->name, to);
        else
            buf_add(&out, inside);
        rest = str_slice(rest, close, rest.n);
    }
    buf_add(&out, rest);
    str linked = arena_copy(a, buf_str(&out));
    buf_release(&out);
    return linked;
}

void assets_load(struct assets *out, struct arena *a, const struct theme_file *files, size_t count)
{
    *out = (struct assets){.items = arena_array(a, count, sizeof *out->items)};
    for (size_t i = 0; i < count; i++) {
        if (!str_starts(files[i].name, folder) || files[i].name.n == folder.n)
            continue;
        str name = str_slice(files[i].name, folder.n, files[i].name.n);
        out->items[out->count++] =
            (struct asset){.name = name, .field = field_of(a, name), .bytes = files[i].bytes};
    }
    qsort(out->items, out->count, sizeof *out->items, compare_assets);
    struct hash all = {0};
    for (size_t i = 0; i < out->count; i++)
        all = hash_with(hash_with(all, out->items[i].name), out->items[i].bytes);
    for (size_t i = 0; i < out->count; i++) {
        struct asset *asset = &out->items[i];
        struct hash own = is_stylesheet(asset->name) ? all : hash_of(asset->bytes);
        asset->path = path_of(a, asset->name, own);
    }
    for (size_t i = 0; i < out->count; i++)
        if (is_stylesheet(out->items[i].name))
            out->items[i].bytes = link_stylesheet(a, out, &out->items[i]);
}
