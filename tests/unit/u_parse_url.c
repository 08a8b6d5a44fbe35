/* Tests of URL resolution: RFC 3986's own examples, then what browsers do and what is refused. */
#include "check.h"

#include "digest/limits.h"
#include "digest/sanitize.h"

static struct arena arena;

static str resolve(const char *base, const char *reference)
{
    arena_reset(&arena);
    return url_resolve(&arena, str_of(base), str_of(reference), true);
}

static str alone(const char *url)
{
    return resolve("", url);
}

static int release(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
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
        {"g#s", "http://a/b/c/g#s"},
        {"g?y#s", "http://a/b/c/g?y#s"},
        {";x", "http://a/b/c/;x"},
        {"g;x?y#s", "http://a/b/c/g;x?y#s"},
        {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},
        {"./", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},
        {"../../g", "http://a/g"},
        {"../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"/../g", "http://a/g"},
        {"g.", "http://a/b/c/g."},
        {"..g", "http://a/b/c/..g"},
        {"./../g", "http://a/b/g"},
        {"./g/.", "http://a/b/c/g/"},
        {"g/../h", "http://a/b/c/h"},
        {"g;x=1/../y", "http://a/b/c/y"},
        {"g?y/../x", "http://a/b/c/g?y/../x"},
        {"g#s/../x", "http://a/b/c/g#s/../x"},
        {"http:g", "http://a/b/c/g"},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        assert_str(resolve("http://a/b/c/d;p?q", table[i][0]), table[i][1]);
}

static void urls_are_read_as_browsers_read_them(void **state)
{
    (void)state;
    assert_str(alone("  https://Example.ORG/a\tb\nc  "), "https://example.org/abc");
    assert_str(alone("https:\\\\h\\a\\b?c\\d"), "https://h/a/b?c%5Cd");
    assert_str(alone("https:/h/x"), "https://h/x");
    assert_str(alone("HTTPS:////h/x"), "https://h/x");
    assert_str(resolve("https://h/a/", "\\\\g\\x"), "https://g/x");
    assert_str(alone("https://h"), "https://h/");
    assert_str(alone("https://h:443/x"), "https://h/x");
    assert_str(alone("http://h:443/x"), "http://h:443/x");
    assert_str(alone("http://h:/x"), "http://h/x");
    assert_str(alone("https://h/%2e%2E/a/%2e/b"), "https://h/a/b");
    assert_str(alone("https://u:p@h/x"), "https://h/x");
    assert_str(alone("https://a@b@h/x"), "https://h/x");
    assert_str(alone("http://[2001:DB8::1]:8080/"), "http://[2001:db8::1]:8080/");
    assert_str(alone("http://192.168.0.1/"), "http://192.168.0.1/");
}

static void only_legal_characters_come_out(void **state)
{
    (void)state;
    assert_str(alone("https://h/a b\"<>`{}|^[]é"),
               "https://h/a%20b%22%3C%3E%60%7B%7D%7C%5E%5B%5D%C3%A9");
    assert_str(alone("https://h/%zz%4"), "https://h/%25zz%254");
    assert_str(alone("https://h/%e6%97%a5"), "https://h/%e6%97%a5");
    assert_str(alone("https://h/?q=a b&c[]=é#f g#h"),
               "https://h/?q=a%20b&c%5B%5D=%C3%A9#f%20g%23h");
    assert_str(alone("https://münchen.example/ü"), "https://münchen.example/%C3%BC");
}

static void other_schemes_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:x",
        "data:text/html,x",
        "vbscript:x",
        "blob:https://h/x",
        "file:///etc/passwd",
        "ftp://h/x",
        "about:blank",
        "view-source:https://h/",
        "x",
        "/x",
        "//h/x",
        "",
        "#f",
        "?q",
        "http://",
        "https://?q",
        "http:///",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_str(alone(bad[i]), "");
    assert_str(resolve("https://h/", "javascript:x"), "");
    assert_str(resolve("ftp://h/", "x"), "");
}

static void bad_hosts_and_ports_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "http://a b/",       "http://a..b/",     "http://.a/",       "http://%61/",
        "http://256.1.1.1/", "http://1.2.3/",    "http://0x7f.1/",   "http://127.1/",
        "http://h:65536/",   "http://h:x/",      "http://[::1/",     "http://[::g]/",
        "http://a<b/",       "http://a\u2025b/", "http://a\uFF0Eb/", "http://a\u00ADb/",
        "http://a\\b@/",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (alone(bad[i]).n > 0 && !str_is(alone(bad[i]), "http://a/b@/"))
            fail_msg("%s gave %.*s", bad[i], STR_ARGS(alone(bad[i])));
}

static void mailto_and_tel_are_for_links_only(void **state)
{
    (void)state;
    assert_str(alone("mailto:a@b.example?subject=x y"), "mailto:a@b.example?subject=x%20y");
    assert_str(alone("tel:+49 30 123"), "tel:+4930123");
    assert_str(alone("mailto:"), "");
    arena_reset(&arena);
    assert_str(url_resolve(&arena, (str){0}, STR("mailto:a@b.example"), false), "");
}

static void resolving_again_changes_nothing(void **state)
{
    (void)state;
    static const char *const urls[] = {
        "https://h/a b?c d#e f", "https://é.example/%zz", "http://h:80/../x;y=1,2?a=b&c#d?e",
        "mailto:ä@b?x",          "tel:+1 (2) 3#4",        "https://h/a%2Fb%252e",
    };
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        struct arena a = {0};
        str once = url_resolve(&a, (str){0}, str_of(urls[i]), true);
        str twice = url_resolve(&a, (str){0}, once, true);
        assert_true(once.n > 0 && str_eq(once, twice));
        arena_release(&a);
    }
}

static void too_long_ones_are_refused(void **state)
{
    (void)state;
    struct buf url = buf_init(1 << 20);
    buf_addz(&url, "https://h/");
    while (url.n < LIMIT_URL)
        buf_addc(&url, 'a');
    arena_reset(&arena);
    assert_int_equal(url_resolve(&arena, (str){0}, buf_str(&url), true).n, LIMIT_URL);
    buf_addc(&url, 'a');
    assert_str(url_resolve(&arena, (str){0}, buf_str(&url), true), "");
    buf_release(&url);
}

int u_parse_url(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_resolve_as_in_rfc_3986_5_4),
        cmocka_unit_test(urls_are_read_as_browsers_read_them),
        cmocka_unit_test(only_legal_characters_come_out),
        cmocka_unit_test(other_schemes_are_refused),
        cmocka_unit_test(bad_hosts_and_ports_are_refused),
        cmocka_unit_test(mailto_and_tel_are_for_links_only),
        cmocka_unit_test(resolving_again_changes_nothing),
        cmocka_unit_test(too_long_ones_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}
