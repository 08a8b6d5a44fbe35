/*
 * Raster formats by magic bytes. Sources: PNG (ISO/IEC 15948) 5.2 and 11.2.2, GIF89a 17 and 18,
 * JPEG (ITU-T T.81) B.1 and B.2.2, WebP container (RFC 9649), AVIF/HEIF (ISO/IEC 14496-12, ispe).
 */
#include "probe.h"

static uint32_t be16(str s, size_t at)
{
    return (uint32_t)(unsigned char)s.p[at] << 8 | (unsigned char)s.p[at + 1];
}

static uint32_t be32(str s, size_t at)
{
    return be16(s, at) << 16 | be16(s, at + 2);
}

static uint32_t le16(str s, size_t at)
{
    return (uint32_t)(unsigned char)s.p[at + 1] << 8 | (unsigned char)s.p[at];
}

static uint32_t le24(str s, size_t at)
{
    return (uint32_t)(unsigned char)s.p[at + 2] << 16 | le16(s, at);
}

static bool has_at(str s, size_t at, str magic)
{
    return str_eq(str_slice(s, at, at + magic.n), magic);
}

static bool probe_png(str s, struct image_size *size)
{
    if (!has_at(s, 0, STR("\x89PNG\r\n\x1a\n")))
        return false;
    if (s.n >= 24 && has_at(s, 12, STR("IHDR")))
        *size = (struct image_size){be32(s, 16), be32(s, 20), FORMAT_NONE};
    return true;
}

static bool probe_gif(str s, struct image_size *size)
{
    if (!has_at(s, 0, STR("GIF87a")) && !has_at(s, 0, STR("GIF89a")))
        return false;
    if (s.n >= 10)
        *size = (struct image_size){le16(s, 6), le16(s, 8), FORMAT_NONE};
    return true;
}

/* SOF0…SOF15 carry the frame's size; C4, C8 and CC in that range are other segments. */
static bool is_frame(unsigned marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

static bool probe_jpeg(str s, struct image_size *size)
{
    if (!has_at(s, 0, STR("\xFF\xD8\xFF")))
        return false;
    for (size_t at = 2; at + 9 < s.n && (unsigned char)s.p[at] == 0xFF;) {
        unsigned marker = (unsigned char)s.p[at + 1];
        if (is_frame(marker)) {
            *size = (struct image_size){be16(s, at + 7), be16(s, at + 5), FORMAT_NONE};
            break;
        }
        /* 0xFF fills; every other marker here has a length that counts its own two bytes. */
        at += marker == 0xFF ? 1 : 2 + be16(s, at + 2);
    }
    return true;
}

static bool probe_webp(str s, struct image_size *size)
{
    if (!has_at(s, 0, STR("RIFF")) || !has_at(s, 8, STR("WEBP")))
        return false;
    if (s.n < 30)
        return true;
    if (has_at(s, 12, STR("VP8X"))) {
        *size = (struct image_size){le24(s, 24) + 1, le24(s, 27) + 1, FORMAT_NONE};
    } else if (has_at(s, 12, STR("VP8 "))) {
        *size = (struct image_size){le16(s, 26) & 0x3FFF, le16(s, 28) & 0x3FFF, FORMAT_NONE};
    } else if (has_at(s, 12, STR("VP8L"))) {
        uint32_t bits = le16(s, 21) | le16(s, 23) << 16;
        *size = (struct image_size){(bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, FORMAT_NONE};
    }
    return true;
}

static bool probe_avif(str s, struct image_size *size)
{
    if (!has_at(s, 4, STR("ftypavif")) && !has_at(s, 4, STR("ftypavis")))
        return false;
    size_t at = str_find(s, STR("ispe"), 0);
    if (at != SIZE_MAX && at + 16 <= s.n)
        *size = (struct image_size){be32(s, at + 8), be32(s, at + 12), FORMAT_NONE};
    return true;
}

bool image_probe(str bytes, struct image_size *size)
{
    static const struct {
        bool (*probe)(str bytes, struct image_size *size);
        enum image_format format;
    } formats[] = {{probe_png, FORMAT_PNG},
                   {probe_jpeg, FORMAT_JPEG},
                   {probe_gif, FORMAT_GIF},
                   {probe_webp, FORMAT_WEBP},
                   {probe_avif, FORMAT_AVIF}};
    *size = (struct image_size){0};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (!formats[i].probe(bytes, size))
            continue;
        size->format = formats[i].format;
        return true;
    }
    return false;
}
