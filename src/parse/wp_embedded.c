/* Reads what is embedded in a post, or written out in it: authors, terms, images. */
#include "wp.h"

/* -- Terms and authors ------------------------------------------------------------------------ */

#define TERM(field) offsetof(struct wp_term, field)

/* Terms and users differ little; WordPress.com and plugins have names of their own. */
static const struct json_member term_members[] = {
    JSON_MEMBER("id", json_read_text_field, TERM(id)),
    JSON_MEMBER("name", json_read_text_field, TERM(name)),
    JSON_MEMBER("slug", json_read_text_field, TERM(slug)),
    JSON_MEMBER("taxonomy", json_read_text_field, TERM(taxonomy)),
    JSON_MEMBER("parent", json_read_text_field, TERM(parent)),
    JSON_MEMBER("display_name", json_read_text_field, TERM(name)),
    JSON_MEMBER("nice_name", json_read_text_field, TERM(slug)),
    JSON_MEMBER("ID", json_read_text_field, TERM(id)),
    JSON_MEMBERS_END};

void wp_terms_clear(struct wp_terms *terms)
{
    terms->count = 0;
    terms->cut = false;
}

/* An error object that stands in a term's place has no name. */
static void push(struct wp_terms *terms, const struct wp_term *term)
{
    if (term->name.raw.n == 0)
        return;
    if (terms->count < LIMIT_TERMS)
        terms->items[terms->count++] = *term;
    else
        terms->cut = true;
}

/* Reads one term, an object or only its name. False when it was something else: a number, also in
 * quotes as plugins write it, is a term's id. */
static bool read_term(struct json *j, struct wp_term *term)
{
    uint64_t id;
    *term = (struct wp_term){0};
    if (json_read_text(j, &term->name))
        return term->name.string && !str_to_uint(term->name.raw, UINT64_MAX, &id);
    return json_read_members(j, term_members, term);
}

void wp_terms_read(struct json *j, void *terms)
{
    struct wp_terms *out = terms;
    struct wp_term term;
    bool object;
    if (!json_enter_list(j, &object)) {
        json_skip(j);
        return;
    }
    wp_terms_clear(out);
    while (json_next_listed(j, object))
        if (read_term(j, &term))
            push(out, &term);
}

void wp_author_read(struct json *j, void *terms)
{
    struct wp_terms *out = terms;
    struct wp_term term;
    if (!read_term(j, &term))
        return;
    wp_terms_clear(out);
    push(out, &term);
}

/* One list of `wp:term`. Which taxonomy it belongs to only its terms say. */
static void read_group(struct json *j, struct wp_post *post)
{
    struct wp_term term;
    bool object;
    if (!json_enter_list(j, &object)) {
        json_skip(j);
        return;
    }
    while (json_next_listed(j, object)) {
        if (!read_term(j, &term))
            continue;
        if (json_text_is(term.taxonomy, STR("category")))
            push(&post->categories, &term);
        else if (json_text_is(term.taxonomy, STR("post_tag")))
            push(&post->tags, &term);
        else if (json_text_is(term.taxonomy, STR("author")))
            push(&post->coauthors, &term);
    }
}

static void read_groups(struct json *j, void *field)
{
    struct wp_post *post = field;
    bool object;
    if (!json_enter_list(j, &object)) {
        json_skip(j);
        return;
    }
    wp_terms_clear(&post->categories);
    wp_terms_clear(&post->tags);
    wp_terms_clear(&post->coauthors);
    while (json_next_listed(j, object))
        read_group(j, post);
}

/* -- Images ----------------------------------------------------------------------------------- */

#define SIZE(field)  offsetof(struct wp_size, field)
#define IMAGE(field) offsetof(struct wp_image, field)

static void read_sizes(struct json *j, void *field)
{
    static const struct json_member members[] = {
        JSON_MEMBER("source_url", json_read_text_field, SIZE(url)),
        JSON_MEMBER("width", json_read_text_field, SIZE(width)),
        JSON_MEMBER("height", json_read_text_field, SIZE(height)),
        JSON_MEMBER("mime_type", json_read_text_field, SIZE(mime)), JSON_MEMBERS_END};
    struct wp_image *image = field;
    bool object;
    image->size_count = 0;
    if (!json_enter_list(j, &object)) {
        json_skip(j);
        return;
    }
    while (json_next_listed(j, object)) {
        struct wp_size size = {0};
        json_read_members(j, members, &size);
        if (size.url.raw.n && image->size_count < WP_SIZES)
            image->sizes[image->size_count++] = size;
    }
}

static void read_details(struct json *j, void *field)
{
    static const struct json_member members[] = {
        JSON_MEMBER("width", json_read_text_field, IMAGE(full.width)),
        JSON_MEMBER("height", json_read_text_field, IMAGE(full.height)),
        JSON_MEMBER("sizes", read_sizes, 0), JSON_MEMBERS_END};
    json_read_members(j, members, field);
}

/* Media objects of the interface. Their address is source_url only: what stands in the place of an
 * attachment that is lost, the index of the interface, has an url as well. */
static const struct json_member media_members[] = {
    JSON_MEMBER("source_url", json_read_text_field, IMAGE(full.url)),
    JSON_MEMBER("media_type", json_read_text_field, IMAGE(kind)),
    JSON_MEMBER("mime_type", json_read_text_field, IMAGE(full.mime)),
    JSON_MEMBER("alt_text", json_read_text_field, IMAGE(alt)),
    JSON_MEMBER("caption", wp_rendered_read, IMAGE(caption)),
    JSON_MEMBER("media_details", read_details, 0),
    JSON_MEMBERS_END};

/* What Yoast (url, type) and WordPress.com (URL) make. */
static const struct json_member image_members[] = {
    JSON_MEMBER("url", json_read_text_field, IMAGE(full.url)),
    JSON_MEMBER("URL", json_read_text_field, IMAGE(full.url)),
    JSON_MEMBER("width", json_read_text_field, IMAGE(full.width)),
    JSON_MEMBER("height", json_read_text_field, IMAGE(full.height)),
    JSON_MEMBER("type", json_read_text_field, IMAGE(full.mime)),
    JSON_MEMBER("mime_type", json_read_text_field, IMAGE(full.mime)),
    JSON_MEMBERS_END};

void wp_image_clear(struct wp_image *image)
{
    image->full = (struct wp_size){0};
    image->kind = image->alt = (struct json_text){0};
    image->caption = (struct wp_rendered){0};
    image->size_count = 0;
}

/* Reads an object by a table, or the first one of a list. */
static void read_first(struct json *j, const struct json_member *members, struct wp_image *image)
{
    wp_image_clear(image);
    if (!json_enter_array(j)) {
        json_read_members(j, members, image);
        return;
    }
    for (bool first = true; json_next_item(j); first = false) {
        if (first)
            json_read_members(j, members, image);
        else
            json_skip(j);
    }
}

void wp_image_read(struct json *j, void *image)
{
    read_first(j, image_members, image);
}

static void read_media(struct json *j, void *image)
{
    read_first(j, media_members, image);
}

/* -- _embedded -------------------------------------------------------------------------------- */

void wp_embedded_read(struct json *j, void *post)
{
    static const struct json_member members[] = {
        JSON_MEMBER("author", wp_terms_read, offsetof(struct wp_post, authors)),
        JSON_MEMBER("wp:term", read_groups, 0),
        JSON_MEMBER("wp:featuredmedia", read_media, offsetof(struct wp_post, image)),
        JSON_MEMBERS_END};
    json_read_members(j, members, post);
}
