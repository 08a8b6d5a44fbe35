/*
 * Rendering: runs a template's operations over a value. The set is only read; everything that
 * changes lies on the C stack, and LIMIT_TEMPLATE_DEPTH bounds how deep that gets.
 */
#include "digest/escape.h"
#include "digest/limits.h"
#include "template_code.h"

/* The values that names are looked up in, the innermost first. */
struct scope {
    const struct value *value;
    const struct scope *outer;
};

/* The parents being rendered and what was put into them, the innermost first. */
struct call {
    const struct template *in; /* where the parent tag stands */
    uint32_t op;
    const struct call *outer;
};

/* Blanks put before each line, the innermost (rightmost) first. */
struct indent {
    str blanks;
    const struct indent *outer;
};

/* The circumstances that operations run in. */
struct frame {
    const struct template *in;
    const struct scope *scope;
    const struct call *calls;
    const struct indent *indent;
    str strip; /* blanks taken off the beginning of each line, as far as they are there */
    unsigned depth;
};

struct render {
    const struct template_set *set;
    struct buf *out;
    struct err *err;
    bool line_begins; /* nothing was put on the present line yet */
    unsigned long steps;
};

static bool run(struct render *r, const struct frame *f, uint32_t from, uint32_t to);

/* -- Errors ----------------------------------------------------------------------------------- */

static bool too_deep(const struct render *r, const struct frame *f, const struct op *op)
{
    err_set(r->err, ERR_TEMPLATE, "sections and partials are nested more than %d deep",
            LIMIT_TEMPLATE_DEPTH);
    err_hint(r->err, "does a partial include itself without end?");
    return template_err_at(f->in, op->at, r->err);
}

/* Counts an operation or a repeat of it. */
static bool step(struct render *r, const struct frame *f, const struct op *op)
{
    if (r->steps++ < LIMIT_TEMPLATE_STEPS)
        return true;
    err_set(r->err, ERR_TEMPLATE, "rendering takes more than %d steps", LIMIT_TEMPLATE_STEPS);
    err_hint(r->err, "lists within lists repeat their contents very often");
    return template_err_at(f->in, op->at, r->err);
}

static bool too_large(const struct render *r, const struct frame *f)
{
    err_set(r->err, ERR_LIMIT, "the output is larger than %zu bytes", r->out->max);
    return err_at(r->err, f->in->file, 0, 0);
}

/* -- Lookup ----------------------------------------------------------------------------------- */

/* The value of a name, or null. Only the first part is looked for outwards; the others must be
 * where it leads. */
static const struct value *lookup(const struct frame *f, const struct op *op)
{
    if (op->part_count == 0)
        return f->scope->value;
    const struct value *value = NULL;
    for (const struct scope *s = f->scope; s && !value; s = s->outer)
        value = value_get(s->value, op->parts[0]);
    for (uint32_t i = 1; i < op->part_count && value; i++)
        value = value_get(value, op->parts[i]);
    return value;
}

static const struct template *target_of(const struct render *r, const struct frame *f,
                                        const struct op *op)
{
    if (op->target)
        return op->target->defined ? op->target : NULL;
    const struct value *name = lookup(f, op);
    if (!name || (name->type != VALUE_TEXT && name->type != VALUE_NUMBER))
        return NULL;
    return template_find(r->set, name->text);
}

/* The block called as `block` among those directly inside a call's parent tag. */
static const struct op *block_in_call(const struct call *call, const struct op *block)
{
    const struct op *ops = call->in->ops;
    for (uint32_t i = call->op + 1; i < ops[call->op].end; i = ops[i].end)
        if (ops[i].kind == OP_BLOCK && str_eq(ops[i].parts[0], block->parts[0]))
            return &ops[i];
    return NULL;
}

/* What fills a block: the outermost call that says so decides. Null: its own contents. */
static const struct op *block_filling(const struct frame *f, const struct op *block,
                                      const struct call **by)
{
    const struct op *filling = NULL;
    for (const struct call *call = f->calls; call; call = call->outer) {
        const struct op *found = block_in_call(call, block);
        if (found) {
            filling = found;
            *by = call;
        }
    }
    return filling;
}

/* -- Text and indentation --------------------------------------------------------------------- */

static void put_indent(struct buf *out, const struct indent *indent)
{
    if (!indent)
        return;
    put_indent(out, indent->outer);
    buf_add(out, indent->blanks);
}

/* s without what it has in common with the beginning of strip. */
static str strip_blanks(str s, str strip)
{
    size_t n = 0;
    while (n < s.n && n < strip.n && s.p[n] == strip.p[n])
        n++;
    return str_slice(s, n, s.n);
}

/* Lines without anything on them get no blanks before nothing. */
static void put_line(struct render *r, const struct frame *f, str line)
{
    if (!line.n)
        return;
    bool ends = str_ends(line, STR("\n"));
    bool empty = ends && !str_trim(line).n;
    if (r->line_begins && !empty)
        put_indent(r->out, f->indent);
    buf_add(r->out, line);
    r->line_begins = ends;
}

static void put_indented(struct render *r, const struct frame *f, const struct op *op)
{
    bool source_line_begins = op->at == 0 || f->in->source.p[op->at - 1] == '\n';
    for (size_t at = 0; at < op->text.n;) {
        size_t newline = str_find_char(op->text, '\n', at);
        size_t end = newline == SIZE_MAX ? op->text.n : newline + 1;
        str line = str_slice(op->text, at, end);
        put_line(r, f, source_line_begins ? strip_blanks(line, f->strip) : line);
        source_line_begins = true;
        at = end;
    }
}

