/*
 * Fuzzes the sanitizer. Whatever goes in: what comes out is strictly nested, made of known elements
 * and attributes with harmless URLs, as a scan that shares nothing with the program finds; and
 * cleaning it again changes nothing.
 */
#include <stdlib.h>

#include "digest/limits.h"
#include "digest/sanitize.h"
#include "digest/utf8.h"

static const char elements[] =
    " a abbr b bdi bdo blockquote br caption cite code dd del details dfn dl dt em figcaption "
    "figure"
    " h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub"
    " summary sup table tbody td tfoot th thead time tr u ul var wbr ";
static const char voids[] = " br hr img wbr ";
static const char attributes[] =
    " abbr alt cite class colspan datetime decoding dir headers height href id lang loading open"
    " referrerpolicy rel reversed rowspan scope sizes src srcset start title type value width ";

/* True when the word is in the list. */
static bool is_listed(const char *list, str word)
{
    char key[32] = " ";
    if (word.n == 0 || word.n + 3 > sizeof key)
        return false;
    memcpy(key + 1, word.p, word.n);
    key[word.n + 1] = ' ';
    return strstr(list, key) != NULL;
}

static str take_word(str s, size_t *at)
{
    size_t from = *at;
    while (*at < s.n &&
           ((s.p[*at] >= 'a' && s.p[*at] <= 'z') || (s.p[*at] >= '0' && s.p[*at] <= '9')))
        ++*at;
    return str_slice(s, from, *at);
}

static bool is_harmless(str name, str value)
{
    static const char *const starts[] = {"http://", "https://", "mailto:", "tel:", "#c-"};
    if (!str_is(name, "href") && !str_is(name, "src") && !str_is(name, "cite"))
        return true;
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (str_starts(value, str_of(starts[i])))
            return true;
    return false;
}

/* Reads ` name="value"` at *at. */
static bool scan_attribute(str s, size_t *at)
{
    ++*at;
    str name = take_word(s, at);
    if (!is_listed(attributes, name) || !str_starts(str_slice(s, *at, s.n), STR("=\"")))
        return false;
    size_t from = *at + 2, end = str_find_char(s, '"', from);
    if (end == SIZE_MAX)
        return false;
    *at = end + 1;
    str value = str_slice(s, from, end);
    return is_harmless(name, value) && str_find_char(value, '<', 0) == SIZE_MAX &&
           str_find_char(value, '>', 0) == SIZE_MAX;
}

/* Reads one tag at *at ("<"); `open` are the names of the open elements. */
static bool scan_tag(str s, size_t *at, str *open, size_t *depth)
{
    bool end = *at + 1 < s.n && s.p[*at + 1] == '/';
    *at += end ? 2 : 1;
    str name = take_word(s, at);
    if (!is_listed(elements, name))
        return false;
    while (!end && *at < s.n && s.p[*at] == ' ')
        if (!scan_attribute(s, at))
            return false;
    if (*at >= s.n || s.p[(*at)++] != '>')
        return false;
    if (end)
        return *depth > 0 && str_eq(open[--*depth], name);
    if (is_listed(voids, name))
        return true;
    if (*depth == LIMIT_HTML_DEPTH)
        return false;
    open[(*depth)++] = name;
    return true;
}

static bool is_strict(str s)
{
    str open[LIMIT_HTML_DEPTH];
    size_t depth = 0;
    for (size_t at = 0; at < s.n;) {
        if (s.p[at] == '<') {
            if (!scan_tag(s, &at, open, &depth))
                return false;
        } else if (s.p[at] == '>' ||
                   ((unsigned char)s.p[at] < ' ' && s.p[at] != '\n' && s.p[at] != '\t')) {
            return false;
        } else {
            at++;
        }
    }
    return depth == 0 && utf8_valid(s);
}

/* libFuzzer's entry. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct buf input = buf_init(1 << 20), text = buf_init(LIMIT_BODY);
    struct sanitize_options options = {.base = STR("https://example.org/a/b"), .top_heading = 2};
    struct sanitize_findings findings;
    utf8_repair(&input, (str){(const char *)data, size});
    html once = sanitize(&arena, buf_str(&input), &options, &text, &findings);
    if (!is_strict(once.markup) || !utf8_valid(buf_str(&text)))
        abort();
    html twice = sanitize(&arena, once.markup, &options, NULL, &findings);
    if (!str_eq(once.markup, twice.markup))
        abort();
    buf_release(&input);
    buf_release(&text);
    arena_release(&arena);
    return 0;
}
