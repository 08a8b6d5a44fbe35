/* What is wrong with a YAML text: the checks that come before the parser, and its messages in
 * plain words. */
#include "yaml_error.h"

#include "digest/utf8.h"

/* 500 blank lines in a block scalar take libfyaml under a millisecond, 16,000 a third of a second,
 * and 300,000 more than a minute. */
#define BLANK_LINES 500

#define TAB_WHY  "a tab in the indentation"
#define TAB_HINT "indent with spaces"

/* The line with the number `line`, from 1; empty behind the end. */
static str find_line(str text, unsigned line)
{
    str found = {0};
    while (line > 0 && str_next_line(&text, &found))
        line--;
    return line == 0 ? found : (str){0};
}

bool yaml_fail_at(const struct yaml_source *source, struct yaml_place place, struct err *err)
{
    if (place.line == 0)
        return err_at(err, source->file, 0, 0);
    err_at(err, source->file, source->first_line + place.line - 1, place.column);
    return err_excerpt(err, find_line(source->text, place.line));
}

/* The column of the first byte of line that is not UTF-8 or is NUL; *fault says which. 0: none. */
static unsigned find_bad_byte(str line, const char **fault)
{
    unsigned column = 0;
    for (size_t at = 0; at < line.n;) {
        size_t from = at;
        column++;
        uint32_t c = utf8_next(line, &at);
        if (c == 0xFFFD && !str_eq(str_slice(line, from, at), STR("\xEF\xBF\xBD"))) {
            *fault = "this is not valid UTF-8";
            return column;
        }
        if (c == 0) {
            *fault = "a NUL byte";
            return column;
        }
    }
    return 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/*
 * The column of a tab between two indicators, as in "a:<tab>- b", or 0. All of them are errors, but
 * in a map with an explicit key ("? ") libfyaml 0.7.12 frees that key twice when it says so.
 */
static unsigned find_bad_tab(str line)
{
    size_t tab = 0;
    while ((tab = str_find_char(line, '\t', tab)) != SIZE_MAX) {
        size_t before = tab, behind = tab;
        while (before > 0 && is_blank(line.p[before - 1]))
            before--;
        while (behind < line.n && is_blank(line.p[behind]))
            behind++;
        char first = before > 0 ? line.p[before - 1] : '\0';
        char second = behind < line.n ? line.p[behind] : '?';
        bool lone_dash = second == '-' && (behind + 1 >= line.n || is_blank(line.p[behind + 1]));
        if ((first == '-' || first == '?' || first == ':') &&
            (lone_dash || second == '?' || second == ':' || second == '|' || second == '>'))
            return (unsigned)utf8_count(str_slice(line, 0, tab)) + 1;
        tab = behind;
    }
    return 0;
}

/* Refuses one line, or counts it when it is blank. */
static bool check_line(str line, struct yaml_place *place, unsigned *blank, struct err *err)
{
    const char *fault = NULL;
    if (!utf8_valid(line) || str_find_char(line, '\0', 0) != SIZE_MAX)
        place->column = find_bad_byte(line, &fault);
    if (fault) {
        err_set(err, ERR_INPUT, "%s", fault);
        return err_hint(err, "save the file as UTF-8 text");
    }
    *blank = str_trim(line).n ? 0 : *blank + 1;
    if (*blank > BLANK_LINES)
        return err_set(err, ERR_LIMIT, "more than %d blank lines in a row", BLANK_LINES);
    if (str_starts(line, STR("%"))) {
        place->column = 1;
        err_set(err, ERR_INPUT, "a directive, or text that begins with a %%");
        return err_hint(err, "directives are not taken here: remove the line, or indent the text");
    }
    place->column = find_bad_tab(line);
    if (place->column) {
        err_set(err, ERR_INPUT, "%s", TAB_WHY);
        return err_hint(err, "%s", TAB_HINT);
    }
    return true;
}

bool yaml_check_bytes(const struct yaml_source *source, struct err *err)
{
    struct yaml_place place = {0};
    unsigned blank = 0;
    str rest = source->text, line;
    while (str_next_line(&rest, &line)) {
        place.line++;
        if (!check_line(line, &place, &blank, err))
            return yaml_fail_at(source, place, err);
    }
    return true;
}

/* What to change about a message beside its words. */
enum change {
    AS_IS,
    KEEP_TAIL,    /* how the message goes on is of use */
    FROM_QUOTE,   /* it gives the first character in the quotes, not the quote */
    FROM_TEXT,    /* it gives the text before the line whose indentation is wrong */
    FROM_BRACKET, /* it may give the end of the file */
};

#define QUOTE_WHY   "a quotation mark is opened here and not closed"
#define QUOTE_HINT  "end the text with the mark that it begins with, in lines indented alike"
#define INDENT_WHY  "wrong indentation"
#define INDENT_HINT "keys and items that belong together begin in the same column"
#define BRACKET_WHY "a bracket is opened here and not closed"
#define COMMA_WHY   "a comma or a closing bracket is missing before this"
#define COMMA_HINT  "text with a colon, a comma or a bracket belongs in quotes"
#define START_HINT  "put the text in quotes"
#define INSIDE_HINT "within 'single' quotes write a quote twice, within \"double\" ones as \\\""
#define ESCAPE_HINT "write \\\\ for a backslash, or use 'single' quotes"
#define LIST_HINT   "begin the list in the next line"

/* libfyaml's messages, by how they begin. One that is not here is printed as it is. */
static const struct wording {
    const char *message;
    const char *why; /* null: the message itself */
    const char *hint;
    enum change change;
} wordings[] = {
    {"invalid multiline plain key", INDENT_WHY, INDENT_HINT, FROM_TEXT},
    {"invalid mapping in plain multiline", INDENT_WHY, INDENT_HINT, AS_IS},
    {"invalid indentation in mapping", INDENT_WHY, INDENT_HINT, AS_IS},
    {"did not find expected '-' indicator", INDENT_WHY, INDENT_HINT, AS_IS},
    {"did not find expected key", INDENT_WHY, INDENT_HINT, AS_IS},
    {"invalid scalar at the end of", INDENT_WHY " or a missing \"- \"", INDENT_HINT, AS_IS},
    {"could not find expected ':'", "a colon is missing behind this key",
     "write it as \"key: value\"", AS_IS},
    {"invalid nested block mapping", "a second colon in one line",
     "put text that has \": \" in it in quotes", AS_IS},
    {"wrongly indented double-quoted", QUOTE_WHY, QUOTE_HINT, AS_IS},
    {"wrongly indented single-quoted", QUOTE_WHY, QUOTE_HINT, AS_IS},
    {"double-quoted scalar without", QUOTE_WHY, QUOTE_HINT, FROM_QUOTE},
    {"single-quoted scalar without", QUOTE_WHY, QUOTE_HINT, FROM_QUOTE},
    {"tab character may not be used", TAB_WHY, TAB_HINT, AS_IS},
    {"invalid tab", TAB_WHY, TAB_HINT, AS_IS},
    {"cannot use tab", TAB_WHY, TAB_HINT, AS_IS},
    {"Indentation used tabs", TAB_WHY, TAB_HINT, AS_IS},
    {"flow sequence without a closing", BRACKET_WHY, NULL, FROM_BRACKET},
    {"did not find expected node content", "a value or a closing bracket is missing", NULL,
     FROM_BRACKET},
    {"missing comma in flow", COMMA_WHY, COMMA_HINT, FROM_BRACKET},
    {"mismatched flow", "a closing bracket of the wrong kind", NULL, AS_IS},
    {"flow sequence with invalid extra", "one closing bracket too many", NULL, AS_IS},
    {"flow mapping with invalid extra", "one closing bracket too many", NULL, AS_IS},
    {"plain scalar cannot start with", "text without quotes cannot begin with", START_HINT,
     KEEP_TAIL},
    {"invalid trailing content after", "more text behind the closing quotation mark", INSIDE_HINT,
     AS_IS},
    {"invalid escape", NULL, ESCAPE_HINT, AS_IS},
    {"double-quoted scalar has invalid", "an escape that stands for no character", ESCAPE_HINT,
     AS_IS},
    {"block sequence on the same line", "a list cannot begin in the line of its key", LIST_HINT,
     AS_IS},
    {"block scalar no linebreak found", "text in the line of a > or |",
     "begin the text in the next line", AS_IS},
};

static const struct wording *find_wording(const char *message)
{
    for (size_t i = 0; i < sizeof wordings / sizeof *wordings; i++)
        if (str_starts(str_of(message), str_of(wordings[i].message)))
            return &wordings[i];
    return NULL;
}

/* The beginning of the first line behind `place` that has a key; `place` itself when none has. */
static struct yaml_place next_key(str text, struct yaml_place place)
{
    str rest = text, line;
    for (unsigned number = 1; str_next_line(&rest, &line); number++) {
        if (number <= place.line || str_find_char(line, ':', 0) == SIZE_MAX)
            continue;
        unsigned column = 1;
        while (column <= line.n && line.p[column - 1] == ' ')
            column++;
        return (struct yaml_place){number, column};
    }
    return place;
}

static unsigned count_lines(str text)
{
    unsigned lines = 0;
    str line;
    while (str_next_line(&text, &line))
        lines++;
    return lines;
}

bool yaml_fail_with(const struct yaml_source *source, const char *message, struct yaml_place place,
                    struct yaml_place open, struct err *err)
{
    const struct wording *wording = find_wording(message);
    const char *why = wording && wording->why ? wording->why : message;
    enum change change = wording ? wording->change : AS_IS;
    if (change == FROM_TEXT)
        place = next_key(source->text, place);
    if (change == FROM_QUOTE && place.column > 1)
        place.column--;
    const char *tail = change == KEEP_TAIL ? message + strlen(wording->message) : "";
    err_set(err, ERR_INPUT, "%s%s", why, tail);
    /* A bracket that is never closed shows at the end, but it is wrong where it is opened. */
    if (change == FROM_BRACKET && open.line && place.line > count_lines(source->text)) {
        err_set(err, ERR_INPUT, "%s", BRACKET_WHY);
        return yaml_fail_at(source, open, err);
    }
    if (wording && wording->hint)
        err_hint(err, "%s", wording->hint);
    return yaml_fail_at(source, place, err);
}
