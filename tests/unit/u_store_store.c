/* The store: opening, refusing, permalinks, the ledger. */
#include <sys/wait.h>

#include "store_check.h"

static struct err refuse_store(struct sandbox *box, const char *path)
{
    struct err err = {0};
    struct store *store = NULL;
    assert_false(store_open(&store, sandbox_at(box, path), &err));
    assert_null(store);
    assert_true(err.why[0] != '\0');
    assert_true(strstr(err.file, box->path) != NULL);
    return err;
}

/* -- Opening ---------------------------------------------------------------------------------- */

static void a_new_store_makes_its_folder_and_says_what_it_is(void **state)
{
    struct sandbox *box = *state;
    store_close(open_store(box, "a/b/store.db"));
    assert_int_equal(ask_sql(box, "a/b/store.db", "PRAGMA application_id"), 0x44475354);
    assert_int_equal(ask_sql(box, "a/b/store.db", "PRAGMA user_version"), 2);
}

static void an_empty_file_becomes_a_store(void **state)
{
    struct sandbox *box = *state;
    sandbox_write(box, "store.db", "");
    store_close(open_store(box, "store.db"));
    assert_int_equal(ask_sql(box, "store.db", "PRAGMA user_version"), 2);
}

static void a_name_that_sqlite_would_take_for_something_else_is_a_file(void **state)
{
    struct sandbox *box = *state;
    store_close(open_store(box, ":memory:"));
    store_close(open_store(box, "file:x?mode=memory"));
    assert_int_equal(fs_kind(sandbox_at(box, ":memory:")), FS_FILE);
    assert_int_equal(fs_kind(sandbox_at(box, "file:x?mode=memory")), FS_FILE);
}

static void text_in_place_of_a_store_is_refused_and_left_alone(void **state)
{
    struct sandbox *box = *state;
    sandbox_write(box, "store.db", "Dear diary, this is certainly not a database of any kind.\n");
    struct err err = refuse_store(box, "store.db");
    assert_int_equal(err.code, ERR_STORE);
    assert_true(err.hint[0] != '\0');
    assert_str(sandbox_read(box, "store.db"),
               "Dear diary, this is certainly not a database of any kind.\n");
}

static void a_database_of_another_program_is_refused_and_left_alone(void **state)
{
    struct sandbox *box = *state;
    run_sql(box, "store.db", "CREATE TABLE cookies (jar)");
    str before = sandbox_read(box, "store.db");
    struct err err = refuse_store(box, "store.db");
    assert_int_equal(err.code, ERR_STORE);
    assert_non_null(strstr(err.why, "another program"));
    assert_true(str_eq(before, sandbox_read(box, "store.db")));
}

static void a_store_of_a_newer_digest_is_refused(void **state)
{
    struct sandbox *box = *state;
    store_close(open_store(box, "store.db"));
    run_sql(box, "store.db", "PRAGMA user_version = 7");
    struct err err = refuse_store(box, "store.db");
    assert_int_equal(err.code, ERR_STORE);
    assert_non_null(strstr(err.why, "version 7"));
    assert_non_null(strstr(err.hint, "update digest"));
}

/* Overwrites every page behind the first, so that the header still reads well. */
static void damage(struct sandbox *box, const char *path)
{
    int fd = open(sandbox_at(box, path), O_WRONLY);
    struct stat status;
    assert_true(fd >= 0 && fstat(fd, &status) == 0);
    char junk[512];
    memset(junk, 0xA5, sizeof junk);
    for (off_t at = 4096; at < status.st_size; at += (off_t)sizeof junk)
        assert_int_equal(pwrite(fd, junk, sizeof junk, at), sizeof junk);
    close(fd);
}

static void a_damaged_store_is_an_error_with_a_remedy(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    struct err err = {0};
    assert_true(store_permalink_set(store, STR("a/"), STR("x/1"), &err));
    store_close(store);
    damage(box, "store.db");
    store = open_store(box, "store.db");
    struct permalink *links;
    size_t count;
    assert_false(store_permalinks(store, &box->arena, &links, &count, &err));
    assert_int_equal(err.code, ERR_STORE);
    assert_non_null(strstr(err.why, "damaged"));
    assert_non_null(strstr(err.hint, "backup"));
    assert_non_null(strstr(err.file, "store.db"));
    store_close(store);
}

