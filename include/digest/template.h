/*
 * Compiled Mustache templates.
 *
 * The whole public specification (v1.4.2) but lambdas: variables, sections, inverted sections,
 * partials with indentation, delimiters, comments, inheritance ({{<parent}}, {{$block}}) and
 * dynamic names ({{>*name}}). A set holds templates by name and is compiled once; rendering is
 * read-only on it, so any number of threads may render at a time.
 *
 * {{name}} escapes for element content and quoted attributes. {{{name}}} and {{&name}} put out
 * html values as they are; text is escaped there too, unless the set was made with raw_text, which
 * is what the specification asks for and only `digest template` uses.
 */
#ifndef DIGEST_TEMPLATE_H
#define DIGEST_TEMPLATE_H

#include "digest/value.h"

struct template_set;

/* An empty set; everything in it lives in the arena. */
struct template_set *template_set_new(struct arena *a, bool raw_text);

/*
 * Compiles source as the template `name` ("article", "partials/card"), replacing one of that name.
 * `file` is its place in messages. False: ERR_TEMPLATE with file:line:column. source is borrowed.
 */
bool template_add(struct template_set *set, str name, str source, str file, struct err *err);

/*
 * Checks that every partial and parent that a template names by a literal is in the set. False:
 * ERR_TEMPLATE at the tag that names the first missing one, with the nearest name as hint.
 */
bool template_check(const struct template_set *set, struct err *err);

/*
 * Appends the template called name, rendered with data, to out. A name without a value renders as
 * nothing, a missing partial as nothing. False: no such template, nesting over
 * LIMIT_TEMPLATE_DEPTH, more than LIMIT_TEMPLATE_STEPS, or out is over its maximum.
 */
bool template_render(const struct template_set *set, str name, const struct value *data,
                     struct buf *out, struct err *err);

#endif
