/* What a sync brings is kept as the rules for what changed, and what is lesser, say. */
#include "store_check.h"

#include "../../src/cli/keeper.h"
#include "digest/limits.h"
#include "digest/parse.h"

struct keeping_check {
    struct sandbox box;
    struct source source;
    struct build_run run;
    struct cli cli;
    struct keeping keeping;
    FILE *said;
};

static int set_up(void **state)
{
    struct keeping_check *c = calloc(1, sizeof *c);
    sandbox_open(&c->box);
    c->said = fopen("/dev/null", "w");
    log_init(&c->cli.log, c->said, LOG_ERROR);
    parse_prepare();
    c->source = (struct source){.key = STR("s"),
                                .name = STR("S"),
                                .kind = SOURCE_WORDPRESS,
                                .location = STR("https://s.example/"),
                                .remote = true,
                                .since = INSTANT_NONE};
    c->run = (struct build_run){.cli = &c->cli,
                                .store = open_store(&c->box, "store.db"),
                                .config = {.sources = &c->source, .source_count = 1, .now = 50}};
    pthread_mutex_init(&c->run.store_lock, NULL);
    c->keeping = (struct keeping){.run = &c->run};
    keeping_init(&c->keeping);
    *state = c;
    return 0;
}

static int tear_down(void **state)
{
    struct keeping_check *c = *state;
    keeping_release(&c->keeping);
    store_close(c->run.store);
    pthread_mutex_destroy(&c->run.store_lock);
    log_release(&c->cli.log);
    fclose(c->said);
    sandbox_close(&c->box);
    free(c);
    return 0;
}

static enum document_fate bring(struct keeping_check *c, const struct document *document)
{
    enum document_fate fate = DOCUMENT_FAILED;
    struct document copy = *document;
    struct batch batch = {.documents = &copy, .fates = &fate, .count = 1, .arena = &c->box.arena};
    struct err err = {0};
    if (!c->keeping.keeper.commit(&c->keeping, &batch, &err))
        fail_msg("%s", err.why);
    return fate;
}

/* Post 5 with a content, a date of change, and its own bytes. */
static enum document_fate bring_post(struct keeping_check *c, unsigned content,
                                     const char *modified, const char *bytes)
{
    return bring(c, &(struct document){.id = STR("5"),
                                       .kind = RAW_POSTS,
                                       .bytes = str_of(bytes),
                                       .content = {content, 1},
                                       .modified = str_of(modified),
                                       .published = 10,
                                       .dated = INSTANT_NONE});
}

/* The site's feed, with an entry for post 5. */
static void bring_feed(struct keeping_check *c)
{
    str feed = STR("<rss version=\"2.0\"><channel><title>S</title><item><title>Five</title>"
                   "<guid isPermaLink=\"false\">https://s.example/?p=5</guid>"
                   "<link>https://s.example/five/</link><description>Short</description></item>"
                   "</channel></rss>");
    bring(c, &(struct document){.id = STR("https://s.example/feed/"),
                                .kind = RAW_FEED,
                                .url = STR("https://s.example/feed/"),
                                .bytes = feed,
                                .content = hash_of(feed),
                                .published = INSTANT_NONE,
                                .dated = INSTANT_NONE});
}

static void assert_kept(struct keeping_check *c, int kind, unsigned versions)
{
    struct stored_document document = get(&c->box, c->run.store, "5");
    assert_int_equal(document.kind, kind);
    assert_int_equal(document.presence, PRESENCE_HERE);
    assert_int_equal(document.versions, versions);
}

static void a_post_is_not_replaced_by_what_a_feed_has_of_it(void **state)
{
    struct keeping_check *c = *state;
    bring_post(c, 1, "2026-01-01", "{\"id\":5}");
    bring_feed(c);
    assert_kept(c, RAW_POSTS, 0);
    c->run.config.full = true;
    bring_feed(c);
    assert_kept(c, RAW_POSTS, 0);
}

