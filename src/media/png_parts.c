/* PNG files by their chunks (ISO/IEC 15948, 5.3), and what profiles of colours are worth keeping. */
#include "digest/limits.h"
#include "picture.h"

struct chunk {
    str whole; /* with length, type and checksum */
    str type;
    str data;
};

static uint32_t be32(str s, size_t at)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Takes the chunk at *at. False: the file ends before it does. */
static bool next_chunk(str s, size_t *at, struct chunk *out)
{
    if (*at > s.n || s.n - *at < 12)
        return false;
    uint32_t length = be32(s, *at);
    if (length > s.n - *at - 12)
        return false;
    out->whole = str_slice(s, *at, *at + 12 + length);
    out->type = str_slice(out->whole, 4, 8);
    out->data = str_slice(out->whole, 8, 8 + length);
    *at += out->whole.n;
    return true;
}

bool png_is_animated(str bytes)
{
    struct chunk chunk;
    for (size_t at = 8; next_chunk(bytes, &at, &chunk) && !str_is(chunk.type, "IDAT");)
        if (str_is(chunk.type, "acTL"))
            return true;
    return false;
}

/* The picture, its frames (APNG), and how colours and pixels are meant. */
static bool is_of_the_picture(str type)
{
    static const char *const kept[] = {
        "IHDR", "PLTE", "IDAT", "IEND", "acTL", "fcTL", "fdAT", "tRNS", "gAMA",
        "cHRM", "sRGB", "iCCP", "cICP", "sBIT", "bKGD", "pHYs", NULL,
    };
    for (const char *const *name = kept; *name; name++)
        if (str_is(type, *name))
            return true;
    return false;
}

bool png_is_whole(str bytes)
{
    struct chunk chunk = {0};
    bool data = false;
    for (size_t at = 8; !str_is(chunk.type, "IEND");) {
        if (!next_chunk(bytes, &at, &chunk))
            return false;
        data |= str_is(chunk.type, "IDAT");
    }
    return data;
}

bool png_strip(struct buf *out, str bytes)
{
    struct chunk chunk = {0};
    if (!png_is_whole(bytes))
        return false;
    buf_add(out, str_slice(bytes, 0, 8));
    for (size_t at = 8; !str_is(chunk.type, "IEND") && next_chunk(bytes, &at, &chunk);)
        if (is_of_the_picture(chunk.type))
            buf_add(out, chunk.whole);
    return !out->over;
}

/* Descriptions are ASCII in version 2 profiles, UTF-16 in version 4. */
static bool says_srgb(str profile)
{
    return str_has(profile, STR("sRGB")) || str_has(profile, (str){"s\0R\0G\0B", 7});
}

str profile_wanted(str profile)
{
    bool good = profile.n >= 132 && profile.n <= LIMIT_PROFILE && be32(profile, 0) == profile.n &&
                str_is(str_slice(profile, 16, 20), "RGB ") &&
                str_is(str_slice(profile, 36, 40), "acsp");
    return good && !says_srgb(profile) ? profile : (str){0};
}
