/*
 * Which attributes an element keeps, and how their values must look.
 *
 * Everything not named here is dropped: event handlers, style, class, target, roles, data-*.
 */
#include "digest/limits.h"
#include "digest/utf8.h"
#include "html_text.h"
#include "sanitize_tree.h"
#include "selector.h"

bool tag_has(const struct tag *tag, const char *name)
{
    for (size_t i = 0; i < tag->count; i++)
        if (str_is(tag->attributes[i].name, name))
            return true;
    return false;
}

str tag_attribute(const struct tag *tag, const char *name)
{
    for (size_t i = 0; i < tag->count; i++)
        if (str_is(tag->attributes[i].name, name))
            return tag->attributes[i].value;
    return (str){0};
}

bool class_is(str classes, const char *word)
{
    return class_has(classes, str_of(word));
}

void attrs_add(struct attr_list *list, const char *name, str value)
{
    if (list->count < ATTRS_MAX)
        list->items[list->count++] = (struct attr){name, value};
}

struct attrs *attrs_keep(struct arena *a, const struct attr_list *list)
{
    if (list->count == 0)
        return 0;
    struct attrs *attrs = arena_alloc(a, sizeof *attrs + list->count * sizeof list->items[0]);
    attrs->count = list->count;
    memcpy(attrs->items, list->items, list->count * sizeof list->items[0]);
    return attrs;
}

/* -- Ids ---------------------------------------------------------------------------------------- */

/* An id of ours: "c-", so that none of the page's own can be meant, then letters, digits, "-_.:"
 * and characters beyond ASCII; others become "-". Empty when too long. */
static str own_id(struct arena *a, str s)
{
    if (s.n == 0 || s.n > 200)
        return (str){0};
    struct buf out = buf_init(256);
    if (!str_starts(s, STR("c-")))
        buf_addz(&out, "c-");
    s = text_normal(a, s);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     (c && strchr("-_.:", c)) || (unsigned char)c >= 0x80;
        buf_addc(&out, plain ? c : '-');
    }
    str id = arena_copy(a, buf_str(&out));
    buf_release(&out);
    return id;
}

str policy_id(struct cleaner *c, const struct tag *tag)
{
    str id = tag_attribute(tag, "id");
    if (id.n == 0 && str_is(tag->name, "a"))
        id = tag_attribute(tag, "name");
    return own_id(c->scratch, id);
}

str policy_fragment(struct cleaner *c, str fragment)
{
    struct buf plain = buf_init(fragment.n), valid = buf_init(4 * LIMIT_URL);
    buf_add_percent_decoded(&plain, fragment);
    utf8_repair(&valid, buf_str(&plain));
    str id = own_id(c->scratch, buf_str(&valid));
    buf_release(&plain);
    buf_release(&valid);
    return id;
}

/* -- Attributes --------------------------------------------------------------------------------- */

static str without_fragment(str url)
{
    return str_slice(url, 0, str_find_char(url, '#', 0));
}

/* href: an absolute URL; for links within the body "#" and an id of ours, and as ELSEWHERE where
 * they lead in the original. */
static void add_href(struct cleaner *c, struct attr_list *list, const struct tag *tag)
{
    str value = str_trim(tag_attribute(tag, "href"));
    str base = c->options->base;
    if (!tag_has(tag, "href") || value.n == 0 || str_is(value, "#"))
        return;
    str url = url_resolve(c->scratch, base, value, true);
    str own = value.p[0] == '#' ? str_slice(value, 1, value.n) : (str){0};
    size_t hash = str_find_char(url, '#', 0);
    if (hash != SIZE_MAX && base.n > 0) {
        str here = url_resolve(c->scratch, base, without_fragment(base), false);
        if (str_eq(without_fragment(url), here))
            own = str_slice(url, hash + 1, url.n);
    }
    str id = policy_fragment(c, own);
    if (id.n > 0) {
        attrs_add(list, "href", arena_printf(c->scratch, "#%.*s", STR_ARGS(id)));
        attrs_add(list, ELSEWHERE, url);
    } else if (url.n > 0) {
        attrs_add(list, "href", url);
        if (str_starts(url, STR("http")))
            attrs_add(list, "rel", STR("nofollow"));
    }
}

static void add_text(struct cleaner *c, struct attr_list *list, const struct tag *tag,
                     const char *name)
{
    str value = text_clean(c->scratch, tag_attribute(tag, name), LIMIT_FIELD);
    if (value.n > 0)
        attrs_add(list, name, value);
}

static void add_integer(struct cleaner *c, struct attr_list *list, const struct tag *tag,
                        const char *name, long min, long max)
{
    long value;
    if (value_integer(tag_attribute(tag, name), min, max, &value))
        attrs_add(list, name, arena_printf(c->scratch, "%ld", value));
}

