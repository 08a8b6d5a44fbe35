/* The default theme and the sample site, embedded in the program (src/cli/embed.cmake). */
#ifndef DIGEST_CLI_EMBEDDED_H
#define DIGEST_CLI_EMBEDDED_H

/* One embedded file: its path in the source tree ("templates/front.mustache") and its bytes. */
struct embedded_file {
    const char *path;
    const char *begin;
    const char *end;
};

/* All of them, sorted by path within each folder; the last has a null path. */
extern const struct embedded_file embedded_files[];

#endif
