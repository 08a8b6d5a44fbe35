/* The WordPress client where posts could be lost, or let go, by mistake. */
#include "wp_twist.h"

#define DAY 86400

/* Starts a site whose posts are all old, and brings it once. */
static void begin(struct twisted *t, size_t posts)
{
    twisted_start(t, posts);
    for (size_t i = 0; i < posts; i++)
        t->c.server.posts[i].modified -= 100 * DAY;
    check_runs(&t->c);
    check_agrees(&t->c);
}

/* Makes it long ago that everything was compared. */
static void let_time_pass(struct wp_check *c)
{
    check_note_set(c, "swept", STR("1"));
}

/* Edits the posts up to an id, a second apart. */
static void edit_until(struct wp_check *c, uint64_t last)
{
    for (uint64_t id = 1; id <= last; id++) {
        struct wp_post_row *post = wp_post_find(&c->server, id);
        snprintf(post->title, sizeof post->title, "Edited");
        post->modified = WP_NOW - 3600 + (int64_t)id;
    }
}

/* Nothing else is new, so that no comparison of everything comes to help. */
static void edits_broken_off_between_commits_all_arrive_in_the_next_run(void **state)
{
    (void)state;
    for (unsigned at = 1; at <= 4; at++) {
        struct twisted t;
        begin(&t, 300);
        edit_until(&t.c, 260);
        t.c.killed = at;
        check_run(&t.c);
        t.c.killed = 0;
        check_runs(&t.c);
        check_agrees(&t.c);
        check_stop(&t.c);
    }
}

static bool is_of_newest(const struct wp_post_row *post)
{
    return post->id > 20;
}

static void a_limited_number_gives_way_to_as_many_new_ones(void **state)
{
    struct twisted t;
    (void)state;
    twisted_start(&t, 40);
    t.c.source.max_articles = 20;
    check_runs(&t.c);
    check_agrees_on(&t.c, is_of_newest);
    for (size_t i = 0; i < 20; i++) {
        wp_post_delete(&t.c.server, i + 1);
        wp_post_add(&t.c.server);
    }
    check_runs(&t.c);
    for (size_t i = 0; i < t.c.problem_count; i++)
        fail_msg("problem: %s", t.c.problems[i].why);
    assert_int_equal(check_present(&t.c), 20);
    assert_true(check_kept(&t.c, 41)->present && !check_kept(&t.c, 40)->present);
    assert_false(check_kept(&t.c, 40)->gone);
    check_stop(&t.c);
}

/* A cache that knows nothing of `page` answers each with the first. */
static void first_page_always(struct twisted *t, const struct http_ask *ask,
                              struct http_reply *reply)
{
    str page = STR("&page=20");
    size_t at = str_find(ask->target, page, 0);
    if (t->number == 0 || at == SIZE_MAX || !str_has(ask->target, STR("orderby=date")))
        return;
    struct buf target = buf_init(4096);
    buf_add(&target, str_slice(ask->target, 0, at));
    buf_addz(&target, "&page=1");
    buf_add(&target, str_slice(ask->target, at + page.n, ask->target.n));
    struct http_ask other = *ask;
    other.target = buf_str(&target);
    buf_reset(&reply->bytes);
    wp_answer(&t->c.server, &other, reply);
    buf_release(&target);
    t->counter++;
}

static void a_wrong_answer_about_the_limit_lets_nothing_go(void **state)
{
    struct twisted t;
    (void)state;
    twisted_start(&t, 40);
    t.c.source.max_articles = 20;
    t.c.source.max_removals = 100;
    check_runs(&t.c);
    t.twist = first_page_always;
    t.number = 1;
    let_time_pass(&t.c);
    wp_post_add(&t.c.server);
    check_runs(&t.c);
    assert_true(t.counter > 0);
    assert_true(check_present(&t.c) >= 20);
    t.number = 0;
    check_runs(&t.c);
    assert_int_equal(check_present(&t.c), 20);
    check_stop(&t.c);
}

/* Says once that there are no posts. */
static void empty_once(struct twisted *t, const struct http_ask *ask, struct http_reply *reply)
{
    if (twisted_is_list(ask) && t->number-- == 1)
        twisted_replace(reply, 200,
                        "Content-Type: application/json\r\nX-WP-Total: 0\r\n"
                        "X-WP-TotalPages: 0\r\n",
                        "[]");
}

static void one_empty_answer_lets_nothing_go_even_where_a_site_may_be_empty(void **state)
{
    (void)state;
    for (int at = 1; at <= 8; at++) {
        struct twisted t;
        begin(&t, 15);
        t.c.source.allow_empty = true;
        t.twist = empty_once;
        t.number = at;
        let_time_pass(&t.c);
        wp_post_delete(&t.c.server, 3);
        check_runs(&t.c);
        assert_int_equal(check_present(&t.c), check_kept(&t.c, 3)->gone ? 14 : 15);
        check_runs(&t.c);
        check_agrees(&t.c);
        check_stop(&t.c);
    }
}

