/* From libfyaml's events to our own tree, every guard of digest/yaml.h on the way. */
#include "digest/yaml.h"

#include <libfyaml.h>

#include "digest/limits.h"
#include "digest/map.h"
#include "yaml_error.h"

/* A list or map that is still open. */
struct frame {
    struct yaml *node;
    size_t cap;
    struct map keys;                    /* of a map: its pairs by key */
    struct yaml_pair *pair;             /* of a map: the key that waits for its value, or null */
    struct yaml_place place, key_place; /* in the text */
    bool flow;                          /* in brackets */
};

/* One document being read. */
struct reader {
    struct yaml_source source;
    struct arena *a;
    struct arena scratch;
    struct err *err;
    struct frame stack[LIMIT_YAML_DEPTH];
    size_t depth;
    struct yaml *root;
    struct yaml_place place; /* of the last event that had one */
    unsigned documents;
};

static bool fail(struct reader *r, const char *why, const char *hint)
{
    err_set(r->err, ERR_INPUT, "%s", why);
    if (hint)
        err_hint(r->err, "%s", hint);
    return yaml_fail_at(&r->source, r->place, r->err);
}

static struct frame *top_of(struct reader *r)
{
    return r->depth ? &r->stack[r->depth - 1] : NULL;
}

/* The event's position, or for an empty value that of its key. libfyaml counts from 0. */
static void find_place(struct reader *r, struct fy_event *event)
{
    const struct fy_mark *mark = fy_event_start_mark(event);
    const struct frame *top = top_of(r);
    if (mark)
        r->place = (struct yaml_place){(unsigned)mark->line + 1, (unsigned)mark->column + 1};
    else if (top && top->pair)
        r->place = top->key_place;
}

/* The tree and the messages give lines of the file; all else in here counts those of the text. */
static unsigned file_line(const struct reader *r, unsigned line)
{
    return r->source.first_line + line - 1;
}

static bool add_key(struct reader *r, struct frame *top, const struct yaml *key)
{
    if (key->kind == YAML_LIST || key->kind == YAML_MAP)
        return fail(r, "a key must be plain text", "text with brackets in it belongs in quotes");
    if (key->text.n == 0)
        return fail(r, "a key is missing before the colon", NULL);
    const struct yaml_place *first = map_get(&top->keys, key->text);
    if (first) {
        err_set(r->err, ERR_INPUT, "the key \"%.*s\" is here twice", STR_ARGS(key->text));
        err_hint(r->err, "the first is in line %u", file_line(r, first->line));
        return yaml_fail_at(&r->source, r->place, r->err);
    }
    struct yaml_place *here = arena_alloc(&r->scratch, sizeof *here);
    *here = r->place;
    map_set(&top->keys, key->text, here);
    struct yaml *map = top->node;
    map->pairs = arena_grow(r->a, map->pairs, map->count, &top->cap, sizeof *map->pairs);
    top->pair = &map->pairs[map->count++];
    *top->pair = (struct yaml_pair){.key = key->text, .line = key->line, .column = key->column};
    top->key_place = r->place;
    return true;
}

/* Puts a node where it belongs: the root, an item, a key or a key's value. */
static bool add_node(struct reader *r, struct yaml *node)
{
    struct frame *top = top_of(r);
    if (!top) {
        r->root = node;
        return true;
    }
    struct yaml *parent = top->node;
    if (parent->kind == YAML_LIST) {
        parent->items =
            arena_grow(r->a, parent->items, parent->count, &top->cap, sizeof(struct yaml *));
        parent->items[parent->count++] = node;
        return true;
    }
    if (!top->pair)
        return add_key(r, top, node);
    top->pair->value = node;
    top->pair = NULL;
    return true;
}

static struct yaml *new_node(struct reader *r, enum yaml_kind kind)
{
    struct yaml *node = arena_alloc(r->a, sizeof *node);
    node->kind = kind;
    node->line = file_line(r, r->place.line);
    node->column = r->place.column;
    return node;
}

static bool open_node(struct reader *r, enum yaml_kind kind, struct fy_event *event)
{
    struct yaml *node = new_node(r, kind);
    if (!add_node(r, node))
        return false;
    if (r->depth == LIMIT_YAML_DEPTH) {
        err_set(r->err, ERR_LIMIT, "lists and maps are nested more than %d deep", LIMIT_YAML_DEPTH);
        return yaml_fail_at(&r->source, r->place, r->err);
    }
    r->stack[r->depth++] = (struct frame){
        .node = node,
        .keys.arena = &r->scratch,
        .place = r->place,
        .flow = fy_event_get_node_style(event) == FYNS_FLOW,
    };
    return true;
}

