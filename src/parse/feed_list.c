/* What a feed that is being taken apart has so far, and telling its items from each other. */
#include <stdio.h>

#include "digest/hash.h"
#include "digest/map.h"
#include "feed.h"

struct feed_item *feed_add_item(struct feed_job *job)
{
    struct feed_document *document = job->document;
    if (document->count == LIMIT_FEED_ENTRIES) {
        if (job->doubt.code == ERR_NONE)
            err_set(&job->doubt, ERR_LIMIT, "more than %d entries; the others are left out",
                    LIMIT_FEED_ENTRIES);
        return NULL;
    }
    document->items = arena_grow(job->a, document->items, document->count, &document->cap,
                                 sizeof *document->items);
    struct feed_item *item = &document->items[document->count++];
    *item = (struct feed_item){0};
    return item;
}

void feed_names_add(struct feed_names *names, struct arena *a, str name)
{
    if (name.n == 0 || names->count == LIMIT_TERMS)
        return;
    for (size_t i = 0; i < names->count; i++)
        if (str_eq(names->items[i], name))
            return;
    names->items = arena_grow(a, names->items, names->count, &names->cap, sizeof *names->items);
    names->items[names->count++] = name;
}

void feed_attachments_add(struct feed_attachments *list, struct arena *a,
                          struct feed_attachment attachment)
{
    if (attachment.url.n == 0 || list->count == LIMIT_ATTACHMENTS)
        return;
    for (size_t i = 0; i < list->count; i++)
        if (str_eq(list->items[i].url, attachment.url))
            return;
    list->items = arena_grow(a, list->items, list->count, &list->cap, sizeof *list->items);
    list->items[list->count++] = attachment;
}

bool feed_item_is_something(const struct feed_item *item)
{
    return item->title.text.n || item->content.text.n || item->summary.text.n ||
           item->attachments.count || item->image.url.n;
}

/* -- Identifiers ------------------------------------------------------------------------------ */

/* What identifies an item, the first that is told the better. */
enum evidence { BY_ID, BY_URL, BY_CONTENT };

struct identity {
    enum evidence by;
    str id;
};

static str hashed(struct arena *a, struct hash hash)
{
    char hex[33];
    hash_hex(hash, hex);
    return arena_printf(a, "hash:%s", hex);
}

static str id_from_content(struct arena *a, const struct feed_item *item)
{
    struct hash hash = hash_of(item->url);
    hash = hash_with(hash, item->title.text);
    hash = hash_with(hash, item->published);
    if (item->title.text.n == 0)
        hash = hash_with(hash, item->content.text.n ? item->content.text : item->summary.text);
    return hashed(a, hash);
}

/* Keys of maps may be long, but not of any length. Line ends and controls have no place in one. */
static str usable_id(struct arena *a, str id)
{
    if (id.n > LIMIT_FIELD)
        return hashed(a, hash_of(id));
    char *copy = arena_alloc(a, id.n + 1);
    for (size_t i = 0; i < id.n; i++)
        copy[i] = (unsigned char)id.p[i] < ' ' || id.p[i] == '\x7F' ? ' ' : id.p[i];
    return (str){copy, id.n};
}

/* The identity of an item by the first evidence from `by` on that it has. */
static struct identity identity_of(struct arena *a, const struct feed_item *item, enum evidence by)
{
    if (by == BY_ID && item->id.n)
        return (struct identity){BY_ID, usable_id(a, item->id)};
    if (by <= BY_URL && item->url.n)
        return (struct identity){BY_URL, usable_id(a, item->url)};
    return (struct identity){BY_CONTENT, id_from_content(a, item)};
}

static bool same_text(str a, str b)
{
    return a.n == 0 || b.n == 0 || str_eq(a, b);
}

/* True when two items that say they are one are not: they lead to different places, or in a feed that
 * does not show versions of its entries have other titles. */
static bool are_different(const struct feed_document *document, const struct feed_item *a,
                          const struct feed_item *b)
{
    return !same_text(a->url, b->url) ||
           (!document->versions && !same_text(a->title.text, b->title.text));
}

/* Marks in `shared` the items whose identifiers by `by` are also those of different ones. */
static void find_shared(const struct feed_document *document, const struct identity *identities,
                        enum evidence by, bool *shared)
{
    struct arena scratch = {0};
    struct map first = {.arena = &scratch};
    for (size_t i = 0; i < document->count; i++) {
        struct feed_item *item = &document->items[i];
        struct feed_item *other = map_get(&first, identities[i].id);
        shared[i] = false;
        if (identities[i].by != by)
            continue;
        if (!other) {
            map_set(&first, identities[i].id, item);
        } else if (are_different(document, item, other)) {
            shared[i] = shared[other - document->items] = true;
        }
    }
    /* One that is the same as a shared one is shared, too. */
    for (size_t i = 0; i < document->count; i++) {
        struct feed_item *other = identities[i].by == by ? map_get(&first, identities[i].id) : NULL;
        if (other)
            shared[i] = shared[other - document->items];
    }
    arena_release(&scratch);
}

/* True when item is a later version than other. */
static bool is_newer(const struct feed_item *item, const struct feed_item *other)
{
    struct stamp a, b;
    return feed_date_read(item->modified.n ? item->modified : item->published, NULL, &a) &&
           feed_date_read(other->modified.n ? other->modified : other->published, NULL, &b) &&
           a.utc > b.utc;
}

/* Keeps one of each identifier, in the place of the first. */
static void drop_repeated(struct feed_document *document)
{
    struct arena scratch = {0};
    struct map seen = {.arena = &scratch};
    size_t kept = 0;
    for (size_t i = 0; i < document->count; i++) {
        struct feed_item *item = &document->items[i];
        struct feed_item *other = map_get(&seen, item->id);
        if (!other) {
            document->items[kept] = *item;
            map_set(&seen, document->items[kept].id, &document->items[kept]);
            kept++;
        } else if (is_newer(item, other)) {
            *other = *item;
        }
    }
    document->count = kept;
    arena_release(&scratch);
}

void feed_identify(struct feed_document *document, struct arena *a)
{
    struct identity *identities = arena_array(a, document->count, sizeof *identities);
    bool *shared = arena_array(a, document->count, sizeof *shared);
    for (size_t i = 0; i < document->count; i++)
        identities[i] = identity_of(a, &document->items[i], BY_ID);
    for (enum evidence by = BY_ID; by < BY_CONTENT; by++) {
        find_shared(document, identities, by, shared);
        for (size_t i = 0; i < document->count; i++)
            if (shared[i])
                identities[i] = identity_of(a, &document->items[i], (enum evidence)(by + 1));
    }
    for (size_t i = 0; i < document->count; i++)
        document->items[i].id = identities[i].id;
    drop_repeated(document);
}
