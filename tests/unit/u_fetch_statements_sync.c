/* Statements on what the WordPress client asks for, and when it believes that a post is gone. Named by
 * number: tests/README.md. */
#include "wp_twist.h"

/* -- Questions -------------------------------------------------------------------------------- */

/* With plain permalinks: every page is the front page, and routes are a parameter. */
static bool answer_routed(struct twisted *t, const struct http_ask *ask, struct http_reply *reply)
{
    struct http_ask other = *ask;
    struct buf target = buf_init(1 << 16);
    str route = str_slice(ask->target, strlen("/?rest_route="), ask->target.n);
    if (str_starts(ask->target, STR("/?rest_route="))) {
        size_t end = str_find_char(route, '&', 0);
        buf_addz(&target, "/wp-json");
        buf_add_percent_decoded(&target, str_slice(route, 0, end));
        if (end != SIZE_MAX)
            buf_addf(&target, "?%.*s", STR_ARGS(str_slice(route, end + 1, route.n)));
        other.target = buf_str(&target);
        wp_answer(&t->c.server, &other, reply);
    } else {
        http_reply_body(reply, 200,
                        "Content-Type: text/html\r\n"
                        "Link: </?rest_route=/>; rel=\"https://api.w.org/\"\r\n",
                        STR("<!DOCTYPE html><title>Site</title>"));
    }
    buf_release(&target);
    return true;
}

static void c03_a_routed_interface_is_read_like_any_other(void **state)
{
    struct twisted t;
    (void)state;
    twisted_start(&t, 230);
    t.before = answer_routed;
    t.c.server.broken_embed = true; /* so that there are questions of every kind */
    check_runs(&t.c);
    check_agrees(&t.c);
    check_holds(&t.c, 2, "\"slug\":\"world\"");
    wp_post_delete(&t.c.server, 9);
    wp_post_add(&t.c.server);
    check_runs(&t.c);
    check_agrees(&t.c);
    str target;
    for (size_t n = 0; (target = twisted_target(&t.c, "rest_route", n)).n; n++)
        if (str_find_char(target, '?', str_find_char(target, '?', 0) + 1) != SIZE_MAX)
            fail_msg("two question marks: %.*s", STR_ARGS(target));
    assert_true(twisted_target(&t.c, "&page=", 1).n > 0);
    check_stop(&t.c);
}

static void c07_the_size_of_pages_is_not_the_one_that_a_pasted_url_has(void **state)
{
    static const char *const urls[] = {"/wp-json/wp/v2/posts?per_page=500",
                                       "/wp-json/wp/v2/posts?per_page=0",
                                       "/wp-json/wp/v2/posts?per_page=-1&offset=7"};
    (void)state;
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct twisted t;
        twisted_start(&t, 130);
        t.c.source.location = http_server_url(&t.c.server.http, &t.c.arena, urls[i]);
        check_runs(&t.c);
        check_agrees(&t.c);
        assert_int_equal(t.c.server.largest, 100);
        check_stop(&t.c);
    }
}

static void end_empty(struct twisted *t, const struct http_ask *ask, struct http_reply *reply)
{
    if (!str_has(buf_str(&reply->bytes), STR("rest_post_invalid_page_number")))
        return;
    t->counter += twisted_is_list(ask);
    twisted_replace(reply, 200, "Content-Type: application/json\r\n", "[]");
}

static void keep_ends(struct twisted *t, const struct http_ask *ask, struct http_reply *reply)
{
    t->counter += twisted_is_list(ask) &&
                  str_has(buf_str(&reply->bytes), STR("rest_post_invalid_page_number"));
}

static void c08_an_empty_page_and_a_refused_one_are_the_end(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct twisted t;
        twisted_start(&t, 200); /* so that the second page is full */
        t.c.server.no_totals = true;
        t.twist = i ? end_empty : keep_ends;
        check_runs(&t.c);
        check_agrees(&t.c);
        assert_in_range(t.counter, 1, 3);
        assert_int_equal(t.c.counts.failed, 0);
        assert_false(t.c.counts.degraded);
        check_stop(&t.c);
    }
}

