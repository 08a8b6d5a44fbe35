/* WebP files by their chunks (RFC 9649, section 2). */
#include "picture.h"

/* Of the flags in VP8X. */
#define FLAG_PROFILE   0x20
#define FLAG_ALPHA     0x10
#define FLAG_EXIF      0x08
#define FLAG_XMP       0x04
#define FLAG_ANIMATION 0x02
#define VP8X_DATA      10 /* bytes */

struct chunk {
    str whole; /* with its padding */
    str type;
    str data;
};

static uint32_t le32(str s, size_t at)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

static void put_le(struct buf *out, uint32_t number, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        buf_addc(out, (char)(number >> 8 * i & 0xFF));
}

/* The file up to the end that its head names; what stands behind is none of it. */
static str whole_file(str s)
{
    if (s.n < 12)
        return (str){0};
    uint64_t size = (uint64_t)le32(s, 4) + 8;
    return size <= s.n ? str_slice(s, 0, size) : (str){0};
}

/* Takes the chunk at *at. False at the end, or where one is cut off: *at is before the end then. */
static bool next_chunk(str s, size_t *at, struct chunk *out)
{
    if (*at > s.n || s.n - *at < 8)
        return false;
    uint32_t length = le32(s, *at + 4);
    if (length > s.n - *at - 8)
        return false;
    out->type = str_slice(s, *at, *at + 4);
    out->data = str_slice(s, *at + 8, *at + 8 + length);
    out->whole = str_slice(s, *at, *at + 8 + length + (length & 1));
    *at += out->whole.n;
    return true;
}

static unsigned flags_of(const struct chunk *chunk)
{
    bool extended = str_is(chunk->type, "VP8X") && chunk->data.n >= VP8X_DATA;
    return extended ? (unsigned char)chunk->data.p[0] : 0;
}

bool webp_is_animated(str bytes)
{
    struct chunk chunk;
    size_t at = 12;
    return next_chunk(bytes, &at, &chunk) && (flags_of(&chunk) & FLAG_ANIMATION);
}

bool webp_is_lossy(str bytes)
{
    struct chunk chunk;
    for (size_t at = 12; next_chunk(bytes, &at, &chunk);)
        if (str_is(chunk.type, "VP8 "))
            return true;
    return false;
}

str webp_profile(str bytes)
{
    struct chunk chunk;
    for (size_t at = 12; next_chunk(bytes, &at, &chunk);)
        if (str_is(chunk.type, "ICCP"))
            return profile_wanted(chunk.data);
    return (str){0};
}

static bool is_of_the_picture(str type)
{
    static const char *const kept[] = {"VP8X", "VP8 ", "VP8L", "ALPH",
                                       "ICCP", "ANIM", "ANMF", NULL};
    for (const char *const *name = kept; *name; name++)
        if (str_is(type, *name))
            return true;
    return false;
}

static bool is_image_data(str type)
{
    return str_is(type, "VP8 ") || str_is(type, "VP8L") || str_is(type, "ANMF");
}

/* Begins a file; end_file puts in its length. */
static void begin_file(struct buf *out)
{
    buf_add(out, (str){"RIFF\0\0\0\0WEBP", 12});
}

static void end_file(struct buf *out, size_t from)
{
    uint32_t size = (uint32_t)(out->n - from - 8);
    for (unsigned i = 0; i < 4 && !out->over; i++)
        out->p[from + 4 + i] = (char)(size >> 8 * i & 0xFF);
}

bool webp_strip(struct buf *out, str bytes)
{
    struct chunk chunk;
    size_t at = 12, from = out->n;
    bool data = false;
    str file = whole_file(bytes);
    begin_file(out);
    while (next_chunk(file, &at, &chunk)) {
        if (!is_of_the_picture(chunk.type))
            continue;
        data |= is_image_data(chunk.type);
        size_t begin = out->n;
        buf_add(out, chunk.whole);
        if (chunk.whole.n < 8 + chunk.data.n + (chunk.data.n & 1))
            buf_addc(out, 0); /* the last chunk's padding may be missing */
        if (flags_of(&chunk) && !out->over)
            out->p[begin + 8] = (char)(flags_of(&chunk) & ~(unsigned)(FLAG_EXIF | FLAG_XMP));
    }
    end_file(out, from);
    return data && at >= file.n && !out->over;
}

/* True when a file written with loss has transparency. */
static bool has_alpha(str bytes)
{
    struct chunk chunk;
    for (size_t at = 12; next_chunk(bytes, &at, &chunk);)
        if (str_is(chunk.type, "ALPH"))
            return true;
    return false;
}

void webp_add_profile(struct buf *out, str bytes, const struct picture *picture)
{
    struct chunk chunk;
    size_t from = out->n;
    begin_file(out);
    buf_addz(out, "VP8X");
    put_le(out, VP8X_DATA, 4);
    put_le(out, FLAG_PROFILE | (has_alpha(bytes) ? FLAG_ALPHA : 0), 4);
    put_le(out, picture->width - 1, 3);
    put_le(out, picture->height - 1, 3);
    buf_addz(out, "ICCP");
    put_le(out, (uint32_t)picture->profile.n, 4);
    buf_add(out, picture->profile);
    if (picture->profile.n & 1)
        buf_addc(out, 0);
    for (size_t at = 12; next_chunk(bytes, &at, &chunk);)
        if (!str_is(chunk.type, "VP8X"))
            buf_add(out, chunk.whole);
    end_file(out, from);
}
