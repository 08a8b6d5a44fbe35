/* Splitting a plain text into lines, and deciding whether it is hard-wrapped. */
#include "plain_lines.h"

#include "digest/limits.h"
#include "digest/utf8.h"

/* -- Splitting -------------------------------------------------------------------------------- */

bool text_is_wide(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF01 && c <= 0xFF60) ||
           (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) ||
           (c >= 0x20000 && c <= 0x3FFFD);
}

uint32_t text_columns(str text)
{
    size_t columns = 0, at = 0;
    while (at < text.n) {
        if ((unsigned char)text.p[at] < 0x80) {
            columns++;
            at++;
        } else {
            uint32_t c = utf8_next(text, &at);
            bool mark = c >= 0x300 && c <= 0x36F;
            columns += mark ? 0 : text_is_wide(c) ? 2 : 1;
        }
    }
    return columns < UINT32_MAX ? (uint32_t)columns : UINT32_MAX;
}

/* The columns of white space that raw begins with, tabs to the next multiple of four. No-break
 * spaces of pasted text count too. */
static uint32_t indent_of(str raw)
{
    uint32_t columns = 0;
    for (size_t i = 0; i < raw.n && columns < 1000; i++) {
        if (raw.p[i] == ' ')
            columns++;
        else if (raw.p[i] == '\t')
            columns = columns / 4 * 4 + 4;
        else if (str_starts(str_slice(raw, i, raw.n), STR("\u00A0")))
            columns++, i++;
        else
            break;
    }
    return columns;
}

/* Takes off white space at both ends, U+00A0 and U+3000 included. */
static str trim(str s)
{
    static const str wide[] = {{"\u00A0", 2}, {"\u3000", 3}, {"\u200B", 3}};
    for (size_t before = SIZE_MAX; s.n < before;) {
        before = s.n;
        s = str_trim(s);
        for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
            if (str_starts(s, wide[i]))
                s = str_slice(s, wide[i].n, s.n);
            if (str_ends(s, wide[i]))
                s.n -= wide[i].n;
        }
    }
    return s;
}

static void measure(struct lines *lines);

bool lines_split(struct lines *out, struct arena *a, str text, struct err *err)
{
    size_t count = 0;
    for (str rest = text, line; str_next_line(&rest, &line);)
        count += trim(line).n > 0;
    if (count > LIMIT_TEXT_LINES)
        return err_set(err, ERR_LIMIT, "a plain-text article has at most %zu lines, not %zu",
                       LIMIT_TEXT_LINES, count);
    *out = (struct lines){.items = arena_array(a, 2 * count, sizeof *out->items)};
    bool blank = false;
    for (str rest = text, raw; str_next_line(&rest, &raw);) {
        str line = trim(raw);
        if (line.n == 0) {
            blank = out->count > 0;
            continue;
        }
        out->count += blank; /* the arena's zeroes are a blank line */
        blank = false;
        out->items[out->count++] = (struct line){line, indent_of(raw), text_columns(line)};
    }
    measure(out);
    return true;
}

struct lines lines_slice(const struct lines *lines, size_t from, size_t to)
{
    struct lines slice = *lines;
    slice.items += from;
    slice.count = to - from;
    return slice;
}

bool lines_blank(const struct lines *lines, size_t i)
{
    return i >= lines->count || lines->items[i].text.n == 0;
}

/* -- Hard wraps ------------------------------------------------------------------------------- */

/* The columns at which editors and mail programs break lines; a longer line was not broken. */
#define WRAP_LEAST 40
#define WRAP_MOST  100
/* Bytes of a word that are looked at; a longer one fits no line. */
#define WORD_LONGEST 400

/* Columns up to the first place where text could be broken. */
static uint32_t first_word(str text)
{
    size_t at = 0, end;
    while (at < text.n && !strchr(" \t", text.p[at])) {
        end = at;
        if ((unsigned char)text.p[at] < 0x80)
            at++;
        else if (text_is_wide(utf8_next(text, &at)))
            return text_columns(str_slice(text, 0, end)) + 2;
        if (at > WORD_LONGEST)
            break;
    }
    return text_columns(str_slice(text, 0, at));
}

