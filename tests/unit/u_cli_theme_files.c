/* The embedded theme and a site's own files over it. */
#include "check.h"

#include <stdlib.h>
#include <unistd.h>

#include "../../src/cli/theme_files.h"
#include "digest/fs.h"
#include "digest/limits.h"

struct fixture {
    struct arena arena;
    char folder[64];
};

static int setup(void **state)
{
    struct fixture *f = malloc(sizeof *f);
    *f = (struct fixture){.folder = "/tmp/digest-theme-XXXXXX"};
    assert_non_null(mkdtemp(f->folder));
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    struct err err = {0};
    fs_remove_all(f->folder, &err);
    arena_release(&f->arena);
    free(f);
    return 0;
}

static void add(struct fixture *f, const char *name, str bytes)
{
    struct err err = {0};
    str path = fs_join(&f->arena, str_of(f->folder), str_of(name));
    assert_true(fs_mkdir_all(fs_folder(&f->arena, path).p, &err));
    assert_true(fs_replace(path.p, bytes, &err));
}

static const struct theme_file *find(const struct theme_files *files, const char *name)
{
    for (size_t i = 0; i < files->count; i++)
        if (str_is(files->items[i].name, name))
            return &files->items[i];
    return NULL;
}

static void the_built_in_theme_is_whole_without_a_folder(void **state)
{
    struct fixture *f = *state;
    struct theme_files files;
    struct err err = {0};
    assert_true(theme_files_load(&files, &f->arena, "/nonexistent/templates", &err));
    const struct theme_file *article = find(&files, "article.mustache");
    assert_non_null(article);
    assert_str(article->place, "(built in)/article.mustache");
    assert_true(article->bytes.n > 0);
    assert_null(find(&files, "README.md"));
    for (size_t i = 1; i < files.count; i++)
        assert_true(str_compare(files.items[i - 1].name, files.items[i].name) < 0);
}

static void a_file_of_the_site_replaces_the_one_of_its_name_only(void **state)
{
    struct fixture *f = *state;
    struct theme_files built_in, files;
    struct err err = {0};
    add(f, "article.mustache", STR("mine"));
    add(f, "parts/new.mustache", STR("new"));
    add(f, "assets/logo.svg", STR("<svg/>"));
    add(f, "README.md", STR("notes"));
    add(f, ".hidden", STR("x"));
    assert_true(theme_files_load(&built_in, &f->arena, "/nonexistent", &err));
    assert_true(theme_files_load(&files, &f->arena, f->folder, &err));
    assert_int_equal(files.count, built_in.count + 2);
    assert_str(find(&files, "article.mustache")->bytes, "mine");
    assert_true(str_ends(find(&files, "article.mustache")->place, STR("/article.mustache")));
    assert_str(find(&files, "parts/new.mustache")->bytes, "new");
    assert_null(find(&files, "README.md"));
    assert_null(find(&files, ".hidden"));
}

static void a_slash_behind_the_folder_changes_nothing(void **state)
{
    struct fixture *f = *state;
    struct theme_files files;
    struct err err = {0};
    add(f, "article.mustache", STR("mine"));
    str folder = arena_printf(&f->arena, "%s/", f->folder);
    assert_true(theme_files_load(&files, &f->arena, folder.p, &err));
    assert_str(find(&files, "article.mustache")->bytes, "mine");
}

static void too_large_a_template_and_a_file_for_a_folder_are_refused(void **state)
{
    struct fixture *f = *state;
    struct theme_files files;
    struct err err = {0};
    str large = {arena_alloc(&f->arena, LIMIT_TEMPLATE + 1), LIMIT_TEMPLATE + 1};
    add(f, "assets/large.bin", large);
    assert_true(theme_files_load(&files, &f->arena, f->folder, &err));
    add(f, "large.mustache", large);
    assert_false(theme_files_load(&files, &f->arena, f->folder, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    err = (struct err){0};
    str file = fs_join(&f->arena, str_of(f->folder), STR("large.mustache"));
    assert_false(theme_files_load(&files, &f->arena, file.p, &err));
    assert_int_equal(err.code, ERR_CONFIG);
}

int u_cli_theme_files(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_built_in_theme_is_whole_without_a_folder),
        TEST(a_file_of_the_site_replaces_the_one_of_its_name_only),
        TEST(a_slash_behind_the_folder_changes_nothing),
        TEST(too_large_a_template_and_a_file_for_a_folder_are_refused),
    };
    return cmocka_run_group_tests_name("cli.theme_files", tests, NULL, NULL);
}
