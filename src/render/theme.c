/* Compiles a theme from its files. */
#include "theme.h"

#include "digest/limits.h"
#include "page.h"

static const str ending = {".mustache", 9};

static bool add_templates(struct theme *theme, const struct theme_file *files, size_t count,
                          struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        if (!str_ends(files[i].name, ending))
            continue;
        str name = str_slice(files[i].name, 0, files[i].name.n - ending.n);
        if (!template_add(theme->set, name, files[i].bytes, files[i].place, err))
            return false;
    }
    return true;
}

static bool has_file(const struct theme_file *files, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(files[i].name, name))
            return true;
    return false;
}

/* Every kind of page needs its template; better said now than at the first such page. */
static bool check_complete(struct arena *a, const struct theme_file *files, size_t count,
                           struct err *err)
{
    for (int kind = 0; kind < PAGE_TEMPLATES; kind++) {
        str name = arena_printf(a, "%s.mustache", page_types[kind].template);
        if (!has_file(files, count, name.p))
            return err_set(err, ERR_TEMPLATE, "the theme has no %s", name.p);
    }
    return true;
}

bool theme_load(struct theme **out, struct arena *a, const struct theme_file *files, size_t count,
                str language, struct err *err)
{
    struct theme *theme = arena_alloc(a, sizeof *theme);
    theme->set = template_set_new(a, false);
    if (!add_templates(theme, files, count, err) || !check_complete(a, files, count, err) ||
        !template_check(theme->set, err) ||
        !words_load(&theme->words, a, files, count, language, err))
        return false;
    assets_load(&theme->assets, a, files, count);
    *out = theme;
    return true;
}
