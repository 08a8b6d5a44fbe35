/* Files and folders, the strange ones among them. */
#include "digest/fs.h"
#include "digest/limits.h"
#include "sandbox.h"

static struct sandbox box;

static int open_box(void **state)
{
    (void)state;
    sandbox_open(&box);
    return 0;
}

static int close_box(void **state)
{
    (void)state;
    sandbox_close(&box);
    return 0;
}

static void check_refused(const char *path, size_t max, enum err_code code, const char *why)
{
    struct buf b = buf_init(max);
    struct err err = {0};
    buf_addz(&b, "kept");
    assert_false(fs_read(&b, path, &err));
    assert_int_equal(err.code, code);
    assert_non_null(strstr(err.why, why));
    assert_string_equal(err.file, path);
    assert_str(buf_str(&b), "kept");
    buf_release(&b);
}

static void files_are_read_whole_and_appended(void **state)
{
    (void)state;
    struct err err = {0};
    struct buf b = buf_init(8);
    const char *path = sandbox_at(&box, "a");
    assert_true(fs_create(path, STR("ab\0cd"), &err));
    buf_addz(&b, "x");
    assert_true(fs_read(&b, path, &err));
    assert_int_equal(b.n, 6);
    assert_memory_equal(b.p, "xab\0cd", 7);
    assert_int_equal(err.code, ERR_NONE);
    buf_release(&b);
}

static void a_file_may_fill_the_buffer_to_its_last_byte(void **state)
{
    (void)state;
    struct err err = {0};
    char bytes[1000];
    memset(bytes, 'x', sizeof bytes);
    const char *path = sandbox_at(&box, "a");
    assert_true(fs_create(path, (str){bytes, sizeof bytes}, &err));
    struct buf b = buf_init(sizeof bytes);
    assert_true(fs_read(&b, path, &err));
    assert_int_equal(b.n, sizeof bytes);
    buf_release(&b);
    check_refused(path, sizeof bytes - 1 + strlen("kept"), ERR_LIMIT, "larger than the limit");
}

static void files_that_hide_their_size_are_bounded_too(void **state)
{
    (void)state;
    struct err err = {0};
    struct buf b = buf_init(1 << 20);
    assert_true(fs_read(&b, "/proc/self/status", &err));
    assert_true(b.n > 100);
    check_refused("/proc/self/status", 50, ERR_LIMIT, "larger than the limit");
    buf_release(&b);
}

static void what_is_no_file_is_refused_at_once(void **state)
{
    (void)state;
    check_refused(sandbox_at(&box, "absent"), 100, ERR_IO, "No such file");
    check_refused(box.path, 100, ERR_IO, "it is a folder");
    check_refused("/dev/zero", 100, ERR_IO, "not a regular file");
    /* Nobody writes to it, so opening it the usual way would take for ever. */
    const char *fifo = sandbox_at(&box, "fifo");
    assert_int_equal(mkfifo(fifo, 0600), 0);
    check_refused(fifo, 100, ERR_IO, "not a regular file");
}

static void replacing_leaves_no_trace_and_keeps_permissions(void **state)
{
    (void)state;
    struct err err = {0};
    const char *path = sandbox_at(&box, "a");
    assert_true(fs_replace(path, STR("one"), &err));
    assert_int_equal(chmod(path, 0600), 0);
    assert_true(fs_replace(path, STR("two"), &err));
    struct buf b = buf_init(100);
    assert_true(fs_read(&b, path, &err));
    assert_str(buf_str(&b), "two");
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    DIR *folder = opendir(box.path);
    size_t entries = 0;
    while (readdir(folder))
        entries++;
    closedir(folder);
    assert_int_equal(entries, 3); /* with . and .. */
    buf_release(&b);
}

static void a_failed_replacement_keeps_the_old_one(void **state)
{
    (void)state;
    struct err err = {0};
    assert_false(fs_replace(sandbox_at(&box, "absent/a"), STR("x"), &err));
    assert_int_equal(err.code, ERR_IO);
    sandbox_write(&box, "folder/a", "x");
    struct err other = {0};
    assert_false(fs_replace(sandbox_at(&box, "folder"), STR("x"), &other));
    assert_int_equal(fs_kind(sandbox_at(&box, "folder/a")), FS_FILE);
}

