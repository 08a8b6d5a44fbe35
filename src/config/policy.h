/* What `fetch:` says for all live sources and each of them may say for itself. */
#ifndef DIGEST_CONFIG_POLICY_H
#define DIGEST_CONFIG_POLICY_H

#include "values.h"

/* Sets the field of *source that `id` (KEY_TIMEOUT … KEY_IMAGES) is about from the text of its
 * value. False: *err says what it must be. */
bool policy_set(struct arena *a, struct source *source, enum key_id id, str text, struct err *err);

#endif
