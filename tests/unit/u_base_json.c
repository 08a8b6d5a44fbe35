/* The JSON reader: what it accepts and refuses, what strings become, and agreement with jansson. */
#include "check.h"

#include <jansson.h>
#include <stdlib.h>

#include "digest/buf.h"
#include "digest/json.h"
#include "digest/limits.h"
#include "digest/utf8.h"

/* True when text is accepted as a whole by skipping it. */
static bool accepted(str text)
{
    struct json j = json_init(text);
    json_skip(&j);
    json_finish(&j);
    return !json_failed(&j);
}

static void walk(struct json *j);

static void walk_inside(struct json *j, bool object)
{
    while (json_next_listed(j, object))
        walk(j);
}

/* Reads a value through the calls that a parser uses, all the way down. */
static void walk(struct json *j)
{
    struct json_text text;
    bool flag, object;
    if (json_enter_list(j, &object))
        walk_inside(j, object);
    else if (!json_read_text(j, &text) && !json_read_bool(j, &flag))
        json_skip(j);
}

/* The same by reading. */
static bool accepted_by_reading(str text)
{
    struct json j = json_init(text);
    walk(&j);
    json_finish(&j);
    return !json_failed(&j);
}

static const char *const good[] = {
    "[]",
    "{}",
    " \t\r\n[ ] \t\r\n",
    "\"\"",
    "\"a\"",
    "0",
    "-0",
    "-0.0",
    "-1",
    "12345678901234567890123456789",
    "0e1",
    "0E+1",
    "1e-2",
    "1.5",
    "1.5E+10",
    "1e400",
    "-1e-400",
    "true",
    "false",
    "null",
    "[null, true, false]",
    "[1,2,3]",
    "[1 , 2 ,\n3]",
    "[[],[[]],{}]",
    "{\"a\":1}",
    "{\"a\" : 1 , \"b\" : [ ] }",
    "{\"\":0}",
    "{\"a\":1,\"a\":2}",
    "{\"\\u0061\":0}",
    "{\"a\\u0000b\":0}",
    "[\"\\u0000\"]",
    "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]",
    "[\"\\u0022\\u005C\\u002f\"]",
    "[\"\\uD83D\\uDE00\"]",
    "[\"\\uaBcD\"]",
    "[\"\x7F\"]",
    "[\"\xC3\xA4 \xE2\x82\xAC \xF0\x9F\x98\x80\"]",
    "[\"\xE2\x80\xA8 \xEF\xBB\xBF \xEF\xBF\xBF\"]",
    "[\"/* no comment */ // no comment\"]",
    "[\"a string of more than eight bytes, so that whole words of it are looked at\"]",
    "{}<!-- a cache's mark -->",
    "[]\n<!-- one -->\n<!-- two -->\n",
    /* Where the RFC leaves a choice: text that is not Unicode stays readable. */
    "[\"\\uD800\"]",
    "[\"\\uDC00\\uD800\"]",
    "[\"\\uD800\\u0041\"]",
    "[\"\xFF\"]",
    "[\"\xC0\x80 \xED\xA0\x80 \xF4\x90\x80\x80 \xE2\x82\"]",
};

