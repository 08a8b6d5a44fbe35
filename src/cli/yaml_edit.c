/* Adding an entry to the list of sources: see yaml_edit.h. */
#include "yaml_edit.h"

#include "digest/yaml.h"

/* -- Writing ---------------------------------------------------------------------------------- */

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* True when text reads the same without quotes: begun by a letter, and with nothing in it that could
 * mean something to YAML. URLs are: a colon only means something before a space. */
static bool is_plain(str text)
{
    static const char *const words[] = {"true", "false", "null", "yes", "no", "on", "off", NULL};
    if (text.n == 0 || !is_letter_or_digit(text.p[0]) || text.p[text.n - 1] == ':')
        return false;
    uint64_t number;
    if (str_to_uint(text, UINT64_MAX, &number) || str_has(text, STR(": ")) ||
        str_has(text, STR(" #")) || text.p[text.n - 1] == ' ')
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (!is_letter_or_digit(text.p[i]) && (unsigned char)text.p[i] < 0x80 &&
            !strchr(" :/?&=._~%+-()'", text.p[i]))
            return false;
    for (size_t i = 0; words[i]; i++)
        if (str_eq_nocase(text, str_of(words[i])))
            return false;
    return true;
}

static void add_value(struct buf *out, str text)
{
    if (is_plain(text)) {
        buf_add(out, text);
        return;
    }
    buf_addc(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"' || text.p[i] == '\\')
            buf_addc(out, '\\');
        buf_addc(out, text.p[i]);
    }
    buf_addc(out, '"');
}

void yaml_add_entry(struct buf *out, const struct yaml_line *lines, size_t indent, const char *eol)
{
    for (size_t i = 0; lines[i].key; i++) {
        buf_addf(out, "%*s%s%s: ", (int)indent, "", i ? "  " : "- ", lines[i].key);
        add_value(out, lines[i].value);
        buf_addz(out, eol);
    }
}

/* -- Finding the place ------------------------------------------------------------------------ */

/* The byte at which line number `line` (from 1) begins, or the end of text. */
static size_t line_start(str text, unsigned line)
{
    size_t at = 0;
    for (unsigned i = 1; i < line; i++) {
        size_t end = str_find_char(text, '\n', at);
        if (end == SIZE_MAX)
            return text.n;
        at = end + 1;
    }
    return at;
}

static size_t line_end(str text, size_t at)
{
    size_t end = str_find_char(text, '\n', at);
    return end == SIZE_MAX ? text.n : end + 1;
}

static size_t indent_at(str text, size_t at)
{
    size_t n = 0;
    while (at + n < text.n && text.p[at + n] == ' ')
        n++;
    return n;
}

/* The end of the entry whose hyphen is on the line at `at`: behind its last line that is indented
 * deeper. Blank lines and comments behind that belong to what follows. */
static size_t entry_end(str text, size_t at)
{
    size_t hyphen = indent_at(text, at), end = line_end(text, at);
    for (size_t next = end; next < text.n; next = line_end(text, next)) {
        str line = str_trim(str_slice(text, next, line_end(text, next)));
        if (line.n == 0)
            continue;
        if (indent_at(text, next) <= hyphen && line.p[0] != '#')
            break;
        if (indent_at(text, next) > hyphen)
            end = line_end(text, next);
    }
    return end;
}

static unsigned count_lines(str text)
{
    unsigned n = 1;
    for (size_t at = 0; (at = str_find_char(text, '\n', at)) != SIZE_MAX; at++)
        n++;
    return n;
}

/* The line of the key `sources`, or 0. */
static unsigned line_of_key(const struct yaml *root)
{
    for (size_t i = 0; root->kind == YAML_MAP && i < root->count; i++)
        if (str_is(root->pairs[i].key, "sources"))
            return root->pairs[i].line;
    return 0;
}

/* The end of the line of the key `sources:` that has no value yet; 0 when it says something else. */
static size_t empty_key_end(str text, const struct yaml *root)
{
    size_t start = line_start(text, line_of_key(root)), end = line_end(text, start);
    str line = str_slice(text, start, end);
    str behind = str_trim(str_slice(line, str_find_char(line, ':', 0) + 1, line.n));
    return behind.n == 0 || behind.p[0] == '#' ? end : 0;
}

bool yaml_add_source(struct buf *out, str text, const struct yaml *root,
                     const struct yaml_line *lines, unsigned *line, struct err *err)
{
    const char *eol = str_has(text, STR("\r\n")) ? "\r\n" : "\n";
    const struct yaml *list = yaml_get(root, "sources");
    bool begun = list && list->kind == YAML_LIST && list->count > 0;
    size_t at = text.n, indent = 2;
    if (begun) {
        size_t start = line_start(text, list->items[list->count - 1]->line);
        indent = indent_at(text, start);
        if (start + indent >= text.n || text.p[start + indent] != '-') {
            err_set(err, ERR_CONFIG, "the list of sources is written in brackets");
            return err_hint(err, "add the source by hand, or write each on lines of its own");
        }
        at = entry_end(text, start);
    } else if (list && !(at = empty_key_end(text, root))) {
        err_set(err, ERR_CONFIG, "\"sources:\" is empty");
        return err_hint(err, "take that line out; it is then written with its first entry");
    }
    buf_add(out, str_slice(text, 0, at));
    if (at > 0 && text.p[at - 1] != '\n')
        buf_addz(out, eol);
    if (!list)
        buf_addf(out, "sources:%s", eol);
    *line = count_lines(buf_str(out));
    yaml_add_entry(out, lines, indent, eol);
    buf_add(out, str_slice(text, at, text.n));
    return true;
}
