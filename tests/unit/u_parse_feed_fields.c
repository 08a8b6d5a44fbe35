/* What entries of feeds say, field by field. */
#include "feed_check.h"

static str body_of(struct feed_case *c, const char *item)
{
    return rss_article(c, item)->body.markup;
}

/* -- Bodies ----------------------------------------------------------------------------------- */

static void the_fullest_text_is_the_body(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"<description>&lt;p&gt;Short.&lt;/p&gt;</description>", "<p>Short.</p>"},
        {"<description>Short.</description><content:encoded><![CDATA[<p>Long.</p>]]>"
         "</content:encoded>",
         "<p>Long.</p>"},
        {"<content:encoded><![CDATA[<p>Long.</p>]]></content:encoded><description/>",
         "<p>Long.</p>"},
        {"<content:encoded/><description>Short.</description>", "<p>Short.</p>"},
        {"<description>Short.</description><xhtml:body><p>Long <em>one</em>.</p></xhtml:body>",
         "<p>Long <em>one</em>.</p>"},
        {"<description>Short.</description><atom:content type='html'>&lt;p>Long.&lt;/p>"
         "</atom:content>",
         "<p>Long.</p>"},
        {"<description>Short.</description><content>&lt;p&gt;Long.&lt;/p&gt;</content>",
         "<p>Long.</p>"},
        {"<itunes:summary>Only this.</itunes:summary>", "<p>Only this.</p>"},
        {"<media:group><media:description type='plain'>One &lt; two</media:description>"
         "</media:group>",
         "<p>One &lt; two</p>"},
        {"<dc:description>Only this.</dc:description>", "<p>Only this.</p>"},
    };
    struct feed_case c = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char item[400];
        snprintf(item, sizeof item, "<item><title>T</title>%s</item>", cases[i][0]);
        assert_str(body_of(&c, item), cases[i][1]);
        feed_case_done(&c);
    }
}

static void the_content_of_atom_is_what_its_type_says(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"<content type='text'>a &lt;b> &amp;amp; c\nd\n\ne</content>",
         "<p>a &lt;b&gt; &amp;amp; c<br>d</p>\n<p>e</p>"},
        {"<content>a\n\nb</content>", "<p>a</p>\n<p>b</p>"},
        {"<content>&lt;p>a&lt;/p></content>", "<p>a</p>"},
        {"<content type='text/html'>&lt;p>a&lt;/p></content>", "<p>a</p>"},
        {"<content type='html'>&lt;p>a &amp;amp; b&lt;/p></content>", "<p>a &amp; b</p>"},
        {"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>a &lt; b<br/>c</p>"
         "<p><a name='x'/>d</p></div></content>",
         "<p>a &lt; b<br>c</p>\n<p>d</p>"},
        {"<content type='xhtml'><h:div xmlns:h='http://www.w3.org/1999/xhtml'><h:p>a</h:p></h:div>"
         "</content>",
         "<p>a</p>"},
        {"<content type='application/xhtml+xml' mode='xml'><p>a</p></content>", "<p>a</p>"},
        {"<content type='html'><p>a <b>b</b></p></content>", "<p>a <b>b</b></p>"},
        {"<content type='image/png'>aGVsbG8=</content><summary>s</summary>", "<p>s</p>"},
        {"<content type='text/html' mode='base64'>aGVsbG8=</content><summary>s</summary>",
         "<p>s</p>"},
        {"<content src='https://f.example/a.pdf' type='application/pdf'/><summary>s</summary>",
         "<p>s</p>"},
    };
    struct feed_case c = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char entry[600];
        snprintf(entry, sizeof entry, "<entry><title>T</title>%s</entry>", cases[i][0]);
        assert_str(atom_article(&c, entry)->body.markup, cases[i][1]);
        feed_case_done(&c);
    }
}

