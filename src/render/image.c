/*
 * Which images are the same file.
 *
 * WordPress cuts each upload into sizes ("photo-1024x576.jpg", "photo-scaled.jpg"), and delivery
 * networks add a query or another host, so only the bare name is compared.
 */
#include "page.h"
#include "tag.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* name without a "-1024x576" at its end. */
static str without_size(str name)
{
    size_t n = name.n;
    while (n && is_digit(name.p[n - 1]))
        n--;
    if (n == name.n || !n || name.p[n - 1] != 'x')
        return name;
    size_t x = --n;
    while (n && is_digit(name.p[n - 1]))
        n--;
    return n < x && n > 1 && name.p[n - 1] == '-' ? str_slice(name, 0, n - 1) : name;
}

static str without(str name, str suffix)
{
    return str_ends(name, suffix) ? str_slice(name, 0, name.n - suffix.n) : name;
}

/* "photo" of "https://cdn.example/2026/photo-1024x576.jpg?w=800". */
static str stem_of(str url)
{
    url = str_slice(url, 0, str_find_char(url, '#', 0));
    url = str_slice(url, 0, str_find_char(url, '?', 0));
    size_t from = link_folder(url).n, dot = url.n;
    for (size_t i = from; i < url.n; i++)
        if (url.p[i] == '.')
            dot = i;
    str stem = str_slice(url, from, dot);
    return without(without(without_size(stem), STR("-scaled")), STR("-rotated"));
}

bool image_same_file(str a, str b)
{
    str stem = stem_of(a);
    return stem.n && str_eq(stem, stem_of(b));
}

/* The first image's URL in cleaned markup, as it is written there; "" when there is none. */
static str image_first(html body)
{
    size_t tag = str_find(body.markup, STR("<img "), 0);
    return tag == SIZE_MAX ? (str){0} : tag_value(tag_at(body.markup, tag), " src=");
}

bool image_first_is(const struct site *site, const struct entry *entry, html body)
{
    str first = image_first(body);
    if (!image_same_file(first, entry->article->image.url))
        return false;
    /* Another size of it may be gone, and this one be there. */
    struct arena scratch = {0};
    const struct mirrored *copies = copies_of(site, entry->source, tag_text(&scratch, first));
    arena_release(&scratch);
    return !copies || copies->count || !lead_image(site, entry).url.n;
}
