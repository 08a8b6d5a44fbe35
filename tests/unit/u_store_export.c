/* Export and import: what goes out comes back, and nothing else comes in. */
#include "digest/limits.h"
#include "store_check.h"

/* -- Out and in ------------------------------------------------------------------------------- */

static bool put(void *context, str line)
{
    struct buf *out = context;
    buf_add(out, line);
    buf_addc(out, '\n');
    return true;
}

/* The store's export as one text, in the box. */
static str export_of(struct sandbox *box, struct store *store)
{
    struct buf out = buf_init(16 << 20);
    struct err err = {0};
    if (!store_export(store, put, &out, &err))
        fail_msg("%s", err.why);
    str text = arena_copy(&box->arena, buf_str(&out));
    buf_release(&out);
    return text;
}

static bool import_lines(struct store *store, str text, size_t *number, struct err *err)
{
    struct arena a = {0};
    str line;
    bool ok = store_begin(store, err);
    for (*number = 0; ok && str_next_line(&text, &line); arena_reset(&a)) {
        ++*number;
        /* A copy of its own, so that reading past the line's end is seen. */
        ok = store_import_line(store, &a, arena_copy(&a, line), err);
    }
    arena_release(&a);
    ok = ok && store_import_end(store, err) && store_commit(store, err);
    if (!ok)
        store_rollback(store);
    return ok;
}

/* A new store with what the text says. */
static struct store *import_of(struct sandbox *box, const char *path, str text)
{
    struct store *store = open_store(box, path);
    struct err err = {0};
    size_t number;
    if (!import_lines(store, text, &number, &err))
        fail_msg("line %zu: %s", number, err.why);
    return store;
}

#define ZERO_HASH "00000000000000000000000000000000"

/* Everything that a store can hold, in odd forms. */
static void fill(struct sandbox *box, struct store *store)
{
    struct err err = {0};
    assert_true(store_permalink_set(store, STR("2026/05/07/a/"), STR("s/7"), &err));
    assert_true(store_permalink_set(store, STR("2026/05/07/b/"), STR("s/7"), &err));
    save(store, "7", 1, "{\"title\":\"caf\xc3\xa9 \xe2\x80\xa8 \\\"x\\\" \x01\"}", 10);
    save(store, "7", 2, "{\"title\":\"new\"}", 20);
    save(store, "7", 3, "{}", 30);
    save(store, "8", 1, "not UTF-8: \xff\xfe", 10);
    leave(store, "8", PRESENCE_GONE, 40);
    save(store, "", 1, "", 10);
    leave(store, "", PRESENCE_LEFT, 40);
    struct stored_document text = sample("\xff id", 4);
    text.kind = RAW_TEXT;
    text.charset = STR("utf-16");
    text.markdown = true;
    text.published = INSTANT_NONE;
    text.dated = -1;
    bool added, changed;
    assert_true(
        store_document_save(store, STR("t"), &text, STR("a\0b"), 10, &added, &changed, &err));
    assert_true(store_note_set(store, STR("s"), "cursor", STR("a \"quoted\" one\n"), &err));
    struct health health = {STR("s"), 1, 2, INSTANT_NONE, 3, true, STR("timed out"), 0};
    assert_true(store_health_set(store, &health, &err));
    str file;
    assert_true(store_media_put(store, &box->arena, STR("bytes"), "webp", &file, &err));
    struct stored_variant variants[] = {{file, 320, 200}, {file, 640, 400}};
    struct stored_image image = {STR("https://i.example/a.png"), variants, 2, STR(""), 50, 0};
    struct stored_image dead = {STR("https://i.example/b.png"), NULL, 0, STR("404"), 51, 3};
    assert_true(store_image_set(store, &image, &err) && store_image_set(store, &dead, &err));
    struct stored_item item = {STR("2026-05-07-x.txt"), {5, 6}, true};
    assert_true(store_item_save(store, STR("u"), &item, STR("\0packed\xff"), &err));
    struct ledger ledger = store_ledger(store, &box->arena, sandbox_at(box, "public"));
    struct manifest_file files[] = {{STR("a/index.html"), {1, 2}, 3}, {STR("\xe9.png"), {3, 4}, 0}};
    struct pending pending = {.exists = true,
                              .stage = str_of(sandbox_at(box, ".public.digest-stage/site")),
                              .puts = files,
                              .put_count = 2};
    assert_true(ledger.set_pending(ledger.context, &pending, &err));
    assert_true(ledger.finish(ledger.context, &err));
}

