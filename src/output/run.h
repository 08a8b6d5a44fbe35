/*
 * One run of the output stage: what its files share. Private to src/output.
 *
 *   target.c    which folder it is, and whether it may be written
 *   tree.c      single operations on files below a folder
 *   stage.c     the stage folder: where it is, how it comes and goes
 *   put.c       compare, write into the stage
 *   carry.c     complete the stage with what stays as it is
 *   clear.c     remove the tree that was replaced
 *   in_place.c  the journal for file systems without an exchange
 *   commit.c    the plan, the exchange
 *   recover.c   what an interrupted run left
 */
#ifndef DIGEST_OUTPUT_RUN_H
#define DIGEST_OUTPUT_RUN_H

#include <dirent.h>
#include <pthread.h>
#include <sys/types.h>

#include "digest/map.h"
#include "digest/output.h"

/* Folders inside each other that are walked. */
#define MAX_DEPTH 64

/* The stage is <name of stage>/site: beside the output, or where that cannot be, inside it. */
#define STAGE_SUFFIX ".digest-stage"
#define STAGE_SITE   "site"

enum entry_state {
    ENTRY_STALE,  /* in the manifest and not put so far: goes when it is committed */
    ENTRY_KEPT,   /* put; the file on disk has these bytes */
    ENTRY_STAGED, /* put; the bytes are in the stage */
};

/* A file of the manifest, of this run, or of both. */
struct entry {
    struct entry *next;
    str path; /* NUL-terminated */
    struct hash hash;
    uint64_t size;
    enum entry_state state;
    bool known;    /* in the manifest: what is at its path on disk is ours */
    bool recorded; /* in the manifest with this hash and size */
    bool put;
    bool present; /* something was at its path when it was put */
    bool carried; /* kept, and linked into the stage */
};

struct stage {
    bool made;   /* by this run */
    bool inside; /* in the output folder instead of beside it: no exchange */
    bool leave;  /* a pending commit needs it; the next run deals with it */
    str name;    /* of the folder around the stage, relative to its holder */
    str path;    /* of the stage itself, absolute */
    int site;    /* the stage, or -1 */
    mode_t mode; /* what a new folder gets */
};

struct output {
    struct arena arena;
    struct ledger ledger;
    struct manifest manifest; /* as of the last commit */
    struct map table;         /* path → struct entry */
    struct entry *entries;    /* all of them, in no order */
    pthread_mutex_t lock;     /* over arena, table, entries and the making of the stage */
    bool full;
    bool failed;      /* a put failed: there is nothing whole to commit */
    str path;         /* absolute, links resolved */
    str parent_path;  /* of the folder that holds it */
    str name;         /* in that folder */
    int parent, live; /* these folders; live is -1 while there is no output folder */
    struct stage stage;
};

/* -- target.c --------------------------------------------------------------------------------- */

/* Finds and opens the output folder; creates the folders above it. False: it may not be written, or
 * cannot be reached. */
bool target_find(struct output *o, const char *path, const char *keep_out, struct err *err);

/* Opens the output folder anew, after it was exchanged or created; live is -1 when absent. */
bool target_reopen(struct output *o, struct err *err);

/* Fails, with a remedy, unless the output folder is absent or empty. What belongs to the file
 * system or is a stage does not count. */
bool target_require_empty(struct output *o, struct err *err);

/* -- tree.c: functions with `base` work below that folder and never through a symbolic link ----- */

/* Fills *err with errno, which it leaves as it is, and folder/path as its place. Returns false. */
bool tree_fail(struct err *err, const char *what, str folder, const char *path);

/* Says that a file which is not digest's stands where one of the site must go. Returns false. */
bool tree_in_the_way(struct err *err, str folder, const char *path);

/* Opens path with open(2)'s flags. -1 with errno set; ELOOP for a symbolic link on the way. */
int tree_open(int base, const char *path, int flags);

/* Creates the folders above path. False: errno says why. */
bool tree_make_folders(int base, const char *path);

/* Opens the folder that path is in, -1 with errno set. */
int tree_open_folder_of(int base, const char *path);

/* Writes all bytes to fd. False: errno says why. */
bool tree_write_file(int fd, str bytes);

/* True when the regular file fd has exactly these bytes. */
bool tree_same_bytes(int fd, str bytes);

/* Copies the regular file or symbolic link from_folder/from_name to to_base/to_path with its times
 * and mode. False: errno says why, ENOTSUP for other kinds of files. */
bool tree_copy(int from_folder, const char *from_name, int to_base, const char *to_path);

/* The next entry, "." and ".." left out; null at the end, or with errno set on failure. */
struct dirent *tree_next(DIR *folder);

/* Whether an entry is a folder; links are not. */
bool tree_is_folder(int folder, const struct dirent *entry);

/* -- stage.c ---------------------------------------------------------------------------------- */

/* Says where the stage is, or would be. */
void stage_locate(struct output *o, bool inside);

/* Creates the stage if there is none yet. Thread-safe. */
bool stage_make(struct output *o, struct err *err);

/* Opens the stage that an interrupted run left; o->stage.site stays -1 when there is none. */
bool stage_reopen(struct output *o, struct err *err);

/* Removes stages that no pending commit needs, in either place. */
bool stage_remove_leftovers(struct output *o, struct err *err);

/* Removes the stage. What stands in its place and is not ours stays. Absent is fine. */
bool stage_remove(struct output *o, struct err *err);

/* -- The table of entries: output.c ----------------------------------------------------------- */

/* The entry of path, made when there is none. The path is borrowed and must stay. */
struct entry *entry_at(struct output *o, str path);

/* Loads the manifest, and makes the table and entries what it says. */
bool entries_load(struct output *o, struct err *err);

/* True when a file of the manifest is somewhere in this folder. */
bool entries_own_folder(const struct output *o, str folder);

/* -- carry.c ---------------------------------------------------------------------------------- */

/* Puts everything into the stage that stays: unchanged files of ours and all foreign ones. Sets
 * *possible to false, without an error, when something cannot be in two trees at once (a mounted
 * file system, an unreadable folder); *empty when the output folder holds nothing. */
bool carry_all(struct output *o, bool *possible, bool *empty, struct err *err);

/* -- clear.c ---------------------------------------------------------------------------------- */

/* Removes the tree that was exchanged out and is now where the stage was. Foreign things that came
 * into it meanwhile are moved over to the output folder. */
bool clear_old(struct output *o, struct err *err);

/* -- in_place.c ------------------------------------------------------------------------------- */

/* Moves what is staged into the output folder and removes what goes. May be repeated after any
 * interruption. */
bool in_place_apply(struct output *o, const struct pending *pending, struct err *err);

/* -- commit.c --------------------------------------------------------------------------------- */

/* After the exchange: makes it durable, removes the old tree, closes the books and the stage. */
bool commit_settle(struct output *o, struct err *err);

/* -- recover.c -------------------------------------------------------------------------------- */

/* Finishes or undoes the commit that an interrupted run left. The manifest and the output folder
 * may be others afterwards. */
bool recover(struct output *o, const struct pending *pending, struct err *err);

#endif
