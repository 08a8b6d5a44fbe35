/*
 * The first step of reading XML: nothing left in it that is dangerous, and nothing that only trips
 * a strict parser up.
 *
 * There is no document type behind this step, so there are no entities, no external subset and no
 * default attributes. What a document type declares itself is resolved here, with a limit, and
 * entities made of entities are refused: nobody needs them but bombs.
 */
#include "digest/limits.h"
#include "digest/map.h"
#include "digest/sanitize.h"
#include "digest/utf8.h"
#include "xml.h"

struct cleaner {
    struct buf *out;
    str in;
    size_t at;
    size_t attributes;   /* of the tag that is open */
    char quote;          /* of the attribute value that is open, or '\0' */
    bool tag;            /* inside a tag */
    bool begun;          /* the first element was seen: text in front of it is no XML */
    bool no_more_ends;   /* there is no "?>" any more; not looked for again */
    struct map entities; /* declared: name → str */
    struct arena *a;
    size_t expanded; /* bytes that declared entities made */
    struct buf scratch;
    const char *stop; /* why it ends here; null while it goes on */
    const char *bomb; /* why it is refused */
};

bool xml_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
}

bool xml_name_byte(char c)
{
    return xml_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

size_t xml_name_length(str s)
{
    size_t n = 0;
    while (n < s.n && (n ? xml_name_byte(s.p[n]) : xml_name_start(s.p[0])))
        n++;
    return n;
}

static str rest_of(const struct cleaner *c)
{
    return str_slice(c->in, c->at, c->in.n);
}

static bool starts_nocase(str s, str prefix)
{
    return s.n >= prefix.n && str_eq_nocase(str_slice(s, 0, prefix.n), prefix);
}

/* -- Parts that are left out ------------------------------------------------------------------ */

/* Moves to byte `end` (the document's end when that is SIZE_MAX), keeping nothing but line ends. */
static void drop_to(struct cleaner *c, size_t end)
{
    end = end < c->in.n ? end : c->in.n;
    for (; c->at < end; c->at++)
        if (c->in.p[c->at] == '\n')
            buf_addc(c->out, '\n');
}

/* Drops up to and with the next `mark`; what has no end ends the document. */
static void drop_through(struct cleaner *c, str mark, const char *unended)
{
    size_t end = str_find(c->in, mark, c->at);
    if (end == SIZE_MAX)
        c->stop = unended;
    drop_to(c, end == SIZE_MAX ? end : end + mark.n);
}

/* -- Entities --------------------------------------------------------------------------------- */

/* `s` decoded once, in the arena. */
static str decoded(struct cleaner *c, str s)
{
    buf_reset(&c->scratch);
    html_decode(&c->scratch, s);
    return arena_copy(c->a, buf_str(&c->scratch));
}

/* Takes white space off the front of *s. */
static void skip_space(str *s)
{
    while (s->n && strchr(" \t\r\n", s->p[0]))
        *s = str_slice(*s, 1, s->n);
}

/* Keeps the declaration <!ENTITY name "value"> that s begins with. Parameter entities and those kept
 * elsewhere are nothing. */
static void declare(struct cleaner *c, str s)
{
    s = str_slice(s, strlen("<!ENTITY"), s.n);
    skip_space(&s);
    size_t n = xml_name_length(s);
    str name = str_slice(s, 0, n);
    s = str_slice(s, n, s.n);
    skip_space(&s);
    if (n == 0 || s.n == 0 || (s.p[0] != '"' && s.p[0] != '\''))
        return;
    size_t end = str_find_char(s, s.p[0], 1);
    if (end == SIZE_MAX || c->entities.count >= LIMIT_XML_ENTITIES || map_get(&c->entities, name))
        return;
    str *value = arena_alloc(c->a, sizeof *value);
    *value = decoded(c, str_slice(s, 1, end));
    map_set(&c->entities, arena_copy(c->a, name), value);
}

/* Moves past the document type and keeps what its internal subset declares. */
static void pass_doctype(struct cleaner *c)
{
    bool subset = false;
    size_t i = c->at + 2;
    while (i < c->in.n) {
        char ch = c->in.p[i];
        size_t end = i;
        if (ch == '"' || ch == '\'') {
            end = str_find_char(c->in, ch, i + 1);
        } else if (ch == '<' && str_starts(str_slice(c->in, i, i + 4), STR("<!--"))) {
            end = str_find(c->in, STR("-->"), i + 4);
        } else if (ch == '<' && str_starts(str_slice(c->in, i, i + 8), STR("<!ENTITY"))) {
            declare(c, str_slice(c->in, i, c->in.n));
        } else if (ch == '[' || ch == ']') {
            subset = ch == '[';
        } else if (ch == '>' && !subset) {
            drop_to(c, i + 1);
            return;
        }
        if (end == SIZE_MAX)
            break;
        i = end + 1;
    }
    c->stop = "its document type has no end";
    drop_to(c, SIZE_MAX);
}

/* True when a declared value refers to a declared entity. */
static bool is_nested(struct cleaner *c, str value)
{
    for (size_t at = 0; (at = str_find_char(value, '&', at)) != SIZE_MAX; at++) {
        str name = str_slice(value, at + 1, value.n);
        size_t n = xml_name_length(name);
        if (n && n < name.n && name.p[n] == ';' && map_get(&c->entities, str_slice(name, 0, n)))
            return true;
    }
    return false;
}

/* -- References ------------------------------------------------------------------------------- */

/* True for characters that XML allows and that mean something. */
static bool is_allowed(uint32_t ch)
{
    return (ch >= 0x20 || ch == '\t' || ch == '\n' || ch == '\r') && ch != 0x7F && ch != 0xFEFF &&
           !(ch >= 0xD800 && ch < 0xE000) && (ch & 0xFFFE) != 0xFFFE;
}

/* Appends a character so that it stands for itself in text and attributes. */
static void add_character(struct buf *out, uint32_t ch)
{
    if (!is_allowed(ch))
        return;
    if (ch < 0x20 || strchr("<>&\"'", (int)(ch < 0x80 ? ch : 'x')))
        buf_addf(out, "&#%u;", (unsigned)ch);
    else
        buf_add_codepoint(out, ch);
}

static void add_text(struct buf *out, str text)
{
    for (size_t at = 0; at < text.n;)
        add_character(out, utf8_next(text, &at));
}

/* Appends the text of a declared entity. */
static void expand(struct cleaner *c, str value)
{
    c->expanded += value.n;
    if (is_nested(c, value))
        c->bomb = "it declares entities made of entities, as XML bombs do";
    else if (c->expanded > LIMIT_XML_EXPANDED)
        c->bomb = "its entities expand to more than a mebibyte, as XML bombs do";
    else
        add_text(c->out, decoded(c, value));
}

/* The length of the reference at the beginning of s, behind its "&": with its semicolon, which only
 * numbers can do without. 0 when it is none by its form. */
static size_t reference_length(str s)
{
    bool number = str_starts(s, STR("#"));
    size_t n = number;
    while (n < s.n &&
           (number ? strchr("0123456789abcdefABCDEFxX", s.p[n]) && s.p[n] : xml_name_byte(s.p[n])))
        n++;
    bool ended = n < s.n && s.p[n] == ';';
    return ended || (number && n > 1) ? n + ended : 0;
}

/* Takes the "&" at c->at and, when it begins a reference, that. Behind any other "&" is text. */
static void take_reference(struct cleaner *c)
{
    str rest = str_slice(c->in, c->at + 1, c->at + 1 + LIMIT_XML_NAME);
    size_t n = reference_length(rest);
    str name = str_slice(rest, 0, n ? n - 1 : 0);
    str *own = map_get(&c->entities, name);
    buf_reset(&c->scratch);
    if (own) {
        expand(c, *own);
    } else {
        html_decode(&c->scratch, str_slice(c->in, c->at, c->at + 1 + n));
        bool known = n && (c->scratch.n == 1 || c->scratch.p[0] != '&');
        /* A number that is no character's. */
        if (str_starts(rest, STR("#")) && str_is(buf_str(&c->scratch), "\xEF\xBF\xBD"))
            buf_reset(&c->scratch);
        add_text(c->out, known ? buf_str(&c->scratch) : STR("&"));
        n = known ? n : 0;
    }
    c->at += 1 + n;
}

/* -- Tags and sections ------------------------------------------------------------------------ */

/* Copies a CDATA section. One without an end is left so. */
static void take_cdata(struct cleaner *c)
{
    size_t end = str_find(c->in, STR("]]>"), c->at);
    str section = str_slice(c->in, c->at, end == SIZE_MAX ? end : end + 3);
    size_t from = 0;
    for (size_t at = 0; at < section.n;) {
        size_t next = at;
        if (!is_allowed(utf8_next(section, &next))) {
            buf_add(c->out, str_slice(section, from, at));
            from = next;
        }
        at = next;
    }
    buf_add(c->out, str_slice(section, from, section.n));
    c->at += section.n;
}

/* At "<": a tag, or something that is none. */
static void take_markup(struct cleaner *c)
{
    str rest = rest_of(c);
    c->tag = false;
    c->quote = '\0';
    if (str_starts(rest, STR("<!--"))) {
        drop_through(c, STR("-->"), "a comment has no end");
    } else if (str_starts(rest, STR("<![CDATA["))) {
        take_cdata(c);
    } else if (str_starts(rest, STR("<?"))) {
        c->no_more_ends = c->no_more_ends || str_find(rest, STR("?>"), 0) == SIZE_MAX;
        drop_through(c, c->no_more_ends ? STR(">") : STR("?>"), "an instruction has no end");
    } else if (starts_nocase(rest, STR("<!DOCTYPE"))) {
        pass_doctype(c);
    } else if (str_starts(rest, STR("<!"))) {
        drop_through(c, STR(">"), "a declaration has no end");
    } else if (rest.n > 1 && (rest.p[1] == '/' || xml_name_start(rest.p[1]))) {
        buf_addc(c->out, '<');
        c->at++;
        c->tag = c->begun = true;
        c->attributes = 0;
    } else {
        buf_addz(c->out, "&lt;");
        c->at++;
    }
}

/* Inside a tag: keeps account of quotes and counts attributes, which libxml2 compares pair by
 * pair. */
static void take_in_tag(struct cleaner *c, char ch)
{
    if (c->quote) {
        c->quote = ch == c->quote ? '\0' : c->quote;
    } else if (ch == '"' || ch == '\'') {
        c->quote = ch;
    } else if (ch == '>') {
        c->tag = false;
    } else if (ch == '=' && ++c->attributes > LIMIT_XML_ATTRIBUTES) {
        c->stop = "a tag has hundreds of attributes";
        drop_to(c, SIZE_MAX);
        return;
    }
    buf_addc(c->out, ch);
    c->at++;
}

/* -- All of it -------------------------------------------------------------------------------- */

/* The length of what can be copied as it is from here on. */
static size_t plain_length(const struct cleaner *c)
{
    const char *p = c->in.p + c->at, *end = c->in.p + c->in.n;
    if (c->tag)
        while (p < end && (unsigned char)*p >= 0x20 && !strchr("<>&=\"'\x7F\xEF", *p))
            p++;
    else
        while (p < end && ((unsigned char)*p >= 0x20 || *p == '\n') && *p != '<' && *p != '&' &&
               *p != ']' && *p != '\x7F' && *p != '\xEF')
            p++;
    return (size_t)(p - c->in.p) - c->at;
}

/* One character that may not be copied as it is. */
static void take_one(struct cleaner *c)
{
    char ch = c->in.p[c->at];
    if (ch == '<') {
        take_markup(c);
    } else if (!c->begun) {
        drop_to(c, c->at + 1);
    } else if (ch == '&') {
        take_reference(c);
    } else if (ch == '\xEF') { /* U+FFFE, U+FFFF, a byte order mark, or an honest character */
        size_t from = c->at;
        uint32_t codepoint = utf8_next(c->in, &c->at);
        if (is_allowed(codepoint))
            buf_add(c->out, str_slice(c->in, from, c->at));
    } else if ((unsigned char)ch < 0x80 && !is_allowed((unsigned char)ch)) {
        c->at++;
    } else if (c->tag) {
        take_in_tag(c, ch);
    } else if (str_starts(rest_of(c), STR("]]>"))) {
        buf_addz(c->out, "]]&gt;");
        c->at += 3;
    } else {
        buf_addc(c->out, ch);
        c->at++;
    }
}

bool xml_clean(struct buf *out, str text, struct err *doubt, struct err *err)
{
    struct arena arena = {0};
    struct cleaner c = {.out = out,
                        .in = text,
                        .a = &arena,
                        .entities = {.arena = &arena},
                        .scratch = buf_init(2 * LIMIT_XML_EXPANDED)};
    buf_reserve(out, text.n + text.n / 16);
    while (c.at < text.n && !c.stop && !c.bomb) {
        size_t end = c.at + plain_length(&c);
        if (end == c.at) {
            take_one(&c);
        } else if (c.begun) {
            buf_add(out, str_slice(text, c.at, end));
            c.at = end;
        } else {
            drop_to(&c, end);
        }
        if (out->over)
            c.stop = "it is nothing but stray \"&\" and \"<\"";
    }
    if (c.stop)
        err_set(doubt, ERR_INPUT, "%s", c.stop);
    if (c.bomb)
        err_set(err, ERR_LIMIT, "%s", c.bomb);
    buf_release(&c.scratch);
    arena_release(&arena);
    return !c.bomb;
}
