/*
 * A WordPress inside a test: as much of the REST interface to the site of wp_site.h as digest asks.
 * It answers as WordPress 6 does, and wrongly in the ways that real servers do, as switches say.
 */
#ifndef DIGEST_TESTS_WP_SERVER_H
#define DIGEST_TESTS_WP_SERVER_H

#include "wp_site.h"

/* -- The question ----------------------------------------------------------------------------- */

struct wp_question {
    str route; /* "wp/v2/posts" */
    str query;
    str fields;
    struct arena *a;
};

/* A parameter, decoded; "" when it is not there. */
static inline str wp_param(const struct wp_question *q, const char *name)
{
    str rest = q->query, part;
    while (str_next_part(&rest, '&', &part)) {
        size_t sign = str_find_char(part, '=', 0);
        if (!str_is(str_slice(part, 0, sign), name) || sign == SIZE_MAX)
            continue;
        struct buf b = buf_init(1 << 20);
        buf_add_percent_decoded(&b, str_slice(part, sign + 1, part.n));
        str value = arena_copy(q->a, buf_str(&b));
        buf_release(&b);
        return value;
    }
    return STR("");
}

static inline uint64_t wp_param_number(const struct wp_question *q, const char *name,
                                       uint64_t otherwise)
{
    uint64_t n;
    return str_to_uint(wp_param(q, name), INT64_MAX, &n) ? n : otherwise;
}

static inline int64_t wp_param_date(const struct wp_question *q, const char *name)
{
    struct stamp stamp;
    bool zoned;
    str text = wp_param(q, name);
    if (text.n == 0)
        return INSTANT_NONE;
    if (!time_parse_iso(text, &stamp, &zoned) || !zoned)
        fail_msg("%s=%.*s is no date with a zone", name, STR_ARGS(text));
    return stamp.utc;
}

static inline bool wp_is_listed(str list, uint64_t id)
{
    str part;
    uint64_t n;
    while (str_next_part(&list, ',', &part))
        if (str_to_uint(part, INT64_MAX, &n) && n == id)
            return true;
    return false;
}

static inline bool wp_names(str list, const char *word)
{
    str part;
    while (str_next_part(&list, ',', &part))
        if (str_is(part, word))
            return true;
    return false;
}

static inline bool wp_wants(const struct wp_server *s, const struct wp_question *q,
                            const char *field)
{
    return q->fields.n == 0 || s->ignores_fields || wp_names(q->fields, field);
}

/* -- Answers ---------------------------------------------------------------------------------- */

static inline void wp_error(struct http_reply *reply, int status, const char *code)
{
    char body[300];
    snprintf(body, sizeof body,
             "{\"code\":\"%s\",\"message\":\"Sorry, <b>no<\\/b>.\",\"data\":{\"status\":%d}}", code,
             status);
    http_reply_body(reply, status, "Content-Type: application/json; charset=UTF-8\r\n",
                    str_of(body));
}

static inline void wp_page(struct http_reply *reply, int status, const char *headers,
                           const char *title)
{
    char body[300], all[300];
    snprintf(body, sizeof body, "<!DOCTYPE html><html><head><title>%s</title></head></html>",
             title);
    snprintf(all, sizeof all, "Content-Type: text/html\r\n%s", headers);
    http_reply_body(reply, status, all, str_of(body));
}

static inline void wp_add_date(struct buf *out, const char *key, int64_t date)
{
    struct civil c = civil_of(date, 0);
    buf_addf(out, "\"%s\":\"%04d-%02d-%02dT%02d:%02d:%02d\",", key, c.year, c.month, c.day, c.hour,
             c.minute, c.second);
}

static inline void wp_add_term(struct buf *out, const struct wp_row *row, const char *taxonomy)
{
    buf_addf(out, "{\"id\":%llu,\"link\":\"http:\\/\\/site\\/%s\",\"name\":\"%s\",\"slug\":\"%s\"",
             (unsigned long long)row->id, row->slug, row->name, row->slug);
    buf_addf(out, ",\"taxonomy\":\"%s\",\"_links\":{}},", taxonomy);
}

