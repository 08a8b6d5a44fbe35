/* Templates: every feature, the places of errors, and the bounds. */
#include "check.h"
#include "digest/limits.h"
#include "digest/template.h"

#define HOLDS(template, data, expected)                                                            \
    check_render(&(struct sample){template, data, {{0}}}, expected)

struct partial {
    const char *name, *source;
};

struct sample {
    const char *template, *data;
    struct partial partials[4];
};

struct fixture {
    struct arena a;
    struct template_set *set;
    struct value data;
    struct buf out;
    struct err err;
};

static void fixture_init(struct fixture *f, const char *json)
{
    *f = (struct fixture){.out = buf_init(1 << 20)};
    f->set = template_set_new(&f->a, false);
    assert_true(value_from_json(&f->data, &f->a, str_of(json), STR("data"), &f->err));
}

static void fixture_release(struct fixture *f)
{
    buf_release(&f->out);
    arena_release(&f->a);
}

static bool add(struct fixture *f, const char *name, const char *source)
{
    str file = arena_printf(&f->a, "%s.mustache", name);
    return template_add(f->set, str_of(name), str_of(source), file, &f->err);
}

static bool render(struct fixture *f, const char *name)
{
    buf_reset(&f->out);
    return template_render(f->set, str_of(name), &f->data, &f->out, &f->err);
}

static void check_render(const struct sample *sample, const char *expected)
{
    struct fixture f;
    fixture_init(&f, sample->data);
    assert_true(add(&f, "test", sample->template));
    for (size_t i = 0; i < 4 && sample->partials[i].name; i++)
        assert_true(add(&f, sample->partials[i].name, sample->partials[i].source));
    assert_true(render(&f, "test"));
    assert_str(buf_str(&f.out), expected);
    fixture_release(&f);
}

/* The error of a template that must not compile, as "file:line:column: why (hint)". */
static void check_refused(const char *source, const char *expected)
{
    struct fixture f;
    fixture_init(&f, "{}");
    assert_false(add(&f, "bad", source));
    assert_int_equal(f.err.code, ERR_TEMPLATE);
    str message = arena_printf(&f.a, "%s:%u:%u: %s (%s)", f.err.file, f.err.line, f.err.column,
                               f.err.why, f.err.hint);
    assert_str(message, expected);
    fixture_release(&f);
}

/* -- Values ------------------------------------------------------------------------------------ */

static void variables_are_escaped_and_only_html_is_not(void **state)
{
    (void)state;
    HOLDS("{{a}} {{{a}}} {{&a}} {{ a }}", "{\"a\":\"<'&\\\">\"}",
          "&lt;&#39;&amp;&quot;&gt; &lt;&#39;&amp;&quot;&gt; &lt;&#39;&amp;&quot;&gt; "
          "&lt;&#39;&amp;&quot;&gt;");
    struct fixture f;
    fixture_init(&f, "{}");
    value_set(&f.a, &f.data, "body", (struct value){.type = VALUE_HTML, .text = STR("<b>x</b>")});
    assert_true(add(&f, "t", "{{{body}}}|{{&body}}|{{body}}"));
    assert_true(render(&f, "t"));
    assert_str(buf_str(&f.out), "<b>x</b>|<b>x</b>|&lt;b&gt;x&lt;/b&gt;");
    fixture_release(&f);
}

static void raw_text_is_put_out_as_it_is_only_when_asked_for(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, "{\"a\":\"<i>\"}");
    f.set = template_set_new(&f.a, true);
    assert_true(add(&f, "t", "{{a}} {{{a}}} {{&a}}"));
    assert_true(render(&f, "t"));
    assert_str(buf_str(&f.out), "&lt;i&gt; <i> <i>");
    fixture_release(&f);
}

static void values_without_a_text_render_as_nothing(void **state)
{
    (void)state;
    HOLDS("[{{none}}{{null}}{{list}}{{map}}{{a.b.c}}]",
          "{\"null\":null,\"list\":[1],\"map\":{\"x\":1},\"a\":{\"b\":1}}", "[]");
    HOLDS("{{t}} {{f}} {{n}} {{d}}", "{\"t\":true,\"f\":false,\"n\":-12,\"d\":1.21}",
          "true false -12 1.21");
}

static void names_are_looked_up_outwards_but_not_their_later_parts(void **state)
{
    (void)state;
    HOLDS("{{#in}}{{x}}{{y}}{{a.b}}{{/in}}",
          "{\"x\":1,\"y\":2,\"a\":{\"b\":3},\"in\":{\"y\":4,\"a\":{}}}", "14");
    HOLDS("{{#in}}[{{y}}]{{/in}}", "{\"y\":2,\"in\":{\"y\":null}}", "[]");
}