static void a_folder_in_place_of_the_store_is_named(void **state)
{
    struct sandbox *box = *state;
    assert_int_equal(mkdir(sandbox_at(box, "store.db"), 0777), 0);
    struct err err = refuse_store(box, "store.db");
    assert_non_null(strstr(err.file, "store.db"));
}

static void a_second_store_is_busy_and_says_who_has_it(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct err err = {0};
        struct store *second = NULL;
        bool opened = store_open(&second, sandbox_at(box, "store.db"), &err);
        char expected[64];
        snprintf(expected, sizeof expected, "process %ld", (long)getppid());
        _exit(!opened && err.code == ERR_BUSY && strstr(err.why, expected) ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    store_close(store);
    store_close(open_store(box, "store.db"));
}

static void a_killed_process_leaves_no_lock_and_no_half_transaction(void **state)
{
    struct sandbox *box = *state;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct err err = {0};
        struct store *store = open_store(box, "store.db");
        bool ok = store_permalink_set(store, STR("kept/"), STR("x/1"), &err) &&
                  store_begin(store, &err) &&
                  store_permalink_set(store, STR("lost/"), STR("x/2"), &err);
        raise(ok ? SIGKILL : SIGTERM);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(WTERMSIG(status), SIGKILL);
    struct store *store = open_store(box, "store.db");
    struct permalink *links;
    size_t count;
    struct err err = {0};
    assert_true(store_permalinks(store, &box->arena, &links, &count, &err));
    assert_int_equal(count, 1);
    assert_str(links[0].path, "kept/");
    store_close(store);
}

/* -- Permalinks ------------------------------------------------------------------------------- */

static void check_permalinks(struct sandbox *box, struct store *store, const char *expected)
{
    struct permalink *links;
    size_t count;
    struct err err = {0};
    assert_true(store_permalinks(store, &box->arena, &links, &count, &err));
    struct buf out = buf_init(4096);
    for (size_t i = 0; i < count; i++)
        buf_addf(&out, "%.*s=%.*s%s ", STR_ARGS(links[i].path), STR_ARGS(links[i].article),
                 links[i].current ? "!" : "");
    assert_str(buf_str(&out), expected);
    buf_release(&out);
}

static void an_article_has_one_current_path_and_keeps_its_former_ones(void **state)
{
    struct sandbox *box = *state;
    struct err err = {0};
    struct store *store = open_store(box, "store.db");
    assert_true(store_permalink_set(store, STR("b/"), STR("s/1"), &err));
    assert_true(store_permalink_set(store, STR("a/"), STR("s/1"), &err));
    assert_true(store_permalink_set(store, STR("c/"), STR("s/2"), &err));
    check_permalinks(box, store, "a/=s/1! b/=s/1 c/=s/2! ");
    assert_true(store_permalink_set(store, STR("b/"), STR("s/1"), &err));
    check_permalinks(box, store, "a/=s/1 b/=s/1! c/=s/2! ");
    assert_true(store_permalink_set(store, STR("a/"), STR("s/2"), &err));
    check_permalinks(box, store, "a/=s/2! b/=s/1! c/=s/2 ");
    store_close(store);
}

static void what_was_rolled_back_or_not_committed_is_forgotten(void **state)
{
    struct sandbox *box = *state;
    struct err err = {0};
    struct store *store = open_store(box, "store.db");
    store_rollback(store);
    assert_true(store_begin(store, &err));
    assert_true(store_permalink_set(store, STR("a/"), STR("s/1"), &err));
    store_rollback(store);
    assert_true(store_begin(store, &err));
    assert_true(store_permalink_set(store, STR("b/"), STR("s/1"), &err));
    assert_true(store_commit(store, &err));
    assert_true(store_begin(store, &err));
    assert_true(store_permalink_set(store, STR("c/"), STR("s/1"), &err));
    store_close(store);
    store = open_store(box, "store.db");
    check_permalinks(box, store, "b/=s/1! ");
    store_close(store);
}

static void what_the_store_knows_already_is_not_written_again(void **state)
{
    struct sandbox *box = *state;
    struct err err = {0};
    struct store *store = open_store(box, "store.db");
    assert_true(store_permalink_set(store, STR("a/"), STR("s/1"), &err));
    store_close(store);
    struct stat before, after;
    assert_int_equal(stat(sandbox_at(box, "store.db"), &before), 0);
    store = open_store(box, "store.db");
    assert_true(store_begin(store, &err));
    assert_true(store_permalink_set(store, STR("a/"), STR("s/1"), &err));
    assert_true(store_commit(store, &err));
    store_close(store);
    assert_int_equal(stat(sandbox_at(box, "store.db"), &after), 0);
    assert_memory_equal(&before.st_mtim, &after.st_mtim, sizeof before.st_mtim);
}

/* -- The ledger ------------------------------------------------------------------------------- */

static struct manifest load(struct sandbox *box, const struct ledger *ledger)
{
    struct manifest manifest;
    struct err err = {0};
    assert_true(ledger->load(ledger->context, &box->arena, &manifest, &err));
    return manifest;
}

static struct pending load_pending(struct sandbox *box, const struct ledger *ledger)
{
    struct pending pending;
    struct err err = {0};
    assert_true(ledger->load_pending(ledger->context, &box->arena, &pending, &err));
    return pending;
}

static struct manifest_file file(const char *path, uint64_t high, uint64_t low, uint64_t size)
{
    return (struct manifest_file){str_of(path), {high, low}, size};
}

static void set_pending(struct sandbox *box, const struct ledger *ledger, struct pending pending)
{
    struct err err = {0};
    pending.exists = true;
    if (!pending.stage.n)
        pending.stage = str_of(sandbox_at(box, ".public.digest-stage/site"));
    assert_true(ledger->set_pending(ledger->context, &pending, &err));
}

static void a_pending_commit_takes_over_when_it_is_finished(void **state)
{
    struct sandbox *box = *state;
    struct err err = {0};
    struct store *store = open_store(box, ".digest/store.db");
    struct ledger ledger = store_ledger(store, &box->arena, sandbox_at(box, "public"));
    assert_false(load(box, &ledger).known);
    assert_false(load_pending(box, &ledger).exists);
    struct manifest_file first[] = {file("a", UINT64_MAX, 1, 5), file("b", 2, UINT64_MAX, 0)};
    set_pending(
        box, &ledger,
        (struct pending){.exchange = true, .inode = 1ull << 63, .puts = first, .put_count = 2});

    struct pending pending = load_pending(box, &ledger);
    assert_true(pending.exists && pending.exchange);
    assert_true(pending.inode == 1ull << 63);
    assert_str(pending.stage, sandbox_at(box, ".public.digest-stage/site"));
    assert_int_equal(pending.put_count, 2);
    assert_int_equal(pending.remove_count, 0);
    assert_false(load(box, &ledger).known);

    assert_true(ledger.finish(ledger.context, &err));
    assert_false(load_pending(box, &ledger).exists);
    struct manifest_file second[] = {file("b", 3, 3, 9)};
    str removes[] = {STR("a")};
    set_pending(
        box, &ledger,
        (struct pending){.puts = second, .put_count = 1, .removes = removes, .remove_count = 1});
    struct manifest manifest = load(box, &ledger);
    assert_true(manifest.known);
    assert_int_equal(manifest.count, 2);
    assert_str(manifest.files[0].path, "a");
    assert_true(hash_eq(manifest.files[0].hash, first[0].hash));
    assert_true(hash_eq(manifest.files[1].hash, first[1].hash));
    assert_int_equal(manifest.files[0].size, 5);

    assert_true(ledger.finish(ledger.context, &err));
    manifest = load(box, &ledger);
    assert_int_equal(manifest.count, 1);
    assert_str(manifest.files[0].path, "b");
    assert_int_equal(manifest.files[0].size, 9);
    store_close(store);
}

static void a_dropped_first_commit_leaves_the_output_unknown(void **state)
{
    struct sandbox *box = *state;
    struct err err = {0};
    struct store *store = open_store(box, ".digest/store.db");
    struct ledger ledger = store_ledger(store, &box->arena, sandbox_at(box, "public"));
    struct manifest_file puts[] = {file("a", 1, 1, 1)};
    set_pending(box, &ledger, (struct pending){.puts = puts, .put_count = 1});
    assert_true(ledger.drop(ledger.context, &err));
    assert_false(load(box, &ledger).known);
    assert_false(load_pending(box, &ledger).exists);
    assert_true(ledger.finish(ledger.context, &err));
    assert_false(load(box, &ledger).known);
    store_close(store);
    assert_int_equal(ask_sql(box, ".digest/store.db", "SELECT count(*) FROM output"), 0);
}

static void a_pending_commit_replaces_an_earlier_one(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, ".digest/store.db");
    struct ledger ledger = store_ledger(store, &box->arena, sandbox_at(box, "public"));
    struct manifest_file puts[] = {file("a", 1, 1, 1), file("b", 2, 2, 2)};
    set_pending(box, &ledger, (struct pending){.puts = puts, .put_count = 2, .exchange = true});
    set_pending(box, &ledger, (struct pending){.puts = puts + 1, .put_count = 1});
    struct pending pending = load_pending(box, &ledger);
    assert_false(pending.exchange);
    assert_int_equal(pending.put_count, 1);
    assert_str(pending.puts[0].path, "b");
    store_close(store);
}

