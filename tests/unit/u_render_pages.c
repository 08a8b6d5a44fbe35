/* What pages show, and what must not change them. */
#include "render_site.h"

#define ARTICLE "2026/05/07/one/index.html"

static void give_image(struct article *article, const char *url)
{
    article->image =
        (struct image){.url = str_of(url), .alt = STR("A dam"), .width = 1600, .height = 900};
}

/* -- What newer articles must not change ------------------------------------------------------- */

static void assert_unchanged(struct render_site *before, struct render_site *after,
                             const char *path)
{
    str old = render(before, path), new = render(after, path);
    if (!str_eq(old, new))
        fail_msg("%s changed when newer articles came:\n%.*s\n---\n%.*s", path, STR_ARGS(old),
                 STR_ARGS(new));
}

static void newer_articles_change_no_older_page(void **state)
{
    struct render_site *before = *state, *after;
    void *other;
    set_up(&other);
    after = other;
    /* 29 articles fill page 1 and leave 19 on the head; with 35 there is a page 2 as well. */
    add_many(before, 29);
    add_many(after, 35);
    build(before);
    build(after);
    assert_unchanged(before, after, "tags/grid/page/1/index.html");
    assert_unchanged(before, after, "sources/gazette/page/1/index.html");
    size_t articles = 0;
    for (size_t i = 0; i < before->plan.count; i++) {
        str path = before->plan.pages[i].path;
        if (!str_has(path, STR("/article-")))
            continue;
        assert_unchanged(before, after, arena_copy(&before->arena, path).p);
        articles++;
    }
    assert_int_equal(articles, 29);
    assert_unchanged(before, after, "2023/08/11/index.html");
    assert_unchanged(before, after, "2023/08/index.html");
    tear_down(&other);
}

static void a_numbered_page_names_no_total_and_links_on(void **state)
{
    struct render_site *s = *state;
    add_many(s, 35);
    build(s);
    str page = render(s, "tags/grid/page/2/index.html");
    assert_lacks(page, "35");
    assert_has(page, "rel=\"prev\" href=\"../3/\"");
    assert_has(page, "rel=\"next\" href=\"../1/\"");
    str onward = render(s, "tags/grid/page/3/index.html");
    assert_has(onward, "http-equiv=\"refresh\" content=\"0; url=../../\"");
    assert_has(onward, "content=\"noindex\"");
    assert_has(render(s, "tags/grid/index.html"), "35 articles");
}

static void rendering_twice_gives_the_same_bytes(void **state)
{
    struct render_site *s = *state;
    add_many(s, 25);
    build(s);
    for (size_t i = 0; i < s->plan.count; i++) {
        const char *path = arena_copy(&s->arena, s->plan.pages[i].path).p;
        str first = render(s, path);
        assert_true(str_eq(first, render(s, path)));
    }
}

/* -- The front page ---------------------------------------------------------------------------- */

static void collect(const struct value *value, str *hrefs, size_t *count)
{
    const struct value *href = value_get(value, STR("href"));
    const struct value *minutes = value_get(value, STR("minutes"));
    if (href && minutes)
        hrefs[(*count)++] = href->text;
    for (size_t i = 0; i < value->count; i++)
        collect(value->type == VALUE_MAP ? &value->fields[i].value : &value->items[i], hrefs,
                count);
}

