/* Large answers: one source at a time holds them, and small ones pass by. */
#include "http_check.h"

#include "digest/limits.h"

#define THREADS 4
#define LARGE   (LIMIT_RESPONSE_BESIDE + 5000)

/* "/large" is large, everything else small. */
static void answer_by_size(void *context, const struct http_ask *ask, struct http_reply *reply)
{
    size_t n = str_starts(ask->target, STR("/large")) ? LARGE : 100;
    (void)context;
    buf_addf(&reply->bytes, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    for (size_t i = 0; i < n; i++)
        buf_addc(&reply->bytes, 'x');
}

static void begin(struct http_check *c)
{
    check_begin(c, answer_by_size, NULL);
    http_set_second(c->http, 1000); /* much is to be sent */
    c->request.apart = true;
}

/* -- One at a time ---------------------------------------------------------------------------- */

struct crowd {
    struct http_check check;
    str url;
    atomic_int held;
    atomic_uint good, crossed;
};

static void *hold_one(void *argument)
{
    struct crowd *crowd = argument;
    struct http_response response = {0};
    struct arena a = {0};
    struct err err = {0};
    struct http_request request = crowd->check.request;
    request.url = crowd->url;
    if (!http_site_open(&request.site, crowd->check.http, &crowd->check.source, &err))
        return NULL;
    for (int i = 0; i < 2; i++) {
        if (http_get(crowd->check.http, &request, &a, &response, &err) && response.body.n == LARGE)
            atomic_fetch_add(&crowd->good, 1);
        if (atomic_fetch_add(&crowd->held, 1) > 0)
            atomic_fetch_add(&crowd->crossed, 1);
        engine_pause(&crowd->check.http->engine, 30);
        atomic_fetch_add(&crowd->held, -1);
    }
    http_response_release(&response);
    arena_release(&a);
    return NULL;
}

static void two_sources_never_hold_large_answers_at_a_time(void **state)
{
    (void)state;
    struct crowd crowd = {0};
    pthread_t threads[THREADS];
    begin(&crowd.check);
    crowd.url = http_server_url(&crowd.check.server, &crowd.check.arena, "/large");
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, hold_one, &crowd), 0);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(atomic_load(&crowd.good), 2 * THREADS);
    assert_int_equal(atomic_load(&crowd.crossed), 0);
    /* Each was asked twice at first, and once when it was known to be heavy. */
    assert_int_equal(http_server_count(&crowd.check.server), 3 * THREADS);
    check_end(&crowd.check);
}

/* -- Who waits -------------------------------------------------------------------------------- */

static void small_answers_pass_by_a_large_one_that_is_held(void **state)
{
    (void)state;
    struct http_check c;
    struct http_response other = {0};
    struct err err = {0};
    begin(&c);
    assert_true(check_get(&c, "/large"));
    struct http_request request = c.request;
    assert_true(http_site_open(&request.site, c.http, &c.source, &err));
    request.url = http_server_url(&c.server, &c.arena, "/small");
    assert_true(http_get(c.http, &request, &c.arena, &other, &err));
    assert_int_equal(other.body.n, 100);
    http_response_release(&other);
    http_response_release(&c.response);
    check_end(&c);
}

static void a_source_may_hold_two(void **state)
{
    (void)state;
    struct http_check c;
    struct http_response other = {0};
    begin(&c);
    assert_true(check_get(&c, "/large"));
    assert_true(http_get(c.http, &c.request, &c.arena, &other, &c.err));
    assert_int_equal(c.response.body.n + other.body.n, 2 * LARGE);
    http_response_release(&other);
    assert_non_null(c.http->berth_site);
    http_response_release(&c.response);
    assert_null(c.http->berth_site);
    check_end(&c);
}

static void who_waits_longer_than_its_time_allows_is_told_so(void **state)
{
    (void)state;
    struct http_check c;
    struct http_response other = {0};
    struct err err = {0};
    begin(&c);
    assert_true(check_get(&c, "/large"));
    struct http_request request = c.request;
    c.source.time_limit = 1;
    assert_true(http_site_open(&request.site, c.http, &c.source, &err));
    assert_false(http_get(c.http, &request, &c.arena, &other, &err));
    assert_non_null(strstr(err.why, "took longer than 1 s in all"));
    http_response_release(&other);
    http_response_release(&c.response);
    check_end(&c);
}

static void the_limit_of_the_request_holds_all_the_same(void **state)
{
    (void)state;
    struct http_check c;
    begin(&c);
    c.request.max = LARGE - 1;
    check_fails(&c, "/large", ERR_LIMIT, "larger than the limit, 2 MiB");
    assert_null(c.http->berth_site);
    check_end(&c);
}

int u_fetch_http_berth(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_sources_never_hold_large_answers_at_a_time),
        cmocka_unit_test(small_answers_pass_by_a_large_one_that_is_held),
        cmocka_unit_test(a_source_may_hold_two),
        cmocka_unit_test(who_waits_longer_than_its_time_allows_is_told_so),
        cmocka_unit_test(the_limit_of_the_request_holds_all_the_same),
    };
    return cmocka_run_group_tests_name("http berth", tests, NULL, NULL);
}
