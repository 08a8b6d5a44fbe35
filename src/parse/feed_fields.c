/* Which element of a feed says what, and what becomes of its text. */
#include "digest/sanitize.h"
#include "feed_markup.h"
#include "feed_xml.h"
#include "xml.h"

#define ANY_ITEM (PLACE_ITEM | PLACE_MEDIA)
#define TOP      (PLACE_CHANNEL | PLACE_ITEM)
#define CORE     (SPACE_RSS | SPACE_ATOM)

static const struct field_rule rules[] = {
    {FIELD_CHANNEL, PLACE_ROOT, SPACE_RSS, "channel", 0},
    {FIELD_ITEM, PLACE_ROOT | PLACE_CHANNEL, SPACE_RSS, "item", 0},
    {FIELD_ITEM, PLACE_ROOT | PLACE_CHANNEL, CORE, "entry", 0},

    {FIELD_TITLE, TOP | PLACE_SOURCE, CORE, "title", 0},
    {FIELD_TITLE, TOP, SPACE_DC, "title", 1},
    {FIELD_TITLE, PLACE_ITEM, SPACE_MEDIA, "title", 2},
    {FIELD_TITLE, PLACE_ITEM, SPACE_ITUNES, "title", 3},

    {FIELD_LINK, TOP | PLACE_SOURCE, CORE, "link", 1},
    {FIELD_ORIGINAL, PLACE_ITEM, SPACE_BURNER, "origlink", 0},
    {FIELD_ID, PLACE_ITEM, SPACE_RSS, "guid", 0},
    {FIELD_ID, PLACE_ITEM | PLACE_SOURCE, CORE, "id", 0},
    {FIELD_ID, PLACE_ITEM, SPACE_DC, "identifier", 2},

    {FIELD_PUBLISHED, PLACE_ITEM, SPACE_RSS, "pubdate", 0},
    {FIELD_PUBLISHED, PLACE_ITEM, CORE, "published", 0},
    {FIELD_PUBLISHED, PLACE_ITEM, CORE | SPACE_DC, "issued", 1},
    {FIELD_PUBLISHED, PLACE_ITEM, SPACE_DC, "date", 2},
    {FIELD_PUBLISHED, PLACE_ITEM, CORE | SPACE_DC, "created", 3},
    {FIELD_PUBLISHED, PLACE_ITEM, SPACE_RSS, "date", 4},
    {FIELD_MODIFIED, PLACE_ITEM, CORE, "updated", 0},
    {FIELD_MODIFIED, PLACE_ITEM, CORE | SPACE_DC, "modified", 1},

    {FIELD_PERSON, TOP | PLACE_SOURCE, CORE, "author", 1},
    {FIELD_CREATOR, TOP, SPACE_DC, "creator", 0},
    {FIELD_CREATOR, TOP, SPACE_ITUNES, "author", 2},
    {FIELD_NAME, PLACE_PERSON, CORE, "name", 0},
    {FIELD_HOMEPAGE, PLACE_PERSON, CORE, "uri", 0},
    {FIELD_HOMEPAGE, PLACE_PERSON, CORE, "url", 1},

    {FIELD_CATEGORY, PLACE_ITEM, CORE, "category", 0},
    {FIELD_SUBJECT, PLACE_ITEM, SPACE_DC, "subject", 0},

    {FIELD_CONTENT, PLACE_ITEM, SPACE_CONTENT, "encoded", 0},
    {FIELD_CONTENT, PLACE_ITEM, CORE, "content", 1},
    {FIELD_CONTENT, PLACE_ITEM, SPACE_XHTML, "body", 2},
    {FIELD_CONTENT, PLACE_ITEM, SPACE_XHTML, "div", 3},
    {FIELD_SUMMARY, PLACE_ITEM, SPACE_RSS, "description", 0},
    {FIELD_SUMMARY, PLACE_ITEM, CORE, "summary", 0},
    {FIELD_SUMMARY, PLACE_ITEM, SPACE_DC, "description", 1},
    {FIELD_SUMMARY, PLACE_ITEM, SPACE_ITUNES, "summary", 2},
    {FIELD_SUMMARY, PLACE_ITEM, SPACE_ITUNES, "subtitle", 4},
    {FIELD_CAPTION, ANY_ITEM, SPACE_MEDIA, "description", 3},

    {FIELD_LANGUAGE, TOP, SPACE_RSS | SPACE_DC, "language", 0},
    {FIELD_SOURCE, PLACE_ITEM, SPACE_RSS, "source", 0},
    {FIELD_ORIGIN, PLACE_ITEM, SPACE_ATOM, "source", 0},

    {FIELD_ENCLOSURE, PLACE_ITEM, SPACE_RSS, "enclosure", 0},
    {FIELD_GROUP, PLACE_ITEM, SPACE_MEDIA, "group", 0},
    {FIELD_MEDIA, ANY_ITEM, SPACE_MEDIA, "content", 0},
    {FIELD_THUMBNAIL, ANY_ITEM, SPACE_MEDIA, "thumbnail", 0},
    {FIELD_PICTURE, PLACE_ITEM, SPACE_ITUNES, "image", 0},
    {FIELD_IMAGE, PLACE_ITEM, SPACE_RSS, "image", 0},
    {FIELD_IMAGE_URL, PLACE_IMAGE, CORE, "url", 0},
};

