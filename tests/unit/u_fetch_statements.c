/*
 * Statements on how the WordPress client bears with servers: broken answers, closed doors, pauses,
 * redirects. Named by number: tests/README.md.
 */
#include <zlib.h>

#include "digest/limits.h"
#include "sandbox.h"
#include "wp_twist.h"

/* -- Answers ---------------------------------------------------------------------------------- */

/* Puts `text` around the body: what is before its "|" in front, the rest behind. */
static void surround(struct twisted *t, const struct http_ask *ask, struct http_reply *reply)
{
    if (!str_starts(ask->target, STR("/wp-json/")))
        return;
    struct arena a = {0};
    str bytes = arena_copy(&a, buf_str(&reply->bytes)), line, text = str_of(t->text), front;
    size_t end = str_find(bytes, STR("\r\n\r\n"), 0);
    str rest = str_slice(bytes, 0, end + 2), head = STR("");
    str_next_part(&text, '|', &front);
    for (bool first = true; str_next_line(&rest, &line); first = false)
        if (!first && line.n && !str_starts(line, STR("Content-Length")))
            head = arena_printf(&a, "%.*s%.*s\r\n", STR_ARGS(head), STR_ARGS(line));
    str body = arena_printf(&a, "%.*s%.*s%.*s", STR_ARGS(front),
                            STR_ARGS(str_slice(bytes, end + 4, bytes.n)), STR_ARGS(text));
    buf_reset(&reply->bytes);
    http_reply_body(reply, 200, head.p ? head.p : "", body);
    arena_release(&a);
}

static void c39_what_caches_and_editors_put_around_json_is_no_matter(void **state)
{
    static const char *const around[] = {"\xEF\xBB\xBF|", "\n \t\r\n|", "|\n<!-- Cached page -->\n",
                                         "\xEF\xBB\xBF\r\n|<!-- a --> <!-- b -->\n\n"};
    (void)state;
    for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
        struct twisted t;
        twisted_start(&t, 120);
        t.twist = surround;
        t.text = around[i];
        check_runs(&t.c);
        check_agrees(&t.c);
        assert_false(t.c.counts.degraded);
        check_stop(&t.c);
    }
}

static void c40_c41_what_is_no_answer_is_named_and_costs_nothing(void **state)
{
    static const struct {
        const char *around, *said;
    } cases[] = {
        {"<br />\n<b>Warning</b>: Undefined variable $x in <b>a.php</b><br />\n|",
         "Warning: Undefined variable"},
        {"<?php // plugin ?>|", "PHP source code"},
        {"<!DOCTYPE html><title>Just a page</title>|", "REST interface is not there"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct twisted t;
        twisted_start(&t, 20);
        check_runs(&t.c);
        t.twist = surround;
        t.text = cases[i].around;
        t.c.server.feedless = true;
        t.c.source.patience = 2;
        wp_post_add(&t.c.server);
        assert_false(check_run(&t.c));
        if (!strstr(t.c.err.why, cases[i].said))
            fail_msg("%s: %s", cases[i].around, t.c.err.why);
        assert_int_equal(check_present(&t.c), 20);
        check_stop(&t.c);
    }
}

/* -- Closed users ----------------------------------------------------------------------------- */

static bool close_users(struct twisted *t, const struct http_ask *ask, struct http_reply *reply)
{
    if (!str_starts(ask->target, STR("/wp-json/wp/v2/users")))
        return false;
    t->counter++;
    if (t->number > 0)
        http_reply_body(reply, t->number, "Content-Type: text/html\r\nServer: cloudflare\r\n",
                        STR("<!DOCTYPE html><title>Forbidden</title>"));
    else if (t->number < 0)
        reply->end = HTTP_END_RESET;
    else
        wp_error(reply, 401, "rest_user_cannot_view");
    if (t->number < 0)
        buf_addz(&reply->bytes, "HT");
    return true;
}

static void c44_users_that_are_blocked_never_block_posts(void **state)
{
    static const int ways[] = {0, 200, 403, 404, 500, 503, -1};
    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct twisted t;
        twisted_start(&t, 60);
        t.before = close_users;
        t.number = ways[i];
        t.c.source.patience = 5;
        t.c.server.broken_embed = true; /* so that users must be asked for */
        check_runs(&t.c);
        check_agrees(&t.c);
        assert_int_equal(t.c.counts.failed, 0);
        assert_true(t.counter > 0 && t.counter <= 2 * LIMIT_ATTEMPTS);
        for (uint64_t id = 1; id <= 60; id++)
            check_lacks(&t.c, id, "\"author\":[");
        check_holds(&t.c, 2, "\"slug\":\"world\"");
        /* What was embedded needs no users. */
        t.c.server.broken_embed = false;
        t.c.full = true;
        check_runs(&t.c);
        check_holds(&t.c, 1, "\"name\":\"Ann O&#8217;Hara\"");
        check_stop(&t.c);
    }
}

