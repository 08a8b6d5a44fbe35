/*
 * Tests of the sanitizer. Most are pairs of files in data/parse/sanitize/: what <case>.in.html becomes
 * is <case>.out.html, and cleaning that again changes nothing. What only an option or a finding
 * shows is below them.
 */
#include <dirent.h>
#include <stdlib.h>

#include "check.h"

#include "digest/fs.h"
#include "digest/limits.h"
#include "digest/sanitize.h"

#define CASES TEST_SOURCE_DIR "/tests/unit/data/parse/sanitize/"

static const struct sanitize_options usual = {
    .base = {"https://example.org/blog/post/", 30},
    .top_heading = 2,
};

/* One cleaning; the arena lives until the next. */
struct cleaning {
    struct arena arena;
    struct sanitize_findings found;
    struct buf text;
    str html;
};

static struct cleaning now;

static str clean_with(str markup, const struct sanitize_options *options)
{
    arena_release(&now.arena);
    buf_release(&now.text);
    now.text = buf_init(LIMIT_BODY);
    now.html = sanitize(&now.arena, markup, options, &now.text, &now.found).markup;
    return now.html;
}

static str clean(const char *markup)
{
    return clean_with(str_of(markup), &usual);
}

static int release(void **state)
{
    (void)state;
    arena_release(&now.arena);
    buf_release(&now.text);
    return 0;
}

/* -- Files -------------------------------------------------------------------------------------- */

static str read_case(struct buf *out, const char *name, const char *ending)
{
    char path[512];
    snprintf(path, sizeof path, "%s%s%s", CASES, name, ending);
    FILE *f = fopen(path, "rb");
    if (!f)
        fail_msg("%s is missing", path);
    char chunk[4096];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(out, (str){chunk, n});
    fclose(f);
    return str_trim(buf_str(out));
}

/* Checks one case; shows what differs and returns 1 when it fails. */
static int check_case(const char *name)
{
    struct buf in = buf_init(LIMIT_BODY), out = buf_init(LIMIT_BODY);
    struct arena again = {0};
    struct sanitize_findings found;
    read_case(&in, name, ".in.html");
    str expected = read_case(&out, name, ".out.html");
    str once = clean_with(buf_str(&in), &usual);
    int failed = !str_eq(once, expected);
    if (failed)
        print_error("%s: expected\n%.*s\ngot\n%.*s\n", name, STR_ARGS(expected), STR_ARGS(once));
    str twice = sanitize(&again, once, &usual, NULL, &found).markup;
    if (!failed && !str_eq(twice, once)) {
        print_error("%s: cleaned again\n%.*s\n", name, STR_ARGS(twice));
        failed = 1;
    }
    arena_release(&again);
    buf_release(&in);
    buf_release(&out);
    return failed;
}

static void every_case_gives_its_expected_output(void **state)
{
    (void)state;
    int failed = 0, seen = 0;
    DIR *d = opendir(CASES);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) {
        str name = str_of(e->d_name);
        if (!str_ends(name, STR(".in.html")))
            continue;
        e->d_name[name.n - strlen(".in.html")] = 0;
        failed += check_case(e->d_name);
        seen++;
    }
    closedir(d);
    assert_int_equal(failed, 0);
    assert_true(seen >= 12);
}

/* -- Options ------------------------------------------------------------------------------------ */

static str strip(const char *selector_text, const char *markup)
{
    struct arena a = {0};
    struct err err = {0};
    const struct selector *selector = selector_parse(&a, str_of(selector_text), &err);
    assert_non_null(selector);
    struct sanitize_options options = usual;
    options.strip = &selector;
    options.strip_count = 1;
    str cleaned = clean_with(str_of(markup), &options);
    arena_release(&a);
    return cleaned;
}

static void strip_leaves_out_matching_elements_with_content(void **state)
{
    (void)state;
    assert_str(strip(".cta", "<p>a</p><div class='x cta'><p>b<div>c</div></div><p>d</p>"),
               "<p>a</p>\n<p>d</p>");
    assert_str(strip("aside", "<p>a</p><aside>b<p>c</aside>d"), "<p>a</p>\n<p>d</p>");
    assert_str(strip("#promo", "<p>a<span id=promo>b</span>c</p>"), "<p>ac</p>");
    assert_str(strip("div.post .ad", "<p class=ad>a</p><div class=post><p class=ad>b</p></div>"),
               "<p>a</p>");
    assert_str(strip("my-ad", "a<my-ad>b</my-ad>c"), "<p>ac</p>");
}

