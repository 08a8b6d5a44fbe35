/*
 * Entries as JSON: the form in which they are kept (docs/store.md, "Feed entries"). It is that of an
 * item of a JSON Feed with a few members more, so that both are read by the same code.
 */
#include "digest/sanitize.h"
#include "feed.h"
#include "feed_markup.h"

/* -- Writing ---------------------------------------------------------------------------------- */

static void write_string(struct buf *out, str s)
{
    size_t from = 0;
    buf_addc(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        buf_add(out, str_slice(s, from, i));
        if (c == '\n')
            buf_addz(out, "\\n");
        else if (c < 0x20)
            buf_addf(out, "\\u%04x", c);
        else
            buf_addf(out, "\\%c", c);
        from = i + 1;
    }
    buf_add(out, str_slice(s, from, s.n));
    buf_addc(out, '"');
}

/* Begins a member: objects are in the making, so whatever is not their "{" wants a comma. */
static void write_key(struct buf *out, const char *key)
{
    if (out->n && out->p[out->n - 1] != '{')
        buf_addc(out, ',');
    buf_addf(out, "\"%s\":", key);
}

static void write_text(struct buf *out, const char *key, str value)
{
    if (value.n == 0)
        return;
    write_key(out, key);
    write_string(out, value);
}

static void write_number(struct buf *out, const char *key, uint64_t value)
{
    if (value == 0)
        return;
    write_key(out, key);
    buf_addf(out, "%llu", (unsigned long long)value);
}

static void write_names(struct buf *out, const char *key, const struct feed_names *names)
{
    if (names->count == 0)
        return;
    write_key(out, key);
    for (size_t i = 0; i < names->count; i++) {
        buf_addc(out, i ? ',' : '[');
        write_string(out, names->items[i]);
    }
    buf_addc(out, ']');
}

static void write_people(struct buf *out, const struct feed_people *people)
{
    if (people->count == 0)
        return;
    write_key(out, "authors");
    for (size_t i = 0; i < people->count; i++) {
        buf_addz(out, i ? ",{" : "[{");
        write_text(out, "name", people->items[i].name);
        write_text(out, "url", people->items[i].url);
        buf_addc(out, '}');
    }
    buf_addc(out, ']');
}

static void write_attachments(struct buf *out, const struct feed_attachments *list)
{
    if (list->count == 0)
        return;
    write_key(out, "attachments");
    for (size_t i = 0; i < list->count; i++) {
        buf_addz(out, i ? ",{" : "[{");
        write_text(out, "url", list->items[i].url);
        write_text(out, "mime_type", list->items[i].type);
        write_text(out, "title", list->items[i].title);
        write_number(out, "size_in_bytes", list->items[i].size);
        buf_addc(out, '}');
    }
    buf_addc(out, ']');
}

static void write_image(struct buf *out, const struct image *image)
{
    write_text(out, "image", image->url);
    write_number(out, "image_width", image->width);
    write_number(out, "image_height", image->height);
    write_text(out, "image_caption", image->caption);
}

void feed_item_write(struct buf *out, const struct feed_item *item)
{
    buf_addc(out, '{');
    write_text(out, "id", item->id);
    write_text(out, "url", item->url);
    write_text(out, "base_url", item->base);
    write_text(out, item->title.html ? "title_html" : "title", item->title.text);
    write_text(out, item->content.html ? "content_html" : "content_text", item->content.text);
    write_text(out, item->summary.html ? "summary_html" : "summary", item->summary.text);
    write_text(out, "date_published", item->published);
    write_text(out, "date_modified", item->modified);
    write_people(out, &item->authors);
    write_names(out, "tags", &item->tags);
    write_names(out, "categories", &item->categories);
    write_text(out, "language", item->language);
    write_image(out, &item->image);
    write_attachments(out, &item->attachments);
    if (item->source.url.n) {
        write_key(out, "source");
        buf_addc(out, '{');
        write_text(out, "url", item->source.url);
        write_text(out, "title", item->source.text);
        buf_addc(out, '}');
    }
    buf_addc(out, '}');
}

/* -- Reading ---------------------------------------------------------------------------------- */

/* What is being read. */
struct item_reader {
    struct json *j;
    struct arena *a;
    str base;
    struct feed_item *item;
    str external, banner; /* of a JSON Feed */
};

/* Reads a string or number; "" for other values, which are passed over. */
static str read_text(struct item_reader *r, size_t limit)
{
    struct json_text token;
    if (json_read_text(r->j, &token))
        return arena_copy(r->a, str_trim(json_decode(r->a, token, limit, NULL)));
    json_skip(r->j);
    return (str){0};
}

static str read_url(struct item_reader *r)
{
    str url = read_text(r, LIMIT_URL + 1);
    return url.n ? url_resolve(r->a, r->base, url, false) : url;
}

