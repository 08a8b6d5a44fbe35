/* Feeds of all versions become the same articles. */
#include "feed_check.h"

/* -- Versions --------------------------------------------------------------------------------- */

static void rss_of_all_versions_is_read(void **state)
{
    (void)state;
    static const char *const feeds[] = {
        /* 0.90 */
        "<?xml version='1.0'?><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
        "xmlns='http://my.netscape.com/rdf/simple/0.9/'><channel><title>F</title>"
        "<link>https://f.example/</link></channel><image><title>I</title><url>/i.png</url></image>"
        "<item><title>T</title><link>https://f.example/1</link></item>"
        "<textinput><title>Search</title><link>https://f.example/s</link></textinput></rdf:RDF>",
        /* 0.91, with its document type */
        "<?xml version='1.0'?><!DOCTYPE rss PUBLIC '-//Netscape Communications//DTD RSS 0.91//EN' "
        "'http://my.netscape.com/publish/formats/rss-0.91.dtd'><rss version='0.91'><channel>"
        "<title>F</title><link>https://f.example/</link><language>en</language>"
        "<image><title>I</title><url>https://f.example/i.png</url><link>https://o.example/</link>"
        "</image><item><title>T</title><link>https://f.example/1</link></item></channel></rss>",
        /* 0.92 */
        "<rss version='0.92'><channel><title>F</title><link>https://f.example/</link>"
        "<cloud domain='x' port='80' path='/' registerProcedure='' protocol='xml-rpc'/>"
        "<item><title>T</title><link>https://f.example/1</link></item></channel></rss>",
        /* 1.0 */
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
        "xmlns='http://purl.org/rss/1.0/'><channel rdf:about='https://f.example/rss'>"
        "<title>F</title><link>https://f.example/</link><items><rdf:Seq>"
        "<rdf:li resource='https://f.example/1'/></rdf:Seq></items></channel>"
        "<item rdf:about='https://f.example/1'><title>T</title><link>https://f.example/1</link>"
        "</item></rdf:RDF>",
        /* 1.0 under a prefix */
        "<R:RDF xmlns:R='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
        "xmlns:r='http://purl.org/rss/1.0/'><r:channel><r:title>F</r:title>"
        "<r:link>https://f.example/</r:link></r:channel><r:item><r:title>T</r:title>"
        "<r:link>https://f.example/1</r:link></r:item></R:RDF>",
        /* 2.0, and without any version, with a namespace of its own */
        "<rss version='2.0'><channel><title>F</title><link>https://f.example/</link>"
        "<item><title>T</title><link>https://f.example/1</link></item></channel></rss>",
        "<rss xmlns='http://backend.userland.com/RSS2'><channel><title>F</title>"
        "<link>https://f.example/</link><item><title>T</title><link>https://f.example/1</link>"
        "</item></channel></rss>",
        "<rss xmlns='urn:made-up'><channel><title>F</title><link>https://f.example/</link>"
        "<item><title>T</title><link>https://f.example/1</link></item></channel></rss>",
        /* items beside the channel, and a channel alone */
        "<rss><channel><title>F</title><link>https://f.example/</link></channel>"
        "<item><title>T</title><link>https://f.example/1</link></item></rss>",
        "<channel><title>F</title><link>https://f.example/</link>"
        "<item><title>T</title><link>https://f.example/1</link></item></channel>",
    };
    for (size_t i = 0; i < sizeof feeds / sizeof *feeds; i++) {
        struct feed_case c = {0};
        feed_case_read(&c, feeds[i]);
        assert_str(c.feed.title, "F");
        assert_str(c.feed.home, "https://f.example/");
        assert_int_equal(c.feed.count, 1);
        assert_false(c.feed.cut);
        assert_str(c.parsed.articles[0]->title, "T");
        assert_str(c.parsed.articles[0]->url, "https://f.example/1");
        assert_str(c.parsed.articles[0]->id, "https://f.example/1");
        assert_str(c.parsed.articles[0]->image.url, "");
        feed_case_done(&c);
    }
}

