/* The WordPress client over several runs: what was changed, what went, what is asked for. */
#include "wp_sync_check.h"

#define DAY 86400

/* Starts a site whose posts are all old, and brings it once. */
static void begin(struct wp_check *c, size_t posts)
{
    check_start(c, posts);
    c->keep_quiet = true;
    for (size_t i = 0; i < posts; i++)
        c->server.posts[i].modified -= 100 * DAY;
    check_runs(c);
    check_agrees(c);
    c->keep_quiet = false;
}

static void edit(struct wp_check *c, uint64_t id, const char *title)
{
    struct wp_post_row *post = wp_post_find(&c->server, id);
    snprintf(post->title, sizeof post->title, "%s", title);
    post->modified = WP_NOW - 60;
}

/* -- Changes ---------------------------------------------------------------------------------- */

static void what_was_edited_and_added_arrives_with_few_requests(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 250);
    edit(&c, 17, "Edited");
    wp_post_add(&c.server);
    check_runs(&c);
    check_agrees(&c);
    assert_int_equal(c.counts.changed, 1);
    assert_int_equal(c.counts.added, 1);
    assert_true(c.server.asked <= 5);
    check_runs(&c);
    assert_int_equal(c.server.asked, 2);
    check_stop(&c);
}

static void where_changes_do_not_come_in_order_all_are_looked_at(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 250);
    for (size_t i = 0; i < c.server.count; i++)
        c.server.posts[i].modified += (int64_t)(i * 37 % 50) * 60;
    check_runs(&c);
    c.server.ignores_order = true;
    edit(&c, 17, "Edited");
    check_runs(&c);
    check_agrees(&c);
    check_stop(&c);
}

static void many_changes_are_asked_for_once(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 350);
    for (uint64_t id = 1; id <= 350; id++)
        wp_post_find(&c.server, id)->modified = WP_NOW - 1000 + (int64_t)id;
    check_runs(&c);
    assert_int_equal(c.counts.unchanged, 350); /* C33: saved again, not edited */
    assert_int_equal(c.counts.changed, 0);
    check_runs(&c);
    assert_int_equal(c.server.asked, 2);
    check_stop(&c);
}

static void c31_a_server_that_ignores_modified_after_is_found_out(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 250);
    c.server.ignores_modified = true;
    for (size_t i = 0; i < 240; i++)
        c.server.posts[i].modified -= 100 * DAY;
    c.keep_quiet = true;
    check_runs(&c);
    for (int i = 0; i < 2; i++) {
        edit(&c, 30 + i, "Edited on an old server");
        check_runs(&c);
        check_agrees(&c);
        assert_int_equal(c.counts.changed, 1);
        assert_true(c.server.asked <= 9);
    }
    check_stop(&c);
}

static void c32_the_question_overlaps_by_26_hours(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 20);
    edit(&c, 20, "The last change");
    check_runs(&c);
    size_t before = c.server.http.head_count;
    check_runs(&c);
    str target = check_listing(&c, before, 1);
    assert_true(str_has(target, STR("modified_after=2026-05-06T09:59:00Z&")));
    /* A change that shows up a day late. */
    edit(&c, 5, "Late");
    wp_post_find(&c.server, 5)->modified = WP_NOW - 60 - 25 * 3600;
    check_runs(&c);
    check_agrees(&c);
    check_stop(&c);
}

static void a_date_of_change_in_the_future_does_not_stop_the_clock(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 20);
    wp_post_find(&c.server, 3)->modified = WP_NOW + 300 * DAY;
    check_runs(&c);
    edit(&c, 8, "Edited after");
    check_runs(&c);
    check_agrees(&c);
    check_stop(&c);
}

static void a_scheduled_and_an_imported_post_arrive(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 300);
    struct wp_post_row *post = wp_post_add(&c.server);
    post->date = WP_NOW - 10;
    post->modified = WP_NOW - 40 * DAY; /* when it was scheduled */
    post = wp_post_add(&c.server);
    post->date = post->modified = 1000000000;
    check_runs(&c);
    check_agrees(&c);
    assert_true(c.server.asked <= 5);
    /* An old id that goes public without any date that tells: the total does. */
    post = wp_post_find(&c.server, 4);
    post->status = "draft";
    check_runs(&c);
    check_agrees(&c);
    post->status = "publish";
    check_runs(&c);
    check_agrees(&c);
    check_stop(&c);
}

