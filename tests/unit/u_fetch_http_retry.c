/* Second tries: for which failures, after which pauses, until when. */
#include "http_check.h"

#include "../../src/fetch/http_retry.h"
#include "digest/limits.h"

/* A server that fails for a while. */
struct moody {
    unsigned failures;   /* before it answers */
    int status;          /* of the failures; 0: it hangs up, -1: it cuts off its answer */
    const char *headers; /* of the failures */
};

static void answer_moodily(void *context, const struct http_ask *ask, struct http_reply *reply)
{
    const struct moody *m = context;
    if (ask->number >= m->failures)
        http_reply_body(reply, 200, NULL, STR("good"));
    else if (m->status > 0)
        http_reply_body(reply, m->status, m->headers, STR("bad"));
    else if (m->status < 0)
        buf_addz(&reply->bytes, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ngo");
    else
        reply->end = HTTP_END_RESET;
}

/* The milliseconds of CHECK_SECOND seconds that asking took. */
static int64_t time_get(struct http_check *c, const char *target)
{
    int64_t began = system_ms();
    check_get(c, target);
    return system_ms() - began;
}

static void what_may_pass_is_tried_again(void **state)
{
    (void)state;
    static const int statuses[] = {408, 425, 429, 500, 502, 503, 504, 0, -1};
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        struct http_check c;
        struct moody m = {2, statuses[i], NULL};
        check_begin(&c, answer_moodily, &m);
        int64_t took = time_get(&c, "/");
        assert_int_equal(c.response.status, 200);
        assert_str(buf_str(&c.response.body), "good");
        assert_int_equal(http_site_requests(c.site), 3);
        assert_true(took >= 3 * CHECK_SECOND); /* one second, then two */
        check_end(&c);
    }
}

static void what_stays_is_not_tried_again(void **state)
{
    (void)state;
    static const int statuses[] = {400, 401, 403, 404, 405, 410, 418, 451, 501, 505};
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        struct http_check c;
        struct moody m = {1, statuses[i], NULL};
        check_begin(&c, answer_moodily, &m);
        check_answers(&c, "/", statuses[i], "bad");
        assert_int_equal(http_server_count(&c.server), 1);
        check_end(&c);
    }
}

static void a_challenge_of_a_delivery_network_is_not_tried_again(void **state)
{
    (void)state;
    static const char *const headers[] = {
        "Server: cloudflare\r\nContent-Type: text/html; charset=UTF-8\r\n",
        "CF-RAY: 7-FRA\r\nContent-Type: text/html\r\n",
        "cf-mitigated: challenge\r\n",
    };
    for (size_t i = 0; i < 3; i++) {
        struct http_check c;
        struct moody m = {1, 503, headers[i]};
        check_begin(&c, answer_moodily, &m);
        check_answers(&c, "/", 503, "bad");
        assert_int_equal(http_server_count(&c.server), 1);
        check_end(&c);
    }
    struct http_check c;
    struct moody m = {1, 503, "Server: cloudflare\r\nContent-Type: application/json\r\n"};
    check_begin(&c, answer_moodily, &m);
    check_answers(&c, "/", 200, "good");
    check_end(&c);
}

static void the_last_answer_is_handed_out_when_trying_did_not_help(void **state)
{
    (void)state;
    struct http_check c;
    struct moody m = {99, 503, NULL};
    check_begin(&c, answer_moodily, &m);
    check_answers(&c, "/", 503, "bad");
    assert_int_equal(http_server_count(&c.server), LIMIT_ATTEMPTS);
    check_end(&c);
}

static void a_failure_says_how_often_it_was_tried(void **state)
{
    (void)state;
    struct http_check c;
    struct moody m = {99, 0, NULL};
    check_begin(&c, answer_moodily, &m);
    check_fails(&c, "/", ERR_NETWORK, "(tried 5 times)");
    assert_string_equal(c.err.file, http_server_url(&c.server, &c.arena, "/").p);
    check_end(&c);
}

static void a_probe_is_not_repeated(void **state)
{
    (void)state;
    static const int statuses[] = {503, 0, -1};
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        struct http_check c;
        struct moody m = {99, statuses[i], NULL};
        check_begin(&c, answer_moodily, &m);
        c.request.once = true;
        assert_int_equal(check_get(&c, "/"), statuses[i] == 503);
        assert_int_equal(http_server_count(&c.server), 1);
        check_end(&c);
    }
}

static void the_hop_that_failed_is_tried_again_and_not_the_way_to_it(void **state)
{
    (void)state;
    struct http_canned pages[] = {
        {"/a", 302, "Location: /b\r\n", NULL}, {"/b", 502, NULL, "bad"}, {NULL, 0, NULL, NULL}};
    struct http_check c;
    check_begin(&c, http_server_canned, pages);
    check_answers(&c, "/a", 502, "bad");
    assert_int_equal(http_server_count(&c.server), 1 + LIMIT_ATTEMPTS);
    check_end(&c);
}

