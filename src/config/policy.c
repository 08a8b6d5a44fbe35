/* The policies of live sources that have a common default. */
#include "policy.h"

#include "duration.h"

/* Seconds. A day is longer than any source may take that is asked at every run. */
enum { TIMEOUT_MOST = 3600, PATIENCE_MOST = 86400, TIME_LIMIT_MOST = 86400 };

/* In the order of enum on_error and enum image_policy. */
static const char *const error_words[] = {"last-good", "skip", "fail", NULL};
static const char *const image_words[] = {"link", "mirror", "none", NULL};

static bool set_seconds(str text, int64_t least, int64_t most, unsigned *out, struct err *err)
{
    int64_t seconds;
    if (!duration_read(text, least, most, &seconds, err))
        return false;
    *out = (unsigned)seconds;
    return true;
}

bool policy_set(struct arena *a, struct source *source, enum key_id id, str text, struct err *err)
{
    size_t choice = 0;
    switch (id) {
    case KEY_TIMEOUT: return set_seconds(text, 1, TIMEOUT_MOST, &source->timeout, err);
    case KEY_PATIENCE: return set_seconds(text, 0, PATIENCE_MOST, &source->patience, err);
    case KEY_TIME_LIMIT: return set_seconds(text, 1, TIME_LIMIT_MOST, &source->time_limit, err);
    case KEY_ON_ERROR:
        if (!choice_find(a, text, "on_error", error_words, &choice, err))
            return false;
        source->on_error = (enum on_error)choice;
        return true;
    case KEY_IMAGES:
        if (!choice_find(a, text, "images", image_words, &choice, err))
            return false;
        source->images = (enum image_policy)choice;
        return true;
    default: return true;
    }
}
