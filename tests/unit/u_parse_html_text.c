/* Tests of character references, of text out of markup, and of cleaning text. */
#include "check.h"

#include "../../src/parse/entities.h"
#include "digest/sanitize.h"

static struct arena arena;
static struct buf decoded;

static str decode(const char *s)
{
    buf_release(&decoded);
    decoded = buf_init(1 << 20);
    html_decode(&decoded, str_of(s));
    return buf_str(&decoded);
}

static str text(const char *markup)
{
    arena_reset(&arena);
    return html_to_text(&arena, str_of(markup));
}

static str cleaned(const char *s, size_t limit)
{
    arena_reset(&arena);
    return text_clean(&arena, str_of(s), limit);
}

static int release(void **state)
{
    (void)state;
    arena_release(&arena);
    buf_release(&decoded);
    return 0;
}

static void named_references_are_decoded_once(void **state)
{
    (void)state;
    assert_str(decode("&amp;lt; &lt;b&gt; &quot;&apos; &hellip; &rsquo;"), "&lt; <b> \"' … ’");
    assert_str(decode("&Tab;&NewLine;&colon;&lpar;&period;"), "\t\n:(.");
    assert_str(decode("&CounterClockwiseContourIntegral; &unknown; & &; &x"),
               "&CounterClockwiseContourIntegral; &unknown; & &; &x");
    assert_str(decode("&AMP &ampx &ampx; &AMP; &Amp;"), "& &x &x; & &Amp;");
}

static void names_without_semicolon_match_as_far_as_they_go(void **state)
{
    (void)state;
    assert_str(decode("&copy2026 &notit; &notin; &ltx &yen5 &hellip"),
               "©2026 ¬it; ∉ <x ¥5 &hellip");
}

static void numbers_are_decoded_as_the_standard_says(void **state)
{
    (void)state;
    assert_str(decode("&#65;&#x42;&#X43;&#68 &#x45z"), "ABCD Ez");
    assert_str(decode("&#8217;&#128;&#x97;"), "’€—");
    assert_str(decode("&#0;&#xD800;&#x110000;&#99999999999999999999;"), "\uFFFD\uFFFD\uFFFD\uFFFD");
    assert_str(decode("&#; &#x; &# &#xg"), "&#; &#x; &# &#xg");
}

static void every_name_in_the_table_is_found(void **state)
{
    (void)state;
    assert_non_null(entity_find(STR("AElig")));
    assert_non_null(entity_find(STR("zwnj")));
    assert_null(entity_find(STR("")));
    assert_null(entity_find(STR("zzz")));
    assert_true(entity_find(STR("nbsp"))->bare);
    assert_false(entity_find(STR("hellip"))->bare);
}

static void markup_becomes_text(void **state)
{
    (void)state;
    assert_str(text("A <em>title</em> &#8211; with &amp;amp;"), "A title – with &amp;");
    assert_str(text("<p>one</p>\n<p>two</p>"), "one two");
    assert_str(text("a<br>b<script>alert('<b>')</script>c<style>x{}</style>d"), "a bcd");
    assert_str(text("a<!-- > x -->b<img alt=\"a>b\">c"), "abc");
    assert_str(text("3 < 4 and 5 > 2, I <3 you"), "3 < 4 and 5 > 2, I <3 you");
    assert_str(text("  no  markup \n here "), "no markup here");
    assert_str(text("&lt;script&gt;"), "<script>");
    assert_str(text("a <b"), "a <b");
    assert_str(text(""), "");
}

/* Minutes, and so more than ctest's limit, if the end of each were looked for. */
static void unclosed_tags_take_linear_time(void **state)
{
    (void)state;
    struct buf markup = buf_init(1 << 21);
    while (markup.n < 1 << 20)
        buf_addz(&markup, "<a =\"");
    arena_reset(&arena);
    html_to_text(&arena, buf_str(&markup));
    buf_release(&markup);
}

static void cleaning_folds_and_drops(void **state)
{
    (void)state;
    assert_str(cleaned(" a \t\r\n b\u2028c\xC2\x85"
                       "d ",
                       100),
               "a b c d");
    assert_str(cleaned("a\x01"
                       "b\x7F"
                       "c\xC2\x80"
                       "d\u200Be\uFEFFf\u202Eg\u2066h\uE000i\uFDD0j\uFFFE",
                       100),
               "abcdefghij");
    assert_str(cleaned("می\u200Cخواهم a\u00A0b", 100), "می\u200Cخواهم a\u00A0b");
    assert_str(cleaned("\u00A0a\u00A0 \u00A0b \u2009c\u3000", 100), "a b c");
    assert_str(cleaned("\u00A0\u3000 ", 100), "");
    assert_str(cleaned("e\u0301 A\u030A", 100), "é Å");
    assert_str(cleaned("\u0301x", 100), "\u25CC\u0301x");
}

static void cleaning_cuts_at_a_character(void **state)
{
    (void)state;
    assert_str(cleaned("ééé", 5), "éé");
    assert_str(cleaned("ab cd", 3), "ab");
    assert_str(cleaned("abc", 3), "abc");
}

/* Minutes, and so more than ctest's limit, if all the marks were put in order. */
static void towers_of_marks_are_cut(void **state)
{
    (void)state;
    struct buf s = buf_init(1 << 21);
    buf_addc(&s, 'e');
    while (s.n < 1 << 20)
        buf_addz(&s, "\u0301\u0323");
    arena_reset(&arena);
    assert_true(text_clean(&arena, buf_str(&s), SIZE_MAX).n < 100);
    buf_release(&s);
}

int u_parse_html_text(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(named_references_are_decoded_once),
        cmocka_unit_test(names_without_semicolon_match_as_far_as_they_go),
        cmocka_unit_test(numbers_are_decoded_as_the_standard_says),
        cmocka_unit_test(every_name_in_the_table_is_found),
        cmocka_unit_test(markup_becomes_text),
        cmocka_unit_test(unclosed_tags_take_linear_time),
        cmocka_unit_test(cleaning_folds_and_drops),
        cmocka_unit_test(cleaning_cuts_at_a_character),
        cmocka_unit_test(towers_of_marks_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}