/* -- Sections ---------------------------------------------------------------------------------- */

static void sections_follow_truth(void **state)
{
    (void)state;
    HOLDS("{{#v}}yes{{/v}}{{^v}}no{{/v}}", "{\"v\":\"\"}", "no");
    HOLDS("{{#v}}yes{{/v}}{{^v}}no{{/v}}", "{\"v\":0}", "no");
    HOLDS("{{#v}}yes{{/v}}{{^v}}no{{/v}}", "{\"v\":[]}", "no");
    HOLDS("{{#v}}yes{{/v}}{{^v}}no{{/v}}", "{}", "no");
    HOLDS("{{#v}}yes{{/v}}{{^v}}no{{/v}}", "{\"v\":{}}", "yes");
    HOLDS("{{#v}}yes{{/v}}{{^v}}no{{/v}}", "{\"v\":\"0\"}", "yes");
    HOLDS("{{#v}}yes{{/v}}{{^v}}no{{/v}}", "{\"v\":0.5}", "yes");
}

static void lists_repeat_their_section_with_each_item_in_scope(void **state)
{
    (void)state;
    HOLDS("{{#l}}{{.}},{{/l}}", "{\"l\":[1,\"<\",2.5]}", "1,&lt;,2.5,");
    HOLDS("{{#l}}{{n}}{{#in}}{{n}}{{.}}{{/in}};{{/l}}",
          "{\"l\":[{\"n\":\"a\",\"in\":[1,2]},{\"n\":\"b\",\"in\":[]}]}", "aa1a2;b;");
    HOLDS("{{#l}}{{#.}}{{.}}{{/.}}|{{/l}}", "{\"l\":[[1,2],[3]]}", "12|3|");
    HOLDS("{{#l}}{{^.}}empty{{/.}}{{/l}}", "{\"l\":[null,[]]}", "emptyempty");
}

/* -- White space ------------------------------------------------------------------------------- */

static void a_tag_alone_on_its_line_takes_the_line_with_it(void **state)
{
    (void)state;
    HOLDS("a\n  {{#v}}  \nb\n\t{{/v}}\nc\n", "{\"v\":true}", "a\nb\nc\n");
    HOLDS("a\r\n {{! note }}\r\nb", "{}", "a\r\nb");
    HOLDS(" {{=<% %>=}} \n<%v%>", "{\"v\":1}", "1");
    HOLDS("{{v}}\n", "{\"v\":1}", "1\n");
    HOLDS("a {{#v}}\nb{{/v}}\n", "{\"v\":true}", "a \nb\n");
    HOLDS("{{#v}}{{/v}}\n", "{\"v\":true}", "\n");
}

static void comments_may_hold_anything(void **state)
{
    (void)state;
    HOLDS("a{{! }{ {{ \n # / }}b", "{}", "ab");
    HOLDS("a{{!}}b", "{}", "ab");
}

static void delimiters_change_and_change_back(void **state)
{
    (void)state;
    HOLDS("{{=<% %>=}}<%v%>{{v}}<%={{ }}=%>{{v}}<%v%>", "{\"v\":1}", "1{{v}}1<%v%>");
    HOLDS("{{=| |=}}|#v||{.}||/v|", "{\"v\":[1,2]}", "12");
    HOLDS("{{=[ ]=}}[v][>p]", "{\"v\":1}", "1");
}

/* -- Partials ---------------------------------------------------------------------------------- */

static void partials_are_indented_line_by_line_but_values_are_not(void **state)
{
    (void)state;
    check_render(
        &(struct sample){"<\n  {{>p}}\n>", "{\"v\":\"x\\ny\"}", {{"p", "a\n{{v}}\n\nb\n"}}},
        "<\n  a\n  x\ny\n\n  b\n>");
    check_render(&(struct sample){" {{>p}}\n", "{}", {{"p", "a\n\t{{>q}}\nb\n"}, {"q", "1\n2\n"}}},
                 " a\n \t1\n \t2\n b\n");
    check_render(&(struct sample){"x {{>p}}\n", "{}", {{"p", "a\nb"}}}, "x a\nb\n");
    check_render(
        &(struct sample){"  {{>p}}\n", "{\"l\":[1,2]}", {{"p", "{{#l}}\n- {{.}}\n{{/l}}\n"}}},
        "  - 1\n  - 2\n");
}

