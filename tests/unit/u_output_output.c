/* The output: what a run changes on disk, and what it must never touch. */
#include <pthread.h>
#include <stdatomic.h>

#include "digest/pool.h"
#include "site_run.h"

#define PAGES(...) ((const struct page[]){__VA_ARGS__, {0}})

/* The usual site of these tests. */
static const struct page site[] = {
    {"index.html", "front"},
    {"2026/05/07/a/index.html", "a"},
    {"2026/05/07/b/index.html", "b"},
    {"tags/ai/index.html", "tag"},
    {0},
};

static void check_counts(struct output_counts counts, size_t added, size_t changed,
                         size_t unchanged, size_t removed)
{
    assert_int_equal(counts.added, added);
    assert_int_equal(counts.changed, changed);
    assert_int_equal(counts.unchanged, unchanged);
    assert_int_equal(counts.removed, removed);
}

/* The names in the box; none of them may be a stage once a run is over. */
static void check_no_leftovers(struct sandbox *box)
{
    str picture = sandbox_picture(box, ".", PICTURE_CONTENT);
    assert_false(str_has(picture, STR("digest-stage")));
}

static struct err refuse(struct sandbox *box, struct place place, const struct page *pages)
{
    struct output_counts counts;
    struct err err = {0};
    assert_false(site_try(box, place, pages, &counts, &err));
    check_no_leftovers(box);
    return err;
}

static uint64_t inode_of(struct sandbox *box, const char *path)
{
    struct stat status;
    assert_int_equal(lstat(sandbox_at(box, path), &status), 0);
    return status.st_ino;
}

/* -- What a run writes ------------------------------------------------------------------------ */

static void a_first_run_makes_the_folder_and_all_files(void **state)
{
    struct sandbox *box = *state;
    struct output_counts counts;
    struct err err = {0};
    assert_true(site_try(box, (struct place){.output = "x/y/public"}, site, &counts, &err));
    check_counts(counts, 4, 0, 0, 0);
    assert_int_equal(counts.bytes, 10);
    assert_str(sandbox_read(box, "x/y/public/2026/05/07/b/index.html"), "b");
    check_no_leftovers(box);
}

static void an_empty_folder_is_taken_and_keeps_its_mode(void **state)
{
    struct sandbox *box = *state;
    struct stat status;
    assert_int_equal(mkdir(sandbox_at(box, "public"), 0777), 0);
    assert_int_equal(chmod(sandbox_at(box, "public"), 0751), 0);
    check_counts(site_build(box, site), 4, 0, 0, 0);
    assert_int_equal(stat(sandbox_at(box, "public"), &status), 0);
    assert_int_equal(status.st_mode & 07777, 0751);
    check_counts(site_build(box, PAGES({"index.html", "other"})), 0, 1, 0, 3);
    assert_int_equal(stat(sandbox_at(box, "public"), &status), 0);
    assert_int_equal(status.st_mode & 07777, 0751);
}

static void an_unchanged_run_touches_nothing_at_all(void **state)
{
    struct sandbox *box = *state;
    site_build(box, site);
    sandbox_write(box, "public/CNAME", "example.org");
    str before = sandbox_picture(box, "public", PICTURE_IDENTITY);
    struct stat above, after, store;
    assert_int_equal(stat(box->path, &above), 0);
    assert_int_equal(stat(sandbox_at(box, ".digest/store.db"), &store), 0);
    check_counts(site_build(box, site), 0, 0, 4, 0);
    assert_same_picture(before, sandbox_picture(box, "public", PICTURE_IDENTITY));
    assert_int_equal(stat(box->path, &after), 0);
    assert_memory_equal(&above.st_mtim, &after.st_mtim, sizeof above.st_mtim);
    assert_int_equal(stat(sandbox_at(box, ".digest/store.db"), &after), 0);
    assert_memory_equal(&store.st_mtim, &after.st_mtim, sizeof store.st_mtim);
}

