/* What is decided by looking at URLs and addresses alone. */
#include "check.h"

#include <netdb.h>
#include <netinet/in.h>

#include "../../src/fetch/http_address.h"
#include "../../src/fetch/http_proxy.h"
#include "../../src/fetch/http_secret.h"
#include "../../src/fetch/http_url.h"
#include "digest/http.h"

/* -- Addresses -------------------------------------------------------------------------------- */

static bool text_is_public(const char *text)
{
    struct addrinfo *found, hints = {.ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM};
    assert_int_equal(getaddrinfo(text, NULL, &hints, &found), 0);
    bool by_address = address_is_public(found->ai_addr);
    freeaddrinfo(found);
    assert_int_equal(by_address, address_text_is_public(str_of(text)));
    return by_address;
}

static void addresses_that_are_not_public_are_known(void **state)
{
    (void)state;
    static const char *const closed[] = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.170",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:a9fe:a9fe",
        "64:ff9b::7f00:1",
        "64:ff9b::10.1.2.3",
        "64:ff9b:1::808:808",
        "100::1",
        "2001::1",
        "2001:0:1:2:3:4:5:6",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2002:c0a8:101::1",
        "3fff::1",
        "4000::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "ff02::1",
    };
    for (size_t i = 0; i < sizeof closed / sizeof closed[0]; i++)
        if (text_is_public(closed[i]))
            fail_msg("%s counts as public", closed[i]);
}

static void public_addresses_are_let_through(void **state)
{
    (void)state;
    static const char *const open[] = {
        "1.1.1.1",         "8.8.8.8",          "9.255.255.255",      "11.0.0.0",
        "100.63.255.255",  "100.128.0.0",      "126.255.255.255",    "128.0.0.1",
        "169.253.0.1",     "172.15.0.1",       "172.32.0.1",         "192.0.1.1",
        "192.167.0.1",     "198.17.0.1",       "198.20.0.1",         "203.0.114.1",
        "223.255.255.254", "2606:4700::1111",  "2a00:1450:4001::64", "2002:808:808::1",
        "::ffff:8.8.8.8",  "64:ff9b::8.8.8.8", "2001:200::1",
    };
    for (size_t i = 0; i < sizeof open / sizeof open[0]; i++)
        if (!text_is_public(open[i]))
            fail_msg("%s does not count as public", open[i]);
}

static void a_socket_that_is_none_of_the_internets_is_not_public(void **state)
{
    (void)state;
    char shown[ADDRESS_SHOWN];
    struct sockaddr_storage local = {.ss_family = AF_UNIX};
    assert_false(address_is_public((struct sockaddr *)&local));
    address_show((struct sockaddr *)&local, shown);
    assert_string_equal(shown, "");
}

static void local_hosts_are_known_by_name(void **state)
{
    (void)state;
    static const char *const local[] = {"localhost", "a.localhost", "LOCALHOST",     "intranet",
                                        "nas.local", "x.internal",  "10.1.1.1",      "::1",
                                        "fe80::1",   "h.home.arpa", "h.localdomain", "0x7f.1",
                                        "127.1",     "a.0X7F",      "10.0.0.1.5"};
    static const char *const open[] = {"example.org",  "8.8.8.8", "mylocal.example",
                                       "2606:4700::1", "a.x1",    "1.example"};
    for (size_t i = 0; i < sizeof local / sizeof local[0]; i++)
        assert_true(address_host_is_local(str_of(local[i])));
    for (size_t i = 0; i < sizeof open / sizeof open[0]; i++)
        assert_false(address_host_is_local(str_of(open[i])));
}

/* -- Proxies ---------------------------------------------------------------------------------- */

