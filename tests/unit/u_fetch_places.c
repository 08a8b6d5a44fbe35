/* What URLs tell of a REST interface by themselves, and the roots that are made of them. */
#include "../../src/fetch/places.h"
#include "check.h"

static void c02_a_root_is_remembered_as_a_note(void **state)
{
    static const struct wp_root roots[] = {
        {.url = {"https://e.org/wp-json/", 22}, .totals = true, .v2 = true},
        {.url = {"https://e.org/?rest_route=/", 27},
         .routed = true,
         .totals = true,
         .v2 = true,
         .home = {"https://e.org/", 14}},
        {.url = {"https://public-api.wordpress.com/wp/v2/sites/x/", 47}, .v2 = true},
    };
    static const char *const broken[] = {"",
                                         "path",
                                         "path totals",
                                         "path totals ftp://x/",
                                         "a b c",
                                         "path totals http://x/ y",
                                         "path totals http://x/ http://y/ z"};
    struct arena a = {0};
    struct wp_root back;
    (void)state;
    for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++) {
        assert_true(wp_root_read(&back, &a, wp_root_write(&a, &roots[i])));
        assert_true(str_eq(back.url, roots[i].url) && str_eq(back.home, roots[i].home));
        assert_true(back.routed == roots[i].routed && back.totals == roots[i].totals && back.v2);
    }
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
        assert_false(wp_root_read(&back, &a, str_of(broken[i])));
    arena_release(&a);
}

static void c03_parameters_are_joined_as_the_root_needs(void **state)
{
    static const struct {
        struct wp_root root;
        const char *route, *query, *url;
    } cases[] = {
        {{.url = {"https://e.org/wp-json/", 22}},
         "wp/v2/posts",
         "page=2&per_page=100",
         "https://e.org/wp-json/wp/v2/posts?page=2&per_page=100"},
        {{.url = {"https://e.org/wp-json/", 22}},
         "/wp/v2/posts",
         "",
         "https://e.org/wp-json/wp/v2/posts"},
        {{.url = {"https://e.org/?rest_route=/", 27}, .routed = true},
         "wp/v2/posts",
         "page=2",
         "https://e.org/?rest_route=/wp/v2/posts&page=2"},
        {{.url = {"https://e.org/?rest_route=/", 27}, .routed = true},
         "",
         "",
         "https://e.org/?rest_route=/"},
        {{.url = {"https://e.org/wp-json/?lang=de", 30}},
         "wp/v2/posts",
         "page=2",
         "https://e.org/wp-json/wp/v2/posts?lang=de&page=2"},
        {{.url = {"https://public-api.wordpress.com/wp/v2/sites/x.org/", 51}},
         "wp/v2/posts",
         "page=2",
         "https://public-api.wordpress.com/wp/v2/sites/x.org/posts?page=2"},
    };
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_str(wp_route(&a, &cases[i].root, str_of(cases[i].route), str_of(cases[i].query)),
                   cases[i].url);
    arena_release(&a);
}

