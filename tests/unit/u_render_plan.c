/* Which files a site has, how they are linked, and what a theme needs. */
#include "../../src/render/links.h"
#include "../../src/render/page.h"
#include "../../src/render/sha256.h"
#include "../../src/render/theme.h"
#include "render_site.h"

/* -- The plan --------------------------------------------------------------------------------- */

static void the_front_page_is_first_and_the_rest_in_order(void **state)
{
    struct render_site *s = *state;
    add_many(s, 25);
    build(s);
    assert_str(s->plan.pages[0].path, "index.html");
    for (size_t i = 1; i < s->plan.count; i++) {
        const struct page *a = &s->plan.pages[i - 1], *b = &s->plan.pages[i];
        assert_true(a->kind < b->kind || (a->kind == b->kind && str_compare(a->path, b->path) < 0));
    }
}

static int compare_paths(const void *a, const void *b)
{
    return str_compare(*(const str *)a, *(const str *)b);
}

static void no_path_is_planned_twice(void **state)
{
    struct render_site *s = *state;
    add_many(s, 45);
    label(s, &s->articles[0]->categories, "Grid");
    label(s, &s->articles[0]->authors, "Grid");
    label(s, &s->articles[0]->tags, "page");
    build(s);
    str *paths = arena_array(&s->arena, s->plan.count, sizeof *paths);
    for (size_t i = 0; i < s->plan.count; i++)
        paths[i] = s->plan.pages[i].path;
    qsort(paths, s->plan.count, sizeof *paths, compare_paths);
    for (size_t i = 1; i < s->plan.count; i++)
        assert_false(str_eq(paths[i - 1], paths[i]));
}

