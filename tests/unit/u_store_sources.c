/* Notes, health, images, older stores, and kills in the middle. */
#include <sys/wait.h>

#include "store_check.h"

/* -- Notes and health ------------------------------------------------------------------------- */

static void a_note_is_kept_until_it_is_emptied(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    struct err err = {0};
    str value;
    assert_true(store_note_get(store, &box->arena, STR("s"), "cursor", &value, &err));
    assert_str(value, "");
    assert_true(store_note_set(store, STR("s"), "cursor", STR("one"), &err));
    assert_true(store_note_set(store, STR("s"), "cursor", STR("two\0\xff"), &err));
    assert_true(store_note_set(store, STR("t"), "cursor", STR("of another"), &err));
    assert_true(store_note_set(store, STR("s"), "other", STR("x"), &err));
    store_close(store);
    store = open_store(box, "store.db");
    assert_true(store_note_get(store, &box->arena, STR("s"), "cursor", &value, &err));
    assert_true(str_eq(value, STR("two\0\xff")));
    assert_true(store_note_set(store, STR("s"), "cursor", STR(""), &err));
    assert_true(store_note_set(store, STR("s"), "never", STR(""), &err));
    assert_true(store_note_get(store, &box->arena, STR("s"), "cursor", &value, &err));
    assert_str(value, "");
    assert_true(store_note_get(store, &box->arena, STR("s"), "other", &value, &err));
    assert_str(value, "x");
    store_close(store);
}

static void health_is_listed_by_source_with_the_documents_that_are_present(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    struct err err = {0};
    struct health *items;
    size_t count;
    struct health first = {STR("s"), 5, INSTANT_NONE, INSTANT_NONE, 2, false, STR("no answer"), 77};
    struct health other = {STR("a"), 5, 5, 5, 0, true, STR(""), 0};
    assert_true(store_health_set(store, &first, &err) && store_health_set(store, &other, &err));
    first = (struct health){STR("s"), 9, 9, 8, 0, false, STR(""), 0};
    assert_true(store_health_set(store, &first, &err));
    save(store, "1", 1, "x", 1);
    save(store, "2", 1, "x", 1);
    save(store, "3", 1, "x", 1);
    leave(store, "2", PRESENCE_GONE, 2);
    assert_true(store_health(store, &box->arena, &items, &count, &err));
    assert_int_equal(count, 2);
    assert_str(items[0].source, "a");
    assert_true(items[0].degraded && items[0].documents == 0);
    assert_str(items[1].source, "s");
    assert_true(items[1].last_attempt == 9 && items[1].last_success == 9 && items[1].last_new == 8);
    assert_true(items[1].failures == 0 && items[1].documents == 2);
    store_close(store);
}

/* -- Images ----------------------------------------------------------------------------------- */

static void an_image_is_replaced_with_all_its_variants(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    struct err err = {0};
    str file;
    assert_true(store_media_put(store, &box->arena, STR("x"), "webp", &file, &err));
    struct stored_variant variants[] = {{file, 320, 1}, {file, 640, 2}, {file, 1280, 3}};
    struct stored_image image = {STR("https://b.example/"), variants, 3, STR(""), 5, 0};
    struct stored_image dead = {STR("https://a.example/"), NULL, 0, STR("404"), 6, 2};
    assert_true(store_image_set(store, &image, &err) && store_image_set(store, &dead, &err));
    image.variants = variants + 1;
    image.count = 2;
    assert_true(store_image_set(store, &image, &err));
    struct stored_image *items;
    size_t count;
    assert_true(store_images(store, &box->arena, &items, &count, &err));
    assert_int_equal(count, 2);
    assert_str(items[0].url, "https://a.example/");
    assert_str(items[0].why, "404");
    assert_true(items[0].count == 0 && items[0].failures == 2 && items[0].checked == 6);
    assert_int_equal(items[1].count, 2);
    assert_true(items[1].variants[0].width == 640 && items[1].variants[1].width == 1280);
    assert_true(str_eq(items[1].variants[1].file, file));
    store_close(store);
}