static void atom_of_all_versions_is_read(void **state)
{
    (void)state;
    static const char *const feeds[] = {
        "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'>"
        "<title>F</title><link href='https://f.example/'/><link rel='self' href='/feed'/>"
        "<updated>2026-05-07T00:00:00Z</updated><id>urn:f</id><entry><title>T</title>"
        "<link href='https://f.example/1'/><id>urn:1</id><updated>2026-05-07T08:10:43Z</updated>"
        "<content type='html'>&lt;p&gt;Text.&lt;/p&gt;</content></entry></feed>",
        /* 0.3 */
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title mode='escaped'>F</title>"
        "<link rel='alternate' type='text/html' href='https://f.example/'/>"
        "<modified>2026-05-07T00:00:00Z</modified><entry>"
        "<title>T</title><link rel='alternate' type='text/html' href='https://f.example/1'/>"
        "<id>urn:1</id><issued>2026-05-07T08:10:43Z</issued>"
        "<modified>2026-05-07T08:10:43Z</modified>"
        "<content type='text/html' "
        "mode='escaped'>&lt;p&gt;Text.&lt;/p&gt;</content></entry></feed>",
        /* with a prefix, declared and not */
        "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>F</a:title>"
        "<a:link href='https://f.example/'/><a:entry><a:title>T</a:title>"
        "<a:link href='https://f.example/1'/><a:id>urn:1</a:id>"
        "<a:updated>2026-05-07T08:10:43Z</a:updated>"
        "<a:content type='html'>&lt;p&gt;Text.&lt;/p&gt;</a:content></a:entry></a:feed>",
        "<atom:feed><atom:title>F</atom:title><atom:link href='https://f.example/'/><atom:entry>"
        "<atom:title>T</atom:title><atom:link href='https://f.example/1'/><atom:id>urn:1</atom:id>"
        "<atom:published>2026-05-07T08:10:43Z</atom:published>"
        "<atom:content "
        "type='html'>&lt;p&gt;Text.&lt;/p&gt;</atom:content></atom:entry></atom:feed>",
        /* without a namespace, and as XHTML */
        "<feed><title>F</title><link href='https://f.example/'/><entry><title>T</title>"
        "<link href='https://f.example/1'/><id>urn:1</id><updated>2026-05-07T08:10:43Z</updated>"
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Text.</p></div>"
        "</content></entry></feed>",
    };
    for (size_t i = 0; i < sizeof feeds / sizeof *feeds; i++) {
        struct feed_case c = {.url = "https://f.example/feed"};
        feed_case_read(&c, feeds[i]);
        assert_int_equal(c.feed.count, 1);
        assert_str(c.feed.title, "F");
        assert_str(c.feed.home, "https://f.example/");
        const struct article *x = c.parsed.articles[0];
        assert_str(x->title, "T");
        assert_str(x->id, "urn:1");
        assert_str(x->url, "https://f.example/1");
        assert_str(x->body.markup, "<p>Text.</p>");
        assert_str(feed_case_date(&c, x->published), "2026-05-07T08:10:43Z");
        feed_case_done(&c);
    }
}

static void one_entry_of_atom_is_a_feed(void **state)
{
    (void)state;
    struct feed_case c = {0};
    feed_case_read(&c, "<entry xmlns='http://www.w3.org/2005/Atom'><title>T</title><id>urn:1</id>"
                       "<updated>2026-05-07T08:10:43Z</updated><summary>S.</summary></entry>");
    assert_int_equal(c.parsed.count, 1);
    assert_str(c.parsed.articles[0]->title, "T");
    feed_case_done(&c);
}

static void a_feed_without_entries_is_one(void **state)
{
    (void)state;
    struct feed_case c = {0};
    feed_case_read(&c, "<rss version='2.0'><channel><title>F</title></channel></rss>");
    assert_int_equal(c.feed.count, 0);
    assert_false(c.feed.cut);
    feed_case_done(&c);
}

/* -- Titles ----------------------------------------------------------------------------------- */

