/* The table of single values, and how they are read, overridden and checked. */
#include "values.h"

#include <stddef.h>

#include "check.h"
#include "digest/buf.h"
#include "digest/limits.h"
#include "digest/time.h"
#include "paths.h"
#include "policy.h"

enum { PER_PAGE_LEAST = 10, PER_PAGE_MOST = 200, PER_HOST_MOST = 32, JOBS_MOST = 256 };

#define SITE_URL_FALLBACK "http://localhost/"

/* The last second of the year 9999, as far as instants go. */
#define EPOCH_MOST UINT64_C(253402300799)

/* What a check works on; it may put the value into its final form in given->text. */
struct check {
    struct reader *reader;
    struct config *config;
    struct given *given;
    enum key_id id;
};

/* -- One function for each kind of value ------------------------------------------------------ */

static bool set_title(struct check *c, struct err *err)
{
    (void)err;
    c->config->title = c->given->text;
    return true;
}

static bool set_description(struct check *c, struct err *err)
{
    (void)err;
    c->config->description = c->given->text;
    return true;
}

static bool set_url(struct check *c, struct err *err)
{
    str *url = &c->given->text;
    if (!check_base_url(*url, err))
        return false;
    if (!str_ends(*url, STR("/")))
        *url = arena_printf(c->reader->arena, "%.*s/", STR_ARGS(*url));
    c->config->url = *url;
    return true;
}

static bool set_language(struct check *c, struct err *err)
{
    if (!check_language(c->reader->arena, c->given->text, &c->given->text, err))
        return false;
    c->config->language = c->given->text;
    return true;
}

static bool set_timezone(struct check *c, struct err *err)
{
    c->config->timezone = c->given->text;
    return check_timezone(c->reader->arena, c->given->text, err);
}

static bool set_number(str text, unsigned least, unsigned most, unsigned *out, struct err *err)
{
    uint64_t number;
    if (!str_to_uint(text, most, &number) || number < least)
        return err_set(err, ERR_CONFIG, "\"%.*s\" is not a number from %u to %u",
                       STR_ARGS(str_slice(text, 0, 64)), least, most);
    *out = (unsigned)number;
    return true;
}

static bool set_per_page(struct check *c, struct err *err)
{
    return set_number(c->given->text, PER_PAGE_LEAST, PER_PAGE_MOST, &c->config->per_page, err);
}

static bool set_per_host(struct check *c, struct err *err)
{
    return set_number(c->given->text, 1, PER_HOST_MOST, &c->config->per_host, err);
}

/* Where whoever runs a server that is asked can find out who asks. */
static bool set_contact(struct check *c, struct err *err)
{
    struct given *given = c->given;
    if (given->origin == ORIGIN_DEFAULT && !str_is(c->config->url, SITE_URL_FALLBACK)) {
        given->text = c->config->url;
        given->by = "site.url";
    }
    c->config->contact = given->text;
    if (!given->text.n || str_starts(given->text, STR("mailto:")))
        return true;
    if (is_url(given->text) || str_find_char(given->text, '@', 0) == SIZE_MAX)
        return check_url(given->text, err);
    err_set(err, ERR_CONFIG, "contact must be a URL");
    return err_hint(err, "write \"mailto:%.*s\"", STR_ARGS(given->text));
}

static bool is_printable_ascii(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < ' ' || s.p[i] > '~')
            return false;
    return true;
}

static bool set_user_agent(struct check *c, struct err *err)
{
    str *text = &c->given->text, contact = c->config->contact;
    if (c->given->origin == ORIGIN_DEFAULT)
        *text = arena_printf(c->reader->arena, "digest/" DIGEST_VERSION "%s%.*s%s",
                             contact.n ? " (+" : "", STR_ARGS(contact), contact.n ? ")" : "");
    c->config->user_agent = *text;
    return is_printable_ascii(*text) ||
           err_set(err, ERR_CONFIG, "the name that servers are told must be written in ASCII");
}

/* Checks what holds for sources that say nothing else; they take it from the text. */
static bool set_policy(struct check *c, struct err *err)
{
    struct source ignored = {0};
    return policy_set(c->reader->arena, &ignored, c->id, c->given->text, err);
}

