/* Files that a run knows to be shown but cannot make. */
#include "site_run.h"

/* A run that puts the front page anew and keeps three other paths. */
static struct output_counts keep(struct sandbox *box, bool full)
{
    struct site_run run;
    struct output_counts counts;
    struct err err = {0};
    assert_true(site_open(&run, box, (struct place){.full = full}, &err));
    assert_true(output_put(run.output, STR("index.html"), STR("new"), &err));
    output_keep(run.output, STR("index.html"));
    output_keep(run.output, STR("media/a.png"));
    output_keep(run.output, STR("media/a.png"));
    output_keep(run.output, STR("media/never.png"));
    output_keep(run.output, STR("CNAME"));
    assert_true(output_commit(run.output, &counts, &err));
    site_close(&run);
    return counts;
}

static void a_site(struct sandbox *box)
{
    const struct page pages[] = {
        {"index.html", "front"}, {"media/a.png", "a"}, {"media/b.png", "b"}, {0}};
    site_build(box, pages);
    sandbox_write(box, "public/CNAME", "example.org");
}

static uint64_t inode_of(struct sandbox *box, const char *path)
{
    struct stat status;
    assert_int_equal(lstat(sandbox_at(box, path), &status), 0);
    return status.st_ino;
}

static void a_file_that_is_kept_is_not_stale(void **state)
{
    struct sandbox *box = *state;
    a_site(box);
    uint64_t kept = inode_of(box, "public/media/a.png");
    for (int full = 0; full < 2; full++) {
        struct output_counts counts = keep(box, full);
        assert_int_equal(counts.changed, !full);
        assert_int_equal(counts.removed, !full);
        assert_true(inode_of(box, "public/media/a.png") == kept);
    }
    assert_int_equal(fs_kind(sandbox_at(box, "public/media/b.png")), FS_ABSENT);
}

static void what_was_never_ours_or_is_gone_is_not_kept(void **state)
{
    struct sandbox *box = *state;
    a_site(box);
    assert_int_equal(unlink(sandbox_at(box, "public/media/a.png")), 0);
    assert_int_equal(keep(box, false).removed, 2);
    assert_str(sandbox_read(box, "public/CNAME"), "example.org");
    const struct page only[] = {{"index.html", "new"}, {0}};
    assert_int_equal(site_build(box, only).removed, 0);
    assert_str(sandbox_read(box, "public/CNAME"), "example.org");
}

static int setup(void **state)
{
    struct sandbox *box = calloc(1, sizeof *box);
    sandbox_open(box);
    *state = box;
    return 0;
}

static int teardown(void **state)
{
    sandbox_close(*state);
    free(*state);
    return 0;
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int u_output_keep(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_file_that_is_kept_is_not_stale),
        CASE(what_was_never_ours_or_is_gone_is_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
