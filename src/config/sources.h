/* The list of sources in digest.yaml. */
#ifndef DIGEST_CONFIG_SOURCES_H
#define DIGEST_CONFIG_SOURCES_H

#include "reader.h"

/*
 * Reads `sources:` of the file into config->sources, checks each entry and that names and keys are
 * unique, and notes their settings. `language` of the site must be set. Problems are reported.
 */
void sources_read(struct reader *r, const struct yaml *root, struct config *config);

#endif
