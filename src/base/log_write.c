/* How a problem is written: for people, and for GitHub Actions. */
#include "log_write.h"

#include <utf8proc.h>

#include "digest/utf8.h"

#define RED    "\033[1;31m"
#define YELLOW "\033[1;33m"
#define BOLD   "\033[1m"
#define PLAIN  "\033[0m"

void log_write_prefix(struct buf *out, enum log_level level, bool colour)
{
    static const struct {
        const char *word, *colour;
    } levels[] = {
        [LOG_ERROR] = {"error", RED},
        [LOG_WARNING] = {"warning", YELLOW},
        [LOG_NOTE] = {NULL, NULL},
        [LOG_DEBUG] = {"debug", BOLD},
    };
    buf_addz(out, "digest: ");
    if (!levels[level].word)
        return;
    if (colour)
        buf_addf(out, "%s%s:%s ", levels[level].colour, levels[level].word, PLAIN);
    else
        buf_addf(out, "%s: ", levels[level].word);
}

/* Appends "file:line:column: " as far as it is known. */
static void write_place(struct buf *out, const struct err *e)
{
    if (!e->file[0] && !e->line)
        return;
    log_clean(out, str_of(e->file));
    if (e->line)
        buf_addf(out, e->file[0] ? ":%u" : "line %u", e->line);
    if (e->line && e->column)
        buf_addf(out, ":%u", e->column);
    buf_addz(out, ": ");
}

/* The width on a terminal of the first n characters of s, or SIZE_MAX when it has fewer. */
static size_t width_of(str s, size_t n)
{
    size_t width = 0;
    for (size_t at = 0; n > 0; n--) {
        if (at >= s.n)
            return SIZE_MAX;
        int columns = utf8proc_charwidth((utf8proc_int32_t)utf8_next(s, &at));
        width += columns > 0 ? (size_t)columns : 0;
    }
    return width;
}

/* Appends the source line and, when the column is in it, a caret below. */
static void write_excerpt(struct buf *out, const struct err *e, bool colour)
{
    struct buf line = buf_init(sizeof e->excerpt * 3);
    log_clean(&line, str_of(e->excerpt));
    buf_addf(out, "    %.*s\n", STR_ARGS(buf_str(&line)));
    size_t width = e->column ? width_of(buf_str(&line), e->column - 1) : SIZE_MAX;
    if (width != SIZE_MAX) {
        buf_addf(out, "    %*s", (int)width, "");
        buf_addz(out, colour ? RED "^" PLAIN "\n" : "^\n");
    }
    buf_release(&line);
}

void log_write_problem(struct buf *out, enum log_level level, bool colour, str source,
                       const struct err *e)
{
    log_write_prefix(out, level, colour);
    if (source.n) {
        log_clean(out, source);
        buf_addz(out, ": ");
    }
    write_place(out, e);
    log_clean(out, str_of(e->why));
    buf_addc(out, '\n');
    if (e->excerpt[0])
        write_excerpt(out, e, colour);
    if (e->hint[0]) {
        buf_addz(out, "  hint: ");
        log_clean(out, str_of(e->hint));
        buf_addc(out, '\n');
    }
}

/*
 * Appends cleaned text in the escaping of workflow commands: %, CR and LF, and in a property the
 * colon and the comma, too. Source: actions/toolkit, packages/core/src/command.ts.
 */
static void write_escaped(struct buf *out, str text, bool of_property)
{
    struct buf clean = buf_init(text.n * 3);
    log_clean(&clean, text);
    for (size_t i = 0; i < clean.n; i++) {
        char c = clean.p[i];
        if (c == '%' || (of_property && (c == ':' || c == ',')))
            buf_addf(out, "%%%02X", (unsigned)c);
        else
            buf_addc(out, c);
    }
    buf_release(&clean);
}

void log_write_annotation(struct buf *out, enum log_level level, str source, const struct err *e)
{
    bool web = strstr(e->file, "://"); /* which is no file of the repository to be annotated */
    buf_addz(out, level == LOG_ERROR ? "::error " : "::warning ");
    if (e->file[0] && !web) {
        buf_addz(out, "file=");
        write_escaped(out, str_of(e->file), true);
        if (e->line)
            buf_addf(out, ",line=%u", e->line);
        if (e->line && e->column)
            buf_addf(out, ",col=%u", e->column);
        buf_addc(out, ',');
    }
    buf_addz(out, "title=");
    write_escaped(out, source.n ? source : STR("digest"), true);
    buf_addz(out, "::");
    if (web) {
        write_escaped(out, str_of(e->file), false);
        buf_addz(out, ": ");
    }
    write_escaped(out, str_of(e->why), false);
    if (e->hint[0]) {
        buf_addz(out, "%0Ahint: ");
        write_escaped(out, str_of(e->hint), false);
    }
    buf_addc(out, '\n');
}
