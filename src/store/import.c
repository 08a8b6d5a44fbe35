/* Reading an export back, line by line, strictly: what is not understood is not dropped. */
#include <stddef.h>

#include "body.h"
#include "digest/limits.h"
#include "given.h"
#include "record.h"

/* A line that is being read. */
struct reading {
    struct store *store;
    struct arena *arena;
    const struct record *record;
    struct given fields[RECORD_FIELDS];
    struct given hash, text, base64; /* with a body */
};

/* -- From JSON to members --------------------------------------------------------------------- */

static bool not_json(const struct json *j, struct err *err)
{
    if (j->failure_at >= j->end)
        return err_set(err, ERR_INPUT, "the line is cut off: %s", j->failure);
    return err_set(err, ERR_INPUT, "byte %zu of the line is not JSON: %s",
                   (size_t)(j->failure_at - j->start) + 1, j->failure);
}

/* Where the value of a member belongs; null: the line's type has no such member. */
static struct given *place_of(struct reading *r, struct json_text key)
{
    for (size_t i = 0; i < RECORD_FIELDS && r->record->fields[i].name; i++)
        if (json_text_is(key, str_of(r->record->fields[i].name)))
            return &r->fields[i];
    if (!r->record->body)
        return NULL;
    if (json_text_is(key, STR("hash")))
        return &r->hash;
    if (json_text_is(key, STR("text")))
        return &r->text;
    return json_text_is(key, STR("base64")) ? &r->base64 : NULL;
}

static bool read_members(struct reading *r, str line, struct err *err)
{
    struct json j = json_init(line);
    struct json_text key;
    json_enter_object(&j);
    while (json_next_member(&j, &key)) {
        if (json_text_is(key, STR("type"))) {
            json_skip(&j);
            continue;
        }
        struct given *given = place_of(r, key);
        if (!given)
            return err_set(err, ERR_INPUT, "a line of type \"%s\" has no \"%.*s\"", r->record->type,
                           STR_ARGS(key.raw));
        if (given->there)
            return err_set(err, ERR_INPUT, "\"%.*s\" is there twice", STR_ARGS(key.raw));
        given_read(&j, given);
    }
    json_finish(&j);
    return json_failed(&j) ? not_json(&j, err) : true;
}

static bool find_record(struct reading *r, str line, struct err *err)
{
    static const struct json_member members[] = {JSON_MEMBER("type", json_read_text_field, 0),
                                                 JSON_MEMBERS_END};
    struct json_text type = {0};
    struct json j = json_init(line);
    bool object = json_read_members(&j, members, &type);
    if (json_failed(&j))
        return not_json(&j, err);
    for (r->record = records; r->record->type; r->record++)
        if (json_text_is(type, str_of(r->record->type)))
            return true;
    if (!object || !type.raw.n)
        return err_set(err, ERR_INPUT, "the line does not say its \"type\"");
    return err_set(err, ERR_INPUT, "lines of type \"%.*s\" are not known", STR_ARGS(type.raw));
}

/* -- From members to the table ---------------------------------------------------------------- */

static bool bad(const char *name, const char *wanted, struct err *err)
{
    return err_set(err, ERR_INPUT, "\"%s\" is not %s", name, wanted);
}

static bool bind_text(struct reading *r, sqlite3_stmt *query, int index, struct err *err)
{
    const struct record_field *field = &r->record->fields[index - 1];
    str text;
    if (!given_text(r->arena, &r->fields[index - 1], &text))
        return bad(field->name, "a string", err);
    if (field->good && !field->good(text))
        return bad(field->name, "a path that a store would have", err);
    db_bind(query, index, text);
    return true;
}

static bool bind_field(struct reading *r, sqlite3_stmt *query, int index, struct err *err)
{
    const struct record_field *field = &r->record->fields[index - 1];
    const struct given *given = &r->fields[index - 1];
    int64_t number = INSTANT_NONE;
    struct hash hash;
    str bytes;
    if (!given->there)
        return err_set(err, ERR_INPUT, "the line lacks \"%s\"", field->name);
    switch (field->kind) {
    case RECORD_TEXT: return bind_text(r, query, index, err);
    case RECORD_NUMBER:
    case RECORD_INSTANT:
        if (!(field->kind == RECORD_INSTANT && given->kind == JSON_KIND_NULL) &&
            !given_number(given, &number))
            return bad(field->name, "a whole number", err);
        db_bind_instant(query, index, number);
        return true;
    case RECORD_SWITCH:
        if (given->kind != JSON_KIND_TRUE && given->kind != JSON_KIND_FALSE)
            return bad(field->name, "true or false", err);
        sqlite3_bind_int(query, index, given->kind == JSON_KIND_TRUE);
        return true;
    case RECORD_HASH:
        if (!given_hash(given, &hash))
            return bad(field->name, "a hash of 32 digits", err);
        db_bind_hash(query, index, hash);
        return true;
    case RECORD_BLOB:
        if (!given_base64(r->arena, given, &bytes))
            return bad(field->name, "base 64", err);
        sqlite3_bind_blob64(query, index, bytes.n ? bytes.p : "", bytes.n, SQLITE_STATIC);
        return true;
    }
    return false;
}