static void an_image_with_a_strange_file_is_not_kept(void **state)
{
    static const char *const names[] = {
        "",
        "ab/x.png",
        "../../../etc/passwd",
        "ab/cd000000000000000000000000000000.png",
        "ab/ab000000000000000000000000000000.",
        "ab/ab000000000000000000000000000000.PNG",
        "ab/ab00000000000000000000000000000G.png",
        "ab/ab000000000000000000000000000000.png/../../x",
    };
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    struct stored_image *items;
    size_t count;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct err err = {0};
        struct stored_variant variant = {str_of(names[i]), 1, 1};
        struct stored_image image = {STR("https://a.example/"), &variant, 1, STR(""), 5, 0};
        assert_false(store_image_set(store, &image, &err));
        assert_int_equal(err.code, ERR_INPUT);
        assert_true(store_images(store, &box->arena, &items, &count, &err));
        assert_int_equal(count, 0);
    }
    store_close(store);
}

static void image_files_are_written_once_under_the_name_of_their_content(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "sub/store.db");
    struct err err = {0};
    str file, again, other;
    assert_true(store_media_put(store, &box->arena, STR("bytes"), "jpg", &file, &err));
    char hex[33];
    hash_hex(hash_of(STR("bytes")), hex);
    assert_str(file, arena_printf(&box->arena, "%.2s/%s.jpg", hex, hex).p);
    assert_str(store_media_folder(store, &box->arena), sandbox_at(box, "sub/media"));
    const char *path = arena_printf(&box->arena, "sub/media/%s", file.p).p;
    assert_str(sandbox_read(box, path), "bytes");
    struct stat before, after;
    assert_int_equal(stat(sandbox_at(box, path), &before), 0);
    assert_true(store_media_put(store, &box->arena, STR("bytes"), "jpg", &again, &err));
    assert_int_equal(stat(sandbox_at(box, path), &after), 0);
    assert_true(str_eq(file, again) && before.st_ino == after.st_ino);
    /* One that was cut short is written again. */
    assert_int_equal(truncate(sandbox_at(box, path), 2), 0);
    assert_true(store_media_put(store, &box->arena, STR("bytes"), "jpg", &again, &err));
    assert_str(sandbox_read(box, path), "bytes");
    assert_true(store_media_put(store, &box->arena, STR(""), "gif", &other, &err));
    assert_false(store_media_put(store, &box->arena, STR("x"), "../x", &other, &err));
    store_close(store);
}

static void what_a_killed_run_left_among_the_images_goes_when_the_store_is_opened(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    struct err err = {0};
    str file;
    assert_true(store_media_put(store, &box->arena, STR("bytes"), "jpg", &file, &err));
    pid_t ended = fork();
    if (ended == 0)
        _exit(0);
    assert_true(waitpid(ended, NULL, 0) == ended);
    const char *left = arena_printf(&box->arena, "media/.digest-%ld-0", (long)ended).p;
    const char *busy = arena_printf(&box->arena, "media/.digest-%ld-0", (long)getpid()).p;
    sandbox_write(box, left, "by");
    sandbox_write(box, busy, "byt");
    sandbox_write(box, "media/mine.txt", "kept");
    store_close(store);
    store = open_store(box, "store.db");
    assert_int_equal(fs_kind(sandbox_at(box, left)), FS_ABSENT);
    assert_int_equal(fs_kind(sandbox_at(box, busy)), FS_FILE);
    assert_int_equal(fs_kind(sandbox_at(box, "media/mine.txt")), FS_FILE);
    assert_int_equal(fs_kind(fs_join(&box->arena, store_media_folder(store, &box->arena), file).p),
                     FS_FILE);
    store_close(store);
}

static void an_image_folder_that_cannot_be_written_is_named(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    struct err err = {0};
    str file;
    sandbox_write(box, "media", "a file in its place");
    assert_false(store_media_put(store, &box->arena, STR("x"), "jpg", &file, &err));
    assert_int_equal(err.code, ERR_IO);
    assert_non_null(strstr(err.file, "media"));
    store_close(store);
}

/* -- Older stores ----------------------------------------------------------------------------- */

