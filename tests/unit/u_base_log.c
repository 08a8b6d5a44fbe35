/* What a person, a terminal and GitHub Actions see of a problem. */
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "digest/arena.h"
#include "digest/buf.h"
#include "digest/limits.h"
#include "digest/log.h"
#include "digest/pool.h"

/* A log that writes to memory. */
struct sink {
    struct log log;
    char *text;
    size_t n;
};

static void sink_open(struct sink *sink, enum log_level level)
{
    *sink = (struct sink){0};
    log_init(&sink->log, open_memstream(&sink->text, &sink->n), level);
}

static void sink_check(struct sink *sink, const char *expected)
{
    fclose(sink->log.out);
    assert_string_equal(sink->text, expected);
    log_release(&sink->log);
    free(sink->text);
}

static struct err full_error(void)
{
    struct err e = {0};
    err_set(&e, ERR_CONFIG, "unknown key \"titel\"");
    err_hint(&e, "did you mean \"title\"?");
    err_at(&e, STR("site.yaml"), 3, 3);
    err_excerpt(&e, STR("  titel: y"));
    return e;
}

static void a_problem_shows_its_place_the_line_and_what_to_do(void **state)
{
    (void)state;
    struct sink sink;
    struct err e = full_error();
    sink_open(&sink, LOG_NOTE);
    log_problem(&sink.log, LOG_ERROR, STR("Falcox"), &e);
    assert_int_equal(sink.log.errors, 1);
    assert_int_equal(sink.log.warnings, 0);
    sink_check(&sink, "digest: error: Falcox: site.yaml:3:3: unknown key \"titel\"\n"
                      "      titel: y\n"
                      "      ^\n"
                      "  hint: did you mean \"title\"?\n");
}

static void advice_that_was_just_given_is_not_given_again(void **state)
{
    (void)state;
    struct sink sink;
    struct err e = {0};
    err_set(&e, ERR_INPUT, "an HTML page");
    err_hint(&e, "save the answer");
    sink_open(&sink, LOG_NOTE);
    log_problem(&sink.log, LOG_ERROR, STR("A"), &e);
    log_problem(&sink.log, LOG_ERROR, STR("A"), &e);
    log_problem(&sink.log, LOG_WARNING, STR("A"), &e);
    log_problem(&sink.log, LOG_WARNING, STR("B"), &e);
    assert_string_equal(sink.log.problems[1].err.hint, "save the answer");
    sink_check(&sink, "digest: error: A: an HTML page\n"
                      "  hint: save the answer\n"
                      "digest: error: A: an HTML page\n"
                      "digest: warning: A: an HTML page\n"
                      "  hint: save the answer\n"
                      "digest: warning: B: an HTML page\n"
                      "  hint: save the answer\n");
}

static void what_is_unknown_is_left_out(void **state)
{
    (void)state;
    struct sink sink;
    struct err plain = {0}, in_file = {0}, at_line = {0}, without_file = {0};
    err_set(&plain, ERR_IO, "no space");
    err_set(&in_file, ERR_IO, "no space");
    err_at(&in_file, STR("a"), 0, 0);
    err_set(&at_line, ERR_INPUT, "odd");
    err_at(&at_line, STR("a"), 7, 0);
    err_set(&without_file, ERR_INPUT, "odd");
    err_at(&without_file, STR(""), 7, 2);
    sink_open(&sink, LOG_NOTE);
    log_problem(&sink.log, LOG_WARNING, STR(""), &plain);
    log_problem(&sink.log, LOG_WARNING, STR("S"), &in_file);
    log_problem(&sink.log, LOG_ERROR, STR(""), &at_line);
    log_problem(&sink.log, LOG_ERROR, STR(""), &without_file);
    assert_int_equal(sink.log.warnings, 2);
    sink_check(&sink, "digest: warning: no space\n"
                      "digest: warning: S: a: no space\n"
                      "digest: error: a:7: odd\n"
                      "digest: error: line 7:2: odd\n");
}

