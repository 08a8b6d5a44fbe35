/*
 * Compiling a template: tags to operations, lines that hold nothing but a tag taken out.
 *
 * What the specification leaves open about inheritance: a parent with all its contents counts as
 * one tag, standalone when nothing else is on its first line before and its last line behind it.
 * A block directly inside a parent defines contents: these begin on the next line when nothing
 * else follows the opening tag, and end before the line of the closing tag when nothing else
 * precedes that. Any other block is a place to fill, and its tags are standalone like a section's.
 */
#include "digest/limits.h"

#include "digest/utf8.h"
#include "template_scan.h"

/* A tag whose contents are being compiled. */
struct open_tag {
    struct tag tag;
    uint32_t op;
    bool own_lines;  /* blocks: the contents begin on the line below */
    bool has_blanks; /* parents: the operation before holds the blanks before the tag */
};

struct compiler {
    struct template_set *set;
    const struct template *in;
    struct err *err;
    struct scanner scanner;
    struct op *ops;
    size_t count, cap;
    size_t text_from; /* where text begins that is not an operation yet */
    struct open_tag stack[LIMIT_TEMPLATE_DEPTH];
    size_t depth;
};

/* -- Errors ----------------------------------------------------------------------------------- */

/* A tag as it stands in the source, cut to fit a message. */
static str tag_text(const struct compiler *c, const struct tag *tag)
{
    return utf8_cut(str_slice(c->in->source, tag->from, tag->to), MESSAGE_NAME);
}

static void hint_close(const struct compiler *c, const struct tag *tag)
{
    err_hint(c->err, "close it by \"%.*s/%s%.*s%.*s\"", STR_ARGS(c->scanner.open),
             tag->dynamic ? "*" : "", STR_ARGS(tag->name), STR_ARGS(c->scanner.close));
}

static bool unclosed(const struct compiler *c)
{
    const struct tag *tag = &c->stack[c->depth - 1].tag;
    err_set(c->err, ERR_TEMPLATE, "\"%.*s\" is never closed", STR_ARGS(tag_text(c, tag)));
    hint_close(c, tag);
    return template_err_at(c->in, tag->from, c->err);
}

static bool closes_nothing(const struct compiler *c, const struct tag *tag)
{
    err_set(c->err, ERR_TEMPLATE, "\"%.*s\" closes nothing", STR_ARGS(tag_text(c, tag)));
    err_hint(c->err, "remove it, or open it before");
    return template_err_at(c->in, tag->from, c->err);
}

static bool closes_other(const struct compiler *c, const struct tag *tag)
{
    const struct tag *open = &c->stack[c->depth - 1].tag;
    unsigned column, line = template_line(c->in, open->from, &column);
    err_set(c->err, ERR_TEMPLATE, "\"%.*s\" does not close \"%.*s\", opened at %u:%u",
            STR_ARGS(tag_text(c, tag)), STR_ARGS(tag_text(c, open)), line, column);
    hint_close(c, open);
    return template_err_at(c->in, tag->from, c->err);
}

/* -- Operations ------------------------------------------------------------------------------- */

static struct op *op_add(struct compiler *c, enum op_kind kind, size_t at)
{
    c->ops = arena_grow(c->set->arena, c->ops, c->count, &c->cap, sizeof *c->ops);
    struct op *op = &c->ops[c->count++];
    *op = (struct op){.kind = kind, .at = (uint32_t)at, .end = (uint32_t)c->count};
    return op;
}

/* True between the blocks of a parent, where text is of no account. */
static bool directly_in_parent(const struct compiler *c, size_t depth)
{
    return depth > 0 && c->ops[c->stack[depth - 1].op].kind == OP_PARENT;
}

static void text_until(struct compiler *c, size_t to)
{
    if (to > c->text_from && !directly_in_parent(c, c->depth))
        op_add(c, OP_TEXT, c->text_from)->text = str_slice(c->in->source, c->text_from, to);
    c->text_from = to;
}

/* Ends the text before a tag and begins the next one behind it; alone on its line, the tag takes
 * that with it. Returns whether it was alone. */
static bool cut_out(struct compiler *c, const struct tag *tag)
{
    bool alone = tag->first && tag->last;
    text_until(c, alone ? tag->line_from : tag->from);
    c->text_from = alone ? tag->line_to : tag->to;
    return alone;
}

static str blanks_before(const struct compiler *c, const struct tag *tag)
{
    return str_slice(c->in->source, tag->line_from, tag->from);
}

/* The parts of "a.b.c"; none for ".". */
static bool split_name(struct compiler *c, const struct tag *tag, struct op *op)
{
    str rest = tag->name;
    if (str_is(rest, "."))
        return true;
    size_t count = 1;
    for (size_t i = 0; i < rest.n; i++)
        count += rest.p[i] == '.';
    op->parts = arena_array(c->set->arena, count, sizeof *op->parts);
    for (op->part_count = 0; op->part_count < count; op->part_count++) {
        size_t dot = str_find_char(rest, '.', 0);
        str part = str_slice(rest, 0, dot);
        if (!part.n) {
            err_set(c->err, ERR_TEMPLATE, "an empty part in the name \"%.*s\"",
                    STR_ARGS(utf8_cut(tag->name, MESSAGE_NAME)));
            return template_err_at(c->in, tag->from, c->err);
        }
        op->parts[op->part_count] = part;
        rest = dot == SIZE_MAX ? (str){0} : str_slice(rest, dot + 1, rest.n);
    }
    return true;
}

static bool name_target(struct compiler *c, const struct tag *tag, struct op *op)
{
    if (tag->dynamic)
        return split_name(c, tag, op);
    op->target = template_slot(c->set, tag->name);
    return true;
}