static void text_without_tags_keeps_its_paragraphs(void **state)
{
    (void)state;
    struct feed_case c = {0};
    assert_str(body_of(&c, "<item><title>T</title><description>One\nline &amp;amp; a half.\n \n"
                           "Two &amp;lt;b&gt;.\n\n\n</description></item>"),
               "<p>One line &amp; a half.</p>\n<p>Two &lt;b&gt;.</p>");
    feed_case_done(&c);
}

static void bodies_are_cleaned(void **state)
{
    (void)state;
    struct feed_case c = {0};
    str markup = body_of(
        &c, "<item><title>T</title><description><![CDATA[<p onclick='x()'>a<script>b()</script>"
            "<a href='javascript:c()'>d</a></p>]]></description></item>");
    assert_false(str_has(markup, STR("onclick")));
    assert_false(str_has(markup, STR("script")));
    feed_case_done(&c);
}

static void the_line_that_wordpress_adds_is_taken_off(void **state)
{
    (void)state;
    struct feed_case c = {0};
    const struct article *x = rss_article(
        &c,
        "<item><title>T</title><link>https://f.example/t/</link>"
        "<description><![CDATA[<p>What it says in short.</p>\n<p>The post <a rel=\"nofollow\" "
        "href=\"https://f.example/t/\">T</a> appeared first on <a href=\"https://f.example\">F</a>."
        "</p>]]></description>"
        "<content:encoded><![CDATA[<p>A text of its own.</p>\n<p>Der Beitrag <a href=\""
        "https://f.example/t/\">T</a> erschien zuerst auf <a href=\"https://f.example\">F</a>.</p>"
        "]]></content:encoded></item>");
    assert_str(x->body.markup, "<p>A text of its own.</p>");
    assert_str(x->dek, "What it says in short.");
    assert_str(x->summary, "A text of its own.");
    feed_case_done(&c);
    x = rss_article(&c, "<item><title>T</title><link>https://f.example/t/</link><description>"
                        "<![CDATA[<p>See <a href='https://o.example/'>A</a> and "
                        "<a href='https://p.example/'>B</a>.</p>]]></description></item>");
    assert_true(str_has(x->body.markup, STR("See ")));
    feed_case_done(&c);
}

/* -- Summaries -------------------------------------------------------------------------------- */

static void a_summary_is_no_copy_of_the_body(void **state)
{
    (void)state;
    struct feed_case c = {0};
    const struct article *x =
        rss_article(&c, "<item><title>T</title><description>One sentence. And [...]</description>"
                        "<content:encoded>&lt;p>One sentence. And another one here.&lt;/p>"
                        "</content:encoded></item>");
    assert_str(x->dek, "");
    assert_str(x->summary, "One sentence. And another one here.");
    feed_case_done(&c);
    x = atom_article(&c, "<entry><title>T</title><summary>What a writer &lt;says>.</summary>"
                         "<content type='html'>&lt;p>Body text.&lt;/p></content></entry>");
    assert_str(x->dek, "What a writer <says>.");
    assert_str(x->summary, "Body text.");
    feed_case_done(&c);
}

/* -- Dates ------------------------------------------------------------------------------------ */

