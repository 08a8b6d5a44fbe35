/* Images of articles are copied once, kept, looked for again, or shown from where they are. */
#include <unistd.h>

#include "http_check.h"
#include "sandbox.h"

#include "../../src/cli/mirror.h"
#include "digest/limits.h"

/* A picture of one pixel, and another. */
#define GIF_OF(red)                                                                                \
    "GIF89a\x01\0\x01\0\x80\0\0" red "\0\0\0\xFF\0,\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0;"

#define NOW ((int64_t)1800000000)
#define DAY ((int64_t)86400)

struct copying {
    struct http_check web;
    struct sandbox box;
    struct source sources[2];
    struct store *store;
    struct build_run run;
    struct cli cli;
    char *said;
    size_t said_size;
    FILE *out;
    atomic_bool broken; /* the server has lost its images */
    struct err err;
};

static void answer(void *context, const struct http_ask *ask, struct http_reply *reply)
{
    struct copying *c = context;
    if (str_starts(ask->target, STR("/silent"))) {
        reply->end = HTTP_END_RESET;
        buf_addz(&reply->bytes, "HT");
    } else if (str_starts(ask->target, STR("/page"))) {
        http_reply_body(reply, 200, "Content-Type: image/gif\r\n",
                        STR("<html>Not an image</html>"));
    } else if (str_starts(ask->target, STR("/busy"))) {
        http_reply_body(reply, 503, NULL, STR("later"));
    } else if (str_has(ask->target, STR(".gif")) && !atomic_load(&c->broken)) {
        bool other = str_has(ask->target, STR("other"));
        http_reply_body(reply, 200, NULL, other ? STR(GIF_OF("\x01")) : STR(GIF_OF("\xFF")));
    }
}

static int set_up(void **state)
{
    struct copying *c = calloc(1, sizeof *c);
    sandbox_open(&c->box);
    check_start(&c->web, answer, c);
    c->web.source.patience = 5;
    check_open(&c->web);
    c->sources[0] = c->web.source;
    c->sources[0].name = c->sources[0].key = STR("live");
    c->sources[0].images = IMAGES_MIRROR;
    c->sources[0].image_width = 1600;
    c->sources[1] = c->sources[0];
    c->sources[1].images = IMAGES_LINK;
    assert_true(store_open(&c->store, sandbox_at(&c->box, "store.db"), &c->err));
    *state = c;
    return 0;
}

static void end_run(struct copying *c)
{
    if (!c->out)
        return;
    spool_close(c->run.spool);
    arena_release(&c->run.arena);
    pthread_mutex_destroy(&c->run.store_lock);
    log_release(&c->cli.log);
    fclose(c->out);
    free(c->said);
    c->out = NULL;
}

static int tear_down(void **state)
{
    struct copying *c = *state;
    end_run(c);
    store_close(c->store);
    check_end(&c->web);
    sandbox_close(&c->box);
    free(c);
    return 0;
}

/* Begins a run of its own at an instant. */
static void begin_run(struct copying *c, int64_t now)
{
    end_run(c);
    c->out = open_memstream(&c->said, &c->said_size);
    c->cli = (struct cli){0};
    log_init(&c->cli.log, c->out, LOG_NOTE);
    c->run = (struct build_run){
        .cli = &c->cli,
        .store = c->store,
        .config = {.sources = c->sources, .source_count = 2, .now = now, .jobs = 2},
    };
    pthread_mutex_init(&c->run.store_lock, NULL);
    c->run.articles = arena_array(&c->run.arena, 8000, sizeof(struct article *));
    assert_true(spool_open(&c->run.spool, c->box.path, &c->err));
}

/* Adds an article with a lead image (or null) and a body, in both of which "{}" is the server. */
static void show(struct copying *c, uint32_t source, const char *lead, const char *body)
{
    struct article *article = arena_alloc(&c->run.arena, sizeof *article);
    struct buf filled = buf_init(1 << 20);
    for (str rest = str_of(body), part; str_next_part(&rest, '{', &part);) {
        buf_add(&filled, str_starts(part, STR("}")) ? str_slice(part, 1, part.n) : part);
        if (rest.n)
            buf_add(&filled, http_server_url(&c->web.server, &c->run.arena, ""));
    }
    article->source = source;
    article->published.utc = NOW - (int64_t)c->run.article_count;
    article->image.url = lead ? http_server_url(&c->web.server, &c->run.arena, lead) : (str){0};
    memcpy(&article->body, &(str){filled.p, filled.n}, sizeof article->body);
    assert_true(spool_put(c->run.spool, article, (str){0}, &c->err));
    c->run.articles[c->run.article_count++] = article;
    buf_release(&filled);
}

static void mirror(struct copying *c, bool online)
{
    if (!build_mirror(&c->run, online ? c->web.http : NULL, &c->err))
        fail_msg("%s: %s", c->err.file, c->err.why);
    fflush(c->out);
}

/* What the run knows of an image of the server. */
static struct mirrored *found(struct copying *c, const char *target)
{
    return map_get(&c->run.mirror.by_url, http_server_url(&c->web.server, &c->run.arena, target));
}

