/*
 * One run of the output stage: what its files share. Private to src/output.
 *
 *   target.c    which folder it is, and whether it may be written
 *   tree.c      single operations on files below a folder
 *   stage.c     the folder beside the output: how it comes and goes
 *   put.c       compare, write what is new
 *   match.c     what of the spare site can stay
 *   carry.c     complete the spare site with all that stays as it is
 *   rescue.c    what others put into the old site during the exchange
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

/* The stage is a folder beside the output, or where that cannot be, inside it. In it: */
#define STAGE_SUFFIX ".digest-stage"
#define STAGE_NEW    "new"  /* the files that this run writes */
#define STAGE_SITE   "site" /* the spare site: the one before, then the next one */

/*
 * From how many files on the spare site is kept between runs (LIMIT_SPARE_FROM). In an object of
 * its own, so that a test may link another.
 */
extern const size_t output_spare_from;

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
    bool inside; /* in the output folder instead of beside it: no exchange */
    bool made;   /* this run has used it */
    bool leave;  /* a pending commit needs it; the next run deals with it */
    str name;    /* relative to the folder it is in */
    str path;    /* absolute */
    int fresh;   /* the folder STAGE_NEW, or -1 */
    int site;    /* the folder STAGE_SITE, or -1 */
    mode_t mode; /* what a new folder gets */
};

struct output {
    struct arena arena;
    struct ledger ledger;
    struct manifest manifest; /* as of the last commit */
    struct map table;         /* path → struct entry */
    struct entry *entries;    /* all of them, in no order */
    size_t files;             /* of the site: in the manifest, or once committed, put */
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
bool target_require_unused(const struct output *o, struct err *err);

/* Whether the output folder is absent or has nothing in it. */
bool target_is_empty(const struct output *o, bool *empty, struct err *err);

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

/* The folder that a file was moved to last: files come sorted, and pages share folders. Begins with
 * fd -1; its user closes it. */
struct tree_target {
    int fd;
    str folder; /* below base; borrowed from the path it was opened for */
};

/* Makes target the folder of path, creating what is missing, and *name what path is called there.
 * False: errno says why; ENOTDIR or ELOOP when something else is on the way. */
bool tree_enter(int base, struct tree_target *target, str path, const char **name);

/* Writes all bytes to fd. False: errno says why. */
bool tree_write_file(int fd, str bytes);

/* True when the regular file fd has exactly these bytes. */
bool tree_same_bytes(int fd, str bytes);

/* Whether both paths are one file, links not followed. */
bool tree_same_file(int folder, const char *name, int base, const char *path);

/* Copies the regular file or symbolic link from_folder/from_name to to_base/to_path with its times
 * and mode. False: errno says why, ENOTSUP for other kinds of files. */
bool tree_copy(int from_folder, const char *from_name, int to_base, const char *to_path);

/* Removes the tree at path, copies of foreign folders that may not be written included. */
bool tree_remove_all(const char *path, struct err *err);

/* The next entry, "." and ".." left out; null at the end, or with errno set on failure. */
struct dirent *tree_next(DIR *folder);

/* Whether an entry is a folder; links are not. */
bool tree_is_folder(int folder, const struct dirent *entry);

/* -- stage.c ---------------------------------------------------------------------------------- */

/* Says where the stage is, or would be. */
void stage_locate(struct output *o, bool inside);

/* Makes the stage and its folder STAGE_NEW if they are not there yet. Thread-safe. */
bool stage_make(struct output *o, struct err *err);

/* Opens the spare site, an empty one when there is none. After stage_make. */
bool stage_make_site(struct output *o, struct err *err);

/* Opens what an interrupted run left; -1 stays what is not there. */
bool stage_reopen(struct output *o, struct err *err);

/* Removes what this run wrote there, and also the spare site when it is not worth keeping. A folder
 * of this name that is not ours stays. Absent is fine. */
bool stage_tidy(struct output *o, struct err *err);

/* stage_tidy in either place. */
bool stage_tidy_all(struct output *o, struct err *err);

/* -- The table of entries: output.c ----------------------------------------------------------- */

/* The entry of path, made when there is none. The path is borrowed and must stay. */
struct entry *entry_at(struct output *o, str path);

/* Loads the manifest, and makes the table and entries what it says. */
bool entries_load(struct output *o, struct err *err);

/* True when a file of the manifest is somewhere in this folder. */
bool entries_own_folder(const struct output *o, str folder);

/* -- match.c ---------------------------------------------------------------------------------- */

/* Removes from the spare site what the next site will not have, or has differently. Files that are
 * to be staged keep their place. Marks the entries whose file is there as carried. */
bool match_spare(struct output *o, struct err *err);

/* -- carry.c ---------------------------------------------------------------------------------- */

/* Puts everything into the spare site that stays: unchanged files of ours and all foreign ones.
 * Sets *possible to false, without an error, when something cannot be in two trees at once (a
 * mounted file system, an unreadable folder). */
bool carry_all(struct output *o, bool *possible, struct err *err);

/* Moves what is staged into the spare site, which is the whole next site then. */
bool carry_staged(struct output *o, struct err *err);

/* Gives the folder fd owner and mode of the output folder, if there is one. */
bool carry_top(struct output *o, int fd, struct err *err);

/* -- rescue.c --------------------------------------------------------------------------------- */

/* Moves to the output folder what others have put into the old site between carrying and the
 * exchange. After that nothing in the spare site is of any value. */
bool rescue_all(struct output *o, struct err *err);

/* -- in_place.c ------------------------------------------------------------------------------- */

/* Moves what is staged in the folder `from` (-1: nothing) into the output folder and removes what
 * goes. May be repeated after any interruption. */
bool in_place_apply(struct output *o, const struct pending *pending, int from, struct err *err);

/* -- commit.c --------------------------------------------------------------------------------- */

/* After the exchange: makes it durable, rescues from the old site if there is one, closes the books
 * and tidies. */
bool commit_settle(struct output *o, bool old_site, struct err *err);

/* -- recover.c -------------------------------------------------------------------------------- */

/* Finishes or undoes the commit that an interrupted run left. The manifest and the output folder
 * may be others afterwards. */
bool recover_commit(struct output *o, const struct pending *pending, struct err *err);

#endif