static const char *const bad[] = {
    "",
    " ",
    "[",
    "]",
    "{",
    "}",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "[,]",
    "[1,,2]",
    "[1 2]",
    "[1]]",
    "[1}",
    "{]",
    "{\"a\"",
    "{\"a\":",
    "{\"a\":1",
    "{\"a\":1,",
    "{\"a\":1,}",
    "{,\"a\":1}",
    "{\"a\":1,,\"b\":2}",
    "{\"a\",1}",
    "{\"a\" 1}",
    "{\"a\"::1}",
    "{\"a\":1 \"b\":2}",
    "{a:1}",
    "{1:1}",
    "{'a':1}",
    "{null:1}",
    "{\"a\":1]",
    "[\"a\":1]",
    "[] []",
    "1 2",
    "{}x",
    "[]#",
    "[]/* comment */",
    "[] // comment",
    "/* comment */[]",
    "[1,/* comment */2]",
    "{}<!-- without an end",
    "{}<!- not one -->",
    "<!-- before -->{}",
    "\"",
    "\"a",
    "'a'",
    "[\"\\\"]",
    "\"\\",
    "\"\\\"",
    "\"\\x41\"",
    "\"\\U0041\"",
    "\"\\a\"",
    "\"\\v\"",
    "\"\\'\"",
    "\"\\0\"",
    "\"\\ \"",
    "\"\\\n\"",
    "\"\\\xC3\xA4\"",
    "\"\\u\"",
    "\"\\u1\"",
    "\"\\u12\"",
    "\"\\u123\"",
    "\"\\u123g\"",
    "\"\\u12 4\"",
    "\"\\u@123\"",
    "\"\\u`123\"",
    "\"\\u:123\"",
    "\"\\u/123\"",
    "\"\\u-123\"",
    "\"\\uD83D\\u\"",
    "\"\\uD83D\\uDE0\"",
    "\"\n\"",
    "\"\t\"",
    "\"\x1F\"",
    "\"\x01\"",
    "\"eight by\x08tes\"",
    "+1",
    "-",
    "--1",
    "- 1",
    "01",
    "-01",
    "00",
    "1.",
    "-1.",
    ".1",
    "-.1",
    "1.e1",
    "1e",
    "1E",
    "1e+",
    "1e-",
    "1e1.5",
    "1.2.3",
    "0x1",
    "1_000",
    "1a",
    "NaN",
    "Infinity",
    "-Infinity",
    "True",
    "TRUE",
    "tru",
    "truee",
    "nul",
    "nulll",
    "fals",
    "undefined",
    "\xC2\xA0[]",
    "[\x0B]",
    "[\x0C]",
    "[\xC3\xA4]",
    "[1\xE2\x80\xA9]",
    "[a",
    "*",
    "<html>",
};

static void valid_json_is_accepted(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!accepted(str_of(good[i])) || !accepted_by_reading(str_of(good[i])))
            fail_msg("refused: %s", good[i]);
}

static void anything_else_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (accepted(str_of(bad[i])) || accepted_by_reading(str_of(bad[i])))
            fail_msg("accepted: %s", bad[i]);
}

/* What is skipped is judged like what is read: also deep inside something that nobody wants. */
static void skipped_values_are_judged_as_strictly(void **state)
{
    (void)state;
    char text[256];
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        /* Some of the bad ones are only so at the end of a text. */
        if (strchr(bad[i], '<') || strstr(bad[i], "[]") || !strcmp(bad[i], "1 2"))
            continue;
        int n = snprintf(text, sizeof text, "{\"unknown\":[{\"x\":%s}],\"id\":1}", bad[i]);
        if (accepted((str){text, (size_t)n}))
            fail_msg("accepted: %s", text);
    }
}

static void nul_bytes_are_refused_everywhere(void **state)
{
    (void)state;
    assert_false(accepted((str){"[\0]", 3}));
    assert_false(accepted((str){"\0[]", 3}));
    assert_false(accepted((str){"[]\0", 3}));
    assert_false(accepted((str){"\"a\0b\"", 5}));
    assert_false(accepted((str){"{\"a\0\":1}", 8}));
    assert_false(accepted((str){"\0", 1}));
}

/* A text of `depth` nested arrays, or objects. */
static str nested(struct buf *b, size_t depth, bool objects)
{
    buf_reset(b);
    for (size_t i = 0; i < depth; i++)
        buf_addz(b, objects ? "{\"a\":" : "[");
    buf_addz(b, "1");
    for (size_t i = 0; i < depth; i++)
        buf_addz(b, objects ? "}" : "]");
    return buf_str(b);
}

static void nesting_is_allowed_up_to_the_limit(void **state)
{
    (void)state;
    struct buf b = buf_init((size_t)8 << 20);
    for (int objects = 0; objects < 2; objects++) {
        assert_true(accepted(nested(&b, LIMIT_JSON_DEPTH, objects)));
        assert_true(accepted_by_reading(buf_str(&b)));
        assert_false(accepted(nested(&b, LIMIT_JSON_DEPTH + 1, objects)));
        assert_false(accepted_by_reading(buf_str(&b)));
        assert_false(accepted(nested(&b, 1000000, objects)));
    }
    buf_release(&b);
}

