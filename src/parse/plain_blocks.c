/*
 * The blocks of a plain text: headings, paragraphs, verse, quotes, rules. Lists are next door.
 */
#include "digest/limits.h"
#include "digest/utf8.h"
#include "plain.h"

/* A paragraph below a heading has this many columns, or ends as a sentence does. */
#define PARAGRAPH_COLUMNS 80
#define SENTENCE_COLUMNS  40
/* Lines of verse, addresses and tables are no longer. */
#define VERSE_COLUMNS 60
/* Lines looked at to tell verse; more go into a paragraph of their own. */
#define VERSE_LINES 40
/* A block with this indentation throughout is a quotation. */
#define QUOTE_INDENT 4

/* -- Joining lines ---------------------------------------------------------------------------- */

void plain_join_start(struct plain *p)
{
    buf_reset(&p->joined);
}

static uint32_t codepoint_before(str s)
{
    size_t at = s.n;
    do
        at--;
    while (at > 0 && ((unsigned char)s.p[at] & 0xC0) == 0x80);
    return utf8_next(s, &at);
}

/* True when nothing belongs between a and b, which are not empty. The hyphen of a split word stays:
 * whether it was there before the split, only a dictionary knows. */
static bool joins_closely(str a, str b)
{
    size_t at = 0;
    uint32_t left = codepoint_before(a), right = utf8_next(b, &at);
    if (text_is_wide(left) && text_is_wide(right))
        return true;
    if (left != '-' || a.n < 2 || !utf8_is_word(right) || utf8_is_upper(right))
        return false;
    uint32_t before = codepoint_before(str_slice(a, 0, a.n - 1));
    return utf8_is_word(before) && !(before >= '0' && before <= '9');
}

void plain_join(struct plain *p, str text)
{
    if (p->joined.n && text.n && !joins_closely(buf_str(&p->joined), text))
        buf_addc(&p->joined, ' ');
    buf_add(&p->joined, text);
}

/* The body's first paragraph may begin with a dateline, which it keeps. */
static void read_dateline(struct plain *p, str paragraph)
{
    struct stamp date;
    if (!p->begun && p->meta->published.utc == INSTANT_NONE &&
        text_date_of_dateline(p->job, paragraph, &date))
        p->meta->published = date;
    p->begun = true;
}

void plain_join_end(struct plain *p)
{
    read_dateline(p, buf_str(&p->joined));
    build_open_paragraph(&p->build);
    build_text(&p->build, buf_str(&p->joined));
    build_close(&p->build);
}

/* -- Headings --------------------------------------------------------------------------------- */

/* "## Heading ##": the level, with its text in *text; 0: none. */
static int read_atx(str line, str *text)
{
    size_t signs = 0;
    while (signs < line.n && line.p[signs] == '#')
        signs++;
    if (signs == 0 || signs > 6 || signs == line.n || line.p[signs] != ' ')
        return 0;
    *text = str_trim(str_slice(line, signs, line.n));
    while (text->n > 1 && text->p[text->n - 1] == '#')
        *text = str_trim(str_slice(*text, 0, text->n - 1));
    return signs < 2 ? 2 : (int)signs;
}

/* "2.1.3 Results" is of level 4; text without a number is of level 2, as "2. Methods" is. */
static int level_by_number(str text)
{
    int level = 2;
    size_t i = 0;
    while (i < text.n && text.p[i] >= '0' && text.p[i] <= '9') {
        while (i < text.n && text.p[i] >= '0' && text.p[i] <= '9')
            i++;
        if (i + 1 >= text.n || text.p[i] != '.' || text.p[i + 1] < '0' || text.p[i + 1] > '9')
            break;
        i++;
        level++;
    }
    return i < text.n && (text.p[i] == ' ' || text.p[i] == '.') && level <= 6 ? level : 2;
}

/* True when line i begins a block that is no paragraph. */
static bool starts_block(const struct lines *lines, size_t i)
{
    str text = lines->items[i].text, atx;
    return text.p[0] == '>' || text_is_rule(text) || read_atx(text, &atx) ||
           plain_list_starts(lines, i);
}

/* True when what begins at line i is a paragraph longer than the heading above it. Below capitals
 * any paragraph will do. */
static bool is_longer_paragraph(const struct lines *lines, size_t i, const struct line *heading)
{
    const struct line *line = &lines->items[i];
    if (lines_blank(lines, i) || starts_block(lines, i))
        return false;
    if (text_is_capitals(heading->text) && !text_is_capitals(line->text))
        return line->columns > heading->columns;
    size_t columns = line->columns, end = i;
    for (; lines_go_on(lines, end) && columns < PARAGRAPH_COLUMNS + heading->columns; end++)
        columns += lines->items[end + 1].columns;
    if (columns <= heading->columns)
        return false;
    return columns >= PARAGRAPH_COLUMNS ||
           (columns >= SENTENCE_COLUMNS && text_ends_sentence(lines->items[end].text));
}

