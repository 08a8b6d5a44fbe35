/*
 * Files and folders.
 *
 * Paths are NUL-terminated in the host's bytes. Every failure has the path as its place (err.file)
 * and the system's reason in its text. Nothing here follows a rule of news or HTML.
 */
#ifndef DIGEST_FS_H
#define DIGEST_FS_H

#include "digest/arena.h"
#include "digest/buf.h"
#include "digest/err.h"

/* Reads all of the file at path into out (appending); out's maximum is the limit. False: ERR_IO,
 * or ERR_LIMIT when the file is larger than the room left in out. Directories, sockets and devices
 * are refused without being opened for long (a FIFO never blocks). */
bool fs_read(struct buf *out, const char *path, struct err *err);

/* Writes bytes to path, replacing what is there: a temporary file beside it, then a rename. */
bool fs_replace(const char *path, str bytes, struct err *err);

/* Writes bytes to a new file at path; one that exists is an error. The folder must exist. */
bool fs_create(const char *path, str bytes, struct err *err);

/* Creates the folder at path and those above it. One that is there already is fine. */
bool fs_mkdir_all(const char *path, struct err *err);

/* Removes the tree at path without following symbolic links. Absent is fine. */
bool fs_remove_all(const char *path, struct err *err);

/* What is at a path. */
enum fs_kind { FS_ABSENT, FS_FILE, FS_FOLDER, FS_OTHER };

/* Follows symbolic links. Errors other than absence count as FS_OTHER. */
enum fs_kind fs_kind(const char *path);

/* One file found by fs_list or fs_glob. */
struct fs_entry {
    str path;      /* NUL-terminated */
    uint64_t size; /* bytes */
    int64_t mtime; /* seconds since 1970 */
};

struct fs_list {
    struct fs_entry *items; /* sorted by path, byte-wise: the same order on every machine */
    size_t count;
};

/*
 * Lists the regular files in the folder at path; `deep` goes into sub-folders too (more than
 * LIMIT_FOLDER_DEPTH levels are ERR_LIMIT, links to folders are not followed). Names that begin
 * with a dot are left out, and so are editors' left-overs that end in "~". In the arena.
 */
bool fs_list(struct fs_list *out, struct arena *a, const char *path, bool deep, struct err *err);

/* Like fs_list for a shell pattern (glob(7)); no match gives an empty list. */
bool fs_glob(struct fs_list *out, struct arena *a, const char *pattern, struct err *err);

/* True when s has a glob(7) character: * ? or [. */
bool fs_is_pattern(str s);

/*
 * Joins a folder and a path in the arena, NUL-terminated; an absolute path, or an empty folder,
 * gives the path itself.
 */
str fs_join(struct arena *a, str folder, str path);

/* The part of path before its last slash, "." when there is none, "/" for the root's children. */
str fs_folder(struct arena *a, str path);

/* The part of path behind its last slash. Borrowed from path. */
str fs_name(str path);

#endif
