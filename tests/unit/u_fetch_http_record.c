/* Recordings: what is in them, what is not, and that a replay gives the same. */
#include "http_check.h"
#include "sandbox.h"

#define PASSWORD "correct horse battery"

static unsigned counter;

static void answer(void *context, const struct http_ask *ask, struct http_reply *reply)
{
    struct http_canned pages[] = {
        {"/a?page=1", 200, "Content-Type: text/plain; charset=latin1\r\nETag: \"e\"\r\n", "one"},
        {"/moved", 301, "Location: /a?page=1\r\n", NULL},
        {"/circle", 302, "Location: /circle\r\n", NULL},
        {"/file", 302, "Location: file:///etc/passwd\r\n", NULL},
        {"/unchanged", 304, NULL, NULL},
        {"/feed?key=tell-nobody", 200,
         "Set-Cookie: session=cookie-monster\r\nX-WP-Nonce: only-once\r\n"
         "Link: <http://u:pw-in-url@h/?token=in-a-header>; rel=x\r\nX-Echo: tell-nobody\r\n",
         "<link href=\"?key=tell-nobody\"/> " PASSWORD " Y29ycmVjdCBob3JzZSBiYXR0ZXJ5"},
        {NULL, 0, NULL, NULL},
    };
    if (str_is(ask->target, "/counter")) {
        struct arena a = {0};
        http_reply_body(reply, 200, NULL, arena_printf(&a, "%u", ++counter));
        arena_release(&a);
    } else if (str_is(ask->target, "/zero")) {
        http_reply_body(reply, 200, NULL, STR("a\0b\n\nc\r\n"));
    } else if (str_is(ask->target, "/reset")) {
        reply->end = HTTP_END_RESET;
    } else if (str_is(ask->target, "/flaky")) {
        http_reply_body(reply, ++counter % 3 ? 503 : 200, NULL, STR("at last"));
    } else {
        http_server_canned(pages, ask, reply);
    }
    (void)context;
}

/* -- The same again --------------------------------------------------------------------------- */

/* All that can be told of asking for a target. */
static void note(struct http_check *c, struct buf *out, const char *target)
{
    bool got = check_get(c, target);
    const struct http_response *r = &c->response;
    buf_addf(out, "%s: %d %d|%s|%s|%s|", target, got, (int)c->err.code, c->err.why, c->err.hint,
             c->err.file);
    if (!got)
        return;
    buf_addf(out, "%d %d %lld|%.*s|%.*s|%.*s|", r->status, r->moved, (long long)r->date,
             STR_ARGS(r->url), STR_ARGS(r->type), STR_ARGS(r->charset));
    for (size_t i = 0; i < r->header_count; i++)
        buf_addf(out, "%.*s=%.*s|", STR_ARGS(r->headers[i].name), STR_ARGS(r->headers[i].value));
    buf_add(out, buf_str(&r->body));
    buf_addc(out, '\n');
}

static void note_all(struct http_check *c, struct buf *out)
{
    static const char *const targets[] = {"/a?page=1", "/counter", "/moved", "/circle",
                                          "/file",     "/counter", "/zero",  "/reset",
                                          "/flaky",    "/counter", "/none",  "/a?page=1"};
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++)
        note(c, out, targets[i]);
    c->request.etag = STR("\"e\"");
    note(c, out, "/unchanged");
    c->request.etag = (str){0};
    c->request.method = HTTP_HEAD;
    note(c, out, "/a?page=1");
    c->request.method = HTTP_GET;
    c->request.max = 2;
    note(c, out, "/moved");
    c->request.max = 1000;
}

/* Opens an engine that replays instead of the one that records. The server is stopped. */
static void change_to_replay(struct http_check *c, struct sandbox *box)
{
    http_close(c->http);
    http_server_stop(&c->server);
    c->options.record = NULL;
    c->options.replay = sandbox_at(box, "rec");
    c->options.now = 0;
    check_open(c);
}

static void check_record(struct http_check *c, struct sandbox *box)
{
    sandbox_open(box);
    check_start(c, answer, NULL);
    c->options.record = sandbox_at(box, "rec");
}

static void check_record_end(struct http_check *c, struct sandbox *box)
{
    http_close(c->http);
    http_server_release(&c->server);
    http_response_release(&c->response);
    arena_release(&c->arena);
    sandbox_close(box);
}

static void a_replay_is_like_what_was_recorded(void **state)
{
    (void)state;
    struct sandbox box;
    struct http_check c;
    struct buf live = buf_init(1 << 20), replayed = buf_init(1 << 20);
    check_record(&c, &box);
    counter = 0;
    check_open(&c);
    assert_true(http_replayed_now(c.http) == INSTANT_NONE);
    note_all(&c, &live);
    assert_true(str_has(buf_str(&live), STR("/counter: 1 0")));
    change_to_replay(&c, &box);
    assert_int_equal(http_replayed_now(c.http), 1800000000);
    note_all(&c, &replayed);
    assert_int_equal(http_site_requests(c.site), 0);
    assert_string_equal(live.p, replayed.p);
    assert_int_equal(live.n, replayed.n);
    buf_release(&live);
    buf_release(&replayed);
    check_record_end(&c, &box);
}

