/* What belongs to a source: who gets its credentials, and where what it delivered may lead. */
#include "http_check.h"
#include "sandbox.h"

#define SECRET      "abcd EFGH ijkl"
#define SECRET_LINE "Authorization: Basic ZWRpdG9yOmFiY2QgRUZHSCBpamts\r\n" /* editor:… */

/* Answers with whatever the context says, a NUL-terminated answer in full, for "/", else "good". */
static void answer_first(void *context, const struct http_ask *ask, struct http_reply *reply)
{
    if (str_is(ask->target, "/"))
        buf_addz(&reply->bytes, context);
    else
        http_reply_body(reply, 200, NULL, STR("good"));
}

/* -- Credentials ------------------------------------------------------------------------------ */

static void set_credentials(struct http_check *c, struct sandbox *box)
{
    sandbox_open(box);
    sandbox_write(box, "password", SECRET "\r\n");
    c->source.user = STR("editor");
    c->source.password_file = str_of(sandbox_at(box, "password"));
}

static void c49_a_password_from_a_file_goes_to_the_sources_host(void **state)
{
    (void)state;
    struct http_check c;
    struct sandbox box;
    check_start(&c, answer_first, NULL);
    set_credentials(&c, &box);
    check_open(&c);
    check_answers(&c, "/x", 200, "good");
    assert_true(str_has(http_server_head(&c.server, 0), STR(SECRET_LINE)));
    c.request.content = true; /* images of a closed site are closed, too */
    check_answers(&c, "/y", 200, "good");
    assert_true(str_has(http_server_head(&c.server, 1), STR(SECRET_LINE)));
    check_end(&c);
    sandbox_close(&box);
}

static void c49_a_password_comes_from_the_environment(void **state)
{
    (void)state;
    struct http_check c;
    check_start(&c, answer_first, NULL);
    setenv("DIGEST_TEST_PASSWORD", SECRET, 1);
    c.source.user = STR("editor");
    c.source.password_env = STR("DIGEST_TEST_PASSWORD");
    check_open(&c);
    unsetenv("DIGEST_TEST_PASSWORD");
    check_answers(&c, "/x", 200, "good");
    assert_true(str_has(http_server_head(&c.server, 0), STR(SECRET_LINE)));
    check_end(&c);
}

static void c49_credentials_do_not_follow_to_another_port(void **state)
{
    (void)state;
    struct http_check c;
    struct http_server other;
    struct sandbox box;
    http_server_start(&other, answer_first, NULL);
    check_start(&c, answer_first, NULL);
    set_credentials(&c, &box);
    c.source.home = http_server_url(&other, &c.arena, "/"); /* so that it may be gone to */
    c.server.context = check_text(
        arena_printf(&c.arena, "HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n",
                     http_server_url(&other, &c.arena, "/there").p)
            .p);
    check_open(&c);
    check_answers(&c, "/", 200, "good");
    assert_true(str_has(http_server_head(&c.server, 0), STR("Authorization")));
    assert_false(str_has(http_server_head(&other, 0), STR("Authorization")));
    check_end(&c);
    http_server_stop(&other);
    http_server_release(&other);
    sandbox_close(&box);
}

/* Fails unless opening a site fails for those reasons, and without telling the secret. */
static void check_refused(const struct source *source, const char *why, const char *hint)
{
    struct http *http;
    struct http_site *site;
    struct err err = {0};
    assert_true(http_open(&http, &(struct http_options){.per_host = 1}, &err));
    http->proxies = (struct proxies){0};
    assert_false(http_site_open(&site, http, source, &err));
    if (err.code != ERR_CONFIG || !strstr(err.why, why) || !strstr(err.hint, hint))
        fail_msg("code %d: %s; %s", (int)err.code, err.why, err.hint);
    assert_null(strstr(err.file, "s3cret"));
    assert_null(strstr(err.why, "s3cret"));
    http_close(http);
}

