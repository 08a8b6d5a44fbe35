/*
 * A folder of a test's own, and what is in it as text: two trees are the same when their pictures
 * are the same. Everything asserts.
 */
#ifndef DIGEST_TESTS_SANDBOX_H
#define DIGEST_TESTS_SANDBOX_H

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "digest/fs.h"
#include "digest/hash.h"

struct sandbox {
    struct arena arena;
    char *path; /* absolute, links resolved */
};

/* Makes an empty folder below TMPDIR. */
static inline void sandbox_open(struct sandbox *box)
{
    const char *base = getenv("TMPDIR");
    *box = (struct sandbox){0};
    str made = arena_printf(&box->arena, "%s/digest-test-XXXXXX", base ? base : "/tmp");
    char *name = arena_alloc(&box->arena, made.n + 1);
    memcpy(name, made.p, made.n);
    assert_non_null(mkdtemp(name));
    box->path = realpath(name, NULL);
    assert_non_null(box->path);
}

/* Removes the folder. */
static inline void sandbox_close(struct sandbox *box)
{
    struct err err = {0};
    if (!fs_remove_all(box->path, &err))
        fail_msg("%s: %s", err.file, err.why);
    free(box->path);
    arena_release(&box->arena);
}

/* The absolute name of something in the box. */
static inline const char *sandbox_at(struct sandbox *box, const char *path)
{
    return arena_printf(&box->arena, "%s/%s", box->path, path).p;
}

/* Writes a file, with the folders above it. */
static inline void sandbox_write(struct sandbox *box, const char *path, const char *text)
{
    struct err err = {0};
    const char *file = sandbox_at(box, path);
    assert_true(fs_mkdir_all(fs_folder(&box->arena, str_of(file)).p, &err));
    assert_true(fs_replace(file, str_of(text), &err));
}

/* The text of a file, borrowed from the box. */
static inline str sandbox_read(struct sandbox *box, const char *path)
{
    struct err err = {0};
    struct buf bytes = buf_init(1 << 20);
    if (!fs_read(&bytes, sandbox_at(box, path), &err))
        fail_msg("%s: %s", path, err.why);
    str text = arena_copy(&box->arena, buf_str(&bytes));
    buf_release(&bytes);
    return text;
}

/* -- Pictures --------------------------------------------------------------------------------- */

enum picture {
    PICTURE_CONTENT,  /* path, kind, mode, bytes or link target */
    PICTURE_IDENTITY, /* and inode, modification time, status change time */
};

static inline void picture_bytes(struct buf *out, const char *path)
{
    struct err err = {0};
    struct buf bytes = buf_init(16 << 20);
    char hex[33];
    assert_true(fs_read(&bytes, path, &err));
    hash_hex(hash_of(buf_str(&bytes)), hex);
    buf_addf(out, " %zu %s", bytes.n, hex);
    buf_release(&bytes);
}

static inline void picture_entry(struct buf *out, const char *path, const struct stat *status,
                                 enum picture kind)
{
    char target[PATH_MAX];
    buf_addf(out, " %o", (unsigned)status->st_mode);
    if (S_ISREG(status->st_mode))
        picture_bytes(out, path);
    if (S_ISLNK(status->st_mode)) {
        ssize_t n = readlink(path, target, sizeof target);
        buf_addf(out, " -> %.*s", (int)n, target);
    }
    if (kind == PICTURE_IDENTITY)
        buf_addf(out, " %llu %lld.%09ld %lld.%09ld", (unsigned long long)status->st_ino,
                 (long long)status->st_mtim.tv_sec, status->st_mtim.tv_nsec,
                 (long long)status->st_ctim.tv_sec, status->st_ctim.tv_nsec);
    buf_addc(out, '\n');
}

static inline void picture_folder(struct buf *out, const char *folder, const char *below,
                                  enum picture kind)
{
    struct dirent **names;
    int n = scandir(folder, &names, NULL, alphasort);
    if (n < 0)
        fail_msg("%s: %s", folder, strerror(errno));
    for (int i = 0; i < n; i++) {
        const char *name = names[i]->d_name;
        struct arena a = {0};
        struct stat status;
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) {
            const char *path = arena_printf(&a, "%s/%s", folder, name).p;
            const char *shown = arena_printf(&a, "%s%s", below, name).p;
            assert_int_equal(lstat(path, &status), 0);
            buf_addz(out, shown);
            picture_entry(out, path, &status, kind);
            if (S_ISDIR(status.st_mode))
                picture_folder(out, path, arena_printf(&a, "%s/", shown).p, kind);
        }
        arena_release(&a);
        free(names[i]);
    }
    free(names);
}

/* What is in the folder, in the box's arena. */
static inline str sandbox_picture(struct sandbox *box, const char *path, enum picture kind)
{
    struct buf out = buf_init(64 << 20);
    struct stat status;
    const char *folder = sandbox_at(box, path);
    assert_int_equal(lstat(folder, &status), 0);
    buf_addc(&out, '.');
    picture_entry(&out, folder, &status, kind);
    picture_folder(&out, folder, "", kind);
    str text = arena_copy(&box->arena, buf_str(&out));
    buf_release(&out);
    return text;
}

/* Fails unless the two pictures are the same. */
static inline void assert_same_picture(str before, str after)
{
    if (!str_eq(before, after))
        fail_msg("the trees differ\n--- expected\n%.*s--- got\n%.*s", STR_ARGS(before),
                 STR_ARGS(after));
}

#endif
