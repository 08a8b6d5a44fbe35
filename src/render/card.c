/* Articles, images and moments as the fields that templates show. */
#include "page.h"

void field_text(const struct view *view, struct value *map, const char *name, str text)
{
    value_set(view->a, map, name, value_text(text));
}

void field_list(const struct view *view, struct value *map, const char *name, const char *has,
                struct value list)
{
    value_set(view->a, map, has, value_bool(list.count > 0));
    value_set(view->a, map, name, list);
}

void field_href(const struct view *view, struct value *map, const char *name, str path)
{
    value_set(view->a, map, name, value_text(link_to(view->a, &view->linker, path)));
}

void field_count(const struct view *view, struct value *map, size_t count)
{
    value_set(view->a, map, "count", value_number(view->a, (int64_t)count));
    field_text(view, map, "count_text", words_count(view->a, view->words, "articles", count));
}

struct value term_link(const struct view *view, const struct term *term)
{
    struct value link = value_map();
    field_text(view, &link, "name", term->name);
    field_href(view, &link, "href", term_path(view->a, term));
    return link;
}

str moment_iso(struct arena *a, int64_t utc, int32_t offset)
{
    struct buf out = buf_init(64);
    time_add_rfc3339(&out, (struct stamp){utc, offset});
    str iso = arena_copy(a, buf_str(&out));
    buf_release(&out);
    return iso;
}

struct value moment_value(const struct view *view, int64_t utc, int32_t offset)
{
    struct civil date = civil_of(utc, offset);
    struct value moment = value_map();
    field_text(view, &moment, "iso", moment_iso(view->a, utc, offset));
    field_text(view, &moment, "text", words_date(view->a, view->words, "date", date));
    field_text(view, &moment, "short", words_date(view->a, view->words, "date_short", date));
    /* Articles that know only their day say midnight. */
    bool timed = date.hour || date.minute || date.second;
    field_text(view, &moment, "time",
               timed ? words_date(view->a, view->words, "time", date) : (str){0});
    return moment;
}

struct value image_value(const struct view *view, const struct image *image)
{
    if (!image->url.n)
        return value_bool(false);
    bool sized = image->width && image->height;
    struct value out = value_map();
    field_text(view, &out, "src", link_image(view->a, &view->linker, image->url));
    field_text(view, &out, "srcset", (str){0});
    field_text(view, &out, "alt", image->alt);
    field_text(view, &out, "caption", image->caption);
    value_set(view->a, &out, "sized", value_bool(sized));
    value_set(view->a, &out, "width", value_number(view->a, sized ? image->width : 0));
    value_set(view->a, &out, "height", value_number(view->a, sized ? image->height : 0));
    value_set(view->a, &out, "upright", value_bool(sized && image->height > image->width));
    return out;
}

struct value lead_image_value(const struct view *view, const struct entry *entry)
{
    const struct image image = lead_image(view->site, entry);
    const struct mirrored *copies = copies_of(view->site, entry->source, entry->article->image.url);
    struct value out = image_value(view, &image);
    if (copies && copies->count) {
        str root = link_to(view->a, &view->linker, (str){0});
        field_text(view, &out, "srcset", copies_srcset(view->a, copies, root));
    }
    return out;
}

/* What a list says of the source: our page of it, and its own site. */
static struct value source_value(const struct view *view, const struct entry *entry)
{
    struct value source = term_link(view, entry->source_term);
    field_text(view, &source, "home", entry->source->home);
    return source;
}

/* Language and direction of the article's text, where they are not the page's. */
static void set_language(const struct view *view, struct value *card, const struct article *article)
{
    bool same = !article->language.n || str_eq_nocase(article->language, view->words->language);
    bool same_way = article->direction == language_direction(view->words->language);
    field_text(view, card, "language", same ? (str){0} : article->language);
    field_text(view, card, "direction",
               same_way                              ? (str){0}
               : article->direction == DIRECTION_RTL ? STR("rtl")
                                                     : STR("ltr"));
}

str card_summary(const struct entry *entry)
{
    return entry->source->content == CONTENT_LINK ? (str){0} : entry->article->summary;
}

str card_dek(const struct entry *entry)
{
    return entry->source->content == CONTENT_LINK ? (str){0} : entry->article->dek;
}

struct value card_value(const struct view *view, const struct entry *entry)
{
    const struct article *article = entry->article;
    struct value card = value_map();
    field_text(view, &card, "title", article->title);
    field_href(view, &card, "href", entry->path);
    field_text(view, &card, "dek", card_dek(entry));
    field_text(view, &card, "summary", card_summary(entry));
    set_language(view, &card, article);
    value_set(view->a, &card, "published",
              moment_value(view, article->published.utc, entry->offset));
    value_set(view->a, &card, "source", source_value(view, entry));
    value_set(view->a, &card, "category",
              entry->term_count[TERM_CATEGORY] ? term_link(view, entry->terms[TERM_CATEGORY][0])
                                               : value_bool(false));
    value_set(view->a, &card, "image", lead_image_value(view, entry));
    unsigned minutes = article_minutes(article);
    value_set(view->a, &card, "minutes", value_number(view->a, minutes));
    field_text(view, &card, "minutes_text", words_count(view->a, view->words, "minutes", minutes));
    value_set(view->a, &card, "first_image", value_bool(false));
    value_set(view->a, &card, "pinned", value_bool(false));
    return card;
}

struct value card_list(const struct view *view, struct entry *const *entries, size_t count)
{
    struct value list = value_list();
    bool seen = false; /* the first picture of a page should not wait to be scrolled to */
    for (size_t i = 0; i < count; i++) {
        struct value card = card_value(view, entries[i]);
        bool has = lead_image(view->site, entries[i]).url.n > 0;
        value_set(view->a, &card, "first_image", value_bool(has && !seen));
        value_push(view->a, &list, card);
        seen = seen || has;
    }
    return list;
}
