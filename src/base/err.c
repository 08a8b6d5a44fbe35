/* Filling in an err. Texts that do not fit are cut at a character, never in the middle of one. */
#include "digest/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "digest/buf.h"
#include "digest/utf8.h"

/* Takes the last byte run off z when it is the beginning of a UTF-8 sequence that was cut. */
static void drop_partial(char *z)
{
    size_t n = strlen(z), lead = n;
    while (lead > 0 && n - lead < 3 && ((unsigned char)z[lead - 1] & 0xC0) == 0x80)
        lead--;
    if (lead == 0)
        return;
    unsigned char c = (unsigned char)z[lead - 1];
    size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
    if (length > n - lead + 1)
        z[lead - 1] = '\0';
}

/* Makes each byte of z that is no UTF-8 a question mark: messages quote what came, and are kept,
 * and written as JSON. */
static void blank_invalid(char *z)
{
    str s = str_of(z);
    if (utf8_valid(s))
        return;
    for (size_t at = 0, from = 0; at < s.n; from = at) {
        bool replaced = utf8_next(s, &at) == 0xFFFD;
        if (replaced && !utf8_valid(str_slice(s, from, at)))
            memset(z + from, '?', at - from);
    }
}

/* Copies s, cut to fit size bytes with a NUL. Stops at a NUL within s. */
static void copy_cut(char *to, size_t size, str s)
{
    size_t n = s.n < size ? s.n : size - 1;
    if (n)
        memcpy(to, s.p, n);
    to[n] = '\0';
    if (n < s.n)
        drop_partial(to);
    blank_invalid(to);
}

static void print_cut(char *to, size_t size, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

static void print_cut(char *to, size_t size, const char *format, va_list args)
{
    int n = vsnprintf(to, size, format, args);
    if (n < 0)
        to[0] = '\0';
    else if ((size_t)n >= size)
        drop_partial(to);
    blank_invalid(to);
}

bool err_set(struct err *e, enum err_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    *e = (struct err){.code = code};
    print_cut(e->why, sizeof e->why, format, args);
    va_end(args);
    return false;
}

bool err_errno(struct err *e, const char *format, ...)
{
    int number = errno;
    va_list args;
    va_start(args, format);
    *e = (struct err){.code = ERR_IO};
    print_cut(e->why, sizeof e->why, format, args);
    va_end(args);
    char reason[128];
    size_t n = strlen(e->why);
    /* The GNU form, which may return a text of its own instead of filling the array. */
    snprintf(e->why + n, sizeof e->why - n, ": %s", strerror_r(number, reason, sizeof reason));
    return false;
}

bool err_hint(struct err *e, const char *format, ...)
{
    if (e->hint[0])
        return false;
    va_list args;
    va_start(args, format);
    print_cut(e->hint, sizeof e->hint, format, args);
    va_end(args);
    return false;
}

bool err_at(struct err *e, str file, unsigned line, unsigned column)
{
    if (!e->file[0] && !e->line) {
        copy_cut(e->file, sizeof e->file, file);
        e->line = line;
        e->column = column;
    }
    return false;
}

bool err_excerpt(struct err *e, str source_line)
{
    if (!e->excerpt[0])
        copy_cut(e->excerpt, sizeof e->excerpt, source_line);
    return false;
}
