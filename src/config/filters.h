/* Lists of filters in digest.yaml. */
#ifndef DIGEST_CONFIG_FILTERS_H
#define DIGEST_CONFIG_FILTERS_H

#include "reader.h"

/*
 * Reads the list of filters at `node`, which may be null, and notes each; `prefix` is what its
 * settings' keys begin with ("sources[0]."). Their patterns are kept in *r. Problems are reported.
 */
void filters_read(struct reader *r, const struct yaml *node, const char *prefix,
                  struct filters *out);

#endif