static inline void wp_add_media(struct buf *out, const struct wp_row *row)
{
    buf_addf(out,
             "{\"id\":%llu,\"type\":\"attachment\",\"title\":{\"rendered\":\"T\"},\"author\":1,"
             "\"caption\":{\"rendered\":\"<p>Caption<\\/p>\\n\"},\"alt_text\":\"%s\","
             "\"media_type\":\"image\",\"mime_type\":\"image\\/jpeg\",\"media_details\":{"
             "\"width\":800,\"height\":600,\"file\":\"a.jpg\",\"sizes\":{\"medium\":{\"file\":"
             "\"a-300.jpg\",\"width\":300,\"height\":225,\"mime_type\":\"image\\/jpeg\","
             "\"source_url\":\"http:\\/\\/site\\/a-300.jpg\"}},\"image_meta\":{\"iso\":\"0\"}},"
             "\"source_url\":\"http:\\/\\/site\\/a%llu.jpg\",\"_links\":{}}",
             (unsigned long long)row->id, row->name, (unsigned long long)row->id);
}

static inline void wp_add_embedded(struct wp_server *s, struct buf *out,
                                   const struct wp_post_row *post)
{
    static const char error[] =
        "{\"code\":\"rest_user_invalid_id\",\"message\":\"Invalid user ID.\","
        "\"data\":{\"status\":404}}";
    const struct wp_row *user = wp_row_find(&s->users, post->author);
    const struct wp_row *media = wp_row_find(&s->media, post->media);
    buf_addz(out, "\"_embedded\":{");
    if (post->author && user && !s->broken_embed)
        buf_addf(out,
                 "\"author\":[{\"id\":%llu,\"name\":\"%s\",\"slug\":\"%s\",\"description\":"
                 "\"Long\",\"avatar_urls\":{\"24\":\"http:\\/\\/x\"},\"_links\":{}}],",
                 (unsigned long long)user->id, user->name, user->slug);
    else if (post->author)
        buf_addf(out, "\"author\":[%s],", error);
    if (post->media && media && !s->broken_embed) {
        buf_addz(out, "\"wp:featuredmedia\":[");
        wp_add_media(out, media);
        buf_addz(out, "],");
    } else if (post->media) {
        buf_addf(out, "\"wp:featuredmedia\":[%s],",
                 s->broken_embed ? error
                                 : "{\"name\":\"Site\",\"url\":\"http:\\/\\/site\","
                                   "\"namespaces\":[\"wp\\/v2\"],\"routes\":{}}");
    }
    /* The order of taxonomies is not to be relied on. */
    buf_addz(out, "\"wp:term\":[[");
    size_t limit = s->broken_embed ? 0 : 100;
    for (size_t i = 0; i < post->tag_count && i < limit; i++)
        if (wp_row_find(&s->tags, post->tags[i]))
            wp_add_term(out, wp_row_find(&s->tags, post->tags[i]), "post_tag");
    if (out->p[out->n - 1] == ',')
        buf_cut(out, out->n - 1);
    buf_addz(out, "],[");
    if (s->broken_embed)
        buf_addz(out, error);
    else if (wp_row_find(&s->categories, post->category))
        wp_add_term(out, wp_row_find(&s->categories, post->category), "category");
    if (out->p[out->n - 1] == ',')
        buf_cut(out, out->n - 1);
    buf_addz(out, "],[]]},");
}

static inline void wp_add_content(struct buf *out, const struct wp_post_row *post)
{
    static const char words[] = "Some words of a text that goes on and on. ";
    buf_addz(out, "\"content\":{\"rendered\":\"<p>");
    for (size_t n = 0; n < post->length; n += sizeof words - 1)
        buf_addz(out, words);
    buf_addz(out, "<\\/p>\\n\",\"protected\":false},");
}

