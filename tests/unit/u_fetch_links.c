/* Links of header fields and pages, texts out of markup, and what bytes are. */

#include "../../src/fetch/body.h"
#include "../../src/fetch/feed_head.h"
#include "../../src/fetch/html_links.h"
#include "../../src/fetch/html_plain.h"
#include "check.h"
#include "digest/buf.h"
#include "digest/limits.h"
#include "digest/utf8.h"

static struct web_links links_of(struct arena *a, const char *value)
{
    struct web_links links = {0};
    link_header_read(&links, a, str_of(value));
    return links;
}

/* -- Link fields ------------------------------------------------------------------------------ */

static void several_links_stand_in_one_field(void **state)
{
    struct arena a = {0};
    struct web_links links =
        links_of(&a, "<https://e.org/wp-json/>; rel=\"https://api.w.org/\", "
                     "<https://e.org/wp-json/wp/v2/pages/2>; rel=\"alternate\"; title=\"JSON\"; "
                     "type=\"application/json\",<https://e.org/>;rel=shortlink");
    (void)state;
    assert_int_equal(links.count, 3);
    assert_str(links.items[0].target, "https://e.org/wp-json/");
    assert_true(link_has_rel(&links.items[0], STR("https://api.w.org/")));
    assert_str(links.items[1].type, "application/json");
    assert_str(links.items[1].title, "JSON");
    assert_true(link_has_rel(&links.items[2], STR("shortlink")));
    assert_false(link_has_rel(&links.items[2], STR("short")));
    arena_release(&a);
}

static void a_quoted_rel_may_have_several_values(void **state)
{
    struct arena a = {0};
    struct web_links links = links_of(&a, "</a>; rel=\"start  HTTPS://API.W.ORG/\tindex\"");
    (void)state;
    assert_int_equal(links.count, 1);
    assert_true(link_has_rel(&links.items[0], STR("https://api.w.org/")));
    assert_true(link_has_rel(&links.items[0], STR("index")));
    assert_true(link_has_rel(&links.items[0], STR("start")));
    assert_false(link_has_rel(&links.items[0], STR("")));
    arena_release(&a);
}

static void commas_and_semicolons_in_urls_part_nothing(void **state)
{
    struct arena a = {0};
    struct web_links links = links_of(&a, "<https://e.org/a,b;c=\"d\">; rel=next, </x>; rel=prev");
    (void)state;
    assert_int_equal(links.count, 2);
    assert_str(links.items[0].target, "https://e.org/a,b;c=\"d\"");
    assert_str(links.items[1].target, "/x");
    arena_release(&a);
}

static void commas_in_quoted_parameters_part_nothing(void **state)
{
    struct arena a = {0};
    struct web_links links =
        links_of(&a, "</a>; title=\"one, <two>; \\\"three\\\"\"; rel=alternate , </b>;REL = next");
    (void)state;
    assert_int_equal(links.count, 2);
    assert_str(links.items[0].title, "one, <two>; \"three\"");
    assert_true(link_has_rel(&links.items[0], STR("alternate")));
    assert_str(links.items[1].rel, "next");
    arena_release(&a);
}

static void the_first_of_equal_parameters_counts(void **state)
{
    struct arena a = {0};
    struct web_links links = links_of(&a, "</a>; rel=next; rel=prev; type=TEXT/HTML; type=x");
    (void)state;
    assert_str(links.items[0].rel, "next");
    assert_str(links.items[0].type, "text/html");
    arena_release(&a);
}