/* -- Pauses ----------------------------------------------------------------------------------- */

/* The first `number` lists are refused with the text as their headers. */
static bool refuse_lists(struct twisted *t, const struct http_ask *ask, struct http_reply *reply)
{
    if (!twisted_is_list(ask) || t->counter >= t->number)
        return false;
    http_reply_body(reply, t->counter++ % 2 ? 503 : 429, t->text, STR("{}"));
    return true;
}

static int64_t time_run(struct wp_check *c, bool *ok)
{
    int64_t began = system_ms();
    *ok = check_run(c);
    return system_ms() - began;
}

static void c45_a_pause_is_kept_whether_it_is_seconds_or_a_date(void **state)
{
    static const char *const headers[] = {
        "Content-Type: application/json\r\nRetry-After: 8\r\n",
        "Content-Type: application/json\r\nDate: Thu, 07 May 2026 12:00:00 GMT\r\n"
        "Retry-After: Thu, 07 May 2026 12:00:08 GMT\r\n",
    };
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct twisted t;
        bool ok;
        twisted_start(&t, 30);
        t.before = refuse_lists;
        t.number = 2; /* 429 and 503 */
        t.text = headers[i];
        int64_t took = time_run(&t.c, &ok);
        assert_true(ok);
        check_agrees(&t.c);
        assert_true(took >= 2 * 8 * 20);
        check_stop(&t.c);
    }
}

static void c45_neither_a_pause_nor_many_have_a_source_wait_for_ever(void **state)
{
    static const char *const headers[] = {
        "Retry-After: 86400\r\n",
        "Date: Thu, 07 May 2026 12:00:00 GMT\r\nRetry-After: Thu, 31 Dec 2099 00:00:00 GMT\r\n",
        "Retry-After: 3\r\n",
        "Retry-After: 0\r\n",
        "",
    };
    (void)state;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        struct twisted t;
        bool ok;
        twisted_start(&t, 30);
        t.before = refuse_lists;
        t.number = 1000000;
        t.text = headers[i];
        t.c.source.patience = 20; /* 0.4 s */
        t.c.server.feedless = true;
        int64_t took = time_run(&t.c, &ok);
        assert_false(ok);
        assert_int_equal(check_present(&t.c), 0);
        if (took > 20 * 20 + 3000 || t.counter > 60)
            fail_msg("%s: %lld ms, %d requests", headers[i], (long long)took, t.counter);
        check_stop(&t.c);
    }
}

/* -- Broken answers --------------------------------------------------------------------------- */

static str compress_all(struct arena *a, str s)
{
    z_stream z = {0};
    uLong most = compressBound(s.n) + 64;
    char *out = arena_alloc(a, most);
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)s.p;
    z.avail_in = (uInt)s.n;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)most;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    str packed = {out, z.total_out};
    deflateEnd(&z);
    return packed;
}

