/* What is asked of the system beside sockets: how much time passes, and the environment. */
#ifndef DIGEST_FETCH_HTTP_SYSTEM_H
#define DIGEST_FETCH_HTTP_SYSTEM_H

#include "digest/arena.h"

/* Milliseconds since some moment in the past, never going back. For measuring and waiting only. */
int64_t system_ms(void);

/* An environment variable, copied; *set, unless null, says whether it is there. */
str system_variable(struct arena *a, const char *name, bool *set);

#endif
