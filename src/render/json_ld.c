/* The article for search engines: schema.org's NewsArticle as a JSON-LD block. */
#include "digest/escape.h"
#include "digest/limits.h"
#include "page.h"

/* Appends the literal `before`, text as the inside of a JSON string, and the literal `after`;
 * nothing when there is no text. */
static void add_text(struct buf *out, const char *before, str text, const char *after)
{
    if (!text.n)
        return;
    buf_addz(out, before);
    escape_json(out, text);
    buf_addz(out, after);
}

static void add_image(struct buf *out, const struct view *view, const struct image *image)
{
    if (!image->url.n)
        return;
    str url = link_is_external(image->url) ? image->url
                                           : link_absolute(view->a, view->site->config, image->url);
    add_text(out, ",\"image\":{\"@type\":\"ImageObject\",\"url\":\"", url, "\"");
    if (image->width && image->height)
        buf_addf(out, ",\"width\":%u,\"height\":%u", image->width, image->height);
    add_text(out, ",\"caption\":\"", image->caption, "\"");
    buf_addz(out, "}");
}

/* Authors are people; an article without a byline is its source's. */
static void add_authors(struct buf *out, const struct entry *entry)
{
    if (!entry->term_count[TERM_AUTHOR]) {
        add_text(out, ",\"author\":{\"@type\":\"Organization\",\"name\":\"", entry->source->name,
                 "\"}");
        return;
    }
    for (size_t i = 0; i < entry->term_count[TERM_AUTHOR]; i++)
        add_text(out,
                 i ? ",{\"@type\":\"Person\",\"name\":\""
                   : ",\"author\":[{\"@type\":\"Person\",\"name\":\"",
                 entry->terms[TERM_AUTHOR][i]->name, "\"}");
    buf_addz(out, "]");
}

static void add_keywords(struct buf *out, const struct entry *entry)
{
    for (size_t i = 0; i < entry->term_count[TERM_TAG]; i++)
        add_text(out, i ? ",\"" : ",\"keywords\":[\"", entry->terms[TERM_TAG][i]->name, "\"");
    if (entry->term_count[TERM_TAG])
        buf_addz(out, "]");
}

html article_json_ld(const struct view *view, const struct entry *entry)
{
    const struct article *article = entry->article;
    int64_t modified = article->modified.utc > article->published.utc ? article->modified.utc
                                                                      : article->published.utc;
    str own = link_absolute(view->a, view->site->config, entry->path);
    struct buf out = buf_init(LIMIT_PAGE);
    buf_addz(&out, "{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\"");
    add_text(&out, ",\"headline\":\"", article->title, "\"");
    add_text(&out, ",\"alternativeHeadline\":\"", card_dek(entry), "\"");
    add_text(&out, ",\"description\":\"", card_summary(entry), "\"");
    add_text(&out, ",\"datePublished\":\"",
             moment_iso(view->a, article->published.utc, entry->offset), "\"");
    add_text(&out, ",\"dateModified\":\"",
             moment_iso(view->a, modified, zone_offset(view->site->zone, modified)), "\"");
    add_authors(&out, entry);
    add_text(&out, ",\"publisher\":{\"@type\":\"Organization\",\"name\":\"", entry->source->name,
             "\"");
    add_text(&out, ",\"url\":\"", entry->source->home, "\"");
    add_text(&out, ",\"logo\":{\"@type\":\"ImageObject\",\"url\":\"", entry->source->icon, "\"}");
    buf_addz(&out, "}");
    const struct image image = lead_image(view->site, entry);
    add_image(&out, view, &image);
    add_text(&out, ",\"url\":\"", own, "\"");
    add_text(&out, ",\"mainEntityOfPage\":\"", article->url.n ? article->url : own, "\"");
    add_text(&out, ",\"isBasedOn\":\"", article->url, "\"");
    add_text(&out, ",\"inLanguage\":\"", article->language, "\"");
    if (entry->term_count[TERM_CATEGORY])
        add_text(&out, ",\"articleSection\":\"", entry->terms[TERM_CATEGORY][0]->name, "\"");
    add_keywords(&out, entry);
    buf_addf(&out, ",\"wordCount\":%u}", article->words);
    str json = arena_copy(view->a, buf_str(&out));
    buf_release(&out);
    return escape_json_block(json);
}