static bool set_jobs(struct check *c, struct err *err)
{
    return set_number(c->given->text, 1, JOBS_MOST, &c->config->jobs, err);
}

/* Paths in flags start at the working directory, those in the file at its folder. */
static str resolve(struct check *c)
{
    str folder = c->given->origin == ORIGIN_FLAG ? (str){0} : c->reader->folder;
    c->given->text = path_resolve(c->reader->arena, folder, c->given->text);
    return c->given->text;
}

static bool set_output(struct check *c, struct err *err)
{
    struct arena *a = c->reader->arena;
    c->config->output = resolve(c);
    str output = path_canonical(a, c->config->output);
    str folder = path_canonical(a, c->reader->folder);
    if (!path_contains(output, folder))
        return true;
    err_set(err, ERR_CONFIG, "the output folder %.*s %s the configuration's own folder",
            STR_ARGS(c->config->output), str_eq(output, folder) ? "is" : "contains");
    c->config->output = (str){0};
    return err_hint(err, "give it a folder of its own, such as \"public\"");
}

static bool set_store(struct check *c, struct err *err)
{
    struct arena *a = c->reader->arena;
    c->config->store = resolve(c);
    if (!c->config->output.n)
        return true; /* wrong, and reported */
    if (!path_contains(path_canonical(a, c->config->output), path_canonical(a, c->config->store)))
        return true;
    err_set(err, ERR_CONFIG, "the store %.*s is inside the output folder",
            STR_ARGS(c->config->store));
    return err_hint(err, "it is private to digest: put it elsewhere, such as \".digest/store.db\"");
}

static bool set_templates(struct check *c, struct err *err)
{
    (void)err;
    c->config->templates = resolve(c);
    return true;
}

static bool set_now(struct check *c, struct err *err)
{
    struct given *given = c->given;
    struct stamp stamp = {0};
    uint64_t seconds;
    bool has_zone;
    if (given->origin == ORIGIN_DEFAULT) {
        stamp.utc = c->config->now;
    } else if (given->origin == ORIGIN_ENVIRONMENT) {
        if (!str_to_uint(given->text, EPOCH_MOST, &seconds))
            return err_set(err, ERR_USAGE, "\"%.*s\" is not a number of seconds since 1970",
                           STR_ARGS(str_slice(given->text, 0, 64)));
        stamp.utc = (int64_t)seconds;
    } else if (!time_parse_iso(given->text, &stamp, &has_zone)) {
        err_set(err, ERR_USAGE, "\"%.*s\" is not a date and time",
                STR_ARGS(str_slice(given->text, 0, 64)));
        return err_hint(err, "write it as 2026-05-07T08:00:00Z");
    }
    struct buf text = buf_init(64);
    time_add_rfc3339(&text, (struct stamp){stamp.utc, 0});
    given->text = arena_copy(c->reader->arena, buf_str(&text));
    buf_release(&text);
    c->config->now = stamp.utc;
    return true;
}

static bool set_offline(struct check *c, struct err *err)
{
    (void)err;
    c->config->offline = str_is(c->given->text, "true");
    return true;
}

static bool set_full(struct check *c, struct err *err)
{
    (void)err;
    c->config->full = str_is(c->given->text, "true");
    return true;
}

static bool set_strict(struct check *c, struct err *err)
{
    (void)err;
    c->config->strict = str_is(c->given->text, "true");
    return true;
}

/* -- The table -------------------------------------------------------------------------------- */

enum where { IN_SITE, IN_FETCH, AT_TOP, NOT_IN_FILE };

static const char *const sections[] = {
    [IN_SITE] = "site.", [IN_FETCH] = "fetch.", [AT_TOP] = "", [NOT_IN_FILE] = ""};

struct rule {
    enum where where;
    const char *key;
    const char *fallback;
    size_t max; /* bytes */
    bool (*set)(struct check *c, struct err *err);
};

