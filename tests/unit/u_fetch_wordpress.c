/* The WordPress client: paging, and what goes wrong with it. Named by number:
 * tests/README.md. */
#include "wp_sync_check.h"

/* -- A walk through everything ---------------------------------------------------------------- */

static void everything_arrives_and_a_second_run_asks_twice(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 250);
    c.keep_quiet = true; /* it has other types */
    check_runs(&c);
    check_agrees(&c);
    check_said(&c, "books");
    assert_int_equal(c.counts.announced, 250);
    assert_int_equal(c.counts.added, 250);
    assert_int_equal(c.counts.failed + c.counts.gone + c.counts.left_out, 0);
    assert_false(c.server.forbidden); /* C26 */
    c.keep_quiet = false;
    check_runs(&c);
    assert_true(c.server.asked <= 2);
    assert_int_equal(c.commits, 0);
    assert_int_equal(c.counts.added + c.counts.changed + c.counts.failed, 0);
    assert_int_equal(c.counts.announced, 250);
    check_stop(&c);
}

static void an_empty_site_says_so(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 0);
    c.keep_quiet = true;
    check_runs(&c);
    check_said(&c, "no articles");
    assert_int_equal(check_present(&c), 0);
    wp_post_add(&c.server);
    check_runs(&c);
    check_agrees(&c);
    check_stop(&c);
}

static void c07_never_more_than_a_hundred_are_asked_for(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 230);
    c.keep_quiet = true;
    check_runs(&c);
    check_agrees(&c);
    assert_true(c.server.largest == 100);
    check_stop(&c);
}

static void c08_the_last_page_is_known_by_the_total(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 200);
    c.keep_quiet = true;
    check_runs(&c);
    check_agrees(&c);
    /* A look, two pages, two pages of ids; not one behind the last. */
    assert_int_equal(c.server.listed, 5);
    check_stop(&c);
}

static void c09_a_short_page_is_not_the_end(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 330);
    for (size_t i = 90; i < 220; i++)
        c.server.posts[i].status = "hidden";
    c.keep_quiet = true;
    check_runs(&c);
    check_agrees(&c);
    assert_int_equal(check_present(&c), 200);
    check_runs(&c);
    assert_int_equal(c.server.asked, 2); /* what the total has too many is known by now */
    check_stop(&c);
}

static void c10_without_totals_pages_are_read_until_there_are_no_more(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 300);
    c.server.no_totals = true;
    c.keep_quiet = true;
    check_runs(&c);
    check_agrees(&c);
    check_runs(&c);
    assert_int_equal(c.server.asked, 2);
    check_stop(&c);
}

static void c11_a_walk_goes_by_id_up_to_a_snapshot(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 150);
    for (size_t i = 0; i < 150; i++)
        c.server.posts[i].date = WP_NOW - 1000; /* imported at once */
    c.source.since = WP_NOW - 5000;
    c.keep_quiet = true;
    check_runs(&c);
    check_agrees(&c);
    str target = check_listing(&c, 0, 1);
    assert_true(str_has(target, STR("orderby=id&order=asc&before=2026-05-07T12:00:00Z")));
    assert_true(str_has(target, STR("after=2026-05-07T10:36:39Z")));
    assert_true(str_has(target, STR("_fields=id,")));
    assert_true(str_has(target, STR("_links,_embedded"))); /* C15 */
    assert_true(str_has(target, STR("_embed=author,wp:term,wp:featuredmedia")));
    check_stop(&c);
}

/* -- Changes while pages are read ------------------------------------------------------------- */

static void delete_first(struct wp_server *s, unsigned listed)
{
    if (listed == 2)
        for (uint64_t id = 1; id <= 30; id++)
            wp_post_delete(s, id);
}

static void delete_two_pages(struct wp_server *s, unsigned listed)
{
    if (listed == 3)
        for (uint64_t id = 1; id <= 200; id++)
            wp_post_delete(s, id);
}

static void swap_one(struct wp_server *s, unsigned listed)
{
    if (listed == 2) {
        wp_post_delete(s, 5);
        struct wp_post_row *post = wp_post_add(s);
        post->date = post->modified = 1000000000; /* imported: before the snapshot */
    }
}

