/*
 * libcurl could unpack, and more encodings than this, but takes data that ends in the middle for whole
 * (7.88: whenever the server says a length that fits, or just hangs up), and gives up on bytes behind
 * the end. A text or a list of posts that is silently shorter is the worst that can happen here.
 */
#include "http_unpack.h"

#include <stdlib.h>
#define ZLIB_CONST
#include <zlib.h>

#include "digest/arena.h"
#include "digest/limits.h"

/* Bytes unpacked at a time. */
#define PIECE 32768
/* Below this, nothing is a bomb, whatever it was packed from. */
#define BOMB_FROM ((size_t)1 << 20)

static bool is_gzip(str name)
{
    return str_eq_nocase(name, STR("gzip")) || str_eq_nocase(name, STR("x-gzip")) ||
           str_eq_nocase(name, STR("deflate"));
}

/* True for encodings that exist (IANA's registry) and were not asked for. */
static bool is_other(str name)
{
    static const str names[] = {{"br", 2},          {"zstd", 4},          {"compress", 8},
                                {"x-compress", 10}, {"dcb", 3},           {"dcz", 3},
                                {"exi", 3},         {"pack200-gzip", 12}, {"aes128gcm", 9}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (str_eq_nocase(name, names[i]))
            return true;
    return false;
}

bool unpack_init(struct unpack *u, str encoding)
{
    unsigned layers = 0;
    str name;
    *u = (struct unpack){0};
    while (str_next_part(&encoding, ',', &name)) {
        name = str_trim(name);
        if (is_other(name) || (is_gzip(name) && ++layers > 1))
            return false;
    }
    if (layers == 0)
        return true;
    u->stream = mem_alloc(sizeof *u->stream);
    *u->stream = (z_stream){0};
    /* 32 more than the window: gzip or zlib, told apart by its first bytes. */
    if (inflateInit2(u->stream, MAX_WBITS + 32) == Z_OK)
        return true;
    free(u->stream);
    u->stream = NULL;
    return false;
}

/* Appends what one piece of output holds. */
static enum unpack_result keep(const struct unpack *u, struct buf *out, str piece)
{
    buf_add(out, piece);
    if (out->over)
        return UNPACK_FULL;
    if (out->n > BOMB_FROM && out->n / LIMIT_UNPACK_RATIO > u->packed)
        return UNPACK_BOMB;
    return UNPACK_GOOD;
}

/* Behind the end of a gzip member another one may begin. Anything else is ignored, as browsers do. */
static bool begins_member(struct unpack *u)
{
    if (u->stream->next_in[0] != 0x1F || inflateReset(u->stream) != Z_OK) {
        u->closed = true;
        return false;
    }
    u->ended = false;
    return true;
}

/* Unpacks until a piece is full or the input used up. */
static enum unpack_result unpack_piece(struct unpack *u, struct buf *out)
{
    unsigned char piece[PIECE];
    z_stream *z = u->stream;
    z->next_out = piece;
    z->avail_out = PIECE;
    int state = inflate(z, Z_NO_FLUSH);
    if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR)
        return UNPACK_BAD;
    u->ended = state == Z_STREAM_END;
    return keep(u, out, (str){(char *)piece, PIECE - z->avail_out});
}

enum unpack_result unpack_feed(struct unpack *u, struct buf *out, str bytes)
{
    z_stream *z = u->stream;
    u->packed += bytes.n;
    if (!z)
        return keep(u, out, bytes);
    z->next_in = (const unsigned char *)bytes.p;
    z->avail_in = (unsigned)bytes.n;
    bool full = false; /* zlib may hold more than fitted into the piece */
    while ((z->avail_in || full) && !u->closed) {
        if (u->ended && !begins_member(u))
            break;
        enum unpack_result result = unpack_piece(u, out);
        if (result != UNPACK_GOOD)
            return result;
        full = z->avail_out == 0 && !u->ended;
    }
    return UNPACK_GOOD;
}

bool unpack_is_whole(const struct unpack *u)
{
    return !u->stream || u->ended || u->packed == 0;
}

void unpack_release(struct unpack *u)
{
    if (u->stream)
        inflateEnd(u->stream);
    free(u->stream);
    u->stream = NULL;
}