static void partials_see_the_scope_and_their_own_delimiters(void **state)
{
    (void)state;
    check_render(&(struct sample){"{{=| |=}}|#m||>p||/m|", "{\"m\":{\"v\":1}}", {{"p", "{{v}}"}}},
                 "1");
    check_render(&(struct sample){"{{>none}}.", "{}", {{0}}}, ".");
}

static void a_name_with_a_star_is_looked_up(void **state)
{
    (void)state;
    check_render(&(struct sample){"{{#l}}{{>*kind}}{{/l}}{{> * none}}",
                                  "{\"l\":[{\"kind\":\"a\"},{\"kind\":\"b\"},{\"kind\":\"c\"}]}",
                                  {{"a", "A"}, {"b", "B"}}},
                 "AB");
    check_render(
        &(struct sample){"{{<*k}}{{$b}}x{{/b}}{{/*k}}", "{\"k\":\"a\"}", {{"a", "[{{$b}}{{/b}}]"}}},
        "[x]");
}

/* -- Inheritance ------------------------------------------------------------------------------- */

static void blocks_replace_those_of_the_parent(void **state)
{
    (void)state;
    check_render(&(struct sample){"{{<base}}\n{{$title}}Hello{{/title}}\nignored {{v}}\n"
                                  "{{$main}}\n<p>{{v}}</p>\n{{/main}}\n{{/base}}\n",
                                  "{\"v\":\"x\"}",
                                  {{"base", "<title>{{$title}}none{{/title}}</title>\n"
                                            "<main>\n{{$main}}\n{{/main}}\n</main>\n"
                                            "{{$foot}}\nfoot {{v}}\n{{/foot}}\n"}}},
                 "<title>Hello</title>\n<main>\n<p>x</p>\n</main>\nfoot x\n");
}

static void the_outermost_block_wins(void **state)
{
    (void)state;
    check_render(&(struct sample){"{{<b}}{{$x}}c{{/x}}{{/b}}",
                                  "{}",
                                  {{"b", "{{<a}}{{$x}}b{{/x}}{{$y}}b{{/y}}{{/a}}"},
                                   {"a", "{{$x}}a{{/x}}{{$y}}a{{/y}}{{$z}}a{{/z}}"}}},
                 "cba");
}

static void a_block_within_its_own_filling_is_not_filled_by_it(void **state)
{
    (void)state;
    check_render(
        &(struct sample){"{{<b}}{{$x}}1{{$x}}2{{/x}}{{/x}}{{/b}}", "{}", {{"b", "[{{$x}}{{/x}}]"}}},
        "[12]");
}

static void blocks_take_the_indentation_of_their_place(void **state)
{
    (void)state;
    struct partial base = {"b", "<ul>\n  {{$items}}\n    <li>none</li>\n  {{/items}}\n</ul>\n"};
    check_render(&(struct sample){"{{<b}}\n{{$items}}\n<li>\n  1\n</li>\n{{/items}}\n{{/b}}\n",
                                  "{}",
                                  {base}},
                 "<ul>\n    <li>\n      1\n    </li>\n</ul>\n");
    check_render(&(struct sample){"{{<b}}\n\t\t{{$items}}\n\t\t<li/>\n\t\t{{/items}}\n{{/b}}\n",
                                  "{}",
                                  {base}},
                 "<ul>\n    <li/>\n</ul>\n");
    check_render(&(struct sample){" {{<b}}{{/b}}\n|", "{}", {base}},
                 " <ul>\n     <li>none</li>\n </ul>\n|");
    check_render(&(struct sample){"x {{<b}}{{/b}}\n|", "{}", {{"b", "1\n2"}}}, "x 1\n2\n|");
}

/* -- Sets -------------------------------------------------------------------------------------- */

static void adding_a_name_again_replaces_it_everywhere(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, "{}");
    assert_true(add(&f, "t", "{{>p}}"));
    assert_true(add(&f, "p", "old"));
    assert_true(add(&f, "p", "new"));
    assert_true(render(&f, "t"));
    assert_str(buf_str(&f.out), "new");
    assert_false(add(&f, "p", "{{#broken}}"));
    assert_true(render(&f, "t"));
    assert_str(buf_str(&f.out), "new");
    fixture_release(&f);
}

static void many_templates_find_each_other(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, "{}");
    for (int i = 0; i < 500; i++) {
        const char *name = arena_printf(&f.a, "t%d", i).p;
        assert_true(add(&f, name, arena_printf(&f.a, "%d%s", i, i ? "" : "{{>t499}}").p));
    }
    assert_true(template_check(f.set, &f.err));
    assert_true(render(&f, "t0"));
    assert_str(buf_str(&f.out), "0499");
    fixture_release(&f);
}

