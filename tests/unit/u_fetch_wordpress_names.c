/* Categories, tags and authors of a WordPress that get other names, which dates no post anew. */
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

/* As if the last comparison was more than a day ago. */
static void pass_a_day(struct wp_check *c)
{
    check_note_set(c, "swept", STR("1778060000"));
}

static void rename_row(struct wp_table *table, uint64_t id, const char *name)
{
    struct wp_row *row = wp_row_find(table, id);
    snprintf(row->name, sizeof row->name, "%s", name);
}

/* Fails unless exactly the posts that have an author, category or tag hold the bytes. */
static void check_held_by(struct wp_check *c, const char *bytes,
                          bool (*has)(const struct wp_post_row *post))
{
    size_t count = 0;
    for (size_t i = 0; i < c->server.count; i++) {
        const struct wp_post_row *post = &c->server.posts[i];
        if (has(post)) {
            check_holds(c, post->id, bytes);
            count++;
        } else {
            check_lacks(c, post->id, bytes);
        }
    }
    assert_true(count > 0);
}

static bool is_in_category_2(const struct wp_post_row *post)
{
    return post->category == 2;
}

static bool is_by_author_1(const struct wp_post_row *post)
{
    return post->author == 1;
}

static bool is_tagged_3(const struct wp_post_row *post)
{
    return post->tag_count && post->tags[0] == 3;
}

static void run_quietly(struct wp_check *c)
{
    check_runs(c);
    assert_int_equal(c->server.asked, 2);
}

/* -- Other names ------------------------------------------------------------------------------ */

static void a_renamed_category_reaches_its_posts_within_a_day(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 250);
    rename_row(&c.server.categories, 2, "Wide World");
    run_quietly(&c);
    check_lacks(&c, 2, "Wide World");
    pass_a_day(&c);
    check_runs(&c);
    check_agrees(&c);
    check_held_by(&c, "\"name\":\"Wide World\"", is_in_category_2);
    assert_int_equal(c.counts.changed, 0);
    assert_int_equal(c.counts.unchanged, 63);
    run_quietly(&c);
    check_stop(&c);
}

static void a_renamed_category_arrives_at_once_with_a_new_post(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 250);
    rename_row(&c.server.categories, 2, "Wide World");
    wp_post_add(&c.server);
    check_runs(&c);
    check_held_by(&c, "\"name\":\"Wide World\"", is_in_category_2);
    run_quietly(&c);
    check_stop(&c);
}

static void a_category_that_moves_in_the_tree_moves_in_its_posts(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 120);
    check_holds(&c, 2, "\"parent\":1");
    wp_row_find(&c.server.categories, 2)->parent = 4;
    pass_a_day(&c);
    check_runs(&c);
    check_held_by(&c, "\"parent\":4", is_in_category_2);
    run_quietly(&c);
    check_stop(&c);
}

static void a_renamed_tag_reaches_its_posts_within_a_day(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 120);
    rename_row(&c.server.tags, 3, "Machines");
    run_quietly(&c);
    pass_a_day(&c);
    check_runs(&c);
    check_held_by(&c, "\"name\":\"Machines\"", is_tagged_3);
    run_quietly(&c);
    check_stop(&c);
}

static void a_renamed_tag_arrives_at_once_with_a_new_post_that_has_it(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 120);
    rename_row(&c.server.tags, 3, "Machines");
    wp_post_tag(&c.server, wp_post_add(&c.server), 3);
    check_runs(&c);
    check_held_by(&c, "\"name\":\"Machines\"", is_tagged_3);
    run_quietly(&c);
    check_stop(&c);
}

static void a_renamed_author_reaches_her_posts_within_a_day(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 120);
    rename_row(&c.server.users, 1, "Ann Lee");
    run_quietly(&c);
    pass_a_day(&c);
    check_runs(&c);
    check_held_by(&c, "\"name\":\"Ann Lee\"", is_by_author_1);
    assert_int_equal(c.server.asked_users, 1);
    run_quietly(&c);
    check_stop(&c);
}

static void c44_where_users_are_closed_a_renamed_author_arrives_with_a_new_post(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 120);
    c.server.users_closed = true;
    rename_row(&c.server.users, 1, "Ann Lee");
    pass_a_day(&c);
    check_runs(&c); /* nothing is said of it */
    assert_int_equal(c.server.asked_users, 1);
    check_lacks(&c, 1, "Ann Lee");
    pass_a_day(&c);
    check_runs(&c);
    assert_int_equal(c.server.asked_users, 0); /* it was refused */
    wp_post_add(&c.server);
    check_runs(&c);
    check_held_by(&c, "\"name\":\"Ann Lee\"", is_by_author_1);
    run_quietly(&c);
    check_stop(&c);
}

static void names_of_a_source_of_one_category_reach_no_more_than_its_posts(void **state)
{
    struct wp_check c;
    str sport = STR("sport");
    (void)state;
    check_start(&c, 120);
    c.keep_quiet = true;
    c.source.categories = (struct str_list){&sport, 1};
    check_runs(&c);
    assert_int_equal(check_present(&c), 30);
    rename_row(&c.server.tags, 3, "Machines");
    pass_a_day(&c);
    check_runs(&c);
    assert_int_equal(check_present(&c), 30);
    check_holds(&c, 12, "\"name\":\"Machines\"");
    assert_null(check_kept(&c, 3));
    check_stop(&c);
}

