/* Reading options by a table. What a shell would see of it is in tests/e2e/cli.sh. */
#include "check.h"

#include "../../src/cli/opt.h"

struct options {
    struct common common;
    const char *file, *count;
    bool dry;
};

static const struct opt table[] = {
    {"file", "FILE", "a file", offsetof(struct options, file), 'f', false},
    {"count", "N", "a number", offsetof(struct options, count), 0, true},
    {"dry-run", NULL, "only try", offsetof(struct options, dry), 'd', false},
    {"quiet", NULL, "less", offsetof(struct common, quiet), 'q', false},
    {"help", NULL, "help", offsetof(struct common, help), 'h', false},
    {0},
};

static const struct command command = {.name = "test",
                                       .arguments = "FILE [DIR]",
                                       .details = "Tests.",
                                       .examples = "",
                                       .options = table,
                                       .least = 1,
                                       .most = 2};

/* Parses the words, which end with null; none of them is changed. */
static bool parse(struct options *options, struct err *err, const char **words)
{
    int argc = 0;
    while (words[argc])
        argc++;
    *options = (struct options){0};
    *err = (struct err){0};
    return opt_parse(&command, argc, (char **)(uintptr_t)words, &options->common, err);
}

#define PARSE(...) parse(&o, &err, (const char *[]){"test", __VA_ARGS__, NULL})

static void values_come_joined_or_as_the_next_word(void **state)
{
    (void)state;
    struct options o;
    struct err err;
    assert_true(PARSE("--file=a", "--count", "3", "x"));
    assert_string_equal(o.file, "a");
    assert_string_equal(o.count, "3");
    assert_true(PARSE("-fa", "x"));
    assert_string_equal(o.file, "a");
    assert_true(PARSE("x", "-f", "b=c"));
    assert_string_equal(o.file, "b=c");
    assert_true(PARSE("x", "--file=b=c"));
    assert_string_equal(o.file, "b=c");
    assert_true(PARSE("x", "--file", "-"));
    assert_string_equal(o.file, "-");
}

static void switches_join_and_a_value_ends_them(void **state)
{
    (void)state;
    struct options o;
    struct err err;
    assert_true(PARSE("-dqfname", "x"));
    assert_true(o.dry && o.common.quiet);
    assert_string_equal(o.file, "name");
    assert_true(PARSE("-df", "name", "x"));
    assert_string_equal(o.file, "name");
    assert_int_equal(o.common.argument_count, 1);
}

static void an_option_says_when_stdout_carries_data(void **state)
{
    (void)state;
    struct options o;
    struct err err;
    assert_true(PARSE("x", "--file=a", "-d"));
    assert_false(o.common.data);
    assert_true(PARSE("x", "--count=1"));
    assert_true(o.common.data);
}

static void the_last_of_two_equal_options_holds(void **state)
{
    (void)state;
    struct options o;
    struct err err;
    assert_true(PARSE("--file=a", "x", "--file=b"));
    assert_string_equal(o.file, "b");
}

static void arguments_stand_anywhere_and_two_hyphens_end_options(void **state)
{
    (void)state;
    struct options o;
    struct err err;
    assert_true(PARSE("a", "-d", "b"));
    assert_int_equal(o.common.argument_count, 2);
    assert_string_equal(o.common.arguments[1], "b");
    assert_true(PARSE("--", "-d", "--file"));
    assert_false(o.dry);
    assert_string_equal(o.common.arguments[0], "-d");
    assert_string_equal(o.common.arguments[1], "--file");
    assert_true(PARSE("-"));
    assert_string_equal(o.common.arguments[0], "-");
}

static void help_needs_no_arguments(void **state)
{
    (void)state;
    struct options o;
    struct err err;
    assert_true(PARSE("-h"));
    assert_true(o.common.help);
    assert_true(PARSE("--help", "--unknown"));
}

static void misuse_is_named(void **state)
{
    (void)state;
    struct options o;
    struct err err;
    assert_false(PARSE("x", "--fiel=a"));
    assert_string_equal(err.why, "unknown option \"--fiel\"");
    assert_string_equal(err.hint, "did you mean --file?");
    assert_int_equal(err.code, ERR_USAGE);
    assert_false(PARSE("x", "-dz"));
    assert_string_equal(err.why, "unknown option \"-z\"");
    assert_false(PARSE("x", "--file"));
    assert_string_equal(err.why, "--file needs a FILE");
    assert_false(PARSE("x", "-f"));
    assert_false(PARSE("x", "--file="));
    assert_false(PARSE("x", "--count", "--dry-run"));
    assert_string_equal(err.hint, "if it is meant, write --count=--dry-run");
    assert_false(PARSE("x", "--dry-run=1"));
    assert_string_equal(err.why, "--dry-run takes no value");
    assert_false(PARSE("a", "b", "c"));
    assert_string_equal(err.why, "unexpected argument \"c\"");
    assert_false(PARSE("-d"));
    assert_string_equal(err.why, "digest test needs FILE [DIR]");
}

static void help_prints_the_table_in_columns(void **state)
{
    (void)state;
    struct buf out = buf_init(4096);
    opt_list(&out, table);
    assert_str(buf_str(&out), "  -f, --file FILE  a file\n"
                              "      --count N    a number\n"
                              "  -d, --dry-run    only try\n"
                              "  -q, --quiet      less\n"
                              "  -h, --help       help\n");
    buf_reset(&out);
    opt_help(&out, &command);
    assert_true(str_starts(buf_str(&out), STR("Usage: digest test [OPTION]... FILE [DIR]\n")));
    buf_release(&out);
}

int u_cli_opt(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_joined_or_as_the_next_word),
        cmocka_unit_test(switches_join_and_a_value_ends_them),
        cmocka_unit_test(an_option_says_when_stdout_carries_data),
        cmocka_unit_test(the_last_of_two_equal_options_holds),
        cmocka_unit_test(arguments_stand_anywhere_and_two_hyphens_end_options),
        cmocka_unit_test(help_needs_no_arguments),
        cmocka_unit_test(misuse_is_named),
        cmocka_unit_test(help_prints_the_table_in_columns),
    };
    return cmocka_run_group_tests_name("cli.opt", tests, NULL, NULL);
}
