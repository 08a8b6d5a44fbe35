/* Servers that send too much, too little, too slowly or nonsense: each is a clear error, soon, and
 * within bounds. */
#include <zlib.h>

#include "http_check.h"

#include "digest/limits.h"

#define MIB ((size_t)1 << 20)

/* Appends `bytes` packed as gzip. */
static void add_gzip(struct buf *out, str bytes)
{
    z_stream z = {0};
    unsigned char piece[4096];
    int state = Z_OK;
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, MAX_WBITS + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (unsigned char *)(uintptr_t)bytes.p;
    z.avail_in = (unsigned)bytes.n;
    while (state != Z_STREAM_END) {
        z.next_out = piece;
        z.avail_out = sizeof piece;
        state = deflate(&z, Z_FINISH);
        buf_add(out, (str){(char *)piece, sizeof piece - z.avail_out});
    }
    deflateEnd(&z);
}

/* -- Bodies ----------------------------------------------------------------------------------- */

static void answer_endless_body(void *context, const struct http_ask *ask, struct http_reply *reply)
{
    (void)ask;
    buf_addf(&reply->bytes, "HTTP/1.1 %s X\r\n\r\n", (const char *)context);
    reply->repeat_from = reply->bytes.n;
    for (int i = 0; i < 65536; i++)
        buf_addc(&reply->bytes, 'x');
    reply->endless = true;
}

static void c47_an_endless_body_is_stopped_at_the_limit(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, answer_endless_body, check_text("200"));
    http_set_second(c.http, 1000); /* much is to be sent */
    c.request.max = MIB;
    check_fails(&c, "/", ERR_LIMIT, "larger than the limit, 1 MiB");
    assert_int_equal(http_server_count(&c.server), 1);
    c.request.max = 1000;
    check_fails(&c, "/", ERR_LIMIT, "1000 bytes");
    check_end(&c);
}

static void an_endless_error_page_is_an_answer_and_cut(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, answer_endless_body, check_text("403"));
    http_set_second(c.http, 1000); /* much is to be sent */
    assert_true(check_get(&c, "/"));
    assert_int_equal(c.response.status, 403);
    assert_true(c.response.body.n <= MIB);
    check_end(&c);
}

static void a_length_over_the_limit_is_not_waited_for(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, check_raw, check_text("HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\nx"));
    check_fails(&c, "/", ERR_LIMIT, "8 MiB");
    check_end(&c);
}

static void a_body_of_exactly_the_limit_comes_through(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, check_raw, check_text("HTTP/1.1 200 OK\r\n\r\n0123456789"));
    c.request.max = 10;
    check_answers(&c, "/", 200, "0123456789");
    c.request.max = 9;
    check_fails(&c, "/", ERR_LIMIT, "9 bytes");
    check_end(&c);
}

static void c46_bodies_that_are_cut_off_are_no_answers(void **state)
{
    (void)state;
    static const char *const replies[] = {
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloworld\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nthis is not gzip",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\x1F\x8B\x08",
        "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\n\r\nhello",
    };
    for (size_t i = 0; i < sizeof replies / sizeof replies[0]; i++) {
        struct http_check c;
        check_begin(&c, check_raw, check_text(replies[i]));
        c.request.once = true;
        if (check_get(&c, "/"))
            fail_msg("taken for whole: %s", replies[i]);
        assert_int_equal(c.err.code, ERR_NETWORK);
        assert_int_equal(c.response.body.n, 0);
        check_end(&c);
    }
}

static void a_body_without_a_length_ends_with_the_connection(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, check_raw, check_text("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"a\":1}"));
    check_answers(&c, "/", 200, "{\"a\":1}");
    check_end(&c);
}

static void bytes_behind_the_announced_length_are_not_read(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, check_raw,
                check_text("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 666 X"));
    check_answers(&c, "/", 200, "{}");
    check_end(&c);
}

static void unknown_encodings_are_taken_for_none(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, check_raw,
                check_text("HTTP/1.1 200 OK\r\nContent-Encoding: UTF-8, identity\r\n\r\nhello"));
    check_answers(&c, "/", 200, "hello");
    check_end(&c);
}

/* -- gzip ------------------------------------------------------------------------------------- */

static struct buf packed; /* what answer_packed sends */

static void answer_packed(void *context, const struct http_ask *ask, struct http_reply *reply)
{
    (void)context, (void)ask;
    http_reply_body(reply, 200, "Content-Encoding: gzip\r\n", buf_str(&packed));
}