static void a_changed_page_leaves_the_others_the_files_they_were(void **state)
{
    struct sandbox *box = *state;
    site_build(box, site);
    uint64_t a = inode_of(box, "public/2026/05/07/a/index.html");
    uint64_t b = inode_of(box, "public/2026/05/07/b/index.html");
    struct output_counts counts =
        site_build(box, PAGES({"index.html", "front"}, {"2026/05/07/a/index.html", "A, longer"},
                              {"2026/05/07/b/index.html", "b"}, {"new/index.html", ""}));
    check_counts(counts, 1, 1, 2, 1);
    assert_str(sandbox_read(box, "public/2026/05/07/a/index.html"), "A, longer");
    assert_str(sandbox_read(box, "public/new/index.html"), "");
    assert_true(inode_of(box, "public/2026/05/07/a/index.html") != a);
    assert_true(inode_of(box, "public/2026/05/07/b/index.html") == b);
    check_no_leftovers(box);
}

static void stale_files_go_with_the_folders_they_leave_empty(void **state)
{
    struct sandbox *box = *state;
    site_build(box, site);
    check_counts(site_build(box, PAGES({"index.html", "front"})), 0, 0, 1, 3);
    assert_int_equal(fs_kind(sandbox_at(box, "public/2026")), FS_ABSENT);
    assert_int_equal(fs_kind(sandbox_at(box, "public/tags")), FS_ABSENT);
    check_counts(site_build(box, PAGES({0})), 0, 0, 0, 1);
    assert_int_equal(fs_kind(sandbox_at(box, "public")), FS_FOLDER);
    check_counts(site_build(box, site), 4, 0, 0, 0);
}

static void a_file_becomes_a_folder_and_a_folder_a_file(void **state)
{
    struct sandbox *box = *state;
    site_build(box, PAGES({"a", "1"}, {"b/c/d", "2"}, {"b/e", "3"}));
    check_counts(site_build(box, PAGES({"a/x/y", "1"}, {"b", "2"})), 2, 0, 0, 3);
    assert_str(sandbox_read(box, "public/a/x/y"), "1");
    assert_str(sandbox_read(box, "public/b"), "2");
}

static void a_full_run_writes_every_file_anew(void **state)
{
    struct sandbox *box = *state;
    struct output_counts counts;
    struct err err = {0};
    site_build(box, site);
    uint64_t front = inode_of(box, "public/index.html");
    str before = sandbox_picture(box, "public", PICTURE_CONTENT);
    assert_true(site_try(box, (struct place){.full = true}, site, &counts, &err));
    check_counts(counts, 0, 0, 4, 0);
    assert_true(inode_of(box, "public/index.html") != front);
    assert_same_picture(before, sandbox_picture(box, "public", PICTURE_CONTENT));
}

static void a_copied_file_is_like_any_other(void **state)
{
    struct sandbox *box = *state;
    struct site_run run;
    struct output_counts counts;
    struct err err = {0};
    sandbox_write(box, "media/x.bin", "bytes");
    assert_true(site_open(&run, box, (struct place){0}, &err));
    assert_true(output_put_file(run.output, STR("m/x.bin"), sandbox_at(box, "media/x.bin"), &err));
    assert_false(output_put_file(run.output, STR("y.bin"), sandbox_at(box, "media/y.bin"), &err));
    assert_non_null(strstr(err.file, "y.bin"));
    err = (struct err){0};
    assert_true(output_commit(run.output, &counts, &err));
    site_close(&run);
    assert_str(sandbox_read(box, "public/m/x.bin"), "bytes");
    check_counts(counts, 1, 0, 0, 0);
}

