/*
 * Fuzzes the configuration: any bytes either load into values that keep their promises, or are
 * refused with at least one message.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "digest/config.h"
#include "digest/slug.h"
#include "digest/utf8.h"

/* What config.h promises of a configuration that was loaded. */
static bool keeps_promises(struct arena *a, const struct config *c)
{
    bool ok = c->title.n && str_ends(c->url, STR("/")) && c->language.n && c->output.n &&
              c->store.n && c->per_page >= 10 && c->per_page <= 200 && c->jobs >= 1 &&
              c->source_count >= 1;
    for (size_t i = 0; ok && i < c->source_count; i++) {
        const struct source *s = &c->sources[i];
        ok = s->name.n && utf8_valid(s->name) && s->location.n && s->language.n &&
             str_eq(s->key, slug_make(a, s->key)) && s->remote == (s->path.n == 0);
        for (size_t k = 0; ok && k < i; k++)
            ok = !str_eq(s->key, c->sources[k].key) && !str_eq(s->name, c->sources[k].name);
    }
    return ok;
}

/* libFuzzer's entry. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    struct arena arena = {0};
    struct config config;
    struct log log;
    struct err err = {0};
    int fd = memfd_create("digest.yaml", MFD_CLOEXEC);
    FILE *nowhere = fopen("/dev/null", "w");
    if (fd < 0 || !nowhere || write(fd, data, size) != (ssize_t)size)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    log_init(&log, nowhere, LOG_DEBUG);
    struct config_flags flags = {.config = path, .clock = 1, .processors = 1};
    bool loaded = config_load(&config, &arena, &flags, &log, &err);
    if (loaded ? log.errors || !keeps_promises(&arena, &config) : !log.errors || !err.code)
        abort();
    config_release(&config);
    log_release(&log);
    arena_release(&arena);
    fclose(nowhere);
    close(fd);
    return 0;
}
