/*
 * WordPress answers → articles: finds the posts, one at a time, whatever they are wrapped in.
 *
 * Nothing of a file is kept that turns out not to be JSON further down: half an answer would look
 * like a site that has lost the other half.
 */
#include "wp.h"

#include "digest/slug.h"
#include "digest/utf8.h"
#include "own_image.h"
#include "strips.h"

#define HINT_POSTS "save the answer of /wp-json/wp/v2/posts?_embed"

/* -- Books ------------------------------------------------------------------------------------ */

/* Slugs as they are written, as ours. */
static struct str_list own_slugs(struct arena *a, const struct str_list *written)
{
    struct str_list own = {arena_array(a, written->count, sizeof(str)), written->count};
    for (size_t i = 0; i < own.count; i++)
        own.items[i] = slug_from_foreign(a, written->items[i]);
    return own;
}

static void wp_init(struct wp *wp, struct parsed *out, struct arena *a, const struct raw *raw)
{
    *wp = (struct wp){.raw = *raw, .out = out, .a = a, .text = buf_init(LIMIT_BODY)};
    wp->sanitize = (struct sanitize_options){.top_heading = 2};
    wp->sanitize.own_image = own_image;
    wp->sanitize.context = &wp->raw;
    wp->categories = own_slugs(a, &raw->source->categories);
    wp->tagged = own_slugs(a, &raw->source->tagged);
    strips_compile(&wp->sanitize, wp->raw.source, wp->out, wp->a);
}

static void wp_release(struct wp *wp)
{
    arena_release(&wp->scratch);
    buf_release(&wp->text);
}

/* -- Objects that are no posts ---------------------------------------------------------------- */

static const char *kind_words(enum json_kind kind)
{
    switch (kind) {
    case JSON_KIND_STRING: return "a string";
    case JSON_KIND_NUMBER: return "a number";
    case JSON_KIND_ARRAY: return "a list";
    case JSON_KIND_TRUE:
    case JSON_KIND_FALSE: return "a truth value";
    default: return "nothing";
    }
}

/* Fills *err with what an object is instead of a post, and for an error what it says. */
static bool refuse(struct wp *wp, const struct wp_post *post, const char *kind, struct err *err)
{
    const struct wp_fields *f = &post->fields;
    if (f->code.raw.n && f->message.raw.n) {
        str status = wp_text(wp, f->error_status, 8);
        err_set(err, ERR_INPUT, "WordPress answered with an error: %.*s%s%.*s: %.*s",
                STR_ARGS(wp_text(wp, f->code, 80)), status.n ? ", status " : "", STR_ARGS(status),
                STR_ARGS(wp_plain(wp, f->message, 200)));
    } else {
        err_set(err, ERR_INPUT, "%s where a post or a list of posts is expected", kind);
    }
    return err_hint(err, HINT_POSTS);
}

/* -- Lists and wrappings ---------------------------------------------------------------------- */

/* What was found instead of posts. */
struct foreign {
    size_t count;
    const char *first; /* the kind of the first one */
};

static void take_item(struct wp *wp, struct json *j, struct wp_post *post, struct foreign *foreign)
{
    enum json_kind kind = json_peek(j);
    const char *other = wp_post_read(j, post) ? wp_foreign_kind(post) : kind_words(kind);
    if (json_failed(j))
        return;
    wp->out->announced++;
    if (other) {
        foreign->first = foreign->count++ ? foreign->first : other;
        wp_problem(wp, post, true, "is %s", other);
    } else {
        wp_article_add(wp, post);
    }
    arena_reset(&wp->scratch);
}

/* Reads a list of posts: an array, or an object used like one. */
static bool read_list(struct wp *wp, struct json *j, struct err *err)
{
    struct wp_post post;
    struct foreign foreign = {0, NULL};
    bool object;
    size_t before = wp->out->announced;
    if (!json_enter_list(j, &object))
        return err_set(err, ERR_INPUT, "%s where a list of posts is expected",
                       kind_words(json_peek(j)));
    while (json_next_listed(j, object)) {
        if (wp->out->announced - before == LIMIT_POSTS_PER_FILE)
            return err_set(err, ERR_LIMIT, "more than %zu posts in one file",
                           LIMIT_POSTS_PER_FILE) ||
                   err_hint(err, "save it in parts; the parameters are per_page and page");
        take_item(wp, j, &post, &foreign);
    }
    if (json_failed(j))
        return json_error(j, wp->raw.item->path, err);
    if (foreign.count && foreign.count == wp->out->announced - before)
        return err_set(err, ERR_INPUT, "a list of %zu, but no post: the first is %s", foreign.count,
                       foreign.first) ||
               err_hint(err, HINT_POSTS);
    return true;
}

