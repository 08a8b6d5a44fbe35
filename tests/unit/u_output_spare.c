/* The output of a large site: the tree that was replaced is kept, used again, and never trusted. */
#include "digest/limits.h"
#include "site_run.h"

#define STAGE ".public.digest-stage"
#define SPARE STAGE "/site"

/* A site just large enough, of which `changed` pages carry the version in their text. */
static struct output_counts build(struct sandbox *box, size_t changed, int version)
{
    struct site_run run;
    struct output_counts counts;
    struct err err = {0};
    assert_true(site_open(&run, box, (struct place){0}, &err));
    for (size_t i = 0; i < LIMIT_SPARE_FROM; i++) {
        char path[64], text[64];
        snprintf(path, sizeof path, "%zu/%zu/index.html", i % 9, i);
        int n = snprintf(text, sizeof text, "page %zu, version %d", i, i < changed ? version : 0);
        assert_true(output_put(run.output, str_of(path), (str){text, (size_t)n}, &err));
    }
    if (!output_commit(run.output, &counts, &err))
        fail_msg("%s: %s", err.file, err.why);
    site_close(&run);
    return counts;
}

static uint64_t inode_of(struct sandbox *box, const char *path)
{
    struct stat status;
    assert_int_equal(lstat(sandbox_at(box, path), &status), 0);
    return status.st_ino;
}

static enum fs_kind kind_of(struct sandbox *box, const char *path)
{
    return fs_kind(sandbox_at(box, path));
}

static void a_first_build_keeps_nothing(void **state)
{
    struct sandbox *box = *state;
    build(box, 0, 0);
    assert_int_equal(kind_of(box, STAGE), FS_ABSENT);
}

static void the_two_trees_take_turns_and_share_what_is_the_same(void **state)
{
    struct sandbox *box = *state;
    struct stat status;
    build(box, 0, 0);
    uint64_t first = inode_of(box, "public");
    assert_int_equal(build(box, 3, 1).changed, 3);
    assert_int_equal(inode_of(box, SPARE), first);
    uint64_t second = inode_of(box, "public");
    assert_int_equal(inode_of(box, SPARE "/5/5/index.html"),
                     inode_of(box, "public/5/5/index.html"));
    assert_int_equal(build(box, 3, 2).changed, 3);
    assert_int_equal(inode_of(box, "public"), first);
    assert_int_equal(inode_of(box, SPARE), second);
    assert_str(sandbox_read(box, "public/1/1/index.html"), "page 1, version 2");
    assert_int_equal(stat(sandbox_at(box, STAGE), &status), 0);
    assert_int_equal(status.st_mode & 07777, 0700);
}

static void an_unchanged_run_leaves_the_spare_alone(void **state)
{
    struct sandbox *box = *state;
    build(box, 3, 1);
    build(box, 3, 2);
    str before = sandbox_picture(box, STAGE, PICTURE_IDENTITY);
    str site = sandbox_picture(box, "public", PICTURE_IDENTITY);
    assert_int_equal(build(box, 3, 2).unchanged, LIMIT_SPARE_FROM);
    assert_same_picture(before, sandbox_picture(box, STAGE, PICTURE_IDENTITY));
    assert_same_picture(site, sandbox_picture(box, "public", PICTURE_IDENTITY));
}

static void a_spare_in_any_state_gives_the_same_site(void **state)
{
    struct sandbox *box = *state;
    struct err err = {0};
    build(box, 0, 0);
    sandbox_write(box, "public/CNAME", "example.org");
    sandbox_write(box, "public/.git/HEAD", "ref");
    build(box, 3, 1);
    build(box, 3, 2);
    str expected = sandbox_picture(box, "public", PICTURE_CONTENT);
    /* Another file at a page's name, files for folders and the other way round, things nobody
     * knows, and a page that is only a copy. */
    assert_true(fs_remove_all(sandbox_at(box, SPARE "/2"), &err));
    assert_true(fs_remove_all(sandbox_at(box, SPARE "/.git"), &err));
    sandbox_write(box, SPARE "/2", "a file");
    sandbox_write(box, SPARE "/.git", "a file");
    assert_int_equal(unlink(sandbox_at(box, SPARE "/3/3/index.html")), 0);
    sandbox_write(box, SPARE "/3/3/index.html/x/y", "a folder");
    assert_int_equal(unlink(sandbox_at(box, SPARE "/0/0/index.html")), 0);
    sandbox_write(box, SPARE "/0/0/index.html/x/y", "a folder where a page is staged");
    assert_int_equal(unlink(sandbox_at(box, SPARE "/4/4/index.html")), 0);
    assert_int_equal(symlink("/etc/passwd", sandbox_at(box, SPARE "/4/4/index.html")), 0);
    sandbox_write(box, SPARE "/5/5/index.html", "page 5, version 0");
    sandbox_write(box, SPARE "/stray/deep/file", "stray");
    sandbox_write(box, SPARE "/CNAME", "another.example");
    assert_int_equal(chmod(sandbox_at(box, SPARE "/6"), 0700), 0);
    build(box, 3, 3);
    build(box, 3, 2);
    assert_same_picture(expected, sandbox_picture(box, "public", PICTURE_CONTENT));
}