static const struct rule rules[KEY_IDS] = {
    [KEY_TITLE] = {IN_SITE, "title", "Digest", LIMIT_TITLE, set_title},
    [KEY_DESCRIPTION] = {IN_SITE, "description", "", LIMIT_FIELD, set_description},
    [KEY_URL] = {IN_SITE, "url", SITE_URL_FALLBACK, LIMIT_URL, set_url},
    [KEY_LANGUAGE] = {IN_SITE, "language", "en", LIMIT_FIELD, set_language},
    [KEY_TIMEZONE] = {IN_SITE, "timezone", "UTC", LIMIT_FIELD, set_timezone},
    [KEY_PER_PAGE] = {IN_SITE, "per_page", "50", LIMIT_FIELD, set_per_page},
    [KEY_CONTACT] = {IN_FETCH, "contact", "", LIMIT_URL, set_contact},
    [KEY_USER_AGENT] = {IN_FETCH, "user_agent", "", LIMIT_FIELD, set_user_agent},
    [KEY_PER_HOST] = {IN_FETCH, "per_host", "2", LIMIT_FIELD, set_per_host},
    [KEY_TIMEOUT] = {IN_FETCH, "timeout", "60s", LIMIT_FIELD, set_policy},
    [KEY_PATIENCE] = {IN_FETCH, "patience", "60s", LIMIT_FIELD, set_policy},
    [KEY_TIME_LIMIT] = {IN_FETCH, "time_limit", "30m", LIMIT_FIELD, set_policy},
    [KEY_ON_ERROR] = {IN_FETCH, "on_error", "last-good", LIMIT_FIELD, set_policy},
    [KEY_IMAGES] = {IN_FETCH, "images", "link", LIMIT_FIELD, set_policy},
    [KEY_OUTPUT] = {AT_TOP, "output", "public", LIMIT_FIELD, set_output},
    [KEY_STORE] = {AT_TOP, "store", ".digest/store.db", LIMIT_FIELD, set_store},
    [KEY_TEMPLATES] = {AT_TOP, "templates", "templates", LIMIT_FIELD, set_templates},
    [KEY_JOBS] = {AT_TOP, "jobs", "1", LIMIT_FIELD, set_jobs},
    [KEY_NOW] = {NOT_IN_FILE, "now", "", LIMIT_FIELD, set_now},
    [KEY_OFFLINE] = {NOT_IN_FILE, "offline", "false", LIMIT_FIELD, set_offline},
    [KEY_FULL] = {NOT_IN_FILE, "full", "false", LIMIT_FIELD, set_full},
    [KEY_STRICT] = {NOT_IN_FILE, "strict", "false", LIMIT_FIELD, set_strict},
};

static const char *const site_keys[] = {"title",    "description", "url", "language",
                                        "timezone", "per_page",    NULL};
static const char *const fetch_keys[] = {"user_agent", "contact",  "per_host",
                                         "timeout",    "patience", "time_limit",
                                         "on_error",   "images",   NULL};
static const char *const top_keys[] = {"site",  "fetch",     "filters", "sources", "output",
                                       "store", "templates", "jobs",    "publish", NULL};

void values_default(struct given *values, struct arena *a, const struct config_flags *flags)
{
    for (size_t i = 0; i < KEY_IDS; i++)
        values[i] = (struct given){.text = str_of(rules[i].fallback)};
    unsigned processors = flags->processors < JOBS_MOST ? flags->processors : JOBS_MOST;
    values[KEY_JOBS].text = arena_printf(a, "%u", processors ? processors : 1);
    values[KEY_JOBS].by = "the processors";
    values[KEY_NOW].by = "the clock";
}

/* Takes the values of one mapping, in the order of the rules. */
static void read_map(struct given *values, struct reader *r, const struct yaml *map,
                     enum where where)
{
    for (size_t i = 0; i < KEY_IDS; i++) {
        const struct rule *rule = &rules[i];
        if (rule->where != where)
            continue;
        const struct yaml *node = yaml_get(map, rule->key);
        str text;
        if (reader_text(r, node, rule->key, rule->max, &text))
            values[i] = (struct given){text, ORIGIN_FILE, place_of(node), NULL};
    }
}

