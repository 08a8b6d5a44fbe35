/* What can be told of a line of plain text by itself: punctuation, capitals, rules, list markers. */
#include "digest/utf8.h"
#include "plain_lines.h"

/* A heading is no longer; more is a sentence. */
#define HEADLINE_COLUMNS 80
#define HEADLINE_WORDS   12

/* -- Endings ---------------------------------------------------------------------------------- */

static uint32_t last_codepoint(str text, size_t *start)
{
    size_t at = text.n;
    do
        at--;
    while (at > 0 && ((unsigned char)text.p[at] & 0xC0) == 0x80);
    *start = at;
    return utf8_next(text, &at);
}

static bool is_closing_bracket(uint32_t c)
{
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == '*' || c == '_' || c == 0xBB ||
           c == 0x2019 || c == 0x201C || c == 0x201D || c == 0x203A || c == 0x300D || c == 0x300F ||
           c == 0xFF09;
}

/* The last character that is no quotation mark or bracket; 0 when there is none. */
static uint32_t last_sign(str text)
{
    while (text.n) {
        size_t start;
        uint32_t c = last_codepoint(text, &start);
        if (!is_closing_bracket(c))
            return c;
        text.n = start;
    }
    return 0;
}

static bool is_question(uint32_t c)
{
    return c == '?' || c == 0x061F || c == 0xFF1F;
}

/* Full stops of many scripts: Latin, ideographic, Devanagari, Arabic, Ethiopic. */
static bool is_stop(uint32_t c)
{
    return c == '.' || c == '!' || c == 0x2026 || c == 0x3002 || c == 0xFF01 || c == 0xFF0E ||
           c == 0xFF61 || c == 0x0964 || c == 0x06D4 || c == 0x1362 || c == 0x203C || c == 0x2049;
}

bool text_ends_sentence(str text)
{
    uint32_t c = last_sign(text);
    return is_stop(c) || is_question(c);
}

bool text_is_closed(str text)
{
    uint32_t c = last_sign(text);
    return is_stop(c) || c == ',' || c == ';' || c == ':' || c == '-' || c == 0x2013 ||
           c == 0x2014 || c == 0x060C || c == 0x061B || c == 0x3001 || c == 0xFF0C || c == 0xFF1A ||
           c == 0xFF1B || c == 0;
}

/* -- Headings --------------------------------------------------------------------------------- */

/* Letters from here on (Hebrew is the first) have no case, with rare exceptions. */
#define UNCASED 0x0590

bool text_is_capitals(str text)
{
    size_t capitals = 0;
    for (size_t at = 0; at < text.n;) {
        uint32_t c = utf8_next(text, &at);
        bool digit = c >= '0' && c <= '9';
        if (!utf8_is_word(c) || digit)
            continue;
        if (!utf8_is_upper(c))
            return false;
        capitals++;
    }
    return capitals >= 2;
}

/* True when text begins as titles do: a capital or a digit, behind an opening quotation mark too,
 * or a word like "iPhone". */
static bool begins_like_title(str text)
{
    bool first = true;
    for (size_t at = 0; at < text.n;) {
        uint32_t c = utf8_next(text, &at);
        if (first && !utf8_is_word(c) && c != ' ')
            continue;
        if (c == ' ')
            return false;
        if (utf8_is_upper(c) || (first && (c >= UNCASED || (c >= '0' && c <= '9'))))
            return true;
        first = false;
    }
    return false;
}

static size_t count_words(str text)
{
    size_t words = 0;
    for (str word; str_next_part(&text, ' ', &word);)
        words += word.n > 0;
    return words;
}

/* "Photo: Jane Doe", "Q: Is it true?": what stands below a picture or in an interview, not above a
 * section. */
static bool is_credit(str text)
{
    size_t colon = str_find_char(text, ':', 0);
    str label = str_slice(text, 0, colon == SIZE_MAX ? text.n : colon);
    static const char *const labels[] = {
        "photo",         "image",   "credit",    "caption", "foto", "bild",
        "advertisement", "related", "read more", "anzeige", "q",    "a",
        "question",      "answer",  "frage",     "antwort",
    };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (str_eq_nocase(label, str_of(labels[i])))
            return true;
    return false;
}