const struct field_rule *field_find(enum place place, enum space space, str local)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].places & place && rules[i].spaces & space && str_is(local, rules[i].name))
            return &rules[i];
    return NULL;
}

/* -- Forms ------------------------------------------------------------------------------------ */

/* What Atom's `type` says: one of three words, or in Atom 0.3 and of content a MIME type. */
static enum form form_of_type(str type, enum form unsaid)
{
    if (type.n == 0)
        return unsaid;
    size_t end = str_find_char(type, ';', 0);
    type = str_trim(str_slice(type, 0, end));
    if (str_eq_nocase(type, STR("html")) || str_eq_nocase(type, STR("text/html")) ||
        str_eq_nocase(type, STR("xhtml")) || str_eq_nocase(type, STR("application/xhtml+xml")))
        return FORM_HTML;
    if (str_eq_nocase(type, STR("text")) || str_eq_nocase(type, STR("plain")))
        return FORM_TEXT;
    if (str_eq_nocase(str_slice(type, 0, 5), STR("text/")))
        return str_eq_nocase(type, STR("text/plain")) ? FORM_TEXT : FORM_GUESS;
    return str_find_char(type, '/', 0) == SIZE_MAX ? FORM_GUESS : FORM_NOTHING;
}

enum form field_form(const struct feed_reader *r, const struct field_rule *rule, enum space space,
                     const struct tag *tag)
{
    bool atom = space == SPACE_ATOM || (space == SPACE_RSS && r->atom);
    bool text = rule->field == FIELD_CONTENT || rule->field == FIELD_SUMMARY;
    if (str_eq_nocase(xml_tag_attribute(tag, "mode"), STR("base64")))
        return FORM_NOTHING;
    /* Many forget `type` on content that is HTML; nobody writes tags into a plain one. */
    if (atom)
        return form_of_type(xml_tag_attribute(tag, "type"), text ? FORM_GUESS : FORM_TEXT);
    if (space == SPACE_MEDIA || space == SPACE_ITUNES)
        return form_of_type(xml_tag_attribute(tag, "type"), FORM_GUESS);
    return FORM_HTML;
}

/* The text captured, as its form says. */
static struct feed_text captured(struct feed_reader *r)
{
    struct capture *c = &r->capture;
    str text = str_trim(buf_str(c->marked ? &c->inner : &c->text));
    bool marked =
        c->marked || c->form == FORM_HTML || (c->form == FORM_GUESS && feed_has_tags(text));
    if (c->form == FORM_NOTHING)
        return (struct feed_text){0};
    return (struct feed_text){arena_copy(r->job->a, text), marked && text.n};
}

