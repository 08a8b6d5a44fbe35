/* What log.c and its two writers share. */
#ifndef DIGEST_BASE_LOG_WRITE_H
#define DIGEST_BASE_LOG_WRITE_H

#include "digest/buf.h"
#include "digest/log.h"

/* Appends "digest: error: " and the like; a note has only the program's name. */
void log_write_prefix(struct buf *out, enum log_level level, bool colour);

/* Appends a problem for people: the line, the excerpt with its caret, the hint. */
void log_write_problem(struct buf *out, enum log_level level, bool colour, str source,
                       const struct err *e);

/* Appends a problem as a workflow command of GitHub Actions, one line. */
void log_write_annotation(struct buf *out, enum log_level level, str source, const struct err *e);

/* Writes whole lines to the log's stream, wiping a progress bar first. The lock must be held. */
void log_put(struct log *log, str text);

#endif
