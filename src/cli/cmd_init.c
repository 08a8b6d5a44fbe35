/* digest init [DIR]: writes the embedded sample site into an empty folder. */
#include <dirent.h>
#include <errno.h>
#include <unistd.h>

#include "cli.h"
#include "digest/fs.h"
#include "embedded.h"

#define SAMPLE_FOLDER "seeds/"

static const char ignore_file[] = "/public/\n/.digest/\n/.public.digest-stage/\n";

/* The name of an embedded file in a new site; false for one that is no part of it. */
static bool sample_name(const struct embedded_file *file, str *name)
{
    str path = str_of(file->path);
    if (!str_starts(path, STR(SAMPLE_FOLDER)))
        return false;
    *name = str_slice(path, strlen(SAMPLE_FOLDER), path.n);
    return !str_is(*name, "README.md") && !str_is(*name, ".gitignore");
}

/* False when the folder holds a name that does not begin with a dot, or cannot be read. */
static bool check_empty(const char *folder, struct err *err)
{
    enum fs_kind kind = fs_kind(folder);
    if (kind == FS_ABSENT)
        return true;
    DIR *open_folder = opendir(folder);
    if (!open_folder)
        return err_errno(err, "cannot make a site in %s", folder);
    const struct dirent *entry;
    bool empty = true;
    while (empty && (entry = readdir(open_folder)))
        empty = entry->d_name[0] == '.';
    closedir(open_folder);
    if (empty)
        return true;
    err_set(err, ERR_USAGE, "the folder %s is not empty", folder);
    return err_hint(err, "name a new one, such as \"digest init news\"; nothing was written");
}

/* Writes one file and the folders above it; one that is there already stays. */
static bool write_file(struct arena *a, str folder, str name, str bytes, struct err *err)
{
    str path = fs_join(a, folder, name);
    if (fs_kind(path.p) == FS_FILE)
        return true;
    return fs_mkdir_all(fs_folder(a, path).p, err) && fs_create(path.p, bytes, err);
}

/* Takes back what a failed run wrote: the sample's files, then folders that are empty. */
static void take_back(struct arena *a, str folder)
{
    for (const struct embedded_file *f = embedded_files; f->path; f++) {
        str name;
        if (!sample_name(f, &name) || str_starts(name, STR(".")))
            continue; /* names with a dot may have been there before */
        str path = fs_join(a, folder, name);
        unlink(path.p);
        for (path = fs_folder(a, path); path.n > folder.n; path = fs_folder(a, path))
            rmdir(path.p);
    }
}

static bool write_site(struct arena *a, str folder, struct err *err)
{
    if (!fs_mkdir_all(folder.p, err))
        return false;
    for (const struct embedded_file *f = embedded_files; f->path; f++) {
        str name;
        str bytes = {f->begin, (size_t)(f->end - f->begin)};
        if (sample_name(f, &name) && !write_file(a, folder, name, bytes, err)) {
            take_back(a, folder);
            return false;
        }
    }
    return write_file(a, folder, STR(".gitignore"), str_of(ignore_file), err);
}

int cmd_init(struct cli *cli, int argc, char **argv)
{
    struct common options = {0};
    struct arena arena = {0};
    struct err err = {0};
    int status;
    if (!cli_begin(cli, argc, argv, &options, &status))
        return status;
    const char *folder = options.argument_count ? options.arguments[0] : ".";
    if (check_empty(folder, &err) && write_site(&arena, arena_copy(&arena, str_of(folder)), &err)) {
        bool here = strcmp(folder, ".") == 0;
        log_line(&cli->log, LOG_NOTE, "made a starter site in %s",
                 here ? "the current folder" : folder);
        log_line(&cli->log, LOG_NOTE, "next: digest build%s%s", here ? "" : " ",
                 here ? "" : folder);
    } else {
        status = cli_fail(cli, &err);
    }
    arena_release(&arena);
    return status;
}