static void add_and_delete(struct wp_server *s, unsigned listed)
{
    if (listed % 2 == 0)
        wp_post_delete(s, s->posts[7 * listed % s->count].id);
    if (listed < 12) {
        wp_post_add(s);
        struct wp_post_row *old = wp_post_find(s, 40 + listed);
        if (old) {
            snprintf(old->title, sizeof old->title, "Edited %u", listed);
            old->modified = WP_NOW - 10 + listed;
        }
    }
}

static void c12_nothing_is_lost_when_posts_come_and_go_meanwhile(void **state)
{
    void (*const changes[])(struct wp_server *, unsigned) = {delete_first, delete_two_pages,
                                                             swap_one, add_and_delete};
    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct wp_check c;
        check_start(&c, 820);
        c.keep_quiet = true;
        c.server.before = changes[i];
        check_runs(&c);
        c.server.before = NULL;
        for (size_t k = 0; k < c.server.count; k++)
            if (c.server.posts[k].id <= 820 && !check_kept(&c, c.server.posts[k].id))
                fail_msg("change %zu lost post %llu", i, (unsigned long long)c.server.posts[k].id);
        check_runs(&c);
        check_agrees(&c);
        check_stop(&c);
    }
}

static void c12_what_moved_over_the_border_is_met_by_reading_the_page_before_again(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 300);
    c.keep_quiet = true;
    c.server.before = delete_first;
    check_runs(&c);
    str again = check_listing(&c, 0, 3);
    assert_true(str_has(again, STR("&page=1&")) && str_has(again, STR("content")));
    check_stop(&c);
}

/* -- Failures --------------------------------------------------------------------------------- */

static void c13_only_the_broken_post_is_lost(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 260);
    c.server.posts[137].broken = true;
    c.keep_quiet = true;
    check_runs(&c);
    assert_int_equal(check_present(&c), 259);
    assert_null(check_kept(&c, 138));
    assert_int_equal(c.counts.failed, 1);
    check_said(&c, "post 138, at offset 137,");
    for (size_t i = 0; i < c.problem_count; i++)
        assert_int_equal(c.fatal[i], strstr(c.problems[i].why, "138") != NULL);
    /* It is asked for again, alone, and arrives once it can. */
    check_runs(&c);
    assert_int_equal(c.counts.failed, 1);
    assert_true(c.server.asked < 12);
    c.server.posts[137].broken = false;
    check_runs(&c);
    assert_int_equal(c.counts.failed, 0);
    check_agrees(&c);
    check_runs(&c);
    assert_int_equal(c.server.asked, 2);
    check_stop(&c);
}

static void c13_a_changed_post_that_breaks_keeps_its_last_version(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 30);
    c.keep_quiet = true;
    check_runs(&c);
    struct wp_post_row *post = wp_post_find(&c.server, 10);
    snprintf(post->title, sizeof post->title, "Edited");
    post->modified = WP_NOW - 5;
    post->broken = true;
    check_runs(&c);
    assert_int_equal(c.counts.failed, 1);
    check_holds(&c, 10, "Post 10");
    assert_true(check_kept(&c, 10)->present);
    post->broken = false;
    check_runs(&c);
    check_agrees(&c);
    check_stop(&c);
}

static void a_server_that_bears_little_is_asked_for_little(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 210);
    c.server.most = 30;
    c.keep_quiet = true;
    check_runs(&c);
    check_agrees(&c);
    assert_int_equal(c.counts.failed, 0);
    assert_true(c.server.listed < 30);
    check_stop(&c);
}

static void a_site_with_smaller_pages_than_asked_for_is_read_whole(void **state)
{
    (void)state;
    for (int refuses = 0; refuses < 2; refuses++) {
        struct wp_check c;
        check_start(&c, 333);
        c.server.caps = refuses ? 0 : 30;
        c.server.refuses = refuses ? 30 : 0;
        c.server.no_embed = true;
        for (unsigned i = 0; i < 80; i++) {
            wp_row_add(&c.server, &c.server.tags, 100 + i, "Tag", "tag", 0);
            wp_post_tag(&c.server, &c.server.posts[i % 20], 100 + i);
        }
        c.keep_quiet = true;
        check_runs(&c);
        check_agrees(&c);
        assert_int_equal(c.counts.failed, 0);
        assert_false(c.counts.degraded);
        if (!refuses)
            check_holds(&c, 20, "\"id\":179,");
        check_runs(&c);
        assert_true(c.server.asked <= 5);
        check_stop(&c);
    }
}