static inline void wp_add_post(struct wp_server *s, const struct wp_question *q, struct buf *out,
                               const struct wp_post_row *post)
{
    buf_addf(out, "{\"id\":%llu,", (unsigned long long)post->id);
    if (wp_wants(s, q, "date"))
        wp_add_date(out, "date", post->date);
    if (wp_wants(s, q, "date_gmt"))
        wp_add_date(out, "date_gmt", post->date);
    if (wp_wants(s, q, "modified"))
        wp_add_date(out, "modified", post->modified);
    if (wp_wants(s, q, "modified_gmt"))
        wp_add_date(out, "modified_gmt", post->modified);
    if (wp_wants(s, q, "status"))
        buf_addf(out, "\"status\":\"%s\",", post->status);
    if (wp_wants(s, q, "content")) {
        buf_addf(out, "\"slug\":\"%s\",\"type\":\"%s\",\"link\":\"http:\\/\\/site\\/%s\\/\",",
                 post->slug, post->type, post->slug);
        buf_addf(out, "\"title\":{\"rendered\":\"%s\"},", post->title);
        wp_add_content(out, post);
        buf_addz(out,
                 "\"excerpt\":{\"rendered\":\"\",\"protected\":false},\"meta\":[],"
                 "\"yoast_head\":\"<title>\",\"yoast_head_json\":{\"title\":\"x\",\"og_image\":"
                 "[{\"url\":\"http:\\/\\/site\\/seo.jpg\"}],\"schema\":{\"a\":[1]}},");
        buf_addf(out, "\"featured_media\":%llu,", (unsigned long long)post->media);
    }
    if (wp_wants(s, q, "author"))
        buf_addf(out, "\"author\":%llu,", (unsigned long long)post->author);
    if (wp_wants(s, q, "categories"))
        buf_addf(out, "\"categories\":[%llu],", (unsigned long long)post->category);
    if (wp_wants(s, q, "tags")) {
        buf_addz(out, "\"tags\":[");
        for (size_t i = 0; i < post->tag_count; i++)
            buf_addf(out, "%s%llu", i ? "," : "", (unsigned long long)post->tags[i]);
        buf_addz(out, "],");
    }
    if (wp_param(q, "_embed").n && wp_wants(s, q, "_links") && wp_wants(s, q, "_embedded") &&
        !s->no_embed)
        wp_add_embedded(s, out, post);
    if (wp_wants(s, q, "_links"))
        buf_addz(out, "\"_links\":{\"self\":[{\"href\":\"http:\\/\\/site\"}]},");
    buf_cut(out, out->n - 1);
    buf_addc(out, '}');
}

/* -- Lists ------------------------------------------------------------------------------------ */

static inline bool wp_category_is_in(struct wp_server *s, str list, uint64_t category)
{
    (void)s; /* children are not looked at: WordPress does not */
    return wp_is_listed(list, category);
}

static inline bool wp_post_matches(struct wp_server *s, const struct wp_question *q,
                                   const char *type, const struct wp_post_row *post)
{
    int64_t after = wp_param_date(q, "after"), before = wp_param_date(q, "before");
    int64_t modified_after = wp_param_date(q, "modified_after");
    str include = wp_param(q, "include"), categories = wp_param(q, "categories");
    str tags = wp_param(q, "tags"), author = wp_param(q, "author");
    bool tagged = tags.n == 0;
    for (size_t i = 0; i < post->tag_count; i++)
        tagged |= wp_is_listed(tags, post->tags[i]);
    return tagged && strcmp(post->type, type) == 0 &&
           (strcmp(post->status, "publish") == 0 || strcmp(post->status, "hidden") == 0) &&
           (after == INSTANT_NONE || post->date > after) &&
           (before == INSTANT_NONE || post->date < before) &&
           (modified_after == INSTANT_NONE || s->ignores_modified ||
            post->modified > modified_after) &&
           (include.n == 0 || s->ignores_include || wp_is_listed(include, post->id)) &&
           (author.n == 0 || wp_is_listed(author, post->author)) &&
           (categories.n == 0 || wp_category_is_in(s, categories, post->category));
}

static inline int64_t wp_sort_date(const struct wp_server *s, size_t index, bool changed)
{
    return changed ? s->posts[index].modified : s->posts[index].date;
}

