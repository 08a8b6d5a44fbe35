/*
 * Fuzzes text articles. The first byte chooses the name, so Markdown or plain text; the rest is the
 * file. Whatever it is becomes an article that keeps article.h's promises, or is refused with a
 * reason.
 */
#include <stdlib.h>

#include "digest/limits.h"
#include "digest/parse.h"
#include "digest/sanitize.h"
#include "digest/utf8.h"

/* Text fields: valid, folded, without control characters. */
static bool is_text(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7F)
            return false;
    return utf8_valid(s) && str_eq(s, str_trim(s));
}

static bool are_labels(struct labels labels)
{
    for (size_t i = 0; i < labels.count; i++)
        if (labels.items[i].name.n == 0 || !is_text(labels.items[i].name))
            return false;
    return labels.count <= LIMIT_TERMS;
}

static bool is_url(str s)
{
    return s.n == 0 || str_starts(s, STR("http://")) || str_starts(s, STR("https://"));
}

/* Cleaning the body again changes nothing. */
static bool is_clean(struct arena *a, html body)
{
    struct sanitize_options options = {.top_heading = 2};
    struct sanitize_findings found;
    html again = sanitize(a, body.markup, &options, NULL, &found);
    return found.source_link.url.n || found.first_heading1.n || str_eq(again.markup, body.markup);
}

static bool keeps_promises(struct arena *a, const struct article *x)
{
    return x->title.n && is_text(x->title) && is_text(x->dek) && is_text(x->summary) &&
           is_text(x->language) && is_text(x->slug) && is_url(x->url) && is_url(x->image.url) &&
           is_text(x->image.alt) && is_text(x->image.caption) && are_labels(x->authors) &&
           are_labels(x->categories) && are_labels(x->tags) && x->published.utc != INSTANT_NONE &&
           x->modified.utc >= x->published.utc &&
           (x->via.count == 0 || (x->via.items[0].url.n && is_url(x->via.items[0].url) &&
                                  is_text(x->via.items[0].text))) &&
           utf8_valid(x->body.markup) && is_clean(a, x->body);
}

/* libFuzzer's entry. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"a.txt", "a.md", "2026-05-07-some-title.txt",
                                        "2026/05/07/index.md"};
    struct arena arena = {0};
    struct parsed out = {0};
    struct err err = {0};
    struct source source = {.name = STR("S"), .language = STR("en")};
    struct media media = {.by_path = {.arena = &arena}, .by_name = {.arena = &arena}};
    struct raw_item item = {.kind = RAW_TEXT, .mtime = 1778328000};
    if (size == 0)
        return 0;
    item.name = item.path = str_of(names[data[0] % 4]);
    struct raw raw = {.item = &item,
                      .source = &source,
                      .media = &media,
                      .bytes = {(const char *)data + 1, size - 1}};
    bool read = parse_text(&out, &arena, &raw, &err);
    if (!read ? !err.why[0] || out.count : out.count + out.skipped[SKIP_UNPUBLISHED] != 1)
        abort();
    for (size_t i = 0; i < out.count; i++)
        if (!keeps_promises(&arena, out.articles[i]))
            abort();
    arena_release(&arena);
    return 0;
}