static void broken_fields_yield_what_can_be_read(void **state)
{
    static const struct {
        const char *value;
        size_t count;
    } cases[] = {
        {"", 0},
        {"nonsense", 0},
        {"<https://e.org/", 0},
        {"<>; rel=a", 1},
        {"<a>", 0},
        {"<a>; rel", 0},
        {"<a>; rel=", 0},
        {"<a>; rel=\"\"", 0},
        {"<a>; rel=\"b", 1},
        {"<a>; rel=\"b\\", 1},
        {";;;<a>;;; ;rel=b;;,,,,<c>;rel=d,", 2},
        {"x <a>; rel=b", 1},
        {"<a> rel=b; rel=c", 1},
        {"<a>; rel=b <c>; rel=d", 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena a = {0};
        struct web_links links = links_of(&a, cases[i].value);
        if (links.count != cases[i].count)
            fail_msg("\"%s\": %zu links instead of %zu", cases[i].value, links.count,
                     cases[i].count);
        arena_release(&a);
    }
}

static void all_link_fields_of_an_answer_are_read(void **state)
{
    struct arena a = {0};
    struct http_header headers[] = {{STR("link"), STR("</a>; rel=x")},
                                    {STR("server"), STR("</no>; rel=x")},
                                    {STR("link"), STR("</b>; rel=y, </c>; rel=z")}};
    struct http_response response = {.headers = headers, .header_count = 3};
    struct web_links links = link_headers(&a, &response);
    (void)state;
    assert_int_equal(links.count, 3);
    assert_str(links.items[2].target, "/c");
    arena_release(&a);
}

static void a_million_links_are_cut(void **state)
{
    struct arena a = {0};
    struct buf value = buf_init(64 << 20);
    struct web_links links = {0};
    (void)state;
    for (int i = 0; i < 1000000; i++)
        buf_addz(&value, "</x>;rel=n,");
    link_header_read(&links, &a, buf_str(&value));
    assert_int_equal(links.count, LINKS_MAX);
    buf_release(&value);
    arena_release(&a);
}

/* -- Pages ------------------------------------------------------------------------------------ */

static struct html_head head_of(struct arena *a, const char *page)
{
    struct html_head head;
    html_head_read(&head, a, str_of(page), STR("https://e.org/blog/post/"), (str){0});
    return head;
}

static void a_page_tells_title_links_and_generator(void **state)
{
    struct arena a = {0};
    struct html_head head = head_of(
        &a,
        "<!DOCTYPE html><html><head><meta charset=utf-8>\n<TITLE>\n News &amp; Views \xE2\x80\x93 "
        "caf&eacute; <b>x</b></TITLE><link rel='https://api.w.org/' href='/wp-json/'>"
        "<LINK HREF=feed/ REL=alternate TYPE='Application/RSS+XML; charset=utf-8' />"
        "<meta name=\"generator\" content=\"WordPress 6.5.5\"></head><body>");
    (void)state;
    assert_str(head.title, "News & Views \xE2\x80\x93 caf\xC3\xA9 <b>x</b>");
    assert_int_equal(head.links.count, 2);
    assert_str(head.links.items[0].target, "https://e.org/wp-json/");
    assert_str(head.links.items[1].target, "https://e.org/blog/post/feed/");
    assert_str(head.links.items[1].type, "application/rss+xml");
    assert_str(head.generator, "WordPress 6.5.5");
    arena_release(&a);
}

static void references_in_addresses_are_decoded(void **state)
{
    struct arena a = {0};
    struct html_head head = head_of(
        &a, "<link rel=alternate type=application/rss+xml href=\"/?a=1&amp;feed=rss2&#038;b=2\">");
    (void)state;
    assert_str(html_feed(&head.links), "https://e.org/?a=1&feed=rss2&b=2");
    arena_release(&a);
}

static void base_moves_all_links_wherever_it_stands(void **state)
{
    struct arena a = {0};
    struct html_head head = head_of(&a, "<link rel=a href=x><base href='//cdn.e.org/y/'>"
                                        "<base href='http://late.org/'><link rel=b href=z>");
    (void)state;
    assert_str(head.links.items[0].target, "https://cdn.e.org/y/x");
    assert_str(head.links.items[1].target, "https://cdn.e.org/y/z");
    arena_release(&a);
}

static void what_only_looks_like_tags_is_passed_over(void **state)
{
    struct arena a = {0};
    struct html_head head = head_of(
        &a, "<!-- <link rel=a href=comment> --><!--><link rel=real href=one>"
            "<script>var s = '<link rel=b href=script>';</script >"
            "<style><link rel=c href=style></style><textarea><link rel=d href=area></textarea>"
            "<a title='<link rel=e href=attribute>'>x</a> 1 < 2 <link rel = \"real\" href = "
            "\"two>three\">"
            "<link rel=f href='javascript:alert(1)'><link rel=g><link href=h>");
    (void)state;
    assert_int_equal(head.links.count, 2);
    assert_str(head.links.items[0].target, "https://e.org/blog/post/one");
    assert_true(link_has_rel(&head.links.items[1], STR("real")));
    arena_release(&a);
}

static void links_behind_a_broken_head_are_found(void **state)
{
    struct arena a = {0};
    struct html_head head = head_of(
        &a, "<html><head><div><p><img src=x></div><svg><title>icon</title></svg>"
            "</head><body><table><link rel=alternate type=application/atom+xml href=/atom>");
    (void)state;
    assert_str(html_feed(&head.links), "https://e.org/atom");
    arena_release(&a);
}

static void titles_in_other_encodings_are_read(void **state)
{
    static const struct {
        const char *page, *charset, *title;
    } cases[] = {
        {"<title>caf\xE9</title>", "iso-8859-1", "caf\xC3\xA9"},
        {"<title>caf\xE9 \x96 x</title>", "", "caf\xC3\xA9 \xE2\x80\x93 x"},
        {"<meta charset=\"windows-1251\"><title>\xCC\xE8\xF0</title>", "",
         "\xD0\x9C\xD0\xB8\xD1\x80"},
        {"<title>\x93\xFA\x96\x7B</title>", "Shift_JIS", "\xE6\x97\xA5\xE6\x9C\xAC"},
        {"<title>caf\xC3\xA9</title>", "iso-8859-1", "caf\xC3\xA9"},
        {"<title>a\xFF"
         "b</title>",
         "utf-8",
         "a\xEF\xBF\xBD"
         "b"},
        {"<title>a\xFF"
         "b</title>",
         "no-such-encoding",
         "a\xEF\xBF\xBD"
         "b"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena a = {0};
        struct html_head head;
        html_head_read(&head, &a, str_of(cases[i].page), STR("https://e.org/"),
                       str_of(cases[i].charset));
        assert_str(head.title, cases[i].title);
        arena_release(&a);
    }
}

static void atom_goes_before_rss_before_json_and_comments_never(void **state)
{
    static const struct {
        const char *page, *feed;
    } cases[] = {
        {"<link rel=alternate type=application/rss+xml href=/rss><link rel=alternate "
         "type=application/atom+xml href=/atom>",
         "https://e.org/atom"},
        {"<link rel=alternate type=application/feed+json href=/json><link rel=alternate "
         "type=application/rss+xml href=/rss>",
         "https://e.org/rss"},
        {"<link rel=alternate type=application/feed+json href=/json>", "https://e.org/json"},
        {"<link rel=alternate type=application/json href=/feed.json>", "https://e.org/feed.json"},
        {"<link rel=alternate type=application/json href=/wp-json/wp/v2/posts/1>", ""},
        {"<link rel=alternate type=application/json+oembed href=/o>", ""},
        {"<link rel=alternate title='Site &raquo; Feed' type=application/rss+xml href=/feed/>"
         "<link rel=alternate title='Site &raquo; Comments Feed' type=application/rss+xml "
         "href=/comments/feed/>",
         "https://e.org/feed/"},
        {"<link rel=alternate title='Commentary &raquo; Feed' type=application/rss+xml href=/c/>",
         "https://e.org/c/"},
        {"<link rel=alternate title='Kommentar-Feed' type=application/rss+xml "
         "href=/comments/feed/><link rel=alternate type=application/rss+xml href=/feed/>",
         "https://e.org/feed/"},
        {"<link rel=alternate title='Post Comments' type=application/rss+xml href=/post/feed/>",
         ""},
        {"<link rel=alternate type=application/rss+xml href=/first><link rel=alternate "
         "type=application/rss+xml href=/second>",
         "https://e.org/first"},
        {"<link rel=alternate hreflang=de href=/de/>", ""},
        {"<link rel=stylesheet type=application/rss+xml href=/x>", ""},
        {"<link rel=feed href=/old>", "https://e.org/old"},
        {"<link rel='alternate home' type=text/xml href=/t>", "https://e.org/t"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena a = {0};
        struct html_head head = head_of(&a, cases[i].page);
        assert_str(html_feed(&head.links), cases[i].feed);
        arena_release(&a);
    }
}

/* -- Hostile pages ---------------------------------------------------------------------------- */

/* Reads `piece` repeated until the page is as large as it may be. Work that grew with the square of
 * its 2 MiB would take minutes: more than ctest's limit. */
static size_t links_in_repeated(const char *before, const char *piece)
{
    struct arena a = {0};
    struct buf page = buf_init(LIMIT_DISCOVERY + 4096);
    struct html_head head;
    buf_addz(&page, before);
    while (page.n < LIMIT_DISCOVERY)
        buf_addz(&page, piece);
    html_head_read(&head, &a, buf_str(&page), STR("https://e.org/"), (str){0});
    buf_release(&page);
    size_t count = head.links.count;
    arena_release(&a);
    return count;
}

static void hostile_pages_take_linear_time(void **state)
{
    (void)state;
    assert_int_equal(links_in_repeated("", "<link rel=a href=b>"), LINKS_MAX);
    assert_int_equal(links_in_repeated("", "<div>"), 0);
    assert_int_equal(links_in_repeated("", "<"), 0);
    assert_int_equal(links_in_repeated("", "<a "), 0);
    assert_int_equal(links_in_repeated("<link rel=a href=b ", "x y= "), 0);
    assert_int_equal(links_in_repeated("", "<!--"), 0);
    assert_int_equal(links_in_repeated("", "<!-->"), 0);
    assert_int_equal(links_in_repeated("", "<script>"), 0);
    assert_int_equal(links_in_repeated("<title>", "&amp;<"), 0);
    assert_int_equal(links_in_repeated("", "<title>x"), 0);
    assert_int_equal(links_in_repeated("", "</i><b>"), 0);
    assert_int_equal(links_in_repeated("", "<a b='"), 0);
    assert_int_equal(links_in_repeated("", "<base href=x><meta name=y content=z>"), 0);
    assert_int_equal(links_in_repeated("", "<link rel=a href='ftp://x/'>"), 0);
}

static uint32_t step(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

/* Bytes of which many are those that matter to the parsers. */
static str noise(struct arena *a, uint32_t *seed)
{
    static const char *const words[] = {
        "<link ",   "rel=",           "href=",    "\"",     "'",
        ">",        "<title>",        "</title>", "<!--",   "-->",
        "&#",       "&amp;",          "<base ",   "\\",     ",",
        ";",        "<script>",       "</",       "type=",  "\xC3",
        "\xFF",     "charset=utf-16", "<meta ",   "\x1B(J", "application/rss+xml",
        "alternate"};
    struct buf out = buf_init(1 << 16);
    for (uint32_t n = step(seed) % 60; n > 0; n--) {
        if (step(seed) % 3)
            buf_addz(&out, words[step(seed) % (sizeof words / sizeof words[0])]);
        else
            buf_addc(&out, (char)step(seed));
    }
    str copy = arena_copy(a, buf_str(&out));
    buf_release(&out);
    return copy;
}

static void noise_harms_nobody(void **state)
{
    static const char *const charsets[] = {"",          "utf-8", "utf-16", "iso-2022-jp",
                                           "shift_jis", "utf-7"};
    uint32_t seed = 7;
    (void)state;
    for (int i = 0; i < 20000; i++) {
        struct arena a = {0};
        str text = noise(&a, &seed);
        struct web_links links = {0};
        struct html_head head;
        struct feed_head feed;
        link_header_read(&links, &a, text);
        html_head_read(&head, &a, text, STR("https://e.org/"), str_of(charsets[i % 6]));
        feed_head_read(&feed, &a, text, STR("https://e.org/"));
        assert_true(utf8_valid(head.title));
        assert_true(utf8_valid(html_plain(&a, text, 100)));
        body_kind_name(body_kind(text));
        arena_release(&a);
    }
}

/* -- Texts ------------------------------------------------------------------------------------ */

static void markup_becomes_one_line_of_text(void **state)
{
    static const struct {
        const char *markup, *text;
    } cases[] = {
        {"News &amp; Views", "News & Views"},
        {"&#8220;A&#8221; &#038; B", "\xE2\x80\x9C"
                                     "A\xE2\x80\x9D & B"},
        {"&amp;lt;b&amp;gt;", "&lt;b&gt;"},
        {"<h1>Error establishing</h1><p>a <strong>data</strong>base",
         "Error establishing a database"},
        {"a<br>b\n\t c", "a b c"},
        {"3 < 4 & 5 > 2", "3 < 4 & 5 > 2"},
        {"<script>x()</script>y<style>p{}</style>", "y"},
        {"a\x1B[31mb\xE2\x80\xAE"
         "c\x07",
         "a[31mbc"},
        {"\xD9\x85\xE2\x80\x8C\xD9\x86", "\xD9\x85\xE2\x80\x8C\xD9\x86"},
        {"", ""},
        {"<p></p>", ""},
    };
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_str(html_plain(&a, str_of(cases[i].markup), 200), cases[i].text);
    assert_str(html_plain(&a, STR("abc\xC3\xA9"), 4), "abc");
    arena_release(&a);
}

/* -- Kinds ------------------------------------------------------------------------------------ */

static void bytes_tell_what_they_are(void **state)
{
    static const struct {
        const char *bytes;
        enum body_kind kind;
    } cases[] = {
        {"", BODY_EMPTY},
        {" \n\t", BODY_EMPTY},
        {"\xEF\xBB\xBF", BODY_EMPTY},
        {"{\"a\":1}", BODY_JSON},
        {"\xEF\xBB\xBF \n[{\"id\":1}]", BODY_JSON},
        {"[]", BODY_JSON},
        {"{\"version\":\"https:\\/\\/jsonfeed.org\\/version\\/1.1\",\"items\":[]}", BODY_FEED},
        {"{\"version\":\"2.0\",\"items\":[]}", BODY_JSON},
        {"<?xml version=\"1.0\"?>\n<rss version=\"2.0\">", BODY_FEED},
        {"<rss>", BODY_FEED},
        {"<?xml?><!-- a > b --><?xml-stylesheet href='<x>'?><feed xmlns=\"\">", BODY_FEED},
        {"<!DOCTYPE rss PUBLIC \"x\" [<!ENTITY a \"<b>\">]><rss>", BODY_FEED},
        {"<rdf:RDF xmlns=\"\">", BODY_FEED},
        {"<a:feed xmlns:a=''>", BODY_FEED},
        {"<?xml version=\"1.0\"?><urlset>", BODY_XML},
        {"<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"\"><html>", BODY_HTML},
        {"<!doctype html><html>", BODY_HTML},
        {"<!-- x --><html>", BODY_HTML},
        {"<head>", BODY_HTML},
        {"<br />\n<b>Warning</b>", BODY_MARKUP},
        {"<br />\n<b>Warning</b>: x<?xml?><rss version='2.0'>", BODY_FEED},
        {"Notice: x\n<rss version=\"2.0\">", BODY_FEED},
        {"<p align=center>Readme", BODY_MARKUP},
        {"\x1F\x8B\x08", BODY_PACKED},
        {"%PDF-1.5 x", BODY_BINARY},
        {"\x01\x02\x03\x04", BODY_BINARY},
        {"[draft] Title", BODY_TEXT},
        {"Title\n\nText", BODY_TEXT},
        {"a < b", BODY_TEXT},
        {"<3 you", BODY_TEXT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum body_kind kind = body_kind(str_of(cases[i].bytes)), expected = cases[i].kind;
        if (kind != expected)
            fail_msg("\"%s\" is %s, not %s", cases[i].bytes, body_kind_name(kind),
                     body_kind_name(expected));
    }
    assert_int_equal(body_kind(STR("\xFF\xFE<\0r\0s\0s\0 \0v\0>\0")), BODY_FEED);
    assert_int_equal(body_kind(STR("\x89PNG\r\n\x1A\n\0\0\0\rIHDR")), BODY_BINARY);
}

static void feeds_tell_their_title_and_site(void **state)
{
    static const struct {
        const char *bytes, *title, *home;
        bool wordpress;
    } cases[] = {
        {"<?xml version=\"1.0\"?><rss xmlns:atom='http://www.w3.org/2005/Atom'><channel>"
         "<atom:link href='https://e.org/feed' rel='self'/><title>News &amp;amp; Views</title>"
         "<link>https://e.org</link><generator>https://wordpress.org/?v=6.5</generator>"
         "<item><title>no</title></item></channel></rss>",
         "News & Views", "https://e.org/", true},
        {"<feed xmlns='http://www.w3.org/2005/Atom'><link rel='self' href='x'/><link href='/'/>"
         "<title>a &lt;b&gt; c</title><entry><title>no</title></entry></feed>",
         "a <b> c", "https://e.org/", false},
        {"<feed><title type='html'>&lt;b&gt;T&lt;/b&gt;</title></feed>", "T", "", false},
        {"<rdf:RDF xmlns:rdf='r'><channel><title><![CDATA[ R & D ]]></title><link>/s</link>"
         "</channel></rdf:RDF>",
         "R & D", "https://e.org/s", false},
        {"{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"J & K\","
         "\"home_page_url\":\"https://e.org/j\",\"items\":[]}",
         "J & K", "https://e.org/j", false},
        {"<rss><channel><title>cut</title><description>off", "cut", "", false},
        {"<rss><channel><item><title>no</title></item></channel></rss>", "", "", false},
        {"<!DOCTYPE r [<!ENTITY a 'b'><!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><channel>"
         "<title>t&x;</title></channel></rss>",
         "t", "", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena a = {0};
        struct feed_head head;
        feed_head_read(&head, &a, str_of(cases[i].bytes), STR("https://e.org/feed"));
        assert_str(head.title, cases[i].title);
        assert_str(head.home, cases[i].home);
        assert_int_equal(head.wordpress, cases[i].wordpress);
        arena_release(&a);
    }
}

int u_fetch_links(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(several_links_stand_in_one_field),
        cmocka_unit_test(a_quoted_rel_may_have_several_values),
        cmocka_unit_test(commas_and_semicolons_in_urls_part_nothing),
        cmocka_unit_test(commas_in_quoted_parameters_part_nothing),
        cmocka_unit_test(the_first_of_equal_parameters_counts),
        cmocka_unit_test(broken_fields_yield_what_can_be_read),
        cmocka_unit_test(all_link_fields_of_an_answer_are_read),
        cmocka_unit_test(a_million_links_are_cut),
        cmocka_unit_test(a_page_tells_title_links_and_generator),
        cmocka_unit_test(references_in_addresses_are_decoded),
        cmocka_unit_test(base_moves_all_links_wherever_it_stands),
        cmocka_unit_test(what_only_looks_like_tags_is_passed_over),
        cmocka_unit_test(links_behind_a_broken_head_are_found),
        cmocka_unit_test(titles_in_other_encodings_are_read),
        cmocka_unit_test(atom_goes_before_rss_before_json_and_comments_never),
        cmocka_unit_test(hostile_pages_take_linear_time),
        cmocka_unit_test(noise_harms_nobody),
        cmocka_unit_test(markup_becomes_one_line_of_text),
        cmocka_unit_test(bytes_tell_what_they_are),
        cmocka_unit_test(feeds_tell_their_title_and_site),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