/* A store as version 1 made it. */
static const char version_1[] = "CREATE TABLE permalink ("
                                " path TEXT PRIMARY KEY NOT NULL,"
                                " article TEXT NOT NULL,"
                                " current INTEGER NOT NULL CHECK (current IN (0, 1))"
                                ") WITHOUT ROWID;"
                                "CREATE INDEX permalink_article ON permalink (article, current);"

                                "CREATE TABLE output ("
                                " id INTEGER PRIMARY KEY,"
                                " path TEXT NOT NULL UNIQUE,"
                                " written INTEGER NOT NULL CHECK (written IN (0, 1))"
                                ");"
                                "CREATE TABLE file ("
                                " output INTEGER NOT NULL REFERENCES output (id),"
                                " path TEXT NOT NULL,"
                                " hash BLOB NOT NULL CHECK (length (hash) = 16),"
                                " size INTEGER NOT NULL,"
                                " PRIMARY KEY (output, path)"
                                ") WITHOUT ROWID;"

                                "CREATE TABLE pending ("
                                " output INTEGER PRIMARY KEY REFERENCES output (id),"
                                " exchange INTEGER NOT NULL CHECK (exchange IN (0, 1)),"
                                " stage TEXT NOT NULL,"
                                " inode INTEGER NOT NULL"
                                ");"
                                "CREATE TABLE pending_file ("
                                " output INTEGER NOT NULL REFERENCES pending (output),"
                                " path TEXT NOT NULL,"
                                " hash BLOB CHECK (length (hash) = 16),"
                                " size INTEGER NOT NULL,"
                                " PRIMARY KEY (output, path)"
                                ") WITHOUT ROWID;"

                                "CREATE TABLE item ("
                                " source TEXT NOT NULL,"
                                " name TEXT NOT NULL,"
                                " fingerprint BLOB NOT NULL CHECK (length (fingerprint) = 16),"
                                " clean INTEGER NOT NULL CHECK (clean IN (0, 1)),"
                                " articles BLOB NOT NULL,"
                                " PRIMARY KEY (source, name)"
                                "); PRAGMA application_id = 1145525076; PRAGMA user_version = 1";

static void a_store_of_version_1_is_brought_up_to_date_and_loses_nothing(void **state)
{
    struct sandbox *box = *state;
    run_sql(box, "store.db", version_1);
    run_sql(box, "store.db",
            "PRAGMA journal_mode = WAL;"
            "INSERT INTO permalink VALUES ('a/', 's/1', 1), ('b/', 's/1', 0);"
            "INSERT INTO item VALUES ('s', 'x.txt', zeroblob (16), 1, x'0102');"
            "INSERT INTO output VALUES (1, '../public', 1);"
            "INSERT INTO file VALUES (1, 'index.html', zeroblob (16), 5)");
    struct store *store = open_store(box, "store.db");
    struct err err = {0};
    struct permalink *links;
    struct stored_item *items;
    size_t count;
    assert_true(store_permalinks(store, &box->arena, &links, &count, &err));
    assert_int_equal(count, 2);
    assert_true(links[0].current && !links[1].current);
    assert_true(store_items(store, &box->arena, STR("s"), &items, &count, &err));
    assert_int_equal(count, 1);
    assert_string_equal(save(store, "7", 1, "x", 1), "added");
    store_close(store);
    assert_int_equal(ask_sql(box, "store.db", "PRAGMA user_version"), 2);
    assert_int_equal(ask_sql(box, "store.db", "SELECT size FROM file"), 5);
}

static void a_migration_that_fails_leaves_the_older_store(void **state)
{
    struct sandbox *box = *state;
    run_sql(box, "store.db", version_1);
    run_sql(box, "store.db", "CREATE TABLE variant (mine); INSERT INTO variant VALUES (7)");
    struct err err = {0};
    struct store *store = NULL;
    assert_false(store_open(&store, sandbox_at(box, "store.db"), &err));
    assert_int_equal(err.code, ERR_STORE);
    assert_int_equal(ask_sql(box, "store.db", "PRAGMA user_version"), 1);
    assert_int_equal(
        ask_sql(box, "store.db", "SELECT count (*) FROM sqlite_schema WHERE name = 'document'"), 0);
    assert_int_equal(ask_sql(box, "store.db", "SELECT mine FROM variant"), 7);
}

