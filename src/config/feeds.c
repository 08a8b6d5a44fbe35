/* Lists of feeds: a source for each feed of a list. */
#include "check.h"
#include "digest/config.h"
#include "digest/fs.h"
#include "digest/limits.h"
#include "digest/slug.h"
#include "digest/utf8.h"
#include "paths.h"

static bool is_ascii(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

/* True when readers take both for the same name. */
static bool same_name(str a, str b)
{
    if (is_ascii(a) && is_ascii(b))
        return str_eq_nocase(a, b);
    struct arena scratch = {0};
    bool same = str_eq(utf8_fold(&scratch, a), utf8_fold(&scratch, b));
    arena_release(&scratch);
    return same;
}

static bool key_taken(const struct config *config, str key)
{
    for (size_t i = 0; i < config->source_count; i++)
        if (str_eq(config->sources[i].key, key))
            return true;
    return false;
}

static bool name_taken(const struct config *config, str name)
{
    for (size_t i = 0; i < config->source_count; i++)
        if (same_name(config->sources[i].name, name))
            return true;
    return false;
}

/* True when s is `base`, or that and `joint` and a number. */
static bool is_numbered(str s, str base, char joint)
{
    uint64_t ignored;
    str rest = str_slice(s, base.n, s.n);
    return str_eq_nocase(str_slice(s, 0, base.n), base) &&
           (rest.n == 0 ||
            (rest.p[0] == joint && str_to_uint(str_slice(rest, 1, rest.n), UINT32_MAX, &ignored)));
}

/* The number that probably makes a key or name unlike the others: trying all of them would take
 * long when a thousand are alike. */
static size_t next_number(const struct config *config, str base, char joint)
{
    size_t alike = 0;
    for (size_t i = 0; i < config->source_count; i++) {
        const struct source *s = &config->sources[i];
        alike += is_numbered(joint == '-' ? s->key : s->name, base, joint);
    }
    return alike ? alike + 1 : 2;
}

/* A key made of the address: titles change, and several feeds may have the same. */
static str make_key(const struct config *config, struct arena *a, str url)
{
    size_t scheme = str_find(url, STR("://"), 0);
    str rest = scheme == SIZE_MAX ? url : str_slice(url, scheme + 3, url.n);
    if (str_eq_nocase(str_slice(rest, 0, 4), STR("www.")))
        rest = str_slice(rest, 4, rest.n);
    str base = slug_from_foreign(a, rest), key = base;
    for (size_t n = next_number(config, base, '-'); key_taken(config, key); n++)
        key = arena_printf(a, "%.*s-%zu", STR_ARGS(base), n);
    return key;
}

/* The title, with the host behind it when another source has that name, then with a number. */
static str make_name(const struct config *config, struct arena *a, const struct listed_feed *feed)
{
    str host = url_host(a, feed->url), title = str_trim(feed->title);
    title = utf8_cut(title, LIMIT_TITLE);
    str base = title.n ? title : host.n ? host : fs_name(feed->url);
    if (!name_taken(config, base))
        return arena_copy(a, base);
    if (title.n && host.n)
        base = arena_printf(a, "%.*s (%.*s)", STR_ARGS(title), STR_ARGS(host));
    str name = base;
    for (size_t n = next_number(config, base, ' '); name_taken(config, name); n++)
        name = arena_printf(a, "%.*s %zu", STR_ARGS(base), n);
    return arena_copy(a, name);
}

/* The innermost of "News/Science". */
static str innermost(str category)
{
    str part, last = {0};
    while (str_next_part(&category, '/', &part))
        last = str_trim(part).n ? str_trim(part) : last;
    return last;
}

/* True when the feed is on the server that the user named for its list. */
static bool on_own_server(const struct source *feed, const struct source *list)
{
    return list->remote && feed->remote &&
           str_eq_nocase(url_origin(feed->location), url_origin(list->location));
}

/* Sets where the feed is. */
static bool set_location(struct source *s, struct arena *a, const struct source *list,
                         const struct listed_feed *feed, struct err *err)
{
    s->location = arena_copy(a, feed->url);
    s->path = (str){0};
    s->remote = is_url(feed->url);
    s->listed = list->remote && !on_own_server(s, list);
    if (s->remote)
        return check_url(s->location, err);
    if (feed->url.n == 0)
        return err_set(err, ERR_INPUT, "a feed of the list has no address");
    if (list->remote)
        return err_set(err, ERR_INPUT, "\"%.*s\" is not an http or https URL",
                       STR_ARGS(str_slice(feed->url, 0, 120)));
    s->path = path_resolve(a, fs_folder(a, list->path), s->location);
    return true;
}

static bool is_there(const struct config *config, const struct source *feed)
{
    for (size_t i = 0; i < config->source_count; i++) {
        const struct source *s = &config->sources[i];
        if (s->kind != SOURCE_OPML && s->remote == feed->remote &&
            str_eq(s->remote ? s->location : s->path, feed->remote ? feed->location : feed->path))
            return true;
    }
    return false;
}

bool config_add_feed(struct config *config, struct arena *a, size_t list,
                     const struct listed_feed *feed, struct err *err)
{
    const struct source *from = &config->sources[list];
    struct source s = *from;
    struct err ignored = {0};
    s.kind = SOURCE_FEED;
    if (!set_location(&s, a, from, feed, err))
        return false;
    if (is_there(config, &s))
        return true;
    if (config->source_count >= LIMIT_SOURCES)
        return err_set(err, ERR_LIMIT, "there are more than %d sources", LIMIT_SOURCES);
    s.key = make_key(config, a, feed->url);
    s.name = make_name(config, a, feed);
    s.icon = (str){0};
    s.home = check_url(feed->home, &ignored) ? arena_copy(a, feed->home) : (str){0};
    str category = arena_copy(a, utf8_cut(innermost(feed->category), LIMIT_FIELD));
    if (category.n) {
        s.categories = (struct str_list){arena_array(a, 1, sizeof(str)), 1};
        s.categories.items[0] = category;
    }
    if (!on_own_server(&s, from)) /* credentials are for no other server that a list names */
        s.user = s.password_env = s.password_file = (str){0};
    config->sources = arena_grow(a, config->sources, config->source_count, &config->source_cap,
                                 sizeof *config->sources);
    config->sources[config->source_count++] = s;
    return true;
}

void config_drop_lists(struct config *config)
{
    size_t left = 0;
    for (size_t i = 0; i < config->source_count; i++)
        if (config->sources[i].kind != SOURCE_OPML)
            config->sources[left++] = config->sources[i];
    config->source_count = left;
}
