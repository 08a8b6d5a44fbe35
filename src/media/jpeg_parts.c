/*
 * JPEG files by their segments (ITU-T T.81, annex B): what they say about the picture, and the picture
 * without the rest. Exif: CIPA DC-008, 4.5; ICC profiles in APP2: ICC.1, B.4.
 */
#include "digest/limits.h"
#include "picture.h"

enum marker {
    MARKER_RST0 = 0xD0,
    MARKER_RST7 = 0xD7,
    MARKER_END = 0xD9,
    MARKER_SCAN = 0xDA,
    MARKER_APP0 = 0xE0,
    MARKER_APP1 = 0xE1,
    MARKER_APP2 = 0xE2,
    MARKER_APP14 = 0xEE,
    MARKER_APP15 = 0xEF,
    MARKER_COMMENT = 0xFE,
};

struct segment {
    unsigned marker;
    str whole;   /* with its marker; of a scan with its data, too */
    str payload; /* behind the length */
};

static unsigned byte_at(str s, size_t at)
{
    return (unsigned char)s.p[at];
}

/* The offset of the next marker that ends a scan's data, or the end: FF00 is data, FFFF filling. */
static size_t end_of_scan(str s, size_t at)
{
    for (; at + 1 < s.n; at++) {
        unsigned next = byte_at(s, at + 1);
        bool inside = next == 0 || next == 0xFF || (next >= MARKER_RST0 && next <= MARKER_RST7);
        if (byte_at(s, at) == 0xFF && !inside)
            return at;
    }
    return s.n;
}

static bool stands_alone(unsigned marker)
{
    return marker == 0x01 || (marker >= MARKER_RST0 && marker <= MARKER_END);
}

/* Takes the segment at or after *at. False: the file ends before it does. */
static bool next_segment(str s, size_t *at, struct segment *out)
{
    size_t from = *at;
    while (from + 1 < s.n &&
           (byte_at(s, from) != 0xFF || byte_at(s, from + 1) == 0xFF || !byte_at(s, from + 1)))
        from++;
    if (from + 1 >= s.n)
        return false;
    *out = (struct segment){.marker = byte_at(s, from + 1)};
    size_t to = from + 2;
    if (!stands_alone(out->marker)) {
        if (to + 2 > s.n)
            return false;
        size_t length = byte_at(s, to) << 8 | byte_at(s, to + 1);
        if (length < 2 || length > s.n - to)
            return false;
        out->payload = str_slice(s, to + 2, to + length);
        to += length;
    }
    if (out->marker == MARKER_SCAN)
        to = end_of_scan(s, to);
    out->whole = str_slice(s, from, to);
    *at = to;
    return true;
}

/* -- Facts ------------------------------------------------------------------------------------ */

/* Numbers of a TIFF structure, in its byte order. */
struct tiff {
    str bytes;
    bool little;
};

static uint32_t tiff_number(const struct tiff *t, size_t at, unsigned bytes)
{
    uint32_t number = 0;
    if (at > t->bytes.n || bytes > t->bytes.n - at)
        return 0;
    for (unsigned i = 0; i < bytes; i++)
        number = number << 8 | byte_at(t->bytes, at + (t->little ? bytes - 1 - i : i));
    return number;
}

/* The value of tag 0x0112 in the first directory of a TIFF structure; 1 when it is not there. */
static unsigned tiff_orientation(str bytes)
{
    struct tiff t = {bytes, str_starts(bytes, STR("II"))};
    if (tiff_number(&t, 2, 2) != 42)
        return 1;
    size_t at = tiff_number(&t, 4, 4);
    uint32_t entries = tiff_number(&t, at, 2);
    at += 2;
    for (uint32_t i = 0; i < entries && at + 12 <= bytes.n; i++, at += 12) {
        if (tiff_number(&t, at, 2) != 0x0112)
            continue;
        uint32_t value = tiff_number(&t, at + 8, 2);
        return value >= 1 && value <= 8 ? value : 1;
    }
    return 1;
}

struct jpeg_facts jpeg_facts(str bytes)
{
    struct jpeg_facts facts = {.orientation = 1};
    struct segment segment;
    bool seen_exif = false;
    for (size_t at = 2; next_segment(bytes, &at, &segment) && segment.marker != MARKER_SCAN;) {
        str payload = segment.payload;
        if (segment.marker == MARKER_APP1 && !seen_exif &&
            str_starts(payload, (str){"Exif\0\0", 6})) {
            seen_exif = true;
            facts.orientation = tiff_orientation(str_slice(payload, 6, payload.n));
        }
        if (segment.marker == MARKER_APP2 && str_starts(payload, (str){"ICC_PROFILE\0\1\1", 14}))
            facts.profile = profile_wanted(str_slice(payload, 14, payload.n));
    }
    return facts;
}

/* -- The picture alone ------------------------------------------------------------------------ */

/* Of the application's segments three say how the colours are meant. */
static bool is_of_the_picture(const struct segment *segment)
{
    unsigned marker = segment->marker;
    if (marker == MARKER_APP0)
        return str_starts(segment->payload, (str){"JFIF\0", 5});
    if (marker == MARKER_APP2)
        return str_starts(segment->payload, (str){"ICC_PROFILE\0", 12});
    if (marker == MARKER_APP14)
        return str_starts(segment->payload, STR("Adobe"));
    return marker != MARKER_COMMENT && (marker < MARKER_APP0 || marker > MARKER_APP15);
}

/* A JFIF segment without the preview that it may hold. */
static void put_jfif(struct buf *out, const struct segment *segment)
{
    if (segment->payload.n < 14) {
        buf_add(out, segment->whole);
        return;
    }
    buf_add(out, (str){"\xFF\xE0\0\x10", 4});
    buf_add(out, str_slice(segment->payload, 0, 12));
    buf_add(out, (str){"\0\0", 2});
}

bool jpeg_strip(struct buf *out, str bytes)
{
    struct segment segment = {0};
    bool scanned = false;
    if (!str_starts(bytes, STR("\xFF\xD8")))
        return false;
    buf_add(out, str_slice(bytes, 0, 2));
    for (size_t at = 2; segment.marker != MARKER_END;) {
        if (!next_segment(bytes, &at, &segment))
            return false;
        scanned |= segment.marker == MARKER_SCAN;
        if (segment.marker == MARKER_APP0 && is_of_the_picture(&segment))
            put_jfif(out, &segment);
        else if (is_of_the_picture(&segment))
            buf_add(out, segment.whole);
    }
    return scanned && !out->over;
}
