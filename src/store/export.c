/* The store as JSON Lines: a header, then a line for each row, in an order of their own. */
#include "base64.h"
#include "body.h"
#include "digest/limits.h"
#include "digest/utf8.h"
#include "record.h"

/* One export. */
struct writing {
    bool (*put)(void *context, str line);
    void *context;
    struct buf line;
    struct buf bytes; /* of a document, unpacked */
    bool stopped;     /* put wants no more */
};

static void add_string(struct buf *out, str s)
{
    size_t from = 0;
    buf_addc(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        buf_add(out, str_slice(s, from, i));
        from = i + 1;
        if (c == '\n')
            buf_addz(out, "\\n");
        else if (c < 0x20)
            buf_addf(out, "\\u%04x", c);
        else
            buf_addf(out, "\\%c", c);
    }
    buf_add(out, str_slice(s, from, s.n));
    buf_addc(out, '"');
}

/* JSON has no other strings, and readers of it differ on NUL. */
static bool is_text(str s)
{
    return utf8_valid(s) && !(s.n && memchr(s.p, '\0', s.n));
}

static void add_base64(struct buf *out, str s)
{
    buf_addc(out, '"');
    base64_add(out, s);
    buf_addc(out, '"');
}

static void add_text(struct buf *out, str s)
{
    if (is_text(s)) {
        add_string(out, s);
        return;
    }
    buf_addz(out, "{\"base64\":");
    add_base64(out, s);
    buf_addc(out, '}');
}

static void add_hash(struct buf *out, struct hash hash)
{
    char hex[33];
    hash_hex(hash, hex);
    buf_addf(out, "\"%s\"", hex);
}

static void add_field(struct buf *out, enum record_kind kind, sqlite3_stmt *query, int column)
{
    switch (kind) {
    case RECORD_TEXT: add_text(out, db_column(query, column)); break;
    case RECORD_BLOB: add_base64(out, db_column(query, column)); break;
    case RECORD_HASH: add_hash(out, db_column_hash(query, column)); break;
    case RECORD_SWITCH: buf_addz(out, sqlite3_column_int(query, column) ? "true" : "false"); break;
    case RECORD_NUMBER:
    case RECORD_INSTANT:
        if (db_column_instant(query, column) == INSTANT_NONE)
            buf_addz(out, "null");
        else
            buf_addf(out, "%lld", (long long)db_column_instant(query, column));
        break;
    }
}

/* The body's columns are behind the record's fields. */
static bool add_body(struct store *store, struct writing *w, const struct record *record,
                     sqlite3_stmt *query, struct err *err)
{
    int column = 0;
    while (record->fields[column].name)
        column++;
    struct body body = body_of_row(query, column);
    if (record->list == QUERY_EXPORT_VERSIONS)
        body.version = (unsigned)sqlite3_column_int64(query, 2);
    body.source = db_column(query, 0);
    body.id = db_column(query, 1);
    buf_reset(&w->bytes);
    if (!body_unpack(store, &body, &w->bytes, err))
        return false;
    buf_addz(&w->line, ",\"hash\":");
    add_hash(&w->line, body.hash);
    bool text = is_text(buf_str(&w->bytes));
    buf_addz(&w->line, text ? ",\"text\":" : ",\"base64\":");
    (text ? add_string : add_base64)(&w->line, buf_str(&w->bytes));
    return true;
}

static bool put_line(struct store *store, struct writing *w, struct err *err)
{
    if (w->line.over) {
        err_set(err, ERR_LIMIT, "a line would be larger than the limit of %zu bytes", w->line.max);
        return err_at(err, str_of(store->path), 0, 0);
    }
    w->stopped = !w->put(w->context, buf_str(&w->line));
    buf_reset(&w->line);
    return true;
}

static bool add_row(struct store *store, struct writing *w, const struct record *record,
                    sqlite3_stmt *query, struct err *err)
{
    int column = 0;
    buf_addf(&w->line, "{\"type\":\"%s\"", record->type);
    for (; record->fields[column].name; column++) {
        buf_addf(&w->line, ",\"%s\":", record->fields[column].name);
        add_field(&w->line, record->fields[column].kind, query, column);
    }
    if (record->body && !add_body(store, w, record, query, err))
        return false;
    buf_addc(&w->line, '}');
    return put_line(store, w, err);
}

static bool add_record(struct store *store, struct writing *w, const struct record *record,
                       struct err *err)
{
    bool row = true;
    sqlite3_stmt *query = db_query(store, record->list, err);
    if (!query)
        return false;
    while (db_next(store, query, &row, err)) {
        if (!row)
            return true;
        if (!add_row(store, w, record, query, err))
            break;
        if (w->stopped) {
            sqlite3_reset(query);
            return true;
        }
    }
    sqlite3_reset(query);
    return false;
}

/* The number of lines is in the header, so that an import knows whether it has all of them. */
static bool add_header(struct store *store, struct writing *w, struct err *err)
{
    bool row;
    sqlite3_stmt *query = db_query(store, QUERY_EXPORT_COUNT, err);
    if (!query || !db_next(store, query, &row, err))
        return false;
    buf_addf(&w->line, "{\"digest-store\":%d,\"version\":%d,\"lines\":%lld}", EXPORT_FORM,
             db_version(), (long long)sqlite3_column_int64(query, 0));
    sqlite3_reset(query);
    return put_line(store, w, err);
}

static bool write_all(struct store *store, void *context, struct err *err)
{
    struct writing *w = context;
    if (!add_header(store, w, err))
        return false;
    for (const struct record *record = records; record->type && !w->stopped; record++)
        if (!add_record(store, w, record, err))
            return false;
    return true;
}

bool store_export(struct store *store, bool (*put)(void *context, str line), void *context,
                  struct err *err)
{
    struct writing w = {
        .put = put,
        .context = context,
        .line = buf_init(LIMIT_EXPORT_LINE),
        .bytes = buf_init(LIMIT_DOCUMENT),
    };
    bool ok = db_transact(store, write_all, &w, err);
    buf_release(&w.line);
    buf_release(&w.bytes);
    return ok;
}
