/* One post → one article. */
#include <stdio.h>

#include "digest/slug.h"
#include "digest/utf8.h"
#include "wp.h"

/* Identifiers are numbers, but for odd exports. */
#define ID_MOST 200

void wp_problem(struct wp *wp, const struct wp_post *post, bool fatal, const char *format, ...)
{
    char why[320];
    va_list args;
    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    struct err e = {0};
    const char *begin = wp->raw.bytes.p;
    str id = json_decode(&wp->scratch, post->fields.id, 40, NULL);
    if (id.n)
        err_set(&e, ERR_INPUT, "post %.*s %s (at byte %zu)", STR_ARGS(id), why,
                (size_t)(post->at - begin));
    else
        err_set(&e, ERR_INPUT, "a post %s (at byte %zu)", why, (size_t)(post->at - begin));
    json_place_move(&wp->place, post->at);
    err_at(&e, wp->raw.item->path, wp->place.line, wp->place.column);
    parsed_problem(wp->out, wp->a, &e, fatal);
}

static bool is_letters(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] | 0x20) < 'a' || (s.p[i] | 0x20) > 'z')
            return false;
    return true;
}

static bool is_digits(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

/* A language tag of what plugins call a language or locale: "de", "pt_BR", "de_DE_formal". "" when
 * it is none. Of the parts behind the language only script and region are kept (RFC 5646). */
static str language_tag(struct wp *wp, struct json_text t)
{
    str text = json_decode(&wp->scratch, t, 32, NULL), part;
    char *p = arena_alloc(wp->a, text.n + 1);
    size_t n = 0;
    bool region = false;
    for (size_t i = 0; i < text.n; i++)
        p[i] = text.p[i] == '_' ? '-' : text.p[i];
    for (str rest = {p, text.n}; !region && str_next_part(&rest, '-', &part);) {
        bool letters = is_letters(part), language = n == 0;
        region = !language && (letters ? part.n == 2 : part.n == 3 && is_digits(part));
        if (language && !(letters && (part.n == 2 || part.n == 3)))
            return STR("");
        if (!language && !region && !(letters && part.n == 4))
            break;
        size_t begin = (size_t)(part.p - p);
        n = begin + part.n;
        for (size_t i = begin; letters && i < n; i++) {
            bool upper = region || (!language && i == begin);
            p[i] = (char)(upper ? p[i] & ~0x20 : p[i] | 0x20);
        }
    }
    return (str){p, n};
}

/* The post's own identifier. Zero is what a post that was never saved has. */
static str id_of(struct wp *wp, struct json_text t)
{
    uint64_t number;
    str id = wp_text(wp, t, ID_MOST);
    if (!t.string && !str_to_uint(id, UINT64_MAX, &number))
        return STR("");
    return str_is(id, "0") ? STR("") : id;
}

/* True when the post is to be left out, which then is counted. */
static bool is_skipped(struct wp *wp, const struct wp_post *post)
{
    const struct wp_fields *f = &post->fields;
    if (f->status.raw.n && !json_text_is(f->status, STR("publish"))) {
        parsed_skip(wp->out, SKIP_UNPUBLISHED);
        return true;
    }
    if (f->content.is_protected && f->content.text.raw.n == 0) {
        parsed_skip(wp->out, SKIP_PROTECTED);
        return true;
    }
    if (!wp_is_wanted(wp, post)) {
        parsed_skip(wp->out, SKIP_FILTERED);
        return true;
    }
    return false;
}

/* Cleans the content, which is decoded only here and let go with the post. */
static struct wp_body clean_body(struct wp *wp, const struct wp_post *post)
{
    struct wp_body body = {0};
    bool cut = false;
    str markup = json_decode(&wp->scratch, post->fields.content.text, LIMIT_BODY, &cut);
    buf_reset(&wp->text);
    body.markup = sanitize(wp->a, markup, &wp->sanitize, &wp->text, &body.seen);
    body.text = arena_copy(wp->a, str_trim(buf_str(&wp->text)));
    if (cut)
        wp_problem(wp, post, false, "is larger than %zu bytes; the rest is left out", LIMIT_BODY);
    else if (body.seen.cut)
        wp_problem(wp, post, false, "is nested too deeply or too large; some of it was simplified");
    return body;
}

static void set_identity(struct wp *wp, const struct wp_post *post, struct article *article)
{
    str link = str_trim(json_decode(&wp->scratch, post->fields.link, LIMIT_URL + 1, NULL));
    article->source = wp->raw.item->source;
    article->id = id_of(wp, post->fields.id);
    article->slug = wp_slug(wp, post->fields.slug);
    if (link.n)
        article->url = url_resolve(wp->a, wp->raw.source->home, link, false);
    if (article->id.n == 0)
        article->id = article->slug.n ? article->slug : article->url;
}

static void set_language(struct wp *wp, const struct wp_post *post, struct article *article)
{
    str tag = language_tag(wp, post->fields.language);
    article->language = tag.n ? tag : wp->raw.source->language;
    article->direction = language_direction(article->language);
}

void wp_article_add(struct wp *wp, const struct wp_post *post)
{
    if (is_skipped(wp, post))
        return;
    struct article *article = arena_alloc(wp->a, sizeof *article);
    set_identity(wp, post, article);
    wp->sanitize.base = article->url.n ? article->url : wp->raw.source->home;
    struct wp_body body = clean_body(wp, post);
    article->body = body.markup;
    if (!wp_texts(wp, post, &body, article)) {
        wp_problem(wp, post, true, "has neither a title nor text");
        return;
    }
    if (article->id.n == 0)
        article->id = slug_make(wp->a, article->title);
    wp_dates(wp, post, article);
    wp_labels(wp, post, &body, article);
    wp_lead_image(wp, post, &body, article);
    set_language(wp, post, article);
    article->words = (uint32_t)utf8_words(body.text);
    if (body.seen.source_link.url.n) {
        article->via.items = arena_alloc(wp->a, sizeof *article->via.items);
        article->via.items[0] = body.seen.source_link;
        article->via.count = 1;
    }
    article_hash(article);
    parsed_add(wp->out, wp->a, article, body.text);
}
