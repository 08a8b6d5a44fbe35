/*
 * One failure: what kind, where, why, and what to do about it.
 *
 * Functions that can fail return bool and take a `struct err *` as their last argument, never
 * null. False means it was filled, once, by the deepest function that knew why. Callers may add
 * a place with err_at or a source with err_in; they never replace the reason. On success the err
 * is left untouched. Zero-initialise before use. Messages are one line, without a final full stop, and
 * UTF-8: a byte of what they quote that is none becomes a question mark.
 */
#ifndef DIGEST_ERR_H
#define DIGEST_ERR_H

#include "digest/str.h"

enum err_code {
    ERR_NONE,
    ERR_USAGE,    /* the command line */
    ERR_CONFIG,   /* digest.yaml */
    ERR_INPUT,    /* what a source delivered */
    ERR_LIMIT,    /* over a limit of limits.h */
    ERR_IO,       /* a system call failed */
    ERR_TEMPLATE, /* a template does not compile, or names a partial that is not there */
    ERR_STORE,    /* the store is damaged, locked or of another version */
    ERR_BUSY,     /* another digest is at work here */
    ERR_NETWORK,  /* no answer, a broken one, or a server that fails: trying again may help */
    ERR_REFUSED,  /* the server said no, or something stands between: trying again does not help */
};

struct err {
    enum err_code code;
    char why[400];     /* the reason, one line */
    char hint[240];    /* what to do; may be empty */
    char file[240];    /* a path or URL; may be empty */
    unsigned line;     /* from 1; 0 when unknown */
    unsigned column;   /* from 1, in characters; 0 when unknown */
    char excerpt[160]; /* the offending source line; may be empty */
};

/* Fills *e with code and reason. Returns false, so that `return err_set(…)` reads well. */
bool err_set(struct err *e, enum err_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Fills *e with ERR_IO, the reason and the text of errno as it was at the call. Returns false. */
bool err_errno(struct err *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds what to do about it, unless a hint is there already. Returns false. */
bool err_hint(struct err *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds the place, unless one is there already; line and column 0 when unknown. Returns false. */
bool err_at(struct err *e, str file, unsigned line, unsigned column);

/* Adds the source line that line and column point into, cut to fit, unless there is one. */
bool err_excerpt(struct err *e, str source_line);

#endif