void values_read(struct given *values, struct reader *r, const struct yaml *root)
{
    const struct known_keys top = {
        .keys = top_keys,
        .name = "",
        .elsewhere = site_keys,
        .belongs = "it belongs into \"site:\"",
    };
    const struct known_keys in_site = {
        .keys = site_keys,
        .name = "site",
        .elsewhere = top_keys,
        .belongs = "it belongs beside \"site:\", not into it",
    };
    const struct known_keys in_fetch = {.keys = fetch_keys, .name = "fetch"};
    if (!reader_map(r, root, "the configuration"))
        return;
    reader_keys(r, root, &top);
    const struct yaml *site = yaml_get(root, "site");
    if (site && reader_map(r, site, "site")) {
        reader_keys(r, site, &in_site);
        read_map(values, r, site, IN_SITE);
    }
    const struct yaml *fetch = yaml_get(root, "fetch");
    if (fetch && reader_map(r, fetch, "fetch")) {
        reader_keys(r, fetch, &in_fetch);
        read_map(values, r, fetch, IN_FETCH);
    }
    read_map(values, r, root, AT_TOP);
    /* Publishing checks its targets itself; here only that it is what it will expect. */
    const struct yaml *publish = yaml_get(root, "publish");
    if (publish)
        reader_map(r, publish, "publish");
}

static void override(struct given *value, const char *text, enum origin origin, const char *by)
{
    if (text)
        *value = (struct given){.text = str_of(text), .origin = origin, .by = by};
}

void values_override(struct given *values, const struct config_flags *flags)
{
    const char *epoch = flags->source_date_epoch;
    override(&values[KEY_OUTPUT], flags->output, ORIGIN_FLAG, "--output");
    override(&values[KEY_URL], flags->url, ORIGIN_FLAG, "--url");
    override(&values[KEY_STORE], flags->store, ORIGIN_FLAG, "--store");
    override(&values[KEY_JOBS], flags->jobs, ORIGIN_FLAG, "--jobs");
    if (epoch && *epoch)
        override(&values[KEY_NOW], epoch, ORIGIN_ENVIRONMENT, "SOURCE_DATE_EPOCH");
    override(&values[KEY_NOW], flags->now, ORIGIN_FLAG, "--now");
    override(&values[KEY_OFFLINE], flags->offline ? "true" : NULL, ORIGIN_FLAG, "--offline");
    override(&values[KEY_FULL], flags->full ? "true" : NULL, ORIGIN_FLAG, "--full");
    override(&values[KEY_STRICT], flags->strict ? "true" : NULL, ORIGIN_FLAG, "--strict");
}

void value_report(struct reader *r, const struct given *value, struct err *e)
{
    if (value->origin == ORIGIN_FILE || value->origin == ORIGIN_DEFAULT) {
        reader_report(r, value->place, e);
        return;
    }
    struct err named = {0};
    err_set(&named, ERR_USAGE, "%s: %s", value->by, e->why);
    if (e->hint[0])
        err_hint(&named, "%s", e->hint);
    log_problem(r->log, LOG_ERROR, (str){0}, &named);
    r->flag_errors++;
}

/* Checks and sets one value. Only a description may be empty. */
static bool apply(struct check *c, struct err *err)
{
    if (c->given->text.n == 0 && c->id != KEY_DESCRIPTION && c->given->origin != ORIGIN_DEFAULT)
        return err_set(err, ERR_CONFIG, "%s is empty", rules[c->id].key);
    return rules[c->id].set(c, err);
}

void values_apply(struct given *values, struct reader *r, struct config *config, size_t from,
                  size_t to)
{
    for (size_t i = from; i < to; i++) {
        struct err err = {0};
        struct given *given = &values[i];
        if (!apply(&(struct check){r, config, given, (enum key_id)i}, &err))
            value_report(r, given, &err);
    }
}

void values_note(const struct given *values, struct reader *r, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        reader_note(
            r, &(struct setting){
                   .key = arena_printf(r->arena, "%s%s", sections[rules[i].where], rules[i].key),
                   .value = values[i].text,
                   .origin = values[i].origin,
                   .line = values[i].place.line,
                   .by = str_of(values[i].by),
               });
}