static void a_run_that_is_closed_without_a_commit_changes_nothing(void **state)
{
    struct sandbox *box = *state;
    struct site_run run;
    struct err err = {0};
    site_build(box, site);
    str before = sandbox_picture(box, "public", PICTURE_IDENTITY);
    assert_true(site_open(&run, box, (struct place){0}, &err));
    assert_true(output_put(run.output, STR("index.html"), STR("never seen"), &err));
    site_close(&run);
    assert_same_picture(before, sandbox_picture(box, "public", PICTURE_IDENTITY));
    check_no_leftovers(box);
}

/* -- Healing ---------------------------------------------------------------------------------- */

static void a_torn_a_lost_and_a_changed_page_are_mended(void **state)
{
    struct sandbox *box = *state;
    site_build(box, site);
    str before = sandbox_picture(box, "public", PICTURE_CONTENT);
    assert_int_equal(truncate(sandbox_at(box, "public/index.html"), 0), 0);
    assert_int_equal(unlink(sandbox_at(box, "public/tags/ai/index.html")), 0);
    sandbox_write(box, "public/2026/05/07/a/index.html", "z");
    check_counts(site_build(box, site), 1, 0, 3, 0);
    assert_same_picture(before, sandbox_picture(box, "public", PICTURE_CONTENT));
}

static void what_stands_in_the_place_of_a_page_of_ours_is_replaced(void **state)
{
    struct sandbox *box = *state;
    site_build(box, site);
    str before = sandbox_picture(box, "public", PICTURE_CONTENT);
    const char *front = sandbox_at(box, "public/index.html");
    sandbox_write(box, "precious", "front");
    assert_int_equal(unlink(front), 0);
    assert_int_equal(symlink("../precious", front), 0);
    site_build(box, site);
    assert_same_picture(before, sandbox_picture(box, "public", PICTURE_CONTENT));
    assert_int_equal(unlink(front), 0);
    assert_int_equal(mkfifo(front, 0644), 0);
    site_build(box, site);
    assert_same_picture(before, sandbox_picture(box, "public", PICTURE_CONTENT));
    assert_str(sandbox_read(box, "precious"), "front");
}

static void an_output_that_was_deleted_is_made_anew(void **state)
{
    struct sandbox *box = *state;
    struct err err = {0};
    site_build(box, site);
    assert_true(fs_remove_all(sandbox_at(box, "public"), &err));
    check_counts(site_build(box, site), 4, 0, 0, 0);
    assert_str(sandbox_read(box, "public/index.html"), "front");
}

/* -- Foreign files ---------------------------------------------------------------------------- */

static void make_foreign_things(struct sandbox *box)
{
    sandbox_write(box, "public/CNAME", "example.org");
    sandbox_write(box, "public/.git/HEAD", "ref: refs/heads/main");
    sandbox_write(box, "public/.git/objects/ab/cdef", "blob");
    sandbox_write(box, "public/2026/05/07/a/notes.txt", "mine");
    sandbox_write(box, "public/locked/file", "read-only");
    assert_int_equal(mkdir(sandbox_at(box, "public/empty"), 0777), 0);
    assert_int_equal(mkdir(sandbox_at(box, "public/tags/empty"), 0711), 0);
    assert_int_equal(symlink("../elsewhere", sandbox_at(box, "public/link")), 0);
    assert_int_equal(symlink("nowhere", sandbox_at(box, "public/.git/dangling")), 0);
    assert_int_equal(mkfifo(sandbox_at(box, "public/pipe"), 0600), 0);
    assert_int_equal(chmod(sandbox_at(box, "public/.git"), 0750), 0);
    assert_int_equal(chmod(sandbox_at(box, "public/locked/file"), 0400), 0);
    assert_int_equal(chmod(sandbox_at(box, "public/locked"), 0555), 0);
}