static void titles_are_decoded_once_as_their_format_says(void **state)
{
    (void)state;
    static const char *const rss[][2] = {
        {"Tom &amp; Jerry", "Tom & Jerry"},
        {"Tom &amp;amp; Jerry", "Tom & Jerry"},
        {"<![CDATA[Tom & Jerry]]>", "Tom & Jerry"},
        {"<![CDATA[Tom &amp; Jerry]]>", "Tom & Jerry"},
        {"C&lt;T&gt; and vector&lt;int&gt;", "C<T> and vector<int>"},
        {"&lt;b&gt;Bold&lt;/b&gt; news", "Bold news"},
        {"<![CDATA[<em>Bold</em> &#8220;news&#8221;]]>", "Bold “news”"},
        {"A &lt;&lt;&lt; B &gt;&gt;&gt;", "A <<< B >>>"},
        {"It&#8217;s &nbsp; &eacute;t&eacute;", "It’s été"},
        {"3 &lt; 4", "3 < 4"},
        {"  a\n  b  ", "a b"},
    };
    static const char *const atom[][3] = {
        {"", "&lt;b&gt; &amp;amp; C", "<b> &amp; C"},
        {"type='text'", "&lt;b&gt; &amp;amp; C", "<b> &amp; C"},
        {"type='html'", "&lt;b&gt;B&lt;/b&gt; &amp;amp; C", "B & C"},
        {"type='HTML'", "C&amp;lt;T&amp;gt;", "C<T>"},
        {"type='text/html'", "&lt;b&gt;B&lt;/b&gt;", "B"},
        {"type='xhtml'", "<div xmlns='http://www.w3.org/1999/xhtml'>A <b>B</b> &lt;c&gt;</div>",
         "A B <c>"},
    };
    struct feed_case c = {0};
    for (size_t i = 0; i < sizeof rss / sizeof *rss; i++) {
        char item[400];
        snprintf(item, sizeof item, "<item><title>%s</title><link>/1</link></item>", rss[i][0]);
        assert_str(rss_article(&c, item)->title, rss[i][1]);
        feed_case_done(&c);
    }
    for (size_t i = 0; i < sizeof atom / sizeof *atom; i++) {
        char entry[400];
        snprintf(entry, sizeof entry, "<entry><title %s>%s</title><id>1</id></entry>", atom[i][0],
                 atom[i][1]);
        assert_str(atom_article(&c, entry)->title, atom[i][2]);
        feed_case_done(&c);
    }
}

static void a_missing_title_is_made_of_the_text(void **state)
{
    (void)state;
    struct feed_case c = {0};
    const struct article *x = rss_article(
        &c, "<item><link>/1</link><description>First sentence here. Second.</description></item>");
    assert_str(x->title, "First sentence here. Second.");
    feed_case_done(&c);
    x = rss_article(&c, "<item><title/><media:content url='https://g.example/a' medium='image'>"
                        "<media:title>author</media:title></media:content>"
                        "<media:title>From the media</media:title></item>");
    assert_str(x->title, "From the media");
    feed_case_done(&c);
    x = rss_article(&c, "<item><link>https://f.example/some-photo/</link>"
                        "<description>&lt;img src='/p.jpg'></description></item>");
    assert_str(x->title, "Some photo");
    feed_case_done(&c);
}

static void an_entry_with_neither_title_nor_text_fails(void **state)
{
    (void)state;
    struct feed_case c = {0};
    feed_case_read(&c, "<rss><channel><item><link>https://f.example/1</link></item>"
                       "<item><title>T</title></item></channel></rss>");
    assert_int_equal(c.feed.failed, 1);
    assert_int_equal(c.feed.count, 1);
    assert_int_equal(c.parsed.announced, 2);
    assert_int_equal(c.parsed.failed, 1);
    assert_true(c.parsed.fatal[0]);
    assert_string_equal(c.parsed.problems[0].why, "an entry has neither a title nor text");
    feed_case_done(&c);
}

/* -- Identity --------------------------------------------------------------------------------- */

static void links_are_found_wherever_they_are(void **state)
{
    (void)state;
    static const char *const rss[][2] = {
        {"<link>https://f.example/1</link>", "https://f.example/1"},
        {"<link>\n  https://f.example/1\n</link>", "https://f.example/1"},
        {"<link>/1?a=1&b=2&copy=3</link>", "https://f.example/1?a=1&b=2&copy=3"},
        {"<link><![CDATA[https://f.example/1?a=1&b=2]]></link>", "https://f.example/1?a=1&b=2"},
        {"<guid>https://f.example/1</guid>", "https://f.example/1"},
        {"<guid isPermaLink='false'>https://f.example/1</guid>", ""},
        {"<guid isPermaLink='true'>tag:1</guid>", ""},
        {"<link/><atom:link href='https://f.example/1'/>", "https://f.example/1"},
        {"<link href='https://f.example/1'/>", "https://f.example/1"},
        {"<atom:link rel='self' href='/s'/><link>/1</link>", "https://f.example/1"},
        {"<link>https://burner.example/x</link>"
         "<feedburner:origLink>https://f.example/1</feedburner:origLink>",
         "https://f.example/1"},
        {"<link>javascript:alert(1)</link>", ""},
    };
    static const char *const atom[][2] = {
        {"<link href='/1'/>", "https://f.example/1"},
        {"<link rel='self' href='/s'/><link rel='alternate' href='/1'/>", "https://f.example/1"},
        {"<link type='application/json' href='/j'/><link type='text/html' href='/1'/>",
         "https://f.example/1"},
        {"<link type='text/html' href='/1'/><link type='application/pdf' href='/j'/>",
         "https://f.example/1"},
        {"<link rel='http://www.iana.org/assignments/relation/alternate' href='/1'/>",
         "https://f.example/1"},
        {"<link rel='related' href='/r'/><id>https://f.example/1</id>", "https://f.example/1"},
        {"<link rel='enclosure' type='audio/mpeg' href='/a.mp3'/>", ""},
    };
    struct feed_case c = {0};
    for (size_t i = 0; i < sizeof rss / sizeof *rss; i++) {
        char item[400];
        snprintf(item, sizeof item, "<item><title>T</title>%s</item>", rss[i][0]);
        assert_str(rss_article(&c, item)->url, rss[i][1]);
        feed_case_done(&c);
    }
    for (size_t i = 0; i < sizeof atom / sizeof *atom; i++) {
        char entry[400];
        snprintf(entry, sizeof entry, "<entry><title>T</title>%s</entry>", atom[i][0]);
        assert_str(atom_article(&c, entry)->url, atom[i][1]);
        feed_case_done(&c);
    }
}

