/* Rows of documents. Private to src/store. */
#ifndef DIGEST_STORE_DOCUMENT_H
#define DIGEST_STORE_DOCUMENT_H

#include "db.h"

/* A row of the table, in the order of DOCUMENT_COLUMNS. */
struct kept {
    struct stored_document document;
    int64_t seen; /* when the present version came */
    int64_t body;
};

/* The word for an enum raw_kind; "" for whole feeds, which are not kept, and for no kind. */
str document_kind_word(int kind);

/* The word for a presence. */
str document_presence_word(enum presence presence);

/* Finds a document's row. *found says whether there is one: then *query stands on it, text in *out
 * is borrowed from there, and it must be reset. */
bool document_find(struct store *store, str source, str id, struct kept *out, sqlite3_stmt **query,
                   bool *found, struct err *err);

#endif
