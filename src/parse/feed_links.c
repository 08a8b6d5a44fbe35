/* What feeds say in attributes: links, files that belong to an entry, and images. */
#include "feed_xml.h"
#include "xml.h"

/* Pixels a side that an image may have; more is a mistake. */
#define PIXELS_MOST 100000
/* The width from which on more pixels are of no use on a page. */
#define WIDTH_ENOUGH 2000

/* How good an image is whose width is not known, by where it is named; else its width says it. */
enum { SCORE_THUMBNAIL = 200, SCORE_IMAGE = 700, SCORE_ENCLOSURE = 900, SCORE_MEDIA = 1000 };

str feed_base(const struct feed_reader *r)
{
    str base = r->frames[r->depth].base;
    if (base.n == 0)
        base = r->job->document->url;
    return base.n ? base : r->job->document->home;
}

str feed_resolve(const struct feed_reader *r, str reference)
{
    return reference.n ? url_resolve(r->job->a, feed_base(r), reference, false) : reference;
}

static bool is_image_file(str url)
{
    return feed_ends_in(url, ".jpg .jpeg .png .webp .gif .avif");
}

static bool is_playable_file(str url)
{
    return feed_ends_in(url, FEED_AUDIO " " FEED_VIDEO);
}

static uint64_t number_of(const struct tag *tag, const char *name, uint64_t most)
{
    uint64_t number = 0;
    str text = xml_tag_attribute(tag, name);
    if (str_ends(text, STR("px")))
        text.n -= 2;
    str_to_uint(text, most, &number);
    return number;
}

/* -- Images ----------------------------------------------------------------------------------- */

static int score_of(uint32_t width, int unknown)
{
    if (width == 0)
        return unknown;
    return width > WIDTH_ENOUGH ? (int)(WIDTH_ENOUGH - (width - WIDTH_ENOUGH) / 100) : (int)width;
}

/* Takes the image when it is better than the one that is there. Pictures of authors, which
 * WordPress.com puts first, are none. */
static bool consider(struct feed_reader *r, str reference, const struct tag *tag, int score)
{
    struct image image = {.url = feed_resolve(r, reference)};
    if (tag) {
        image.width = (uint32_t)number_of(tag, "width", PIXELS_MOST);
        image.height = (uint32_t)number_of(tag, "height", PIXELS_MOST);
    }
    score = score_of(image.width, score);
    if (!image.width || !image.height)
        image.width = image.height = 0;
    if (image.url.n == 0 || score <= r->image_score || str_has(image.url, STR("gravatar.com/")))
        return false;
    r->item->image = image;
    r->image_score = score;
    return true;
}

void image_take(struct feed_reader *r, str reference)
{
    consider(r, reference, NULL, SCORE_IMAGE);
}

/* -- Files ------------------------------------------------------------------------------------ */

/* A file of an entry: an image of it, or one to be listened to, watched or kept. */
static void take_file(struct feed_reader *r, const struct tag *tag, str reference)
{
    str type = xml_tag_attribute(tag, "type"), url = feed_resolve(r, reference);
    bool typed = str_find_char(type, '/', 0) != SIZE_MAX;
    if (typed ? str_eq_nocase(str_slice(type, 0, 6), STR("image/")) : is_image_file(url))
        consider(r, reference, NULL, SCORE_ENCLOSURE);
    else
        feed_attachments_add(&r->item->attachments, r->job->a,
                             (struct feed_attachment){
                                 .url = url,
                                 .type = arena_copy(r->job->a, typed ? type : (str){0}),
                                 .title = arena_copy(r->job->a, xml_tag_attribute(tag, "title")),
                                 .size = number_of(tag, "length", UINT64_MAX),
                             });
}

static void take_media(struct feed_reader *r, const struct tag *tag)
{
    str url = xml_tag_attribute(tag, "url"), type = xml_tag_attribute(tag, "type");
    str medium = xml_tag_attribute(tag, "medium");
    if (str_is(medium, "image") || str_starts(type, STR("image/")) ||
        (!medium.n && !type.n && is_image_file(url)))
        r->frames[r->depth].shows_image = consider(r, url, tag, SCORE_MEDIA);
    else if (str_starts(type, STR("audio/")) || str_starts(type, STR("video/")) ||
             is_playable_file(url))
        feed_attachments_add(&r->item->attachments, r->job->a,
                             (struct feed_attachment){
                                 .url = feed_resolve(r, url),
                                 .type = arena_copy(r->job->a, type),
                                 .size = number_of(tag, "filesize", UINT64_MAX),
                             });
}