/* The lines of a picture that are about foreign things, in the box's arena. */
static str foreign_lines(struct sandbox *box, enum picture kind)
{
    static const char *const names[] = {"CNAME", ".git", "notes.txt", "locked",
                                        "empty", "link", "pipe"};
    str picture = sandbox_picture(box, "public", kind), line;
    struct buf out = buf_init(1 << 20);
    while (str_next_line(&picture, &line))
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (str_has(line, str_of(names[i]))) {
                buf_add(&out, line);
                buf_addc(&out, '\n');
                break;
            }
    str text = arena_copy(&box->arena, buf_str(&out));
    buf_release(&out);
    return text;
}

static void foreign_files_folders_links_and_pipes_stay_as_they_are(void **state)
{
    struct sandbox *box = *state;
    struct stat before, after;
    site_build(box, site);
    make_foreign_things(box);
    str foreign = foreign_lines(box, PICTURE_CONTENT);
    uint64_t name = inode_of(box, "public/CNAME");
    assert_int_equal(stat(sandbox_at(box, "public/.git"), &before), 0);

    check_counts(site_build(box, PAGES({"index.html", "changed"})), 0, 1, 0, 3);
    assert_same_picture(foreign, foreign_lines(box, PICTURE_CONTENT));
    assert_true(inode_of(box, "public/CNAME") == name);
    assert_int_equal(stat(sandbox_at(box, "public/.git"), &after), 0);
    assert_memory_equal(&before.st_mtim, &after.st_mtim, sizeof before.st_mtim);
    check_no_leftovers(box);

    check_counts(site_build(box, site), 3, 1, 0, 0);
    assert_same_picture(foreign, foreign_lines(box, PICTURE_CONTENT));
    assert_int_equal(chmod(sandbox_at(box, "public/locked"), 0755), 0);
}

static void a_foreign_file_in_the_way_is_an_error_that_names_it(void **state)
{
    struct sandbox *box = *state;
    site_build(box, PAGES({"index.html", "front"}));
    sandbox_write(box, "public/about/index.html", "by hand");
    str before = sandbox_picture(box, "public", PICTURE_IDENTITY);
    struct err err = refuse(box, (struct place){0},
                            PAGES({"index.html", "new"}, {"about/index.html", "generated"}));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.file, "public/about/index.html"));
    assert_non_null(strstr(err.hint, "move it away"));
    assert_same_picture(before, sandbox_picture(box, "public", PICTURE_IDENTITY));
    err = refuse(box, (struct place){.full = true},
                 PAGES({"index.html", "new"}, {"about/index.html", "generated"}));
    assert_same_picture(before, sandbox_picture(box, "public", PICTURE_IDENTITY));
}

static void a_foreign_file_where_a_folder_must_be_is_an_error_that_names_it(void **state)
{
    struct sandbox *box = *state;
    site_build(box, PAGES({"index.html", "front"}));
    sandbox_write(box, "public/about", "by hand");
    str before = sandbox_picture(box, "public", PICTURE_IDENTITY);
    struct err err = refuse(box, (struct place){0},
                            PAGES({"index.html", "front"}, {"about/index.html", "generated"}));
    assert_non_null(strstr(err.file, "public/about"));
    str after = sandbox_picture(box, "public", PICTURE_CONTENT);
    assert_true(str_has(after, STR("about 100644 7 ")));
    assert_int_equal(before.n, sandbox_picture(box, "public", PICTURE_IDENTITY).n);
}

static void a_foreign_folder_where_a_page_must_be_is_an_error_that_names_it(void **state)
{
    struct sandbox *box = *state;
    site_build(box, PAGES({"index.html", "front"}));
    sandbox_write(box, "public/feed.xml/x", "by hand");
    struct err err =
        refuse(box, (struct place){0}, PAGES({"index.html", "f"}, {"feed.xml", "generated"}));
    assert_non_null(strstr(err.file, "public/feed.xml"));
    assert_str(sandbox_read(box, "public/index.html"), "front");
    assert_str(sandbox_read(box, "public/feed.xml/x"), "by hand");
}