static void everything_comes_back(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "a.db");
    fill(box, store);
    str first = export_of(box, store);
    store_close(store);
    store = import_of(box, "b.db", first);
    assert_true(str_eq(export_of(box, store), first));
    assert_string_equal(history(box, store, "7"), "1:10-20 2:20-30 ");
    assert_str(bytes_of(box, store, "7", 1),
               "{\"title\":\"caf\xc3\xa9 \xe2\x80\xa8 \\\"x\\\" \x01\"}");
    assert_str(bytes_of(box, store, "8", 0), "not UTF-8: \xff\xfe");
    assert_true(get(box, store, "8").last_changed == 40);
    struct ledger ledger = store_ledger(store, &box->arena, sandbox_at(box, "public"));
    struct manifest manifest;
    struct err err = {0};
    assert_true(ledger.load(ledger.context, &box->arena, &manifest, &err));
    assert_true(manifest.known);
    assert_int_equal(manifest.count, 2);
    store_close(store);
}

static void the_form_is_as_documented(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "a.db");
    struct err err = {0};
    save(store, "7", 1, "{\"a\":\"\\n\"}", 10);
    assert_true(store_note_set(store, STR("s"), "n", STR("\xff"), &err));
    assert_str(export_of(box, store),
               "{\"digest-store\":1,\"version\":2,\"lines\":2}\n"
               "{\"type\":\"document\",\"source\":\"s\",\"id\":\"7\",\"kind\":\"post\","
               "\"url\":\"https://s.example/\",\"content\":\"00000000000000010000000000000001\","
               "\"modified\":\"\",\"published\":1778140000,\"dated\":null,\"charset\":\"\","
               "\"markdown\":false,\"presence\":\"here\",\"first_seen\":10,\"seen\":10,"
               "\"departed\":null,\"hash\":\"29707e676684d449e17d333c723a12dc\","
               "\"text\":\"{\\\"a\\\":\\\"\\\\n\\\"}\"}\n"
               "{\"type\":\"note\",\"source\":\"s\",\"name\":\"n\","
               "\"value\":{\"base64\":\"/w==\"}}\n");
    store_close(store);
}

static void stores_that_hold_the_same_are_written_the_same(void **state)
{
    struct sandbox *box = *state;
    struct store *one = open_store(box, "a.db"), *two = open_store(box, "sub/b.db");
    save(one, "1", 1, "x", 10);
    save(one, "2", 1, "y", 10);
    save(two, "2", 1, "y, at first in other words", 10);
    save(two, "1", 1, "x", 10);
    save(two, "2", 1, "y", 20);
    assert_true(str_eq(export_of(box, one), export_of(box, two)));
    store_close(one);
    store_close(two);
}

static void an_empty_store_is_a_header(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "a.db");
    str text = export_of(box, store);
    assert_str(text, "{\"digest-store\":1,\"version\":2,\"lines\":0}\n");
    store_close(store);
    store_close(import_of(box, "b.db", text));
}

static bool put_two(void *context, str line)
{
    (void)line;
    return ++*(int *)context < 2;
}

static void whoever_reads_it_may_stop(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "a.db");
    struct err err = {0};
    int count = 0;
    fill(box, store);
    assert_true(store_export(store, put_two, &count, &err));
    assert_int_equal(count, 2);
    assert_true(store_begin(store, &err));
    store_close(store);
}

static void a_damaged_document_is_named_and_not_left_out(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "a.db");
    save(store, "7", 1, "first", 10);
    save(store, "7", 2, "second", 10);
    store_close(store);
    run_sql(box, "a.db", "UPDATE body SET bytes = 'firsT' WHERE bytes = CAST ('first' AS BLOB)");
    store = open_store(box, "a.db");
    struct buf out = buf_init(1 << 20);
    struct err err = {0};
    assert_false(store_export(store, put, &out, &err));
    assert_int_equal(err.code, ERR_STORE);
    assert_non_null(strstr(err.why, "version 1 of the document 7 of s does not match its hash"));
    buf_release(&out);
    store_close(store);
}

/* -- Refusals --------------------------------------------------------------------------------- */