static void once_a_day_everything_is_compared(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 250);
    /* One goes, one comes, neither shows in totals, dates or highest ids. */
    wp_post_find(&c.server, 100)->status = "draft";
    struct wp_post_row *post = wp_post_find(&c.server, 50);
    snprintf(post->title, sizeof post->title, "Changed by a plugin");
    post->modified += 5 * DAY;
    c.server.posts[100].status = "draft"; /* 101 */
    check_runs(&c);
    check_agrees(&c); /* the total told: two are less */
    post->modified -= 50 * DAY;
    snprintf(post->title, sizeof post->title, "Changed again");
    check_runs(&c);
    assert_int_equal(c.server.asked, 2);
    check_holds(&c, 50, "by a plugin");
    check_note_set(&c, "swept", STR("1778060000"));
    check_runs(&c);
    check_agrees(&c);
    check_runs(&c);
    assert_int_equal(c.server.asked, 2);
    check_stop(&c);
}

/* -- Departures ------------------------------------------------------------------------------- */

static void c34_what_is_gone_is_confirmed_and_let_go(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 250);
    wp_post_delete(&c.server, 9);
    wp_post_find(&c.server, 200)->status = "draft";
    check_runs(&c);
    check_agrees(&c);
    assert_int_equal(c.counts.gone, 2);
    assert_int_equal(c.server.asked_singles, 2);
    assert_true(check_kept(&c, 9)->gone && check_kept(&c, 200)->gone);
    check_runs(&c);
    assert_int_equal(c.server.asked, 2);
    check_stop(&c);
}

static void c34_too_much_at_once_is_not_believed(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 120);
    for (uint64_t id = 1; id <= 60; id++)
        wp_post_delete(&c.server, id);
    c.keep_quiet = true;
    check_runs(&c);
    check_said(&c, "60 of 120 articles");
    check_said(&c, "max_removals: 100");
    assert_int_equal(check_present(&c), 120);
    assert_int_equal(c.counts.gone, 0);
    assert_int_equal(c.server.asked_singles, 0);
    c.source.max_removals = 100;
    check_runs(&c);
    assert_int_equal(c.counts.gone, 60);
    check_agrees(&c);
    check_stop(&c);
}

static void hide_from_lists(struct wp_server *s, unsigned listed)
{
    /* Some are lost: they are neither in lists nor to be had alone. */
    for (size_t i = 0; i < s->count; i++)
        s->posts[i].type = listed != 999 && i < 5 ? "lost" : "post";
}

static void what_a_server_loses_for_a_while_comes_back(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 150);
    c.server.before = hide_from_lists;
    c.keep_quiet = true;
    check_runs(&c);
    assert_int_equal(check_present(&c), 145);
    hide_from_lists(&c.server, 999);
    c.server.before = NULL;
    check_runs(&c);
    check_agrees(&c);
    check_stop(&c);
}

static void c34_an_incomplete_comparison_removes_nothing(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 450);
    wp_post_delete(&c.server, 1);
    c.server.ignores_page = true;
    c.keep_quiet = true;
    check_runs(&c);
    assert_int_equal(check_present(&c), 450);
    c.server.ignores_page = false;
    check_runs(&c);
    check_agrees(&c);
    check_stop(&c);
}

static void c60_no_posts_at_all_are_not_believed(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 15);
    c.server.empty = true;
    c.keep_quiet = true;
    check_runs(&c);
    check_said(&c, "no articles at all; the 15 of before are kept");
    assert_int_equal(check_present(&c), 15);
    c.server.empty = false;
    check_runs(&c);
    check_agrees(&c);
    assert_int_equal(c.problem_count, 0);
    c.server.empty = true;
    c.source.allow_empty = true;
    check_runs(&c);
    assert_int_equal(check_present(&c), 0);
    check_stop(&c);
}

