/* A post's words: fields as text, and what becomes title, standfirst and summary. */
#include "digest/utf8.h"
#include "lead.h"
#include "wp.h"

/* Markup and entities may take this many times the room of the text that they make. */
#define MARKUP_FACTOR ((size_t)16)

/* A title made of other text; longer ones read like what they are. */
#define MADE_TITLE 90

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

/* -- Excerpts --------------------------------------------------------------------------------- */

struct excerpt {
    str text;
    bool whole; /* ends where its writer ended it, as far as one can see */
};

/* Cuts markup in front of a "Continue reading" link, known by the classes that themes give it. */
static str without_more_link(str markup)
{
    static const char *const classes[] = {"more-link", "read-more", "readmore", "continue-reading",
                                          NULL};
    for (size_t i = 0; classes[i]; i++) {
        size_t at = str_find(markup, str_of(classes[i]), 0);
        if (at == SIZE_MAX)
            continue;
        while (at > 0 && !str_starts(str_slice(markup, at, markup.n), STR("<a")))
            at--;
        if (at > 0)
            return str_slice(markup, 0, at);
    }
    return markup;
}

static struct excerpt excerpt_of(struct wp *wp, struct json_text t)
{
    static const char *const marks[] = {"[…]",
                                        "[...]",
                                        "[ … ]",
                                        "(…)",
                                        "…",
                                        "...",
                                        "→",
                                        "»",
                                        "(more)",
                                        "Read more",
                                        "Continue reading",
                                        "Continue Reading",
                                        "Read More",
                                        NULL};
    str markup = json_decode(&wp->scratch, t, LIMIT_FIELD * MARKUP_FACTOR, NULL);
    str unlinked = without_more_link(markup);
    str text = str_trim(html_to_text(&wp->scratch, unlinked));
    bool cut = unlinked.n < markup.n;
    while (text_drop_end(&text, marks)) {
        text = str_trim(text);
        cut = true;
    }
    return (struct excerpt){text, !cut && text_is_whole(text)};
}

/* Appends letters and digits only, of ASCII in lower case; typographic marks (U+2000 to U+206F)
 * are left out like all others. For comparing texts that may be typeset differently. */
static str letters_of(struct arena *a, str text, size_t limit)
{
    char *p = arena_alloc(a, limit < text.n ? limit : text.n);
    size_t n = 0;
    for (size_t i = 0; i < text.n && n < limit; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool upper = c >= 'A' && c <= 'Z';
        if (c == 0xE2 && text.n - i > 2 && ((unsigned char)text.p[i + 1] | 1) == 0x81)
            i += 2;
        else if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80)
            p[n++] = upper ? (char)(c | 0x20) : (char)c;
    }
    return (str){p, n};
}

/* True when the excerpt's beginning stands in the beginning of the body: WordPress made it. */
static bool is_from_body(struct arena *a, str excerpt, str body)
{
    str begin = letters_of(a, excerpt, 120);
    str where = letters_of(a, body, excerpt.n * 2 + 1000);
    return begin.n == 0 || str_has(where, begin);
}

/* -- What it is for --------------------------------------------------------------------------- */

bool wp_texts(struct wp *wp, const struct wp_post *post, const struct wp_body *body,
              struct article *article)
{
    struct excerpt excerpt = excerpt_of(wp, post->fields.excerpt.text);
    str lead = text_lead(&wp->scratch, body->text);
    bool written = excerpt.whole && body->text.n > 0 && excerpt.text.n <= LIMIT_SUMMARY &&
                   !is_from_body(&wp->scratch, excerpt.text, body->text);
    if (written)
        article->dek = arena_copy(wp->a, excerpt.text);
    /* A dek stands beside the summary, which goes on with what the text says. */
    str best = (excerpt.whole && !written) || lead.n == 0 ? excerpt.text : lead;
    if (best.n)
        article->summary =
            text_clean(wp->a, text_summary(&wp->scratch, best, LIMIT_SUMMARY), LIMIT_FIELD);

    article->title = wp_plain(wp, post->fields.title.text, LIMIT_TITLE);
    if (article->title.n == 0)
        article->title = text_clean(wp->a, body->seen.first_heading1, LIMIT_TITLE);
    if (article->title.n == 0 && best.n)
        article->title =
            text_clean(wp->a, text_summary(&wp->scratch, best, MADE_TITLE), LIMIT_TITLE);
    if (article->title.n == 0 && body->markup.markup.n)
        article->title = article->slug.n ? article->slug : article->id;
    return article->title.n > 0;
}