/* Indices of the posts that are asked for, in order. */
static inline size_t wp_select(struct wp_server *s, const struct wp_question *q, const char *type,
                               size_t **out)
{
    size_t n = 0, *chosen = arena_array(q->a, s->count + 1, sizeof *chosen);
    str by = wp_param(q, "orderby");
    bool ascending = str_is(wp_param(q, "order"), "asc"), id = str_is(by, "id");
    bool changed = str_is(by, "modified") && !s->ignores_order;
    bool plain = wp_param(q, "after").n + wp_param(q, "modified_after").n +
                     wp_param(q, "include").n + wp_param(q, "categories").n +
                     wp_param(q, "tags").n + wp_param(q, "before").n + wp_param(q, "author").n ==
                 0;
    for (size_t i = 0; i < s->count && !s->empty; i++)
        if (plain
                ? strcmp(s->posts[i].status, "publish") == 0 && strcmp(s->posts[i].type, type) == 0
                : wp_post_matches(s, q, type, &s->posts[i]))
            chosen[n++] = i;
    /* Posts are in the order of ids. */
    for (size_t i = 1; i < n && !id; i++) {
        size_t one = chosen[i], k = i;
        for (; k > 0 && wp_sort_date(s, chosen[k - 1], changed) > wp_sort_date(s, one, changed);
             k--)
            chosen[k] = chosen[k - 1];
        chosen[k] = one;
    }
    for (size_t i = 0; i < n / 2 && !ascending; i++) {
        size_t other = chosen[i];
        chosen[i] = chosen[n - 1 - i];
        chosen[n - 1 - i] = other;
    }
    *out = chosen;
    return n;
}

/* What a list needs: a page of `total` items. False: it was an error. */
static inline bool wp_list_range(struct wp_server *s, const struct wp_question *q, size_t total,
                                 size_t *from, size_t *to, struct http_reply *reply)
{
    size_t size = wp_param_number(q, "per_page", 10), page = wp_param_number(q, "page", 1);
    s->largest = size > s->largest ? size : s->largest;
    if (size < 1 || size > (s->refuses ? s->refuses : 100)) {
        wp_error(reply, 400, "rest_invalid_param");
        return false;
    }
    size = s->page_size = s->caps && size > s->caps ? s->caps : size;
    *from = (page - 1) * size;
    if (wp_param(q, "offset").n)
        *from = wp_param_number(q, "offset", 0);
    if (s->ignores_page)
        *from = 0;
    if (total && *from >= total && page > 1) {
        wp_error(reply, 400, "rest_post_invalid_page_number");
        return false;
    }
    *to = *from + size < total ? *from + size : total;
    if (s->bare_list) {
        *from = 0;
        *to = total;
    }
    return true;
}

static inline void wp_reply_list(struct wp_server *s, struct http_reply *reply, size_t total,
                                 const struct buf *body)
{
    size_t pages = (total + s->page_size - 1) / s->page_size;
    char headers[300];
    struct buf date = buf_init(100);
    time_add_rfc5322(&date, (struct stamp){.utc = WP_NOW});
    buf_cut(&date, date.n - 5); /* "+0000" */
    snprintf(headers, sizeof headers,
             "Date: %sGMT\r\nContent-Type: application/json; charset=UTF-8\r\n", date.p);
    buf_release(&date);
    if (!s->no_totals && !s->bare_list)
        snprintf(headers + strlen(headers), sizeof headers - strlen(headers),
                 "X-WP-Total: %zu\r\nX-WP-TotalPages: %zu\r\n", total, pages);
    http_reply_body(reply, 200, headers, buf_str(body));
}

static inline void wp_answer_posts(struct wp_server *s, const struct wp_question *q,
                                   const char *type, struct http_reply *reply)
{
    if (s->before)
        s->before(s, s->listed);
    s->listed++;
    size_t *chosen, from, to, total = wp_select(s, q, type, &chosen);
    bool content = wp_wants(s, q, "content");
    if (!wp_list_range(s, q, total, &from, &to, reply))
        return;
    bool fails = content && s->most && to - from > s->most;
    for (size_t i = from; i < to; i++)
        fails |= content && s->posts[chosen[i]].broken;
    if (content && s->silent) {
        reply->end = HTTP_END_HOLD;
        return;
    }
    if (fails) {
        wp_page(reply, 500, "", "Critical error");
        return;
    }
    struct buf body = buf_init(SIZE_MAX / 4);
    buf_addc(&body, '[');
    for (size_t i = from; i < to; i++) {
        if (strcmp(s->posts[chosen[i]].status, "hidden") == 0 && !s->shows_hidden)
            continue;
        wp_add_post(s, q, &body, &s->posts[chosen[i]]);
        buf_addc(&body, ',');
    }
    if (body.p[body.n - 1] == ',')
        buf_cut(&body, body.n - 1);
    buf_addc(&body, ']');
    wp_reply_list(s, reply, total, &body);
    buf_release(&body);
}

