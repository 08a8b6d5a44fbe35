/*
 * The JSON reader: structure, numbers, literals and the passing over of what nobody wants.
 *
 * Most bytes of a WordPress answer are links and embedded objects that are never looked at, so
 * json_skip is what the speed of reading hangs on: one loop with a bit for each open container.
 */
#include "digest/json.h"

#include "digest/limits.h"
#include "json_scan.h"

struct json json_init(str text)
{
    const char *p = text.n ? text.p : "";
    return (struct json){.start = p, .p = p, .end = p + text.n};
}

bool json_failed(const struct json *j)
{
    return j->failure != NULL;
}

/* Notes the first failure and moves to the end, where nothing is left to read. */
static bool fail(struct json *j, const char *at, const char *why)
{
    if (!j->failure) {
        j->failure = why;
        j->failure_at = at;
    }
    j->p = j->end;
    return false;
}

static inline void skip_space(struct json *j)
{
    while (j->p < j->end && (*j->p == ' ' || *j->p == '\n' || *j->p == '\r' || *j->p == '\t'))
        j->p++;
}

/* The next character that is not white space, NUL at the end: there is no place where JSON has a
 * NUL outside of strings, so the two need not be told apart before it comes to the message. */
static inline char next_char(struct json *j)
{
    skip_space(j);
    return j->p < j->end ? *j->p : '\0';
}

/* -- Scalars ---------------------------------------------------------------------------------- */

static bool take_string(struct json *j, struct json_text *out)
{
    const char *failure;
    const char *quote = json_scan_string(j->p + 1, j->end, out, &failure);
    if (!quote)
        return fail(j, out->raw.p + out->raw.n, failure);
    j->p = quote + 1;
    return true;
}

static const char *pass_digits(const char *p, const char *end)
{
    while (p < end && *p >= '0' && *p <= '9')
        p++;
    return p;
}

/* RFC 8259 section 6: [-] int [frac] [exp], and no zeros in front. */
static bool take_number(struct json *j, struct json_text *out)
{
    const char *p = j->p + (*j->p == '-'), *end = j->end;
    const char *digits = p;
    p = pass_digits(p, end);
    if (p == digits)
        return fail(j, p, "a number needs digits");
    if (*digits == '0' && p - digits > 1)
        return fail(j, digits, "a number must not begin with 0");
    if (p < end && *p == '.') {
        digits = ++p;
        p = pass_digits(p, end);
        if (p == digits)
            return fail(j, p, "a number needs digits behind the point");
    }
    if (p < end && (*p == 'e' || *p == 'E')) {
        p++;
        p += p < end && (*p == '+' || *p == '-');
        digits = p;
        p = pass_digits(p, end);
        if (p == digits)
            return fail(j, p, "a number needs digits in its exponent");
    }
    *out = (struct json_text){.raw = {j->p, (size_t)(p - j->p)}};
    j->p = p;
    return true;
}

static bool take_literal(struct json *j, str word)
{
    size_t left = (size_t)(j->end - j->p);
    if (left < word.n && memcmp(j->p, word.p, left) == 0)
        return fail(j, j->end, "a value is unfinished");
    if (left < word.n || memcmp(j->p, word.p, word.n) != 0)
        return fail(j, j->p, "expected a value");
    j->p += word.n;
    return true;
}

/* Passes over a value that is neither object nor array. */
static bool skip_scalar(struct json *j, char c)
{
    struct json_text ignored;
    switch (c) {
    case '"': return take_string(j, &ignored);
    case 't': return take_literal(j, STR("true"));
    case 'f': return take_literal(j, STR("false"));
    case 'n': return take_literal(j, STR("null"));
    default:
        if (c == '-' || (c >= '0' && c <= '9'))
            return take_number(j, &ignored);
        return fail(j, j->p, "expected a value");
    }
}

enum json_kind json_peek(struct json *j)
{
    switch (next_char(j)) {
    case '"': return JSON_KIND_STRING;
    case '{': return JSON_KIND_OBJECT;
    case '[': return JSON_KIND_ARRAY;
    case 't': return JSON_KIND_TRUE;
    case 'f': return JSON_KIND_FALSE;
    case 'n': return JSON_KIND_NULL;
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9': return JSON_KIND_NUMBER;
    default: return JSON_KIND_NONE;
    }
}

bool json_read_text(struct json *j, struct json_text *out)
{
    switch (json_peek(j)) {
    case JSON_KIND_STRING: return take_string(j, out);
    case JSON_KIND_NUMBER: return take_number(j, out);
    default: return false;
    }
}

bool json_read_bool(struct json *j, bool *out)
{
    enum json_kind type = json_peek(j);
    if (type != JSON_KIND_TRUE && type != JSON_KIND_FALSE)
        return false;
    *out = type == JSON_KIND_TRUE;
    return take_literal(j, *out ? STR("true") : STR("false"));
}

/* -- Objects and arrays ----------------------------------------------------------------------- */

static bool enter(struct json *j, char bracket)
{
    if (next_char(j) != bracket)
        return false;
    if (j->depth >= LIMIT_JSON_DEPTH)
        return fail(j, j->p, "nested too deeply");
    j->p++;
    j->depth++;
    j->first = true;
    return true;
}

bool json_enter_object(struct json *j)
{
    return enter(j, '{');
}

