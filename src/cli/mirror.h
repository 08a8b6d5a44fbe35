/*
 * Images that the site is to have copies of: which articles show which, what the store has of them,
 * and what must be fetched.
 */
#ifndef DIGEST_CLI_MIRROR_H
#define DIGEST_CLI_MIRROR_H

#include "build.h"

/*
 * Failures in a row from which an image counts as gone. One that only could not be reached (no answer,
 * a server that fails) is shown from where it is until then; an answer that settles it (404, no
 * image) counts for all of them at once.
 */
#define MIRROR_GONE_FROM 3

/* A host that images come from. Once it did not answer a few times in a row it is left alone for this
 * run; what was not asked for is no failure. */
struct mirror_host {
    str name;
    atomic_uint silent; /* requests in a row without an answer */
};

/* What asking for an image came to. */
enum mirror_fate { MIRROR_NOT_ASKED, MIRROR_COPIED, MIRROR_MISSED, MIRROR_GONE };

/* An image that articles show. */
struct wanted {
    uint32_t source; /* the first that shows it */
    int64_t shown;   /* when the newest article that shows it was published */
    struct mirror_host *host;
    struct stored_image image; /* what is known of it; nothing but the url when it is new */
    bool whole;                /* it has files, and they are there */
    enum mirror_fate fate;
};

struct mirroring {
    struct build_run *run;
    struct map by_url; /* → struct wanted */
    struct wanted **items;
    size_t count, cap;
    struct map hosts; /* → struct mirror_host */
    str folder;       /* of the files */
};

/* The path of an image's file, NUL-terminated, in the run's arena. */
str mirror_file(const struct mirroring *m, const struct stored_variant *variant);

/*
 * Fetches the images of `due`, converts them and keeps them in the store, several at a time; sets
 * their fates. False: the store failed.
 */
bool mirror_fetch(struct mirroring *m, struct http *http, struct wanted **due, size_t count,
                  struct err *err);

#endif
