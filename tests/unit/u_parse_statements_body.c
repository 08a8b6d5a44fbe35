/* What the content of a post becomes, from the server's answer to the article. Named by number:
 * tests/README.md. */
#include "wp_flow.h"

/* An image as it is written, but for its beginning. */
#define IMG  " loading=\"lazy\" decoding=\"async\" referrerpolicy=\"no-referrer\">"
#define DATA "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="

/* -- Addresses -------------------------------------------------------------------------------- */

static void c52_addresses_are_relative_to_the_article(void **state)
{
    static const char *const cases[][2] = {
        {"/a.png", "https://news.example/a.png"},
        {"a.png", "https://news.example/2026/05/a-post/a.png"},
        {"../b/a.png", "https://news.example/2026/05/b/a.png"},
        {"?size=2", "https://news.example/2026/05/a-post/?size=2"},
        {"//cdn.example/a.png", "https://cdn.example/a.png"},
        {"http://other.example/a.png", "http://other.example/a.png"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct flow f = {0};
        char content[900], body[900], members[300];
        const char *in = cases[i][0], *out = cases[i][1];
        snprintf(content, sizeof content,
                 "<p><a href='%s'>x</a> <img src='%s' srcset='%s 1x, %s&amp;b 2x' alt=''></p>"
                 "<blockquote cite='%s'><p>q</p></blockquote>",
                 in, in, in, in, in);
        snprintf(body, sizeof body,
                 "<p><a href=\"%s\" rel=\"nofollow\">x</a> <img src=\"%s\" alt=\"\" srcset=\"%s "
                 "1x, %s&amp;b 2x\"" IMG "</p>\n<blockquote cite=\"%s\"><p>q</p></blockquote>",
                 out, out, out, out, out);
        flow_becomes(content, body);
        snprintf(content, sizeof content, "<iframe title='F' src='%s'></iframe>", in);
        snprintf(body, sizeof body, "<p><a href=\"%s\" rel=\"nofollow\">F</a></p>", out);
        flow_becomes(content, body);
        snprintf(members, sizeof members,
                 "\"featured_media\":3,\"_embedded\":{\"wp:featuredmedia\":[{\"id\":3,"
                 "\"source_url\":\"%s\",\"media_type\":\"image\"}]}",
                 in);
        assert_str(flow_article(&f, members)->image.url, out);
        flow_end(&f);
    }
}

/* -- Images ----------------------------------------------------------------------------------- */

static void c53_lazy_images_are_where_their_script_would_look(void **state)
{
    static const char *const placeholders[] = {
        "src='" DATA "'",
        "src='about:blank'",
        "src=''",
        "",
        "src='/wp-content/plugins/x/1x1.trans.gif'",
        "src='/wp-content/plugins/x/placeholder.svg'",
        "src='/wp-content/plugins/x/loading.gif?v=2'",
        "class='lazyload' src='/a-10x5.jpg'", /* a blurred little one */
    };
    static const char *const attributes[] = {"data-src='/a.jpg'", "data-lazy-src='/a.jpg'",
                                             "data-original='/a.jpg'", "data-srcset='/a.jpg'"};
    (void)state;
    for (size_t p = 0; p < sizeof placeholders / sizeof *placeholders; p++) {
        for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
            struct flow f = {0};
            char content[600];
            snprintf(content, sizeof content, "<p><img %s %s alt='A' width='640' height='480'></p>",
                     placeholders[p], attributes[i]);
            str body = flow_body(&f, content);
            if (!str_has(body, STR("<img src=\"https://news.example/a.jpg\" alt=\"A\"")))
                fail_msg("%s: %.*s", content, STR_ARGS(body));
            assert_false(str_has(body, STR("data")));
            assert_str(f.parsed.articles[0]->image.url, "https://news.example/a.jpg");
            flow_end(&f);
        }
    }
    flow_becomes("<p><img class='lazy' src='" DATA
                 "' data-srcset='/a-300.jpg 300w, /a-900.jpg 900w,"
                 " /a-600.jpg 600w' sizes='auto, 100vw' alt='A'></p>",
                 "<p><img src=\"https://news.example/a-900.jpg\" alt=\"A\" "
                 "srcset=\"https://news.example/a-300.jpg 300w, https://news.example/a-900.jpg "
                 "900w, https://news.example/a-600.jpg 600w\" sizes=\"100vw\"" IMG "</p>");
}