static void strip_of_an_unclosed_paragraph_ends_with_it(void **state)
{
    (void)state;
    assert_str(strip("p.ad", "<p class=ad>a<p>b"), "<p>b</p>");
    assert_str(strip("li.ad", "<ul><li class=ad>a<li>b</ul>c"), "<ul><li>b</li></ul>\n<p>c</p>");
    assert_str(strip("img.ad", "a<img class=ad src=/x>b"), "<p>ab</p>");
}

static void rules_around_a_stripped_block_become_one(void **state)
{
    (void)state;
    assert_str(strip(".cta", "<p>a</p><hr><div class=cta>b</div><hr><p>c</p>"),
               "<p>a</p>\n<hr>\n<p>c</p>");
}

static void without_a_base_relative_urls_are_left_out(void **state)
{
    (void)state;
    struct sanitize_options options = {.top_heading = 2};
    assert_str(clean_with(STR("<a href='x'>a</a><img src='y'><a href='//h/z'>b</a>"
                              "<a href='#n'>c</a><b id=n>d</b>"),
                          &options),
               "<p>ab<a href=\"#c-n\">c</a><b id=\"c-n\">d</b></p>");
}

static void headings_begin_at_the_given_level(void **state)
{
    (void)state;
    struct sanitize_options options = usual;
    options.top_heading = 4;
    assert_str(clean_with(STR("<h2>a</h2><h4>b</h4><h5>c</h5><h6>d</h6><h2>e</h2>"), &options),
               "<h4>a</h4>\n<h5>b</h5>\n<h6>c</h6>\n<h6>d</h6>\n<h4>e</h4>");
    assert_str(clean("<h4>a</h4><h2>b</h2><h6>c</h6><h3>d</h3>"),
               "<h2>a</h2>\n<h2>b</h2>\n<h3>c</h3>\n<h3>d</h3>");
}

static bool own_copy(void *context, str reference, struct image *found)
{
    if (!str_is(reference, "pic one.png"))
        return false;
    *found = (struct image){.url = str_of(context), .width = 30, .height = 20};
    return true;
}

static void images_of_our_own_are_written_as_found(void **state)
{
    (void)state;
    struct sanitize_options options = usual;
    char path[] = "media/pic.png";
    options.own_image = own_copy;
    options.context = path;
    assert_str(
        clean_with(STR("<img src='pic one.png' srcset='a 1x, b 2x' width=9 alt=A>"), &options),
        "<p><img src=\"media/pic.png\" alt=\"A\" width=\"30\" height=\"20\" "
        "loading=\"lazy\" decoding=\"async\" referrerpolicy=\"no-referrer\"></p>");
    assert_str(now.found.first_image.url, "media/pic.png");
    assert_int_equal(now.found.first_image.width, 30);
}

static void images_can_be_left_out_with_what_is_only_theirs(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"<p>a <img src='/x.png' alt=X> b</p>", "<p>a b</p>"},
        {"<img src='/x.png'>", ""},
        {"<a href='/big.png'><img src='/x.png' alt=X></a><p>b</p>", "<p>b</p>"},
        {"<figure><img src='/x.png'><figcaption>C</figcaption></figure><p>b</p>", "<p>b</p>"},
        {"<figure><figure><img src='/x.png'><figcaption>C</figcaption></figure>"
         "<figcaption>All</figcaption></figure><p>b</p>",
         "<p>b</p>"},
        {"<div class=wp-caption><img src='/x.png'><p class=wp-caption-text>C</p></div><p>b</p>",
         "<p>b</p>"},
        {"<figure><blockquote><p>q</p></blockquote><figcaption>C</figcaption></figure>",
         "<figure><blockquote><p>q</p></blockquote><figcaption>C</figcaption></figure>"},
        {"<picture><source srcset='/y.png'><img src='/x.png'></picture><p>b</p>", "<p>b</p>"},
        {"<noscript><img src='/x.png'></noscript><p>b</p>", "<p>b</p>"},
        {"<p>well <img class=emoji src='/x.png' alt='☺'></p>", "<p>well ☺</p>"},
    };
    struct sanitize_options options = usual;
    options.no_images = true;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str once = clean_with(str_of(cases[i][0]), &options);
        assert_str(once, cases[i][1]);
        assert_str(now.found.first_image.url, "");
    }
}