static void creating_never_overwrites(void **state)
{
    (void)state;
    struct err err = {0};
    const char *path = sandbox_at(&box, "a");
    assert_true(fs_create(path, STR("one"), &err));
    assert_false(fs_create(path, STR("two"), &err));
    assert_non_null(strstr(err.why, "exists"));
    struct buf b = buf_init(100);
    assert_true(fs_read(&b, path, &err));
    assert_str(buf_str(&b), "one");
    buf_release(&b);
}

static void folders_are_made_with_those_above(void **state)
{
    (void)state;
    struct err err = {0};
    assert_true(fs_mkdir_all(sandbox_at(&box, "a//b/c/"), &err));
    assert_true(fs_mkdir_all(sandbox_at(&box, "a/b/c"), &err));
    assert_int_equal(fs_kind(sandbox_at(&box, "a/b/c")), FS_FOLDER);
    sandbox_write(&box, "file", "x");
    assert_false(fs_mkdir_all(sandbox_at(&box, "file/d"), &err));
    assert_non_null(strstr(err.why, "a file is in its place"));
    assert_string_equal(err.file, sandbox_at(&box, "file"));
}

static void removing_does_not_follow_links(void **state)
{
    (void)state;
    struct err err = {0};
    sandbox_write(&box, "kept/a", "x");
    sandbox_write(&box, "gone/b/c/d", "x");
    assert_int_equal(symlink(sandbox_at(&box, "kept"), sandbox_at(&box, "gone/link")), 0);
    assert_int_equal(symlink("gone", sandbox_at(&box, "link")), 0);
    assert_true(fs_remove_all(sandbox_at(&box, "link"), &err));
    assert_int_equal(fs_kind(sandbox_at(&box, "gone")), FS_FOLDER);
    assert_true(fs_remove_all(sandbox_at(&box, "gone"), &err));
    assert_int_equal(fs_kind(sandbox_at(&box, "gone")), FS_ABSENT);
    assert_int_equal(fs_kind(sandbox_at(&box, "kept/a")), FS_FILE);
    assert_true(fs_remove_all(sandbox_at(&box, "gone"), &err));
    assert_true(fs_remove_all(sandbox_at(&box, "kept/a"), &err));
    assert_int_equal(fs_kind(sandbox_at(&box, "kept")), FS_FOLDER);
}

static void kinds_are_told_through_links(void **state)
{
    (void)state;
    sandbox_write(&box, "a", "x");
    assert_int_equal(symlink("a", sandbox_at(&box, "link")), 0);
    assert_int_equal(symlink("absent", sandbox_at(&box, "dangling")), 0);
    assert_int_equal(symlink("loop", sandbox_at(&box, "loop")), 0);
    assert_int_equal(fs_kind(sandbox_at(&box, "link")), FS_FILE);
    assert_int_equal(fs_kind(sandbox_at(&box, "dangling")), FS_ABSENT);
    assert_int_equal(fs_kind(sandbox_at(&box, "a/b")), FS_ABSENT);
    assert_int_equal(fs_kind(sandbox_at(&box, "loop")), FS_OTHER);
    assert_int_equal(fs_kind("/dev/null"), FS_OTHER);
}

/* The names in a list behind the box's path, each with a comma. */
static str names(const struct fs_list *list)
{
    struct buf b = buf_init(10000);
    for (size_t i = 0; i < list->count; i++) {
        str path = list->items[i].path;
        assert_int_equal(path.p[path.n], '\0');
        assert_true(str_starts(path, str_of(box.path)));
        buf_add(&b, str_slice(path, strlen(box.path) + 1, path.n));
        buf_addc(&b, ',');
    }
    str result = arena_copy(&box.arena, buf_str(&b));
    buf_release(&b);
    return result;
}