static void nesting_counts_what_was_entered_before_skipping(void **state)
{
    (void)state;
    struct buf b = buf_init(8192);
    struct json j = json_init(nested(&b, LIMIT_JSON_DEPTH + 1, false));
    assert_true(json_enter_array(&j));
    assert_true(json_next_item(&j));
    json_skip(&j);
    assert_true(json_failed(&j));
    buf_release(&b);
}

/* -- Strings ---------------------------------------------------------------------------------- */

/* The decoded text of a JSON string, in the arena. */
static str decoded(struct arena *a, const char *source, size_t limit, bool *cut)
{
    struct json j = json_init(str_of(source));
    struct json_text text;
    assert_true(json_read_text(&j, &text));
    return json_decode(a, text, limit, cut);
}

static void strings_are_decoded(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"\"plain\"", "plain"},
        {"\"\"", ""},
        {"12.5e3", "12.5e3"},
        {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t"},
        {"\"\\u0041\\u00e4\\u20AC\\uD83D\\uDE00\"", "A\u00e4\u20ac\U0001F600"},
        {"\"<p>a<\\/p>\\n<p>b<\\/p>\"", "<p>a</p>\n<p>b</p>"},
        {"\"\xC3\xA4\\n\xE2\x82\xAC\"", "\xC3\xA4\n\xE2\x82\xAC"},
        {"\"\\uDBFF\\uDFFF\"", "\U0010FFFF"},
        {"\"a\\u0000b\"", "a\uFFFDb"},
        {"\"a\\uD800b\"", "a\uFFFDb"},
        {"\"\\uDC00\\uD800\"", "\uFFFD\uFFFD"},
        {"\"\\uD800\\u0041\"", "\uFFFDA"},
        {"\"\\uD800\\uD83D\\uDE00\"", "\uFFFD\U0001F600"},
        {"\"\\uD800\\n\"", "\uFFFD\n"},
        {"\"a\xFFz\"", "a\uFFFDz"},
        {"\"\\u0061\xFFz\"", "a\uFFFDz"},
        {"\"\xED\xA0\x80\"", "\uFFFD\uFFFD\uFFFD"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str text = decoded(&a, cases[i][0], 1000, NULL);
        assert_str(text, cases[i][1]);
        assert_true(utf8_valid(text));
    }
    arena_release(&a);
}

static void long_strings_are_cut_at_a_character(void **state)
{
    (void)state;
    struct arena a = {0};
    bool cut = false;
    assert_str(decoded(&a, "\"abcdef\"", 6, &cut), "abcdef");
    assert_str(decoded(&a, "\"abc\\ndef\"", 7, &cut), "abc\ndef");
    assert_false(cut);
    assert_str(decoded(&a, "\"abcdef\"", 5, &cut), "abcde");
    assert_true(cut);
    cut = false;
    assert_str(decoded(&a, "\"abc\\ndef\"", 4, &cut), "abc\n");
    assert_true(cut);
    assert_str(decoded(&a, "\"ab\xE2\x82\xAC\"", 4, NULL), "ab");
    assert_str(decoded(&a, "\"ab\\u20ac\"", 4, NULL), "ab");
    assert_str(decoded(&a, "\"ab\\u20acd\"", 5, NULL), "ab\u20ac");
    assert_str(decoded(&a, "\"\\ud83d\\ude00\"", 3, NULL), "");
    /* Each stray byte becomes three. */
    assert_str(decoded(&a, "\"\xFF\xFF\xFF\xFF\"", 4, NULL), "\uFFFD");
    assert_str(decoded(&a, "\"abc\"", 0, NULL), "");
    assert_str(decoded(&a, "\"\\n\"", 0, NULL), "");
    arena_release(&a);
}