/* Sites whose guids are addresses do not tell the number. */
static void a_post_is_known_by_its_address_where_a_guid_has_no_number(void **state)
{
    struct keeping_check *c = *state;
    str feed = STR("<rss version=\"2.0\"><channel><title>S</title><item><title>Five</title>"
                   "<guid>https://s.example/five/</guid><link>https://s.example/five/</link>"
                   "<description>Short</description></item></channel></rss>");
    struct document post = {.id = STR("5"),
                            .kind = RAW_POSTS,
                            .url = STR("https://s.example/five/"),
                            .bytes = STR("{\"id\":5}"),
                            .content = {1, 1},
                            .published = 10,
                            .dated = INSTANT_NONE};
    struct stored_document *all;
    size_t count;
    struct err err = {0};
    bring(c, &post);
    bring(c, &(struct document){.id = STR("f"),
                                .kind = RAW_FEED,
                                .url = STR("https://s.example/feed/"),
                                .bytes = feed,
                                .content = hash_of(feed),
                                .published = INSTANT_NONE,
                                .dated = INSTANT_NONE});
    assert_kept(c, RAW_POSTS, 0);
    assert_true(store_documents(c->run.store, &c->box.arena, STR("s"), true, &all, &count, &err));
    assert_int_equal(count, 1);
}

static void an_entry_is_replaced_by_its_post(void **state)
{
    struct keeping_check *c = *state;
    bring_feed(c);
    assert_kept(c, RAW_ENTRY, 0);
    assert_int_equal(bring_post(c, 1, "2026-01-01", "{\"id\":5}"), DOCUMENT_CHANGED);
    assert_kept(c, RAW_POSTS, 1);
}

static void a_post_that_was_left_out_comes_back_whole_when_a_feed_has_it(void **state)
{
    struct keeping_check *c = *state;
    bring_post(c, 1, "2026-01-01", "{\"id\":5}");
    leave(c->run.store, "5", PRESENCE_LEFT, 40);
    bring_feed(c);
    assert_kept(c, RAW_POSTS, 0);
}

static void a_post_that_was_taken_back_and_comes_again_is_what_the_feed_has(void **state)
{
    struct keeping_check *c = *state;
    bring_post(c, 1, "2026-01-01", "{\"id\":5}");
    leave(c->run.store, "5", PRESENCE_GONE, 40);
    bring_feed(c);
    assert_kept(c, RAW_ENTRY, 1);
}

static void a_post_saved_again_without_an_edit_only_has_a_new_date(void **state)
{
    struct keeping_check *c = *state;
    bring_post(c, 1, "2026-01-01", "{\"id\":5}");
    assert_int_equal(bring_post(c, 1, "2026-02-02", "{\"id\":5,\"modified\":\"2026-02-02\"}"),
                     DOCUMENT_UNCHANGED);
    assert_kept(c, RAW_POSTS, 0);
    assert_str(get(&c->box, c->run.store, "5").modified, "2026-02-02");
    assert_str(bytes_of(&c->box, c->run.store, "5", 0), "{\"id\":5}");
}

static void a_post_of_the_same_date_has_not_changed(void **state)
{
    struct keeping_check *c = *state;
    bring_post(c, 1, "2026-01-01", "{\"id\":5}");
    assert_int_equal(bring_post(c, 2, "2026-01-01", "{\"id\":5,\"x\":1}"), DOCUMENT_UNCHANGED);
    assert_str(bytes_of(&c->box, c->run.store, "5", 0), "{\"id\":5}");
}

/* The date and content are those of the post, the bytes those with the other names. */
static void other_names_are_kept_without_a_change(void **state)
{
    struct keeping_check *c = *state;
    struct document d = {.id = STR("5"),
                         .kind = RAW_POSTS,
                         .content = {1, 1},
                         .modified = STR("2026-01-01"),
                         .published = 10,
                         .dated = INSTANT_NONE,
                         .renamed = true};
    bring_post(c, 1, "2026-01-01", "{\"id\":5}");
    d.bytes = STR("{\"id\":5,\"x\":1}");
    assert_int_equal(bring(c, &d), DOCUMENT_UNCHANGED);
    assert_str(bytes_of(&c->box, c->run.store, "5", 0), "{\"id\":5,\"x\":1}");
    /* One that differs from request to request. */
    d.bytes = STR("{\"id\":5,\"x\":2}");
    d.content.high = 2;
    assert_int_equal(bring(c, &d), DOCUMENT_UNCHANGED);
    assert_str(bytes_of(&c->box, c->run.store, "5", 0), "{\"id\":5,\"x\":2}");
    assert_int_equal(get(&c->box, c->run.store, "5").content.high, 1);
}