static void gzip_is_undone(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, answer_packed, NULL);
    add_gzip(&packed, STR("hello, "));
    add_gzip(&packed, STR("world")); /* a second member */
    check_answers(&c, "/", 200, "hello, world");
    buf_addz(&packed, "junk"); /* ignored, as browsers do */
    check_answers(&c, "/", 200, "hello, world");
    buf_reset(&packed);
    add_gzip(&packed, (str){0});
    check_answers(&c, "/", 200, "");
    buf_release(&packed);
    check_end(&c);
}

static void answer_packed_slowly(void *context, const struct http_ask *ask,
                                 struct http_reply *reply)
{
    answer_packed(context, ask, reply);
    reply->piece = reply->bytes.n - 24; /* between the members, and within the second */
    reply->pause = 5;
}

static void gzip_comes_in_pieces(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, answer_packed_slowly, NULL);
    add_gzip(&packed, STR("hello, "));
    add_gzip(&packed, STR("wor"));
    assert_int_equal(packed.n, 27 + 23);
    check_answers(&c, "/", 200, "hello, wor");
    buf_release(&packed);
    check_end(&c);
}

static void c46_gzip_that_ends_in_the_middle_is_no_answer(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, answer_packed, NULL);
    c.request.once = true;
    add_gzip(&packed, STR("hello, hello, hello, hello, hello, world"));
    while (packed.n > 1) {
        buf_cut(&packed, packed.n - 1);
        check_fails(&c, "/", ERR_NETWORK, "gzip data is damaged or cut off");
    }
    buf_release(&packed);
    check_end(&c);
}

static void c46_gzip_with_a_wrong_checksum_is_no_answer(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, answer_packed, NULL);
    c.request.once = true;
    add_gzip(&packed, STR("hello"));
    packed.p[packed.n - 6] ^= 1;
    check_fails(&c, "/", ERR_NETWORK, "gzip data is damaged");
    buf_release(&packed);
    check_end(&c);
}

static void c47_a_bomb_is_not_unpacked(void **state)
{
    (void)state;
    struct http_check c;
    struct buf zeros = buf_init(32 * MIB);
    buf_reserve(&zeros, 32 * MIB);
    memset(zeros.p, 0, 32 * MIB);
    zeros.n = 32 * MIB;
    packed = buf_init(MIB);
    add_gzip(&packed, buf_str(&zeros));
    buf_release(&zeros);
    check_begin(&c, answer_packed, NULL);
    http_set_second(c.http, 1000); /* much is to be sent */
    c.request.max = LIMIT_RESPONSE;
    check_fails(&c, "/", ERR_LIMIT, "more than 200 times its size");
    assert_true(c.response.body.cap < 16 * MIB);
    c.request.max = MIB / 2;
    check_fails(&c, "/", ERR_LIMIT, "larger than the limit");
    buf_release(&packed);
    check_end(&c);
}

static void what_comes_over_the_network_has_a_limit_of_its_own(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, answer_endless_body, check_text("200"));
    http_set_second(c.http, 1000); /* much is to be sent */
    c.request.max = LIMIT_RESPONSE;
    check_fails(&c, "/", ERR_LIMIT, "more than 32 MiB came over the network");
    check_end(&c);
}

/* -- Headers ---------------------------------------------------------------------------------- */

static void answer_endless_headers(void *context, const struct http_ask *ask,
                                   struct http_reply *reply)
{
    (void)ask;
    buf_addz(&reply->bytes, "HTTP/1.1 200 OK\r\n");
    reply->repeat_from = reply->bytes.n;
    buf_addz(&reply->bytes, context);
    reply->endless = true;
}

static void endless_headers_are_stopped(void **state)
{
    (void)state;
    static const char *const endless[] = {
        "X: y\r\n",
        "X: y\r\n\tmore of it\r\n",
        "X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n",
    };
    for (size_t i = 0; i < sizeof endless / sizeof endless[0]; i++) {
        struct http_check c;
        check_begin(&c, answer_endless_headers, check_text(endless[i]));
        c.request.max = 1000;
        check_fails(&c, "/", ERR_LIMIT, "headers");
        check_end(&c);
    }
}