/* -- Retry-After ------------------------------------------------------------------------------ */

static void c45_retry_after_is_read_as_seconds_and_as_a_date(void **state)
{
    (void)state;
    static const struct {
        const char *head;
        int64_t seconds;
    } table[] = {
        {"", -1},
        {"retry-after: 17\n", 17},
        {"retry-after: 0\n", 0},
        {"retry-after: -1\n", -1},
        {"retry-after: soon\n", -1},
        {"retry-after: 99999999999999999999\n", -1},
        {"date: Sun, 06 Nov 1994 08:49:37 GMT\nretry-after: Sun, 06 Nov 1994 08:50:00 GMT\n", 23},
        {"date: Sun, 06 Nov 1994 08:49:37 GMT\nretry-after: Sunday, 06-Nov-94 08:50:00 GMT\n", 23},
        {"date: Sun Nov  6 08:49:37 1994\nretry-after: Sun Nov  6 08:50:00 1994\n", 23},
        {"date: Sun, 06 Nov 1994 08:49:37 GMT\nretry-after: Sun, 06 Nov 1994 08:49:00 GMT\n", 0},
        {"retry-after: Sun, 06 Nov 1994 08:49:47 GMT\n", 10}, /* by the program's own present */
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        assert_int_equal(retry_after(str_of(table[i].head), 784111777), table[i].seconds);
}

static void c45_a_server_that_names_a_pause_gets_it(void **state)
{
    (void)state;
    static const char *const headers[] = {
        "Retry-After: 10\r\n",
        "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:49:47 GMT\r\n",
    };
    for (size_t i = 0; i < 2; i++) {
        struct http_check c;
        struct moody m = {1, i ? 503 : 429, headers[i]};
        check_begin(&c, answer_moodily, &m);
        int64_t took = time_get(&c, "/");
        assert_int_equal(c.response.status, 200);
        assert_in_range(took, 10 * CHECK_SECOND, 10 * CHECK_SECOND + 1000);
        check_end(&c);
    }
}

static void c45_a_pause_beyond_all_patience_is_not_waited_for(void **state)
{
    (void)state;
    struct http_check c;
    struct moody m = {1, 429, "Retry-After: 61\r\n"}; /* the usual patience is 60 */
    check_begin(&c, answer_moodily, &m);
    int64_t took = time_get(&c, "/");
    assert_int_equal(c.response.status, 429);
    assert_int_equal(http_server_count(&c.server), 1);
    assert_true(took < 30 * CHECK_SECOND);
    check_end(&c);
}

static void pauses_grow_and_have_an_end(void **state)
{
    (void)state;
    struct arena a = {0};
    struct hop hop = {0};
    struct buf body = buf_init(10);
    struct transfer t;
    int64_t before = 0;
    assert_int_equal(url_read(&hop.url, &a, STR("http://example.org/")), URL_GOOD);
    transfer_init(&t, &hop, &body);
    for (unsigned tries = 1; tries < 20; tries++) {
        int64_t pause = retry_pause(&t, tries, 0, 1000);
        if (tries < 7) {
            assert_in_range(pause, 1000 << (tries - 1), 1250 << (tries - 1));
            assert_true(pause > before);
        }
        assert_true(pause <= (int64_t)LIMIT_PAUSE * 1000);
        assert_int_equal(pause, retry_pause(&t, tries, 0, 1000));
        before = pause;
    }
    transfer_release(&t);
    buf_release(&body);
    arena_release(&a);
}

/* -- Patience --------------------------------------------------------------------------------- */

static void c45_patience_is_for_all_requests_of_a_source(void **state)
{
    (void)state;
    struct http_check c;
    struct moody m = {99, 503, NULL};
    check_start(&c, answer_moodily, &m);
    c.source.patience = 5;
    check_open(&c);
    http_set_second(c.http, 200);     /* so that the attempts themselves hardly count */
    assert_true(check_get(&c, "/1")); /* pauses of 1 and 2 seconds, and no room for 4 */
    assert_int_equal(http_server_count(&c.server), 3);
    assert_true(check_get(&c, "/2")); /* at most one of 1 second is left */
    assert_in_range(http_server_count(&c.server), 4, 5);
    size_t before = http_server_count(&c.server);
    assert_true(check_get(&c, "/3"));
    assert_true(check_get(&c, "/4"));
    assert_in_range(http_server_count(&c.server), before + 2, before + 3);
    check_end(&c);
}

static void failed_attempts_use_up_patience_as_pauses_do(void **state)
{
    (void)state;
    struct http_check c;
    struct moody m = {99, 0, NULL};
    check_start(&c, answer_moodily, &m);
    c.source.patience = 8;
    check_open(&c);
    site_spend(c.site, 8 * CHECK_SECOND);
    check_fails(&c, "/", ERR_NETWORK, "");
    assert_int_equal(http_server_count(&c.server), 1);
    check_end(&c);
}

static void answer_never(void *context, const struct http_ask *ask, struct http_reply *reply)
{
    (void)context, (void)ask;
    buf_addz(&reply->bytes, "HTTP/1.1 ");
    reply->end = HTTP_END_HOLD;
}

static void c45_a_source_has_only_so_much_time(void **state)
{
    (void)state;
    struct http_check c;
    check_start(&c, answer_never, NULL);
    c.source.timeout = 1000;
    c.source.time_limit = 8;
    check_open(&c);
    int64_t took = time_get(&c, "/");
    assert_int_equal(c.err.code, ERR_LIMIT);
    assert_non_null(strstr(c.err.why, "longer than 8 s in all"));
    assert_in_range(took, 8 * CHECK_SECOND - 1, 8 * CHECK_SECOND + 1000);
    check_fails(&c, "/", ERR_LIMIT, "longer than 8 s in all"); /* no more from now on */
    assert_int_equal(http_server_count(&c.server), 1);
    check_end(&c);
}

/* -- Ends from outside ------------------------------------------------------------------------ */

static void wait_for_request(struct http_check *c)
{
    while (http_server_count(&c->server) == 0)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
}

static void *cancel_soon(void *argument)
{
    struct http_check *c = argument;
    wait_for_request(c);
    nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
    atomic_store(c->options.cancel, true);
    return NULL;
}

static void cancelling_ends_transfers_pauses_and_all_that_comes(void **state)
{
    (void)state;
    struct moody m = {1, 429, "Retry-After: 119\r\n"};
    for (int pausing = 0; pausing < 2; pausing++) {
        struct http_check c;
        atomic_bool cancel = false;
        pthread_t thread;
        check_start(&c, pausing ? answer_moodily : answer_never, &m);
        c.options.cancel = &cancel;
        c.source.timeout = c.source.patience = 3000;
        check_open(&c);
        assert_int_equal(pthread_create(&thread, NULL, cancel_soon, &c), 0);
        int64_t began = system_ms();
        check_fails(&c, "/", ERR_NETWORK, "interrupted");
        check_fails(&c, "/", ERR_NETWORK, "interrupted");
        assert_true(system_ms() - began < 5000);
        assert_int_equal(http_server_count(&c.server), 1);
        pthread_join(thread, NULL);
        check_end(&c);
    }
}

static void *get_forever(void *argument)
{
    struct http_check *c = argument;
    check_get(c, "/");
    return NULL;
}

static void closing_ends_what_is_under_way(void **state)
{
    (void)state;
    struct http_check c;
    pthread_t thread;
    check_start(&c, answer_never, NULL);
    c.source.timeout = 3000;
    check_open(&c);
    assert_int_equal(pthread_create(&thread, NULL, get_forever, &c), 0);
    wait_for_request(&c);
    http_close(c.http);
    pthread_join(thread, NULL);
    assert_int_equal(c.err.code, ERR_NETWORK);
    assert_string_equal(c.err.why, "interrupted");
    c.http = NULL;
    check_end(&c);
}

/* -- Nobody there ----------------------------------------------------------------------------- */

static void a_closed_port_and_an_unknown_host_are_said_so(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, answer_never, NULL);
    http_server_stop(&c.server);
    c.request.once = true;
    check_fails(&c, "/", ERR_NETWORK, "127.0.0.1 refuses connections at port");
    assert_false(check_get_url(&c, STR("http://no-such-host.invalid/")));
    assert_int_equal(c.err.code, ERR_NETWORK);
    assert_string_equal(c.err.why, "there is no host called no-such-host.invalid");
    http_server_start(&c.server, answer_never, NULL); /* for check_end */
    check_end(&c);
}

