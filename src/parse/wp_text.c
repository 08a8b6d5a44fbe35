/* A post's words: fields as text, and what becomes title, standfirst and summary. */
#include "digest/utf8.h"
#include "texts.h"
#include "wp.h"

/* Markup and entities may take this many times the room of the text that they make. */
#define MARKUP_FACTOR ((size_t)16)

str wp_text(struct wp *wp, struct json_text t, size_t limit)
{
    return text_clean(wp->a, json_decode(&wp->scratch, t, limit, NULL), limit);
}

str wp_plain(struct wp *wp, struct json_text t, size_t limit)
{
    str markup = json_decode(&wp->scratch, t, limit * MARKUP_FACTOR, NULL);
    return text_clean(wp->a, html_to_text(&wp->scratch, markup), limit);
}

str wp_slug(struct wp *wp, struct json_text t)
{
    str slug = json_decode(&wp->scratch, t, LIMIT_URL, NULL);
    struct buf decoded = buf_init(slug.n);
    buf_add_percent_decoded(&decoded, slug);
    /* WordPress cuts slugs at 200 bytes, which may be inside a character. */
    size_t whole = 0;
    for (size_t at = 0; at < decoded.n && utf8_next(buf_str(&decoded), &at) != 0xFFFD;)
        whole = at;
    str clean = text_clean(wp->a, str_slice(buf_str(&decoded), 0, whole), LIMIT_URL);
    buf_release(&decoded);
    return clean;
}

/* -- What it is for --------------------------------------------------------------------------- */

bool wp_texts(struct wp *wp, const struct wp_post *post, const struct wp_body *body,
              struct article *article)
{
    struct json_text excerpt = post->fields.excerpt.text;
    struct texts texts = {
        .title = wp_plain(wp, post->fields.title.text, LIMIT_TITLE),
        .excerpt = json_decode(&wp->scratch, excerpt, LIMIT_FIELD * MARKUP_FACTOR, NULL),
        .body = body->text,
        .heading = body->seen.first_heading1,
    };
    if (body->markup.markup.n)
        texts.fallback = article->slug.n ? article->slug : article->id;
    return texts_fill(article, wp->a, &wp->scratch, &texts);
}
