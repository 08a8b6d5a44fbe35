/*
 * Title, standfirst and summary: see texts.h.
 *
 * The art is in telling an excerpt that was written from one that a program cut off the text.
 */
#include "texts.h"

#include "digest/limits.h"
#include "digest/sanitize.h"
#include "lead.h"

/* A title made of other text; longer ones read like what they are. */
#define MADE_TITLE 90

/* -- Excerpts --------------------------------------------------------------------------------- */

struct excerpt {
    str text;
    bool whole; /* ends where its writer ended it, as far as one can see */
};

/* True when a link that ends an excerpt leads to the rest of the text, by its words. */
static bool says_more(str text)
{
    static const char *const words[] = {"continue reading",
                                        "read more",
                                        "read on",
                                        "read the rest",
                                        "keep reading",
                                        "view post",
                                        "weiterlesen",
                                        "weiter lesen",
                                        "mehr lesen",
                                        "lire la suite",
                                        "lire plus",
                                        "en savoir plus",
                                        "leer más",
                                        "seguir leyendo",
                                        "sigue leyendo",
                                        "leggi tutto",
                                        "continua a leggere",
                                        "leggi di più",
                                        "lees verder",
                                        "lees meer",
                                        "leia mais",
                                        "continue lendo",
                                        "czytaj dalej",
                                        "[…",
                                        "[...",
                                        "…",
                                        "→",
                                        "»",
                                        NULL};
    for (size_t i = 0; words[i]; i++)
        if (str_eq_nocase(str_slice(text, 0, strlen(words[i])), str_of(words[i])))
            return true;
    return false;
}

/* Cuts markup in front of a "Continue reading" link: known by the classes that themes give it, or, when
 * it is the last one, by its words. */
static str without_more_link(struct arena *a, str markup)
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
    size_t last = SIZE_MAX;
    for (size_t at = 0; (at = str_find(markup, STR("<a "), at)) != SIZE_MAX; at++)
        last = at;
    str link = last == SIZE_MAX ? (str){0} : str_slice(markup, last, markup.n);
    return link.n && says_more(str_trim(html_to_text(a, link))) ? str_slice(markup, 0, last)
                                                                : markup;
}

static struct excerpt excerpt_of(struct arena *a, str markup)
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
    str unlinked = without_more_link(a, markup);
    str text = str_trim(html_to_text(a, unlinked));
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

bool texts_fill(struct article *article, struct arena *a, struct arena *scratch,
                const struct texts *texts)
{
    struct excerpt excerpt = excerpt_of(scratch, texts->excerpt);
    str lead = text_lead(scratch, texts->body);
    bool written = excerpt.whole && texts->body.n > 0 && excerpt.text.n <= LIMIT_SUMMARY &&
                   !is_from_body(scratch, excerpt.text, texts->body);
    if (written)
        article->dek = arena_copy(a, excerpt.text);
    /* A dek stands beside the summary, which goes on with what the text says. */
    str best = (excerpt.whole && !written) || lead.n == 0 ? excerpt.text : lead;
    if (best.n)
        article->summary = text_clean(a, text_summary(scratch, best, LIMIT_SUMMARY), LIMIT_FIELD);

    article->title = texts->title;
    if (article->title.n == 0)
        article->title = text_clean(a, texts->heading, LIMIT_TITLE);
    str said = excerpt.whole ? excerpt.text : best;
    if (article->title.n == 0 && said.n) {
        article->title = text_clean(a, text_summary(scratch, said, MADE_TITLE), LIMIT_TITLE);
        if (str_starts(article->dek, article->title))
            article->dek = (str){0};
    }
    if (article->title.n == 0)
        article->title = texts->fallback;
    return article->title.n > 0;
}

str title_of_name(struct arena *a, str name)
{
    str title = text_clean(a, name.n ? name : STR("untitled"), LIMIT_TITLE);
    char *p = arena_alloc(a, title.n + 1);
    for (size_t i = 0; i < title.n; i++)
        p[i] = title.p[i] == '-' || title.p[i] == '_' ? ' ' : title.p[i];
    if (title.n && p[0] >= 'a' && p[0] <= 'z')
        p[0] = (char)(p[0] - 'a' + 'A');
    title = str_trim((str){p, title.n});
    return title.n ? title : STR("Untitled");
}
