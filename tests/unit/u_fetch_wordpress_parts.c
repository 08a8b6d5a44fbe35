/* The WordPress client: posts made whole, and interfaces that are not open. */
#include "wp_sync_check.h"

#include "../../src/fetch/wordpress_item.h"
#include "digest/media.h"
#include "digest/parse.h"

/* -- What is embedded ------------------------------------------------------------------------- */

static void a_post_is_kept_with_what_belongs_to_it_and_no_more(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 5);
    c.keep_quiet = true;
    check_runs(&c);
    check_holds(&c, 2, "\"author\":[{\"id\":2,\"name\":\"Bo\",\"slug\":\"bo\"}]");
    check_holds(&c, 2, "\"wp:featuredmedia\":[{\"id\":1,");
    check_holds(&c, 2, "\"sizes\":{\"medium\":{\"width\":300,\"height\":225,");
    check_holds(&c, 2, "\"slug\":\"world\",\"taxonomy\":\"category\",\"parent\":1}");
    check_holds(&c, 2, "\"name\":\"R&amp;D\"");
    check_holds(&c, 2, "\"yoast_head_json\":{\"og_image\":[{");
    check_lacks(&c, 2, "_links");
    check_lacks(&c, 2, "schema");
    check_lacks(&c, 2, "avatar");
    check_lacks(&c, 2, "image_meta");
    check_lacks(&c, 2, "\"meta\"");
    assert_int_equal(c.server.asked_users, 0);
    check_stop(&c);
}

/* Everything that the parser shows of a post is in what is kept of it. */
static void the_parser_finds_everything_in_it(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 6);
    c.server.broken_embed = true;
    c.keep_quiet = true;
    check_runs(&c);
    const struct kept *kept = check_kept(&c, 2);
    struct media media = {0};
    struct parsed parsed = {0};
    struct err err = {0};
    const struct raw_item item = {
        .kind = RAW_POSTS, .stored = true, .path = kept->url, .name = kept->id};
    const struct raw raw = {
        .item = &item, .source = &c.source, .media = &media, .bytes = kept->bytes};
    if (!parse_wordpress(&parsed, &c.arena, &raw, &err))
        fail_msg("%s", err.why);
    assert_int_equal(parsed.count, 1);
    const struct article *article = parsed.articles[0];
    assert_str(article->title, "Post 2");
    assert_str(article->id, "2");
    assert_str(article->authors.items[0].name, "Bo");
    assert_str(article->categories.items[0].name, "World");
    assert_str(article->tags.items[0].name, "R&D");
    assert_str(article->image.url, "http://site/a1.jpg");
    assert_str(article->image.alt, "A view");
    assert_int_equal(article->image.width, 800);
    check_stop(&c);
}

static void c16_c20_what_is_not_embedded_is_asked_for_at_once(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 100);
    c.server.no_embed = true;
    c.keep_quiet = true;
    check_runs(&c);
    check_agrees(&c);
    check_holds(&c, 1, "\"name\":\"Ann O&#8217;Hara\"");
    check_holds(&c, 2, "\"source_url\":\"http:\\/\\/site\\/a1.jpg\"");
    check_holds(&c, 3, "\"slug\":\"europe\"");
    check_holds(&c, 3, "\"slug\":\"ai\"");
    assert_int_equal(c.server.asked_users, 1);
    assert_true(c.server.asked <= 11);
    check_stop(&c);
}

static void c17_an_error_in_a_place_is_nothing_and_is_asked_for(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 60);
    c.server.broken_embed = true;
    c.keep_quiet = true;
    check_runs(&c);
    check_lacks(&c, 1, "rest_user_invalid_id");
    check_lacks(&c, 1, "Invalid user");
    check_holds(&c, 1, "\"name\":\"Ann O&#8217;Hara\"");
    check_stop(&c);
}

static void c14_more_than_a_hundred_tags_all_resolve(void **state)
{
    struct wp_check c;
    char name[20], wanted[30];
    (void)state;
    check_start(&c, 3);
    for (unsigned i = 100; i < 360; i++) {
        snprintf(name, sizeof name, "tag-%u", i);
        wp_row_add(&c.server, &c.server.tags, i, name, name, 0);
        wp_post_tag(&c.server, &c.server.posts[i % 2], i);
    }
    c.keep_quiet = true;
    check_runs(&c);
    for (unsigned i = 100; i < 360; i++) {
        snprintf(wanted, sizeof wanted, "\"slug\":\"tag-%u\"", i);
        /* The parser shows 64; what is beyond 128 is not asked for. */
        if (i < 350)
            check_holds(&c, 1 + i % 2, wanted);
    }
    check_stop(&c);
}