static uint64_t read_number(struct item_reader *r, uint64_t most)
{
    uint64_t number = 0;
    str text = read_text(r, 40);
    str_to_uint(str_slice(text, 0, str_find_char(text, '.', 0)), most, &number);
    return number;
}

static void read_names(struct item_reader *r, struct feed_names *names)
{
    if (!json_enter_array(r->j)) {
        feed_names_add(names, r->a, text_clean(r->a, read_text(r, LIMIT_FIELD), LIMIT_FIELD));
        return;
    }
    while (json_next_item(r->j))
        feed_names_add(names, r->a, text_clean(r->a, read_text(r, LIMIT_FIELD), LIMIT_FIELD));
}

static void read_attachment(struct item_reader *r)
{
    struct feed_attachment found = {0};
    struct json_text key;
    if (!json_enter_object(r->j)) {
        json_skip(r->j);
        return;
    }
    while (json_next_member(r->j, &key)) {
        if (json_text_is(key, STR("url")))
            found.url = read_url(r);
        else if (json_text_is(key, STR("mime_type")))
            found.type = text_clean(r->a, read_text(r, 100), 100);
        else if (json_text_is(key, STR("title")))
            found.title = text_clean(r->a, read_text(r, LIMIT_FIELD), LIMIT_FIELD);
        else if (json_text_is(key, STR("size_in_bytes")))
            found.size = read_number(r, UINT64_MAX);
        else
            json_skip(r->j);
    }
    feed_attachments_add(&r->item->attachments, r->a, found);
}

static void read_attachments(struct item_reader *r)
{
    if (!json_enter_array(r->j)) {
        json_skip(r->j);
        return;
    }
    while (json_next_item(r->j))
        read_attachment(r);
}

static void read_source(struct item_reader *r)
{
    struct json_text key;
    if (!json_enter_object(r->j)) {
        json_skip(r->j);
        return;
    }
    while (json_next_member(r->j, &key)) {
        if (json_text_is(key, STR("url")))
            r->item->source.url = read_url(r);
        else if (json_text_is(key, STR("title")))
            r->item->source.text = text_clean(r->a, read_text(r, LIMIT_FIELD), LIMIT_FIELD);
        else
            json_skip(r->j);
    }
}

static void read_person(struct json *j, struct arena *a, struct feed_people *people)
{
    struct item_reader r = {.j = j, .a = a};
    struct feed_person person = {0};
    struct json_text key;
    if (!json_enter_object(j)) {
        person.name = read_text(&r, LIMIT_FIELD);
        feed_people_add(people, a, person);
        return;
    }
    while (json_next_member(j, &key)) {
        if (json_text_is(key, STR("name")))
            person.name = read_text(&r, LIMIT_FIELD);
        else if (json_text_is(key, STR("url")))
            person.url = read_url(&r);
        else
            json_skip(j);
    }
    feed_people_add(people, a, person);
}

void feed_people_read(struct json *j, struct arena *a, struct feed_people *people)
{
    if (!json_enter_array(j)) {
        read_person(j, a, people);
        return;
    }
    while (json_next_item(j))
        read_person(j, a, people);
}

/* A text: the member's name says whether it is markup. Plain text wins over none only. */
static void read_words(struct item_reader *r, struct feed_text *text, bool marked, size_t limit)
{
    str words = read_text(r, limit);
    if (words.n && (marked || text->text.n == 0))
        *text = (struct feed_text){words, marked};
}

/* A date is a string; some write seconds since 1970. */
static str read_date(struct item_reader *r)
{
    return text_clean(r->a, read_text(r, LIMIT_TITLE), LIMIT_TITLE);
}

enum member {
    MEMBER_ID,
    MEMBER_URL,
    MEMBER_EXTERNAL,
    MEMBER_BASE,
    MEMBER_TITLE,
    MEMBER_TITLE_HTML,
    MEMBER_CONTENT_HTML,
    MEMBER_CONTENT_TEXT,
    MEMBER_SUMMARY,
    MEMBER_SUMMARY_HTML,
    MEMBER_PUBLISHED,
    MEMBER_MODIFIED,
    MEMBER_AUTHORS,
    MEMBER_TAGS,
    MEMBER_CATEGORIES,
    MEMBER_LANGUAGE,
    MEMBER_IMAGE,
    MEMBER_BANNER,
    MEMBER_WIDTH,
    MEMBER_HEIGHT,
    MEMBER_CAPTION,
    MEMBER_ATTACHMENTS,
    MEMBER_SOURCE,
    MEMBER_OTHER,
};

