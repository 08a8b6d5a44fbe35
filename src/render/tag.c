/* Tags in markup that the sanitizer wrote, read from quote to quote. */
#include "tag.h"

#include "digest/render.h"

/* The offset of the next double quote or ">" at or after `at`, or the end. */
static size_t find_stop(str markup, size_t at)
{
    while (at < markup.n && markup.p[at] != '"' && markup.p[at] != '>')
        at++;
    return at;
}

str tag_at(str markup, size_t at)
{
    size_t stop = find_stop(markup, at);
    while (stop < markup.n && markup.p[stop] == '"') {
        size_t end = str_find_char(markup, '"', stop + 1);
        stop = end == SIZE_MAX ? markup.n : find_stop(markup, end + 1);
    }
    return str_slice(markup, at, stop < markup.n ? stop + 1 : markup.n);
}

str tag_value(str tag, const char *name)
{
    for (size_t at = 0, stop; (stop = find_stop(tag, at)) < tag.n && tag.p[stop] == '"';) {
        size_t end = str_find_char(tag, '"', stop + 1);
        if (end == SIZE_MAX)
            break;
        if (str_ends(str_slice(tag, at, stop), str_of(name)))
            return str_slice(tag, stop + 1, end);
        at = end + 1;
    }
    return (str){0};
}

/* The length of the reference that s begins with, and what it stands for; 0 for none. */
static size_t reference_at(str s, str *text)
{
    static const char *const references[][2] = {
        {"&amp;", "&"}, {"&quot;", "\""}, {"&lt;", "<"}, {"&gt;", ">"}, {"&nbsp;", "\xC2\xA0"},
    };
    for (size_t i = 0; i < sizeof references / sizeof *references; i++) {
        if (!str_starts(s, str_of(references[i][0])))
            continue;
        *text = str_of(references[i][1]);
        return strlen(references[i][0]);
    }
    return 0;
}

str tag_text(struct arena *a, str value)
{
    if (str_find_char(value, '&', 0) == SIZE_MAX)
        return value;
    char *decoded = arena_alloc(a, value.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < value.n;) {
        str text;
        size_t length = value.p[i] == '&' ? reference_at(str_slice(value, i, value.n), &text) : 0;
        if (length) {
            memcpy(decoded + n, text.p, text.n);
            n += text.n;
            i += length;
        } else {
            decoded[n++] = value.p[i++];
        }
    }
    return (str){decoded, n};
}

bool render_next_image(html body, size_t *at, struct arena *a, str *url)
{
    size_t from = *at;
    while ((from = str_find(body.markup, STR("<img "), from)) != SIZE_MAX) {
        str tag = tag_at(body.markup, from);
        from += tag.n;
        *at = from;
        *url = tag_text(a, tag_value(tag, " src="));
        if (url->n)
            return true;
    }
    *at = body.markup.n;
    return false;
}
