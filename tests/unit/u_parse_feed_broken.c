/* Feeds that are malformed, in wrong encodings, hostile, or no feeds. */

#include "../../src/parse/xml.h"
#include "digest/limits.h"
#include "digest/utf8.h"
#include "feed_check.h"

/* -- Malformed, but common -------------------------------------------------------------------- */

static void common_faults_lose_nothing(void **state)
{
    (void)state;
    static const char *const feeds[] = {
        /* in front, and behind */
        "\n  \t<?xml version='1.0'?><rss><channel><item><title>T & U</title><link>/1?a=1&b=2</link>"
        "</item></channel></rss>",
        "\xEF\xBB\xBF<?xml version='1.0'?><rss><channel><item><title>T &amp; U</title>"
        "<link>/1?a=1&b=2</link></item></channel></rss>\n<!-- cached -->\n<script>x()</script>",
        "<br />\n<b>Warning</b>: a < b in x.php on line 3<br />\n<?xml "
        "version='1.0'?><rss><channel>"
        "<item><title>T & U</title><link>/1?a=1&amp;b=2</link></item></channel></rss>",
        "<?xml version='1.0'?><br />\n<b>Notice</b>: x<br /><rss><channel><item><title>T & "
        "U</title>"
        "<link>/1?a=1&b=2</link></item></channel></rss>",
        /* control characters, an unknown reference, a number that means nothing */
        "<rss><channel><item><title>T\x01 \x0B&amp;\x1F U&#0;&#x1F;</title>"
        "<link>/1?a=1&b=2</link></item></channel></rss>",
        /* end tags forgotten, mixed up, in another case */
        "<rss><channel><item><title>T & U<link>/1?a=1&b=2</link></item></channel></rss>",
        "<rss><channel><item><title>T & U</title><link>/1?a=1&b=2</item></channel></rss>",
        "<rss><channel><item><title>T & U</title><link>/1?a=1&b=2</link></channel></rss>",
        "<rss><channel><item><title>T & "
        "U</b></title><link>/1?a=1&b=2</link></item></rss></channel>",
        "<RSS><Channel><Item><Title>T & U</title><LINK>/1?a=1&b=2</Link></item></channel></rss>",
        "<rss><channel><item><title>T & U</title><link>/1?a=1&b=2</link></item></channel></rss",
        /* attributes without quotes, twice, without values, with "<" */
        "<rss version=2.0 version=2 x><channel><item a='<'><title b=\"1\" b='2'>T & U</title>"
        "<link>/1?a=1&b=2</link></item></channel></rss>",
        "<rss><channel><item><title x=\"1>T & "
        "U</title><link>/1?a=1&b=2</link></item></channel></rss>",
        /* markup that is none */
        "<rss><channel><item><title>T & U</title><x>a <3 b ]]> c <> <“d” "
        "<é></x><link>/1?a=1&b=2</link>"
        "</item></channel></rss>",
        "<rss><channel><!-- a -- b --><item><title>T & U</title><link>/1?a=1&b=2</link></item>"
        "</channel></rss>",
        "<rss><channel><item><title>T & "
        "U</title><link>/1?a=1&b=2</link><?x?></item></channel></rss>",
        /* one entry in another */
        "<rss><channel><item><title>T & U</title><link>/1?a=1&b=2</link><item /></item></channel>"
        "</rss>",
    };
    for (size_t i = 0; i < sizeof feeds / sizeof *feeds; i++) {
        struct feed_case c = {.url = "https://f.example/"};
        feed_case_read(&c, feeds[i]);
        if (c.parsed.count != 1 || c.feed.cut)
            fail_msg("%zu articles of %s: %s", c.parsed.count, feeds[i], c.feed.doubt.why);
        assert_str(c.parsed.articles[0]->title, "T & U");
        assert_str(c.parsed.articles[0]->url, "https://f.example/1?a=1&b=2");
        feed_case_done(&c);
    }
}

