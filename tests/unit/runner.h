/* The table of unit suites, made by tests/CMakeLists.txt from the names of the files. */
#ifndef DIGEST_TESTS_RUNNER_H
#define DIGEST_TESTS_RUNNER_H

struct suite {
    const char *name;
    int (*run)(void); /* the number of failed tests */
};

extern const struct suite suites[];

#endif
