/*
 * Unicode: checking, repair, conversion, case folding.
 *
 * Text that comes from outside is made valid UTF-8 once, on the way in, by utf8_repair or
 * utf8_from; behind that everything may rely on it. Folding and normalization by utf8proc.
 */
#ifndef DIGEST_UTF8_H
#define DIGEST_UTF8_H

#include "digest/arena.h"
#include "digest/buf.h"
#include "digest/err.h"

/* True when s is valid UTF-8 (RFC 3629: shortest forms, no surrogates, at most U+10FFFF). */
bool utf8_valid(str s);

/*
 * Decodes the code point at s.p[*at] and moves *at behind it. Invalid bytes yield U+FFFD and
 * advance as the WHATWG Encoding Standard's maximal subpart practice does. *at must be < s.n.
 */
uint32_t utf8_next(str s, size_t *at);

/*
 * Appends s with every invalid sequence and every NUL as U+FFFD. Fast path: valid text without
 * NUL is appended in one piece.
 */
void utf8_repair(struct buf *out, str s);

/* Encodings that text files come in. */
enum encoding { ENCODING_UTF8, ENCODING_UTF16LE, ENCODING_UTF16BE, ENCODING_WINDOWS1252 };

/*
 * Guesses the encoding of a text file: byte order mark first; NUL bytes in every second place
 * (UTF-16 without a mark); valid UTF-8; else Windows-1252.
 */
enum encoding utf8_detect(str bytes);

/*
 * Appends bytes, converted from encoding, to out as valid UTF-8 without a byte order mark.
 * Undecodable units become U+FFFD (WHATWG Encoding Standard; Windows-1252's five holes map to the
 * C1 controls there and are dropped here).
 */
void utf8_from(struct buf *out, str bytes, enum encoding encoding);

/* s in full case folding and NFC, for comparing names without regard to case. In the arena. */
str utf8_fold(struct arena *a, str s);

/* The number of code points in valid UTF-8. */
size_t utf8_count(str s);

/*
 * The longest prefix of s of at most max bytes that ends on a whole character (extended grapheme
 * cluster by utf8proc).
 */
str utf8_cut(str s, size_t max);

/* True when the code point is a letter or a number (Unicode general categories L* and N*). */
bool utf8_is_word(uint32_t codepoint);

/* True when the code point is an upper-case or title-case letter (Lu, Lt). */
bool utf8_is_upper(uint32_t codepoint);

/* The number of words in text: runs of letters, numbers, apostrophes and hyphens; each Han, Kana
 * or Thai character counts as half a word. For reading times. */
size_t utf8_words(str s);

#endif
