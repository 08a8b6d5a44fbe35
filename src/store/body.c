/* Bodies: packing with zstd, one context for all, and checking what comes back. */
#include "body.h"

#include <stdio.h>
#include <stdlib.h>
#include <zstd.h>

/* Posts as JSON shrink to a third at level 1 and to little less above it, in twice the time. */
#define LEVEL 1
/* For what is written at each build and can be made again: half the time for a fifth more bytes. */
#define LEVEL_FAST (-3)

/* Below this compression gains less than the frame around it takes. */
#define PACK_FROM ((size_t)64)

struct body_tools {
    ZSTD_CCtx *packer;
    ZSTD_DCtx *unpacker;
    char *packed; /* of `room` bytes */
    size_t room;
};

/* The store's tools, made when they are first needed. */
static struct body_tools *tools_of(struct store *store)
{
    if (store->tools)
        return store->tools;
    struct body_tools *tools = mem_alloc(sizeof *tools);
    tools->packer = ZSTD_createCCtx();
    tools->unpacker = ZSTD_createDCtx();
    store->tools = tools;
    return tools;
}

void body_tools_free(struct body_tools *tools)
{
    if (!tools)
        return;
    ZSTD_freeCCtx(tools->packer);
    ZSTD_freeDCtx(tools->unpacker);
    free(tools->packed);
    free(tools);
}

/* The bytes packed, valid until the next call; or as they are, when that is not smaller or memory is
 * short. */
static str pack(struct store *store, str bytes, int level, bool *packed)
{
    struct body_tools *tools = tools_of(store);
    *packed = false;
    if (!tools->packer || bytes.n < PACK_FROM)
        return bytes;
    size_t bound = ZSTD_compressBound(bytes.n);
    if (bound > tools->room) {
        tools->packed = mem_resize(tools->packed, bound);
        tools->room = bound;
    }
    size_t n =
        ZSTD_compressCCtx(tools->packer, tools->packed, tools->room, bytes.p, bytes.n, level);
    if (ZSTD_isError(n) || n >= bytes.n)
        return bytes;
    *packed = true;
    return (str){tools->packed, n};
}

bool body_put(struct store *store, int64_t *number, str bytes, struct err *err)
{
    bool packed;
    sqlite3_stmt *query = db_query(store, QUERY_BODY_PUT, err);
    if (!query)
        return false;
    str kept = pack(store, bytes, LEVEL, &packed);
    if (*number)
        sqlite3_bind_int64(query, 1, *number);
    else
        sqlite3_bind_null(query, 1);
    sqlite3_bind_int(query, 2, packed);
    /* A null pointer would bind NULL instead of no bytes. */
    sqlite3_bind_blob64(query, 3, kept.n ? kept.p : "", kept.n, SQLITE_STATIC);
    bool ok = db_run(store, query, err);
    sqlite3_clear_bindings(query);
    if (ok && !*number)
        *number = sqlite3_last_insert_rowid(store->db);
    return ok;
}

struct body body_of_row(sqlite3_stmt *statement, int first)
{
    return (struct body){
        .hash = db_column_hash(statement, first),
        .size = (uint64_t)sqlite3_column_int64(statement, first + 1),
        .absent = sqlite3_column_type(statement, first + 2) == SQLITE_NULL,
        .packed = sqlite3_column_int(statement, first + 2) != 0,
        .bytes = db_column(statement, first + 3),
    };
}

static bool damaged(struct store *store, const struct body *body, const char *why, struct err *err)
{
    char which[32] = "";
    if (body->version)
        snprintf(which, sizeof which, "version %u of ", body->version);
    return db_damaged(store, err, "%sthe document %.*s of %.*s %s", which, STR_ARGS(body->id),
                      STR_ARGS(body->source), why);
}

/* Appends the unpacked bytes, whose room was made already. False: they are no whole frame of the
 * size that they should have. */
static bool unpack(struct store *store, const struct body *body, struct buf *out)
{
    struct body_tools *tools = tools_of(store);
    if (!body->packed) {
        buf_add(out, body->bytes);
        return body->bytes.n == body->size;
    }
    if (!tools->unpacker)
        return false;
    size_t n = ZSTD_decompressDCtx(tools->unpacker, out->p + out->n, body->size, body->bytes.p,
                                   body->bytes.n);
    if (ZSTD_isError(n) || n != body->size)
        return false;
    out->n += n;
    out->p[out->n] = '\0';
    return true;
}

/* What the frame itself says of its size guards against a damaged number asking for all memory. */
static bool plausible(const struct body *body)
{
    if (!body->packed)
        return body->size == body->bytes.n;
    return ZSTD_getFrameContentSize(body->bytes.p, body->bytes.n) == body->size;
}

bool body_unpack(struct store *store, const struct body *body, struct buf *out, struct err *err)
{
    size_t before = out->n;
    if (body->absent)
        return damaged(store, body, "is without its bytes", err);
    if (!plausible(body))
        return damaged(store, body, "has another size than it had", err);
    if (body->size > SIZE_MAX - 1 || !buf_reserve(out, (size_t)body->size)) {
        err_set(err, ERR_LIMIT, "the document %.*s of %.*s is larger than the limit of %zu bytes",
                STR_ARGS(body->id), STR_ARGS(body->source), out->max);
        return err_at(err, str_of(store->path), 0, 0);
    }
    if (unpack(store, body, out) &&
        hash_eq(hash_of(str_slice(buf_str(out), before, out->n)), body->hash))
        return true;
    buf_cut(out, before);
    return damaged(store, body, "does not match its hash", err);
}

str body_press(struct store *store, str bytes)
{
    bool packed;
    return pack(store, bytes, LEVEL_FAST, &packed);
}

/* True when bytes begin as a frame of zstd does (RFC 8878 section 3.1.1). */
static bool is_frame(str bytes)
{
    return str_starts(bytes, STR("\x28\xB5\x2F\xFD"));
}

bool body_expand(struct store *store, str bytes, struct buf *out)
{
    size_t before = out->n;
    if (!is_frame(bytes)) {
        buf_add(out, bytes);
        return !out->over;
    }
    unsigned long long size = ZSTD_getFrameContentSize(bytes.p, bytes.n);
    struct body body = {.packed = true, .bytes = bytes, .size = size};
    if (size >= out->max || !buf_reserve(out, (size_t)size))
        return false;
    if (unpack(store, &body, out))
        return true;
    buf_cut(out, before);
    return false;
}
