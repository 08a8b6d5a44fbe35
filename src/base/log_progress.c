/* The progress bar, and the one place that writes to the log's stream. */
#include <sys/ioctl.h>
#include <termios.h>

#include "digest/utf8.h"
#include "log_write.h"

/* Back to the line's beginning, and erase it (ECMA-48: EL). */
#define WIPE "\r\033[K"

/* Columns of the bar itself, and of a terminal that does not say how wide it is. */
#define BAR_WIDTH      24
#define TERMINAL_WIDTH 80

static void put(struct log *log, str text)
{
    if (text.n)
        fwrite(text.p, 1, text.n, log->out);
    fflush(log->out);
}

void log_put(struct log *log, str text)
{
    if (log->bar)
        put(log, STR(WIPE));
    log->bar = false;
    put(log, text);
}

static size_t terminal_width(FILE *out)
{
    struct winsize size = {0};
    int fd = fileno(out);
    if (fd >= 0 && ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return TERMINAL_WIDTH;
}

/* Appends "[#####     ] 12/48 what", as much of it as the terminal has columns for. The last one
 * stays free: writing into it wraps on some terminals. */
static void write_bar(struct buf *out, const struct log *log, const char *what, size_t done,
                      size_t total)
{
    char bar[BAR_WIDTH + 1] = {0};
    size_t filled = (size_t)((double)done / (double)total * BAR_WIDTH);
    for (size_t i = 0; i < BAR_WIDTH; i++)
        bar[i] = i < filled ? '#' : ' ';
    struct buf line = buf_init(1000);
    buf_addf(&line, "[%s] %zu/%zu ", bar, done, total);
    log_clean(&line, str_of(what));
    size_t width = terminal_width(log->out) - 1;
    buf_addz(out, WIPE);
    buf_add(out, utf8_cut(buf_str(&line), width));
    buf_release(&line);
}

void log_progress(struct log *log, const char *what, size_t done, size_t total)
{
    if (!log->progress || log->level < LOG_NOTE || total == 0)
        return;
    struct buf text = buf_init(4000);
    pthread_mutex_lock(&log->lock);
    unsigned percent = (unsigned)((double)done / (double)total * 100);
    if (done >= total) {
        log_put(log, (str){0});
    } else if (!log->bar || percent != log->percent) {
        write_bar(&text, log, what, done, total);
        put(log, buf_str(&text));
        log->percent = percent;
        log->bar = true;
    }
    pthread_mutex_unlock(&log->lock);
    buf_release(&text);
}
