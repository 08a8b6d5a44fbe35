/*
 * The bytes of documents and of their versions, compressed where that makes them smaller. Private to
 * src/store.
 */
#ifndef DIGEST_STORE_BODY_H
#define DIGEST_STORE_BODY_H

#include "db.h"

/* Bytes as they are kept, and what they must be. Borrowed from a row. */
struct body {
    str source, id;   /* whose they are, for messages */
    unsigned version; /* 0: the present one */
    struct hash hash; /* of the bytes, unpacked */
    uint64_t size;    /* of the bytes, unpacked */
    bool absent;      /* the row that should hold them is not there */
    bool packed;
    str bytes;
};

/* Keeps bytes, compressing them: as those of *number, or for 0 under a new number, which *number
 * then is. */
bool body_put(struct store *store, int64_t *number, str bytes, struct err *err);

/* The body in a row whose columns from `first` on are hash, size, packed and bytes. */
struct body body_of_row(sqlite3_stmt *statement, int first);

/* Appends the bytes to out, unpacked and checked against their hash. False: ERR_STORE, they are
 * damaged; ERR_LIMIT, out has no room. Then out is as it was. */
bool body_unpack(struct store *store, const struct body *body, struct buf *out, struct err *err);

/* Bytes made smaller in less time than body_put takes, or as they are where that gains nothing; valid
 * until the next call. For what can be made again. */
str body_press(struct store *store, str bytes);

/* Appends to out what body_press was given; bytes that it left as they were, too. False: they are
 * damaged, or out has no room. Then out is as it was. */
bool body_expand(struct store *store, str bytes, struct buf *out);

/* Frees what body_put and body_unpack work with. */
void body_tools_free(struct body_tools *tools);

#endif