static void the_caret_stands_below_wide_characters_and_tabs(void **state)
{
    (void)state;
    struct sink sink;
    struct err wide = {0}, behind = {0};
    err_set(&wide, ERR_INPUT, "odd");
    err_at(&wide, STR("a"), 1, 5);
    err_excerpt(&wide, STR("\t\xE6\x97\xA5\xC3\xA9: x"));
    err_set(&behind, ERR_INPUT, "odd");
    err_at(&behind, STR("a"), 1, 40);
    err_excerpt(&behind, STR("short"));
    sink_open(&sink, LOG_NOTE);
    log_problem(&sink.log, LOG_ERROR, STR(""), &wide);
    log_problem(&sink.log, LOG_ERROR, STR(""), &behind);
    sink_check(&sink, "digest: error: a:1:5: odd\n"
                      "     \xE6\x97\xA5\xC3\xA9: x\n"
                      "         ^\n"
                      "digest: error: a:1:40: odd\n"
                      "    short\n");
}

static void nothing_hostile_reaches_the_terminal(void **state)
{
    (void)state;
    struct sink sink;
    struct err e = {0};
    err_set(&e, ERR_INPUT, "a\033[31mb\nc\x7F\xC2\x9B\xE2\x80\xAE\xE2\x81\xA6\xE2\x80\xA8\xFF");
    sink_open(&sink, LOG_NOTE);
    log_problem(&sink.log, LOG_ERROR, STR("S\r\033]0;x\007"), &e);
    log_line(&sink.log, LOG_NOTE, "%s", "x\ny\033c\xFF");
    sink_check(&sink, "digest: error: S  ]0;x : a [31mb c  "
                      "\xEF\xBF\xBD\xEF\xBF\xBD ?\n"
                      "digest: x y c\xEF\xBF\xBD\n");
}

static void lines_are_printed_up_to_the_level(void **state)
{
    (void)state;
    struct sink sink;
    sink_open(&sink, LOG_NOTE);
    log_line(&sink.log, LOG_ERROR, "%d", 1);
    log_line(&sink.log, LOG_WARNING, "%d", 2);
    log_line(&sink.log, LOG_NOTE, "%d", 3);
    log_line(&sink.log, LOG_DEBUG, "%d", 4);
    assert_int_equal(sink.log.errors, 0);
    sink_check(&sink, "digest: error: 1\ndigest: warning: 2\ndigest: 3\n");
}

static void a_quiet_log_keeps_and_counts_warnings_all_the_same(void **state)
{
    (void)state;
    struct sink sink;
    struct err e = full_error();
    sink_open(&sink, LOG_ERROR);
    log_problem(&sink.log, LOG_WARNING, STR("S"), &e);
    assert_int_equal(sink.log.warnings, 1);
    assert_int_equal(sink.log.problem_count, 1);
    assert_string_equal(sink.log.problems[0].source, "S");
    assert_string_equal(sink.log.problems[0].err.why, e.why);
    assert_int_equal(sink.log.problems[0].level, LOG_WARNING);
    sink_check(&sink, "");
}