static void c20_an_unknown_id_is_dropped_and_said_once(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 40);
    for (size_t i = 0; i < 40; i++) {
        c.server.posts[i].author = 99;
        c.server.posts[i].media = 77;
        wp_post_tag(&c.server, &c.server.posts[i], 900 + i);
    }
    c.keep_quiet = true;
    check_runs(&c);
    check_agrees(&c);
    check_said(&c, "author 99");
    check_said(&c, "image 77");
    check_said(&c, "40 tags");
    assert_true(c.problem_count <= 4);
    check_lacks(&c, 1, "\"_embedded\":{\"author\"");
    check_lacks(&c, 1, "routes");
    check_runs(&c);
    assert_int_equal(c.server.asked, 2);
    assert_int_equal(c.problem_count, 0);
    check_stop(&c);
}

static void c18_c44_closed_users_and_media_keep_no_post_out(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 220);
    c.server.users_closed = c.server.media_closed = c.server.broken_embed = true;
    c.keep_quiet = true;
    check_runs(&c);
    check_agrees(&c);
    assert_int_equal(c.server.asked_users, 1);
    assert_int_equal(c.counts.failed, 0);
    check_said(&c, "authors are not told");
    check_said(&c, "images are not told");
    check_lacks(&c, 2, "wp:featuredmedia");
    check_holds(&c, 2, "\"slug\":\"world\"");
    check_runs(&c);
    assert_int_equal(c.server.asked, 2);
    check_stop(&c);
}

static void c05_missing_taxonomies_end_nothing(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 50);
    c.server.taxonomies_closed = true;
    c.keep_quiet = true;
    check_runs(&c);
    check_agrees(&c);
    check_holds(&c, 2, "\"slug\":\"world\"");
    c.server.broken_embed = c.full = true;
    check_runs(&c);
    check_agrees(&c);
    check_stop(&c);
}

static void c24_types_that_drift_are_taken_as_they_come(void **state)
{
    static const char list[] =
        "{\"0\":{\"id\":\"7\",\"title\":\"Plain\",\"content\":{\"rendered\":\"<p>Text<\\/p>\"},"
        "\"date\":\"2020-01-02T03:04:05\",\"date_gmt\":\"0000-00-00T00:00:00\",\"modified_gmt\":"
        "null,\"categories\":{\"1\":2},\"tags\":false,\"author\":false,\"featured_media\":\"0\","
        "\"meta\":[],\"acf\":false,\"_embedded\":[],\"_links\":[]},\"2\":{\"id\":9}}";
    struct wp_item items[2];
    bool object;
    size_t n = 0;
    uint64_t id;
    (void)state;
    struct json j = json_init(STR(list));
    assert_true(json_enter_list(&j, &object));
    while (json_next_listed(&j, object))
        assert_true(wp_item_read(&j, &items[n++]));
    assert_int_equal(n, 2);
    assert_int_equal(items[0].id, 7);
    assert_int_equal(items[1].id, 9);
    struct wp_values values = wp_values_of(items[0].members[WP_CATEGORIES]);
    assert_true(wp_values_next_number(&values, &id) && id == 2);
    assert_false(wp_values_next_number(&values, &id));
    values = wp_values_of(items[0].members[WP_TAGS]);
    assert_false(wp_values_next_number(&values, &id));
    assert_int_equal(wp_number(items[0].members[WP_AUTHOR]), 0);
    assert_int_equal(wp_item_published(&items[0]), 1577934245);
    assert_int_equal(wp_item_changed(&items[0]), INSTANT_NONE);
    assert_int_equal(wp_item_published(&items[1]), INSTANT_NONE);
}

static void c33_the_fingerprint_is_of_what_authors_write(void **state)
{
    static const char *const same[] = {
        "{\"id\":1,\"title\":{\"rendered\":\"A\"},\"modified\":\"2020-01-01T00:00:00\"}",
        "{\"modified\":\"2021-01-01T00:00:00\",\"title\":{\"rendered\":\"A\"},\"id\":1,"
        "\"_embedded\":{\"author\":[{\"name\":\"X\"}]}}"};
    static const char other[] = "{\"id\":1,\"title\":{\"rendered\":\"B\"}}";
    struct wp_item items[3];
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct json j = json_init(str_of(i < 2 ? same[i] : other));
        assert_true(wp_item_read(&j, &items[i]));
    }
    assert_true(hash_eq(wp_item_hash(&items[0]), wp_item_hash(&items[1])));
    assert_false(hash_eq(wp_item_hash(&items[0]), wp_item_hash(&items[2])));
}

static void c38_only_what_is_published_is_kept(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 20);
    c.keep_quiet = true;
    check_runs(&c);
    /* With credentials a plugin may show more. */
    c.server.posts[4].status = "hidden";
    c.server.shows_hidden = true;
    c.server.posts[4].modified = WP_NOW - 5;
    check_runs(&c);
    check_agrees(&c);
    assert_int_equal(c.counts.gone, 1);
    check_stop(&c);
}

/* -- Interfaces that are closed --------------------------------------------------------------- */

