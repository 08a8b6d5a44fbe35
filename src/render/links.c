/* Relative and absolute addresses of the site's own paths. */
#include "links.h"

#include "digest/escape.h"

str link_folder(str path)
{
    size_t n = path.n;
    while (n && path.p[n - 1] != '/')
        n--;
    return str_slice(path, 0, n);
}

str link_base_path(const struct config *config)
{
    size_t scheme = str_find(config->url, STR("://"), 0);
    size_t host = scheme == SIZE_MAX ? 0 : scheme + 3;
    size_t slash = str_find_char(config->url, '/', host);
    return slash == SIZE_MAX ? STR("/") : str_slice(config->url, slash, config->url.n);
}

bool link_is_external(str url)
{
    return str_starts(url, STR("http://")) || str_starts(url, STR("https://"));
}

/* True when escape_path would leave path as it is, which most are. */
static bool is_plain(str path)
{
    for (size_t i = 0; i < path.n; i++) {
        char c = path.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
              c == '/' || c == '-' || c == '.' || c == '_' || c == '~'))
            return false;
    }
    return true;
}

static str encode(struct arena *a, str path)
{
    if (is_plain(path))
        return path;
    struct buf out = buf_init(3 * path.n + 1);
    escape_path(&out, path);
    str encoded = arena_copy(a, buf_str(&out));
    buf_release(&out);
    return encoded;
}

/* The length of the folders that both paths begin with. */
static size_t common_folders(str a, str b)
{
    size_t common = 0;
    for (size_t i = 0; i < a.n && i < b.n && a.p[i] == b.p[i]; i++)
        if (a.p[i] == '/')
            common = i + 1;
    return common;
}

str link_to(struct arena *a, const struct linker *linker, str path)
{
    if (linker->base.n)
        return arena_printf(a, "%.*s%.*s", STR_ARGS(linker->base), STR_ARGS(encode(a, path)));
    size_t common = common_folders(linker->folder, path);
    size_t up = 0;
    for (size_t i = common; i < linker->folder.n; i++)
        up += linker->folder.p[i] == '/';
    str rest = encode(a, str_slice(path, common, path.n));
    if (!up && !rest.n)
        return STR("./");
    char *href = arena_alloc(a, 3 * up + rest.n + 1);
    for (size_t i = 0; i < 3 * up; i++)
        href[i] = i % 3 == 2 ? '/' : '.';
    if (rest.n)
        memcpy(href + 3 * up, rest.p, rest.n);
    return (str){href, 3 * up + rest.n};
}

str link_absolute(struct arena *a, const struct config *config, str path)
{
    return arena_printf(a, "%.*s%.*s", STR_ARGS(config->url), STR_ARGS(encode(a, path)));
}

str link_image(struct arena *a, const struct linker *linker, str url)
{
    return link_is_external(url) ? url : link_to(a, linker, url);
}
