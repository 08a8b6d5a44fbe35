/* What comes instead of an answer, by name and with a remedy: statements C39 to C43, tests/README.md. */
#include "live_site.h"

/* An answer made by hand. */
struct made {
    struct arena arena;
    struct http_response response;
};

/* `headers` are lines "name: value\n", names in lower case. */
static void make(struct made *m, int status, const char *headers, const char *body)
{
    str rest = str_of(headers), line;
    *m = (struct made){.response = {.status = status,
                                    .url = STR("https://e.org/wp-json/wp/v2/posts?page=2"),
                                    .body = buf_init(64 << 20)}};
    m->response.headers = arena_array(&m->arena, 20, sizeof *m->response.headers);
    while (str_next_line(&rest, &line)) {
        size_t colon = str_find_char(line, ':', 0);
        struct http_header header = {str_slice(line, 0, colon), str_slice(line, colon + 2, line.n)};
        m->response.headers[m->response.header_count++] = header;
        if (str_is(header.name, "content-type"))
            m->response.type = str_slice(header.value, 0, str_find_char(header.value, ';', 0));
    }
    buf_addz(&m->response.body, body);
}

static void unmake(struct made *m)
{
    http_response_release(&m->response);
    arena_release(&m->arena);
}

static const char *const answers[] = {"good", "an error", "blocked", "down", "foreign"};

struct expected {
    int status;
    const char *headers, *body;
    enum answer answer;
    const char *why, *hint; /* parts of them; null: whatever */
};

static void check(const struct expected *c)
{
    struct made m;
    struct err err = {0};
    make(&m, c->status, c->headers, c->body);
    enum answer answer = answer_judge(&m.response);
    if (answer != c->answer)
        fail_msg("%d %s%.60s: %s instead of %s", c->status, c->headers, c->body, answers[answer],
                 answers[c->answer]);
    if (answer != ANSWER_GOOD) {
        assert_false(answer_explain(&m.arena, &m.response, &err));
        assert_has(err.why, c->why ? c->why : "");
        assert_has(err.hint, c->hint ? c->hint : "");
        assert_true(err.hint[0]);
        assert_string_equal(err.file, "https://e.org/wp-json/wp/v2/posts?page=2");
        assert_int_equal(err.code, answer == ANSWER_DOWN ? ERR_NETWORK : ERR_REFUSED);
        assert_null(strchr(err.why, '\n'));
    }
    unmake(&m);
}

#define CHECK(cases)                                                                               \
    for (size_t i_ = 0; i_ < sizeof(cases) / sizeof(cases)[0]; i_++)                               \
    check(&(cases)[i_])

#define JSON "content-type: application/json; charset=UTF-8\n"
#define HTML "content-type: text/html; charset=UTF-8\n"

static void c39_marks_and_space_before_and_comments_behind_json_are_good(void **state)
{
    static const struct expected cases[] = {
        {200, JSON, "[]", ANSWER_GOOD, NULL, NULL},
        {200, JSON, "\xEF\xBB\xBF[{\"id\":1}]", ANSWER_GOOD, NULL, NULL},
        {200, JSON, "\n\n \t[{\"id\":1}]", ANSWER_GOOD, NULL, NULL},
        {200, JSON, "\xEF\xBB\xBF\r\n{\"id\":1}\n<!-- cached -->", ANSWER_GOOD, NULL, NULL},
        {200, HTML, "[{\"id\":1}]", ANSWER_GOOD, NULL, NULL},
        {200, "", "{}", ANSWER_GOOD, NULL, NULL},
        {200, JSON, "", ANSWER_FOREIGN, "nothing instead of", NULL},
        {200, JSON "x-wp-total: 7\n", "", ANSWER_GOOD, NULL, NULL}, /* HEAD */
        {200, "content-type: application/javascript\n", "/**/cb([])", ANSWER_FOREIGN, "plain text",
         NULL},
    };
    (void)state;
    CHECK(cases);
}