static void add_url(struct cleaner *c, struct attr_list *list, const struct tag *tag,
                    const char *name)
{
    str url = tag_attribute(tag, name);
    if (str_trim(url).n > 0)
        url = url_resolve(c->scratch, c->options->base, url, false);
    if (url.n > 0 && str_starts(url, STR("http")))
        attrs_add(list, name, url);
}

/* Adds the attribute when its value, in lower case, is one of the words. */
static void add_word(struct attr_list *list, const struct tag *tag, const char *name,
                     const char *const *words)
{
    str value = str_trim(tag_attribute(tag, name));
    for (; *words; words++)
        if (str_eq_nocase(value, str_of(*words)))
            attrs_add(list, name, str_of(*words));
}

/* class="language-c" on code, in this order and form only: what highlighters agree on. */
static void add_code_language(struct cleaner *c, struct attr_list *list, const struct tag *tag)
{
    str rest = tag_attribute(tag, "class"), word;
    while (str_next_part(&rest, ' ', &word)) {
        if (!str_starts(word, STR("language-")) || word.n <= 9 || word.n > 32)
            continue;
        size_t i = 9;
        while (i < word.n && ((word.p[i] >= 'a' && word.p[i] <= 'z') ||
                              (word.p[i] >= '0' && word.p[i] <= '9') || strchr("+#-", word.p[i])))
            i++;
        if (i == word.n) {
            attrs_add(list, "class", arena_copy(c->scratch, word));
            return;
        }
    }
}

static void add_list(struct cleaner *c, struct attr_list *list, const struct tag *tag)
{
    static const char *const types[] = {"1", 0};
    str type = str_trim(tag_attribute(tag, "type"));
    add_integer(c, list, tag, "start", -1000000, 1000000);
    if (tag_has(tag, "reversed"))
        attrs_add(list, "reversed", (str){0});
    add_word(list, tag, "type", types);
    if (type.n == 1 && strchr("aAiI", type.p[0]))
        attrs_add(list, "type", type);
}

static void add_cell(struct cleaner *c, struct attr_list *list, enum element e,
                     const struct tag *tag)
{
    static const char *const scopes[] = {"row", "col", "rowgroup", "colgroup", 0};
    add_integer(c, list, tag, "colspan", 1, 1000);
    add_integer(c, list, tag, "rowspan", 0, 65534);
    str headers = str_trim(tag_attribute(tag, "headers"));
    if (headers.n > 0 && headers.n < LIMIT_FIELD)
        attrs_add(list, "headers", headers);
    if (e == EL_TH) {
        add_word(list, tag, "scope", scopes);
        add_text(c, list, tag, "abbr");
    }
}

static void add_common(struct cleaner *c, struct attr_list *list, const struct tag *tag)
{
    static const char *const directions[] = {"ltr", "rtl", "auto", 0};
    str language = value_language(c->scratch, tag_attribute(tag, "lang"));
    if (language.n > 0)
        attrs_add(list, "lang", language);
    add_word(list, tag, "dir", directions);
}

struct attrs *policy_attributes(struct cleaner *c, enum element e, const struct tag *tag)
{
    if (tag->count == 0)
        return 0;
    struct attr_list list = {0};
    switch (e) {
    case EL_A: add_href(c, &list, tag); break;
    case EL_ABBR:
    case EL_DFN: add_text(c, &list, tag, "title"); break;
    case EL_BLOCKQUOTE:
    case EL_Q: add_url(c, &list, tag, "cite"); break;
    case EL_CODE: add_code_language(c, &list, tag); break;
    case EL_DETAILS:
        if (tag_has(tag, "open"))
            attrs_add(&list, "open", (str){0});
        break;
    case EL_LI: add_integer(c, &list, tag, "value", -1000000, 1000000); break;
    case EL_OL: add_list(c, &list, tag); break;
    case EL_TD:
    case EL_TH: add_cell(c, &list, e, tag); break;
    case EL_TIME: {
        str value = str_trim(tag_attribute(tag, "datetime"));
        if (value_is_datetime(value))
            attrs_add(&list, "datetime", value);
        break;
    }
    default: break;
    }
    add_common(c, &list, tag);
    return attrs_keep(c->scratch, &list);
}

/* -- What is no part of the article ------------------------------------------------------------- */