static void fill_folder(void)
{
    static const char *const paths[] = {"b.txt",    "a.txt",       "B.txt",
                                        ".hidden",  "a.txt~",      "sub/c.md",
                                        "sub/.d/e", "sub/f/g.txt", "\xC3\xA9.txt"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        sandbox_write(&box, paths[i], "text");
    assert_int_equal(mkfifo(sandbox_at(&box, "fifo.txt"), 0600), 0);
    assert_int_equal(symlink("a.txt", sandbox_at(&box, "link.txt")), 0);
    assert_int_equal(symlink("absent", sandbox_at(&box, "none.txt")), 0);
    assert_int_equal(symlink(".", sandbox_at(&box, "sub/up")), 0);
}

static void folders_are_listed_in_one_order(void **state)
{
    (void)state;
    struct err err = {0};
    struct fs_list list;
    fill_folder();
    assert_true(fs_list(&list, &box.arena, box.path, false, &err));
    assert_str(names(&list), "B.txt,a.txt,b.txt,link.txt,\xC3\xA9.txt,");
    assert_int_equal(list.items[0].size, 4);
    assert_true(list.items[0].mtime > 1000000000);
    assert_true(fs_list(&list, &box.arena, box.path, true, &err));
    assert_str(names(&list), "B.txt,a.txt,b.txt,link.txt,sub/c.md,sub/f/g.txt,\xC3\xA9.txt,");
}

static void patterns_match_files_only(void **state)
{
    (void)state;
    struct err err = {0};
    struct fs_list list;
    fill_folder();
    assert_true(fs_glob(&list, &box.arena, sandbox_at(&box, "*.t?t*"), &err));
    assert_str(names(&list), "B.txt,a.txt,b.txt,link.txt,\xC3\xA9.txt,");
    assert_true(fs_glob(&list, &box.arena, sandbox_at(&box, "*/*"), &err));
    assert_str(names(&list), "sub/c.md,");
    assert_true(fs_glob(&list, &box.arena, sandbox_at(&box, "[xyz]*"), &err));
    assert_int_equal(list.count, 0);
    assert_true(fs_glob(&list, &box.arena, sandbox_at(&box, "absent/*"), &err));
    assert_int_equal(list.count, 0);
}

static void a_folder_that_is_not_there_is_an_error(void **state)
{
    (void)state;
    struct err err = {0};
    struct fs_list list;
    assert_false(fs_list(&list, &box.arena, sandbox_at(&box, "absent"), true, &err));
    assert_int_equal(err.code, ERR_IO);
    sandbox_write(&box, "file", "x");
    assert_false(fs_list(&list, &box.arena, sandbox_at(&box, "file"), true, &err));
}

static void folders_beyond_the_limit_are_an_error_not_a_silence(void **state)
{
    (void)state;
    struct err err = {0};
    struct fs_list list;
    struct buf path = buf_init(1000);
    for (int i = 0; i < LIMIT_FOLDER_DEPTH; i++)
        buf_addz(&path, "d/");
    sandbox_write(&box, arena_printf(&box.arena, "%sf", path.p).p, "x");
    assert_true(fs_list(&list, &box.arena, box.path, true, &err));
    assert_int_equal(list.count, 1);
    sandbox_write(&box, arena_printf(&box.arena, "%sd/f", path.p).p, "x");
    assert_false(fs_list(&list, &box.arena, box.path, true, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    buf_release(&path);
}

static void paths_are_put_together_and_taken_apart(void **state)
{
    (void)state;
    struct arena *a = &box.arena;
    assert_str(fs_join(a, STR("a"), STR("b/c")), "a/b/c");
    assert_str(fs_join(a, STR("a/"), STR("b")), "a/b");
    assert_str(fs_join(a, STR("a"), STR("/b")), "/b");
    assert_str(fs_join(a, STR(""), STR("b")), "b");
    assert_str(fs_folder(a, STR("a/b/c")), "a/b");
    assert_str(fs_folder(a, STR("a//c")), "a");
    assert_str(fs_folder(a, STR("c")), ".");
    assert_str(fs_folder(a, STR("/c")), "/");
    assert_str(fs_name(STR("a/b.txt")), "b.txt");
    assert_str(fs_name(STR("b.txt")), "b.txt");
    assert_str(fs_name(STR("a/")), "");
    assert_true(fs_is_pattern(STR("a/*.txt")));
    assert_true(fs_is_pattern(STR("a/[b]")));
    assert_false(fs_is_pattern(STR("a/{b,c}.txt")));
}

int u_base_fs(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_box, close_box)
    const struct CMUnitTest tests[] = {
        TEST(files_are_read_whole_and_appended),
        TEST(a_file_may_fill_the_buffer_to_its_last_byte),
        TEST(files_that_hide_their_size_are_bounded_too),
        TEST(what_is_no_file_is_refused_at_once),
        TEST(replacing_leaves_no_trace_and_keeps_permissions),
        TEST(a_failed_replacement_keeps_the_old_one),
        TEST(creating_never_overwrites),
        TEST(folders_are_made_with_those_above),
        TEST(removing_does_not_follow_links),
        TEST(kinds_are_told_through_links),
        TEST(folders_are_listed_in_one_order),
        TEST(patterns_match_files_only),
        TEST(a_folder_that_is_not_there_is_an_error),
        TEST(folders_beyond_the_limit_are_an_error_not_a_silence),
        TEST(paths_are_put_together_and_taken_apart),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