static void a_foreign_file_with_the_right_bytes_becomes_ours(void **state)
{
    struct sandbox *box = *state;
    site_build(box, PAGES({"index.html", "front"}));
    sandbox_write(box, "public/robots.txt", "same");
    str before = sandbox_picture(box, "public", PICTURE_IDENTITY);
    check_counts(site_build(box, PAGES({"index.html", "front"}, {"robots.txt", "same"})), 0, 0, 2,
                 0);
    assert_same_picture(before, sandbox_picture(box, "public", PICTURE_IDENTITY));
    check_counts(site_build(box, PAGES({"index.html", "front"})), 0, 0, 1, 1);
    assert_int_equal(fs_kind(sandbox_at(box, "public/robots.txt")), FS_ABSENT);
}

static void nothing_is_written_through_a_link_out_of_the_site(void **state)
{
    struct sandbox *box = *state;
    sandbox_write(box, "outside/index.html", "theirs");
    site_build(box, PAGES({"index.html", "front"}));
    assert_int_equal(symlink("../outside", sandbox_at(box, "public/news")), 0);
    str before = sandbox_picture(box, "outside", PICTURE_IDENTITY);
    static const char *const texts[] = {"ours", "theirs"};
    for (int i = 0; i < 2; i++) {
        struct err err = refuse(box, (struct place){0},
                                PAGES({"index.html", "x"}, {"news/index.html", texts[i]}));
        assert_non_null(strstr(err.file, "public/news"));
    }
    assert_same_picture(before, sandbox_picture(box, "outside", PICTURE_IDENTITY));
    assert_str(sandbox_read(box, "public/index.html"), "front");
}

static void a_folder_of_ours_that_became_a_link_is_an_error_that_names_it(void **state)
{
    struct sandbox *box = *state;
    site_build(box, site);
    assert_int_equal(rename(sandbox_at(box, "public/tags"), sandbox_at(box, "outside")), 0);
    assert_int_equal(symlink("../outside", sandbox_at(box, "public/tags")), 0);
    str before = sandbox_picture(box, "outside", PICTURE_IDENTITY);
    struct err err =
        refuse(box, (struct place){0}, PAGES({"index.html", "new"}, {"tags/ai/index.html", "new"}));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.file, "public/tags"));
    assert_same_picture(before, sandbox_picture(box, "outside", PICTURE_IDENTITY));
    assert_str(sandbox_read(box, "public/index.html"), "front");
    check_counts(site_build(box, PAGES({"index.html", "new"})), 0, 1, 0, 3);
    assert_same_picture(before, sandbox_picture(box, "outside", PICTURE_IDENTITY));
}

/* -- Which folder ----------------------------------------------------------------------------- */

static void a_folder_with_unknown_files_is_refused_and_left_alone(void **state)
{
    struct sandbox *box = *state;
    sandbox_write(box, "public/thesis.txt", "three years of work");
    sandbox_write(box, ".public.digest-stage/note", "of another project");
    str before = sandbox_picture(box, ".", PICTURE_IDENTITY);
    struct output_counts counts;
    struct err err = {0};
    assert_false(site_try(box, (struct place){.store = "s/store.db"}, site, &counts, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.hint, "--output"));
    assert_true(fs_remove_all(sandbox_at(box, "s"), &err));
    str after = sandbox_picture(box, ".", PICTURE_IDENTITY);
    /* The first line is the box itself, whose time tells that the store came and went. */
    assert_same_picture(str_slice(before, str_find_char(before, '\n', 0), before.n),
                        str_slice(after, str_find_char(after, '\n', 0), after.n));
}

static void an_output_whose_store_was_lost_is_refused(void **state)
{
    struct sandbox *box = *state;
    struct err err = {0};
    site_build(box, site);
    assert_true(fs_remove_all(sandbox_at(box, ".digest"), &err));
    str before = sandbox_picture(box, "public", PICTURE_IDENTITY);
    err = refuse(box, (struct place){0}, site);
    assert_non_null(strstr(err.why, "not empty"));
    assert_same_picture(before, sandbox_picture(box, "public", PICTURE_IDENTITY));
}

