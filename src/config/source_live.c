/* What a source says of how it is fetched and of what is shown of it. */
#include "check.h"
#include "digest/buf.h"
#include "digest/limits.h"
#include "duration.h"
#include "filters.h"
#include "item.h"
#include "policy.h"

enum { WIDTH_LEAST = 200, WIDTH_MOST = 4000, WIDTH_DEFAULT = 1280 };
enum { ARTICLES_MOST = 1000000, REMOVALS_DEFAULT = 30 };
/* Seconds: a year. */
#define INTERVAL_MOST INT64_C(31536000)

/* A value that `fetch:` has a default for. */
static void read_policy(struct item *e, const char *key, enum key_id id)
{
    struct given given = e->values[id];
    const struct yaml *node = item_get(e, key);
    struct err err = {0};
    str text;
    if (reader_text(e->reader, node, key, LIMIT_FIELD, &text))
        given = (struct given){text, ORIGIN_FILE, place_of(node), NULL};
    else if (given.origin != ORIGIN_DEFAULT)
        node = NULL; /* and if it is wrong, that was reported there */
    if (!policy_set(e->reader->arena, e->source, id, given.text, &err) && node)
        item_report(e, node, &err);
    item_note_given(e, key, &given);
}

static uint64_t read_number(struct item *e, const char *key, uint64_t least, uint64_t most,
                            uint64_t fallback)
{
    str text;
    uint64_t number = fallback;
    const struct yaml *node = item_text(e, key, LIMIT_FIELD, &text);
    if (node && (!str_to_uint(text, most, &number) || number < least)) {
        reader_fault(e->reader, place_of(node), NULL, "\"%.*s\" is not a number from %llu to %llu",
                     STR_ARGS(str_slice(text, 0, 64)), (unsigned long long)least,
                     (unsigned long long)most);
        number = fallback;
    }
    item_note(e, key, arena_printf(e->reader->arena, "%llu", (unsigned long long)number), node);
    return number;
}

/* "30%" or "30". */
static void read_removals(struct item *e)
{
    str text;
    uint64_t share = REMOVALS_DEFAULT;
    const struct yaml *node = item_text(e, "max_removals", LIMIT_FIELD, &text);
    if (node) {
        str number = str_ends(text, STR("%")) ? str_slice(text, 0, text.n - 1) : text;
        if (!str_to_uint(str_trim(number), 100, &share))
            reader_fault(e->reader, place_of(node), "write it like \"30%\"",
                         "\"%.*s\" is not a share from 0%% to 100%%",
                         STR_ARGS(str_slice(text, 0, 64)));
    }
    e->source->max_removals = (unsigned)share;
    item_note(e, "max_removals", arena_printf(e->reader->arena, "%u%%", (unsigned)share), node);
}

static bool read_bool(struct item *e, const char *key)
{
    static const char *const words[] = {"false", "true", NULL};
    size_t choice = 0;
    const struct yaml *node = item_get(e, key);
    reader_choice(e->reader, node, key, words, &choice);
    item_note(e, key, str_of(words[choice]), node);
    return choice;
}

static void read_since(struct item *e)
{
    struct err err = {0};
    str text;
    const struct yaml *node = item_text(e, "since", LIMIT_FIELD, &text);
    if (!node)
        return;
    if (!since_read(text, e->config->now, e->zone, &e->source->since, &err)) {
        item_report(e, node, &err);
        return;
    }
    struct buf value = buf_init(LIMIT_FIELD);
    struct stamp stamp = {e->source->since, zone_offset(e->zone, e->source->since)};
    time_add_rfc3339(&value, stamp);
    item_note(e, "since", arena_copy(e->reader->arena, buf_str(&value)), node);
    buf_release(&value);
}

static void read_interval(struct item *e)
{
    struct err err = {0};
    str text = STR("0");
    const struct yaml *node = item_text(e, "interval", LIMIT_FIELD, &text);
    if (!duration_read(text, 0, INTERVAL_MOST, &e->source->interval, &err))
        item_report(e, node, &err);
    item_note(e, "interval", text, node);
}

/* -- Credentials ------------------------------------------------------------------------------ */

/* Environment variables have letters, digits and underscores; people write "$NAME", or the password
 * itself, which must not be repeated in a message. */
static bool is_variable(str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && (i == 0 || c < '0' || c > '9'))
            return false;
    }
    return s.n > 0;
}

static void read_password(struct item *e)
{
    struct source *s = e->source;
    const struct yaml *node = item_text(e, "password_env", LIMIT_FIELD, &s->password_env);
    if (node && is_variable(s->password_env))
        item_note(e, "password_env", s->password_env, node);
    else if (node)
        reader_fault(e->reader, place_of(node), "write its name only, such as NEWS_PASSWORD",
                     "password_env is not the name of an environment variable");
    item_path(e, "password_file", "a file with the password in it", &s->password_file);
}

static void read_user(struct item *e)
{
    struct source *s = e->source;
    const struct yaml *node = item_text(e, "user", LIMIT_FIELD, &s->user);
    if (!node)
        return;
    if (str_find_char(s->user, ':', 0) != SIZE_MAX) /* RFC 7617 section 2 */
        reader_fault(e->reader, place_of(node), "only its name belongs here",
                     "a user's name cannot have a colon");
    item_note(e, "user", s->user, node);
}

/* What only matters to what is fetched. */
static void read_remote(struct item *e)
{
    struct source *s = e->source;
    read_interval(e);
    s->allow_empty = read_bool(e, "allow_empty");
    read_removals(e);
    read_user(e);
    read_password(e);
    item_path(e, "ca_file", "a file with certificates", &s->ca_file);
    s->insecure = read_bool(e, "insecure");
    read_policy(e, "timeout", KEY_TIMEOUT);
    read_policy(e, "patience", KEY_PATIENCE);
    read_policy(e, "time_limit", KEY_TIME_LIMIT);
}

void item_read_live(struct item *e)
{
    struct source *s = e->source;
    const char *prefix = arena_printf(e->reader->arena, "sources[%zu].", e->index).p;
    filters_read(e->reader, item_get(e, "filters"), prefix, &s->filters);
    read_policy(e, "images", KEY_IMAGES);
    s->image_width = WIDTH_DEFAULT;
    if (s->images == IMAGES_MIRROR || item_get(e, "image_width"))
        s->image_width =
            (uint32_t)read_number(e, "image_width", WIDTH_LEAST, WIDTH_MOST, WIDTH_DEFAULT);
    read_since(e);
    if (item_get(e, "max_articles"))
        s->max_articles = (size_t)read_number(e, "max_articles", 0, ARTICLES_MOST, 0);
    read_policy(e, "on_error", KEY_ON_ERROR);
    if (s->remote || s->kind == SOURCE_OPML)
        read_remote(e);
}
