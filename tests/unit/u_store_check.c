/* Looking for damage, and what a damaged store does to those who use it. */
#include "store_check.h"

struct findings {
    struct buf text; /* "reason | hint\n" for each */
    size_t count;
};

static void note_finding(void *context, const struct err *found)
{
    struct findings *findings = context;
    findings->count++;
    assert_true(found->why[0] && found->hint[0] && found->file[0]);
    buf_addf(&findings->text, "%s | %s\n", found->why, found->hint);
}

/* What a check finds, as text in the box; null when the check failed. */
static const char *findings_of(struct sandbox *box, struct store *store)
{
    struct findings findings = {.text = buf_init(1 << 20)};
    struct err err = {0};
    size_t count;
    buf_addz(&findings.text, "");
    bool ok = store_check(store, note_finding, &findings, &count, &err);
    assert_true(ok ? count == findings.count : err.why[0] != '\0');
    const char *text = arena_copy(&box->arena, buf_str(&findings.text)).p;
    buf_release(&findings.text);
    return ok ? text : NULL;
}

static str put_image(struct sandbox *box, struct store *store, const char *url, str bytes)
{
    struct err err = {0};
    str file;
    assert_true(store_media_put(store, &box->arena, bytes, "png", &file, &err));
    struct stored_variant variant = {file, 10, 10};
    struct stored_image image = {str_of(url), &variant, 1, STR(""), 1, 0};
    assert_true(store_image_set(store, &image, &err));
    return file;
}

/* A post whose text does not compress, so that its bytes fill the file. */
static const char *long_post(struct sandbox *box, int number)
{
    uint64_t seed = (uint64_t)number;
    struct buf text = buf_init(1 << 16);
    buf_addf(&text, "{\"id\": %d, \"text\": \"", number);
    for (int i = 0; i < 150 * (number % 50); i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        buf_addc(&text, (char)('A' + (seed >> 33) % 26));
    }
    buf_addz(&text, "\"}");
    const char *post = arena_copy(&box->arena, buf_str(&text)).p;
    buf_release(&text);
    return post;
}

/* A store with something in each table. */
static struct store *make_store(struct sandbox *box, const char *path)
{
    struct err err = {0};
    struct store *store = open_store(box, path);
    assert_true(store_begin(store, &err));
    for (int i = 0; i < 60; i++) {
        char id[16];
        snprintf(id, sizeof id, "%d", i);
        save(store, id, 1, long_post(box, i), 1);
        if (i % 3 == 0)
            save(store, id, 2, "{\"changed\": true}", 2);
        if (i % 7 == 0)
            leave(store, id, PRESENCE_GONE, 3);
        char link[32];
        snprintf(link, sizeof link, "2026/05/07/%d/", i);
        assert_true(store_permalink_set(store, str_of(link), str_of(id), &err));
    }
    assert_true(store_note_set(store, STR("s"), "cursor", STR("x"), &err));
    struct health health = {STR("s"), 1, 1, 1, 0, false, STR(""), 0};
    assert_true(store_health_set(store, &health, &err));
    put_image(box, store, "https://i.example/1.png", STR("image"));
    assert_true(store_commit(store, &err));
    return store;
}

static void a_whole_store_has_nothing_amiss(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "empty.db");
    assert_string_equal(findings_of(box, store), "");
    store_close(store);
    store = make_store(box, "store.db");
    assert_string_equal(findings_of(box, store), "");
    store_close(store);
}