static inline void wp_answer_post(struct wp_server *s, const struct wp_question *q,
                                  const char *type, uint64_t id, struct http_reply *reply)
{
    const struct wp_post_row *post = wp_post_find(s, id);
    s->asked_singles++;
    if (!post || strcmp(post->type, type) != 0) {
        wp_error(reply, 404, "rest_post_invalid_id");
    } else if (strcmp(post->status, "publish") != 0) {
        wp_error(reply, 401, "rest_forbidden");
    } else {
        struct buf body = buf_init(SIZE_MAX / 4);
        wp_add_post(s, q, &body, post);
        http_reply_body(reply, 200, "Content-Type: application/json\r\n", buf_str(&body));
        buf_release(&body);
    }
}

static inline void wp_answer_terms(struct wp_server *s, const struct wp_question *q,
                                   struct wp_table *table, const char *taxonomy,
                                   struct http_reply *reply)
{
    str include = wp_param(q, "include"), slugs = wp_param(q, "slug");
    str search = wp_param(q, "search");
    struct wp_row **chosen = arena_array(q->a, table->count + 1, sizeof *chosen);
    size_t n = 0, from, to;
    for (size_t i = 0; i < table->count; i++)
        if ((include.n == 0 || wp_is_listed(include, table->rows[i].id)) &&
            (slugs.n == 0 || wp_names(slugs, table->rows[i].slug)) &&
            (search.n == 0 || str_has(str_of(table->rows[i].slug), search)))
            chosen[n++] = &table->rows[i];
    if (!wp_list_range(s, q, n, &from, &to, reply))
        return;
    struct buf body = buf_init(SIZE_MAX / 4);
    buf_addc(&body, '[');
    for (size_t i = from; i < to; i++) {
        if (i > from)
            buf_addc(&body, ',');
        if (table == &s->media) {
            wp_add_media(&body, chosen[i]);
            continue;
        }
        buf_addf(&body, "{\"id\":%llu,\"name\":\"%s\",\"slug\":\"%s\",\"parent\":%llu",
                 (unsigned long long)chosen[i]->id, chosen[i]->name, chosen[i]->slug,
                 (unsigned long long)chosen[i]->parent);
        buf_addf(&body, taxonomy ? ",\"taxonomy\":\"%s\"}" : "}", taxonomy);
    }
    buf_addc(&body, ']');
    wp_reply_list(s, reply, n, &body);
    buf_release(&body);
}

/* -- Routes ----------------------------------------------------------------------------------- */

static inline void wp_answer_types(struct http_reply *reply)
{
    http_reply_body(
        reply, 200, "Content-Type: application/json\r\n",
        STR("{\"post\":{\"slug\":\"post\",\"rest_base\":\"posts\",\"rest_namespace\":\"wp\\/v2\","
            "\"taxonomies\":[\"category\",\"post_tag\"]},\"page\":{\"slug\":\"page\",\"rest_base\":"
            "\"pages\",\"taxonomies\":[]},\"attachment\":{\"slug\":\"attachment\",\"rest_base\":"
            "\"media\",\"taxonomies\":[]},\"wp_block\":{\"slug\":\"wp_block\",\"rest_base\":"
            "\"blocks\",\"taxonomies\":[]},\"book\":{\"slug\":\"book\",\"rest_base\":\"books\","
            "\"taxonomies\":[\"genre\"]},\"film\":{\"slug\":\"film\",\"rest_base\":\"films\","
            "\"taxonomies\":[\"category\"]}}"));
}

static inline void wp_answer_index(struct wp_server *s, struct http_reply *reply)
{
    char body[500];
    snprintf(body, sizeof body,
             "{\"name\":\"Site\",\"description\":\"\",\"url\":\"http://127.0.0.1:%u\","
             "\"home\":\"http://127.0.0.1:%u\",\"namespaces\":[\"oembed/1.0\"%s],\"routes\":{}}",
             (unsigned)s->http.port, (unsigned)s->http.port, s->no_v2 ? "" : ",\"wp/v2\"");
    http_reply_body(reply, 200, "Content-Type: application/json\r\n", str_of(body));
}

