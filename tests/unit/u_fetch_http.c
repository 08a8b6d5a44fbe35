/* Asking one server: what is sent, what comes back, and how redirects are followed. */
#include "http_check.h"

#include "digest/limits.h"

static struct http_canned pages[] = {
    {"/json", 200, "Content-Type: Application/JSON; Charset=\"utf-8\"\r\nX-WP-Total: 7\r\n", "{}"},
    {"/old", 301, "Location: /json\r\n", "moved"},
    {"/older", 308, "Location: old\r\n", NULL},
    {"/elsewhere", 302, "Location: json\r\n", NULL},
    {"/mixed", 301, "Location: /elsewhere\r\n", NULL},
    {"/other", 303, "Location: /json#part\r\n", NULL},
    {"/blank", 302, NULL, "a redirect to nowhere is an answer"},
    {"/unchanged", 304, "ETag: \"a\"\r\n", NULL},
    {"/empty", 204, NULL, NULL},
    {"/gone", 410, NULL, "gone"},
    {"/not-this", 501, NULL, "no"},
    {"/circle/a", 302, "Location: /circle/b\r\n", NULL},
    {"/circle/b", 302, "Location: /circle/a\r\n", NULL},
    {"/self", 301, "Location: /self\r\n", NULL},
    {"/file", 302, "Location: file:///etc/passwd\r\n", NULL},
    {"/ftp", 302, "Location: ftp://127.0.0.1/x\r\n", NULL},
    {"/nonsense", 302, "Location: http://[1:2/\r\n", NULL},
    {"/folded", 200, "X-Long: one\r\n\t two\r\nDate: Sunday, 06-Nov-94 08:49:37 GMT\r\n", "f"},
    {NULL, 0, NULL, NULL},
};

static void a_get_brings_status_headers_type_and_body(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, http_server_canned, pages);
    check_answers(&c, "/json", 200, "{}");
    assert_str(c.response.type, "application/json");
    assert_str(c.response.charset, "utf-8");
    assert_str(http_header_get(&c.response, STR("x-wp-total")), "7");
    assert_str(http_header_get(&c.response, STR("x-missing")), "");
    assert_false(c.response.moved);
    assert_true(str_ends(c.response.url, STR("/json")));
    assert_true(c.response.date == INSTANT_NONE);
    assert_int_equal(http_site_requests(c.site), 1);
    check_end(&c);
}

static void folded_headers_and_old_dates_are_read(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, http_server_canned, pages);
    check_answers(&c, "/folded", 200, "f");
    assert_str(http_header_get(&c.response, STR("x-long")), "one two");
    assert_int_equal(c.response.date, 784111777);
    check_end(&c);
}

static void statuses_that_are_no_success_are_answers(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, http_server_canned, pages);
    check_answers(&c, "/unchanged", 304, "");
    check_answers(&c, "/empty", 204, "");
    check_answers(&c, "/gone", 410, "gone");
    check_answers(&c, "/not-this", 501, "no");
    check_answers(&c, "/never", 404, "nothing here");
    check_answers(&c, "/blank", 302, "a redirect to nowhere is an answer");
    assert_int_equal(http_server_count(&c.server), 6); /* none of them tried again */
    check_end(&c);
}

static void a_head_request_brings_headers_only(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, http_server_canned, pages);
    c.request.method = HTTP_HEAD;
    c.request.max = 0;
    check_answers(&c, "/json", 200, "");
    assert_str(http_header_get(&c.response, STR("content-length")), "2");
    check_answers(&c, "/old", 200, "");
    assert_true(str_starts(http_server_head(&c.server, 2), STR("HEAD /json ")));
    check_end(&c);
}

static void requests_say_who_asks_and_for_what(void **state)
{
    (void)state;
    struct http_check c;
    check_start(&c, http_server_canned, pages);
    c.options.user_agent = STR("digest/9 (+https://example.org/)");
    check_open(&c);
    c.request.accept = STR("application/json");
    c.request.etag = STR("W/\"abc\"");
    c.request.last_modified = STR("Sun, 06 Nov 1994 08:49:37 GMT");
    check_answers(&c, "/json", 200, "{}");
    str head = http_server_head(&c.server, 0);
    assert_true(str_has(head, STR("User-Agent: digest/9 (+https://example.org/)\r\n")));
    assert_true(str_has(head, STR("Accept: application/json\r\n")));
    assert_true(str_has(head, STR("Accept-Encoding: gzip\r\n")));
    assert_true(str_has(head, STR("If-None-Match: W/\"abc\"\r\n")));
    assert_true(str_has(head, STR("If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n")));
    assert_false(str_has(head, STR("Authorization")) || str_has(head, STR("Cookie")));
    check_end(&c);
}