static void html_that_is_not_escaped_is_read(void **state)
{
    (void)state;
    struct feed_case c = {0};
    const struct article *x = rss_article(
        &c, "<item><title>A <b>bold</b> title</title><description>One<br>two <img src=/i.png> "
            "<b>three</i></b><p>four</description><guid>1</guid></item>");
    assert_str(x->title, "A bold title");
    assert_str(x->id, "1");
    assert_true(str_has(x->body.markup, STR("One<br>two")));
    assert_true(str_has(x->body.markup, STR("https://f.example/i.png")));
    assert_true(str_has(x->body.markup, STR("<b>three</b>")));
    assert_true(str_has(x->body.markup, STR("four")));
    feed_case_done(&c);
}

static void references_of_html_need_no_declaration(void **state)
{
    (void)state;
    struct feed_case c = {0};
    assert_str(rss_article(&c, "<item><title>a&nbsp;b &rsquo; &Eacute; &euro; &hellip; &unknown; &;"
                               " &#8364; &#x20AC; &#128; &#8217 &lt;</title></item>")
                   ->title,
               "a\xC2\xA0"
               "b ’ É € … &unknown; &; € € € ’ <");
    feed_case_done(&c);
    feed_case_read(
        &c, "<!DOCTYPE rss [<!ENTITY % L1 PUBLIC '-//W3C//ENTITIES Latin 1 for XHTML//EN'"
            " 'http://www.w3.org/TR/xhtml1/DTD/xhtml-lat1.ent'> %L1; <!-- ]> ' -->"
            "<!ENTITY own \"Our &#60;name&#62; &amp; more\">"
            "<!ENTITY eacute '&#233;'><!ATTLIST item x CDATA 'y'>]>"
            "<rss><channel><item><title>&own;: &eacute;&uuml;</title></item></channel></rss>");
    assert_str(c.parsed.articles[0]->title, "Our <name> & more: éü");
    feed_case_done(&c);
}

static void prefixes_that_nobody_declared_mean_what_they_usually_do(void **state)
{
    (void)state;
    struct feed_case c = {0};
    feed_case_read(&c, "<rss version='2.0'><channel><item><media:title>T</media:title>"
                       "<content:encoded><![CDATA[<p>Text.</p>]]></content:encoded>"
                       "<dc:creator>Jane Doe</dc:creator><dc:date>2026-05-07</dc:date>"
                       "<atom:link href='https://f.example/1'/></item></channel></rss>");
    const struct article *x = c.parsed.articles[0];
    assert_str(x->title, "T");
    assert_str(x->body.markup, "<p>Text.</p>");
    assert_str(feed_case_names(&c, x->authors), "Jane Doe");
    assert_str(x->url, "https://f.example/1");
    feed_case_done(&c);
    feed_case_read(&c, "<rss xmlns:media='http://search.yahoo.com/mrss' "
                       "xmlns:c='http://purl.org/rss/1.0/modules/content' "
                       "xmlns:dublin='https://purl.org/DC/elements/1.1/' xmlns:dc='urn:other'>"
                       "<channel><item><title>T</title><c:encoded>&lt;p>Text.&lt;/p></c:encoded>"
                       "<dublin:creator>Jane Doe</dublin:creator>"
                       "<media:content url='https://f.example/i.png' medium='image'/></item>"
                       "</channel></rss>");
    x = c.parsed.articles[0];
    assert_str(x->body.markup, "<p>Text.</p>");
    assert_str(feed_case_names(&c, x->authors), "Jane Doe");
    assert_str(x->image.url, "https://f.example/i.png");
    feed_case_done(&c);
}