static void c49_credentials_that_cannot_be_kept_safe_are_refused(void **state)
{
    (void)state;
    struct sandbox box;
    sandbox_open(&box);
    sandbox_write(&box, "password", "s3cret");
    sandbox_write(&box, "empty", "\n");
    str file = str_of(sandbox_at(&box, "password"));
    struct source s = {.location = STR("http://example.org/"), .user = STR("u")};
    s.password_file = file;
    check_refused(&s, "over plain http", "https://");
    s.location = STR("https://u:s3cret@example.org/");
    check_refused(&s, "user name or password in it", "`password_env:`");
    s.location = STR("https://example.org/");
    s.user = STR("a:b");
    check_refused(&s, "colon", "");
    s.user = STR("u");
    s.password_file = str_of(sandbox_at(&box, "empty"));
    check_refused(&s, "empty", "");
    s.password_file = str_of(sandbox_at(&box, "missing"));
    check_refused(&s, "", "`password_file:`");
    s.password_file = (str){0};
    check_refused(&s, "no password", "`password_env:`");
    s.password_env = STR("DIGEST_TEST_UNSET");
    check_refused(&s, "DIGEST_TEST_UNSET is not set", "password of user \"u\"");
    s.user = s.password_env = (str){0};
    s.ca_file = file;
    check_refused(&s, "no certificates", "BEGIN CERTIFICATE");
    s.ca_file = str_of(sandbox_at(&box, "missing"));
    check_refused(&s, "", "`ca_file:`");
    sandbox_close(&box);
}

static void passwords_do_not_go_to_a_proxy_in_the_clear(void **state)
{
    (void)state;
    struct sandbox box;
    struct http_check c;
    struct http_site *site;
    check_begin(&c, answer_first, NULL);
    set_credentials(&c, &box);
    c.http->proxies.http = STR("http://127.0.0.1:9");
    assert_false(http_site_open(&site, c.http, &c.source, &c.err));
    assert_int_equal(c.err.code, ERR_CONFIG);
    assert_non_null(strstr(c.err.hint, "no_proxy"));
    check_end(&c);
    sandbox_close(&box);
}

/* -- Addresses -------------------------------------------------------------------------------- */

static void fetched_content_leads_to_public_addresses_only(void **state)
{
    (void)state;
    static const char *const hosts[] = {
        "127.0.0.1",  "localhost",       "a.localhost",     "0.0.0.0", "127.1",
        "2130706433", "0x7f000001",      "0177.0.0.1",      "[::1]",   "[::ffff:127.0.0.1]",
        "[::]",       "%31%32%37.0.0.1", "[::ffff:7f00:1]",
    };
    struct http_check c;
    struct http_server inside;
    http_server_start(&inside, answer_first, NULL);
    check_begin(&c, answer_first, NULL);
    c.request.content = true;
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        str url = arena_printf(&c.arena, "http://%s:%u/x", hosts[i], (unsigned)inside.port);
        if (check_get_url(&c, url) || c.err.code != ERR_REFUSED)
            fail_msg("%s: code %d, %s", url.p, (int)c.err.code, c.err.why);
        assert_non_null(strstr(c.err.why, "not a public address"));
    }
    assert_int_equal(http_server_count(&inside), 0);
    assert_int_equal(inside.connection_count, 0);
    c.request.content = false; /* what the user wrote may */
    assert_true(check_get_url(&c, http_server_url(&inside, &c.arena, "/x")));
    c.request.content = true; /* and the connection made for it is not for content */
    assert_false(check_get_url(&c, http_server_url(&inside, &c.arena, "/y")));
    assert_int_equal(c.err.code, ERR_REFUSED);
    check_answers(&c, "/x", 200, "good"); /* the source's own host and port */
    assert_int_equal(http_server_count(&inside), 1);
    check_end(&c);
    http_server_stop(&inside);
    http_server_release(&inside);
}

static void link_local_and_private_addresses_are_not_tried(void **state)
{
    (void)state;
    static const char *const urls[] = {
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "https://192.168.1.1/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[64:ff9b::a00:1]/",
        "http://224.0.0.1/",
    };
    struct http_check c;
    check_begin(&c, answer_first, NULL);
    c.request.content = true;
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        int64_t began = system_ms();
        assert_false(check_get_url(&c, str_of(urls[i])));
        assert_int_equal(c.err.code, ERR_REFUSED);
        assert_true(system_ms() - began < 1000);
    }
    check_end(&c);
}

static void a_feed_of_a_fetched_list_must_be_at_a_public_address(void **state)
{
    (void)state;
    struct http_check c;
    check_start(&c, answer_first, NULL);
    c.source.listed = true;
    check_open(&c);
    check_fails(&c, "/", ERR_REFUSED, "not a public address");
    check_end(&c);
}

