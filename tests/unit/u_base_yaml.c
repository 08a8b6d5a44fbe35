/* YAML: the tree, the places, the messages, and the texts that libfyaml must not see. */

#include "check.h"
#include "digest/buf.h"
#include "digest/limits.h"
#include "digest/yaml.h"

static struct arena arena;

static int release_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static struct yaml *read_text(const char *text)
{
    struct yaml *root = NULL;
    struct err err = {0};
    if (!yaml_read(&root, &arena, str_of(text), STR("f.yaml"), 1, &err))
        fail_msg("%u:%u: %s", err.line, err.column, err.why);
    return root;
}

static void a_document_becomes_a_tree(void **state)
{
    (void)state;
    struct yaml *root = read_text("site:\n"
                                  "  title: A \xE2\x80\x94 # no\n"
                                  "  url: 'https://e.org/#x'\n"
                                  "list: [1, \"two\\n\", ~]\n"
                                  "items:\n"
                                  "  - name: x\n"
                                  "  -\n"
                                  "text: |\n"
                                  "  one\n"
                                  "    two\n"
                                  "folded: >-\n"
                                  "  one\n"
                                  "  two\n");
    assert_int_equal(root->kind, YAML_MAP);
    assert_int_equal(root->count, 5);
    const struct yaml *site = yaml_get(root, "site"), *list = yaml_get(root, "list");
    assert_str(yaml_get(site, "title")->text, "A \xE2\x80\x94");
    assert_str(yaml_get(site, "url")->text, "https://e.org/#x");
    assert_int_equal(list->kind, YAML_LIST);
    assert_int_equal(list->count, 3);
    assert_str(list->items[1]->text, "two\n");
    const struct yaml *items = yaml_get(root, "items");
    assert_str(yaml_get(items->items[0], "name")->text, "x");
    assert_int_equal(items->items[1]->kind, YAML_NULL);
    assert_str(yaml_get(root, "text")->text, "one\n  two\n");
    assert_str(yaml_get(root, "folded")->text, "one two");
    assert_null(yaml_get(root, "absent"));
    assert_null(yaml_get(list, "site"));
    assert_null(yaml_get(NULL, "site"));
}

static void nothing_is_told_from_the_words_for_it(void **state)
{
    (void)state;
    const struct yaml *list = read_text("[~, null, NULL, 'null', \"\", nullable, 0, no]");
    const enum yaml_kind kinds[] = {YAML_NULL,   YAML_NULL,   YAML_NULL,   YAML_SCALAR,
                                    YAML_SCALAR, YAML_SCALAR, YAML_SCALAR, YAML_SCALAR};
    assert_int_equal(list->count, 8);
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(list->items[i]->kind, kinds[i]);
    assert_true(list->items[3]->quoted && list->items[4]->quoted);
    assert_false(list->items[5]->quoted);
    assert_str(list->items[7]->text, "no");
}

static void an_empty_file_is_an_empty_map(void **state)
{
    (void)state;
    const char *const texts[] = {"", "# only a comment\n", "\n\n", "---\n", "~\n", "\xEF\xBB\xBF"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct yaml *root = read_text(texts[i]);
        assert_int_equal(root->kind, YAML_MAP);
        assert_int_equal(root->count, 0);
    }
}

static void positions_are_those_in_the_file(void **state)
{
    (void)state;
    struct yaml *root = NULL;
    struct err err = {0};
    assert_true(yaml_read(&root, &arena, STR("\xC3\xA9: \"x\"\r\n\r\nb:\r\n  - y\r\nc:\r\n"),
                          STR("f"), 10, &err));
    assert_int_equal(root->pairs[0].line, 10);
    assert_int_equal(root->pairs[0].value->column, 4); /* of the quote */
    assert_int_equal(root->pairs[1].line, 12);
    assert_int_equal(root->pairs[1].value->items[0]->line, 13);
    assert_int_equal(root->pairs[1].value->items[0]->column, 5);
    /* A missing value is at its key. */
    assert_int_equal(root->pairs[2].value->line, 14);
    assert_false(yaml_read(&root, &arena, STR("a: 1\nb: @\n"), STR("f"), 10, &err));
    assert_int_equal(err.line, 11);
}

/* Reads a text that must fail and checks all of the message. */
static void check_error(const char *text, unsigned line, unsigned column, const char *why,
                        const char *excerpt)
{
    struct yaml *root = NULL;
    struct err err = {0};
    if (yaml_read(&root, &arena, str_of(text), STR("f.yaml"), 1, &err))
        fail_msg("read: %s", text);
    if (!strstr(err.why, why) || err.line != line || err.column != column)
        fail_msg("%s\n%u:%u: %s", text, err.line, err.column, err.why);
    assert_string_equal(err.file, "f.yaml");
    assert_string_equal(err.excerpt, excerpt);
    assert_true(err.code == ERR_INPUT || err.code == ERR_LIMIT);
}