static void a_file_in_place_of_the_folder_is_refused(void **state)
{
    struct sandbox *box = *state;
    sandbox_write(box, "public", "a file");
    struct err err = refuse(box, (struct place){0}, site);
    assert_int_equal(err.code, ERR_INPUT);
    assert_str(sandbox_read(box, "public"), "a file");
}

static void check_dangerous(struct sandbox *box, const char *path, const char *keep_out)
{
    struct ledger none = {0};
    struct output *output = NULL;
    struct err err = {0};
    (void)box;
    assert_false(output_open(&output, path, keep_out, &none, false, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.hint, "--output"));
}

static void the_root_the_home_and_the_project_are_never_an_output(void **state)
{
    struct sandbox *box = *state;
    check_dangerous(box, "/", NULL);
    check_dangerous(box, "//./", NULL);
    const char *home = getenv("HOME");
    if (home && fs_kind(home) == FS_FOLDER)
        check_dangerous(box, home, NULL);
    sandbox_write(box, "project/digest.yaml", "");
    assert_int_equal(symlink("project", sandbox_at(box, "alias")), 0);
    check_dangerous(box, sandbox_at(box, "project"), sandbox_at(box, "project"));
    check_dangerous(box, sandbox_at(box, "alias"), sandbox_at(box, "project"));
    check_dangerous(box, sandbox_at(box, "."), sandbox_at(box, "project"));
    check_dangerous(box, sandbox_at(box, "project/."), sandbox_at(box, "alias"));
}

static void a_link_to_a_folder_stays_a_link(void **state)
{
    struct sandbox *box = *state;
    assert_int_equal(mkdir(sandbox_at(box, "disk"), 0777), 0);
    assert_int_equal(symlink("disk", sandbox_at(box, "public")), 0);
    site_build(box, site);
    check_counts(site_build(box, PAGES({"index.html", "two"})), 0, 1, 0, 3);
    assert_str(sandbox_read(box, "disk/index.html"), "two");
    assert_str(sandbox_read(box, "public/index.html"), "two");
    check_no_leftovers(box);
}

static void a_link_that_leads_nowhere_is_refused(void **state)
{
    struct sandbox *box = *state;
    assert_int_equal(symlink("nowhere", sandbox_at(box, "public")), 0);
    struct err err = refuse(box, (struct place){0}, site);
    assert_int_equal(err.code, ERR_INPUT);
    assert_int_equal(fs_kind(sandbox_at(box, "nowhere")), FS_ABSENT);
}

static void a_moved_project_goes_on_where_it_was(void **state)
{
    struct sandbox *box = *state;
    struct output_counts counts;
    struct err err = {0};
    struct place old = {.store = "old/.digest/store.db", .output = "old/public"};
    struct place new = {.store = "new/.digest/store.db", .output = "new/public"};
    assert_true(site_try(box, old, site, &counts, &err));
    assert_int_equal(rename(sandbox_at(box, "old"), sandbox_at(box, "new")), 0);
    assert_true(site_try(box, new, site, &counts, &err));
    check_counts(counts, 0, 0, 4, 0);
    assert_true(site_try(box, new, PAGES({"index.html", "front"}), &counts, &err));
    check_counts(counts, 0, 0, 1, 3);
}

/* -- Paths ------------------------------------------------------------------------------------ */

