/* The public Mustache specification, as far as its files are at hand: every case of every file. */
#include <dirent.h>
#include <jansson.h>
#include <stdlib.h>

#include "check.h"
#include "digest/template.h"

/* Cases there are in version 1.4.2 without lambdas. */
enum { SPECIFIED = 184 };

#define FOLDER TEST_SHARED_DIR "/mustache-spec"

struct tally {
    unsigned passed, failed;
};

static str json_str(const json_t *text)
{
    return (str){json_string_value(text), json_string_length(text)};
}

static void add_partials(struct template_set *set, const json_t *test, struct err *err)
{
    const char *name;
    json_t *partial;
    json_object_foreach(json_object_get(test, "partials"), name, partial)
        assert_true(template_add(set, str_of(name), json_str(partial), str_of(name), err));
}

static void data_of(const json_t *test, struct arena *a, struct value *out)
{
    char *text = json_dumps(json_object_get(test, "data"), JSON_ENCODE_ANY);
    struct err err = {0};
    assert_true(value_from_json(out, a, str_of(text), STR("data"), &err));
    free(text);
}

static void run_case(const json_t *test, struct tally *tally)
{
    struct arena a = {0};
    struct err err = {0};
    struct template_set *set = template_set_new(&a, true);
    struct value data = {0};
    data_of(test, &a, &data);
    add_partials(set, test, &err);
    struct buf out = buf_init(1 << 20);
    str source = json_str(json_object_get(test, "template"));
    str expected = json_str(json_object_get(test, "expected"));
    bool done = template_add(set, STR(""), source, STR("test"), &err) &&
                template_render(set, STR(""), &data, &out, &err);
    bool passed = done && str_eq(buf_str(&out), expected);
    if (!passed)
        print_error("%s: %s\n  expected \"%.*s\"\n  got      \"%.*s\" %s\n",
                    json_string_value(json_object_get(test, "name")),
                    json_string_value(json_object_get(test, "desc")), STR_ARGS(expected),
                    STR_ARGS(buf_str(&out)), err.why);
    tally->passed += passed;
    tally->failed += !passed;
    buf_release(&out);
    arena_release(&a);
}

static void run_file(const char *name, struct tally *tally)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", FOLDER, name);
    json_error_t why;
    json_t *file = json_load_file(path, 0, &why);
    assert_non_null(file);
    size_t i;
    json_t *test;
    json_array_foreach(json_object_get(file, "tests"), i, test) run_case(test, tally);
    json_decref(file);
}

static void every_case_of_the_specification_passes(void **state)
{
    (void)state;
    DIR *folder = opendir(FOLDER);
    if (!folder) {
        print_message("not run: the specification is not in %s\n", FOLDER);
        skip();
    }
    struct tally tally = {0};
    for (const struct dirent *entry; (entry = readdir(folder));)
        if (str_ends(str_of(entry->d_name), STR(".json")))
            run_file(entry->d_name, &tally);
    closedir(folder);
    assert_int_equal(tally.failed, 0);
    assert_int_equal(tally.passed, SPECIFIED);
}

int u_render_mustache_spec(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case_of_the_specification_passes),
    };
    return cmocka_run_group_tests_name("render.mustache_spec", tests, NULL, NULL);
}