/* Breaks lists in the way of that number. */
static void break_lists(struct twisted *t, const struct http_ask *ask, struct http_reply *reply)
{
#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    struct arena a = {0};
    struct buf *out = &reply->bytes;
    if (twisted_content(ask, reply).n == 0)
        return;
    str body = arena_copy(&a, twisted_content(ask, reply));
    str half = str_slice(body, 0, body.n / 2), packed = compress_all(&a, body);
    t->counter++;
    reply->end = HTTP_END_CLOSE;
    buf_reset(out);
    switch (t->number) {
    case 0: /* shorter than announced */
        buf_addf(out, HEAD "Content-Length: %zu\r\n\r\n%.*s", body.n, STR_ARGS(half));
        break;
    case 1: /* a chunk without the last one */
        buf_addf(out, HEAD "Transfer-Encoding: chunked\r\n\r\n%zx\r\n%.*s\r\n", half.n,
                 STR_ARGS(half));
        break;
    case 2: /* whole, but for the chunk that ends it */
        buf_addf(out, HEAD "Transfer-Encoding: chunked\r\n\r\n%zx\r\n%.*s\r\n", body.n,
                 STR_ARGS(body));
        break;
    case 3: /* nonsense for a length */
        buf_addf(out, HEAD "Transfer-Encoding: chunked\r\n\r\nzz\r\n%.*s\r\n0\r\n\r\n",
                 STR_ARGS(body));
        break;
    case 4: /* gzip that ends early, though it has the length that is announced */
        packed.n /= 2;
        buf_addf(out, HEAD "Content-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n", packed.n);
        buf_add(out, packed);
        break;
    case 5: /* gzip with a byte changed */
        buf_addf(out, HEAD "Content-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n", packed.n);
        buf_add(out, packed);
        out->p[out->n - packed.n / 2] ^= 0x55;
        break;
    default: /* JSON that ends early, with nothing else that tells */
        buf_addf(out, HEAD "Connection: close\r\n\r\n%.*s", STR_ARGS(half));
    }
    arena_release(&a);
}

static void c46_of_an_answer_that_is_not_whole_nothing_is_kept(void **state)
{
    (void)state;
    for (int way = 0; way < 7; way++) {
        struct twisted t;
        twisted_start(&t, 6);
        t.twist = break_lists;
        t.number = way;
        t.c.server.feedless = true;
        t.c.source.patience = 3;
        if (check_run(&t.c) || t.c.kept_count || !t.counter)
            fail_msg("way %d: %zu are kept", way, t.c.kept_count);
        assert_true(t.c.err.code == ERR_NETWORK || t.c.err.code == ERR_INPUT);
        t.twist = NULL;
        check_runs(&t.c);
        check_agrees(&t.c);
        check_stop(&t.c);
    }
}

/* Lists with content have a member with `number` arrays in each other, or, if that is 0, announce more
 * than is taken. */
static void add_too_much(struct twisted *t, const struct http_ask *ask, struct http_reply *reply)
{
    struct arena a = {0};
    struct buf b = buf_init(4 << 20);
    if (twisted_content(ask, reply).n == 0)
        return;
    str body = arena_copy(&a, twisted_content(ask, reply));
    t->counter++;
    buf_addz(&b, "[{\"meta\":");
    for (int i = 0; i < t->number; i++)
        buf_addc(&b, '[');
    for (int i = 0; i < t->number; i++)
        buf_addc(&b, ']');
    buf_addz(&b, t->number ? "," : "1,");
    buf_add(&b, str_slice(body, 2, body.n));
    buf_reset(&reply->bytes);
    if (t->number) {
        http_reply_body(reply, 200, "Content-Type: application/json\r\n", buf_str(&b));
    } else {
        buf_addf(&reply->bytes, HEAD "Content-Length: %zu\r\n\r\n", LIMIT_RESPONSE + 1);
        buf_add(&reply->bytes, buf_str(&b));
        reply->end = HTTP_END_CLOSE;
    }
    buf_release(&b);
    arena_release(&a);
}