static void c35_a_new_slug_is_a_change_of_the_same_post(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 15);
    struct wp_post_row *post = wp_post_find(&c.server, 7);
    snprintf(post->slug, sizeof post->slug, "renamed");
    post->modified = WP_NOW - 100;
    check_runs(&c);
    check_agrees(&c);
    assert_int_equal(c.counts.changed, 1);
    assert_int_equal(c.kept_count, 15);
    assert_str(check_kept(&c, 7)->url, "http://site/renamed/");
    check_stop(&c);
}

static void random_edits_between_runs_leave_what_the_site_has(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct wp_check c;
        uint64_t chance = seed * 7919;
        begin(&c, 130);
        c.source.max_removals = 100;
        c.keep_quiet = true;
        for (unsigned run = 0; run < 8; run++) {
            for (unsigned edits = wp_chance(&chance) % 6; edits > 0; edits--) {
                struct wp_post_row *post = &c.server.posts[wp_chance(&chance) % c.server.count];
                int64_t now = WP_NOW - 1000 + (int64_t)(run * 100 + edits);
                switch (wp_chance(&chance) % 6) {
                case 0:
                    post = wp_post_add(&c.server);
                    post->date = wp_chance(&chance) % 2 ? now : 1200000000;
                    break;
                case 1: snprintf(post->title, sizeof post->title, "Edit %u.%u", run, edits); break;
                case 2: wp_post_delete(&c.server, post->id); continue;
                case 3:
                    post->status = strcmp(post->status, "draft") == 0 ? "publish" : "draft";
                    break;
                case 4: snprintf(post->slug, sizeof post->slug, "slug-%u-%u", run, edits); break;
                default: post->tag_count = 0;
                }
                post->modified = now;
            }
            c.server.spoilt = run % 3 == 2 ? 40 : 0;
            check_runs(&c);
            check_agrees(&c);
        }
        check_stop(&c);
    }
}

static void broken_off_while_changes_are_fetched(void **state)
{
    (void)state;
    for (unsigned at = 1; at <= 4; at++) {
        struct wp_check c;
        begin(&c, 260);
        for (uint64_t id = 1; id <= 250; id++)
            edit(&c, id, "Edited");
        wp_post_delete(&c.server, 255);
        c.keep_quiet = true;
        c.killed = at;
        check_run(&c);
        c.killed = 0;
        check_runs(&c);
        check_agrees(&c);
        check_stop(&c);
    }
}

static void everything_again_when_that_is_asked(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 120);
    snprintf(c.server.users.rows[0].name, sizeof c.server.users.rows[0].name, "Ann Newname");
    c.full = c.keep_quiet = true;
    check_runs(&c);
    assert_int_equal(c.counts.unchanged, 120);
    check_holds(&c, 1, "Ann Newname");
    check_stop(&c);
}

/* -- What is asked for ------------------------------------------------------------------------ */

static bool is_of_world(const struct wp_post_row *post)
{
    return post->category == 2 || post->category == 3;
}

static bool is_of_sport(const struct wp_post_row *post)
{
    return post->category == 4;
}

static bool is_tagged(const struct wp_post_row *post)
{
    for (size_t i = 0; i < post->tag_count; i++)
        if (post->tags[i] == 3)
            return true;
    return false;
}

static void c25_categories_are_found_by_slug_with_those_below(void **state)
{
    struct wp_check c;
    str slugs[] = {STR("world")};
    (void)state;
    check_start(&c, 200);
    c.source.categories = (struct str_list){slugs, 1};
    c.keep_quiet = true;
    check_runs(&c);
    check_agrees_on(&c, is_of_world);
    assert_int_equal(c.counts.announced, 100);
    check_runs(&c);
    assert_int_equal(c.server.asked, 2);
    /* Others are asked for now: those of before are left out, none is gone. */
    slugs[0] = STR("Sport");
    check_runs(&c);
    check_agrees_on(&c, is_of_sport);
    assert_int_equal(c.counts.left_out, 100);
    assert_int_equal(c.counts.gone, 0);
    slugs[0] = STR("world");
    check_runs(&c);
    check_agrees_on(&c, is_of_world);
    check_stop(&c);
}

