/* Lists of feeds become sources. */
#include "config_site.h"

#define LIST(lines)                                                                                \
    "sources:\n"                                                                                   \
    "  - name: Planet\n    feed: https://planet.example/feed\n    key: planet\n"                   \
    "  - name: Friends\n    opml: https://friends.example/list.opml\n" lines

static bool add(struct site *s, const char *title, const char *url, const char *category)
{
    struct listed_feed feed = {str_of(title), str_of(url), (str){0}, str_of(category)};
    s->err = (struct err){0};
    return config_add_feed(&s->config, &s->arena, s->config.source_count > 1, &feed, &s->err);
}

static const struct source *last(const struct site *s)
{
    return &s->config.sources[s->config.source_count - 1];
}

static void a_feed_takes_the_settings_of_its_list(void **state)
{
    struct site *s = *state;
    assert_true(
        load_text(s, LIST("    content: excerpt\n    tags: [x]\n    interval: 1h\n"
                          "    since: 1y\n    max_articles: 7\n    strip: ['.ad']\n"
                          "    insecure: true\n    images: none\n    icon: https://i.example/\n"
                          "    filters:\n      - {pattern: a, action: drop}\n")));
    assert_true(add(s, "One", "https://one.example/feed.xml", "News/Science /"));
    const struct source *feed = last(s);
    assert_int_equal(s->config.source_count, 3);
    assert_str(feed->name, "One");
    assert_str(feed->key, "one-example-feed-xml");
    assert_int_equal(feed->kind, SOURCE_FEED);
    assert_str(feed->location, "https://one.example/feed.xml");
    assert_true(feed->remote && feed->listed && feed->insecure);
    assert_str(feed->home, "");
    assert_str(feed->icon, "");
    assert_str(feed->categories.items[0], "Science");
    assert_str(feed->tags.items[0], "x");
    assert_str(feed->strip.items[0], ".ad");
    assert_str(feed->language, "en");
    assert_int_equal(feed->content, CONTENT_EXCERPT);
    assert_int_equal(feed->interval, 3600);
    assert_int_equal(feed->max_articles, 7);
    assert_int_equal(feed->images, IMAGES_NONE);
    assert_true(feed->since > INSTANT_NONE);
    assert_int_equal(feed->filters.count, 1);
    config_drop_lists(&s->config);
    assert_int_equal(s->config.source_count, 2);
    assert_str(s->config.sources[0].name, "Planet");
    assert_str(s->config.sources[1].name, "One");
}

static void categories_of_the_list_hold_where_a_feed_has_none(void **state)
{
    struct site *s = *state;
    assert_true(load_text(s, LIST("    categories: [All]\n")));
    assert_true(add(s, "One", "https://one.example/", ""));
    assert_str(last(s)->categories.items[0], "All");
    assert_true(add(s, "Two", "https://two.example/", "B"));
    assert_str(last(s)->categories.items[0], "B");
    assert_int_equal(last(s)->categories.count, 1);
}

static void names_and_keys_are_unlike_those_that_are_there(void **state)
{
    struct site *s = *state;
    assert_true(load_text(s, LIST("")));
    assert_true(add(s, "PLANET", "https://www.b.example/feed", ""));
    assert_str(last(s)->name, "PLANET (www.b.example)");
    assert_str(last(s)->key, "b-example-feed");
    assert_true(add(s, "planet", "https://www.b.example/feed/", ""));
    assert_str(last(s)->name, "planet (www.b.example) 2");
    assert_str(last(s)->key, "b-example-feed-2");
    assert_true(add(s, "", "https://c.example/?feed=rss2", ""));
    assert_str(last(s)->name, "c.example");
    assert_str(last(s)->key, "c-example-feed-rss2");
    assert_true(add(s, " ", "https://c.example/other", ""));
    assert_str(last(s)->name, "c.example 2");
    assert_true(add(s, "Straße", "https://d.example/", ""));
    assert_true(add(s, "STRASSE", "https://e.example/", ""));
    assert_str(last(s)->name, "STRASSE (e.example)");
    assert_true(add(s, "Key", "https://planet/", ""));
    assert_str(last(s)->key, "planet-2");
}

