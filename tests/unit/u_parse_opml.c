/* Lists of feeds. */
#include <stdlib.h>

#include "check.h"
#include "digest/buf.h"
#include "digest/limits.h"
#include "digest/parse.h"

static struct arena arena;
static struct outlines found;
static struct err err;

static bool read_bytes(str bytes)
{
    arena_release(&arena);
    err = (struct err){0};
    char *exact = malloc(bytes.n ? bytes.n : 1);
    if (bytes.n)
        memcpy(exact, bytes.p, bytes.n);
    bool ok = parse_opml(&found, &arena, (str){exact, bytes.n}, STR("feeds.opml"), &err);
    if (bytes.n)
        memset(exact, '#', bytes.n);
    free(exact);
    return ok;
}

static void read_list(const char *text)
{
    if (!read_bytes(str_of(text)))
        fail_msg("%s", err.why);
}

static int release(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void feeds_are_listed_in_the_file_s_order(void **state)
{
    (void)state;
    read_list(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\"><head><title>My feeds"
        "</title></head><body>"
        "<outline type=\"rss\" text=\"B &amp;amp; b\" title=\"Bee &amp; bee\" "
        "xmlUrl=\"https://b.example/feed?a=1&amp;b=2\" htmlUrl=\"https://b.example/\"/>"
        "<outline text=\"A\" xmlUrl=\"https://a.example/feed\"/></body></opml>");
    assert_int_equal(found.count, 2);
    assert_str(found.items[0].title, "Bee & bee");
    assert_str(found.items[0].url, "https://b.example/feed?a=1&b=2");
    assert_str(found.items[0].home, "https://b.example/");
    assert_str(found.items[0].category, "");
    assert_str(found.items[1].title, "A");
    assert_str(found.items[1].home, "");
}

static void outlines_around_are_categories(void **state)
{
    (void)state;
    read_list("<opml version='1.0'><body><outline text='News'><outline text='Tech'>"
              "<outline text='A' xmlUrl='https://a.example/'/></outline><outline>"
              "<outline text='B' xmlUrl='https://b.example/'/></outline></outline>"
              "<outline text='C' xmlUrl='https://c.example/'>"
              "<outline text='D' xmlUrl='https://d.example/'/></outline></body></opml>");
    assert_int_equal(found.count, 4);
    assert_str(found.items[0].category, "News/Tech");
    assert_str(found.items[1].category, "News");
    assert_str(found.items[2].category, "");
    assert_str(found.items[3].category, "");
}

static void what_programs_vary_is_understood(void **state)
{
    (void)state;
    read_list("\xEF\xBB\xBF\n<OPML><Body>"
              "<Outline TEXT='A' XMLURL=' https://a.example/ ' HTMLURL='javascript:x'/>"
              "<outline text='again' xmlurl='https://a.example/'/>"
              "<outline text='Apple' xmlUrl='feed://b.example/x'/>"
              "<outline text='Apple 2' xmlUrl='feed:https://c.example/x'/>"
              "<outline text='local' xmlUrl='saved/feed.xml'/>"
              "<outline text='no feed' type='link' url='https://d.example/'/>"
              "<outline text='bad' xmlUrl='javascript:alert(1)'/>"
              "<outline text='bad' xmlUrl='file:///etc/passwd'/>"
              "<outline text='empty' xmlUrl=''/>"
              "<outline type='include' text='more' url='https://e.example/more.opml'/>"
              "</Body></OPML>");
    assert_int_equal(found.count, 4);
    assert_str(found.items[0].url, "https://a.example/");
    assert_str(found.items[0].home, "");
    assert_str(found.items[1].url, "http://b.example/x");
    assert_str(found.items[2].url, "https://c.example/x");
    assert_str(found.items[3].url, "saved/feed.xml");
}

static void malformed_lists_are_read(void **state)
{
    (void)state;
    static const char *const lists[] = {
        "<opml><body><outline text='Q & A' xmlUrl='https://a.example/?a=1&b=2'></body></opml>",
        "<opml><body><outline text=\"Q &amp; A\" xmlUrl=https://a.example/?a=1&b=2 /></opml>",
        "<opml><body><outline text='Q &amp; A' text='x' xmlUrl='https://a.example/?a=1&b=2'/>"
        "</outline></body></opml>",
        "<?xml version='1.0' encoding='x'?><opml><head><title>a <b></title></head><body>"
        "<outline text='Q & A' xmlUrl='https://a.example/?a=1&b=2'/></body></opml> junk",
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        read_list(lists[i]);
        assert_int_equal(found.count, 1);
        assert_str(found.items[0].url, "https://a.example/?a=1&b=2");
        assert_str(found.items[0].title, "Q & A");
    }
    assert_true(read_bytes(STR("<?xml version='1.0' encoding='iso-8859-1'?><opml><body><outline "
                               "text='Z\xFCrich' xmlUrl='https://a.example/'/></body></opml>")));
    assert_str(found.items[0].title, "Zürich");
}

static void what_is_no_list_is_said(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", "no list of feeds (OPML): it is not XML"},
        {"hello", "no list of feeds (OPML): it is not XML"},
        {"<rss><channel/></rss>", "no list of feeds (OPML): its outermost element is <rss>"},
        {"<html/>", "no list of feeds (OPML): its outermost element is <html>"},
        {"<opml><body/></opml>", "the list names no feed: no outline has xmlUrl"},
        {"<!-- -->", "there is no element in it"},
        {"<!DOCTYPE opml [<!ENTITY a 'x'><!ENTITY b '&a;'>]><opml><outline text='&b;'/></opml>",
         "it declares entities made of entities, as XML bombs do"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_false(read_bytes(str_of(cases[i][0])));
        assert_string_equal(err.why, cases[i][1]);
        assert_string_equal(err.file, "feeds.opml");
    }
}

/* A source that is missed because the list is damaged would go unseen. */
static void a_list_that_is_cut_off_is_refused(void **state)
{
    (void)state;
    assert_false(read_bytes(STR("<opml><body><outline text='A' xmlUrl='https://a.example/'/>\n"
                                "<outline text='B' xmlUrl='https://b.exam")));
    assert_true(str_starts(str_of(err.why), STR("not well-formed XML")));
    assert_int_equal(err.line, 2);
}

static void lists_have_limits(void **state)
{
    (void)state;
    struct buf b = buf_init(LIMIT_FEED_FILE * 2);
    buf_addz(&b, "<opml><body>");
    for (int i = 0; i <= LIMIT_OUTLINES; i++)
        buf_addf(&b, "<outline text='%d' xmlUrl='https://a.example/%d'/>", i, i);
    buf_addz(&b, "</body></opml>");
    assert_false(read_bytes(buf_str(&b)));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_int_equal(found.count, 0);

    buf_reset(&b);
    buf_addz(&b, "<opml><body>");
    for (int i = 0; i < 50000; i++)
        buf_addz(&b, "<outline text='deep'>");
    assert_false(read_bytes(buf_str(&b)));

    buf_reset(&b);
    while (b.n <= LIMIT_FEED_FILE)
        buf_addz(&b, "<opml>                    ");
    assert_false(read_bytes(buf_str(&b)));
    assert_int_equal(err.code, ERR_LIMIT);
    buf_release(&b);
}

int u_parse_opml(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(feeds_are_listed_in_the_file_s_order),
        cmocka_unit_test(outlines_around_are_categories),
        cmocka_unit_test(what_programs_vary_is_understood),
        cmocka_unit_test(malformed_lists_are_read),
        cmocka_unit_test(what_is_no_list_is_said),
        cmocka_unit_test(a_list_that_is_cut_off_is_refused),
        cmocka_unit_test(lists_have_limits),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}