static void c40_php_before_the_json_is_quoted_cleaned(void **state)
{
    static const struct expected cases[] = {
        {200, JSON,
         "<br />\n<b>Warning</b>:  Undefined array key &quot;x&quot; in <b>/var/www/a.php</b> on "
         "line "
         "<b>3</b><br />\n[{\"id\":1}]",
         ANSWER_DOWN,
         "a message of PHP came first: \u201CWarning: Undefined array key \"x\" in /var/www/a.php "
         "on "
         "line 3 [{\"id\":1}]\u201D",
         "owner"},
        {200, JSON, "PHP Notice:  \x1B[31mtrying to get\nproperty [{}]", ANSWER_DOWN,
         "\u201CPHP Notice: [31mtrying to get property", "owner"},
        {200, JSON, "<?php\n/* a plugin */\n[{}]", ANSWER_DOWN,
         "PHP source code came first: \u201C<?php /* a plugin */ [{}]\u201D", "owner"},
        {500, HTML, "<br />\n<b>Fatal error</b>:  Uncaught Error: Call to undefined", ANSWER_DOWN,
         "\u201CFatal error: Uncaught Error: Call to undefined\u201D (status 500)", "owner"},
    };
    struct made m;
    struct err err = {0};
    char body[600] = "<b>Deprecated</b>: ";
    (void)state;
    CHECK(cases);
    memset(body + strlen(body), 'x', 500);
    make(&m, 200, JSON, body);
    answer_explain(&m.arena, &m.response, &err);
    assert_has(err.why, "\u201C"
                        "Deprecated: xxx");
    assert_has(err.why, "x\u2026\u201D");
    assert_true(strlen(err.why) < 130);
    unmake(&m);
}

static void c41_pages_with_status_200_are_recognised(void **state)
{
    static const struct expected cases[] = {
        {200, JSON, "<!DOCTYPE html><title>News &amp; Views</title>", ANSWER_FOREIGN,
         "an HTML page \u201CNews & Views\u201D instead of an answer of WordPress's REST interface",
         "`feed:`"},
        {200, HTML, "<html><body><form name=\"loginform\" id=\"loginform\" action=\"\">",
         ANSWER_BLOCKED, "login page", "password_env"},
        {200, HTML, "<title>Maintenance mode</title>", ANSWER_DOWN, "maintenance", "later"},
        {200, HTML, "<title>Coming Soon - My Site</title>", ANSWER_DOWN, "coming soon", "later"},
        {200, HTML, "<title>Just a moment...</title>", ANSWER_BLOCKED, "Cloudflare", "user_agent"},
        {200, "", "plain words", ANSWER_FOREIGN, "plain text instead of", NULL},
        {200, "content-type: image/png\n", "\x89PNG\r\n\x1A\n", ANSWER_FOREIGN, "a binary file",
         NULL},
    };
    (void)state;
    CHECK(cases);
}

static void c42_cloudflare_is_named_with_the_user_agent_setting(void **state)
{
    static const struct expected cases[] = {
        {403, HTML "server: cloudflare\n", "<title>403</title>", ANSWER_BLOCKED, "CDN, Cloudflare",
         "`fetch: user_agent:`"},
        {503, HTML "cf-ray: 8a-FRA\n", "no", ANSWER_BLOCKED, "Cloudflare", "allow"},
        {403, HTML "cf-ray: 8a\ncf-mitigated: challenge\n", "<title>Just a moment...</title>",
         ANSWER_BLOCKED, "Cloudflare's browser check", "`contact:`"},
        {200, HTML, "<script>window._cf_chl_opt={}</script>", ANSWER_BLOCKED, "browser check",
         NULL},
        {403, HTML "server: cloudflare\n", "<title>Attention Required! | Cloudflare</title>",
         ANSWER_BLOCKED, "Cloudflare's firewall", NULL},
        {522, HTML "server: cloudflare\n", "<title>522</title>", ANSWER_DOWN,
         "Cloudflare cannot reach", "later"},
        /* What came through Cloudflare but from the site is the site's. */
        {503, HTML "server: cloudflare\n",
         "<title>Maintenance</title>Briefly unavailable for scheduled maintenance. Check back.",
         ANSWER_DOWN, "maintenance mode", "later"},
        {403, JSON "server: cloudflare\n",
         "{\"code\":\"rest_forbidden_context\",\"message\":\"Sorry\",\"data\":{\"status\":403}}",
         ANSWER_ERROR, "\u201CSorry\u201D (rest_forbidden_context, status 403)", NULL},
    };
    (void)state;
    CHECK(cases);
}