static void a_feed_that_is_a_source_already_is_no_second_one(void **state)
{
    struct site *s = *state;
    assert_true(load_text(s, LIST("")));
    assert_true(add(s, "Other", "https://planet.example/feed", ""));
    assert_int_equal(s->config.source_count, 2);
    assert_true(add(s, "A", "https://a.example/", ""));
    assert_true(add(s, "B", "https://a.example/", ""));
    assert_int_equal(s->config.source_count, 3);
}

static void credentials_go_to_the_list_s_own_server_only(void **state)
{
    struct site *s = *state;
    assert_true(load_text(s, LIST("    user: me\n    password_env: P\n")));
    static const char *const others[] = {
        "https://evil.example/", "http://friends.example/", "https://friends.example:444/",
        "https://sub.friends.example/", "https://friends.example.evil/"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_true(add(s, "Other", others[i], ""));
        assert_true(last(s)->listed);
        assert_str(last(s)->user, "");
        assert_str(last(s)->password_env, "");
    }
    assert_true(add(s, "Own", "https://FRIENDS.example/private", ""));
    assert_false(last(s)->listed);
    assert_str(last(s)->user, "me");
    assert_str(last(s)->password_env, "P");
}

static void a_fetched_list_names_no_files_and_nothing_odd(void **state)
{
    struct site *s = *state;
    static const char *const wrong[] = {"",         "/etc/passwd",           "feed.xml",
                                        "../x",     "file:///etc/passwd",    "gopher://x.example/",
                                        "https://", "https://u:p@x.example/"};
    assert_true(load_text(s, LIST("")));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        if (add(s, "A", wrong[i], ""))
            fail_msg("taken: %s", wrong[i]);
        assert_int_not_equal(s->err.code, ERR_NONE);
    }
    assert_int_equal(s->config.source_count, 2);
}

static void a_list_of_the_user_s_may_name_files_beside_it(void **state)
{
    struct site *s = *state;
    assert_true(load_text(s, "sources:\n  - name: L\n    opml: lists/a.opml\n"));
    assert_true(add(s, "File", "saved/feed.xml", ""));
    assert_false(last(s)->remote || last(s)->listed);
    assert_true(str_ends(last(s)->path, STR("/lists/saved/feed.xml")));
    assert_str(last(s)->key, "saved-feed-xml");
    s->config.sources[1].kind = SOURCE_OPML; /* so that add finds a list */
    s->config.sources[1].path = s->config.sources[0].path;
    assert_true(add(s, "Net", "https://n.example/", ""));
    assert_true(last(s)->remote);
    assert_false(last(s)->listed);
}

static void there_are_never_too_many_sources(void **state)
{
    struct site *s = *state;
    assert_true(load_text(s, LIST("")));
    while (s->config.source_count < LIMIT_SOURCES) {
        size_t n = s->config.source_count;
        str url = arena_printf(&s->arena, "https://n.example/%zu", n);
        assert_true(add(s, "Same", url.p, ""));
    }
    assert_false(add(s, "One more", "https://more.example/", ""));
    assert_int_equal(s->err.code, ERR_LIMIT);
    assert_true(add(s, "Known", "https://n.example/5", ""));
}

int u_config_feeds(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_feed_takes_the_settings_of_its_list),
        TEST(categories_of_the_list_hold_where_a_feed_has_none),
        TEST(names_and_keys_are_unlike_those_that_are_there),
        TEST(a_feed_that_is_a_source_already_is_no_second_one),
        TEST(credentials_go_to_the_list_s_own_server_only),
        TEST(a_fetched_list_names_no_files_and_nothing_odd),
        TEST(a_list_of_the_user_s_may_name_files_beside_it),
        TEST(there_are_never_too_many_sources),
    };
    return cmocka_run_group_tests_name("config.feeds", tests, NULL, NULL);
}