static void a_feed_that_is_cut_off_keeps_the_entries_before(void **state)
{
    (void)state;
    static const char whole[] =
        "<?xml version=\"1.0\"?>\n<rss><channel><title>F</title>\n<item><title>A</title>"
        "<link>https://f.example/1?a=1&b=2</link><description><![CDATA[<p>a</p>]]></description>"
        "</item>\n<item><title>B</title><guid>x</guid><description>b &amp; c</description></item>\n"
        "<item><title>C</title><enclosure url=\"/c.mp3\" length=\"1\"/></item></channel></rss>";
    size_t begin = str_find(STR(whole), STR("<channel>"), 0);
    for (size_t n = begin; n < sizeof whole - 1; n++) {
        struct feed_case c = {0};
        size_t complete = 0;
        for (size_t at = 0; (at = str_find((str){whole, n}, STR("</item"), at)) != SIZE_MAX; at++)
            complete++;
        assert_true(feed_case_read_bytes(&c, (str){whole, n}));
        assert_int_equal(c.feed.count, complete);
        bool closed = str_has((str){whole, n}, STR("</rss"));
        assert_int_equal(c.feed.cut, !closed);
        if (c.feed.cut)
            assert_true(c.feed.doubt.why[0] && str_is(str_of(c.feed.doubt.file), "saved/feed.xml"));
        feed_case_done(&c);
    }
}

static void the_place_of_a_fault_is_told(void **state)
{
    (void)state;
    struct feed_case c = {0};
    feed_case_read(
        &c, "<?xml version='1.0'?>\n<!-- one\ntwo -->\n<rss><channel>\n<item><title>A</title>"
            "</item>\n<item><title>B");
    assert_int_equal(c.feed.count, 1);
    assert_int_equal(c.feed.doubt.line, 6);
    assert_true(str_starts(str_of(c.feed.doubt.why), STR("not well-formed XML: ")));
    feed_case_done(&c);
}

/* -- Encodings -------------------------------------------------------------------------------- */

