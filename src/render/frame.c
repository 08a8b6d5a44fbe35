/* What stands around the content of every page: its head, the navigation, the feeds. */
#include "feeds.h"
#include "page.h"
#include "sha256.h"
#include "theme.h"

static const struct config *config_of(const struct view *view)
{
    return view->site->config;
}

str frame_text(const struct view *view, const char *key, str title)
{
    const struct filling fillings[] = {{"title", title}, {"site", config_of(view)->title}, {0}};
    return words_fill(view->a, view->words, key, fillings);
}

/* -- The document ----------------------------------------------------------------------------- */

/* "Title – Site". */
static str document_title(const struct view *view, const struct frame *frame)
{
    if (!frame->title.n)
        return config_of(view)->title;
    return frame_text(view, "title_of", frame->title);
}

/* The image that other sites show with a link here; its address is absolute. */
static struct value share_image(const struct view *view, const struct image *image)
{
    if (!image->url.n)
        return value_bool(false);
    struct value out = image_value(view, image);
    field_text(view, &out, "src",
               link_is_external(image->url) ? image->url
                                            : link_absolute(view->a, config_of(view), image->url));
    return out;
}

static const char *kind_name(int kind)
{
    static const char *const names[PAGE_TEMPLATES] = {
        [PAGE_FRONT] = "front",         [PAGE_ARTICLE] = "article", [PAGE_DAY] = "day",
        [PAGE_MONTH] = "month",         [PAGE_YEAR] = "year",       [PAGE_ARCHIVE] = "archive",
        [PAGE_TERMS] = "terms",         [PAGE_TERM] = "term",       [PAGE_REDIRECT] = "redirect",
        [PAGE_NOT_FOUND] = "not-found", [PAGE_ONWARD] = "redirect",
    };
    return names[kind];
}

static struct value page_value(const struct view *view, const struct frame *frame)
{
    str own = link_absolute(view->a, config_of(view), link_folder(view->page->path));
    struct value page = value_map();
    field_text(view, &page, "kind", str_of(kind_name(view->page->kind)));
    field_text(view, &page, "path", link_folder(view->page->path));
    field_text(view, &page, "title", document_title(view, frame));
    field_text(view, &page, "name", frame->title.n ? frame->title : config_of(view)->title);
    field_text(view, &page, "description", frame->description);
    field_text(view, &page, "language", view->words->language);
    bool rtl = language_direction(view->words->language) == DIRECTION_RTL;
    field_text(view, &page, "direction", rtl ? STR("rtl") : STR("ltr"));
    value_set(view->a, &page, "noindex", value_bool(frame->noindex));
    field_text(view, &page, "url", frame->noindex ? (str){0} : own);
    field_text(view, &page, "canonical",
               frame->canonical.n ? frame->canonical
               : frame->noindex   ? (str){0}
                                  : own);
    value_set(view->a, &page, "image", share_image(view, &frame->image));
    /* Browsers run no data block and ask no policy about it; the Nu checker does ask. */
    field_text(view, &page, "script_hash",
               frame->script.n ? sha256_csp(view->a, frame->script) : (str){0});
    value_set(view->a, &page, "number", value_number(view->a, (int64_t)view->page->number));
    return page;
}

/* -- The site --------------------------------------------------------------------------------- */

static struct value site_value(const struct view *view)
{
    struct value site = value_map();
    field_text(view, &site, "title", config_of(view)->title);
    field_text(view, &site, "description", config_of(view)->description);
    field_text(view, &site, "url", config_of(view)->url);
    field_text(view, &site, "language", config_of(view)->language);
    field_href(view, &site, "href", (str){0});
    field_href(view, &site, "atom", STR("feed.xml"));
    field_href(view, &site, "rss", STR("rss.xml"));
    field_href(view, &site, "json_feed", STR("feed.json"));
    field_href(view, &site, "opml", STR("sources.opml"));
    return site;
}

static struct value nav_item(const struct view *view, const char *word, str path, int state)
{
    struct value item = value_map();
    field_text(view, &item, "name", words_get(view->words, word));
    field_href(view, &item, "href", path);
    /* aria-current: the page itself, or a page somewhere below it. */
    field_text(view, &item, "current", str_of(state == 2 ? "page" : state == 1 ? "true" : NULL));
    return item;
}

/* Kinds of terms that no article has are left out; those that one article has stay. */
static struct value nav_value(const struct view *view, int place)
{
    static const enum term_kind order[] = {TERM_CATEGORY, TERM_TAG, TERM_SOURCE, TERM_AUTHOR};
    struct value nav = value_list();
    str here = link_folder(view->page->path);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const struct term_folder *folder = &term_folders[order[i]];
        if (!view->site->model->term_count[folder->kind])
            continue;
        int state = place == (int)folder->kind ? 1 + str_eq(here, folder->folder) : 0;
        value_push(view->a, &nav, nav_item(view, folder->word, folder->folder, state));
    }
    if (view->site->model->count) {
        str path = STR("archive/");
        int state = place == PLACE_ARCHIVE ? 1 + str_eq(here, path) : 0;
        value_push(view->a, &nav, nav_item(view, "archive", path, state));
    }
    return nav;
}

/* The feeds that browsers and readers find by themselves: the page's own one first. */
static struct value feeds_value(const struct view *view, const struct frame *frame)
{
    struct value feeds = value_list();
    if (frame->term) {
        struct value own = value_map();
        field_text(view, &own, "title", frame_text(view, "title_of", frame->term->name));
        field_href(view, &own, "href", feed_term_path(view->a, frame->term));
        field_text(view, &own, "type", STR("application/atom+xml"));
        value_push(view->a, &feeds, own);
    }
    static const struct {
        str path, type;
    } site_feeds[] = {{{"feed.xml", 8}, {"application/atom+xml", 20}},
                      {{"rss.xml", 7}, {"application/rss+xml", 19}},
                      {{"feed.json", 9}, {"application/feed+json", 21}}};
    for (size_t i = 0; i < sizeof site_feeds / sizeof *site_feeds; i++) {
        struct value feed = value_map();
        field_text(view, &feed, "title", config_of(view)->title);
        field_href(view, &feed, "href", site_feeds[i].path);
        field_text(view, &feed, "type", site_feeds[i].type);
        value_push(view->a, &feeds, feed);
    }
    return feeds;
}

static struct value asset_value(const struct view *view)
{
    const struct assets *assets = &view->site->theme->assets;
    struct value map = value_map();
    for (size_t i = 0; i < assets->count; i++)
        field_href(view, &map, assets->items[i].field.p, assets->items[i].path);
    return map;
}

void frame_fill(const struct view *view, struct value *context, const struct frame *frame)
{
    value_set(view->a, context, "page", page_value(view, frame));
    value_set(view->a, context, "site", site_value(view));
    field_list(view, context, "nav", "has_nav", nav_value(view, frame->place));
    value_set(view->a, context, "feeds", feeds_value(view, frame));
    value_set(view->a, context, "asset", asset_value(view));
    value_set(view->a, context, "words", view->words->table);
}
