/* The monotonic clock, and environment variables that name proxies or hold passwords. Nothing that
 * they say gets onto a page, so no build depends on them. */
#include "http_system.h"

#include <stdlib.h>
#include <time.h>

int64_t system_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

str system_variable(struct arena *a, const char *name, bool *set)
{
    const char *value = getenv(name);
    if (set)
        *set = value != NULL;
    return value ? arena_copy(a, str_of(value)) : (str){0};
}
