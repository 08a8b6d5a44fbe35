/*
 * Names recovered from slugs.
 *
 * A saved post that was not embedded names its terms only by slugs such as "ai-data-centers". How
 * such a name is spelt ("AI data centers") is looked up in the article's own text.
 */
#ifndef DIGEST_PARSE_TERM_NAMES_H
#define DIGEST_PARSE_TERM_NAMES_H

#include "digest/arena.h"

/* The words of a text, indexed. */
struct spellings;

/*
 * Indexes the words of a title and a text whose blocks are parted by newlines; both must outlive
 * the index. Of very long texts (WORDS_MOST) only the beginning counts. Time is linear.
 */
struct spellings *spellings_new(struct arena *a, str title, str text);

/*
 * The name behind a slug, in the arena. The longest runs of its words that stand in the text take
 * the text's spelling there, joined as there; a capital that a sentence's beginning or a title-case
 * heading explains is no evidence. Other words stay as they are in the slug, and a name of which
 * nothing was found begins with a capital; *found says whether anything was.
 */
str spellings_name(struct spellings *s, struct arena *a, str slug, bool *found);

#endif
