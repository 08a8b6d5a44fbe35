/* Messages: one problem or note to a few lines of text, under one lock. */
#include "digest/log.h"

#include <stdlib.h>

#include "digest/arena.h"
#include "digest/buf.h"
#include "digest/limits.h"
#include "digest/map.h"
#include "digest/utf8.h"
#include "log_write.h"

/* One line of a message, made from fields that are bounded themselves. */
#define MESSAGE_LARGEST ((size_t)16 << 10)

void log_init(struct log *log, FILE *out, enum log_level level)
{
    *log = (struct log){.out = out, .level = level};
    pthread_mutex_init(&log->lock, NULL);
}

void log_release(struct log *log)
{
    for (size_t i = 0; i < log->problem_count; i++)
        free(log->problems[i].source);
    for (size_t i = 0; i < log->tally_count; i++)
        free(log->tallies[i].source);
    free(log->problems);
    free(log->tallies);
    log->problems = NULL;
    log->tallies = NULL;
    log->problem_count = log->tally_count = 0;
    pthread_mutex_destroy(&log->lock);
}

/* True for the characters that turn the direction of what follows them (UAX #9, 2). */
static bool is_direction_control(uint32_t c)
{
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

void log_clean(struct buf *out, str s)
{
    for (size_t at = 0; at < s.n && !out->over;) {
        uint32_t c = utf8_next(s, &at);
        if (c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029)
            buf_addc(out, ' ');
        else
            buf_add_codepoint(out, is_direction_control(c) ? 0xFFFD : c);
    }
}

static char *copy_z(str s)
{
    char *copy = mem_alloc(s.n + 1);
    if (s.n)
        memcpy(copy, s.p, s.n);
    return copy;
}

/* The count of problems of one source at one level, made when there is none yet. */
static struct log_tally *tally_of(struct log *log, str source, enum log_level level)
{
    for (size_t i = 0; i < log->tally_count; i++)
        if (log->tallies[i].level == level && str_is(source, log->tallies[i].source))
            return &log->tallies[i];
    log->tallies = mem_resize(log->tallies, (log->tally_count + 1) * sizeof *log->tallies);
    struct log_tally *tally = &log->tallies[log->tally_count++];
    *tally = (struct log_tally){.source = copy_z(source), .level = level};
    return tally;
}

static void keep(struct log *log, enum log_level level, str source, const struct err *e)
{
    if (log->problem_count == log->problem_cap) {
        log->problem_cap = log->problem_cap ? log->problem_cap * 2 : 16;
        log->problems = mem_resize(log->problems, log->problem_cap * sizeof *log->problems);
    }
    log->problems[log->problem_count++] = (struct problem){level, copy_z(source), *e};
}

/* True when the problem kept last gives the advice that the one before it gave. */
static bool repeats_hint(const struct log *log)
{
    if (log->problem_count < 2)
        return false;
    const struct problem *p = &log->problems[log->problem_count - 1], *before = p - 1;
    return p->level == before->level && strcmp(p->source, before->source) == 0 &&
           strcmp(p->err.hint, before->err.hint) == 0;
}

void log_problem(struct log *log, enum log_level level, str source, const struct err *e)
{
    struct buf text = buf_init(MESSAGE_LARGEST);
    pthread_mutex_lock(&log->lock);
    if (level == LOG_ERROR)
        log->errors++;
    else
        log->warnings++;
    struct log_tally *tally = tally_of(log, source, level);
    if (++tally->count <= LIMIT_PROBLEMS_PER_SOURCE) {
        keep(log, level, source, e);
        if (level <= log->level) {
            struct err shown = *e;
            if (repeats_hint(log))
                shown.hint[0] = '\0';
            log_write_problem(&text, level, log->colour, source, &shown);
            log_put(log, buf_str(&text));
        }
        if (log->annotate) {
            buf_reset(&text);
            log_write_annotation(&text, level, source, e);
            fwrite(text.p, 1, text.n, stdout);
            fflush(stdout);
        }
    }
    pthread_mutex_unlock(&log->lock);
    buf_release(&text);
}

/* A counting sort, which keeps the order of equals. A problem's rank is its source's place among the
 * names, from 1 on; at[rank] is where the next problem of that rank goes. */
void log_sort(struct log *log, size_t from, const str *names, size_t count)
{
    struct arena a = {0};
    struct map places = {.arena = &a};
    struct problem *problems = log->problems + from;
    size_t total = log->problem_count - from;
    size_t *numbers = arena_array(&a, count, sizeof *numbers);
    size_t *ranks = arena_array(&a, total, sizeof *ranks);
    size_t *at = arena_array(&a, count + 3, sizeof *at);
    struct problem *before = arena_array(&a, total, sizeof *before);
    for (size_t i = 0; i < count; i++) {
        numbers[i] = i + 1;
        map_set(&places, names[i], &numbers[i]);
    }
    for (size_t i = 0; i < total; i++) {
        const size_t *number = map_get(&places, str_of(problems[i].source));
        ranks[i] = number ? *number : count + 1;
        at[ranks[i] + 1]++;
        before[i] = problems[i];
    }
    for (size_t rank = 1; rank < count + 3; rank++)
        at[rank] += at[rank - 1];
    for (size_t i = 0; i < total; i++)
        problems[at[ranks[i]]++] = before[i];
    arena_release(&a);
}

void log_line(struct log *log, enum log_level level, const char *format, ...)
{
    if (level > log->level)
        return;
    struct buf line = buf_init(MESSAGE_LARGEST), text = buf_init(MESSAGE_LARGEST);
    va_list args;
    va_start(args, format);
    buf_addv(&line, format, args);
    va_end(args);
    log_write_prefix(&text, level, log->colour);
    log_clean(&text, buf_str(&line));
    buf_addc(&text, '\n');
    pthread_mutex_lock(&log->lock);
    log_put(log, buf_str(&text));
    pthread_mutex_unlock(&log->lock);
    buf_release(&line);
    buf_release(&text);
}

void log_summary(struct log *log)
{
    for (size_t i = 0; i < log->tally_count; i++) {
        const struct log_tally *tally = &log->tallies[i];
        if (tally->count <= LIMIT_PROBLEMS_PER_SOURCE)
            continue;
        size_t more = tally->count - LIMIT_PROBLEMS_PER_SOURCE;
        const char *kind = tally->level == LOG_ERROR ? "error" : "warning";
        log_line(log, tally->level, "%s%s%zu more %s%s", tally->source,
                 tally->source[0] ? ": " : "", more, kind, more == 1 ? "" : "s");
    }
}