/* Above a heading there is nothing, a blank line, or a paragraph that has ended. Two short lines may
 * be above each other, then the second is the heading; three are verse or an address. */
static bool may_follow(const struct lines *lines, size_t i)
{
    if (i == 0 || lines_blank(lines, i - 1))
        return true;
    /* Where every line is full, a paragraph may end in a full one, too. */
    if (lines->wrapped)
        return lines->greedy ? text_ends_sentence(lines->items[i - 1].text)
                             : lines_end_paragraph(lines, i - 1);
    if (!line_is_headline(&lines->items[i - 1]))
        return true;
    return i < 2 || lines_blank(lines, i - 2) || !line_is_headline(&lines->items[i - 2]);
}

/* A heading right above its paragraph in a wrapped text: it ends early, the lines behind do not. */
static bool heads_wrapped(const struct lines *lines, size_t i)
{
    return !lines->wrapped ||
           (lines_short(lines, i) && !lines_blank(lines, i + 2) && !lines_short(lines, i + 1));
}

/* True when line i is a heading by its looks and by what is around it. */
static bool is_heading(const struct lines *lines, size_t i)
{
    const struct line *line = &lines->items[i];
    if (!line_is_headline(line) || !may_follow(lines, i))
        return false;
    if (marker_read(line->text).kind == MARKER_BULLET)
        return false;
    if (!lines_blank(lines, i + 1))
        return heads_wrapped(lines, i) && is_longer_paragraph(lines, i + 1, line);
    /* With a blank line below, a line that ends a block of short lines is no heading. */
    bool alone = i == 0 || lines_blank(lines, i - 1) || !line_is_headline(&lines->items[i - 1]);
    return alone && i + 2 < lines->count && is_longer_paragraph(lines, i + 2, line);
}

/* Builds the heading that line i is, underlined, marked by "#" or by its looks; returns the line
 * behind it, or i. */
static size_t read_heading(struct plain *p, const struct lines *lines, size_t i)
{
    const struct line *line = &lines->items[i];
    str text;
    int level = read_atx(line->text, &text);
    if (level) {
        build_heading(&p->build, level, text);
        return i + 1;
    }
    bool first = i == 0 || lines_blank(lines, i - 1) || !lines->wrapped;
    if (first && !lines_blank(lines, i + 1) && text_is_underline(line[1].text) &&
        line->columns <= 100 && !text_is_rule(line->text) && !plain_list_starts(lines, i)) {
        build_heading(&p->build, line[1].text.p[0] == '=' ? 2 : 3, line->text);
        return i + 2;
    }
    if (!is_heading(lines, i))
        return i;
    build_heading(&p->build, level_by_number(line->text), line->text);
    return i + 1;
}

/* -- Quotes ----------------------------------------------------------------------------------- */

static void build_quote(struct plain *p, const struct lines *quoted, unsigned depth)
{
    build_open_quote(&p->build);
    plain_read_blocks(p, quoted, depth + 1);
    build_close(&p->build);
}

/* The line without "> ". */
static struct line unquote(const struct line *line)
{
    str text = str_slice(line->text, 1, line->text.n);
    uint32_t indent = 0;
    while (text.n && (text.p[0] == ' ' || text.p[0] == '\t')) {
        text = str_slice(text, 1, text.n);
        indent++;
    }
    return (struct line){text, indent > 1 ? indent - 1 : 0, line->columns - 1 - indent};
}

/* Lines that begin with ">": builds the quote, returns the line behind it, or i. */
static size_t read_quote(struct plain *p, const struct lines *lines, size_t i, unsigned depth)
{
    size_t end = i;
    while (!lines_blank(lines, end) && lines->items[end].text.p[0] == '>')
        end++;
    if (end == i || depth >= PLAIN_DEPTH)
        return i;
    struct lines quoted = lines_slice(lines, i, end);
    quoted.items = arena_array(p->job->a, end - i, sizeof *quoted.items);
    for (size_t k = i; k < end; k++)
        quoted.items[k - i] = unquote(&lines->items[k]);
    quoted.width = quoted.width > 2 ? quoted.width - 2 : 0;
    build_quote(p, &quoted, depth);
    return end;
}

static size_t block_end(const struct lines *lines, size_t i)
{
    while (!lines_blank(lines, i))
        i++;
    return i;
}

/* True when most blocks are indented: then it is the text's style and no block is a quotation. */
static bool indents_all(const struct lines *lines)
{
    size_t blocks = 0, indented = 0;
    for (size_t i = 0; i < lines->count; i++) {
        if (lines_blank(lines, i) || (i > 0 && !lines_blank(lines, i - 1)))
            continue;
        blocks++;
        indented += lines->items[i].indent >= QUOTE_INDENT;
    }
    return indented * 2 > blocks;
}