static void answer_only_interim(void *context, const struct http_ask *ask, struct http_reply *reply)
{
    (void)context, (void)ask;
    buf_addz(&reply->bytes, "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
    reply->endless = true;
}

static void endless_answers_that_announce_another_one_are_stopped(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, answer_only_interim, NULL);
    check_fails(&c, "/", ERR_LIMIT, "headers");
    check_end(&c);
}

static void one_endless_header_is_stopped(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, answer_endless_headers,
                check_text("X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"));
    c.server.context = check_text("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz");
    check_fails(&c, "/", ERR_LIMIT, "header");
    check_end(&c);
}

static void answer_many_headers(void *context, const struct http_ask *ask, struct http_reply *reply)
{
    (void)ask;
    buf_addz(&reply->bytes, "HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < *(int *)context - 3; i++) /* with the first, this one and the empty line */
        buf_addf(&reply->bytes, "X-%d: y\r\n", i);
    buf_addz(&reply->bytes, "X-Last: y\r\n\r\n{}");
}

static void as_many_headers_as_allowed_come_through(void **state)
{
    (void)state;
    struct http_check c;
    int lines = LIMIT_HEADERS;
    check_begin(&c, answer_many_headers, &lines);
    check_answers(&c, "/", 200, "{}");
    assert_str(http_header_get(&c.response, STR("x-last")), "y");
    lines++;
    check_fails(&c, "/", ERR_LIMIT, "more than 200 headers");
    check_end(&c);
}

static void odd_header_lines_do_no_harm(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, check_raw,
                check_text("HTTP/1.1 200 OK\r\n: no name\r\n"
                           "Content-Type:\r\nDate: never\r\nX:a:b\r\n\r\nok"));
    check_answers(&c, "/", 200, "ok");
    assert_str(c.response.type, "");
    assert_str(c.response.charset, "");
    assert_str(http_header_get(&c.response, STR("x")), "a:b");
    assert_true(c.response.date == INSTANT_NONE);
    check_end(&c);
}

/* -- Nothing, and nonsense -------------------------------------------------------------------- */

static void answers_that_are_not_http_are_no_answers(void **state)
{
    (void)state;
    static const char *const replies[] = {
        "hello",        "<html></html>", "HTTP/0.9 200\r\n\r\n",          "SSH-2.0-OpenSSH_9\r\n",
        "\r\n\r\n\r\n", "HTTP/1.1 20",   "HTTP/1.1 100 Continue\r\n\r\n", "\x16\x03\x01\x02",
    };
    for (size_t i = 0; i < sizeof replies / sizeof replies[0]; i++) {
        struct http_check c;
        check_begin(&c, check_raw, check_text(replies[i]));
        c.request.once = true;
        if (check_get(&c, "/"))
            fail_msg("taken for an answer: %s", replies[i]);
        assert_int_equal(c.err.code, ERR_NETWORK);
        check_end(&c);
    }
}

static void answer_with_end(void *context, const struct http_ask *ask, struct http_reply *reply)
{
    (void)ask;
    reply->end = *(enum http_end *)context;
    reply->bytes = buf_init(SIZE_MAX / 2);
    if (reply->end == HTTP_END_CLOSE) /* nothing at all, instead of a 404 */
        buf_addz(&reply->bytes, "\r\n"), reply->piece = 1;
}

static void a_server_that_hangs_up_or_resets_is_an_error(void **state)
{
    (void)state;
    struct http_check c;
    enum http_end end = HTTP_END_RESET;
    check_begin(&c, answer_with_end, &end);
    c.request.once = true;
    check_fails(&c, "/", ERR_NETWORK, "");
    check_end(&c);
    check_begin(&c, check_raw, check_text("HTTP/1.1 200 OK\r\nContent-Le"));
    c.request.once = true;
    check_fails(&c, "/", ERR_NETWORK, "");
    check_end(&c);
}

/* -- Time ------------------------------------------------------------------------------------- */

static void a_server_that_says_nothing_runs_into_the_timeout(void **state)
{
    (void)state;
    struct http_check c;
    enum http_end end = HTTP_END_HOLD;
    check_start(&c, answer_with_end, &end);
    c.source.timeout = 5;
    check_open(&c);
    c.request.once = true;
    int64_t began = system_ms();
    check_fails(&c, "/", ERR_NETWORK, "no whole answer within 5 s");
    assert_non_null(strstr(c.err.hint, "`timeout:`"));
    assert_in_range(system_ms() - began, 5 * CHECK_SECOND - 1, 5 * CHECK_SECOND + 1000);
    check_end(&c);
}

