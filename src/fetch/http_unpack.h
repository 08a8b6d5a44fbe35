/* Undoing Content-Encoding: gzip, and zlib's form under the name "deflate". */
#ifndef DIGEST_FETCH_HTTP_UNPACK_H
#define DIGEST_FETCH_HTTP_UNPACK_H

#include "digest/buf.h"

/* What is asked for in Accept-Encoding. */
#define UNPACK_ACCEPTED "gzip"

enum unpack_result {
    UNPACK_GOOD,
    UNPACK_BAD,  /* damaged, or not packed as was said */
    UNPACK_FULL, /* what comes out does not fit into its buffer */
    UNPACK_BOMB, /* over LIMIT_UNPACK_RATIO */
};

/* A body on its way in. Zero-initialise; released by unpack_release. */
struct unpack {
    struct z_stream_s *stream; /* null: the bytes come as they are */
    uint64_t packed;           /* bytes that came in */
    bool ended;                /* at the end of packed data */
    bool closed;               /* what follows is ignored */
};

/* Prepares for a Content-Encoding, "" included; names that nobody knows (servers write "none" and
 * "UTF-8" there) are taken for nothing. False: an encoding that was not asked for, or several. */
bool unpack_init(struct unpack *u, str encoding);

/* Appends what the next bytes stand for to out, whose maximum is a limit. */
enum unpack_result unpack_feed(struct unpack *u, struct buf *out, str bytes);

/* True when all is there: an answer without any byte, or one whose packed data has come to its end,
 * which a Content-Length alone does not tell. */
bool unpack_is_whole(const struct unpack *u);

/* Frees what unpack_init allocated. */
void unpack_release(struct unpack *u);

#endif