static void keys_match_whatever_way_they_are_written(void **state)
{
    (void)state;
    struct json j =
        json_init(STR("{\"title\":1,\"t\\u0069tle\":2,\"Title\":3,\"title2\":4,\"ti\":5}"));
    static const bool expected[] = {true, true, false, false, false};
    struct json_text key;
    size_t n = 0;
    assert_true(json_enter_object(&j));
    for (; json_next_member(&j, &key); n++) {
        assert_int_equal(json_text_is(key, STR("title")), expected[n]);
        json_skip(&j);
    }
    assert_int_equal(n, 5);
    assert_false(json_failed(&j));
}

static void of_equal_keys_the_last_one_counts(void **state)
{
    (void)state;
    static const struct json_member members[] = {
        JSON_MEMBER("a", json_read_text_field, 0),
        JSON_MEMBER("b", json_read_text_field, sizeof(struct json_text)), JSON_MEMBERS_END};
    struct json j =
        json_init(STR("{\"a\":\"1\",\"b\":[2],\"x\":{\"a\":9},\"a\":3,\"b\":\"4\",\"b\":{}}"));
    struct json_text out[2] = {{.string = true}};
    assert_true(json_read_members(&j, members, out));
    assert_str(out[0].raw, "3");
    assert_false(out[0].string);
    assert_int_equal(out[1].raw.n, 0);
    json_finish(&j);
    assert_false(json_failed(&j));
}

/* -- Errors ----------------------------------------------------------------------------------- */

static struct err error_of(const char *text)
{
    struct json j = json_init(str_of(text));
    struct err e = {0};
    json_skip(&j);
    json_finish(&j);
    assert_true(json_failed(&j));
    assert_false(json_error(&j, STR("posts.json"), &e));
    return e;
}

static void errors_name_byte_line_and_column(void **state)
{
    (void)state;
    struct err e = error_of("{\n  \"\xC3\xA4\": 1,\n  \"\xC3\xA4\xC3\xA4\": x }");
    assert_non_null(strstr(e.why, "at byte 23"));
    assert_non_null(strstr(e.why, "expected a value"));
    assert_non_null(strstr(e.why, "found \"x }\""));
    assert_int_equal(e.line, 3);
    assert_int_equal(e.column, 9);
    assert_string_equal(e.file, "posts.json");
    assert_int_equal(e.code, ERR_INPUT);
}

static void a_document_without_end_is_called_cut_off(void **state)
{
    (void)state;
    static const char *const cut[] = {"[{\"id\":1},{\"id", "[1,2", "{\"a\":\"b\\",
                                      "{\"a\":\"b\\u00",   "[tr",  "[1",
                                      "{\"a\":1",          "[-",   "[1e"};
    for (size_t i = 0; i < sizeof cut / sizeof *cut; i++) {
        struct err e = error_of(cut[i]);
        if (!strstr(e.why, "cut off"))
            fail_msg("%s: %s", cut[i], e.why);
    }
    assert_null(strstr(error_of("[1,}").why, "cut off"));
}

static void a_failed_reader_stays_failed(void **state)
{
    (void)state;
    struct json j = json_init(STR("[1,x,{\"a\":2}]"));
    struct json_text text;
    bool object, flag;
    assert_true(json_enter_array(&j));
    assert_true(json_next_item(&j));
    json_skip(&j);
    assert_true(json_next_item(&j));
    assert_false(json_read_text(&j, &text));
    json_skip(&j);
    assert_true(json_failed(&j));
    const char *why = j.failure;
    assert_false(json_next_item(&j));
    assert_false(json_next_member(&j, &text));
    assert_false(json_enter_list(&j, &object));
    assert_false(json_read_bool(&j, &flag));
    assert_int_equal(json_peek(&j), JSON_KIND_NONE);
    json_skip(&j);
    json_finish(&j);
    assert_ptr_equal(j.failure, why);
}

/* -- Against jansson -------------------------------------------------------------------------- */

