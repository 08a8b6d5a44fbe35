/* digest store check|export|import: looks after what digest remembers. */
#include <stdlib.h>

#include "cli.h"
#include "digest/fs.h"
#include "digest/json.h"
#include "digest/limits.h"
#include "digest/store.h"
#include "digest/suggest.h"
#include "report.h"

/* Written at once; a line is written whole. */
#define CHUNK ((size_t)1 << 16)

/* Lines between two looks at the progress bar. */
#define PROGRESS_STEP 100

/* A check's report in JSON: the problems that the log keeps. */
#define REPORT_MOST ((size_t)1 << 20)

struct action;

/* One run. */
struct task {
    struct cli *cli;
    const struct action *action;
    struct site_options options;
    const char *folder, *file; /* DIR and FILE, or null */
    struct arena arena;
    struct store *store;
    str path;            /* of the store */
    int status;          /* what the run came to */
    size_t lines, total; /* of an export that were passed, and that its header announces */
    bool checked;        /* a check came to its end… */
    size_t found;        /* …and found so much amiss */
};

/* What the command can do. */
struct action {
    const char *name;
    bool takes_file;
    bool (*run)(struct task *task, struct err *err);
};

/* Opens the store. Nobody checks or exports one that is not there: that would make it. */
static bool open_store(struct task *task, bool may_be_new, struct err *err)
{
    if (!may_be_new && fs_kind(task->path.p) == FS_ABSENT) {
        err_set(err, ERR_IO, "there is no store");
        err_hint(err, "a build makes it; another one is named by --store");
        return err_at(err, task->path, 0, 0);
    }
    return store_open(&task->store, task->path.p, err);
}

/* -- Check ------------------------------------------------------------------------------------ */

static void tell_finding(void *context, const struct err *found)
{
    struct task *task = context;
    log_problem(&task->cli->log, LOG_ERROR, (str){0}, found);
}

/* The document of a check. */
static void print_findings(struct task *task)
{
    struct arena *a = &task->arena;
    struct buf out = buf_init(REPORT_MOST);
    struct value root = value_map();
    value_set(a, &root, "schema", value_number(a, REPORT_SCHEMA));
    value_set(a, &root, "status", value_text(str_of(report_status(task->status))));
    value_set(a, &root, "exit", value_number(a, task->status));
    value_set_text(a, &root, "store", task->path);
    if (task->checked)
        value_set(a, &root, "found", value_number(a, (int64_t)task->found));
    value_set(a, &root, "problems", report_problems(a, &task->cli->log));
    value_to_json(&out, &root);
    buf_addc(&out, '\n');
    cli_out(task->cli, buf_str(&out));
    buf_release(&out);
}

static bool check_store(struct task *task, struct err *err)
{
    if (!open_store(task, false, err) ||
        !store_check(task->store, tell_finding, task, &task->found, err))
        return false;
    log_summary(&task->cli->log);
    task->checked = true;
    if (task->found == 0)
        log_line(&task->cli->log, LOG_NOTE, "%.*s: nothing is amiss", STR_ARGS(task->path));
    task->status = task->found ? STATUS_FAILED : STATUS_DONE;
    return true;
}

/* -- Export ----------------------------------------------------------------------------------- */

/* Takes the number of lines from a header, for the progress bar. */
static void read_total(struct task *task, str header)
{
    static const struct json_member members[] = {JSON_MEMBER("lines", json_read_text_field, 0),
                                                 JSON_MEMBERS_END};
    struct json_text lines = {0};
    struct json j = json_init(header);
    uint64_t total;
    json_read_members(&j, members, &lines);
    if (!json_failed(&j) && str_to_uint(lines.raw, SIZE_MAX - 1, &total))
        task->total = (size_t)total + 1;
}

static void count_line(struct task *task, str line)
{
    if (task->lines++ == 0)
        read_total(task, line);
    if (task->lines % PROGRESS_STEP == 0 && task->lines <= task->total)
        log_progress(&task->cli->log, task->action->name, task->lines, task->total);
}

/* An export on its way out. */
struct writing {
    struct task *task;
    struct buf out;
};

static void flush(struct writing *w)
{
    cli_out(w->task->cli, buf_str(&w->out));
    buf_reset(&w->out);
}

static bool put_line(void *context, str line)
{
    struct writing *w = context;
    count_line(w->task, line);
    buf_add(&w->out, line);
    buf_addc(&w->out, '\n');
    if (w->out.n >= CHUNK)
        flush(w);
    return w->task->cli->out_errno == 0;
}

static bool export_store(struct task *task, struct err *err)
{
    struct writing w = {task, buf_init(LIMIT_EXPORT_LINE + 2 * CHUNK)};
    bool ok = open_store(task, false, err) && store_export(task->store, put_line, &w, err);
    flush(&w);
    buf_release(&w.out);
    log_progress(&task->cli->log, task->action->name, 1, 1);
    return ok;
}

/* -- Import ----------------------------------------------------------------------------------- */

/* A stream that is read by lines of a bounded length. */
struct lines {
    FILE *in;
    struct buf line;
    char chunk[CHUNK];
    size_t at, n; /* chunk[at…n) is not yet taken */
    bool more;    /* the stream has not ended */
};

/* Moves bytes from the chunk to the line, up to and with a line's end. True: that is there. */
static bool take_from_chunk(struct lines *lines)
{
    const char *from = lines->chunk + lines->at;
    const char *end = memchr(from, '\n', lines->n - lines->at);
    size_t n = end ? (size_t)(end - from) : lines->n - lines->at;
    buf_add(&lines->line, (str){from, n});
    lines->at += end ? n + 1 : n;
    return end != NULL;
}

