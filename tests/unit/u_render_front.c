/* Hidden and pinned articles: where they stand and where not. */
#include "render_site.h"

#define MARK "<span class=\"pin\">Pinned</span>"

static const char *const site_feeds[] = {"feed.xml", "rss.xml", "feed.json"};

/* Twelve articles, one a day, the first the newest, all on the tag "Grid" and in "Power". */
static void add_dozen(struct render_site *s)
{
    for (int i = 0; i < 12; i++) {
        struct article *article = add(s, arena_printf(&s->arena, "Title no%02d", i).p, i);
        label(s, &article->tags, "Grid");
        label(s, &article->categories, "Power");
    }
}

static void hidden_articles_are_not_on_the_front_page_nor_in_the_site_s_feeds(void **state)
{
    struct render_site *s = *state;
    add_dozen(s);
    s->articles[0]->hidden = s->articles[5]->hidden = true;
    build(s);
    str front = render(s, "index.html"), lost = render(s, "404.html");
    assert_lacks(front, "Title no00");
    assert_lacks(front, "Title no05");
    assert_has(front, "Title no01");
    assert_has(front, "Title no11");
    assert_has(front, "datetime=\"2026-05-06\"");
    assert_lacks(lost, "Title no00");
    assert_has(lost, "Title no06");
    for (size_t i = 0; i < 3; i++) {
        str feed = render(s, site_feeds[i]);
        assert_lacks(feed, "Title no00");
        assert_lacks(feed, "Title no05");
        assert_has(feed, "Title no01");
    }
}

static void hidden_articles_have_their_page_and_their_places_in_indexes(void **state)
{
    struct render_site *s = *state;
    static const char *const places[] = {
        "2026/05/07/title-no00/index.html",
        "2026/05/07/index.html",
        "2026/05/index.html",
        "tags/grid/index.html",
        "tags/grid/feed.xml",
        "categories/power/index.html",
        "sources/gazette/index.html",
        "sources/gazette/feed.xml",
    };
    add_dozen(s);
    s->articles[0]->hidden = true;
    build(s);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        assert_has(render(s, places[i]), "Title no00");
    assert_has(render(s, "sitemap-2026-05.xml"), "title-no00");
}

/* Sections show what is in a category; also there nothing hidden appears. */
static void sections_leave_hidden_articles_out(void **state)
{
    struct render_site *s = *state;
    for (int i = 0; i < 60; i++) {
        struct article *article = add(s, arena_printf(&s->arena, "Title no%02d", i).p, i);
        label(s, &article->categories, "Power");
        article->hidden = i % 2;
    }
    build(s);
    struct value front = context(s, "index.html");
    assert_int_equal(dig(&front, "sections")->count, 1);
    str page = render(s, "index.html");
    for (int i = 1; i < 60; i += 2)
        assert_lacks(page, arena_printf(&s->arena, "Title no%02d<", i).p);
}

static void a_site_of_hidden_articles_says_that_it_is_empty(void **state)
{
    struct render_site *s = *state;
    add_dozen(s);
    for (size_t i = 0; i < s->count; i++)
        s->articles[i]->hidden = true;
    build(s);
    assert_has(render(s, "index.html"), "No articles yet");
    for (size_t i = 0; i < 3; i++)
        assert_lacks(render(s, site_feeds[i]), "Title no");
    assert_has(render(s, "archive/index.html"), "12 articles");
}

static const char *const pinned_order[] = {"Title no07", "Title no08", "Title no09", "Title no10",
                                           "Title no11"};

static void pinned_articles_come_first_the_newest_as_the_lead(void **state)
{
    struct render_site *s = *state;
    add_dozen(s);
    for (size_t i = 7; i < 12; i++)
        s->articles[i]->pinned = true;
    s->articles[2]->image = (struct image){.url = STR("https://i.example/x.jpg")};
    build(s);
    struct value front = context(s, "index.html");
    assert_str(dig(&front, "lead.title")->text, pinned_order[0]);
    assert_true(dig(&front, "lead.pinned")->truth);
    const struct value *second = dig(&front, "second");
    assert_int_equal(second->count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_str(dig(&second->items[i], "title")->text, pinned_order[i + 1]);
    const struct value *days = dig(&front, "days");
    assert_str(dig(&dig(&days->items[0], "items")->items[0], "title")->text, "Title no00");
    assert_str(dig(&front, "edition.iso")->text, "2026-05-07");
}

static void what_is_pinned_is_marked_on_the_front_page_only(void **state)
{
    struct render_site *s = *state;
    add_dozen(s);
    s->articles[0]->pinned = s->articles[9]->pinned = true;
    build(s);
    str page = render(s, "index.html");
    size_t first = str_find(page, STR(MARK), 0), second = str_find(page, STR(MARK), first + 1);
    assert_int_not_equal(first, SIZE_MAX);
    assert_int_not_equal(second, SIZE_MAX);
    assert_int_equal(str_find(page, STR(MARK), second + 1), SIZE_MAX);
    static const char *const others[] = {"2026/05/07/index.html", "2026/05/index.html",
                                         "tags/grid/index.html", "404.html",
                                         "2026/05/07/title-no00/index.html"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_lacks(render(s, others[i]), MARK);
}

/* The sixth and those behind it stand where their date puts them, with their mark. */
static void more_pinned_articles_than_there_is_room_for_stay_in_their_places(void **state)
{
    struct render_site *s = *state;
    add_dozen(s);
    for (size_t i = 0; i < s->count; i++)
        s->articles[i]->pinned = true;
    build(s);
    struct value front = context(s, "index.html");
    const struct value *days = dig(&front, "days");
    assert_int_equal(days->count, 7);
    const struct value *card = &dig(&days->items[0], "items")->items[0];
    assert_str(dig(card, "title")->text, "Title no05");
    assert_true(dig(card, "pinned")->truth);
}

static void pinning_changes_no_other_page(void **state)
{
    struct render_site *s = *state, *pinned;
    void *other;
    set_up(&other);
    pinned = other;
    add_dozen(s);
    add_dozen(pinned);
    pinned->articles[7]->pinned = true;
    build(s);
    build(pinned);
    for (size_t i = 0; i < s->plan.count; i++) {
        const char *path = arena_copy(&s->arena, s->plan.pages[i].path).p;
        if (!str_eq(render(s, path), render(pinned, path)) && strcmp(path, "index.html") != 0)
            fail_msg("%s changed", path);
    }
    tear_down(&other);
}

int u_render_front(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(hidden_articles_are_not_on_the_front_page_nor_in_the_site_s_feeds),
        TEST(hidden_articles_have_their_page_and_their_places_in_indexes),
        TEST(sections_leave_hidden_articles_out),
        TEST(a_site_of_hidden_articles_says_that_it_is_empty),
        TEST(pinned_articles_come_first_the_newest_as_the_lead),
        TEST(what_is_pinned_is_marked_on_the_front_page_only),
        TEST(more_pinned_articles_than_there_is_room_for_stay_in_their_places),
        TEST(pinning_changes_no_other_page),
#undef TEST
    };
    return cmocka_run_group_tests_name("render.front", tests, NULL, NULL);
}