bool policy_is_clutter(const struct tag *tag)
{
    static const char *const classes[] = {
        "sharedaddy",
        "sd-sharing-enabled",
        "sd-like",
        "jetpack-likes-widget-wrapper",
        "wp-block-social-links",
        "wp-block-jetpack-sharing-buttons",
        "jp-relatedposts",
        "wp-block-jetpack-related-posts",
        "addtoany_content",
        "addtoany_share_save_container",
        "a2a_kit",
        "heateor_sss_sharing_container",
        "heateor_sss_sharing",
        "shariff",
        "essb_links",
        "mashsb-container",
        "ssba",
        "ssba-wrap",
        "social-share",
        "social-sharing",
        "share-buttons",
        "sharing-buttons",
        "dpsp-share-text",
        "dpsp-content-wrapper",
        "yarpp-related",
        "crp_related",
        "swp_social_panel",
        "juiz_sps_links",
        "wpulike",
        "post-views",
        "nc_socialPanel",
        "simplesocialbuttons",
        "wp-block-outermost-social-sharing",
        "screen-reader-shortcut",
        0,
    };
    str rest = tag_attribute(tag, "class"), word;
    while (str_next_part(&rest, ' ', &word))
        for (size_t i = 0; classes[i] && word.n > 0; i++)
            if (word.p[0] == classes[i][0] && str_is(word, classes[i]))
                return true;
    return false;
}

/* -- Embeds ------------------------------------------------------------------------------------- */

static str host_of(str url)
{
    size_t from = str_find(url, STR("://"), 0);
    if (from == SIZE_MAX)
        return (str){0};
    str host = str_slice(url, from + 3, url.n);
    host = str_slice(host, 0, str_find_char(host, '/', 0));
    return str_starts(host, STR("www.")) ? str_slice(host, 4, host.n) : host;
}

/* The name of the file at the end of the URL's path: letters, digits, "-", "_", a dot and an ending
 * of two to four characters. Empty when it is none. */
static str file_of(str url)
{
    url = str_slice(url, 0, str_find_char(url, '?', 0));
    size_t from = url.n, dot = 0;
    for (; from > 0 && url.p[from - 1] != '/'; from--) {
        char c = url.p[from - 1];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '-' || c == '_' || c == '.';
        if (!plain)
            return (str){0};
        dot = c == '.' && dot == 0 ? from : dot;
    }
    bool file = dot > from + 1 && url.n - dot >= 2 && url.n - dot <= 4;
    return file && str_find(url, STR("://"), 0) + 3 < from ? str_slice(url, from, url.n) : (str){0};
}

/* The page that shows what a player's URL plays. */
static str page_of(struct arena *a, str url)
{
    static const struct {
        const char *player, *page;
    } players[] = {
        {"https://www.youtube.com/embed/", "https://www.youtube.com/watch?v="},
        {"https://www.youtube-nocookie.com/embed/", "https://www.youtube.com/watch?v="},
        {"https://player.vimeo.com/video/", "https://vimeo.com/"},
        {"https://www.dailymotion.com/embed/video/", "https://www.dailymotion.com/video/"},
    };
    for (size_t i = 0; i < sizeof players / sizeof players[0]; i++) {
        str player = str_of(players[i].player);
        if (!str_starts(url, player))
            continue;
        str id = str_slice(url, player.n, url.n);
        size_t n = 0;
        while (n < id.n && !strchr("?&#/", id.p[n]))
            n++;
        if (n > 0 && !str_starts(id, STR("videoseries")))
            return arena_printf(a, "%s%.*s", players[i].page, (int)n, id.p);
    }
    size_t embed = str_find(url, STR("/embed/#?secret="), 0); /* a WordPress post */
    return embed == SIZE_MAX ? url : str_slice(url, 0, embed + 1);
}

/* True for frames of no size: counters and tag managers. */
static bool is_hidden(const struct tag *tag)
{
    long width = 100, height = 100;
    value_integer(tag_attribute(tag, "width"), 0, 100000, &width);
    value_integer(tag_attribute(tag, "height"), 0, 100000, &height);
    return width <= 2 || height <= 2 || str_has(tag_attribute(tag, "style"), STR("display:none")) ||
           str_has(tag_attribute(tag, "style"), STR("display: none"));
}

bool policy_embed(struct cleaner *c, const struct tag *tag, struct link *link)
{
    static const char *const sources[] = {"data-src", "data-lazy-src", "data-litespeed-src",
                                          "src",      "data",          0};
    link->url = (str){0};
    if (is_hidden(tag))
        return false;
    for (size_t i = 0; sources[i] && link->url.n == 0; i++) {
        str value = str_trim(tag_attribute(tag, sources[i]));
        if (value.n > 0 && !str_starts(value, STR("about:")))
            link->url = url_resolve(c->scratch, c->options->base, value, false);
    }
    link->url = page_of(c->scratch, link->url);
    str host = host_of(link->url);
    if (host.n == 0)
        return false;
    link->text = text_clean(c->scratch, tag_attribute(tag, "title"), LIMIT_TITLE);
    if (link->text.n == 0)
        link->text = text_clean(c->scratch, tag_attribute(tag, "aria-label"), LIMIT_TITLE);
    if (link->text.n == 0)
        link->text = file_of(link->url);
    if (link->text.n == 0)
        link->text = host;
    return true;
}
