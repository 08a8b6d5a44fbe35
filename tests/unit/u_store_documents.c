/* Documents of live sources: saved, changed, gone, back again, and their versions. */
#include "digest/limits.h"
#include "store_check.h"

static void a_document_comes_back_as_it_was_saved(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    struct stored_document document = {
        .id = STR("https://a.example/?p=1"),
        .kind = RAW_TEXT,
        .url = STR("https://a.example/one/"),
        .content = {1, UINT64_MAX},
        .modified = STR("2026-05-07T08:10:43"),
        .published = -5,
        .dated = INSTANT_NONE,
        .charset = STR("iso-8859-1"),
        .markdown = true,
    };
    bool added, changed, found;
    struct err err = {0};
    assert_true(store_document_save(store, STR("s"), &document, STR("caf\xe9\0x"), 100, &added,
                                    &changed, &err));
    assert_true(added && !changed);
    struct stored_document out;
    assert_true(store_document_get(store, &box->arena, STR("s"), document.id, &out, &found, &err));
    assert_true(found);
    assert_str(out.id, "https://a.example/?p=1");
    assert_int_equal(out.kind, RAW_TEXT);
    assert_str(out.url, "https://a.example/one/");
    assert_true(hash_eq(out.content, document.content));
    assert_true(hash_eq(out.hash, hash_of(STR("caf\xe9\0x"))));
    assert_int_equal(out.size, 6);
    assert_str(out.modified, "2026-05-07T08:10:43");
    assert_true(out.published == -5 && out.dated == INSTANT_NONE);
    assert_str(out.charset, "iso-8859-1");
    assert_true(out.markdown);
    assert_int_equal(out.presence, PRESENCE_HERE);
    assert_true(out.first_seen == 100 && out.last_changed == 100);
    assert_int_equal(out.versions, 0);
    str bytes = bytes_of(box, store, "https://a.example/?p=1", 0);
    assert_true(str_eq(bytes, STR("caf\xe9\0x")));
    store_close(store);
}

static void documents_are_listed_by_the_bytes_of_their_ids(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    const char *ids[] = {"b", "10", "9", "\xc3\xa9", "B", "1"};
    for (size_t i = 0; i < 6; i++)
        save(store, ids[i], 1, "x", (int64_t)i);
    leave(store, "9", PRESENCE_GONE, 50);
    leave(store, "B", PRESENCE_LEFT, 51);
    assert_string_equal(listing(box, store, false), "1 10 b \xc3\xa9 ");
    assert_string_equal(listing(box, store, true), "1 10 9(gone) B(left) b \xc3\xa9 ");
    struct stored_document *items;
    size_t count;
    struct err err = {0};
    assert_true(store_documents(store, &box->arena, STR("other"), true, &items, &count, &err));
    assert_int_equal(count, 0);
    store_close(store);
}

static void another_content_makes_the_bytes_before_a_version(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    assert_string_equal(save(store, "7", 1, "first", 10), "added");
    assert_string_equal(save(store, "7", 2, "second", 20), "changed");
    assert_string_equal(save(store, "7", 1, "first", 30), "changed");
    assert_str(bytes_of(box, store, "7", 0), "first");
    assert_str(bytes_of(box, store, "7", 1), "first");
    assert_str(bytes_of(box, store, "7", 2), "second");
    assert_string_equal(history(box, store, "7"), "1:10-20 2:20-30 ");
    struct stored_document d = get(box, store, "7");
    assert_true(d.first_seen == 10 && d.last_changed == 30 && d.versions == 2);
    store_close(store);
}

static void other_bytes_of_the_same_content_take_their_place(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    save(store, "7", 1, "{\"a\": 1}", 10);
    assert_string_equal(save(store, "7", 1, "{\"a\":1}", 20), "unchanged");
    assert_str(bytes_of(box, store, "7", 0), "{\"a\":1}");
    struct stored_document d = get(box, store, "7");
    assert_true(d.last_changed == 10 && d.versions == 0 && d.size == 7);
    store_close(store);
    assert_int_equal(ask_sql(box, "store.db", "SELECT count (*) FROM body"), 1);
}