/* xorshift64*: the same documents in every run. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 2685821657736338717ULL;
}

static size_t below(uint64_t *state, size_t n)
{
    return (size_t)(next_random(state) >> 33) % n;
}

static void make_string(struct buf *b, uint64_t *random)
{
    static const char *const parts[] = {"a",        "plain text ",
                                        "\\n",      "\\/",
                                        "\\\"",     "\\\\",
                                        "\\u00e4",  "\\uD83D\\uDE00",
                                        "\xC3\xA4", "\xF0\x9F\x98\x80",
                                        "\x7F",     "0123456789abcdef",
                                        "{",        "]",
                                        ",",        ":",
                                        "\\t",      "\\b"};
    buf_addc(b, '"');
    for (size_t n = below(random, 8); n > 0; n--)
        buf_addz(b, parts[below(random, sizeof parts / sizeof *parts)]);
    buf_addc(b, '"');
}

static void make_space(struct buf *b, uint64_t *random)
{
    if (below(random, 4) == 0)
        buf_addc(b, " \n\t\r"[below(random, 4)]);
}

static void make_value(struct buf *b, uint64_t *random, unsigned depth);

/* Keys are numbered, so that none repeats. */
static void make_container(struct buf *b, uint64_t *random, unsigned depth, bool object)
{
    size_t count = below(random, 5);
    buf_addc(b, object ? '{' : '[');
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_addc(b, ',');
        make_space(b, random);
        if (object) {
            make_string(b, random);
            buf_cut(b, b->n - 1);
            buf_addf(b, "%zu\"", i);
            make_space(b, random);
            buf_addc(b, ':');
        }
        make_value(b, random, depth + 1);
    }
    make_space(b, random);
    buf_addc(b, object ? '}' : ']');
}

static void make_value(struct buf *b, uint64_t *random, unsigned depth)
{
    static const char *const scalars[] = {"0",   "-1",   "12",    "1.5", "-0.25e2",
                                          "1E3", "true", "false", "null"};
    make_space(b, random);
    size_t kind = below(random, depth > 6 ? 2 : 4);
    if (kind == 0)
        buf_addz(b, scalars[below(random, sizeof scalars / sizeof *scalars)]);
    else if (kind == 1)
        make_string(b, random);
    else
        make_container(b, random, depth, kind == 2);
    make_space(b, random);
}

/* Changes, drops, doubles or adds a few bytes. */
static void mutate(struct buf *b, uint64_t *random)
{
    static const char bytes[] = "{}[]\",:\\/u0123456789abcdefDE+-.eEtrnl \n\t\x01\x80\xC3<!->";
    for (size_t n = 1 + below(random, 3); n > 0 && b->n > 0; n--) {
        size_t at = below(random, b->n);
        switch (below(random, 3)) {
        case 0: b->p[at] = bytes[below(random, sizeof bytes - 1)]; break;
        case 1:
            memmove(b->p + at, b->p + at + 1, b->n - at - 1);
            buf_cut(b, b->n - 1);
            break;
        default: buf_cut(b, at + 1); break;
        }
    }
}

/* Lone surrogates, which jansson refuses, as it does text that is not UTF-8. */
static bool is_left_to_us(str text)
{
    return str_has(text, STR("\\ud")) || str_has(text, STR("\\uD")) || str_has(text, STR("<!--")) ||
           !utf8_valid(text);
}

static void compare(struct json *j, const json_t *value, struct arena *a);

static void compare_members(struct json *j, const json_t *value, struct arena *a)
{
    struct json_text key;
    size_t n = 0;
    assert_true(json_is_object(value));
    for (; json_next_member(j, &key); n++) {
        str name = json_decode(a, key, 10000, NULL);
        const json_t *member = json_object_getn(value, name.p, name.n);
        assert_non_null(member);
        compare(j, member, a);
    }
    assert_int_equal(n, json_object_size(value));
}