static void encodings_are_found_out(void **state)
{
    (void)state;
    static const struct {
        const char *declared, *server, *title, *expected;
    } cases[] = {
        {"utf-8", "", "Z\xC3\xBCrich", "Zürich"},
        {"ISO-8859-1", "", "Z\xFCrich \x93x\x94", "Zürich “x”"},
        {"iso-8859-1", "", "Z\xC3\xBCrich", "Zürich"},
        {"utf-8", "", "Z\xFCrich", "Zürich"},
        {"", "", "Z\xFCrich", "Zürich"},
        {"", "windows-1251", "\xCC\xEE\xF1\xEA\xE2\xE0", "Москва"},
        {"koi8-r", "iso-8859-1", "\xED\xCF\xD3\xCB\xD7\xC1", "Москва"},
        {"Shift_JIS", "", "\x93\xFA\x96{\x8C\xEA", "日本語"},
        {"EUC-JP", "", "\xC6\xFC\xCB\xDC\xB8\xEC", "日本語"},
        {"ISO-2022-JP", "", "\x1B$BF|K\\8l\x1B(B", "日本語"},
        {"GB2312", "", "\xD6\xD0\xCE\xC4", "中文"},
        {"Big5", "", "\xA4\xA4\xA4\xE5", "中文"},
        {"EUC-KR", "", "\xC7\xD1\xB1\xB9\xBE\xEE", "한국어"},
        {"x-made-up", "", "Z\xFCrich", "Zürich"},
        {"utf-8", "", "one \xC3\xBC two \xC3\xA4 bad \xFF end", "one ü two ä bad \xEF\xBF\xBD end"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[400];
        struct feed_case c = {.charset = cases[i].server};
        snprintf(text, sizeof text,
                 "<?xml version=\"1.0\"%s%s%s?><rss><channel><item><title>%s</title></item>"
                 "</channel></rss>",
                 *cases[i].declared ? " encoding=\"" : "", cases[i].declared,
                 *cases[i].declared ? "\"" : "", cases[i].title);
        feed_case_read(&c, text);
        assert_str(c.parsed.articles[0]->title, cases[i].expected);
        feed_case_done(&c);
    }
}

static void utf_16_is_read_whatever_it_says(void **state)
{
    (void)state;
    static const char ascii[] = "<?xml version='1.0' encoding='utf-8'?><rss><channel><item>"
                                "<title>T \xFC</title></item></channel></rss>";
    for (int big = 0; big < 2; big++) {
        for (int mark = 0; mark < 2; mark++) {
            struct buf b = buf_init(1000);
            for (size_t i = 0; i < sizeof ascii - (mark ? 0 : 1); i++) {
                char c = mark ? (i ? ascii[i - 1] : '\xFF') : ascii[i];
                char high = mark && i == 0 ? '\xFE' : '\0';
                buf_addc(&b, big ? high : c);
                buf_addc(&b, big ? c : high);
            }
            struct feed_case c = {0};
            assert_true(feed_case_read_bytes(&c, buf_str(&b)));
            assert_str(c.parsed.articles[0]->title, "T ü");
            buf_release(&b);
            feed_case_done(&c);
        }
    }
}

static void nul_bytes_are_dropped(void **state)
{
    (void)state;
    struct feed_case c = {0};
    assert_true(feed_case_read_bytes(
        &c, STR("<rss><channel><item><title>A\0B</title></item>\0</channel></rss>\0")));
    assert_str(c.parsed.articles[0]->title, "AB");
    feed_case_done(&c);
}

/* -- No feeds --------------------------------------------------------------------------------- */

static void what_is_no_feed_is_said(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", "it is empty"},
        {" \n", "it is empty"},
        {"Hello there.", "no feed: it begins with \"Hello there.\""},
        {"<!DOCTYPE html><html><head><title>Just a &amp; moment</title></head></html>",
         "an HTML page instead of a feed, titled \"Just a & moment\""},
        {"<html><body>Hi <rss> there", "an HTML page instead of a feed"},
        {"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body/></html>",
         "an HTML page instead of a feed"},
        {"<opml version='2.0'><body/></opml>", "a list of feeds (OPML) instead of a feed"},
        {"<urlset><url/></urlset>", "a sitemap instead of a feed"},
        {"<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>",
         "an error message in XML instead of a feed"},
        {"<?xml version='1.0'?><data/>", "XML, but no feed: its outermost element is <data>"},
        {"<?xml version='1.0'?>", "there is no element in it"},
        {"<!-- only -->", "there is no element in it"},
        {"\x89PNG\r\n\x1A\n", "a PNG image instead of a feed"},
        {"\x1F\x8B\x08", "a gzip archive instead of a feed"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct feed_case c = {0};
        if (feed_case_read_bytes(&c, str_of(cases[i][0])))
            fail_msg("%s is taken for a feed", cases[i][0]);
        assert_string_equal(c.err.why, cases[i][1]);
        assert_string_equal(c.err.file, "saved/feed.xml");
        feed_case_done(&c);
    }
}

/* -- Hostile ---------------------------------------------------------------------------------- */

static void a_bomb_of_entities_is_refused(void **state)
{
    (void)state;
    struct feed_case c = {0};
    struct buf b = buf_init((size_t)4 << 20);
    assert_false(feed_case_read_bytes(
        &c, STR("<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>"
                "<!ENTITY c '&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;'>]>"
                "<rss><channel><item><title>&d;</title></item></channel></rss>")));
    assert_int_equal(c.err.code, ERR_LIMIT);
    assert_string_equal(c.err.why, "it declares entities made of entities, as XML bombs do");
    feed_case_done(&c);

    buf_addz(&b, "<!DOCTYPE rss [<!ENTITY a '");
    for (int i = 0; i < 100000; i++)
        buf_addc(&b, 'a');
    buf_addz(&b, "'>]><rss><channel><item><title>");
    for (int i = 0; i < 100000; i++)
        buf_addz(&b, "&a;");
    buf_addz(&b, "</title></item></channel></rss>");
    assert_false(feed_case_read_bytes(&c, buf_str(&b)));
    assert_string_equal(c.err.why, "its entities expand to more than a mebibyte, as XML bombs do");
    feed_case_done(&c);
    buf_release(&b);
}

static void nothing_outside_of_the_feed_is_read(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><channel><item><title>T &x;"
        "</title></item></channel></rss>",
        "<!DOCTYPE rss [<!ENTITY x PUBLIC 'p' 'http://127.0.0.1:1/x'>]><rss><channel><item><title>"
        "T &x;</title></item></channel></rss>",
        "<!DOCTYPE rss SYSTEM 'http://127.0.0.1:1/x.dtd'><rss><channel><item><title>T &x;</title>"
        "</item></channel></rss>",
        "<!DOCTYPE rss [<!ENTITY % p SYSTEM 'file:///etc/passwd'>%p;]><rss><channel><item><title>"
        "T &x;</title></item></channel></rss>",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct feed_case c = {0};
        feed_case_read(&c, cases[i]);
        assert_str(c.parsed.articles[0]->title, "T &x;");
        feed_case_done(&c);
    }
    struct feed_case c = {0};
    feed_case_read(&c, "<rss xmlns:xi='http://www.w3.org/2001/XInclude'><channel><item>"
                       "<title>T<xi:include href='file:///etc/passwd' parse='text'/></title></item>"
                       "</channel></rss>");
    assert_str(c.parsed.articles[0]->title, "T");
    feed_case_done(&c);
}