static void c53_an_image_that_is_there_is_taken_as_it_is(void **state)
{
    (void)state;
    flow_becomes("<p><img src='/a-600.jpg' data-orig-file='/a.jpg' data-src='/other.jpg' alt=''>"
                 "</p>",
                 "<p><img src=\"https://news.example/a-600.jpg\" alt=\"\"" IMG "</p>");
    flow_becomes("<p>x<img src='" DATA "' alt='Nothing'></p>", "<p>x</p>");
}

static void c53_a_noscript_twin_is_no_second_image(void **state)
{
    static const char *const lazy[] = {
        "<img class='lazyload' src='" DATA "' data-src='/a.jpg' alt='A'>",
        "<img src='" DATA "' data-lazy-src='/a.jpg' alt='A'>",
        "<img src='" DATA "' data-original='/a-300x200.jpg' alt='A'>",
        "<img class='lazy' src='" DATA "' data-srcset='/a.jpg 1x, /a-2.jpg 2x' alt='A'>",
    };
    static const char twin[] = "<noscript><img src='/a.jpg' alt='A'></noscript>";
    (void)state;
    for (size_t i = 0; i < 2 * (sizeof lazy / sizeof *lazy); i++) {
        struct flow f = {0};
        char content[600];
        snprintf(content, sizeof content, "<figure>%s%s<figcaption>C</figcaption></figure>",
                 i % 2 ? lazy[i / 2] : twin, i % 2 ? twin : lazy[i / 2]);
        str body = flow_body(&f, content);
        size_t first = str_find(body, STR("<img "), 0);
        if (first == SIZE_MAX || str_find(body, STR("<img "), first + 1) != SIZE_MAX)
            fail_msg("%s: %.*s", content, STR_ARGS(body));
        flow_end(&f);
    }
    /* It is the image where a script alone knows the other one, and another picture stays one. */
    flow_becomes("<p><img src='" DATA
                 "' alt='A'><noscript><img src='/a.jpg' alt='A'></noscript></p>",
                 "<p><img src=\"https://news.example/a.jpg\" alt=\"A\"" IMG "</p>");
    flow_becomes("<p><img src='/a.jpg' alt='A'><noscript><img src='/b.jpg' alt='B'></noscript></p>",
                 "<p><img src=\"https://news.example/a.jpg\" alt=\"A\"" IMG
                 "<img src=\"https://news.example/b.jpg\" alt=\"B\"" IMG "</p>");
}

/* -- Blocks ----------------------------------------------------------------------------------- */

static void c55_block_comments_go_and_what_they_mark_stays(void **state)
{
    (void)state;
    flow_becomes("<!-- wp:paragraph {'dropCap':true} -->\n<p class='has-drop-cap'>One</p>\n"
                 "<!-- /wp:paragraph -->\n<!--more-->\n<!-- wp:heading -->\n"
                 "<h2 class='wp-block-heading'>Two</h2><!-- /wp:heading -->\n<!--nextpage-->\n"
                 "<!-- wp:separator --><hr class='wp-block-separator'><!-- /wp:separator -->\n"
                 "<!-- wp:list --><ul class='wp-block-list'><!-- wp:list-item --><li>Three</li>"
                 "<!-- /wp:list-item --></ul><!-- /wp:list --><!-- a > b -- c -->",
                 "<p>One</p>\n<h2>Two</h2>\n<hr>\n<ul><li>Three</li></ul>");
    flow_becomes("<!-- wp:image {'id':3} --><figure class='wp-block-image size-large'><img "
                 "src='/a.jpg' alt='A' class='wp-image-3'><figcaption class='wp-element-caption'>"
                 "A <em>dam</em></figcaption></figure><!-- /wp:image -->",
                 "<figure><img src=\"https://news.example/a.jpg\" alt=\"A\"" IMG
                 "<figcaption>A <em>dam</em></figcaption></figure>");
    flow_becomes("<div style='width:310px' class='wp-caption'><img src='/a.jpg' alt='A'>"
                 "<p class='wp-caption-text'>Old</p></div>",
                 "<figure><img src=\"https://news.example/a.jpg\" alt=\"A\"" IMG
                 "<figcaption>Old</figcaption></figure>");
}