static void a_server_that_fails_altogether_fails_the_run(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 50);
    c.server.down = 1000000;
    assert_false(check_run(&c));
    assert_int_equal(c.err.code, ERR_NETWORK);
    c.server.down = 0;
    for (size_t i = 0; i < c.server.count; i++)
        c.server.posts[i].broken = true; /* ids are given, texts are not */
    assert_false(check_run(&c));
    assert_int_equal(c.err.code, ERR_NETWORK);
    assert_true(c.problem_count < 10);
    check_stop(&c);
}

static void a_server_that_falls_silent_is_not_waited_for_long(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 150);
    c.source.timeout = 20; /* 0.4 s */
    c.source.patience = 30;
    c.server.silent = true;
    assert_false(check_run(&c));
    assert_int_equal(c.err.code, ERR_NETWORK);
    assert_true(c.server.asked < 30);
    c.server.silent = false;
    c.source.timeout = 300;
    c.keep_quiet = true;
    check_runs(&c);
    check_agrees(&c);
    check_stop(&c);
}

static void one_answer_in_twenty_spoilt_loses_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct wp_check c;
        check_start(&c, 350);
        c.server.spoilt = 50;
        c.server.seed = seed * 977;
        c.keep_quiet = true;
        check_runs(&c);
        check_agrees(&c);
        assert_int_equal(c.counts.failed, 0);
        wp_post_delete(&c.server, 77);
        wp_post_add(&c.server);
        check_runs(&c);
        check_agrees(&c);
        check_stop(&c);
    }
}

static void c46_an_answer_that_was_cut_off_is_none(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 120);
    c.server.spoilt = 300;
    c.keep_quiet = true;
    for (unsigned i = 0; i < 5 && !check_run(&c); i++)
        assert_true(c.err.code == ERR_NETWORK || c.err.code == ERR_INPUT);
    c.server.spoilt = 0;
    check_runs(&c);
    check_agrees(&c);
    assert_int_equal(c.kept_count, 120);
    check_stop(&c);
}

static void nonsense_is_an_error_and_does_no_harm(void **state)
{
    static const unsigned amounts[] = {1, 3, 10, 100};
    (void)state;
    for (uint64_t seed = 1; seed <= 24; seed++) {
        struct wp_check c;
        check_start(&c, 40);
        c.keep_quiet = true;
        if (seed % 2)
            check_runs(&c);
        c.server.nonsense = amounts[seed % 4];
        c.server.seed = seed * 31337;
        for (int run = 0; run < 2; run++)
            if (!check_run(&c))
                assert_true(c.err.code == ERR_NETWORK || c.err.code == ERR_INPUT ||
                            c.err.code == ERR_REFUSED || c.err.code == ERR_LIMIT);
        assert_int_equal(c.counts.gone, 0);
        if (seed % 2)
            for (uint64_t id = 1; id <= 40; id++)
                assert_true(check_kept(&c, id)->present);
        check_stop(&c);
    }
}

/* -- Servers of another kind ------------------------------------------------------------------ */

static void a_site_of_files_gives_all_at_once(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 373);
    c.server.bare_list = c.server.ignores_fields = c.server.ignores_include = true;
    c.server.ignores_modified = true;
    c.keep_quiet = true;
    check_runs(&c);
    check_agrees(&c);
    assert_false(c.counts.degraded);
    check_runs(&c);
    check_agrees(&c);
    assert_true(c.server.listed < 6);
    check_stop(&c);
}

static void a_server_that_ignores_pages_is_not_asked_for_ever(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 500);
    c.server.ignores_page = true;
    c.keep_quiet = true;
    check_runs(&c);
    check_said(&c, "gives nothing new after 100");
    assert_true(c.counts.degraded);
    assert_true(c.server.listed < 20);
    assert_int_equal(check_present(&c), 200); /* the first hundred by id, and the newest */
    check_stop(&c);
}

