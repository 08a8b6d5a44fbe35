/* Parsing on several threads from the very beginning of a process. */
#include "check.h"

#include <sys/wait.h>
#include <unistd.h>

#include "digest/parse.h"
#include "digest/pool.h"
#include "digest/sanitize.h"

static bool split_one(void)
{
    static const struct media no_media;
    struct arena a = {0};
    struct source source = {.language = STR("en")};
    struct raw_item item = {.kind = RAW_FEED, .path = STR("f.xml"), .name = STR("f.xml")};
    struct raw raw = {&item, &source, &no_media, NULL,
                      STR("<rss><channel><item><title>Caf&eacute;</b></title></item></channel>")};
    struct feed feed = {0};
    struct err err = {0};
    bool good = feed_split(&feed, &a, &raw, &err) && feed.count == 1 && feed.cut;
    arena_release(&a);
    return good;
}

static bool clean_one(void *context, size_t index, unsigned worker)
{
    (void)context;
    (void)worker;
    if (index % 2)
        return split_one();
    struct arena a = {0};
    struct sanitize_options options = {.top_heading = 2};
    struct sanitize_findings findings;
    html body = sanitize(&a, STR("<p>Caf&eacute; <b>one"), &options, NULL, &findings);
    bool good = str_is(body.markup, "<p>Café <b>one</b></p>");
    arena_release(&a);
    return good;
}

/* libxml2 initialises tables when they are first needed, some of them without a lock. */
static void several_threads_may_be_the_first_to_parse(void **state)
{
    (void)state;
    for (int i = 0; i < 60; i++) {
        pid_t child = fork();
        assert_int_not_equal(child, -1);
        if (child == 0) {
            alarm(30);
            _exit(pool_run(4, 16, clean_one, NULL) ? 0 : 1);
        }
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(status, 0);
    }
}

int u_parse_threads(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(several_threads_may_be_the_first_to_parse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
