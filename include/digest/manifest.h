/*
 * What digest wrote into an output folder, and a commit that may have been interrupted: the
 * contract between the store, which remembers it, and the output stage, which acts on it.
 */
#ifndef DIGEST_MANIFEST_H
#define DIGEST_MANIFEST_H

#include "digest/arena.h"
#include "digest/err.h"
#include "digest/hash.h"

/* One file that digest wrote. */
struct manifest_file {
    str path; /* relative to the output folder, with slashes; NUL-terminated */
    struct hash hash;
    uint64_t size;
};

struct manifest {
    bool known;                  /* this output folder was written before */
    struct manifest_file *files; /* by path */
    size_t count;
};

/* A commit of files that was prepared and may have been interrupted. */
struct pending {
    bool exists;
    bool exchange;  /* the stage becomes the output by one exchange; else file by file */
    str stage;      /* absolute path of the stage folder; NUL-terminated */
    uint64_t inode; /* of the stage folder */
    struct manifest_file *puts; /* files that are new or change, by path */
    size_t put_count;
    str *removes; /* paths that go; NUL-terminated */
    size_t remove_count;
};

/*
 * Where the output stage keeps its books. The functions return false with *err filled; results live
 * in the arena given. A pending commit is durable when set_pending returns; finish applies it to
 * the manifest and forgets it; drop only forgets it.
 */
struct ledger {
    void *context;
    bool (*load)(void *context, struct arena *a, struct manifest *out, struct err *err);
    bool (*load_pending)(void *context, struct arena *a, struct pending *out, struct err *err);
    bool (*set_pending)(void *context, const struct pending *pending, struct err *err);
    bool (*finish)(void *context, struct err *err);
    bool (*drop)(void *context, struct err *err);
};

#endif