static void c25_a_post_that_changes_its_category_is_left_out(void **state)
{
    struct wp_check c;
    str slugs[] = {STR("world")};
    (void)state;
    check_start(&c, 120);
    c.source.categories = (struct str_list){slugs, 1};
    c.keep_quiet = true;
    check_runs(&c);
    struct wp_post_row *post = wp_post_find(&c.server, 2);
    post->category = 4;
    post->modified = WP_NOW - 5;
    check_runs(&c);
    check_agrees_on(&c, is_of_world);
    assert_int_equal(c.counts.left_out, 1);
    check_stop(&c);
}

static void c25_an_unknown_slug_is_an_error_of_the_configuration(void **state)
{
    struct wp_check c;
    str slugs[] = {STR("wrld")};
    (void)state;
    check_start(&c, 20);
    c.source.categories = (struct str_list){slugs, 1};
    assert_false(check_run(&c));
    assert_int_equal(c.err.code, ERR_CONFIG);
    assert_non_null(strstr(c.err.why, "wrld"));
    assert_non_null(strstr(c.err.hint, "\"world\""));
    assert_int_equal(c.kept_count, 0);
    slugs[0] = STR("c-plus");
    c.source.categories = (struct str_list){NULL, 0};
    c.source.tagged = (struct str_list){slugs, 1};
    assert_false(check_run(&c));
    assert_int_equal(c.err.code, ERR_CONFIG);
    assert_non_null(strstr(c.err.hint, "\"c-plus-plus\""));
    assert_int_equal(c.kept_count, 0);
    check_stop(&c);
}

static void c25_where_categories_cannot_be_read_nothing_unasked_comes(void **state)
{
    struct wp_check c;
    str slugs[] = {STR("world")};
    (void)state;
    check_start(&c, 20);
    c.source.categories = (struct str_list){slugs, 1};
    c.server.taxonomies_closed = true;
    assert_false(check_run(&c));
    assert_int_equal(c.kept_count, 0);
    check_stop(&c);
}

static void tags_limit_as_well(void **state)
{
    struct wp_check c;
    str slugs[] = {STR("ai")};
    (void)state;
    check_start(&c, 100);
    c.source.tagged = (struct str_list){slugs, 1};
    c.keep_quiet = true;
    check_runs(&c);
    check_agrees_on(&c, is_tagged);
    check_stop(&c);
}

static bool is_post_or_film(const struct wp_post_row *post)
{
    return strcmp(post->type, "post") == 0 || strcmp(post->type, "film") == 0;
}

static void c27_other_types_come_by_their_route(void **state)
{
    struct wp_check c;
    str types[] = {STR("film")};
    (void)state;
    check_start(&c, 150);
    for (size_t i = 0; i < 150; i += 3)
        c.server.posts[i].type = i % 2 ? "film" : "book";
    c.source.types = (struct str_list){types, 1};
    c.keep_quiet = true;
    check_runs(&c);
    check_agrees_on(&c, is_post_or_film);
    check_said(&c, "not fetched: books");
    check_runs(&c);
    assert_int_equal(c.server.asked, 4); /* two for each type */
    assert_int_equal(c.problem_count, 0);
    wp_post_delete(&c.server, 4);
    check_runs(&c);
    check_agrees_on(&c, is_post_or_film);
    assert_int_equal(c.counts.gone, 1);
    /* Without the type its posts are left out, not gone. */
    c.source.types.count = 0;
    check_runs(&c);
    check_agrees(&c);
    assert_int_equal(c.counts.gone, 0);
    assert_true(c.counts.left_out > 0);
    types[0] = STR("flim");
    c.source.types.count = 1;
    assert_false(check_run(&c));
    assert_int_equal(c.err.code, ERR_CONFIG);
    assert_non_null(strstr(c.err.hint, "film"));
    check_stop(&c);
}

static void a_type_without_categories_is_not_chosen_by_them(void **state)
{
    struct wp_check c;
    str types[] = {STR("book")}, slugs[] = {STR("news")};
    (void)state;
    check_start(&c, 10);
    c.source.types = (struct str_list){types, 1};
    c.source.categories = (struct str_list){slugs, 1};
    assert_false(check_run(&c));
    assert_int_equal(c.err.code, ERR_CONFIG);
    check_stop(&c);
}