static void every_kind_of_page_has_its_place(void **state)
{
    struct render_site *s = *state;
    add(s, "One", 0);
    label(s, &s->articles[0]->tags, "C++");
    label(s, &s->articles[0]->categories, "Power");
    label(s, &s->articles[0]->authors, "Ann Lee");
    build(s);
    static const char *const paths[] = {"2026/05/07/one/index.html",
                                        "2026/05/07/index.html",
                                        "2026/05/index.html",
                                        "2026/index.html",
                                        "archive/index.html",
                                        "tags/index.html",
                                        "tags/c-plus-plus/index.html",
                                        "tags/c-plus-plus/feed.xml",
                                        "categories/power/index.html",
                                        "authors/ann-lee/index.html",
                                        "sources/gazette/index.html",
                                        "404.html",
                                        "feed.xml",
                                        "rss.xml",
                                        "feed.json",
                                        "sources.opml",
                                        "sitemap.xml",
                                        "sitemap-2026-05.xml",
                                        "sitemap-pages.xml",
                                        "robots.txt"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (!page_at(s, paths[i]))
            fail_msg("no %s", paths[i]);
}

static void a_site_without_articles_has_no_dead_ends(void **state)
{
    struct render_site *s = *state;
    build(s);
    assert_non_null(page_at(s, "index.html"));
    assert_null(page_at(s, "tags/index.html"));
    assert_null(page_at(s, "archive/index.html"));
    str front = render(s, "index.html");
    assert_lacks(front, "href=\"tags/\"");
    assert_has(front, "No articles yet");
    assert_has(render(s, "404.html"), "Page not found");
}

static void an_index_that_fills_pages_gets_numbers_from_the_oldest(void **state)
{
    struct render_site *s = *state;
    add_many(s, 35);
    build(s);
    struct value head = context(s, "tags/grid/index.html");
    assert_int_equal(dig(&head, "term.items")->count, 15);
    assert_str(dig(&dig(&head, "term.items")->items[0], "title")->text, "Article 35");
    struct value oldest = context(s, "tags/grid/page/1/index.html");
    assert_int_equal(dig(&oldest, "term.items")->count, 10);
    assert_str(dig(&dig(&oldest, "term.items")->items[9], "title")->text, "Article 1");
    assert_non_null(page_at(s, "tags/grid/page/2/index.html"));
    assert_int_equal(page_at(s, "tags/grid/page/3/index.html")->kind, PAGE_ONWARD);
    assert_null(page_at(s, "tags/grid/page/4/index.html"));
}

/* -- Addresses -------------------------------------------------------------------------------- */

static void links_lead_from_folder_to_folder(void **state)
{
    struct render_site *s = *state;
    static const struct {
        const char *from, *to, *href;
    } cases[] = {
        {"", "", "./"},
        {"", "tags/x/", "tags/x/"},
        {"2026/05/07/a/", "", "../../../../"},
        {"2026/05/07/a/", "2026/05/07/a/", "./"},
        {"2026/05/07/a/", "2026/05/07/ab/", "../ab/"},
        {"2026/05/07/a/", "2026/05/07/", "../"},
        {"tags/x/page/2/", "tags/x/", "../../"},
        {"tags/x/", "tags/x/page/2/", "page/2/"},
        {"tags/x/", "assets/s.css", "../../assets/s.css"},
        {"tags/", "tags/\xC3\xA9t\xC3\xA9/", "%C3%A9t%C3%A9/"},
        {"tags/\xC3\xA9/", "tags/e:f/", "../e%3Af/"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct linker linker = {.folder = str_of(cases[i].from)};
        assert_str(link_to(&s->arena, &linker, str_of(cases[i].to)), cases[i].href);
    }
}

static void a_page_for_any_depth_links_from_the_root(void **state)
{
    struct render_site *s = *state;
    struct linker linker = {.base = link_base_path(&s->config)};
    assert_str(link_to(&s->arena, &linker, STR("tags/a b/")), "/team/news/tags/a%20b/");
    assert_str(link_to(&s->arena, &linker, (str){0}), "/team/news/");
    s->config.url = STR("https://example.org/");
    assert_str(link_base_path(&s->config), "/");
    add(s, "One", 0);
    build(s);
    str page = render(s, "404.html");
    assert_has(page, "href=\"/2026/05/07/one/\"");
    assert_lacks(page, "href=\"./");
    assert_lacks(page, "href=\"../");
}

static void an_image_is_the_same_in_all_its_sizes(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool same;
    } cases[] = {
        {"https://a.example/u/dam.jpg", "https://cdn.example/dam-1024x576.jpg?w=8", true},
        {"https://a.example/u/dam-scaled.jpg", "media/g/dam.webp", true},
        {"https://a.example/u/dam-150x150.jpg", "https://a.example/u/dam-scaled.jpg#x", true},
        {"https://a.example/u/dam.jpg", "https://a.example/u/dam2.jpg", false},
        {"https://a.example/u/dam-2x.jpg", "https://a.example/u/dam.jpg", false},
        {"https://a.example/u/", "https://b.example/u/", false},
        {"", "", false},
        {"https://a.example/1024x576.jpg", "https://a.example/800x600.jpg", false},
        {"https://a.example/-1024x576.jpg", "https://a.example/-800x600.jpg", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (image_same_file(str_of(cases[i].a), str_of(cases[i].b)) != cases[i].same)
            fail_msg("%s and %s", cases[i].a, cases[i].b);
}

static void sha256_gives_the_published_digests(void **state)
{
    struct render_site *s = *state;
    assert_str(sha256_csp(&s->arena, (str){0}),
               "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    assert_str(sha256_csp(&s->arena, STR("abc")),
               "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    /* 55 and 56 bytes: the length fits into the block, or no longer does. */
    char text[64];
    memset(text, 'a', sizeof text);
    assert_str(sha256_csp(&s->arena, (str){text, 55}),
               "sha256-n0OQ+NMMLdkuyfCVtl4rmumwqSWlJY4kHJ8ekQ9zQxg=");
    assert_str(sha256_csp(&s->arena, (str){text, 56}),
               "sha256-s1Q5pKxvCUi21vnjxq8PX1kM4g8b3nCQ73lwaG7Gc4o=");
    assert_str(sha256_csp(&s->arena, (str){text, 64}),
               "sha256-/+BU/nrgy23GXDr5th1SCfQ5hR20PQulmXM33xVGaOs=");
}

/* -- Themes ----------------------------------------------------------------------------------- */

static void a_theme_without_a_template_is_refused_by_name(void **state)
{
    struct render_site *s = *state;
    file_of(s, "month.mustache")->name = STR("moth.mustache");
    assert_false(load(s));
    assert_int_equal(s->err.code, ERR_TEMPLATE);
    assert_has(str_of(s->err.why), "month.mustache");
}

static void a_partial_that_is_missing_is_an_error_at_its_place(void **state)
{
    struct render_site *s = *state;
    struct theme_file *file = file_of(s, "404.mustache");
    *file = (struct theme_file){file->name, STR("one\n{{>partials/crad}}\n"), STR("my/404")};
    assert_false(load(s));
    assert_string_equal(s->err.file, "my/404");
    assert_int_equal(s->err.line, 2);
}

static void a_template_that_does_not_compile_is_an_error_at_its_place(void **state)
{
    struct render_site *s = *state;
    struct theme_file *file = file_of(s, "404.mustache");
    *file = (struct theme_file){file->name, STR("{{#open}}\n"), STR("my/404")};
    assert_false(load(s));
    assert_string_equal(s->err.file, "my/404");
    assert_int_equal(s->err.line, 1);
}

static void an_asset_has_its_fingerprint_in_its_name(void **state)
{
    struct render_site *s = *state;
    struct assets before, after;
    file_of(s, "assets/fonts/serif.woff2")->bytes = STR("one");
    file_of(s, "assets/style.css")->bytes =
        STR("@import url(\"more.css\"); a{src:url('./fonts/serif.woff2')} b{x:url(data:,)}");
    assets_load(&before, &s->arena, s->files, s->file_count);
    file_of(s, "assets/fonts/serif.woff2")->bytes = STR("two");
    assets_load(&after, &s->arena, s->files, s->file_count);
    for (size_t i = 0; i < before.count; i++) {
        const struct asset *asset = &before.items[i];
        bool changed = !str_eq(asset->path, after.items[i].path);
        assert_int_equal(changed, !str_is(asset->name, "favicon.svg"));
        if (!str_is(asset->name, "style.css"))
            continue;
        assert_str(asset->field, "style_css");
        assert_has(asset->bytes, "url(fonts/serif-");
        assert_has(asset->bytes, "url(\"more.css\")");
        assert_has(asset->bytes, "url(data:,)");
        assert_true(str_starts(asset->path, STR("assets/style-")));
        assert_int_equal(asset->path.n, strlen("assets/style-12345678.css"));
    }
}

static void stylesheets_may_name_each_other_and_climb(void **state)
{
    struct render_site *s = *state;
    struct assets assets;
    struct theme_file files[] = {
        {STR("assets/a/x.css"), STR("@import url(../b.css);u{v:url(../../../etc/passwd)}"), {0}},
        {STR("assets/b.css"), STR("@import url( a/x.css );url(unclosed"), {0}},
        {STR("assets/.hidden"), STR(""), {0}},
        {STR("assets/"), STR(""), {0}},
    };
    assets_load(&assets, &s->arena, files, 4);
    assert_int_equal(assets.count, 3);
    assert_has(assets.items[1].bytes, "url(../b-");
    assert_has(assets.items[1].bytes, "url(../../../etc/passwd)");
    assert_has(assets.items[2].bytes, "url(a/x-");
    assert_has(assets.items[2].bytes, "url(unclosed");
}

static void assets_come_out_as_they_went_in(void **state)
{
    struct render_site *s = *state;
    build(s);
    bool seen = false;
    for (size_t i = 0; i < s->plan.count; i++) {
        const struct page *page = &s->plan.pages[i];
        if (!str_starts(page->path, STR("assets/favicon-")))
            continue;
        seen = true;
        str bytes = render(s, arena_copy(&s->arena, page->path).p);
        assert_true(str_eq(bytes, file_of(s, "assets/favicon.svg")->bytes));
        struct value value;
        assert_false(render_context(&value, &s->site, page, &s->scratch, &s->body_buf, &s->err));
        assert_int_equal(s->err.code, ERR_USAGE);
    }
    assert_true(seen);
}

int u_render_plan(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_front_page_is_first_and_the_rest_in_order, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(no_path_is_planned_twice, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_kind_of_page_has_its_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_site_without_articles_has_no_dead_ends, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_index_that_fills_pages_gets_numbers_from_the_oldest,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(links_lead_from_folder_to_folder, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_page_for_any_depth_links_from_the_root, set_up,
                                        tear_down),
        cmocka_unit_test(an_image_is_the_same_in_all_its_sizes),
        cmocka_unit_test_setup_teardown(sha256_gives_the_published_digests, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_theme_without_a_template_is_refused_by_name, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_partial_that_is_missing_is_an_error_at_its_place, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_template_that_does_not_compile_is_an_error_at_its_place,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_asset_has_its_fingerprint_in_its_name, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(stylesheets_may_name_each_other_and_climb, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(assets_come_out_as_they_went_in, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
