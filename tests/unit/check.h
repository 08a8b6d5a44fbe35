/* What every unit suite needs: cmocka with its prerequisites, and a comparison of str values. */
#ifndef DIGEST_TESTS_CHECK_H
#define DIGEST_TESTS_CHECK_H

/* cmocka.h must come after these. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "digest/str.h"

/* Fails, showing both, unless the str `actual` has the text of the C string `expected`. */
#define assert_str(actual, expected) check_str(actual, expected, __FILE__, __LINE__)

static inline void check_str(str actual, const char *expected, const char *file, int line)
{
    if (str_is(actual, expected))
        return;
    print_error("expected: \"%s\"\n     got: \"%.*s\"\n", expected, STR_ARGS(actual));
    _fail(file, line);
}

#endif
