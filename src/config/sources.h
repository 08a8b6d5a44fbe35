/* The list of sources in digest.yaml. */
#ifndef DIGEST_CONFIG_SOURCES_H
#define DIGEST_CONFIG_SOURCES_H

#include "values.h"

/* True when the file has a list of sources with something in it. */
bool sources_are_given(const struct yaml *root);

/*
 * Reads `sources:` of the file into config->sources, checks each entry and that names and keys are
 * unique, and notes their settings. What `fetch:` says comes from `values`; language, time zone and
 * present of the site must be set. Problems are reported.
 */
void sources_read(struct reader *r, const struct yaml *root, const struct given *values,
                  struct config *config);

#endif