static void c43_closed_interfaces_are_named_with_their_plugin(void **state)
{
#define ERROR(code, message)                                                                       \
    "{\"code\":\"" code "\",\"message\":\"" message "\",\"data\":{\"status\":401}}"
    static const struct expected cases[] = {
        {401, JSON, ERROR("rest_login_required", "REST API restricted to authenticated users."),
         ANSWER_BLOCKED, "closed to visitors (as the plugin Disable WP REST API does)", "`feed:`"},
        {401, JSON, ERROR("rest_cannot_access", "DRA: Only authenticated users can access."),
         ANSWER_BLOCKED, "Disable REST API", "application password"},
        {401, JSON, ERROR("itsec_rest_api_access_restricted", "You do not have"), ANSWER_BLOCKED,
         "Solid Security", NULL},
        {401, JSON, ERROR("rest_not_logged_in", "You are not currently logged in."), ANSWER_BLOCKED,
         "closed to visitors: \u201CYou are not currently logged in.\u201D (rest_not_logged_in, "
         "status 401)",
         NULL},
        {403, JSON, ERROR("somebody_elses_code", "No <b>way<\\/b> &amp; out"), ANSWER_BLOCKED,
         "\u201CNo way & out\u201D (somebody_elses_code, status 403)", NULL},
        {401, JSON, ERROR("rest_forbidden", "Sorry"), ANSWER_BLOCKED, "closed to visitors", NULL},
        {200, JSON, ERROR("rest_disabled", "changed by a proxy"), ANSWER_BLOCKED, "status 401",
         NULL},
        {403, JSON,
         "{\"error\":\"unauthorized\",\"message\":\"User cannot access this private blog.\"}",
         ANSWER_BLOCKED, "private blog", NULL},
        {401, JSON, ERROR("incorrect_password", "The password is <strong>wrong<\\/strong>."),
         ANSWER_ERROR, "The password is wrong.", "password_env"},
    };
    (void)state;
    CHECK(cases);
}

