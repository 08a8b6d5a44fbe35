/* JSON strings: checking, decoding, and telling where in a document something is. */
#include "digest/buf.h"
#include "digest/json.h"
#include "digest/utf8.h"
#include "json_scan.h"

/* Moves over bytes that stand for themselves, up to a quote, backslash or control character. */
static inline const char *pass_plain(const char *p, const char *end, uint64_t *wide)
{
    while (end - p >= 8) {
        uint64_t w = json_load(p);
        uint64_t control = (w - JSON_ONES * 0x20) & ~w & JSON_HIGHS;
        uint64_t stop = json_mark(w, '"') | json_mark(w, '\\') | control;
        if (stop) {
            int at = __builtin_ctzll(stop) / 8;
            *wide |= w & ~(~(uint64_t)0 << at * 8);
            return p + at;
        }
        *wide |= w;
        p += 8;
    }
    for (; p < end; p++) {
        unsigned char c = (unsigned char)*p;
        if (c == '"' || c == '\\' || c < 0x20)
            break;
        *wide |= c;
    }
    return p;
}

/* The length of the escape at p, or 0 when it is none. */
static size_t escape_length(const char *p, const char *end)
{
    if (end - p < 2)
        return 0;
    switch (p[1]) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't': return 2;
    case 'u': return end - p >= 6 && json_hex4(p + 2) >= 0 ? 6 : 0;
    default: return 0;
    }
}

/* What is wrong at p, where a string cannot go on. Moves *p to the end when it was cut off there. */
static const char *string_failure(const char **p, const char *end)
{
    if (*p < end && **p != '\\')
        return "a control character in a string";
    if (*p < end && memchr(*p, '"', (size_t)(end - *p)))
        return "not an escape";
    *p = end;
    return "a string has no end";
}

const char *json_scan_string(const char *p, const char *end, struct json_text *text,
                             const char **failure)
{
    const char *begin = p;
    uint64_t wide = 0;
    bool escaped = false;
    while ((p = pass_plain(p, end, &wide)) < end && *p == '\\') {
        size_t n = escape_length(p, end);
        if (n == 0)
            break;
        escaped = true;
        p += n;
    }
    bool closed = p < end && *p == '"';
    if (!closed)
        *failure = string_failure(&p, end);
    text->raw.p = begin;
    text->raw.n = (size_t)(p - begin);
    text->string = true;
    text->escaped = escaped;
    text->wide = (wide & JSON_HIGHS) != 0;
    return closed ? p : NULL;
}

/* -- Decoding --------------------------------------------------------------------------------- */

/* Where decoded bytes go. No escape is shorter than what it stands for, so there is room. */
static char *put_codepoint(char *out, uint32_t c)
{
    if (c < 0x80) {
        *out++ = (char)c;
    } else if (c < 0x800) {
        *out++ = (char)(0xC0 | c >> 6);
        *out++ = (char)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        *out++ = (char)(0xE0 | c >> 12);
        *out++ = (char)(0x80 | (c >> 6 & 0x3F));
        *out++ = (char)(0x80 | (c & 0x3F));
    } else {
        *out++ = (char)(0xF0 | c >> 18);
        *out++ = (char)(0x80 | (c >> 12 & 0x3F));
        *out++ = (char)(0x80 | (c >> 6 & 0x3F));
        *out++ = (char)(0x80 | (c & 0x3F));
    }
    return out;
}

/* Decodes \uXXXX at *p, and the low surrogate's escape behind a high one. */
static uint32_t take_unicode(const char **p, const char *end)
{
    uint32_t c = (uint32_t)json_hex4(*p + 2);
    *p += 6;
    if (c >= 0xD800 && c < 0xDC00 && end - *p >= 6 && (*p)[0] == '\\' && (*p)[1] == 'u') {
        uint32_t low = (uint32_t)json_hex4(*p + 2);
        if (low >= 0xDC00 && low < 0xE000) {
            *p += 6;
            return 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    return c == 0 || (c >= 0xD800 && c < 0xE000) ? 0xFFFD : c;
}

static char simple_escape(char c)
{
    switch (c) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return c;
    }
}

/*
 * Resolves the escapes of raw, which json_scan_string passed, until `limit` bytes are there. Never
 * writes more than raw.n bytes, nor more than limit + 3.
 */
static size_t unescape(char *out, str raw, size_t limit)
{
    const char *p = raw.p, *end = raw.p + raw.n;
    size_t n = 0;
    while (p < end && n < limit) {
        const char *escape = memchr(p, '\\', (size_t)(end - p));
        size_t run = (size_t)((escape ? escape : end) - p);
        run = run < limit - n ? run : limit - n;
        memcpy(out + n, p, run);
        n += run;
        p += run;
        if (p == end || n == limit)
            break;
        if (p[1] == 'u') {
            n = (size_t)(put_codepoint(out + n, take_unicode(&p, end)) - out);
        } else {
            out[n++] = simple_escape(p[1]);
            p += 2;
        }
    }
    return n;
}

/* s cut to `limit` bytes in front of a character. */
static str cut_to(str s, size_t limit, bool *cut)
{
    if (s.n <= limit)
        return s;
    while (limit > 0 && ((unsigned char)s.p[limit] & 0xC0) == 0x80)
        limit--;
    if (cut)
        *cut = true;
    return str_slice(s, 0, limit);
}

static str repair(struct arena *a, str s)
{
    struct buf b = buf_init(s.n * 3 + 1);
    utf8_repair(&b, s);
    s = arena_copy(a, buf_str(&b));
    buf_release(&b);
    return s;
}

str json_decode(struct arena *a, struct json_text t, size_t limit, bool *cut)
{
    str s = t.raw;
    if (t.escaped) {
        char *out = arena_alloc(a, s.n < limit ? s.n : limit + 4);
        s = (str){out, unescape(out, s, limit + 1)};
    }
    s = cut_to(s, limit, cut);
    if (t.wide && !utf8_valid(s))
        s = cut_to(repair(a, s), limit, cut);
    return s;
}

bool json_text_is(struct json_text t, str s)
{
    if (!t.string)
        return false;
    if (!t.escaped)
        return str_eq(t.raw, s);
    char plain[64];
    if (s.n > sizeof plain - 4)
        return false;
    return str_eq((str){plain, unescape(plain, t.raw, s.n + 1)}, s);
}

/* -- Places ----------------------------------------------------------------------------------- */

struct json_place json_place_init(str text)
{
    return (struct json_place){text.p, 1, 1};
}

void json_place_move(struct json_place *place, const char *p)
{
    for (; place->p < p; place->p++) {
        if (*place->p == '\n') {
            place->line++;
            place->column = 1;
        } else if (((unsigned char)*place->p & 0xC0) != 0x80) {
            place->column++;
        }
    }
}

bool json_error(const struct json *j, str file, struct err *err)
{
    size_t offset = (size_t)(j->failure_at - j->start);
    if (j->failure_at == j->end) {
        err_set(err, ERR_INPUT, "the JSON is cut off after %zu bytes: %s", offset, j->failure);
        err_hint(err, "fetch it again; a part of an answer is never used");
    } else {
        str found = str_slice((str){j->failure_at, (size_t)(j->end - j->failure_at)}, 0, 24);
        err_set(err, ERR_INPUT, "not valid JSON at byte %zu: %s, found \"%.*s\"", offset,
                j->failure, STR_ARGS(utf8_cut(found, 20)));
    }
    struct json_place place = json_place_init((str){j->start, (size_t)(j->end - j->start)});
    json_place_move(&place, j->failure_at);
    return err_at(err, file, place.line, place.column);
}