/* A block of indented lines: builds the quote, returns the line behind it, or i. */
static size_t read_indented(struct plain *p, const struct lines *lines, size_t i, unsigned depth)
{
    if ((i > 0 && !lines_blank(lines, i - 1)) || depth >= PLAIN_DEPTH)
        return i;
    size_t end = block_end(lines, i);
    for (size_t k = i; k < end; k++)
        if (lines->items[k].indent < QUOTE_INDENT)
            return i;
    struct lines quoted = lines_slice(lines, i, end);
    /* Deep enough not to ask about the indentation again. */
    build_open_quote(&p->build);
    plain_read_blocks(p, &quoted, PLAIN_DEPTH);
    build_close(&p->build);
    return end;
}

/* -- Paragraphs ------------------------------------------------------------------------------- */

/* Lines i up to end as one paragraph that keeps its line breaks. */
static size_t build_verse(struct plain *p, const struct lines *lines, size_t i, size_t end)
{
    p->begun = true;
    build_open_paragraph(&p->build);
    for (size_t k = i; k < end; k++) {
        if (k > i)
            build_break(&p->build);
        build_text(&p->build, lines->items[k].text);
    }
    build_close(&p->build);
    return end;
}

static size_t build_joined(struct plain *p, const struct lines *lines, size_t i, size_t end)
{
    plain_join_start(p);
    for (size_t k = i; k < end; k++)
        plain_join(p, lines->items[k].text);
    plain_join_end(p);
    return end;
}

/* In a wrapped text: true when line k begins a paragraph or block of its own, right below another
 * line of the paragraph that began at line i. */
static bool begins_anew(const struct lines *lines, size_t i, size_t k)
{
    const struct line *line = &lines->items[k];
    str atx;
    if (line->text.p[0] == '>' || text_is_rule(line->text) || read_atx(line->text, &atx))
        return true;
    /* "- " and "12." may also be where a line happens to begin. */
    if (plain_list_starts(lines, k) &&
        (!lines_full(lines, k - 1) || text_is_closed(lines->items[k - 1].text)))
        return true;
    if (is_heading(lines, k) || lines_end_paragraph(lines, k - 1))
        return true;
    return line->indent >= 2 && line->indent > lines->items[k - 1].indent &&
           (line->indent == lines->items[i].indent || k > i + 1);
}

/* A paragraph of a wrapped text; lines that mostly end early are verse. */
static size_t read_wrapped(struct plain *p, const struct lines *lines, size_t i)
{
    size_t end = i + 1, early = 0;
    while (!lines_blank(lines, end) && !begins_anew(lines, i, end))
        early += lines_short(lines, end++ - 1);
    return early * 2 > end - i - 1 ? build_verse(p, lines, i, end) : build_joined(p, lines, i, end);
}

/*
 * A paragraph of a text with one a line. Three short lines in a row that are not all sentences, or
 * two that make a block, are verse, an address or a table.
 */
static size_t read_unwrapped(struct plain *p, const struct lines *lines, size_t i)
{
    size_t end = i, ended = 0;
    while (end - i < VERSE_LINES && !lines_blank(lines, end) &&
           lines->items[end].columns <= VERSE_COLUMNS && !(end > i && starts_block(lines, end)))
        ended += text_ends_sentence(lines->items[end++].text);
    size_t run = end - i;
    bool block = (i == 0 || lines_blank(lines, i - 1)) && lines_blank(lines, end);
    if (ended * 2 < run && (run > 2 || (run == 2 && block)))
        return build_verse(p, lines, i, end);
    /* Those behind that cannot be headings, too: not to look at each run again from every line. */
    size_t next = i;
    do
        build_joined(p, lines, next, next + 1);
    while (++next < end && text_is_closed(lines->items[next].text));
    return next;
}

/* -- All together ----------------------------------------------------------------------------- */

/* Reads the block that begins at line i, which is not blank; returns the line behind it. */
static size_t read_block(struct plain *p, const struct lines *lines, size_t i, unsigned depth)
{
    size_t next;
    if (text_is_rule(lines->items[i].text)) {
        build_rule(&p->build);
        return i + 1;
    }
    if ((next = read_heading(p, lines, i)) > i || (next = read_quote(p, lines, i, depth)) > i)
        return next;
    if (plain_list_starts(lines, i))
        return plain_read_list(p, lines, i, depth);
    return lines->wrapped ? read_wrapped(p, lines, i) : read_unwrapped(p, lines, i);
}

void plain_read_blocks(struct plain *p, const struct lines *lines, unsigned depth)
{
    bool quotes = depth < PLAIN_DEPTH && !indents_all(lines);
    for (size_t i = 0; i < lines->count;) {
        if (lines_blank(lines, i)) {
            i++;
            continue;
        }
        size_t next = i;
        if (quotes && !plain_list_starts(lines, i) && !text_is_rule(lines->items[i].text))
            next = read_indented(p, lines, i, depth);
        i = next > i ? next : read_block(p, lines, i, depth);
    }
}