static void a_missing_partial_is_found_by_the_check_with_a_suggestion(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, "{}");
    assert_true(add(&f, "page", "ä {{>*any}}\n é{{>partials/crad}}"));
    assert_true(add(&f, "partials/card", ""));
    assert_false(template_check(f.set, &f.err));
    assert_string_equal(f.err.why, "there is no template called \"partials/crad\"");
    assert_string_equal(f.err.hint, "did you mean \"partials/card\"?");
    assert_string_equal(f.err.file, "page.mustache");
    assert_int_equal(f.err.line, 2);
    assert_int_equal(f.err.column, 3);
    assert_string_equal(f.err.excerpt, " é{{>partials/crad}}");
    f.err = (struct err){0};
    assert_true(add(&f, "page", "{{<quite-another-thing}}{{/quite-another-thing}}"));
    assert_false(template_check(f.set, &f.err));
    assert_string_equal(f.err.hint, "");
    fixture_release(&f);
}

static void an_unknown_name_cannot_be_rendered(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, "{}");
    assert_false(render(&f, "t"));
    assert_true(add(&f, "t", "{{>p}}"));
    assert_false(render(&f, "p"));
    assert_string_equal(f.err.why, "there is no template called \"p\"");
    fixture_release(&f);
}

/* -- Errors ------------------------------------------------------------------------------------ */

static void errors_say_where_why_and_what_to_do(void **state)
{
    (void)state;
    check_refused("a\n ä{{#items}}\n{{#b}}{{/b}}",
                  "bad.mustache:2:3: \"{{#items}}\" is never closed (close it by \"{{/items}}\")");
    check_refused("a\n{{/items}}", "bad.mustache:2:1: \"{{/items}}\" closes nothing (remove it, or "
                                   "open it before)");
    check_refused("{{#a}}\n {{^b}}{{/a}}{{/b}}",
                  "bad.mustache:2:8: \"{{/a}}\" does not close \"{{^b}}\", opened at 2:2 (close it "
                  "by \"{{/b}}\")");
    check_refused("{{<*p}}{{/p}}",
                  "bad.mustache:1:8: \"{{/p}}\" does not close \"{{<*p}}\", opened "
                  "at 1:1 (close it by \"{{/*p}}\")");
    check_refused("x {{name", "bad.mustache:1:3: the tag is not closed (write \"}}\" behind its "
                              "name)");
    check_refused("x {{{name}}",
                  "bad.mustache:1:3: the tag is not closed (write \"}}}\" behind its "
                  "name)");
    check_refused("{{a\n{{b}}", "bad.mustache:1:1: the tag is not closed (write \"}}\" behind its "
                                "name)");
    check_refused("{{# }}", "bad.mustache:1:1: the tag has no name (name a field, or \"{{! … }}\" "
                            "for a comment)");
    check_refused("{{a b}}", "bad.mustache:1:1: white space in the name \"a b\" (a tag holds one "
                             "name; is an earlier \"}}\" missing?)");
    check_refused("{{a..b}}", "bad.mustache:1:1: an empty part in the name \"a..b\" ()");
    check_refused("\n{{=<%=}}", "bad.mustache:2:1: delimiters are two words without \"=\" (for "
                                "example {{=<% %>=}})");
    check_refused("{{=a b c=}}", "bad.mustache:1:1: delimiters are two words without \"=\" (for "
                                 "example {{=<% %>=}})");
    check_refused("ok\nnot \xC3", "bad.mustache:2:1: not valid UTF-8 (save the template in the "
                                  "encoding UTF-8)");
}

static void a_byte_order_mark_is_not_put_out(void **state)
{
    (void)state;
    HOLDS("\xEF\xBB\xBF{{v}}", "{\"v\":1}", "1");
}

/* -- Bounds ------------------------------------------------------------------------------------ */

static void sections_nested_too_deep_are_refused(void **state)
{
    (void)state;
    struct buf source = buf_init(1 << 20);
    for (int i = 0; i < LIMIT_TEMPLATE_DEPTH; i++)
        buf_addz(&source, "{{#a}}");
    buf_addc(&source, 'x');
    for (int i = 0; i < LIMIT_TEMPLATE_DEPTH; i++)
        buf_addz(&source, "{{/a}}");
    HOLDS(source.p, "{\"a\":true}", "x");
    buf_addz(&source, "{{/a}}");
    str deeper = source.p ? (str){source.p, source.n} : (str){0};
    struct fixture f;
    fixture_init(&f, "{}");
    assert_false(add(&f, "t", arena_printf(&f.a, "{{#a}}%.*s", STR_ARGS(deeper)).p));
    assert_string_equal(f.err.why, "sections are nested more than 100 deep");
    assert_int_equal(f.err.column, 6 * LIMIT_TEMPLATE_DEPTH + 1);
    fixture_release(&f);
    buf_release(&source);
}

