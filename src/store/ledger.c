/*
 * The ledger of an output folder: the manifest of what was written there, and a commit that may
 * have been interrupted. See manifest.h for what the output stage makes of it.
 */
#include "db.h"
#include "place.h"

#include "digest/fs.h"

/* One output folder's books. */
struct books {
    struct store *store;
    str folder; /* of the store */
    str output; /* its name there, relative to folder */
};

/* A row of the table output. */
struct output_row {
    int64_t id; /* 0: there is none */
    bool written;
};

static bool find_output(struct books *books, struct output_row *out, struct err *err)
{
    *out = (struct output_row){0};
    sqlite3_stmt *query = db_query(books->store, QUERY_OUTPUT_GET, err);
    if (!query)
        return false;
    db_bind(query, 1, books->output);
    bool row;
    if (!db_next(books->store, query, &row, err))
        return false;
    if (row)
        *out = (struct output_row){sqlite3_column_int64(query, 0), sqlite3_column_int(query, 1)};
    sqlite3_reset(query);
    return true;
}

/* Runs a statement whose only parameter is the output. */
static bool run_for(struct store *store, enum query which, int64_t output, struct err *err)
{
    sqlite3_stmt *query = db_query(store, which, err);
    if (!query)
        return false;
    sqlite3_bind_int64(query, 1, output);
    return db_run(store, query, err);
}

/* -- Reading ---------------------------------------------------------------------------------- */

static struct manifest_file read_file(struct arena *a, sqlite3_stmt *query)
{
    return (struct manifest_file){
        .path = arena_copy(a, db_column(query, 0)),
        .hash = db_column_hash(query, 1),
        .size = (uint64_t)sqlite3_column_int64(query, 2),
    };
}

static bool ledger_load(void *context, struct arena *a, struct manifest *out, struct err *err)
{
    struct books *books = context;
    struct output_row output;
    *out = (struct manifest){0};
    if (!find_output(books, &output, err))
        return false;
    if (!output.written)
        return true;
    out->known = true;
    sqlite3_stmt *query = db_query(books->store, QUERY_FILES, err);
    if (!query)
        return false;
    sqlite3_bind_int64(query, 1, output.id);
    size_t cap = 0;
    for (;;) {
        bool row;
        if (!db_next(books->store, query, &row, err))
            return false;
        if (!row)
            return true;
        out->files = arena_grow(a, out->files, out->count, &cap, sizeof *out->files);
        out->files[out->count++] = read_file(a, query);
    }
}

static bool load_pending_files(struct store *store, struct arena *a, struct pending *out,
                               sqlite3_stmt *query, struct err *err)
{
    size_t put_cap = 0, remove_cap = 0;
    for (;;) {
        bool row;
        if (!db_next(store, query, &row, err))
            return false;
        if (!row)
            return true;
        if (sqlite3_column_type(query, 1) == SQLITE_NULL) {
            out->removes =
                arena_grow(a, out->removes, out->remove_count, &remove_cap, sizeof *out->removes);
            out->removes[out->remove_count++] = arena_copy(a, db_column(query, 0));
        } else {
            out->puts = arena_grow(a, out->puts, out->put_count, &put_cap, sizeof *out->puts);
            out->puts[out->put_count++] = read_file(a, query);
        }
    }
}

static bool ledger_load_pending(void *context, struct arena *a, struct pending *out,
                                struct err *err)
{
    struct books *books = context;
    struct output_row output;
    *out = (struct pending){0};
    if (!find_output(books, &output, err))
        return false;
    sqlite3_stmt *query = db_query(books->store, QUERY_PENDING_GET, err);
    if (!query)
        return false;
    sqlite3_bind_int64(query, 1, output.id);
    if (!db_next(books->store, query, &out->exists, err))
        return false;
    if (!out->exists)
        return true;
    out->exchange = sqlite3_column_int(query, 0) != 0;
    out->stage = place_resolve(a, fs_join(a, books->folder, db_column(query, 1)));
    out->inode = (uint64_t)sqlite3_column_int64(query, 2);
    sqlite3_reset(query);
    query = db_query(books->store, QUERY_PENDING_FILES, err);
    if (!query)
        return false;
    sqlite3_bind_int64(query, 1, output.id);
    return load_pending_files(books->store, a, out, query, err);
}

/* -- Writing ---------------------------------------------------------------------------------- */

