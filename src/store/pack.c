/*
 * Articles as bytes.
 *
 * A version byte, the number of articles, then each article's fields in the order of pack_article:
 * numbers as eight bytes, least significant first, texts as their length and bytes; at the end the
 * fingerprint of all that, since SQLite does not see damage inside a value. Bodies were
 * cleaned before they were packed, so unpacking may make html values of them again; a store that
 * somebody else can write to is as much a danger as a site that somebody else can write to.
 */
#include "digest/store.h"

/* Raised whenever the fields or what parsers put into them changes: old packs are then read anew
 * from their files. */
#define PACK_VERSION 4

static void put_number(struct buf *out, uint64_t number)
{
    char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (char)(number >> (8 * i));
    buf_add(out, (str){bytes, sizeof bytes});
}

static void put_hash(struct buf *out, struct hash hash)
{
    put_number(out, hash.high);
    put_number(out, hash.low);
}

static void put_text(struct buf *out, str text)
{
    put_number(out, text.n);
    buf_add(out, text);
}

static void put_stamp(struct buf *out, struct stamp stamp)
{
    put_number(out, (uint64_t)stamp.utc);
    put_number(out, (uint64_t)(int64_t)stamp.offset);
}

static void put_labels(struct buf *out, struct labels labels)
{
    put_number(out, labels.count);
    for (size_t i = 0; i < labels.count; i++) {
        put_text(out, labels.items[i].name);
        put_text(out, labels.items[i].slug);
        put_text(out, labels.items[i].parent);
        put_number(out, labels.items[i].guessed);
    }
}

static void put_image(struct buf *out, const struct image *image)
{
    put_text(out, image->url);
    put_text(out, image->alt);
    put_text(out, image->caption);
    put_number(out, image->width);
    put_number(out, image->height);
}

static void put_links(struct buf *out, struct links links)
{
    put_number(out, links.count);
    for (size_t i = 0; i < links.count; i++) {
        put_text(out, links.items[i].url);
        put_text(out, links.items[i].text);
    }
}

static void pack_article(struct buf *out, const struct article *article, str text)
{
    const str texts[] = {article->id,       article->url,         article->slug,
                         article->title,    article->dek,         article->summary,
                         article->language, article->body.markup, text};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        put_text(out, texts[i]);
    put_stamp(out, article->published);
    put_stamp(out, article->modified);
    put_labels(out, article->authors);
    put_labels(out, article->categories);
    put_labels(out, article->tags);
    put_image(out, &article->image);
    put_number(out, article->direction);
    put_number(out, article->words);
    put_links(out, article->via);
    put_hash(out, article->content_hash);
    put_number(out, article->dated_by_file);
}

void articles_pack(struct buf *out, const struct stored_articles *articles)
{
    size_t begin = out->n;
    buf_addc(out, PACK_VERSION);
    put_number(out, articles->count);
    for (size_t i = 0; i < articles->count; i++)
        pack_article(out, articles->items[i], articles->texts[i]);
    put_hash(out, hash_of(str_slice(buf_str(out), begin, out->n)));
}

/* -- Unpacking -------------------------------------------------------------------------------- */

/* What is left to read. `bad` is sticky: behind it everything reads as nothing. */
struct unpack {
    str rest;
    bool bad;
    struct arena *arena;
};

static str take_bytes(struct unpack *u, uint64_t n)
{
    if (u->bad || n > u->rest.n) {
        u->bad = true;
        return (str){0};
    }
    str bytes = str_slice(u->rest, 0, n);
    u->rest = str_slice(u->rest, n, u->rest.n);
    return bytes;
}

static uint64_t take_number(struct unpack *u)
{
    str bytes = take_bytes(u, 8);
    uint64_t number = 0;
    for (size_t i = bytes.n; i-- > 0;)
        number = number << 8 | (unsigned char)bytes.p[i];
    return number;
}

static struct hash take_hash(struct unpack *u)
{
    struct hash hash;
    hash.high = take_number(u);
    hash.low = take_number(u);
    return hash;
}

static str take_text(struct unpack *u)
{
    return take_bytes(u, take_number(u));
}

/* A count of things that take at least `size` bytes each, so that no number makes us allocate more
 * than there can be. */
static size_t take_count(struct unpack *u, size_t size)
{
    uint64_t count = take_number(u);
    if (count > u->rest.n / size)
        u->bad = true;
    return u->bad ? 0 : count;
}

static struct stamp take_stamp(struct unpack *u)
{
    struct stamp stamp;
    stamp.utc = (int64_t)take_number(u);
    stamp.offset = (int32_t)(int64_t)take_number(u);
    return stamp;
}

static enum guess take_guess(struct unpack *u)
{
    uint64_t number = take_number(u);
    if (number > GUESS_BARE)
        u->bad = true;
    return u->bad ? GUESS_NONE : (enum guess)number;
}

static struct labels take_labels(struct unpack *u)
{
    struct labels labels = {NULL, take_count(u, 32)};
    labels.items = arena_array(u->arena, labels.count, sizeof *labels.items);
    for (size_t i = 0; i < labels.count; i++) {
        labels.items[i].name = take_text(u);
        labels.items[i].slug = take_text(u);
        labels.items[i].parent = take_text(u);
        labels.items[i].guessed = take_guess(u);
    }
    return labels;
}

static struct image take_image(struct unpack *u)
{
    struct image image;
    image.url = take_text(u);
    image.alt = take_text(u);
    image.caption = take_text(u);
    image.width = (uint32_t)take_number(u);
    image.height = (uint32_t)take_number(u);
    return image;
}

static struct links take_links(struct unpack *u)
{
    struct links links = {NULL, take_count(u, 16)};
    links.items = arena_array(u->arena, links.count, sizeof *links.items);
    for (size_t i = 0; i < links.count; i++) {
        links.items[i].url = take_text(u);
        links.items[i].text = take_text(u);
    }
    return links;
}

static struct article *unpack_article(struct unpack *u, str *text)
{
    struct article *article = arena_alloc(u->arena, sizeof *article);
    str *const texts[] = {&article->id,       &article->url,         &article->slug,
                          &article->title,    &article->dek,         &article->summary,
                          &article->language, &article->body.markup, text};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = take_text(u);
    article->published = take_stamp(u);
    article->modified = take_stamp(u);
    article->authors = take_labels(u);
    article->categories = take_labels(u);
    article->tags = take_labels(u);
    article->image = take_image(u);
    article->direction = take_number(u) ? DIRECTION_RTL : DIRECTION_LTR;
    article->words = (uint32_t)take_number(u);
    article->via = take_links(u);
    article->content_hash = take_hash(u);
    article->dated_by_file = take_number(u) != 0;
    return article;
}

bool articles_unpack(struct stored_articles *out, struct arena *a, str packed, uint32_t source)
{
    struct unpack u = {.rest = packed, .arena = a};
    str version = take_bytes(&u, 1);
    if (u.bad || version.p[0] != PACK_VERSION)
        return false;
    out->count = take_count(&u, 9 * 8);
    out->items = arena_array(a, out->count, sizeof(struct article *));
    out->texts = arena_array(a, out->count, sizeof *out->texts);
    for (size_t i = 0; i < out->count && !u.bad; i++) {
        out->items[i] = unpack_article(&u, &out->texts[i]);
        out->items[i]->source = source;
    }
    str whole = str_slice(packed, 0, packed.n - u.rest.n);
    return hash_eq(take_hash(&u), hash_of(whole)) && !u.bad && u.rest.n == 0;
}
