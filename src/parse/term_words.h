/* The words of a text as term_names.c looks at them. */
#ifndef DIGEST_PARSE_TERM_WORDS_H
#define DIGEST_PARSE_TERM_WORDS_H

#include "digest/arena.h"

/* Words of a text that are looked at: some 50 pages. */
#define WORDS_MOST 16384

/* A word where it stands. */
struct word {
    str text;  /* as written, "McDonald’s" */
    str key;   /* as in a slug: "mcdonalds" */
    str gap;   /* what parts it from the word before it in the same block */
    bool sure; /* its capitals are its own, not those of a sentence's beginning or of a heading */
    size_t
        owner; /* bytes of text without a final apostrophe and s, which may be a genitive; or 0 */
};

struct words {
    struct word *items;
    size_t count, cap;
};

/* Appends the words of text, block by block (lines), until there are WORDS_MOST. */
void words_add(struct words *words, struct arena *a, str text);

/* What joins two words of one name that are parted by `gap`: " ", "-", ".", "/" or " & "; else "":
 * they are not one name. */
str words_joint(str gap);

#endif