/* The same as plain text: names, addresses, dates. */
static str captured_plain(struct feed_reader *r)
{
    return feed_plain(r->job->a, buf_str(&r->capture.text), LIMIT_FIELD);
}

/* The same as it is written: identifiers and URLs. */
static str captured_raw(struct feed_reader *r)
{
    return arena_copy(r->job->a, str_trim(buf_str(&r->capture.text)));
}

/* -- Ranks ------------------------------------------------------------------------------------ */

bool rank_better(struct feed_reader *r, enum field field, unsigned rank)
{
    unsigned *ranks = r->item ? r->ranks : r->channel_ranks;
    if (rank >= ranks[field])
        return false;
    ranks[field] = rank;
    return true;
}

/* -- People ----------------------------------------------------------------------------------- */

/* Adds people to the item's or the feed's, unless better ones are there; takes the place of worse. */
static void add_people(struct feed_reader *r, const struct feed_people *named, unsigned rank)
{
    struct feed_people *people = r->item ? &r->item->authors : &r->job->document->authors;
    unsigned *known = r->item ? &r->ranks[FIELD_PERSON] : &r->channel_ranks[FIELD_PERSON];
    if (named->count == 0 || rank > *known)
        return;
    if (rank < *known)
        people->count = 0;
    *known = rank;
    for (size_t i = 0; i < named->count; i++)
        feed_people_add(people, r->job->a, named->items[i]);
}

static void take_creator(struct feed_reader *r, unsigned rank)
{
    struct feed_people named = {0};
    feed_people_read_text(&named, r->job->a, captured_raw(r));
    add_people(r, &named, rank);
}

void person_take(struct feed_reader *r, unsigned rank)
{
    struct feed_people named = {0};
    if (r->person.name.n)
        feed_people_add(&named, r->job->a, r->person);
    else
        feed_people_read_text(&named, r->job->a, buf_str(&r->loose));
    add_people(r, &named, rank);
}

/* -- Texts ------------------------------------------------------------------------------------ */

static void take_title(struct feed_reader *r, unsigned rank)
{
    struct feed_text title = captured(r);
    enum place around = r->frames[r->depth - 1].place;
    str plain = title.html ? feed_plain(r->job->a, title.text, LIMIT_TITLE)
                           : text_clean(r->job->a, title.text, LIMIT_TITLE);
    if (plain.n == 0)
        return;
    if (around == PLACE_SOURCE)
        r->item->source.text = plain;
    else if (!rank_better(r, FIELD_TITLE, rank))
        return;
    else if (r->item)
        r->item->title = title;
    else
        r->job->document->title = plain;
}

static void take_text(struct feed_reader *r, enum field field, unsigned rank)
{
    struct feed_text text = captured(r);
    if (text.text.n == 0 || !rank_better(r, field, rank))
        return;
    /* Both may be relative to the same; that of the content counts when it is there. */
    if (field == FIELD_CONTENT || r->item->base.n == 0)
        r->item->base = r->frames[r->depth].base;
    *(field == FIELD_CONTENT ? &r->item->content : &r->item->summary) = text;
}

/* media:description tells of the item, or of the one picture that it is in. */
static void take_caption(struct feed_reader *r, unsigned rank)
{
    if (r->frames[r->depth - 1].shows_image)
        r->item->image.caption = captured_plain(r);
    else
        take_text(r, FIELD_SUMMARY, rank);
}

/* One that cannot be read is kept only as long as there is no other. */
static void take_date(struct feed_reader *r, enum field field, unsigned rank)
{
    struct stamp ignored;
    str date = captured_plain(r);
    bool readable = feed_date_read(date, NULL, &ignored);
    if (date.n && rank_better(r, field, readable ? rank : rank + 50))
        *(field == FIELD_PUBLISHED ? &r->item->published : &r->item->modified) = date;
}

/* -- Identity --------------------------------------------------------------------------------- */