static void c55_galleries_survive(void **state)
{
    static const char *const galleries[] = {
        "<figure class='wp-block-gallery has-nested-images columns-2'><figure class='wp-block-"
        "image'><img src='/a.jpg' alt='A'><figcaption>One</figcaption></figure><figure "
        "class='wp-block-image'><img src='/b.jpg' alt='B'></figure><figcaption "
        "class='blocks-gallery-caption'>Both</figcaption></figure>",
        "<ul class='wp-block-gallery'><li class='blocks-gallery-item'><figure><img src='/a.jpg' "
        "alt='A'><figcaption>One</figcaption></figure></li><li class='blocks-gallery-item'><figure>"
        "<img src='/b.jpg' alt='B'><figcaption>Both</figcaption></figure></li></ul>",
        "<div id='gallery-1' class='gallery galleryid-3'><dl class='gallery-item'><dt "
        "class='gallery-icon'><a href='/a/'><img src='/a.jpg' alt='A'></a></dt><dd class='wp-"
        "caption-text gallery-caption'>One</dd></dl><dl class='gallery-item'><dt><a "
        "href='/b/'><img "
        "src='/b.jpg' alt='B'></a></dt><dd>Both</dd></dl></div>",
    };
    static const char *const parts[] = {"<img src=\"https://news.example/a.jpg\" alt=\"A\"",
                                        "<img src=\"https://news.example/b.jpg\" alt=\"B\"", "One",
                                        "Both"};
    (void)state;
    for (size_t i = 0; i < sizeof galleries / sizeof *galleries; i++) {
        struct flow f = {0};
        str body = flow_body(&f, galleries[i]);
        for (size_t p = 0; p < sizeof parts / sizeof *parts; p++)
            if (!str_has(body, str_of(parts[p])))
                fail_msg("no %s in %.*s", parts[p], STR_ARGS(body));
        flow_end(&f);
    }
}

static void c55_tables_survive(void **state)
{
    (void)state;
    flow_becomes("<figure class='wp-block-table'><table class='has-fixed-layout'><thead><tr><th>"
                 "Dam</th><th scope='col'>MW</th></tr></thead><tbody><tr><td colspan='2' "
                 "style='color:red'>A: 3</td></tr></tbody><tfoot><tr><td>All</td><td>3</td></tr>"
                 "</tfoot></table><figcaption class='wp-element-caption'>Dams</figcaption>"
                 "</figure>",
                 "<figure><table><thead><tr><th>Dam</th><th scope=\"col\">MW</th></tr></thead>"
                 "<tbody><tr><td colspan=\"2\">A: 3</td></tr></tbody><tfoot><tr><td>All</td>"
                 "<td>3</td></tr></tfoot></table><figcaption>Dams</figcaption></figure>");
}

static void c55_footnotes_survive_and_their_links_meet(void **state)
{
    (void)state;
    flow_becomes("<p>Said<sup data-fn='f1' class='fn'><a href='#f1' id='f1-link'>1</a></sup>.</p>"
                 "<ol class='wp-block-footnotes'><li id='f1'>Where. <a href='#f1-link' "
                 "aria-label='Jump'>back</a></li></ol>",
                 "<p>Said<sup id=\"c-f1-link\"><a href=\"#c-f1\">1</a></sup>.</p>\n"
                 "<ol><li id=\"c-f1\">Where. <a href=\"#c-f1-link\">back</a></li></ol>");
    flow_becomes("<p>Said<a href='" FLOW_LINK "#_ftn1' name='_ftnref1'>[1]</a></p>"
                 "<p><a href='" FLOW_LINK "#_ftnref1' name='_ftn1'>[1]</a> Where.</p>",
                 "<p>Said<a href=\"#c-_ftn1\" id=\"c-_ftnref1\">[1]</a></p>\n"
                 "<p><a href=\"#c-_ftnref1\" id=\"c-_ftn1\">[1]</a> Where.</p>");
}

/* -- Shortcodes ------------------------------------------------------------------------------- */

static void c56_shortcodes_of_builders_go_and_their_text_stays(void **state)
{
    (void)state;
    flow_becomes("<p>[vc_row css=&#8221;.vc_custom_1{margin: 1px}&#8221;][vc_column width=&#8221;"
                 "1/2&#8221;][vc_column_text]</p><p>One</p><p>[/vc_column_text][/vc_column]"
                 "[/vc_row]</p>",
                 "<p>One</p>");
    flow_becomes("<p>[et_pb_section fb_built=&#8221;1&#8221;][et_pb_text]Two[/et_pb_text]"
                 "[/et_pb_section]</p><p>[fusion_builder_container][fusion_text]Three[/fusion_text]"
                 "[/fusion_builder_container]</p>",
                 "<p>Two</p>\n<p>Three</p>");
    flow_becomes("<p>[caption id='x' width='300']Four[/caption] [av_one_half first]Five"
                 "[/av_one_half] a[gallery ids='1,2']b</p>",
                 "<p>Four Five ab</p>");
}

