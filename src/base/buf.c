/* The bounded growing buffer. */
#include "digest/buf.h"

#include <stdio.h>
#include <stdlib.h>

#include "digest/arena.h"

/* The first allocation: most buffers hold a path, a tag or a line. */
#define BUF_FIRST 64

struct buf buf_init(size_t max)
{
    /* One less than everything leaves room for the NUL behind the last byte. */
    return (struct buf){.max = max < SIZE_MAX ? max : SIZE_MAX - 1};
}

void buf_release(struct buf *b)
{
    free(b->p);
    *b = buf_init(b->max);
}

void buf_reset(struct buf *b)
{
    b->n = 0;
    b->over = false;
    if (b->p)
        b->p[0] = '\0';
}

str buf_str(const struct buf *b)
{
    return (str){b->p, b->n};
}

bool buf_reserve(struct buf *b, size_t n)
{
    if (b->over || n > b->max - b->n) {
        b->over = true;
        return false;
    }
    size_t need = b->n + n + 1;
    if (need <= b->cap)
        return true;
    size_t cap = b->cap ? b->cap : BUF_FIRST;
    while (cap < need)
        cap = cap > SIZE_MAX / 2 ? need : cap * 2;
    if (cap - 1 > b->max)
        cap = b->max + 1;
    b->p = mem_resize(b->p, cap);
    b->cap = cap;
    return true;
}

void buf_add(struct buf *b, str s)
{
    if (!buf_reserve(b, s.n))
        return;
    if (s.n)
        memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
    b->p[b->n] = '\0';
}

void buf_addz(struct buf *b, const char *z)
{
    buf_add(b, str_of(z));
}

void buf_addc(struct buf *b, char c)
{
    /* Escapers add byte by byte, so the usual case makes no call. */
    if (b->n + 1 >= b->cap && !buf_reserve(b, 1))
        return;
    if (b->over)
        return;
    b->p[b->n++] = c;
    b->p[b->n] = '\0';
}

void buf_add_codepoint(struct buf *b, uint32_t codepoint)
{
    char c[4];
    if (codepoint > 0x10FFFF || (codepoint >= 0xD800 && codepoint <= 0xDFFF))
        codepoint = 0xFFFD;
    if (codepoint < 0x80) {
        buf_addc(b, (char)codepoint);
        return;
    }
    size_t n = codepoint < 0x800 ? 2 : codepoint < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, codepoint >>= 6)
        c[i] = (char)(0x80 | (codepoint & 0x3F));
    /* The lead byte: as many ones as there are bytes, then a zero. */
    c[0] = (char)((0xF00 >> n & 0xFF) | codepoint);
    buf_add(b, (str){c, n});
}

void buf_addf(struct buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_addv(b, format, args);
    va_end(args);
}

/* The program never calls setlocale, so the C library formats numbers in the C locale. */
void buf_addv(struct buf *b, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    if (n >= 0 && buf_reserve(b, (size_t)n)) {
        vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

void buf_cut(struct buf *b, size_t n)
{
    if (n >= b->n)
        return;
    b->n = n;
    b->p[n] = '\0';
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void buf_add_percent_decoded(struct buf *b, str s)
{
    for (size_t i = 0; i < s.n; i++) {
        bool room = s.p[i] == '%' && s.n - i > 2;
        int high = room ? hex_value(s.p[i + 1]) : -1;
        int low = room ? hex_value(s.p[i + 2]) : -1;
        bool escape = high >= 0 && low >= 0;
        buf_addc(b, escape ? (char)(high << 4 | low) : s.p[i]);
        i += escape ? 2 : 0;
    }
}
