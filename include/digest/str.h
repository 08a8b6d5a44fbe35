/*
 * Borrowed text: a pointer and a length, passed by value.
 *
 * A str never owns what it points to; whoever made the bytes (an arena, a buf, a literal) says how
 * long they live. The zero value is the empty string. Bytes are UTF-8 unless a function says
 * otherwise, may contain NUL, and are not NUL-terminated.
 */
#ifndef DIGEST_STR_H
#define DIGEST_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct {
    const char *p; /* may be null when n is 0 */
    size_t n;      /* bytes */
} str;

/* A str of a string literal, its length known at compile time. */
#define STR(literal) ((str){(literal), sizeof(literal) - 1})

/* The two arguments that printf's "%.*s" takes for a str. */
#define STR_ARGS(s) (int)(s).n, (s).n ? (s).p : ""

/* Wraps the NUL-terminated z; a null z is the empty string. */
static inline str str_of(const char *z)
{
    return (str){z, z ? strlen(z) : 0};
}

/* True when a and b hold the same bytes. */
static inline bool str_eq(str a, str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* True when s and the NUL-terminated z hold the same bytes. */
static inline bool str_is(str s, const char *z)
{
    return str_eq(s, str_of(z));
}

/* The part of s from byte `from` (clamped to the end) up to byte `to` (clamped likewise). */
static inline str str_slice(str s, size_t from, size_t to)
{
    to = to < s.n ? to : s.n;
    from = from < to ? from : to;
    return (str){from ? s.p + from : s.p, to - from};
}

/* Orders by bytes, a prefix first: <0, 0 or >0. UTF-8 order equals code point order. */
int str_compare(str a, str b);

/* True when a and b are equal without regard to the case of A-Z. */
bool str_eq_nocase(str a, str b);

/* True when s begins with prefix (byte-wise). */
bool str_starts(str s, str prefix);

/* True when s ends with suffix (byte-wise). */
bool str_ends(str s, str suffix);

/* True when s ends with suffix, the case of A-Z ignored. For file name endings. */
bool str_ends_nocase(str s, str suffix);

/* The offset of the first occurrence of needle at or after byte `from`, or SIZE_MAX. */
size_t str_find(str s, str needle, size_t from);

/* The offset of the first byte c at or after byte `from`, or SIZE_MAX. */
size_t str_find_char(str s, char c, size_t from);

/* True when needle occurs in s. */
bool str_has(str s, str needle);

/* s without ASCII white space (HTML's five characters) at both ends. */
str str_trim(str s);

/*
 * Takes the next line off *rest into *line, without its line ending (LF, CRLF or CR).
 * Returns false when *rest is empty.
 */
bool str_next_line(str *rest, str *line);

/*
 * Takes the part of *rest before the next `separator` into *part, and leaves *rest behind it.
 * Returns false when *rest is exhausted; "a,,b" yields "a", "", "b", and "" yields nothing.
 */
bool str_next_part(str *rest, char separator, str *part);

/*
 * Reads the decimal number that is the whole of s into *out. Returns false, leaving *out alone,
 * when s is empty, has another character or exceeds max.
 */
bool str_to_uint(str s, uint64_t max, uint64_t *out);

/* Edit distance (Damerau-Levenshtein, transpositions adjacent) of two short ASCII words; words
 * over 64 bytes count as infinitely far (SIZE_MAX). For "did you mean". */
size_t str_distance(str a, str b);

#endif
