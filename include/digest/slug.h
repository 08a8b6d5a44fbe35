/*
 * Slugs: the names of things in paths.
 *
 * A slug is a non-empty path segment of lower-case letters and digits of any script joined by
 * single hyphens, in NFC. It never is ".", "..", "page" or anything with a slash, dot, control or
 * separator character, so a path made of slugs cannot leave its folder.
 */
#ifndef DIGEST_SLUG_H
#define DIGEST_SLUG_H

#include "digest/arena.h"

/*
 * Makes the slug of a name or title: case-folded; accents dropped from Latin letters; symbols that
 * carry the meaning written out ("C++" -> "c-plus-plus", "C#" -> "c-sharp", ".NET" -> "dot-net",
 * "AT&T" -> "at-and-t", "100%" -> "100-percent"); apostrophes removed; everything else that is no
 * letter or digit becomes one hyphen. At most LIMIT_SLUG bytes, cut at a hyphen where one is near.
 * A name without any letter or digit gives "x-" and 8 hexadecimal digits of its hash. The word
 * "page" alone becomes "page-1". Result in the arena.
 */
str slug_make(struct arena *a, str name);

/* Like slug_make for a slug that another system made: percent-decoded first (WordPress stores
 * non-Latin slugs so). Never empty; never equal to its input by accident of case. */
str slug_from_foreign(struct arena *a, str slug);

#endif