static void c04_urls_within_the_interface_name_its_root(void **state)
{
    static const struct {
        const char *url, *root;
    } cases[] = {
        {"https://e.org/wp-json", "https://e.org/wp-json/"},
        {"https://e.org/wp-json/", "https://e.org/wp-json/"},
        {"https://e.org/blog/wp-json/wp/v2", "https://e.org/blog/wp-json/"},
        {"https://e.org/wp-json/wp/v2/posts?per_page=5&_embed#x", "https://e.org/wp-json/"},
        {"https://e.org/index.php/wp-json/wp/v2/posts/7", "https://e.org/index.php/wp-json/"},
        {"https://e.org/api/wp/v2/posts", "https://e.org/api/"},
        {"https://e.org:8080/?rest_route=/wp/v2/posts&per_page=5",
         "https://e.org:8080/?rest_route=/"},
        {"https://e.org/b/index.php?per_page=5&rest_route=%2Fwp%2Fv2%2Fposts",
         "https://e.org/b/index.php?rest_route=/"},
        {"https://e.org?rest_route=/", "https://e.org/?rest_route=/"},
        {"https://e.org/?lang=de&rest_route=/", "https://e.org/?lang=de&rest_route=/"},
        {"https://public-api.wordpress.com/wp/v2/sites/x.wordpress.com/posts?page=2",
         "https://public-api.wordpress.com/wp/v2/sites/x.wordpress.com/"},
        {"https://public-api.wordpress.com/rest/v1.1/sites/53424024/posts",
         "https://public-api.wordpress.com/wp/v2/sites/53424024/"},
        {"https://e.org/", NULL},
        {"https://e.org/about-wp-json/", NULL},
        {"https://e.org/wp-json-explained/", NULL},
        {"https://e.org/2026/05/07/slug/", NULL},
        {"https://e.org/?p=12", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena a = {0};
        struct wp_root root;
        bool found = root_above(&root, &a, str_of(cases[i].url));
        assert_int_equal(found, cases[i].root != NULL);
        if (found)
            assert_str(root.url, cases[i].root);
        arena_release(&a);
    }
}

static void places_are_the_folders_that_a_wordpress_may_be_in(void **state)
{
    static const struct {
        const char *url, *places;
    } cases[] = {
        {"https://e.org", "https://e.org/"},
        {"https://e.org/a/b/c/d/e/", "https://e.org/a/b/c/d/e/ https://e.org/a/b/c/d/ "
                                     "https://e.org/a/b/c/ https://e.org/"},
        {"https://e.org/2026/05/07/x", "https://e.org/2026/05/07/x/ https://e.org/"},
        {"https://u:p@[::1]:8080/main/feed/atom/?x#y",
         "https://u:p@[::1]:8080/main/ https://u:p@[::1]:8080/"},
        {"https://e.org/atom.xml", "https://e.org/"},
        {"https://e.org//x//",
         "https://e.org//x// https://e.org//x/ https://e.org// https://e.org/"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena a = {0};
        str places[PLACES_MAX], all = {0};
        size_t count = places_of(&a, str_of(cases[i].url), places);
        for (size_t k = 0; k < count; k++)
            all = arena_printf(&a, "%.*s%s%.*s", STR_ARGS(all), k ? " " : "", STR_ARGS(places[k]));
        assert_str(all, cases[i].places);
        arena_release(&a);
    }
}

static void c06_sites_of_wordpress_com_have_its_own_interface(void **state)
{
    static const struct {
        const char *url, *root;
    } cases[] = {
        {"https://en.blog.wordpress.com/2026/05/07/x/",
         "https://public-api.wordpress.com/wp/v2/sites/en.blog.wordpress.com/"},
        {"http://x.wordpress.com", "https://public-api.wordpress.com/wp/v2/sites/x.wordpress.com/"},
        {"https://public-api.wordpress.com/wp/v2/sites/x.org/tags",
         "https://public-api.wordpress.com/wp/v2/sites/x.org/"},
        {"https://wordpress.com/", NULL},
        {"https://www.wordpress.com/", NULL},
        {"https://public-api.wordpress.com/", NULL},
        {"https://notwordpress.com/", NULL},
        {"https://x.wordpress.com.evil.org/", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena a = {0};
        struct wp_root root;
        bool found = root_of_wordpress_com(&root, &a, str_of(cases[i].url));
        assert_int_equal(found, cases[i].root != NULL);
        if (found) {
            assert_str(root.url, cases[i].root);
            assert_false(root.totals);
        }
        arena_release(&a);
    }
}

int u_fetch_places(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(c02_a_root_is_remembered_as_a_note),
        cmocka_unit_test(c03_parameters_are_joined_as_the_root_needs),
        cmocka_unit_test(c04_urls_within_the_interface_name_its_root),
        cmocka_unit_test(places_are_the_folders_that_a_wordpress_may_be_in),
        cmocka_unit_test(c06_sites_of_wordpress_com_have_its_own_interface),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