int u_fetch_http_retry(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_may_pass_is_tried_again),
        cmocka_unit_test(what_stays_is_not_tried_again),
        cmocka_unit_test(a_challenge_of_a_delivery_network_is_not_tried_again),
        cmocka_unit_test(the_last_answer_is_handed_out_when_trying_did_not_help),
        cmocka_unit_test(a_failure_says_how_often_it_was_tried),
        cmocka_unit_test(a_probe_is_not_repeated),
        cmocka_unit_test(the_hop_that_failed_is_tried_again_and_not_the_way_to_it),
        cmocka_unit_test(c45_retry_after_is_read_as_seconds_and_as_a_date),
        cmocka_unit_test(c45_a_server_that_names_a_pause_gets_it),
        cmocka_unit_test(c45_a_pause_beyond_all_patience_is_not_waited_for),
        cmocka_unit_test(pauses_grow_and_have_an_end),
        cmocka_unit_test(c45_patience_is_for_all_requests_of_a_source),
        cmocka_unit_test(failed_attempts_use_up_patience_as_pauses_do),
        cmocka_unit_test(c45_a_source_has_only_so_much_time),
        cmocka_unit_test(cancelling_ends_transfers_pauses_and_all_that_comes),
        cmocka_unit_test(closing_ends_what_is_under_way),
        cmocka_unit_test(a_closed_port_and_an_unknown_host_are_said_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
