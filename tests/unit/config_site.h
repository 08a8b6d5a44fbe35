/* A folder with a digest.yaml, for the tests of what is read from it. */
#ifndef DIGEST_TESTS_CONFIG_SITE_H
#define DIGEST_TESTS_CONFIG_SITE_H

#include "check.h"

#include <stdlib.h>

#include "digest/config.h"
#include "digest/fs.h"
#include "digest/limits.h"

/* A folder with a digest.yaml, and what loading it gave. */
struct site {
    char folder[64];
    struct arena arena;
    struct config config;
    struct config_flags flags;
    struct log log;
    struct err err;
    char *messages;
    size_t message_size;
    FILE *stream;
    bool loaded;
};

#define MINIMAL     "sources:\n  - name: A\n    text: a\n"
#define SITE(lines) "site:\n" lines "  url: https://example.org/\n" MINIMAL

static inline int setup(void **state)
{
    struct site *s = malloc(sizeof *s);
    *s = (struct site){.folder = "/tmp/digest-config-XXXXXX"};
    assert_non_null(mkdtemp(s->folder));
    s->stream = open_memstream(&s->messages, &s->message_size);
    log_init(&s->log, s->stream, LOG_NOTE);
    s->flags = (struct config_flags){.folder = s->folder, .clock = 1778140800, .processors = 3};
    *state = s;
    return 0;
}

static inline int teardown(void **state)
{
    struct site *s = *state;
    struct err err = {0};
    fs_remove_all(s->folder, &err);
    config_release(&s->config);
    log_release(&s->log);
    fclose(s->stream);
    free(s->messages);
    arena_release(&s->arena);
    free(s);
    return 0;
}

static inline void write_in(struct site *s, const char *name, str text)
{
    struct err err = {0};
    str path = fs_join(&s->arena, str_of(s->folder), str_of(name));
    assert_true(fs_replace(path.p, text, &err));
}

/* Loads the folder's configuration. */
static inline bool load(struct site *s)
{
    config_release(&s->config);
    s->loaded = config_load(&s->config, &s->arena, &s->flags, &s->log, &s->err);
    fflush(s->stream);
    return s->loaded;
}

static inline bool load_text(struct site *s, const char *yaml)
{
    write_in(s, "digest.yaml", str_of(yaml));
    return load(s);
}

static inline void assert_said(const struct site *s, const char *text)
{
    if (strstr(s->messages, text))
        return;
    fail_msg("not said: %s\nsaid: %s", text, s->messages);
}

static inline void assert_not_said(const struct site *s, const char *text)
{
    if (strstr(s->messages, text))
        fail_msg("said: %s", s->messages);
}

/* `yaml` is refused, and the messages have `text`. */
static inline void assert_refused(struct site *s, const char *yaml, const char *text)
{
    assert_false(load_text(s, yaml));
    assert_int_equal(s->err.code, ERR_CONFIG);
    assert_said(s, text);
}

static inline const struct setting *setting(const struct site *s, const char *key)
{
    for (size_t i = 0; i < s->config.setting_count; i++)
        if (str_is(s->config.settings[i].key, key))
            return &s->config.settings[i];
    fail_msg("no setting %s", key);
    return NULL;
}

#endif
