/* Finding the tags of a template's source: delimiters, kinds, names, and what shares their line. */
#include "template_scan.h"

#include "digest/utf8.h"

struct scanner scan_start(const struct template *t, struct arena *a)
{
    return (struct scanner){.in = t,
                            .arena = a,
                            .open = STR("{{"),
                            .close = STR("}}"),
                            .close_raw = STR("}}}"),
                            .close_delimiters = STR("=}}")};
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool has_space(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (is_space(s.p[i]))
            return true;
    return false;
}

/* -- The line that a tag stands on ------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static void find_line_start(str source, struct tag *tag)
{
    size_t at = tag->from;
    while (at > 0 && is_blank(source.p[at - 1]))
        at--;
    tag->first = at == 0 || source.p[at - 1] == '\n';
    tag->line_from = tag->first ? at : tag->from;
}

static void find_line_end(str source, struct tag *tag)
{
    size_t at = tag->to;
    while (at < source.n && is_blank(source.p[at]))
        at++;
    if (at + 1 < source.n && source.p[at] == '\r' && source.p[at + 1] == '\n')
        at++;
    tag->last = at == source.n || source.p[at] == '\n';
    tag->line_to = !tag->last ? tag->to : at < source.n ? at + 1 : at;
}

/* -- What a tag says ---------------------------------------------------------------------------- */

static bool tag_error(const struct scanner *s, const struct tag *tag, struct err *err)
{
    return template_err_at(s->in, tag->from, err);
}

static bool not_closed(const struct scanner *s, const struct tag *tag, str close, struct err *err)
{
    err_set(err, ERR_TEMPLATE, "the tag is not closed");
    err_hint(err, "write \"%.*s\" behind its name", STR_ARGS(close));
    return tag_error(s, tag, err);
}

static bool read_name(const struct scanner *s, str inside, struct tag *tag, struct err *err)
{
    str name = str_trim(inside);
    if (name.n && name.p[0] == '*' &&
        strchr("><"
               "/",
               tag->kind)) {
        tag->dynamic = true;
        name = str_trim(str_slice(name, 1, name.n));
    }
    tag->name = name;
    if (!name.n) {
        err_set(err, ERR_TEMPLATE, "the tag has no name");
        err_hint(err, "name a field, or \"%.*s! … %.*s\" for a comment", STR_ARGS(s->open),
                 STR_ARGS(s->close));
        return tag_error(s, tag, err);
    }
    if (!has_space(name))
        return true;
    if (str_has(name, s->open))
        return not_closed(s, tag, s->close, err);
    err_set(err, ERR_TEMPLATE, "white space in the name \"%.*s\"",
            STR_ARGS(utf8_cut(name, MESSAGE_NAME)));
    err_hint(err, "a tag holds one name; is an earlier \"%.*s\" missing?", STR_ARGS(s->close));
    return tag_error(s, tag, err);
}

/* "{{=<% %>=}}": inside is "<% %>". */
static bool read_delimiters(struct scanner *s, str inside, const struct tag *tag, struct err *err)
{
    str both = str_trim(inside);
    size_t gap = 0;
    while (gap < both.n && !is_space(both.p[gap]))
        gap++;
    str open = str_slice(both, 0, gap), close = str_trim(str_slice(both, gap, both.n));
    if (!open.n || !close.n || has_space(close) || str_find_char(both, '=', 0) != SIZE_MAX) {
        err_set(err, ERR_TEMPLATE, "delimiters are two words without \"=\"");
        err_hint(err, "for example {{=<%% %%>=}}");
        return tag_error(s, tag, err);
    }
    s->open = open;
    s->close = close;
    s->close_raw = arena_printf(s->arena, "}%.*s", STR_ARGS(close));
    s->close_delimiters = arena_printf(s->arena, "=%.*s", STR_ARGS(close));
    return true;
}

static bool read_inside(struct scanner *s, str inside, struct tag *tag, struct err *err)
{
    if (tag->kind == '!')
        return true;
    if (tag->kind == '=')
        return read_delimiters(s, inside, tag, err);
    return read_name(s, inside, tag, err);
}

/* The kind that the character behind the opening delimiter stands for, and what closes it. */
static char kind_of(const struct scanner *s, char c, str *close)
{
    *close = c == '{' ? s->close_raw : c == '=' ? s->close_delimiters : s->close;
    if (c == '{')
        return '&';
    return c && strchr("#^/><$!=&", c) ? c : 'v';
}

bool scan_tag(struct scanner *s, struct tag *tag, bool *found, struct err *err)
{
    str source = s->in->source;
    *tag = (struct tag){.from = str_find(source, s->open, s->at)};
    *found = tag->from != SIZE_MAX;
    if (!*found)
        return true;
    size_t at = tag->from + s->open.n;
    while (at < source.n && is_space(source.p[at]))
        at++;
    str close;
    tag->kind = kind_of(s, at < source.n ? source.p[at] : '\0', &close);
    if (tag->kind != 'v')
        at++;
    size_t end = str_find(source, close, at);
    if (end == SIZE_MAX)
        return not_closed(s, tag, close, err);
    tag->to = end + close.n;
    if (!read_inside(s, str_slice(source, at, end), tag, err))
        return false;
    find_line_start(source, tag);
    find_line_end(source, tag);
    s->at = tag->to;
    return true;
}