static void c56_brackets_that_say_something_stay(void **state)
{
    static const char *const texts[] = {
        "<p>They was [sic] here [1], [2, p. 3] [&hellip;] [Name redacted] [x]</p>",
        "<p>Use a[vc] and b[0] or [/]. [caption</p>",
        "<pre>[vc_row][caption]int a[3];[/caption][/vc_row]</pre>",
        "<p>Write <code>[gallery ids=1]</code></p>",
        "<pre><code>[et_pb_text]\n  x\n[/et_pb_text]</code></pre>",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        flow_becomes(texts[i], i ? texts[i]
                                 : "<p>They was [sic] here [1], [2, p. 3] […] [Name redacted] "
                                   "[x]</p>");
}

/* -- What must not come through --------------------------------------------------------------- */

static void c57_scripts_handlers_and_script_addresses_go(void **state)
{
    static const char *const hostile[] = {
        "<script>alert(1)</script>",
        "<script src='//x.example/a.js'></script>",
        "<style>p{background:url(javascript:alert(1))}</style>",
        "<svg><script>alert(1)</script></svg>",
        "<template><script>alert(1)</script></template>",
        "<object data='javascript:alert(1)'></object>",
        "<embed src='javascript:alert(1)'>",
        "<iframe src='javascript:alert(1)'></iframe>",
        "<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'></iframe>",
        "<img src='javascript:alert(1)'>",
        "<img src=x onerror=alert(1) srcset='javascript:alert(1) 2x' width=1>",
        "<math><mtext></mtext><script>alert(1)</script></math>",
        "<link rel=stylesheet href='javascript:alert(1)'>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
        "<noscript><p title='</noscript><script>alert(1)</script>'></noscript>",
        "<scr<script>ipt>alert(1)</script>",
        "<!--><script>alert(1)</script-->",
    };
    static const char *const links[] = {
        "javascript:alert(1)",        "JavaScript:alert(1)",      " javascript:alert(1)",
        "java&#9;script:alert(1)",    "&#106;avascript:alert(1)", "javascript&colon;alert(1)",
        "data:text/html,<b>alert(1)", "vbscript:alert(1)",        "&#1;javascript:alert(1)",
    };
    static const char *const never[] = {"<script", "<style", "<svg",       "<iframe",
                                        "<object", "<embed", "<link",      "<meta",
                                        " on",     "href=",  "javascript:"};
    (void)state;
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        struct flow f = {0};
        char content[400];
        snprintf(content, sizeof content, "<p>a</p>%s<p>z</p>", hostile[i]);
        str body = flow_body(&f, content);
        for (size_t n = 0; n < sizeof never / sizeof *never; n++)
            if (str_has(body, str_of(never[n])))
                fail_msg("%s: %.*s", hostile[i], STR_ARGS(body));
        assert_true(str_starts(body, STR("<p>a</p>")));
        flow_end(&f);
    }
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        char content[400];
        snprintf(content, sizeof content,
                 "<p onclick='alert(1)' ONMOUSEOVER=alert(1)>a <a href='%s' onfocus='x'>b</a></p>",
                 links[i]);
        flow_becomes(content, "<p>a b</p>");
    }
}

