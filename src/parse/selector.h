/* Selectors as the tree walk of the sanitizer needs them: matching against a path of elements. */
#ifndef DIGEST_PARSE_SELECTOR_H
#define DIGEST_PARSE_SELECTOR_H

#include "digest/str.h"

struct selector;

/* One element on the way from the root: its lower-case name, id and class attribute values. */
struct path_step {
    str name;
    str id;
    str classes;
};

/* True when the last of the n (> 0) steps matches the selector, its ancestors the other steps. */
bool selector_matches(const struct selector *s, const struct path_step *path, size_t n);

/* True when the white-space separated list has the word, by bytes. */
bool class_has(str classes, str word);

#endif