static void what_is_the_same_is_not_written(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    save(store, "7", 1, "text", 10);
    leave(store, "8", PRESENCE_GONE, 10);
    store_close(store);
    struct stat before, after;
    assert_int_equal(stat(sandbox_at(box, "store.db"), &before), 0);
    store = open_store(box, "store.db");
    assert_string_equal(save(store, "7", 1, "text", 999), "unchanged");
    leave(store, "8", PRESENCE_GONE, 999);
    store_close(store);
    assert_int_equal(stat(sandbox_at(box, "store.db"), &after), 0);
    assert_memory_equal(&before.st_mtim, &after.st_mtim, sizeof before.st_mtim);
}

static void another_url_or_date_of_the_same_content_is_kept(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    save(store, "7", 1, "text", 10);
    struct stored_document document = sample("7", 1);
    document.url = STR("https://new.example/");
    document.modified = STR("later");
    bool added, changed;
    struct err err = {0};
    assert_true(
        store_document_save(store, STR("s"), &document, STR("text"), 20, &added, &changed, &err));
    assert_true(!added && !changed);
    struct stored_document d = get(box, store, "7");
    assert_str(d.url, "https://new.example/");
    assert_str(d.modified, "later");
    assert_true(d.last_changed == 10);
    store_close(store);
}

static void a_document_that_comes_back_keeps_its_history(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    save(store, "7", 1, "first", 10);
    save(store, "7", 2, "second", 20);
    leave(store, "7", PRESENCE_GONE, 30);
    struct stored_document d = get(box, store, "7");
    assert_true(d.presence == PRESENCE_GONE && d.last_changed == 30 && d.first_seen == 10);
    assert_str(bytes_of(box, store, "7", 0), "second");
    leave(store, "7", PRESENCE_GONE, 40);
    assert_true(get(box, store, "7").last_changed == 30);
    leave(store, "7", PRESENCE_LEFT, 50);
    assert_true(get(box, store, "7").last_changed == 50);
    assert_string_equal(save(store, "7", 2, "second", 60), "unchanged");
    d = get(box, store, "7");
    assert_true(d.presence == PRESENCE_HERE && d.last_changed == 20 && d.versions == 1);
    leave(store, "7", PRESENCE_GONE, 70);
    assert_string_equal(save(store, "7", 3, "third", 80), "changed");
    assert_string_equal(history(box, store, "7"), "1:10-20 2:20-80 ");
    store_close(store);
}

static void the_oldest_versions_are_dropped_with_their_bytes(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    unsigned saves = LIMIT_VERSIONS + 4;
    for (unsigned i = 1; i <= saves; i++) {
        char text[32];
        snprintf(text, sizeof text, "text %u", i);
        save(store, "7", i, text, i);
    }
    struct stored_version *versions;
    size_t count;
    struct err err = {0};
    assert_true(store_versions(store, &box->arena, STR("s"), STR("7"), &versions, &count, &err));
    assert_int_equal(count, LIMIT_VERSIONS);
    assert_int_equal(versions[0].number, 4);
    assert_int_equal(versions[count - 1].number, saves - 1);
    assert_int_equal(get(box, store, "7").versions, LIMIT_VERSIONS);
    assert_str(bytes_of(box, store, "7", 4), "text 4");
    struct buf out = buf_init(100);
    assert_false(store_document_load(store, STR("s"), STR("7"), 3, &out, &err));
    assert_int_equal(err.code, ERR_STORE);
    buf_release(&out);
    store_close(store);
    assert_int_equal(ask_sql(box, "store.db", "SELECT count (*) FROM body"), LIMIT_VERSIONS + 1);
}

static void what_was_never_kept_is_said(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    struct err err = {0};
    struct stored_document out;
    struct buf bytes = buf_init(100);
    bool found;
    assert_true(store_document_get(store, &box->arena, STR("s"), STR("7"), &out, &found, &err));
    assert_false(found);
    assert_false(store_document_load(store, STR("s"), STR("7"), 0, &bytes, &err));
    assert_int_equal(err.code, ERR_STORE);
    assert_non_null(strstr(err.why, "nothing is kept of the document 7 of s"));
    store_close(store);
}