#define HEADER "{\"digest-store\":1,\"version\":2,\"lines\":1}\n"
#define NOTE   "{\"type\":\"note\",\"source\":\"s\",\"name\":\"n\",\"value\":\"v\"}\n"
#define DOCUMENT(x)                                                                                \
    "{\"type\":\"document\",\"source\":\"s\",\"id\":\"7\",\"kind\":\"post\",\"url\":\"\","         \
    "\"content\":\"" ZERO_HASH "\",\"modified\":\"\",\"published\":null,\"dated\":null,"           \
    "\"charset\":\"\",\"markdown\":false,\"presence\":\"here\",\"first_seen\":1,\"seen\":1,"       \
    "\"departed\":null," x "}\n"

static const struct {
    const char *text, *why;
} refusals[] = {
    {"", "nothing is there"},
    {"\n", "no export"},
    {"[]\n", "no export"},
    {"{}\n", "no export"},
    {NOTE, "no export"},
    {"{\"digest-store\":\"1\",\"version\":2,\"lines\":1}\n", "no export"},
    {"{\"digest-store\":1,\"version\":2,\"lines\":-1}\n", "no export"},
    {"{\"digest-store\":2,\"version\":2,\"lines\":0}\n", "newer digest (form 2"},
    {"{\"digest-store\":1,\"version\":99,\"lines\":0}\n",
     "newer digest (form 1, store version 99)"},
    {HEADER, "cut off: 0 of 1 lines"},
    {HEADER NOTE NOTE, "more lines than the 1"},
    {HEADER "\n", "cut off"},
    {HEADER "{\"type\":\"note\",\"sour", "cut off"},
    {HEADER "{\"type\":\"note\",}\n", "not JSON"},
    {HEADER NOTE "x", "more lines"},
    {HEADER "{\"source\":\"s\"}\n", "\"type\""},
    {HEADER "[\"note\"]\n", "\"type\""},
    {HEADER "{\"type\":\"nota\"}\n", "type \"nota\" are not known"},
    {HEADER "{\"type\":\"note\",\"source\":\"s\",\"name\":\"n\"}\n", "lacks \"value\""},
    {HEADER "{\"type\":\"note\",\"source\":\"s\",\"name\":\"n\",\"value\":\"v\",\"x\":1}\n",
     "has no \"x\""},
    {HEADER "{\"type\":\"note\",\"source\":\"s\",\"source\":\"s\"}\n", "twice"},
    {HEADER "{\"type\":\"note\",\"source\":1,\"name\":\"n\",\"value\":\"v\"}\n",
     "\"source\" is not a string"},
    {HEADER "{\"type\":\"note\",\"source\":\"s\",\"name\":\"n\",\"value\":{\"base64\":\"?\"}}\n",
     "\"value\" is not a string"},
    {HEADER "{\"type\":\"note\",\"source\":\"s\",\"name\":\"n\",\"value\":{\"x\":\"eA==\"}}\n",
     "\"value\" is not a string"},
    {HEADER "{\"type\":\"note\",\"source\":\"s\",\"name\":\"n\",\"value\":\"\"}\n",
     "no store has such a line"},
    {"{\"digest-store\":1,\"version\":2,\"lines\":2}\n" NOTE NOTE, "no store has such a line"},
    {HEADER "{\"type\":\"file\",\"output\":\"../public\",\"path\":\"a\",\"hash\":\"" ZERO_HASH
            "\",\"size\":1}\n",
     "refers to"},
    {HEADER "{\"type\":\"file\",\"output\":\"p\",\"path\":\"../../a\",\"hash\":\"" ZERO_HASH
            "\",\"size\":1}\n",
     "\"path\" is not a path"},
    {HEADER "{\"type\":\"permalink\",\"path\":\"/etc/\",\"article\":\"s/1\",\"current\":true}\n",
     "\"path\" is not a path"},
    {HEADER "{\"type\":\"permalink\",\"path\":\"a/\",\"article\":\"s/1\",\"current\":1}\n",
     "\"current\" is not true or false"},
    {HEADER "{\"type\":\"variant\",\"url\":\"u\",\"rank\":0,\"file\":\"../../../etc/passwd\","
            "\"width\":1,\"height\":1}\n",
     "\"file\" is not a path"},
    {HEADER "{\"type\":\"item\",\"source\":\"s\",\"name\":\"n\",\"fingerprint\":\"00\","
            "\"clean\":true,\"articles\":\"\"}\n",
     "\"fingerprint\" is not a hash"},
    {HEADER "{\"type\":\"item\",\"source\":\"s\",\"name\":\"n\",\"fingerprint\":\"" ZERO_HASH
            "\",\"clean\":true,\"articles\":\"eB==\"}\n",
     "\"articles\" is not base 64"},
    {HEADER "{\"type\":\"image\",\"url\":\"u\",\"why\":\"\",\"checked\":1.5,\"failures\":0}\n",
     "\"checked\" is not a whole number"},
    {HEADER "{\"type\":\"image\",\"url\":\"u\",\"why\":\"\",\"checked\":1,\"failures\":null}\n",
     "\"failures\" is not a whole number"},
    {HEADER "{\"type\":\"image\",\"url\":\"u\",\"why\":\"\",\"checked\":9223372036854775808,"
            "\"failures\":0}\n",
     "\"checked\" is not a whole number"},
    {HEADER DOCUMENT("\"hash\":\"" ZERO_HASH "\""), "one of \"text\" and \"base64\""},
    {HEADER DOCUMENT("\"text\":\"\",\"base64\":\"\""), "one of \"text\" and \"base64\""},
    {HEADER DOCUMENT("\"text\":7"), "\"text\" is not a string"},
    {HEADER DOCUMENT("\"base64\":\"=\""), "\"base64\" is not base 64"},
    {HEADER DOCUMENT("\"text\":\"x\",\"hash\":\"" ZERO_HASH "\""), "do not match their hash"},
};