/* Its date of change is older than the last, so that only the comparison of everything finds it. */
static void what_the_comparison_cannot_read_is_asked_for_in_the_next_run(void **state)
{
    struct twisted t;
    (void)state;
    begin(&t, 250);
    struct wp_post_row *post = wp_post_find(&t.c.server, 20);
    snprintf(post->title, sizeof post->title, "Edited");
    post->modified -= DAY;
    post->broken = true;
    let_time_pass(&t.c);
    check_runs(&t.c);
    check_said(&t.c, "post 20 cannot be read");
    wp_post_find(&t.c.server, 20)->broken = false;
    check_runs(&t.c);
    check_agrees(&t.c);
    check_stop(&t.c);
}

static void a_span_that_moves_on_does_not_bring_everything_again(void **state)
{
    struct twisted t;
    (void)state;
    twisted_start(&t, 300);
    t.c.source.since = t.c.server.posts[9].date;
    check_runs(&t.c);
    assert_int_equal(check_present(&t.c), 291);
    t.c.source.since = t.c.server.posts[19].date;
    check_runs(&t.c);
    assert_int_equal(check_present(&t.c), 281);
    assert_int_equal(t.c.counts.fetched, 0);
    /* Most of it, as the configuration says. */
    t.c.source.since = t.c.server.posts[279].date;
    check_runs(&t.c);
    assert_int_equal(check_present(&t.c), 21);
    /* And back. */
    t.c.source.since = INSTANT_NONE;
    check_runs(&t.c);
    check_agrees(&t.c);
    check_stop(&t.c);
}

/* A plugin that refuses single posts, though not as WordPress refuses drafts. */
static void shut_singles(struct twisted *t, const struct http_ask *ask, struct http_reply *reply)
{
    if (!str_starts(ask->target, STR("/wp-json/wp/v2/posts/")))
        return;
    buf_reset(&reply->bytes);
    wp_error(reply, 401, t->text);
    t->counter++;
}

static void what_lists_leave_out_stays_where_a_plugin_refuses_single_posts(void **state)
{
    struct twisted t;
    (void)state;
    begin(&t, 60);
    for (uint64_t id = 11; id <= 15; id++)
        wp_post_find(&t.c.server, id)->status = "draft";
    t.twist = shut_singles;
    t.text = "rest_login_required";
    check_runs(&t.c);
    assert_true(t.counter > 0);
    assert_int_equal(check_present(&t.c), 60);
    t.text = "rest_forbidden";
    check_runs(&t.c);
    check_agrees(&t.c);
    /* They come back as they were. */
    for (uint64_t id = 11; id <= 15; id++)
        wp_post_find(&t.c.server, id)->status = "publish";
    check_runs(&t.c);
    check_agrees(&t.c);
    check_stop(&t.c);
}

/* A page of maintenance, or an empty list with totals or without, once. */
static void lie_once(struct twisted *t, const struct http_ask *ask, struct http_reply *reply)
{
    if (!twisted_is_list(ask) || t->number-- != 1)
        return;
    if (strcmp(t->text, "down") == 0)
        twisted_replace(reply, 503, "Content-Type: text/html\r\nRetry-After: 1\r\n",
                        "<html><title>Maintenance</title></html>");
    else if (strcmp(t->text, "bare") == 0)
        twisted_replace(reply, 200, "Content-Type: application/json\r\n", "[]");
    else
        twisted_replace(reply, 200,
                        "Content-Type: application/json\r\nX-WP-Total: 0\r\n"
                        "X-WP-TotalPages: 0\r\n",
                        "[]");
}

static void one_lie_anywhere_removes_nothing_and_is_made_good(void **state)
{
    static const char *const lies[] = {"down", "bare", "empty"};
    (void)state;
    for (size_t lie = 0; lie < 3; lie++)
        for (int at = 1; at <= 12; at++) {
            struct twisted t;
            begin(&t, 320);
            edit_until(&t.c, 120);
            wp_post_delete(&t.c.server, 150);
            struct wp_post_row *old = wp_post_find(&t.c.server, 30);
            old->modified -= 200 * DAY;
            snprintf(old->title, sizeof old->title, "Of before");
            t.twist = lie_once;
            t.text = lies[lie];
            t.number = at;
            let_time_pass(&t.c);
            check_run(&t.c);
            assert_true(check_present(&t.c) >= 319);
            t.number = 0;
            check_runs(&t.c);
            let_time_pass(&t.c);
            check_runs(&t.c);
            check_agrees(&t.c);
            check_stop(&t.c);
        }
}

int u_fetch_wordpress_loss(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edits_broken_off_between_commits_all_arrive_in_the_next_run),
        cmocka_unit_test(a_limited_number_gives_way_to_as_many_new_ones),
        cmocka_unit_test(a_wrong_answer_about_the_limit_lets_nothing_go),
        cmocka_unit_test(one_empty_answer_lets_nothing_go_even_where_a_site_may_be_empty),
        cmocka_unit_test(what_the_comparison_cannot_read_is_asked_for_in_the_next_run),
        cmocka_unit_test(a_span_that_moves_on_does_not_bring_everything_again),
        cmocka_unit_test(what_lists_leave_out_stays_where_a_plugin_refuses_single_posts),
        cmocka_unit_test(one_lie_anywhere_removes_nothing_and_is_made_good),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
