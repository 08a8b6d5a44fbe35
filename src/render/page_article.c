/* The page of one article. What newer articles do must not change it. */
#include "digest/limits.h"
#include "page.h"
#include "relink.h"

/* The host of an absolute URL, as readers know it: without "www.". */
static str host_of(str url)
{
    size_t from = str_find(url, STR("://"), 0);
    if (from == SIZE_MAX)
        return (str){0};
    str host = str_slice(url, from + 3, str_find_char(url, '/', from + 3));
    return str_starts(host, STR("www.")) ? str_slice(host, 4, host.n) : host;
}

static struct value term_list(const struct view *view, const struct entry *entry,
                              enum term_kind kind)
{
    struct value list = value_list();
    for (size_t i = 0; i < entry->term_count[kind]; i++) {
        struct value item = term_link(view, entry->terms[kind][i]);
        value_set(view->a, &item, "more", value_bool(i + 1 < entry->term_count[kind]));
        value_push(view->a, &list, item);
    }
    return list;
}

/* Where the article comes from: its original, and what that names as its own source. */
static struct value original_value(const struct view *view, const struct entry *entry)
{
    const struct article *article = entry->article;
    if (!article->url.n)
        return value_bool(false);
    const struct filling fillings[] = {{"source", entry->source->name}, {0}};
    struct value original = value_map();
    field_text(view, &original, "href", article->url);
    field_text(view, &original, "host", host_of(article->url));
    field_text(view, &original, "text", words_fill(view->a, view->words, "read_at", fillings));
    return original;
}

static struct value via_value(const struct view *view, const struct article *article)
{
    struct value list = value_list();
    for (size_t i = 0; i < article->via.count; i++) {
        const struct link *link = &article->via.items[i];
        struct value via = value_map();
        field_text(view, &via, "href", link->url);
        field_text(view, &via, "name", link->text.n ? link->text : host_of(link->url));
        value_push(view->a, &list, via);
    }
    return list;
}

/* When the article was changed, if that was on a later day than it appeared; else false. */
static struct value modified_value(const struct view *view, const struct entry *entry)
{
    int64_t utc = entry->article->modified.utc;
    if (utc <= entry->article->published.utc)
        return value_bool(false);
    int32_t offset = zone_offset(view->site->zone, utc);
    struct civil day = civil_of(utc, offset);
    if (day.year == entry->date.year && day.month == entry->date.month &&
        day.day == entry->date.day)
        return value_bool(false);
    return moment_value(view, utc, offset);
}

static struct value earlier_value(const struct view *view, const struct entry *entry)
{
    struct value list = value_list();
    size_t most = sizeof entry->earlier / sizeof(struct entry *);
    for (size_t i = 0; i < most; i++)
        if (entry->earlier[i])
            value_push(view->a, &list, card_value(view, entry->earlier[i]));
    return list;
}

/* The body with the addresses of images that the site has leading from the article's page. */
static html at_page(const struct view *view, const struct entry *entry, html body)
{
    const struct relinking to = {.site = view->site,
                                 .source = entry->source,
                                 .a = view->a,
                                 .root = link_to(view->a, &view->linker, (str){0}),
                                 .gone = words_get(view->words, "image_gone")};
    if (!relink_needed(body.markup, &to))
        return body;
    struct buf out = buf_init(LIMIT_PAGE);
    relink(&out, body.markup, &to);
    body.markup = arena_copy(view->a, buf_str(&out));
    buf_release(&out);
    return body;
}

/* Sets "body", as far as the source's policy shows it, and "lead_image", left out when the body
 * begins with the same picture. */
static bool set_body(const struct view *view, struct value *map, const struct entry *entry,
                     struct err *err)
{
    html body = {0};
    str text;
    bool full = entry->source->content == CONTENT_FULL;
    if (full &&
        !view->site->body(view->site->context, entry->article, view->body, &body, &text, err))
        return false;
    bool shown = image_first_is(view->site, entry, body);
    value_set(view->a, map, "body", value_html(at_page(view, entry, body)));
    value_set(view->a, map, "lead_image",
              shown ? value_bool(false) : lead_image_value(view, entry));
    value_set(view->a, map, "full", value_bool(full));
    value_set(view->a, map, "excerpt", value_bool(entry->source->content == CONTENT_EXCERPT));
    return true;
}

static void set_frame(const struct view *view, struct frame *frame, const struct entry *entry)
{
    const struct article *article = entry->article;
    str summary = card_summary(entry), dek = card_dek(entry);
    frame->title = article->title;
    frame->description = dek.n ? dek : summary.n ? summary : article->title;
    frame->canonical = article->url;
    frame->image = lead_image(view->site, entry);
}

bool fill_article(const struct view *view, struct value *context, struct frame *frame,
                  struct err *err)
{
    const struct entry *entry = view->page->subject;
    struct value article = card_value(view, entry);
    if (!set_body(view, &article, entry, err))
        return false;
    value_set(view->a, &article, "modified", modified_value(view, entry));
    field_list(view, &article, "authors", "has_authors", term_list(view, entry, TERM_AUTHOR));
    field_list(view, &article, "categories", "has_categories",
               term_list(view, entry, TERM_CATEGORY));
    field_list(view, &article, "tags", "has_tags", term_list(view, entry, TERM_TAG));
    value_set(view->a, &article, "original", original_value(view, entry));
    field_list(view, &article, "via", "has_via", via_value(view, entry->article));
    value_set(view->a, &article, "has_facts",
              value_bool(entry->article->url.n || entry->article->via.count));
    html json_ld = article_json_ld(view, entry);
    value_set(view->a, &article, "json_ld", value_html(json_ld));
    frame->script = json_ld.markup;
    struct period day = {entry->date.year, entry->date.month, entry->date.day, NULL, 0};
    field_href(view, &article, "day_href", period_path(view->a, &day));
    value_set(view->a, context, "article", article);
    field_list(view, context, "earlier", "has_earlier", earlier_value(view, entry));
    set_frame(view, frame, entry);
    return true;
}
