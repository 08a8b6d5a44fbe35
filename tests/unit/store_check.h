/* What the suites of the store share: a store in a sandbox, documents of one source "s" in few
 * words, and SQL on its file. Everything asserts. */
#ifndef DIGEST_TESTS_STORE_CHECK_H
#define DIGEST_TESTS_STORE_CHECK_H

#include <sqlite3.h>

#include "digest/raw.h"
#include "digest/store.h"
#include "sandbox.h"

static inline struct store *open_store(struct sandbox *box, const char *path)
{
    struct err err = {0};
    struct store *store = NULL;
    if (!store_open(&store, sandbox_at(box, path), &err))
        fail_msg("%s: %s", path, err.why);
    return store;
}

static inline void run_sql(struct sandbox *box, const char *path, const char *sql)
{
    sqlite3 *db;
    char *why = NULL;
    assert_int_equal(sqlite3_open(sandbox_at(box, path), &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static inline int64_t ask_sql(struct sandbox *box, const char *path, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_open(sandbox_at(box, path), &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return number;
}

/* A post with a content of that number. */
static inline struct stored_document sample(const char *id, unsigned content)
{
    return (struct stored_document){
        .id = str_of(id),
        .kind = RAW_POSTS,
        .url = STR("https://s.example/"),
        .content = {content, 1},
        .published = 1778140000,
        .dated = INSTANT_NONE,
    };
}

/* Saves one and says what became of it. */
static inline const char *save(struct store *store, const char *id, unsigned content,
                               const char *bytes, int64_t now)
{
    struct stored_document document = sample(id, content);
    struct err err = {0};
    bool added, changed;
    if (!store_document_save(store, STR("s"), &document, str_of(bytes), now, &added, &changed,
                             &err))
        fail_msg("%s: %s", id, err.why);
    assert_false(added && changed);
    return added ? "added" : changed ? "changed" : "unchanged";
}

static inline void leave(struct store *store, const char *id, enum presence presence, int64_t now)
{
    struct err err = {0};
    assert_true(store_document_leave(store, STR("s"), str_of(id), presence, now, &err));
}

static inline struct stored_document get(struct sandbox *box, struct store *store, const char *id)
{
    struct stored_document out = {0};
    struct err err = {0};
    bool found;
    assert_true(store_document_get(store, &box->arena, STR("s"), str_of(id), &out, &found, &err));
    assert_true(found);
    return out;
}

/* Its bytes, in the box. */
static inline str bytes_of(struct sandbox *box, struct store *store, const char *id,
                           unsigned version)
{
    struct buf out = buf_init(4 << 20);
    struct err err = {0};
    if (!store_document_load(store, STR("s"), str_of(id), version, &out, &err))
        fail_msg("%s: %s", id, err.why);
    str bytes = arena_copy(&box->arena, buf_str(&out));
    buf_release(&out);
    return bytes;
}

/* "1 2(gone) 3(left) " */
static inline const char *listing(struct sandbox *box, struct store *store, bool all)
{
    static const char *const words[] = {"", "(gone)", "(left)"};
    struct stored_document *items;
    size_t count;
    struct err err = {0};
    assert_true(store_documents(store, &box->arena, STR("s"), all, &items, &count, &err));
    struct buf out = buf_init(1 << 16);
    buf_addz(&out, "");
    for (size_t i = 0; i < count; i++)
        buf_addf(&out, "%.*s%s ", STR_ARGS(items[i].id), words[items[i].presence]);
    const char *text = arena_copy(&box->arena, buf_str(&out)).p;
    buf_release(&out);
    return text;
}

/* "1:10-20 2:20-30 ": numbers and instants of the earlier versions. */
static inline const char *history(struct sandbox *box, struct store *store, const char *id)
{
    struct stored_version *items;
    size_t count;
    struct err err = {0};
    assert_true(store_versions(store, &box->arena, STR("s"), str_of(id), &items, &count, &err));
    struct buf out = buf_init(1 << 16);
    for (size_t i = 0; i < count; i++)
        buf_addf(&out, "%u:%lld-%lld ", items[i].number, (long long)items[i].seen,
                 (long long)items[i].replaced);
    const char *text = arena_copy(&box->arena, buf_str(&out)).p;
    buf_release(&out);
    return text;
}

static inline int setup(void **state)
{
    struct sandbox *box = calloc(1, sizeof *box);
    sandbox_open(box);
    *state = box;
    return 0;
}

static inline int teardown(void **state)
{
    sandbox_close(*state);
    free(*state);
    return 0;
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

#endif