/* Categories without end, and without a word on how many there are. */
static bool invent_categories(struct twisted *t, const struct http_ask *ask,
                              struct http_reply *reply)
{
    if (!str_starts(ask->target, STR("/wp-json/wp/v2/categories?")))
        return false;
    struct buf b = buf_init(1 << 16);
    buf_addc(&b, '[');
    for (int i = 0; i < 100; i++, t->number++)
        buf_addf(&b, "%s{\"id\":%d,\"slug\":\"c%d\",\"name\":\"C\",\"parent\":0}", i ? "," : "",
                 t->number + 1, t->number);
    buf_addc(&b, ']');
    t->counter++;
    http_reply_body(reply, 200, "Content-Type: application/json\r\n", buf_str(&b));
    buf_release(&b);
    return true;
}

static void c10_a_list_without_an_end_is_not_read_for_ever(void **state)
{
    struct twisted t;
    str slugs[] = {STR("c3")};
    (void)state;
    twisted_start(&t, 20);
    t.before = invent_categories;
    t.c.source.categories = (struct str_list){slugs, 1};
    check_run(&t.c);
    check_said(&t.c, "more than 100 pages of 100");
    assert_in_range(t.counter, 100, 102);
    check_stop(&t.c);
}

static void hold_one(struct twisted *t, const struct http_ask *ask, struct http_reply *reply)
{
    if (!str_has(twisted_content(ask, reply), STR("{\"id\":7,")))
        return;
    buf_reset(&reply->bytes);
    buf_addz(&reply->bytes, "HTTP/1.1 200 OK\r\n");
    reply->end = HTTP_END_HOLD;
    t->counter++;
}

static void c13_a_post_that_takes_for_ever_is_the_only_one_lost(void **state)
{
    struct twisted t;
    (void)state;
    twisted_start(&t, 12);
    t.twist = hold_one;
    t.c.source.timeout = 40; /* seconds, of 20 ms */
    t.c.source.patience = 1;
    check_runs(&t.c);
    assert_int_equal(check_present(&t.c), 11);
    assert_null(check_kept(&t.c, 7));
    assert_int_equal(t.c.counts.failed, 1);
    check_said(&t.c, "post 7, at offset 6,");
    assert_true(t.counter >= 4); /* 12, 6, 3, 1 */
    t.twist = NULL;
    check_runs(&t.c);
    check_agrees(&t.c);
    check_stop(&t.c);
}

/* Fails if a question names more than a hundred ids. */
static void check_includes(struct wp_check *c)
{
    str target;
    size_t n = 0;
    for (; (target = twisted_target(c, "include=", n)).n; n++) {
        size_t ids = 1, at = str_find(target, STR("include="), 0);
        for (; at < target.n && target.p[at] != '&'; at++)
            ids += target.p[at] == ',' || str_starts(str_slice(target, at, target.n), STR("%2C"));
        if (ids > 100)
            fail_msg("%zu ids: %.*s", ids, STR_ARGS(target));
    }
    assert_true(n > 0);
}

static void c14_more_than_a_hundred_authors_and_pictures_all_resolve(void **state)
{
    struct twisted t;
    char name[40];
    (void)state;
    twisted_start(&t, 260);
    t.c.server.no_embed = true;
    for (unsigned i = 0; i < 260; i++) {
        snprintf(name, sizeof name, "name-%u", i);
        wp_row_add(&t.c.server, &t.c.server.users, 1000 + i, name, name, 0);
        wp_row_add(&t.c.server, &t.c.server.media, 1000 + i, name, name, 0);
        t.c.server.posts[i].author = t.c.server.posts[i].media = 1000 + i;
    }
    check_runs(&t.c);
    check_agrees(&t.c);
    for (unsigned i = 0; i < 260; i++) {
        snprintf(name, sizeof name, "\"name\":\"name-%u\"", i);
        check_holds(&t.c, 1 + i, name);
        snprintf(name, sizeof name, "\\/a%u.jpg\"", 1000 + i);
        check_holds(&t.c, 1 + i, name);
    }
    check_includes(&t.c); /* C20 */
    check_stop(&t.c);
}

static bool is_of_last_category(const struct wp_post_row *post)
{
    return post->category == 1240 || post->category == 1250;
}

