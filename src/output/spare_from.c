/* The threshold of run.h, alone, so that a test may put another in its place. */
#include "digest/limits.h"
#include "run.h"

const size_t output_spare_from = LIMIT_SPARE_FROM;
