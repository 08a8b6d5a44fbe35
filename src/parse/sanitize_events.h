/*
 * From markup to events: start tags, end tags, text. Nothing else comes through.
 *
 * The steps behind this header know how markup is written, not what it means. What reads the
 * events never sees a comment, a script, a style sheet or an undecoded character reference.
 */
#ifndef DIGEST_PARSE_SANITIZE_EVENTS_H
#define DIGEST_PARSE_SANITIZE_EVENTS_H

#include "digest/arena.h"
#include "digest/buf.h"

/* One attribute: its name in lower case, its value decoded; "" when it has none. */
struct attribute {
    str name;
    str value;
};

/* A start tag. Names are lower case; of attributes written twice the first counts. */
struct tag {
    str name;
    const struct attribute *attributes;
    size_t count;
};

/* Who is told. Tag names are valid until events_read returns, attribute values as long as its
 * arena, everything else during the call. */
struct event_sink {
    void *state;
    void (*start)(void *state, const struct tag *tag);
    void (*end)(void *state, str name);
    void (*text)(void *state, str text); /* never empty, without CR and C0/C1 controls */
};

/* Reads markup (valid UTF-8) and tells sink about it in order. */
void events_read(struct arena *a, str markup, const struct event_sink *sink);

/*
 * The first step: appends markup to out as libxml2's HTML 4 tokenizer reads it alike with browsers.
 * Comments, declarations, script and style go; raw text becomes text; at most LIMIT_HTML_ATTRIBUTES
 * attributes stay on a tag; "&" is written AMPERSAND; end tags are written as END_CARRIER.
 */
void markup_repair(struct buf *out, str markup);

/* Stands for "&" on the way through libxml2: U+0080, which repaired markup never holds otherwise. */
#define AMPERSAND "\xC2\x80"

/*
 * "</b>" travels as "<basefont b>". libxml2 reports an end tag only where its own HTML 4 stack has
 * that element open, but start tags always; this one is void, known to it, and nobody's to use.
 */
#define END_CARRIER "basefont"

#endif
