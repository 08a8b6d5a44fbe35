/*
 * Markup as it comes → markup that libxml2 splits into the same tags as a browser (HTML Standard
 * 13.2.5, tokenization). What libxml2 2.9 reads otherwise, measured: "<!-->" swallows text up to
 * the next "-->"; "<![if x]>" and "<!foo>" come through as text; the content of textarea, xmp,
 * iframe and title is read as markup; "&copy2026" and "&Tab;" stay; n attributes cost n² time.
 */
#include "digest/limits.h"
#include "sanitize_events.h"

/* An attribute value longer than this is left out; a srcset of a dozen sizes has 3 kB. */
#define VALUE_MAX ((size_t)64 << 10)

enum raw_kind {
    RAW_NONE, /* an ordinary element */
    RAW_GONE, /* content and tags are left out */
    RAW_SKIP, /* content is left out, the tags stay */
    RAW_TEXT, /* the content is text, "<" and all */
};

/* Elements whose content is no markup. */
static const struct raw_element {
    str name;
    enum raw_kind kind;
} raw_elements[] = {
    {{"script", 6}, RAW_GONE}, {{"style", 5}, RAW_GONE},    {{"title", 5}, RAW_SKIP},
    {{"iframe", 6}, RAW_SKIP}, {{"noembed", 7}, RAW_SKIP},  {{"noframes", 8}, RAW_TEXT},
    {{"xmp", 3}, RAW_TEXT},    {{"textarea", 8}, RAW_TEXT}, {{"html", 4}, RAW_NONE},
};
enum { RAW_COUNT = sizeof raw_elements / sizeof raw_elements[0] };

struct repair {
    struct buf *out;
    str in;
    size_t at;
    bool endless[RAW_COUNT]; /* no end tag of that element is left: do not look again */
};

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name_byte(char c)
{
    return is_alpha(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':' || c == '.';
}

static bool is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* The byte `ahead` of the current one, 0 behind the end. */
static char peek(const struct repair *r, size_t ahead)
{
    return r->at + ahead < r->in.n ? r->in.p[r->at + ahead] : 0;
}

/* Bytes that cannot be copied as they are: markup, quotes, controls, the lead byte of U+0080 to
 * U+00BF. */
static const bool special[256] = {
    [0] = true,   [1] = true,   [2] = true,   [3] = true,    [4] = true,    [5] = true,
    [6] = true,   [7] = true,   [8] = true,   [11] = true,   [12] = true,   [13] = true,
    [14] = true,  [15] = true,  [16] = true,  [17] = true,   [18] = true,   [19] = true,
    [20] = true,  [21] = true,  [22] = true,  [23] = true,   [24] = true,   [25] = true,
    [26] = true,  [27] = true,  [28] = true,  [29] = true,   [30] = true,   [31] = true,
    ['<'] = true, ['&'] = true, ['"'] = true, [0x7F] = true, [0xC2] = true,
};

/* Appends what stands for the special byte s.p[i]; the bytes of the source that takes. */
static size_t add_special(struct buf *out, str s, size_t i)
{
    unsigned char next = i + 1 < s.n ? (unsigned char)s.p[i + 1] : 0;
    switch ((unsigned char)s.p[i]) {
    case '&': buf_addz(out, AMPERSAND); return 1;
    case '<': buf_addz(out, AMPERSAND "lt;"); return 1;
    case '"': buf_addz(out, AMPERSAND "quot;"); return 1;
    case '\f': buf_addc(out, ' '); return 1;
    case '\r': buf_addc(out, '\n'); return next == '\n' ? 2 : 1;
    case 0xC2:
        if (next >= 0xA0)
            buf_add(out, str_slice(s, i, i + 2));
        return 2;
    default: return 1; /* a control */
    }
}

/* Appends text of the source so that it is safe in an attribute value too. */
static void add_text(struct buf *out, str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        while (i < s.n && !special[(unsigned char)s.p[i]])
            i++;
        buf_add(out, str_slice(s, from, i));
        if (i < s.n)
            i += add_special(out, s, i);
    }
}

/* Moves behind the comment that begins here (HTML Standard 13.2.5.43 ff.). */
static void skip_comment(struct repair *r)
{
    r->at += 4;
    if (peek(r, 0) == '>' || (peek(r, 0) == '-' && peek(r, 1) == '>')) {
        r->at += peek(r, 0) == '>' ? 1 : 2;
        return;
    }
    for (size_t dashes = 0; r->at < r->in.n; r->at++) {
        char c = r->in.p[r->at];
        if (c == '>' && dashes >= 2)
            break;
        if (c == '!' && dashes >= 2 && peek(r, 1) == '>') {
            r->at++;
            break;
        }
        dashes = c == '-' ? dashes + 1 : 0;
    }
    r->at++;
}

/* Moves behind the next ">": declarations, processing instructions, nameless end tags. */
static void skip_bogus_comment(struct repair *r)
{
    size_t end = str_find_char(r->in, '>', r->at);
    r->at = end == SIZE_MAX ? r->in.n : end + 1;
}

/* Takes the attribute at the current byte. Its value borrows the source. */
static void take_attribute(struct repair *r, str *name, str *value)
{
    size_t from = r->at++;
    while (r->at < r->in.n && !is_white(peek(r, 0)) && !strchr("/>=", peek(r, 0)))
        r->at++;
    *name = str_slice(r->in, from, r->at);
    *value = (str){0};
    while (is_white(peek(r, 0)))
        r->at++;
    if (peek(r, 0) != '=')
        return;
    do
        r->at++;
    while (is_white(peek(r, 0)));
    char quote = peek(r, 0);
    if (quote == '"' || quote == '\'') {
        size_t end = str_find_char(r->in, quote, r->at + 1);
        *value = str_slice(r->in, r->at + 1, end);
        r->at = end == SIZE_MAX ? r->in.n : end + 1;
        return;
    }
    from = r->at;
    while (r->at < r->in.n && !is_white(peek(r, 0)) && peek(r, 0) != '>')
        r->at++;
    *value = str_slice(r->in, from, r->at);
}

