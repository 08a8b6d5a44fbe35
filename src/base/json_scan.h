/* The inside of JSON strings, eight bytes at a time. Shared by the reader and the decoder. */
#ifndef DIGEST_PARSE_JSON_SCAN_H
#define DIGEST_PARSE_JSON_SCAN_H

#include "digest/json.h"

/*
 * Checks a string from behind its opening quote up to its closing one: escapes, no control
 * characters. Bytes over 0x7F are taken as they are. Fills *text and returns the closing quote;
 * or null with *failure filled, text->raw then ends at the offending byte.
 */
const char *json_scan_string(const char *p, const char *end, struct json_text *text,
                             const char **failure);

#define JSON_ONES  0x0101010101010101ULL
#define JSON_HIGHS 0x8080808080808080ULL

/* Eight bytes as a number whose lowest byte is the first one. */
static inline uint64_t json_load(const char *p)
{
    uint64_t w;
    memcpy(&w, p, sizeof w);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    w = __builtin_bswap64(w);
#endif
    return w;
}

/* Marks with its high bit the first byte of w that equals c, and perhaps bytes after it. */
static inline uint64_t json_mark(uint64_t w, unsigned char c)
{
    w ^= JSON_ONES * c;
    return (w - JSON_ONES) & ~w & JSON_HIGHS;
}

/* The value of four hexadecimal digits, or -1. */
static inline int json_hex4(const char *p)
{
    int value = 0;
    for (int i = 0; i < 4; i++) {
        int c = (unsigned char)p[i], letter = c | 0x20;
        if (c >= '0' && c <= '9')
            value = value * 16 + c - '0';
        else if (letter >= 'a' && letter <= 'f')
            value = value * 16 + letter - 'a' + 10;
        else
            return -1;
    }
    return value;
}

#endif