bool line_is_headline(const struct line *line)
{
    str text = line->text;
    if (text.n == 0 || line->columns > HEADLINE_COLUMNS || count_words(text) > HEADLINE_WORDS)
        return false;
    /* "BACKGROUND:" is one all the same. */
    if (text_is_closed(text) && !(text.p[text.n - 1] == ':' && text_is_capitals(text)))
        return false;
    return begins_like_title(text) && !text_is_rule(text) && text.p[0] != '>' && text.p[0] != '|' &&
           !str_has(text, STR("://")) && !is_credit(text);
}

/* -- Rules ------------------------------------------------------------------------------------ */

bool text_is_rule(str text)
{
    uint32_t sign = 0;
    size_t count = 0;
    for (size_t at = 0; at < text.n;) {
        uint32_t c = utf8_next(text, &at);
        if (c == ' ' || c == '\t')
            continue;
        if (count && c != sign)
            return false;
        if (!(c < 0x80 && strchr("*-_=~#", (int)c)) && c != 0x2022 && c != 0x2042 && c != 0x2013 &&
            c != 0x2014 && c != 0x2500)
            return false;
        sign = c;
        count++;
    }
    return count >= 3 || (count == 1 && (sign == 0x2042 || sign == '*'));
}

bool text_is_underline(str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != text.p[0])
            return false;
    return text.n >= 3 && (text.p[0] == '=' || text.p[0] == '-');
}

/* -- List markers ----------------------------------------------------------------------------- */

static bool is_bullet(uint32_t c)
{
    return c == '-' || c == '*' || c == '+' || c == 0xB7 || c == 0x2022 || c == 0x2023 ||
           c == 0x2013 || c == 0x25A0 || c == 0x25AA || c == 0x25BA || c == 0x25CF || c == 0x25E6 ||
           c == 0x2043 || c == 0x2219;
}

/* "1", "12" or "a" at the front of *s: sets kind and number of m. At most three digits, so that a
 * year is none. */
static bool take_count(str *s, struct marker *m)
{
    size_t digits = 0;
    while (digits < s->n && s->p[digits] >= '0' && s->p[digits] <= '9' && digits < 4)
        m->number = m->number * 10 + (unsigned)(s->p[digits++] - '0');
    if (digits > 0 && digits < 4) {
        m->kind = MARKER_NUMBER;
        *s = str_slice(*s, digits, s->n);
        return true;
    }
    if (digits == 0 && s->n && s->p[0] >= 'a' && s->p[0] <= 'z') {
        m->kind = MARKER_LETTER;
        m->number = (unsigned)(s->p[0] - 'a' + 1);
        *s = str_slice(*s, 1, s->n);
        return true;
    }
    return false;
}

/* "1.", "1)", "(1)", "a)", "(a)". */
static bool take_number(str *s, struct marker *m)
{
    bool bracket = str_starts(*s, STR("("));
    str rest = bracket ? str_slice(*s, 1, s->n) : *s;
    if (!take_count(&rest, m) || rest.n == 0)
        return false;
    char end = rest.p[0];
    if (end != ')' && (end != '.' || bracket || m->kind == MARKER_LETTER))
        return false;
    m->sign = bracket ? '(' : (uint32_t)end;
    *s = str_slice(rest, 1, rest.n);
    return true;
}

struct marker marker_read(str text)
{
    struct marker m = {0};
    str rest = text;
    size_t at = 0;
    bool tight = false;
    if (text.n == 0)
        return m;
    uint32_t first = utf8_next(text, &at);
    if (is_bullet(first)) {
        m.kind = MARKER_BULLET;
        m.sign = first;
        rest = str_slice(text, at, text.n);
        tight = first == 0x2022 || first == 0x25CF; /* "•Text" is often written so */
    } else if (!take_number(&rest, &m)) {
        return (struct marker){0};
    }
    str item = str_trim(rest);
    if (item.n == 0 || (item.n == rest.n && !tight && !str_starts(rest, STR("\u00A0"))) ||
        text_is_rule(text))
        return (struct marker){0};
    m.length = text.n - item.n;
    return m;
}
