/*
 * The lines of a plain text, and what can be told of one by itself: the vocabulary of the
 * plain-text rules.
 */
#ifndef DIGEST_PARSE_PLAIN_LINES_H
#define DIGEST_PARSE_PLAIN_LINES_H

#include "digest/arena.h"
#include "digest/err.h"

struct line {
    str text;         /* without white space at both ends; "" is a blank line */
    uint32_t indent;  /* columns before it */
    uint32_t columns; /* of the text; East Asian characters take two */
};

struct lines {
    struct line *items;
    size_t count;
    bool wrapped;   /* paragraphs are broken into lines of about equal length */
    bool greedy;    /* and no line ends before it must: one that does ends a paragraph */
    unsigned width; /* the column they are broken at, when wrapped */
};

/* What a list item begins with. */
struct marker {
    enum { MARKER_NONE, MARKER_BULLET, MARKER_NUMBER, MARKER_LETTER } kind;
    uint32_t sign;   /* the bullet, or what follows the number; one list has one sign */
    unsigned number; /* of MARKER_NUMBER, and of letters from a = 1 */
    size_t length;   /* bytes up to the item's text */
};

/* Splits text, whose only line ending is "\n", into lines in the arena: runs of blank lines become
 * one, those at both ends go. Decides whether it is hard-wrapped. False: over LIMIT_TEXT_LINES. */
bool lines_split(struct lines *out, struct arena *a, str text, struct err *err);

/* The lines from `from` up to `to`; borrowed. */
struct lines lines_slice(const struct lines *lines, size_t from, size_t to);

/* True when there is no line i, or it is blank. */
bool lines_blank(const struct lines *lines, size_t i);

/* True when line i was broken because the first word of the next one did not fit any more. */
bool lines_full(const struct lines *lines, size_t i);

/* True when line i ends so early that it was not broken for its length. */
bool lines_short(const struct lines *lines, size_t i);

/* True when the line behind line i of a wrapped text goes on with its paragraph, as far as their
 * lengths tell. */
bool lines_go_on(const struct lines *lines, size_t i);

/* True when line i ends a paragraph of a wrapped text though another line follows: it ends a
 * sentence, and early. */
bool lines_end_paragraph(const struct lines *lines, size_t i);

/* The columns that text takes; East Asian characters take two. */
uint32_t text_columns(str text);

/* True when the code point is East Asian: wide, and without spaces around words. */
bool text_is_wide(uint32_t codepoint);

/* True when text ends a sentence: in . ! ? … or their likes, quotes and brackets behind ignored. */
bool text_ends_sentence(str text);

/* True when text ends in punctuation that a heading does not end in: as text_ends_sentence, but for
 * the question mark, and with commas, colons, semicolons and dashes. */
bool text_is_closed(str text);

/* True when the letters of text are capitals, two at least. */
bool text_is_capitals(str text);

/* True for a line that divides: three or more of * - _ = ~ # •, spaces ignored, or an asterism. */
bool text_is_rule(str text);

/* True for a line of at least three "=" or "-" only: it may underline the one above. */
bool text_is_underline(str text);

/* True when the line looks like a heading: short, not closed, beginning with a capital or a letter
 * of a script without case. */
bool line_is_headline(const struct line *line);

/* Reads the list marker that text begins with; kind MARKER_NONE when there is none, or nothing
 * behind it. */
struct marker marker_read(str text);

#endif
