/* Adding a source to a configuration: every other byte stays, and what comes out reads as meant. */
#include "../../src/cli/yaml_edit.h"

#include "check.h"
#include "digest/yaml.h"

/* Adds "name: <name>, feed: https://a.example/f?x=1&y" to text. Returns the new text, in the arena. */
static str added(struct arena *a, const char *text, const char *name, unsigned *line)
{
    struct yaml_line lines[] = {
        {"name", str_of(name)}, {"feed", STR("https://a.example/f?x=1&y")}, {NULL, {0}}};
    struct buf out = buf_init(1 << 16);
    struct yaml *root;
    struct err err = {0};
    assert_true(yaml_read(&root, a, str_of(text), STR("digest.yaml"), 1, &err));
    if (!yaml_add_source(&out, str_of(text), root, lines, line, &err))
        buf_reset(&out);
    str copy = arena_copy(a, buf_str(&out));
    buf_release(&out);
    return copy;
}

static void check(const char *text, const char *wanted, unsigned at)
{
    struct arena a = {0};
    unsigned line = 0;
    str got = added(&a, text, "New", &line);
    assert_string_equal(got.p, wanted);
    assert_int_equal(line, at);
    arena_release(&a);
}

static void it_follows_the_last_entry_and_its_indentation(void **state)
{
    (void)state;
    check("sources:\n  - name: A\n    text: a\noutput: x\n",
          "sources:\n  - name: A\n    text: a\n  - name: New\n    feed: "
          "https://a.example/f?x=1&y\noutput: x\n",
          4);
    check("sources:\n- name: A\n  text: a\n",
          "sources:\n- name: A\n  text: a\n- name: New\n  feed: https://a.example/f?x=1&y\n", 4);
    check("sources:\n    - {name: A, text: a}",
          "sources:\n    - {name: A, text: a}\n    - name: New\n      feed: "
          "https://a.example/f?x=1&y\n",
          3);
}

static void comments_and_blank_lines_stay_where_they_belong(void **state)
{
    (void)state;
    check("sources:\n  - name: A\n    text: a # why\n\n    # more of A\n    tags: [x]\n\n"
          "# the output\noutput: x\n",
          "sources:\n  - name: A\n    text: a # why\n\n    # more of A\n    tags: [x]\n"
          "  - name: New\n    feed: https://a.example/f?x=1&y\n\n# the output\noutput: x\n",
          7);
}

static void line_endings_of_windows_are_kept(void **state)
{
    (void)state;
    check("sources:\r\n  - name: A\r\n    text: a\r\n",
          "sources:\r\n  - name: A\r\n    text: a\r\n  - name: New\r\n    feed: "
          "https://a.example/f?x=1&y\r\n",
          4);
}

static void a_missing_list_is_begun_at_the_end(void **state)
{
    (void)state;
    check("site:\n  title: T",
          "site:\n  title: T\nsources:\n  - name: New\n    feed: https://a.example/f?x=1&y\n", 4);
}

static void an_empty_key_gets_its_first_entry(void **state)
{
    (void)state;
    check("sources: # none yet\noutput: x\n",
          "sources: # none yet\n  - name: New\n    feed: https://a.example/f?x=1&y\noutput: x\n",
          2);
    check("output: x\nsources:",
          "output: x\nsources:\n  - name: New\n    feed: https://a.example/f?x=1&y\n", 3);
}

static void a_list_in_brackets_is_left_alone(void **state)
{
    struct arena a = {0};
    unsigned line;
    (void)state;
    assert_int_equal(added(&a, "sources: [{name: A, text: a}]\n", "New", &line).n, 0);
    arena_release(&a);
}

/* Whatever a site calls itself must come back from YAML as it was. */
static void any_name_reads_back_as_it_was(void **state)
{
    static const char *const names[] = {
        "A: b",  "# x",  "yes",   "12",  "\"quoted\"", "back\\slash", "- a",    "a #b",
        "Zoë's", "{x}",  "*a",    "a:",  "null",       "!t",          "日本語", "Tea & Toast",
        "%a",    "a, b", "@home", "`x`", "a]b",        "end ",        "?",      "~"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct arena a = {0};
        struct yaml *root;
        struct err err = {0};
        unsigned line;
        str text = added(&a, "sources:\n  - name: A\n    text: a\n", names[i], &line);
        assert_true(yaml_read(&root, &a, text, STR("digest.yaml"), 1, &err));
        const struct yaml *list = yaml_get(root, "sources");
        assert_int_equal(list->count, 2);
        const struct yaml *name = yaml_get(list->items[1], "name");
        assert_int_equal(name->kind, YAML_SCALAR);
        assert_true(str_is(name->text, names[i]));
        arena_release(&a);
    }
}

int u_cli_yaml_edit(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_follows_the_last_entry_and_its_indentation),
        cmocka_unit_test(comments_and_blank_lines_stay_where_they_belong),
        cmocka_unit_test(line_endings_of_windows_are_kept),
        cmocka_unit_test(a_missing_list_is_begun_at_the_end),
        cmocka_unit_test(an_empty_key_gets_its_first_entry),
        cmocka_unit_test(a_list_in_brackets_is_left_alone),
        cmocka_unit_test(any_name_reads_back_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