static void entries_are_told_apart_by_the_best_evidence(void **state)
{
    (void)state;
    struct feed_case c = {0};
    feed_case_read(&c,
                   "<rss><channel><link>https://f.example/</link>"
                   "<item><title>A</title><guid>same</guid><link>https://f.example/a</link></item>"
                   "<item><title>B</title><guid>same</guid><link>https://f.example/b</link></item>"
                   "<item><title>C</title><guid>own</guid><link>https://f.example/x</link></item>"
                   "<item><title>D</title><link>https://f.example/x</link></item>"
                   "<item><title>E</title><link>https://f.example/</link></item>"
                   "<item><title>F</title><link>https://f.example/</link></item>"
                   "<item><title>G</title></item><item><title>H</title></item>"
                   "<item><title>C</title><guid>own</guid><link>https://f.example/x</link></item>"
                   "</channel></rss>");
    assert_int_equal(c.feed.count, 8);
    assert_str(c.feed.entries[0].id, "https://f.example/a");
    assert_str(c.feed.entries[1].id, "https://f.example/b");
    assert_str(c.feed.entries[2].id, "own");
    assert_str(c.feed.entries[3].id, "https://f.example/x");
    for (size_t i = 4; i < 8; i++)
        assert_true(str_starts(c.feed.entries[i].id, STR("hash:")));
    for (size_t i = 0; i < c.feed.count; i++)
        for (size_t k = 0; k < i; k++)
            assert_false(str_eq(c.feed.entries[i].id, c.feed.entries[k].id));
    feed_case_done(&c);
}

static void of_two_versions_of_an_entry_the_newer_counts(void **state)
{
    (void)state;
    struct feed_case c = {0};
    const struct article *x = atom_article(
        &c, "<entry><id>1</id><title>Old</title><updated>2026-05-07T00:00:00Z</updated></entry>"
            "<entry><id>1</id><title>New</title><updated>2026-05-08T00:00:00Z</updated></entry>"
            "<entry><id>1</id><title>Older</title><updated>2026-05-06T00:00:00Z</updated></entry>");
    assert_str(x->title, "New");
    feed_case_done(&c);
}

static void identifiers_stay_as_they_are(void **state)
{
    (void)state;
    struct feed_case c = {0};
    struct buf item = buf_init(10000);
    assert_str(
        rss_article(&c, "<item><title>T</title><guid> Ünï kø/dé ?p=1&amp;2 </guid></item>")->id,
        "Ünï kø/dé ?p=1&2");
    feed_case_done(&c);
    buf_addz(&item, "<item><title>T</title><guid>");
    for (int i = 0; i < 3000; i++)
        buf_addc(&item, 'x');
    buf_addz(&item, "</guid></item>");
    assert_true(str_starts(rss_article(&c, item.p)->id, STR("hash:")));
    buf_release(&item);
    feed_case_done(&c);
}

static void the_number_of_a_wordpress_post_is_found_in_its_guid(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"https://x.example/?p=123", "123"},
        {"http://x.example/blog/?p=7", "7"},
        {"https://x.example/?post_type=product&p=12", "12"},
        {"https://x.example/?post_type=product&#038;p=12", "12"},
        {"https://x.example/?p=12&lang=de", "12"},
        {"https://x.example/?page=12", ""},
        {"https://x.example/?p=12a", ""},
        {"https://x.example/?p=0", ""},
        {"https://x.example/?p=", ""},
        {"https://x.example/p=12", ""},
        {"tag:x.example,2026:?p=12", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(feed_post_id(str_of(cases[i][0])), cases[i][1]);
}