static void everything_amiss_is_found_with_a_remedy(void **state)
{
    static const struct {
        const char *sql, *finding;
    } cases[] = {
        {"UPDATE body SET bytes = CAST ('{}' AS BLOB) WHERE number ="
         " (SELECT body FROM document WHERE id = '4')",
         "the document 4 of s"},
        {"UPDATE body SET bytes = zeroblob (length (bytes)) WHERE number ="
         " (SELECT body FROM version WHERE id = '3')",
         "version 1 of the document 3 of s"},
        {"DELETE FROM body WHERE number = (SELECT body FROM document WHERE id = '5')",
         "the document 5 of s is without its bytes"},
        {"INSERT INTO body (packed, bytes) VALUES (0, x'00')", "belong to none"},
        {"INSERT INTO permalink (path, article, current) VALUES ('x/', '9', 1)",
         "the article 9 has 2 current paths"},
        {"PRAGMA foreign_keys = 0; DELETE FROM document WHERE id = '6';"
         " DELETE FROM body WHERE number NOT IN"
         " (SELECT body FROM document UNION SELECT body FROM version)",
         "1 rows of the table version refer to rows of document that are missing"},
        {"UPDATE variant SET file = '../../etc/passwd'", "a file of an impossible name"},
        {"PRAGMA ignore_check_constraints = 1;"
         " UPDATE document SET presence = 'lost' WHERE id = '8'",
         "CHECK constraint failed"},
    };
    struct sandbox *box = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *path = arena_printf(&box->arena, "%zu/store.db", i).p;
        store_close(make_store(box, path));
        run_sql(box, path, cases[i].sql);
        struct store *store = open_store(box, path);
        const char *found = findings_of(box, store);
        assert_non_null(found);
        if (!strstr(found, cases[i].finding))
            fail_msg("%s\nfound: %s", cases[i].sql, found);
        store_close(store);
    }
}

static void one_damage_is_one_finding(void **state)
{
    struct sandbox *box = *state;
    struct store *store = make_store(box, "store.db");
    store_close(store);
    run_sql(box, "store.db",
            "DELETE FROM body WHERE number = (SELECT body FROM document WHERE id = '5')");
    store = open_store(box, "store.db");
    assert_string_equal(findings_of(box, store),
                        "the store is damaged: the document 5 of s is without its bytes | \"digest "
                        "store check\" finds all of it; ask for it again with \"digest fetch "
                        "--full\", or restore a backup\n");
    store_close(store);
}

static void posts_that_are_no_whole_object_are_found_and_texts_may_be_anything(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    save(store, "1", 1, "{\"cut\": \"of", 1);
    save(store, "2", 1, "[]", 1);
    save(store, "3", 1, "{} {}", 1);
    save(store, "4", 1, "{\"a\": [1, 2, {\"b\": null}]} \n", 1);
    struct stored_document text = sample("5", 1);
    text.kind = RAW_TEXT;
    bool added, changed;
    struct err err = {0};
    assert_true(
        store_document_save(store, STR("s"), &text, STR("{ so"), 1, &added, &changed, &err));
    const char *hint = "is no whole JSON object | \"digest fetch --full\" asks for it once more";
    const char *expected = arena_printf(&box->arena,
                                        "the document 1 of s %s\nthe document 2 of s %s\n"
                                        "the document 3 of s %s\n",
                                        hint, hint, hint)
                               .p;
    assert_string_equal(findings_of(box, store), expected);
    store_close(store);
}

static void image_files_that_are_missing_or_changed_are_found(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    str gone = put_image(box, store, "https://i.example/gone.png", STR("gone"));
    str cut = put_image(box, store, "https://i.example/cut.png", STR("cut short"));
    put_image(box, store, "https://i.example/whole.png", STR("whole"));
    str folder = store_media_folder(store, &box->arena);
    assert_int_equal(unlink(fs_join(&box->arena, folder, gone).p), 0);
    assert_int_equal(truncate(fs_join(&box->arena, folder, cut).p, 3), 0);
    const char *found = findings_of(box, store);
    assert_non_null(strstr(found, "of the image https://i.example/gone.png is missing"));
    assert_non_null(strstr(found, "of the image https://i.example/cut.png is not what was"));
    assert_null(strstr(found, "whole.png"));
    store_close(store);
}

/* -- Flipped bytes ---------------------------------------------------------------------------- */

static bool drop_line(void *context, str line)
{
    *(size_t *)context += line.n;
    return true;
}

