/* The instants that exist for us: years 1 to 9999, what four digits can write. */
#ifndef DIGEST_BASE_TIME_RANGE_H
#define DIGEST_BASE_TIME_RANGE_H

#include <stdint.h>

#define TIME_FIRST INT64_C(-62135596800) /* 0001-01-01T00:00:00Z */
#define TIME_LAST  INT64_C(253402300799) /* 9999-12-31T23:59:59Z */

#endif
