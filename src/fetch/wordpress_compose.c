/* Writes a post as it is kept: its own members that parsing needs, and what belongs to it. */
#include "digest/limits.h"
#include "wordpress.h"

/* -- What is embedded ------------------------------------------------------------------------- */

struct wp_embedded wp_embedded_of(const struct wp_item *item)
{
    static const struct json_member members[] = {
        JSON_MEMBER("author", wp_value_read, offsetof(struct wp_embedded, author)),
        JSON_MEMBER("wp:term", wp_value_read, offsetof(struct wp_embedded, terms)),
        JSON_MEMBER("wp:featuredmedia", wp_value_read, offsetof(struct wp_embedded, media)),
        JSON_MEMBERS_END};
    struct wp_embedded embedded = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
    struct json j = json_init(item->members[WP_EMBEDDED]);
    json_read_members(&j, members, &embedded);
    return embedded;
}

/* What tells objects from each other, and from an error in their place. */
struct nature {
    struct json_text id, name, taxonomy, address, code;
};

static bool nature_of(str object, struct nature *out)
{
    static const struct json_member members[] = {
        JSON_MEMBER("id", json_read_text_field, offsetof(struct nature, id)),
        JSON_MEMBER("name", json_read_text_field, offsetof(struct nature, name)),
        JSON_MEMBER("taxonomy", json_read_text_field, offsetof(struct nature, taxonomy)),
        JSON_MEMBER("source_url", json_read_text_field, offsetof(struct nature, address)),
        JSON_MEMBER("code", json_read_text_field, offsetof(struct nature, code)),
        JSON_MEMBERS_END};
    struct json j = json_init(object);
    *out = (struct nature){.id = {.raw = {NULL, 0}}};
    return json_peek(&j) == JSON_KIND_OBJECT && json_read_members(&j, members, out);
}

bool wp_is_author(str object)
{
    struct nature nature;
    return nature_of(object, &nature) && nature.name.raw.n && nature.code.raw.n == 0;
}

bool wp_is_media(str object)
{
    struct nature nature;
    return nature_of(object, &nature) && nature.address.raw.n;
}

bool wp_term_read(str object, uint64_t *id, str *taxonomy)
{
    struct nature nature;
    if (!nature_of(object, &nature) || nature.name.raw.n == 0 || nature.taxonomy.raw.n == 0)
        return false;
    *id = 0;
    str_to_uint(nature.id.raw, INT64_MAX, id);
    *taxonomy = nature.taxonomy.raw;
    return true;
}

static enum wp_part part_of(str taxonomy)
{
    return str_is(taxonomy, "category")   ? WP_PART_CATEGORY
           : str_is(taxonomy, "post_tag") ? WP_PART_TAG
                                          : WP_PARTS;
}

void wp_terms_of(struct wp_terms *out, str groups)
{
    str group, term, taxonomy;
    uint64_t id;
    out->count = 0;
    for (struct wp_values all = wp_values_of(groups); wp_values_next(&all, &group);)
        for (struct wp_values list = wp_values_of(group); wp_values_next(&list, &term);)
            if (out->count < WP_TERMS_MOST && wp_term_read(term, &id, &taxonomy)) {
                out->ids[out->count] = id;
                out->parts[out->count++] = part_of(taxonomy);
            }
}

bool wp_terms_have(const struct wp_terms *terms, enum wp_part part, uint64_t id)
{
    for (size_t i = 0; i < terms->count; i++)
        if (terms->ids[i] == id && terms->parts[i] == part)
            return true;
    return false;
}

/* -- Objects with fewer members --------------------------------------------------------------- */

static void add_key(struct buf *out, str raw)
{
    char last = out->n ? out->p[out->n - 1] : '{';
    buf_addz(out, last == '{' ? "\"" : ",\"");
    buf_add(out, raw);
    buf_addz(out, "\":");
}

/* Appends, inside of braces, the members of an object that are in the list. *had, unless null, is
 * set for each. */