/* All ways of reading. Each gives what is there or says why not. */
static size_t use_everything(struct store *store)
{
    struct arena a = {0};
    struct stored_document *documents = NULL;
    struct permalink *links;
    struct stored_image *images;
    struct health *health;
    struct stored_version *versions;
    size_t count = 0, other, failures = 0, bytes = 0;
    struct buf out = buf_init(1 << 20);
    struct err err = {0};
    failures += !store_documents(store, &a, STR("s"), true, &documents, &count, &err);
    for (size_t i = 0; i < count; i++) {
        struct err why = {0};
        buf_reset(&out);
        bool ok = store_document_load(store, STR("s"), documents[i].id, 0, &out, &why);
        assert_true(ok || why.why[0]);
        failures += !ok;
        failures += !store_versions(store, &a, STR("s"), documents[i].id, &versions, &other, &why);
    }
    failures += !store_permalinks(store, &a, &links, &other, &err);
    failures += !store_images(store, &a, &images, &other, &err);
    failures += !store_health(store, &a, &health, &other, &err);
    failures += !store_export(store, drop_line, &bytes, &err);
    assert_true(failures == 0 || err.why[0] || bytes);
    buf_release(&out);
    arena_release(&a);
    return failures;
}

static void flip(const char *path, off_t at, unsigned bit)
{
    unsigned char byte;
    int fd = open(path, O_RDWR);
    assert_true(fd >= 0);
    assert_int_equal(pread(fd, &byte, 1, at), 1);
    byte ^= (unsigned char)(1u << bit);
    assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    close(fd);
}

static void any_flipped_bit_is_found_or_harmless_and_never_a_crash(void **state)
{
    struct sandbox *box = *state;
    store_close(make_store(box, "good.db"));
    struct buf good = buf_init(8 << 20);
    struct err err = {0};
    assert_true(fs_read(&good, sandbox_at(box, "good.db"), &err));
    uint64_t seed = 7;
    size_t refused = 0, found = 0;
    for (int round = 0; round < 200; round++) {
        const char *path = sandbox_at(box, "bad.db");
        err = (struct err){0};
        assert_true(fs_replace(path, buf_str(&good), &err));
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        flip(path, (off_t)((seed >> 20) % good.n), (unsigned)(seed >> 60) % 8);
        struct store *store = NULL;
        if (!store_open(&store, path, &err)) {
            assert_true(err.why[0] && err.file[0]);
            refused++;
            continue;
        }
        size_t failures = use_everything(store);
        const char *findings = findings_of(box, store);
        /* What a check does not find can be read. */
        assert_true(failures == 0 || !findings || *findings);
        found += !findings || *findings;
        bool added, changed;
        struct stored_document document = sample("new", 1);
        struct err why = {0};
        if (!store_document_save(store, STR("s"), &document, STR("{}"), 9, &added, &changed, &why))
            assert_true(why.why[0] != '\0');
        store_close(store);
    }
    buf_release(&good);
    print_message("%zu of 200 refused, %zu found\n", refused, found);
    assert_true(refused + found > 100);
}

static void junk_in_the_middle_is_found(void **state)
{
    struct sandbox *box = *state;
    for (int page = 1; page < 12; page++) {
        const char *path = arena_printf(&box->arena, "%d/store.db", page).p;
        store_close(make_store(box, path));
        char junk[4096];
        memset(junk, 0xA5, sizeof junk);
        int fd = open(sandbox_at(box, path), O_WRONLY);
        assert_int_equal(pwrite(fd, junk, sizeof junk, page * 4096), sizeof junk);
        close(fd);
        struct store *store = NULL;
        struct err err = {0};
        if (!store_open(&store, sandbox_at(box, path), &err))
            continue;
        use_everything(store);
        const char *found = findings_of(box, store);
        assert_true(!found || strstr(found, "damaged"));
        store_close(store);
    }
}

int u_store_check(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_whole_store_has_nothing_amiss),
        CASE(everything_amiss_is_found_with_a_remedy),
        CASE(one_damage_is_one_finding),
        CASE(posts_that_are_no_whole_object_are_found_and_texts_may_be_anything),
        CASE(image_files_that_are_missing_or_changed_are_found),
        CASE(any_flipped_bit_is_found_or_harmless_and_never_a_crash),
        CASE(junk_in_the_middle_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
