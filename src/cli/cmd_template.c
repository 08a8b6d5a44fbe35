/* digest template FILE: renders one template, for authors of themes. */
#include "cli.h"
#include "digest/fs.h"
#include "digest/limits.h"
#include "digest/template.h"

#define ENDING ".mustache"

/* The one rendering. */
struct job {
    struct arena arena;
    struct template_set *set;
};

/* Reads a stream to its end; `place` is for messages. */
static bool read_stream(struct buf *out, FILE *in, const char *place, struct err *err)
{
    char chunk[1 << 14];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, in)) > 0)
        buf_add(out, (str){chunk, n});
    if (ferror(in))
        err_errno(err, "cannot read");
    else if (out->over)
        err_set(err, ERR_LIMIT, "larger than the limit of %zu bytes", out->max);
    else
        return true;
    return err_at(err, str_of(place), 0, 0);
}

/* Reads a file, or a pipe such as the shell's "<(command)". */
static bool read_path(struct buf *out, const char *path, struct err *err)
{
    if (fs_kind(path) != FS_OTHER)
        return fs_read(out, path, err);
    FILE *in = fopen(path, "rb");
    if (!in) {
        err_errno(err, "cannot open");
        return err_at(err, str_of(path), 0, 0);
    }
    bool ok = read_stream(out, in, path, err);
    fclose(in);
    return ok;
}

/* The data: a file, standard input, JSON itself; nothing is an empty mapping. */
static bool read_data(struct value *out, struct job *job, const char *data, struct err *err)
{
    struct buf bytes = buf_init(LIMIT_JSON_FILE);
    const char *place = data;
    bool ok = true;
    if (!data) {
        *out = value_map();
        return true;
    }
    if (strcmp(data, "-") == 0) {
        place = "standard input";
        ok = read_stream(&bytes, stdin, place, err);
    } else if (data[0] == '{' || data[0] == '[') {
        place = "--data";
        buf_addz(&bytes, data);
    } else {
        ok = read_path(&bytes, data, err);
    }
    ok = ok && value_from_json(out, &job->arena, buf_str(&bytes), str_of(place), err);
    buf_release(&bytes);
    return ok;
}

/* Compiles the template at path under a name. */
static bool add_template(struct job *job, str path, str name, struct err *err)
{
    struct buf bytes = buf_init(LIMIT_TEMPLATE);
    bool ok = read_path(&bytes, path.p, err);
    str source = arena_copy(&job->arena, buf_str(&bytes));
    buf_release(&bytes);
    return ok && template_add(job->set, name, source, path, err);
}

/* Compiles the *.mustache files in a folder and below it as partials. */
static bool add_folder(struct job *job, str folder, struct err *err)
{
    struct fs_list files;
    if (!fs_list(&files, &job->arena, folder.p, true, err))
        return false;
    for (size_t i = 0; i < files.count; i++) {
        str path = files.items[i].path;
        str name = str_slice(path, folder.n, path.n);
        while (str_starts(name, STR("/")))
            name = str_slice(name, 1, name.n);
        if (str_ends(name, STR(ENDING)) &&
            !add_template(job, path, str_slice(name, 0, name.n - strlen(ENDING)), err))
            return false;
    }
    return true;
}

static bool render(struct job *job, const struct template_options *options, struct buf *out,
                   struct err *err)
{
    struct value data = {0};
    str file = arena_copy(&job->arena, str_of(options->common.arguments[0]));
    job->set = template_set_new(&job->arena, true);
    /* Under its path, with the ending that no partial's name has, it is in no partial's way. */
    if (!read_data(&data, job, options->data, err) || !add_template(job, file, file, err) ||
        !add_folder(job, fs_folder(&job->arena, file), err))
        return false;
    if (options->partials &&
        !add_folder(job, arena_copy(&job->arena, str_of(options->partials)), err))
        return false;
    return template_render(job->set, file, &data, out, err);
}

int cmd_template(struct cli *cli, int argc, char **argv)
{
    struct template_options options = {0};
    struct job job = {0};
    struct err err = {0};
    int status;
    if (!cli_begin(cli, argc, argv, &options.common, &status))
        return status;
    struct buf out = buf_init(LIMIT_PAGE);
    if (render(&job, &options, &out, &err))
        cli_out(cli, buf_str(&out));
    else
        status = cli_fail(cli, &err);
    buf_release(&out);
    arena_release(&job.arena);
    return status;
}
