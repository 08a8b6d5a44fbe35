/* Sets of templates: adding, finding, checking, and saying where in a source something is. */
#include "digest/limits.h"

#include "digest/hash.h"
#include "digest/utf8.h"
#include "template_code.h"

struct template_set *template_set_new(struct arena *a, bool raw_text)
{
    struct template_set *set = arena_alloc(a, sizeof *set);
    *set = (struct template_set){.arena = a, .raw_text = raw_text};
    return set;
}

/* -- Names ------------------------------------------------------------------------------------ */

/* Where name is, or the free slot where it belongs. The table is never full. */
static size_t slot_index(const struct template_set *set, str name)
{
    size_t at = (size_t)hash_of(name).low & (set->slot_count - 1);
    while (set->slots[at] && !str_eq(set->slots[at]->name, name))
        at = (at + 1) & (set->slot_count - 1);
    return at;
}

static void slots_grow(struct template_set *set)
{
    set->slot_count = set->slot_count ? set->slot_count * 2 : 64;
    set->slots = arena_array(set->arena, set->slot_count, sizeof(struct template *));
    for (size_t i = 0; i < set->count; i++)
        set->slots[slot_index(set, set->items[i]->name)] = set->items[i];
}

struct template *template_slot(struct template_set *set, str name)
{
    if (set->count * 2 >= set->slot_count)
        slots_grow(set);
    size_t at = slot_index(set, name);
    if (!set->slots[at]) {
        struct template *t = arena_alloc(set->arena, sizeof *t);
        *t = (struct template){.name = arena_copy(set->arena, name)};
        set->items =
            arena_grow(set->arena, set->items, set->count, &set->cap, sizeof(struct template *));
        set->items[set->count++] = t;
        set->slots[at] = t;
    }
    return set->slots[at];
}

const struct template *template_find(const struct template_set *set, str name)
{
    if (!set->slot_count)
        return NULL;
    const struct template *t = set->slots[slot_index(set, name)];
    return t && t->defined ? t : NULL;
}

/* -- Adding ----------------------------------------------------------------------------------- */

/* Pages are UTF-8, and so must be what they are made of. */
static bool check_encoding(const struct template *t, struct err *err)
{
    if (utf8_valid(t->source))
        return true;
    err_set(err, ERR_TEMPLATE, "not valid UTF-8");
    err_hint(err, "save the template in the encoding UTF-8");
    str rest = t->source, line;
    unsigned number = 1;
    while (str_next_line(&rest, &line) && utf8_valid(line))
        number++;
    return err_at(err, t->file, number, 1);
}

bool template_add(struct template_set *set, str name, str source, str file, struct err *err)
{
    if (str_starts(source, STR("\xEF\xBB\xBF"))) /* a byte order mark that an editor left */
        source = str_slice(source, 3, source.n);
    struct template fresh = {.defined = true, .file = file, .source = source};
    if (source.n > LIMIT_TEMPLATE) {
        err_set(err, ERR_TEMPLATE, "the template has %zu bytes, more than %zu", source.n,
                LIMIT_TEMPLATE);
        return err_at(err, file, 0, 0);
    }
    if (!check_encoding(&fresh, err) || !template_compile(set, &fresh, err))
        return false;
    struct template *t = template_slot(set, name);
    fresh.name = t->name;
    *t = fresh;
    return true;
}

/* -- Checking --------------------------------------------------------------------------------- */

/* The added template whose name is nearest to name, if it is near enough to be a slip. */
static const struct template *template_nearest(const struct template_set *set, str name)
{
    const struct template *best = NULL;
    size_t limit = name.n / 3 + 2;
    for (size_t i = 0; i < set->count; i++) {
        const struct template *t = set->items[i];
        size_t distance = t->defined ? str_distance(t->name, name) : SIZE_MAX;
        if (distance < limit) {
            limit = distance;
            best = t;
        }
    }
    return best;
}

static bool template_check_one(const struct template_set *set, const struct template *t,
                               struct err *err)
{
    for (uint32_t i = 0; i < t->op_count; i++) {
        const struct op *op = &t->ops[i];
        if ((op->kind != OP_PARTIAL && op->kind != OP_PARENT) || !op->target || op->target->defined)
            continue;
        err_set(err, ERR_TEMPLATE, "there is no template called \"%.*s\"",
                STR_ARGS(op->target->name));
        const struct template *near = template_nearest(set, op->target->name);
        if (near)
            err_hint(err, "did you mean \"%.*s\"?", STR_ARGS(near->name));
        return template_err_at(t, op->at, err);
    }
    return true;
}

bool template_check(const struct template_set *set, struct err *err)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->items[i]->defined && !template_check_one(set, set->items[i], err))
            return false;
    return true;
}

/* -- Places ----------------------------------------------------------------------------------- */

static size_t line_start(str source, size_t at)
{
    while (at > 0 && source.p[at - 1] != '\n')
        at--;
    return at;
}

unsigned template_line(const struct template *t, size_t at, unsigned *column)
{
    unsigned line = 1;
    for (size_t i = 0; i < at; i++)
        line += t->source.p[i] == '\n';
    *column = 1;
    for (size_t i = line_start(t->source, at); i < at; i++)
        *column += ((unsigned char)t->source.p[i] & 0xC0) != 0x80; /* whole characters */
    return line;
}

bool template_err_at(const struct template *t, size_t at, struct err *err)
{
    unsigned column;
    unsigned line = template_line(t, at, &column);
    str rest = str_slice(t->source, line_start(t->source, at), t->source.n), text = {0};
    if (str_next_line(&rest, &text))
        err_excerpt(err, text);
    return err_at(err, t->file, line, column);
}
