/* The memory of sources' files: see build_items.h. */
#include "build_items.h"

#include "digest/limits.h"

/* One source's part. */
struct remembered {
    struct hash settings; /* of all but the bytes that parsing depends on */
    struct stored_item *items;
    size_t count;
    struct map by_name; /* → struct stored_item */
};

struct items {
    struct build_run *run;
    struct remembered *sources; /* parallel to the configuration's */
    pthread_mutex_t lock;       /* held around each use of the store and of the run's arena */
};

static struct hash hash_strs(struct hash h, struct str_list list)
{
    for (size_t i = 0; i < list.count; i++)
        h = hash_with(h, list.items[i]);
    return hash_with(h, STR("|"));
}

/* Everything in the configuration, and of the program, that decides what an item's articles are. */
static struct hash hash_settings(const struct build_run *run, size_t index)
{
    const struct source *source = &run->config.sources[index];
    const struct media *media = &run->media[index];
    struct hash h = hash_of(STR(DIGEST_VERSION));
    h = hash_with(h, source->key);
    h = hash_with(h, source->language);
    h = hash_with(h, source->home);
    h = hash_with(h, run->config.timezone);
    h = hash_strs(h, source->strip);
    h = hash_strs(h, source->categories);
    h = hash_strs(h, source->tags);
    h = hash_strs(h, source->tagged);
    h = hash_strs(h, source->default_categories);
    h = hash_with(h, source->images == IMAGES_NONE ? STR("bare") : STR("illustrated"));
    for (size_t i = 0; i < media->count; i++) {
        uint32_t size[2] = {media->files[i].width, media->files[i].height};
        h = hash_with(h, media->files[i].site_path);
        h = hash_with(h, (str){(const char *)size, sizeof size});
    }
    return h;
}

bool items_load(struct items **out, struct build_run *run, struct err *err)
{
    struct items *items = arena_alloc(&run->arena, sizeof *items);
    items->run = run;
    items->sources = arena_array(&run->arena, run->config.source_count, sizeof *items->sources);
    pthread_mutex_init(&items->lock, NULL);
    for (size_t i = 0; i < run->config.source_count; i++) {
        struct remembered *r = &items->sources[i];
        if (!store_items(run->store, &run->arena, run->config.sources[i].key, &r->items, &r->count,
                         err))
            return false;
        r->settings = hash_settings(run, i);
        r->by_name.arena = &run->arena;
        for (size_t k = 0; k < r->count; k++)
            map_set(&r->by_name, r->items[k].name, &r->items[k]);
    }
    *out = items;
    return true;
}

struct hash items_fingerprint(const struct items *items, const struct raw *raw)
{
    struct hash h = items->sources[raw->item->source].settings;
    h = hash_with(h, raw->item->name);
    char kind = (char)raw->item->kind;
    h = hash_with(h, (str){&kind, 1});
    if (!raw->item->stored)
        return hash_with(h, raw->bytes);
    /* Of a document more than its bytes is seen in the article. */
    h = hash_with(h, raw->item->path);
    h = hash_with(h, raw->item->charset);
    h = hash_with(h, (str){(const char *)&raw->item->mtime, sizeof raw->item->mtime});
    h = hash_with(h, raw->item->markdown ? STR("markdown") : STR(""));
    return hash_with(h, (str){(const char *)&raw->item->hash, sizeof raw->item->hash});
}

bool items_read(struct items *items, const struct raw_item *item, struct buf *buf, struct err *err)
{
    buf_reset(buf);
    buf->max = LIMIT_DOCUMENT; /* the buffer was another item's before */
    pthread_mutex_lock(&items->lock);
    bool good = store_document_load(items->run->store, items->run->config.sources[item->source].key,
                                    item->name, 0, buf, err);
    pthread_mutex_unlock(&items->lock);
    return good;
}

/* An image of the source, or one that it had when the article was read. */
static void use_image(struct items *items, uint32_t source, str url)
{
    struct build_run *run = items->run;
    struct media_file *file = map_get(&run->media[source].by_site_path, url);
    if (file) {
        atomic_store(&file->used, true);
        return;
    }
    if (!str_starts(url, STR("media/")))
        return;
    pthread_mutex_lock(&items->lock);
    run->lost_images = arena_grow(&run->arena, run->lost_images, run->lost_image_count,
                                  &run->lost_image_cap, sizeof(str));
    run->lost_images[run->lost_image_count++] = arena_copy(&run->arena, url);
    pthread_mutex_unlock(&items->lock);
}