static void a_path_that_could_leave_the_site_is_refused(void **state)
{
    struct sandbox *box = *state;
    struct site_run run;
    struct output_counts counts;
    struct err err = {0};
    char long_name[300];
    memset(long_name, 'x', sizeof long_name);
    char deep[200];
    for (size_t i = 0; i < sizeof deep; i += 2)
        memcpy(deep + i, "d/", 2);
    const str paths[] = {
        STR(""),
        STR("/etc/passwd"),
        STR("../x"),
        STR("a/../b"),
        STR("./a"),
        STR("a/./b"),
        STR("a//b"),
        STR("a/"),
        STR("/"),
        STR("."),
        STR(".."),
        STR("a\0b"),
        STR("a/b\0/c"),
        {long_name, 256},
        {deep, sizeof deep - 1},
        STR(".digest-stage/site/x"),
    };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        assert_true(site_open(&run, box, (struct place){0}, &err));
        assert_false(output_put(run.output, paths[i], STR("x"), &err));
        assert_int_equal(err.code, ERR_INPUT);
        err = (struct err){0};
        assert_false(output_commit(run.output, &counts, &err));
        err = (struct err){0};
        site_close(&run);
    }
    assert_int_equal(fs_kind(sandbox_at(box, "public")), FS_ABSENT);
    assert_true(site_open(&run, box, (struct place){0}, &err));
    assert_true(output_put(run.output, (str){long_name, 255}, STR("x"), &err));
    assert_true(output_put(run.output, STR("..x/...y/.z"), STR("x"), &err));
    assert_true(output_commit(run.output, &counts, &err));
    site_close(&run);
}

static void two_pages_on_one_path_are_an_error(void **state)
{
    struct sandbox *box = *state;
    struct err err =
        refuse(box, (struct place){0}, PAGES({"index.html", "one"}, {"index.html", "two"}));
    assert_non_null(strstr(err.why, "index.html"));
    assert_int_equal(fs_kind(sandbox_at(box, "public")), FS_ABSENT);
}

/* -- Stages ----------------------------------------------------------------------------------- */

static void a_stage_that_a_killed_run_left_is_removed(void **state)
{
    struct sandbox *box = *state;
    site_build(box, site);
    sandbox_write(box, ".public.digest-stage/digest-stage.txt", "");
    sandbox_write(box, ".public.digest-stage/site/2026/x", "half");
    assert_int_equal(mkdir(sandbox_at(box, "public/.digest-stage"), 0700), 0);
    check_counts(site_build(box, site), 0, 0, 4, 0);
    check_no_leftovers(box);
}

static void a_folder_of_the_stages_name_that_is_not_ours_stays_and_is_named(void **state)
{
    struct sandbox *box = *state;
    struct output_counts counts;
    struct err err = {0};
    site_build(box, site);
    sandbox_write(box, ".public.digest-stage/site/photo.jpg", "mine");
    check_counts(site_build(box, site), 0, 0, 4, 0);
    assert_false(site_try(box, (struct place){0}, PAGES({"index.html", "x"}), &counts, &err));
    assert_non_null(strstr(err.file, ".public.digest-stage"));
    assert_true(err.hint[0] != '\0');
    assert_str(sandbox_read(box, ".public.digest-stage/site/photo.jpg"), "mine");
    assert_str(sandbox_read(box, "public/index.html"), "front");
}

/* -- Threads ---------------------------------------------------------------------------------- */

#define MANY 500

struct crowd {
    struct output *output;
    int version;
};

static bool put_round(void *context, size_t i, unsigned worker)
{
    struct crowd *crowd = context;
    struct err err = {0};
    char path[64], text[64];
    (void)worker;
    snprintf(path, sizeof path, "%zu/%zu/index.html", i % 7, i);
    /* Every third page never changes. */
    int n = snprintf(text, sizeof text, "page %zu of version %d", i, i % 3 ? crowd->version : 0);
    return output_put(crowd->output, str_of(path), (str){text, (size_t)n}, &err);
}

static struct output_counts build_with_threads(struct sandbox *box, int version)
{
    struct site_run run;
    struct output_counts counts;
    struct err err = {0};
    assert_true(site_open(&run, box, (struct place){0}, &err));
    struct crowd crowd = {run.output, version};
    assert_true(pool_run(4, MANY, put_round, &crowd));
    assert_true(output_put(run.output, STR("index.html"), STR("front"), &err));
    assert_true(output_commit(run.output, &counts, &err));
    site_close(&run);
    return counts;
}