static void compare(struct json *j, const json_t *value, struct arena *a)
{
    struct json_text text;
    size_t n = 0;
    if (json_enter_object(j)) {
        compare_members(j, value, a);
    } else if (json_enter_array(j)) {
        for (; json_next_item(j); n++)
            compare(j, json_array_get(value, n), a);
        assert_int_equal(n, json_array_size(value));
    } else if (json_peek(j) == JSON_KIND_STRING) {
        assert_true(json_is_string(value));
        assert_true(json_read_text(j, &text));
        str decoded = json_decode(a, text, 10000, NULL);
        assert_true(str_eq(decoded, (str){json_string_value(value), json_string_length(value)}));
    } else if (json_read_text(j, &text)) {
        char number[32];
        snprintf(number, sizeof number, "%.*s", STR_ARGS(text.raw));
        assert_true(json_number_value(value) == strtod(number, NULL));
    } else {
        enum json_kind type = json_peek(j);
        assert_true(type == JSON_KIND_TRUE    ? json_is_true(value)
                    : type == JSON_KIND_FALSE ? json_is_false(value)
                                              : json_is_null(value));
        json_skip(j);
    }
}

static void generated_documents_read_as_jansson_reads_them(void **state)
{
    (void)state;
    uint64_t random = 20260507;
    struct buf b = buf_init((size_t)1 << 20);
    for (int i = 0; i < 3000; i++) {
        struct arena a = {0};
        buf_reset(&b);
        make_value(&b, &random, 0);
        json_t *tree = json_loadb(b.p, b.n, JSON_DECODE_ANY, NULL);
        assert_non_null(tree);
        assert_true(accepted(buf_str(&b)));
        struct json j = json_init(buf_str(&b));
        compare(&j, tree, &a);
        json_finish(&j);
        assert_false(json_failed(&j));
        json_decref(tree);
        arena_release(&a);
    }
    buf_release(&b);
}

static void damaged_documents_are_judged_as_jansson_judges_them(void **state)
{
    (void)state;
    uint64_t random = 4009;
    size_t agreed[2] = {0, 0};
    struct buf b = buf_init((size_t)1 << 20);
    for (int i = 0; i < 60000; i++) {
        buf_reset(&b);
        make_value(&b, &random, 3);
        mutate(&b, &random);
        json_error_t error;
        /* Copied, so that reading over the end is seen. */
        char *exact = malloc(b.n ? b.n : 1);
        memcpy(exact, b.p, b.n);
        bool ours = accepted((str){exact, b.n}), read = accepted_by_reading((str){exact, b.n});
        free(exact);
        assert_int_equal(ours, read);
        if (is_left_to_us(buf_str(&b)))
            continue;
        json_t *tree = json_loadb(b.p, b.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
        bool overflow = !tree && json_error_code(&error) == json_error_numeric_overflow;
        if (!overflow && ours != (tree != NULL))
            fail_msg("jansson %s, we do not: %.*s", tree ? "accepts" : "refuses",
                     STR_ARGS(buf_str(&b)));
        agreed[ours] += !overflow;
        json_decref(tree);
    }
    /* Both verdicts must have been put to the test. */
    assert_true(agreed[0] > 10000);
    assert_true(agreed[1] > 5000);
    buf_release(&b);
}

int u_base_json(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_json_is_accepted),
        cmocka_unit_test(anything_else_is_refused),
        cmocka_unit_test(skipped_values_are_judged_as_strictly),
        cmocka_unit_test(nul_bytes_are_refused_everywhere),
        cmocka_unit_test(nesting_is_allowed_up_to_the_limit),
        cmocka_unit_test(nesting_counts_what_was_entered_before_skipping),
        cmocka_unit_test(strings_are_decoded),
        cmocka_unit_test(long_strings_are_cut_at_a_character),
        cmocka_unit_test(keys_match_whatever_way_they_are_written),
        cmocka_unit_test(of_equal_keys_the_last_one_counts),
        cmocka_unit_test(errors_name_byte_line_and_column),
        cmocka_unit_test(a_document_without_end_is_called_cut_off),
        cmocka_unit_test(a_failed_reader_stays_failed),
        cmocka_unit_test(generated_documents_read_as_jansson_reads_them),
        cmocka_unit_test(damaged_documents_are_judged_as_jansson_judges_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
