/* From digest.yaml and the command line's flags to the one struct that everything works by. */
#include "digest/config.h"

#include "digest/fs.h"
#include "digest/limits.h"
#include "digest/pattern.h"
#include "filters.h"
#include "paths.h"
#include "sources.h"
#include "values.h"

#define FILE_NAME "digest.yaml"

/* Says why there is no configuration in the folder. */
static bool not_found(struct arena *a, const char *folder, struct err *err)
{
    const char *shown = folder ? folder : "the current folder";
    if (folder && fs_kind(folder) == FS_FILE) {
        err_set(err, ERR_CONFIG, "%s is a file, not the folder of a site", folder);
        return err_hint(err, "use --config %s", folder);
    }
    if (folder && fs_kind(folder) == FS_ABSENT) {
        err_set(err, ERR_CONFIG, "there is no folder %s", folder);
        return err_hint(err, "\"digest init %s\" makes a starter site there", folder);
    }
    err_set(err, ERR_CONFIG, "there is no " FILE_NAME " in %s", shown);
    if (fs_kind(fs_join(a, str_of(folder), STR("digest.yml")).p) == FS_FILE)
        return err_hint(err, "rename digest.yml to " FILE_NAME);
    return err_hint(err, "\"digest init %s\" makes a starter site", folder ? folder : "DIR");
}

/* Sets out->file and out->folder. */
static bool find_file(struct config *out, struct arena *a, const struct config_flags *flags,
                      struct err *err)
{
    if (flags->config && flags->folder) {
        err_set(err, ERR_USAGE, "both a folder and --config are given");
        return err_hint(err, "relative paths start at the configuration's folder: give only one");
    }
    if (flags->config) {
        out->file = arena_copy(a, str_of(flags->config));
        if (fs_kind(out->file.p) == FS_ABSENT)
            return err_set(err, ERR_CONFIG, "there is no file %s", flags->config);
    } else {
        out->file = fs_join(a, path_resolve(a, (str){0}, str_of(flags->folder)), STR(FILE_NAME));
        if (fs_kind(out->file.p) == FS_ABSENT)
            return not_found(a, flags->folder, err);
    }
    out->folder = fs_folder(a, out->file);
    return true;
}

/* Reads the file into r->text and its tree. */
static bool read_file(struct yaml **root, struct reader *r, struct err *err)
{
    struct buf bytes = buf_init(LIMIT_CONFIG);
    bool ok = fs_read(&bytes, r->file.p, err);
    if (ok)
        r->text = arena_copy(r->arena, buf_str(&bytes));
    buf_release(&bytes);
    return ok && yaml_read(root, r->arena, r->text, r->file, 1, err);
}

static void warn_without_url(struct reader *r, const struct given *url)
{
    struct err e = {0};
    if (url->origin != ORIGIN_DEFAULT)
        return;
    err_set(&e, ERR_CONFIG, "the site has no url; feeds and canonical links will point to %.*s",
            STR_ARGS(url->text));
    err_hint(&e, "add \"url: https://…\" to \"site:\", or give --url");
    reader_warn(r, (struct place){0}, &e);
}

/* Everything behind a file that could be read. */
static void read_all(struct config *out, struct reader *r, const struct yaml *root,
                     const struct config_flags *flags)
{
    struct given values[KEY_IDS];
    values_default(values, r->arena, flags);
    values_read(values, r, root);
    values_override(values, flags);
    values_apply(values, r, out, 0, KEY_OUTPUT);
    values_note(values, r, 0, KEY_OUTPUT);
    values_apply(values, r, out, KEY_NOW, KEY_NOW + 1); /* sources are read against it */
    bool readable = root->kind == YAML_MAP || root->kind == YAML_NULL;
    if (readable) {
        filters_read(r, yaml_get(root, "filters"), "", &out->filters);
        if (!flags->no_sources || sources_are_given(root))
            sources_read(r, root, values, out);
    }
    out->patterns = r->patterns;
    out->pattern_count = r->pattern_count;
    values_apply(values, r, out, KEY_OUTPUT, KEY_NOW);
    values_apply(values, r, out, KEY_NOW + 1, KEY_IDS);
    values_note(values, r, KEY_OUTPUT, KEY_IDS);
    if (readable)
        warn_without_url(r, &values[KEY_URL]);
    out->settings = r->settings;
    out->setting_count = r->setting_count;
}

bool config_load(struct config *out, struct arena *a, const struct config_flags *flags,
                 struct log *log, struct err *err)
{
    struct yaml *root = NULL;
    *out = (struct config){.now = flags->clock};
    if (!find_file(out, a, flags, err)) {
        log_problem(log, LOG_ERROR, (str){0}, err);
        return false;
    }
    struct reader r = {.arena = a, .log = log, .file = out->file, .folder = out->folder};
    if (str_is(r.folder, "."))
        r.folder = (str){0}; /* paths are shown as "public", not "./public" */
    if (!read_file(&root, &r, err)) {
        err->code = ERR_CONFIG; /* whatever is wrong with it */
        if (!reader_may_show(str_of(err->excerpt)))
            err->excerpt[0] = '\0';
        log_problem(log, LOG_ERROR, (str){0}, err);
        return false;
    }
    read_all(out, &r, root, flags);
    size_t problems = r.errors + r.flag_errors;
    if (problems == 0)
        return true;
    config_release(out);
    return err_set(err, r.errors ? ERR_CONFIG : ERR_USAGE, "%zu %s in the configuration", problems,
                   problems == 1 ? "problem" : "problems");
}

void config_release(struct config *config)
{
    for (size_t i = 0; i < config->pattern_count; i++)
        pattern_free(config->patterns[i]);
    config->patterns = NULL;
    config->pattern_count = 0;
}
