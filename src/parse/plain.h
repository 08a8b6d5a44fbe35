/*
 * Plain text, as people write it without thinking of markup: what the parts of its parser share.
 *
 * plain.c reads a text in this order: lines (plain_lines.h), foot and head (plain_head.c), whose
 * single lines plain_meta.c understands, then the blocks between them (plain_blocks.c,
 * plain_list.c), which go into a tree of cmark nodes (plain_build.h).
 */
#ifndef DIGEST_PARSE_PLAIN_H
#define DIGEST_PARSE_PLAIN_H

#include "plain_build.h"
#include "plain_lines.h"
#include "text.h"

/* The reading of one plain text. */
struct plain {
    struct text_job *job;
    const struct meta *front; /* what front matter said */
    struct meta *meta;        /* what the text says */
    struct lines lines;
    size_t from, to; /* the lines of the body */
    struct build build;
    struct buf joined; /* the paragraph being put together */
    bool begun;        /* the body's first paragraph has been read */
};

/* Quotes and lists inside each other; deeper ones are read as text. */
#define PLAIN_DEPTH 8

/* -- plain_meta.c: lines about the article ---------------------------------------------------- */

/* Where a line stands decides what it may say. */
enum meta_place {
    META_HEAD,  /* below the title: bylines and dates without a label, too */
    META_FOOT,  /* at the end: only with a label and a colon */
    META_BLOCK, /* in a block of "Key: value" lines at the top: titles, too */
};

/* Reads one line about the article into *meta. False, *meta untouched: it is none. */
bool meta_line_read(const struct text_job *job, str line, enum meta_place place, struct meta *meta);

/* True when the line has the form "Key: value" with a key of letters. */
bool meta_line_is_pair(str line);

/* -- plain_head.c: the lines before and behind the body --------------------------------------- */

/* Takes title, dek and what else is said about the article off the head and the foot of the lines,
 * and sets from and to. */
void plain_read_ends(struct plain *p);

/* -- plain_blocks.c, plain_list.c: the body --------------------------------------------------- */

/* Builds the blocks of the lines, which are part of p's or inside `depth` quotes of it. */
void plain_read_blocks(struct plain *p, const struct lines *lines, unsigned depth);

/* True when a list begins at line i. */
bool plain_list_starts(const struct lines *lines, size_t i);

/* Builds the list that begins at line i; returns the line behind it. */
size_t plain_read_list(struct plain *p, const struct lines *lines, size_t i, unsigned depth);

/* Starts putting together a paragraph's text. */
void plain_join_start(struct plain *p);

/* Adds a line to it: with a space, but after a hyphen that splits a word and between East Asian
 * letters. */
void plain_join(struct plain *p, str text);

/* Builds the paragraph put together. */
void plain_join_end(struct plain *p);

#endif
