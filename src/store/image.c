/* Mirrored images: what each URL led to when it was last asked. */
#include "db.h"
#include "media.h"

/* Takes up the image of the row, unless the row before was of the same, and its variant. */
static bool read_row(struct store *store, struct arena *a, sqlite3_stmt *query,
                     struct stored_image *image, size_t *cap, struct err *err)
{
    str file = db_column(query, 4);
    if (sqlite3_column_type(query, 4) == SQLITE_NULL)
        return true;
    if (!media_is_name(file))
        return db_damaged(store, err, "the image %.*s has a file of an impossible name",
                          STR_ARGS(image->url));
    image->variants = arena_grow(a, image->variants, image->count, cap, sizeof *image->variants);
    image->variants[image->count++] = (struct stored_variant){
        .file = arena_copy(a, file),
        .width = (uint32_t)sqlite3_column_int64(query, 5),
        .height = (uint32_t)sqlite3_column_int64(query, 6),
    };
    return true;
}

bool store_images(struct store *store, struct arena *a, struct stored_image **out, size_t *count,
                  struct err *err)
{
    size_t cap = 0, variant_cap = 0;
    bool row;
    *out = NULL;
    *count = 0;
    sqlite3_stmt *query = db_query(store, QUERY_IMAGES, err);
    if (!query)
        return false;
    while (db_next(store, query, &row, err)) {
        if (!row)
            return true;
        if (*count == 0 || !str_eq((*out)[*count - 1].url, db_column(query, 0))) {
            *out = arena_grow(a, *out, *count, &cap, sizeof **out);
            variant_cap = 0;
            (*out)[(*count)++] = (struct stored_image){
                .url = arena_copy(a, db_column(query, 0)),
                .why = arena_copy(a, db_column(query, 1)),
                .checked = db_column_instant(query, 2),
                .failures = (unsigned)sqlite3_column_int64(query, 3),
            };
        }
        if (!read_row(store, a, query, &(*out)[*count - 1], &variant_cap, err)) {
            sqlite3_reset(query);
            return false;
        }
    }
    return false;
}

static bool drop_variants(struct store *store, str url, struct err *err)
{
    sqlite3_stmt *query = db_query(store, QUERY_VARIANTS_DROP, err);
    if (!query)
        return false;
    db_bind(query, 1, url);
    return db_run(store, query, err);
}

static bool add_variant(struct store *store, const struct stored_image *image, size_t rank,
                        struct err *err)
{
    const struct stored_variant *variant = &image->variants[rank];
    if (!media_is_name(variant->file))
        return err_set(err, ERR_INPUT, "\"%.*s\" is no name of an image's file",
                       STR_ARGS(variant->file));
    sqlite3_stmt *query = db_query(store, QUERY_VARIANT_ADD, err);
    if (!query)
        return false;
    db_bind(query, 1, image->url);
    sqlite3_bind_int64(query, 2, (int64_t)rank);
    db_bind(query, 3, variant->file);
    sqlite3_bind_int64(query, 4, variant->width);
    sqlite3_bind_int64(query, 5, variant->height);
    return db_run(store, query, err);
}

static bool write_image(struct store *store, void *context, struct err *err)
{
    const struct stored_image *image = context;
    sqlite3_stmt *query = db_query(store, QUERY_IMAGE_SET, err);
    if (!query)
        return false;
    db_bind(query, 1, image->url);
    db_bind(query, 2, image->why);
    db_bind_instant(query, 3, image->checked);
    sqlite3_bind_int64(query, 4, image->failures);
    if (!db_run(store, query, err) || !drop_variants(store, image->url, err))
        return false;
    for (size_t i = 0; i < image->count; i++)
        if (!add_variant(store, image, i, err))
            return false;
    return true;
}

bool store_image_set(struct store *store, const struct stored_image *image, struct err *err)
{
    struct stored_image copy = *image;
    return db_within(store, write_image, &copy, err);
}