/* Reads a feed that begins with a good entry, then `unit` many times. Work that grew with the
 * square of their number would take minutes: more than ctest's limit. */
static void read_flood(const char *unit, size_t times, bool cut)
{
    struct feed_case c = {0};
    struct buf b = buf_init(LIMIT_FEED_FILE);
    buf_addz(&b, "<rss><channel><item><title>T</title></item>");
    for (size_t i = 0; i < times; i++)
        buf_addz(&b, unit);
    assert_false(b.over);
    assert_true(feed_case_read_bytes(&c, buf_str(&b)));
    assert_true(c.feed.count >= 1);
    assert_str(c.parsed.articles[0]->title, "T");
    if (c.feed.cut != cut)
        fail_msg("%s: %s", unit, c.feed.doubt.why);
    buf_release(&b);
    feed_case_done(&c);
}

static void floods_take_neither_time_nor_memory(void **state)
{
    (void)state;
    read_flood("<a>", 90000, true);
    read_flood("<item>", 90000, true);
    read_flood("<a/>", 150000, true);
    read_flood("</a>", 150000, true);
    read_flood("<", 150000, true);
    read_flood("&", 150000, true);
    read_flood("<? >", 150000, true);
    read_flood("<!-- -->", 150000, true);
    read_flood("<![CDATA[]]>", 150000, true);
    read_flood("<!DOCTYPE a>", 90000, true);
    read_flood("<a b='", 90000, true);
    read_flood("<a b=\"</", 90000, true);
    read_flood("]]>", 150000, true);
    read_flood("<a xmlns:b='c'>", 90000, true);
    read_flood("<item><title>x</title></item>", 60000, true);
}

static void entries_beyond_the_limit_are_left_out(void **state)
{
    (void)state;
    struct feed_case c = {0};
    struct buf b = buf_init(LIMIT_FEED_FILE);
    buf_addz(&b, "<rss><channel>");
    for (int i = 0; i < LIMIT_FEED_ENTRIES + 10; i++)
        buf_addf(&b, "<item><title>%d</title></item>", i);
    buf_addz(&b, "</channel></rss>");
    assert_true(feed_case_read_bytes(&c, buf_str(&b)));
    assert_int_equal(c.feed.count, LIMIT_FEED_ENTRIES);
    assert_true(c.feed.cut);
    assert_string_equal(c.feed.doubt.why, "more than 5000 entries; the others are left out");
    buf_release(&b);
    feed_case_done(&c);
}

/* Hours, if each were compared with all before it. */
static void a_tag_with_a_million_attributes_ends_the_feed(void **state)
{
    (void)state;
    struct feed_case c = {0};
    struct buf b = buf_init(LIMIT_FEED_FILE);
    buf_addz(&b, "<rss><channel><item><title>T</title></item><item");
    for (int i = 0; i < 1000000; i++)
        buf_addf(&b, " a%d=''", i);
    buf_addz(&b, "/></channel></rss>");
    assert_true(feed_case_read_bytes(&c, buf_str(&b)));
    assert_int_equal(c.feed.count, 1);
    assert_true(c.feed.cut);
    assert_string_equal(c.feed.doubt.why, "a tag has hundreds of attributes");
    buf_release(&b);
    feed_case_done(&c);
}