/* -- Opening ---------------------------------------------------------------------------------- */

/* The operation added last gets contents. */
static bool push(struct compiler *c, const struct tag *tag, struct open_tag open)
{
    if (c->depth == LIMIT_TEMPLATE_DEPTH) {
        err_set(c->err, ERR_TEMPLATE, "sections are nested more than %d deep",
                LIMIT_TEMPLATE_DEPTH);
        return template_err_at(c->in, tag->from, c->err);
    }
    open.tag = *tag;
    open.op = (uint32_t)c->count - 1;
    c->stack[c->depth++] = open;
    return true;
}

static bool add_variable(struct compiler *c, const struct tag *tag)
{
    text_until(c, tag->from);
    c->text_from = tag->to;
    return split_name(c, tag, op_add(c, tag->kind == '&' ? OP_RAW : OP_ESCAPED, tag->from));
}

static bool open_section(struct compiler *c, const struct tag *tag)
{
    cut_out(c, tag);
    struct op *op = op_add(c, tag->kind == '#' ? OP_SECTION : OP_INVERTED, tag->from);
    return split_name(c, tag, op) && push(c, tag, (struct open_tag){0});
}

static bool add_partial(struct compiler *c, const struct tag *tag)
{
    bool alone = cut_out(c, tag);
    struct op *op = op_add(c, OP_PARTIAL, tag->from);
    op->text = alone ? blanks_before(c, tag) : (str){0};
    return name_target(c, tag, op);
}

static bool open_parent(struct compiler *c, const struct tag *tag)
{
    text_until(c, tag->line_from);
    size_t before = c->count;
    text_until(c, tag->from); /* an operation of its own, which closing may take back */
    bool has_blanks = c->count > before;
    struct op *op = op_add(c, OP_PARENT, tag->from);
    return name_target(c, tag, op) && push(c, tag, (struct open_tag){.has_blanks = has_blanks});
}

static bool open_block(struct compiler *c, const struct tag *tag)
{
    struct open_tag open = {0};
    if (directly_in_parent(c, c->depth)) {
        open.own_lines = tag->last;
        c->text_from = tag->line_to;
    } else {
        open.own_lines = cut_out(c, tag);
    }
    struct op *op = op_add(c, OP_BLOCK, tag->from);
    op->parts = arena_alloc(c->set->arena, sizeof *op->parts);
    op->parts[0] = tag->name;
    op->part_count = 1;
    return push(c, tag, open);
}

/* -- Closing ---------------------------------------------------------------------------------- */

/* The blanks on the first line of source[from, to) that has anything else; `none` without one. */
static str first_indentation(const struct compiler *c, size_t from, size_t to, str none)
{
    str source = c->in->source;
    size_t line = from;
    for (size_t at = from; at < to; at++) {
        char ch = source.p[at];
        if (ch == '\n')
            line = at + 1;
        else if (ch != ' ' && ch != '\t' && ch != '\r')
            return str_slice(source, line, at);
    }
    return none;
}

static void close_block(struct compiler *c, const struct open_tag *open, const struct tag *tag)
{
    if (directly_in_parent(c, c->depth - 1)) {
        text_until(c, tag->first ? tag->line_from : tag->from);
        c->text_from = tag->to;
    } else {
        cut_out(c, tag);
    }
    str own = blanks_before(c, &open->tag);
    c->ops[open->op].text =
        open->own_lines ? first_indentation(c, open->tag.line_to, tag->from, own) : own;
}

static void close_parent(struct compiler *c, const struct open_tag *open, const struct tag *tag)
{
    bool alone = open->tag.first && tag->last;
    c->text_from = alone ? tag->line_to : tag->to;
    if (!alone)
        return;
    c->ops[open->op].text = blanks_before(c, &open->tag);
    if (open->has_blanks)
        c->ops[open->op - 1].text.n = 0;
}

static bool close_tag(struct compiler *c, const struct tag *tag)
{
    if (c->depth == 0)
        return closes_nothing(c, tag);
    const struct open_tag *open = &c->stack[c->depth - 1];
    if (!str_eq(open->tag.name, tag->name) || open->tag.dynamic != tag->dynamic)
        return closes_other(c, tag);
    switch (c->ops[open->op].kind) {
    case OP_BLOCK: close_block(c, open, tag); break;
    case OP_PARENT: close_parent(c, open, tag); break;
    default: cut_out(c, tag); break;
    }
    c->ops[open->op].end = (uint32_t)c->count;
    c->depth--;
    return true;
}

/* -- The whole -------------------------------------------------------------------------------- */

static bool compile_tag(struct compiler *c, const struct tag *tag)
{
    switch (tag->kind) {
    case '#':
    case '^': return open_section(c, tag);
    case '$': return open_block(c, tag);
    case '<': return open_parent(c, tag);
    case '>': return add_partial(c, tag);
    case '/': return close_tag(c, tag);
    case '!':
    case '=': cut_out(c, tag); return true;
    default: return add_variable(c, tag);
    }
}

bool template_compile(struct template_set *set, struct template *t, struct err *err)
{
    struct compiler c = {.set = set, .in = t, .err = err, .scanner = scan_start(t, set->arena)};
    for (;;) {
        struct tag tag;
        bool found;
        if (!scan_tag(&c.scanner, &tag, &found, err))
            return false;
        if (!found)
            break;
        if (!compile_tag(&c, &tag))
            return false;
    }
    if (c.depth > 0)
        return unclosed(&c);
    text_until(&c, t->source.n);
    t->ops = c.ops;
    t->op_count = (uint32_t)c.count;
    return true;
}