static void write_one(struct sandbox *box, const char *store_path, const char *output)
{
    struct err err = {0};
    struct store *store = open_store(box, store_path);
    struct ledger ledger = store_ledger(store, &box->arena, sandbox_at(box, output));
    struct manifest_file puts[] = {file("a", 1, 1, 1)};
    set_pending(box, &ledger, (struct pending){.puts = puts, .put_count = 1});
    assert_true(ledger.finish(ledger.context, &err));
    store_close(store);
}

static bool knows(struct sandbox *box, const char *store_path, const char *output)
{
    struct store *store = open_store(box, store_path);
    struct ledger ledger = store_ledger(store, &box->arena, sandbox_at(box, output));
    bool known = load(box, &ledger).known;
    store_close(store);
    return known;
}

static void an_output_is_one_under_all_its_names(void **state)
{
    struct sandbox *box = *state;
    write_one(box, "p/.digest/store.db", "p/deep/public");
    assert_true(knows(box, "p/.digest/store.db", "p/deep/public/"));
    assert_true(knows(box, "p/.digest/store.db", "p/./deep/../deep/public"));
    assert_false(knows(box, "p/.digest/store.db", "p/deep"));
    assert_false(knows(box, "p/.digest/store.db", "p/deep/publi"));
    assert_int_equal(mkdir(sandbox_at(box, "p/deep"), 0777), 0);
    assert_int_equal(symlink("deep", sandbox_at(box, "p/link")), 0);
    assert_true(knows(box, "p/.digest/store.db", "p/link/public"));
}