/* The column at which line i would have ended with the next one's first word. */
static uint32_t filled(const struct lines *lines, size_t i)
{
    const struct line *line = &lines->items[i];
    return line->indent + line->columns + 1 + first_word(line[1].text);
}

bool lines_full(const struct lines *lines, size_t i)
{
    return lines->wrapped && !lines_blank(lines, i) && !lines_blank(lines, i + 1) &&
           filled(lines, i) + 2 > lines->width;
}

bool lines_short(const struct lines *lines, size_t i)
{
    return !lines_blank(lines, i) && !lines_blank(lines, i + 1) &&
           filled(lines, i) * 5 <= lines->width * 4;
}

bool lines_go_on(const struct lines *lines, size_t i)
{
    return lines->wrapped && !lines_blank(lines, i + 1) && !lines_short(lines, i) &&
           !lines_end_paragraph(lines, i);
}

bool lines_end_paragraph(const struct lines *lines, size_t i)
{
    if (!lines->greedy)
        return lines_short(lines, i) && text_ends_sentence(lines->items[i].text);
    /* Some programs count bytes. Their lines are full with fewer columns. */
    const struct line *line = &lines->items[i];
    size_t most =
        filled(lines, i) + (line->text.n > line->columns ? line->text.n - line->columns : 0);
    return most <= lines->width && text_ends_sentence(line->text);
}

/* True when line i is followed by one that may be its continuation. */
static bool is_broken(const struct lines *lines, size_t i)
{
    if (lines_blank(lines, i) || lines_blank(lines, i + 1))
        return false;
    str text = lines->items[i].text, next = lines->items[i + 1].text;
    return next.p[0] != '>' && text.p[0] != '>' && !text_is_rule(next) && !text_is_rule(text) &&
           marker_read(next).kind == MARKER_NONE;
}

static bool begins_upper(str text)
{
    size_t at = 0;
    return utf8_is_upper(utf8_next(text, &at));
}

/* The column that 95 in 100 of the broken lines do not pass: a long URL may. */
static unsigned common_width(const struct lines *lines)
{
    size_t histogram[WRAP_MOST + 2] = {0}, total = 0, sum = 0;
    for (size_t i = 1; i < lines->count; i++) {
        if (!is_broken(lines, i))
            continue;
        uint32_t end = lines->items[i].indent + lines->items[i].columns;
        histogram[end <= WRAP_MOST ? end : WRAP_MOST + 1]++;
        total++;
    }
    unsigned width = 0;
    for (; width <= WRAP_MOST; width++)
        if ((sum += histogram[width]) * 20 >= total * 19)
            break;
    return width;
}

/*
 * Sets wrapped, greedy and width. Text is wrapped when most lines that another follows are 40 to 100 columns
 * long, were broken where the next word did not fit, do not end a sentence as paragraphs of one
 * line do, and are not followed by a capital as lines of verse are. The first line is the title
 * and does not count.
 */
static void measure(struct lines *lines)
{
    size_t broken = 0, within = 0, full = 0, ended = 0, open = 0, early = 0, capital = 0;
    lines->wrapped = true; /* for lines_full */
    lines->width = common_width(lines);
    for (size_t i = 1; i < lines->count; i++) {
        if (!is_broken(lines, i))
            continue;
        bool ends = text_ends_sentence(lines->items[i].text);
        uint32_t columns = lines->items[i].columns;
        broken++;
        within += columns >= WRAP_LEAST && columns <= WRAP_MOST;
        full += lines_full(lines, i);
        ended += ends;
        if (ends)
            continue;
        open++;
        capital += begins_upper(lines->items[i + 1].text);
        early += !lines_full(lines, i) && !line_is_headline(&lines->items[i]);
    }
    lines->wrapped = broken > 0 && lines->width <= WRAP_MOST && within * 10 >= broken * 6 &&
                     full * 10 >= broken * 6 && ended * 2 < broken && capital * 10 <= open * 7;
    lines->greedy = lines->wrapped && early * 20 <= open;
}