/* -- Links ------------------------------------------------------------------------------------ */

/* The relation that `rel` names first: "alternate" unless said; IANA's addresses are left out. */
static str relation_of(const struct tag *tag)
{
    str rel = xml_tag_attribute(tag, "rel");
    size_t slash = rel.n;
    while (slash > 0 && rel.p[slash - 1] != '/')
        slash--;
    str first = str_slice(rel, slash, rel.n);
    first = str_slice(first, 0, str_find_char(first, ' ', 0));
    return first.n ? first : STR("alternate");
}

/* The rank of an alternate link, behind that of RSS's own: pages before other things. */
static unsigned alternate_rank(const struct tag *tag)
{
    str type = xml_tag_attribute(tag, "type");
    return type.n == 0 || str_starts(type, STR("text/html")) ||
                   str_starts(type, STR("application/xhtml"))
               ? 2
               : 4;
}

static void take_channel_link(struct feed_reader *r, const struct tag *tag, str rel)
{
    struct feed_document *document = r->job->document;
    str url = feed_resolve(r, xml_tag_attribute(tag, "href"));
    if (str_eq_nocase(rel, STR("next")) && document->next.n == 0)
        document->next = url;
    else if (str_eq_nocase(rel, STR("self")) && document->url.n == 0)
        document->url = url;
    else if (str_eq_nocase(rel, STR("alternate")) && url.n &&
             rank_better(r, FIELD_LINK, alternate_rank(tag)))
        document->home = url;
}

static void take_link(struct feed_reader *r, const struct tag *tag)
{
    str rel = relation_of(tag), href = xml_tag_attribute(tag, "href"), url = feed_resolve(r, href);
    enum place around = r->frames[r->depth - 1].place;
    struct feed_item *item = r->item;
    bool alternate = str_eq_nocase(rel, STR("alternate"));
    if (!item) {
        take_channel_link(r, tag, rel);
    } else if (around == PLACE_SOURCE) {
        /* The address of its site is better than that of the feed, or of its id. */
        if (alternate || item->source.url.n == 0)
            item->source.url = url.n ? url : item->source.url;
    } else if (str_eq_nocase(rel, STR("enclosure"))) {
        take_file(r, tag, href);
    } else if (alternate && url.n && rank_better(r, FIELD_LINK, alternate_rank(tag))) {
        item->url = url;
    } else if (str_eq_nocase(rel, STR("via")) && item->source.url.n == 0) {
        item->source = (struct link){url, arena_copy(r->job->a, xml_tag_attribute(tag, "title"))};
    }
}

/* -- Terms ------------------------------------------------------------------------------------ */

/* Atom's category has its name in attributes. Some name kinds of entries by addresses. */
static void take_term(struct feed_reader *r, const struct tag *tag)
{
    str term = xml_tag_attribute(tag, "term"), label = xml_tag_attribute(tag, "label");
    str scheme = xml_tag_attribute(tag, "scheme"), domain = xml_tag_attribute(tag, "domain");
    r->capture.attribute = arena_copy(r->job->a, scheme.n ? scheme : domain);
    if (label.n)
        buf_add(&r->capture.text, label);
    else if (!str_has(term, STR("://")))
        buf_add(&r->capture.text, term);
}

void attributes_take(struct feed_reader *r, const struct field_rule *rule, const struct tag *tag)
{
    str src = xml_tag_attribute(tag, "src");
    switch (rule->field) {
    case FIELD_LINK:
        if (xml_tag_attribute(tag, "href").n)
            take_link(r, tag);
        break;
    case FIELD_ID:
        r->capture.attribute = arena_copy(r->job->a, xml_tag_attribute(tag, "ispermalink"));
        break;
    case FIELD_SOURCE:
        r->capture.attribute = arena_copy(r->job->a, xml_tag_attribute(tag, "url"));
        break;
    case FIELD_CATEGORY: take_term(r, tag); break;
    case FIELD_CONTENT: /* that is elsewhere */
        if (src.n)
            take_file(r, tag, src);
        break;
    case FIELD_ENCLOSURE: take_file(r, tag, xml_tag_attribute(tag, "url")); break;
    case FIELD_MEDIA: take_media(r, tag); break;
    case FIELD_THUMBNAIL: consider(r, xml_tag_attribute(tag, "url"), tag, SCORE_THUMBNAIL); break;
    case FIELD_PICTURE: consider(r, xml_tag_attribute(tag, "href"), NULL, SCORE_IMAGE); break;
    default: break;
    }
}
