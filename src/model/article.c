/* What can be told of one article by itself. */
#include "digest/article.h"

/* Words a minute; adults read 200 to 260 of non-fiction. */
#define READING_SPEED 230

static struct hash hash_number(struct hash h, int64_t number)
{
    return hash_with(h, (str){(const char *)&number, sizeof number});
}

static struct hash hash_labels(struct hash h, struct labels labels)
{
    h = hash_number(h, (int64_t)labels.count);
    for (size_t i = 0; i < labels.count; i++)
        h = hash_with(hash_with(h, labels.items[i].name), labels.items[i].parent);
    return h;
}

void article_hash(struct article *article)
{
    const struct image *image = &article->image;
    const str texts[] = {
        article->id,  article->url,     article->slug,        article->title,
        article->dek, article->summary, article->body.markup, article->language,
        image->url,   image->alt,       image->caption,
    };
    struct hash h = {0};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        h = hash_with(h, texts[i]);
    h = hash_number(h, article->published.utc);
    h = hash_number(h, article->published.offset);
    h = hash_number(h, article->modified.utc);
    h = hash_number(h, article->modified.offset);
    h = hash_number(h, image->width);
    h = hash_number(h, image->height);
    h = hash_labels(h, article->authors);
    h = hash_labels(h, article->categories);
    h = hash_labels(h, article->tags);
    for (size_t i = 0; i < article->via.count; i++)
        h = hash_with(hash_with(h, article->via.items[i].url), article->via.items[i].text);
    article->content_hash = h;
}

/* True when one of the comma-separated `subtags` is a subtag of the language tag. */
static bool has_subtag(str language, str subtags)
{
    for (str rest = language, part; str_next_part(&rest, '-', &part);)
        for (str all = subtags, one; str_next_part(&all, ',', &one);)
            if (str_eq_nocase(part, one))
                return true;
    return false;
}

enum direction language_direction(str language)
{
    /* Languages usually written in a right-to-left script, and those scripts (ISO 15924). */
    const str rtl_languages = STR("ar,arc,ckb,dv,fa,he,iw,ks,ps,sd,syr,ug,ur,yi");
    const str rtl_scripts = STR("Arab,Hebr,Syrc,Thaa,Nkoo,Adlm,Rohg");

    size_t hyphen = str_find_char(language, '-', 0);
    str primary = str_slice(language, 0, hyphen);
    if (has_subtag(language, rtl_scripts))
        return DIRECTION_RTL;
    if (has_subtag(language, STR("Latn,Cyrl")))
        return DIRECTION_LTR;
    return has_subtag(primary, rtl_languages) ? DIRECTION_RTL : DIRECTION_LTR;
}

unsigned article_minutes(const struct article *article)
{
    unsigned minutes = (article->words + READING_SPEED / 2) / READING_SPEED;
    return minutes ? minutes : 1;
}

static struct labels copy_labels(struct arena *a, struct labels from)
{
    struct labels to = {arena_array(a, from.count, sizeof *to.items), from.count};
    for (size_t i = 0; i < from.count; i++) {
        to.items[i] = from.items[i];
        to.items[i].name = arena_copy(a, from.items[i].name);
        to.items[i].slug = arena_copy(a, from.items[i].slug);
        to.items[i].parent = arena_copy(a, from.items[i].parent);
    }
    return to;
}

static struct links copy_links(struct arena *a, struct links from)
{
    struct links to = {arena_array(a, from.count, sizeof *to.items), from.count};
    for (size_t i = 0; i < from.count; i++) {
        to.items[i].url = arena_copy(a, from.items[i].url);
        to.items[i].text = arena_copy(a, from.items[i].text);
    }
    return to;
}

struct article *article_copy(struct arena *a, const struct article *article)
{
    struct article *copy = arena_alloc(a, sizeof *copy);
    *copy = *article;
    copy->body.markup = (str){0};
    str *const texts[] = {
        &copy->id,      &copy->url,       &copy->slug,      &copy->title,         &copy->dek,
        &copy->summary, &copy->image.url, &copy->image.alt, &copy->image.caption, &copy->language,
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = arena_copy(a, *texts[i]);
    copy->authors = copy_labels(a, article->authors);
    copy->categories = copy_labels(a, article->categories);
    copy->tags = copy_labels(a, article->tags);
    copy->via = copy_links(a, article->via);
    return copy;
}