static void c57_frames_become_links(void **state)
{
    static const char *const frames[][3] = {
        {"<iframe title='A film' width='640' src='https://www.youtube.com/embed/abc?feature=oembed'"
         " allowfullscreen></iframe>",
         "https://www.youtube.com/watch?v=abc", "A film"},
        {"<iframe src='https://player.vimeo.com/video/12?h=3'></iframe>", "https://vimeo.com/12",
         "vimeo.com"},
        {"<iframe loading='lazy' src='about:blank' data-src='https://maps.example/x'></iframe>",
         "https://maps.example/x", "maps.example"},
        {"<figure class='wp-block-embed is-type-rich'><div class='wp-block-embed__wrapper'><iframe "
         "title='Toot' src='https://social.example/@a/1/embed'></iframe></div></figure>",
         "https://social.example/@a/1/embed", "Toot"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        char expected[300];
        const char *around = strstr(frames[i][0], "figure") ? "figure" : "p";
        snprintf(expected, sizeof expected, "<%s><a href=\"%s\" rel=\"nofollow\">%s</a></%s>",
                 around, frames[i][1], frames[i][2], around);
        flow_becomes(frames[i][0], expected);
    }
    /* A counter is nobody's card. */
    flow_becomes("<p>x</p><iframe src='https://tags.example/ns.html' height='0' width='0' "
                 "style='display:none'></iframe>",
                 "<p>x</p>");
}

static void c57_an_embedded_post_becomes_a_plain_link(void **state)
{
    static const char quote[] =
        "<blockquote class='wp-embedded-content' data-secret='s'><p><a href='https://other.example/"
        "p/'>The other</a></p></blockquote>";
    static const char frame[] =
        "<iframe class='wp-embedded-content' sandbox='allow-scripts' security='restricted' "
        "style='position: absolute; clip: rect(1px, 1px, 1px, 1px);' title='&#8220;The other&#8221;"
        " &#8212; Other' src='https://other.example/p/embed/#?secret=s' data-secret='s' width='500'"
        " height='282'></iframe>";
    static const char link[] =
        "<p><a href=\"https://other.example/p/\" rel=\"nofollow\">The other</a></p>";
    (void)state;
    char content[1200];
    snprintf(content, sizeof content, "%s%s", quote, frame);
    flow_becomes(content, link);
    flow_becomes(quote, link);
    snprintf(content, sizeof content,
             "<figure class='wp-block-embed is-type-wp-embed is-provider-other'><div "
             "class='wp-block-embed__wrapper'>\n%s%s\n</div></figure>",
             quote, frame);
    flow_becomes(content, link);
    /* Quotes of other kinds stay quotes. */
    flow_becomes("<blockquote class='wp-block-quote'><p>q</p></blockquote>",
                 "<blockquote><p>q</p></blockquote>");
}

static void c58_pictures_of_emoji_become_characters(void **state)
{
    static const char *const pictures[] = {
        "<img src='https://s.w.org/images/core/emoji/14.0.0/72x72/1f44d.png' alt='\U0001F44D' "
        "class='wp-smiley' style='height: 1em; max-height: 1em;'>",
        "<img class='emoji' draggable='false' role='img' alt='\U0001F44D' "
        "src='https://s.w.org/images/core/emoji/15.0.3/svg/1f44d.svg'>",
        "<img src='https://s.w.org/images/core/emoji/2/svg/1f44d.svg' alt='\U0001F44D'>",
        "<img src='https://s0.wp.com/wp-content/mu-plugins/wpcom-smileys/twemoji/2/72x72/1f44d.png'"
        " alt='\U0001F44D' class='wp-smiley'>",
        "<img src='https://s.w.org/images/core/emoji/14.0.0/72x72/1f44d.png' alt=''>",
    };
    (void)state;
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++) {
        struct flow f = {0};
        char content[400];
        snprintf(content, sizeof content, "<p>Good %s!</p>", pictures[i]);
        flow_becomes(content, "<p>Good \U0001F44D!</p>");
        flow_body(&f, content);
        assert_str(f.parsed.articles[0]->image.url, "");
        flow_end(&f);
    }
    flow_becomes(
        "<p><img alt='' src='https://s.w.org/images/core/emoji/14.0.0/svg/1f1e9-1f1ea.svg'>"
        "</p>",
        "<p>\U0001F1E9\U0001F1EA</p>");
}

static void c58_counting_pixels_go(void **state)
{
    static const char *const pixels[] = {
        "<img src='https://x.example/p.gif?id=3' width='1' height='1' alt=''>",
        "<img src='https://x.example/p' style='width:1px;height:1px'>",
        "<img src='https://x.example/p' height='1' alt='Views'>",
        "<img src='https://x.example/p' style='display:none'>",
        "<img src='https://pixel.wp.com/b.gif?host=news.example&amp;blog=1'>",
        "<img src='http://feeds.feedburner.com/~r/news/~4/abc'>",
    };
    (void)state;
    for (size_t i = 0; i < sizeof pixels / sizeof *pixels; i++) {
        struct flow f = {0};
        char content[300];
        snprintf(content, sizeof content, "<p>a</p><p>%s</p>", pixels[i]);
        assert_str(flow_body(&f, content), "<p>a</p>");
        assert_str(f.parsed.articles[0]->image.url, "");
        flow_end(&f);
    }
}