static inline void wp_answer_home(struct wp_server *s, struct http_reply *reply)
{
    char body[500], headers[300];
    snprintf(headers, sizeof headers,
             "Content-Type: text/html\r\nLink: <http://127.0.0.1:%u/wp-json/>; "
             "rel=\"https://api.w.org/\"\r\n",
             (unsigned)s->http.port);
    snprintf(body, sizeof body,
             "<!DOCTYPE html><html><head><title>Site</title><link rel=\"alternate\" "
             "type=\"%s\" href=\"http://127.0.0.1:%u/feed/\"></head></html>",
             s->feedless ? "text/plain" : "application/rss+xml", (unsigned)s->http.port);
    http_reply_body(reply, 200, headers, str_of(body));
}

static inline void wp_answer_feed(struct wp_server *s, struct http_reply *reply)
{
    struct buf body = buf_init(1 << 20);
    buf_addz(&body, "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Site</title>");
    for (size_t i = s->count; i > 0 && i + 10 > s->count; i--)
        buf_addf(&body,
                 "<item><title>%s</title><link>http://127.0.0.1/%s/</link><guid "
                 "isPermaLink=\"false\">http://127.0.0.1/?p=%llu</guid></item>",
                 s->posts[i - 1].title, s->posts[i - 1].slug,
                 (unsigned long long)s->posts[i - 1].id);
    buf_addz(&body, "</channel></rss>");
    http_reply_body(reply, 200, "Content-Type: application/rss+xml\r\n", buf_str(&body));
    buf_release(&body);
}

static inline void wp_answer_route(struct wp_server *s, const struct wp_question *q,
                                   struct http_reply *reply)
{
    static const char *const types[][2] = {{"wp/v2/posts", "post"},
                                           {"wp/v2/pages", "page"},
                                           {"wp/v2/books", "book"},
                                           {"wp/v2/films", "film"}};
    uint64_t id;
    s->forbidden |= wp_param(q, "context").n || wp_param(q, "status").n;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        str base = str_of(types[i][0]);
        if (str_eq(q->route, base)) {
            wp_answer_posts(s, q, types[i][1], reply);
            return;
        }
        if (str_starts(q->route, base) &&
            str_to_uint(str_slice(q->route, base.n + 1, q->route.n), INT64_MAX, &id)) {
            wp_answer_post(s, q, types[i][1], id, reply);
            return;
        }
    }
    s->asked_users += str_is(q->route, "wp/v2/users");
    if (q->route.n == 0)
        wp_answer_index(s, reply);
    else if (str_is(q->route, "wp/v2/types"))
        wp_answer_types(reply);
    else if (str_is(q->route, "wp/v2/users/me"))
        wp_error(reply, 401, "rest_not_logged_in");
    else if (str_is(q->route, "wp/v2/users") && s->users_closed)
        wp_error(reply, 401, "rest_user_cannot_view");
    else if (str_is(q->route, "wp/v2/users"))
        wp_answer_terms(s, q, &s->users, NULL, reply);
    else if (str_is(q->route, "wp/v2/media") && s->media_closed)
        wp_error(reply, 403, "rest_forbidden");
    else if (str_is(q->route, "wp/v2/media"))
        wp_answer_terms(s, q, &s->media, NULL, reply);
    else if (str_is(q->route, "wp/v2/categories") && !s->taxonomies_closed)
        wp_answer_terms(s, q, &s->categories, "category", reply);
    else if (str_is(q->route, "wp/v2/tags") && !s->taxonomies_closed)
        wp_answer_terms(s, q, &s->tags, "post_tag", reply);
    else
        wp_error(reply, 404, "rest_no_route");
}

/* Numbers that look random: Knuth's linear congruential generator. */
static inline unsigned wp_chance(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*seed >> 33);
}

/* Spoils an answer in one of the ways that servers have. */
static inline void wp_spoil(struct wp_server *s, struct http_reply *reply)
{
    unsigned way = wp_chance(&s->seed) % 5;
    size_t half = reply->bytes.n / 2;
    switch (way) {
    case 0:
        buf_reset(&reply->bytes);
        wp_page(reply, 500, "", "Internal Server Error");
        break;
    case 1: /* cut off, with a length that tells */
        buf_cut(&reply->bytes, half > 200 ? half : reply->bytes.n);
        reply->end = HTTP_END_CLOSE;
        break;
    case 2:
        buf_reset(&reply->bytes);
        reply->end = HTTP_END_RESET;
        break;
    case 3: /* cut off, with nothing that tells */
        buf_reset(&reply->bytes);
        buf_addz(&reply->bytes, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                "Connection: close\r\n\r\n[{\"id\":1,\"ti");
        reply->end = HTTP_END_CLOSE;
        break;
    default:
        buf_reset(&reply->bytes);
        wp_page(reply, 503, "Retry-After: 1\r\n", "Briefly unavailable");
    }
}