static void what_the_owner_did_between_runs_holds(void **state)
{
    struct sandbox *box = *state;
    build(box, 0, 0);
    sandbox_write(box, "public/gone.txt", "will be deleted");
    sandbox_write(box, "public/folder/gone.txt", "with its folder");
    sandbox_write(box, "public/edited.txt", "one");
    build(box, 3, 1);
    struct err err = {0};
    assert_int_equal(unlink(sandbox_at(box, "public/gone.txt")), 0);
    assert_true(fs_remove_all(sandbox_at(box, "public/folder"), &err));
    sandbox_write(box, "public/edited.txt", "two");
    sandbox_write(box, "public/made.txt", "new");
    assert_int_equal(chmod(sandbox_at(box, "public/7"), 0711), 0);
    str expected = sandbox_picture(box, "public/7", PICTURE_CONTENT);
    build(box, 3, 2);
    assert_int_equal(kind_of(box, "public/gone.txt"), FS_ABSENT);
    assert_int_equal(kind_of(box, "public/folder"), FS_ABSENT);
    assert_str(sandbox_read(box, "public/edited.txt"), "two");
    assert_str(sandbox_read(box, "public/made.txt"), "new");
    assert_same_picture(expected, sandbox_picture(box, "public/7", PICTURE_CONTENT));
}

static void a_deleted_output_does_not_come_back_from_the_spare(void **state)
{
    struct sandbox *box = *state;
    struct err err = {0};
    build(box, 0, 0);
    sandbox_write(box, "public/CNAME", "example.org");
    build(box, 3, 1);
    assert_true(fs_remove_all(sandbox_at(box, "public"), &err));
    assert_int_equal(build(box, 3, 2).added, LIMIT_SPARE_FROM);
    assert_int_equal(kind_of(box, "public/CNAME"), FS_ABSENT);
    build(box, 3, 3);
    assert_int_equal(kind_of(box, "public/CNAME"), FS_ABSENT);
}

static void a_run_that_is_given_up_keeps_the_spare_but_not_its_own_files(void **state)
{
    struct sandbox *box = *state;
    struct site_run run;
    struct err err = {0};
    build(box, 3, 1);
    build(box, 3, 2);
    str before = sandbox_picture(box, SPARE, PICTURE_IDENTITY);
    assert_true(site_open(&run, box, (struct place){0}, &err));
    assert_true(output_put(run.output, STR("0/0/index.html"), STR("never seen"), &err));
    assert_int_equal(kind_of(box, STAGE "/new"), FS_FOLDER);
    site_close(&run);
    assert_int_equal(kind_of(box, STAGE "/new"), FS_ABSENT);
    assert_same_picture(before, sandbox_picture(box, SPARE, PICTURE_IDENTITY));
}

static void a_site_that_becomes_small_gives_the_spare_up(void **state)
{
    struct sandbox *box = *state;
    build(box, 3, 1);
    build(box, 3, 2);
    assert_int_equal(kind_of(box, SPARE), FS_FOLDER);
    const struct page small[] = {{"index.html", "all that is left"}, {0}};
    assert_int_equal(site_build(box, small).removed, LIMIT_SPARE_FROM);
    assert_int_equal(kind_of(box, STAGE), FS_ABSENT);
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

int u_output_spare(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_first_build_keeps_nothing),
        CASE(the_two_trees_take_turns_and_share_what_is_the_same),
        CASE(an_unchanged_run_leaves_the_spare_alone),
        CASE(a_spare_in_any_state_gives_the_same_site),
        CASE(what_the_owner_did_between_runs_holds),
        CASE(a_deleted_output_does_not_come_back_from_the_spare),
        CASE(a_run_that_is_given_up_keeps_the_spare_but_not_its_own_files),
        CASE(a_site_that_becomes_small_gives_the_spare_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
