/* One page: which builder makes its data, which template or function its bytes. */
#include "page.h"

#include <assert.h>

#include "digest/limits.h"
#include "feeds.h"
#include "theme.h"

const struct page_type page_types[PAGE_TEMPLATES] = {
    [PAGE_FRONT] = {"front", fill_front},
    [PAGE_ARTICLE] = {"article", fill_article},
    [PAGE_DAY] = {"day", fill_day},
    [PAGE_MONTH] = {"month", fill_month},
    [PAGE_YEAR] = {"year", fill_year},
    [PAGE_ARCHIVE] = {"archive", fill_archive},
    [PAGE_TERMS] = {"terms", fill_terms},
    [PAGE_TERM] = {"term", fill_term},
    [PAGE_NOT_FOUND] = {"404", fill_not_found},
    [PAGE_REDIRECT] = {"redirect", fill_redirect},
    [PAGE_ONWARD] = {"redirect", fill_onward},
};

static bool build(struct value *out, const struct view *view, struct err *err)
{
    struct frame frame = {.place = PLACE_NONE};
    *out = value_map();
    if (!page_types[view->page->kind].fill(view, out, &frame, err))
        return false;
    frame_fill(view, out, &frame);
    return true;
}

bool render_context(struct value *out, const struct site *site, const struct page *page,
                    struct arena *scratch, struct buf *body, struct err *err)
{
    if (page->kind >= PAGE_TEMPLATES) {
        err_set(err, ERR_USAGE, "this file is made without a template");
        return err_at(err, page->path, 0, 0);
    }
    struct view view = {.site = site,
                        .page = page,
                        .words = &site->theme->words,
                        .a = scratch,
                        .body = body,
                        .linker = {.folder = link_folder(page->path)}};
    /* Served for any address, so its links cannot start from one. */
    if (page->kind == PAGE_NOT_FOUND)
        view.linker.base = link_base_path(site->config);
    return build(out, &view, err);
}

/* -- Files made without a template ------------------------------------------------------------ */

static struct feed site_feed(const struct site *site, const struct page *page)
{
    return (struct feed){.title = site->config->title,
                         .path = page->path,
                         .entries = site->model->shown,
                         .count = site->model->shown_count};
}

static struct feed term_feed(const struct site *site, const struct page *page, struct arena *a)
{
    const struct term *term = page->subject;
    const struct filling fillings[] = {{"title", term->name}, {"site", site->config->title}, {0}};
    return (struct feed){.title = words_fill(a, &site->theme->words, "title_of", fillings),
                         .path = page->path,
                         .page_path = link_folder(page->path),
                         .entries = term->entries,
                         .count = term->count < LIMIT_TERM_FEED_ITEMS ? term->count
                                                                      : LIMIT_TERM_FEED_ITEMS,
                         .summaries = true};
}

static bool render_feed(const struct site *site, const struct page *page, struct arena *scratch,
                        struct buf *body, struct buf *out, struct err *err)
{
    bool of_term = page->kind == PAGE_TERM_ATOM;
    struct feed feed = of_term ? term_feed(site, page, scratch) : site_feed(site, page);
    if (page->kind == PAGE_RSS)
        return feed_rss(site, &feed, body, out, err);
    if (page->kind == PAGE_JSON_FEED)
        return feed_json(site, &feed, body, out, err);
    return feed_atom(site, &feed, body, out, err);
}

static bool render_asset(const struct page *page, struct buf *out, struct err *err)
{
    const struct asset *asset = page->subject;
    buf_add(out, asset->bytes);
    return !out->over || err_set(err, ERR_LIMIT, "the asset is over %zu bytes", out->max);
}

static bool render_file(const struct site *site, const struct page *page, struct arena *scratch,
                        struct buf *body, struct buf *out, struct err *err)
{
    switch (page->kind) {
    case PAGE_OPML: return opml_sources(site, out, err);
    case PAGE_SITEMAP: return sitemap_index(site, page->subject, out, err);
    case PAGE_SITEMAP_MONTH: return sitemap_month(site, page->subject, page->number, out, err);
    case PAGE_SITEMAP_PAGES: return sitemap_pages(site, page->subject, page->number, out, err);
    case PAGE_ROBOTS: return robots_txt(site, out, err);
    case PAGE_ASSET: return render_asset(page, out, err);
    default: return render_feed(site, page, scratch, body, out, err);
    }
}

bool render_page(const struct site *site, const struct page *page, struct arena *scratch,
                 struct buf *body, struct buf *out, struct err *err)
{
    assert(out->n == 0);
    bool done;
    if (page->kind < PAGE_TEMPLATES) {
        struct value context;
        done = render_context(&context, site, page, scratch, body, err) &&
               template_render(site->theme->set, str_of(page_types[page->kind].template), &context,
                               out, err);
    } else {
        done = render_file(site, page, scratch, body, out, err);
    }
    return done || err_at(err, page->path, 0, 0);
}