static void answer_dripping(void *context, const struct http_ask *ask, struct http_reply *reply)
{
    (void)context, (void)ask;
    buf_addz(&reply->bytes, "HTTP/1.1 200 OK\r\n\r\n");
    reply->repeat_from = reply->bytes.n;
    for (int i = 0; i < 64; i++)
        buf_addc(&reply->bytes, 'x');
    reply->piece = 32;
    reply->pause = CHECK_SECOND;
    reply->endless = true;
}

static void a_slow_drip_is_stopped_long_before_the_timeout(void **state)
{
    (void)state;
    struct http_check c;
    check_start(&c, answer_dripping, NULL);
    c.source.timeout = 1000;
    check_open(&c);
    c.request.once = true;
    check_fails(&c, "/", ERR_NETWORK, "did not go on");
    check_end(&c);
}

static void answer_dripping_headers(void *context, const struct http_ask *ask,
                                    struct http_reply *reply)
{
    (void)context, (void)ask;
    buf_addz(&reply->bytes, "HTTP/1.1 200 OK\r\nX: ");
    reply->repeat_from = reply->bytes.n;
    buf_addz(&reply->bytes, "yy");
    reply->piece = 1;
    reply->pause = 5;
    reply->endless = true;
}

static void headers_that_drip_run_into_the_timeout(void **state)
{
    (void)state;
    struct http_check c;
    check_start(&c, answer_dripping_headers, NULL);
    c.source.timeout = 10;
    check_open(&c);
    c.request.once = true;
    check_fails(&c, "/", ERR_NETWORK, "no whole answer within 10 s");
    check_end(&c);
}

static void answer_late(void *context, const struct http_ask *ask, struct http_reply *reply)
{
    (void)context, (void)ask;
    http_reply_body(reply, 200, NULL, STR("at last"));
    reply->delay = 30 * CHECK_SECOND; /* longer than LIMIT_STALL */
}

static void a_server_may_think_for_as_long_as_the_timeout_allows(void **state)
{
    (void)state;
    struct http_check c;
    check_start(&c, answer_late, NULL);
    c.source.timeout = 300;
    check_open(&c);
    check_answers(&c, "/", 200, "at last");
    check_end(&c);
}

int u_fetch_http_hostile(void)
{
    packed = buf_init(MIB);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(c47_an_endless_body_is_stopped_at_the_limit),
        cmocka_unit_test(an_endless_error_page_is_an_answer_and_cut),
        cmocka_unit_test(a_length_over_the_limit_is_not_waited_for),
        cmocka_unit_test(a_body_of_exactly_the_limit_comes_through),
        cmocka_unit_test(c46_bodies_that_are_cut_off_are_no_answers),
        cmocka_unit_test(a_body_without_a_length_ends_with_the_connection),
        cmocka_unit_test(bytes_behind_the_announced_length_are_not_read),
        cmocka_unit_test(unknown_encodings_are_taken_for_none),
        cmocka_unit_test(gzip_is_undone),
        cmocka_unit_test(gzip_comes_in_pieces),
        cmocka_unit_test(c46_gzip_that_ends_in_the_middle_is_no_answer),
        cmocka_unit_test(c46_gzip_with_a_wrong_checksum_is_no_answer),
        cmocka_unit_test(c47_a_bomb_is_not_unpacked),
        cmocka_unit_test(what_comes_over_the_network_has_a_limit_of_its_own),
        cmocka_unit_test(endless_headers_are_stopped),
        cmocka_unit_test(endless_answers_that_announce_another_one_are_stopped),
        cmocka_unit_test(one_endless_header_is_stopped),
        cmocka_unit_test(as_many_headers_as_allowed_come_through),
        cmocka_unit_test(odd_header_lines_do_no_harm),
        cmocka_unit_test(answers_that_are_not_http_are_no_answers),
        cmocka_unit_test(a_server_that_hangs_up_or_resets_is_an_error),
        cmocka_unit_test(a_server_that_says_nothing_runs_into_the_timeout),
        cmocka_unit_test(a_slow_drip_is_stopped_long_before_the_timeout),
        cmocka_unit_test(headers_that_drip_run_into_the_timeout),
        cmocka_unit_test(a_server_may_think_for_as_long_as_the_timeout_allows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