static void exceptions_from_proxies_are_names_addresses_and_networks(void **state)
{
    (void)state;
    static const struct {
        const char *host, *list;
        bool in;
    } table[] = {
        {"example.org", "*", true},
        {"example.org", "example.org", true},
        {"www.example.org", "example.org", true},
        {"www.example.org", ".example.org", true},
        {"example.org", ".example.org", true},
        {"badexample.org", "example.org", false},
        {"example.org", "www.example.org", false},
        {"EXAMPLE.org", "localhost, Example.ORG", true},
        {"example.org", "a b,c  example.org", true},
        {"example.org", "", false},
        {"example.org", " , ,", false},
        {"127.0.0.1", "localhost,127.0.0.1", true},
        {"10.1.2.3", "10.0.0.0/8", true},
        {"11.1.2.3", "10.0.0.0/8", false},
        {"10.1.2.3", "2.3", false},
        {"::1", "::1", true},
        {"fd00::7", "fc00::/7", true},
        {"10.1.2.3", "10.0.0.0/99", false},
        {"10.1.2.3", "::/0", false},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (address_in_list(str_of(table[i].host), str_of(table[i].list)) != table[i].in)
            fail_msg("%s in \"%s\"", table[i].host, table[i].list);
}

static void a_proxy_is_chosen_by_scheme_and_exceptions(void **state)
{
    (void)state;
    struct arena a = {0};
    struct url web, secure, near;
    struct proxies p = {STR("http://p:1"), STR("http://s:2"), STR("localhost")};
    assert_int_equal(url_read(&web, &a, STR("http://example.org/")), URL_GOOD);
    assert_int_equal(url_read(&secure, &a, STR("https://example.org/")), URL_GOOD);
    assert_int_equal(url_read(&near, &a, STR("http://localhost/")), URL_GOOD);
    assert_str(proxies_for(&p, &web), "http://p:1");
    assert_str(proxies_for(&p, &secure), "http://s:2");
    assert_str(proxies_for(&p, &near), "");
    arena_release(&a);
}

/* -- URLs ------------------------------------------------------------------------------------- */

static void urls_are_read_in_one_spelling(void **state)
{
    (void)state;
    static const struct {
        const char *url, *text, *host;
        unsigned port;
    } table[] = {
        {"http://Example.ORG", "http://Example.ORG/", "example.org", 80},
        {" https://example.org./a#b ", "https://example.org./a", "example.org", 443},
        {"http://u:p@example.org:8080/x?y", "http://example.org:8080/x?y", "example.org", 8080},
        {"HTTP://example.org/a b", "http://example.org/a%20b", "example.org", 80},
        {"http://[::1]:81/", "http://[::1]:81/", "::1", 81},
        {"http://0x7f.1/", "http://127.0.0.1/", "127.0.0.1", 80},
        {"http://2130706433/", "http://127.0.0.1/", "127.0.0.1", 80},
        {"http://127.1/", "http://127.0.0.1/", "127.0.0.1", 80},
        {"http://%31%30.0.0.1/", "http://10.0.0.1/", "10.0.0.1", 80},
        {"http://example.org/\xC3\xA4", "http://example.org/%c3%a4", "example.org", 80},
        {"http://M\xC3\xBCnchen.example:81/\xC3\xBC?a#b",
         "http://xn--mnchen-3ya.example:81/%c3%bc?a", "xn--mnchen-3ya.example", 81},
        {"http://\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x97.1/", "http://127.0.0.1/", "127.0.0.1", 80},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct url u;
        assert_int_equal(url_read(&u, &a, str_of(table[i].url)), URL_GOOD);
        assert_str(u.host, table[i].host);
        assert_true(str_eq_nocase(u.text, str_of(table[i].text)));
        assert_int_equal(u.port, table[i].port);
        assert_int_equal(u.login, i == 2);
    }
    arena_release(&a);
}

static void urls_that_are_none_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *url;
        enum url_fault fault;
    } table[] = {
        {"", URL_MALFORMED},
        {"example.org", URL_MALFORMED},
        {"/path", URL_MALFORMED},
        {"http://", URL_MALFORMED},
        {"http://a:99999/", URL_MALFORMED},
        {"http://a:0/", URL_MALFORMED},
        {"http://a b/", URL_MALFORMED},
        {"http://a/\nb", URL_MALFORMED},
        {"http://\xC3\xBC\xCC\x88\xFF/", URL_MALFORMED},
        {"file:///etc/passwd", URL_FOREIGN},
        {"ftp://a/", URL_FOREIGN},
        {"javascript:alert(1)", URL_FOREIGN},
        {"data:,x", URL_FOREIGN},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct url u;
        if (url_read(&u, &a, str_of(table[i].url)) != table[i].fault)
            fail_msg("%s", table[i].url);
    }
    assert_int_equal(url_read(&(struct url){0}, &a, STR("http://a/\0b")), URL_MALFORMED);
    arena_release(&a);
}

