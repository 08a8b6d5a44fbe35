/* Every file of the site, and what it shows. */
#include <stdlib.h>

#include "feeds.h"
#include "page.h"
#include "theme.h"

/* The plan being made. */
struct planning {
    struct plan *plan;
    struct arena *a;
    const struct site *site;
    size_t cap;
    struct sitemap_url *urls; /* of pages that are no articles */
    size_t url_count, url_cap;
};

static void add_file(struct planning *p, int kind, str path, const void *subject, size_t number)
{
    struct plan *plan = p->plan;
    plan->pages = arena_grow(p->a, plan->pages, plan->count, &p->cap, sizeof *plan->pages);
    plan->pages[plan->count++] =
        (struct page){.path = path, .kind = kind, .subject = subject, .number = number};
}

/* Adds the page that has the address `folder`. */
static void add_page(struct planning *p, int kind, str folder, const void *subject, size_t number)
{
    str path = arena_printf(p->a, "%.*sindex.html", STR_ARGS(folder));
    add_file(p, kind, path, subject, number);
}

/* Adds a page to the sitemap; it shows `count` entries. */
static void list_url(struct planning *p, str folder, struct entry *const *entries, size_t count)
{
    int64_t modified = INSTANT_NONE;
    for (size_t i = 0; i < count; i++)
        if (entries[i]->article->modified.utc > modified)
            modified = entries[i]->article->modified.utc;
    p->urls = arena_grow(p->a, p->urls, p->url_count, &p->url_cap, sizeof *p->urls);
    p->urls[p->url_count++] = (struct sitemap_url){.path = folder, .modified = modified};
}

/* Adds the head of an index and its numbered pages, and the place of the next. */
static void add_index(struct planning *p, int kind, str folder, const void *subject,
                      struct entry *const *entries, size_t count)
{
    size_t per_page = p->site->config->per_page;
    struct paging paging = paging_of(count, per_page);
    for (size_t number = 0; number <= paging.pages; number++) {
        size_t from, to;
        str path = numbered_path(p->a, folder, number);
        paging_range(paging, per_page, count, number, &from, &to);
        add_page(p, kind, path, subject, number);
        list_url(p, path, entries + from, to - from);
    }
    if (!paging.pages)
        return;
    str *head = arena_alloc(p->a, sizeof *head);
    *head = folder;
    add_page(p, PAGE_ONWARD, numbered_path(p->a, folder, paging.pages + 1), head, 0);
}

static void add_periods(struct planning *p, int kind, const struct periods *periods)
{
    for (size_t i = 0; i < periods->count; i++) {
        const struct period *period = &periods->items[i];
        str folder = period_path(p->a, period);
        if (kind == PAGE_DAY) {
            add_index(p, kind, folder, period, period->entries, period->count);
        } else {
            add_page(p, kind, folder, period, 0);
            list_url(p, folder, period->entries, period->count);
        }
    }
}

static void add_terms(struct planning *p, const struct term_folder *folder)
{
    const struct model *model = p->site->model;
    if (!model->term_count[folder->kind])
        return;
    add_page(p, PAGE_TERMS, folder->folder, folder, 0);
    list_url(p, folder->folder, model->entries, model->count);
    for (size_t i = 0; i < model->term_count[folder->kind]; i++) {
        const struct term *term = model->terms[folder->kind][i];
        add_index(p, PAGE_TERM, term_path(p->a, term), term, term->entries, term->count);
        add_file(p, PAGE_TERM_ATOM, feed_term_path(p->a, term), term, 0);
    }
}

static void add_articles(struct planning *p)
{
    const struct model *model = p->site->model;
    for (size_t i = 0; i < model->count; i++)
        add_page(p, PAGE_ARTICLE, model->entries[i]->path, model->entries[i], 0);
    for (size_t i = 0; i < model->redirect_count; i++)
        add_page(p, PAGE_REDIRECT, model->redirects[i].from, &model->redirects[i], 0);
}

static void add_feeds(struct planning *p)
{
    add_file(p, PAGE_ATOM, STR("feed.xml"), NULL, 0);
    add_file(p, PAGE_RSS, STR("rss.xml"), NULL, 0);
    add_file(p, PAGE_JSON_FEED, STR("feed.json"), NULL, 0);
    add_file(p, PAGE_OPML, STR("sources.opml"), NULL, 0);
}

/* Comes last: the sitemap lists the pages added before. */
static void add_sitemaps(struct planning *p)
{
    const struct periods *months = &p->site->model->months;
    struct sitemap_list *list = arena_alloc(p->a, sizeof *list);
    *list = (struct sitemap_list){p->urls, p->url_count};
    add_file(p, PAGE_SITEMAP, STR("sitemap.xml"), list, 0);
    for (size_t part = 0; part < sitemap_parts(list->count); part++)
        add_file(p, PAGE_SITEMAP_PAGES, sitemap_pages_path(p->a, part), list, part);
    for (size_t i = 0; i < months->count; i++)
        for (size_t part = 0; part < sitemap_parts(months->items[i].count); part++)
            add_file(p, PAGE_SITEMAP_MONTH, sitemap_month_path(p->a, &months->items[i], part),
                     &months->items[i], part);
    add_file(p, PAGE_ROBOTS, STR("robots.txt"), NULL, 0);
}

static void add_assets(struct planning *p)
{
    const struct assets *assets = &p->site->theme->assets;
    for (size_t i = 0; i < assets->count; i++)
        add_file(p, PAGE_ASSET, assets->items[i].path, &assets->items[i], 0);
}

static int compare_pages(const void *left, const void *right)
{
    const struct page *a = left, *b = right;
    return a->kind != b->kind ? a->kind - b->kind : str_compare(a->path, b->path);
}

void render_plan(struct plan *out, struct arena *a, const struct site *site)
{
    *out = (struct plan){0};
    struct planning p = {.plan = out, .a = a, .site = site};
    const struct model *model = site->model;
    add_page(&p, PAGE_FRONT, (str){0}, NULL, 0);
    list_url(&p, (str){0}, model->entries, model->count);
    add_articles(&p);
    add_periods(&p, PAGE_DAY, &model->days);
    add_periods(&p, PAGE_MONTH, &model->months);
    add_periods(&p, PAGE_YEAR, &model->years);
    if (model->count) {
        add_page(&p, PAGE_ARCHIVE, STR("archive/"), NULL, 0);
        list_url(&p, STR("archive/"), model->entries, model->count);
    }
    for (int kind = 0; kind < TERM_KINDS; kind++)
        add_terms(&p, &term_folders[kind]);
    add_file(&p, PAGE_NOT_FOUND, STR("404.html"), NULL, 0);
    add_feeds(&p);
    add_sitemaps(&p);
    add_assets(&p);
    qsort(out->pages, out->count, sizeof *out->pages, compare_pages);
}