static void a_feed_that_is_too_large_is_refused(void **state)
{
    (void)state;
    struct feed_case c = {0};
    struct buf b = buf_init(LIMIT_FEED_FILE + 100);
    buf_addz(&b, "<rss>");
    while (b.n <= LIMIT_FEED_FILE)
        buf_addc(&b, ' ');
    assert_false(feed_case_read_bytes(&c, buf_str(&b)));
    assert_int_equal(c.err.code, ERR_LIMIT);
    buf_release(&b);
    feed_case_done(&c);
}

static void every_byte_of_a_feed_may_be_wrong(void **state)
{
    (void)state;
    static const char good[] =
        "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"b\">]><rss version=\"2.0\"><channel>"
        "<title>F</title><item><title>A &a; &amp; B</title><!-- c --><link>/1</link>"
        "<description><![CDATA[<p>x</p>]]></description><enclosure url=\"/e.mp3\"/></item>"
        "</channel></rss>";
    static const char bytes[] = {'<', '>', '&', '"', ']', '\0', '\xFF', ' ', '!', '/'};
    for (size_t i = 0; i < sizeof good - 1; i++) {
        for (size_t k = 0; k < sizeof bytes; k++) {
            char bad[sizeof good];
            struct feed_case c = {0};
            memcpy(bad, good, sizeof good);
            bad[i] = bytes[k];
            if (!feed_case_read_bytes(&c, (str){bad, sizeof good - 1}))
                assert_true(c.err.why[0]);
            feed_case_done(&c);
        }
    }
}

/* What the two steps in front of libxml2 do to a document that needs neither: nothing that matters. */
static void good_documents_pass_both_steps_unchanged(void **state)
{
    (void)state;
    static const char good[] = "<rss a=\"1\"><b c=\"d\">e &#38; f</b><g/><![CDATA[<h>&i;]]></rss>";
    struct buf clean = buf_init(1000), mended = buf_init(1000);
    struct err doubt = {0}, err = {0};
    assert_true(xml_clean(&clean, STR(good), &doubt, &err));
    assert_str(buf_str(&clean), good);
    xml_mend(&mended, buf_str(&clean));
    assert_str(buf_str(&mended), good);
    assert_int_equal(doubt.code, ERR_NONE);
    buf_release(&clean);
    buf_release(&mended);
}

int u_parse_feed_broken(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(common_faults_lose_nothing),
        cmocka_unit_test(html_that_is_not_escaped_is_read),
        cmocka_unit_test(references_of_html_need_no_declaration),
        cmocka_unit_test(prefixes_that_nobody_declared_mean_what_they_usually_do),
        cmocka_unit_test(a_feed_that_is_cut_off_keeps_the_entries_before),
        cmocka_unit_test(the_place_of_a_fault_is_told),
        cmocka_unit_test(encodings_are_found_out),
        cmocka_unit_test(utf_16_is_read_whatever_it_says),
        cmocka_unit_test(nul_bytes_are_dropped),
        cmocka_unit_test(what_is_no_feed_is_said),
        cmocka_unit_test(a_bomb_of_entities_is_refused),
        cmocka_unit_test(nothing_outside_of_the_feed_is_read),
        cmocka_unit_test(floods_take_neither_time_nor_memory),
        cmocka_unit_test(entries_beyond_the_limit_are_left_out),
        cmocka_unit_test(a_tag_with_a_million_attributes_ends_the_feed),
        cmocka_unit_test(a_feed_that_is_too_large_is_refused),
        cmocka_unit_test(every_byte_of_a_feed_may_be_wrong),
        cmocka_unit_test(good_documents_pass_both_steps_unchanged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