static void the_best_date_counts(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"<pubDate>Thu, 07 May 2026 08:10:43 +0200</pubDate>", "2026-05-07T08:10:43+02:00", NULL},
        {"<pubDate>no date</pubDate><dc:date>2026-05-07T08:10:43Z</dc:date>",
         "2026-05-07T08:10:43Z", NULL},
        {"<dc:date>2026-05-08</dc:date><pubDate>7 May 2026 08:10 GMT</pubDate>",
         "2026-05-07T08:10:00Z", NULL},
        {"<atom:updated>2026-05-08T01:02:03Z</atom:updated>"
         "<pubDate>Thu, 07 May 2026 08:10:43 GMT</pubDate>",
         "2026-05-07T08:10:43Z", "2026-05-08T01:02:03Z"},
        {"<dcterms:issued>2026-05-07T08:10:43Z</dcterms:issued>"
         "<dcterms:modified>2026-05-08T01:02:03Z</dcterms:modified>",
         "2026-05-07T08:10:43Z", "2026-05-08T01:02:03Z"},
        {"<dcterms:created>2026-05-07T08:10:43Z</dcterms:created>", "2026-05-07T08:10:43Z", NULL},
        {"<atom:published>2026-05-07T08:10:43Z</atom:published>"
         "<atom:updated>2026-05-01T01:02:03Z</atom:updated>",
         "2026-05-07T08:10:43Z", NULL},
        {"<atom:updated>2026-05-08T01:02:03Z</atom:updated>", "2026-05-08T01:02:03Z", NULL},
    };
    struct feed_case c = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char item[400];
        snprintf(item, sizeof item, "<item><title>T</title>%s</item>", cases[i][0]);
        const struct article *x = rss_article(&c, item);
        assert_str(feed_case_date(&c, x->published), cases[i][1]);
        assert_str(feed_case_date(&c, x->modified), cases[i][cases[i][2] ? 2 : 1]);
        assert_false(x->dated_by_file);
        assert_int_equal(c.feed.entries[0].published, x->published.utc);
        assert_int_equal(c.parsed.problem_count, 0);
        feed_case_done(&c);
    }
}

static void an_entry_without_a_date_has_the_file_s_time(void **state)
{
    (void)state;
    struct feed_case c = {0};
    const struct article *x =
        rss_article(&c, "<item><title>T</title><pubDate>0000-00-00</pubDate></item>");
    assert_int_equal(x->published.utc, FILE_TIME);
    assert_true(x->dated_by_file);
    assert_true(c.feed.entries[0].published == INSTANT_NONE);
    assert_int_equal(c.parsed.problem_count, 1);
    assert_string_equal(c.parsed.problems[0].why, "1 entry has no date; the file's time is used");
    assert_false(c.parsed.fatal[0]);
    feed_case_done(&c);
}

/* -- Terms and people ------------------------------------------------------------------------- */

static void categories_are_tags_unless_they_say_otherwise(void **state)
{
    (void)state;
    struct feed_case c = {0};
    const struct article *x = rss_article(
        &c, "<item><title>T</title><category>AI</category><category><![CDATA[R&amp;D]]></category>"
            "<category domain='https://f.example/categories'>News</category>"
            "<category>AI</category><category> </category><category>Uncategorized</category>"
            "<dc:subject>Chips; Power, grid</dc:subject></item>");
    assert_str(feed_case_names(&c, x->tags), "AI|R&D|Chips|Power, grid");
    assert_str(feed_case_names(&c, x->categories), "News");
    feed_case_done(&c);
    x = atom_article(&c,
                     "<entry><title>T</title><category term='ai' label='Artificial &amp; more'/>"
                     "<category term='chips' scheme='https://f.example/'/>"
                     "<category term='News' scheme='http://www.sixapart.com/ns/types#category'/>"
                     "<category scheme='http://schemas.google.com/g/2005#kind' "
                     "term='http://schemas.google.com/blogger/2008/kind#post'/></entry>");
    assert_str(feed_case_names(&c, x->tags), "Artificial & more|chips");
    assert_str(feed_case_names(&c, x->categories), "News");
    feed_case_done(&c);
}

static void terms_of_the_source_are_for_entries_without(void **state)
{
    (void)state;
    str tags[] = {STR("t1"), STR("t2")}, categories[] = {STR("c1")};
    struct feed_case c = {.source = {.tags = {tags, 2}, .categories = {categories, 1}}};
    feed_case_read(&c, "<rss><channel><item><title>A</title><category>own</category></item>"
                       "<item><title>B</title></item></channel></rss>");
    assert_str(feed_case_names(&c, c.parsed.articles[0]->tags), "own");
    assert_str(feed_case_names(&c, c.parsed.articles[0]->categories), "c1");
    assert_str(feed_case_names(&c, c.parsed.articles[1]->tags), "t1|t2");
    feed_case_done(&c);
}