/* Reads the next line; *there is false behind the last one. */
static bool next_line(struct lines *lines, bool *there, struct err *err)
{
    buf_reset(&lines->line);
    while (!take_from_chunk(lines) && lines->more && !lines->line.over) {
        lines->at = 0;
        lines->n = fread(lines->chunk, 1, sizeof lines->chunk, lines->in);
        lines->more = lines->n > 0;
        if (ferror(lines->in))
            return err_errno(err, "cannot read");
    }
    *there = lines->line.n > 0 || lines->more;
    if (lines->line.over)
        return err_set(err, ERR_LIMIT, "larger than the limit of %zu bytes", lines->line.max);
    return true;
}

/* Everything, or nothing: one transaction. */
static bool import_lines(struct task *task, struct lines *lines, struct err *err)
{
    struct arena a = {0};
    bool there = true, ok = store_begin(task->store, err);
    while (ok && next_line(lines, &there, err) && there) {
        str line = buf_str(&lines->line);
        count_line(task, line);
        ok = store_import_line(task->store, &a, line, err);
        arena_reset(&a);
    }
    arena_release(&a);
    log_progress(&task->cli->log, task->action->name, 1, 1);
    /* Still there: the reading failed, or the store has refused the line. */
    if (!there && store_import_end(task->store, err) && store_commit(task->store, err))
        return true;
    store_rollback(task->store);
    return err_at(err, str_of(strcmp(task->file, "-") == 0 ? "standard input" : task->file),
                  (unsigned)(task->lines + (ok && there)), 0);
}

static bool import_store(struct task *task, struct err *err)
{
    bool standard = strcmp(task->file, "-") == 0;
    FILE *in = standard ? stdin : fopen(task->file, "rb");
    if (!in) {
        err_errno(err, "cannot open");
        return err_at(err, str_of(task->file), 0, 0);
    }
    struct lines *lines = mem_alloc(sizeof *lines);
    *lines = (struct lines){.in = in, .line = buf_init(LIMIT_EXPORT_LINE), .more = true};
    bool ok = open_store(task, true, err) && import_lines(task, lines, err);
    if (ok)
        log_line(&task->cli->log, LOG_NOTE, "%.*s: %zu lines imported", STR_ARGS(task->path),
                 task->lines - 1);
    buf_release(&lines->line);
    free(lines);
    if (!standard)
        fclose(in);
    return ok;
}

/* -- The command ------------------------------------------------------------------------------ */

static const struct action actions[] = {
    {"check", false, check_store},
    {"export", false, export_store},
    {"import", true, import_store},
    {0},
};

static bool misuse(struct task *task, struct err *err)
{
    task->status = cli_misuse(task->cli, err);
    return false;
}

static bool find_action(struct task *task, str name)
{
    const char *names[sizeof actions / sizeof *actions];
    size_t count = 0;
    for (const struct action *action = actions; action->name; action++) {
        names[count++] = action->name;
        if (str_is(name, action->name)) {
            task->action = action;
            return true;
        }
    }
    struct err err = {0};
    const char *meant = suggest(name, names, count);
    err_set(&err, ERR_USAGE, "\"%.*s\" is not check, export or import", STR_ARGS(name));
    if (meant)
        err_hint(&err, "did you mean \"digest store %s\"?", meant);
    return misuse(task, &err);
}

/* ACTION [FILE] [DIR]: which of the two depends on the action. */
static bool read_arguments(struct task *task)
{
    struct common *common = &task->options.common;
    struct err err = {0};
    size_t at = 1;
    if (!find_action(task, str_of(common->arguments[0])))
        return false;
    if (task->action->takes_file && common->argument_count == 1) {
        err_set(&err, ERR_USAGE, "digest store %s needs a FILE, or \"-\" for standard input",
                task->action->name);
        return misuse(task, &err);
    }
    if (task->action->takes_file)
        task->file = common->arguments[at++];
    if (at < common->argument_count)
        task->folder = common->arguments[at++];
    if (at < common->argument_count) {
        err_set(&err, ERR_USAGE, "unexpected argument \"%s\"", common->arguments[at]);
        return misuse(task, &err);
    }
    return true;
}

/* Where the store is. When --store alone says it, no configuration is needed: what is to be mended
 * may have none. */
static bool find_path(struct task *task)
{
    struct site_options *options = &task->options;
    struct config config = {0};
    struct err err = {0};
    if (options->store && !options->config && !task->folder) {
        task->path = str_of(options->store);
        return true;
    }
    struct config_flags flags = cli_config_flags(task->cli, options);
    flags.folder = task->folder;
    bool ok = config_load(&config, &task->arena, &flags, &task->cli->log, &err);
    log_summary(&task->cli->log);
    task->path = arena_copy(&task->arena, config.store);
    config_release(&config);
    task->status = ok ? STATUS_DONE : STATUS_USAGE;
    return ok;
}

int cmd_store(struct cli *cli, int argc, char **argv)
{
    struct task task = {.cli = cli};
    struct err err = {0};
    if (!cli_begin(cli, argc, argv, &task.options.common, &task.status))
        return task.status;
    if (read_arguments(&task) && find_path(&task) && !task.action->run(&task, &err))
        task.status = cli_fail(cli, &err);
    if (task.options.common.json && task.action && task.action->run == check_store)
        print_findings(&task);
    store_close(task.store);
    arena_release(&task.arena);
    return task.status;
}