static void redirects_lead_to_public_addresses_only(void **state)
{
    (void)state;
    struct http_check c;
    struct http_server inside;
    http_server_start(&inside, answer_first, NULL);
    check_start(&c, answer_first, NULL);
    c.server.context = check_text(
        arena_printf(&c.arena, "HTTP/1.1 301 Moved\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n",
                     http_server_url(&inside, &c.arena, "/x").p)
            .p);
    check_open(&c);
    check_fails(&c, "/", ERR_REFUSED,
                "127.0.0.1 is not a public address (redirected to http://127.0.0.1:");
    assert_int_equal(inside.connection_count, 0);
    assert_int_equal(http_server_count(&c.server), 1); /* and not tried again */
    check_end(&c);
    http_server_stop(&inside);
    http_server_release(&inside);
}

static void a_source_that_is_a_file_trusts_nothing(void **state)
{
    (void)state;
    struct http_check c;
    check_start(&c, answer_first, NULL);
    c.source.location = STR("clippings/");
    check_open(&c);
    c.request.content = true;
    check_fails(&c, "/x", ERR_REFUSED, "not a public address");
    check_end(&c);
}

/* -- Proxies ---------------------------------------------------------------------------------- */

static void a_proxy_is_asked_with_the_whole_url(void **state)
{
    (void)state;
    struct http_check c;
    struct http_server proxy;
    http_server_start(&proxy, answer_first, NULL);
    check_begin(&c, answer_first, NULL);
    c.http->proxies.http = http_server_url(&proxy, &c.arena, "");
    c.request.content = true;
    assert_true(check_get_url(&c, STR("http://news.example.org/x")));
    assert_true(str_starts(http_server_head(&proxy, 0), STR("GET http://news.example.org/x HTTP")));
    check_answers(&c, "/x", 200, "good"); /* the source's own address, by the proxy as well */
    assert_int_equal(http_server_count(&proxy), 2);
    static const char *const local[] = {"http://10.0.0.1/", "http://localhost/", "http://nas/",
                                        "http://[::1]/", "http://x.internal/"};
    for (size_t i = 0; i < sizeof local / sizeof local[0]; i++) {
        assert_false(check_get_url(&c, str_of(local[i])));
        assert_int_equal(c.err.code, ERR_REFUSED);
    }
    assert_int_equal(http_server_count(&proxy), 2);
    check_end(&c);
    http_server_stop(&proxy);
    http_server_release(&proxy);
}

static void proxies_are_read_from_the_environment(void **state)
{
    (void)state;
    struct arena a = {0};
    setenv("http_proxy", "http://one:1", 1);
    unsetenv("https_proxy");
    setenv("HTTPS_PROXY", "http://two:2", 1);
    setenv("no_proxy", "localhost", 1);
    struct proxies p = proxies_read(&a);
    assert_str(p.http, "http://one:1");
    assert_str(p.https, "http://two:2");
    assert_str(p.except, "localhost");
    unsetenv("http_proxy");
    unsetenv("HTTPS_PROXY");
    setenv("HTTP_PROXY", "http://evil:1", 1);
    setenv("ALL_PROXY", "http://all:3", 1);
    p = proxies_read(&a);
    assert_str(p.http, "http://all:3");
    assert_str(p.https, "http://all:3");
    unsetenv("HTTP_PROXY");
    unsetenv("ALL_PROXY");
    unsetenv("no_proxy");
    arena_release(&a);
}

static void libcurl_does_not_look_for_proxies_by_itself(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, answer_first, NULL);
    setenv("http_proxy", "http://127.0.0.1:9", 1);
    setenv("all_proxy", "http://127.0.0.1:9", 1);
    check_answers(&c, "/x", 200, "good");
    unsetenv("http_proxy");
    unsetenv("all_proxy");
    check_end(&c);
}

int u_fetch_http_site(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(c49_a_password_from_a_file_goes_to_the_sources_host),
        cmocka_unit_test(c49_a_password_comes_from_the_environment),
        cmocka_unit_test(c49_credentials_do_not_follow_to_another_port),
        cmocka_unit_test(c49_credentials_that_cannot_be_kept_safe_are_refused),
        cmocka_unit_test(passwords_do_not_go_to_a_proxy_in_the_clear),
        cmocka_unit_test(fetched_content_leads_to_public_addresses_only),
        cmocka_unit_test(link_local_and_private_addresses_are_not_tried),
        cmocka_unit_test(a_feed_of_a_fetched_list_must_be_at_a_public_address),
        cmocka_unit_test(redirects_lead_to_public_addresses_only),
        cmocka_unit_test(a_source_that_is_a_file_trusts_nothing),
        cmocka_unit_test(a_proxy_is_asked_with_the_whole_url),
        cmocka_unit_test(libcurl_does_not_look_for_proxies_by_itself),
        cmocka_unit_test(proxies_are_read_from_the_environment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