static void references_resolve_as_in_rfc_3986_5_4(void **state)
{
    (void)state;
    static const char *const table[][2] = {
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g/"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"#s", "http://a/b/c/d;p?q#s"},
        {"g?y#s", "http://a/b/c/g?y#s"},
        {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../../g", "http://a/g"},
        {"../../../g", "http://a/g"},
        {" https://x/y ", "https://x/y"},
        {"a b", "http://a/b/c/a%20b"},
        {"mailto:x@y", ""},
        {"javascript:alert(1)", ""},
        {"file:///etc/passwd", ""},
        {"http://[1/", ""},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        str got = http_resolve(&a, STR("http://a/b/c/d;p?q"), str_of(table[i][0]));
        if (!str_is(got, table[i][1]))
            fail_msg("%s: %.*s", table[i][0], STR_ARGS(got));
    }
    assert_str(http_resolve(&a, STR("relative/base"), STR("g")), "");
    assert_str(http_resolve(&a, STR("file:///a"), STR("g")), "");
    assert_str(http_resolve(&a, STR(""), STR("http://x/")), "");
    arena_release(&a);
}

static bool covers(const char *place, const char *url, bool credentials)
{
    struct arena a = {0};
    struct url p, u;
    assert_int_equal(url_read(&p, &a, str_of(place)), URL_GOOD);
    assert_int_equal(url_read(&u, &a, str_of(url)), URL_GOOD);
    bool yes = credentials ? url_may_have_credentials(&p, &u) : url_covers(&p, &u);
    arena_release(&a);
    return yes;
}

static void trust_is_for_one_host_and_port(void **state)
{
    (void)state;
    assert_true(covers("http://a/", "http://A:80/x", false));
    assert_true(covers("http://a/", "https://a/", false));
    assert_true(covers("http://a:8080/", "http://a:8080/x?y", false));
    assert_false(covers("https://a/", "http://a/", false));
    assert_false(covers("http://a:8080/", "https://a/", false));
    assert_false(covers("http://a/", "http://a:81/", false));
    assert_false(covers("http://a/", "http://www.a/", false));
    assert_false(covers("http://a/", "http://a.evil/", false));
    assert_false(covers("http://a/", "http://a@evil/", false));
}

static void credentials_go_where_nobody_listens(void **state)
{
    (void)state;
    assert_true(covers("https://a/", "https://a/x", true));
    assert_true(covers("http://localhost:8080/", "http://localhost:8080/x", true));
    assert_true(covers("http://127.0.0.1/", "https://127.0.0.1/", true));
    assert_true(covers("http://[::1]:1/", "http://[::1]:1/", true));
    assert_false(covers("http://a/", "http://a/", true));
    assert_false(covers("https://a:8443/", "http://a:8443/", true));
    assert_false(covers("https://localhost:8443/", "http://localhost:8443/", true));
    assert_false(covers("https://a/", "https://b/", true));
    assert_false(covers("http://localhost:8080/", "http://localhost:8081/", true));
    assert_false(covers("http://127.0.0.1.evil.org/", "http://127.0.0.1.evil.org/", true));
}

/* -- Secrets ---------------------------------------------------------------------------------- */

static void secrets_in_urls_are_not_shown(void **state)
{
    (void)state;
    static const char *const table[][2] = {
        {"https://u:pw@h/x", "https://h/x"},
        {"https://u@h", "https://h"},
        {"https://u:p@ss@h/", "https://h/"},
        {"https://h/a@b", "https://h/a@b"},
        {"https://h/?key=1&b=2", "https://h/?key=REDACTED&b=2"},
        {"https://h/?a=1&api_key=xyz#f", "https://h/?a=1&api_key=REDACTED#f"},
        {"https://h/?PASSWORD=1&Token=2", "https://h/?PASSWORD=REDACTED&Token=REDACTED"},
        {"https://h/?consumer_secret=c&consumer_key=d",
         "https://h/?consumer_secret=REDACTED&consumer_key=REDACTED"},
        {"https://h/?sig=s&X-Amz-Signature=t", "https://h/?sig=REDACTED&X-Amz-Signature=REDACTED"},
        {"https://h/?author=3&keyword=k&per_page=100",
         "https://h/?author=3&keyword=k&per_page=100"},
        {"https://h/?key=", "https://h/?key=REDACTED"},
        {"see <https://u:p@h/?token=a&amp;key=b>; x",
         "see <https://h/?token=REDACTED&amp;key=REDACTED>; x"},
        {"//u:p@h///v:w@i", "//h///i"},
        {"", ""},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        assert_str(secret_url(&a, str_of(table[i][0])), table[i][1]);
    arena_release(&a);
}

static void known_secrets_are_struck_out_wherever_they_are(void **state)
{
    (void)state;
    struct arena a = {0};
    struct secrets s = {0};
    struct buf out = buf_init(1000);
    secrets_add(&s, &a, STR("short"));
    secrets_add(&s, &a, STR("abcdef"));
    secrets_add(&s, &a, STR("abcdefghi"));
    secrets_add_of_url(&s, &a, STR("http://h/?key=qwertz&a=uiopas"));
    secrets_strike(&out, &s, STR("short abcdef-abcdefghi qwertzqwertz uiopas"));
    assert_str(buf_str(&out), "short REDACTED-REDACTED REDACTEDREDACTED uiopas");
    buf_release(&out);
    arena_release(&a);
}

int u_fetch_http_address(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_that_are_not_public_are_known),
        cmocka_unit_test(public_addresses_are_let_through),
        cmocka_unit_test(a_socket_that_is_none_of_the_internets_is_not_public),
        cmocka_unit_test(local_hosts_are_known_by_name),
        cmocka_unit_test(exceptions_from_proxies_are_names_addresses_and_networks),
        cmocka_unit_test(a_proxy_is_chosen_by_scheme_and_exceptions),
        cmocka_unit_test(urls_are_read_in_one_spelling),
        cmocka_unit_test(urls_that_are_none_are_refused),
        cmocka_unit_test(references_resolve_as_in_rfc_3986_5_4),
        cmocka_unit_test(trust_is_for_one_host_and_port),
        cmocka_unit_test(credentials_go_where_nobody_listens),
        cmocka_unit_test(secrets_in_urls_are_not_shown),
        cmocka_unit_test(known_secrets_are_struck_out_wherever_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