static size_t requests(struct copying *c)
{
    return http_server_count(&c->web.server);
}

/* A run that shows one lead image. */
static struct mirrored *run_with(struct copying *c, const char *lead, int64_t now)
{
    begin_run(c, now);
    show(c, 0, lead, "<p>x</p>");
    mirror(c, true);
    return found(c, lead);
}

/* -- Copies ------------------------------------------------------------------------------------- */

static void images_are_copied_once_and_kept(void **state)
{
    struct copying *c = *state;
    begin_run(c, NOW);
    show(c, 0, "/a.gif",
         "<p><img src=\"{}/b.gif?x=1&amp;y=2\" alt=\"\"> <img src=\"{}/other.gif\">"
         "<img src=\"media/own.gif\" alt=\"\"></p>");
    show(c, 0, "/a.gif", "<p>again</p>");
    show(c, 1, "/linked.gif", "<p><img src=\"{}/linked2.gif\" alt=\"\"></p>");
    mirror(c, true);
    assert_int_equal(requests(c), 3);
    assert_int_equal(c->run.mirror.count, 3);
    struct mirrored *a = found(c, "/a.gif"), *b = found(c, "/b.gif?x=1&y=2");
    assert_true(a && b && found(c, "/other.gif"));
    assert_int_equal(a->count, 1);
    assert_int_equal(a->files[0].width, 1);
    assert_true(str_starts(a->files[0].site_path, STR("media/mirror/")));
    assert_true(str_ends(a->files[0].site_path, STR(".gif")));
    /* The same bytes are one file. */
    assert_true(str_eq(a->files[0].site_path, b->files[0].site_path));
    assert_int_equal(access(a->files[0].file.p, R_OK), 0);
    assert_non_null(strstr(c->said, "images: 3 copied, 0 gone, 0 left"));

    assert_int_equal(run_with(c, "/a.gif", NOW + 400 * DAY)->count, 1);
    assert_int_equal(requests(c), 3);
    assert_string_equal(c->said, "");
}

static void c54_whatever_an_address_is_called_its_copy_has_a_legal_name(void **state)
{
    struct copying *c = *state;
    static const char *const targets[] = {
        "/photo.gif?w=1024",
        "/other.gif?a=b/c&d=../../e",
        "/caf%C3%A9%20%2F%2e%2e.gif",
        "/CON.gif:x*\"<>|.gif",
        "/.gif",
        "/%00.gif?%0A",
    };
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        struct mirrored *image = run_with(c, targets[i], NOW + (int64_t)i);
        assert_non_null(image);
        assert_int_equal(image->count, 1);
        str path = image->files[0].site_path;
        assert_true(str_starts(path, STR("media/mirror/")) && str_ends(path, STR(".gif")));
        size_t dots = 0;
        for (size_t k = 0; k < path.n; k++) {
            char p = path.p[k];
            dots += p == '.';
            if (!(p >= 'a' && p <= 'z') && !(p >= '0' && p <= '9') && p != '/' && p != '-' &&
                p != '.')
                fail_msg("%s is %.*s", targets[i], STR_ARGS(path));
        }
        assert_int_equal(dots, 1);
    }
}

static void offline_only_what_is_kept_is_shown(void **state)
{
    struct copying *c = *state;
    run_with(c, "/a.gif", NOW);
    begin_run(c, NOW + 1);
    show(c, 0, "/a.gif", "<p><img src=\"{}/b.gif\" alt=\"\"></p>");
    mirror(c, false);
    assert_int_equal(found(c, "/a.gif")->count, 1);
    assert_null(found(c, "/b.gif"));
    assert_int_equal(requests(c), 1);
}

static void a_file_that_vanished_is_fetched_again(void **state)
{
    struct copying *c = *state;
    struct mirrored *a = run_with(c, "/a.gif", NOW);
    assert_int_equal(unlink(a->files[0].file.p), 0);
    begin_run(c, NOW + 1);
    show(c, 0, "/a.gif", "");
    mirror(c, false);
    assert_null(found(c, "/a.gif"));
    a = run_with(c, "/a.gif", NOW + 2);
    assert_int_equal(a->count, 1);
    assert_int_equal(access(a->files[0].file.p, R_OK), 0);
    assert_int_equal(requests(c), 2);
}

static void of_a_source_that_shows_no_bodies_only_lead_images_are_copied(void **state)
{
    struct copying *c = *state;
    c->sources[0].content = CONTENT_EXCERPT;
    begin_run(c, NOW);
    show(c, 0, "/a.gif", "<p><img src=\"{}/b.gif\" alt=\"\"></p>");
    mirror(c, true);
    assert_int_equal(requests(c), 1);
}

/* -- Failures ----------------------------------------------------------------------------------- */