static void add_members(struct buf *out, str object, const char *const *names, unsigned *had)
{
    struct json_text key;
    struct json j = json_init(object);
    for (json_enter_object(&j); json_next_member(&j, &key);) {
        str value;
        unsigned i = 0;
        wp_value_read(&j, &value);
        while (names[i] && !json_text_is(key, str_of(names[i])))
            i++;
        if (!names[i] || (had && *had >> i & 1))
            continue;
        add_key(out, key.raw);
        buf_add(out, value);
        if (had)
            *had |= 1u << i;
    }
}

/* The sizes of an image, without what they are called in its folder. */
static void add_sizes(struct buf *out, str sizes)
{
    static const char *const names[] = {"source_url", "width", "height", "mime_type", NULL};
    struct json_text key;
    struct json j = json_init(sizes);
    add_key(out, STR("sizes"));
    buf_addc(out, '{');
    for (bool entered = json_enter_object(&j); entered && json_next_member(&j, &key);) {
        str value;
        wp_value_read(&j, &value);
        if (value.n == 0 || value.p[0] != '{')
            continue;
        add_key(out, key.raw);
        buf_addc(out, '{');
        add_members(out, value, names, NULL);
        buf_addc(out, '}');
    }
    buf_addc(out, '}');
}

static void add_media(struct buf *out, str object)
{
    static const char *const own[] = {"id",       "source_url", "media_type", "mime_type",
                                      "alt_text", "caption",    NULL};
    static const char *const of_details[] = {"width", "height", NULL};
    static const struct json_member details_member[] = {
        JSON_MEMBER("media_details", wp_value_read, 0), JSON_MEMBERS_END};
    static const struct json_member sizes_member[] = {JSON_MEMBER("sizes", wp_value_read, 0),
                                                      JSON_MEMBERS_END};
    str details = {NULL, 0}, sizes = {NULL, 0};
    struct json j = json_init(object);
    json_read_members(&j, details_member, &details);
    j = json_init(details);
    json_read_members(&j, sizes_member, &sizes);
    add_members(out, object, own, NULL);
    if (details.n == 0 || details.p[0] != '{')
        return;
    add_key(out, STR("media_details"));
    buf_addc(out, '{');
    add_members(out, details, of_details, NULL);
    if (sizes.n && sizes.p[0] == '{')
        add_sizes(out, sizes);
    buf_addc(out, '}');
}

/* A term's place in the tree is not told where terms are embedded. */
static void add_parent(struct wp_sync *s, struct buf *out, str object)
{
    struct nature nature;
    uint64_t id = 0;
    nature_of(object, &nature);
    str_to_uint(nature.id.raw, INT64_MAX, &id);
    const struct wp_category *category = wp_tree_find(&s->tree, id);
    if (category)
        buf_addf(out, ",\"parent\":%llu", (unsigned long long)category->parent);
}

void wp_part_write(struct wp_sync *s, struct buf *out, enum wp_part part, str object)
{
    static const char *const names[] = {"taxonomy", "parent", "id", "name", "slug", "link", NULL};
    enum { HAD_TAXONOMY = 1, HAD_PARENT = 2 };
    unsigned had = 0;
    buf_addc(out, '{');
    if (part == WP_PART_MEDIA)
        add_media(out, object);
    else
        add_members(out, object, names, &had);
    if ((part == WP_PART_CATEGORY || part == WP_PART_TAG) && !(had & HAD_TAXONOMY))
        buf_addf(out, ",\"taxonomy\":\"%s\"", part == WP_PART_TAG ? "post_tag" : "category");
    if (part == WP_PART_CATEGORY && !(had & HAD_PARENT))
        add_parent(s, out, object);
    buf_addc(out, '}');
}

/* -- A post ----------------------------------------------------------------------------------- */

/* A post in the making. */
struct making {
    struct wp_sync *s;
    const struct wp_item *item;
    struct wp_embedded embedded;
    struct wp_terms terms;
    struct buf *out;
    bool pending;
};

/* Parts the values of a list. */
static void add_comma(struct buf *out)
{
    if (out->n && out->p[out->n - 1] != '[')
        buf_addc(out, ',');
}