static void a_replay_does_not_pause(void **state)
{
    (void)state;
    struct sandbox box;
    struct http_check c;
    check_record(&c, &box);
    check_open(&c);
    check_fails(&c, "/reset", ERR_NETWORK, "(tried 5 times)");
    change_to_replay(&c, &box);
    http_set_second(c.http, 1000);
    int64_t began = system_ms();
    check_fails(&c, "/reset", ERR_NETWORK, "(tried 5 times)");
    assert_true(system_ms() - began < 500);
    check_record_end(&c, &box);
}

static void what_was_not_recorded_is_said_so(void **state)
{
    (void)state;
    struct sandbox box;
    struct http_check c;
    check_record(&c, &box);
    check_open(&c);
    check_answers(&c, "/a?page=1", 200, "one");
    c.request.etag = STR("\"e\"");
    check_answers(&c, "/unchanged", 304, "");
    change_to_replay(&c, &box);
    check_fails(&c, "/a?page=2", ERR_NETWORK, "not in the recording");
    assert_non_null(strstr(c.err.file, "/a?page=2"));
    c.request.etag = (str){0};
    check_fails(&c, "/unchanged", ERR_NETWORK, "nothing is kept here");
    check_answers(&c, "/a?page=1", 200, "one");
    check_fails(&c, "/a?page=1", ERR_NETWORK, "not in the recording"); /* it was asked once only */
    check_record_end(&c, &box);
}

static void a_replay_keeps_to_the_limit(void **state)
{
    (void)state;
    struct sandbox box;
    struct http_check c;
    check_record(&c, &box);
    check_open(&c);
    check_answers(&c, "/a?page=1", 200, "one");
    change_to_replay(&c, &box);
    c.request.max = 2;
    check_fails(&c, "/a?page=1", ERR_LIMIT, "2 bytes");
    check_record_end(&c, &box);
}

/* -- Secrets ---------------------------------------------------------------------------------- */

/* Everything in the recording, names included, as one text. */
static str all_files(struct sandbox *box)
{
    struct fs_list found;
    struct err err = {0};
    struct buf all = buf_init(1 << 20);
    assert_true(fs_list(&found, &box->arena, sandbox_at(box, "rec"), true, &err));
    for (size_t i = 0; i < found.count; i++) {
        buf_add(&all, found.items[i].path);
        assert_true(fs_read(&all, found.items[i].path.p, &err));
    }
    str text = arena_copy(&box->arena, buf_str(&all));
    buf_release(&all);
    return text;
}

static void c49_no_secret_is_recorded(void **state)
{
    (void)state;
    static const char *const secrets[] = {"tell-nobody", "cookie-monster", "only-once",
                                          "pw-in-url",   "in-a-header",    "correct horse",
                                          PASSWORD,      "Basic ",         "ZWRpdG9yOmNvcnJlY3Q"};
    struct sandbox box;
    struct http_check c;
    check_record(&c, &box);
    sandbox_write(&box, "password", PASSWORD "\n");
    c.source.user = STR("editor");
    c.source.password_file = str_of(sandbox_at(&box, "password"));
    check_open(&c);
    assert_true(check_get(&c, "/feed?key=tell-nobody"));
    assert_true(
        str_has(http_server_head(&c.server, 0), STR("Authorization: Basic ZWRpdG9yOmNvcnJ")));
    str text = all_files(&box);
    assert_true(str_has(text, STR("/feed?key=REDACTED")));
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++)
        if (str_has(text, str_of(secrets[i])))
            fail_msg("\"%s\" is in the recording:\n%.*s", secrets[i], STR_ARGS(text));
    change_to_replay(&c, &box);
    check_answers(&c, "/feed?key=another-key", 200,
                  "<link href=\"?key=REDACTED\"/> REDACTED Y29ycmVjdCBob3JzZSBiYXR0ZXJ5");
    check_record_end(&c, &box);
}

static void a_replay_needs_neither_password_nor_certificates(void **state)
{
    (void)state;
    struct sandbox box;
    struct http_check c;
    check_record(&c, &box);
    check_open(&c);
    c.source.user = STR("editor");
    c.source.password_env = STR("DIGEST_TEST_UNSET");
    c.source.ca_file = STR("/nonexistent");
    change_to_replay(&c, &box);
    check_record_end(&c, &box);
}

/* -- Folders ---------------------------------------------------------------------------------- */

static void names_of_files_do_not_come_from_servers(void **state)
{
    (void)state;
    struct sandbox box;
    struct http_check c;
    check_record(&c, &box);
    check_open(&c);
    check_get(&c, "/../../../../etc/passwd?../..%2F..%00");
    check_get_url(&c, STR("http://../../x"));
    check_get_url(&c, STR("file:///etc/passwd"));
    struct fs_list found;
    struct err err = {0};
    assert_true(fs_list(&found, &box.arena, box.path, true, &err));
    assert_int_equal(found.count, 4);
    for (size_t i = 0; i < found.count; i++) {
        str name = fs_name(found.items[i].path);
        assert_true(str_is(name, "recording") ||
                    (name.n == 32 + 7 && str_ends(name, STR(".http"))));
    }
    http_server_stop(&c.server);
    check_record_end(&c, &box);
}