static void threads_put_a_site_together(void **state)
{
    struct sandbox *box = *state;
    check_counts(build_with_threads(box, 1), MANY + 1, 0, 0, 0);
    check_counts(build_with_threads(box, 2), 0, 333, 168, 0);
    assert_str(sandbox_read(box, "public/2/499/index.html"), "page 499 of version 2");
    check_counts(build_with_threads(box, 2), 0, 0, MANY + 1, 0);
}

struct reader {
    const char *path;
    atomic_bool stop;
    size_t reads, gaps;
};

static void *read_on(void *context)
{
    struct reader *reader = context;
    while (!atomic_load(&reader->stop)) {
        int fd = open(reader->path, O_RDONLY);
        reader->reads++;
        reader->gaps += fd < 0;
        if (fd >= 0)
            close(fd);
    }
    return NULL;
}

static void a_reader_never_finds_the_front_page_missing(void **state)
{
    struct sandbox *box = *state;
    struct reader reader = {.path = sandbox_at(box, "public/index.html")};
    pthread_t thread;
    site_build(box, site);
    assert_int_equal(pthread_create(&thread, NULL, read_on, &reader), 0);
    for (int i = 0; i < 20; i++)
        site_build(box, i % 2 ? site : PAGES({"index.html", "other"}));
    atomic_store(&reader.stop, true);
    pthread_join(thread, NULL);
    assert_true(reader.reads > 0);
    assert_int_equal(reader.gaps, 0);
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

int u_output_output(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_first_run_makes_the_folder_and_all_files),
        CASE(an_empty_folder_is_taken_and_keeps_its_mode),
        CASE(an_unchanged_run_touches_nothing_at_all),
        CASE(a_changed_page_leaves_the_others_the_files_they_were),
        CASE(stale_files_go_with_the_folders_they_leave_empty),
        CASE(a_file_becomes_a_folder_and_a_folder_a_file),
        CASE(a_full_run_writes_every_file_anew),
        CASE(a_copied_file_is_like_any_other),
        CASE(a_run_that_is_closed_without_a_commit_changes_nothing),
        CASE(a_torn_a_lost_and_a_changed_page_are_mended),
        CASE(what_stands_in_the_place_of_a_page_of_ours_is_replaced),
        CASE(an_output_that_was_deleted_is_made_anew),
        CASE(foreign_files_folders_links_and_pipes_stay_as_they_are),
        CASE(a_foreign_file_in_the_way_is_an_error_that_names_it),
        CASE(a_foreign_file_where_a_folder_must_be_is_an_error_that_names_it),
        CASE(a_foreign_folder_where_a_page_must_be_is_an_error_that_names_it),
        CASE(a_foreign_file_with_the_right_bytes_becomes_ours),
        CASE(nothing_is_written_through_a_link_out_of_the_site),
        CASE(a_folder_of_ours_that_became_a_link_is_an_error_that_names_it),
        CASE(a_folder_with_unknown_files_is_refused_and_left_alone),
        CASE(an_output_whose_store_was_lost_is_refused),
        CASE(a_file_in_place_of_the_folder_is_refused),
        CASE(the_root_the_home_and_the_project_are_never_an_output),
        CASE(a_link_to_a_folder_stays_a_link),
        CASE(a_link_that_leads_nowhere_is_refused),
        CASE(a_moved_project_goes_on_where_it_was),
        CASE(a_path_that_could_leave_the_site_is_refused),
        CASE(two_pages_on_one_path_are_an_error),
        CASE(a_stage_that_a_killed_run_left_is_removed),
        CASE(a_folder_of_the_stages_name_that_is_not_ours_stays_and_is_named),
        CASE(threads_put_a_site_together),
        CASE(a_reader_never_finds_the_front_page_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