static void authors_are_the_names_of_people(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"<author>jane@f.example (Jane Doe)</author>", "Jane Doe"},
        {"<author>Jane Doe &lt;jane@f.example&gt;</author>", "Jane Doe"},
        {"<author>Jane Doe (jane@f.example)</author>", "Jane Doe"},
        {"<author>jane@f.example</author>", ""},
        {"<author><name>Jane Doe</name><email>jane@f.example</email></author>", "Jane Doe"},
        {"<dc:creator>Jane Doe</dc:creator><dc:creator>John Roe</dc:creator>", "Jane Doe|John Roe"},
        {"<dc:creator>Jane Doe, John Roe and Ann Poe</dc:creator>", "Jane Doe|John Roe|Ann Poe"},
        {"<dc:creator>Doe, Jane</dc:creator>", "Doe, Jane"},
        {"<dc:creator>&lt;a href='/j'>Jane Doe&lt;/a></dc:creator>", "Jane Doe"},
        {"<author>editor@f.example (Editor)</author><dc:creator>Jane Doe</dc:creator>", "Jane Doe"},
        {"<dc:creator>Jane Doe</dc:creator><author>editor@f.example (Editor)</author>", "Jane Doe"},
        {"<itunes:author>Show</itunes:author><dc:creator>Jane Doe</dc:creator>", "Jane Doe"},
        {"<itunes:author>Jane Doe</itunes:author>", "Jane Doe"},
        {"<atom:author><atom:name>Jane Doe</atom:name></atom:author>", "Jane Doe"},
    };
    struct feed_case c = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char item[400];
        snprintf(item, sizeof item, "<item><title>T</title>%s</item>", cases[i][0]);
        assert_str(feed_case_names(&c, rss_article(&c, item)->authors), cases[i][1]);
        feed_case_done(&c);
    }
    assert_str(feed_case_names(
                   &c, atom_article(&c, "<entry><title>T</title><author><name>Smith, Jones &amp; "
                                        "Co</name><uri>/s</uri></author><author><email>x@y.example"
                                        "</email></author><author><name>B</name></author>"
                                        "<contributor><name>C</name></contributor></entry>")
                           ->authors),
               "Smith, Jones & Co|B");
    feed_case_done(&c);
}

/* -- Images and files ------------------------------------------------------------------------- */

static void the_largest_image_leads(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"<media:thumbnail url='/t.jpg'/><media:content url='/c.jpg' medium='image'/>",
         "https://f.example/c.jpg"},
        {"<media:content url='/s.jpg' type='image/jpeg' width='300' height='200'/>"
         "<media:content url='/l.jpg' type='image/jpeg' width='1200' height='800'/>"
         "<media:content url='/h.jpg' type='image/jpeg' width='9000' height='6000'/>",
         "https://f.example/h.jpg"},
        {"<media:content url='https://1.gravatar.com/avatar/x' medium='image'/>"
         "<media:content url='/p.jpg' medium='image'/>",
         "https://f.example/p.jpg"},
        {"<media:group><media:content url='/v.mp4' type='video/mp4'/>"
         "<media:thumbnail url='/t.jpg' width='480' height='360'/></media:group>",
         "https://f.example/t.jpg"},
        {"<media:content url='/v.mp4' type='video/mp4'><media:thumbnail url='/t.jpg'/>"
         "</media:content>",
         "https://f.example/t.jpg"},
        {"<enclosure url='/e.png' type='image/png' length='1'/>", "https://f.example/e.png"},
        {"<enclosure url='/e.png?x=1' length='1'/>", "https://f.example/e.png?x=1"},
        {"<itunes:image href='/i.jpg'/>", "https://f.example/i.jpg"},
        {"<image><url>/u.jpg</url></image>", "https://f.example/u.jpg"},
        {"<image>/u.jpg</image>", "https://f.example/u.jpg"},
        {"<media:content url='/doc.pdf' type='application/pdf'/>", ""},
        {"<media:thumbnail url='javascript:x'/>", ""},
        {"<description>&lt;img src='/b.jpg'></description>", "https://f.example/b.jpg"},
        {"<media:thumbnail url='/t.jpg' width='100' height='80'/>"
         "<description>&lt;img src='/b.jpg'></description>",
         "https://f.example/b.jpg"},
    };
    struct feed_case c = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char item[600];
        snprintf(item, sizeof item, "<item><title>T</title>%s</item>", cases[i][0]);
        assert_str(rss_article(&c, item)->image.url, cases[i][1]);
        feed_case_done(&c);
    }
    const struct article *x = rss_article(
        &c, "<item><title>T</title><media:content url='/c.jpg' medium='image' width='800px' "
            "height='600'><media:description>A &amp;amp; B</media:description></media:content>"
            "<description>Text.</description></item>");
    assert_int_equal(x->image.width, 800);
    assert_int_equal(x->image.height, 600);
    assert_str(x->image.caption, "A & B");
    assert_str(x->body.markup, "<p>Text.</p>");
    feed_case_done(&c);
    c.source.images = IMAGES_NONE;
    assert_str(rss_article(&c, "<item><title>T</title><image>/u.jpg</image></item>")->image.url,
               "");
    feed_case_done(&c);
}

