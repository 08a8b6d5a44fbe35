/*
 * The second step of reading XML, for documents that are not well-formed: tags that balance.
 *
 * What writers of feeds forget is known: end tags, quotes, and that HTML is no XML. An element is
 * closed by the end of the one around it, and an entry also by the beginning of the next.
 */
#include "digest/limits.h"
#include "xml.h"

/* Elements open at a time; deeper ones lose their tags. */
#define DEPTH_MOST 100

struct mender {
    struct buf *out;
    str in;
    size_t at;
    str open[DEPTH_MOST];
    size_t depth;
    bool rooted;     /* the root was opened */
    bool no_more[2]; /* quotes, double and single, of which none is left */
    bool done;       /* the root is closed, or the document is cut off in a tag */
};

static char byte_at(const struct mender *m, size_t i)
{
    return i < m->in.n ? m->in.p[i] : '\0';
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* True when word, its ASCII case ignored, is one of the space-separated words. */
static bool is_among(str word, const char *words)
{
    for (str all = str_of(words), one; str_next_part(&all, ' ', &one);)
        if (str_eq_nocase(one, word))
            return true;
    return false;
}

/* -- Elements --------------------------------------------------------------------------------- */

static void close_top(struct mender *m)
{
    str name = m->open[--m->depth];
    buf_addz(m->out, "</");
    buf_add(m->out, name);
    buf_addc(m->out, '>');
    m->done = m->depth == 0;
}

static void close_to(struct mender *m, size_t depth)
{
    while (m->depth > depth)
        close_top(m);
}

static void take_end_tag(struct mender *m, str name)
{
    for (size_t i = m->depth; i > 0; i--) {
        if (str_eq_nocase(m->open[i - 1], name)) {
            close_to(m, i - 1);
            return;
        }
    }
}

/* Entries do not stand in entries; nor does anything in a title, link or date of a feed whose end
 * tag was forgotten. */
static void close_forgotten(struct mender *m, str name)
{
    static const char *const entries = "item entry";
    static const char *const simple = "title link guid pubdate id updated published category "
                                      "comments dc:date dc:creator dc:subject";
    static const char *const others =
        "description summary content content:encoded author enclosure "
        "source media:content media:thumbnail media:group";
    for (size_t i = m->depth; i > 0 && is_among(name, entries); i--) {
        if (is_among(m->open[i - 1], entries)) {
            close_to(m, i - 1);
            return;
        }
    }
    if (m->depth && is_among(m->open[m->depth - 1], simple) &&
        (is_among(name, simple) || is_among(name, others)))
        close_top(m);
}

/* Elements of HTML that have no end tag, but for "link" and "source", which feeds have, too. */
static bool is_void(str name)
{
    return is_among(name, "br img hr wbr input meta col area embed");
}

/* -- Attributes ------------------------------------------------------------------------------- */

struct attributes {
    str names[LIMIT_HTML_ATTRIBUTES];
    size_t count;
};

/* True when a quoted value is none, but goes on behind a quote that was forgotten. */
static bool swallows_markup(str value)
{
    return str_has(value, STR("</")) || str_has(value, STR("<!["));
}

/* Takes the value that begins at m->at. */
static str take_value(struct mender *m)
{
    char quote = byte_at(m, m->at);
    size_t which = quote == '\'', end = SIZE_MAX;
    if ((quote == '"' || quote == '\'') && !m->no_more[which]) {
        end = str_find_char(m->in, quote, m->at + 1);
        m->no_more[which] = end == SIZE_MAX;
        str value = str_slice(m->in, m->at + 1, end);
        if (end != SIZE_MAX && !swallows_markup(value)) {
            m->at = end + 1;
            return value;
        }
    }
    m->at += quote == '"' || quote == '\'';
    size_t from = m->at;
    while (m->at < m->in.n && !is_space(m->in.p[m->at]) && m->in.p[m->at] != '>')
        m->at++;
    return str_slice(m->in, from, m->at);
}

/* Appends an attribute unless it is there already, or one too many. */
static void put_attribute(struct mender *m, struct attributes *seen, str name, str value)
{
    for (size_t i = 0; i < seen->count; i++)
        if (str_eq(seen->names[i], name))
            return;
    if (seen->count == LIMIT_HTML_ATTRIBUTES)
        return;
    seen->names[seen->count++] = name;
    buf_addc(m->out, ' ');
    buf_add(m->out, name);
    buf_addz(m->out, "=\"");
    for (size_t i = 0; i < value.n; i++) {
        if (value.p[i] == '"')
            buf_addz(m->out, "&quot;");
        else if (value.p[i] == '<')
            buf_addz(m->out, "&lt;");
        else
            buf_addc(m->out, value.p[i]);
    }
    buf_addc(m->out, '"');
}

/* Takes the attributes up to the tag's end, and puts them out when `put`. True when the tag closes
 * itself. */
static bool take_attributes(struct mender *m, bool put)
{
    struct attributes seen = {.count = 0};
    bool slash = false;
    while (m->at < m->in.n && m->in.p[m->at] != '>' && m->in.p[m->at] != '<') {
        size_t n = xml_name_length(str_slice(m->in, m->at, m->in.n));
        str name = str_slice(m->in, m->at, m->at + n), value = {0};
        slash = m->in.p[m->at] == '/' || (slash && is_space(m->in.p[m->at]));
        m->at += n ? n : 1;
        if (n == 0)
            continue;
        size_t behind = m->at;
        while (is_space(byte_at(m, behind)))
            behind++;
        if (byte_at(m, behind) == '=') {
            for (m->at = behind + 1; is_space(byte_at(m, m->at));)
                m->at++;
            value = take_value(m);
        }
        if (put)
            put_attribute(m, &seen, name, value);
    }
    m->done |= m->at == m->in.n;
    m->at += byte_at(m, m->at) == '>';
    return slash;
}

/* -- All of it -------------------------------------------------------------------------------- */

/* True for an element in front of the root that servers put there, with a notice in it. */
static bool is_notice(const struct mender *m, str name)
{
    return !m->rooted && is_among(name, "b br div em font hr i p pre span strong");
}

static void take_start_tag(struct mender *m, str name)
{
    close_forgotten(m, name);
    bool put = m->depth < DEPTH_MOST && (m->depth || !m->rooted) && !is_notice(m, name);
    size_t before = m->out->n;
    m->rooted |= put;
    if (put) {
        buf_addc(m->out, '<');
        buf_add(m->out, name);
    }
    bool closed = take_attributes(m, put);
    if (m->done)
        buf_cut(m->out, before);
    if (m->done || !put)
        return;
    closed |= is_void(name);
    buf_addz(m->out, closed ? "/>" : ">");
    if (!closed)
        m->open[m->depth++] = name;
}

/* At "<". */
static void take_markup(struct mender *m)
{
    str rest = str_slice(m->in, m->at, m->in.n);
    bool end_tag = str_starts(rest, STR("</"));
    size_t mark = end_tag ? 2 : 1, n = xml_name_length(str_slice(rest, mark, rest.n));
    str name = str_slice(rest, mark, mark + n);
    if (str_starts(rest, STR("<![CDATA["))) {
        size_t end = str_find(rest, STR("]]>"), 0);
        m->done = end == SIZE_MAX;
        str section = str_slice(rest, 0, end == SIZE_MAX ? end : end + 3);
        if (m->depth && !m->done)
            buf_add(m->out, section);
        m->at += section.n;
    } else if (n == 0) {
        buf_addz(m->out, m->depth ? "&lt;" : "");
        m->at++;
    } else if (end_tag) {
        size_t end = str_find_char(rest, '>', mark);
        m->at += end == SIZE_MAX ? rest.n : end + 1;
        take_end_tag(m, name);
    } else {
        m->at += mark + n;
        take_start_tag(m, name);
    }
}

void xml_mend(struct buf *out, str text)
{
    struct mender m = {.out = out, .in = text};
    while (m.at < text.n && !m.done && !out->over) {
        size_t end = str_find_char(text, '<', m.at);
        str plain = str_slice(text, m.at, end);
        for (size_t i = 0; m.depth == 0 && i < plain.n; i++)
            if (plain.p[i] == '\n')
                buf_addc(out, '\n'); /* places of faults stay right */
        if (m.depth)
            buf_add(out, plain);
        m.at += plain.n;
        if (m.at < text.n)
            take_markup(&m);
    }
}