static void an_image_that_is_gone_is_said_once_and_tried_ever_more_rarely(void **state)
{
    struct copying *c = *state;
    static const char *const gone[] = {"/lost.png", "/page.gif"};
    for (size_t i = 0; i < 2; i++) {
        size_t before = requests(c);
        int64_t now = NOW;
        static const int64_t waits[] = {1, 3, 7, 7};
        assert_int_equal(run_with(c, gone[i], now)->count, 0);
        assert_int_equal(requests(c), before + 1);
        assert_non_null(strstr(c->said, gone[i]));
        assert_non_null(strstr(c->said, i ? "no image" : "404"));
        assert_int_equal(c->cli.log.warnings, 1);
        for (size_t k = 0; k < 4; k++) {
            /* A moment too early, and then in time. */
            assert_int_equal(run_with(c, gone[i], now + waits[k] * DAY - 1)->count, 0);
            assert_int_equal(requests(c), before + 1 + k);
            assert_int_equal(c->cli.log.warnings, 0);
            assert_non_null(strstr(c->said, "1 image was found gone before"));
            now += waits[k] * DAY;
            assert_int_equal(run_with(c, gone[i], now)->count, 0);
            assert_int_equal(requests(c), before + 2 + k);
        }
    }
}

static void an_image_that_comes_back_is_shown_again(void **state)
{
    struct copying *c = *state;
    atomic_store(&c->broken, true);
    assert_int_equal(run_with(c, "/a.gif", NOW)->count, 0);
    atomic_store(&c->broken, false);
    assert_int_equal(run_with(c, "/a.gif", NOW + DAY)->count, 1);
    assert_int_equal(run_with(c, "/a.gif", NOW + DAY + 1)->count, 1);
    assert_int_equal(requests(c), 2);
}

static void what_cannot_be_reached_is_shown_from_where_it_is_at_first(void **state)
{
    struct copying *c = *state;
    static const char *const paths[] = {"/silent.png", "/busy.png"};
    for (size_t i = 0; i < 2; i++) {
        assert_null(run_with(c, paths[i], NOW));
        assert_int_equal(c->cli.log.warnings, 0);
        assert_non_null(strstr(c->said, "1 left for the next run"));
        assert_null(run_with(c, paths[i], NOW + 60));
        struct mirrored *gone = run_with(c, paths[i], NOW + 120);
        assert_non_null(gone);
        assert_int_equal(gone->count, 0);
        assert_int_equal(c->cli.log.warnings, 1);
    }
}

static void a_silent_host_is_left_alone_and_nothing_is_held_against_its_images(void **state)
{
    struct copying *c = *state;
    begin_run(c, NOW);
    for (unsigned i = 0; i < 60; i++)
        show(c, 0, arena_printf(&c->run.arena, "/silent-%u.png", i).p, "");
    mirror(c, true);
    struct stored_image *images;
    size_t count;
    assert_true(store_images(c->store, &c->run.arena, &images, &count, &c->err));
    assert_in_range(count, 5, 5 + LIMIT_IMAGE_WORKERS);
    assert_non_null(strstr(c->said, "60 left for the next run"));
}

static void addresses_that_content_may_not_reach_are_not_asked(void **state)
{
    struct copying *c = *state;
    begin_run(c, NOW);
    show(c, 0, NULL,
         "<p><img src=\"http://127.0.0.1:1/a.gif\" alt=\"\">"
         "<img src=\"http://[::1]/b.gif\" alt=\"\">"
         "<img src=\"data:image/gif;base64,AA\" alt=\"\">"
         "<img src=\"ftp://x.example/a.gif\" alt=\"\"></p>");
    mirror(c, true);
    assert_int_equal(requests(c), 0);
    assert_int_equal(c->run.mirror.count, 2);
    assert_int_equal(c->run.mirror.items[0].count, 0);
    assert_int_equal(c->cli.log.warnings, 2);
}

static void one_run_takes_no_more_than_its_share_and_the_newest_first(void **state)
{
    struct copying *c = *state;
    begin_run(c, NOW);
    for (unsigned i = 0; i < LIMIT_IMAGES_PER_RUN + 3; i++)
        show(c, 0, arena_printf(&c->run.arena, "/%u.gif", i).p, "");
    mirror(c, true);
    assert_int_equal(requests(c), LIMIT_IMAGES_PER_RUN);
    assert_non_null(found(c, "/0.gif"));
    assert_null(found(c, "/2000.gif"));
    assert_non_null(strstr(c->said, "3 left for the next run"));
}

int u_cli_mirror(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(images_are_copied_once_and_kept),
        TEST(c54_whatever_an_address_is_called_its_copy_has_a_legal_name),
        TEST(offline_only_what_is_kept_is_shown),
        TEST(a_file_that_vanished_is_fetched_again),
        TEST(of_a_source_that_shows_no_bodies_only_lead_images_are_copied),
        TEST(an_image_that_is_gone_is_said_once_and_tried_ever_more_rarely),
        TEST(an_image_that_comes_back_is_shown_again),
        TEST(what_cannot_be_reached_is_shown_from_where_it_is_at_first),
        TEST(a_silent_host_is_left_alone_and_nothing_is_held_against_its_images),
        TEST(addresses_that_content_may_not_reach_are_not_asked),
        TEST(one_run_takes_no_more_than_its_share_and_the_newest_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