/* Puts other bytes in the place of some of a body's: signs of JSON, digits, anything. */
static inline void wp_garble(struct wp_server *s, struct http_reply *reply)
{
    static const char signs[] = "{}[],:\"\\0123456789-truefalsn\x01\xC3\xFF";
    size_t body = str_find(buf_str(&reply->bytes), STR("\r\n\r\n"), 0);
    for (size_t i = body + 4; i < reply->bytes.n; i++)
        if (wp_chance(&s->seed) % 10000 < s->nonsense)
            reply->bytes.p[i] = signs[wp_chance(&s->seed) % (sizeof signs - 1)];
}

static inline void wp_answer(void *context, const struct http_ask *ask, struct http_reply *reply)
{
    struct wp_server *s = context;
    struct arena a = {0};
    size_t mark = str_find_char(ask->target, '?', 0);
    str path = str_slice(ask->target, 0, mark);
    struct wp_question q = {.a = &a};
    q.query = mark == SIZE_MAX ? STR("") : str_slice(ask->target, mark + 1, ask->target.n);
    q.fields = wp_param(&q, "_fields");
    s->asked++;
    bool rest = str_starts(path, STR("/wp-json/"));
    if (rest)
        q.route = str_slice(path, 9, path.n);
    if (s->down) {
        s->down--;
        wp_page(reply, 503, "", "Briefly unavailable");
    } else if (s->challenge && rest) {
        wp_page(reply, 403, "Server: cloudflare\r\nCF-RAY: 1-FRA\r\n", "Just a moment...");
    } else if (s->closed && rest) {
        wp_error(reply, 401, "rest_login_required");
    } else if (rest) {
        wp_answer_route(s, &q, reply);
    } else if (s->feedless && !str_is(path, "/")) {
        wp_page(reply, 404, "", "Not found");
    } else if (str_is(path, "/feed/")) {
        wp_answer_feed(s, reply);
    } else {
        wp_answer_home(s, reply);
    }
    if (rest && s->spoilt && wp_chance(&s->seed) % 1000 < s->spoilt)
        wp_spoil(s, reply);
    if (rest && s->nonsense)
        wp_garble(s, reply);
    arena_release(&a);
}

/* -- Life ------------------------------------------------------------------------------------- */

/* Starts a site with `count` posts, two authors, a tree of categories, three tags and two
 * pictures. */
static inline void wp_server_start(struct wp_server *s, size_t count)
{
    *s = (struct wp_server){.next_id = 1, .seed = 1};
    wp_row_add(s, &s->users, 1, "Ann O&#8217;Hara", "ann", 0);
    wp_row_add(s, &s->users, 2, "Bo", "bo", 0);
    wp_row_add(s, &s->categories, 1, "News", "news", 0);
    wp_row_add(s, &s->categories, 2, "World", "world", 1);
    wp_row_add(s, &s->categories, 3, "Europe", "europe", 2);
    wp_row_add(s, &s->categories, 4, "Sport", "sport", 0);
    wp_row_add(s, &s->tags, 1, "C++", "c-plus-plus", 0);
    wp_row_add(s, &s->tags, 2, "R&amp;D", "r-d", 0);
    wp_row_add(s, &s->tags, 3, "AI", "ai", 0);
    wp_row_add(s, &s->media, 1, "A view", "a", 0);
    wp_row_add(s, &s->media, 2, "Another", "b", 0);
    for (size_t i = 0; i < count; i++) {
        struct wp_post_row *post = wp_post_add(s);
        post->author = 1 + i % 2;
        post->category = 1 + i % 4;
        post->media = i % 3;
        wp_post_tag(s, post, 1 + i % 3);
    }
    http_server_start(&s->http, wp_answer, s);
}

/* Stops it and frees what it has. */
static inline void wp_server_stop(struct wp_server *s)
{
    http_server_stop(&s->http);
    http_server_release(&s->http);
    arena_release(&s->arena);
}

#endif