static void a_validator_cannot_smuggle_in_a_header(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, http_server_canned, pages);
    c.request.etag = STR("\"a\"\r\nX-Evil: 1");
    check_answers(&c, "/json", 200, "{}");
    assert_false(str_has(http_server_head(&c.server, 0), STR("X-Evil")));
    assert_false(str_has(http_server_head(&c.server, 0), STR("If-None-Match")));
    check_end(&c);
}

static void connections_are_used_again(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, http_server_canned, pages);
    for (int i = 0; i < 20; i++)
        check_answers(&c, "/json", 200, "{}");
    check_end(&c);
    assert_int_equal(c.server.connection_count, 1);
}

/* -- Redirects -------------------------------------------------------------------------------- */

static void redirects_are_followed_and_permanent_ones_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *target;
        bool moved;
        unsigned requests;
    } table[] = {{"/old", true, 2},
                 {"/older", true, 3},
                 {"/elsewhere", false, 2},
                 {"/mixed", false, 3},
                 {"/other", false, 2}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct http_check c;
        check_begin(&c, http_server_canned, pages);
        check_answers(&c, table[i].target, 200, "{}");
        assert_int_equal(c.response.moved, table[i].moved);
        assert_true(str_ends(c.response.url, STR("/json")));
        assert_int_equal(http_site_requests(c.site), table[i].requests);
        check_end(&c);
    }
}

static void c50_redirects_in_a_circle_are_noticed(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, http_server_canned, pages);
    check_fails(&c, "/circle/a", ERR_LIMIT, "in a circle");
    assert_non_null(strstr(c.err.why, "/circle/a after 2"));
    assert_int_equal(http_server_count(&c.server), 2);
    check_fails(&c, "/self", ERR_LIMIT, "in a circle");
    check_end(&c);
}

static void answer_endless(void *context, const struct http_ask *ask, struct http_reply *reply)
{
    (void)context;
    struct arena a = {0};
    str location = arena_printf(&a, "Location: /%u\r\n", ask->number + 1);
    http_reply_body(reply, 302, location.p, STR(""));
    arena_release(&a);
}

static void c50_only_so_many_redirects_are_followed(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, answer_endless, NULL);
    check_fails(&c, "/0", ERR_LIMIT, "more than 10 redirects");
    assert_int_equal(http_server_count(&c.server), LIMIT_REDIRECTS + 1);
    check_end(&c);
}

static void c50_redirects_lead_to_http_and_https_only(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, http_server_canned, pages);
    check_fails(&c, "/file", ERR_REFUSED, "\"file:///etc/passwd\", which is neither");
    check_fails(&c, "/ftp", ERR_REFUSED, "neither http nor https");
    check_fails(&c, "/nonsense", ERR_REFUSED, "no URL");
    check_end(&c);
}

static void c50_other_schemes_are_not_asked_at_all(void **state)
{
    (void)state;
    static const char *const urls[] = {"file:///etc/passwd", "ftp://127.0.0.1/", "gopher://x/",
                                       "javascript:1", "dict://127.0.0.1/d"};
    struct http_check c;
    check_begin(&c, http_server_canned, pages);
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        assert_false(check_get_url(&c, str_of(urls[i])));
        assert_int_equal(c.err.code, ERR_REFUSED);
    }
    assert_false(check_get_url(&c, STR("/relative")));
    assert_false(check_get_url(&c, STR("")));
    assert_false(check_get_url(&c, STR("http://")));
    assert_int_equal(http_site_requests(c.site), 0);
    check_end(&c);
}

static void a_url_longer_than_servers_take_is_not_asked(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, http_server_canned, pages);
    char *target = arena_alloc(&c.arena, LIMIT_URL_ASKED + 2);
    memset(target, 'a', LIMIT_URL_ASKED + 1);
    target[0] = '/';
    check_fails(&c, target, ERR_LIMIT, "more than 8000 bytes");
    check_end(&c);
}

int u_fetch_http(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_get_brings_status_headers_type_and_body),
        cmocka_unit_test(folded_headers_and_old_dates_are_read),
        cmocka_unit_test(statuses_that_are_no_success_are_answers),
        cmocka_unit_test(a_head_request_brings_headers_only),
        cmocka_unit_test(requests_say_who_asks_and_for_what),
        cmocka_unit_test(a_validator_cannot_smuggle_in_a_header),
        cmocka_unit_test(connections_are_used_again),
        cmocka_unit_test(redirects_are_followed_and_permanent_ones_told_apart),
        cmocka_unit_test(c50_redirects_in_a_circle_are_noticed),
        cmocka_unit_test(c50_only_so_many_redirects_are_followed),
        cmocka_unit_test(c50_redirects_lead_to_http_and_https_only),
        cmocka_unit_test(c50_other_schemes_are_not_asked_at_all),
        cmocka_unit_test(a_url_longer_than_servers_take_is_not_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