static void c58_share_bars_go(void **state)
{
    static const char *const bars[] = {
        "<div class='sharedaddy sd-sharing-enabled'><div class='robots-nocontent sd-block'><h3 "
        "class='sd-title'>Share this:</h3><ul><li><a href='/?share=x'>Share</a></li></ul></div>"
        "</div>",
        "<div class='addtoany_share_save_container addtoany_content_bottom'><a href='/x'>Share</a>"
        "</div>",
        "<div class='heateor_sss_sharing_container'><a href='/x'>Share</a></div>",
        "<div class='shariff shariff-align-left'><ul><li><a href='/x'>Share</a></li></ul></div>",
        "<ul class='wp-block-social-links has-icon-color'><li class='wp-social-link'><a href='/x'>"
        "Share</a></li></ul>",
        "<div class='jp-relatedposts'><h3>Related</h3></div>",
        "<div class='sd-like jetpack-likes-widget-wrapper'><h3>Like this:</h3><span>Loading</span>"
        "</div>",
    };
    (void)state;
    for (size_t i = 0; i < sizeof bars / sizeof *bars; i++) {
        char content[600];
        snprintf(content, sizeof content, "<p>a</p>%s<p>z</p>", bars[i]);
        flow_becomes(content, "<p>a</p>\n<p>z</p>");
    }
}

static void c58_lines_of_where_it_appeared_first_go(void **state)
{
    static const char *const lines[] = {
        "<p>The post <a href='https://news.example/x'>X</a> appeared first on <a "
        "href='https://news.example'>News</a>.</p>",
        "<p>The post <a href='https://news.example/x'>X</a> first appeared on <a "
        "href='https://news.example'>News</a>.</p>",
        "<p>Der Beitrag <a href='/x'>X</a> erschien zuerst auf <a href='/'>News</a>.</p>",
        "<p>L&#8217;article <a href='/x'>X</a> est apparu en premier sur <a href='/'>News</a>.</p>",
        "<p>La entrada <a href='/x'>X</a> se publicó primero en <a href='/'>News</a>.</p>",
        "<p>L'articolo <a href='/x'>X</a> proviene da <a href='/'>News</a>.</p>",
        "<p>Het bericht <a href='/x'>X</a> verscheen eerst op <a href='/'>News</a>.</p>",
        "<p>O post <a href='/x'>X</a> apareceu primeiro em <a href='/'>News</a>.</p>",
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char content[400];
        snprintf(content, sizeof content, "<p>a</p>\n%s\n<div class='sharedaddy'>Share</div>",
                 lines[i]);
        flow_becomes(content, "<p>a</p>");
    }
    /* What the text says itself stays. */
    flow_becomes("<p>The post office appeared first on the plain, in 1869.</p>",
                 "<p>The post office appeared first on the plain, in 1869.</p>");
}

int u_parse_statements_body(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(c52_addresses_are_relative_to_the_article),
        cmocka_unit_test(c53_lazy_images_are_where_their_script_would_look),
        cmocka_unit_test(c53_an_image_that_is_there_is_taken_as_it_is),
        cmocka_unit_test(c53_a_noscript_twin_is_no_second_image),
        cmocka_unit_test(c55_block_comments_go_and_what_they_mark_stays),
        cmocka_unit_test(c55_galleries_survive),
        cmocka_unit_test(c55_tables_survive),
        cmocka_unit_test(c55_footnotes_survive_and_their_links_meet),
        cmocka_unit_test(c56_shortcodes_of_builders_go_and_their_text_stays),
        cmocka_unit_test(c56_brackets_that_say_something_stay),
        cmocka_unit_test(c57_scripts_handlers_and_script_addresses_go),
        cmocka_unit_test(c57_frames_become_links),
        cmocka_unit_test(c57_an_embedded_post_becomes_a_plain_link),
        cmocka_unit_test(c58_pictures_of_emoji_become_characters),
        cmocka_unit_test(c58_counting_pixels_go),
        cmocka_unit_test(c58_share_bars_go),
        cmocka_unit_test(c58_lines_of_where_it_appeared_first_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
