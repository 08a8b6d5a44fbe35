/* Many askers at once. */
#include "http_check.h"

#define THREADS  16
#define SERVERS  8
#define REQUESTS 100

static void answer_number(void *context, const struct http_ask *ask, struct http_reply *reply)
{
    (void)context;
    http_reply_body(reply, 200, "Content-Type: text/plain\r\n", ask->target);
    reply->delay = 2;
}

/* What the threads share. */
struct crowd {
    struct http_check check;
    struct http_server servers[SERVERS];
    atomic_uint next;
    atomic_uint good;
    unsigned requests;
    unsigned used; /* servers */
};

static bool ask_one(struct crowd *crowd, unsigned number, struct http_response *response)
{
    struct arena a = {0};
    struct err err = {0};
    str target = arena_printf(&a, "/%u", number);
    struct http_request request = {
        .site = crowd->check.site,
        .url = http_server_url(&crowd->servers[number % crowd->used], &a, target.p),
        .max = 1000,
    };
    bool good = http_get(crowd->check.http, &request, &a, response, &err) &&
                response->status == 200 && str_eq(buf_str(&response->body), target);
    arena_release(&a);
    return good;
}

static void *ask_many(void *argument)
{
    struct crowd *crowd = argument;
    struct http_response response = {0};
    unsigned number;
    while ((number = atomic_fetch_add(&crowd->next, 1)) < crowd->requests)
        atomic_fetch_add(&crowd->good, ask_one(crowd, number, &response));
    http_response_release(&response);
    return NULL;
}

static void run_crowd(struct crowd *crowd, unsigned per_host)
{
    pthread_t threads[THREADS];
    check_start(&crowd->check, answer_number, NULL);
    crowd->check.options.per_host = per_host;
    check_open(&crowd->check);
    for (unsigned i = 0; i < crowd->used; i++)
        http_server_start(&crowd->servers[i], answer_number, NULL);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask_many, crowd), 0);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(atomic_load(&crowd->good), crowd->requests);
    assert_int_equal(http_site_requests(crowd->check.site), crowd->requests);
    check_end(&crowd->check);
    for (unsigned i = 0; i < crowd->used; i++)
        http_server_stop(&crowd->servers[i]);
}

static void release_crowd(struct crowd *crowd)
{
    for (unsigned i = 0; i < crowd->used; i++)
        http_server_release(&crowd->servers[i]);
}

static void many_threads_ask_many_hosts_at_once(void **state)
{
    (void)state;
    struct crowd crowd = {.requests = REQUESTS, .used = SERVERS};
    run_crowd(&crowd, 2);
    for (unsigned i = 0; i < SERVERS; i++) {
        assert_in_range(crowd.servers[i].head_count, REQUESTS / SERVERS, REQUESTS / SERVERS + 1);
        assert_in_range(crowd.servers[i].busiest, 1, 2);
        assert_in_range(crowd.servers[i].connection_count, 1, 2);
    }
    release_crowd(&crowd);
}

static void no_host_gets_more_at_a_time_than_it_is_allowed(void **state)
{
    (void)state;
    for (unsigned per_host = 1; per_host <= 3; per_host++) {
        struct crowd crowd = {.requests = 60, .used = 1};
        run_crowd(&crowd, per_host);
        assert_int_equal(crowd.servers[0].busiest, per_host);
        release_crowd(&crowd);
    }
}

/* -- Pauses ----------------------------------------------------------------------------------- */

static void answer_busy_then_good(void *context, const struct http_ask *ask,
                                  struct http_reply *reply)
{
    (void)context;
    if (str_is(ask->target, "/busy"))
        http_reply_body(reply, 429, "Retry-After: 30\r\n", STR("later"));
    else
        http_reply_body(reply, 200, NULL, STR("good"));
}

static void *ask_busy(void *argument)
{
    struct http_check *c = argument;
    struct http_response response = {0};
    struct arena a = {0};
    struct err err = {0};
    struct http_request request = c->request;
    request.url = http_server_url(&c->server, &a, "/busy");
    assert_true(http_get(c->http, &request, &a, &response, &err));
    http_response_release(&response);
    arena_release(&a);
    return NULL;
}

static void who_waits_for_a_second_try_holds_up_nobody(void **state)
{
    (void)state;
    struct http_check c;
    pthread_t thread;
    check_start(&c, answer_busy_then_good, NULL);
    c.options.per_host = 1;
    check_open(&c);
    assert_int_equal(pthread_create(&thread, NULL, ask_busy, &c), 0);
    while (http_server_count(&c.server) == 0)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    int64_t began = system_ms();
    for (int i = 0; i < 5; i++)
        check_answers(&c, "/good", 200, "good");
    assert_true(system_ms() - began < 30 * CHECK_SECOND);
    pthread_join(thread, NULL);
    check_end(&c);
}

static void several_engines_live_side_by_side(void **state)
{
    (void)state;
    struct http_check one, two;
    check_begin(&one, answer_number, NULL);
    check_begin(&two, answer_number, NULL);
    check_answers(&one, "/1", 200, "/1");
    check_answers(&two, "/2", 200, "/2");
    check_end(&one);
    check_answers(&two, "/3", 200, "/3");
    check_end(&two);
}

int u_fetch_http_many(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_threads_ask_many_hosts_at_once),
        cmocka_unit_test(no_host_gets_more_at_a_time_than_it_is_allowed),
        cmocka_unit_test(who_waits_for_a_second_try_holds_up_nobody),
        cmocka_unit_test(several_engines_live_side_by_side),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
