/* Title, standfirst and summary, from what a source says and from the text itself. */
#ifndef DIGEST_PARSE_TEXTS_H
#define DIGEST_PARSE_TEXTS_H

#include "digest/article.h"

/* What is known of an article's words. */
struct texts {
    str title;    /* clean text; or "" */
    str excerpt;  /* markup of a summary, that a writer or a program made; or "" */
    str body;     /* plain text, blocks parted by newlines */
    str heading;  /* that the body begins with; or "" */
    str fallback; /* a title for a body without text; "" when there is no body */
};

/*
 * Fills title, dek and summary of an article, in the arena; `scratch` is for passing use. An excerpt
 * that someone wrote, and that says something else than the beginning of the body, becomes the dek;
 * one that was cut from the body counts for nothing where there is a body. False: there is nothing to
 * make a title of.
 */
bool texts_fill(struct article *article, struct arena *a, struct arena *scratch,
                const struct texts *texts);

/* "some-title" → "Some title"; never empty. In the arena. */
str title_of_name(struct arena *a, str name);

#endif
