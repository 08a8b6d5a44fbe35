/* The report of a build: for people, for programs, for GitHub. */
#include "check.h"

#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

#include "../../src/cli/report.h"
#include "digest/fs.h"
#include "digest/limits.h"

/* A build with a good source and a bad one. */
struct run {
    struct arena arena;
    struct config config;
    struct report_source sources[2];
    struct build_report report;
    struct log log;
    FILE *stream;
    char *messages;
    size_t message_size;
};

static int setup(void **state)
{
    struct run *r = calloc(1, sizeof *r);
    r->stream = open_memstream(&r->messages, &r->message_size);
    log_init(&r->log, r->stream, LOG_NOTE);
    r->config.output = STR("public");
    r->sources[0] = (struct report_source){.name = STR("Gazette"), .announced = 5, .articles = 5};
    r->sources[1] =
        (struct report_source){.name = STR("A|B <b>"), .announced = 6, .articles = 2, .failed = 1};
    report_skip(&r->sources[1], &r->arena, STR("protected by a password"), 2);
    report_skip(&r->sources[1], &r->arena, STR("a draft"), 0);
    report_skip(&r->sources[1], &r->arena, STR("of another category"), 1);
    r->report = (struct build_report){.config = &r->config,
                                      .sources = r->sources,
                                      .source_count = 2,
                                      .built = true,
                                      .articles = 7,
                                      .files = {3, 12, 297, 1, 4096},
                                      .seconds = 0.214};
    *state = r;
    return 0;
}

static int teardown(void **state)
{
    struct run *r = *state;
    log_release(&r->log);
    fclose(r->stream);
    free(r->messages);
    arena_release(&r->arena);
    free(r);
    return 0;
}

static void complain(struct run *r, enum log_level level, const char *why)
{
    struct err e = {0};
    err_set(&e, ERR_INPUT, "%s", why);
    err_at(&e, STR("posts/a.json"), 3, 9);
    log_problem(&r->log, level, r->sources[1].name, &e);
}

static const char *said(struct run *r)
{
    fflush(r->stream);
    return r->messages;
}

static void reasons_add_up(void **state)
{
    struct run *r = *state;
    struct report_source *s = &r->sources[1];
    report_skip(s, &r->arena, STR("protected by a password"), 4);
    assert_int_equal(s->skipped, 7);
    assert_int_equal(s->skip_count, 2);
    assert_int_equal(s->skips[0].count, 6);
    assert_str(s->skips[1].why, "of another category");
}

static void people_get_one_line_and_one_for_each_source_with_something_to_say(void **state)
{
    struct run *r = *state;
    report_text(&r->report, &r->log);
    assert_string_equal(
        said(r), "digest: A|B <b>: 2 of 6 articles, 3 skipped (2 protected by a password, 1 of "
                 "another category), 1 failed\n"
                 "digest: 7 articles from 2 sources; 312 files: 3 added, 12 changed, 297 "
                 "unchanged, 1 removed (0.21 s) → public\n");
}

static void verbose_adds_the_sources_that_are_well_and_quiet_says_nothing(void **state)
{
    struct run *r = *state;
    r->log.level = LOG_ERROR;
    report_text(&r->report, &r->log);
    assert_string_equal(said(r), "");
    r->log.level = LOG_DEBUG;
    report_text(&r->report, &r->log);
    assert_non_null(strstr(said(r), "digest: Gazette: 5 articles\n"));
}

static void json_has_every_count_and_problem_but_no_time(void **state)
{
    struct run *r = *state;
    complain(r, LOG_ERROR, "line\n\"break\" </script>");
    r->report.status = 3;
    struct buf out = buf_init((size_t)1 << 20);
    report_json(&out, &r->report, &r->log);
    json_error_t error;
    json_t *root = json_loadb(out.p, out.n, 0, &error);
    assert_non_null(root);
    int exit_status, articles, failed, added, line;
    const char *status, *why, *source;
    assert_int_equal(json_unpack(root,
                                 "{s:s, s:i, s:i, s:[{}, {s:i}], s:{s:i}, s:[{s:s, s:s, s:i}]}",
                                 "status", &status, "exit", &exit_status, "articles", &articles,
                                 "sources", "failed", &failed, "files", "added", &added, "problems",
                                 "why", &why, "source", &source, "line", &line),
                     0);
    assert_string_equal(status, "degraded");
    assert_int_equal(exit_status, 3);
    assert_int_equal(articles, 7);
    assert_int_equal(failed, 1);
    assert_int_equal(added, 3);
    assert_string_equal(source, "A|B <b>");
    assert_non_null(strstr(why, "</script>"));
    assert_int_equal(line, 3);
    assert_null(json_object_get(root, "seconds"));
    json_decref(root);
    buf_release(&out);
}