static void recordings_are_linked_below_the_text(void **state)
{
    (void)state;
    struct feed_case c = {0};
    const struct article *x = rss_article(
        &c, "<item><title>T</title><description>What it is about.</description>"
            "<enclosure url='https://f.example/a/talk%20one.mp3?x=1&amp;y=2' type='audio/mpeg' "
            "length='34123456'/></item>");
    assert_str(x->body.markup,
               "<p>What it is about.</p>\n<p><a href=\"https://f.example/a/talk%20one.mp3?x=1&amp;"
               "y=2\" rel=\"nofollow\">Audio: talk one.mp3, 34 MB</a></p>");
    assert_str(x->summary, "What it is about.");
    assert_int_equal(x->words, 4);
    feed_case_done(&c);
    x = rss_article(&c, "<item><enclosure url='/v.webm' length='0'/></item>");
    assert_str(x->title, "Video: v.webm");
    feed_case_done(&c);
    x = rss_article(&c, "<item><title>T</title><description>&lt;audio src='/a.mp3'>&lt;/audio>"
                        "&lt;a href='https://f.example/a.mp3'>Listen&lt;/a></description>"
                        "<enclosure url='/a.mp3' type='audio/mpeg'/></item>");
    assert_false(str_has(x->body.markup, STR("Audio:")));
    feed_case_done(&c);
    x = rss_article(&c, "<item><title>T</title><description>D</description>"
                        "<enclosure url='/a.pdf' type='application/pdf'/></item>");
    assert_str(x->body.markup, "<p>D</p>");
    assert_true(str_has(c.feed.entries[0].json, STR("a.pdf")));
    feed_case_done(&c);
}

/* -- Where things are ------------------------------------------------------------------------- */

static void relative_urls_start_where_xml_base_says(void **state)
{
    (void)state;
    struct feed_case c = {.url = "https://f.example/feeds/atom.xml"};
    feed_case_read(
        &c, "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='/blog/'>"
            "<link href='./'/><entry xml:base='2026/'><title>T</title><id>1</id><link href='one'/>"
            "<content type='xhtml' xml:base='img/'><div><img src='a.png' alt=''/>"
            "<span xml:base='https://o.example/x/'><a href='y'>b</a></span></div></content></entry>"
            "<entry><title>U</title><id>2</id><link href='two/'/>"
            "<content type='html'>&lt;img src='c.png'></content></entry></feed>");
    assert_str(c.feed.home, "https://f.example/blog/");
    const struct article *x = c.parsed.articles[0];
    assert_str(x->url, "https://f.example/blog/2026/one");
    assert_true(str_has(x->body.markup, STR("\"https://f.example/blog/2026/img/a.png\"")));
    assert_true(str_has(x->body.markup, STR("\"https://o.example/x/y\"")));
    assert_true(
        str_has(c.parsed.articles[1]->body.markup, STR("\"https://f.example/blog/c.png\"")));
    feed_case_done(&c);
}

