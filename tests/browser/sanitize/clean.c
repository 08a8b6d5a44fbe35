/*
 * sanitize_clean: cleans a stream of bodies, for tests that look at the results elsewhere.
 *
 * Reads frames from standard input (length in 4 bytes, little-endian, then that many bytes) and
 * writes two frames for each: the cleaned markup and the plain text. With --bench N it cleans all
 * input N times instead and prints the time per body in microseconds; with --one the input is one
 * body without a frame, and the output likewise.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "digest/limits.h"
#include "digest/sanitize.h"

static const struct sanitize_options options = {
    .base = {"https://example.org/blog/post/", 30},
    .top_heading = 2,
};

static bool read_all(struct buf *in)
{
    char chunk[1 << 16];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, stdin)) > 0;)
        buf_add(in, (str){chunk, n});
    return !ferror(stdin) && !in->over;
}

static uint32_t length_at(str s, size_t at)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static bool next_frame(str in, size_t *at, str *frame)
{
    if (*at + 4 > in.n)
        return false;
    *frame = str_slice(in, *at + 4, *at + 4 + length_at(in, *at));
    *at += 4 + frame->n;
    return true;
}

static void write_frame(str s)
{
    unsigned char length[4] = {(unsigned char)s.n, (unsigned char)(s.n >> 8),
                               (unsigned char)(s.n >> 16), (unsigned char)(s.n >> 24)};
    fwrite(length, 1, sizeof length, stdout);
    fwrite(s.n > 0 ? s.p : "", 1, s.n, stdout);
}

static void clean(str markup, bool framed)
{
    struct arena a = {0};
    struct sanitize_findings findings;
    struct buf text = buf_init(LIMIT_BODY);
    html body = sanitize(&a, markup, &options, &text, &findings);
    if (framed) {
        write_frame(body.markup);
        write_frame(buf_str(&text));
    } else {
        fwrite(body.markup.p, 1, body.markup.n, stdout);
        fprintf(stderr, "cut %d, dropped for depth %zu, source \"%.*s\", h1 \"%.*s\"\n",
                findings.cut, findings.depth_dropped, STR_ARGS(findings.source_link.url),
                STR_ARGS(findings.first_heading1));
    }
    buf_release(&text);
    arena_release(&a);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void bench(str in, int rounds)
{
    struct arena a = {0};
    struct buf text = buf_init(LIMIT_BODY);
    struct sanitize_findings findings;
    size_t bodies = 0, bytes = 0;
    double start = now();
    for (int i = 0; i < rounds; i++) {
        str frame;
        for (size_t at = 0; next_frame(in, &at, &frame); bodies++, bytes += frame.n) {
            buf_reset(&text);
            sanitize(&a, frame, &options, &text, &findings);
            arena_reset(&a);
        }
    }
    double spent = now() - start;
    printf("%zu bodies of %zu bytes: %.1f us each\n", bodies / (size_t)rounds,
           bodies ? bytes / bodies : 0, bodies ? spent / (double)bodies : 0);
    buf_release(&text);
    arena_release(&a);
}

int main(int argc, char **argv)
{
    struct buf in = buf_init((size_t)1 << 30);
    if (!read_all(&in))
        return 1;
    str all = buf_str(&in), frame;
    if (argc == 3 && strcmp(argv[1], "--bench") == 0)
        bench(all, atoi(argv[2]));
    else if (argc == 2 && strcmp(argv[1], "--one") == 0)
        clean(all, false);
    else
        for (size_t at = 0; next_frame(all, &at, &frame);)
            clean(frame, true);
    buf_release(&in);
    return fflush(stdout) == 0 ? 0 : 1;
}