static void grow_for_ever(struct wp_server *s, unsigned listed)
{
    (void)listed;
    for (int i = 0; i < 2; i++)
        wp_post_add(s);
}

static void a_site_that_grows_as_it_is_read_comes_to_an_end(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 310);
    c.server.before = grow_for_ever;
    c.keep_quiet = true;
    check_runs(&c);
    assert_true(check_present(&c) >= 310);
    check_stop(&c);
}

/* -- Broken off, and gone on with ------------------------------------------------------------- */

static void killed_at_any_commit_the_next_run_goes_on_from_there(void **state)
{
    (void)state;
    for (unsigned at = 1; at <= 7; at++) {
        struct wp_check c;
        check_start(&c, 560);
        c.keep_quiet = true;
        c.killed = at;
        bool ended = check_run(&c);
        size_t kept = check_present(&c);
        assert_int_equal(kept, at <= 6 ? 100 * (at - 1) : 560);
        if (!ended)
            assert_int_equal(c.err.code, ERR_STORE);
        c.killed = 0;
        /* Meanwhile posts go, so that pages are no more what they were. */
        for (uint64_t id = 3; id < 40; id += 2)
            wp_post_delete(&c.server, id);
        check_runs(&c);
        check_agrees(&c);
        assert_true(c.counts.added <= 560 - kept);
        /* Only the last page is read again. */
        assert_true(c.counts.fetched <= 560 - kept + 200);
        check_stop(&c);
    }
}

static void killed_again_and_again_it_comes_to_its_end(void **state)
{
    struct wp_check c;
    unsigned runs = 0;
    (void)state;
    check_start(&c, 450);
    c.keep_quiet = true;
    for (c.killed = 2; !check_run(&c); runs++) {
        assert_true(runs < 20);
        if (runs > 6)
            continue;
        wp_post_delete(&c.server, 1 + runs);
        wp_post_add(&c.server);
    }
    check_runs(&c);
    check_agrees(&c);
    assert_true(runs >= 4);
    check_stop(&c);
}

int u_fetch_wordpress(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_arrives_and_a_second_run_asks_twice),
        cmocka_unit_test(an_empty_site_says_so),
        cmocka_unit_test(c07_never_more_than_a_hundred_are_asked_for),
        cmocka_unit_test(c08_the_last_page_is_known_by_the_total),
        cmocka_unit_test(c09_a_short_page_is_not_the_end),
        cmocka_unit_test(c10_without_totals_pages_are_read_until_there_are_no_more),
        cmocka_unit_test(c11_a_walk_goes_by_id_up_to_a_snapshot),
        cmocka_unit_test(c12_nothing_is_lost_when_posts_come_and_go_meanwhile),
        cmocka_unit_test(c12_what_moved_over_the_border_is_met_by_reading_the_page_before_again),
        cmocka_unit_test(c13_only_the_broken_post_is_lost),
        cmocka_unit_test(c13_a_changed_post_that_breaks_keeps_its_last_version),
        cmocka_unit_test(a_server_that_bears_little_is_asked_for_little),
        cmocka_unit_test(a_site_with_smaller_pages_than_asked_for_is_read_whole),
        cmocka_unit_test(a_server_that_fails_altogether_fails_the_run),
        cmocka_unit_test(a_server_that_falls_silent_is_not_waited_for_long),
        cmocka_unit_test(one_answer_in_twenty_spoilt_loses_nothing),
        cmocka_unit_test(c46_an_answer_that_was_cut_off_is_none),
        cmocka_unit_test(nonsense_is_an_error_and_does_no_harm),
        cmocka_unit_test(a_site_of_files_gives_all_at_once),
        cmocka_unit_test(a_server_that_ignores_pages_is_not_asked_for_ever),
        cmocka_unit_test(a_site_that_grows_as_it_is_read_comes_to_an_end),
        cmocka_unit_test(killed_at_any_commit_the_next_run_goes_on_from_there),
        cmocka_unit_test(killed_again_and_again_it_comes_to_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
