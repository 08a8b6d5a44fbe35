/* The output: what others do in the folder during a commit, and what a run finds that another left
 * in the middle of one. The ledger's functions are where these tests step in. */
#include "site_run.h"

#define PAGES(...) ((const struct page[]){__VA_ARGS__, {0}})

/* A ledger in front of the store's. */
struct between {
    struct sandbox *box;
    struct ledger real;
    void (*after_pending)(struct sandbox *box); /* the stage is complete, not yet exchanged */
    void (*before_finish)(struct sandbox *box); /* exchanged */
    bool stop_at_pending, stop_at_finish;       /* as a kill would, but for the open files */
};

static bool between_load(void *context, struct arena *a, struct manifest *out, struct err *err)
{
    struct between *b = context;
    return b->real.load(b->real.context, a, out, err);
}

static bool between_load_pending(void *context, struct arena *a, struct pending *out,
                                 struct err *err)
{
    struct between *b = context;
    return b->real.load_pending(b->real.context, a, out, err);
}

static bool between_set_pending(void *context, const struct pending *pending, struct err *err)
{
    struct between *b = context;
    if (!b->real.set_pending(b->real.context, pending, err))
        return false;
    if (b->after_pending)
        b->after_pending(b->box);
    return !b->stop_at_pending || err_set(err, ERR_STORE, "stopped");
}

static bool between_finish(void *context, struct err *err)
{
    struct between *b = context;
    if (b->before_finish)
        b->before_finish(b->box);
    if (b->stop_at_finish)
        return err_set(err, ERR_STORE, "stopped");
    return b->real.finish(b->real.context, err);
}

static bool between_drop(void *context, struct err *err)
{
    struct between *b = context;
    return b->real.drop(b->real.context, err);
}

/* A run whose commit the test steps into. */
static bool build_between(struct between *b, const struct page *pages, struct err *err)
{
    struct store *store;
    struct output *output;
    struct output_counts counts;
    const char *path = sandbox_at(b->box, "public");
    assert_true(store_open(&store, sandbox_at(b->box, ".digest/store.db"), err));
    b->real = store_ledger(store, &b->box->arena, path);
    struct ledger ledger = {
        b, between_load, between_load_pending, between_set_pending, between_finish, between_drop};
    bool ok = output_open(&output, path, NULL, &ledger, false, err);
    if (ok) {
        for (const struct page *page = pages; page->path; page++)
            assert_true(output_put(output, str_of(page->path), str_of(page->text), err));
        ok = output_commit(output, &counts, err);
        output_close(output);
    }
    store_close(store);
    return ok;
}

static const struct page first[] = {
    {"index.html", "front"}, {"a/index.html", "a"}, {"b/index.html", "b"}, {0}};
static const struct page second[] = {{"index.html", "new front"}, {"a/index.html", "a"}, {0}};

static void check_no_leftovers(struct sandbox *box)
{
    str picture = sandbox_picture(box, ".", PICTURE_CONTENT);
    if (str_has(picture, STR("digest-stage")))
        fail_msg("a stage is left:\n%.*s", STR_ARGS(picture));
}

/* -- Others at work --------------------------------------------------------------------------- */

static void others_write(struct sandbox *box)
{
    sandbox_write(box, "public/fresh.txt", "came in between");
    sandbox_write(box, "public/a/notes.txt", "beside a page of ours");
    sandbox_write(box, "public/b/notes.txt", "beside a page that goes");
    sandbox_write(box, "public/.git/refs/new/ref", "a folder of folders");
    sandbox_write(box, "public/.git/index", "replaced by a rename");
    assert_int_equal(symlink("fresh.txt", sandbox_at(box, "public/alias")), 0);
}

static void check_others_work(struct sandbox *box)
{
    char target[64] = "";
    assert_str(sandbox_read(box, "public/fresh.txt"), "came in between");
    assert_str(sandbox_read(box, "public/a/notes.txt"), "beside a page of ours");
    assert_str(sandbox_read(box, "public/b/notes.txt"), "beside a page that goes");
    assert_str(sandbox_read(box, "public/.git/refs/new/ref"), "a folder of folders");
    assert_str(sandbox_read(box, "public/.git/index"), "replaced by a rename");
    assert_true(readlink(sandbox_at(box, "public/alias"), target, sizeof target) == 9);
    assert_string_equal(target, "fresh.txt");
    assert_str(sandbox_read(box, "public/index.html"), "new front");
    assert_int_equal(fs_kind(sandbox_at(box, "public/b/index.html")), FS_ABSENT);
    check_no_leftovers(box);
}

static void what_others_write_during_a_commit_is_moved_over(void **state)
{
    struct sandbox *box = *state;
    struct err err = {0};
    site_build(box, first);
    sandbox_write(box, "public/.git/index", "old");
    struct between b = {.box = box, .after_pending = others_write};
    assert_true(build_between(&b, second, &err));
    check_others_work(box);
}