static void outputs_are_told_apart(void **state)
{
    struct sandbox *box = *state;
    write_one(box, "store.db", "one");
    write_one(box, "store.db", "two");
    struct store *store = open_store(box, "store.db");
    struct err err = {0};
    struct ledger one = store_ledger(store, &box->arena, sandbox_at(box, "one"));
    struct ledger two = store_ledger(store, &box->arena, sandbox_at(box, "two"));
    str removes[] = {STR("a")};
    set_pending(box, &one, (struct pending){.removes = removes, .remove_count = 1});
    assert_false(load_pending(box, &two).exists);
    assert_true(one.finish(one.context, &err));
    assert_int_equal(load(box, &one).count, 0);
    assert_true(load(box, &one).known);
    assert_int_equal(load(box, &two).count, 1);
    store_close(store);
}

static void a_moved_project_keeps_its_manifest_and_its_pending_commit(void **state)
{
    struct sandbox *box = *state;
    write_one(box, "old/.digest/store.db", "old/public");
    struct store *store = open_store(box, "old/.digest/store.db");
    struct ledger ledger = store_ledger(store, &box->arena, sandbox_at(box, "old/public"));
    set_pending(
        box, &ledger,
        (struct pending){.stage = str_of(sandbox_at(box, "old/.public.digest-stage/site"))});
    store_close(store);
    assert_int_equal(rename(sandbox_at(box, "old"), sandbox_at(box, "new")), 0);
    store = open_store(box, "new/.digest/store.db");
    ledger = store_ledger(store, &box->arena, sandbox_at(box, "new/public"));
    assert_true(load(box, &ledger).known);
    assert_str(load_pending(box, &ledger).stage, sandbox_at(box, "new/.public.digest-stage/site"));
    store_close(store);
}