static bool add_known(struct making *m, enum wp_part part, uint64_t id)
{
    str object = id ? wp_part_known(m->s, part, id, &m->pending) : STR("");
    if (object.n == 0)
        return false;
    add_comma(m->out);
    buf_add(m->out, object);
    return true;
}

/* The objects of a list (or the one that stands alone) that can be what they stand for. */
static bool add_valid(struct making *m, enum wp_part part, str list)
{
    bool (*is_valid)(str) = part == WP_PART_MEDIA ? wp_is_media : wp_is_author;
    bool any = false;
    str value;
    struct wp_values values = wp_values_of(list);
    if (values.object && is_valid(list)) {
        wp_part_write(m->s, m->out, part, list);
        return true;
    }
    while (!values.object && wp_values_next(&values, &value)) {
        if (!is_valid(value))
            continue;
        add_comma(m->out);
        wp_part_write(m->s, m->out, part, value);
        any = true;
    }
    return any;
}

/* Appends "key":[…] with the part embedded or known, or nothing. */
static void add_part(struct making *m, enum wp_part part, str list, uint64_t id)
{
    size_t before = m->out->n;
    add_key(m->out, part == WP_PART_MEDIA ? STR("wp:featuredmedia") : STR("author"));
    buf_addc(m->out, '[');
    bool any = add_valid(m, part, list) || add_known(m, part, id);
    if (any)
        buf_addc(m->out, ']');
    else
        buf_cut(m->out, before);
}

/* One group of `wp:term`: what is embedded, then what was asked for. WP_PARTS: those of taxonomies
 * that are neither categories nor tags. */
static void add_group(struct making *m, enum wp_part part, str ids)
{
    str group, term, taxonomy;
    uint64_t id;
    size_t seen = 0;
    add_comma(m->out);
    buf_addc(m->out, '[');
    for (struct wp_values all = wp_values_of(m->embedded.terms); wp_values_next(&all, &group);) {
        for (struct wp_values list = wp_values_of(group); wp_values_next(&list, &term);) {
            if (!wp_term_read(term, &id, &taxonomy) || part_of(taxonomy) != part)
                continue;
            add_comma(m->out);
            wp_part_write(m->s, m->out, part, term);
        }
    }
    struct wp_values values = wp_values_of(ids);
    while (seen++ < WP_TERMS_MOST && wp_values_next_number(&values, &id))
        if (!wp_terms_have(&m->terms, part, id))
            add_known(m, part, id);
    buf_addc(m->out, ']');
}

static void add_embedded(struct making *m)
{
    const str *own = m->item->members;
    add_key(m->out, STR("_embedded"));
    buf_addc(m->out, '{');
    add_part(m, WP_PART_AUTHOR, m->embedded.author, wp_number(own[WP_AUTHOR]));
    add_part(m, WP_PART_MEDIA, m->embedded.media, wp_number(own[WP_FEATURED_MEDIA]));
    add_key(m->out, STR("wp:term"));
    buf_addc(m->out, '[');
    add_group(m, WP_PART_CATEGORY, own[WP_CATEGORIES]);
    add_group(m, WP_PART_TAG, own[WP_TAGS]);
    add_group(m, WP_PARTS, STR(""));
    buf_addz(m->out, "]}");
}

bool wp_compose(struct wp_sync *s, const struct wp_item *item, struct buf *out)
{
    static const char *const seo[] = {"og_image", "author", NULL};
    struct making m = {.s = s, .item = item, .embedded = wp_embedded_of(item), .out = out};
    wp_terms_of(&m.terms, m.embedded.terms);
    buf_addc(out, '{');
    for (enum wp_member i = 0; i < WP_KEPT_COUNT; i++) {
        if (item->members[i].n == 0)
            continue;
        add_key(out, wp_member_key(i));
        buf_add(out, item->members[i]);
    }
    if (item->members[WP_SEO].n && item->members[WP_SEO].p[0] == '{') {
        add_key(out, STR("yoast_head_json"));
        buf_addc(out, '{');
        add_members(out, item->members[WP_SEO], seo, NULL);
        buf_addc(out, '}');
    }
    add_embedded(&m);
    buf_addc(out, '}');
    return !m.pending;
}