static void leave_in_the_old_tree(struct sandbox *box, const char *path, const char *text)
{
    const char *stage = arena_printf(&box->arena, ".public.digest-stage/site/%s", path).p;
    sandbox_write(box, stage, text);
}

/* As if others had written in the old tree up to the exchange, and the kill had come right then. */
static void write_into_the_old_tree(struct sandbox *box)
{
    leave_in_the_old_tree(box, "b/notes.txt", "beside a page that goes");
    leave_in_the_old_tree(box, "a/notes.txt", "beside a page of ours");
    leave_in_the_old_tree(box, "fresh.txt", "came in between");
    leave_in_the_old_tree(box, ".git/refs/new/ref", "a folder of folders");
    leave_in_the_old_tree(box, ".git/index", "replaced by a rename");
    assert_int_equal(symlink("fresh.txt", sandbox_at(box, ".public.digest-stage/site/alias")), 0);
}

static void a_kill_behind_the_exchange_loses_nothing_of_others(void **state)
{
    struct sandbox *box = *state;
    struct err err = {0};
    site_build(box, first);
    sandbox_write(box, "public/.git/index", "old");
    struct between b = {
        .box = box, .before_finish = write_into_the_old_tree, .stop_at_finish = true};
    assert_false(build_between(&b, second, &err));
    assert_string_equal(err.why, "stopped");
    assert_str(sandbox_read(box, "public/index.html"), "new front");
    struct output_counts counts = site_build(box, second);
    assert_int_equal(counts.unchanged, 2);
    assert_int_equal(counts.removed, 0);
    check_others_work(box);
}