static void what_is_no_export_is_refused_with_its_reason_and_nothing_comes_in(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "a.db");
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        struct err err = {0};
        size_t number;
        if (import_lines(store, str_of(refusals[i].text), &number, &err))
            fail_msg("accepted: %s", refusals[i].text);
        if (!strstr(err.why, refusals[i].why) || err.code != ERR_INPUT)
            fail_msg("%s\nsaid: %s\n not: %s", refusals[i].text, err.why, refusals[i].why);
        assert_str(export_of(box, store), "{\"digest-store\":1,\"version\":2,\"lines\":0}\n");
    }
    store_close(store);
    assert_int_equal(ask_sql(box, "a.db", "SELECT count (*) FROM body"), 0);
}

static void an_edited_document_comes_in_without_a_hash(void **state)
{
    struct sandbox *box = *state;
    struct store *store =
        import_of(box, "a.db", STR(HEADER DOCUMENT("\"text\":\"{\\\"edited\\\": true}\"")));
    assert_str(bytes_of(box, store, "7", 0), "{\"edited\": true}");
    store_close(store);
}

static void a_store_that_holds_something_takes_no_import(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "a.db");
    struct err err = {0};
    size_t number;
    assert_true(store_note_set(store, STR("s"), "n", STR("v"), &err));
    str before = export_of(box, store);
    assert_false(import_lines(store, STR(HEADER NOTE), &number, &err));
    assert_int_equal(err.code, ERR_STORE);
    assert_int_equal(number, 1);
    assert_non_null(strstr(err.why, "not empty"));
    assert_true(str_eq(export_of(box, store), before));
    store_close(store);
}

static void a_changed_byte_is_refused_or_gives_a_whole_store(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "a.db");
    fill(box, store);
    str text = export_of(box, store);
    store_close(store);
    size_t refused = 0, rounds = 400;
    store = open_store(box, "b.db");
    for (size_t i = 0; i < rounds; i++) {
        struct err err = {0};
        size_t number, at = (i * 7919 + 31) % text.n;
        char *copy = malloc(text.n);
        memcpy(copy, text.p, text.n);
        copy[at] = (char)(copy[at] ^ (1 << i % 7));
        if (import_lines(store, (str){copy, text.n}, &number, &err)) {
            struct buf out = buf_init(1 << 20);
            assert_true(store_export(store, put, &out, &err));
            buf_release(&out);
            store_close(store);
            assert_int_equal(unlink(sandbox_at(box, "b.db")), 0);
            store = open_store(box, "b.db");
        } else {
            assert_true(err.why[0] != '\0');
            refused++;
        }
        free(copy);
    }
    store_close(store);
    assert_true(refused > rounds / 2);
}

int u_store_export(void)
{
    const struct CMUnitTest tests[] = {
        CASE(everything_comes_back),
        CASE(the_form_is_as_documented),
        CASE(stores_that_hold_the_same_are_written_the_same),
        CASE(an_empty_store_is_a_header),
        CASE(whoever_reads_it_may_stop),
        CASE(a_damaged_document_is_named_and_not_left_out),
        CASE(what_is_no_export_is_refused_with_its_reason_and_nothing_comes_in),
        CASE(an_edited_document_comes_in_without_a_hash),
        CASE(a_store_that_holds_something_takes_no_import),
        CASE(a_changed_byte_is_refused_or_gives_a_whole_store),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