static void put_text(struct render *r, const struct frame *f, const struct op *op)
{
    if (!op->text.n)
        return;
    if (f->indent || f->strip.n) {
        put_indented(r, f, op);
        return;
    }
    buf_add(r->out, op->text);
    r->line_begins = op->text.p[op->text.n - 1] == '\n';
}

/* A value's own lines are not indented, the one it stands on is. */
static void put_value(struct render *r, const struct frame *f, const struct op *op)
{
    if (r->line_begins) {
        put_indent(r->out, f->indent);
        r->line_begins = false;
    }
    const struct value *value = lookup(f, op);
    if (!value)
        return;
    bool raw = op->kind == OP_RAW && (value->type == VALUE_HTML || r->set->raw_text);
    switch (value->type) {
    case VALUE_TEXT:
    case VALUE_HTML:
        if (raw)
            buf_add(r->out, value->text);
        else
            escape_html(r->out, value->text);
        break;
    case VALUE_NUMBER: buf_add(r->out, value->text); break;
    case VALUE_BOOL: buf_addz(r->out, value->truth ? "true" : "false"); break;
    case VALUE_NULL:
    case VALUE_LIST:
    case VALUE_MAP: break;
    }
}

/* -- Operations with contents ----------------------------------------------------------------- */

/* Copies a frame to go one deeper. */
static bool enter(struct frame *inner, const struct render *r, const struct frame *f,
                  const struct op *op)
{
    if (f->depth == LIMIT_TEMPLATE_DEPTH)
        return too_deep(r, f, op);
    *inner = *f;
    inner->depth++;
    return true;
}

static bool run_section(struct render *r, const struct frame *f, uint32_t at)
{
    const struct op *op = &f->in->ops[at];
    const struct value *value = lookup(f, op);
    if (!value_true(value))
        return true;
    struct frame inner;
    if (!enter(&inner, r, f, op))
        return false;
    bool list = value->type == VALUE_LIST;
    const struct value *items = list ? value->items : value;
    size_t count = list ? value->count : 1;
    struct scope scope = {.outer = f->scope};
    inner.scope = &scope;
    for (size_t i = 0; i < count; i++) {
        scope.value = &items[i];
        if (!step(r, f, op) || !run(r, &inner, at + 1, op->end))
            return false;
        if (r->out->over)
            return too_large(r, f);
    }
    return true;
}

/* Partials, and parents with the blocks in them. */
static bool run_target(struct render *r, const struct frame *f, uint32_t at)
{
    const struct op *op = &f->in->ops[at];
    const struct template *target = target_of(r, f, op);
    if (!target)
        return true;
    struct frame inner;
    if (!enter(&inner, r, f, op))
        return false;
    struct call call = {f->in, at, f->calls};
    if (op->kind == OP_PARENT)
        inner.calls = &call;
    struct indent indent = {strip_blanks(op->text, f->strip), f->indent};
    if (indent.blanks.n)
        inner.indent = &indent;
    inner.in = target;
    inner.strip = (str){0};
    return run(r, &inner, 0, target->op_count);
}

/* Puts a filling in the place of a block. Inside it, only calls around its own template can fill
 * blocks: those it is an argument of are not its parameters. */
static bool run_filling(struct render *r, const struct frame *f, const struct op *block,
                        const struct op *filling, const struct call *by)
{
    struct frame inner;
    if (!enter(&inner, r, f, block))
        return false;
    struct indent indent = {strip_blanks(block->text, f->strip), f->indent};
    if (indent.blanks.n)
        inner.indent = &indent;
    inner.in = by->in;
    inner.calls = by->outer;
    inner.strip = filling->text;
    return run(r, &inner, (uint32_t)(filling - by->in->ops) + 1, filling->end);
}

/* Runs the operation at *at, or what stands for it, and moves *at behind what was done. */
static bool run_one(struct render *r, const struct frame *f, uint32_t *at)
{
    uint32_t here = *at;
    const struct op *op = &f->in->ops[here];
    const struct call *by = NULL;
    const struct op *filling;
    if (!step(r, f, op))
        return false;
    *at = op->end;
    switch (op->kind) {
    case OP_TEXT: put_text(r, f, op); return true;
    case OP_ESCAPED:
    case OP_RAW: put_value(r, f, op); return true;
    case OP_SECTION: return run_section(r, f, here);
    case OP_INVERTED:
        if (!value_true(lookup(f, op)))
            *at = here + 1; /* on with its contents */
        return true;
    case OP_PARTIAL:
    case OP_PARENT: return run_target(r, f, here);
    case OP_BLOCK:
        filling = block_filling(f, op, &by);
        if (filling)
            return run_filling(r, f, op, filling, by);
        *at = here + 1;
        return true;
    }
    return true;
}

static bool run(struct render *r, const struct frame *f, uint32_t from, uint32_t to)
{
    while (from < to)
        if (!run_one(r, f, &from))
            return false;
    return true;
}

bool template_render(const struct template_set *set, str name, const struct value *data,
                     struct buf *out, struct err *err)
{
    const struct template *t = template_find(set, name);
    if (!t)
        return err_set(err, ERR_TEMPLATE, "there is no template called \"%.*s\"", STR_ARGS(name));
    struct render r = {.set = set, .out = out, .err = err, .line_begins = true};
    struct scope scope = {.value = data};
    struct frame frame = {.in = t, .scope = &scope};
    if (!run(&r, &frame, 0, t->op_count))
        return false;
    return !out->over || too_large(&r, &frame);
}
