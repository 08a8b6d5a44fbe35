/*
 * Certificates, against servers run by the program openssl on this machine. Without that program the
 * tests are skipped.
 */
#include <spawn.h>
#include <sys/wait.h>

#include "http_check.h"
#include "sandbox.h"

#define OPENSSL             "/usr/bin/openssl"
#define TIMEOUT             "/usr/bin/timeout"
#define SYSTEM_CERTIFICATES "/etc/ssl/certs/ca-certificates.crt"

/* A server that answers https with a page about the connection. */
struct tls {
    struct sandbox box;
    pid_t server;
    unsigned port;
};

static bool have_openssl(void)
{
    return access(OPENSSL, X_OK) == 0 && access(TIMEOUT, X_OK) == 0;
}

/* Starts openssl with the words of a command line; those that begin with "@" are files of the box.
 * It ends after a minute, whatever becomes of the test. Its stdout is `out`, or nowhere. */
static pid_t start_openssl(struct tls *t, const char *line, int out)
{
    extern char **environ;
    posix_spawn_file_actions_t files;
    pid_t pid;
    str rest = str_of(line), word;
    char *words[32] = {check_text("timeout"), check_text("60"), check_text(OPENSSL)};
    for (size_t n = 3; str_next_part(&rest, ' ', &word); n++) {
        word = arena_copy(&t->box.arena, word);
        words[n] = check_text(word.p[0] == '@' ? sandbox_at(&t->box, word.p + 1) : word.p);
    }
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    if (out >= 0)
        posix_spawn_file_actions_adddup2(&files, out, 1);
    else
        posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    assert_int_equal(posix_spawn(&pid, TIMEOUT, &files, NULL, words, environ), 0);
    posix_spawn_file_actions_destroy(&files);
    return pid;
}

static void run_openssl(struct tls *t, const char *line)
{
    int status = -1;
    assert_true(waitpid(start_openssl(t, line, -1), &status, 0) > 0);
    assert_int_equal(status, 0);
}

/* Makes a certificate for "localhost" that is its own issuer; `days` may lie in the past. */
static void make_certificate(struct tls *t, const char *days)
{
    sandbox_write(&t->box, "names", "subjectAltName=DNS:localhost\n");
    run_openssl(t,
                "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost "
                "-keyout @key.pem -out @request.pem");
    run_openssl(t, arena_printf(&t->box.arena,
                                "x509 -req -in @request.pem -signkey @key.pem -days %s "
                                "-extfile @names -out @certificate.pem",
                                days)
                       .p);
}

/* Starts the server and learns its port. */
static void tls_start(struct tls *t, const char *days)
{
    int ends[2];
    char line[200];
    sandbox_open(&t->box);
    make_certificate(t, days);
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    t->server = start_openssl(
        t, "s_server -accept 127.0.0.1:0 -www -cert @certificate.pem -key @key.pem", ends[1]);
    close(ends[1]);
    FILE *out = fdopen(ends[0], "r");
    t->port = 0;
    while (t->port == 0 && fgets(line, sizeof line, out))
        sscanf(line, "ACCEPT 127.0.0.1:%u", &t->port);
    assert_true(t->port > 0);
    fclose(out);
}

static void tls_stop(struct tls *t)
{
    kill(t->server, SIGTERM);
    waitpid(t->server, NULL, 0);
    sandbox_close(&t->box);
}

static str tls_url(struct tls *t, const char *host)
{
    return arena_printf(&t->box.arena, "https://%s:%u/", host, t->port);
}

/* One request to the server, from a source whose location is its URL. */
static bool ask(struct tls *t, struct http_check *c, const struct source *settings)
{
    bool got;
    check_start(c, http_server_canned, (struct http_canned[]){{NULL, 0, NULL, NULL}});
    c->source = *settings;
    check_open(c);
    http_set_second(c->http, 1000);
    c->request.once = true;
    got = check_get_url(c, tls_url(t, "localhost"));
    if (got)
        assert_true(str_has(buf_str(&c->response.body), STR("s_server")));
    return got;
}

static void c48_a_certificate_by_nobody_known_is_refused_and_ca_file_helps(void **state)
{
    (void)state;
    struct tls t;
    struct http_check c;
    if (!have_openssl())
        skip();
    tls_start(&t, "2");
    struct source s = {.location = tls_url(&t, "localhost")};
    assert_false(ask(&t, &c, &s));
    assert_int_equal(c.err.code, ERR_NETWORK);
    assert_string_equal(c.err.why, "the certificate of localhost is self-signed");
    assert_non_null(strstr(c.err.hint, "`ca_file:`"));
    check_end(&c);
    s.ca_file = str_of(sandbox_at(&t.box, "certificate.pem"));
    assert_true(ask(&t, &c, &s));
    check_end(&c);
    tls_stop(&t);
}

