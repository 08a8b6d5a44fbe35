/* Base 64, strict: one text for one sequence of bytes. */
#include "base64.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_add(struct buf *out, str bytes)
{
    if (!buf_reserve(out, (bytes.n + 2) / 3 * 4))
        return;
    for (size_t i = 0; i < bytes.n; i += 3) {
        size_t left = bytes.n - i;
        uint32_t group = (uint32_t)(unsigned char)bytes.p[i] << 16;
        if (left > 1)
            group |= (uint32_t)(unsigned char)bytes.p[i + 1] << 8;
        if (left > 2)
            group |= (unsigned char)bytes.p[i + 2];
        buf_addc(out, digits[group >> 18]);
        buf_addc(out, digits[group >> 12 & 63]);
        buf_addc(out, left > 1 ? digits[group >> 6 & 63] : '=');
        buf_addc(out, left > 2 ? digits[group & 63] : '=');
    }
}

/* The value of a digit, or 64 for any other character. */
static uint32_t value_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (uint32_t)(c - 'A');
    if (c >= 'a' && c <= 'z')
        return (uint32_t)(c - 'a') + 26;
    if (c >= '0' && c <= '9')
        return (uint32_t)(c - '0') + 52;
    return c == '+' ? 62 : c == '/' ? 63 : 64;
}

bool base64_read(struct arena *a, str text, str *out)
{
    size_t padding = 0;
    while (padding < 2 && padding < text.n && text.p[text.n - 1 - padding] == '=')
        padding++;
    if (text.n % 4 != 0)
        return false;
    char *bytes = arena_alloc(a, text.n / 4 * 3 + 1);
    size_t n = 0;
    uint32_t group = 0;
    for (size_t i = 0; i < text.n - padding; i++) {
        uint32_t value = value_of(text.p[i]);
        if (value == 64)
            return false;
        group = group << 6 | value;
        /* A byte is whole behind the second, third and fourth digit of four. */
        if (i % 4 != 0)
            bytes[n++] = (char)(group >> (6 - 2 * (i % 4)) & 0xFF);
    }
    /* What padding leaves over must be zero, or two texts would mean the same. */
    if (padding && (group & ((1u << 2 * padding) - 1)))
        return false;
    *out = (str){bytes, n};
    return true;
}