static void large_bytes_are_compressed_and_limits_hold(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    size_t size = 3 << 20;
    char *text = malloc(size + 1);
    for (size_t i = 0; i < size; i++)
        text[i] = (char)('a' + i % 23);
    text[size] = '\0';
    save(store, "7", 1, text, 10);
    struct buf out = buf_init(size), small = buf_init(size - 1);
    struct err err = {0};
    assert_true(store_document_load(store, STR("s"), STR("7"), 0, &out, &err));
    assert_true(str_is(buf_str(&out), text));
    assert_false(store_document_load(store, STR("s"), STR("7"), 0, &small, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    bool added, changed;
    struct stored_document huge = sample("8", 1);
    err = (struct err){0};
    assert_false(store_document_save(store, STR("s"), &huge, (str){text, LIMIT_DOCUMENT + 1}, 1,
                                     &added, &changed, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    buf_release(&out);
    buf_release(&small);
    free(text);
    store_close(store);
    assert_true(ask_sql(box, "store.db", "SELECT length (bytes) FROM body") < 10000);
}

static void a_whole_feed_is_not_kept(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    struct stored_document document = sample("7", 1);
    document.kind = RAW_FEED;
    bool added, changed;
    struct err err = {0};
    assert_false(
        store_document_save(store, STR("s"), &document, STR("x"), 1, &added, &changed, &err));
    assert_int_equal(err.code, ERR_STORE);
    assert_string_equal(listing(box, store, true), "");
    store_close(store);
    assert_int_equal(ask_sql(box, "store.db", "SELECT count (*) FROM body"), 0);
}

static void damaged_bytes_are_named_and_heal_when_they_come_again(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    save(store, "7", 1, "a text that will be damaged", 10);
    store_close(store);
    const char *const damages[] = {
        "UPDATE body SET bytes = 'a text that was just damaged'",
        "UPDATE body SET bytes = 'a text that will be damageD'",
        "UPDATE body SET packed = 1",
        "UPDATE document SET size = 1 << 62",
        "DELETE FROM body",
    };
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        run_sql(box, "store.db", damages[i]);
        store = open_store(box, "store.db");
        struct buf out = buf_init(1000);
        struct err err = {0};
        assert_false(store_document_load(store, STR("s"), STR("7"), 0, &out, &err));
        assert_int_equal(err.code, ERR_STORE);
        assert_non_null(strstr(err.why, "the document 7 of s"));
        assert_non_null(strstr(err.hint, "digest store check"));
        assert_int_equal(out.n, 0);
        assert_string_equal(save(store, "7", 1, "a text that will be damaged", 20), "unchanged");
        assert_str(bytes_of(box, store, "7", 0), "a text that will be damaged");
        buf_release(&out);
        store_close(store);
    }
}

static void many_documents_are_listed_by_id(void **state)
{
    struct sandbox *box = *state;
    struct store *store = open_store(box, "store.db");
    struct err err = {0};
    size_t count = 2000;
    assert_true(store_begin(store, &err));
    for (size_t i = 0; i < count; i++) {
        char id[32];
        snprintf(id, sizeof id, "%zu", i * 7);
        save(store, id, (unsigned)i, "{\"title\": \"of no great length\"}", 1);
    }
    assert_true(store_commit(store, &err));
    struct stored_document *items;
    str *ids;
    size_t id_count;
    assert_true(store_documents(store, &box->arena, STR("s"), false, &items, &count, &err));
    assert_true(store_document_ids(store, &box->arena, STR("s"), &ids, &id_count, &err));
    assert_int_equal(count, 2000);
    assert_int_equal(id_count, 2000);
    for (size_t i = 0; i < count; i++) {
        assert_true(str_eq(ids[i], items[i].id));
        assert_true(i == 0 || str_compare(ids[i - 1], ids[i]) < 0);
    }
    store_close(store);
}

/* -- Against a model -------------------------------------------------------------------------- */

enum { IDS = 6, PAST = 400 };

/* What the store should hold of one document. */
struct expected {
    bool known;
    unsigned content, wording; /* the bytes are made of both */
    enum presence presence;
    int64_t first, seen, departed;
    unsigned past[PAST][2]; /* of its versions: content, wording */
    unsigned past_count;
};

static const char *text_of(struct sandbox *box, unsigned content, unsigned wording)
{
    return arena_printf(&box->arena, "content %u%*s worded %u", content, (int)(wording * 40), "",
                        wording)
        .p;
}

static void model_save(struct expected *e, unsigned content, unsigned wording, int64_t now)
{
    if (!e->known) {
        *e = (struct expected){.known = true, .first = now, .seen = now};
    } else if (e->content != content) {
        e->past[e->past_count][0] = e->content;
        e->past[e->past_count++][1] = e->wording;
        e->seen = now;
    }
    e->content = content;
    e->wording = wording;
    e->presence = PRESENCE_HERE;
}

static void model_leave(struct expected *e, enum presence presence, int64_t now)
{
    if (!e->known || e->presence == presence)
        return;
    e->presence = presence;
    e->departed = now;
}

static void compare(struct sandbox *box, struct store *store, const char *id,
                    const struct expected *e)
{
    struct stored_document d;
    struct err err = {0};
    bool found;
    assert_true(store_document_get(store, &box->arena, STR("s"), str_of(id), &d, &found, &err));
    assert_int_equal(found, e->known);
    if (!found)
        return;
    assert_int_equal(d.presence, e->presence);
    assert_true(d.first_seen == e->first);
    assert_true(d.last_changed == (e->presence == PRESENCE_HERE ? e->seen : e->departed));
    assert_str(bytes_of(box, store, id, 0), text_of(box, e->content, e->wording));
    unsigned kept = e->past_count < LIMIT_VERSIONS ? e->past_count : LIMIT_VERSIONS;
    assert_int_equal(d.versions, kept);
    for (unsigned number = e->past_count - kept + 1; number <= e->past_count; number++)
        assert_str(bytes_of(box, store, id, number),
                   text_of(box, e->past[number - 1][0], e->past[number - 1][1]));
}

static unsigned next(uint64_t *seed, unsigned below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*seed >> 33) % below;
}

/* Some steps, in a transaction that may be undone. */
static void run_batch(struct sandbox *box, struct store *store, struct expected *model,
                      uint64_t *seed, int64_t now)
{
    struct expected *before = malloc(IDS * sizeof *before);
    struct err err = {0};
    memcpy(before, model, IDS * sizeof *before);
    bool joined = next(seed, 3) != 0, undone = joined && next(seed, 5) == 0;
    assert_true(!joined || store_begin(store, &err));
    for (unsigned i = next(seed, 8); i > 0; i--) {
        unsigned which = next(seed, IDS), content = next(seed, 3), wording = next(seed, 3);
        char id[2] = {(char)('a' + which), '\0'};
        if (next(seed, 4) == 0) {
            enum presence presence = next(seed, 2) ? PRESENCE_GONE : PRESENCE_LEFT;
            leave(store, id, presence, now);
            model_leave(&model[which], presence, now);
        } else {
            save(store, id, content, text_of(box, content, wording), now);
            model_save(&model[which], content, wording, now);
        }
    }
    if (undone)
        store_rollback(store);
    else
        assert_true(!joined || store_commit(store, &err));
    if (undone)
        memcpy(model, before, IDS * sizeof *before);
    free(before);
}

static void any_order_of_saving_and_leaving_gives_what_a_model_says(void **state)
{
    struct sandbox *box = *state;
    struct expected *model = calloc(IDS, sizeof *model);
    uint64_t seed = 20261121;
    struct store *store = open_store(box, "store.db");
    for (int64_t now = 1; now <= 300; now++) {
        run_batch(box, store, model, &seed, now);
        if (next(&seed, 20) == 0) {
            store_close(store);
            store = open_store(box, "store.db");
        }
        for (unsigned i = 0; i < IDS; i++) {
            char id[2] = {(char)('a' + i), '\0'};
            compare(box, store, id, &model[i]);
        }
        arena_reset(&box->arena);
    }
    unsigned most = 0;
    for (unsigned i = 0; i < IDS; i++)
        most = model[i].past_count > most ? model[i].past_count : most;
    assert_true(most > LIMIT_VERSIONS);
    store_close(store);
    free(model);
    assert_int_equal(ask_sql(box, "store.db",
                             "SELECT count (*) FROM body WHERE number NOT IN (SELECT body FROM"
                             " document UNION ALL SELECT body FROM version)"),
                     0);
}

int u_store_documents(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_document_comes_back_as_it_was_saved),
        CASE(documents_are_listed_by_the_bytes_of_their_ids),
        CASE(another_content_makes_the_bytes_before_a_version),
        CASE(other_bytes_of_the_same_content_take_their_place),
        CASE(what_is_the_same_is_not_written),
        CASE(another_url_or_date_of_the_same_content_is_kept),
        CASE(a_document_that_comes_back_keeps_its_history),
        CASE(the_oldest_versions_are_dropped_with_their_bytes),
        CASE(what_was_never_kept_is_said),
        CASE(large_bytes_are_compressed_and_limits_hold),
        CASE(a_whole_feed_is_not_kept),
        CASE(damaged_bytes_are_named_and_heal_when_they_come_again),
        CASE(many_documents_are_listed_by_id),
        CASE(any_order_of_saving_and_leaving_gives_what_a_model_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
