/* Runs the unit suites named on the command line, or all. */
#include <stdio.h>
#include <string.h>

#include "runner.h"

static int run_named(const char *name)
{
    for (const struct suite *s = suites; s->name; s++)
        if (strcmp(s->name, name) == 0)
            return s->run();
    fprintf(stderr, "no suite called %s\n", name);
    return 1;
}

int main(int argc, char **argv)
{
    int failed = 0;
    if (argc > 1) {
        for (int i = 1; i < argc; i++)
            failed += run_named(argv[i]);
    } else {
        for (const struct suite *s = suites; s->name; s++)
            failed += s->run();
    }
    return failed ? 1 : 0;
}