static void what_wordpress_says_of_one_post_is_its_own_word(void **state)
{
    static const char body[] =
        "{\"code\":\"rest_forbidden\",\"message\":\"Sorry\",\"data\":{\"status\":401}}";
    static const char me[] =
        "{\"code\":\"rest_not_logged_in\",\"message\":\"Sorry\",\"data\":{\"status\":401}}";
    static const struct {
        const char *url, *body, *code;
    } cases[] = {
        {"https://e.org/wp-json/wp/v2/posts/77?_fields=id", body, "rest_forbidden"},
        {"https://e.org/?rest_route=/wp/v2/posts/77&_fields=id", body, "rest_forbidden"},
        {"https://e.org/?rest_route=%2Fwp%2Fv2%2Fposts%2F77", body, "rest_forbidden"},
        {"https://e.org/wp-json/wp/v2/posts?page=7", body, ""},
        {"https://e.org/wp-json/wp/v2/users/me", me, "rest_not_logged_in"},
        {"https://e.org/wp-json/wp/v2/posts", me, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct made m;
        make(&m, 401, JSON, cases[i].body);
        m.response.url = str_of(cases[i].url);
        assert_str(answer_code(&m.arena, &m.response), cases[i].code);
        assert_int_equal(answer_judge(&m.response),
                         cases[i].code[0] ? ANSWER_ERROR : ANSWER_BLOCKED);
        unmake(&m);
    }
}

static void errors_have_a_code_and_lists_do_not(void **state)
{
    static const struct {
        int status;
        const char *body, *code;
    } cases[] = {
        {400,
         "{\"code\":\"rest_post_invalid_page_number\",\"message\":\"m\",\"data\":{\"status\":400}}",
         "rest_post_invalid_page_number"},
        {404,
         "\xEF\xBB\xBF{\"code\":\"rest_no_route\",\"message\":\"m\",\"data\":{\"status\":404}}",
         "rest_no_route"},
        {200, "{\"code\":\"rest_no_route\",\"message\":\"m\",\"data\":{\"status\":404}}",
         "rest_no_route"},
        {400, "{\"data\":{\"params\":{}},\"message\":\"m\",\"code\":\"rest_invalid_param\"}",
         "rest_invalid_param"},
        {500, "{\"code\":\"internal_server_error\",\"message\":\"m\",\"data\":{\"status\":500}}",
         ""},
        {200, "[{\"code\":\"x\",\"message\":\"m\",\"data\":{\"status\":404}}]", ""},
        {200, "{\"code\":\"x\",\"message\":\"m\"}", ""},
        {404, "{\"message\":\"no code\"}", ""},
        {404, "{\"code\":\"cut off", ""},
        {404, "<html>", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct made m;
        make(&m, cases[i].status, JSON, cases[i].body);
        assert_str(answer_code(&m.arena, &m.response), cases[i].code);
        if (cases[i].code[0])
            assert_int_equal(answer_judge(&m.response), ANSWER_ERROR);
        unmake(&m);
    }
}

static void failing_sites_are_down(void **state)
{
    static const struct expected cases[] = {
        {503, HTML,
         "<h1>Briefly unavailable for scheduled maintenance. Check back in a minute.</h1>",
         ANSWER_DOWN, "WordPress is in maintenance mode", "later"},
        {503, JSON,
         "{\"code\":\"wp_die\",\"message\":\"Briefly unavailable for scheduled "
         "maintenance.\",\"data\":"
         "{\"status\":503}}",
         ANSWER_DOWN, "Briefly unavailable", "later"},
        {500, HTML, "<h1>Error establishing a database connection</h1>", ANSWER_DOWN,
         "cannot reach its database (status 500)", "owner"},
        {500, JSON,
         "{\"code\":\"internal_server_error\",\"message\":\"<h1>Error establishing a database "
         "connection<\\/h1>\",\"data\":{\"status\":500}}",
         ANSWER_DOWN,
         "\u201C"
         "Error establishing a database connection\u201D",
         "owner"},
        {500, HTML, "<p>There has been a critical error on this website.</p>", ANSWER_DOWN,
         "fatal PHP error", "owner"},
        {502, HTML, "<title>502 Bad Gateway</title>", ANSWER_DOWN,
         "the server fails, with the page \u201C502 Bad Gateway\u201D (status 502)", "later"},
        {429, "", "", ANSWER_DOWN, "too many requests", "later"},
        {509, HTML, "", ANSWER_DOWN, "used up", NULL},
        {503, HTML, "<html>under Maintenance", ANSWER_DOWN, "maintenance", NULL},
        {500, "", "", ANSWER_DOWN, "the server fails (status 500)", NULL},
    };
    (void)state;
    CHECK(cases);
}

static void each_known_obstacle_has_its_name(void **state)
{
    static const struct expected cases[] = {
        {403, HTML, "<p>Generated by Wordfence at Mon", ANSWER_BLOCKED, "Wordfence", "user_agent"},
        {403, HTML "x-sucuri-id: 1\nx-sucuri-block: 1\n", "", ANSWER_BLOCKED, "Sucuri", NULL},
        {403, HTML, "<title>Sucuri WebSite Firewall - Access Denied</title>", ANSWER_BLOCKED,
         "Sucuri", NULL},
        {403, HTML "server: AkamaiGHost\n", "<h1>Access Denied</h1>", ANSWER_BLOCKED, "Akamai",
         NULL},
        {403, HTML, "https://errors.edgesuite.net/18.x", ANSWER_BLOCKED, "Akamai", NULL},
        {403, HTML "server: ddos-guard\n", "", ANSWER_BLOCKED, "DDoS-Guard", NULL},
        {200, HTML, "<script src=\"/_Incapsula_Resource?x\">", ANSWER_BLOCKED, "Imperva", NULL},
        {202, HTML "x-amzn-waf-action: challenge\n", "", ANSWER_BLOCKED, "AWS WAF", NULL},
        {403, HTML, "Request blocked. Generated by cloudfront (CloudFront)", ANSWER_BLOCKED,
         "CloudFront", NULL},
        {403, HTML, "https://ct.captcha-delivery.com/c.js", ANSWER_BLOCKED, "DataDome", NULL},
        {202, HTML "sg-captcha: challenge\n", "", ANSWER_BLOCKED, "SiteGround", NULL},
        {415, JSON, "{\"message\":\"Access denied by Imunify360 bot-protection.\"}", ANSWER_BLOCKED,
         "Imunify360", NULL},
        {200, HTML, "<title>Making sure you&#39;re not a bot!</title>", ANSWER_BLOCKED, "Anubis",
         NULL},
        {406, HTML, "<h1>Not Acceptable!</h1> generated by Mod_Security.", ANSWER_BLOCKED,
         "ModSecurity", NULL},
        {403, HTML, "<div class=\"h-captcha\"><script src=\"https://js.hcaptcha.com/1/api.js\">",
         ANSWER_BLOCKED, "captcha", NULL},
        {403, HTML, "<h1>iThemes Security</h1>", ANSWER_BLOCKED, "Solid Security", NULL},
        {401, "www-authenticate: Basic realm=\"stage\"\n", "", ANSWER_BLOCKED,
         "HTTP authentication", "`user:`"},
        {403, HTML, "<h1>Forbidden</h1>", ANSWER_BLOCKED, "access is refused (status 403)",
         "allow"},
        {200, HTML, "<title>Account Suspended</title>", ANSWER_FOREIGN, "suspended", "owner"},
        {200, HTML, "<script>window.location.href=\"/lander\"</script>", ANSWER_FOREIGN, "parked",
         "address"},
        {200, HTML, "<title>Welcome to nginx!</title>", ANSWER_FOREIGN, "empty server", NULL},
        {404, HTML, "<p>There isn't a GitHub Pages site here.</p>", ANSWER_FOREIGN, "no site",
         NULL},
        {404, HTML, "<title>Page not found</title>", ANSWER_FOREIGN,
         "there is nothing at this address, with the page \u201CPage not found\u201D (status 404)",
         "address"},
        {410, HTML, "", ANSWER_FOREIGN, "gone for good (status 410)", "take the source out"},
        {451, HTML, "", ANSWER_FOREIGN, "status 451", NULL},
    };
    (void)state;
    CHECK(cases);
}

static void the_names_of_obstacles_in_a_sites_own_pages_mean_nothing(void **state)
{
    static const struct expected cases[] = {
        {404, HTML, "<title>Oops</title><script>wordfence_logHuman()</script>google.com/recaptcha",
         ANSWER_FOREIGN, "nothing at this address", NULL},
        {200, HTML, "<title>Comparing Wordfence, Imunify360 and hcaptcha.com</title>",
         ANSWER_FOREIGN, "an HTML page", NULL},
        {200, HTML, "<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script>",
         ANSWER_FOREIGN, "instead of", NULL},
    };
    struct made m;
    (void)state;
    CHECK(cases);
    make(&m, 200, HTML, "<title>Tech</title>about sedoparking.com");
    for (int i = 0; i < 5000; i++)
        buf_addz(&m.response.body, "<p>a long page</p>");
    struct err err = {0};
    answer_explain(&m.arena, &m.response, &err);
    assert_has(err.why, "an HTML page \u201CTech\u201D");
    unmake(&m);
}

static void no_remedy_says_to_imitate_a_browser(void **state)
{
    static const struct expected cases[] = {{403, HTML "cf-mitigated: challenge\n", "",
                                             ANSWER_BLOCKED, NULL,
                                             "ask the site's owner to allow digest's user agent"}};
    struct made m;
    struct err err = {0};
    (void)state;
    CHECK(cases);
    make(&m, 403, HTML, "wordfence");
    answer_explain(&m.arena, &m.response, &err);
    assert_null(strstr(err.hint, "browser"));
    assert_null(strstr(err.hint, "Mozilla"));
    unmake(&m);
}

static void login_pages_are_known_by_where_a_redirect_led(void **state)
{
    struct made m;
    (void)state;
    make(&m, 200, HTML, "<title>Anmelden</title>");
    m.response.url = STR("https://e.org/wp-login.php?redirect_to=https%3A%2F%2Fe.org%2F");
    assert_int_equal(answer_judge(&m.response), ANSWER_BLOCKED);
    m.response.url = STR("https://e.org/?password-protected=login&redirect_to=x");
    assert_int_equal(answer_judge(&m.response), ANSWER_BLOCKED);
    unmake(&m);
}

static void hostile_answers_are_judged_in_time(void **state)
{
    static const char *const pieces[] = {"<title>", "[[[[",     "{\"code\":", "<br />",
                                         "&#x41;",  "\x00\x01", "<a b=c ",    "\xFF\xFE<"};
    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        struct made m;
        struct err err = {0};
        make(&m, 200 + 303 * (i % 2), HTML, "");
        while (m.response.body.n < 8 << 20)
            buf_add(&m.response.body, (str){pieces[i], strlen(pieces[i]) + (i == 5 ? 2 : 0)});
        answer_judge(&m.response);
        answer_explain(&m.arena, &m.response, &err);
        answer_code(&m.arena, &m.response);
        unmake(&m);
    }
}

int u_fetch_blocker(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(c39_marks_and_space_before_and_comments_behind_json_are_good),
        cmocka_unit_test(c40_php_before_the_json_is_quoted_cleaned),
        cmocka_unit_test(c41_pages_with_status_200_are_recognised),
        cmocka_unit_test(c42_cloudflare_is_named_with_the_user_agent_setting),
        cmocka_unit_test(c43_closed_interfaces_are_named_with_their_plugin),
        cmocka_unit_test(what_wordpress_says_of_one_post_is_its_own_word),
        cmocka_unit_test(errors_have_a_code_and_lists_do_not),
        cmocka_unit_test(failing_sites_are_down),
        cmocka_unit_test(each_known_obstacle_has_its_name),
        cmocka_unit_test(the_names_of_obstacles_in_a_sites_own_pages_mean_nothing),
        cmocka_unit_test(no_remedy_says_to_imitate_a_browser),
        cmocka_unit_test(login_pages_are_known_by_where_a_redirect_led),
        cmocka_unit_test(hostile_answers_are_judged_in_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