static void without_a_base_they_start_at_the_article(void **state)
{
    (void)state;
    struct feed_case c = {.url = "https://f.example/feed.xml"};
    const struct article *x = rss_article(
        &c, "<item><title>T</title><link>/posts/one/</link><description>&lt;img src='a.png'>"
            "&lt;img src='/b.png'></description></item>");
    assert_true(str_has(x->body.markup, STR("\"https://f.example/posts/one/a.png\"")));
    assert_true(str_has(x->body.markup, STR("\"https://f.example/b.png\"")));
    feed_case_done(&c);
}

static void where_an_entry_is_from_is_told(void **state)
{
    (void)state;
    struct feed_case c = {0};
    const struct article *x = rss_article(
        &c, "<item><title>T</title><source url='https://o.example/rss'>Other &amp;amp; Co</source>"
            "</item>");
    assert_int_equal(x->via.count, 1);
    assert_str(x->via.items[0].url, "https://o.example/rss");
    assert_str(x->via.items[0].text, "Other & Co");
    feed_case_done(&c);
    x = atom_article(&c, "<entry><title>T</title><link href='/1'/><source><id>urn:o</id>"
                         "<title>Other</title><link rel='self' href='https://o.example/atom'/>"
                         "<link href='https://o.example/'/><author><name>Their Author</name>"
                         "</author></source></entry>");
    assert_str(x->title, "T");
    assert_str(x->url, "https://f.example/1");
    assert_str(x->via.items[0].url, "https://o.example/");
    assert_str(x->via.items[0].text, "Other");
    assert_str(feed_case_names(&c, x->authors), "Their Author");
    feed_case_done(&c);
    x = atom_article(&c, "<entry><title>T</title><link rel='via' href='https://www.o.example/x'/>"
                         "<content type='html'>&lt;p>A.&lt;/p>&lt;p>Source: &lt;a href='"
                         "https://p.example/'>P&lt;/a>&lt;/p></content></entry>");
    assert_int_equal(x->via.count, 2);
    assert_str(x->via.items[0].text, "o.example");
    assert_str(x->via.items[1].url, "https://p.example/");
    feed_case_done(&c);
}

static void what_a_source_strips_is_gone(void **state)
{
    (void)state;
    str strip[] = {STR(".ad")};
    struct feed_case c = {.source = {.strip = {strip, 1}}};
    assert_str(body_of(&c, "<item><title>T</title><description>&lt;p>a&lt;/p>&lt;p class=ad>b"
                           "&lt;/p></description></item>"),
               "<p>a</p>");
    feed_case_done(&c);
}

int u_parse_feed_fields(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fullest_text_is_the_body),
        cmocka_unit_test(the_content_of_atom_is_what_its_type_says),
        cmocka_unit_test(text_without_tags_keeps_its_paragraphs),
        cmocka_unit_test(bodies_are_cleaned),
        cmocka_unit_test(the_line_that_wordpress_adds_is_taken_off),
        cmocka_unit_test(a_summary_is_no_copy_of_the_body),
        cmocka_unit_test(the_best_date_counts),
        cmocka_unit_test(an_entry_without_a_date_has_the_file_s_time),
        cmocka_unit_test(categories_are_tags_unless_they_say_otherwise),
        cmocka_unit_test(terms_of_the_source_are_for_entries_without),
        cmocka_unit_test(authors_are_the_names_of_people),
        cmocka_unit_test(the_largest_image_leads),
        cmocka_unit_test(recordings_are_linked_below_the_text),
        cmocka_unit_test(relative_urls_start_where_xml_base_says),
        cmocka_unit_test(without_a_base_they_start_at_the_article),
        cmocka_unit_test(where_an_entry_is_from_is_told),
        cmocka_unit_test(what_a_source_strips_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
