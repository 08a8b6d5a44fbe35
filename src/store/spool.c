/*
 * The body spool: bodies wait in a file until their page is rendered.
 *
 * A record is the lengths of body and text (8 bytes each, host order: the file never leaves this
 * process), then the body, then the text. Appending takes its range with one atomic addition, so
 * threads write side by side without a lock. The file has no name: whatever ends the process frees
 * its blocks.
 */
#include "digest/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>

#include "digest/fs.h"

struct spool {
    int fd;
    char *folder;              /* for messages */
    atomic_uint_least64_t end; /* where the next record begins */
};

/* The lengths before each record. */
struct header {
    uint64_t body, text;
};

static bool fail(const struct spool *spool, const char *what, struct err *err)
{
    err_errno(err, "%s", what);
    return err_at(err, str_of(spool->folder), 0, 0);
}

/* A file without a name; where the file system cannot make one, a file whose name is removed at
 * once. */
static int open_nameless(const char *folder)
{
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
    if (fd >= 0)
        return fd;
    struct arena a = {0};
    str name = arena_printf(&a, "%s/.digest-spool-XXXXXX", folder);
    char *pattern = arena_alloc(&a, name.n + 1);
    memcpy(pattern, name.p, name.n);
    fd = mkostemp(pattern, O_CLOEXEC);
    if (fd >= 0 && unlink(pattern) != 0) {
        close(fd);
        fd = -1;
    }
    arena_release(&a);
    return fd;
}

bool spool_open(struct spool **out, const char *folder, struct err *err)
{
    if (!fs_mkdir_all(folder, err))
        return false;
    struct spool *spool = mem_alloc(sizeof *spool);
    size_t n = strlen(folder);
    spool->folder = mem_alloc(n + 1);
    memcpy(spool->folder, folder, n);
    atomic_init(&spool->end, 0);
    spool->fd = open_nameless(folder);
    if (spool->fd >= 0) {
        *out = spool;
        return true;
    }
    fail(spool, "cannot create a temporary file in this folder", err);
    spool_close(spool);
    return false;
}

void spool_close(struct spool *spool)
{
    if (!spool)
        return;
    if (spool->fd >= 0)
        close(spool->fd);
    free(spool->folder);
    free(spool);
}

/* Takes n bytes off the front of the parts. */
static void skip_bytes(struct iovec *parts, int count, size_t n)
{
    for (int i = 0; i < count; i++) {
        size_t step = n < parts[i].iov_len ? n : parts[i].iov_len;
        if (step)
            parts[i].iov_base = (char *)parts[i].iov_base + step;
        parts[i].iov_len -= step;
        n -= step;
    }
}

/* pwritev until all is written: it may write less, and be interrupted. */
static bool write_parts(int fd, struct iovec *parts, int count, uint64_t offset)
{
    for (;;) {
        size_t left = 0;
        for (int i = 0; i < count; i++)
            left += parts[i].iov_len;
        if (!left)
            return true;
        ssize_t n = pwritev(fd, parts, count, (off_t)offset);
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0) {
            skip_bytes(parts, count, (size_t)n);
            offset += (uint64_t)n;
        }
    }
}

/* iovec has no const; writing leaves the bytes alone. */
static struct iovec part_of(const void *p, size_t n)
{
    struct iovec part = {.iov_len = n};
    memcpy(&part.iov_base, &p, sizeof p);
    return part;
}

bool spool_put(struct spool *spool, struct article *article, str text, struct err *err)
{
    str body = article->body.markup;
    struct header header = {body.n, text.n};
    uint64_t length = sizeof header + body.n + text.n;
    uint64_t offset = atomic_fetch_add(&spool->end, length);
    struct iovec parts[] = {
        part_of(&header, sizeof header),
        part_of(body.p, body.n),
        part_of(text.p, text.n),
    };
    if (!write_parts(spool->fd, parts, 3, offset))
        return fail(spool, "cannot write to a temporary file in this folder", err);
    article->body = (html){{0}};
    article->spooled = (struct span){offset, length};
    return true;
}

static bool read_full(int fd, char *to, size_t n, uint64_t offset)
{
    while (n) {
        ssize_t got = pread(fd, to, n, (off_t)offset);
        if (got == 0)
            errno = EIO; /* shorter than what was written to it */
        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        if (got > 0) {
            to += got;
            n -= (size_t)got;
            offset += (uint64_t)got;
        }
    }
    return true;
}

bool spool_get(struct spool *spool, const struct article *article, struct buf *buf, html *body,
               str *text, struct err *err)
{
    struct span span = article->spooled;
    buf_reset(buf);
    if (span.length < sizeof(struct header) || !buf_reserve(buf, span.length)) {
        err_set(err, ERR_LIMIT, "the body of article %.*s is larger than %zu bytes",
                STR_ARGS(article->id), buf->max);
        return false;
    }
    struct header header;
    if (!read_full(spool->fd, buf->p, span.length, span.offset))
        return fail(spool, "cannot read from a temporary file in this folder", err);
    buf->n = span.length;
    buf->p[buf->n] = '\0';
    memcpy(&header, buf->p, sizeof header);
    if (header.body > span.length || header.text != span.length - sizeof header - header.body) {
        errno = EIO;
        return fail(spool, "a temporary file in this folder was changed by someone else", err);
    }
    *body = (html){{buf->p + sizeof header, header.body}};
    *text = (str){buf->p + sizeof header + header.body, header.text};
    return true;
}