static bool is_recent(const struct wp_post_row *post)
{
    return post->id > 60;
}

static void since_leaves_older_posts_alone(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 200);
    c.source.since = c.server.posts[60].date;
    c.keep_quiet = true;
    check_runs(&c);
    check_agrees_on(&c, is_recent);
    check_stop(&c);
}

static void a_limited_number_is_the_newest(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 300);
    c.source.max_articles = 120;
    c.keep_quiet = true;
    check_runs(&c);
    assert_int_equal(check_present(&c), 120);
    assert_true(check_kept(&c, 181)->present && check_kept(&c, 300)->present);
    assert_null(check_kept(&c, 180));
    check_runs(&c);
    assert_int_equal(c.server.asked, 2);
    /* One comes, the oldest goes out; one goes, the one before comes in. */
    wp_post_add(&c.server);
    check_runs(&c);
    assert_int_equal(check_present(&c), 120);
    assert_false(check_kept(&c, 181)->present);
    assert_int_equal(c.counts.left_out, 1);
    wp_post_delete(&c.server, 290);
    check_runs(&c);
    assert_int_equal(check_present(&c), 120);
    assert_true(check_kept(&c, 181)->present);
    for (uint64_t id = 182; id <= 301; id++)
        wp_post_delete(&c.server, id);
    c.source.max_removals = 100;
    check_runs(&c);
    assert_int_equal(check_present(&c), 120);
    assert_true(check_kept(&c, 62)->present && !check_kept(&c, 300)->present);
    check_stop(&c);
}

static void c04_the_url_of_a_collection_says_what_is_wanted(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 60);
    c.source.location = http_server_url(&c.server.http, &c.arena,
                                        "/wp-json/wp/v2/posts?categories=4&per_page=5&page=2");
    c.keep_quiet = true;
    check_runs(&c);
    check_agrees_on(&c, is_of_sport);
    check_stop(&c);
}

int u_fetch_wordpress_changes(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_edited_and_added_arrives_with_few_requests),
        cmocka_unit_test(where_changes_do_not_come_in_order_all_are_looked_at),
        cmocka_unit_test(many_changes_are_asked_for_once),
        cmocka_unit_test(c31_a_server_that_ignores_modified_after_is_found_out),
        cmocka_unit_test(c32_the_question_overlaps_by_26_hours),
        cmocka_unit_test(a_date_of_change_in_the_future_does_not_stop_the_clock),
        cmocka_unit_test(a_scheduled_and_an_imported_post_arrive),
        cmocka_unit_test(once_a_day_everything_is_compared),
        cmocka_unit_test(c34_what_is_gone_is_confirmed_and_let_go),
        cmocka_unit_test(c34_too_much_at_once_is_not_believed),
        cmocka_unit_test(what_a_server_loses_for_a_while_comes_back),
        cmocka_unit_test(c34_an_incomplete_comparison_removes_nothing),
        cmocka_unit_test(c60_no_posts_at_all_are_not_believed),
        cmocka_unit_test(c35_a_new_slug_is_a_change_of_the_same_post),
        cmocka_unit_test(random_edits_between_runs_leave_what_the_site_has),
        cmocka_unit_test(broken_off_while_changes_are_fetched),
        cmocka_unit_test(everything_again_when_that_is_asked),
        cmocka_unit_test(c25_categories_are_found_by_slug_with_those_below),
        cmocka_unit_test(c25_a_post_that_changes_its_category_is_left_out),
        cmocka_unit_test(c25_an_unknown_slug_is_an_error_of_the_configuration),
        cmocka_unit_test(c25_where_categories_cannot_be_read_nothing_unasked_comes),
        cmocka_unit_test(tags_limit_as_well),
        cmocka_unit_test(c27_other_types_come_by_their_route),
        cmocka_unit_test(a_type_without_categories_is_not_chosen_by_them),
        cmocka_unit_test(since_leaves_older_posts_alone),
        cmocka_unit_test(a_limited_number_is_the_newest),
        cmocka_unit_test(c04_the_url_of_a_collection_says_what_is_wanted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