/* -- The feed --------------------------------------------------------------------------------- */

static void what_the_feed_says_of_itself_is_known(void **state)
{
    (void)state;
    struct feed_case c = {.url = "https://f.example/feed/"};
    feed_case_read(&c, "<rss xmlns:atom='http://www.w3.org/2005/Atom'><channel>"
                       "<atom:link rel='self' href='https://f.example/feed/'/>"
                       "<atom:link rel='next' href='?paged=2'/><atom:link rel='hub' href='/h'/>"
                       "<image><title>No</title><link>https://no.example/</link></image>"
                       "<title>News &amp;amp; more</title><link>/home</link></channel></rss>");
    assert_str(c.feed.title, "News & more");
    assert_str(c.feed.home, "https://f.example/home");
    assert_str(c.feed.next, "https://f.example/feed/?paged=2");
    feed_case_done(&c);
}

static void entries_take_author_and_language_from_the_feed(void **state)
{
    (void)state;
    struct feed_case c = {0};
    feed_case_read(&c,
                   "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de-AT'>"
                   "<entry><title>A</title><id>1</id></entry>"
                   "<entry xml:lang='fr'><title>B</title><id>2</id>"
                   "<author><name>Own</name></author></entry>"
                   "<author><name>Feed Author</name><email>x@y.example</email></author></feed>");
    assert_str(feed_case_names(&c, c.parsed.articles[0]->authors), "Feed Author");
    assert_str(c.parsed.articles[0]->language, "de-AT");
    assert_str(feed_case_names(&c, c.parsed.articles[1]->authors), "Own");
    assert_str(c.parsed.articles[1]->language, "fr");
    feed_case_done(&c);
    const struct article *x =
        rss_article(&c, "<language>pt_BR</language><item><title>T</title></item>");
    assert_str(x->language, "pt-BR");
    feed_case_done(&c);
    x = rss_article(&c, "<item><title>T</title><dc:language>nl</dc:language></item>");
    assert_str(x->language, "nl");
    feed_case_done(&c);
    x = rss_article(&c, "<language>zzzzzzzzzzzz!</language><item><title>T</title></item>");
    assert_str(x->language, "en");
    feed_case_done(&c);
    x = rss_article(&c,
                    "<language>en-us</language><item><title>مرحبا بالعالم العربي</title></item>");
    assert_str(x->language, "ar");
    assert_int_equal(x->direction, DIRECTION_RTL);
    feed_case_done(&c);
}

static void posts_behind_a_password_are_left_out_and_counted(void **state)
{
    (void)state;
    struct feed_case c = {0};
    feed_case_read(&c, "<rss><channel><title>F</title><item><title>Protected: T</title>"
                       "<link>https://f.example/1</link><description>"
                       "&lt;form action=\"/wp-login.php\" class=\"post-password-form\" "
                       "method=\"post\"&gt;&lt;p&gt;This is protected.&lt;/p&gt;&lt;/form&gt;"
                       "</description></item></channel></rss>");
    assert_int_equal(c.parsed.count, 0);
    assert_int_equal(c.parsed.skipped[SKIP_PROTECTED], 1);
    assert_int_equal(c.parsed.failed, 0);
    feed_case_done(&c);
}

int u_parse_feed(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rss_of_all_versions_is_read),
        cmocka_unit_test(posts_behind_a_password_are_left_out_and_counted),
        cmocka_unit_test(atom_of_all_versions_is_read),
        cmocka_unit_test(one_entry_of_atom_is_a_feed),
        cmocka_unit_test(a_feed_without_entries_is_one),
        cmocka_unit_test(titles_are_decoded_once_as_their_format_says),
        cmocka_unit_test(a_missing_title_is_made_of_the_text),
        cmocka_unit_test(an_entry_with_neither_title_nor_text_fails),
        cmocka_unit_test(links_are_found_wherever_they_are),
        cmocka_unit_test(entries_are_told_apart_by_the_best_evidence),
        cmocka_unit_test(of_two_versions_of_an_entry_the_newer_counts),
        cmocka_unit_test(identifiers_stay_as_they_are),
        cmocka_unit_test(the_number_of_a_wordpress_post_is_found_in_its_guid),
        cmocka_unit_test(what_the_feed_says_of_itself_is_known),
        cmocka_unit_test(entries_take_author_and_language_from_the_feed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