static void a_ca_file_is_trusted_besides_the_systems(void **state)
{
    (void)state;
    struct sandbox box;
    struct http_check c;
    struct err err = {0};
    struct buf theirs = buf_init((size_t)8 << 20);
    if (!fs_read(&theirs, SYSTEM_CERTIFICATES, &err)) {
        fprintf(stderr, "skipped: no %s here\n", SYSTEM_CERTIFICATES);
        buf_release(&theirs);
        skip();
    }
    sandbox_open(&box);
    sandbox_write(&box, "own.pem", "-----BEGIN CERTIFICATE-----\n");
    check_start(&c, http_server_canned, NULL);
    c.source.ca_file = str_of(sandbox_at(&box, "own.pem"));
    check_open(&c);
    assert_true(str_starts(c.site->ca, STR("-----BEGIN CERTIFICATE-----\n")));
    assert_true(str_ends(c.site->ca, buf_str(&theirs)));
    check_end(&c);
    sandbox_close(&box);
    buf_release(&theirs);
}

static void c48_a_certificate_for_another_name_is_refused(void **state)
{
    (void)state;
    struct tls t;
    struct http_check c;
    if (!have_openssl())
        skip();
    tls_start(&t, "2");
    struct source s = {.location = tls_url(&t, "localhost"),
                       .ca_file = str_of(sandbox_at(&t.box, "certificate.pem"))};
    assert_true(ask(&t, &c, &s));
    assert_false(check_get_url(&c, tls_url(&t, "127.0.0.1")));
    assert_int_equal(c.err.code, ERR_NETWORK);
    assert_non_null(strstr(c.err.why, "the certificate of 127.0.0.1 is not good"));
    check_end(&c);
    tls_stop(&t);
}

static void c48_an_expired_certificate_is_refused(void **state)
{
    (void)state;
    struct tls t;
    struct http_check c;
    if (!have_openssl())
        skip();
    tls_start(&t, "-1");
    struct source s = {.location = tls_url(&t, "localhost"),
                       .ca_file = str_of(sandbox_at(&t.box, "certificate.pem"))};
    assert_false(ask(&t, &c, &s));
    assert_string_equal(c.err.why, "the certificate of localhost has expired");
    check_end(&c);
    tls_stop(&t);
}

static void c48_insecure_is_for_the_sources_own_host_and_port(void **state)
{
    (void)state;
    struct tls t, other;
    struct http_check c;
    if (!have_openssl())
        skip();
    tls_start(&t, "-1");
    tls_start(&other, "2");
    struct source s = {.location = tls_url(&t, "localhost"), .insecure = true};
    assert_true(ask(&t, &c, &s));
    assert_false(check_get_url(&c, tls_url(&other, "localhost")));
    assert_non_null(strstr(c.err.why, "self-signed"));
    check_end(&c);
    tls_stop(&t);
    tls_stop(&other);
}

static void a_server_that_does_not_speak_tls_is_said_so(void **state)
{
    (void)state;
    struct http_check c;
    check_begin(&c, check_raw, check_text("HTTP/1.1 400 Bad Request\r\n\r\n"));
    c.request.once = true;
    str url = arena_printf(&c.arena, "https://127.0.0.1:%u/", (unsigned)c.server.port);
    assert_false(check_get_url(&c, url));
    assert_int_equal(c.err.code, ERR_NETWORK);
    check_end(&c);
}

int u_fetch_http_tls(void)
{
    if (!have_openssl())
        fprintf(stderr,
                "skipped: most tests of TLS, since " OPENSSL " or " TIMEOUT " is missing\n");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(c48_a_certificate_by_nobody_known_is_refused_and_ca_file_helps),
        cmocka_unit_test(a_ca_file_is_trusted_besides_the_systems),
        cmocka_unit_test(c48_a_certificate_for_another_name_is_refused),
        cmocka_unit_test(c48_an_expired_certificate_is_refused),
        cmocka_unit_test(c48_insecure_is_for_the_sources_own_host_and_port),
        cmocka_unit_test(a_server_that_does_not_speak_tls_is_said_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