/* The number of articles on the front page, none of them twice. */
static size_t count_on_front(struct render_site *s)
{
    struct value front = context(s, "index.html");
    str hrefs[100];
    size_t count = 0;
    collect(&front, hrefs, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            assert_false(str_eq(hrefs[i], hrefs[k]));
    return count;
}

static void no_article_is_on_the_front_page_twice_or_lost_while_there_is_room(void **state)
{
    struct render_site *s = *state;
    for (int n = 1; n <= 60; n++) {
        struct article *article =
            add(s, arena_printf(&s->arena, "Title %d", n).p, n % 3 == 0 ? 0 : 60 - n);
        label(s, &article->categories, n % 2 ? "Power" : "Law");
        label(s, &article->categories, "All");
        if (n % 4 == 0)
            give_image(article, "media/gazette/dam.jpg");
        build(s);
        size_t shown = count_on_front(s);
        assert_in_range(shown, n < 13 ? n : 13, 37);
    }
}

static void the_front_page_stays_small_however_long_the_archive(void **state)
{
    struct render_site *s = *state;
    add_many(s, ARTICLES_MOST);
    for (size_t i = 0; i < s->count; i++)
        label(s, &s->articles[i]->tags, arena_printf(&s->arena, "Tag %zu", i % 400).p);
    build(s);
    assert_in_range(count_on_front(s), 10, 37);
    assert_in_range(render(s, "index.html").n, 1000, 60000);
}

static void the_lead_has_a_picture_when_one_is_near(void **state)
{
    struct render_site *s = *state;
    for (int i = 0; i < 10; i++)
        add(s, arena_printf(&s->arena, "Title %d", i).p, i);
    build(s);
    struct value front = context(s, "index.html");
    assert_str(dig(&front, "lead.title")->text, "Title 0");
    give_image(s->articles[9], "media/gazette/far.jpg");
    build(s);
    front = context(s, "index.html");
    assert_str(dig(&front, "lead.title")->text, "Title 0");
    give_image(s->articles[7], "media/gazette/near.jpg");
    build(s);
    front = context(s, "index.html");
    assert_str(dig(&front, "lead.title")->text, "Title 7");
    assert_str(dig(&front, "edition.iso")->text, "2026-05-07");
}

/* -- An article ------------------------------------------------------------------------------- */

static void an_article_names_its_original_as_canonical(void **state)
{
    struct render_site *s = *state;
    struct article *article = add(s, "One", 0);
    build(s);
    assert_has(render(s, ARTICLE),
               "rel=\"canonical\" href=\"https://example.org/team/news/2026/05/07/one/\"");
    article->url = STR("https://gazette.example/one?a=1&b=2");
    build(s);
    str page = render(s, ARTICLE);
    assert_has(page, "rel=\"canonical\" href=\"https://gazette.example/one?a=1&amp;b=2\"");
    assert_has(page, "og:url\" content=\"https://example.org/team/news/2026/05/07/one/\"");
    assert_has(page, "\"isBasedOn\":\"https://gazette.example/one?a=1\\u0026b=2\"");
}

static void hostile_text_stays_text(void **state)
{
    struct render_site *s = *state;
    const char *evil = "</script><script>alert(1)</script>\"><img src=x onerror=alert(1)>{{words}}";
    struct article *article = add(s, evil, 0);
    article->slug = STR("one");
    article->dek = article->summary = article->image.alt = article->image.caption = str_of(evil);
    article->image.url = STR("https://x.example/a.jpg\"onload=\"alert(1)");
    article->url = STR("https://x.example/\"><script>");
    article->language = STR("en\"><script>");
    label(s, &article->tags, evil);
    label(s, &article->categories, evil);
    label(s, &article->authors, evil);
    build(s);
    for (size_t i = 0; i < s->plan.count; i++) {
        if (!str_ends(s->plan.pages[i].path, STR(".html")))
            continue;
        str page = render(s, arena_copy(&s->arena, s->plan.pages[i].path).p);
        assert_lacks(page, "<script>");
        assert_lacks(page, "<img src=x");
        assert_lacks(page, "a.jpg\"onload=");
    }
    assert_has(render(s, ARTICLE), "\"headline\":\"\\u003c/script\\u003e");
}

static void the_policy_of_a_source_decides_what_is_shown(void **state)
{
    struct render_site *s = *state;
    struct article *article = add(s, "One", 0);
    article->url = STR("https://gazette.example/one");
    s->body = "<p>The whole text.</p>";
    build(s);
    str page = render(s, ARTICLE);
    assert_has(page, "<p>The whole text.</p>");
    assert_lacks(page, "Read the full article");
    s->sources[0].content = CONTENT_EXCERPT;
    page = render(s, ARTICLE);
    assert_lacks(page, "The whole text.");
    assert_has(page, "<p>What happened.</p>");
    assert_has(page,
               "<a class=\"onward\" href=\"https://gazette.example/one\">Read the full article "
               "at The Gazette</a>");
    s->sources[0].content = CONTENT_LINK;
    page = render(s, ARTICLE);
    assert_lacks(page, "What happened.");
    assert_has(page, "Read the full article at The Gazette");
    assert_lacks(render(s, "index.html"), "What happened.");
}

static void a_body_that_cannot_be_had_is_an_error_with_the_page(void **state)
{
    struct render_site *s = *state;
    add(s, "One", 0);
    build(s);
    s->body = NULL;
    assert_false(
        render_page(&s->site, page_at(s, ARTICLE), &s->scratch, &s->body_buf, &s->out, &s->err));
    assert_int_equal(s->err.code, ERR_STORE);
    assert_string_equal(s->err.file, ARTICLE);
}

static void a_picture_is_not_shown_twice(void **state)
{
    struct render_site *s = *state;
    give_image(add(s, "One", 0), "https://cdn.example/2026/dam-scaled.jpg");
    s->body = "<p>Text.</p><figure><img src=\"https://a.example/dam-1024x576.jpg?w=9\" "
              "alt=\"\"></figure>";
    build(s);
    assert_lacks(render(s, ARTICLE), "class=\"picture");
    s->body = "<p><img alt=\" src=\" src=\"https://a.example/other.jpg\"></p>";
    str page = render(s, ARTICLE);
    assert_has(page, "<figure class=\"picture\">");
    assert_has(page, "src=\"https://cdn.example/2026/dam-scaled.jpg\" alt=\"A dam\" width=\"1600\" "
                     "height=\"900\" fetchpriority=\"high\"");
}

static void own_pictures_are_found_from_every_page(void **state)
{
    struct render_site *s = *state;
    give_image(add(s, "One", 0), "media/gazette/dam.jpg");
    s->body = "<p><img src=\"media/gazette/b.png\" alt=\"media/x\"> <a href=\"#n\">n</a></p>";
    build(s);
    str page = render(s, ARTICLE);
    assert_has(page, "<img src=\"../../../../media/gazette/b.png\" alt=\"media/x\">");
    assert_has(page, "<a href=\"#n\">");
    assert_has(page, "src=\"../../../../media/gazette/dam.jpg\"");
    assert_has(page, "og:image\" content=\"https://example.org/team/news/media/gazette/dam.jpg\"");
    assert_has(render(s, "index.html"), "src=\"media/gazette/dam.jpg\"");
}

static void text_in_another_language_is_marked(void **state)
{
    struct render_site *s = *state;
    struct article *article = add(s, "One", 0);
    article->language = STR("ar");
    article->direction = DIRECTION_RTL;
    build(s);
    assert_has(render(s, ARTICLE), "<h1 lang=\"ar\" dir=\"rtl\">One</h1>");
    assert_has(render(s, ARTICLE), "<html lang=\"en\" dir=\"ltr\">");
    assert_has(render(s, "index.html"), "class=\"headline\" lang=\"ar\" dir=\"rtl\"");
    file_of(s, "strings/ar.json")->bytes = STR("{}");
    s->config.language = STR("ar");
    build(s);
    assert_has(render(s, ARTICLE), "<html lang=\"ar\" dir=\"rtl\">");
    assert_has(render(s, ARTICLE), "<h1>One</h1>");
}

static void a_later_change_is_told_and_a_same_day_one_is_not(void **state)
{
    struct render_site *s = *state;
    struct article *article = add(s, "One", 0);
    article->modified.utc += 3600;
    build(s);
    assert_lacks(render(s, ARTICLE), "Updated");
    article->modified.utc += DAY;
    build(s);
    assert_has(render(s, ARTICLE),
               "Updated <time datetime=\"2026-05-08T09:00:00Z\">May 8, 2026</time>");
}

static void an_article_may_lack_everything_but_a_title(void **state)
{
    struct render_site *s = *state;
    struct article *article = add(s, "One", 0);
    article->summary = article->language = (str){0};
    s->body = "";
    build(s);
    str page = render(s, ARTICLE);
    assert_has(page, "<meta name=\"description\" content=\"One\">");
    assert_lacks(page, "<img");
    assert_lacks(page, "class=\"onward\"");
    assert_lacks(page, "false");
}

/* -- Indexes and archive ----------------------------------------------------------------------- */

static void few_tags_are_one_list_and_many_an_alphabet(void **state)
{
    struct render_site *s = *state;
    struct article *article = add(s, "One", 0);
    label(s, &article->tags, "xAI");
    label(s, &article->tags, "C#");
    build(s);
    struct value few = context(s, "tags/index.html");
    assert_false(value_true(dig(&few, "index.many")));
    assert_int_equal(dig(&few, "index.terms")->count, 2);
    for (int i = 0; i < 60; i++)
        label(s, &article->tags, arena_printf(&s->arena, "%c-%d", 'a' + i % 3, i).p);
    label(s, &article->tags, "3D");
    label(s, &article->tags, "\xC3\xA9t\xC3\xA9");
    label(s, &article->tags, "\xD0\x96\xD0\xB5\xD0\xBB\xD0\xB5\xD0\xB7\xD0\xBE");
    build(s);
    struct value many = context(s, "tags/index.html");
    assert_true(value_true(dig(&many, "index.many")));
    assert_int_equal(dig(&many, "index.popular")->count, 24);
    const struct value *letters = dig(&many, "index.letters");
    static const char *const expected[] = {"0\u20139", "A", "B", "C", "E", "X", "\u0416"};
    assert_int_equal(letters->count, 7);
    for (size_t i = 0; i < 7; i++)
        assert_str(dig(&letters->items[i], "letter")->text, expected[i]);
}

static void a_category_stands_below_its_parent(void **state)
{
    struct render_site *s = *state;
    struct article *article = add(s, "One", 0);
    label(s, &article->categories, "Chips");
    label(s, &article->categories, "Memory");
    article->categories.items[0].slug = STR("chips");
    article->categories.items[1].slug = STR("memory");
    article->categories.items[1].parent = STR("chips");
    build(s);
    struct value index = context(s, "categories/index.html");
    assert_int_equal(dig(&index, "index.tree")->count, 1);
    const struct value *chips = &dig(&index, "index.tree")->items[0];
    assert_str(dig(chips, "name")->text, "Chips");
    assert_str(dig(&dig(chips, "tree")->items[0], "name")->text, "Memory");
    assert_has(render(s, "categories/chips/index.html"), "<a href=\"../memory/\">Memory</a>");
    assert_has(render(s, "categories/memory/index.html"), "<a href=\"../chips/\">Chips</a>");
}

static void a_year_is_a_calendar(void **state)
{
    struct render_site *s = *state;
    add(s, "One", 0);
    add(s, "Two", 68); /* 28 February */
    build(s);
    struct value year = context(s, "2026/index.html");
    const struct value *months = dig(&year, "year.months");
    assert_int_equal(months->count, 2);
    const struct value *may = dig(&months->items[0], "days");
    const struct value *february = dig(&months->items[1], "days");
    assert_int_equal(may->count, 31);
    assert_int_equal(february->count, 28);
    assert_str(dig(&may->items[0], "column")->text, "5"); /* 1 May 2026 was a Friday */
    assert_str(dig(&may->items[1], "column")->text, "0");
    assert_true(value_true(dig(&may->items[6], "has_edition")));
    assert_str(dig(&may->items[6], "href")->text, "05/07/");
    assert_false(value_true(dig(&may->items[7], "has_edition")));
    assert_true(value_true(dig(&february->items[27], "has_edition")));
}

static void a_crowded_day_is_cut_short_in_its_month(void **state)
{
    struct render_site *s = *state;
    for (int i = 0; i < 33; i++)
        add(s, arena_printf(&s->arena, "Title %d", i).p, 0);
    build(s);
    struct value month = context(s, "2026/05/index.html");
    const struct value *day = &dig(&month, "month.days")->items[0];
    assert_int_equal(dig(day, "items")->count, 20);
    assert_str(dig(day, "more")->text, "13 more articles");
    assert_non_null(page_at(s, "2026/05/07/page/2/index.html"));
}

static void no_page_has_an_empty_address_or_description(void **state)
{
    struct render_site *s = *state;
    add_many(s, 25);
    s->articles[24]->dek = STR("A dek.");
    give_image(s->articles[24], "media/gazette/dam.jpg");
    build(s);
    for (size_t i = 0; i < s->plan.count; i++) {
        str path = s->plan.pages[i].path;
        if (!str_ends(path, STR(".html")))
            continue;
        str page = render(s, arena_copy(&s->arena, path).p);
        assert_has(page, "<meta name=\"description\" content=\"");
        assert_lacks(page, "content=\"\"");
        assert_lacks(page, "href=\"\"");
        assert_lacks(page, "src=\"\"");
        assert_lacks(page, "{{");
    }
}

int u_render_pages(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(newer_articles_change_no_older_page),
        TEST(a_numbered_page_names_no_total_and_links_on),
        TEST(rendering_twice_gives_the_same_bytes),
        TEST(no_article_is_on_the_front_page_twice_or_lost_while_there_is_room),
        TEST(the_front_page_stays_small_however_long_the_archive),
        TEST(the_lead_has_a_picture_when_one_is_near),
        TEST(an_article_names_its_original_as_canonical),
        TEST(hostile_text_stays_text),
        TEST(the_policy_of_a_source_decides_what_is_shown),
        TEST(a_body_that_cannot_be_had_is_an_error_with_the_page),
        TEST(a_picture_is_not_shown_twice),
        TEST(own_pictures_are_found_from_every_page),
        TEST(text_in_another_language_is_marked),
        TEST(a_later_change_is_told_and_a_same_day_one_is_not),
        TEST(an_article_may_lack_everything_but_a_title),
        TEST(few_tags_are_one_list_and_many_an_alphabet),
        TEST(a_category_stands_below_its_parent),
        TEST(a_year_is_a_calendar),
        TEST(a_crowded_day_is_cut_short_in_its_month),
        TEST(no_page_has_an_empty_address_or_description),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