static void the_ledger_refuses_to_work_inside_a_transaction(void **state)
{
    struct sandbox *box = *state;
    struct err err = {0};
    struct store *store = open_store(box, "store.db");
    struct ledger ledger = store_ledger(store, &box->arena, sandbox_at(box, "public"));
    assert_true(store_begin(store, &err));
    assert_false(ledger.finish(ledger.context, &err));
    assert_true(err.why[0] != '\0');
    store_close(store);
}

/* Minutes, and so more than ctest's limit, if each were looked for among all. */
static void a_hundred_thousand_files_are_a_matter_of_a_moment(void **state)
{
    struct sandbox *box = *state;
    struct err err = {0};
    size_t count = 100000;
    struct manifest_file *puts = arena_array(&box->arena, count, sizeof *puts);
    for (size_t i = 0; i < count; i++)
        puts[i] = (struct manifest_file){
            arena_printf(&box->arena, "2026/05/07/article-%06zu/index.html", i), {i, i}, i};
    struct store *store = open_store(box, "store.db");
    struct ledger ledger = store_ledger(store, &box->arena, sandbox_at(box, "public"));
    set_pending(box, &ledger, (struct pending){.puts = puts, .put_count = count});
    assert_true(ledger.finish(ledger.context, &err));
    struct manifest manifest = load(box, &ledger);
    store_close(store);
    assert_int_equal(manifest.count, count);
    assert_str(manifest.files[99999].path, "2026/05/07/article-099999/index.html");
}

int u_store_store(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_new_store_makes_its_folder_and_says_what_it_is),
        CASE(an_empty_file_becomes_a_store),
        CASE(a_name_that_sqlite_would_take_for_something_else_is_a_file),
        CASE(text_in_place_of_a_store_is_refused_and_left_alone),
        CASE(a_database_of_another_program_is_refused_and_left_alone),
        CASE(a_store_of_a_newer_digest_is_refused),
        CASE(a_damaged_store_is_an_error_with_a_remedy),
        CASE(a_folder_in_place_of_the_store_is_named),
        CASE(a_second_store_is_busy_and_says_who_has_it),
        CASE(a_killed_process_leaves_no_lock_and_no_half_transaction),
        CASE(an_article_has_one_current_path_and_keeps_its_former_ones),
        CASE(what_was_rolled_back_or_not_committed_is_forgotten),
        CASE(what_the_store_knows_already_is_not_written_again),
        CASE(a_pending_commit_takes_over_when_it_is_finished),
        CASE(a_dropped_first_commit_leaves_the_output_unknown),
        CASE(a_pending_commit_replaces_an_earlier_one),
        CASE(an_output_is_one_under_all_its_names),
        CASE(outputs_are_told_apart),
        CASE(a_moved_project_keeps_its_manifest_and_its_pending_commit),
        CASE(the_ledger_refuses_to_work_inside_a_transaction),
        CASE(a_hundred_thousand_files_are_a_matter_of_a_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