void items_use_images(struct items *items, const struct article *article)
{
    str body = article->body.markup;
    const str begin = STR(" src=\"media/");
    use_image(items, article->source, article->image.url);
    for (size_t at = 0; (at = str_find(body, begin, at)) != SIZE_MAX;) {
        size_t from = at + sizeof " src=\"" - 1;
        at = str_find_char(body, '"', from);
        use_image(items, article->source, str_slice(body, from, at));
    }
}

enum recall items_recall(struct items *items, const struct raw_item *item,
                         const struct hash *fingerprint, struct arena *a, struct buf *packed,
                         struct parsed *out)
{
    struct remembered *r = &items->sources[item->source];
    struct stored_item *known = map_get(&r->by_name, item->name);
    if (!known || (fingerprint && (!known->clean || !hash_eq(known->fingerprint, *fingerprint))))
        return RECALL_NOTHING;

    struct err ignored = {0};
    buf_reset(packed);
    pthread_mutex_lock(&items->lock);
    bool good = store_item_load(items->run->store, items->run->config.sources[item->source].key,
                                item->name, packed, &ignored);
    pthread_mutex_unlock(&items->lock);

    struct stored_articles articles = {0};
    if (!good || packed->over || !articles_unpack(&articles, a, buf_str(packed), item->source)) {
        known->clean = false; /* so that it is saved anew when the file can be read */
        known->fingerprint = (struct hash){0};
        return RECALL_BROKEN;
    }
    *out = (struct parsed){.articles = articles.items,
                           .texts = articles.texts,
                           .count = articles.count,
                           .announced = articles.count};
    return RECALL_DONE;
}

static bool is_clean(const struct parsed *parsed)
{
    size_t skipped = 0;
    for (int i = 0; i < SKIP_REASONS; i++)
        skipped += parsed->skipped[i];
    return parsed->problem_count == 0 && parsed->failed == 0 && skipped == 0 &&
           parsed->announced == parsed->count;
}

bool items_remember(struct items *items, const struct raw_item *item, struct hash fingerprint,
                    const struct parsed *parsed, struct buf *packed, struct err *err)
{
    struct stored_item stored = {item->name, fingerprint, is_clean(parsed)};
    struct stored_articles articles = {parsed->articles, parsed->texts, parsed->count};
    const struct stored_item *known = map_get(&items->sources[item->source].by_name, item->name);
    if (known && hash_eq(known->fingerprint, fingerprint) && known->clean == stored.clean)
        return true;
    buf_reset(packed);
    articles_pack(packed, &articles);
    if (packed->over)
        return true; /* too large to be remembered; it is parsed again next time */
    pthread_mutex_lock(&items->lock);
    bool good = store_item_save(items->run->store, items->run->config.sources[item->source].key,
                                &stored, buf_str(packed), err);
    pthread_mutex_unlock(&items->lock);
    return good;
}

struct raw_items items_of_source(const struct items *items, size_t source)
{
    const struct remembered *r = &items->sources[source];
    struct raw_items out = {arena_array(&items->run->arena, r->count, sizeof *out.items), r->count};
    for (size_t i = 0; i < r->count; i++)
        out.items[i] = (struct raw_item){.source = (uint32_t)source, .name = r->items[i].name};
    return out;
}

bool items_forget_others(struct items *items, size_t source, const struct raw_items *listed,
                         struct err *err)
{
    const struct remembered *r = &items->sources[source];
    struct map names = {.arena = &items->run->arena};
    for (size_t i = 0; i < listed->count; i++)
        map_set(&names, listed->items[i].name, &listed->items[i]);
    for (size_t i = 0; i < r->count; i++)
        if (!map_get(&names, r->items[i].name) &&
            !store_item_remove(items->run->store, items->run->config.sources[source].key,
                               r->items[i].name, err))
            return false;
    return true;
}