static void common_mistakes_are_told_in_plain_words(void **state)
{
    (void)state;
    check_error("a: 1\n b: 2\n", 2, 2, "wrong indentation", " b: 2");
    check_error("a:\n  - b\n c: 1\n", 3, 2, "wrong indentation", " c: 1");
    check_error("s:\n  - name: x\n   text: y\n", 3, 4, "wrong indentation", "   text: y");
    check_error("s:\n  - name: x\n     text: y\n", 3, 6, "wrong indentation", "     text: y");
    check_error("a:\n\tb: 1\n", 2, 1, "a tab in the indentation", "\tb: 1");
    check_error("a: \"x\nb: 1\n", 1, 4, "not closed", "a: \"x");
    check_error("a: \"x\n", 1, 4, "not closed", "a: \"x");
    check_error("a: 'x\n", 1, 4, "not closed", "a: 'x");
    check_error("a: [1, 2\nb: 3\n", 1, 4, "a bracket is opened here", "a: [1, 2");
    check_error("a: {b: 1\n", 1, 4, "a bracket is opened here", "a: {b: 1");
    check_error("a: [1, 2]]\n", 1, 10, "one closing bracket too many", "a: [1, 2]]");
    check_error("title: Foo: bar\n", 1, 11, "a second colon", "title: Foo: bar");
    check_error("a: @x\n", 1, 4, "text without quotes cannot begin with '@'", "a: @x");
    check_error("a: 'it's'\n", 1, 8, "behind the closing quotation mark", "a: 'it's'");
    check_error("a: \"\\q\"\n", 1, 5, "invalid escape 'q'", "a: \"\\q\"");
    check_error("a: 1\nb\nc: 2\n", 2, 1, "a colon is missing", "b");
    check_error("a: - b\n", 1, 4, "a list cannot begin in the line of its key", "a: - b");
    check_error("? [a]\n: b\n", 1, 3, "a key must be plain text", "? [a]");
    check_error(": b\n", 1, 1, "a key is missing", ": b");
}

static void a_key_given_twice_is_told_with_its_first_line(void **state)
{
    (void)state;
    struct yaml *root = NULL;
    struct err err = {0};
    check_error("a: 1\nb: 2\n\"a\": 3\n", 3, 1, "the key \"a\" is here twice", "\"a\": 3");
    assert_false(yaml_read(&root, &arena, STR("a: 1\nb: 2\na: 3\n"), STR("f"), 5, &err));
    assert_string_equal(err.hint, "the first is in line 5");
    /* The same key in another map is another key. */
    read_text("a: {x: 1}\nb: {x: 1}\nx: 2\n");
}

static void anchors_aliases_and_tags_are_refused_where_they_stand(void **state)
{
    (void)state;
    check_error("a: &x 1\n", 1, 5, "anchors", "a: &x 1");
    check_error("a: *x\n", 1, 5, "aliases", "a: *x");
    check_error("a: [!x b]\n", 1, 5, "tags", "a: [!x b]");
    check_error("a: !!int 3\n", 1, 4, "tags", "a: !!int 3");
    check_error("a: &x\n  b: 1\n", 1, 5, "anchors", "a: &x");
    check_error("a: !x\n", 1, 4, "tags", "a: !x");
}

static void a_second_document_is_refused_not_dropped(void **state)
{
    (void)state;
    check_error("---\na: 1\n---\nb: 2\n", 4, 1, "a second document", "b: 2");
    check_error("a: 1\n...\nb: 2\n", 3, 1, "a second document", "b: 2");
    check_error("%YAML 1.2\n---\na: 1\n", 1, 1, "a directive", "%YAML 1.2");
}

static void bytes_that_are_no_text_are_refused_in_their_line(void **state)
{
    (void)state;
    struct yaml *root = NULL;
    struct err err = {0};
    check_error("a: 1\nb: \xC3\xA9\xE9\n", 2, 5, "not valid UTF-8", "b: \xC3\xA9?");
    /* These seven bytes alone make libfyaml 0.7.12 loop for ever. */
    check_error("%YAML\"\x98..", 1, 7, "not valid UTF-8", "%YAML\"?..");
    assert_false(yaml_read(&root, &arena, STR("a: 1\nb: x\0y\n"), STR("f"), 1, &err));
    assert_int_equal(err.line, 2);
    assert_int_equal(err.column, 5);
    assert_string_equal(err.why, "a NUL byte");
    check_error("a: \"x\\0y\"\n", 1, 5, "a NUL character", "a: \"x\\0y\"");
}

