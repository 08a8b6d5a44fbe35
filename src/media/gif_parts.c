/* GIF files by their blocks (GIF89a, 15-27), which tell whether one is whole. */
#include "picture.h"

static unsigned byte_at(str s, size_t at)
{
    return at < s.n ? (unsigned char)s.p[at] : 0;
}

/* The bytes of a colour table, as a packed field tells them. */
static size_t table_size(unsigned packed)
{
    return packed & 0x80 ? (size_t)3 << ((packed & 7) + 1) : 0;
}

/* Skips data sub-blocks and the empty one at their end. False: the file ends first. */
static bool skip_data(str s, size_t *at)
{
    while (*at < s.n) {
        unsigned length = byte_at(s, *at);
        *at += 1 + length;
        if (length == 0)
            return true;
    }
    return false;
}

bool gif_is_whole(str bytes)
{
    size_t at = 13 + table_size(byte_at(bytes, 10));
    for (unsigned frames = 0; at < bytes.n;) {
        unsigned kind = byte_at(bytes, at);
        if (kind == 0x3B)
            return frames > 0;
        if (kind == 0x2C) {
            at += 10 + table_size(byte_at(bytes, at + 9)) + 1;
            frames++;
        } else if (kind == 0x21) {
            at += 2;
        } else {
            return false;
        }
        if (!skip_data(bytes, &at))
            return false;
    }
    return false;
}