static size_t count_lines(const char *text)
{
    size_t lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

static void a_flood_from_one_source_is_cut_and_summed_up(void **state)
{
    (void)state;
    struct sink sink;
    struct err e = {0};
    err_set(&e, ERR_INPUT, "odd");
    sink_open(&sink, LOG_NOTE);
    for (int i = 0; i < LIMIT_PROBLEMS_PER_SOURCE + 3; i++)
        log_problem(&sink.log, LOG_WARNING, STR("A"), &e);
    for (int i = 0; i < LIMIT_PROBLEMS_PER_SOURCE; i++)
        log_problem(&sink.log, LOG_WARNING, STR("B"), &e);
    /* Its warnings do not hide its error. */
    log_problem(&sink.log, LOG_ERROR, STR("A"), &e);
    assert_int_equal(sink.log.warnings, 2 * LIMIT_PROBLEMS_PER_SOURCE + 3);
    assert_int_equal(sink.log.problem_count, 2 * LIMIT_PROBLEMS_PER_SOURCE + 1);
    fflush(sink.log.out);
    assert_int_equal(count_lines(sink.text), 2 * LIMIT_PROBLEMS_PER_SOURCE + 1);
    size_t before = sink.n;
    log_summary(&sink.log);
    fclose(sink.log.out);
    assert_string_equal(sink.text + before, "digest: warning: A: 3 more warnings\n");
    log_release(&sink.log);
    free(sink.text);
}

static bool report_round(void *context, size_t index, unsigned worker)
{
    struct sink *sink = context;
    struct err e = {0};
    err_set(&e, ERR_INPUT, "odd %zu", index);
    log_problem(&sink->log, LOG_WARNING, worker % 2 ? STR("A") : STR("B"), &e);
    log_line(&sink->log, LOG_NOTE, "line %zu", index);
    log_progress(&sink->log, "pages", index, 400);
    return true;
}

static void threads_do_not_mix_their_lines(void **state)
{
    (void)state;
    struct sink sink;
    sink_open(&sink, LOG_NOTE);
    assert_true(pool_run(4, 400, report_round, &sink));
    assert_int_equal(sink.log.warnings, 400);
    assert_true(sink.log.problem_count <= 2 * LIMIT_PROBLEMS_PER_SOURCE);
    fclose(sink.log.out);
    assert_int_equal(count_lines(sink.text), 400 + sink.log.problem_count);
    str rest = {sink.text, sink.n}, line;
    while (str_next_line(&rest, &line))
        assert_true(str_starts(line, STR("digest: ")));
    log_release(&sink.log);
    free(sink.text);
}

static void colours_are_only_where_they_are_asked_for(void **state)
{
    (void)state;
    struct sink sink;
    struct err e = full_error();
    sink_open(&sink, LOG_NOTE);
    sink.log.colour = true;
    log_problem(&sink.log, LOG_ERROR, STR(""), &e);
    sink_check(&sink, "digest: \033[1;31merror:\033[0m site.yaml:3:3: unknown key \"titel\"\n"
                      "      titel: y\n"
                      "      \033[1;31m^\033[0m\n"
                      "  hint: did you mean \"title\"?\n");
}

/* What `e` makes the log write to standard output. */
static str annotation(struct arena *a, enum log_level level, str source, const struct err *e)
{
    struct sink sink;
    FILE *file = tmpfile();
    assert_non_null(file);
    fflush(stdout);
    int saved = dup(STDOUT_FILENO);
    dup2(fileno(file), STDOUT_FILENO);
    sink_open(&sink, LOG_ERROR);
    sink.log.annotate = true;
    log_problem(&sink.log, level, source, e);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    char text[4096];
    rewind(file);
    size_t n = fread(text, 1, sizeof text, file);
    fclose(file);
    fclose(sink.log.out);
    free(sink.text);
    log_release(&sink.log);
    return arena_copy(a, (str){text, n});
}

static void annotations_are_escaped_for_their_position(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    err_set(&e, ERR_INPUT, "50%%, a: b\nc");
    err_at(&e, STR("a,b:c%.yaml"), 3, 4);
    assert_str(annotation(&a, LOG_ERROR, STR("S, the: 1%"), &e),
               "::error file=a%2Cb%3Ac%25.yaml,line=3,col=4,title=S%2C the%3A 1%25::"
               "50%25, a: b c\n");
    struct err plain = {0};
    err_set(&plain, ERR_INPUT, "odd");
    err_hint(&plain, "do it");
    assert_str(annotation(&a, LOG_WARNING, STR(""), &plain),
               "::warning title=digest::odd%0Ahint: do it\n");
    struct err web = {0};
    err_set(&web, ERR_NETWORK, "it fails");
    err_at(&web, STR("https://a.example/?x=1%2C2"), 0, 0);
    assert_str(annotation(&a, LOG_ERROR, STR("A"), &web),
               "::error title=A::https://a.example/?x=1%252C2: it fails\n");
    arena_release(&a);
}

static void problems_that_threads_reported_are_put_in_the_order_of_their_sources(void **state)
{
    (void)state;
    static const char *const told[][2] = {{"B", "first of all"},
                                          {"C", "1"},
                                          {"", "2"},
                                          {"A", "3"},
                                          {"C", "4"},
                                          {"B", "5"},
                                          {"A", "6"}};
    const str names[] = {STR("A"), STR("B"), STR("C"), STR("silent")};
    struct sink sink;
    sink_open(&sink, LOG_ERROR);
    for (size_t i = 0; i < 7; i++) {
        struct err e = {0};
        err_set(&e, ERR_INPUT, "%s", told[i][1]);
        log_problem(&sink.log, LOG_WARNING, str_of(told[i][0]), &e);
    }
    log_sort(&sink.log, 1, names, 4);
    const char *const wanted[] = {"first of all", "3", "6", "5", "1", "4", "2"};
    for (size_t i = 0; i < 7; i++)
        assert_string_equal(sink.log.problems[i].err.why, wanted[i]);
    log_sort(&sink.log, 7, names, 4);
    log_sort(&sink.log, 0, NULL, 0);
    assert_string_equal(sink.log.problems[6].err.why, "2");
    sink_check(&sink, "");
}

static void a_source_cannot_speak_to_the_runner(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    err_set(&e, ERR_INPUT, "x\r\n::set-output name=a::b");
    str text = annotation(&a, LOG_ERROR, STR("\n::stop-commands::x"), &e);
    assert_int_equal(str_find_char(text, '\n', 0), text.n - 1);
    assert_true(str_starts(text, STR("::error title=")));
    arena_release(&a);
}

static void a_bar_is_drawn_per_percent_and_wiped_for_lines(void **state)
{
    (void)state;
    struct sink sink;
    sink_open(&sink, LOG_NOTE);
    sink.log.progress = true;
    log_progress(&sink.log, "pages", 0, 1000);
    log_progress(&sink.log, "pages", 3, 1000);
    log_progress(&sink.log, "pages", 500, 1000);
    log_line(&sink.log, LOG_NOTE, "hello");
    log_progress(&sink.log, "pages", 501, 1000);
    log_progress(&sink.log, "pages", 1000, 1000);
    assert_false(sink.log.bar);
    sink_check(&sink, "\r\033[K[                        ] 0/1000 pages"
                      "\r\033[K[############            ] 500/1000 pages"
                      "\r\033[Kdigest: hello\n"
                      "\r\033[K[############            ] 501/1000 pages"
                      "\r\033[K");
}

static void no_bar_is_drawn_into_a_file_or_a_quiet_log(void **state)
{
    (void)state;
    struct sink sink;
    sink_open(&sink, LOG_NOTE);
    log_progress(&sink.log, "pages", 1, 2);
    sink.log.progress = true;
    sink.log.level = LOG_ERROR;
    log_progress(&sink.log, "pages", 1, 2);
    sink.log.level = LOG_NOTE;
    log_progress(&sink.log, "pages", 0, 0);
    sink_check(&sink, "");
}

static void a_long_name_does_not_wrap_the_bar(void **state)
{
    (void)state;
    struct sink sink;
    char name[500];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    sink_open(&sink, LOG_NOTE);
    sink.log.progress = true;
    log_progress(&sink.log, name, 1, 2);
    fclose(sink.log.out);
    assert_int_equal(sink.n, strlen("\r\033[K") + 79);
    log_release(&sink.log);
    free(sink.text);
}

int u_base_log(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_problem_shows_its_place_the_line_and_what_to_do),
        cmocka_unit_test(advice_that_was_just_given_is_not_given_again),
        cmocka_unit_test(what_is_unknown_is_left_out),
        cmocka_unit_test(the_caret_stands_below_wide_characters_and_tabs),
        cmocka_unit_test(nothing_hostile_reaches_the_terminal),
        cmocka_unit_test(lines_are_printed_up_to_the_level),
        cmocka_unit_test(a_quiet_log_keeps_and_counts_warnings_all_the_same),
        cmocka_unit_test(a_flood_from_one_source_is_cut_and_summed_up),
        cmocka_unit_test(threads_do_not_mix_their_lines),
        cmocka_unit_test(colours_are_only_where_they_are_asked_for),
        cmocka_unit_test(annotations_are_escaped_for_their_position),
        cmocka_unit_test(problems_that_threads_reported_are_put_in_the_order_of_their_sources),
        cmocka_unit_test(a_source_cannot_speak_to_the_runner),
        cmocka_unit_test(a_bar_is_drawn_per_percent_and_wiped_for_lines),
        cmocka_unit_test(no_bar_is_drawn_into_a_file_or_a_quiet_log),
        cmocka_unit_test(a_long_name_does_not_wrap_the_bar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