static void c47_answers_too_large_or_too_deep_are_errors_that_say_so(void **state)
{
    static const struct {
        int depth;
        enum err_code code;
        const char *why;
    } cases[] = {{0, ERR_LIMIT, "MiB"},
                 {LIMIT_JSON_DEPTH + 10, ERR_INPUT, "deep"},
                 {1000000, ERR_INPUT, "deep"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct twisted t;
        twisted_start(&t, 2);
        t.twist = add_too_much;
        t.number = cases[i].depth;
        t.c.server.feedless = true;
        t.c.source.patience = 3;
        assert_false(check_run(&t.c));
        if (t.c.err.code != cases[i].code || !strstr(t.c.err.why, cases[i].why))
            fail_msg("%d: %s", (int)t.c.err.code, t.c.err.why);
        assert_int_equal(t.c.kept_count, 0);
        assert_true(t.counter > 0);
        check_stop(&t.c);
    }
    struct twisted t; /* what is allowed comes through */
    twisted_start(&t, 2);
    t.twist = add_too_much;
    t.number = LIMIT_JSON_DEPTH - 10;
    check_runs(&t.c);
    check_agrees(&t.c);
    check_stop(&t.c);
}

/* -- Credentials ------------------------------------------------------------------------------ */

#define PASSWORD "abcd EFGH 1234 ijkl" /* as WordPress shows application passwords */
#define HEADER   "Authorization: Basic YW5uOmFiY2QgRUZHSCAxMjM0IGlqa2w=\r\n"

static void c49_an_application_password_goes_with_every_question_and_nowhere_else(void **state)
{
    (void)state;
    for (int from_file = 0; from_file < 2; from_file++) {
        struct twisted t;
        struct sandbox box;
        sandbox_open(&box);
        sandbox_write(&box, "password", PASSWORD "\n");
        twisted_start(&t, 130);
        t.c.source.user = STR("ann");
        if (from_file) {
            t.c.source.password_file = str_of(sandbox_at(&box, "password"));
        } else {
            setenv("DIGEST_TEST_PASSWORD", PASSWORD, 1);
            t.c.source.password_env = STR("DIGEST_TEST_PASSWORD");
        }
        check_runs(&t.c);
        unsetenv("DIGEST_TEST_PASSWORD");
        check_agrees(&t.c);
        for (size_t i = 0; i < t.c.server.http.head_count; i++)
            assert_true(str_has(http_server_head(&t.c.server.http, i), STR(HEADER)));
        check_said(&t.c, "password of \"ann\""); /* the site does not know her */
        for (size_t i = 0; i < t.c.problem_count; i++) {
            const struct err *e = &t.c.problems[i];
            assert_null(strstr(e->why, "EFGH"));
            assert_null(strstr(e->hint, "EFGH"));
            assert_null(strstr(e->file, "EFGH"));
        }
        for (size_t i = 0; i < t.c.kept_count; i++)
            assert_false(str_has(t.c.kept[i]->bytes, STR("EFGH")));
        check_stop(&t.c);
        sandbox_close(&box);
    }
}

/* -- Redirects -------------------------------------------------------------------------------- */

/* Everything is elsewhere: where the text says, with a "%d" for a number that grows. */
static bool send_away(struct twisted *t, const struct http_ask *ask, struct http_reply *reply)
{
    char location[200];
    (void)ask;
    str text = str_of(t->text);
    size_t hole = str_find(text, STR("%d"), 0);
    if (hole == SIZE_MAX)
        snprintf(location, sizeof location, "Location: %s\r\n", t->text);
    else
        snprintf(location, sizeof location, "Location: %.*s%d%s\r\n", (int)hole, t->text,
                 t->counter, t->text + hole + 2);
    t->counter++;
    http_reply_body(reply, 301, location, STR(""));
    return true;
}

static void c50_redirects_that_lead_nowhere_come_to_an_end(void **state)
{
    static const char *const places[] = {"/",
                                         "/wp-json/wp/v2/posts?x=1",
                                         "/away/%d/",
                                         "file:///etc/passwd",
                                         "ftp://127.0.0.1/",
                                         "gopher://127.0.0.1/",
                                         "javascript:alert(1)",
                                         "http://",
                                         ""};
    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct twisted t;
        bool ok;
        twisted_start(&t, 10);
        t.before = send_away;
        t.text = places[i];
        int64_t took = time_run(&t.c, &ok);
        assert_false(ok);
        assert_int_equal(t.c.kept_count, 0);
        if (took > 3000 || t.counter > 12 * (LIMIT_REDIRECTS + 1))
            fail_msg("%s: %lld ms, %d requests", places[i], (long long)took, t.counter);
        check_stop(&t.c);
    }
}

int u_fetch_statements(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(c39_what_caches_and_editors_put_around_json_is_no_matter),
        cmocka_unit_test(c40_c41_what_is_no_answer_is_named_and_costs_nothing),
        cmocka_unit_test(c44_users_that_are_blocked_never_block_posts),
        cmocka_unit_test(c45_a_pause_is_kept_whether_it_is_seconds_or_a_date),
        cmocka_unit_test(c45_neither_a_pause_nor_many_have_a_source_wait_for_ever),
        cmocka_unit_test(c46_of_an_answer_that_is_not_whole_nothing_is_kept),
        cmocka_unit_test(c47_answers_too_large_or_too_deep_are_errors_that_say_so),
        cmocka_unit_test(c49_an_application_password_goes_with_every_question_and_nowhere_else),
        cmocka_unit_test(c50_redirects_that_lead_nowhere_come_to_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