static bool is_plain_name(str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (!is_name_byte(name.p[i]))
            return false;
    return name.n > 0 && name.n < 64 && is_alpha(name.p[0]);
}

/* Moves behind the tag's ">" and, when `out` is not null, writes its attributes. False when the
 * source ends first: then there is no tag. */
static bool take_attributes(struct repair *r, struct buf *out)
{
    size_t kept = 0;
    while (r->at < r->in.n) {
        char c = peek(r, 0);
        if (c == '>') {
            r->at++;
            return true;
        }
        if (is_white(c) || c == '/') {
            r->at++;
            continue;
        }
        str name, value;
        take_attribute(r, &name, &value);
        if (!out || !is_plain_name(name) || value.n > VALUE_MAX || kept == LIMIT_HTML_ATTRIBUTES)
            continue;
        kept++;
        buf_addc(out, ' ');
        buf_add(out, name);
        buf_addz(out, "=\"");
        add_text(out, value);
        buf_addc(out, '"');
    }
    return false;
}

/* Takes a tag's name as far as libxml2 would read it; moves behind all of it. */
static str take_name(struct repair *r)
{
    size_t from = r->at, end;
    while (r->at < r->in.n && is_name_byte(peek(r, 0)))
        r->at++;
    end = r->at;
    while (r->at < r->in.n && !is_white(peek(r, 0)) && peek(r, 0) != '/' && peek(r, 0) != '>')
        r->at++;
    return str_slice(r->in, from, end - from < 64 ? end : from + 64);
}

/* The index of the raw element called name, or RAW_COUNT. */
static size_t raw_index(str name)
{
    size_t i = 0;
    while (i < RAW_COUNT && !str_eq_nocase(name, raw_elements[i].name))
        i++;
    return i;
}

/* The content of the raw element that begins here, up to its end tag; r->at moves to that. False
 * when it has no end tag; its content is then read as markup, so that none of it gets lost. */
static bool take_raw(struct repair *r, size_t index, str *content)
{
    str name = raw_elements[index].name;
    for (size_t at = r->at; !r->endless[index]; at += 2) {
        at = str_find(r->in, STR("</"), at);
        if (at == SIZE_MAX)
            break;
        size_t end = at + 2 + name.n;
        bool ends = end >= r->in.n || is_white(r->in.p[end]) || strchr("/>", r->in.p[end]);
        if (!ends || !str_eq_nocase(str_slice(r->in, at + 2, end), name))
            continue;
        *content = str_slice(r->in, r->at, at);
        r->at = at;
        return true;
    }
    r->endless[index] = true;
    return false;
}

static void end_tag(struct repair *r)
{
    r->at += 2;
    str name = take_name(r);
    if (!take_attributes(r, 0) || raw_index(name) < RAW_COUNT - 1)
        return;
    buf_addz(r->out, "<" END_CARRIER " ");
    buf_add(r->out, name);
    buf_addc(r->out, '>');
}

/* After the start tag of a raw element, whose text in out began at byte `mark`. */
static void raw_content(struct repair *r, size_t index, size_t mark)
{
    enum raw_kind kind = raw_elements[index].kind;
    str content;
    bool ended = take_raw(r, index, &content);
    if (!ended && kind == RAW_GONE)
        r->at = r->in.n;
    if (kind == RAW_GONE) {
        buf_cut(r->out, mark);
        return;
    }
    if (!ended)
        return;
    if (kind == RAW_TEXT)
        add_text(r->out, content);
    buf_addz(r->out, "<" END_CARRIER " ");
    buf_add(r->out, raw_elements[index].name);
    buf_addc(r->out, '>');
}

static void start_tag(struct repair *r)
{
    size_t mark = r->out->n;
    r->at++;
    str name = take_name(r);
    buf_addc(r->out, '<');
    buf_add(r->out, name);
    bool whole = take_attributes(r, r->out);
    bool frame = str_eq_nocase(name, STR("html")) || str_eq_nocase(name, STR("head")) ||
                 str_eq_nocase(name, STR("body")) || str_eq_nocase(name, STR(END_CARRIER));
    if (!whole || frame || r->out->over) {
        buf_cut(r->out, mark);
        return;
    }
    buf_addc(r->out, '>');
    size_t index = raw_index(name);
    if (index < RAW_COUNT)
        raw_content(r, index, mark);
}

/* At a "<". */
static void markup_here(struct repair *r)
{
    char c = peek(r, 1);
    if (is_alpha(c)) {
        start_tag(r);
    } else if (c == '/' && is_alpha(peek(r, 2))) {
        end_tag(r);
    } else if (c == '!' && peek(r, 2) == '-' && peek(r, 3) == '-') {
        skip_comment(r);
    } else if (c == '!' || c == '?' || (c == '/' && r->at + 2 < r->in.n)) {
        skip_bogus_comment(r);
    } else {
        buf_addz(r->out, AMPERSAND "lt;");
        r->at++;
    }
}

void markup_repair(struct buf *out, str markup)
{
    struct repair r = {.out = out, .in = markup};
    while (r.at < markup.n) {
        size_t mark = str_find_char(markup, '<', r.at);
        add_text(out, str_slice(markup, r.at, mark));
        r.at = mark;
        if (mark != SIZE_MAX)
            markup_here(&r);
    }
}
