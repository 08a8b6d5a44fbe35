/* Images that the site has copies of, and those that are gone, wherever they are shown. */
#include "render_site.h"

#define ARTICLE "2026/05/07/one/index.html"
#define DAM     "https://gazette.example/2026/dam.jpg"

struct shelf {
    struct render_site *s;
    struct mirror mirror;
    struct mirrored items[8];
};

static int shelf_up(void **state)
{
    struct shelf *shelf = calloc(1, sizeof *shelf);
    void *site;
    set_up(&site);
    shelf->s = site;
    shelf->mirror.by_url.arena = &shelf->s->arena;
    shelf->mirror.items = shelf->items;
    shelf->s->mirror = &shelf->mirror;
    shelf->s->sources[0].images = IMAGES_MIRROR;
    *state = shelf;
    return 0;
}

static int shelf_down(void **state)
{
    struct shelf *shelf = *state;
    void *site = shelf->s;
    tear_down(&site);
    free(shelf);
    return 0;
}

/* Adds an image with copies of these widths, 3:2; none: it is gone. */
static struct mirrored *put(struct shelf *shelf, const char *url, const char *name,
                            const uint32_t *widths, size_t count)
{
    struct mirrored *image = &shelf->items[shelf->mirror.count++];
    for (size_t i = 0; i < count; i++)
        image->files[i] = (struct mirrored_file){
            .site_path =
                arena_printf(&shelf->s->arena, "media/mirror/ab/%s%u.jpg", name, widths[i]),
            .width = widths[i],
            .height = widths[i] * 2 / 3};
    image->count = count;
    map_set(&shelf->mirror.by_url, str_of(url), image);
    return image;
}

static const uint32_t widths[] = {480, 800, 1500};

/* The article's page when its body is this. */
static str shown(struct shelf *shelf, const char *body)
{
    shelf->s->body = body;
    if (!shelf->s->count)
        add(shelf->s, "One", 0);
    build(shelf->s);
    return render(shelf->s, ARTICLE);
}

/* -- In bodies ---------------------------------------------------------------------------------- */

static void an_image_of_a_body_leads_to_its_copies(void **state)
{
    struct shelf *shelf = *state;
    struct mirrored *dam = put(shelf, DAM, "dam", widths, 3);
    struct mirrored *other = put(shelf, "https://gazette.example/other.jpg", "other", widths, 1);
    str page = shown(shelf, "<figure><img src=\"" DAM "\" alt=\"A &quot;dam&quot;\" "
                            "srcset=\"" DAM "?w=1 300w\" sizes=\"100vw\" width=\"3000\" "
                            "height=\"2000\" id=\"c-a\" loading=\"lazy\" decoding=\"async\" "
                            "referrerpolicy=\"no-referrer\"><figcaption>x</figcaption></figure>");
    assert_has(page, "<figure><img src=\"../../../../media/mirror/ab/dam1500.jpg\" "
                     "alt=\"A &quot;dam&quot;\" "
                     "srcset=\"../../../../media/mirror/ab/dam480.jpg 480w, "
                     "../../../../media/mirror/ab/dam800.jpg 800w, "
                     "../../../../media/mirror/ab/dam1500.jpg 1500w\" "
                     "sizes=\"(max-width: 44rem) 100vw, 42rem\" width=\"1500\" height=\"1000\" "
                     "id=\"c-a\" loading=\"lazy\" decoding=\"async\"><figcaption>x</figcaption>");
    assert_lacks(page, "gazette.example/2026/dam");
    assert_true(atomic_load(&dam->used));
    assert_false(atomic_load(&other->used));
}

static void an_image_that_is_shown_small_stays_small(void **state)
{
    struct shelf *shelf = *state;
    put(shelf, DAM, "dam", widths, 3);
    str page = shown(shelf, "<p><img src=\"" DAM "\" alt=\"\" width=\"300\" height=\"999\"></p>");
    assert_has(page, "sizes=\"(max-width: 300px) 100vw, 300px\" width=\"300\" height=\"200\">");
}

static void addresses_are_found_whatever_is_escaped_in_them(void **state)
{
    struct shelf *shelf = *state;
    put(shelf, "https://gazette.example/i?a=1&b=\"2\"", "odd", widths, 1);
    str page = shown(
        shelf, "<p><img src=\"https://gazette.example/i?a=1&amp;b=&quot;2&quot;\" alt=\"\"></p>");
    assert_has(page, "<img src=\"../../../../media/mirror/ab/odd480.jpg\" alt=\"\" width=\"480\" "
                     "height=\"320\">");
}