/* What the members of an outermost object say of it. */
struct probe {
    const char *body, *posts; /* their values */
    bool post;                /* has a title or content */
    bool answered;            /* has a status or headers */
    bool numbered;            /* all keys are numbers */
};

/* Looks at an object's keys only; everything in it is checked on the way. */
static struct probe probe_object(struct json *j)
{
    struct probe probe = {0};
    struct json_text key;
    json_enter_object(j);
    bool numbered = true;
    while (json_next_member(j, &key)) {
        json_peek(j);
        if (json_text_is(key, STR("body")))
            probe.body = j->p;
        else if (json_text_is(key, STR("posts")))
            probe.posts = j->p;
        else if (json_text_is(key, STR("content")) || json_text_is(key, STR("title")))
            probe.post = true;
        else if (json_text_is(key, STR("headers")) || json_text_is(key, STR("status")))
            probe.answered = true;
        for (size_t i = 0; i < key.raw.n; i++)
            numbered &= key.raw.p[i] >= '0' && key.raw.p[i] <= '9';
        probe.numbered = numbered;
        json_skip(j);
    }
    return probe;
}

static bool read_object(struct wp *wp, struct json *j, struct err *err)
{
    struct wp_post post;
    wp_post_read(j, &post);
    const char *kind = wp_foreign_kind(&post);
    if (kind)
        return refuse(wp, &post, kind, err);
    wp->out->announced++;
    wp_article_add(wp, &post);
    return true;
}

/* A reader of the value at p, in a document that was checked before. */
static struct json reader_at(const struct json *j, const char *p)
{
    struct json at = *j;
    at.p = p;
    at.depth = 0;
    return at;
}

/* Behind the outermost value: checks that it was JSON to the end. Inside an envelope that was done
 * before. */
static bool check_end(struct wp *wp, struct json *j, bool enveloped, struct err *err)
{
    if (!enveloped)
        json_finish(j);
    return !json_failed(j) || json_error(j, wp->raw.item->path, err);
}

static bool read_answer(struct wp *wp, struct json *j, bool enveloped, struct err *err);

/* Reads a post, or takes a wrapping off. Envelopes in envelopes do not exist. */
static bool read_wrapped(struct wp *wp, struct json *j, bool enveloped, struct err *err)
{
    struct json begin = *j;
    struct probe probe = probe_object(j);
    if (!check_end(wp, j, enveloped, err))
        return false;
    if (probe.posts && !probe.post) {
        struct json posts = reader_at(&begin, probe.posts);
        return read_list(wp, &posts, err);
    }
    if (probe.body && probe.answered && !probe.post && !enveloped) {
        struct json body = reader_at(&begin, probe.body);
        return read_answer(wp, &body, true, err);
    }
    return probe.numbered ? read_list(wp, &begin, err) : read_object(wp, &begin, err);
}

/* Reads what *j has: posts in any wrapping. */
static bool read_answer(struct wp *wp, struct json *j, bool enveloped, struct err *err)
{
    enum json_kind kind = json_peek(j);
    if (kind == JSON_KIND_ARRAY)
        return read_list(wp, j, err) && check_end(wp, j, enveloped, err);
    if (kind == JSON_KIND_OBJECT)
        return read_wrapped(wp, j, enveloped, err);
    json_skip(j);
    return check_end(wp, j, enveloped, err) &&
           (err_set(err, ERR_INPUT, "%s where posts are expected", kind_words(kind)) ||
            err_hint(err, HINT_POSTS));
}

/* -- The whole file --------------------------------------------------------------------------- */

/* The file as UTF-8: PowerShell saves answers as UTF-16, which its beginning gives away. */
static str decode(struct buf *converted, str bytes)
{
    enum encoding encoding = utf8_detect(str_slice(bytes, 0, 256));
    if (encoding != ENCODING_UTF16LE && encoding != ENCODING_UTF16BE)
        return bytes;
    utf8_from(converted, bytes, encoding);
    return buf_str(converted);
}

bool parse_wordpress(struct parsed *out, struct arena *a, const struct raw *raw, struct err *err)
{
    static const str mark = {"\xEF\xBB\xBF", 3};
    struct parsed before = *out;
    struct buf converted = buf_init(LIMIT_JSON_FILE * 2);
    struct wp wp;
    wp_init(&wp, out, a, raw);
    wp.raw.bytes = decode(&converted, raw->bytes);
    wp.place = json_place_init(wp.raw.bytes);
    struct json j = json_init(wp.raw.bytes);
    if (str_starts(wp.raw.bytes, mark))
        j.p += mark.n;
    str text = {j.p, (size_t)(j.end - j.p)};
    bool ok = wp_recognise(&wp.scratch, text, err) && read_answer(&wp, &j, false, err);
    if (!ok) {
        *out = before;
        err_at(err, raw->item->path, 0, 0);
    }
    wp_release(&wp);
    buf_release(&converted);
    return ok;
}