static void json_tells_of_a_run_that_never_began(void **state)
{
    struct run *r = *state;
    struct build_report none = {.status = 2};
    struct buf out = buf_init((size_t)1 << 20);
    complain(r, LOG_ERROR, "unknown key");
    report_json(&out, &none, &r->log);
    assert_true(str_has(buf_str(&out), STR("\"status\": \"misconfigured\"")));
    assert_true(str_has(buf_str(&out), STR("unknown key")));
    buf_release(&out);
}

/* The job summary of the run, in a file that had a line already. */
static str job_summary(struct run *r)
{
    char path[] = "/tmp/digest-report-XXXXXX";
    struct err err = {0};
    struct buf bytes = buf_init((size_t)1 << 20);
    int fd = mkstemp(path);
    assert_int_equal(write(fd, "before\n", 7), 7);
    close(fd);
    assert_true(report_job_summary(&r->report, &r->log, path, &err));
    assert_true(fs_read(&bytes, path, &err));
    unlink(path);
    str text = arena_copy(&r->arena, buf_str(&bytes));
    buf_release(&bytes);
    return text;
}

static void the_job_summary_is_appended_as_a_table(void **state)
{
    struct run *r = *state;
    complain(r, LOG_WARNING, "a warning");
    complain(r, LOG_ERROR, "see @someone in #12 <img>");
    str text = job_summary(r);
    assert_true(str_starts(text, STR("before\n### digest build: done\n")));
    assert_true(str_has(text, STR("| Gazette | 5 | 5 | 0 | 0 |  |\n")));
    assert_true(
        str_has(text, STR("| A\\|B &lt;b\\> | 6 | 2 | 3 | 1 | 2 protected by a password, ")));
    size_t error = str_find(text, STR("- **error** "), 0);
    size_t warning = str_find(text, STR("- **warning** "), 0);
    assert_true(error < warning && warning != SIZE_MAX);
    assert_true(str_has(text, STR("see &#64;someone in &#35;12 &lt;img\\>")));
}

static void the_job_summary_of_a_fetch_has_what_came_of_each_live_source(void **state)
{
    struct run *r = *state;
    r->report.built = false;
    r->sources[1].asked = ASKED_PARTLY;
    r->sources[1].sync = (struct sync_counts){.announced = 20,
                                              .fetched = 9,
                                              .added = 3,
                                              .changed = 1,
                                              .unchanged = 5,
                                              .failed = 2,
                                              .gone = 4,
                                              .left_out = 6};
    str text = job_summary(r);
    assert_true(str_has(text, STR("### digest fetch: done\n")));
    assert_true(
        str_has(text, STR("| A\\|B &lt;b\\> | degraded | 20 | 9 | 3 | 1 | 5 | 4 | 6 | 2 |\n")));
    assert_false(str_has(text, STR("Gazette")));
    assert_false(str_has(text, STR("Files:")));
    r->report.built = true;
    text = job_summary(r);
    assert_true(str_has(text, STR("| degraded | 20 | 9 |")));
    assert_true(str_has(text, STR("| Gazette | 5 | 5 |")));
}

static void the_job_summary_counts_what_it_does_not_show(void **state)
{
    struct run *r = *state;
    for (int i = 0; i < LIMIT_PROBLEMS_PER_SOURCE + 5; i++)
        complain(r, LOG_ERROR, "again");
    assert_true(str_has(job_summary(r), STR("- and 5 more\n")));
}

static void a_job_summary_that_cannot_be_written_is_said(void **state)
{
    struct run *r = *state;
    struct err err = {0};
    assert_false(report_job_summary(&r->report, &r->log, "/nonexistent/summary", &err));
    assert_int_equal(err.code, ERR_IO);
}

int u_cli_report(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(reasons_add_up),
        TEST(people_get_one_line_and_one_for_each_source_with_something_to_say),
        TEST(verbose_adds_the_sources_that_are_well_and_quiet_says_nothing),
        TEST(json_has_every_count_and_problem_but_no_time),
        TEST(json_tells_of_a_run_that_never_began),
        TEST(the_job_summary_is_appended_as_a_table),
        TEST(the_job_summary_of_a_fetch_has_what_came_of_each_live_source),
        TEST(the_job_summary_counts_what_it_does_not_show),
        TEST(a_job_summary_that_cannot_be_written_is_said),
    };
    return cmocka_run_group_tests_name("cli.report", tests, NULL, NULL);
}