static void a_link_around_an_image_follows_when_it_leads_to_the_same_picture(void **state)
{
    struct shelf *shelf = *state;
    put(shelf, "https://gazette.example/dam-300x200.jpg", "dam", widths, 2);
    static const struct {
        const char *href;
        bool follows;
    } links[] = {
        {"https://gazette.example/dam.jpg", true},
        {"https://gazette.example/dam-1024x683.jpg?x=1&amp;y=2", true},
        {"https://gazette.example/dam-300x200.jpg", true},
        {"https://gazette.example/dam/", false},
        {"https://gazette.example/dam.html", false},
        {"https://gazette.example/river.jpg", false},
    };
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        str page = shown(shelf, arena_printf(&shelf->s->arena,
                                             "<p><a href=\"%s\" rel=\"nofollow\"> <img "
                                             "src=\"https://gazette.example/dam-300x200.jpg\" "
                                             "alt=\"\"></a> <a href=\"%s\">its text</a></p>",
                                             links[i].href, links[i].href)
                                    .p);
        const char *own =
            "<a href=\"../../../../media/mirror/ab/dam800.jpg\" rel=\"nofollow\"> <img";
        assert_has(page, links[i].follows ? own : links[i].href);
        check_has(page, own, links[i].follows, __FILE__, __LINE__);
        assert_has(page,
                   arena_printf(&shelf->s->arena, "<a href=\"%s\">its text", links[i].href).p);
    }
}

static void an_image_that_is_gone_leaves_its_description(void **state)
{
    struct shelf *shelf = *state;
    put(shelf, DAM, "dam", NULL, 0);
    str page = shown(shelf, "<figure><img src=\"" DAM "\" alt=\"A &lt;dam&gt;\" id=\"c-a\">"
                            "<figcaption>x</figcaption></figure>");
    assert_has(page, "<figure><span class=\"gone\" id=\"c-a\">A &lt;dam&gt; <a href=\"" DAM "\">"
                     "Picture no longer available</a></span><figcaption>");
    page = shown(shelf, "<p><a href=\"" DAM "\">x <img src=\"" DAM "\" alt=\"\"></a> "
                        "<img src=\"" DAM "\" alt=\"\"></p>");
    assert_has(page, "<p><a href=\"" DAM "\">x <span class=\"gone\"><span>Picture no longer "
                     "available</span></span></a> <span class=\"gone\"><a href=\"" DAM "\">");
}

static void a_switch_has_no_link_in_it(void **state)
{
    struct shelf *shelf = *state;
    put(shelf, DAM, "dam", NULL, 0);
    str page = shown(shelf, "<details><summary><img src=\"" DAM "\" alt=\"Dam\"></summary>"
                            "<p><img src=\"" DAM "\" alt=\"Dam\"></p></details>");
    assert_has(page, "<summary><span class=\"gone\">Dam <span>Picture no longer available</span>"
                     "</span></summary><p><span class=\"gone\">Dam <a href=");
}

static void other_images_and_other_sources_stay_as_they_are(void **state)
{
    struct shelf *shelf = *state;
    put(shelf, DAM, "dam", widths, 3);
    str page = shown(shelf, "<p><img src=\"https://gazette.example/new.jpg\" alt=\"\"> "
                            "<img src=\"media/gazette/own.jpg\" alt=\"\"></p>");
    assert_has(page, "<img src=\"https://gazette.example/new.jpg\" alt=\"\">");
    assert_has(page, "<img src=\"../../../../media/gazette/own.jpg\" alt=\"\">");
    shelf->s->sources[0].images = IMAGES_LINK;
    page = shown(shelf, "<p><img src=\"" DAM "\" alt=\"\"></p>");
    assert_has(page, "<p><img src=\"" DAM "\" alt=\"\"></p>");
}