/* -- Kills ------------------------------------------------------------------------------------ */

enum { BATCH = 20 };

/* Saves batches until it is killed; each is of one round, and a note counts them. After each commit
 * its number goes to the pipe. */
static void save_until_killed(const char *path, int round, int out)
{
    struct err err = {0};
    struct store *store;
    if (!store_open(&store, path, &err))
        _exit(2);
    for (unsigned batch = 1;; batch++) {
        char number[16];
        snprintf(number, sizeof number, "%u", batch);
        bool ok = store_begin(store, &err);
        for (int i = 0; ok && i < BATCH; i++) {
            char id[32], text[64];
            snprintf(id, sizeof id, "%d-%d", round, i);
            snprintf(text, sizeof text, "{\"batch\": %u}", batch);
            struct stored_document document = sample(id, batch);
            bool added, changed;
            ok = store_document_save(store, STR("s"), &document, str_of(text), batch, &added,
                                     &changed, &err);
        }
        ok = ok && store_note_set(store, STR("s"), "batch", str_of(number), &err) &&
             store_commit(store, &err);
        if (!ok || write(out, &batch, sizeof batch) != sizeof batch)
            _exit(3);
    }
}

/* Kills a child after a while; returns the last batch that it said was committed. */
static unsigned kill_one(const char *path, int round)
{
    int ends[2], status;
    unsigned batch, last = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        save_until_killed(path, round, ends[1]);
    }
    close(ends[1]);
    /* After its first commit, and then at any moment of the next. */
    assert_int_equal(read(ends[0], &batch, sizeof batch), sizeof batch);
    struct timespec pause = {0, 1000000L * (1 + round * 37 % 40) + round * 7919};
    nanosleep(&pause, NULL);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    for (last = batch; read(ends[0], &batch, sizeof batch) == sizeof batch;)
        last = batch;
    close(ends[0]);
    return last;
}

static void count_finding(void *context, const struct err *found)
{
    (void)context;
    print_error("%s\n", found->why);
}

static void a_kill_leaves_whole_batches_and_all_that_were_committed(void **state)
{
    struct sandbox *box = *state;
    const char *path = sandbox_at(box, "store.db");
    for (int round = 0; round < 20; round++) {
        unsigned last = kill_one(path, round);
        struct store *store = open_store(box, "store.db");
        struct err err = {0};
        str note;
        uint64_t batch;
        size_t found;
        assert_true(store_note_get(store, &box->arena, STR("s"), "batch", &note, &err));
        assert_true(str_to_uint(note, UINT32_MAX, &batch));
        /* The kill may have come between a commit and its word. */
        assert_true(batch == last || batch == last + 1);
        char text[64];
        snprintf(text, sizeof text, "{\"batch\": %u}", (unsigned)batch);
        for (int i = 0; i < BATCH; i++) {
            char id[32];
            snprintf(id, sizeof id, "%d-%d", round, i);
            assert_str(bytes_of(box, store, id, 0), text);
            assert_true(get(box, store, id).last_changed == (int64_t)batch);
        }
        assert_true(store_check(store, count_finding, NULL, &found, &err));
        assert_int_equal(found, 0);
        store_close(store);
    }
}

int u_store_sources(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_note_is_kept_until_it_is_emptied),
        CASE(health_is_listed_by_source_with_the_documents_that_are_present),
        CASE(an_image_is_replaced_with_all_its_variants),
        CASE(an_image_with_a_strange_file_is_not_kept),
        CASE(image_files_are_written_once_under_the_name_of_their_content),
        CASE(what_a_killed_run_left_among_the_images_goes_when_the_store_is_opened),
        CASE(an_image_folder_that_cannot_be_written_is_named),
        CASE(a_store_of_version_1_is_brought_up_to_date_and_loses_nothing),
        CASE(a_migration_that_fails_leaves_the_older_store),
        CASE(a_kill_leaves_whole_batches_and_all_that_were_committed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