static bool forget_pending(struct store *store, int64_t output, struct err *err)
{
    return run_for(store, QUERY_PENDING_FILES_DROP, output, err) &&
           run_for(store, QUERY_PENDING_DROP, output, err);
}

static bool add_output(struct books *books, struct output_row *out, struct err *err)
{
    sqlite3_stmt *query = db_query(books->store, QUERY_OUTPUT_ADD, err);
    if (!query)
        return false;
    db_bind(query, 1, books->output);
    return db_run(books->store, query, err) && find_output(books, out, err);
}

/* A null hash marks a path that goes. */
static bool add_pending_file(struct store *store, int64_t output, const struct manifest_file *file,
                             bool removed, struct err *err)
{
    sqlite3_stmt *query = db_query(store, QUERY_PENDING_FILE_ADD, err);
    if (!query)
        return false;
    sqlite3_bind_int64(query, 1, output);
    db_bind(query, 2, file->path);
    if (removed)
        sqlite3_bind_null(query, 3);
    else
        db_bind_hash(query, 3, file->hash);
    sqlite3_bind_int64(query, 4, (int64_t)file->size);
    return db_run(store, query, err);
}

/* What write_pending is given. */
struct pending_job {
    struct books *books;
    const struct pending *pending;
    str stage; /* relative to the store */
};

static bool write_pending(struct store *store, void *context, struct err *err)
{
    const struct pending_job *job = context;
    const struct pending *pending = job->pending;
    struct output_row output;
    if (!add_output(job->books, &output, err) || !forget_pending(store, output.id, err))
        return false;
    sqlite3_stmt *query = db_query(store, QUERY_PENDING_SET, err);
    if (!query)
        return false;
    sqlite3_bind_int64(query, 1, output.id);
    sqlite3_bind_int(query, 2, pending->exchange);
    db_bind(query, 3, job->stage);
    sqlite3_bind_int64(query, 4, (int64_t)pending->inode);
    if (!db_run(store, query, err))
        return false;
    for (size_t i = 0; i < pending->put_count; i++)
        if (!add_pending_file(store, output.id, &pending->puts[i], false, err))
            return false;
    for (size_t i = 0; i < pending->remove_count; i++) {
        struct manifest_file gone = {.path = pending->removes[i]};
        if (!add_pending_file(store, output.id, &gone, true, err))
            return false;
    }
    return true;
}

static bool ledger_set_pending(void *context, const struct pending *pending, struct err *err)
{
    struct books *books = context;
    struct arena a = {0};
    str stage = place_relative(&a, books->folder, place_resolve(&a, pending->stage));
    struct pending_job job = {books, pending, stage};
    bool ok = db_transact(books->store, write_pending, &job, err);
    arena_release(&a);
    return ok;
}

static bool finish_pending(struct store *store, void *context, struct err *err)
{
    struct output_row output;
    return find_output(context, &output, err) &&
           run_for(store, QUERY_FILES_REMOVE, output.id, err) &&
           run_for(store, QUERY_FILES_PUT, output.id, err) &&
           run_for(store, QUERY_OUTPUT_WRITTEN, output.id, err) &&
           forget_pending(store, output.id, err);
}

static bool ledger_finish(void *context, struct err *err)
{
    struct books *books = context;
    return db_transact(books->store, finish_pending, context, err);
}

/* An output that was never finished is forgotten with its pending commit: what stands there is not
 * ours, and a folder that is not empty must be refused again. */
static bool drop_pending(struct store *store, void *context, struct err *err)
{
    struct output_row output;
    return find_output(context, &output, err) && forget_pending(store, output.id, err) &&
           run_for(store, QUERY_OUTPUT_FORGET, output.id, err);
}

static bool ledger_drop(void *context, struct err *err)
{
    struct books *books = context;
    return db_transact(books->store, drop_pending, context, err);
}

struct ledger store_ledger(struct store *store, struct arena *a, const char *output)
{
    struct books *books = arena_alloc(a, sizeof *books);
    books->store = store;
    books->folder = arena_copy(a, str_of(store->folder));
    books->output = place_relative(a, books->folder, place_resolve(a, str_of(output)));
    return (struct ledger){
        .context = books,
        .load = ledger_load,
        .load_pending = ledger_load_pending,
        .set_pending = ledger_set_pending,
        .finish = ledger_finish,
        .drop = ledger_drop,
    };
}