static void markup_that_ends_too_early_is_passed_on(void **state)
{
    struct shelf *shelf = *state;
    put(shelf, DAM, "dam", widths, 3);
    static const char *const ends[] = {"<p>x<img", "<p>x<img ",         "<p>x<img src=\"https://e",
                                       "<p>x<a ",  "<p>x<a href=\"y\"", "<p>x<"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        assert_has(shown(shelf, ends[i]), ends[i]);
}

static void the_images_of_a_body_are_found_one_by_one(void **state)
{
    struct shelf *shelf = *state;
    struct arena *a = &shelf->s->arena;
    html body;
    str markup = STR("<p><img src=\"https://a/1?x&amp;y\" alt=\"&lt;img src=\"><img alt=\"\">"
                     "<a href=\"z\"><img src=\"media/a.png\" alt=\"\"></a></p>");
    memcpy(&body, &markup, sizeof body);
    size_t at = 0;
    str url;
    assert_true(render_next_image(body, &at, a, &url));
    assert_str(url, "https://a/1?x&y");
    assert_true(render_next_image(body, &at, a, &url));
    assert_str(url, "media/a.png");
    assert_false(render_next_image(body, &at, a, &url));
    assert_false(render_next_image(body, &at, a, &url));
}

/* -- Lead images -------------------------------------------------------------------------------- */

static struct article *add_with_lead(struct shelf *shelf)
{
    struct article *article = add(shelf->s, "One", 0);
    article->image = (struct image){
        .url = STR(DAM), .alt = STR("A dam"), .caption = STR("C"), .width = 3000, .height = 1000};
    return article;
}

static void a_lead_image_leads_to_its_copies_everywhere(void **state)
{
    struct shelf *shelf = *state;
    put(shelf, DAM, "dam", widths, 3);
    add_with_lead(shelf);
    str page = shown(shelf, "<p>Text.</p>");
    assert_has(page, "<img src=\"../../../../media/mirror/ab/dam1500.jpg\" alt=\"A dam\" "
                     "srcset=\"../../../../media/mirror/ab/dam480.jpg 480w, ");
    assert_has(page, "sizes=\"(min-width: 62rem) 60rem, 100vw\" width=\"1500\" height=\"1000\"");
    assert_has(page, "og:image\" content=\"https://example.org/team/news/media/mirror/ab/"
                     "dam1500.jpg\"");
    assert_has(page, "og:image:height\" content=\"1000\"");
    assert_has(page, "\"image\":{\"@type\":\"ImageObject\",\"url\":\"https://example.org/team/news/"
                     "media/mirror/ab/dam1500.jpg\",\"width\":1500");
    assert_lacks(page, DAM);
    str front = render(shelf->s, "index.html");
    assert_has(front, "srcset=\"./media/mirror/ab/dam480.jpg 480w");
    assert_has(front, "sizes=\"(min-width: 62rem) 45rem, 100vw\"");
    static const char *const feeds[] = {"feed.xml", "rss.xml", "feed.json"};
    for (size_t i = 0; i < 3; i++) {
        str feed = render(shelf->s, feeds[i]);
        assert_has(feed, "https://example.org/team/news/media/mirror/ab/dam1500.jpg");
        assert_lacks(feed, DAM);
    }
}

static void an_article_whose_lead_image_is_gone_has_none(void **state)
{
    struct shelf *shelf = *state;
    put(shelf, DAM, "dam", NULL, 0);
    add_with_lead(shelf);
    assert_lacks(shown(shelf, "<p>Text.</p>"), "dam.jpg");
    assert_lacks(render(shelf->s, "index.html"), "dam.jpg");
    assert_lacks(render(shelf->s, "index.html"), "class=\"pic\"");
    assert_lacks(render(shelf->s, "feed.xml"), "dam.jpg");
    assert_lacks(render(shelf->s, "rss.xml"), "dam.jpg");
}

static void a_body_that_begins_with_a_lost_size_of_it_has_the_lead_image_above(void **state)
{
    struct shelf *shelf = *state;
    put(shelf, DAM, "dam", widths, 1);
    put(shelf, "https://gazette.example/2026/dam-300x200.jpg", "", NULL, 0);
    add_with_lead(shelf);
    str page = shown(shelf, "<p><img src=\"https://gazette.example/2026/dam-300x200.jpg\" "
                            "alt=\"\"></p>");
    assert_has(page, "<figure class=\"picture\">");
    assert_has(page, "class=\"gone\"");
    page =
        shown(shelf, "<p><img src=\"https://gazette.example/2026/dam-600x400.jpg\" alt=\"\"></p>");
    assert_lacks(page, "<figure class=\"picture");
}

static void feeds_have_absolute_addresses_and_keep_what_is_gone(void **state)
{
    struct shelf *shelf = *state;
    put(shelf, DAM, "dam", widths, 2);
    put(shelf, "https://gazette.example/lost.jpg", "", NULL, 0);
    add(shelf->s, "One", 0);
    shelf->s->body = "<p><img src=\"" DAM "\" alt=\"\"> <img "
                     "src=\"https://gazette.example/lost.jpg\" alt=\"\"></p>";
    build(shelf->s);
    str feed = render(shelf->s, "feed.json");
    assert_has(feed, "src=\\\"https://example.org/team/news/media/mirror/ab/dam800.jpg\\\"");
    assert_has(feed, "https://example.org/team/news/media/mirror/ab/dam480.jpg 480w");
    assert_has(feed, "src=\\\"https://gazette.example/lost.jpg\\\"");
    assert_lacks(feed, "gone");
}

int u_render_copies(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, shelf_up, shelf_down)
    const struct CMUnitTest tests[] = {
        TEST(an_image_of_a_body_leads_to_its_copies),
        TEST(an_image_that_is_shown_small_stays_small),
        TEST(addresses_are_found_whatever_is_escaped_in_them),
        TEST(a_link_around_an_image_follows_when_it_leads_to_the_same_picture),
        TEST(an_image_that_is_gone_leaves_its_description),
        TEST(a_switch_has_no_link_in_it),
        TEST(other_images_and_other_sources_stay_as_they_are),
        TEST(markup_that_ends_too_early_is_passed_on),
        TEST(the_images_of_a_body_are_found_one_by_one),
        TEST(a_lead_image_leads_to_its_copies_everywhere),
        TEST(an_article_whose_lead_image_is_gone_has_none),
        TEST(a_body_that_begins_with_a_lost_size_of_it_has_the_lead_image_above),
        TEST(feeds_have_absolute_addresses_and_keep_what_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
