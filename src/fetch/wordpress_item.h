/*
 * One object of the WordPress interface as it stands in an answer: nothing is decoded, every member
 * is the bytes of its value. Posts, terms and users are all read by this one table.
 */
#ifndef DIGEST_FETCH_WORDPRESS_ITEM_H
#define DIGEST_FETCH_WORDPRESS_ITEM_H

#include "digest/hash.h"
#include "digest/json.h"
#include "digest/time.h"

/* Members that are looked at: those of posts that the parser reads, in the order in which they are
 * kept, then those of terms. */
#define WP_KEPT_MEMBERS(X)                                                                         \
    X(ID, "id")                                                                                    \
    X(DATE, "date")                                                                                \
    X(DATE_GMT, "date_gmt")                                                                        \
    X(MODIFIED, "modified")                                                                        \
    X(MODIFIED_GMT, "modified_gmt")                                                                \
    X(SLUG, "slug")                                                                                \
    X(STATUS, "status")                                                                            \
    X(TYPE, "type")                                                                                \
    X(LINK, "link")                                                                                \
    X(TITLE, "title")                                                                              \
    X(CONTENT, "content")                                                                          \
    X(EXCERPT, "excerpt")                                                                          \
    X(AUTHOR, "author")                                                                            \
    X(FEATURED_MEDIA, "featured_media")                                                            \
    X(CATEGORIES, "categories")                                                                    \
    X(TAGS, "tags")                                                                                \
    X(CLASS_LIST, "class_list")                                                                    \
    X(PLAIN_IMAGE, "jetpack_featured_media_url")                                                   \
    X(AUTHOR_NAME, "author_name")                                                                  \
    X(AUTHORS, "authors")                                                                          \
    X(LANG, "lang")                                                                                \
    X(LOCALE, "locale")                                                                            \
    X(WPML_LOCALE, "wpml_current_locale")                                                          \
    X(FEATURED_IMAGE, "featured_image")                                                            \
    X(THUMBNAIL, "post_thumbnail")
#define WP_OTHER_MEMBERS(X)                                                                        \
    X(SEO, "yoast_head_json")                                                                      \
    X(EMBEDDED, "_embedded")                                                                       \
    X(NAME, "name")                                                                                \
    X(PARENT, "parent")                                                                            \
    X(TAXONOMY, "taxonomy")

#define WP_ENUM(name, key) WP_##name,
enum wp_member {
    WP_KEPT_MEMBERS(WP_ENUM) WP_KEPT_COUNT,
    WP_BEFORE_OTHERS = WP_KEPT_COUNT - 1,
    WP_OTHER_MEMBERS(WP_ENUM) WP_MEMBER_COUNT
};
#undef WP_ENUM

/* What is asked of posts (`_fields`): with `_links`, without which nothing is embedded (REST API
 * Handbook, "Global Parameters"). */
#define WP_POST_FIELDS                                                                             \
    "id,date,date_gmt,modified,modified_gmt,slug,status,type,link,title,content,excerpt,author,"   \
    "featured_media,categories,tags,class_list,jetpack_featured_media_url,author_name,authors,"    \
    "lang,locale,wpml_current_locale,featured_image,post_thumbnail,yoast_head_json.og_image,"      \
    "yoast_head_json.author,_links,_embedded"

/* What is asked where it is only to be told whether a post is kept as it is. */
#define WP_ID_FIELDS "id,modified_gmt,modified"

struct wp_item {
    uint64_t id;                  /* 0: it has none */
    str object;                   /* all of it */
    str members[WP_MEMBER_COUNT]; /* "" where it has none */
};

/* Reads the object that comes next. False when it is no object; it then is skipped. */
bool wp_item_read(struct json *j, struct wp_item *out);

/* The key of a member. */
str wp_member_key(enum wp_member member);

/* For tables (json.h): the field is a str, the bytes of the value. */
void wp_value_read(struct json *j, void *field);

/* A value that is a whole number above 0, also one in quotes as plugins write it; else 0. */
uint64_t wp_number(str value);

/* Steps through the values of a list: an array, or an object, as which PHP writes a list that has a
 * gap. Other values are empty lists. */
struct wp_values {
    struct json j;
    bool entered, object;
};

/* Enters the list. */
struct wp_values wp_values_of(str list);

/* The next one's bytes; false behind the last. */
bool wp_values_next(struct wp_values *values, str *value);

/* The next one that is a number above 0; others are passed over. */
bool wp_values_next_number(struct wp_values *values, uint64_t *number);

/* The text of a value that is a string, decoded, at most `limit` bytes; "" for other kinds.
 * Borrowed from the value when it can be, else in the arena. */
str wp_text_of(struct arena *a, str value, size_t limit);

/* The text of a value that is a string without escapes: dates, states, taxonomies. "" for
 * others. */
str wp_word(str value);

/* A post's date of change as it is written, in UTC where it says so; "" when it has none. */
str wp_item_modified(const struct wp_item *item);

/* The instant of a post's publication; INSTANT_NONE when it names none. A local date, which is all
 * that some have, is taken for UTC. */
int64_t wp_item_published(const struct wp_item *item);

/* The instant of its last change, likewise. */
int64_t wp_item_changed(const struct wp_item *item);

/* The fingerprint of what an author of the site can change in a post; not of dates of change, and
 * not of what is embedded. */
struct hash wp_item_hash(const struct wp_item *item);

#endif