static void write_newer_into_the_new_tree(struct sandbox *box)
{
    leave_in_the_old_tree(box, "CNAME", "older");
    struct timespec past[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
    const char *old = sandbox_at(box, ".public.digest-stage/site/CNAME");
    assert_int_equal(utimensat(AT_FDCWD, old, past, 0), 0);
    sandbox_write(box, "public/CNAME", "newer");
}

static void of_two_foreign_files_the_one_changed_last_stays(void **state)
{
    struct sandbox *box = *state;
    struct err err = {0};
    site_build(box, first);
    sandbox_write(box, "public/CNAME", "first");
    struct between b = {
        .box = box, .before_finish = write_newer_into_the_new_tree, .stop_at_finish = true};
    assert_false(build_between(&b, second, &err));
    site_build(box, second);
    assert_str(sandbox_read(box, "public/CNAME"), "newer");
    check_no_leftovers(box);
}

static void take_the_name_of_a_new_page(struct sandbox *box)
{
    sandbox_write(box, "public/c/index.html", "precious");
}

static void a_file_that_takes_the_name_of_a_new_page_is_never_deleted(void **state)
{
    struct sandbox *box = *state;
    struct err err = {0};
    const struct page *pages = PAGES({"index.html", "x"}, {"c/index.html", "c"});
    site_build(box, first);
    struct between b = {.box = box, .after_pending = take_the_name_of_a_new_page};
    assert_false(build_between(&b, pages, &err));
    const char *kept = ".public.digest-stage/site/c/index.html";
    assert_non_null(strstr(err.file, kept));
    assert_true(err.hint[0] != '\0');
    assert_str(sandbox_read(box, kept), "precious");
    assert_str(sandbox_read(box, "public/c/index.html"), "c");

    struct output_counts counts;
    err = (struct err){0};
    assert_false(site_try(box, (struct place){0}, pages, &counts, &err));
    assert_str(sandbox_read(box, kept), "precious");
    assert_int_equal(rename(sandbox_at(box, kept), sandbox_at(box, "saved")), 0);
    site_build(box, pages);
    assert_str(sandbox_read(box, "saved"), "precious");
    check_no_leftovers(box);
}

static void a_page_that_vanishes_before_the_commit_is_noticed(void **state)
{
    struct sandbox *box = *state;
    struct site_run run;
    struct output_counts counts;
    struct err err = {0};
    site_build(box, first);
    assert_true(site_open(&run, box, (struct place){0}, &err));
    assert_true(site_put(&run, second, &err));
    assert_int_equal(unlink(sandbox_at(box, "public/a/index.html")), 0);
    assert_false(output_commit(run.output, &counts, &err));
    assert_non_null(strstr(err.file, "public/a/index.html"));
    assert_non_null(strstr(err.hint, "build again"));
    site_close(&run);
    assert_str(sandbox_read(box, "public/index.html"), "front");
    site_build(box, second);
    assert_str(sandbox_read(box, "public/a/index.html"), "a");
}

static void a_link_that_comes_after_a_page_was_put_leads_it_nowhere(void **state)
{
    struct sandbox *box = *state;
    struct site_run run;
    struct output_counts counts;
    struct err err = {0};
    site_build(box, first);
    assert_int_equal(mkdir(sandbox_at(box, "outside"), 0777), 0);
    assert_true(site_open(&run, box, (struct place){0}, &err));
    assert_true(site_put(&run, PAGES({"index.html", "x"}, {"news/today/index.html", "n"}), &err));
    assert_int_equal(symlink("../outside", sandbox_at(box, "public/news")), 0);
    assert_false(output_commit(run.output, &counts, &err));
    assert_non_null(strstr(err.file, "public/news"));
    assert_int_equal(err.code, ERR_INPUT);
    site_close(&run);
    assert_int_equal(fs_kind(sandbox_at(box, "outside/today")), FS_ABSENT);
    assert_str(sandbox_read(box, "public/index.html"), "front");
}

/* -- What a run finds ------------------------------------------------------------------------- */

static void a_commit_recorded_but_not_done_is_dropped(void **state)
{
    struct sandbox *box = *state;
    struct err err = {0};
    site_build(box, first);
    str before = sandbox_picture(box, "public", PICTURE_CONTENT);
    struct between b = {.box = box, .stop_at_pending = true};
    assert_false(build_between(&b, second, &err));
    struct output_counts counts = site_build(box, first);
    assert_int_equal(counts.unchanged, 3);
    assert_same_picture(before, sandbox_picture(box, "public", PICTURE_CONTENT));
    check_no_leftovers(box);
}

/* A copy of a project has other inodes: the new folder gets one. */
static void give_another_inode(struct sandbox *box)
{
    const char *names[] = {"index.html", "a"};
    assert_int_equal(mkdir(sandbox_at(box, "copy"), 0755), 0);
    for (int i = 0; i < 2; i++)
        assert_int_equal(rename(arena_printf(&box->arena, "%s/public/%s", box->path, names[i]).p,
                                arena_printf(&box->arena, "%s/copy/%s", box->path, names[i]).p),
                         0);
    assert_int_equal(rename(sandbox_at(box, "public"), sandbox_at(box, "original")), 0);
    assert_int_equal(rename(sandbox_at(box, "copy"), sandbox_at(box, "public")), 0);
}

static void a_copied_project_knows_by_its_pages_that_the_exchange_was_done(void **state)
{
    struct sandbox *box = *state;
    struct err err = {0};
    site_build(box, first);
    struct between b = {.box = box, .before_finish = give_another_inode, .stop_at_finish = true};
    assert_false(build_between(&b, second, &err));
    struct output_counts counts = site_build(box, second);
    assert_int_equal(counts.unchanged, 2);
    assert_int_equal(counts.removed, 0);
    check_no_leftovers(box);
}

static void tear_a_page(struct sandbox *box)
{
    give_another_inode(box);
    sandbox_write(box, "public/index.html", "front");
}

static void a_copied_project_knows_by_its_pages_that_it_was_not(void **state)
{
    struct sandbox *box = *state;
    struct err err = {0};
    site_build(box, first);
    struct between b = {.box = box, .before_finish = tear_a_page, .stop_at_finish = true};
    assert_false(build_between(&b, second, &err));
    struct output_counts counts = site_build(box, second);
    assert_int_equal(counts.changed, 1);
    assert_int_equal(counts.unchanged, 1);
    assert_int_equal(counts.removed, 1); /* b/ was still in the manifest */
}

static void a_pending_commit_of_an_output_that_was_deleted_is_dropped(void **state)
{
    struct sandbox *box = *state;
    struct err err = {0};
    site_build(box, first);
    struct between b = {.box = box, .stop_at_finish = true};
    assert_false(build_between(&b, second, &err));
    assert_true(fs_remove_all(sandbox_at(box, "public"), &err));
    struct output_counts counts = site_build(box, second);
    assert_int_equal(counts.added, 2);
    check_no_leftovers(box);
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

int u_output_meanwhile(void)
{
    const struct CMUnitTest tests[] = {
        CASE(what_others_write_during_a_commit_is_moved_over),
        CASE(a_kill_behind_the_exchange_loses_nothing_of_others),
        CASE(of_two_foreign_files_the_one_changed_last_stays),
        CASE(a_file_that_takes_the_name_of_a_new_page_is_never_deleted),
        CASE(a_link_that_comes_after_a_page_was_put_leads_it_nowhere),
        CASE(a_page_that_vanishes_before_the_commit_is_noticed),
        CASE(a_commit_recorded_but_not_done_is_dropped),
        CASE(a_copied_project_knows_by_its_pages_that_the_exchange_was_done),
        CASE(a_copied_project_knows_by_its_pages_that_it_was_not),
        CASE(a_pending_commit_of_an_output_that_was_deleted_is_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