static bool is_http(str s)
{
    return str_eq_nocase(str_slice(s, 0, 7), STR("http://")) ||
           str_eq_nocase(str_slice(s, 0, 8), STR("https://"));
}

/* A link, of this rank among those an item has. */
static void take_url(struct feed_reader *r, str reference, unsigned rank)
{
    str url = reference.n ? feed_resolve(r, reference) : reference;
    if (r->frames[r->depth - 1].place == PLACE_SOURCE) {
        if (url.n && r->item->source.url.n == 0)
            r->item->source.url = url;
    } else if (url.n && rank_better(r, FIELD_LINK, rank)) {
        *(r->item ? &r->item->url : &r->job->document->home) = url;
    }
}

static void take_id(struct feed_reader *r, unsigned rank)
{
    str id = captured_raw(r);
    bool link = is_http(id) && !str_eq_nocase(r->capture.attribute, STR("false"));
    if (r->frames[r->depth - 1].place == PLACE_SOURCE) {
        if (link && r->item->source.url.n == 0)
            r->item->source.url = id;
        return;
    }
    if (id.n && rank_better(r, FIELD_ID, rank))
        r->item->id = id;
    if (link)
        take_url(r, id, 10);
}

/* -- Terms ------------------------------------------------------------------------------------ */

static void take_category(struct feed_reader *r)
{
    str name = captured_plain(r), scheme = r->capture.attribute;
    size_t from = scheme.n;
    while (from > 0 && !strchr("/#:", scheme.p[from - 1]))
        from--;
    str kind = str_slice(scheme, from, scheme.n);
    bool category = str_eq_nocase(kind, STR("category")) ||
                    str_eq_nocase(kind, STR("categories")) || str_eq_nocase(kind, STR("section")) ||
                    str_eq_nocase(kind, STR("sections"));
    feed_names_add(category ? &r->item->categories : &r->item->tags, r->job->a, name);
}

static void take_subjects(struct feed_reader *r)
{
    str names = captured_plain(r), name;
    char separator = str_find_char(names, ';', 0) == SIZE_MAX ? ',' : ';';
    while (str_next_part(&names, separator, &name))
        feed_names_add(&r->item->tags, r->job->a, str_trim(name));
}

static void take_source(struct feed_reader *r)
{
    str url = feed_resolve(r, r->capture.attribute);
    if (url.n)
        r->item->source = (struct link){url, captured_plain(r)};
}

static void take_language(struct feed_reader *r, unsigned rank)
{
    str language = captured_plain(r);
    if (language.n && rank_better(r, FIELD_LANGUAGE, rank))
        *(r->item ? &r->item->language : &r->job->document->language) = language;
}

void field_take(struct feed_reader *r)
{
    unsigned rank = r->capture.rule->rank;
    switch (r->capture.rule->field) {
    case FIELD_TITLE: take_title(r, rank); break;
    case FIELD_LINK:
    case FIELD_ORIGINAL: take_url(r, captured_raw(r), rank); break;
    case FIELD_ID: take_id(r, rank); break;
    case FIELD_PUBLISHED:
    case FIELD_MODIFIED: take_date(r, r->capture.rule->field, rank); break;
    case FIELD_CREATOR: take_creator(r, rank); break;
    case FIELD_NAME: r->person.name = captured_plain(r); break;
    case FIELD_HOMEPAGE: r->person.url = feed_resolve(r, captured_raw(r)); break;
    case FIELD_CATEGORY: take_category(r); break;
    case FIELD_SUBJECT: take_subjects(r); break;
    case FIELD_SUMMARY:
    case FIELD_CONTENT: take_text(r, r->capture.rule->field, rank); break;
    case FIELD_CAPTION: take_caption(r, rank); break;
    case FIELD_LANGUAGE: take_language(r, rank); break;
    case FIELD_SOURCE: take_source(r); break;
    case FIELD_IMAGE_URL: image_take(r, captured_raw(r)); break;
    default: break;
    }
}