static void c14_the_tree_of_categories_is_read_to_its_end(void **state)
{
    struct twisted t;
    char name[40];
    str slugs[] = {STR("cat-1240")};
    (void)state;
    twisted_start(&t, 120);
    for (unsigned id = 1000; id <= 1250; id++) {
        snprintf(name, sizeof name, "cat-%u", id);
        wp_row_add(&t.c.server, &t.c.server.categories, id, name, name, id == 1250 ? 1240 : 0);
    }
    for (unsigned i = 0; i < 120; i++)
        t.c.server.posts[i].category = 1131 + i;
    t.c.source.categories = (struct str_list){slugs, 1};
    check_runs(&t.c);
    check_agrees_on(&t.c, is_of_last_category);
    assert_int_equal(check_present(&t.c), 2);
    check_stop(&t.c);
}

static void c15_fields_and_embedding_are_asked_for_together(void **state)
{
    struct twisted t;
    str target;
    size_t n = 0;
    (void)state;
    twisted_start(&t, 150);
    check_runs(&t.c);
    wp_post_add(&t.c.server);
    check_runs(&t.c);
    for (; (target = twisted_target(&t.c, "_embed=", n)).n; n++) {
        assert_true(str_has(target, STR("_embed=author,wp:term,wp:featuredmedia")));
        assert_true(str_has(target, STR("_fields=")));
        assert_true(str_has(target, STR("_links,_embedded")));
    }
    assert_true(n >= 3);
    check_holds(&t.c, 1, "\"_embedded\":{\"author\":[{\"id\":1");
    check_stop(&t.c);
}

static void c26_nothing_that_needs_a_login_is_asked_for(void **state)
{
    struct twisted t;
    str slugs[] = {STR("world")}, types[] = {STR("film")};
    (void)state;
    twisted_start(&t, 130);
    t.c.server.posts[3].type = "film";
    t.c.source.types = (struct str_list){types, 1};
    check_runs(&t.c);
    wp_post_delete(&t.c.server, 9);
    wp_post_add(&t.c.server);
    check_runs(&t.c);
    t.c.source.types.count = 0;
    t.c.source.categories = (struct str_list){slugs, 1};
    check_runs(&t.c);
    assert_false(t.c.server.forbidden); /* context= or status= of posts */
    assert_int_equal(twisted_target(&t.c, "context=", 0).n, 0);
    assert_int_equal(twisted_target(&t.c, "status=", 0).n, 0);
    check_stop(&t.c);
}

/* -- Departures ------------------------------------------------------------------------------- */

/* Lists leave five posts out; asked for alone, what is answered is up to the test: its status, or
 * the post for 200. */
static bool miss_five(struct twisted *t, const struct http_ask *ask, struct http_reply *reply)
{
    bool single = str_starts(ask->target, STR("/wp-json/wp/v2/posts/"));
    for (size_t i = 0; i < t->c.server.count && i < 5; i++)
        t->c.server.posts[i].type = single && t->number == 200 ? "post" : "lost";
    t->counter += single;
    if (!single || t->number == 200)
        return false;
    wp_error(reply, t->number, "rest_post_invalid_id");
    return true;
}

static void c34_only_401_404_and_410_confirm_that_a_post_is_gone(void **state)
{
    static const struct {
        int status;
        size_t left;
    } cases[] = {{401, 145}, {404, 145}, {410, 145}, {200, 150}, {500, 150}, {429, 150}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct twisted t;
        twisted_start(&t, 150);
        t.c.source.patience = 5;
        check_runs(&t.c);
        t.number = cases[i].status;
        t.before = miss_five;
        check_run(&t.c);
        if (check_present(&t.c) != cases[i].left || t.counter == 0)
            fail_msg("%d leaves %zu after %d", cases[i].status, check_present(&t.c), t.counter);
        check_stop(&t.c);
    }
}

int u_fetch_statements_sync(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(c03_a_routed_interface_is_read_like_any_other),
        cmocka_unit_test(c07_the_size_of_pages_is_not_the_one_that_a_pasted_url_has),
        cmocka_unit_test(c08_an_empty_page_and_a_refused_one_are_the_end),
        cmocka_unit_test(c10_a_list_without_an_end_is_not_read_for_ever),
        cmocka_unit_test(c13_a_post_that_takes_for_ever_is_the_only_one_lost),
        cmocka_unit_test(c14_more_than_a_hundred_authors_and_pictures_all_resolve),
        cmocka_unit_test(c14_the_tree_of_categories_is_read_to_its_end),
        cmocka_unit_test(c15_fields_and_embedding_are_asked_for_together),
        cmocka_unit_test(c26_nothing_that_needs_a_login_is_asked_for),
        cmocka_unit_test(c34_only_401_404_and_410_confirm_that_a_post_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