/* -- Findings ----------------------------------------------------------------------------------- */

static void the_source_line_is_found_and_taken_off(void **state)
{
    (void)state;
    assert_str(
        clean("<p>a</p><hr><p><em>Source: <a href='https://t.example/x'>t.example</a></em></p>"),
        "<p>a</p>");
    assert_str(now.found.source_link.url, "https://t.example/x");
    assert_str(now.found.source_link.text, "t.example");
    assert_str(
        clean("<p>a</p><p>Originally published at <a href='https://t.example/'>T</a>.</p><p>z</p>"),
        "<p>a</p>\n<p>z</p>");
    assert_str(now.found.source_link.text, "T");
}

static void a_source_with_two_links_or_in_the_middle_stays(void **state)
{
    (void)state;
    clean("<p>Source: <a href='https://a.example/'>a</a>, <a href='https://b.example/'>b</a></p>");
    assert_str(now.found.source_link.url, "");
    clean("<p>Source: <a href='https://a.example/'>a</a></p><p>b</p><p>c</p>");
    assert_str(now.found.source_link.url, "");
    assert_true(str_has(now.html, STR("Source:")));
}

static void a_leading_h1_is_found_and_taken_off(void **state)
{
    (void)state;
    assert_str(clean("<h1>Title <b>x</b></h1><p>a</p>"), "<p>a</p>");
    assert_str(now.found.first_heading1, "Title x");
    assert_str(clean("<p>a</p><h1>b</h1>"), "<p>a</p>\n<h2>b</h2>");
    assert_str(now.found.first_heading1, "");
}

static void the_first_image_is_found_with_its_caption(void **state)
{
    (void)state;
    clean(
        "<p>a<img width=1 height=1 src=/t></p><figure><img src='/a.jpg' alt=A width=640 height=480>"
        "<figcaption>Cap <b>tion</b></figcaption></figure><img src=/b.jpg>");
    assert_str(now.found.first_image.url, "https://example.org/a.jpg");
    assert_str(now.found.first_image.alt, "A");
    assert_str(now.found.first_image.caption, "Cap tion");
    assert_int_equal(now.found.first_image.width, 640);
}

static void text_comes_out_block_by_block(void **state)
{
    (void)state;
    clean("<h2>T</h2><p>a "
          "<b>b</b><br>c</p><ul><li>d<ul><li>e</ul></ul><table><tr><td>f<td>g</table>");
    assert_str(str_trim(buf_str(&now.text)), "T\na b c\nd\ne\nf\ng");
}

/* -- Hostile input ------------------------------------------------------------------------------ */

/* `count` times `unit`, with `end` behind it. */
static str repeated(struct buf *out, const char *unit, size_t count, const char *end)
{
    buf_reset(out);
    for (size_t i = 0; i < count; i++)
        buf_addz(out, unit);
    buf_addz(out, end);
    return buf_str(out);
}

static size_t depth_of(str body)
{
    size_t depth = 0, deepest = 0;
    for (size_t at = 0; (at = str_find_char(body, '<', at)) != SIZE_MAX; at++) {
        bool end = body.p[at + 1] == '/';
        bool is_void = str_starts(str_slice(body, at, body.n), STR("<img")) ||
                       str_starts(str_slice(body, at, body.n), STR("<br")) ||
                       str_starts(str_slice(body, at, body.n), STR("<hr"));
        depth = end ? depth - 1 : depth + !is_void;
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest;
}

static void deep_nesting_is_flattened_and_keeps_its_text(void **state)
{
    (void)state;
    static const char *const units[] = {
        "<blockquote>", "<ul><li>",    "<b>",
        "<i><b>",       "<table><td>", "<figure>",
        "<div>",        "<q>",         "<details><summary>s</summary>",
        "<sub>",        "<dl><dd>",    "<a href=/x>",
        "<ruby>",       "<section>"};
    struct buf markup = buf_init(LIMIT_BODY);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        clean_with(repeated(&markup, units[i], 50000, "last words"), &usual);
        assert_true(str_has(now.html, STR("last words")));
        assert_true(depth_of(now.html) <= LIMIT_HTML_DEPTH);
        assert_true(str_has(buf_str(&now.text), STR("last words")));
    }
    buf_release(&markup);
}

/* Work that grew with the square of the size would take minutes with each: more than ctest's
 * limit. */