static void damaged_bytes_are_replaced_and_do_not_end_the_run(void **state)
{
    struct keeping_check *c = *state;
    bring_post(c, 1, "2026-01-01", "{\"id\":5}");
    run_sql(&c->box, "store.db", "UPDATE body SET bytes = x'00'");
    assert_int_equal(bring_post(c, 1, "2026-02-02", "{\"id\":5,\"new\":1}"), DOCUMENT_UNCHANGED);
    assert_str(bytes_of(&c->box, c->run.store, "5", 0), "{\"id\":5,\"new\":1}");
}

static void a_document_over_the_limit_is_no_failure_of_the_store(void **state)
{
    struct keeping_check *c = *state;
    struct document document = {.id = STR("5"), .kind = RAW_POSTS};
    struct batch batch = {.documents = &document, .fates = &(enum document_fate){0}, .count = 1};
    struct err err = {0};
    char *bytes = calloc(1, LIMIT_DOCUMENT + 1);
    document.bytes = (str){bytes, LIMIT_DOCUMENT + 1};
    assert_false(c->keeping.keeper.commit(&c->keeping, &batch, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_int_equal(c->keeping.failed.code, ERR_NONE);
    free(bytes);
}

static void a_store_that_fails_is_told_apart_from_a_source_that_does(void **state)
{
    struct keeping_check *c = *state;
    struct document page = {.id = STR("f"), .kind = RAW_FEED, .bytes = STR("no feed")};
    struct batch batch = {
        .documents = &page, .fates = &(enum document_fate){0}, .count = 1, .arena = &c->box.arena};
    struct err err = {0};
    assert_false(c->keeping.keeper.commit(&c->keeping, &batch, &err));
    assert_int_equal(c->keeping.failed.code, ERR_NONE);
    run_sql(&c->box, "store.db", "DROP TABLE body");
    page = (struct document){.id = STR("5"), .kind = RAW_POSTS, .bytes = STR("{}")};
    err = (struct err){0};
    assert_false(c->keeping.keeper.commit(&c->keeping, &batch, &err));
    assert_int_not_equal(c->keeping.failed.code, ERR_NONE);
}

/* Brings a feed and gives what became of its entries. */
static struct batch bring_feed_of(struct keeping_check *c, str feed)
{
    struct document document = {.id = STR("f"), .kind = RAW_FEED, .bytes = feed};
    struct batch batch = {.documents = &document,
                          .fates = &(enum document_fate){0},
                          .count = 1,
                          .arena = &c->box.arena};
    struct err err = {0};
    assert_true(c->keeping.keeper.commit(&c->keeping, &batch, &err));
    batch.documents = NULL;
    batch.fates = NULL;
    return batch;
}

static void entries_that_are_lost_and_feeds_that_are_cut_are_told_of(void **state)
{
    struct keeping_check *c = *state;
    struct batch batch = bring_feed_of(
        c, STR("{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"J\",\"items\":"
               "[{\"id\":\"1\",\"content_text\":\"one\"},{\"id\":\"\",\"title\":\"\"}]}"));
    assert_int_equal(batch.entries, 1);
    assert_int_equal(batch.entries_failed, 1);
    assert_false(batch.cut);
    assert_true(c->keeping.lost);
    assert_string_equal(c->keeping.doubt.why,
                        "1 entry has nothing that an article could be made of");
    batch = bring_feed_of(c, STR("<rss version=\"2.0\"><channel><title>S</title><item><title>One"
                                 "</title><guid>1</guid></item><item><title>tw"));
    assert_true(batch.cut);
    assert_int_equal(c->cli.log.errors, 1);
    assert_int_equal(c->cli.log.warnings, 1);
}

int u_cli_keeper(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_post_is_not_replaced_by_what_a_feed_has_of_it),
        TEST(a_post_is_known_by_its_address_where_a_guid_has_no_number),
        TEST(an_entry_is_replaced_by_its_post),
        TEST(a_post_that_was_left_out_comes_back_whole_when_a_feed_has_it),
        TEST(a_post_that_was_taken_back_and_comes_again_is_what_the_feed_has),
        TEST(a_post_saved_again_without_an_edit_only_has_a_new_date),
        TEST(a_post_of_the_same_date_has_not_changed),
        TEST(other_names_are_kept_without_a_change),
        TEST(damaged_bytes_are_replaced_and_do_not_end_the_run),
        TEST(entries_that_are_lost_and_feeds_that_are_cut_are_told_of),
        TEST(a_document_over_the_limit_is_no_failure_of_the_store),
        TEST(a_store_that_fails_is_told_apart_from_a_source_that_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
