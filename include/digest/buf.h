/*
 * A growing byte buffer that cannot grow past a stated maximum.
 *
 * The maximum is given when the buffer is made. An append that would pass it appends nothing and
 * marks the buffer `over`; later appends are ignored. So a run of appends needs one check at its
 * end, and no input can make a buffer eat the machine. Running out of memory ends the program.
 * `p` is always NUL-terminated behind the n bytes once something was appended.
 */
#ifndef DIGEST_BUF_H
#define DIGEST_BUF_H

#include <stdarg.h>

#include "digest/str.h"

struct buf {
    char *p;
    size_t n;   /* bytes in use */
    size_t cap; /* bytes allocated */
    size_t max; /* n never exceeds this */
    bool over;  /* an append was refused */
};

/* An empty buffer that will hold at most max bytes. Allocates nothing; end it with buf_release. */
struct buf buf_init(size_t max);

/* Frees the bytes and returns b to the empty state, the maximum kept. */
void buf_release(struct buf *b);

/* Empties b for reuse; keeps the allocation, clears `over`. */
void buf_reset(struct buf *b);

/* The bytes so far, borrowed: valid until the next append, reset or release. */
str buf_str(const struct buf *b);

/* Makes room for n more bytes. False, and b is marked over: that would pass the maximum. */
bool buf_reserve(struct buf *b, size_t n);

/* Appends the bytes of s, which must not point into b. */
void buf_add(struct buf *b, str s);

/* Appends the NUL-terminated z. */
void buf_addz(struct buf *b, const char *z);

/* Appends one byte. */
void buf_addc(struct buf *b, char c);

/* Appends the UTF-8 form of a code point; surrogates and values over 0x10FFFF become U+FFFD. */
void buf_add_codepoint(struct buf *b, uint32_t codepoint);

/* Appends s with each "%" and two hexadecimal digits as the byte they stand for (RFC 3986, 2.1). Any
 * other "%" stays. The bytes need not be UTF-8. */
void buf_add_percent_decoded(struct buf *b, str s);

/* Appends what printf would print. In the C locale's number format whatever the process locale. */
void buf_addf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* buf_addf with a va_list, which the caller ends. */
void buf_addv(struct buf *b, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/* Shortens b to n bytes; n must not exceed b->n. */
void buf_cut(struct buf *b, size_t n);

#endif
