/* What a source says of the bodies of its articles, for the sanitizer. */
#ifndef DIGEST_PARSE_STRIPS_H
#define DIGEST_PARSE_STRIPS_H

#include "digest/parse.h"
#include "digest/sanitize.h"

/* Sets options->strip and strip_count to the source's selectors (`strip:`), in the arena, and
 * no_images by its policy. A selector that cannot be parsed is left out and added to the problems in
 * *out. */
void strips_compile(struct sanitize_options *options, const struct source *source,
                    struct parsed *out, struct arena *a);

#endif