/* Keeps the bytes of a line and binds what is said of them. */
static bool bind_body(struct reading *r, sqlite3_stmt *query, int index, struct err *err)
{
    struct hash hash;
    str bytes;
    int64_t number = 0;
    if (r->text.there == r->base64.there)
        return err_set(err, ERR_INPUT, "the line needs one of \"text\" and \"base64\"");
    if (r->text.there &&
        (r->text.kind == JSON_KIND_OBJECT || !given_text(r->arena, &r->text, &bytes)))
        return bad("text", "a string", err);
    if (r->base64.there && !given_base64(r->arena, &r->base64, &bytes))
        return bad("base64", "base 64", err);
    if (bytes.n > LIMIT_DOCUMENT)
        return err_set(err, ERR_LIMIT, "the document is larger than the limit of %zu bytes",
                       LIMIT_DOCUMENT);
    if (r->hash.there && !given_hash(&r->hash, &hash))
        return bad("hash", "a hash of 32 digits", err);
    if (r->hash.there && !hash_eq(hash, hash_of(bytes))) {
        err_set(err, ERR_INPUT, "the document's bytes do not match their hash");
        return err_hint(err, "the export was damaged; if it was changed on purpose, leave out "
                             "\"hash\"");
    }
    if (!body_put(r->store, &number, bytes, err))
        return false;
    db_bind_hash(query, index, hash_of(bytes));
    sqlite3_bind_int64(query, index + 1, (int64_t)bytes.n);
    sqlite3_bind_int64(query, index + 2, number);
    return true;
}

/* Runs the statement. What the tables do not allow is a fault of the line, not of the store. */
static bool insert(struct reading *r, sqlite3_stmt *query, struct err *err)
{
    struct store *store = r->store;
    int code = sqlite3_step(query);
    if (code == SQLITE_DONE && sqlite3_changes(store->db) == 1)
        return true;
    if (code == SQLITE_DONE)
        return err_set(err, ERR_INPUT, "no line before it is of what it refers to");
    if ((code & 0xFF) != SQLITE_CONSTRAINT)
        return db_fail(store, err);
    err_set(err, ERR_INPUT, "no store has such a line: %s", sqlite3_errmsg(store->db));
    return false;
}

static bool put_record(struct reading *r, struct err *err)
{
    int index = 1;
    bool ok = true;
    sqlite3_stmt *query = db_query(r->store, r->record->put, err);
    if (!query)
        return false;
    for (; ok && r->record->fields[index - 1].name; index++)
        ok = bind_field(r, query, index, err);
    ok = ok && (!r->record->body || bind_body(r, query, index, err)) && insert(r, query, err);
    sqlite3_reset(query);
    /* What was bound lives in the arena, which the caller empties. */
    sqlite3_clear_bindings(query);
    return ok;
}

/* -- Lines ------------------------------------------------------------------------------------ */

/* The three numbers of the first line. */
struct header {
    struct json_text form, version, lines;
};

static bool header_number(struct json_text text, uint64_t *out)
{
    return !text.string && str_to_uint(text.raw, UINT32_MAX, out);
}

static bool check_empty(struct store *store, struct err *err)
{
    bool row;
    sqlite3_stmt *query = db_query(store, QUERY_EMPTY, err);
    if (!query || !db_next(store, query, &row, err))
        return false;
    bool empty = row && sqlite3_column_int(query, 0) != 0;
    sqlite3_reset(query);
    if (empty)
        return true;
    err_set(err, ERR_STORE, "the store is not empty, and an import does not mix two");
    err_hint(err, "name a new file with --store, or move this one away");
    return err_at(err, str_of(store->path), 0, 0);
}

static bool read_header(struct store *store, str line, struct err *err)
{
    static const struct json_member members[] = {
        JSON_MEMBER("digest-store", json_read_text_field, offsetof(struct header, form)),
        JSON_MEMBER("version", json_read_text_field, offsetof(struct header, version)),
        JSON_MEMBER("lines", json_read_text_field, offsetof(struct header, lines)),
        JSON_MEMBERS_END};
    struct header header = {0};
    struct json j = json_init(line);
    uint64_t form, version;
    json_read_members(&j, members, &header);
    json_finish(&j);
    if (json_failed(&j) || !header_number(header.form, &form) ||
        !header_number(header.version, &version) ||
        !header_number(header.lines, &store->import.lines)) {
        err_set(err, ERR_INPUT, "this is no export of a digest store");
        return err_hint(err, "its first line must be what \"digest store export\" writes");
    }
    if (form != EXPORT_FORM || version > (uint64_t)db_version()) {
        err_set(err, ERR_INPUT, "written by a newer digest (form %u, store version %u)",
                (unsigned)form, (unsigned)version);
        return err_hint(err, "update digest");
    }
    store->import.begun = true;
    return check_empty(store, err);
}

bool store_import_line(struct store *store, struct arena *a, str line, struct err *err)
{
    if (!store->import.begun)
        return read_header(store, line, err);
    struct reading r = {.store = store, .arena = a};
    if (++store->import.seen > store->import.lines)
        return err_set(err, ERR_INPUT, "more lines than the %llu that the first one announces",
                       (unsigned long long)store->import.lines);
    return find_record(&r, line, err) && read_members(&r, line, err) && put_record(&r, err);
}

bool store_import_end(struct store *store, struct err *err)
{
    if (store->import.begun && store->import.seen == store->import.lines)
        return true;
    if (!store->import.begun)
        return err_set(err, ERR_INPUT, "nothing is there: no export of a digest store");
    return err_set(err, ERR_INPUT, "cut off: %llu of %llu lines are there",
                   (unsigned long long)store->import.seen, (unsigned long long)store->import.lines);
}