bool json_enter_array(struct json *j)
{
    return enter(j, '[');
}

static bool take_key(struct json *j, struct json_text *key)
{
    if (next_char(j) != '"')
        return fail(j, j->p, "expected a key in quotes");
    if (!take_string(j, key))
        return false;
    if (next_char(j) != ':')
        return fail(j, j->p, "expected a colon");
    j->p++;
    return true;
}

/* Steps over the comma to the next element, or out of the container. */
static bool step(struct json *j, char closing, const char *expected)
{
    char c = next_char(j);
    if (j->failure)
        return false;
    if (c == closing) {
        j->p++;
        j->depth--;
        j->first = false;
        return false;
    }
    if (!j->first) {
        if (c != ',')
            return fail(j, j->p, expected);
        j->p++;
    }
    j->first = false;
    return true;
}

bool json_next_member(struct json *j, struct json_text *key)
{
    return step(j, '}', "expected a comma or \"}\"") && take_key(j, key);
}

bool json_next_item(struct json *j)
{
    if (!step(j, ']', "expected a comma or \"]\""))
        return false;
    if (next_char(j) == ']')
        return fail(j, j->p, "expected a value");
    return true;
}

bool json_enter_list(struct json *j, bool *object)
{
    *object = json_peek(j) == JSON_KIND_OBJECT;
    return *object ? json_enter_object(j) : json_enter_array(j);
}

bool json_next_listed(struct json *j, bool object)
{
    struct json_text key;
    return object ? json_next_member(j, &key) : json_next_item(j);
}

/* The containers that json_skip is inside of, a bit for each: set for an object. */
struct nesting {
    uint64_t objects[(LIMIT_JSON_DEPTH + 63) / 64];
    unsigned depth;
};

static inline bool in_object(const struct nesting *n)
{
    return n->objects[(n->depth - 1) / 64] >> ((n->depth - 1) % 64) & 1;
}

static inline void push(struct nesting *n, bool object)
{
    uint64_t bit = (uint64_t)1 << (n->depth % 64);
    uint64_t *word = &n->objects[n->depth / 64];
    *word = object ? *word | bit : *word & ~bit;
    n->depth++;
}

/* Passes over a value's beginning: a scalar whole, a container's bracket. Sets *open when a value
 * must follow: the first item, or the first member's behind its key. */
static bool skip_value(struct json *j, struct nesting *n, bool *open)
{
    struct json_text key;
    char c = next_char(j);
    *open = c == '{' || c == '[';
    if (!*open)
        return skip_scalar(j, c);
    if (j->depth + n->depth >= LIMIT_JSON_DEPTH)
        return fail(j, j->p, "nested too deeply");
    j->p++;
    push(n, c == '{');
    if (next_char(j) == (c == '{' ? '}' : ']')) {
        *open = false;
        n->depth--;
        j->p++;
        return true;
    }
    return c == '[' || take_key(j, &key);
}

/* Behind a value: leaves the containers that end here. True when another value follows. */
static bool skip_to_next(struct json *j, struct nesting *n)
{
    struct json_text key;
    while (n->depth > 0) {
        bool object = in_object(n);
        char c = next_char(j);
        if (c == ',') {
            j->p++;
            return !object || take_key(j, &key);
        }
        if (c != (object ? '}' : ']'))
            return fail(j, j->p,
                        object ? "expected a comma or \"}\"" : "expected a comma or \"]\"");
        j->p++;
        n->depth--;
    }
    return false;
}

void json_skip(struct json *j)
{
    struct nesting n = {.depth = 0};
    bool open;
    do {
        if (!skip_value(j, &n, &open))
            return;
    } while (open || skip_to_next(j, &n));
}

void json_finish(struct json *j)
{
    static const str begin = {"<!--", 4}, end = {"-->", 3};
    while (next_char(j) == '<') {
        str rest = {j->p, (size_t)(j->end - j->p)};
        size_t close = str_starts(rest, begin) ? str_find(rest, end, begin.n) : SIZE_MAX;
        if (close == SIZE_MAX)
            break;
        j->p += close + end.n;
    }
    if (j->p < j->end)
        fail(j, j->p, "more text behind the end of the JSON");
}

/* -- Objects by table ------------------------------------------------------------------------- */

static const struct json_member *find_member(const struct json_member *members,
                                             struct json_text key)
{
    for (const struct json_member *m = members; m->key.n; m++) {
        bool like = key.escaped || (key.raw.n == m->key.n && *key.raw.p == *m->key.p);
        if (like && json_text_is(key, m->key))
            return m;
    }
    return NULL;
}

bool json_read_members(struct json *j, const struct json_member *members, void *target)
{
    struct json_text key;
    if (!json_enter_object(j)) {
        json_skip(j);
        return false;
    }
    while (json_next_member(j, &key)) {
        const struct json_member *m = find_member(members, key);
        if (m)
            m->read(j, (char *)target + m->offset);
        else
            json_skip(j);
    }
    return true;
}

void json_read_text_field(struct json *j, void *field)
{
    struct json_text *text = field;
    *text = (struct json_text){.raw = {NULL, 0}};
    if (!json_read_text(j, text))
        json_skip(j);
}

void json_read_bool_field(struct json *j, void *field)
{
    bool *flag = field;
    *flag = false;
    if (!json_read_bool(j, flag))
        json_skip(j);
}