static void c43_a_closed_interface_gives_way_to_the_feed_aloud(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 30);
    c.server.closed = true;
    c.keep_quiet = true;
    check_runs(&c);
    assert_true(c.counts.degraded);
    check_said(&c, "rest_login_required");
    check_said(&c, "feed");
    assert_true(c.kept_count >= 1);
    /* It opens, and nothing is doubled. */
    c.server.closed = false;
    check_runs(&c);
    assert_false(c.counts.degraded);
    check_agrees(&c);
    for (uint64_t id = 1; id <= 30; id++)
        assert_int_equal(check_kept(&c, id)->kind, RAW_POSTS);
    /* It closes again: what is there stays. */
    c.server.closed = true;
    check_runs(&c);
    assert_true(c.counts.degraded);
    assert_true(check_present(&c) >= 30);
    c.server.closed = false;
    check_runs(&c);
    check_agrees(&c);
    check_stop(&c);
}

static void c42_a_block_is_named_and_not_tried_again(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 30);
    c.keep_quiet = true;
    check_runs(&c);
    c.server.challenge = true;
    check_runs(&c); /* the feed is open */
    check_said(&c, "loudflare");
    assert_true(c.counts.degraded);
    assert_true(c.server.asked < 14);
    check_stop(&c);
}

static void c05_a_wordpress_without_wp_v2_gives_its_feed(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 5);
    c.server.no_v2 = true;
    c.keep_quiet = true;
    check_runs(&c);
    assert_true(c.counts.degraded);
    check_said(&c, "wp/v2");
    check_stop(&c);
}

static void without_a_feed_the_obstacle_is_the_error(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 5);
    c.server.closed = c.server.feedless = true;
    assert_false(check_run(&c));
    assert_int_equal(c.err.code, ERR_REFUSED);
    assert_non_null(strstr(c.err.why, "rest_login_required"));
    check_stop(&c);
}

static void a_site_that_moves_its_interface_is_found_again(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 30);
    c.keep_quiet = true;
    check_runs(&c);
    check_note_set(&c, "root",
                   http_server_url(&c.server.http, &c.arena, "/gone/index.php/wp-json/"));
    str root = c.notes[0].value;
    for (size_t i = 0; i < c.note_count; i++)
        if (strcmp(c.notes[i].name, "root") == 0) {
            root = arena_printf(&c.arena, "path totals %.*s", STR_ARGS(c.notes[i].value));
            c.notes[i].value = root;
        }
    wp_post_add(&c.server);
    check_runs(&c);
    check_agrees(&c);
    assert_false(c.counts.degraded);
    check_runs(&c);
    assert_int_equal(c.server.asked, 2);
    check_stop(&c);
}

static void another_address_is_another_site(void **state)
{
    struct wp_check c, other;
    (void)state;
    check_start(&c, 12);
    check_start(&other, 3);
    c.keep_quiet = true;
    check_runs(&c);
    size_t before = http_server_count(&c.server.http);
    c.source.location = other.source.location;
    check_runs(&c);
    assert_int_equal(http_server_count(&c.server.http), before);
    assert_true(http_server_count(&other.server.http) > 0);
    check_stop(&other);
    check_stop(&c);
}

static void a3_a_password_that_is_not_accepted_is_said(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 10);
    c.source.user = STR("ann");
    c.source.password_env = STR("PATH"); /* any text will do */
    c.keep_quiet = true;
    for (int i = 0; i < 2; i++) {
        check_runs(&c);
        check_agrees(&c);
        check_said(&c, "password of \"ann\"");
    }
    check_stop(&c);
}

int u_fetch_wordpress_parts(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_post_is_kept_with_what_belongs_to_it_and_no_more),
        cmocka_unit_test(the_parser_finds_everything_in_it),
        cmocka_unit_test(c16_c20_what_is_not_embedded_is_asked_for_at_once),
        cmocka_unit_test(c17_an_error_in_a_place_is_nothing_and_is_asked_for),
        cmocka_unit_test(c14_more_than_a_hundred_tags_all_resolve),
        cmocka_unit_test(c20_an_unknown_id_is_dropped_and_said_once),
        cmocka_unit_test(c18_c44_closed_users_and_media_keep_no_post_out),
        cmocka_unit_test(c05_missing_taxonomies_end_nothing),
        cmocka_unit_test(c24_types_that_drift_are_taken_as_they_come),
        cmocka_unit_test(c33_the_fingerprint_is_of_what_authors_write),
        cmocka_unit_test(c38_only_what_is_published_is_kept),
        cmocka_unit_test(c43_a_closed_interface_gives_way_to_the_feed_aloud),
        cmocka_unit_test(c42_a_block_is_named_and_not_tried_again),
        cmocka_unit_test(c05_a_wordpress_without_wp_v2_gives_its_feed),
        cmocka_unit_test(without_a_feed_the_obstacle_is_the_error),
        cmocka_unit_test(a_site_that_moves_its_interface_is_found_again),
        cmocka_unit_test(another_address_is_another_site),
        cmocka_unit_test(a3_a_password_that_is_not_accepted_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
