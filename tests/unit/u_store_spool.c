/* The body spool: what goes in comes out, from any thread. */
#include "digest/pool.h"
#include "digest/store.h"
#include "sandbox.h"

static struct spool *open_spool(const char *folder)
{
    struct err err = {0};
    struct spool *spool = NULL;
    assert_true(spool_open(&spool, folder, &err));
    return spool;
}

static void put(struct spool *spool, struct article *article, str body, str text)
{
    struct err err = {0};
    article->body = (html){body};
    assert_true(spool_put(spool, article, text, &err));
    assert_int_equal(article->body.markup.n, 0);
}

static void a_body_and_its_text_come_back_as_they_were(void **state)
{
    struct sandbox *box = *state;
    struct spool *spool = open_spool(sandbox_at(box, "made/for/it"));
    struct article first = {0}, second = {0}, third = {0};
    put(spool, &first, STR("<p>one</p>"), STR("one"));
    put(spool, &second, STR(""), STR(""));
    put(spool, &third, STR("a\0b"), STR("\xC3\xA9"));
    struct buf buf = buf_init(100);
    struct err err = {0};
    html body;
    str text;
    assert_true(spool_get(spool, &third, &buf, &body, &text, &err));
    assert_true(str_eq(body.markup, STR("a\0b")));
    assert_str(text, "\xC3\xA9");
    assert_true(spool_get(spool, &first, &buf, &body, &text, &err));
    assert_str(body.markup, "<p>one</p>");
    assert_str(text, "one");
    assert_true(spool_get(spool, &second, &buf, &body, &text, &err));
    assert_int_equal(body.markup.n + text.n, 0);
    buf_release(&buf);
    spool_close(spool);
}

static void the_spool_leaves_no_file_behind(void **state)
{
    struct sandbox *box = *state;
    struct spool *spool = open_spool(box->path);
    struct article article = {0};
    put(spool, &article, STR("x"), STR("y"));
    str during = sandbox_picture(box, ".", PICTURE_CONTENT);
    assert_int_equal(str_find_char(during, '\n', 0), during.n - 1);
    spool_close(spool);
    spool_close(NULL);
}

static void a_body_larger_than_the_buffer_is_refused(void **state)
{
    struct sandbox *box = *state;
    struct spool *spool = open_spool(box->path);
    struct article article = {.id = STR("42")};
    put(spool, &article, STR("0123456789"), STR("0123456789"));
    struct buf buf = buf_init(20);
    struct err err = {0};
    html body;
    str text;
    assert_false(spool_get(spool, &article, &buf, &body, &text, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_non_null(strstr(err.why, "42"));
    buf_release(&buf);
    spool_close(spool);
}

static void a_folder_that_cannot_be_made_is_named(void **state)
{
    struct sandbox *box = *state;
    struct spool *spool = NULL;
    struct err err = {0};
    sandbox_write(box, "file", "");
    assert_false(spool_open(&spool, sandbox_at(box, "file/below"), &err));
    assert_non_null(strstr(err.file, "file"));
    assert_null(spool);
}

#define BODIES 400

struct work {
    struct spool *spool;
    struct article articles[BODIES];
    char text[5000];
};

static bool put_round(void *context, size_t i, unsigned worker)
{
    struct work *work = context;
    struct err err = {0};
    (void)worker;
    work->articles[i].body = (html){{work->text + i, 4000 + i}};
    return spool_put(work->spool, &work->articles[i], (str){work->text, i}, &err);
}

static bool get_round(void *context, size_t i, unsigned worker)
{
    struct work *work = context;
    struct buf buf = buf_init(1 << 20);
    struct err err = {0};
    html body;
    str text;
    (void)worker;
    bool ok = spool_get(work->spool, &work->articles[i], &buf, &body, &text, &err) &&
              str_eq(body.markup, (str){work->text + i, 4000 + i}) &&
              str_eq(text, (str){work->text, i});
    buf_release(&buf);
    return ok;
}

static void threads_do_not_write_over_each_other(void **state)
{
    struct sandbox *box = *state;
    struct work *work = calloc(1, sizeof *work);
    for (size_t i = 0; i < sizeof work->text; i++)
        work->text[i] = (char)(i * 7 % 251);
    work->spool = open_spool(box->path);
    assert_true(pool_run(4, BODIES, put_round, work));
    assert_true(pool_run(4, BODIES, get_round, work));
    spool_close(work->spool);
    free(work);
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

int u_store_spool(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_body_and_its_text_come_back_as_they_were),
        CASE(the_spool_leaves_no_file_behind),
        CASE(a_body_larger_than_the_buffer_is_refused),
        CASE(a_folder_that_cannot_be_made_is_named),
        CASE(threads_do_not_write_over_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
