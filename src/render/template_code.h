/*
 * Compiled templates: what the compiler (template_compile.c) makes and the renderer
 * (template_render.c) runs.
 *
 * A template is an array of operations in the order of its source. Those with contents (sections,
 * blocks, parents) hold the index of the operation behind them, so that skipping is one step.
 *
 * Indentation. A standalone partial or parent, and a block that begins a line, hands its own
 * indentation to every line of what it puts in place, and what a block puts in place loses the
 * indentation it was written with. Text is kept as it was written and both are done while it is
 * put out, and only where there is any: pages hardly ever have some.
 */
#ifndef DIGEST_RENDER_TEMPLATE_CODE_H
#define DIGEST_RENDER_TEMPLATE_CODE_H

#include "digest/template.h"

/* Bytes of a name or tag that a message shows. */
#define MESSAGE_NAME 60

enum op_kind {
    OP_TEXT,     /* text */
    OP_ESCAPED,  /* {{name}} */
    OP_RAW,      /* {{{name}}}, {{&name}} */
    OP_SECTION,  /* {{#name}} */
    OP_INVERTED, /* {{^name}} */
    OP_PARTIAL,  /* {{>name}} */
    OP_PARENT,   /* {{<name}}: of its contents only the blocks directly in it count */
    OP_BLOCK,    /* {{$name}} */
};

struct op {
    enum op_kind kind;
    uint32_t at;             /* where its tag begins in the source, for messages */
    uint32_t end;            /* index of the operation behind its contents */
    uint32_t part_count;     /* 0 is the name ".", the present value itself */
    str *parts;              /* the name, split at its dots; a block's name is one part */
    str text;                /* OP_TEXT: a slice of the source; else the indentation, see above */
    struct template *target; /* OP_PARTIAL, OP_PARENT: null when the name is dynamic */
};

struct template
{
    str name;
    bool defined; /* false: named by another template, but not added (yet) */
    str file, source;
    struct op *ops;
    uint32_t op_count;
};

struct template_set {
    struct arena *arena;
    bool raw_text;
    struct template **slots; /* open addressing by the name's hash; null is free */
    size_t slot_count;       /* a power of two, or 0 */
    struct template **items; /* in the order in which they were first named */
    size_t count, cap;
};

/* The template called name in the set; a new, undefined one when there is none. */
struct template *template_slot(struct template_set *set, str name);

/* The template called name, or null when none was added. */
const struct template *template_find(const struct template_set *set, str name);

/* Compiles t->source into t->ops; partials get their slots in the set. False: ERR_TEMPLATE. */
bool template_compile(struct template_set *set, struct template *t, struct err *err);

/* Adds the place of source byte `at` of t to *err: line, column and the line itself. Returns
 * false. */
bool template_err_at(const struct template *t, size_t at, struct err *err);

/* The line, from 1, that source byte `at` lies in; its column, from 1, in *column. */
unsigned template_line(const struct template *t, size_t at, unsigned *column);

#endif