static bool opens(const char *record, const char *replay, struct err *err)
{
    struct http *http = NULL;
    struct http_options options = {.per_host = 1, .record = record, .replay = replay};
    *err = (struct err){0};
    bool opened = http_open(&http, &options, err);
    http_close(http);
    return opened;
}

static void only_an_empty_folder_is_recorded_in(void **state)
{
    (void)state;
    struct sandbox box;
    struct err err;
    sandbox_open(&box);
    assert_true(opens(sandbox_at(&box, "new/deep"), NULL, &err));
    assert_false(opens(sandbox_at(&box, "new/deep"), NULL, &err));
    assert_int_equal(err.code, ERR_USAGE);
    sandbox_write(&box, "other/file", "mine");
    assert_false(opens(sandbox_at(&box, "other"), NULL, &err));
    assert_str(sandbox_read(&box, "other/file"), "mine");
    assert_false(opens(sandbox_at(&box, "other/file"), NULL, &err));
    assert_int_equal(err.code, ERR_IO);
    sandbox_close(&box);
}

static void only_a_recording_is_replayed(void **state)
{
    (void)state;
    static const char *const indexes[] = {"", "digest recording 2\nnow: 2026-01-01T00:00:00Z\n",
                                          "digest recording 1\n", "digest recording 1\nnow: then\n",
                                          "now: 2026-01-01T00:00:00Z\ndigest recording 1\n"};
    struct sandbox box;
    struct err err;
    sandbox_open(&box);
    assert_false(opens(NULL, sandbox_at(&box, "missing"), &err));
    assert_int_equal(err.code, ERR_INPUT);
    for (size_t i = 0; i < sizeof indexes / sizeof indexes[0]; i++) {
        sandbox_write(&box, "rec/recording", indexes[i]);
        assert_false(opens(NULL, sandbox_at(&box, "rec"), &err));
        assert_int_equal(err.code, ERR_INPUT);
        assert_non_null(strstr(err.hint, "--record"));
    }
    sandbox_write(&box, "rec/recording", "digest recording 1\nnow: 2026-01-01T00:00:00Z\n");
    assert_true(opens(NULL, sandbox_at(&box, "rec"), &err));
    sandbox_close(&box);
}

static void a_damaged_exchange_is_said_so(void **state)
{
    (void)state;
    static const char *const damages[] = {
        "",
        "\n\n",
        "digest exchange 1\nstatus: 200\nbody: 5\n\nfour",
        "digest exchange 1\nstatus: 200\nbody: 3\n\nfour",
        "digest exchange 1\nstatus: 200\nbody: x\n\nfour",
        "digest exchange 1\nstatus: 200\n\nfour",
        "digest exchange 1\nstatus: 2000\nbody: 4\n\nfour",
        "digest exchange 1\nbody: 4\n\nfour",
        "digest exchange 2\nstatus: 200\nbody: 4\n\nfour",
        "digest exchange 1\nstatus: 200\nbody: 4\nfour",
    };
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        struct sandbox box;
        struct http_check c;
        check_record(&c, &box);
        check_open(&c);
        check_answers(&c, "/a?page=1", 200, "one");
        struct fs_list found;
        assert_true(fs_list(&found, &box.arena, sandbox_at(&box, "rec"), true, &c.err));
        assert_int_equal(found.count, 2);
        assert_true(fs_replace(found.items[0].path.p, str_of(damages[i]), &c.err));
        change_to_replay(&c, &box);
        if (check_get(&c, "/a?page=1") || c.err.code != ERR_INPUT)
            fail_msg("taken for whole: %s (%s)", damages[i], c.err.why);
        assert_string_equal(c.err.file, found.items[0].path.p);
        check_record_end(&c, &box);
    }
}

static void a_recording_that_cannot_be_written_is_an_error(void **state)
{
    (void)state;
    struct sandbox box;
    struct http_check c;
    struct err err = {0};
    check_record(&c, &box);
    check_open(&c);
    assert_true(fs_remove_all(sandbox_at(&box, "rec"), &err));
    check_fails(&c, "/a?page=1", ERR_IO, "");
    http_server_stop(&c.server);
    check_record_end(&c, &box);
}

int u_fetch_http_record(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_replay_is_like_what_was_recorded),
        cmocka_unit_test(a_replay_does_not_pause),
        cmocka_unit_test(what_was_not_recorded_is_said_so),
        cmocka_unit_test(a_replay_keeps_to_the_limit),
        cmocka_unit_test(c49_no_secret_is_recorded),
        cmocka_unit_test(a_replay_needs_neither_password_nor_certificates),
        cmocka_unit_test(names_of_files_do_not_come_from_servers),
        cmocka_unit_test(only_an_empty_folder_is_recorded_in),
        cmocka_unit_test(only_a_recording_is_replayed),
        cmocka_unit_test(a_damaged_exchange_is_said_so),
        cmocka_unit_test(a_recording_that_cannot_be_written_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