static void a_partial_that_includes_itself_ends_in_an_error(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, "{\"v\":true}");
    assert_true(add(&f, "t", "a\n {{>t}}"));
    assert_false(render(&f, "t"));
    assert_int_equal(f.err.code, ERR_TEMPLATE);
    assert_string_equal(f.err.why, "sections and partials are nested more than 100 deep");
    assert_string_equal(f.err.file, "t.mustache");
    assert_int_equal(f.err.line, 2);
    assert_int_equal(f.err.column, 2);
    f.err = (struct err){0};
    assert_true(add(&f, "t", "{{<t}}{{$b}}{{<t}}{{/t}}{{/b}}{{/t}}{{$b}}{{/b}}"));
    assert_false(render(&f, "t"));
    fixture_release(&f);
}

static void output_over_its_maximum_is_an_error_and_ends_early(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, "{\"l\":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}");
    f.out = buf_init(1000);
    assert_true(add(&f, "t",
                    "{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{.}}{{/l}}{{/l}}{{/l}}"
                    "{{/l}}{{/l}}{{/l}}{{/l}}"));
    assert_false(render(&f, "t"));
    assert_int_equal(f.err.code, ERR_LIMIT);
    assert_string_equal(f.err.file, "t.mustache");
    fixture_release(&f);
}

static void lists_that_multiply_without_output_end_in_an_error(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, "{\"l\":[1,1,1,1,1,1,1,1,1,1]}");
    assert_true(add(&f, "t",
                    "{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{/l}}{{/l}}"
                    "{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}"));
    assert_false(render(&f, "t"));
    assert_int_equal(f.err.code, ERR_TEMPLATE);
    assert_string_equal(f.err.why, "rendering takes more than 50000000 steps");
    assert_string_equal(f.err.file, "t.mustache");
    fixture_release(&f);
}

static void a_template_over_its_limit_is_refused(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, "{}");
    char *source = arena_alloc(&f.a, LIMIT_TEMPLATE + 2);
    memset(source, 'x', LIMIT_TEMPLATE + 1);
    assert_false(add(&f, "t", source));
    source[LIMIT_TEMPLATE] = '\0';
    assert_true(add(&f, "t", source));
    fixture_release(&f);
}

int u_render_template(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(variables_are_escaped_and_only_html_is_not),
        cmocka_unit_test(raw_text_is_put_out_as_it_is_only_when_asked_for),
        cmocka_unit_test(values_without_a_text_render_as_nothing),
        cmocka_unit_test(names_are_looked_up_outwards_but_not_their_later_parts),
        cmocka_unit_test(sections_follow_truth),
        cmocka_unit_test(lists_repeat_their_section_with_each_item_in_scope),
        cmocka_unit_test(a_tag_alone_on_its_line_takes_the_line_with_it),
        cmocka_unit_test(comments_may_hold_anything),
        cmocka_unit_test(delimiters_change_and_change_back),
        cmocka_unit_test(partials_are_indented_line_by_line_but_values_are_not),
        cmocka_unit_test(partials_see_the_scope_and_their_own_delimiters),
        cmocka_unit_test(a_name_with_a_star_is_looked_up),
        cmocka_unit_test(blocks_replace_those_of_the_parent),
        cmocka_unit_test(the_outermost_block_wins),
        cmocka_unit_test(a_block_within_its_own_filling_is_not_filled_by_it),
        cmocka_unit_test(blocks_take_the_indentation_of_their_place),
        cmocka_unit_test(adding_a_name_again_replaces_it_everywhere),
        cmocka_unit_test(many_templates_find_each_other),
        cmocka_unit_test(a_missing_partial_is_found_by_the_check_with_a_suggestion),
        cmocka_unit_test(an_unknown_name_cannot_be_rendered),
        cmocka_unit_test(errors_say_where_why_and_what_to_do),
        cmocka_unit_test(a_byte_order_mark_is_not_put_out),
        cmocka_unit_test(sections_nested_too_deep_are_refused),
        cmocka_unit_test(a_partial_that_includes_itself_ends_in_an_error),
        cmocka_unit_test(output_over_its_maximum_is_an_error_and_ends_early),
        cmocka_unit_test(lists_that_multiply_without_output_end_in_an_error),
        cmocka_unit_test(a_template_over_its_limit_is_refused),
    };
    return cmocka_run_group_tests_name("render.template", tests, NULL, NULL);
}