/* -- No more than that ------------------------------------------------------------------------ */

static void where_nothing_is_renamed_only_the_lists_are_read_and_once_a_day(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 250);
    run_quietly(&c);
    pass_a_day(&c);
    check_runs(&c);
    /* Two of the quiet run, three pages of ids, categories, tags, users. */
    assert_int_equal(c.server.asked, 8);
    assert_int_equal(c.counts.unchanged + c.counts.changed, 0);
    run_quietly(&c);
    check_stop(&c);
}

static void a_deleted_term_is_forgotten_and_no_reason_to_ask(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 250);
    assert_true(str_has(check_note(&c, &c.arena, "names_tags"), STR("\n3 ")));
    c.server.tags.count--;
    pass_a_day(&c);
    check_runs(&c);
    assert_int_equal(c.server.asked, 8);
    assert_false(str_has(check_note(&c, &c.arena, "names_tags"), STR("\n3 ")));
    run_quietly(&c);
    check_stop(&c);
}

static void closed_lists_of_names_are_no_problem(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 120);
    c.server.taxonomies_closed = c.server.users_closed = true;
    pass_a_day(&c);
    check_runs(&c);
    check_agrees(&c);
    c.server.taxonomies_closed = false;
    rename_row(&c.server.tags, 3, "Machines");
    pass_a_day(&c);
    check_runs(&c);
    check_held_by(&c, "\"name\":\"Machines\"", is_tagged_3);
    check_stop(&c);
}

static void of_more_tags_than_a_run_may_bring_the_rest_comes_in_the_next(void **state)
{
    struct wp_check c;
    (void)state;
    check_start(&c, 120);
    for (uint64_t id = 4; id <= 90; id++)
        wp_row_add(&c.server, &c.server.tags, id, "Old", "old", 0);
    for (size_t i = 0; i < 120; i++)
        wp_post_tag(&c.server, &c.server.posts[i], 4 + i % 87);
    c.keep_quiet = true;
    check_runs(&c);
    for (uint64_t id = 4; id <= 90; id++)
        rename_row(&c.server.tags, id, "Young");
    pass_a_day(&c);
    check_runs(&c);
    check_said(&c, "the posts of 50");
    check_holds(&c, 1, "Young");
    check_lacks(&c, 87, "Young");
    c.keep_quiet = false;
    check_runs(&c);
    for (uint64_t id = 1; id <= 120; id++)
        check_holds(&c, id, "Young");
    run_quietly(&c);
    check_stop(&c);
}

static void more_tags_than_are_compared_are_left_alone(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 120);
    for (uint64_t id = 4; id <= 20001; id++)
        wp_row_add(&c.server, &c.server.tags, id, "Tag", "tag", 0);
    pass_a_day(&c);
    check_runs(&c);
    assert_int_equal(c.server.asked, 7);
    check_stop(&c);
}

static void a_run_that_breaks_off_while_names_are_brought_is_made_up_for(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 350);
    rename_row(&c.server.users, 1, "Ann Lee");
    pass_a_day(&c);
    c.killed = 2;
    assert_false(check_run(&c));
    c.killed = 0;
    pass_a_day(&c);
    check_runs(&c);
    check_held_by(&c, "\"name\":\"Ann Lee\"", is_by_author_1);
    run_quietly(&c);
    check_stop(&c);
}

static void a_post_that_fails_while_names_are_brought_is_brought_later(void **state)
{
    struct wp_check c;
    (void)state;
    begin(&c, 40);
    rename_row(&c.server.users, 1, "Ann Lee");
    c.server.posts[10].broken = true;
    c.keep_quiet = true;
    pass_a_day(&c);
    check_runs(&c);
    check_said(&c, "post 11 cannot be read");
    check_lacks(&c, 11, "Ann Lee");
    c.server.posts[10].broken = false;
    check_runs(&c);
    check_held_by(&c, "\"name\":\"Ann Lee\"", is_by_author_1);
    run_quietly(&c);
    check_stop(&c);
}

int u_fetch_wordpress_names(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_renamed_category_reaches_its_posts_within_a_day),
        cmocka_unit_test(a_renamed_category_arrives_at_once_with_a_new_post),
        cmocka_unit_test(a_category_that_moves_in_the_tree_moves_in_its_posts),
        cmocka_unit_test(a_renamed_tag_reaches_its_posts_within_a_day),
        cmocka_unit_test(a_renamed_tag_arrives_at_once_with_a_new_post_that_has_it),
        cmocka_unit_test(a_renamed_author_reaches_her_posts_within_a_day),
        cmocka_unit_test(c44_where_users_are_closed_a_renamed_author_arrives_with_a_new_post),
        cmocka_unit_test(names_of_a_source_of_one_category_reach_no_more_than_its_posts),
        cmocka_unit_test(where_nothing_is_renamed_only_the_lists_are_read_and_once_a_day),
        cmocka_unit_test(a_deleted_term_is_forgotten_and_no_reason_to_ask),
        cmocka_unit_test(closed_lists_of_names_are_no_problem),
        cmocka_unit_test(of_more_tags_than_a_run_may_bring_the_rest_comes_in_the_next),
        cmocka_unit_test(more_tags_than_are_compared_are_left_alone),
        cmocka_unit_test(a_run_that_breaks_off_while_names_are_brought_is_made_up_for),
        cmocka_unit_test(a_post_that_fails_while_names_are_brought_is_brought_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
