/* The report as Markdown for GitHub's job summary: what was fetched, what the site has, and problems. */
#include <fcntl.h>
#include <unistd.h>

#include "report.h"

/* GitHub takes 1 MiB a step; the problems shown stay far below it. */
#define SUMMARY_MOST    ((size_t)512 << 10)
#define PROBLEMS_MOST   50
#define TABLE_ROWS_MOST 1000

/* Appends text from anywhere as Markdown text inside a table cell: nothing in it is markup. */
static void add_cell(struct buf *out, str text)
{
    struct buf clean = buf_init(text.n * 3 + 1);
    log_clean(&clean, text);
    for (size_t i = 0; i < clean.n; i++) {
        char c = clean.p[i];
        if (c == '&')
            buf_addz(out, "&amp;");
        else if (c == '<')
            buf_addz(out, "&lt;");
        else if (c == '@' || c == '#')
            buf_addf(out, "&#%d;", c); /* would name people and issues */
        else if (strchr("\\`*_{}[]()>|~!$", c))
            buf_addf(out, "\\%c", c);
        else
            buf_addc(out, c);
    }
    buf_release(&clean);
}

static bool any_asked(const struct build_report *report)
{
    for (size_t i = 0; i < report->source_count; i++)
        if (report->sources[i].asked != ASKED_NOT)
            return true;
    return false;
}

/* What asking the live sources came to. */
static void add_syncs(struct buf *out, const struct build_report *report)
{
    buf_addz(out, "\n| live source | | announced | fetched | new | changed | unchanged | gone |"
                  " left out | failed |\n"
                  "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    for (size_t i = 0, rows = 0; i < report->source_count && rows < TABLE_ROWS_MOST; i++) {
        const struct report_source *s = &report->sources[i];
        const struct sync_counts *c = &s->sync;
        if (s->asked == ASKED_NOT)
            continue;
        rows++;
        buf_addz(out, "| ");
        add_cell(out, s->name);
        buf_addf(out, " | %s | %zu | %zu | %zu | %zu | %zu | %zu | %zu | %zu |\n",
                 report_asked(s->asked), c->announced, c->fetched, c->added, c->changed,
                 c->unchanged, c->gone, c->left_out, c->failed);
    }
}

static void add_sources(struct buf *out, const struct build_report *report)
{
    buf_addz(out, "\n| source | announced | articles | skipped | failed | why skipped |\n"
                  "| --- | ---: | ---: | ---: | ---: | --- |\n");
    for (size_t i = 0; i < report->source_count && i < TABLE_ROWS_MOST; i++) {
        const struct report_source *s = &report->sources[i];
        buf_addz(out, "| ");
        add_cell(out, s->name);
        buf_addf(out, " | %zu | %zu | %zu | %zu | ", s->announced, s->articles, s->skipped,
                 s->failed);
        for (size_t k = 0; k < s->skip_count; k++) {
            buf_addf(out, "%s%zu ", k ? ", " : "", s->skips[k].count);
            add_cell(out, s->skips[k].why);
        }
        buf_addz(out, " |\n");
    }
}

static void add_problem(struct buf *out, const struct problem *p)
{
    buf_addz(out, p->level == LOG_ERROR ? "- **error** " : "- **warning** ");
    if (p->source[0]) {
        add_cell(out, str_of(p->source));
        buf_addz(out, ": ");
    }
    if (p->err.file[0]) {
        add_cell(out, str_of(p->err.file));
        if (p->err.line)
            buf_addf(out, ":%u", p->err.line);
        buf_addz(out, ": ");
    }
    add_cell(out, str_of(p->err.why));
    if (p->err.hint[0]) {
        buf_addz(out, " – ");
        add_cell(out, str_of(p->err.hint));
    }
    buf_addc(out, '\n');
}

/* Errors first, as far as there is room. */
static void add_problems(struct buf *out, const struct log *log)
{
    size_t shown = 0;
    for (int level = LOG_ERROR; level <= LOG_WARNING; level++)
        for (size_t i = 0; i < log->problem_count && shown < PROBLEMS_MOST; i++)
            if ((int)log->problems[i].level == level && ++shown)
                add_problem(out, &log->problems[i]);
    if (log->errors + log->warnings > shown)
        buf_addf(out, "- and %zu more\n", log->errors + log->warnings - shown);
}

static void add_summary(struct buf *out, const struct build_report *report, const struct log *log)
{
    const struct output_counts *files = &report->files;
    bool site = report->built && report->source_count;
    buf_addf(out, "### digest %s: %s\n\n", report->built ? "build" : "fetch",
             report_status(report->status));
    if (site)
        buf_addf(out, "%zu articles. Files: %zu added, %zu changed, %zu unchanged, %zu removed.\n",
                 report->articles, files->added, files->changed, files->unchanged, files->removed);
    if (any_asked(report))
        add_syncs(out, report);
    if (site)
        add_sources(out, report);
    if (log->errors + log->warnings) {
        buf_addz(out, "\nProblems:\n\n");
        add_problems(out, log);
    }
    buf_addc(out, '\n');
}

/* Appends to a file, which others may append to as well. */
static bool append(const char *path, str bytes, struct err *err)
{
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0)
        return err_errno(err, "cannot open the job summary %s", path);
    bool ok = true;
    while (ok && bytes.n) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        ok = n >= 0;
        bytes = str_slice(bytes, ok ? (size_t)n : 0, bytes.n);
    }
    if (!ok)
        err_errno(err, "cannot write the job summary %s", path);
    close(fd);
    return ok;
}

bool report_job_summary(const struct build_report *report, const struct log *log, const char *path,
                        struct err *err)
{
    struct buf text = buf_init(SUMMARY_MOST);
    add_summary(&text, report, log);
    bool ok = append(path, buf_str(&text), err);
    buf_release(&text);
    return ok;
}
