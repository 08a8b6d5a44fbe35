/* JSON Feed 1.1 (jsonfeed.org/version/1.1). */
#include "digest/value.h"
#include "feed_item.h"
#include "links.h"

static struct value authors_value(struct feed_maker *maker, const struct entry *entry)
{
    struct str_list names = feed_item_authors(maker, entry);
    struct value list = value_list();
    for (size_t i = 0; i < names.count; i++) {
        struct value author = value_map();
        value_set(&maker->arena, &author, "name", value_text(names.items[i]));
        if (!entry->term_count[TERM_AUTHOR])
            value_set_text(&maker->arena, &author, "url", entry->source->home);
        value_push(&maker->arena, &list, author);
    }
    return list;
}

static struct value tags_value(struct arena *a, const struct entry *entry)
{
    static const enum term_kind kinds[] = {TERM_CATEGORY, TERM_TAG};
    struct value list = value_list();
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (size_t i = 0; i < entry->term_count[kinds[k]]; i++)
            value_push(a, &list, value_text(entry->terms[kinds[k]][i]->name));
    return list;
}

/* An item must have one of the two kinds of content. */
static void set_content(struct arena *a, struct value *map, const struct feed_item *item)
{
    if (item->content.n)
        value_set(a, map, "content_html", value_text(arena_copy(a, item->content)));
    else
        value_set(a, map, "content_text",
                  value_text(item->summary.n ? item->summary : item->entry->article->title));
}

static struct value item_value(struct feed_maker *maker, const struct feed_item *item)
{
    struct arena *a = &maker->arena;
    struct value map = value_map();
    value_set(a, &map, "id", value_text(item->id));
    value_set(a, &map, "url", value_text(item->url));
    value_set_text(a, &map, "external_url", item->entry->article->url);
    value_set(a, &map, "title", value_text(item->entry->article->title));
    set_content(a, &map, item);
    value_set_text(a, &map, "summary", item->summary);
    value_set_text(a, &map, "image", item->image);
    value_set(a, &map, "date_published", value_text(feed_date(a, item->published)));
    value_set(a, &map, "date_modified", value_text(feed_date(a, item->modified)));
    value_set(a, &map, "authors", authors_value(maker, item->entry));
    struct value tags = tags_value(a, item->entry);
    if (tags.count)
        value_set(a, &map, "tags", tags);
    value_set_text(a, &map, "language", item->language);
    return map;
}

static struct value head_value(struct feed_maker *maker)
{
    const struct config *config = maker->site->config;
    struct arena *a = &maker->arena;
    struct value map = value_map();
    value_set(a, &map, "version", value_text(STR("https://jsonfeed.org/version/1.1")));
    value_set(a, &map, "title", value_text(maker->feed->title));
    value_set(a, &map, "home_page_url",
              value_text(link_absolute(a, config, maker->feed->page_path)));
    value_set(a, &map, "feed_url", value_text(link_absolute(a, config, maker->feed->path)));
    value_set_text(a, &map, "description", config->description);
    value_set_text(a, &map, "language", config->language);
    return map;
}

bool feed_json(const struct site *site, const struct feed *feed, struct buf *body, struct buf *out,
               struct err *err)
{
    struct feed_maker maker = feed_maker_init(site, feed, body);
    struct value map = head_value(&maker), items = value_list();
    bool done = true;
    for (size_t i = 0; i < feed_item_count(feed) && done; i++) {
        struct feed_item item;
        done = feed_item_make(&item, &maker, i, err);
        if (done)
            value_push(&maker.arena, &items, item_value(&maker, &item));
    }
    value_set(&maker.arena, &map, "items", items);
    if (done) {
        value_to_json(out, &map);
        buf_addc(out, '\n');
    }
    feed_maker_release(&maker);
    if (done && out->over)
        return err_set(err, ERR_LIMIT, "the file is larger than %zu bytes", out->max);
    return done;
}
