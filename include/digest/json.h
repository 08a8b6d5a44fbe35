/*
 * A pull reader of JSON, strict by RFC 8259, over bytes that stay where they are.
 *
 * It builds no tree and allocates nothing: the caller asks for the next member or item, reads the
 * value or skips it, and a value that is skipped is checked as strictly as one that is read. The
 * first failure sticks: from then on every call answers "no more", so that a caller checks once,
 * at the end, with json_failed.
 *
 * Two leniencies, both inside strings and both because refusing would lose real articles: bytes
 * that are not UTF-8 and escapes of lone surrogates become U+FFFD, and so does \u0000, when a
 * string is decoded.
 */
#ifndef DIGEST_JSON_H
#define DIGEST_JSON_H

#include "digest/arena.h"
#include "digest/err.h"

enum json_kind {
    JSON_KIND_NONE, /* nothing there, or the reader has failed */
    JSON_KIND_NULL,
    JSON_KIND_FALSE,
    JSON_KIND_TRUE,
    JSON_KIND_NUMBER,
    JSON_KIND_STRING,
    JSON_KIND_ARRAY,
    JSON_KIND_OBJECT,
};

struct json {
    const char *start, *p, *end;
    const char *failure;    /* why it failed, static text; null while all is well */
    const char *failure_at; /* where */
    unsigned depth;         /* objects and arrays entered and not left */
    bool first;             /* nothing read yet of the innermost one */
};

/* A string or number as it stands in the document: checked, but not decoded. */
struct json_text {
    str raw;      /* without quotes; borrowed from the document */
    bool string;  /* not a number */
    bool escaped; /* has backslashes */
    bool wide;    /* has bytes over 0x7F */
};

/* A place in a document, moved forward only: finding all places of a file costs one pass. */
struct json_place {
    const char *p;
    unsigned line, column; /* from 1; column in characters */
};

/* A reader of text, which must outlive everything read from it. */
struct json json_init(str text);

/* True once the document turned out not to be JSON. */
bool json_failed(const struct json *j);

/* The kind of the value that comes next, judged by its first character. */
enum json_kind json_peek(struct json *j);

/* Enters an object or array when one comes next; false, nothing consumed, when not. */
bool json_enter_object(struct json *j);
bool json_enter_array(struct json *j);

/*
 * Steps to the next member of the object entered last and reads its key, not decoded. The value
 * must then be read, entered or skipped before the next call. False behind the last member, the
 * object then is left.
 */
bool json_next_member(struct json *j, struct json_text *key);

/* Steps to the next item of the array entered last; otherwise like json_next_member. */
bool json_next_item(struct json *j);

/*
 * Enters an array, or an object whose values stand for a list: PHP writes a list so once it has a
 * gap. *object says which it was, for json_next_listed. False, nothing consumed, for other values.
 */
bool json_enter_list(struct json *j, bool *object);

/* Steps to the next value of the list entered last. */
bool json_next_listed(struct json *j, bool object);

/* Reads the next value when it is a string or a number. False when it is another kind, which is
 * left alone with *out, or malformed. */
bool json_read_text(struct json *j, struct json_text *out);

/* Reads the next value when it is true or false, into *out. False, nothing consumed, if not. */
bool json_read_bool(struct json *j, bool *out);

/* Passes over the next value, whatever it is. */
void json_skip(struct json *j);

/* Checks that nothing but white space and HTML comments, which caching plugins add, is left. */
void json_finish(struct json *j);

/*
 * The text of a token: escapes resolved, valid UTF-8, no NUL. Borrowed from the document when it
 * can be, else in the arena. At most `limit` bytes; *cut, unless null, is set when more was there.
 */
str json_decode(struct arena *a, struct json_text t, size_t limit, bool *cut);

/* True when the token, decoded, is the text of `s`: at most 60 ASCII characters, none of them a
 * quote, backslash or control character. */
bool json_text_is(struct json_text t, str s);

/* The first place of a document. */
struct json_place json_place_init(str text);

/* Moves *place forward to p, which must not lie before it. */
void json_place_move(struct json_place *place, const char *p);

/* Fills *err with the failure: reason, byte offset, line and column in `file`, and whether the
 * document was cut off. Returns false. */
bool json_error(const struct json *j, str file, struct err *err);

/* -- Objects by table ------------------------------------------------------------------------- */

/* One member that a caller cares for: its key, and what reads its value into the field at `offset`
 * bytes in the target. `read` must consume exactly one value, whatever its type. */
struct json_member {
    str key; /* ASCII */
    void (*read)(struct json *j, void *field);
    size_t offset;
};

/* A line of such a table, and its last one. */
#define JSON_MEMBER(literal, read, offset)                                                         \
    {                                                                                              \
        {(literal), sizeof(literal) - 1}, (read), (offset)                                         \
    }
#define JSON_MEMBERS_END                                                                           \
    {                                                                                              \
        {NULL, 0}, NULL, 0                                                                         \
    }

/*
 * Reads an object by a table that ends with an empty key: members in the table go through their
 * reader, the last of equal keys last; all others are skipped. Any other value is skipped. False
 * when it was no object.
 */
bool json_read_members(struct json *j, const struct json_member *members, void *target);

/* For tables: the field is a struct json_text. Emptied by any value but a string or a number. */
void json_read_text_field(struct json *j, void *field);

/* For tables: the field is a bool. Any value but true counts as false. */
void json_read_bool_field(struct json *j, void *field);

#endif