static void time_grows_with_size_only(void **state)
{
    (void)state;
    static const struct {
        const char *unit, *end;
    } cases[] = {
        {"<b>", ""},
        {"<div>", ""},
        {"<a href=/>", ""},
        {"<table>", ""},
        {"<", ""},
        {"&", ""},
        {"<p>x", ""},
        {"<a x='", ""},
        {"<a a=1 ", ">"},
        {"<!--", ""},
        {"<iframe>", ""},
        {"<title>", ""},
        {"<svg>", "x"},
        {"[vc_", "]"},
        {"[gallery ", "]"},
        {"</p>", ""},
        {"<td rowspan=9>", ""},
        {"e\u0301\u0323", ""},
        {"\u0301\u0323", ""},
        {"<b></i>", ""},
    };
    struct buf markup = buf_init(LIMIT_BODY);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t count = ((size_t)1 << 18) / strlen(cases[i].unit);
        clean_with(repeated(&markup, cases[i].unit, count, cases[i].end), &usual);
    }
    /* 100,000 attributes of different names. */
    buf_reset(&markup);
    buf_addz(&markup, "<a ");
    for (int n = 0; n < 100000; n++)
        buf_addf(&markup, "x%d=y ", n);
    buf_addz(&markup, "href=/>t</a>");
    assert_str(clean_with(buf_str(&markup), &usual), "<p>t</p>");
    buf_release(&markup);
}

static void too_much_is_cut_and_said(void **state)
{
    (void)state;
    struct buf markup = buf_init(4 * LIMIT_BODY);
    clean_with(repeated(&markup, "word ", LIMIT_BODY / 4, ""), &usual);
    assert_true(now.found.cut);
    assert_true(now.html.n > LIMIT_BODY / 2 && now.html.n <= LIMIT_BODY);
    clean_with(repeated(&markup, "<img src=/a>", LIMIT_BODY / 16, ""), &usual);
    assert_true(now.found.cut);
    assert_true(now.html.n <= LIMIT_BODY && str_ends(now.html, STR("</p>")));
    clean_with(repeated(&markup, "<p>x</p>", LIMIT_HTML_NODES, "<p>last"), &usual);
    assert_true(now.found.cut);
    assert_true(str_has(now.html, STR("last")));
    buf_release(&markup);
}

static void what_is_not_closed_hides_no_text(void **state)
{
    (void)state;
    static const char *const tags[] = {"template", "svg",      "math",   "select", "iframe",
                                       "title",    "textarea", "video",  "object", "noscript",
                                       "noframes", "datalist", "noembed"};
    char markup[64];
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        snprintf(markup, sizeof markup, "<p>a</p><%s><p>b</p>", tags[i]);
        clean(markup);
        if (!str_has(now.html, STR("<p>b</p>")))
            fail_msg("<%s> hides text: %.*s", tags[i], STR_ARGS(now.html));
    }
}

static void an_empty_body_stays_empty(void **state)
{
    (void)state;
    assert_str(clean(""), "");
    assert_str(clean(" \n "), "");
    assert_str(clean("<p></p><div>&nbsp;</div><!-- x -->"), "");
    assert_str(clean("\xEF\xBB\xBF"), "");
}

int u_parse_sanitize(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case_gives_its_expected_output),
        cmocka_unit_test(strip_leaves_out_matching_elements_with_content),
        cmocka_unit_test(strip_of_an_unclosed_paragraph_ends_with_it),
        cmocka_unit_test(rules_around_a_stripped_block_become_one),
        cmocka_unit_test(without_a_base_relative_urls_are_left_out),
        cmocka_unit_test(headings_begin_at_the_given_level),
        cmocka_unit_test(images_of_our_own_are_written_as_found),
        cmocka_unit_test(images_can_be_left_out_with_what_is_only_theirs),
        cmocka_unit_test(the_source_line_is_found_and_taken_off),
        cmocka_unit_test(a_source_with_two_links_or_in_the_middle_stays),
        cmocka_unit_test(a_leading_h1_is_found_and_taken_off),
        cmocka_unit_test(the_first_image_is_found_with_its_caption),
        cmocka_unit_test(text_comes_out_block_by_block),
        cmocka_unit_test(deep_nesting_is_flattened_and_keeps_its_text),
        cmocka_unit_test(time_grows_with_size_only),
        cmocka_unit_test(too_much_is_cut_and_said),
        cmocka_unit_test(what_is_not_closed_hides_no_text),
        cmocka_unit_test(an_empty_body_stays_empty),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}