static void what_libfyaml_gets_wrong_never_reaches_a_reader(void **state)
{
    (void)state;
    /* A double free, in a map with an explicit key. */
    check_error("? a:\t- b", 1, 5, "a tab", "? a:\t- b");
    check_error("? a: \t? b\n", 1, 6, "a tab", "? a: \t? b");
    /* Bytes of the heap for a text. */
    check_error("s:\n >\n F\n  n\n  m\n  o \n", 3, 1, "in a line of its own", " F");
    /* Keys that vanish into the empty text before them. */
    check_error("r:\n  a: |\n  b: 1\n", 3, 1, "not indented further", "  b: 1");
    /* A NUL for an empty text at the end. */
    assert_str(yaml_get(read_text("a: |\nb: >\n"), "b")->text, "");
    /* Texts that only look like the above. */
    assert_str(yaml_get(read_text("s: |\n  > a\n  >\n  > b\n"), "s")->text, "> a\n>\n> b\n");
    assert_str(yaml_get(read_text("a:\tb\n"), "a")->text, "b");
    assert_str(read_text("- |\n x\n")->items[0]->text, "x\n");
}

static str repeat(const char *begin, const char *unit, size_t count)
{
    struct buf b = buf_init(4 << 20);
    buf_addz(&b, begin);
    for (size_t i = 0; i < count; i++)
        buf_addz(&b, unit);
    str text = arena_copy(&arena, buf_str(&b));
    buf_release(&b);
    return text;
}

static void nesting_is_bounded(void **state)
{
    (void)state;
    static const char *const units[] = {"[", "{a: ", "- "};
    struct yaml *root = NULL;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct err err = {0};
        assert_false(yaml_read(&root, &arena, repeat("", units[i], 100000), STR("f"), 1, &err));
        assert_int_equal(err.code, ERR_LIMIT);
        assert_non_null(strstr(err.why, "nested more than"));
    }
    struct err err = {0};
    str deepest = repeat("", "- ", LIMIT_YAML_DEPTH);
    assert_true(yaml_read(&root, &arena, deepest, STR("f"), 1, &err));
    assert_false(yaml_read(&root, &arena, repeat("- ", "- ", LIMIT_YAML_DEPTH), STR("f"), 1, &err));
}

/* Work that grew with the square of the size would take minutes with each: more than ctest's
 * limit. */
static void hostile_files_take_little_time(void **state)
{
    (void)state;
    const str texts[] = {
        repeat("a: >\n", "\n \n", 150000), repeat("a: |\n x\n", "  \n", 200000),
        repeat("", "%YAML- ", 60000),      repeat("%YAML 1.2\n", "%TAG ! x\n", 50000),
        repeat("a: [", "1,", 200000),      repeat("", "\n", 400000),
        repeat("a: \"", "\\n", 200000),    repeat("", "a: |\n", 80000),
        repeat("", "- >\n\n a\n", 50000),  repeat("a: &x [*x", ",*x", 100000),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct yaml *root;
        struct err err = {0};
        (void)yaml_read(&root, &arena, texts[i], STR("f"), 1, &err);
    }
}

/* Minutes, if each key were compared with all before it. */
static void many_keys_cost_no_more_than_their_number(void **state)
{
    (void)state;
    struct buf b = buf_init(4 << 20);
    for (int i = 0; i < 200000; i++)
        buf_addf(&b, "k%d: v\n", i);
    const struct yaml *root = read_text(b.p);
    assert_int_equal(root->count, 200000);
    buf_release(&b);
}

int u_base_yaml(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_becomes_a_tree),
        cmocka_unit_test(nothing_is_told_from_the_words_for_it),
        cmocka_unit_test(an_empty_file_is_an_empty_map),
        cmocka_unit_test(positions_are_those_in_the_file),
        cmocka_unit_test(common_mistakes_are_told_in_plain_words),
        cmocka_unit_test(a_key_given_twice_is_told_with_its_first_line),
        cmocka_unit_test(anchors_aliases_and_tags_are_refused_where_they_stand),
        cmocka_unit_test(a_second_document_is_refused_not_dropped),
        cmocka_unit_test(bytes_that_are_no_text_are_refused_in_their_line),
        cmocka_unit_test(what_libfyaml_gets_wrong_never_reaches_a_reader),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(hostile_files_take_little_time),
        cmocka_unit_test(many_keys_cost_no_more_than_their_number),
    };
    return cmocka_run_group_tests(tests, NULL, release_arena);
}
