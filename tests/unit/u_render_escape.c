/* Escaping for element content, JSON and paths. */
#include <jansson.h>
#include <stdlib.h>

#include "check.h"
#include "digest/escape.h"
#include "digest/utf8.h"

typedef void escape_fn(struct buf *out, str text);

static void check_escape(escape_fn *escape, str text, const char *expected)
{
    struct buf out = buf_init(1 << 16);
    escape(&out, text);
    assert_str(buf_str(&out), expected);
    buf_release(&out);
}

static void html_escapes_the_five_characters_and_keeps_the_rest(void **state)
{
    (void)state;
    check_escape(escape_html, STR(""), "");
    check_escape(escape_html, STR("plain"), "plain");
    check_escape(escape_html, STR("<a href=\"x\">'&amp;'</a>"),
                 "&lt;a href=&quot;x&quot;&gt;&#39;&amp;amp;&#39;&lt;/a&gt;");
    check_escape(escape_html,
                 STR("tab\tline\nÄ«é…€ 漢字 \xF0\x9F\x98\x80 \xE2\x80\xA8 \xEF\xBF\xBD"),
                 "tab\tline\nÄ«é…€ 漢字 \xF0\x9F\x98\x80 \xE2\x80\xA8 \xEF\xBF\xBD");
}

static void html_replaces_what_no_document_may_hold(void **state)
{
    (void)state;
#define R "\xEF\xBF\xBD"
    check_escape(escape_html, STR("a\0b\x01\x0B\x0C\r\x1B\x1F"), "a" R "b" R R R R R R);
    check_escape(escape_html, STR("\x7F|\xC2\x80|\xC2\x9F|\xC2\xA0"), R "|" R "|" R "|\xC2\xA0");
    check_escape(escape_html,
                 STR("\xEF\xB7\x90|\xEF\xB7\xAF|\xEF\xBF\xBE|\xEF\xBF\xBF|\xEF\xB7\x8F"),
                 R "|" R "|" R "|" R "|\xEF\xB7\x8F");
    check_escape(escape_html, STR("\xF0\x9F\xBF\xBE|\xF4\x8F\xBF\xBF|\xF0\x9F\xBF\xBD"),
                 R "|" R "|\xF0\x9F\xBF\xBD");
#undef R
}

static void json_escapes_what_could_end_a_script(void **state)
{
    (void)state;
    check_escape(escape_json, STR("\"\\\n\r\t\b\0"), "\\\"\\\\\\n\\r\\t\\u0008\\u0000");
    check_escape(escape_json, STR("</script><!--&"), "\\u003c/script\\u003e\\u003c!--\\u0026");
    check_escape(escape_json, STR("\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xA7'ß"),
                 "\\u2028\\u2029\xE2\x80\xA7'ß");
    check_escape(escape_json, STR("\x7F\xC2\x80\xEF\xBF\xBF\xF0\x9F\xBF\xBE"),
                 "\\u007f\\u0080\\uffff\\ud83f\\udffe");
}

/* Every character there is comes back from a JSON reader as it was. */
static void json_reads_back_as_the_same_text(void **state)
{
    (void)state;
    struct buf text = buf_init(1 << 23), json = buf_init(1 << 24);
    for (uint32_t c = 1; c <= 0x10FFFF; c++)
        if (c < 0xD800 || c > 0xDFFF)
            buf_add_codepoint(&text, c);
    buf_addc(&json, '"');
    escape_json(&json, buf_str(&text));
    buf_addc(&json, '"');
    json_error_t why;
    json_t *back = json_loadb(json.p, json.n, JSON_DECODE_ANY, &why);
    assert_non_null(back);
    assert_int_equal(json_string_length(back), text.n);
    assert_memory_equal(json_string_value(back), text.p, text.n);
    json_decref(back);
    buf_release(&json);
    buf_release(&text);
}

/* By definition: each character alone, against the escape's own rule written out. */
static void html_changes_no_other_character(void **state)
{
    (void)state;
    struct buf in = buf_init(8), out = buf_init(16);
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        buf_reset(&in);
        buf_reset(&out);
        buf_add_codepoint(&in, c);
        escape_html(&out, buf_str(&in));
        bool control = (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0);
        bool noncharacter = (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFF) >= 0xFFFE;
        bool markup = c == '&' || c == '<' || c == '>' || c == '"' || c == '\'';
        if (str_eq(buf_str(&in), buf_str(&out)) == (control || noncharacter || markup)) {
            print_error("U+%04X\n", (unsigned)c);
            fail();
        }
    }
    buf_release(&in);
    buf_release(&out);
}

static void bytes_that_are_no_utf8_do_no_harm(void **state)
{
    (void)state;
    check_escape(escape_html, STR("a\xC2"), "a\xC2");
    check_escape(escape_html, STR("\xF0\x9F<"), "\xF0\x9F&lt;");
    check_escape(escape_json, STR("\xE2\x80\""), "\xE2\x80\\\"");
}

static void paths_are_percent_encoded(void **state)
{
    (void)state;
    check_escape(escape_path, STR("tags/été/"), "tags/%C3%A9t%C3%A9/");
    check_escape(escape_path, STR("AZaz09-._~/"), "AZaz09-._~/");
    check_escape(escape_path, STR("a b?c#d%e\"<\0"), "a%20b%3Fc%23d%25e%22%3C%00");
    check_escape(escape_path, STR(""), "");
}

static void html_values_live_in_the_arena(void **state)
{
    (void)state;
    struct arena a = {0};
    char text[] = "a<b";
    html escaped = escape_to_html(&a, str_of(text));
    memset(text, 'x', 3);
    assert_str(escaped.markup, "a&lt;b");
    assert_str(escape_json_block(STR("{}")).markup, "{}");
    assert_str(escape_to_html(&a, (str){0}).markup, "");
    arena_release(&a);
}

int u_render_escape(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_escapes_the_five_characters_and_keeps_the_rest),
        cmocka_unit_test(html_replaces_what_no_document_may_hold),
        cmocka_unit_test(json_escapes_what_could_end_a_script),
        cmocka_unit_test(json_reads_back_as_the_same_text),
        cmocka_unit_test(html_changes_no_other_character),
        cmocka_unit_test(bytes_that_are_no_utf8_do_no_harm),
        cmocka_unit_test(paths_are_percent_encoded),
        cmocka_unit_test(html_values_live_in_the_arena),
    };
    return cmocka_run_group_tests_name("render.escape", tests, NULL, NULL);
}