/* What YAML's core schema takes for nothing, when it is not quoted. */
static bool is_null(str text)
{
    return text.n == 0 || str_is(text, "~") || str_is(text, "null") || str_is(text, "Null") ||
           str_is(text, "NULL");
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* True when the block text that begins at byte `at` has its | or > alone in the line above. */
static bool header_stands_alone(str text, size_t at)
{
    size_t end = at < text.n ? at : text.n;
    while (end > 0 && !is_line_end(text.p[end - 1]))
        end--;
    while (end > 0) {
        size_t start = --end;
        while (start > 0 && !is_line_end(text.p[start - 1]))
            start--;
        str line = str_trim(str_slice(text, start, end));
        if (line.n)
            return line.p[0] == '|' || line.p[0] == '>';
        end = start;
    }
    return false;
}

/* The column of the first text at or behind byte `at`, which begins a line. */
static unsigned text_column(str text, size_t at)
{
    unsigned column = 1;
    for (; at < text.n && (text.p[at] == ' ' || is_line_end(text.p[at])); at++)
        column = is_line_end(text.p[at]) ? 1 : column + 1;
    return column;
}

/*
 * Refuses the two kinds of block text that libfyaml 0.7.12 gets wrong: with its | or > in a line of
 * its own (it gives back what happens to lie in memory), and empty with the next key in the column
 * of its own (it takes the keys that follow for the text).
 */
static bool check_block(struct reader *r, struct fy_event *event, str text)
{
    const struct fy_mark *mark = fy_event_start_mark(event);
    const struct frame *top = top_of(r);
    if (!top || !mark)
        return true;
    if (header_stands_alone(r->source.text, mark->input_pos))
        return fail(r, "this text has its > or | in a line of its own",
                    "write it behind the key, as in \"key: >\"");
    if (str_trim(text).n && text_column(r->source.text, mark->input_pos) <= top->place.column)
        return fail(r, "the text of a > or | is not indented further than its key",
                    "an empty text is written \"\"");
    return true;
}

/* The text of a scalar, borrowed from its token. */
static bool find_text(struct reader *r, struct fy_event *event, bool block, str *out)
{
    struct fy_token *token = fy_event_get_token(event);
    str text = {0};
    if (token) {
        text.p = fy_token_get_text(token, &text.n);
        if (!text.p)
            return fail(r, "this text cannot be read", NULL);
    }
    /* It gives an empty block text at the end of the file a NUL for content. */
    if (block && text.n && text.p[text.n - 1] == '\0')
        text.n--;
    if (block && !check_block(r, event, text))
        return false;
    if (str_find_char(text, '\0', 0) != SIZE_MAX)
        return fail(r, "a NUL character in the text", "leave out the escape \\0");
    *out = text;
    return true;
}

static bool take_scalar(struct reader *r, struct fy_event *event)
{
    struct yaml *node = new_node(r, YAML_SCALAR);
    enum fy_node_style style = fy_event_get_node_style(event);
    bool block = style == FYNS_LITERAL || style == FYNS_FOLDED;
    str text = {0};
    if (!find_text(r, event, block, &text))
        return false;
    if (style == FYNS_SINGLE_QUOTED || style == FYNS_DOUBLE_QUOTED) {
        node->quoted = true;
        /* The mark is behind the quote. */
        node->column = r->place.column -= r->place.column > 1;
    }
    node->text = arena_copy(r->a, text);
    if (!node->quoted && !block && is_null(text))
        node->kind = YAML_NULL;
    return add_node(r, node);
}

#define PLAIN_HINT "write the value out where it is needed; text that begins so belongs in quotes"

/* Refuses at the anchor's or tag's own position. */
static bool refuse(struct reader *r, struct fy_token *token, const char *why)
{
    const struct fy_mark *mark = token ? fy_token_start_mark(token) : NULL;
    if (mark)
        r->place = (struct yaml_place){(unsigned)mark->line + 1, (unsigned)mark->column + 1};
    return fail(r, why, PLAIN_HINT);
}

/* What stands before a node. */
static bool check_properties(struct reader *r, struct fy_event *event)
{
    struct fy_token *anchor = fy_event_get_anchor_token(event);
    struct fy_token *tag = fy_event_get_tag_token(event);
    if (event->type == FYET_ALIAS || anchor)
        return refuse(r, anchor, "anchors (&name) and aliases (*name) are not taken here");
    return !tag || refuse(r, tag, "tags (!name) are not taken here");
}

static bool take_node(struct reader *r, struct fy_event *event)
{
    /* The beginning of a document that no "---" marks has no place of its own, so that a second one
     * is told at its first node. */
    if (r->documents > 1)
        return fail(r, "a second document begins here", "a file holds one: remove the --- or ...");
    if (!check_properties(r, event))
        return false;
    if (event->type == FYET_SCALAR)
        return take_scalar(r, event);
    return open_node(r, event->type == FYET_MAPPING_START ? YAML_MAP : YAML_LIST, event);
}

static bool take_event(struct reader *r, struct fy_event *event)
{
    find_place(r, event);
    switch (event->type) {
    case FYET_DOCUMENT_START: r->documents++; return true;
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END: r->depth--; return true;
    case FYET_MAPPING_START:
    case FYET_SEQUENCE_START:
    case FYET_SCALAR:
    case FYET_ALIAS: return take_node(r, event);
    default: return true;
    }
}

/* Fills the error from the first one that libfyaml has collected. */
static bool fail_collected(struct reader *r, struct fy_diag *diag)
{
    struct yaml_place open = {0};
    for (size_t i = 0; i < r->depth; i++)
        if (r->stack[i].flow)
            open = r->stack[i].place;
    void *at = NULL;
    const struct fy_diag_error *first = fy_diag_errors_iterate(diag, &at);
    if (!first)
        return fail(r, "this is not valid YAML", NULL);
    struct yaml_place place = {(unsigned)first->line, (unsigned)first->column};
    return yaml_fail_with(&r->source, first->msg, place, open, r->err);
}

static bool read_events(struct reader *r, struct fy_parser *parser, struct fy_diag *diag)
{
    bool ok = true, end = false;
    while (ok && !end) {
        struct fy_event *event = fy_parser_parse(parser);
        if (!event)
            return fail_collected(r, diag);
        end = event->type == FYET_STREAM_END;
        ok = take_event(r, event);
        fy_parser_event_free(parser, event);
    }
    return ok;
}

/* Takes whatever libfyaml would print. */
static void print_nothing(struct fy_diag *diag, void *user, const char *text, size_t length)
{
    (void)diag;
    (void)user;
    (void)text;
    (void)length;
}

static bool read_document(struct reader *r)
{
    struct fy_diag_cfg diag_options = {.output_fn = print_nothing, .level = FYET_ERROR};
    diag_options.module_mask = ~0u;
    struct fy_diag *diag = fy_diag_create(&diag_options);
    if (!diag)
        return fail(r, "the YAML reader cannot be started", NULL);
    fy_diag_set_collect_errors(diag, true);
    const struct fy_parse_cfg options = {
        .flags = FYPCF_QUIET | FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE,
        .diag = diag,
    };
    struct fy_parser *parser = fy_parser_create(&options);
    bool ok = false;
    if (!parser || fy_parser_set_string(parser, r->source.text.p, r->source.text.n) != 0)
        fail(r, "the YAML reader cannot be started", NULL);
    else
        ok = read_events(r, parser, diag);
    if (parser)
        fy_parser_destroy(parser);
    fy_diag_destroy(diag);
    return ok;
}

bool yaml_read(struct yaml **out, struct arena *a, str source, str file, unsigned first_line,
               struct err *err)
{
    if (str_starts(source, STR("\xEF\xBB\xBF")))
        source = str_slice(source, 3, source.n);
    struct reader r = {
        .source = {source, file, first_line},
        .a = a,
        .err = err,
        .place = {1, 1},
    };
    bool ok = yaml_check_bytes(&r.source, err) && (source.n == 0 || read_document(&r));
    arena_release(&r.scratch);
    if (!ok)
        return false;
    if (!r.root || r.root->kind == YAML_NULL) {
        r.place = (struct yaml_place){1, 1};
        r.root = new_node(&r, YAML_MAP);
    }
    *out = r.root;
    return true;
}

struct yaml *yaml_get(const struct yaml *node, const char *key)
{
    if (!node || node->kind != YAML_MAP)
        return NULL;
    for (size_t i = 0; i < node->count; i++)
        if (str_is(node->pairs[i].key, key))
            return node->pairs[i].value;
    return NULL;
}
