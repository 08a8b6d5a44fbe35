/* Values: building, truth, JSON in and out. */
#include "check.h"
#include "digest/limits.h"
#include "digest/value.h"

struct fixture {
    struct arena a;
    struct value value;
    struct err err;
};

static bool read(struct fixture *f, const char *json)
{
    f->err = (struct err){0};
    return value_from_json(&f->value, &f->a, str_of(json), STR("data.json"), &f->err);
}

static void whole_numbers_keep_every_digit(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(value_number(&a, 0).text, "0");
    assert_str(value_number(&a, -7).text, "-7");
    assert_str(value_number(&a, INT64_MAX).text, "9223372036854775807");
    assert_str(value_number(&a, INT64_MIN).text, "-9223372036854775808");
    arena_release(&a);
}

static void check_number(const char *json, const char *expected)
{
    struct fixture f = {0};
    assert_true(read(&f, json));
    assert_int_equal(f.value.type, VALUE_NUMBER);
    assert_str(f.value.text, expected);
    arena_release(&f.a);
}

/* Reads and writes; the text must come out as it went in. */
static void check_round_trip(const char *json)
{
    struct fixture f = {0};
    struct buf out = buf_init(1 << 16);
    assert_true(read(&f, json));
    value_to_json(&out, &f.value);
    assert_str(buf_str(&out), json);
    buf_release(&out);
    arena_release(&f.a);
}

static void fields_keep_their_order_and_are_replaced_in_place(void **state)
{
    (void)state;
    struct arena a = {0};
    struct value map = value_map();
    for (int i = 0; i < 100; i++)
        value_set(&a, &map, arena_printf(&a, "f%d", i).p, value_number(&a, i));
    value_set(&a, &map, "f1", value_text(STR("x")));
    value_set_text(&a, &map, "empty", (str){0});
    value_set_text(&a, &map, "full", STR("y"));
    assert_int_equal(map.count, 101);
    assert_str(map.fields[1].value.text, "x");
    assert_str(map.fields[99].value.text, "99");
    assert_str(value_get(&map, STR("full"))->text, "y");
    assert_null(value_get(&map, STR("empty")));
    assert_null(value_get(&map, STR("f")));
    assert_null(value_get(NULL, STR("f")));
    assert_null(value_get(&map.fields[0].value, STR("f")));
    arena_release(&a);
}

static void items_are_appended(void **state)
{
    (void)state;
    struct arena a = {0};
    struct value list = value_list();
    for (int i = 0; i < 100; i++)
        value_push(&a, &list, value_number(&a, i - 50));
    assert_int_equal(list.count, 100);
    assert_str(list.items[0].text, "-50");
    assert_str(list.items[99].text, "49");
    arena_release(&a);
}

static void truth_is_what_sections_take_it_for(void **state)
{
    (void)state;
    struct arena a = {0};
    struct value list = value_list(), map = value_map(), null = {0};
    const struct value texts[] = {value_text(STR("0")), value_text(STR(""))};
    assert_false(value_true(NULL));
    assert_false(value_true(&null));
    assert_false(value_true(&list));
    assert_true(value_true(&map));
    assert_true(value_true(&texts[0]));
    assert_false(value_true(&texts[1]));
    value_push(&a, &list, null);
    assert_true(value_true(&list));
    const struct {
        const char *json;
        bool truth;
    } numbers[] = {{"0", false},    {"-0.0", false}, {"0e5", false},   {"1", true},
                   {"0.001", true}, {"-1", true},    {"1e-300", true}, {"10", true}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct value number = {.type = VALUE_NUMBER, .text = str_of(numbers[i].json)};
        assert_int_equal(value_true(&number), numbers[i].truth);
    }
    arena_release(&a);
}

static void numbers_read_as_they_would_be_written(void **state)
{
    (void)state;
    check_number("1.21", "1.21");
    check_number("0.1", "0.1");
    check_number("-0.30000000000000004", "-0.30000000000000004");
    check_number("85", "85");
    check_number("9223372036854775807", "9223372036854775807");
    check_number("-9223372036854775808", "-9223372036854775808");
    check_number("1.0", "1");
    check_number("1e300", "1e+300");
}

static void json_is_written_as_it_was_read(void **state)
{
    (void)state;
    check_round_trip("null");
    check_round_trip("\"ä\\u003cb\\u003e\\n\"");
    check_round_trip("{}");
    check_round_trip("{\n  \"z\": [\n    1,\n    [],\n    true\n  ],\n  \"a\": {\n    \"b\": \"\"\n"
                     "  },\n  \"c\": false\n}");
}

static void markup_is_text_in_json(void **state)
{
    (void)state;
    struct buf out = buf_init(1 << 10);
    struct value markup = {.type = VALUE_HTML, .text = STR("<p>")};
    value_to_json(&out, &markup);
    assert_str(buf_str(&out), "\"\\u003cp\\u003e\"");
    buf_release(&out);
}

static void what_is_no_json_is_refused_with_its_place(void **state)
{
    (void)state;
    struct fixture f = {0};
    assert_false(read(&f, "{\"a\": 1,\n \"b\": }"));
    assert_int_equal(f.err.code, ERR_INPUT);
    assert_string_equal(f.err.file, "data.json");
    assert_int_equal(f.err.line, 2);
    assert_int_equal(f.err.column, 7);
    assert_false(read(&f, ""));
    assert_false(read(&f, "{\"a\":1,\"a\":2}"));
    assert_false(read(&f, "[1] x"));
    assert_false(read(&f, "99999999999999999999"));
    assert_false(read(&f, "\"\xFF\""));
    assert_false(read(&f, "{\"a\\u0000b\":1}"));
    arena_release(&f.a);
}

static void json_nested_too_deep_is_refused(void **state)
{
    (void)state;
    struct fixture f = {0};
    char json[2 * LIMIT_JSON_DEPTH + 3] = {0};
    memset(json, '[', LIMIT_JSON_DEPTH);
    memset(json + LIMIT_JSON_DEPTH, ']', LIMIT_JSON_DEPTH);
    assert_true(read(&f, json));
    memset(json, '[', LIMIT_JSON_DEPTH + 1);
    memset(json + LIMIT_JSON_DEPTH + 1, ']', LIMIT_JSON_DEPTH + 1);
    assert_false(read(&f, json));
    assert_string_equal(f.err.why, "lists and objects are nested more than 512 deep");
    char *hostile = arena_alloc(&f.a, 1000001);
    memset(hostile, '[', 1000000);
    assert_false(read(&f, hostile));
    arena_release(&f.a);
}

int u_render_value(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_numbers_keep_every_digit),
        cmocka_unit_test(fields_keep_their_order_and_are_replaced_in_place),
        cmocka_unit_test(items_are_appended),
        cmocka_unit_test(truth_is_what_sections_take_it_for),
        cmocka_unit_test(numbers_read_as_they_would_be_written),
        cmocka_unit_test(json_is_written_as_it_was_read),
        cmocka_unit_test(markup_is_text_in_json),
        cmocka_unit_test(what_is_no_json_is_refused_with_its_place),
        cmocka_unit_test(json_nested_too_deep_is_refused),
    };
    return cmocka_run_group_tests_name("render.value", tests, NULL, NULL);
}
