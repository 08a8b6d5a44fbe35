/*
 * The form of an export: what kinds of lines there are, and what each says. Export and import go by
 * the same table. Private to src/store.
 */
#ifndef DIGEST_STORE_RECORD_H
#define DIGEST_STORE_RECORD_H

#include "queries.h"

#include "digest/str.h"

/* The version of the form, not of the tables; raised when an older digest could not read it. */
#define EXPORT_FORM 1

/* How a column stands in a line. */
enum record_kind {
    RECORD_TEXT,    /* a string; {"base64": "…"} where it is not UTF-8 or has a NUL */
    RECORD_NUMBER,  /* a whole number */
    RECORD_INSTANT, /* the same, or null for none */
    RECORD_SWITCH,  /* true or false */
    RECORD_HASH,    /* 32 hexadecimal digits */
    RECORD_BLOB,    /* a string in base 64 */
};

struct record_field {
    const char *name; /* null behind the last one */
    enum record_kind kind;
    bool (*good)(str value); /* of RECORD_TEXT; null: any value is */
};

/* The most fields that a record has. */
#define RECORD_FIELDS 16

/* One kind of line: a table. */
struct record {
    const char *type; /* null behind the last one */
    enum query
        list;       /* its columns are the fields; with a body, then hash, size, packed and bytes */
    enum query put; /* its parameters are the fields; with a body, then hash, size and number */
    bool body;      /* the line has "hash" and "text" or "base64", too */
    struct record_field fields[RECORD_FIELDS];
};

/* All of them, in the order in which they are written: what a line refers to comes before it. */
extern const struct record records[];

#endif