static enum member member_of(struct json_text key)
{
    static const struct {
        const char *name;
        enum member member;
    } members[] = {
        {"id", MEMBER_ID},
        {"url", MEMBER_URL},
        {"external_url", MEMBER_EXTERNAL},
        {"base_url", MEMBER_BASE},
        {"title", MEMBER_TITLE},
        {"title_html", MEMBER_TITLE_HTML},
        {"content_html", MEMBER_CONTENT_HTML},
        {"content_text", MEMBER_CONTENT_TEXT},
        {"summary", MEMBER_SUMMARY},
        {"summary_html", MEMBER_SUMMARY_HTML},
        {"date_published", MEMBER_PUBLISHED},
        {"date_modified", MEMBER_MODIFIED},
        {"author", MEMBER_AUTHORS},
        {"authors", MEMBER_AUTHORS},
        {"tags", MEMBER_TAGS},
        {"categories", MEMBER_CATEGORIES},
        {"language", MEMBER_LANGUAGE},
        {"image", MEMBER_IMAGE},
        {"banner_image", MEMBER_BANNER},
        {"image_width", MEMBER_WIDTH},
        {"image_height", MEMBER_HEIGHT},
        {"image_caption", MEMBER_CAPTION},
        {"attachments", MEMBER_ATTACHMENTS},
        {"source", MEMBER_SOURCE},
    };
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (json_text_is(key, str_of(members[i].name)))
            return members[i].member;
    return MEMBER_OTHER;
}

static void read_member(struct item_reader *r, enum member member)
{
    struct feed_item *item = r->item;
    switch (member) {
    case MEMBER_ID: item->id = read_text(r, LIMIT_FEED_FILE); break;
    case MEMBER_URL: item->url = read_url(r); break;
    case MEMBER_EXTERNAL: r->external = read_url(r); break;
    case MEMBER_BASE: item->base = read_url(r); break;
    case MEMBER_TITLE: read_words(r, &item->title, false, LIMIT_BODY); break;
    case MEMBER_TITLE_HTML: read_words(r, &item->title, true, LIMIT_BODY); break;
    case MEMBER_CONTENT_HTML: read_words(r, &item->content, true, LIMIT_FEED_FILE); break;
    case MEMBER_CONTENT_TEXT: read_words(r, &item->content, false, LIMIT_FEED_FILE); break;
    case MEMBER_SUMMARY: read_words(r, &item->summary, false, LIMIT_FEED_FILE); break;
    case MEMBER_SUMMARY_HTML: read_words(r, &item->summary, true, LIMIT_FEED_FILE); break;
    case MEMBER_PUBLISHED: item->published = read_date(r); break;
    case MEMBER_MODIFIED: item->modified = read_date(r); break;
    case MEMBER_AUTHORS: feed_people_read(r->j, r->a, &item->authors); break;
    case MEMBER_TAGS: read_names(r, &item->tags); break;
    case MEMBER_CATEGORIES: read_names(r, &item->categories); break;
    case MEMBER_LANGUAGE: item->language = read_text(r, 100); break;
    case MEMBER_IMAGE: item->image.url = read_url(r); break;
    case MEMBER_BANNER: r->banner = read_url(r); break;
    case MEMBER_WIDTH: item->image.width = (uint32_t)read_number(r, UINT32_MAX); break;
    case MEMBER_HEIGHT: item->image.height = (uint32_t)read_number(r, UINT32_MAX); break;
    case MEMBER_CAPTION:
        item->image.caption = text_clean(r->a, read_text(r, LIMIT_FIELD), LIMIT_FIELD);
        break;
    case MEMBER_ATTACHMENTS: read_attachments(r); break;
    case MEMBER_SOURCE: read_source(r); break;
    case MEMBER_OTHER: json_skip(r->j); break;
    }
}

/* An attachment that is an image is the image of an item without. */
static void take_image(struct feed_item *item)
{
    for (size_t i = 0; item->image.url.n == 0 && i < item->attachments.count; i++)
        if (str_starts(item->attachments.items[i].type, STR("image/")))
            item->image.url = item->attachments.items[i].url;
}

bool feed_item_read(struct json *j, struct arena *a, str base, struct feed_item *item)
{
    struct item_reader r = {.j = j, .a = a, .base = base, .item = item};
    struct json_text key;
    *item = (struct feed_item){0};
    if (!json_enter_object(j)) {
        json_skip(j);
        return false;
    }
    while (json_next_member(j, &key))
        read_member(&r, member_of(key));
    if (item->image.url.n == 0)
        item->image.url = r.banner;
    take_image(item);
    /* What a post of a link is about: where it leads, when it has no page of its own. */
    if (r.external.n && item->url.n == 0)
        item->url = r.external;
    else if (r.external.n && item->source.url.n == 0)
        item->source.url = r.external;
    return !json_failed(j);
}
