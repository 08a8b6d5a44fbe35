/* Reads one post object of the WordPress REST API, wp/v2 or WordPress.com's v1.1, into tokens. */
#include "wp.h"

static void read_true(struct json *j, void *field)
{
    *(bool *)field = true;
    json_skip(j);
}

/* For fields that have several names, so that an empty one does not wipe out the others. */
static void read_if_said(struct json *j, void *field)
{
    struct json_text text;
    json_read_text_field(j, &text);
    if (text.raw.n)
        *(struct json_text *)field = text;
}

void wp_rendered_read(struct json *j, void *rendered)
{
    static const struct json_member members[] = {
        JSON_MEMBER("rendered", json_read_text_field, offsetof(struct wp_rendered, text)),
        JSON_MEMBER("protected", json_read_bool_field, offsetof(struct wp_rendered, is_protected)),
        JSON_MEMBERS_END};
    struct wp_rendered *r = rendered;
    *r = (struct wp_rendered){0};
    if (!json_read_text(j, &r->text))
        json_read_members(j, members, r);
}

/* {"code": …, "message": …, "data": {"status": 404}} is what WordPress answers instead. */
static void read_error_data(struct json *j, void *field)
{
    static const struct json_member members[] = {JSON_MEMBER("status", json_read_text_field, 0),
                                                 JSON_MEMBERS_END};
    json_read_members(j, members, field);
}

static void read_classes(struct json *j, void *field)
{
    struct wp_post *post = field;
    struct json_text class;
    bool object;
    post->class_count = 0;
    if (!json_enter_list(j, &object)) {
        json_skip(j);
        return;
    }
    while (json_next_listed(j, object)) {
        if (!json_read_text(j, &class)) {
            json_skip(j);
            continue;
        }
        bool term = str_starts(class.raw, STR("tag-")) || str_starts(class.raw, STR("category-"));
        if (term && post->class_count < sizeof post->classes / sizeof *post->classes)
            post->classes[post->class_count++] = class;
    }
}

/* Plugins for search engines repeat what is embedded. */
static void read_seo(struct json *j, void *field)
{
    static const struct json_member members[] = {
        JSON_MEMBER("author", json_read_text_field, offsetof(struct wp_post, fields.seo_author)),
        JSON_MEMBER("og_image", wp_image_read, offsetof(struct wp_post, seo_image)),
        JSON_MEMBERS_END};
    json_read_members(j, members, field);
}

#define POST(field)  offsetof(struct wp_post, field)
#define FIELD(field) offsetof(struct wp_post, fields.field)

/* The frequent ones first. Where two names stand for one field, an interface has one of them. */
static const struct json_member post_members[] = {
    JSON_MEMBER("id", read_if_said, FIELD(id)),
    JSON_MEMBER("date", json_read_text_field, FIELD(date)),
    JSON_MEMBER("date_gmt", json_read_text_field, FIELD(date_gmt)),
    JSON_MEMBER("modified", json_read_text_field, FIELD(modified)),
    JSON_MEMBER("modified_gmt", json_read_text_field, FIELD(modified_gmt)),
    JSON_MEMBER("slug", json_read_text_field, FIELD(slug)),
    JSON_MEMBER("status", json_read_text_field, FIELD(status)),
    JSON_MEMBER("type", json_read_text_field, FIELD(type)),
    JSON_MEMBER("link", read_if_said, FIELD(link)),
    JSON_MEMBER("title", wp_rendered_read, FIELD(title)),
    JSON_MEMBER("content", wp_rendered_read, FIELD(content)),
    JSON_MEMBER("excerpt", wp_rendered_read, FIELD(excerpt)),
    JSON_MEMBER("author", wp_author_read, POST(own_authors)),
    JSON_MEMBER("categories", wp_terms_read, POST(own_categories)),
    JSON_MEMBER("tags", wp_terms_read, POST(own_tags)),
    JSON_MEMBER("class_list", read_classes, 0),
    JSON_MEMBER("_embedded", wp_embedded_read, 0),
    JSON_MEMBER("yoast_head_json", read_seo, 0),
    JSON_MEMBER("jetpack_featured_media_url", read_if_said, FIELD(plain_image)),
    JSON_MEMBER("author_name", json_read_text_field, FIELD(author_name)),
    JSON_MEMBER("authors", wp_terms_read, POST(own_authors)),
    JSON_MEMBER("lang", read_if_said, FIELD(language)),
    JSON_MEMBER("locale", read_if_said, FIELD(language)),
    JSON_MEMBER("wpml_current_locale", read_if_said, FIELD(language)),
    JSON_MEMBER("ID", read_if_said, FIELD(id)),
    JSON_MEMBER("URL", read_if_said, FIELD(link)),
    JSON_MEMBER("featured_image", read_if_said, FIELD(plain_image)),
    JSON_MEMBER("post_thumbnail", wp_image_read, POST(image)),
    JSON_MEMBER("code", json_read_text_field, FIELD(code)),
    JSON_MEMBER("message", json_read_text_field, FIELD(message)),
    JSON_MEMBER("data", read_error_data, FIELD(error_status)),
    JSON_MEMBER("taxonomy", json_read_text_field, FIELD(taxonomy)),
    JSON_MEMBER("media_type", read_true, FIELD(media)),
    JSON_MEMBER("avatar_urls", read_true, FIELD(user)),
    JSON_MEMBER("author_avatar_urls", read_true, FIELD(comment)),
    JSON_MEMBER("namespaces", read_true, FIELD(index)),
    JSON_MEMBERS_END};

/* Empties *post without touching the arrays, which are far larger than what is in them. */
static void clear(struct wp_post *post)
{
    wp_terms_clear(&post->authors);
    wp_terms_clear(&post->coauthors);
    wp_terms_clear(&post->categories);
    wp_terms_clear(&post->tags);
    wp_terms_clear(&post->own_authors);
    wp_terms_clear(&post->own_categories);
    wp_terms_clear(&post->own_tags);
    post->fields = (struct wp_fields){0};
    wp_image_clear(&post->image);
    wp_image_clear(&post->seo_image);
    post->class_count = 0;
}

bool wp_post_read(struct json *j, struct wp_post *post)
{
    json_peek(j);
    post->at = j->p;
    clear(post);
    return json_read_members(j, post_members, post);
}

const char *wp_foreign_kind(const struct wp_post *post)
{
    const struct wp_fields *f = &post->fields;
    bool content = f->content.text.raw.n > 0, title = f->title.text.raw.n > 0;
    if (f->comment || json_text_is(f->type, STR("comment")))
        return "a comment";
    if (content)
        return NULL;
    if (f->media || json_text_is(f->type, STR("attachment")))
        return "a media file";
    if (title)
        return NULL;
    if (f->code.raw.n && f->message.raw.n)
        return "an error";
    if (f->index)
        return "the index of the interface";
    if (f->taxonomy.raw.n)
        return "a term";
    if (f->user)
        return "a user";
    bool any = f->id.raw.n || f->slug.raw.n || f->link.raw.n || f->excerpt.text.raw.n;
    return any ? NULL : "an object without any field of a post";
}
