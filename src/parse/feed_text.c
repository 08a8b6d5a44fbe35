/* Texts of feeds, which say too little about whether they are markup. */
#include "digest/sanitize.h"
#include "digest/utf8.h"
#include "feed.h"
#include "feed_markup.h"

/* Markup and references may take this many times the room of the text that they make. */
#define MARKUP_FACTOR ((size_t)16)

/* The elements of HTML that occur in texts. */
static const char *const html_names =
    " a abbr acronym address article aside audio b bdi bdo big blockquote body br button caption "
    "center cite code col colgroup dd del details dfn dir div dl dt em embed fieldset figcaption "
    "figure font footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins "
    "kbd label legend li link main map mark menu meta nav nobr noscript object ol p param picture "
    "pre q s samp script section select small source span strike strong style sub summary sup svg "
    "table tbody td tfoot th thead time title tr track tt u ul var video wbr ";

bool feed_is_html_name(str name)
{
    char word[16];
    if (name.n == 0 || name.n + 3 > sizeof word)
        return false;
    word[0] = ' ';
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        if (c == ' ' || c == '\0')
            return false;
        word[i + 1] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    }
    word[name.n + 1] = ' ';
    word[name.n + 2] = '\0';
    return strstr(html_names, word);
}

/* True when a tag or comment of HTML stands at byte `at`, which is a "<". */
static bool is_tag(str s, size_t at)
{
    size_t from = at + 1, end;
    if (str_starts(str_slice(s, from, s.n), STR("!--")))
        return true;
    from += from < s.n && s.p[from] == '/';
    for (end = from; end < s.n && !strchr(" \t\r\n/>", s.p[end]) && end - from < 16;)
        end++;
    return end < s.n && feed_is_html_name(str_slice(s, from, end));
}

bool feed_has_tags(str text)
{
    for (size_t at = 0; (at = str_find_char(text, '<', at)) != SIZE_MAX; at++)
        if (is_tag(text, at))
            return true;
    return false;
}

str feed_plain(struct arena *a, str text, size_t limit)
{
    struct buf markup = buf_init(8 * limit * MARKUP_FACTOR);
    text = utf8_cut(text, limit * MARKUP_FACTOR);
    for (size_t from = 0, at = 0; at < text.n;) {
        at = str_find_char(text, '<', from);
        buf_add(&markup, str_slice(text, from, at));
        if (at == SIZE_MAX)
            break;
        buf_addz(&markup, is_tag(text, at) ? "<" : "&lt;");
        from = at + 1;
    }
    str plain = text_clean(a, html_to_text(a, buf_str(&markup)), limit);
    buf_release(&markup);
    return plain;
}

/* -- Addresses -------------------------------------------------------------------------------- */

bool feed_ends_in(str url, const char *endings)
{
    size_t end = 0;
    while (end < url.n && url.p[end] != '?' && url.p[end] != '#')
        end++;
    for (str all = str_of(endings), one; str_next_part(&all, ' ', &one);)
        if (str_ends_nocase(str_slice(url, 0, end), one))
            return true;
    return false;
}

/* -- Paragraphs ------------------------------------------------------------------------------- */

/* Appends a paragraph of lines. The lines of plain text are kept, those of HTML are folded. */
static void add_paragraph(struct buf *out, str lines, bool marked)
{
    bool first = true;
    for (str line; str_next_line(&lines, &line); first = false) {
        buf_addz(out, first ? "<p>" : marked ? "\n" : "<br>");
        if (marked)
            buf_add(out, line);
        else
            markup_add_text(out, line);
    }
    if (!first)
        buf_addz(out, "</p>\n");
}

str feed_text_markup(struct arena *a, const struct feed_text *text)
{
    if (text->html && feed_has_tags(text->text))
        return text->text;
    struct buf out = buf_init(LIMIT_BODY);
    str rest = text->text, line;
    const char *begin = rest.p;
    size_t length = 0; /* of the paragraph so far */
    while (str_next_line(&rest, &line)) {
        bool blank = str_trim(line).n == 0;
        if (blank)
            add_paragraph(&out, (str){begin, length}, text->html);
        else if (length == 0)
            begin = line.p;
        length = blank ? 0 : (size_t)(line.p + line.n - begin);
    }
    add_paragraph(&out, (str){begin, length}, text->html);
    str markup = arena_copy(a, buf_str(&out));
    buf_release(&out);
    return markup;
}
